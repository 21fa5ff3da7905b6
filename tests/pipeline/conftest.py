"""Two campaigns, one on the other, that tests of builds change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from changes import make_campaign


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two campaigns, which nobody changes."""
    return make_campaign(tmp_path_factory.mktemp("pristine")).parent


@pytest.fixture
def own(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the upper one of the campaigns, with its base beside it, that a test may change."""
    return Path(shutil.copytree(pristine, tmp_path / "campaigns")) / "island"
