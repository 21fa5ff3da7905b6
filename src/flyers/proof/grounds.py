"""What lies under text: does every letter stand on one ground, or does it reach over an edge where it can't be read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flyers.proof.colours import Colour
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, contains, overlap, transform
from flyers.proof.matching import said
from flyers.proof.reading import PageReading
from flyers.proof.records import Glyph, Paint, TextObject

PAPER = Colour("DeviceCMYK", (0.0, 0.0, 0.0, 0.0))

TOLERANCE = 0.1
"""Points by which ink may reach over an edge: less than a plate shifts."""


def straddling(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[tuple[TextObject, str]]:
    """Text objects that reach over the edge of a painted rectangle, and what of them does."""
    rectangles = [paint for paint in page.contents.paints if paint.solid and not paint.colour.is_registration]
    for text in page.contents.texts:
        crossed = _crossed(rectangles, text.box, text.order)
        if not crossed:
            continue
        below = [paint for paint in rectangles if paint.order < text.order]
        over = [
            glyph
            for glyph in text.glyphs
            if _crossed(crossed, glyph.box, text.order) and len(_grounds(glyph, below, fonts)) > 1
        ]
        if over:
            yield text, said(over)


def _crossed(rectangles: Sequence[Paint], box: Box | None, order: int) -> list[Paint]:
    """Those of *rectangles* painted before *order* that hold a part of *box*."""
    return [
        paint
        for paint in rectangles
        if paint.order < order
        and box
        and overlap(paint.box, box, TOLERANCE)
        and not contains(paint.box, box, TOLERANCE)
    ]


def _grounds(glyph: Glyph, below: Sequence[Paint], fonts: Mapping[str, FontReading]) -> set[Colour]:
    """The colours that lie under the outline of a glyph."""
    program = fonts[glyph.font].program
    if program is None or glyph.gid < 0:
        return set()
    points = [
        transform(glyph.em, x, y) for contour in program.contours(glyph.gid) if len(contour) > 2 for x, y in contour
    ]
    return {_ground(x, y, below) for x, y in points}


def _ground(x: float, y: float, below: Sequence[Paint]) -> Colour:
    """The colour on which the point lies. Near an edge it counts as lying on whatever was painted first."""
    for paint in reversed(below):
        left, bottom, right, top = paint.box
        if left + TOLERANCE < x < right - TOLERANCE and bottom + TOLERANCE < y < top - TOLERANCE:
            return PAPER if paint.colour.is_white else paint.colour
    return PAPER
