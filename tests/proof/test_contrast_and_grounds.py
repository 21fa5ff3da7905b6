"""Contrast, lines for tools, and letters over edges: at their limits, on pages made by hand; no file is read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from expecting import composed
from expecting import page as composed_page
from flyers.colour import Colour
from flyers.page.document import Shape
from flyers.page.editions import SCREEN
from flyers.proof.checks import legibility, press
from flyers.proof.checks.legibility import texts_across_edges
from flyers.proof.geometry import Box
from flyers.proof.matching import seen_under_ink
from flyers.proof.painted import DrawnGlyph, PageContents, Paint, PaintStyle, PdfColour, TextObject

BLACK, WHITE = PdfColour("DeviceGray", (0.0,)), PdfColour("DeviceGray", (1.0,))
RED, ORANGE = PdfColour("DeviceRGB", (1.0, 0.0, 0.0)), PdfColour("DeviceCMYK", (0.0, 0.5, 1.0, 0.0))
TOOL, REGISTRATION = PdfColour("Separation", (1.0,), "Dieline"), PdfColour("Separation", (1.0,), "All")

SQUARE = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]]
FONTS: Any = {
    name: SimpleNamespace(name=name, program=SimpleNamespace(polygons=lambda gid: SQUARE))
    for name in ("Sans", "Sans-Bold")
}


def glyph(x: float, y: float = 0.0, size: float = 10.0, text: str = "a", font: str = "Sans") -> DrawnGlyph:
    """A letter that is a square block from (x, y)."""
    return DrawnGlyph(1, 1, text, font, size, x, y, size, (x, y, x + size, y + size), (size, 0.0, 0.0, size))


def line(*glyphs: DrawnGlyph, order: int = 10, **values: Any) -> TextObject:
    return TextObject(order, list(glyphs), **values)


def paint(box: Box, colour: PdfColour = BLACK, *, order: int = 1, solid: bool = True, **values: Any) -> Paint:
    usual = {"kind": "fill", "overprint": False, "overprint_mode": 0, "thinnest": 9.0, "parts": (box,), "inks": None}
    return Paint(order=order, box=box, colour=colour, solid=solid, **{**usual, **values})


def page(paints: Sequence[Paint] = (), texts: Sequence[TextObject] = (), transparency: Sequence[str] = ()) -> Any:
    contents = SimpleNamespace(paints=list(paints), texts=list(texts), transparency=list(transparency))
    contents.paints_after = lambda order: [one for one in paints if one.order > order]
    return SimpleNamespace(number=1, contents=contents)


# -- contrast ---------------------------------------------------------------------------------------------------------


def grey(level: int) -> PdfColour:
    return PdfColour("DeviceRGB", (level / 255,) * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (BLACK, WHITE, 21.0),
        (WHITE, BLACK, 21.0),
        (BLACK, BLACK, 1.0),
        (grey(0x76), WHITE, 4.54),  # the lightest grey that passes on white, and the next
        (grey(0x77), WHITE, 4.48),
        (grey(0x94), WHITE, 3.03),
        (grey(0x95), WHITE, 2.99),
        (RED, WHITE, 4.0),
        (PdfColour("DeviceRGB", (0.0, 1.0, 0.0)), WHITE, 1.37),
        (PdfColour("DeviceRGB", (0.0, 0.0, 1.0)), WHITE, 8.59),
        (grey(10), BLACK, 1.06),  # on the straight part of the curve of luminance
    ],
)
def test_contrast_is_that_of_the_guidelines(one: PdfColour, other: PdfColour, ratio: float) -> None:
    assert legibility.contrast_ratio(one, other) == pytest.approx(ratio, abs=0.006)


@pytest.mark.parametrize(
    "colour", [ORANGE, TOOL, PdfColour("Pattern", ()), PdfColour("DeviceRGB", (1.0,)), PdfColour("DeviceGray", ())]
)
def test_a_colour_that_needs_a_conversion_has_none(colour: PdfColour) -> None:
    assert legibility.luminance(colour) is None
    assert legibility.contrast_ratio(colour, WHITE) is legibility.contrast_ratio(WHITE, colour) is None


@pytest.mark.parametrize(
    ("size", "bold", "least"),
    [(17.9, False, 4.5), (18.0, False, 3.0), (13.9, True, 4.5), (14.0, True, 3.0), (14.0, False, 4.5)],
)
def test_large_text_needs_less(size: float, bold: bool, least: float) -> None:
    assert legibility.required_contrast(size, bold=bold) == least


def contrasts(
    monkeypatch: pytest.MonkeyPatch, text: TextObject, *pairs: tuple[PdfColour, PdfColour], **values: Any
) -> tuple[list[str], float | None]:
    monkeypatch.setattr(legibility, "_pairs", lambda page, text, fonts: pairs)
    reading: Any = SimpleNamespace(pages=[page(texts=[text], **values)], fonts=FONTS)
    found = [fault.problem for fault in legibility.enough_contrast(reading, None)]
    return found, reading.least_contrast


@pytest.mark.parametrize(
    ("glyphs", "told"),
    [
        ([glyph(0, size=9)], ["“a” has a contrast of 4.0 to 1, less than 4.5 to 1"]),
        ([glyph(0, size=18)], []),
        ([glyph(0, size=14, font="Sans-Bold")], []),
        ([glyph(0, size=14)], ["“a” has a contrast of 4.0 to 1, less than 4.5 to 1"]),
        ([glyph(0, size=18), glyph(20, size=9)], ["“aa” has a contrast of 4.0 to 1, less than 4.5 to 1"]),
        ([glyph(0, size=18), glyph(20, size=9)._replace(box=None)], []),  # a space needs none
    ],
)
def test_the_smallest_letter_of_a_line_counts(
    monkeypatch: pytest.MonkeyPatch, glyphs: list[DrawnGlyph], told: list[str]
) -> None:
    found, least = contrasts(monkeypatch, line(*glyphs), (RED, WHITE))
    assert found == told
    assert least == pytest.approx(4.0, abs=0.01)


def test_the_least_contrast_of_the_file_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = ((BLACK, WHITE), (grey(0x76), WHITE), (ORANGE, WHITE))
    found, least = contrasts(monkeypatch, line(glyph(0)), *pairs)
    assert found == ["“a” in C0 M50 Y100 K0 on DeviceGray 1: contrast unknown"]
    assert least == pytest.approx(4.54, abs=0.01)
    assert contrasts(monkeypatch, line(glyph(0))) == ([], None)


def test_the_least_contrast_that_is_asked_for_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legibility, "contrast_ratio", lambda one, other: legibility.LEAST)
    assert contrasts(monkeypatch, line(glyph(0)), (RED, WHITE)) == ([], legibility.LEAST)
    art = paint((-5.0, -5.0, 60.0, 15.0), grey(0x60))
    monkeypatch.setattr(legibility, "_contrast", lambda one, other: legibility.LEAST)
    assert on_art(monkeypatch, art, art=[art], colour=RED) == []
    monkeypatch.setattr(legibility, "_contrast", lambda one, other: legibility.LEAST_IN_INKS)
    inks = paint((-5.0, -5.0, 60.0, 15.0), ORANGE)
    assert on_art(monkeypatch, inks, art=[inks], colour=ORANGE) == []
    assert len(on_art(monkeypatch, art, art=[art], colour=RED)) == 1


def test_the_curve_of_luminance_begins_straight() -> None:
    end = 0.04045
    assert legibility.luminance(PdfColour("DeviceGray", (end,))) == pytest.approx(end / 12.92, rel=1e-9)


def test_under_transparency_contrast_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = contrasts(monkeypatch, line(glyph(0)), transparency=["an alpha of 0.5", "a soft mask"])
    assert found == ["contrast is unknown, since the page uses an alpha of 0.5"]


def behind(*paints: Paint) -> set[PdfColour]:
    """The colours behind a round letter, 10 pt wide, which leaves the corners of its box free."""
    ring = [(0.5 + 0.5 * math.cos(turn / 8 * math.pi), 0.5 + 0.5 * math.sin(turn / 8 * math.pi)) for turn in range(16)]
    fonts: Any = {"Sans": SimpleNamespace(name="Sans", program=SimpleNamespace(polygons=lambda gid: [ring]))}
    text = line(glyph(0), paints={PaintStyle(BLACK, False, 0)})
    under: Any = page(paints)
    under.contents.paints_before = lambda order: [one for one in reversed(paints) if one.order < order]
    return {background for _, background in legibility._pairs(under, text, fonts)}


def test_a_dot_in_the_corner_of_a_letters_box_is_not_behind_its_ink() -> None:
    assert behind(paint((9.0, 9.0, 13.0, 13.0), RED)) == {legibility.WHITE}
    assert behind(paint((9.0, 4.0, 13.0, 8.0), RED)) == {legibility.WHITE, RED}


def test_a_band_that_ends_above_the_ink_is_all_that_is_behind_it() -> None:
    band = paint((-9.0, -9.0, 19.0, 10.5), RED)
    assert behind(band) == {RED}
    assert behind(band, paint((4.0, -5.0, 6.0, 3.0), ORANGE, order=2)) == {RED, ORANGE}


# -- lines for tools --------------------------------------------------------------------------------------------------


AROUND: Box = (71.75, 71.75, 108.25, 108.25)  # half of the stroke's weight on all sides


def tool_line(box: Box = AROUND, **values: Any) -> Paint:
    return paint(box, TOOL, **{"kind": "stroke", "thinnest": 0.5, "overprint": True, "solid": False, **values})


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        (tool_line(), []),
        (tool_line(overprint=False), ["the line at 1, 1 to 1.5, 1.5 in does not overprint"]),
        (tool_line(kind="fill"), ["a fill at 1, 1 to 1.5, 1.5 in is in Separation Dieline 1"]),
        (
            replace(tool_line(), colour=PdfColour("Separation", (0.5,), "Dieline")),
            ["the line at 1, 1 to 1.5, 1.5 in is in Separation Dieline 0.5"],
        ),
        (replace(tool_line(overprint=False), colour=BLACK), []),
    ],
)
def test_lines_for_tools_overprint_at_full_strength(drawn: Paint, told: list[str]) -> None:
    reading: Any = SimpleNamespace(pages=[page([drawn])])
    assert [fault.problem for fault in press.tools_are_no_art(reading, None)] == told


@pytest.mark.parametrize(("colour", "told"), [(TOOL, ["“ab” is in the colour of lines for tools"]), (BLACK, [])])
def test_no_text_is_in_the_colour_of_lines_for_tools(colour: PdfColour, told: list[str]) -> None:
    text = line(glyph(0), glyph(10, text="b"))
    text.paints = [SimpleNamespace(colour=BLACK), SimpleNamespace(colour=colour)]
    reading: Any = SimpleNamespace(pages=[page(texts=[text])])
    assert [fault.problem for fault in press.tools_are_no_art(reading, None)] == told


# -- letters over edges -----------------------------------------------------------------------------------------------


def over(*paints: Paint, text: TextObject | None = None, art: Sequence[Paint] = ()) -> list[str]:
    """The letters that reach over an edge: of a line of three blocks from 0 to 10, 20 to 30 and 40 to 50."""
    text = text or line(glyph(0, text="a"), glyph(20, text="b"), glyph(40, text="c"))
    return [letters for _, letters in texts_across_edges(page(paints, [text]), FONTS, art)]


@pytest.mark.parametrize(
    ("right", "letters"),
    [(-1.0, []), (0.09, []), (5.0, ["a"]), (9.95, []), (15.0, []), (20.05, []), (25.0, ["b"]), (50.0, []), (60.0, [])],
)
def test_a_letter_is_on_one_side_of_an_edge(right: float, letters: list[str]) -> None:
    assert over(paint((-5.0, -5.0, right, 15.0))) == letters


@pytest.mark.parametrize("top", [5.0, 9.0])
def test_every_letter_of_a_line_may_reach_over_the_top_of_a_band(top: float) -> None:
    assert over(paint((-5.0, -5.0, 60.0, top))) == ["abc"]


def test_of_a_letter_without_an_outline_nothing_is_seen_under_its_ink() -> None:
    letter, drawn = glyph(0.0), SimpleNamespace(polygons=lambda gid: SQUARE)

    def seen(one: DrawnGlyph, program: Any) -> list[Paint | None]:
        contents = PageContents(paints=[paint((-99.0, -99.0, 99.0, 99.0))])
        fonts: Any = {"Sans": SimpleNamespace(program=program)}
        return list(seen_under_ink(contents, line(one), one, fonts, 0.1))

    assert {one and one.order for one in seen(letter, drawn)} == {1}
    assert len(seen(letter, drawn)) == 80, "twice a point"
    assert len(seen(glyph(0.0, size=99.0), drawn)) == 4 * 198
    assert len(seen(glyph(0.0, size=120.0), drawn)) == 4 * 200, "and no more of a side"
    assert seen(letter._replace(gid=0), drawn) != []
    for one, program in ((letter, None), (letter._replace(gid=-1), drawn), (letter._replace(box=None), drawn)):
        assert seen(one, program) == []


def test_what_is_painted_later_or_of_no_colour_is_no_edge() -> None:
    half: Box = (-5.0, -5.0, 25.0, 15.0)
    assert over(paint(half)) == ["b"]
    assert over(paint(half, order=11)) == []
    assert over(paint(half, WHITE)) == []  # the paper has that colour too
    assert over(paint(half, TOOL)) == []
    assert over(paint(half, REGISTRATION)) == []


def test_two_bands_of_one_colour_are_one_ground() -> None:
    left, right = (-5.0, -5.0, 25.0, 15.0), (24.0, -5.0, 60.0, 15.0)
    assert over(paint(left), paint(right, order=2)) == []
    assert over(paint(left), paint(right, RED, order=2)) == ["b"]
    whole = paint((-5.0, -5.0, 60.0, 15.0), order=3)
    assert over(paint(left), paint(right, RED, order=2), whole) == []


def test_a_letter_may_stand_on_a_drawing_or_beside_it_but_not_half_on_it() -> None:
    def drawing(*parts: Box, order: int = 1) -> Paint:
        box = (min(p[0] for p in parts), -5.0, max(p[2] for p in parts), 15.0)
        return paint(box, solid=False, parts=tuple(parts), order=order)

    assert over(drawing((-5.0, -5.0, 60.0, 15.0))) == []
    assert over(drawing((12.0, -5.0, 18.0, 15.0))) == []
    assert over(drawing((5.0, -5.0, 18.0, 15.0))) == ["a"]
    assert over(drawing((12.0, -5.0, 18.0, 15.0), (45.0, -5.0, 60.0, 15.0))) == ["c"]
    half = drawing((5.0, -5.0, 18.0, 15.0), order=4)
    assert over(half, art=[half]) == []
    assert over(drawing((5.0, -5.0, 18.0, 15.0), order=11)) == []


# -- what covers a line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "letters"),
    [
        (paint((-5.0, -5.0, 10.0, 15.0), order=11), "a"),
        (paint((15.0, 5.0, 60.0, 15.0), order=11), "bc"),
        (paint((-5.0, -5.0, 10.0, 15.0), order=9), ""),  # below the line
        (paint((-5.0, -5.0, 10.0, 15.0), order=11, overprint=True), ""),
        (paint((-5.0, -5.0, 0.09, 15.0), order=11), ""),  # within rounding
        (paint((-5.0, -5.0, 0.2, 15.0), order=11), "a"),
        (paint((11.0, -5.0, 19.0, 15.0), order=11), ""),  # between two letters
        (paint((-5.0, -5.0, 60.0, 15.0), order=11, parts=((45.0, 0.0, 60.0, 9.0),)), "c"),
        (paint((-5.0, 20.0, 60.0, 30.0), order=11), ""),
    ],
)
def test_a_letter_is_covered_by_what_is_painted_later(later: Paint, letters: str) -> None:
    text = line(glyph(0, text="a"), glyph(20, text="b"), glyph(40, text="c"))
    assert legibility._covered_glyphs(page([later]), text) == letters


# -- the direction of a line ------------------------------------------------------------------------------------------


def backwards(*glyphs: DrawnGlyph) -> list[str]:
    expectation: Any = SimpleNamespace(contacts=[], lines=[])
    reading: Any = SimpleNamespace(pages=[page(texts=[line(*glyphs)])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legibility, "matching", lambda reading, expectation: [])
        return [fault.problem for fault in legibility.right_direction(reading, expectation)]


def test_letters_of_a_word_go_on_in_their_direction() -> None:
    assert backwards(glyph(0, text="a"), glyph(10, text="b"), glyph(20, text="c")) == []
    assert backwards(glyph(20, text="a"), glyph(10, text="b"), glyph(0, text="c")) == ["“abc” runs backwards"]
    assert backwards(glyph(0, text="a"), glyph(0, text="b")) == []  # a mark on its letter
    assert backwards(glyph(0, text="a"), glyph(-0.01, text="b")) == []  # a hundredth of a point
    assert backwards(glyph(0, text="a"), glyph(-0.011, text="b")) == ["“ab” runs backwards"]


def test_a_mirrored_letter_is_told() -> None:
    assert backwards(glyph(0, text="a")._replace(axes=(-10.0, 0.0, 0.0, 10.0))) == ["“a” is mirrored"]
    assert backwards(glyph(0, text="a")._replace(axes=(0.0, 10.0, -10.0, 0.0))) == []  # turned by 90°
    assert backwards(glyph(0, text="a")._replace(axes=(0.0, 0.0, 0.0, 10.0))) == []  # it has no width


@pytest.mark.parametrize(("x", "told"), [(5.0, False), (10.5, False), (10.51, True), (30.0, True)])
def test_what_is_read_later_is_not_to_the_right_in_a_line_from_right_to_left(x: float, told: bool) -> None:
    """Two letters from 20 to 30 and from 10 to 20, then a figure of 10 pt; letters lean over their neighbours."""
    drawn = line(glyph(20.0, text="\u05d0"), glyph(10.0, text="\u05d1"), glyph(x - 10.0, text="1"))
    match = SimpleNamespace(found=drawn, same=True, page=2, line=SimpleNamespace(text="two", where="call"))
    wrong, left = (
        SimpleNamespace(found=other, same=same, page=0, line=match.line)
        for other, same in ((drawn, False), (line(glyph(0), glyph(20.0, text="1")), True))
    )
    expectation: Any = SimpleNamespace(contacts=[])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legibility, "matching", lambda *_: [SimpleNamespace(found=None), wrong, left, match])
        faults = list(legibility.right_direction(SimpleNamespace(pages=[]), expectation))
    words = "“1” is to the right of “\u05d0\u05d1” in “two”"
    assert [(fault.problem, fault.page, fault.where) for fault in faults] == ([(words, 3, "call")] if told else [])


# -- what is seen of a line, and of photographs -----------------------------------------------------------------------


def visible(
    monkeypatch: pytest.MonkeyPatch,
    darkest: int,
    lightest: int,
    *,
    box: bool = True,
    later: Any = (),
    shown: bool = True,
) -> list[str]:
    """What is said of a line on a picture of the page with these levels of grey."""
    letter = glyph(0, text="a") if box else glyph(0, text="a")._replace(box=None)
    text = line(letter)
    match = SimpleNamespace(found=text, page=0, line=SimpleNamespace(text="a", where="call"))
    monkeypatch.setattr(legibility, "matching", lambda *_: [SimpleNamespace(found=None), match])
    picture = Image.new("L", (2, 1), darkest)
    picture.putpixel((0, 0), lightest)
    around = (-0.5, -0.5, 10.5, 10.5)
    view = SimpleNamespace(crop=lambda box: picture if box == around and shown else None)
    raster = SimpleNamespace(page=lambda number: view if number == 1 else None)
    reading: Any = SimpleNamespace(pages=[page(later)], raster=raster)
    faults = list(legibility.lines_visible(reading, None))
    assert {(fault.page, fault.where) for fault in faults} <= {(1, "call")}
    return [fault.problem for fault in faults]


def test_a_line_is_seen_if_it_is_darker_or_lighter_than_what_is_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert visible(monkeypatch, 100, 140) == []
    assert visible(monkeypatch, 100, 139) == ["“a” can't be seen on the page"]
    assert visible(monkeypatch, 100, 100, box=False) == [], "it has no ink"
    cover = paint((-5.0, -5.0, 60.0, 15.0), order=11)
    assert visible(monkeypatch, 0, 255, later=[cover]) == ["“a” in “a” is covered"]
    assert visible(monkeypatch, 9, 9, later=[cover]) == ["“a” can't be seen on the page"]
    assert visible(monkeypatch, 9, 9, later=[cover], shown=False) == [], "it is outside what is shown"


@pytest.mark.parametrize(
    ("width", "height", "box", "told"),
    [
        (300, 600, (0.0, 0.0, 72.0, 144.0), []),
        (297, 600, (0.0, 0.0, 72.0, 144.0), []),  # photographs are cut off between pixels
        (300, 600, (9.0, 0.0, 9.0, 144.0), []),
        (296, 600, (10.0, 10.0, 82.0, 154.0), ["a photograph has 296 dpi"]),
        (300, 590, (10.0, 10.0, 82.0, 154.0), ["a photograph has 295 dpi"]),
        (900, 0, (10.0, 10.0, 82.0, 154.0), ["a photograph has 0 dpi"]),
    ],
)
def test_a_photograph_has_pixels_enough(width: int, height: int, box: Box, told: list[str]) -> None:
    image = SimpleNamespace(stream={"/Width": width, "/Height": height}, box=box)
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(number=1, contents=SimpleNamespace(images=[image]))])
    assert [fault.problem for fault in legibility.pixels_enough(reading, None)] == told


def on_art(
    monkeypatch: pytest.MonkeyPatch, *paints: Paint, colour: PdfColour = BLACK, art: Sequence[Paint] = ()
) -> list[str]:
    monkeypatch.setattr(legibility, "art_on", lambda *_: list(art))
    text = line(glyph(0, text="a"), glyph(20, text="b"), paints={PaintStyle(colour)})
    read = PageContents(texts=[text], paints=list(paints))
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(number=1, contents=read)])
    faults = list(legibility.text_on_art(reading, None))
    assert {fault.page for fault in faults} <= {1}
    return [fault.problem for fault in faults]


def test_a_letter_on_a_part_of_a_picture_has_contrast_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, under_b = (-5.0, -5.0, 60.0, 15.0), (15.0, -5.0, 60.0, 15.0)
    dark, light = paint(whole, grey(0x60)), paint(whole, grey(0x90))
    assert on_art(monkeypatch, light, art=[light]) == []
    assert on_art(monkeypatch, dark) == [], "it is no art"
    assert on_art(monkeypatch, dark, art=[dark])[0].startswith("“ab” in “ab” has a contrast of 3.3 to 1 with DeviceRGB")
    part = paint(under_b, grey(0x60), order=2)
    assert [words[:12] for words in on_art(monkeypatch, light, part, art=[part])] == ["“b” in “ab” "]
    photograph = paint(under_b, PdfColour("DeviceRGB", ()), order=2, kind="image")
    told = on_art(monkeypatch, light, photograph)
    assert told == ["“b” in “ab” has a contrast of 1.0 to 1 with DeviceRGB"]
    both = on_art(monkeypatch, dark, photograph, art=[dark])
    assert both == ["“ab” in “ab” has a contrast of 1.0 to 1 with DeviceRGB"], "the worst of it"
    above = paint((-5.0, 30.0, 60.0, 40.0), grey(0x60))
    assert on_art(monkeypatch, above, art=[above]) == []


@pytest.mark.parametrize(
    ("colour", "pixel"),
    [
        (PdfColour("DeviceRGB", (1.0, 0.0, 0.2)), (255, 0, 51)),
        (PdfColour("DeviceGray", (0.2,)), (51, 51, 51)),
        (PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 0.0)), (255, 255, 255)),
    ],
)
def test_a_colour_is_shown_as_a_viewer_fills_a_page_with_it(colour: PdfColour, pixel: tuple[int, int, int]) -> None:
    assert legibility.shown(colour) == pixel


def test_inks_are_shown_as_light() -> None:
    red, green, blue = legibility.shown(PdfColour("DeviceCMYK", (0.0, 0.8, 0.2, 0.1)))
    assert red > blue > green
    dark, pale = (PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, tint)) for tint in (1.0, 0.0))
    assert max(legibility.shown(dark)) < 60
    assert legibility._contrast(dark, pale) == pytest.approx(legibility._contrast(pale, dark))
    assert legibility._contrast(dark, pale) > 12
    assert legibility._contrast(dark, TOOL) == 1.0, "nobody knows"


def test_art_is_what_was_composed_there_in_its_colour() -> None:
    def art(left: float, colour: str, *, is_art: bool = True) -> Shape:
        path = (("M", left, 0.0), ("L", left + 50.0, 0.0), ("L", left + 50.0, 40.0), ("Z",))
        return Shape(path, colour, "paper", "front", "hand", art=is_art)

    colours = {
        name: Colour(name, (0.0, 0.0, 0.0, 1.0), (level, 0.0, 0.0)) for name, level in (("a", 0.3333), ("b", 0.5))
    }
    first = composed_page(art(0.0, "a"), art(100.0, "b"), art(0.0, "b", is_art=False))
    expectation = composed(first, composed_page(), edition=SCREEN, colours=colours)

    def on_page(*paints: Paint, number: int = 1) -> list[Paint]:
        read: Any = SimpleNamespace(number=number, contents=SimpleNamespace(paints=list(paints)))
        return legibility.art_on(read, expectation)

    one, other = (PdfColour("DeviceRGB", (level, 0.0, 0.0)) for level in (0.333, 0.5))
    inside, beyond, beside = (-0.1, 0.0, 50.0, 40.1), (-0.2, 0.0, 50.0, 40.0), (100.0, 0.0, 150.0, 40.0)
    assert on_page(paint(inside, one)) == [paint(inside, one)]
    assert on_page(paint(beside, other), paint(beside, one)) == [paint(beside, other)]
    assert on_page(paint(inside, other), paint(beyond, one)) == []
    assert on_page(paint(inside, one), number=2) == on_page(paint(inside, one), number=3) == []


def test_in_inks_a_contrast_of_three_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, inks = (-5.0, -5.0, 60.0, 15.0), PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))
    middle, dark = (paint(whole, PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, tint))) for tint in (0.6, 0.9))
    assert on_art(monkeypatch, middle, art=[middle], colour=inks) == []
    assert len(on_art(monkeypatch, dark, art=[dark], colour=inks)) == 1
