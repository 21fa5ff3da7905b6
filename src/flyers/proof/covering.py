"""Finds what is painted under a box of the page, by the exact edges of paths instead of the boxes around them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from flyers.page.paths import chords
from flyers.proof.content_stream.records import CURVE, LINE, MOVE, PageContents, Paint, PathOutline, Point, TextObject
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, contains, enters, overlap, shrink, transform, turns
from flyers.proof.glyphs import DrawnGlyph

_CHORD = 1.5
"""Points of a curve that a straight line stands for: it is off by a tenth of that at most."""

_STEP = 0.5
"""Points between the places of a letter's outline that are looked at."""


def below(contents: PageContents, box: Box, order: int) -> list[Paint]:
    """Return what was painted before *order* near *box*, the topmost first."""
    return [paint for paint in contents.paints_before(order) if overlap(paint.box, box)]


def seen_under(paints: Iterable[Paint], box: Box, tolerance: float) -> Iterator[Paint | None]:
    """Yield what can be seen under *box* of *paints*, the topmost first; None: the bare page.

    Paint that only touches a rim of *tolerance* points of the box does not count.
    """
    inner = shrink(box, min(tolerance, (box[2] - box[0]) / 3, (box[3] - box[1]) / 3))
    for paint in paints:
        if not overlap(paint.box, inner):
            continue
        touched, covered = _covering(paint, inner)
        if touched:
            yield paint
        if covered:
            return
    yield None


def seen_under_glyphs(
    contents: PageContents, text: TextObject, tolerance: float
) -> Iterator[tuple[DrawnGlyph, Sequence[Paint | None]]]:
    """Yield the glyphs of *text* that have an outline, each with what can be seen under its box (see `seen_under`)."""
    if text.box is None:
        return
    near = below(contents, text.box, text.order)
    whole = list(seen_under(near, text.box, 0.0))
    for glyph in text.glyphs:
        if glyph.box is not None:
            # If one thing alone is under a line, as under most, it is also under each letter.
            yield glyph, whole if len(whole) == 1 else list(seen_under(near, glyph.box, tolerance))


def seen_under_ink(
    contents: PageContents, text: TextObject, glyph: DrawnGlyph, fonts: Mapping[str, FontReading], tolerance: float
) -> Iterator[Paint | None]:
    """Yield what is on top under each place of the outline of *glyph*, a letter of *text*; None: the bare page.

    The box around a letter may hold what its ink is clear of, as the box of ک does the bullet beside it. Instead of a
    rim of *tolerance* points of the box, its inner edge counts. Nothing is yielded if its outlines can't be read.
    """
    program = fonts[glyph.font].program
    if program is None or glyph.gid < 0 or glyph.box is None:
        return
    paints, (left, bottom, right, top) = below(contents, glyph.box, text.order), shrink(glyph.box, tolerance)
    for contour in program.polygons(glyph.gid):
        corners = [transform(glyph.em, x, y) for x, y in contour]
        for start, end in pairwise([*corners, *corners[:1]]):
            count = min(math.ceil(math.dist(start, end) / _STEP), 200)
            for share in (number / count for number in range(count)):
                x, y = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
                place = min(max(x, left), right), min(max(y, bottom), top)
                yield next((paint for paint in paints if _is_inside(paint, place)), None)


def _covering(paint: Paint, box: Box) -> tuple[bool, bool]:
    """Return whether *paint* touches *box*, and whether it covers all of it."""
    if paint.solid or paint.kind != "fill" or not paint.outline.kinds:
        return any(overlap(part, box) for part in paint.parts), paint.solid and contains(paint.box, box)
    rings = _rings(paint.outline)
    if any(enters(one, other, box) for ring in rings for one, other in pairwise([*ring, ring[0]])):
        return True, False
    inside = _is_inside(paint, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    return inside, inside


def _is_inside(paint: Paint, point: Point) -> bool:
    if paint.kind != "fill" or not paint.outline.kinds:
        return any(overlap(part, (*point, *point)) for part in paint.parts)
    winding = sum(turns(ring, point) for ring in _rings(paint.outline))
    return bool(winding % 2 if paint.even_odd else winding)


@lru_cache(maxsize=512)
def _rings(outline: PathOutline) -> list[list[Point]]:
    """Return the corners of each subpath, its curves turned into short lines."""
    rings: list[list[Point]] = []
    take = iter(outline.points).__next__
    for kind in outline.kinds:
        if kind == LINE:
            rings[-1].append(take())
        elif kind == CURVE:
            first, second, end = take(), take(), take()
            rings[-1] += _along(rings[-1][-1], first, second, end) if rings[-1] else [end]
        else:
            rings.append([take()] if kind == MOVE else [])
    return [ring for ring in rings if len(ring) > 2]


def _along(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
    return chords(start, first, second, end, min(max(2, math.ceil(length / _CHORD)), 200))
