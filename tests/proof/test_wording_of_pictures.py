"""How differences of pictures are put into words, and which pixels a photograph fills: from marks made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flyers.proof.geometry import Box
from flyers.proof.pictures.drawing import Mark
from flyers.proof.pictures.expected import (
    ExpectedColour,
    ExpectedFace,
    ExpectedGlyph,
    ExpectedGlyphs,
    ExpectedPhotograph,
    ExpectedRectangles,
)
from flyers.proof.pictures.frames import Frame, PixelBox
from flyers.proof.pictures.photographs import photograph_pixels
from flyers.proof.pictures.wording import FaultKind, FaultyMark, fault_on_paper, sentences

BLACK = ExpectedColour("DeviceGray", (0.0,))
FACE = ExpectedFace("0" * 64)
FRAME = Frame(left=-9.0, top=153.0, across=2.0, down=2.0, width=540, height=324)
"""Two pixels to a point; a page of 252 × 144 pt with a bleed of 9 pt."""


def line(text: str = "Call now", where: str = "card.call") -> ExpectedGlyphs:
    glyphs = tuple(ExpectedGlyph(1, 9.0 * place, 0.0, letter) for place, letter in enumerate(text))
    return ExpectedGlyphs(FACE, 9.0, 0.0, BLACK, where, text, glyphs)


def rule(name: str = "the rule") -> ExpectedRectangles:
    return ExpectedRectangles((), BLACK, "card.panel", name)


def faulty(
    drawing: Any, part: int = 0, kind: FaultKind = FaultKind.MISSING, detail: str = "", at: int = 0
) -> FaultyMark:
    return FaultyMark(kind, Mark(drawing, part, (at, 100, at + 10, 120), None), detail)


def told(*marks: FaultyMark) -> list[tuple[str, str]]:
    """Where each fault is, and the sentence without its place."""
    return [(fault.where, fault.problem.rpartition(" (")[0]) for fault in sentences(marks, FRAME)]


@pytest.mark.parametrize(
    ("kind", "detail", "sentence"),
    [
        (FaultKind.MISSING, "", "the rule is missing or covered"),
        (FaultKind.MISSING, "partly", "the rule is partly missing or covered"),
        (FaultKind.ADDED, "", "there is unexpected ink on or beside the rule"),
        (FaultKind.MOVED, "3.0 pt up", "the rule is not in its place, but 3.0 pt up"),
        (FaultKind.SHAPE, "", "the rule has another shape than in the campaign's font or drawing"),
        (FaultKind.COLOUR, "#ff0000 instead of #000000", "the rule has another colour, #ff0000 instead of #000000"),
    ],
)
def test_each_kind_of_fault_has_its_sentence(kind: FaultKind, detail: str, sentence: str) -> None:
    assert told(faulty(rule(), kind=kind, detail=detail)) == [("card.panel", sentence)]


def test_the_letters_that_are_wrong_are_named_in_their_line() -> None:
    words = line()
    assert told(faulty(words, 0)) == [("card.call", "“C” in “Call now” is missing or covered")]
    assert told(faulty(words, 0), faulty(words, 2), faulty(words, 3)) == [
        ("card.call", "“Cll” in “Call now” is missing or covered")
    ]
    assert told(*(faulty(words, part) for part in (0, 1, 2, 3))) == [
        ("card.call", "“Call now” is missing or covered")
    ], "of a line that is mostly wrong, single letters say nothing"


def test_a_line_in_two_fonts_is_one_line() -> None:
    one, other = line(), line()
    assert told(faulty(one, 0), faulty(other, 5)) == [("card.call", "“Cn” in “Call now” is missing or covered")]


def test_a_long_line_is_quoted_by_its_beginning() -> None:
    text = "word " * 12 + "more and more"
    assert told(faulty(line(text), 0))[0][1] == f"“w” in “{('word ' * 12).strip()}…” is missing or covered"
    exact = "x" * 60
    assert told(faulty(line(exact), 0))[0][1] == f"“x” in “{exact}” is missing or covered"


def test_faults_are_told_for_each_line_and_kind_in_order() -> None:
    words, other = line(), line("Other", "card.other")
    marks = [
        faulty(other, 0),
        faulty(words, 1, FaultKind.MOVED, "1.0 pt up"),
        faulty(words, 0),
        faulty(rule()),
        faulty(rule()),
    ]
    assert told(*marks) == [
        ("card.call", "“C” in “Call now” is missing or covered"),
        ("card.call", "“a” in “Call now” is not in its place, but 1.0 pt up"),
        ("card.other", "“O” in “Other” is missing or covered"),
        ("card.panel", "the rule, in 2 places, is missing or covered"),
    ]


def test_the_place_is_the_middle_of_all_marks_on_the_trimmed_page() -> None:
    """Marks from 18 to 28 and from 290 to 300 pixels: 0 to 141 pt from the left edge; the rows are 93 to 103 pt up."""
    words = line()
    (fault,) = sentences([faulty(words, 0, at=18), faulty(words, 1, at=290)], FRAME)
    assert fault.problem.endswith("(1.0 in from the left edge, 1.4 in from the foot)")
    (alone,) = sentences([faulty(words, 0, at=290)], FRAME)
    assert alone.problem.endswith("(1.9 in from the left edge, 1.4 in from the foot)")


def test_ink_that_belongs_to_nothing_is_told_with_its_place() -> None:
    box: PixelBox = (158, 10, 166, 18)
    added, missing = (fault_on_paper(kind, box, FRAME) for kind in (FaultKind.ADDED, FaultKind.MISSING))
    assert added == (
        FaultKind.ADDED, "", "something unexpected is printed 1.0 in from the left edge, 2.0 in from the foot"
    )  # fmt: skip
    assert missing.problem == "something is missing 1.0 in from the left edge, 2.0 in from the foot"


# -- photographs ------------------------------------------------------------------------------------------------------


PIXELS = bytes((255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0))
"""Red and green above blue and black."""


def photograph(box: Box) -> ExpectedPhotograph:
    return ExpectedPhotograph(box, 2, 2, "DeviceRGB", False, "", "", "", PIXELS)


@pytest.mark.parametrize(
    ("box", "filled"),
    [
        ((0.0, 0.0, 20.0, 20.0), (18, 266, 58, 306)),
        ((100.0, 50.0, 140.0, 70.0), (218, 166, 298, 206)),
        ((-20.0, 0.0, 20.0, 40.0), (0, 226, 58, 306)),  # the part on the page
    ],
)
def test_a_photograph_fills_its_box(box: Box, filled: PixelBox) -> None:
    assert photograph_pixels(photograph(box), FRAME)[0] == filled


def test_a_photograph_shows_its_corners_where_they_are() -> None:
    (left, top, right, bottom), shown = photograph_pixels(photograph((100.0, 50.0, 140.0, 70.0)), FRAME)
    assert shown.shape == (bottom - top, right - left)
    corners = [int(shown[row, column]) & 0xFFFFFF for row in (0, -1) for column in (0, -1)]
    assert corners == [0xFF0000, 0x00FF00, 0x0000FF, 0x000000]


def test_a_photograph_beside_the_page_fills_nothing() -> None:
    box, shown = photograph_pixels(photograph((300.0, 0.0, 340.0, 40.0)), FRAME)
    assert (box, shown.size) == ((0, 0, 0, 0), 0)
    assert not np.any(shown)
