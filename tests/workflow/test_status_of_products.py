"""What the status of a language says of each product: how far it is, whom it waits for, and whose pages have changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from edits import edit
from flyers.pipeline.session import Session
from flyers.translation.signoff import Objection, State, write_objections
from flyers.workflow.signing import Statement, pages_checksum, sign
from flyers.workflow.status import Status, status

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
LAYOUTS = Path("content/layouts")
DAY = dt.date(2026, 11, 3)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def folder(second_campaign: Path) -> Path:
    """A campaign with two usual products, and one that is made if it is named."""
    for name, more in (("label", ""), ("badge", "on_request: true\n")):
        (second_campaign / LAYOUTS / f"{name}.yaml").write_text(f"extends: sticker\n{more}", encoding="utf-8")
    return second_campaign


def spanish(folder: Path, *products: str) -> Status:
    return status(Session(folder), "es", products)


def see(folder: Path, *products: str) -> None:
    """Sign the pages of *products*."""
    session = Session(folder)
    proof = pages_checksum(session, "es", products)
    sign(session, "es", Statement("R-07", "native reader", DAY, proof, products=products))


def states(found: Status) -> dict[str, State]:
    return {product: standing.state for product, standing in found.standings.items()}


def test_until_somebody_has_read_something_every_product_stands_as_the_language_does(folder: Path) -> None:
    found = spanish(folder)
    assert (found.tag, found.english, found.state, found.words) == (
        "es",
        "Spanish",
        "checked",
        "draft translation, checked by the program, signed by nobody",
    )
    assert states(found) == dict.fromkeys(("badge", "label", "sticker"), State.CHECKED)
    assert found.waits == {"label": "a reader", "sticker": "a reader"}, "what is made on request waits for nobody"
    assert found.code == Session(folder).localized("es").code
    assert (found.pages_changed, found.changed_products, found.problem) == (None, (), "")
    assert list(spanish(folder, "label").standings) == ["label"]


def test_of_a_language_that_is_not_whole_no_product_is_composed(folder: Path) -> None:
    edit(folder / CATALOG, 'msgctxt "lighthouse.call"', '#, fuzzy\nmsgctxt "lighthouse.call"')
    found = spanish(folder)
    assert (found.standings, found.waits, found.code, found.pages_changed) == ({}, {}, "", None)
    assert (found.state, found.state_of("label")) == ("draft", "draft")


def test_products_whose_pages_were_seen_are_told_apart_from_the_others(folder: Path) -> None:
    see(folder, "label")
    found = spanish(folder)
    assert (found.state, found.standing.products) == ("partly signed", ("label",))
    assert (found.state_of("label"), found.state_of("sticker")) == ("signed", "reviewed")
    assert found.waits == {"label": "", "sticker": "a reader who sees its pages"}
    assert (found.counts.reviewed, found.counts.signed, found.changed_products) == (3, 3, ())
    edit(folder / LAYOUTS / "label.yaml", "extends: sticker", "extends: sticker\ntrim: [80mm, 61mm]")
    found = spanish(folder)
    assert (found.state_of("label"), found.changed_products) == ("signed", ("label",))
    assert found.pages_changed is None, "those of the whole language were not seen"


def test_a_product_that_cannot_be_composed_is_told_by_the_state_of_its_language(folder: Path) -> None:
    see(folder, "label")
    edit(folder / LAYOUTS / "badge.yaml", "extends: sticker", "extends: sticker\ntrim: [20mm, 20mm]")
    found = spanish(folder)
    assert list(found.standings) == ["label", "sticker"]
    assert list(found.products) == ["badge", "label", "sticker"]
    assert found.state_of("badge") == "partly signed"


def test_an_objection_alone_makes_a_product_wait_for_a_reader_of_its_texts(folder: Path) -> None:
    session = Session(folder)
    objection = Objection("lighthouse.call", "0" * 8, "R-07", "reader", DAY)
    write_objections(session.campaign, session.registry.language("es"), [objection])
    assert spanish(folder).waits == {"label": "a reader of 4 texts", "sticker": "a reader of 4 texts"}
