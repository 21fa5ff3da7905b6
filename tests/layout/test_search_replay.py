"""Copy-fitting that goes the way of an earlier search ends where its own would: each page is as if it was the first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from flyers.layout import search_replay
from flyers.layout.compose import compose
from flyers.layout.setting import Setting
from flyers.page.document import Document
from flyers.pipeline.session import Session
from flyers.translation.localization import Localization

LONG = "signs.pressure"


@pytest.fixture(autouse=True)
def none_before() -> Iterator[None]:
    search_replay._searches.clear()
    yield
    search_replay._searches.clear()


def composed(session: Session, localized: Localization, product: str) -> Document:
    return compose(localized, session.layout(product), session.theme, session.typesetter, session.pictures)


def with_number(localized: Localization, display: str) -> Localization:
    """Return the content with another number of the hotline in codes and blocks of its own."""
    contacts = dict(localized.campaign.contacts)
    digits = display.replace("-", "")
    contacts["hotline"] = replace(contacts["hotline"], display=display, target=f"tel:+{digits}")
    return replace(localized, campaign=replace(localized.campaign, contacts=contacts))


def with_words(localized: Localization, changes: random.Random) -> Localization:
    """Return the content with some messages that say a part of their words, or some twice, or all in another order."""
    texts = dict(localized.texts)
    for key in changes.sample([key for key, text in texts.items() if not text.spans], 6):
        words = texts[key].text.split(" ")
        count = changes.randint(1, len(words))
        said = changes.choice([words[:count], [*words, *words[:count]], changes.sample(words, len(words))])
        texts[key] = replace(texts[key], text=" ".join(said))
    return replace(localized, texts=texts)


def in_another_order(localized: Localization, changes: random.Random) -> Localization:
    """Return the content with the words of all messages in another order: nearly as long, with ink in other places."""
    texts = dict(localized.texts)
    for key, text in localized.texts.items():
        if not text.spans:
            words = text.text.split(" ")
            texts[key] = replace(text, text=" ".join(changes.sample(words, len(words))))
    return replace(localized, texts=texts)


def test_a_number_of_the_same_width_is_set_without_a_search(session: Session, searches: list[Setting]) -> None:
    localized = session.localized("es")
    for last in range(5):
        page = composed(session, with_number(localized, f"1-888-373-000{last}"), "poster")
        lines = [line.text for line in page.pages[0].items if getattr(line, "role", "") == "number"]
        assert "".join(lines).endswith(f"000{last}\u2069")
    assert len(searches) == 2, "of the first, nothing is noted"


def test_a_number_of_another_width_is_searched_for(session: Session, searches: list[Setting]) -> None:
    localized = session.localized("es")
    for display in ("1-888-373-0001", "1-888-373-0002", "1-888-373-0003-4", "1-888-373-0005-6", "1-888-373-0007"):
        composed(session, with_number(localized, display), "poster")
    assert len(searches) == 3


def test_a_message_that_is_not_shown_changes_nothing(session: Session, searches: list[Setting]) -> None:
    localized = session.localized("en")
    for _ in range(3):
        composed(session, localized, "poster")
    assert len(searches) == 2


@pytest.mark.parametrize("tag", ["en", "es", "ur", "km"])
@pytest.mark.parametrize("product", ["poster", "wallet-card", "brochure", "tear-off", "table-tent"])
def test_every_page_is_as_if_it_was_the_first(session: Session, tag: str, product: str) -> None:
    localized, changes = session.localized(tag), random.Random(f"{tag} {product}")
    variants = [with_words(localized, changes) for _ in range(4)]
    variants += [with_number(variant, f"1-888-373-{changes.randint(0, 9999):04}") for variant in variants * 2]
    alone = []
    for variant in variants:
        search_replay._searches.clear()
        alone.append(composed(session, variant, product))
    search_replay._searches.clear()
    for _ in range(2):
        assert [composed(session, variant, product) for variant in variants] == alone


@pytest.mark.parametrize("product", ["poster", "wallet-card"])
def test_letters_that_come_nearer_to_the_next_text_are_noticed(session: Session, product: str) -> None:
    localized, changes = session.localized("ur"), random.Random(1)
    variants = [in_another_order(localized, changes) for _ in range(40)]
    alone = []
    for variant in variants:
        search_replay._searches.clear()
        alone.append(composed(session, variant, product))
    assert [composed(session, variant, product) for variant in variants] == alone
