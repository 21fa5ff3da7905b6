"""The letter, the page and the product intent of two tickets made by hand, whole: a diff shows what they say else.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/publish/test_ticket_golden.py``, read the
diff, commit.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from pagedump import dump
from tickets import CARD, DRAFT, FINAL, FOLDED

from flyers.content.press import Marks
from flyers.pipeline.session import Session
from flyers.publish.order import NO_ORDER, PROOFS, OrderPerson, PrintOrder
from flyers.publish.ticket import Ticket, TicketProduct, letter, product_intent
from flyers.publish.ticket_page import ticket_pages

HERE = Path(__file__).parent
SCHEMA = HERE.parent / "data" / "cip4" / "xjdf.xsd"
each_ticket = pytest.mark.parametrize(("name", "ticket"), [("final", FINAL), ("draft", DRAFT)])


def as_approved(text: str, name: str) -> None:
    file = HERE / "golden" / name
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{name} differs; if that is meant, see the head of this file"


@each_ticket
def test_the_letter_is_as_approved(name: str, ticket: Ticket) -> None:
    as_approved(letter(ticket), f"letter.{name}.txt")


@each_ticket
def test_the_facts_are_as_approved(name: str, ticket: Ticket) -> None:
    as_approved(json.dumps(ticket.to_json(), ensure_ascii=False, indent=1) + "\n", f"ticket.{name}.json")


@each_ticket
def test_the_product_intent_is_valid_and_as_approved(name: str, ticket: Ticket) -> None:
    intent = product_intent(ticket)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(intent))
    as_approved(intent.decode(), f"intent.{name}.xml")


@each_ticket
def test_the_page_is_as_approved(name: str, ticket: Ticket, session: Session) -> None:
    languages = [session.registry.language(tag) for tag in dict.fromkeys(("en", ticket.language))]
    as_approved(dump(ticket_pages(ticket, session.typesetter, languages)), f"ticket.{name}.txt")


@pytest.mark.parametrize(
    ("crop", "fold", "said"),
    [
        (True, True, "Bleed and crop and fold marks are inside."),
        (True, False, "Bleed and crop marks are inside."),
        (False, True, "Bleed and fold marks are inside."),
        (False, False, "Bleed is inside; there are no marks, so cut by the trim box."),
    ],
)
def test_the_letter_says_which_marks_there_are(crop: bool, fold: bool, said: str) -> None:
    condition = replace(FINAL.condition, marks=Marks(crop=crop, fold=fold))
    assert said in " ".join(letter(replace(FINAL, condition=condition)).split())


@pytest.mark.parametrize(("fold", "end"), [(True, "round, fold by the marks."), (False, "round.")])
def test_the_letter_names_fold_marks_of_mirrored_pages_only_where_there_are_some(fold: bool, end: str) -> None:
    condition = replace(DRAFT.condition, marks=Marks(crop=True, fold=fold))
    assert f"do not turn them {end}" in " ".join(letter(replace(DRAFT, condition=condition)).split())


@pytest.mark.parametrize(
    ("overs", "unders", "words", "amounts"),
    [
        (None, None, "", (999, 999)),
        (5.0, None, "overs 5 %, unders none", (999, 1048)),
        (None, 2.5, "overs none, unders 2.5 %", (975, 999)),
        (0.0, 0.0, "overs none, unders none", (999, 999)),
        (10.0, 10.0, "overs 10 %, unders 10 %", (900, 1098)),
    ],
)
def test_no_more_than_the_tolerance_is_charged(
    overs: float | None, unders: float | None, words: str, amounts: tuple[int, int]
) -> None:
    """Parts of a copy do not count: a percent of 999 copies is nine."""
    order = PrintOrder(overs=overs, unders=unders)
    assert (dict(order.rows)["Overs, unders"], order.amounts(999)) == (words, amounts)


@pytest.mark.parametrize(
    ("order", "label", "words"),
    [
        (PrintOrder(ganging=True), "Ganging", "may be ganged"),
        (PrintOrder(ganging=False), "Ganging", "not to be ganged"),
        (NO_ORDER, "Ganging", ""),
        (PrintOrder(kind="new"), "New or reprint", "new"),
        (PrintOrder(sender=OrderPerson(email="a@example.org")), "Sent by", "a@example.org"),
        (PrintOrder(sender=OrderPerson("A", phone="911")), "Sent by", "A, 911"),
        *((PrintOrder(proof=proof), "Proof wanted", words) for proof, words in PROOFS.items()),
    ],
)
def test_the_order_is_told_in_words(order: PrintOrder, label: str, words: str) -> None:
    assert dict(order.rows)[label] == words


@pytest.mark.parametrize(
    ("width", "height", "pages", "edge", "sides", "sheets"),
    [
        (252.0, 144.0, 1, None, "one side", 1),
        (252.0, 144.0, 2, "short", "both sides (front, back)", 1),
        (144.0, 252.0, 2, "long", "both sides (front, back)", 1),
        (144.0, 144.0, 2, "long", "both sides (front, back)", 1),
        (144.0, 252.0, 3, "long", "3 pages on 2 sheets, both sides, the last back empty; a copy is all of them, in order", 2),
        (144.0, 252.0, 4, "long", "4 pages on 2 sheets, both sides; a copy is all of them, in order", 2),
    ],
)  # fmt: skip
def test_the_sheet_turns_about_its_upright_edge(
    width: float, height: float, pages: int, edge: str | None, sides: str, sheets: int
) -> None:
    faces = [*CARD.pages, *CARD.pages][:pages]
    product = replace(CARD, pages=tuple(replace(face, width=width, height=height) for face in faces))
    assert (product.flip, product.sides, product.sheets) == (edge, sides, sheets)
    assert product.flip_words == (f"head to head: turn about the {edge} edge, like the page of a book" if edge else "")


@pytest.mark.parametrize(
    ("folds", "narrow", "panels"),
    [
        ((265.5, 531.0), "right", (265.5, 265.5, 261.0)),
        ((261.0, 526.5), "left", (261.0, 265.5, 265.5)),
        ((264.0, 528.0), None, (264.0, 264.0, 264.0)),
    ],
)
def test_the_narrow_panel_is_found_on_the_inside(
    folds: tuple[float, float], narrow: str | None, panels: tuple[float, ...]
) -> None:
    outside, inside = FOLDED.pages
    product: TicketProduct = replace(FOLDED, pages=(outside, replace(inside, folds=folds)))
    assert (product.narrow, product.panels, product.finished) == (narrow, panels, (max(panels), 612.0))
    assert ("folds in first" in product.fold_words) == bool(narrow)
    flat = replace(product, job=replace(product.job, fold="z-fold"))
    assert flat.narrow is None


def test_a_cross_fold_is_told_by_the_size_that_it_folds_to() -> None:
    outside, inside = FOLDED.pages
    crossed = replace(inside, folds=(396.0,), level_folds=(300.0,))
    product = replace(FOLDED, job=replace(FOLDED.job, fold="cross-fold"), pages=(outside, crossed))
    assert product.finished == (396.0, 312.0)
    assert product.fold_words == (
        "cross-fold: fold to 5.5 × 4.3333 in (139.7 × 110.1 mm), first upright, then level, the inside in"
    )
