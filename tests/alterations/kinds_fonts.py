"""Alterations of embedded fonts: outlines, widths, and the maps from codes to glyphs and to text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
from fontTools.misc.transform import Transform
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from kinds import Unfit, kind, one_of
from pikepdf import Array, Dictionary, Name


def _fonts(pdf: pikepdf.Pdf) -> list[tuple[Any, str]]:
    """Return the font dictionaries of all pages, each with the holder of its resource: (fonts, name)."""
    return [(page.Resources.Font, name) for page in pdf.pages for name in sorted(page.Resources.Font.keys())]


def _font(pdf: pikepdf.Pdf, random: Random) -> Any:
    fonts, name = one_of(random, _fonts(pdf))
    return fonts[name]


def _program(font: Any) -> Any:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return descriptor.get("/FontFile2") or descriptor.get("/FontFile3")


def _reshaped(pdf: pikepdf.Pdf, random: Random, change: Callable[[TTFont, list[str]], None]) -> None:
    """Change the program of a font; *change* gets it and the names of its glyphs that have an outline."""
    program = _program(_font(pdf, random))
    data = program.read_bytes()
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
        raise Unfit
    font = TTFont(io.BytesIO(data))
    shown = [name for name in font.getGlyphOrder()[1:] if _drawn(font, name).value]
    if len(shown) < 2:
        raise Unfit
    change(font, shown)
    new = io.BytesIO()
    font.save(new)
    program.write(new.getvalue())


def _drawn(font: TTFont, name: str) -> DecomposingRecordingPen:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen


def _redraw(font: TTFont, name: str, drawing: DecomposingRecordingPen, matrix: Transform = Transform()) -> None:  # noqa: B008  # immutable
    """Give a glyph the outline of *drawing*."""
    if "glyf" in font:
        pen = TTGlyphPen(None)
        drawing.replay(TransformPen(pen, matrix))
        font["glyf"][name] = pen.glyph()
        left = getattr(font["glyf"][name], "xMin", 0)
        font["hmtx"][name] = (font["hmtx"][name][0], left)
    else:
        strings = font["CFF "].cff.topDictIndex[0].CharStrings
        pen = T2CharStringPen(None, None)
        drawing.replay(TransformPen(pen, matrix))
        old = strings[name]
        strings[name] = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)


@kind("font")
def swapped_outlines(pdf: pikepdf.Pdf, random: Random) -> None:
    def change(font: TTFont, shown: list[str]) -> None:
        one, other = random.sample(shown, 2)
        first, second = _drawn(font, one), _drawn(font, other)
        _redraw(font, one, second)
        _redraw(font, other, first)

    _reshaped(pdf, random, change)


@kind("font")
def blank_outline(pdf: pikepdf.Pdf, random: Random) -> None:
    def change(font: TTFont, shown: list[str]) -> None:
        _redraw(font, random.choice(shown), DecomposingRecordingPen(None))

    _reshaped(pdf, random, change)


@kind("font")
def bent_outline(pdf: pikepdf.Pdf, random: Random) -> None:
    """A glyph is wider, lower, mirrored, shifted or slanted."""

    def change(font: TTFont, shown: list[str]) -> None:
        em = font["head"].unitsPerEm
        step = random.choice((-0.2, -0.06, 0.06, 0.2))
        matrices = (
            Transform(1 + step, 0, 0, 1, 0, 0),
            Transform(1, 0, 0, 1 + step, 0, 0),
            Transform(1, 0, step, 1, 0, 0),
            Transform(1, 0, 0, 1, step * em, 0),
            Transform(1, 0, 0, 1, 0, step * em),
            Transform(-1, 0, 0, 1, em / 2, 0),
            Transform(1, 0, 0, -1, 0, em / 2),
        )
        name = random.choice(shown)
        _redraw(font, name, _drawn(font, name), random.choice(matrices))

    _reshaped(pdf, random, change)


@kind("font")
def outline_without_a_contour(pdf: pikepdf.Pdf, random: Random) -> None:
    """A counter filled, or a dot gone."""

    def change(font: TTFont, shown: list[str]) -> None:
        name = random.choice(shown)
        drawing = _drawn(font, name)
        starts = [at for at, (step, _) in enumerate(drawing.value) if step == "moveTo"]
        at = random.randrange(len(starts))
        end = starts[at + 1] if at + 1 < len(starts) else len(drawing.value)
        del drawing.value[starts[at] : end]
        _redraw(font, name, drawing)

    _reshaped(pdf, random, change)


@kind("font")
def another_em(pdf: pikepdf.Pdf, random: Random) -> None:
    def change(font: TTFont, shown: list[str]) -> None:
        font["head"].unitsPerEm = round(font["head"].unitsPerEm * random.choice((0.9, 0.97, 1.03, 1.1)))

    _reshaped(pdf, random, change)


@kind("font")
def another_program(pdf: pikepdf.Pdf, random: Random) -> None:
    """The program of another font of the file."""
    one, other = _program(_font(pdf, random)), _program(_font(pdf, random))
    if one.objgen == other.objgen:
        raise Unfit
    one.write(other.read_bytes())


@kind("font")
def another_width(pdf: pikepdf.Pdf, random: Random) -> None:
    descendant = _font(pdf, random).DescendantFonts[0]
    by = random.choice((-200, -40, 40, 200))
    rows = [row for row in descendant.get("/W", Array()) if isinstance(row, Array) and len(row)]
    if not rows or random.random() < 0.1:
        descendant.DW = float(descendant.get("/DW", 1000)) + by
        return
    row = random.choice(rows)
    at = random.randrange(len(row))
    row[at] = float(row[at]) + by


@kind("font")
def another_text(pdf: pikepdf.Pdf, random: Random) -> None:
    """A code says that it is another character, or none."""
    font = _font(pdf, random)
    entries = list(
        re.finditer(rb"<[0-9A-F]{4}> <([0-9A-F]+)>", font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2])
    )
    entry = one_of(random, entries)
    new = random.choice((b"0037", b"0020", b"200B", b"0041", random.choice(entries)[1]))
    changed = entry[0].replace(b" <" + entry[1] + b">", b" <" + new + b">") if random.random() < 0.8 else b""
    font.ToUnicode.write(font.ToUnicode.read_bytes().replace(entry[0], changed, 1))


@kind("font")
def no_texts(pdf: pikepdf.Pdf, random: Random) -> None:
    del _font(pdf, random)["/ToUnicode"]


@kind("font")
def swapped_codes(pdf: pikepdf.Pdf, random: Random) -> None:
    """Two codes show each other's glyph."""
    gids = _font(pdf, random).DescendantFonts[0].get("/CIDToGIDMap")
    if not isinstance(gids, pikepdf.Stream):
        raise Unfit
    data = bytearray(gids.read_bytes())
    one, other = (2 * random.randrange(1, max(2, len(data) // 2)) for _ in range(2))
    data[one : one + 2], data[other : other + 2] = data[other : other + 2], data[one : one + 2]
    gids.write(bytes(data))


@kind("font")
def codes_are_glyphs(pdf: pikepdf.Pdf, random: Random) -> None:
    _font(pdf, random).DescendantFonts[0].CIDToGIDMap = Name.Identity


@kind("font")
def swapped_fonts(pdf: pikepdf.Pdf, random: Random) -> None:
    """Two names of a page's resources change places."""
    fonts, name = one_of(random, _fonts(pdf))
    other = one_of(random, [each for each in sorted(fonts.keys()) if each != name])
    fonts[name], fonts[other] = fonts[other], fonts[name]


@kind("font")
def not_embedded(pdf: pikepdf.Pdf, random: Random) -> None:
    descriptor = _font(pdf, random).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


@kind("font")
def written_downwards(pdf: pikepdf.Pdf, random: Random) -> None:
    _font(pdf, random).Encoding = Name("/Identity-V")


@kind("font")
def a_font_of_programs(pdf: pikepdf.Pdf, random: Random) -> None:
    fonts, name = one_of(random, _fonts(pdf))
    square = pdf.make_stream(b"600 0 d0 0 0 500 700 re f")
    fonts[name] = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=square),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0, *(Name.a for _ in range(256))])),
        FirstChar=0,
        LastChar=255,
        Widths=Array([600] * 256),
        Resources=Dictionary(),
    )
