"""One studio for each module, and one profile of the browser for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from studiopage import TYPED, WINDOW

from tools.studio import Studio, copy_of, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="module")
def studio(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of a campaign that tests may change."""
    studio = start(copy_of(root, tmp_path_factory.mktemp("studio") / "campaign"))
    yield studio
    if studio.process.poll() is None:
        assert studio.end() == 0
    assert "Traceback" not in "".join(studio.said)


@pytest.fixture
def context(browser: Browser, studio: Studio, root: Path) -> Iterator[BrowserContext]:
    """A new profile of the browser, and the catalogs as they were."""
    for tag in TYPED:
        saved = root / "translations" / tag / "LC_MESSAGES" / "flyers.po"
        if saved.read_bytes() != studio.catalog(tag).read_bytes():
            shutil.copy(saved, studio.catalog(tag))
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(20_000)
    yield context
    context.close()
