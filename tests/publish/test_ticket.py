"""The job ticket: its facts as JSON that shows in a diff what changed, and as a page that says them all.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/publish/test_ticket.py``, read the diff,
commit.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest

from flyers.layout.page_builder import LETTER
from flyers.page.document import Box, Document, Element, Shape, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.prove import prove
from flyers.pipeline.session import Session
from flyers.publish import ticket_page as drawings
from flyers.publish.order import FOLDS
from flyers.publish.package import gather
from flyers.publish.ticket import Ticket, TicketContact, letter
from flyers.publish.ticket_page import MARGIN, ticket_pages

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden"
CHANGES_WITH_EVERY_FILE = {"sha256", "bytes", "code", "most_ink_percent", "smallest_type_pt"}


def tried(contacts: tuple[TicketContact, ...]) -> tuple[TicketContact, ...]:
    """Return *contacts* as if somebody had dialed the hotline, and nobody anything else."""
    day = dt.date(2026, 11, 3)
    return tuple(
        dataclasses.replace(contact, verified_on=day if contact.id == "hotline" else None) for contact in contacts
    )


@pytest.fixture
def ticket(order, session):
    """Return a function that makes a ticket, by default of Spanish, with one quantity and one verified contact."""

    def make(language: str = "es", **options: Any) -> Ticket:
        quantities = {"wallet-card": 5000}
        made = gather(*order(language, **{"draft": True, "quantities": quantities, **options}), session).ticket
        return dataclasses.replace(made, contacts=tried(made.contacts), askable=tried(made.askable))

    return make


def settled(value: Any, key: str = "") -> Any:
    """Return *value* with “…” for figures that differ from build to build."""
    if isinstance(value, dict):
        return {name: settled(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [settled(inner) for inner in value]
    return "…" if key in CHANGES_WITH_EVERY_FILE and value else value


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_json_is_as_approved(ticket, language: str) -> None:
    text = json.dumps(settled(ticket(language).to_json()), ensure_ascii=False, indent=2) + "\n"
    file = GOLDEN / f"job-ticket.{language}.json"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if that is meant, see the head of this file"


def composed(ticket: Ticket, session: Session) -> Document:
    languages = [session.registry.language(tag) for tag in ("en", ticket.language)]
    return ticket_pages(ticket, session.typesetter, languages)


def paper(ticket: Ticket, session: Session) -> bytes:
    return paint(composed(ticket, session), SCREEN, session.library, 0)


def words(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as opened:
        return re.sub(r"\s+", " ", " ".join(page.get_text() for page in opened))


def facts(ticket: Ticket) -> list[str]:
    """Return everything in the JSON that a person at the press must be able to read."""
    data = ticket.to_json()
    condition = data["print_condition"]
    said = [
        *(data[key] for key in ("package", "publisher", "review")),
        *(data["language"]["english"], data["issue"]["label"], data["issue"]["code"], *data["blockers"]),
        *(condition[key] for key in ("title", "identifier", "standard", "profile")),
        f"at most {condition['ink_limit_percent']} %",
    ]
    for product in data["products"]:
        said += [product["name"], product["file"], product["sha256"][:16], *product["pages"]]
        said += [product[key]["words"] for key in ("trim", "bleed", "sheet_of_the_file")]
        said += [product[key]["words"] for key in ("flip", "fold") if product[key]]
        said += [product["stock"], product["finishing"], "4/4" if product["inks"]["back"] else "4/0"]
        said += [part for code in product["codes"] for part in (code["opens"], f"{code['module_mm']:g} mm")]
        if product["quantity"]:
            said.append(f"{product['quantity']:,}")
    for contact in data["contacts"]:
        said += [contact[key] for key in ("whom", "printed", "opens")]
        said.append(contact["verified_on"] or "not verified")
    return said


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_page_has_every_fact_of_the_json(ticket, session: Session, language: str) -> None:
    made = ticket(language)
    text = words(paper(made, session))
    assert [fact for fact in facts(made) if fact not in text] == []


def page_words(document: Document, page: int) -> str:
    return " ".join(item.text for item in document.pages[page].items if isinstance(item, TextLine))


def test_a_ticket_without_problems_is_one_page_and_the_order_another(ticket, session: Session) -> None:
    document = composed(ticket("es"), session)
    assert len(document.pages) == 2
    assert "Numbers and addresses in print" in page_words(document, 0)
    assert "The order: fill in what is blank" in page_words(document, 1)
    assert (document.pages[0].width, document.pages[0].height) == (612, 792)


def test_a_long_ticket_continues_on_a_second_page(ticket, session: Session) -> None:
    made = dataclasses.replace(ticket("es"), blockers=tuple(f"reason number {number}" for number in range(1, 31)))
    document = composed(made, session)
    assert len(document.pages) == 3
    text = words(paint(document, SCREEN, session.library, 0))
    assert [fact for fact in facts(made) if fact not in text] == []


def test_a_draft_is_marked_in_white_on_black(ticket, session: Session) -> None:
    made = ticket("es")
    assert "DRAFT: for viewing only, do not print" in words(paper(made, session))
    final = ticket("en", draft=False)
    assert "DRAFT" not in words(paper(final, session))
    assert "DRAFT" not in letter(final)


def test_an_unknown_quantity_is_a_line_to_write_on(ticket, session: Session) -> None:
    def lines(document: Document) -> int:
        return sum(
            isinstance(item, Box) and (item.width, item.height) == (150, 0.75) for item in document.pages[0].items
        )

    assert lines(composed(ticket("es"), session)) == 2
    known = ticket("es", quantities={"brochure": 1, "poster": 2, "wallet-card": 3})
    assert lines(composed(known, session)) == 0


def elements(element: Element):
    yield element
    for child in element.children:
        yield from elements(child)


def test_the_structure_tree_has_every_line_once_in_page_order(ticket, session: Session) -> None:
    document = composed(ticket("ar"), session)
    tree = list(elements(document.structure))
    owned = [place for element in tree for place in element.items]
    texts = [
        (number, index)
        for number, page in enumerate(document.pages)
        for index, item in enumerate(page.items)
        if hasattr(item, "runs")
    ]
    assert sorted(owned) == sorted(set(owned))
    assert set(texts) <= set(owned)
    assert [element.tag for element in tree].count("H1") == 1
    assert [element.tag for element in tree].count("H2") == 5
    figures = [element for element in tree if element.tag == "Figure"]
    assert len(figures) == 3 + 2 + 1  # each face; two that turn; one that folds
    assert all(figure.alt for figure in figures)


@pytest.mark.parametrize("number", [0, 1])
def test_lines_are_inside_the_margins_and_do_not_touch(ticket, session: Session, number: int) -> None:
    page = composed(ticket("ar"), session).pages[number]
    boxes = []
    for item in page.items:
        if hasattr(item, "runs"):
            left, bottom, right, top = item.ink
            boxes.append((item.x + left, item.y + bottom, item.x + right, item.y + top))
    for left, bottom, right, top in boxes:
        assert MARGIN - 2 <= left < right <= LETTER[0] - MARGIN + 2  # a J hangs out of its box
        assert MARGIN - 1 <= bottom < top <= LETTER[1] - MARGIN + 1
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_page_is_tagged_and_names_nobody(ticket, session: Session) -> None:
    with pikepdf.open(io.BytesIO(paper(ticket("es"), session))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "Job ticket flyers-ct-es-2026-11-DRAFT"
        assert str(pdf.docinfo.Author) == "flyers-ct"


def test_a_proof_says_that_it_is_a_ticket_and_compares_nothing(ticket, session: Session) -> None:
    verdict = prove(Path("job-ticket.pdf"), paper(ticket("es"), session), session)
    assert (verdict.good, verdict.outcome) == (False, "NOT COMPARED")
    (remark,) = verdict.remarks
    assert "job ticket" in remark
    assert "SHA256SUMS" in remark
    assert "not compared with the campaign" in remark


def test_the_narrow_panel_is_at_the_other_end_of_mirrored_pages(ticket) -> None:
    (spanish,) = (product for product in ticket("es").products if product.product == "brochure")
    (arabic,) = (product for product in ticket("ar").products if product.product == "brochure")
    assert (spanish.narrow, spanish.panels) == ("right", (265.5, 265.5, 261.0))
    assert (arabic.narrow, arabic.panels) == ("left", (261.0, 265.5, 265.5))


def reach(items: list[drawings.DrawingItem]) -> tuple[float, float, float, float]:
    xs, ys = [], []
    for item in items:
        if isinstance(item, Box):
            xs += [item.x, item.x + item.width]
            ys += [item.y, item.y + item.height]
        elif isinstance(item, Shape):
            points = [step[1:] for step in item.path if len(step) > 1]
            xs += [point[0] for point in points]
            ys += [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("kind", [kind for kind in FOLDS if kind != "none"])
@pytest.mark.parametrize("narrow_left", [False, True])
def test_drawings_of_folds_keep_to_their_room(kind: str, narrow_left: bool) -> None:
    left, bottom, right, top = reach(drawings.fold(kind, 86.0, narrow_left))
    assert -1 <= left < right <= 87
    assert -1 <= bottom < top <= drawings.rise(86.0) + 1
    assert len(drawings.fold(kind, 86.0, narrow_left)) == FOLDS[kind] + 1


@pytest.mark.parametrize(("folds", "middle"), [((), 45.0), ((30.0, 60.0), 15.0)])
def test_the_arrow_on_a_face_is_in_the_middle_of_its_first_panel(folds: tuple[float, ...], middle: float) -> None:
    *_, shaft, tip = drawings.flat(90.0, 60.0, 3.0, folds)
    left, bottom, right, top = reach([shaft, tip])
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx((3 + middle, 3 + 30))


def test_the_drawing_of_a_turn_keeps_to_its_room() -> None:
    left, bottom, right, top = reach(drawings.turn(86.0, 20.0))
    assert (left, bottom, right) == (0, 0, 86)
    assert top <= 20 + drawings.TURN + 2


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_letter_has_short_lines_and_names_what_matters(ticket, language: str) -> None:
    made = ticket(language)
    text = letter(made)
    flat = re.sub(r"\s+", " ", text)
    for product in made.products:
        assert product.file in flat
    for code in {code.target for product in made.products for _, code in product.codes}:
        assert code in flat
    for said in (
        "at 100 %",
        "Do not scale them",
        "checked, not certified",
        "WHOM TO ASK",
        "860-692-3085 (not verified)",
    ):
        assert said in flat
    assert ("from right to left" in flat) == (language == "ar")
    assert max(map(len, text.splitlines())) <= 90
    assert text.endswith("one.\n")
