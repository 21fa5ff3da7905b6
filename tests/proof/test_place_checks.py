"""Checks of the places of characters and drawings: at their limits, on records made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from handmade import letters, paint

from flyers.proof.checks import places
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import Paint, TextObject
from flyers.proof.geometry import Box
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.pictures.expected import (
    ExpectedColour,
    ExpectedRectangles,
    ExpectedShape,
    PlacedCode,
)


def placed(text: str, x: float = 10.0) -> list[PlacedCode]:
    return [PlacedCode(letter, x + 5.0 * number, 50.0) for number, letter in enumerate(text)]


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        (letters("911"), ""),
        (letters("911", x=10.029), ""),
        (letters("911", x=10.04), "“9” is 0.04 pt off its place"),
        (letters("911", y=49.9), "“9” is 0.10 pt off its place"),
        (letters("911", x=float("nan")), "“9” is nan pt off its place"),
        (letters("912"), "“2” is in place of “1”"),
        (letters("91"), "“1” is missing"),
        (letters("9111"), "“1” is one too many"),
        (letters("91\u200b"), "an invisible character is in place of “1”"),
        (letters("911\u200b"), "an invisible character is one too many"),
    ],
)
def test_every_character_is_in_its_place(found: list[DrawnGlyph], difference: str) -> None:
    assert places._difference(TextObject(1, found), placed("911")) == difference


BLACK_INK = ExpectedColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))
ORANGE = ExpectedColour("DeviceCMYK", (0.0, 0.5, 1.0, 0.0))
CLIP: Box = (-9.0, -9.0, 261.0, 153.0)


def rectangles(*boxes: Box, colour: ExpectedColour = ORANGE, edges: Any = "box") -> ExpectedRectangles:
    return ExpectedRectangles(boxes, colour, "card.panel", "the rule", edges)


def drawn(drawing: Any, *paints: Paint, edition: str = "press", overprint_black: bool = True) -> list[str]:
    picture = SimpleNamespace(art=[drawing], clip=CLIP, texts=None)
    page = SimpleNamespace(number=1, contents=SimpleNamespace(paints=list(paints), texts=[]))
    expectation: Any = SimpleNamespace(pictures=[picture], edition=edition, overprint_black=overprint_black)
    reading: Any = SimpleNamespace(pages=[page])
    faults = list(places.drawings_in_place(reading, expectation))
    assert {fault.page for fault in faults} <= {1}
    return [fault.problem for fault in faults]


ORANGE_PAINT = PdfColour("DeviceCMYK", (0.0, 0.5, 1.0, 0.0))
RULE: Box = (10.0, 20.0, 60.0, 21.0)
OTHER: Box = (10.0, 30.0, 60.0, 31.0)


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize(("off", "faults"), [(0.029, []), (0.04, ["the rule is 0.04 pt off its place or its size"])])
def test_a_drawing_is_in_its_place(side: int, off: float, faults: list[str]) -> None:
    box: Any = tuple(edge - off * (index == side) for index, edge in enumerate(RULE))
    assert drawn(rectangles(RULE), paint(box, ORANGE_PAINT)) == faults


def test_drawings_are_counted_and_so_are_their_parts() -> None:
    one = paint(RULE, ORANGE_PAINT)
    assert drawn(rectangles(RULE)) == ["there are 0 drawings instead of 1"]
    assert drawn(rectangles(RULE), one, one) == ["there are 2 drawings instead of 1"]
    assert drawn(rectangles(RULE), one, paint(RULE, ORANGE_PAINT, kind="stroke")) == []
    assert drawn(rectangles(RULE, OTHER), one) == ["the rule has 1 parts instead of 2"]
    assert drawn(rectangles(RULE, OTHER), paint(RULE, ORANGE_PAINT, parts=(RULE, OTHER))) == []
    whole: Box = (10.0, 20.0, 60.0, 31.0)
    assert drawn(rectangles(RULE, OTHER, edges="path"), paint(whole, ORANGE_PAINT)) == [], "as one path"


def test_a_colour_has_three_decimals() -> None:
    near, other = (PdfColour("DeviceCMYK", (0.0, value, 1.0, 0.0)) for value in (0.5004, 0.501))
    assert drawn(rectangles(RULE), paint(RULE, near)) == []
    assert drawn(rectangles(RULE), paint(RULE, other)) == ["the rule has another colour: C0 M50 Y100 K0"]


def test_of_a_drawing_beyond_the_bleed_only_the_part_inside_counts() -> None:
    over: Box = (-20.0, 20.0, 60.0, 21.0)
    assert drawn(rectangles(over), paint((-9.0, 20.0, 60.0, 21.0), ORANGE_PAINT)) == []
    assert drawn(rectangles((-20.0, 20.0, -10.0, 21.0))) == []


ON, OFF = {"overprint": True, "overprint_mode": 1}, {"overprint": False, "overprint_mode": 0}
OVER, NOT_OVER = (
    "the rule prints over what is below it, instead of replacing it",
    "the rule does not print over what is below it",
)


@pytest.mark.parametrize(
    ("edges", "colour", "printed", "faults"),
    [
        ("path", BLACK_INK, ON, []),
        ("path", BLACK_INK, OFF, [NOT_OVER]),
        ("path", BLACK_INK, {"overprint": True, "overprint_mode": 0}, [NOT_OVER]),
        ("path", ORANGE, OFF, []),
        ("path", ORANGE, ON, [OVER]),
        ("box", BLACK_INK, OFF, []),
        ("box", BLACK_INK, ON, [OVER]),
    ],
)
def test_only_fine_black_art_overprints(
    edges: str, colour: ExpectedColour, printed: dict[str, Any], faults: list[str]
) -> None:
    found = paint(RULE, PdfColour(colour.space, colour.values), **printed)
    assert drawn(rectangles(RULE, colour=colour, edges=edges), found) == faults
    assert drawn(rectangles(RULE, colour=colour, edges=edges), found, edition="screen") == []


@pytest.mark.parametrize(("values", "over"), [({}, True), ({"ground": True}, False), ({"art": True}, False)])
def test_of_shapes_pictures_overprint_and_grounds_do_not(values: dict[str, bool], over: bool) -> None:
    path = (("M", 10.0, 20.0), ("L", 60.0, 20.0), ("L", 60.0, 21.0), ("L", 10.0, 21.0), ("Z",))
    shape = ExpectedShape(path, BLACK_INK, "card.panel", "the rule", **values)
    assert drawn(shape, paint(RULE, **(ON if over else OFF))) == []
    assert drawn(shape, paint(RULE, **(OFF if over else ON))) == [NOT_OVER if over else OVER]
    assert drawn(shape, paint(RULE, **OFF), overprint_black=False) == []


def test_pieces_of_text_are_counted() -> None:
    def told(found: list[TextObject], wanted: Any) -> list[str]:
        page = SimpleNamespace(number=1, contents=SimpleNamespace(texts=found))
        reading: Any = SimpleNamespace(pages=[page])
        expectation: Any = SimpleNamespace(pictures=[SimpleNamespace(texts=wanted)])
        return [fault.problem for fault in places.characters_in_place(reading, expectation)]

    text = TextObject(1, letters("911"))
    assert told([text], (placed("911"),)) == []
    assert told([text], None) == []
    assert told([text, text], (placed("911"),)) == ["there are 2 pieces of text instead of 1"]
    assert told([TextObject(1, letters("912"))], (placed("911"),)) == ["“2” is in place of “1” in “911”"]
