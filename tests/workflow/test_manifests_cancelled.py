"""Occasions on record: how they are told, and what becomes of an order that was never printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.errors import UsageError
from flyers.page.document import Document
from flyers.pipeline.recipe import current_documents
from flyers.pipeline.session import Session
from flyers.translation.signoff import State
from flyers.workflow.manifest import (
    Manifest,
    ManifestEntry,
    ProductContents,
    cancel_order,
    current_manifest,
    keep_manifest,
    manifest_of,
    read_manifest,
)

DAY = dt.date(2026, 11, 3)


def on_day(made: Manifest, day: int, quantity: int = 0) -> Manifest:
    products = {name: replace(contents, quantity=quantity) for name, contents in made.entries[0].products.items()}
    return replace(made, entries=(replace(made.entries[0], day=DAY.replace(day=day), products=products),))


def test_an_occasion_is_told_with_its_copies_its_day_and_its_state() -> None:
    products = {"card": ProductContents(quantity=500), "poster": ProductContents()}
    entry = ManifestEntry(DAY, "2026-11", State.CHECKED, products)
    assert str(entry) == "500 × card, poster (quantity not on record), on 2026-11-03 (checked)"
    assert (entry.outcome, replace(entry, cancelled=True).outcome) == ("checked", "cancelled")


def test_the_last_occasion_is_cancelled_and_then_the_one_before(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    for day, quantity in ((3, 100), (4, 200)):
        path = keep_manifest(on_day(made, day, quantity), session.campaign, session.registry)
    found, entry = cancel_order(session, "es", ["card", "sticker"])
    assert (found, entry.day.day, entry.products["sticker"].quantity, entry.cancelled) == (path, 4, 200, False)
    assert [one.cancelled for one in read_manifest(path, session.campaign).entries] == [False, True]
    assert cancel_order(session, "es", ["sticker"], code=made.code)[1].day.day == 3
    assert [one.cancelled for one in read_manifest(path, session.campaign).entries] == [True, True]
    with pytest.raises(UsageError, match="No printed sticker in es is on record"):
        cancel_order(session, "es", ["sticker"])


@pytest.mark.parametrize(
    ("label", "products", "code"), [("en", ["sticker"], ""), ("es", ["card"], ""), ("es", ["sticker"], "0000000")]
)
def test_what_was_not_printed_is_not_cancelled(
    second_campaign: Path, label: str, products: list[str], code: str
) -> None:
    session = Session(second_campaign)
    keep_manifest(current_manifest(session, "es"), session.campaign, session.registry)
    with pytest.raises(UsageError, match=f"No printed {products[0]} in {label} is on record"):
        cancel_order(session, label, products, code=code)


def test_the_same_words_again_are_one_occasion_unless_they_were_ordered_again(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")

    def kept(manifest: Manifest) -> int:
        path = keep_manifest(manifest, session.campaign, session.registry)
        return len(read_manifest(path, session.campaign).entries)

    assert [kept(on_day(made, day)) for day in (3, 3, 4)] == [1, 1, 1]
    assert [kept(on_day(made, day, 100)) for day in (4, 4, 5)] == [2, 2, 3]


def test_a_package_of_signed_and_unsigned_products_is_partly_signed(second_campaign: Path) -> None:
    session = Session(second_campaign)
    (document,) = current_documents(session, "es")
    localized = session.localized("es")

    def with_state(product: str, state: State) -> Document:
        standing = replace(document.approval.standing, state=state)
        return replace(document, product=product, approval=replace(document.approval, standing=standing))

    def state_of(*states: State) -> State:
        documents = [with_state(f"p{number}", state) for number, state in enumerate(states)]
        return manifest_of(localized, documents, DAY, {"p0": 7}).entries[-1].state

    assert state_of(State.SIGNED, State.SIGNED) is State.SIGNED
    assert state_of(State.SIGNED, State.REVIEWED) is State.PARTLY
    assert state_of(State.REVIEWED, State.CHECKED) is State.REVIEWED
    made = manifest_of(localized, [document], DAY, {document.product: 7})
    assert [contents.quantity for contents in made.products.values()] == [7]
