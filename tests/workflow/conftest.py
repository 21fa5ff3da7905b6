"""A small campaign."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """A copy of a campaign with a few messages, that a test may change."""
    return Path(shutil.copytree(root / "tests" / "data" / "small-campaign", tmp_path / "small"))
