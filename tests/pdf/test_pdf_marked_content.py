"""Which parts of a line are elements of their own, and the links over them: lines and trees made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pdffeed import document, library, set_line

from flyers.content.message_key import MessageKey
from flyers.page.document import Box, ContactOnLine, Element, GlyphRun, Item, Page, PositionedGlyph, QrCode, TextLine
from flyers.page.items import Rectangle
from flyers.pdf.encoded_glyphs import SOFT, STRUT
from flyers.pdf.lines import line_strings
from flyers.pdf.structure import ARTIFACT, BULLET, FOOTER, Link, MarkedContent, Node, StructureTree

SIZE = 10.0
Run = tuple[str, str, int]


def line(*runs: Run, contacts: tuple[ContactOnLine, ...] = (), language: str = "en", **fields: Any) -> TextLine:
    """A line of runs given as text, language and level; each character is five points wide."""
    made, x = [], 0.0
    for text, tag, level in runs:
        glyphs = tuple(PositionedGlyph(1, x + 5.0 * index, 0.0, 5.0, char) for index, char in enumerate(text))
        made.append(GlyphRun("sans:regular", SIZE, level, "Latn", tag, glyphs))
        x += 5.0 * len(text)
    values: dict[str, Any] = {"x": 100.0, "y": 200.0, "text": "".join(text for text, _, _ in runs), **fields}
    return TextLine(
        runs=tuple(made), colour="black", ground="white", block="b", message=MessageKey("m"), role="body", size=SIZE,
        floor=6.0, language=language, ink=(0.0, 0.0, x, 7.0), contacts=contacts, **values,
    )  # fmt: skip


def marked(*items: Item, tree: Element | None = None, **fields: Any) -> tuple[StructureTree, list[MarkedContent]]:
    """Return the tree after all *items* of one page are drawn, by default in one paragraph, and what opens each."""
    whole = tree or Element("P", items=tuple((0, index) for index in range(len(items))), language="en")
    page = Page("front", 612.0, 792.0, 0.0, 0.0, items)
    made = document(page, structure=whole, targets={("hotline", ""): "tel:911"}, **fields)
    structure = StructureTree(made, [(9.0, 18.0)])
    return structure, [structure.mark(0, index, item) for index, item in enumerate(items)]


def shape(node: Node) -> Any:
    """Return an element as its tag and language, then its kids: numbers of marked content, links by their words."""
    name = f"{node.tag} {node.language}".strip()
    kids = [
        shape(kid) if isinstance(kid, Node) else kid.contents if isinstance(kid, Link) else kid[1] for kid in node.kids
    ]
    return (name, *kids)


HOTLINE = ContactOnLine("hotline", "911", 25.0, 40.0)
"""The sixth to eighth characters of a line."""


@pytest.mark.parametrize(
    ("runs", "lengths"),
    [
        ([("hello", "en", 0)], [1]),
        ([("hello", "en", 0), ("there", "en", 0)], [2]),
        ([("\u2066", "en", 0), ("hello", "en", 0)], [2]),
        ([("\u2066", "en", 0), ("\u2067", "es", 0), ("hello", "en", 0), ("there", "en", 0)], [4]),
        ([("hello", "en", 0), ("\u2069", "es", 0)], [2]),
        ([("hello", "en", 0), ("\u2069", "es", 0), ("there", "en", 0)], [3]),
        ([("hola", "es", 0), ("there", "en", 0)], [1, 1]),
        ([(SOFT, "es", 0), ("hola", "es", 0), ("\u2069", "en", 0), ("there", "en", 0), (SOFT, "es", 0)], [2, 3]),
        ([(SOFT, "ar", 1), ("there", "en", 0)], [2]),
    ],
)
def test_what_shows_nothing_belongs_to_what_is_before_it(runs: list[Run], lengths: list[int]) -> None:
    """Each run of a line is in one part."""
    _, (content,) = marked(line(*runs))
    assert [length for _, length in content.runs] == lengths


def test_words_in_another_language_are_an_element() -> None:
    tree, (content,) = marked(line(("say ", "en", 0), ("hola", "es", 0), (" now", "en", 0)))
    assert content.runs == (("/P <</MCID 0>> BDC", 1), ("/Span <</MCID 1>> BDC", 1), ("/P <</MCID 2>> BDC", 1))
    assert shape(tree.root) == ("P en", 0, ("Span es", 1), 2)
    assert [owner.tag for owner in tree.owners[0]] == ["P", "Span", "P"]


def test_a_paragraph_in_another_language_says_so_itself() -> None:
    tree, _ = marked(
        line(("hola", "es", 0), language="es"),
        tree=Element("Document", (Element("P", items=((0, 0),)),), language="en"),
    )
    assert shape(tree.root) == ("Document en", ("P es", 0))


def test_a_contact_is_a_link_over_its_text() -> None:
    words = line(("call ", "en", 0), ("911", "en", 0), (" now", "en", 0), contacts=(HOTLINE,))
    tree, (content,) = marked(words)
    assert [length for _, length in content.runs] == [1, 1, 1]
    assert shape(tree.root) == ("P en", 0, ("Link", 1, "911"), 2)
    (link,) = tree.links
    assert (link.target, link.page, link.turn, link.key) == ("tel:911", 0, 0, 1)
    assert link.areas == [pytest.approx((134.0, 215.0, 149.0, 226.5))]
    assert link.inks == [pytest.approx((134.0, 218.0, 149.0, 225.2))]


@pytest.mark.parametrize(
    ("turn", "area"),
    [
        (90, (106.0, 178.0, 117.5, 193.0)),
        (180, (69.0, 209.5, 84.0, 221.0)),
        (270, (100.5, 243.0, 112.0, 258.0)),
    ],
)
def test_the_area_of_turned_text_is_turned_with_it(turn: int, area: Rectangle) -> None:
    tree, _ = marked(line(("call ", "en", 0), ("911", "en", 0), contacts=(HOTLINE,), turn=turn))
    assert tree.links[0].areas == [pytest.approx(area)]
    assert tree.links[0].turn == turn


def test_the_letters_of_an_address_are_covered_below_the_baseline_too() -> None:
    address = replace(HOTLINE, display="a.b")
    tree, _ = marked(line(("site ", "en", 0), ("a.b", "en", 0), contacts=(address,)))
    assert tree.links[0].inks == [pytest.approx((134.0, 215.5, 149.0, 225.8))]


def test_a_contact_without_a_target_is_text() -> None:
    other = replace(HOTLINE, contact="other")
    tree, _ = marked(line(("call ", "en", 0), ("911", "es", 0), contacts=(other,)))
    assert shape(tree.root) == ("P en", 0, 1)
    assert tree.links == []


@pytest.mark.parametrize(
    ("x0", "x1", "linked"), [(25.0, 40.0, True), (25.009, 39.991, True), (25.02, 40.0, False), (25.0, 39.98, False)]
)
def test_a_run_is_part_of_a_contact_if_it_is_inside(x0: float, x1: float, linked: bool) -> None:
    contact = replace(HOTLINE, x0=x0, x1=x1)
    tree, _ = marked(line(("call ", "en", 0), ("911", "en", 0), contacts=(contact,)))
    assert bool(tree.links) is linked


def test_what_has_no_width_is_no_part_of_a_contact() -> None:
    """A character that only directs, where a number begins, belongs to the words before it."""
    words = line(("call ", "en", 0), ("911", "en", 0), contacts=(HOTLINE,))
    before, digits = words.runs
    directing = replace(before, glyphs=(PositionedGlyph(1, 25.0, 0.0, 0.0, "\u2066"),))
    _, (content,) = marked(replace(words, runs=(before, directing, digits)))
    assert [length for _, length in content.runs] == [2, 1]


def test_a_number_on_two_lines_is_one_link_with_two_areas() -> None:
    first = line(("call ", "en", 0), ("91-", "en", 0), contacts=(replace(HOTLINE, display="91-"),))
    second = line(
        ("1", "en", 0), (" now", "en", 0), contacts=(ContactOnLine("hotline", "1", 0.0, 5.0, begins=False),), y=186.0
    )
    tree, _ = marked(first, second)
    assert shape(tree.root) == ("P en", 0, ("Link", 1, 2, "91-1"), 3)
    (link,) = tree.links
    assert link.areas == [pytest.approx((134.0, 215.0, 149.0, 226.5)), pytest.approx((109.0, 201.0, 114.0, 212.5))]
    assert len(link.inks) == 2


CODE = QrCode(10.0, 20.0, 2.0, ("101", "010", "111"), "black", "white", "code", "hotline", "tel:911", "Call.")


def test_a_code_by_itself_can_be_touched() -> None:
    tree, (content,) = marked(CODE, tree=Element("Document", (Element("Figure", items=((0, 0),), alt="Call."),)))
    assert content == MarkedContent("/Figure <</MCID 0>> BDC")
    assert shape(tree.root) == ("Document", ("Link", ("Figure", 0), "Call."))
    (link,) = tree.links
    assert (link.areas, link.target, link.turn) == ([(19.0, 38.0, 25.0, 44.0)], "tel:911", None)
    figure = tree.owners[0][0]
    assert (figure.box, figure.alt) == ((19.0, 38.0, 25.0, 44.0), "Call.")


def test_a_figure_of_several_things_has_a_box_around_them_and_no_link() -> None:
    box = Box(30.0, 40.0, 5.0, 5.0, "black", "b")
    tree, _ = marked(CODE, box, tree=Element("Figure", items=((0, 0), (0, 1))))
    assert tree.links == []
    assert tree.root.box == (19.0, 38.0, 44.0, 63.0)


def test_without_a_description_a_link_says_where_it_leads() -> None:
    tree, _ = marked(replace(CODE, alt=""), tree=Element("Document", (Element("Figure", items=((0, 0),)),)))
    assert tree.links[0].contents == "tel:911"


def test_what_no_element_has_is_passed_over() -> None:
    running = line(("page 1", "en", 0), running=True)
    _, contents = marked(Box(0, 0, 1, 1, "black", "b"), line(("x", "en", 0)), running, tree=Element("Document"))
    assert [content.opening for content in contents] == [ARTIFACT, ARTIFACT, FOOTER]


def test_a_drawn_marker_is_said_as_a_bullet_and_a_typed_one_as_it_is() -> None:
    dot = Box(0, 0, 1, 1, "black", "b")
    tree = Element("L", (Element("LI", (Element("Lbl", items=((0, 0),)), Element("Lbl", items=((0, 1),)))),))
    structure, _ = marked(dot, line(("1.", "en", 0)), tree=tree)
    (item,) = structure.root.kids
    assert isinstance(item, Node)
    assert [kid.actual for kid in item.kids if isinstance(kid, Node)] == [BULLET, ""]


def test_a_mark_at_the_end_of_a_line_lies_over_its_last_letter() -> None:
    """It has no ink and a width of one unit, and ends where the letter ends."""
    (part,) = line_strings(set_line("Spanish-", "en", 0, 0, size=20), None, library(), rtl_page=False)
    *_, hyphen, mark = part.strings[-1]
    face = library().face(part.face.key)
    end = hyphen.x + face.font.get_glyph_h_advance(hyphen.components[0].gid) * 20 / face.upem
    assert mark.text == SOFT
    assert mark.advance == 1
    assert mark.x + 20 / face.upem == pytest.approx(end)


@pytest.mark.parametrize(
    ("x", "y", "cut"),
    [
        (140.0, 210.0, False),  # beside it, edge to edge
        (139.0, 210.0, True),
        (110.0, 210.0, False),
        (111.0, 210.0, True),
        (125.0, 211.5, False),  # above it, edge to edge
        (125.0, 211.0, True),
    ],
)
def test_links_that_only_touch_keep_their_areas(x: float, y: float, cut: bool) -> None:
    first = line(("call ", "en", 0), ("911", "en", 0), contacts=(HOTLINE,))
    second = line(("112", "en", 0), contacts=(ContactOnLine("hotline", "112", 0.0, 15.0),), x=x, y=y)
    tree, _ = marked(first, second)
    before = [list(link.areas) for link in tree.links]
    tree.close_gaps()
    assert ([link.areas for link in tree.links] != before) is cut


@pytest.mark.parametrize(("apart", "cut"), [(6.8, True), (6.6, False)])
def test_figures_of_two_links_may_seem_to_touch_by_half_a_point(apart: float, cut: bool) -> None:
    """Figures are 7.2 high; what is more upon another is not above it."""
    upper = line(("call ", "en", 0), ("911", "en", 0), contacts=(HOTLINE,))
    lower = line(("112", "en", 0), contacts=(ContactOnLine("hotline", "112", 0.0, 15.0),), x=125.0, y=200.0 - apart)
    tree, _ = marked(upper, lower)
    before = [list(link.areas) for link in tree.links]
    tree.close_gaps()
    assert ([link.areas for link in tree.links] != before) is cut


def test_links_of_other_pages_and_in_other_directions_keep_their_areas() -> None:
    upper = line(("call ", "en", 0), ("911", "en", 0), contacts=(HOTLINE,))
    lower = line(("112", "en", 0), contacts=(ContactOnLine("hotline", "112", 0.0, 15.0),), x=120.0, y=190.0)
    for changes in ({"turn": 90}, {"page": 1}):
        tree, _ = marked(upper, lower)
        for name, value in changes.items():
            setattr(tree.links[1], name, value)
        before = [list(link.areas) for link in tree.links]
        tree.close_gaps()
        assert [link.areas for link in tree.links] == before
    codes = [CODE, replace(CODE, x=13.0)]
    figures = tuple(Element("Figure", items=((0, index),)) for index in range(2))
    tree, _ = marked(*codes, tree=Element("Document", figures))
    before = [list(link.areas) for link in tree.links]
    tree.close_gaps()
    assert [link.areas for link in tree.links] == before


@pytest.mark.parametrize(("display", "lowest"), [("911", 200.0), ("a.b", 197.5)])
def test_links_of_close_lines_end_between_them_each_giving_up_the_same_share(display: str, lowest: float) -> None:
    """An area reaches 8.5 points up and 3 down; figures are 7.2 high, and letters of addresses reach 2.5 down."""
    upper = line(("call ", "en", 0), ("911", "en", 0), contacts=(replace(HOTLINE, display=display),))
    lower = line(("112", "en", 0), contacts=(ContactOnLine("hotline", "112", 0.0, 15.0),), x=120.0, y=190.0)
    tree, _ = marked(upper, lower)
    tree.close_gaps()
    over, under = 198.5 - 197.2, lowest - 197.0
    between = 18.0 + 197.2 + (lowest - 197.2) * over / (over + under)
    assert tree.links[0].areas == [pytest.approx((134.0, between, 149.0, 226.5))]
    assert tree.links[1].areas == [pytest.approx((129.0, 205.0, 144.0, between))]


def test_a_number_that_goes_on_ends_with_a_string_of_its_own() -> None:
    """It has no ink, a height, and a width of one unit, and ends where the number ends."""
    whole = set_line("1-888", "en", 0, 0, size=20)
    going_on = replace(whole, contacts=(ContactOnLine("hotline", "1-888", 0.0, whole.ink[2], begins=False),))
    (part,) = line_strings(going_on, None, library(), rtl_page=True)
    number, end = part.strings
    face = library().face(part.face.key)
    right = number[-1].x + face.font.get_glyph_h_advance(number[-1].components[0].gid) * 20 / face.upem
    assert [(glyph.text, glyph.advance, glyph.y) for glyph in end] == [(SOFT, 1, 0.0)]
    assert end[0].components[-1].gid == STRUT
    assert end[0].x + 20 / face.upem == pytest.approx(right)
    assert len(line_strings(going_on, None, library(), rtl_page=False)[0].strings) == 1


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        ((-9.0, 20.0, 30.0, 40.0), (9.0, 38.0, 30.0, 78.0)),
        ((10.0, -9.0, 30.0, 40.0), (19.0, 18.0, 49.0, 49.0)),
        ((600.0, 20.0, 30.0, 40.0), (609.0, 38.0, 621.0, 78.0)),
        ((10.0, 780.0, 30.0, 40.0), (19.0, 798.0, 49.0, 810.0)),
    ],
)
def test_the_box_of_a_figure_ends_at_the_edge_of_the_page(box: Rectangle, seen: Rectangle) -> None:
    tree, _ = marked(Box(*box, "black", "b"), tree=Element("Figure", items=((0, 0),)))
    assert tree.root.box == seen
