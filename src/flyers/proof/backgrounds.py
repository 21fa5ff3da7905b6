"""Find letters that reach over the edge of their background or into a drawing, where they can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import Paint, TextObject
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, contains, overlap, shrink
from flyers.proof.glyphs import DrawnGlyph, outline
from flyers.proof.matching import quoted_glyphs
from flyers.proof.reading import PageReading

PAPER = PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 0.0))

TOLERANCE = 0.1
"""Points by which ink may reach over an edge: less than a plate shifts."""


def texts_across_edges(
    page: PageReading, fonts: Mapping[str, FontReading], art: Sequence[Paint] = ()
) -> Iterator[tuple[TextObject, str]]:
    """Yield text objects that reach over the edge of a rectangle or into a drawing, with the letters that do.

    *art*, which text may stand on, does not count.
    """
    passed = {paint.order for paint in art}
    painted = [
        paint
        for paint in page.contents.paints
        if not (paint.colour.is_registration or paint.colour.is_dieline) and paint.order not in passed
    ]
    rectangles = [paint for paint in painted if paint.solid]
    drawings = [paint for paint in painted if not paint.solid]
    for text in page.contents.texts:
        if text.box is None:
            continue
        edges = [paint.box for paint in rectangles if paint.order < text.order and _crosses(paint.box, text.box)]
        parts = [
            part
            for paint in drawings
            if paint.order < text.order and overlap(paint.box, text.box, TOLERANCE)
            for part in paint.parts
            if _crosses(part, text.box)
        ]
        if not edges and not parts:
            continue
        below = [paint for paint in rectangles if paint.order < text.order]
        over = [
            glyph
            for glyph in text.glyphs
            if (_any_crosses(edges, glyph) and len(_backgrounds(glyph, below, fonts)) > 1)
            or (_any_crosses(parts, glyph) and _enters(glyph, parts, fonts))
        ]
        if over:
            yield text, quoted_glyphs(over)


def _crosses(painted: Box, box: Box) -> bool:
    """Return whether a part of *box*, but not all of it, lies in *painted*."""
    return overlap(painted, box, TOLERANCE) and not contains(painted, box, TOLERANCE)


def _any_crosses(painted: Sequence[Box], glyph: DrawnGlyph) -> bool:
    return glyph.box is not None and any(_crosses(box, glyph.box) for box in painted)


def _backgrounds(glyph: DrawnGlyph, below: Sequence[Paint], fonts: Mapping[str, FontReading]) -> set[PdfColour]:
    """Return the colours under the outline of a glyph."""
    return {_background_at(x, y, below) for x, y in outline(glyph, fonts)}


def _enters(glyph: DrawnGlyph, parts: Sequence[Box], fonts: Mapping[str, FontReading]) -> bool:
    """Return whether the outline of a glyph enters a part of a drawing that does not contain the whole glyph."""
    crossed = [shrink(part, TOLERANCE) for part in parts if glyph.box and _crosses(part, glyph.box)]
    return any(
        left < x < right and bottom < y < top for x, y in outline(glyph, fonts) for left, bottom, right, top in crossed
    )


def _background_at(x: float, y: float, below: Sequence[Paint]) -> PdfColour:
    """Return the colour under a point. Near an edge, that is the colour of whatever was painted first."""
    for paint in reversed(below):
        left, bottom, right, top = paint.box
        if left + TOLERANCE < x < right - TOLERANCE and bottom + TOLERANCE < y < top - TOLERANCE:
            return PAPER if paint.colour.is_white else paint.colour
    return PAPER
