"""What the proof expects to see of the items of a page: colours, glyphs, shapes and codes, written out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flyers.colour import Colour
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.page.document import Box, QrCode, Shape, TextLine
from flyers.page.paths import rounded_box
from flyers.pipeline import expected_pictures
from flyers.pipeline.expected_pictures import BLACK, _PictureMaker, _placed_codes
from flyers.proof.pictures.expected import (
    ExpectedColour,
    ExpectedFace,
    ExpectedGlyph,
    ExpectedGlyphs,
    ExpectedRectangles,
    ExpectedShape,
    PlacedCode,
)

RED = Colour("red", (0.0, 0.9, 0.8, 0.25), (0.8, 0.1, 0.2))
FACES = {
    name: SimpleNamespace(sha256=name * 4, index=number, axes=(("wght", 400.0),)) for number, name in enumerate("ab")
}
LIBRARY: Any = SimpleNamespace(face=FACES.get)
FACE_A, FACE_B = (ExpectedFace(name * 4, number, (("wght", 400.0),)) for number, name in enumerate("ab"))


def maker(space: str = "cmyk") -> _PictureMaker:
    document: Any = SimpleNamespace(colours={"red": RED, BLACK: RED})
    edition: Any = SimpleNamespace(colour_space=space)
    return _PictureMaker(document, edition, LIBRARY)


@pytest.mark.parametrize(
    ("space", "red", "black"),
    [
        ("cmyk", ExpectedColour("DeviceCMYK", (0.0, 0.9, 0.8, 0.25)), ExpectedColour("DeviceCMYK", (0, 0, 0, 1))),
        ("srgb", ExpectedColour("DeviceRGB", (0.8, 0.1, 0.2)), ExpectedColour("DeviceRGB", (0, 0, 0))),
        ("gray", ExpectedColour("DeviceGray", (0.75,)), ExpectedColour("DeviceGray", (0,))),
    ],
)
def test_a_colour_is_expected_in_the_inks_of_the_edition(
    space: str, red: ExpectedColour, black: ExpectedColour
) -> None:
    """Black is that of the slug, whatever the theme calls so."""
    assert (maker(space)._colour("red"), maker(space)._colour(BLACK)) == (red, black)


def drawn(item: Any) -> list[Any]:
    return list(maker()._drawings(item))


def test_boxes_shapes_and_codes_are_expected_where_they_are() -> None:
    red = ExpectedColour("DeviceCMYK", RED.cmyk)
    assert drawn(Box(1.0, 2.0, 30.0, 40.0, "red", "front/box[0]")) == [
        ExpectedRectangles(((1, 2, 31, 42),), red, "front/box[0]", "the box")
    ]
    assert drawn(Box(1.0, 2.0, 30.0, 40.0, "red", "front/box[0]", radius=0.5)) == [
        ExpectedShape(rounded_box((1, 2, 31, 42), 0.5), red, "front/box[0]", "the box", ground=True)
    ]
    path = (("M", 0.0, 0.0), ("L", 1.0, 1.0), ("Z",))
    for rule, art in (("evenodd", True), ("nonzero", False)):
        shape = Shape(path=path, rule=rule, colour="red", ground="white", block="front/image[0]", name="door", art=art)
        assert drawn(shape) == [
            ExpectedShape(path, red, "front/image[0]", "the picture “door”", rule == "evenodd", art)
        ]
    code = QrCode(10.0, 20.0, 2.0, ("110", "001"), "red", "white", "front/code[0]", "site", "https://a.org")
    assert drawn(code) == [
        ExpectedRectangles(((10, 22, 14, 24), (14, 20, 16, 22)), red, "front/code[0]", "the code of site", "path")
    ]


def line(message: MessageKey, turn: int = 0) -> TextLine:
    """Two runs, the first of which has a mark that belongs to the letter before it."""
    runs = (
        SimpleNamespace(face="a", size=9.0, glyphs=((3, 0.0, 0.0, 5.0, "e"), (4, 2.0, 1.0, 0.0, ""))),
        SimpleNamespace(face="b", size=8.0, glyphs=((5, 6.0, 0.0, 5.0, "f"),)),
    )
    usual: Any = {"x": 100.0, "y": 50.0, "runs": runs, "colour": "red", "ground": "white", "block": "front/text[0]"}
    return TextLine(
        **usual,
        message=message,
        role="body",
        size=9.0,
        floor=7.0,
        text="ef",
        language="es",
        ink=(0, 0, 0, 0),
        turn=turn,
    )


@pytest.mark.parametrize(
    ("turn", "places"),
    [
        (0, [(100, 50), (102, 51), (106, 50)]),
        (90, [(100, 50), (101, 48), (100, 44)]),
        (180, [(100, 50), (98, 49), (94, 50)]),
    ],
)
def test_glyphs_are_expected_at_their_places_and_a_mark_with_its_letter(
    turn: int, places: list[tuple[float, float]]
) -> None:
    red = ExpectedColour("DeviceCMYK", RED.cmyk)
    first, second, third = places
    assert drawn(line(MessageKey("call"), turn)) == [
        ExpectedGlyphs(
            FACE_A,
            9.0,
            50.0,
            red,
            "call",
            "ef",
            (ExpectedGlyph(3, *first, "e"), ExpectedGlyph(4, *second, "e")),
            turn,
        ),
        ExpectedGlyphs(FACE_B, 8.0, 50.0, red, "call", "ef", (ExpectedGlyph(5, *third, "f"),), turn),
    ]
    assert {one.where for one in drawn(line(NO_KEY, turn))} == {"front/text[0]"}


@pytest.mark.parametrize(("turn", "place"), [(0, (106, 51)), (90, (101, 44))])
def test_codes_of_glyphs_are_expected_at_their_places(
    monkeypatch: pytest.MonkeyPatch, turn: int, place: tuple[float, float]
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(expected_pictures, "_parts", lambda components: asked.append(components) or components)
    glyph, other = SimpleNamespace(components="parts of e"), SimpleNamespace(components="parts of f")
    strings = [
        ("a", 0, [[(glyph, "e", 0.0, 0.0, 0), (other, "f", 6.0, 1.0, 0)], [(glyph, "e", 0.0, 0.0, 0)]], 0),
        ("b", 0, [[(other, "f", 6.0, 1.0, 0)]], 0),
    ]
    lines: Any = [(line(NO_KEY, turn), strings), (line(NO_KEY, turn), [])]
    (codes,) = _placed_codes(lines, LIBRARY)
    assert codes == (
        PlacedCode("e", 100, 50, FACE_A, "parts of e"),
        PlacedCode("f", *place, FACE_A, "parts of f"),
        PlacedCode("e", 100, 50, FACE_A, "parts of e"),
        PlacedCode("f", *place, FACE_B, "parts of f"),
    )
    assert asked == ["parts of e", "parts of f"], "equal glyphs are one object, and are looked at once"
