"""What a file says of a font, from tables made by hand: readers choose a substitute by it, and measure lines."""

from __future__ import annotations

import io
import struct
from types import SimpleNamespace
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import OVERLAP_COMPOUND
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from flyers.pdf.encoded_glyphs import STRUT, Component, plain
from flyers.pdf.glyphfont import Metrics, _metrics, _postscript_name, _subset_tag, font_program, with_composites
from flyers.pdf.lines import counterweight, needed_cuts


def tables(
    *,
    weight: int = 400,
    family: int = 0,
    cap_height: int = 700,
    angle: float = 0.0,
    fixed: int = 0,
    os2: int = 96,
    post: int = 32,
) -> dict[str, bytes]:
    """The four tables that are read, with everything else nought; *os2* and *post* are the lengths of theirs."""
    data = {tag: bytearray(96) for tag in ("head", "hhea", "OS/2", "post")}
    struct.pack_into(">4h", data["head"], 36, -100, -300, 1500, 1000)
    struct.pack_into(">2h", data["hhea"], 4, 1069, -293)
    struct.pack_into(">H", data["OS/2"], 4, weight)
    data["OS/2"][30] = family
    struct.pack_into(">h", data["OS/2"], 88, cap_height)
    struct.pack_into(">i", data["post"], 4, round(angle * 65536))
    struct.pack_into(">I", data["post"], 12, fixed)
    cut = {"OS/2": os2, "post": post}
    return {tag: bytes(table[: cut.get(tag)]) for tag, table in data.items()}


def face(upem: int = 1000, names: dict[int, str] | None = None, **given: Any) -> Any:
    known = tables(**given)
    return SimpleNamespace(
        upem=upem,
        reference_table=lambda tag: SimpleNamespace(data=known[tag]),
        get_name=(names or {6: "Sans-Bold"}).get,
    )


def metrics(**given: Any) -> Metrics:
    one = face(**given)
    return _metrics(one, one)


def test_measures_are_thousandths_of_an_em() -> None:
    assert metrics(upem=2000) == Metrics("Sans-Bold", 4, (-50, -150, 750, 500), 0.0, 534, -146, 350, 88)
    assert metrics().box == (-100, -300, 1500, 1000)


@pytest.mark.parametrize(
    ("given", "flags"),
    [
        ({}, 4),
        ({"fixed": 1}, 5),
        ({"angle": -12.5}, 68),
        *(({"family": family}, 6) for family in (1, 2, 3, 4, 5, 7)),
        *(({"family": family}, 4) for family in (0, 6, 8, 10)),
        ({"family": 8, "fixed": 1, "angle": 9.0}, 69),
    ],
)
def test_readers_are_told_the_kind_of_letters(given: dict[str, Any], flags: int) -> None:
    assert metrics(**given).flags == flags


@pytest.mark.parametrize(
    ("given", "weight", "cap_height"),
    [
        ({"weight": 700}, 166, 700),
        ({"weight": 700, "os2": 90}, 166, 700),
        ({"weight": 700, "os2": 89}, 166, 1069),  # an old table has no height of capitals
        ({"weight": 700, "os2": 32}, 166, 1069),
        ({"weight": 700, "os2": 31}, 88, 1069),
        ({"cap_height": 0}, 88, 1069),
    ],
)
def test_what_an_old_table_does_not_say_is_guessed(given: dict[str, Any], weight: int, cap_height: int) -> None:
    found = metrics(**given)
    assert (found.stem_v, found.cap_height) == (weight, cap_height)


@pytest.mark.parametrize(("length", "flags"), [(32, 6), (31, 4)])
def test_letters_of_a_font_that_does_not_say_so_have_no_serifs(length: int, flags: int) -> None:
    assert metrics(family=2, os2=length).flags == flags


@pytest.mark.parametrize(("length", "angle", "flags"), [(16, -12.5, 69), (15, 0.0, 4)])
def test_a_table_that_is_cut_off_says_nothing(length: int, angle: float, flags: int) -> None:
    found = metrics(angle=-12.5, fixed=1, post=length)
    assert (found.italic_angle, found.flags) == (angle, flags)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({6: "Noto Sans (Bold)", 4: "x"}, "NotoSansBold"),
        ({4: "Noto-Sans Ünï"}, "Noto-Sansn"),
        ({6: "汉字"}, "Face"),
        ({}, "Face"),
        ({6: "a" * 80}, "a" * 63),
    ],
)
def test_a_font_has_a_name_that_every_reader_takes(names: dict[int, str], name: str) -> None:
    assert _postscript_name(face(names=names or {0: ""})) == name


def test_the_tag_of_a_subset_depends_on_its_program_alone() -> None:
    assert _subset_tag(b"one") == _subset_tag(b"one")
    assert _subset_tag(b"one") != _subset_tag(b"two")
    assert _subset_tag(b"one").isupper()
    assert len(_subset_tag(b"one")) == 6


@pytest.mark.parametrize(
    ("stretches", "cuts"),
    [
        ([(True, "نص"), (False, "A1")], [True]),  # two kinds of characters
        ([(True, "نص"), (False, "A")], [True]),  # as many letters from left to right as from right to left
        ([(True, "نص هنا"), (False, "A")], [False]),
        ([(True, "نص"), (False, "12")], [False]),
        ([(True, ":"), (False, "A")], [False]),
        ([(False, "A"), (True, "نص هنا")], [False]),
        ([(False, "A1"), (True, "نص هنا")], [True]),
        ([(False, "A1"), (True, "نص هنا"), (False, "A")], [True, False]),  # what is cut off counts no more
        ([(True, "نص هنا"), (False, "A"), (True, "نص"), (False, "B"), (True, "ثم")], [False] * 4),
        ([(True, "نص"), (False, "A"), (True, "نص"), (False, "B")], [True] * 3),
        ([(True, "نص هنا")], []),
    ],
)
def test_a_line_is_cut_where_letters_from_left_to_right_would_win(
    stretches: list[tuple[bool, str]], cuts: list[bool]
) -> None:
    assert needed_cuts(stretches, rtl=True) == cuts


@pytest.mark.parametrize(
    ("texts", "count"),
    [([], 1), (["1 - 2"], 1), (["a"], 1), (["abcdefg"], 1), (["abcdefgh"], 2), (["نص"], 0), (["نص", "ab"], 1), (["نص", "a"], 0)],
)  # fmt: skip
def test_a_counterweight_has_one_mark_more_than_there_are_letters(texts: list[str], count: int) -> None:
    marks = counterweight(texts, 3, 6.0, 10.0, 200.0)
    assert len(marks) == count
    assert [mark.x for mark in marks] == [10.0 + 3.0 * index for index in range(count)]


def test_a_counterweight_shares_too_little_room() -> None:
    marks = counterweight(["a" * 39], 3, 6.0, 5.0, 15.0)
    assert [mark.x for mark in marks] == pytest.approx([5.0, 7.0, 9.0, 11.0, 13.0])


def outline_font(*polygons: list[tuple[int, int]]) -> bytes:
    """A TrueType font of a thousand units with a glyph of one contour for each of *polygons*, after `.notdef`."""
    builder = FontBuilder(1000)
    names = [".notdef", *(f"g{number}" for number in range(1, len(polygons) + 1))]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord("A") + number: name for number, name in enumerate(names[1:])})
    glyphs, widths = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (500, 0)}
    for name, corners in zip(names[1:], polygons, strict=True):
        pen = TTGlyphPen(None)
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
        glyphs[name], widths[name] = pen.glyph(), (600, min(x for x, _ in corners))
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Plain", "styleName": "Regular", "psName": "Plain"})
    builder.setupOS2()
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


TRIANGLE, BOX = [(50, 0), (450, 0), (250, 700)], [(20, -100), (20, 300), (520, 300), (520, -100)]


def test_the_tables_of_a_font_bound_what_is_composed_in_it() -> None:
    """Programs reserve memory by the largest numbers, and cut off what reaches out of the box."""
    plain_font = TTFont(io.BytesIO(outline_font(TRIANGLE, BOX)))
    high = (Component(1, -300, 900), Component(2, 40, 5), Component(1, 0, 0))
    data = with_composites(hb.Face(outline_font(TRIANGLE, BOX)), [(high, 1200.4), ((Component(2, 7, 0),), None)])
    font = TTFont(io.BytesIO(data))
    maxp, first, last = font["maxp"], *font.getGlyphOrder()[3:]
    assert (maxp.numGlyphs, maxp.maxComponentElements, maxp.maxComponentDepth) == (5, 3, 1)
    assert (maxp.maxPoints, maxp.maxContours) == (4, 1)
    assert (maxp.maxCompositePoints, maxp.maxCompositeContours) == (3 * 4, 3 * 1)
    assert (font["hhea"].advanceWidthMax, font["hhea"].numberOfHMetrics) == (1200, 5)
    assert (font["hmtx"][first], font["hmtx"][last]) == ((1200, -250), (0, 27))
    head = font["head"]
    assert (head.xMin, head.yMin, head.xMax, head.yMax) == (-250, -100, 560, 1600)
    glyph = font["glyf"][first]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (-250, -95, 560, 1600)
    parts = [(one.glyphName, one.x, one.y, bool(one.flags & OVERLAP_COMPOUND)) for one in glyph.components]
    names = plain_font.getGlyphOrder()
    assert parts == [(names[1], -300, 900, True), (names[2], 40, 5, False), (names[1], 0, 0, False)]
    for name in names:
        assert font["glyf"][name] == plain_font["glyf"][name]
        assert font["hmtx"][name] == plain_font["hmtx"][name]


def test_glyphs_are_composed_in_a_font_that_has_composites_and_wide_offsets() -> None:
    """As those to which glyphs were added once."""
    once = with_composites(hb.Face(outline_font(TRIANGLE, BOX)), [((Component(1, 100, 0), Component(2, 0, 0)), 700)])
    font = TTFont(io.BytesIO(with_composites(hb.Face(once), [((Component(3, 10, 20),), 800)])))
    assert font["head"].indexToLocFormat == 1
    maxp, (*_, first, last) = font["maxp"], font.getGlyphOrder()
    assert (maxp.numGlyphs, maxp.maxComponentElements, maxp.maxComponentDepth) == (5, 2, 2)
    assert (maxp.maxCompositePoints, maxp.maxCompositeContours) == (2 * 4, 2)
    assert [(one.glyphName, one.x, one.y) for one in font["glyf"][last].components] == [(first, 10, 20)]
    points = {(x + by + 10, y + 20) for by, corners in ((100, TRIANGLE), (0, BOX)) for x, y in corners}
    assert set(font["glyf"][last].getCoordinates(font["glyf"])[0]) == points


def test_a_strut_has_two_points_and_no_ink() -> None:
    """They make a box of a glyph without ink as high as letters are, for readers that pass over text without one."""
    data = with_composites(hb.Face(outline_font(TRIANGLE)), [((Component(STRUT, 0, 0), Component(1, 5, 0)), 9)])
    font = TTFont(io.BytesIO(data))
    *_, strut, letter = font.getGlyphOrder()
    coordinates, ends, _ = font["glyf"][strut].getCoordinates(font["glyf"])
    assert (list(coordinates), list(ends)) == ([(0, 180), (20, 260)], [0, 1])
    assert font["hmtx"][strut] == (0, 0)
    glyph = font["glyf"][strut]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (0, 180, 20, 260)
    assert [one.glyphName for one in font["glyf"][letter].components] == [strut, font.getGlyphOrder()[1]]
    assert font["hmtx"][letter] == (9, 0)


@pytest.mark.parametrize(("across", "fits"), [(32_767, True), (32_768, False), (-32_768, True), (-32_769, False)])
def test_an_offset_has_sixteen_bits(across: int, fits: bool) -> None:
    flat = [(0, 0), (0, 1), (0, 0)]
    composed = [((Component(1, across, 0),), 500.0)]
    if fits:
        font = TTFont(io.BytesIO(with_composites(hb.Face(outline_font(flat)), composed)))
        assert font["glyf"][font.getGlyphOrder()[-1]].components[0].x == across
        return
    with pytest.raises(ValueError, match="16 bits"):
        with_composites(hb.Face(outline_font(flat)), composed)


def variable_font() -> bytes:
    """A font of one letter with two axes: the letter is wider where it is bold, and where it is wide."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    pen = TTGlyphPen(None)
    for place, step in (((0, 0), pen.moveTo), ((500, 0), pen.lineTo), ((250, 700), pen.lineTo)):
        step(place)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Two Axes", "styleName": "Regular", "psName": "TwoAxes"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 100, 400, 900, "Weight"), ("wdth", 50, 100, 200, "Width")], [])
    bold, wide = ([(0, 0), (by, 0), (0, 0), (0, 0), (by, 0), (0, 0), (0, 0)] for by in (100, 300))
    builder.setupGvar(
        {
            "A": [
                TupleVariation({"wght": (0.0, 1.0, 1.0)}, bold),
                TupleVariation({"wdth": (0.0, 1.0, 1.0)}, wide),
            ]
        }
    )
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("axes", "width"),
    [((), 500.0), ((("wght", 900.0),), 600.0), ((("wght", 400.0), ("wdth", 200.0)), 800.0)],
)
def test_a_variable_font_is_embedded_as_one_of_its_faces(axes: tuple[tuple[str, float], ...], width: float) -> None:
    """An axis that the campaign does not name is at its default."""
    program = font_program(variable_font(), 0, axes, frozenset([plain(1)]))
    assert program.widths == {plain(1): width}
    assert "fvar" not in TTFont(io.BytesIO(program.data))


def test_a_variable_font_with_cff_outlines_is_embedded_in_the_form_that_readers_know() -> None:
    """PDF has no CFF2."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    builder.setupNameTable({"familyName": "Curves", "styleName": "Regular", "psName": "Curves"})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    pen = T2CharStringPen(None, {}, CFF2=True)
    for place, step in (((0, 0), pen.moveTo), ((500, 0), pen.lineTo), ((250, 700), pen.lineTo)):
        step(place)
    pen.closePath()
    empty = T2CharStringPen(None, {}, CFF2=True).getCharString()
    builder.setupCFF2({".notdef": empty, "A": pen.getCharString()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    program = font_program(data.getvalue(), 0, (), frozenset([plain(1)]))
    assert (program.outlines, program.widths, program.data[:1]) == ("cff", {plain(1): 500.0}, b"\1")
