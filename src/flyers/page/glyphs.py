"""Glyphs in their places on a line, and the contacts that they show: plain, immutable data.

Coordinates are points, y upwards, relative to the *line's* origin: the left edge of the paragraph's measure on the
line's baseline. Glyphs and runs are in **logical** order (the order in which the text is read and typed), whatever the
direction. Positions are absolute, so a painter needs no bidi algorithm.
"""

from __future__ import annotations

from typing import NamedTuple

from flyers.records import dataclass


class PositionedGlyph(NamedTuple):
    """One glyph. A tuple, because a brochure has thousands.

    Attributes:
        gid: glyph index in the *original* face (the painter renumbers when it subsets).
        x, y: origin of the glyph, HarfBuzz offsets included.
        advance: the nominal horizontal advance of the pen, >= 0.
        text: the source characters that this glyph carries for text extraction. A cluster's first glyph (in logical
            order) carries all of its characters, the others carry "". Concatenated over a line, the texts are exactly
            the line's source characters that have a glyph.
    """

    gid: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face, size, bidi level, script and language, in logical order.

    ``face`` is a key of the font library, such as ``"noto-sans:bold"``. ``level`` is the UAX #9 level (odd: right to
    left). ``language`` is BCP 47.
    """

    face: str
    size: float
    level: int
    script: str
    language: str
    glyphs: tuple[PositionedGlyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class ContactOnLine:
    """A contact on a line: its id, display form and horizontal extent.

    A contact on several lines has one of these on each: ``display`` is then what the line shows of it, and ``begins``
    is False on all lines but its first.
    """

    contact: str
    display: str
    x0: float
    x1: float
    begins: bool = True
