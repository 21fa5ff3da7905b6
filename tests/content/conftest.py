"""A small campaign to break: tests/data/small-campaign, copied afresh for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """The folder of a small campaign that is right in every respect."""
    return Path(shutil.copytree(root / "tests" / "data" / "small-campaign", tmp_path / "campaign"))
