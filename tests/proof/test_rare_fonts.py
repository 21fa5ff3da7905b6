"""Fonts as a campaign may bring them, and as no face of this repository is: collections, variable fonts, other tables."""

from __future__ import annotations

import hashlib
import io
import struct
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from flyers.proof.cff import CharstringGlyphs, Index
from flyers.proof.charstring_steps import UnusualError
from flyers.proof.charstrings import Machine, Private
from flyers.proof.drawn_outlines import charstrings, drawn_contours
from flyers.proof.font_programs import EmbeddedFont
from flyers.proof.pictures.expected import ExpectedFace
from flyers.proof.pictures.outlines import Typeface
from flyers.proof.segments import MOST_STEPS, begun, quadratic_parts
from flyers.proof.sfnt import font_style, sfnt_tables
from flyers.proof.truetype import TrueTypeGlyphs

FONTS = Path(__file__).parents[2] / "fonts"


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


def face_of(data: bytes, **values: Any) -> Typeface:
    return Typeface(ExpectedFace(hashlib.sha256(data).hexdigest(), **values), data)


def test_a_font_of_a_collection_is_found_by_its_number() -> None:
    square, curved = truetype(), truetype(curved=True)
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(data)) for data in (square, curved)]
    data = saved(collection)
    for number, alone in enumerate((square, curved)):
        assert sfnt_tables(data, number)["glyf"] == sfnt_tables(alone)["glyf"]
        assert face_of(data, number=number).written(1) == face_of(alone).written(1)
    for number in (-1, 2):
        with pytest.raises(ValueError, match=f"has no font {number}"):
            sfnt_tables(data, number)


@pytest.mark.parametrize(("weight", "right"), [(400, 100), (550, 120), (700, 140)])
def test_a_variable_font_is_drawn_at_its_axes(weight: int, right: int) -> None:
    face = face_of(truetype(axis=True), axes=(("wght", weight),))
    assert face.outline(1).lines.tolist() == [0, 0, 0, 100, 0, 100, right, 100, right, 100, right, 0, right, 0, 0, 0]
    assert face.whole is None, "what it says of itself varies too"
    assert face.truetype is None, "its bytes do not say what is drawn"


def test_only_the_file_with_the_checksum_is_the_face() -> None:
    data = truetype()
    assert face_of(data).whole is not None
    with pytest.raises(ValueError, match="does not have the checksum 000000000000…"):
        Typeface(ExpectedFace("0" * 64), data)


def test_a_contour_of_curves_alone_begins_between_two_of_its_points() -> None:
    """As fontTools draws it; its steps may begin at another of these places."""
    data = truetype(curved=True)
    glyphs = TrueTypeGlyphs(sfnt_tables(data))
    (contour,) = glyphs.contours(1)
    assert [contour] == drawn_contours(TTFont(io.BytesIO(data)).getGlyphSet(), "square")
    here, ((_, *points),) = begun(contour)
    wanted = set()
    for control, end in quadratic_parts(points):
        wanted.add((*here, *control, *end))
        here = end
    (points_of_it,) = glyphs.points(1)
    lines: list[float] = []
    curves: list[float] = []
    points_of_it.add_to(lines, curves)
    assert lines == []
    assert {tuple(curves[at : at + 6]) for at in range(0, len(curves), 6)} == wanted
    assert len(curves) == 6 * len(SQUARE)


@pytest.mark.parametrize(("step", "height"), [(0, 7), (4, 8), (5, 5), (14, 14), (15, 0)])
def test_a_part_stands_at_a_multiple_of_the_step_if_there_is_one(step: float, height: float) -> None:
    data = truetype()
    own, glyphs = TrueTypeGlyphs(sfnt_tables(data)), TTFont(io.BytesIO(data)).getGlyphSet()
    drawn = [own.contours(2, step), drawn_contours(glyphs, "raised", step)]
    if not step:
        drawn += [own.contours(2), drawn_contours(glyphs, "raised")]
    for (contour,) in drawn:
        assert contour[0] == ("M", (3, height))


def test_a_glyph_of_another_size_of_em_is_another_one() -> None:
    one, other = (TrueTypeGlyphs(sfnt_tables(truetype(units=units))) for units in (1000, 2000))
    assert one.is_made_of(1, one, [(1, 0, 0)])
    assert not one.is_made_of(1, other, [(1, 0, 0)])


def test_a_font_without_widths_or_outlines_is_refused() -> None:
    tables = {name: bytearray(table) for name, table in sfnt_tables(truetype()).items()}
    struct.pack_into(">H", tables["hhea"], 34, 0)
    with pytest.raises(ValueError, match="no advance widths"):
        TrueTypeGlyphs({name: bytes(table) for name, table in tables.items()})
    font = TTFont(io.BytesIO(truetype()))
    del font["glyf"], font["loca"]
    with pytest.raises(ValueError, match="no outlines: neither glyf nor CFF"):
        EmbeddedFont(saved(font), bare_cff=False)


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
    font = EmbeddedFont(opentype(TRIANGLE), bare_cff=False)
    assert font.contours(1) == [[(0.01, 0.02), (0.51, 0.02), (0.26, 0.42)]]
    assert font.box(1) == pytest.approx((0.01, 0.02, 0.51, 0.42))
    assert [font.advance(gid) for gid in (0, 1, 2)] == [700, 710, None]
    bare = EmbeddedFont(bytes(sfnt_tables(opentype(TRIANGLE))["CFF "]), bare_cff=True)
    assert bare.outline(1) == font.outline(1)
    assert (bare.advance(1), bare.whole) == (500, None)


def test_a_charstring_with_too_many_steps_ends() -> None:
    """Whoever draws it; it has half as many bytes as would be too many."""
    lines = [*[1] * 24, *[-1] * 24, "rlineto"] * (MOST_STEPS // 24 + 1)
    table = bytes(sfnt_tables(opentype([0, "hmoveto", *lines, "endchar"]))["CFF "])
    for draw in (CharstringGlyphs(table).draw, charstrings(table)):
        with pytest.raises(ValueError, match=f"an outline has more than {MOST_STEPS} steps"):
            draw(1)


@pytest.mark.parametrize(("count", "bias"), [(1, 107), (1239, 107), (1240, 1131), (33899, 1131), (33900, 32768)])
def test_the_numbers_of_subroutines_begin_below_nought(count: int, bias: int) -> None:
    """Technical Note 5177, 4.7."""
    assert Index(index(*[b""] * count), 0).bias == bias


def test_a_subroutine_is_not_called_by_a_fraction() -> None:
    """Nobody knows which one fontTools would take; ours leaves it to that."""
    with pytest.raises(UnusualError, match="a fraction in place of a number"):
        Machine(Index(index(b"\x0b", b"\x0b"), 0), Private(None, 0, 0)).run(b"\xff\x00\x00\x80\x00\x1d\x0e")


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
MIXED = [300, 400, 400, 300, 300]


@pytest.mark.parametrize(
    ("charset", "cids"),
    [
        (b"", [0, 1, 2, 3, 4]),
        (b"\0" + struct.pack(">4H", 7, 300, 5, 9), [0, 7, 300, 5, 9]),
        (b"\1" + struct.pack(">HBHB", 7, 1, 300, 1), [0, 7, 8, 300, 301]),
        (b"\2" + struct.pack(">HHHH", 40, 2, 9, 500), [0, 40, 41, 42, 9]),
    ],
    ids=["as numbered", "one by one", "short ranges", "long ranges"],
)
def test_glyphs_have_the_cids_of_the_charset(charset: bytes, cids: list[int]) -> None:
    data = cid_font(charset, ALL_OF_THE_FIRST)
    assert CharstringGlyphs(data).gid_of_cid() == {cid: gid for gid, cid in enumerate(cids)}
    assert EmbeddedFont(data, bare_cff=True).gid_of_cid == {cid: gid for gid, cid in enumerate(cids)}


@pytest.mark.parametrize(
    "fonts",
    [bytes([0, 0, 1, 1, 0, 0]), b"\3" + struct.pack(">HHBHBHBH", 3, 0, 0, 1, 1, 3, 0, GLYPHS)],
    ids=["one by one", "ranges"],
)
def test_a_glyph_has_the_width_of_its_font(fonts: bytes) -> None:
    glyphs = CharstringGlyphs(cid_font(b"", fonts))
    assert [glyphs.draw(gid).width for gid in range(GLYPHS)] == MIXED


NAMES = (*range(5), 13, 14, *(1200 + second for second in (0, 1, 2, 3, 4, 6, 21, 22, 31, 32, 33, 34, 35, 38)))
"""Operators of a top DICT that say how a font is called, what it may be used for and how it was made, or the usual kind
of charstrings (Technical Note 5176, appendix A)."""

DRAWING = (1205, 1208, 1223)
"""That its letters are outlines to be stroked, how wide, and that they are a blend of others."""


@pytest.mark.parametrize(
    ("operators", "unusual"),
    [(NAMES, set()), *(((operator,), {operator}) for operator in DRAWING)],
)
def test_of_the_entries_of_a_font_those_that_change_its_letters_are_unusual(
    operators: tuple[int, ...], unusual: set[int]
) -> None:
    codes = (bytes([12, each - 1200]) if each >= 1200 else bytes([each]) for each in operators)
    further = b"".join(entry(code, 2) for code in codes)
    assert CharstringGlyphs(cid_font(b"", ALL_OF_THE_FIRST, further=further)).unusual == unusual


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (cid_font(b"\3" + bytes(8), ALL_OF_THE_FIRST), "the format of the charset is not defined"),
        (cid_font(b"", b"\2" + bytes(9)), "fonts are chosen in another way"),
        (cid_font(b"", ALL_OF_THE_FIRST, kind=1), "charstrings of another type"),
    ],
)
def test_tables_that_are_not_defined_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        EmbeddedFont(data, bare_cff=True)


# -- the style --------------------------------------------------------------------------------------------------------


def style(
    *, weight: int = 400, family: int = 0, capitals: int = 0, os2: int = 96, slant: float = 0, pitch: int = 0
) -> Any:
    """Return the style of a font with these figures, whose table OS/2 has that many bytes."""
    about = bytearray(96)
    struct.pack_into(">H", about, 4, weight)
    about[30] = family
    struct.pack_into(">h", about, 88, capitals)
    tables = {
        "OS/2": bytes(about[:os2]),
        "post": struct.pack(">IiIIIIII", 0x30000, round(slant * 65536), 0, pitch, *[0] * 4),
    }
    return font_style(tables)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, (4, 0.0, 88, 0)),
        ({"weight": 700, "capitals": 714}, (4, 0.0, 166, 714)),
        ({"family": 1}, (6, 0.0, 88, 0)),
        ({"family": 8}, (4, 0.0, 88, 0)),
        ({"slant": -12.5}, (68, -12.5, 88, 0)),
        ({"pitch": 1}, (5, 0.0, 88, 0)),
        ({"pitch": 0x1000000}, (5, 0.0, 88, 0)),
        ({"weight": 700, "family": 1, "capitals": 714, "os2": 90}, (6, 0.0, 166, 714)),
        ({"weight": 700, "family": 1, "capitals": 714, "os2": 89}, (6, 0.0, 166, 0)),
        ({"weight": 700, "family": 1, "os2": 31}, (4, 0.0, 88, 0)),
        ({"weight": 700, "os2": 0}, (4, 0.0, 88, 0)),
    ],
)
def test_the_style_of_a_font_is_that_of_its_tables(given: dict[str, Any], wanted: tuple[int, float, int, int]) -> None:
    assert style(**given) == wanted


def test_a_font_without_the_tables_of_its_style_has_the_usual_one() -> None:
    assert font_style({}) == font_style({"post": bytes(15), "OS/2": bytes(31)}) == (4, 0.0, 88, 0)


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.[ot]tf")), ids=lambda file: file.stem)
def test_another_reader_finds_the_same_style(file: Path) -> None:
    found, font = font_style(sfnt_tables(file.read_bytes())), TTFont(file, lazy=True)
    about, post = font["OS/2"], font["post"]
    assert (found.slant, found.capitals) == (post.italicAngle, getattr(about, "sCapHeight", 0))
    assert bool(found.flags & 1) is bool(post.isFixedPitch)
    assert found.stem == round(50 + (about.usWeightClass / 65) ** 2)
