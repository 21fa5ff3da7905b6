"""What the text engine hands on: positioned glyphs as plain, immutable data.

Coordinates are points, y upwards, relative to the *line's* origin: the left edge of the paragraph's measure on the
line's baseline. Glyphs and runs stand in **logical** order (the order in which the text is read and typed), whatever
the direction; positions are absolute, so a painter needs no bidi of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One glyph: a tuple, since a brochure has thousands.

    Attributes:
        gid: glyph index in the *original* face (the painter renumbers when it subsets).
        x, y: origin of the glyph, HarfBuzz offsets included.
        advance: the nominal horizontal advance that the pen moves by, >= 0.
        text: the source characters that this glyph carries for text extraction; all of its cluster's on the cluster's
            first glyph (in logical order), "" on the cluster's others. Concatenated over a line: exactly the source
            characters of the line that have a glyph.
    """

    gid: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face, size, bidi level, script and language, in logical order.

    ``face`` is a key of the font library, ``"noto-sans:bold"``. ``level`` is the UAX #9 level (odd: right to left).
    ``language`` is BCP 47.
    """

    face: str
    size: float
    level: int
    script: str
    language: str
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class ContactOnLine:
    """Where a contact stands on a line: its id, display form and horizontal extent."""

    contact: str
    display: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One set line.

    Attributes:
        runs: in logical order.
        width: from the first to the last glyph's advance, without trailing space.
        baseline: distance of the baseline below the paragraph's top.
        ink: left, bottom, right, top of the drawn outlines (boxes of the glyphs), relative to the line's origin.
        start, end: the slice of the paragraph's text that the line holds (with its trailing space or break).
        text: that slice's characters that are drawn (no trailing space).
    """

    runs: tuple[GlyphRun, ...]
    width: float
    baseline: float
    ink: tuple[float, float, float, float]
    start: int
    end: int
    text: str
    contacts: tuple[ContactOnLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A set paragraph: lines in a measure of ``width``.

    ``height`` is ascent + (lines - 1) x leading + descent, with the ascent and descent of the language's registry
    entry (em) times the size: a visual box, so that blocks of every script sit at equal optical distances.
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    size: float
    leading: float
