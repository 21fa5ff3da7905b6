"""What pdfium leaves at the edges of small glyphs: it puts them, and the parts of composite ones, on whole pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.comparison import Differences, Places
from flyers.proof.pictures.drawing import ExpectedPage, Mark, Pixels

FRINGE = 64
"""Levels, of 255, by which a pixel close to the edge of a glyph may differ: a quarter of it is covered.

A glyph is at most half a pixel from its place and a part of it half a pixel from that, so an edge that is seen more
than a pixel from where it should be covers an eighth of the pixel at most. Where two glyphs join, two edges that add up
to a whole pixel leave at most a quarter of the ground.
"""

WIDTH = 2
"""Pixels from the edge of a glyph that its fringe may be wide."""

MOST_FRINGES = 4000
"""Pixels above which a page is not searched for fringes: something else is wrong with it."""


def without_fringes(found: Differences, actual: Pixels, expected: Pixels, page: ExpectedPage) -> Differences:
    """Return *found* without the pixels that differ by no more than `FRINGE` at the edge of a glyph."""
    if not 0 < len(found.unexpected) + len(found.missing) <= MOST_FRINGES:
        return found
    glyphs = [mark for mark in page.marks if mark.is_glyph and mark.mask is not None]
    boxes = np.array([mark.box for mark in glyphs], dtype=np.int64).reshape(-1, 4)
    shown, wanted, width = actual.ravel(), expected.ravel(), actual.shape[1]

    def kept(places: Places) -> Places:
        beyond = [
            place
            for place in places
            if _apart(int(shown[place]), int(wanted[place])) > FRINGE
            or not _is_fringe(int(place) % width, int(place) // width, glyphs, boxes)
        ]
        return np.array(beyond, dtype=np.intp)

    return Differences(kept(found.unexpected), kept(found.missing))


def _apart(one: int, other: int) -> int:
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


def _is_fringe(x: int, y: int, glyphs: list[Mark], boxes: NDArray[np.int64]) -> bool:
    """Return whether the edge of a glyph is close to a pixel."""
    near = (
        (boxes[:, 0] <= x + WIDTH) & (x - WIDTH < boxes[:, 2]) & (boxes[:, 1] <= y + WIDTH) & (y - WIDTH < boxes[:, 3])
    )
    return any(_has_edge(glyphs[index], x, y) for index in np.flatnonzero(near))


def _has_edge(mark: Mark, x: int, y: int) -> bool:
    """Return whether there is ink of the glyph around a pixel, but not everywhere."""
    left, top = mark.box[:2]
    across = slice(max(x - WIDTH - left, 0), x + WIDTH + 1 - left)
    down = slice(max(y - WIDTH - top, 0), y + WIDTH + 1 - top)
    around = mark.ink()[down, across]
    whole = around.size == (2 * WIDTH + 1) ** 2
    return bool(around.max(initial=0) > 0 and not (whole and around.min(initial=255) == 255))
