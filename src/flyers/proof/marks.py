"""What a page of a file draws, in the order of painting, as contours of glyphs and paths.

Coordinates are points from the lower left corner of the trim, y upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from flyers.page.document import QrCode
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.paths import PathOutline
from flyers.proof.content_stream.records import Paint, PlacedImage, TextObject, TextPaint
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box
from flyers.proof.glyph_outlines import PlacedShape
from flyers.proof.matching import visible
from flyers.proof.photographs import ComposedPhoto
from flyers.proof.reading import PageReading
from flyers.records import dataclass

Point = tuple[float, float]


Glyph = tuple[tuple[PlacedShape, ...], tuple[float, float, float, float], float, float, str]
"""A glyph on a page: its contours in ems, the axes of its em, its origin, and the text that it is part of. (A page has
thousands; one with names for these takes ten times as long to make.)
"""


class Contour(NamedTuple):
    """A part of a path on a page: the kinds of its segments (m, l, c), their points, and whether it is closed."""

    kinds: str
    points: tuple[Point, ...]
    closed: bool = True


class MarkPaint(NamedTuple):
    """How a mark is painted.

    Attributes:
        overprints: it prints over what is below it; keeps_plates: where it has no ink, that stays (OPM 1).
        rendering: the mode of text, 0 for filled letters.
    """

    colour: PdfColour
    overprints: bool = False
    keeps_plates: bool = False
    rendering: int = 0


@dataclass(slots=True)
class Mark:
    """Something that is drawn, or has to be.

    Attributes:
        kind: ``text``, ``fill``, ``stroke``, ``image`` or ``shading``.
        name: what it is, in words.
        where: its message or block.
        frame: the box of the clipping path, outside which nothing of it is seen; None: the whole page.
        even_odd: filled by the even-odd rule.
        width: of a stroke, with its dashes.
        code: the QR code whose dark modules a fill has to be.
        photo: what an image has to show; image: what it is in the file.
    """

    kind: str
    name: str
    where: str
    finishes: frozenset[MarkPaint]
    frame: Box | None
    glyphs: tuple[Glyph, ...] = ()
    contours: tuple[Contour, ...] = ()
    even_odd: bool = False
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    code: QrCode | None = None
    photo: ComposedPhoto | None = None
    image: PlacedImage | None = None


_NAMES = {"fill": "a drawing", "stroke": "a line", "image": "a picture", "shading": "a gradient"}


def drawn_marks(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[Mark]:
    """Yield what *page* draws; text without ink draws nothing."""
    images = {image.order: image for image in page.contents.images}
    marks: list[TextObject | Paint] = [*page.contents.texts, *page.contents.paints]
    for mark in sorted(marks, key=lambda mark: mark.order):
        if isinstance(mark, TextObject):
            if glyphs := tuple(_glyphs(mark, fonts)):
                finishes = frozenset(
                    MarkPaint(as_named(paint.colour), paint.overprint, _keeps_plates(paint), paint.rendering)
                    for paint in mark.paints
                )
                yield Mark("text", f"“{visible(mark.text)}”", "", finishes, mark.clip, glyphs)
            continue
        yield Mark(
            mark.kind,
            _NAMES[mark.kind],
            "",
            frozenset((MarkPaint(as_named(mark.colour), mark.overprint, _keeps_plates(mark)),)),
            mark.clip,
            contours=tuple(_contours(mark.outline, filled=mark.kind == "fill")),
            even_odd=mark.even_odd,
            width=mark.thinnest if mark.kind == "stroke" else 0.0,
            dashes=mark.dash,
            image=images.get(mark.order),
        )


def _keeps_plates(paint: Paint | TextPaint) -> bool:
    return paint.overprint and paint.overprint_mode == 1


@lru_cache(maxsize=256)
def as_named(colour: PdfColour) -> PdfColour:
    """Return *colour* with the three decimals that files have; thousands of marks have the same few."""
    return colour._replace(values=tuple(round(value, 3) for value in colour.values))


def _glyphs(text: TextObject, fonts: Mapping[str, FontReading]) -> Iterator[Glyph]:
    for glyph in text.glyphs:
        program = fonts[glyph.font].program
        shapes = program.outline(glyph.gid).shapes if program and glyph.gid >= 0 else ()
        if shapes:
            yield shapes, glyph.axes, glyph.x, glyph.y, glyph.text or ""


_PARTS = re.compile(b"[mn][lc]*")


def _contours(outline: PathOutline, *, filled: bool) -> Iterator[Contour]:
    """Yield the parts of a path; one that is closed goes on with a part that has only its first point."""
    kinds, points, at = outline.kinds, outline.points, 0
    for part in _PARTS.finditer(kinds):
        segments = part[0]
        start, at = at, at + len(segments) + 2 * segments.count(b"c") - segments.startswith(b"n")
        if len(segments) > 1:
            closed = filled or (kinds[part.end() : part.end() + 1] == b"m" and points[at] == points[start])
            yield Contour(segments.decode(), points[start:at], closed)
