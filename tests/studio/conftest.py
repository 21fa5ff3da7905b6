"""One studio for each module, and one Chromium for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.studio import CHROMIUM, Studio, copy_of, start


@pytest.fixture(scope="module")
def studio(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of a campaign that tests may change."""
    studio = start(copy_of(root, tmp_path_factory.mktemp("studio") / "campaign"))
    yield studio
    if studio.process.poll() is None:
        assert studio.end() == 0
    assert "Traceback" not in "".join(studio.said)


@pytest.fixture(scope="session")
def chromium(tool: Callable[..., str]) -> Iterator[Any]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    path = tool("chromium", "the studio in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()
