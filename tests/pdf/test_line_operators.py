"""The operators that show a line: where the pen goes, which font it takes, and where text objects end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from pdffeed import document, library, rich_text, set_line, set_paragraph

from flyers.page.document import Element, Page, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.encoded_glyphs import RLM, SOFT, EncodedFace, GlyphStrings, PlacedGlyph, plain
from flyers.pdf.page_content import CONTINUED, PageContent, draw_line, page_contents
from flyers.pdf.structure import StructureTree
from pressed import PRESS

FACE = EncodedFace("sans:regular", 1000, True, lambda _: 500, 3)
OTHER = replace(FACE, key="sans:bold")
SIZE = 10.0
"""A letter is 5 points wide, and a thousandth of an em is 0.01 points."""


class Font:
    """A font whose codes are those of ASCII; capitals are on a layer of their own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.encoding = self

    def __getitem__(self, pair: tuple[Any, str]) -> tuple[str, str, float]:
        return f"{self.name}.1" if pair[1].isupper() else self.name, f"{ord(pair[1][0]):02X}", 500.0


FONTS: Any = {"sans:regular": Font("F1"), "sans:bold": Font("F2")}


def part(*strings: Mapping[str, float] | list[tuple[str, float, float]], face: EncodedFace = FACE) -> GlyphStrings:
    """Return strings of letters given with their places."""
    rows = [[(*pair, 0.0) for pair in one.items()] if isinstance(one, Mapping) else one for one in strings]
    return GlyphStrings(face, SIZE, [[PlacedGlyph(*plain(9), text, x, y) for text, x, y in row] for row in rows], 0)


def drawn(*parts: GlyphStrings, turn: int = 0, openings: dict[int, str] | None = None) -> list[str]:
    line: Any = SimpleNamespace(x=100.0, y=200.0, turn=turn)
    return draw_line(line, parts, FONTS, openings)


def shown(*parts: GlyphStrings) -> list[str]:
    """Return the operators of a text object at (100, 200), without its beginning, its first font and its end."""
    first, font, *others, last = drawn(*parts)
    assert (first, font, last) == ("BT", "/F1 10 Tf", "ET")
    return others


def test_letters_that_follow_each_other_are_one_operand() -> None:
    assert shown(part({"a": 0.0, "b": 5.0, "c": 10.0})) == ["100 200 Td", "<616263>Tj"]
    assert shown(part({"a": 2.5, "b": 7.5})) == ["102.5 200 Td", "<6162>Tj"]


@pytest.mark.parametrize(
    ("x", "operator"),
    [
        (4.9, "[<61>10<62>]TJ"),
        (5.1, "[<61>-10<62>]TJ"),
        (5.004, "<6162>Tj"),
        (4.996, "<6162>Tj"),
        (5.006, "[<61>-1<62>]TJ"),
        (4.994, "[<61>1<62>]TJ"),
        (104.98, "[<61>-9998<62>]TJ"),
        (-94.98, "[<61>9998<62>]TJ"),
    ],
)
def test_a_kerned_letter_moves_the_pen_by_thousandths_of_an_em(x: float, operator: str) -> None:
    assert shown(part({"a": 0.0, "b": x})) == ["100 200 Td", operator]


@pytest.mark.parametrize(("x", "move"), [(105.1, "105.1 0 Td"), (-95.1, "-95.1 0 Td")])
def test_a_letter_too_far_away_is_an_operand_of_its_own(x: float, move: str) -> None:
    assert shown(part({"a": 0.0, "b": x})) == ["100 200 Td", "<61>Tj", move, "<62>Tj"]


def test_what_is_too_little_to_move_the_pen_adds_up() -> None:
    assert shown(part({"a": 0.0, "b": 5.004, "c": 10.008, "d": 15.012})) == ["100 200 Td", "[<6162>-1<6364>]TJ"]
    assert shown(part({"a": 0.0, "b": 5.1, "c": 10.1, "d": 15.0})) == ["100 200 Td", "[<61>-10<6263>10<64>]TJ"]


@pytest.mark.parametrize(("up", "operators"), [(0.0004, ["<6162>Tj"]), (0.001, ["<61>Tj", "5 0.001 Td", "<62>Tj"])])
def test_a_change_of_height_begins_a_new_operand(up: float, operators: list[str]) -> None:
    assert shown(part([("a", 0.0, 0.0), ("b", 5.0, up)])) == ["100 200 Td", *operators]
    down = [operator.replace("0.001", "-0.001") for operator in operators]
    assert shown(part([("a", 0.0, 0.0), ("b", 5.0, -up)])) == ["100 200 Td", *down]


def test_places_are_rounded_once() -> None:
    third = 1 / 3
    assert shown(part({"a": third}, {"b": 2 * third}, {"c": 3 * third})) == [
        "100.333 200 Td", "<61>Tj", "0.334 0 Td", "<62>Tj", "0.333 0 Td", "<63>Tj",
    ]  # fmt: skip


def test_a_letter_of_another_layer_or_face_has_its_font() -> None:
    assert shown(part({"a": 0.0, "B": 5.0, "c": 10.0})) == [
        "100 200 Td", "<61>Tj", "/F1.1 10 Tf", "5 0 Td", "<42>Tj", "/F1 10 Tf", "5 0 Td", "<63>Tj",
    ]  # fmt: skip
    assert shown(part({"a": 0.0}, {"b": 5.0}), part({"c": 10.0}, face=OTHER)) == [
        "100 200 Td", "<61>Tj", "5 0 Td", "<62>Tj", "/F2 10 Tf", "5 0 Td", "<63>Tj",
    ]  # fmt: skip
    larger = part({"b": 5.0})._replace(size=12.0)
    assert shown(part({"a": 0.0}), larger) == ["100 200 Td", "<61>Tj", "/F1 12 Tf", "5 0 Td", "<62>Tj"]


def test_a_turned_line_is_shown_in_its_own_axes() -> None:
    assert drawn(part({"a": 2.0, "b": 7.0}), turn=90) == [
        "BT", "0 -1 1 0 100 200 Tm", "/F1 10 Tf", "2 0 Td", "<6162>Tj", "ET",
    ]  # fmt: skip


# -- marked content ------------------------------------------------------------------------------------------------------

WORDS = [part({"a": 0.0}), part({"b": 5.0}), part({"c": 10.0})]


def test_marked_content_ends_where_the_next_begins() -> None:
    assert drawn(*WORDS, openings={0: "/P BDC", 2: "/Span BDC"}) == [
        "BT", "/P BDC", "/F1 10 Tf", "100 200 Td", "<61>Tj", "5 0 Td", "<62>Tj",
        "EMC", "/Span BDC", "5 0 Td", "<63>Tj", "EMC", "ET",
    ]  # fmt: skip


SIGN = [part({"\u0645": 5.0}, {".": 0.0}, {"b": 10.0})]
"""A stop that is drawn on the left of right-to-left letters, for which MuPDF needs a text object of its own."""


def test_without_marked_content_a_line_is_one_text_object() -> None:
    assert [operator for operator in drawn(*SIGN) if operator in ("BT", "ET", CONTINUED)] == ["BT", "ET"]


def test_in_marked_content_a_sign_begins_a_text_object() -> None:
    assert drawn(*SIGN, openings={0: "/P BDC"}) == [
        "/P BDC", "BT", "/F1 10 Tf", "105 200 Td", "<645>Tj", "ET",
        CONTINUED, "BT", "100 200 Td", "<2E>Tj", "10 0 Td", "<62>Tj", "ET", "EMC",
    ]  # fmt: skip


def test_where_a_line_has_several_text_objects_each_element_has_its_own() -> None:
    assert drawn(*SIGN, part({"c": 20.0}), openings={0: "/P BDC", 1: "/Link BDC"})[-8:] == [
        "ET", CONTINUED, "EMC", "/Link BDC", "BT", "120 200 Td", "<63>Tj", "ET", "EMC",
    ][-8:]  # fmt: skip
    again = drawn(part({"a": 0.0}), *SIGN, openings={0: "/P BDC", 1: "/Link BDC"}, turn=180)
    assert [operator for operator in again if not operator.endswith(("Td", "Tj", "Tf"))] == [
        "/P BDC", "BT", "-1 0 0 -1 100 200 Tm", "ET", CONTINUED, "EMC",
        "/Link BDC", "BT", "-1 0 0 -1 100 200 Tm", "ET", CONTINUED, "BT", "-1 0 0 -1 100 200 Tm", "ET", "EMC",
    ]  # fmt: skip


def test_a_link_between_two_lines_is_part_of_the_lower_one() -> None:
    """In marked content, too: what has no ink must belong to an element."""
    lines = set_paragraph(rich_text("ខ្ញុំត្រូវការជំនួយឥឡូវនេះ " * 4, "km"), 20, 100, 150, 10)[:3]
    page = Page("front", 252, 144, 9, 9, tuple(lines))
    tree = Element("P", items=tuple((0, index) for index in range(3)))
    tagged = document(page, language="km", structure=tree)
    (content,) = page_contents(tagged, SCREEN, library(), 0)
    assert [content.lines[id(line)][0].strings[0][0].text == SOFT for line in lines] == [False, True, True]
    fonts: Any = dict.fromkeys((part.face.key for part in content.strings()), FONTS["sans:regular"])
    written = content.operators(fonts, StructureTree(tagged, [(0.0, 0.0)]), 0)
    begins = [index for index, operator in enumerate(written) if operator == "BT"]
    assert [written[index + 1] for index in begins] == [f"/P <</MCID {number}>> BDC" for number in range(3)]
    assert written.count("EMC") == 3


# -- right-to-left pages ---------------------------------------------------------------------------------------------------


def slug_of(width: float, text: str = "\u0644\u0627", **fields: Any) -> tuple[TextLine, PageContent]:
    """Return the last line of the slug of a right-to-left page, and the content of the page."""
    page = Page("front", width, 144, 9, 9, (set_line(text, "ar", 20, 100),), direction="rtl")
    (content,) = page_contents(document(page, **fields), PRESS, library(), 0)
    return content.slug[-1], content


def test_the_slug_of_a_right_to_left_page_ends_at_its_right_edge() -> None:
    last, content = slug_of(400.0)
    words, marks = content.lines[id(last)][-1].strings
    assert words[-1].text == " "
    assert last.x + words[-1].x == pytest.approx(400.0 - last.size)
    assert {(mark.text, round(last.y + mark.y, 6)) for mark in marks} == {(RLM * 8, -9.0 - last.size)}
    assert marks[0].x == 0.0
    assert [mark.x for mark in marks] == pytest.approx([3.0 * number for number in range(len(marks))])
    letters = [text for line in content.slug for text in line.text if text.isalpha()]
    assert len(letters) - 2 < 8 * len(marks) <= len(letters) + 6, "one more than there are letters from left to right"


def test_a_left_to_right_page_has_no_counterweight() -> None:
    page = Page("front", 400.0, 144, 9, 9, (set_line("\u0644\u0627", "ar", 20, 100),))
    (content,) = page_contents(document(page), PRESS, library(), 0)
    assert RLM not in "".join(glyph.text for part in content.strings() for string in part.strings for glyph in string)
    (content,) = page_contents(document(replace(page, direction="rtl")), SCREEN, library(), 0)
    assert content.slug == []


def test_a_page_with_more_letters_from_right_to_left_needs_no_counterweight() -> None:
    last, content = slug_of(1200.0, "\u0644\u0627 " * 100)
    (words,) = content.lines[id(last)][-1].strings
    assert (words[-1].text, last.x + words[-1].x) == (" ", pytest.approx(1200.0 - last.size))


def test_a_slug_that_runs_over_the_edge_is_not_lengthened() -> None:
    last, content = slug_of(72.0, language="es")
    assert last.ink[2] > 72.0 - last.x
    words, marks = content.lines[id(last)][-1].strings
    assert words[-1].text == "t"
    assert [mark.x for mark in marks] == sorted(mark.x for mark in marks)
    assert marks[-1].x < 72.0 - last.x - last.size
