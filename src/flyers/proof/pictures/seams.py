"""Where glyphs meet: pdfium puts small ones on whole pixels, each by itself, so a joined stroke may show a seam."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.comparison import REACH, Differences, Places
from flyers.proof.pictures.drawing import ExpectedPage, Mark, Pixels

SEAM = 64
"""Levels, of 255, that the seam of two glyphs may be lighter or darker than they are.

Two edges of one pixel that add up to the whole of it leave at most a quarter of the ground.
"""

MOST_SEAMS = 4000
"""Pixels above which a page is not searched for seams: something else is wrong with it."""


def without_seams(found: Differences, actual: Pixels, expected: Pixels, page: ExpectedPage) -> Differences:
    """Return *found* without the pixels of `SEAM` where two glyphs meet."""
    if not 0 < len(found.unexpected) + len(found.missing) <= MOST_SEAMS:
        return found
    glyphs = [mark for mark in page.marks if mark.is_glyph and mark.mask is not None]
    boxes = np.array([mark.box for mark in glyphs], dtype=np.int64).reshape(-1, 4)

    def kept(places: Places) -> Places:
        return np.array(
            [
                place
                for place in places
                if _apart(actual.ravel()[place], expected.ravel()[place]) > SEAM
                or not _is_seam(int(place) % actual.shape[1], int(place) // actual.shape[1], glyphs, boxes)
            ],
            dtype=np.intp,
        )

    return Differences(kept(found.unexpected), kept(found.missing))


def _apart(one: np.uint32, other: np.uint32) -> int:
    return max(abs((int(one) >> shift & 255) - (int(other) >> shift & 255)) for shift in (0, 8, 16))


def _is_seam(x: int, y: int, glyphs: list[Mark], boxes: NDArray[np.int64]) -> bool:
    """Return whether the edges of two glyphs are around a pixel."""
    near = (
        (boxes[:, 0] <= x + REACH) & (x - REACH < boxes[:, 2]) & (boxes[:, 1] <= y + REACH) & (y - REACH < boxes[:, 3])
    )
    return sum(_has_edge(glyphs[index], x, y) for index in np.flatnonzero(near)) > 1


def _has_edge(mark: Mark, x: int, y: int) -> bool:
    """Return whether there is ink of the glyph around a pixel, but not everywhere."""
    left, top = mark.box[:2]
    across, down = (
        slice(max(x - REACH - left, 0), x + REACH + 1 - left),
        slice(max(y - REACH - top, 0), y + REACH + 1 - top),
    )
    around = mark.ink()[down, across]
    whole = around.size == (2 * REACH + 1) ** 2
    return bool(around.max(initial=0) > 0 and not (whole and around.min(initial=255) == 255))
