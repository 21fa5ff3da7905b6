"""A campaign that ``flyers new`` began, with a reading page of its card in languages of five scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from readingpage import LANGUAGES, PHONE, Phone

from newcampaign import begin

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the campaign; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("reading") / "maine"
    flyers = begin(folder, f"en {' '.join(LANGUAGES)}")
    flyers("reading", " ".join(LANGUAGES), "--product", "wallet-card")
    return folder


@pytest.fixture(scope="session")
def page_of(campaign: Path) -> Callable[[str], Path]:
    """A function that returns the page of a language."""
    return lambda tag: campaign / "output" / tag / "reading.wallet-card.html"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Phone]:
    """A phone with a touch screen and no network; whatever its browser complains about fails the test."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(20_000)
    phone = Phone(context.new_page())
    yield phone
    context.close()
    assert phone.complaints == []
