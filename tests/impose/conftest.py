"""The campaign's sheets, and composed products to put on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.impose.place import SheetSpec
from flyers.impose.sheets import find_sheet
from flyers.layout.compose import compose
from flyers.page.document import Document
from flyers.pipeline.session import Session, open_session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def session() -> Session:
    return open_session(ROOT)


@pytest.fixture(scope="session")
def sheet(session: Session) -> Callable[[str], SheetSpec]:
    """``sheet("avery-5371")``, ``sheet("12x18")``."""
    return lambda name: find_sheet(session.campaign, name)


@pytest.fixture(scope="session")
def own_content() -> Campaign:
    return Campaign.load(ROOT)


@pytest.fixture(scope="session")
def composed(session: Session) -> Callable[[str, str], Document]:
    """``composed("brochure", "ar")``; each document is composed once."""
    made: dict[tuple[str, str], Document] = {}

    def get(product: str, tag: str) -> Document:
        if (product, tag) not in made:
            localized = session.localized(tag)
            made[product, tag] = compose(
                localized, session.layout(product), session.theme, session.typesetter, session.pictures
            )
        return made[product, tag]

    return get
