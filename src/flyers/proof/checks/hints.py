"""Programs and tables that move or replace the outlines of the file's fonts, and that our fonts don't have.

The picture of a page shows its letters at one size, without hints. Printers that carry out a font's programs, as
Ghostscript does, would print other letters.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.font_programs import EmbeddedFont
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, contains, union
from flyers.proof.reading import Reading

TABLES = frozenset(
    (
        "head",
        "hhea",
        "hmtx",
        "maxp",
        "OS/2",
        "STAT",
        "post",
        "name",
        "cmap",
        "glyf",
        "loca",
        "CFF ",
        "vhea",
        "vmtx",
        "VORG",
    )
)
"""Tables of outlines, metrics and names. Others have programs, bitmaps, colours or other outlines at some sizes."""

ROUNDED = 2.0
"""Thousandths of an em by which ink may reach out of the box that a file states for a font: rounding."""


@check(
    "V920",
    "fonts have nothing but outlines",
    found="A font in the file has programs or hints that move its outlines at some sizes, pictures or colours in "
    "place of outlines, or a box that cuts them off.",
    why="One printer or viewer obeys, another does not: the digit on paper is not the one on the screen.",
    advice="The file was edited: ask for the original.",
    owner="print shop, developer",
    rules=("ISO 32000-1, 9.8.1, 9.9",),
    needs_expectation=True,
)
def outlines_alone(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in reading.fonts.values():
        if font.program is not None and font.composite:
            for problem in (*_of_program(font.program), *_of_glyphs(font, font.program), *_of_boxes(font)):
                yield Fault(f"the font {problem}", where=font.name)
            if font.programs > 1:
                yield Fault("the font has two programs, and viewers differ in which one they use", where=font.name)


def _of_program(program: EmbeddedFont) -> Iterator[str]:
    for tag in sorted(program.tables - TABLES):
        yield f"has a table {tag.strip()}"
    if {"glyf", "CFF "} <= program.tables:
        yield "has outlines of two kinds"
    if program.charstrings and program.charstrings.unusual:
        yield "says how its outlines are to be drawn (stems, zones or strokes)"


def _of_glyphs(font: FontReading, program: EmbeddedFont) -> Iterator[str]:
    """Yield whether a used glyph is hinted. One that can't be read is found by V909."""
    glyphs = program.truetype or program.charstrings
    for code in font.used.values():
        try:
            if glyphs is not None and 0 <= code.gid < program.count and glyphs.is_hinted(code.gid):
                yield f"has a program for “{code.text or code.gid}” that moves its outline"
                return
        except (ValueError, IndexError, struct.error):
            continue


def _of_boxes(font: FontReading) -> Iterator[str]:
    """Yield whether a box that is stated for a font leaves out ink: some programs cut off what is outside."""
    ink = union(code.box for code in font.used.values() if code.box)
    if ink is None or font.program is None:
        return
    needed: Box = (ink[0] * 1000, ink[1] * 1000, ink[2] * 1000, ink[3] * 1000)
    for stated, where in ((font.stated_box, "the file"), (font.program.stated_box, "it")):
        if stated is not None and not contains(stated, needed, ROUNDED):
            yield f"has a box that does not hold its letters (FontBBox, as {where} states it)"
