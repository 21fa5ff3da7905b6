"""Printed lines compared with composed ones, at the limits of what is tolerated: pages made by hand, no file is read."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from expecting import composed, contact, page, text_line
from flyers.page.document import ContactOnLine, TextLine
from flyers.page.editions import SCREEN
from flyers.proof.checks import text as checks
from flyers.proof.geometry import Box
from flyers.proof.painted import DrawnGlyph, PageContents, TextObject

WIDTH, HEIGHT, BLEED, SAFE = 252.0, 144.0, 9.0, 9.0
BLEED_BOX: Box = (-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED)
FONTS = {"Sans": SimpleNamespace(program=object()), "Unembedded": SimpleNamespace(program=None)}


def letter(text: str, x: float, y: float, size: float = 10.0, font: str = "Sans") -> DrawnGlyph:
    """A letter with ink from its origin, half as wide as it is high; a space has none."""
    box = None if text.isspace() else (x, y, x + size / 2, y + size)
    return DrawnGlyph(1, 1, text, font, size, x, y, size / 2, box, (size, 0.0, 0.0, size))


def drawn(
    words: str, x: float = 20.0, y: float = 60.0, *, order: int = 1, size: float = 10.0, font: str = "Sans"
) -> TextObject:
    return TextObject(order, [letter(sign, x + number * size / 2, y, size, font) for number, sign in enumerate(words)])


def told(
    check: Any,
    lines: list[TextLine],
    *pages: list[TextObject],
    hidden: str = "",
    further: Sequence[list[TextLine]] = (),
    **expected: Any,
) -> list[tuple[int, str, str]]:
    """Return page, place and problem of each fault of *pages*, each with its texts and *hidden* letters.

    *lines* were composed for the first page, *further* ones for the others.
    """
    expectation = composed(*(page(*on_page) for on_page in (lines, *further)), **expected)
    invisible = [letter(sign, 0, 0) for sign in hidden]
    readings = [
        SimpleNamespace(number=number, contents=PageContents(texts, hidden=invisible), bleed=BLEED_BOX)
        for number, texts in enumerate(pages, 1)
    ]
    reading: Any = SimpleNamespace(pages=readings, fonts=FONTS, results={})
    faults = check(reading, expectation)
    return [(fault.page, fault.where, fault.problem) for fault in faults]


# -- T301 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Call 911", ""),
        ("Call 912", "“2” (DIGIT TWO) is in place of “1” (DIGIT ONE)"),
        ("Cal 911", "“9” (DIGIT NINE) is in place of “l” (LATIN SMALL LETTER L)"),
        ("Call 91", "“1” (DIGIT ONE) is missing"),
        ("Call 9111", "“1” (DIGIT ONE) is one too many"),
        ("Call 911\ue000", "“\ue000” (U+E000) is one too many"),
        ("Call911", "no space separates “Call” from “911”"),
        ("Ca ll 911", "a space separates “Ca” from “ll911”"),
    ],
)
def test_the_first_difference_of_a_line_is_told(words: str, problem: str) -> None:
    faults = told(checks.lines_complete, [text_line("Call 911")], [drawn(words)])
    assert faults == ([(1, "call", f"{problem} in “Call 911”")] if problem else [])


def test_in_a_file_with_tags_the_tags_say_where_words_end() -> None:
    assert told(checks.lines_complete, [text_line("Call 911")], [drawn("Call911")], edition=SCREEN) == []


def test_a_missing_line_is_told_with_its_page() -> None:
    further = [[text_line("Text")], [text_line("Go")]]
    assert told(checks.lines_complete, [text_line("Call")], [drawn("Call")], [], further=further) == [
        (2, "text", "the line “Text” is missing"),
        (3, "go", "the line “Go” is missing"),
    ]


# -- T303 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [("911", ""), ("119", "911 reads “119” from left to right"), ("   ", "911 is missing")],
)
def test_a_contact_is_read_from_left_to_right(words: str, problem: str) -> None:
    line, known = text_line("911", contacts=(ContactOnLine("hotline", "911", 0.0, 15.0),)), [contact("hotline", "911")]
    faults = told(checks.contacts_read, [line], [drawn(words)], contacts=known)
    assert faults == ([(1, "hotline", problem)] if problem else [])
    assert told(checks.contacts_read, [], [drawn("911")], further=[[line]], contacts=known) == []


# -- T305 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("floor", "small"), [(10.0, False), (10.0 + 0.01, False), (10.02, True)])
def test_the_smallest_letter_of_a_line_has_the_least_size(floor: float, small: bool) -> None:
    text = drawn("Call", size=12.0)
    text.glyphs[2] = text.glyphs[2]._replace(size=10.0)
    faults = told(checks.large_enough, [text_line("Call", floor=floor)], [text])
    problem = "“Call” is printed at 10.00 pt, less than 10.02 pt"
    assert faults == ([(1, "call", problem)] if small else [])
    assert told(checks.large_enough, [text_line("Call")], []) == []


# -- T309 -------------------------------------------------------------------------------------------------------------


def hidden_texts(*texts: TextObject, hidden: str = "") -> list[tuple[int, str, str]]:
    return told(checks.no_hidden_text, [], list(texts), hidden=hidden)


def test_text_without_ink_is_told_unless_it_is_blank() -> None:
    blank = drawn("   ")
    assert hidden_texts(blank) == []
    silent = TextObject(1, [glyph._replace(box=None) for glyph in drawn("911").glyphs])
    assert hidden_texts(silent) == [(1, "", "“911” is in the file but shows nothing")]


def test_invisible_text_is_told() -> None:
    assert hidden_texts(hidden=" Call 911 ") == [(1, "", "“Call 911” is in the file but invisible")]


# -- T310 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "problem"),
    [
        ("Never call", ""),
        ("Never call alone", "“a” (LATIN SMALL LETTER A) is missing"),
        ("Never", "“c” (LATIN SMALL LETTER C) is one too many"),
    ],
)
def test_the_lines_of_a_message_are_the_whole_of_it(whole: str, problem: str) -> None:
    never = [text_line("Never", y=90.0), text_line("call", message="never")]
    lines = [text_line("Other", y=110.0), *never]
    texts = [drawn("Other", y=110.0), drawn("Never", y=90.0, order=2), drawn("call", order=3)]
    faults = told(checks.messages_whole, lines, texts, texts={"never": whole})
    assert faults == ([(1, "never", f"{problem} in the message")] if problem else [])
    texts[2] = drawn("fall", order=3)
    assert told(checks.messages_whole, lines, texts, texts={"never": whole}) == [], "T301 reports another text"
