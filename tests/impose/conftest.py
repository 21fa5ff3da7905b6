"""The campaign's sheets, and composed products to put on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.build.workshop import Workshop
from flyers.content.campaign import Campaign
from flyers.impose.model import SheetSpec
from flyers.impose.sheets import find_sheet
from flyers.layout.compose import compose
from flyers.layout.pages import Document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shop() -> Workshop:
    return Workshop(ROOT)


@pytest.fixture(scope="session")
def sheet(shop: Workshop) -> Callable[[str], SheetSpec]:
    """``sheet("avery-5371")``, ``sheet("12x18")``."""
    return lambda name: find_sheet(shop.campaign, name)


@pytest.fixture(scope="session")
def own_content() -> Campaign:
    return Campaign.load(ROOT)


@pytest.fixture(scope="session")
def composed(shop: Workshop) -> Callable[[str, str], Document]:
    """``composed("brochure", "ar")``; each document is composed once."""
    made: dict[tuple[str, str], Document] = {}

    def get(product: str, tag: str) -> Document:
        if (product, tag) not in made:
            localized = shop.localized(tag)
            made[product, tag] = compose(localized, shop.layout(product), shop.theme, shop.typesetter, shop.pictures)
        return made[product, tag]

    return get
