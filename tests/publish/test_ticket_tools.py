"""What the ticket, its page and the product intent say of dies, cuts, perforations, holes, level folds, lamination."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from lxml import etree

from flyers.page.document import Box, Document, Finish, Shape, TextLine
from flyers.page.items import extent
from flyers.page.paths import rounded_box
from flyers.pipeline.session import Session
from flyers.publish.package import gather
from flyers.publish.ticket import NAMESPACE, Ticket, Tool, product_intent, tools_of
from flyers.publish.ticket_page import ticket_pages

CIP4 = Path(__file__).resolve().parents[1] / "data" / "cip4"
HOLE = Finish("hole", rounded_box((100, 700, 190, 790), 45), by_printer=True)
SLOT = Finish("hole", rounded_box((20, 600, 92, 618), 9))
DIE = Finish("die", rounded_box((9, 9, 603, 783), 18))
TABS = tuple(Finish("cut", (("M", 61.2 * number, 144), ("L", 61.2 * number, 0))) for number in range(1, 10))
LINE = Finish("perforation", (("M", 0, 144), ("L", 612, 144)))
WORDS = {
    "die: 8.25 × 10.75 in, corners rounded by 0.25 in, its middle 4.25 in from the left and 5.5 in from the top",
    "hole: 1.25 in round, its middle 2.0139 in from the left and 0.6528 in from the top (a proposal: tell us where your "
    "own tool makes it)",
    "hole: 1 × 0.25 in, corners rounded by 0.125 in, its middle 0.7778 in from the left and 2.5417 in from the top",
    "cut: 9 lines, each 2 in long, 0.85, 1.7, 2.55, 3.4, 4.25, 5.1, 5.95, 6.8, 7.65 in from the left, 9 to 11 in from "
    "the top",
    "perforation: one line, 8.5 in long, 9 in from the top, 0 to 8.5 in from the left",
}


@pytest.fixture
def ticket(order, session: Session) -> Ticket:
    """The ticket of a job whose poster has every kind of tool."""
    made: Ticket = gather(*order("en"), session).ticket
    return dataclasses.replace(made, products=tuple(map(with_tools, made.products)))


def with_tools(product):
    if product.product != "poster":
        return product
    page = dataclasses.replace(
        product.pages[0], finishing=(DIE, HOLE, SLOT, *TABS, LINE), level_folds=(144.0, 300.0, 500.0)
    )
    job = dataclasses.replace(product.job, fold="tent", lamination="matte, both sides")
    return dataclasses.replace(product, pages=(page,), job=job)


def poster(ticket: Ticket):
    return next(product for product in ticket.products if product.product == "poster")


def test_lines_of_one_kind_are_one_tool(ticket: Ticket) -> None:
    tools = tuple(tools_of(poster(ticket).pages[0]))
    assert [(tool.kind, len(tool.boxes)) for tool in tools] == [
        ("die", 1),
        ("hole", 1),
        ("hole", 1),
        ("cut", 9),
        ("perforation", 1),
    ]
    assert [tool.is_round for tool in tools] == [False, True, False, False, False]


def test_tools_are_said_in_words(ticket: Ticket) -> None:
    assert set(poster(ticket).tool_words) == WORDS
    assert "the spot colour Dieline shows where tools cut" in poster(ticket).inks
    assert "no spot colours" not in poster(ticket).inks
    other = next(product for product in ticket.products if product.product != "poster")
    assert other.tools == ()
    assert "no spot colours" in other.inks


def test_the_json_has_every_tool(ticket: Ticket) -> None:
    entry = next(one for one in ticket.to_json()["products"] if one["product"] == "poster")
    assert {tool["words"] for tool in entry["tools"]} == WORDS
    assert entry["lamination"] == "matte, both sides"
    assert [len(tool["boxes_mm"]) for tool in entry["tools"]] == [1, 1, 1, 9, 1]
    assert [tool["by_printer"] for tool in entry["tools"]] == [False, True, False, False, False]
    assert entry["fold"]["panels_mm"] == [103.011, 70.556, 55.033, 50.8]
    assert "from the top, folds level" in entry["fold"]["words"]
    json.dumps(entry)


def test_the_page_says_it_too(ticket: Ticket, session: Session) -> None:
    document: Document = ticket_pages(ticket, session.typesetter, [session.registry.language("en")])
    said = "".join(line.text for page in document.pages for line in page.items if hasattr(line, "runs")).replace(
        " ", ""
    )
    for words in (*WORDS, "matte, both sides"):
        assert words.replace(" ", "") in said, words


def test_the_intent_has_a_shape_for_every_tool(ticket: Ticket) -> None:
    document = etree.fromstring(product_intent(ticket))
    etree.XMLSchema(etree.parse(CIP4 / "xjdf.xsd")).assertValid(document)
    names = {"x": NAMESPACE}
    (own,) = document.xpath("//x:Product[@ID='poster']", namespaces=names)
    cuts = own.xpath(".//x:ShapeCut", namespaces=names)
    assert len(cuts) == 13
    assert [cut.get("ShapeType") for cut in cuts][:3] == ["RoundedRectangle", "Round", "RoundedRectangle"]
    assert {cut.get("CutType") for cut in cuts if cut.get("ShapeTypeDetails") == "perforation"} == {"Perforate"}
    assert {cut.get("CutOut") for cut in cuts if cut.get("ShapeTypeDetails") == "hole"} == {"true"}
    assert cuts[1].get("CutBox") == "100 700 190 790"
    (layout,) = own.xpath(".//x:LayoutIntent", namespaces=names)
    assert layout.get("FinishedDimensions") == "612 292 0"
    assert own.xpath("string(.//x:FoldingIntent/@FoldingDetails)", namespaces=names) == "tent"


def test_a_square_hole_is_rectangular() -> None:
    assert not Tool("hole", ((0, 0, 10, 10),)).is_round
    assert Tool("hole", ((0, 0, 10, 10),), 5.0).is_round
    assert "10 × 10 in, square corners" in Tool("die", ((0, 0, 720, 720),)).words(720)


def test_a_name_on_two_lines_is_above_its_drawing(ticket: Ticket, session: Session) -> None:
    long = dataclasses.replace(poster(ticket).job, name="Notice with ten tear-off strips")
    products = tuple(
        dataclasses.replace(product, job=long) if product.product == "poster" else product
        for product in ticket.products
    )
    document = ticket_pages(
        dataclasses.replace(ticket, products=products), session.typesetter, [session.registry.language("en")]
    )
    (page, name) = next(
        (page, item)
        for page in document.pages
        for item in page.items
        if isinstance(item, TextLine) and item.text.startswith("tear-off strips")
    )
    left, bottom, right, top = extent(name)
    drawn = [extent(item) for item in page.items if isinstance(item, Box | Shape)]
    assert not [box for box in drawn if box[0] < right and box[2] > left and box[1] < top and box[3] > bottom]
