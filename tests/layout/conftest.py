"""The session of this repository's campaign, and composed documents by product and language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.layout import compose as composing
from flyers.layout.compose import compose
from flyers.layout.fit import Attempt
from flyers.layout.setting import Setting
from flyers.page.document import Document
from flyers.pipeline.session import Session, open_session

CODE = "0000000"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def session() -> Session:
    return open_session(ROOT)


@pytest.fixture(scope="session")
def composed(session: Session) -> Callable[[str, str], Document]:
    """``composed("poster", "ar")``: each document is composed once, with a fixed content code.

    A product in many languages has all of them.
    """
    made: dict[tuple[str, str], Document] = {}

    def get(product: str, tag: str) -> Document:
        if (product, tag) not in made:
            layout = session.layout(product)
            localized = replace(session.localized(tag, secondary="all" if layout.many_languages else ""))
            # The real code changes with every word of the campaign, and with it the width of the small print.
            vars(localized)["code"] = CODE
            made[product, tag] = compose(localized, layout, session.theme, session.typesetter, session.pictures)
        return made[product, tag]

    return get


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[Setting]:
    """The settings for which the ladder was gone down."""
    made: list[Setting] = []
    search = composing.fit

    def counted(setting: Setting) -> Attempt:
        made.append(setting)
        return search(setting)

    monkeypatch.setattr(composing, "fit", counted)
    return made
