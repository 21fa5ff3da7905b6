"""Glyphs of fonts: drawn as fontTools draws them, and known again by their bytes in fonts of files."""

from __future__ import annotations

import io
import random
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from flyers.pdf.composites import Component, Composite, with_composites
from flyers.proof.cff import CharstringGlyphs, Index
from flyers.proof.charstrings import Machine, Private
from flyers.proof.drawn_outlines import charstrings, drawn_contours
from flyers.proof.font_programs import EmbeddedFont
from flyers.proof.segments import MOST_STEPS, Contour, begun, enclosing, polygons, quadratic_parts
from flyers.proof.sfnt import sfnt_tables
from flyers.proof.truetype import DEEPEST_COMPOSITE, TrueTypeGlyphs

FONTS = Path(__file__).parents[2] / "fonts"
SANS = (FONTS / "NotoSans-Regular.ttf").read_bytes()

E_ACUTE, A, B = "eacute", "A", "B"


def glyphs_of(data: bytes) -> TrueTypeGlyphs:
    return TrueTypeGlyphs(sfnt_tables(data))


@pytest.mark.parametrize("file", sorted(FONTS.glob("*-Regular.ttf")), ids=lambda file: file.stem)
def test_every_tenth_glyph_of_every_face_is_drawn_as_fonttools_draws_it(file: Path) -> None:
    data = file.read_bytes()
    own, font = glyphs_of(data), TTFont(io.BytesIO(data), lazy=True)
    drawn = font.getGlyphSet()
    composites = 0
    for gid in range(0, own.count, 10):
        name = font.getGlyphName(gid)
        composites += font["glyf"][name].isComposite()
        for step in (0, own.units / 64):
            contours = drawn_contours(drawn, name, step)
            assert own.contours(gid, step) == contours
            assert coordinates(own, gid, step) == steps_of(contours)
        if not own.is_composite(gid):
            assert own.contours(gid, own.units / 64) == own.contours(gid)
        assert own.is_composite(gid) == font["glyf"][name].isComposite()
    assert own.count > 400
    assert composites or "Naskh" in file.stem


def coordinates(glyphs: TrueTypeGlyphs, gid: int, step: float) -> tuple[list[float], list[float]]:
    """Return the coordinates of a glyph's lines and of its curves."""
    lines: list[float] = []
    curves: list[float] = []
    for points in glyphs.points(gid, step):
        points.add_to(lines, curves)
    return lines, curves


def steps_of(contours: list[Contour]) -> tuple[list[float], list[float]]:
    """Return the coordinates of the lines that have a length, and of the quadratic curves, of closed contours."""
    lines: list[float] = []
    curves: list[float] = []
    for contour in contours:
        start, steps = begun(contour)
        here = start
        for kind, *points in [*steps, ("L", start)]:
            if kind == "Q":
                for control, end in quadratic_parts(points):
                    curves += (*here, *control, *end)
                    here = end
            elif points[0] != here:
                lines += (*here, *points[0])
            here = points[-1]
    return lines, curves


def saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file, reorderTables=None)
    return file.getvalue()


def gid(name: str) -> int:
    return int(TTFont(io.BytesIO(SANS), lazy=True).getGlyphID(name))


def test_a_glyph_with_other_instructions_is_the_same() -> None:
    font = TTFont(io.BytesIO(SANS))
    glyph = font["glyf"][A]
    glyph.expand(font["glyf"])
    glyph.program.fromBytecode(bytes(5))
    altered = glyphs_of(saved(font))
    assert span(sfnt_tables(saved(font)), gid(A)) != span(sfnt_tables(SANS), gid(A))
    assert altered.is_made_of(gid(A), glyphs_of(SANS), [(gid(A), 0, 0)])


def test_a_program_of_a_glyph_or_of_its_parts_is_seen() -> None:
    font = TTFont(io.BytesIO(SANS))
    for name in (A, E_ACUTE):
        assert not _unhinted(name).is_hinted(gid(name))
    part = font["glyf"][E_ACUTE].components[0].glyphName
    font["glyf"][part].program.fromBytecode(bytes(5))
    hinted = glyphs_of(saved(font))
    assert hinted.is_hinted(gid(part))
    assert hinted.is_hinted(gid(E_ACUTE)), "through its part"
    assert not hinted.is_hinted(gid("space"))


def _unhinted(name: str) -> TrueTypeGlyphs:
    font = TTFont(io.BytesIO(SANS))
    for part in (name, *(component.glyphName for component in getattr(font["glyf"][name], "components", ()))):
        font["glyf"][part].removeHinting()
    return glyphs_of(saved(font))


@pytest.mark.parametrize("name", [A, E_ACUTE])
def test_no_altered_glyph_is_taken_for_the_same(name: str) -> None:
    """Random bytes of the tables that say a glyph are changed; what is still the same is drawn alike."""
    rng = random.Random(7)
    whole, at = glyphs_of(SANS), gid(name)
    tables = sfnt_tables(SANS)
    records = {whole_gid: span(tables, whole_gid) for whole_gid in (at, *parts_of(name))}
    other = 0
    for _ in range(3000):
        altered = dict(tables)
        start, end = rng.choice(list(records.values()))
        glyf = bytearray(tables["glyf"])
        glyf[rng.randrange(start, end)] ^= 1 << rng.randrange(8)
        altered["glyf"] = bytes(glyf)
        glyphs = TrueTypeGlyphs(altered)
        if glyphs.is_made_of(at, whole, [(at, 0, 0)]):
            assert glyphs.contours(at) == whole.contours(at)
        else:
            other += 1
    assert other > 1000


def span(tables: dict[str, bytes], at: int) -> tuple[int, int]:
    start, end = struct.unpack_from(">2I", tables["loca"], 4 * at)
    return start, end


def parts_of(name: str) -> list[int]:
    font = TTFont(io.BytesIO(SANS), lazy=True)
    glyph = font["glyf"][name]
    return [font.getGlyphID(part.glyphName) for part in glyph.components] if glyph.isComposite() else []


def test_a_moved_bearing_is_another_outline() -> None:
    """Programs move an outline so that its left edge is where the table of widths says."""
    for name in (A, E_ACUTE):
        font = TTFont(io.BytesIO(SANS))
        advance, bearing = font["hmtx"][name]
        font["hmtx"][name] = (advance, bearing + 3)
        altered, whole = glyphs_of(saved(font)), glyphs_of(SANS)
        assert not altered.is_made_of(gid(name), whole, [(gid(name), 0, 0)])
        first, its = altered.contours(gid(name))[0][0][1], whole.contours(gid(name))[0][0][1]
        assert (first[0] - its[0], first[1] - its[1]) == (3, 0)


def test_a_composite_of_the_painter_is_known_by_its_parts() -> None:
    whole, a, b = glyphs_of(SANS), gid(A), gid(B)
    data = with_composites(SANS, [Composite((Component(a, 5, -7), Component(b, 0, 0)), 1000)])
    altered = glyphs_of(data)
    made = altered.count - 1
    assert altered.is_made_of(made, whole, [(a, 5, -7), (b, 0, 0)])
    space = gid("space")
    assert altered.is_made_of(made, whole, [(a, 5, -7), (space, 9, 9), (b, 0, 0)])
    for wrong in ([(a, 5, -7)], [(a, 5, -6), (b, 0, 0)], [(b, 5, -7), (a, 0, 0)], [(a, 5, -7), (b, 0, 0), (b, 0, 0)]):
        assert not altered.is_made_of(made, whole, wrong)


def composite_of_itself(*, wide: int = 1) -> bytes:
    """Return a font whose “A” is made of itself so many times."""
    tables = sfnt_tables(SANS)
    start, end = span(tables, gid(A))
    part = struct.pack(">2H2h", 0x0023, gid(A), 0, 0)
    record = struct.pack(">5h", -1, 0, 0, 10, 10) + part * wide
    glyf = bytearray(tables["glyf"])
    assert len(record) <= end - start
    glyf[start : start + len(record)] = record
    where = SANS.index(tables["glyf"])
    return SANS[:where] + bytes(glyf) + SANS[where + len(glyf) :]


def test_a_composite_of_itself_ends() -> None:
    glyphs = glyphs_of(composite_of_itself())
    for look in (glyphs.contours, glyphs.box):
        with pytest.raises(ValueError, match="nested too deep"):
            look(gid(A))
    assert not glyphs.is_made_of(gid(A), glyphs_of(SANS), [(gid(A), 0, 0)])
    assert DEEPEST_COMPOSITE < 50


def test_an_outline_that_multiplies_ends() -> None:
    """Eight levels of hundreds of parts would be more than 10^20."""
    a = gid(A)
    data = SANS
    for level in range(4):
        count = glyphs_of(data).count
        inner = a if not level else count - 1
        data = with_composites(data, [Composite(tuple(Component(inner, x, 0) for x in range(40)), 1000)])
    glyphs = glyphs_of(data)
    with pytest.raises(ValueError, match=f"more than {MOST_STEPS} steps"):
        glyphs.contours(glyphs.count - 1)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:5000], "cut off"),
        (lambda data: b"wOFF" + data[4:], "not a font file"),
        (lambda data: data[:12] + data[28:44] + data[28:], "two tables"),
        (lambda data: set_format(data, 0x0100), "not defined"),
    ],
    ids=["cut off", "a web font", "a table twice", "an undefined format"],
)
def test_a_font_that_programs_would_read_differently_is_broken(damage: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        glyphs_of(damage(SANS))


def set_format(data: bytes, value: int) -> bytes:
    at = data.index(sfnt_tables(data)["head"]) + 50
    return data[:at] + struct.pack(">H", value) + data[at + 2 :]


def test_a_glyph_outside_its_table_or_with_points_cut_off_is_broken() -> None:
    tables = sfnt_tables(SANS)
    start, _ = span(tables, gid(A))
    loca = bytearray(tables["loca"])
    struct.pack_into(">I", loca, 4 * gid(A), 0xFFFFFFF0)
    with pytest.raises(ValueError, match="outside its table"):
        TrueTypeGlyphs({**tables, "loca": bytes(loca)}).contours(gid(A))
    struct.pack_into(">2I", loca, 4 * gid(A), start, start + 30)
    with pytest.raises(ValueError, match="cut off"):
        TrueTypeGlyphs({**tables, "loca": bytes(loca)}).contours(gid(A))


def test_random_damage_is_drawn_or_refused() -> None:
    rng = random.Random(3)
    tables, at = sfnt_tables(SANS), gid(E_ACUTE)
    refused = 0
    for _ in range(3000):
        altered = dict(tables)
        for name in ("glyf", "loca", "hmtx"):
            table = bytearray(tables[name])
            start, end = span(tables, at) if name == "glyf" else (4 * at, 4 * at + 8)
            for _ in range(rng.randrange(4)):
                table[rng.randrange(start, end)] = rng.randrange(256)
            altered[name] = bytes(table)
        glyphs = TrueTypeGlyphs(altered)
        try:
            polygons(glyphs.contours(at), 1.0)
        except ValueError:
            refused += 1
    assert 0 < refused < 3000


def test_a_contour_without_a_point_on_its_curve_ends_where_it_began() -> None:
    contour = [("Q", (0, 0), (2, 0), (2, 2), (0, 2), None)]
    start, ((kind, *points),) = begun(contour)
    assert (start, kind) == ((0.0, 1.0), "Q")
    assert [end for _, end in quadratic_parts(points)] == [(1.0, 0.0), (2.0, 1.0), (1.0, 2.0), (0.0, 1.0)]
    (polygon,) = polygons([contour], 1.0)
    assert polygon[0] == polygon[-1]


def test_a_contour_that_encloses_nothing_is_left_out() -> None:
    line = [("M", (0, 0)), ("L", (5, 5))]
    triangle = [*line, ("L", (0, 5))]
    assert enclosing([line, triangle]) == [triangle]


@pytest.mark.parametrize("file", sorted(FONTS.glob("*-Regular.otf")), ids=lambda file: file.stem)
def test_charstrings_of_every_face_are_drawn_as_fonttools_draws_them(file: Path) -> None:
    data = file.read_bytes()
    own, font = CharstringGlyphs(sfnt_tables(data)["CFF "]), TTFont(io.BytesIO(data), lazy=True)
    strings, order = font["CFF "].cff[0].CharStrings, font.getGlyphOrder()
    assert own.count == len(order)
    assert own.gid_of_cid() == {int(name[3:]) if name[3:].isdigit() else 0: gid for gid, name in enumerate(order)}
    for at in range(0, own.count, 29):
        string = strings[order[at]]
        assert own.draw(at)[:2] == (drawn_contours(strings, order[at]), string.width)
        bounds = BoundsPen(None)
        string.draw(bounds)
        assert own.box(at) == (bounds.bounds and pytest.approx(bounds.bounds))
        assert own.is_plain(at)


def charstring_font(programs: dict[str, list[Any]], **top: Any) -> bytes:
    """Return a CFF table with the charstrings *programs*, given as fontTools' programs, and entries of its top DICT."""
    builder = FontBuilder(1000, isTTF=False)
    names = [".notdef", *programs]
    builder.setupGlyphOrder(names)
    strings = {name: T2CharString(program=program) for name, program in programs.items()}
    strings[".notdef"] = T2CharString(program=["endchar"])
    builder.setupCFF("Test", top, strings, {"defaultWidthX": 500, "nominalWidthX": 600})
    return bytes(builder.font["CFF "].compile(builder.font))


OPERATORS = {
    "lines": [10, 20, "rmoveto", 1, 2, 3, 4, "rlineto", 5, 6, 7, "hlineto", 8, 9, "vlineto", "endchar"],
    "width": [-70, 10, "hmoveto", 5, 5, "rlineto", "endchar"],
    "up": [10, "vmoveto", 5, 5, 1, -7, "rlineto", 3, "hmoveto", 1, 1, "rlineto", "endchar"],
    "curves": [
        0,
        0,
        "rmoveto",
        *range(1, 13),
        "rrcurveto",
        *range(1, 9),
        "rcurveline",
        *range(1, 9),
        "rlinecurve",
        "endchar",
    ],
    "level": [
        0,
        "hmoveto",
        *range(1, 10),
        "hhcurveto",
        *range(1, 10),
        "vvcurveto",
        *range(1, 5),
        "hhcurveto",
        "endchar",
    ],
    "turning": [
        0,
        "hmoveto",
        *range(1, 14),
        "hvcurveto",
        *range(1, 10),
        "vhcurveto",
        *range(1, 9),
        "hvcurveto",
        "endchar",
    ],
    "flexes": [
        *(0, "hmoveto", *range(1, 8), "hflex", *range(1, 14), "flex", *range(1, 10), "hflex1"),
        *(*range(1, 12), "flex1", 1, 90, 1, 1, 1, 1, 1, 1, 1, 1, 7, "flex1", "endchar"),
    ],
    "hints": [5, 1, 2, "hstemhm", 3, 4, "hintmask", b"\xc0", 0, 0, "rmoveto", 1.5, 2.25, "rlineto", "endchar"],
}


def test_every_operator_draws_what_fonttools_draws() -> None:
    data = charstring_font(OPERATORS)
    own = CharstringGlyphs(data)
    reference = charstrings(data)
    for at, name in enumerate(OPERATORS, 1):
        assert own.draw(at)[:2] == tuple(reference(at)), name
        assert own.is_hinted(at) == (name == "hints")
    assert not own.unusual
    assert "_by_fonttools" not in own.__dict__


def test_what_few_fonts_have_is_left_to_fonttools() -> None:
    """A line, say, that begins nowhere."""
    stems = [5, 1, 2, "hstem"]
    own = CharstringGlyphs(
        charstring_font({"lost": [1, 2, "rlineto", "endchar"], "stems": [*stems, 1, 2, "rlineto", "endchar"]})
    )
    assert own.draw(1).contours == own.draw(2).contours == [[("M", (0, 0)), ("L", (1, 2))]]
    assert "_by_fonttools" in own.__dict__
    assert [own.is_hinted(1), own.is_hinted(2)] == [False, True]


def test_what_a_font_says_of_drawing_is_seen() -> None:
    """Outlines that are stroked, and zones to which they are aligned."""
    lines = {"lines": OPERATORS["lines"]}
    assert CharstringGlyphs(charstring_font(lines, PaintType=2)).unusual
    assert CharstringGlyphs(charstring_font(lines, isFixedPitch=True)).unusual == set()


def test_random_damage_to_charstrings_is_drawn_or_refused() -> None:
    rng = random.Random(5)
    whole = charstring_font(OPERATORS)
    refused = 0
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            font = EmbeddedFont(bytes(data), bare_cff=True)
        except ValueError:
            refused += 1
            continue
        for at in range(font.count):
            with suppress(Exception):  # as callers do: fontTools raises whatever it likes
                font.box(at)
                font.contours(at)
    assert 0 < refused < 1500


def test_subroutines_that_multiply_end() -> None:
    """Ten levels, each of which calls the next one many times."""
    call = bytes([139 - 107, 10])
    bomb = pieces([bytes([139 - 107 + level + 1, 10]) * 40 + b"\x0b" for level in range(9)] + [b"\x0b"])
    with pytest.raises(ValueError, match="bytes"):
        Machine(bomb, Private(bomb, 0, 0)).run(call + b"\x0e")
    itself = pieces([bytes([139 - 107, 10])])
    with pytest.raises(ValueError, match="nested too deep"):
        Machine(itself, Private(itself, 0, 0)).run(call + b"\x0e")


def pieces(parts: list[bytes]) -> Index:
    offsets = [1]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    data = struct.pack(">HB", len(parts), 2) + struct.pack(f">{len(offsets)}H", *offsets) + b"".join(parts)
    return Index(data, 0)


@pytest.mark.parametrize(
    ("matrix", "plain"),
    [
        ([0.001, 0, 0, 0.001, 0, 0], True),
        ([0.0005, 0, 0, 0.0005, 0, 0], True),
        ([0.001, 0, 0, 0.00099, 0, 0], False),
        ([0.001, 0, 0.0001, 0.001, 0, 0], False),
        ([0.001, 0, 0, 0.001, 0.01, 0], False),
        ([-0.001, 0, 0, 0.001, 0, 0], False),
        ([0.001], False),
    ],
)
def test_a_font_that_narrows_slants_or_moves_its_letters_is_not_plain(matrix: list[float], plain: bool) -> None:
    glyphs = CharstringGlyphs(charstring_font(OPERATORS, FontMatrix=matrix))
    assert glyphs.is_plain(1) is plain
