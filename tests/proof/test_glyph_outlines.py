"""Outlines of fonts as a campaign may bring them: collections, variable fonts, glyphs of others, charstrings, damage."""

from __future__ import annotations

import io
import struct
from functools import cache
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from flyers.pdf.encoded_glyphs import plain
from flyers.pdf.glyphfont import font_program
from flyers.proof import fonts
from flyers.proof.fonts import BLANK, MOST_STEPS, GlyphOutlines


def saved(font: TTFont | TTCollection) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


# -- TrueType ---------------------------------------------------------------------------------------------------------


SQUARE = ((0, 0), (0, 100), (100, 100), (100, 0))
RAISED = 7
"""Units by which the second glyph, which is made of the square, stands higher; it stands 3 to the right."""


def truetype(*, axis: bool = False, units: int = 1000, curved: bool = False) -> bytes:
    """Return a font with a square of 100 units, of which an *axis* moves the right side by 40; or with a *curved* one."""
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square", "raised"])
    builder.setupCharacterMap({ord("H"): "square"})
    pen = TTGlyphPen(None)
    if curved:
        pen.qCurveTo(*SQUARE, None)
    else:
        pen.moveTo(SQUARE[0])
        for corner in SQUARE[1:]:
            pen.lineTo(corner)
    pen.closePath()
    parts = TTGlyphPen({"square": None})
    parts.addComponent("square", (1, 0, 0, 1, 3, RAISED))
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph(), "raised": parts.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "square": (600, 0), "raised": (600, 3)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    if axis:
        builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
        wider = TupleVariation({"wght": (0, 1, 1)}, [(0, 0), (0, 0), (40, 0), (40, 0), (0, 0), (40, 0), (0, 0), (0, 0)])
        builder.setupGvar({"square": [wider]})
    return saved(builder.font)


def corners(font: GlyphOutlines, gid: int) -> list[list[tuple[int, int]]]:
    """Return the points of each contour of a glyph, in font units."""
    return [
        [(round((x + u) * font.units), round((y + v) * font.units)) for u, v in shape.points]
        for x, y, shape in font.outline(gid).shapes
    ]


def test_a_font_of_a_collection_is_found_by_its_number() -> None:
    alone = truetype(), truetype(curved=True)
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(data)) for data in alone]
    for number, data in enumerate(alone):
        assert GlyphOutlines(saved(collection), number).outline(1) == GlyphOutlines(data).outline(1)
    assert GlyphOutlines(alone[0]).outline(1) != GlyphOutlines(alone[1]).outline(1), "lines, and curves"
    with pytest.raises(ValueError, match="specify a font number"):
        GlyphOutlines(saved(collection), 2)


@pytest.mark.parametrize(("weight", "right"), [(400, 100), (550, 120), (700, 140)])
def test_a_variable_font_is_drawn_at_its_axes(weight: int, right: int) -> None:
    font = GlyphOutlines(truetype(axis=True), axes=(("wght", weight),))
    assert corners(font, 1) == [[(0, 0), (0, 100), (right, 100), (right, 0)]]


@pytest.mark.parametrize("curved", [False, True])
@pytest.mark.parametrize("weight", [400.0, 533.0, 700.0])
def test_a_pinned_font_is_drawn_as_files_have_it_but_for_a_unit(weight: float, curved: bool) -> None:
    """HarfBuzz rounds the points of the glyphs that are embedded, and those of their parts."""
    data, axes = truetype(axis=True, curved=curved), (("wght", weight),)
    embedded = GlyphOutlines(font_program(data, 0, axes, frozenset([plain(1), plain(2)])).data)
    own = GlyphOutlines(data, axes=axes)
    for gid in (1, 2):
        (composed,), (drawn,) = own.outline(gid).shapes, embedded.outline(gid).shapes
        assert composed.shape.kinds == drawn.shape.kinds
        assert composed.shape.rounded == 0.001
        places = zip(composed.shape.points, drawn.shape.points, strict=True)
        off = max(abs(one - other) for pair in places for one, other in zip(*pair, strict=True))
        assert off <= composed.shape.rounded
        assert (off > 1e-5) == (weight == 533.0)
        assert max(abs(composed.x - drawn.x), abs(composed.y - drawn.y)) <= composed.shape.rounded


def test_a_glyph_of_others_has_their_shapes_in_other_places() -> None:
    font = GlyphOutlines(truetype())
    ((x, y, shape),), ((_, _, its),) = font.outline(2).shapes, font.outline(1).shapes
    assert (x, y) == pytest.approx((0.003, RAISED / 1000))
    assert shape is its


@pytest.mark.parametrize(
    ("matrix", "points"),
    [
        ((1, 0, 0, 1, -3, 5), [(-3, 5), (-3, 105), (97, 105), (97, 5)]),
        ((0.5, 0, 0, 0.5, 3, 7), [(3, 7), (3, 57), (53, 57), (53, 7)]),
        ((1, 0, 0, 0.5, 0, 0), [(0, 0), (0, 50), (100, 50), (100, 0)]),
        ((0, 1, -1, 0, 100, 0), [(100, 0), (0, 0), (0, 100), (100, 100)]),
    ],
)
def test_a_part_of_a_glyph_may_be_moved_scaled_and_turned(
    matrix: tuple[float, ...], points: list[tuple[int, int]]
) -> None:
    font = TTFont(io.BytesIO(truetype()))
    pen = TTGlyphPen({"square": None})
    pen.addComponent("square", matrix)
    font["glyf"]["raised"] = pen.glyph()
    font["hmtx"]["raised"] = (600, min(x for x, _ in points))
    assert corners(GlyphOutlines(saved(font)), 2) == [points]


def test_a_part_of_a_glyph_may_be_placed_by_points() -> None:
    font = TTFont(io.BytesIO(truetype()))
    pen = TTGlyphPen({"square": None})
    for x in (0, 100):
        pen.addComponent("square", (1, 0, 0, 1, x, 0))
    font["glyf"]["raised"] = pen.glyph()
    second = font["glyf"]["raised"].components[1]
    del second.x, second.y
    second.firstPt, second.secondPt = 2, 0  # the upper right corner of the first is the corner of the second
    font["hmtx"]["raised"] = (600, 0)
    assert corners(GlyphOutlines(saved(font)), 2) == [list(SQUARE), [(x + 100, y + 100) for x, y in SQUARE]]


@pytest.mark.parametrize(("longs", "size", "whole"), [(3, 12, True), (1, 8, True), (3, 11, False), (1, 7, False)])
def test_a_table_of_advances_has_all_of_its_glyphs(longs: int, size: int, whole: bool) -> None:
    """Glyphs without an advance of their own have the last one, and all of them a bearing."""
    table = struct.pack(">HhHhHh", 600, 3, 700, -4, 800, 5)[:size]
    if not whole:
        with pytest.raises(ValueError, match="its table of advances is too short"):
            fonts._Metrics(table, longs, 3)
        return
    metrics = fonts._Metrics(table, longs, 3)
    assert [metrics.advance(gid) for gid in range(3)] == ([600, 700, 800] if longs == 3 else [600] * 3)
    assert [metrics.left(gid) for gid in range(3)] == ([3, -4, 5] if longs == 3 else [3, 700, -4])


@pytest.mark.parametrize("longs", [0, 4])
def test_a_font_has_an_advance_and_no_more_than_glyphs(longs: int) -> None:
    with pytest.raises(ValueError, match="its table of advances is too short"):
        fonts._Metrics(bytes(99), longs, 3)


def test_a_glyph_with_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for most in (4, 3):
        monkeypatch.setattr(fonts, "MOST_STEPS", most)
        font = GlyphOutlines(truetype(units=1000 + most))
        if most == 4:
            assert len(corners(font, 1)[0]) == 4
        else:
            with pytest.raises(ValueError, match="an outline has more than 3 steps"):
                font.outline(1)


def test_an_outline_begins_where_its_metrics_say() -> None:
    font = TTFont(io.BytesIO(truetype()))
    font["hmtx"].metrics["square"] = (600, 40)
    assert corners(GlyphOutlines(saved(font)), 1) == [[(x + 40, y) for x, y in SQUARE]]


def test_boxes_and_polygons_are_in_ems_of_any_size() -> None:
    for units in (1000, 2000):
        font = GlyphOutlines(truetype(units=units))
        side = 100 / units
        assert font.outline(1).box == pytest.approx((0, 0, side, side))
        (polygon,) = font.polygons(1)
        assert max(x for x, _ in polygon) == pytest.approx(side)
        assert font.advance(1) == 600 * 1000 / units
    assert (font.outline(0).box, font.advance(9), font.outline(9)) == (None, None, BLANK)


def test_a_font_without_outlines_and_a_damaged_glyph_are_refused() -> None:
    font = TTFont(io.BytesIO(truetype()))
    del font["glyf"]
    with pytest.raises(ValueError, match="Error"):
        GlyphOutlines(saved(font))
    with pytest.raises(ValueError, match="Error"):
        GlyphOutlines(b"not a font")
    endless = bytearray(truetype())
    part = endless.index(struct.pack(">H2b", 1, 3, RAISED))  # the square, and where it stands
    endless[part : part + 2] = struct.pack(">H", 2)
    with pytest.raises(ValueError, match="glyph 2: RecursionError"):
        GlyphOutlines(bytes(endless)).outline(2)


def test_glyphs_that_double_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    font = TTFont(io.BytesIO(truetype()))
    names = ["square", *(f"double{level}" for level in range(5))]
    font.setGlyphOrder([*font.getGlyphOrder(), *names[1:]])
    for name, part in zip(names[1:], names, strict=False):
        pen = TTGlyphPen({part: None})
        pen.addComponent(part, (1, 0, 0, 1, 0, 0))
        pen.addComponent(part, (1, 0, 0, 1, 200, 0))
        font["glyf"][name], font["hmtx"][name] = pen.glyph(), (600, 0)
    monkeypatch.setattr(fonts, "MOST_STEPS", 16)
    doubled = GlyphOutlines(saved(font))
    assert len(doubled.outline(6).shapes) == 16
    with pytest.raises(ValueError, match="an outline has more than 16 steps"):
        doubled.outline(7)


def test_equal_glyphs_of_two_fonts_are_one() -> None:
    """`flyers.proof.checks.drawn` compares whole glyphs by that, of one part or of several."""
    one, other = GlyphOutlines(truetype()), GlyphOutlines(truetype(units=1000, axis=True))
    assert [one.outline(gid) is other.outline(gid) for gid in (1, 2)] == [True, True]


# -- charstrings ------------------------------------------------------------------------------------------------------


def opentype(*programs: list[Any]) -> bytes:
    """Return an OpenType font with the charstrings *programs*, given as fontTools' programs."""
    builder = FontBuilder(1000, isTTF=False)
    names = [".notdef", *(f"glyph{number}" for number in range(len(programs)))]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    strings = {
        name: T2CharString(program=program) for name, program in zip(names, [["endchar"], *programs], strict=True)
    }
    builder.setupCFF("Test", {}, strings, {"defaultWidthX": 500, "nominalWidthX": 600})
    builder.setupHorizontalMetrics({name: (700 + 10 * number, 0) for number, name in enumerate(names)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return saved(builder.font)


TRIANGLE = [10, 20, "rmoveto", 500, "hlineto", -250, 400, "rlineto", "endchar"]


def test_charstrings_may_come_in_a_whole_font() -> None:
    """Its table of widths counts, not those in the charstrings."""
    data = opentype(TRIANGLE)
    font = GlyphOutlines(data)
    assert corners(font, 1) == [[(10, 20), (510, 20), (260, 420)]]
    assert font.outline(1).box == pytest.approx((0.01, 0.02, 0.51, 0.42))
    assert [font.advance(gid) for gid in (0, 1, 2)] == [700, 710, None]
    bare = GlyphOutlines(TTFont(io.BytesIO(data)).getTableData("CFF "), bare_cff=True)
    assert (bare.advance(1), bare.advance(2)) == (500, None)
    assert (bare.outline(1), bare.advance(1)) == (font.outline(1), 500)


def test_a_contour_of_two_points_encloses_nothing() -> None:
    line = [10, 20, "rmoveto", 500, "hlineto"]
    font = GlyphOutlines(opentype([*line, -250, 0, "rmoveto", *TRIANGLE[3:]], [*line, "endchar"]))
    assert corners(font, 1) == [[(260, 20), (760, 20), (510, 420)]], "behind such a contour"
    assert font.outline(2) == BLANK


def test_a_charstring_with_too_many_steps_ends() -> None:
    lines = [*[1] * 24, *[-1] * 24, "rlineto"] * (MOST_STEPS // 24 + 1)
    font = GlyphOutlines(opentype([0, "hmoveto", *lines, "endchar"]))
    with pytest.raises(ValueError, match=f"an outline has more than {MOST_STEPS} steps"):
        font.outline(1)


def test_a_charstring_may_have_a_third_as_many_steps_as_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its triangle has four: a move, two lines, and its end."""
    for most, fits in ((10, True), (9, False)):
        monkeypatch.setattr(fonts, "MOST_STEPS", most)
        font = GlyphOutlines(opentype(TRIANGLE))
        if fits:
            assert len(corners(font, 1)[0]) == 3
        else:
            with pytest.raises(ValueError, match="an outline has more than 9 steps"):
                font.outline(1)


def index(*pieces: bytes) -> bytes:
    offsets = [1]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    if not pieces:
        return b"\0\0"
    return struct.pack(">HB", len(pieces), 4) + struct.pack(f">{len(offsets)}I", *offsets) + b"".join(pieces)


def entry(operator: bytes, *operands: int) -> bytes:
    """Return an entry of a DICT; its operands have five bytes each, whatever they are."""
    return b"".join(struct.pack(">Bi", 29, operand) for operand in operands) + operator


ROS, CHARSET, CHAR_STRINGS, PRIVATE, DEFAULT_WIDTH = b"\x0c\x1e", b"\x0f", b"\x11", b"\x12", b"\x14"
TYPE, FONT_ARRAY, FONT_OF_GLYPH = b"\x0c\x06", b"\x0c\x24", b"\x0c\x25"
GLYPHS = 5


@cache
def cid_font(charset: bytes = b"", fonts: bytes = b"", kind: int = 2, further: bytes = b"") -> bytes:
    """Return a CFF table of five empty glyphs with CIDs, of two fonts whose letters are 300 and 400 wide.

    *charset* and *fonts* are the tables of CIDs and of the fonts of glyphs; *kind* is that of the charstrings; *further*
    are more entries of the top DICT.
    """

    def top(*places: int) -> bytes:
        numbers = iter(places)
        named = (CHARSET, CHAR_STRINGS, FONT_ARRAY, FONT_OF_GLYPH)
        return (
            entry(ROS, 391, 392, 0)
            + further
            + entry(TYPE, kind)
            + b"".join(entry(name, next(numbers)) for name in named)
        )

    def begin(*places: int) -> bytes:
        return b"\1\0\4\4" + index(b"Test") + index(top(*places)) + index(b"Adobe", b"Identity") + index()

    strings = index(*[b"\x0e"] * GLYPHS)
    privates = [entry(DEFAULT_WIDTH, width) for width in (300, 400)]
    at_charset = len(begin(0, 0, 0, 0))
    at_strings = at_charset + len(charset)
    at_fonts = at_strings + len(strings)
    at_privates = at_fonts + len(fonts)
    at_array = at_privates + sum(map(len, privates))
    array = index(*(entry(PRIVATE, len(privates[0]), at_privates + number * len(privates[0])) for number in range(2)))
    whole = begin(at_charset if charset else 0, at_strings, at_array, at_fonts)
    return whole + charset + strings + fonts + b"".join(privates) + array


ALL_OF_THE_FIRST = b"\3" + struct.pack(">HHBH", 1, 0, 0, GLYPHS)


@pytest.mark.parametrize(
    ("charset", "cids"),
    [
        (b"\0" + struct.pack(">4H", 7, 300, 5, 9), [0, 7, 300, 5, 9]),
        (b"\1" + struct.pack(">HBHB", 7, 1, 300, 1), [0, 7, 8, 300, 301]),
    ],
    ids=["one by one", "ranges"],
)
def test_glyphs_have_the_cids_of_the_charset(charset: bytes, cids: list[int]) -> None:
    font = GlyphOutlines(cid_font(charset, ALL_OF_THE_FIRST), bare_cff=True)
    assert font.gid_of_cid == {cid: gid for gid, cid in enumerate(cids)}
