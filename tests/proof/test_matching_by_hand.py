"""Which text of a page is which composed line, and how the texts of its letters are read: letters placed by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from handmade import letters

from expecting import composed, page, text_line
from flyers.page.document import TextLine
from flyers.proof.geometry import Box
from flyers.proof.matching import contact_lines, matching, safe_panels, seen_under, word_fault
from flyers.proof.painted import (
    ContentMark,
    DrawnGlyph,
    PageContents,
    TextObject,
    direction,
    has_rtl,
    in_reading_order,
    turned_round,
)


def drawn(words: str, x: float, y: float, order: int = 1) -> TextObject:
    return TextObject(order, letters(words, x, y))


def matched(lines: list[TextLine], *texts: TextObject) -> list[int | None]:
    """Return the order of the text that each line is."""
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=PageContents(list(texts)))], results={})
    return [match.found and match.found.order for match in matching(reading, composed(page(*lines)))]


def test_of_equal_texts_the_nearest_is_a_line() -> None:
    places = [(20.0, 60.0), (120.0, 60.0), (20.0, 20.0), (120.0, 20.0)]
    lines = [text_line("Call", x, y) for x, y in places]
    texts = [drawn("Call", x + 1, y + 1, order) for order, (x, y) in enumerate(places, 1)]
    assert matched(lines, *texts) == [1, 2, 3, 4]
    assert matched(lines, *reversed(texts)) == [1, 2, 3, 4]
    assert matched(lines[1:], *texts) == [2, 3, 4]
    assert matched(lines[:1], texts[3], texts[1], texts[0], texts[2]) == [1]
    assert matched([text_line("Call", -90.0, -90.0)], *texts) == [3]


def test_a_line_without_its_text_is_what_covers_the_most_of_its_place() -> None:
    line = text_line("Call", 20.0, 60.0)  # 20 × 10 pt
    wide, high = drawn("Cabbage", 16.0, 69.0, 1), drawn("CX", 26.0, 61.0, 2)
    assert matched([line], wide, high) == [2]
    assert matched([line], high, wide) == [2]
    assert matched([line], wide) == [1]
    assert matched([line], drawn("C", 41.0, 60.0)) == [None]
    assert matched([line], drawn("Call", 190.0, 10.0, 1), high) == [1], "wherever its words are"


def test_a_text_is_one_line_only_and_blank_ones_are_none() -> None:
    line, other = text_line("Call", 20.0, 60.0), text_line("Cold", 21.0, 60.0)
    assert matched([other, line], drawn("Call", 20.0, 60.0)) == [None, 1]
    assert matched([line, text_line(" ", 20.0, 60.0, message="blank")], drawn("Call", 20.0, 60.0)) == [1]
    blank = TextObject(1, [DrawnGlyph(1, 1, "Call", "F", 10.0, 20.0, 60.0, 5.0, None, (10.0, 0.0, 0.0, 10.0))])
    assert matched([line], blank) == [None]


@pytest.mark.parametrize(
    ("text", "expected", "fault"),
    [
        ("Call 911", "Call 911", ""),
        ("Call  911", "Call 911", ""),
        ("Call911", "Call 911", "no space separates “Call” from “911”"),
        (
            "abcdefghijklmnopqrstuvwxyz",
            "abcdefghijkl mnopqrstuvwxyz",
            "no space separates “cdefghijkl” from “mnopqrstuv”",
        ),
        (
            "abcdefghijkl mnopqrstuvwxyz",
            "abcdefghijklmnopqrstuvwxyz",
            "a space separates “cdefghijkl” from “mnopqrstuv”",
        ),
        ("Call .", "Call.", ""),
        (". Call", ".Call", ""),
        ("C all", "Call", "a space separates “C” from “all”"),
        ("a b cd", "ab c d", "no space separates “abc” from “d”"),
    ],
)
def test_words_are_separated_where_they_were_written_so(text: str, expected: str, fault: str) -> None:
    assert word_fault(text, expected) == fault


def test_the_letters_of_a_contact_are_those_on_its_line() -> None:
    read: Any = SimpleNamespace(contents=PageContents([drawn("abcdef", 20.0, 60.0), drawn("gh", 10.0, 60.2, 2)]))
    contact: Any = SimpleNamespace(line=SimpleNamespace(turn=0), places=((22.5, 42.5, 60.0), (0.0, 90.0, 61.0)))
    found = [["".join(glyph.text or "" for glyph in line)] for line in contact_lines(read, contact)]
    assert found == [["abcde"], [""]]
    contact.places = ((0.0, 90.0, 59.75), (0.0, 90.0, 59.74))
    assert ["".join(glyph.text or "" for glyph in line) for line in contact_lines(read, contact)] == ["abcdef", ""]
    contact.places = ((0.0, 42.4, 60.2), (0.0, 90.0, 60.46))
    assert ["".join(glyph.text or "" for glyph in line) for line in contact_lines(read, contact)] == ["ghabcd", ""]


def test_panels_are_safe_inside_their_margins() -> None:
    folded: Any = SimpleNamespace(
        width=100.0, height=60.0, folds=(70.0, 30.0), level_folds=(20.0,), safe=4.0, covered=(9.0, 1.0)
    )
    assert list(safe_panels(folded)) == [
        *((4, 4, 26, 16), (4, 24, 26, 51)),
        *((34, 4, 66, 16), (34, 24, 66, 51)),
        *((74, 4, 96, 16), (74, 24, 96, 51)),
    ]
    folded.covered = (1.0, 9.0)
    assert list(safe_panels(folded))[:2] == [(4, 9, 26, 16), (4, 24, 26, 56)]


def test_what_is_below_paint_that_covers_a_letter_is_not_seen() -> None:
    def paint(box: Box, *, solid: bool = True, kind: str = "fill") -> Any:
        parts = {"box": box, "parts": (box,), "solid": solid, "kind": kind, "outline": SimpleNamespace(kinds=b"")}
        return SimpleNamespace(**parts)

    letter: Box = (10.0, 10.0, 20.0, 20.0)
    whole, half, gaps = paint((0, 0, 30, 30)), paint((0, 0, 15, 30)), paint((0, 0, 30, 30), solid=False)
    image, beside = paint((0, 0, 30, 30), kind="image"), paint((20, 0, 30, 30))
    assert list(seen_under([whole, half], letter, 0)) == [whole]
    assert list(seen_under([half, whole, gaps], letter, 0)) == [half, whole]
    assert list(seen_under([gaps, half], letter, 0)) == [gaps, half, None]
    assert list(seen_under([beside, image, whole], letter, 0)) == [image]


# -- the order of letters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("a", "L"),
        (".a", "L"),
        ("ا", "R"),
        ("א", "R"),
        ("\u200fا", "R"),
        ("\u200f", "R"),
        ("1", "digits"),
        ("(1", "digits"),
        ("١", "digits"),
        (".", ""),
        (" ", ""),
        ("", "mark"),
        ("\u064e", "mark"),
        ("\u200d", "mark"),
        ("\u064e.", ""),
        ("\u00ad", "mark"),
    ],
)
def test_a_text_runs_by_its_first_strong_character(text: str, way: str) -> None:
    assert direction(text) == way
    assert has_rtl(["a", text]) is (way == "R")


def placed(*glyphs: tuple[str, float]) -> list[DrawnGlyph]:
    axes = (10.0, 0.0, 0.0, 10.0)
    return [DrawnGlyph(1, 1, text or None, "F", 10.0, x, 0.0, 5.0, None, axes) for text, x in glyphs]


@pytest.mark.parametrize(
    ("glyphs", "texts"),
    [
        ([("a", 0), ("", 5), ("b", 10)], "a\ufffdb"),
        ([("م", 0), ("ل", 5), ("س", 10)], "سلم"),
        ([("س", 10), ("ل", 5), ("م", 0)], "سلم"),
        ([("a", 0), ("م", 5), (" ", 10), ("س", 15), ("b", 20)], "aس مb"),
        ([("م", 0), (" ", 5), ("1", 10)], "م 1"),
        ([("1", 0), ("م", 5), ("2", 10), ("س", 15)], "1م2س"),
        ([("م", 5), ("س", 10), ("ن", 0), ("ل", 5)], "سملن"),
        ([("لم", 0), ("س", 5)], "سمل"),
        ([("\u064e", 0), ("م", 5), ("س", 10)], "سم\u064e"),
        ([("م", 5), ("س", 5)], "سم"),
    ],
)
def test_readers_of_a_file_turn_right_to_left_letters_round(glyphs: list[tuple[str, float]], texts: str) -> None:
    """As far as the pen runs from left to right, and not what runs from left to right between them."""
    assert "".join(turned_round(placed(*glyphs))) == texts


@pytest.mark.parametrize(
    ("glyphs", "order"),
    [
        ([("a", 10), ("b", 0)], "ab"),
        ([("م", 0), (" ", 5), ("س", 10)], "س م"),
        ([(" ", 0), ("م", 5), ("س", 10)], "سم "),
        ([("a", 20), (" ", 15), ("م", 5), ("س", 10)], "a سم"),
        ([(".", 15), ("م", 5), ("س", 10)], ".سم"),
        ([("م", 5), ("س", 10), (".", 0)], "سم."),
        ([("1", 0), (".", 5), ("2", 10), ("م", 15)], "1.2م"),
    ],
)
def test_signs_are_read_with_the_right_to_left_letters_that_they_are_beside(
    glyphs: list[tuple[str, float]], order: str
) -> None:
    assert "".join(glyph.text or "" for glyph in in_reading_order(placed(*glyphs))) == order


@pytest.mark.parametrize(
    ("axes", "turn", "along", "up"),
    [
        ((1.0, 0.0, 0.0, 1.0), 0, 30.0, 40.0),
        ((0.0, -1.0, 1.0, 0.0), 90, -40.0, 30.0),
        ((-1.0, 0.0, 0.0, -1.0), 180, -30.0, -40.0),
        ((0.0, 1.0, -1.0, 0.0), 270, 40.0, -30.0),
        ((1.0, 0.0, 0.9, 1.0), 0, 30.0, 40.0),
        ((1.0, 0.0, 1.1, 1.0), 90, -40.0, 30.0),
    ],
)
def test_a_letter_is_along_and_above_its_own_axes(
    axes: tuple[float, float, float, float], turn: int, along: float, up: float
) -> None:
    glyph = DrawnGlyph(1, 1, "a", "F", 10.0, 30.0, 40.0, 5.0, None, axes)
    assert (glyph.turn, glyph.along, glyph.up, glyph.em) == (turn, along, up, (*axes, 30.0, 40.0))


# -- marked content ---------------------------------------------------------------------------------------------------


def test_marked_content_begins_and_ends_between_letters() -> None:
    one, other = ContentMark("P", 1, None, None), ContentMark("P", 2, None, None)
    marking = [
        ((1, 9), one),
        ((2, 1), None),
        ((2, 3), other),
        ((2, 3), one),
        ((4, 0), None),
    ]
    contents = PageContents(marking=marking)

    def runs(order: int, count: int = 4) -> list[tuple[ContentMark | None, list[int]]]:
        text = TextObject(order, letters("a" * count))
        return [(marked, list(numbers)) for marked, numbers in contents.marked_runs(text)]

    assert runs(1) == [(None, [0, 1, 2, 3])]
    assert runs(2) == [(one, [0]), (None, [1, 2]), (one, [3])]
    assert runs(2, 2) == [(one, [0]), (None, [1])]
    assert runs(2, 3) == [(one, [0]), (None, [1, 2])]
    assert runs(3) == [(one, [0, 1, 2, 3])]
    assert runs(4) == [(None, [0, 1, 2, 3])]
    assert runs(3, 0) == []
    places = [(1, 8), (1, 9), (2, 0), (2, 1), (2, 3), (3, 0), (4, 0)]
    assert [contents.marked(*place) for place in places] == [None, one, one, None, one, one, None]


def test_paints_are_told_before_and_after_a_place() -> None:
    paints: Any = [SimpleNamespace(order=order) for order in (1, 3, 5)]
    contents = PageContents(paints=paints)
    assert contents.paints_after(3) == paints[2:]
    assert contents.paints_before(3) == paints[:1]
    assert contents.paints_before(6) == paints[::-1]
    assert contents.paints_after(0) == paints
