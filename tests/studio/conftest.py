"""One studio for each module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.studio import Studio, copy_of, start


@pytest.fixture(scope="module")
def studio(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of a campaign that tests may change."""
    studio = start(copy_of(root, tmp_path_factory.mktemp("studio") / "campaign"))
    yield studio
    if studio.process.poll() is None:
        assert studio.end() == 0
    assert "Traceback" not in "".join(studio.said)
