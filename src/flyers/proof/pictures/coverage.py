"""A rasteriser: how much of each pixel a shape covers, from the signed areas under its edges.

Each edge is cut at the borders of pixels. A piece in one pixel adds the height that it climbs to everything on its
right, and to its own pixel the part to the right of the piece. The running sum along a row is then the area covered,
exact up to the flattening of curves. (pdfium draws with AGG and FreeType; no code is shared.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.outlines import Floats

Mask = NDArray[np.uint8]

_AT_ONCE = 1 << 15
"""Pixels whose sums are made levels in one go: a processor has room for them beside it."""

_NOISE = 1e-6
"""Levels by which a sum that should be a whole number of halves may be less."""


def coverage(shapes: Sequence[Floats], sizes: Sequence[tuple[int, int]], *, even_odd: bool = False) -> list[Mask]:
    """Return a mask (0 to 255) of each shape, all in one pass.

    Args:
        shapes: edges x0, y0, x1, y1 of closed outlines, in pixels from the upper left corner of the mask, y downwards.
        sizes: width and height of each mask. What is beyond its edges is left out.
        even_odd: fill by the even-odd rule instead of the nonzero rule.
    """
    if not shapes:
        return []
    owner = np.repeat(np.arange(len(shapes)), [len(shape) for shape in shapes])
    levels, starts = levels_of(np.concatenate(shapes), owner, sizes, even_odd=even_odd)
    return [
        levels[start : start + (width + 1) * height].reshape(height, width + 1)[:, :-1]
        for start, (width, height) in zip(starts, sizes, strict=True)
    ]


def levels_of(
    edges: Floats, owner: NDArray[np.intp], sizes: Sequence[tuple[int, int]], *, even_odd: bool = False
) -> tuple[Mask, list[int]]:
    """Return the masks of `coverage` one after the other, and where each starts.

    Each row has one column more than its mask, which is 0. *owner* has the number of the shape of each edge.
    """
    # It takes what a piece in the last pixel adds to its right. There every row sums to zero, so that one running sum
    # serves all.
    cells = [(width + 1) * height for width, height in sizes]
    starts = np.concatenate([[0], np.cumsum(cells)]).astype(np.int64)
    first = starts[:-1][owner]
    width, height = (np.array(side, dtype=np.int64)[owner] for side in zip(*sizes, strict=True))
    sums = _areas(edges, first, width, height, int(starts[-1]))
    return _levels(sums, even_odd=even_odd), starts[:-1].tolist()


def _levels(sums: Floats, *, even_odd: bool) -> Mask:
    """Return the levels of pixels, given what each adds to the running sum."""
    levels = np.empty(len(sums), dtype=np.uint8)
    before = 0.0
    for start in range(0, len(sums), _AT_ONCE):
        covered = sums[start : start + _AT_ONCE]
        covered[0] += before
        np.cumsum(covered, out=covered)
        before = float(covered[-1])
        np.abs(covered, out=covered)
        if even_odd:
            covered %= 2
            np.minimum(covered, 2 - covered, out=covered)
        np.minimum(covered, 1, out=covered)
        # Halves are rounded up, whatever the last bits of a sum are.
        covered *= 255
        covered += 0.5 + _NOISE
        levels[start : start + _AT_ONCE] = covered
    return levels


def _areas(
    edges: Floats, first: NDArray[np.int64], width: NDArray[np.int64], height: NDArray[np.int64], cells: int
) -> Floats:
    """Return what each pixel adds to the running sum."""
    x0, y0, x1, y1 = edges.T
    sign = np.where(y1 > y0, 1.0, -1.0)
    top, bottom = np.minimum(y0, y1), np.maximum(y0, y1)
    at_top, at_bottom = np.where(y1 > y0, x0, x1), np.where(y1 > y0, x1, x0)
    upper, lower = np.maximum(top, 0), np.minimum(bottom, height)
    kept = np.flatnonzero(lower > upper)
    slope = (at_bottom - at_top)[kept] / (bottom - top)[kept]
    sign, top, at_top = sign[kept], top[kept], at_top[kept]
    upper, lower, first, width = upper[kept], lower[kept], first[kept], width[kept]
    # By rows.
    begin = np.floor(upper).astype(np.int64)
    which, row = _spread(begin, np.ceil(lower).astype(np.int64) - begin)
    high, low = np.maximum(upper[which], row), np.minimum(lower[which], row + 1)
    one = at_top[which] + slope[which] * (high - top[which])
    other = at_top[which] + slope[which] * (low - top[which])
    climb = sign[which] * (low - high)
    last = width[which].astype(np.float64)
    left = np.clip(np.minimum(one, other), 0, last)
    right = np.clip(np.maximum(one, other), 0, last)
    place = first[which] + row * (width[which] + 1)
    # By columns. (What was clipped to one edge becomes an upright there.)
    begin = np.floor(left).astype(np.int64)
    part, column = _spread(begin, np.maximum(np.ceil(right).astype(np.int64) - begin, 1))
    near, far = np.maximum(left[part], column), np.minimum(right[part], column + 1)
    span = (right - left)[part]
    share = np.where(span > 0, (far - near) / np.where(span > 0, span, 1), 1.0)
    rise = climb[part] * share
    beyond = rise * ((near + far) / 2 - column)
    cell = place[part] + column
    # Pieces on the right edge belong to no pixel: their column is the extra one, and what they would add to its right
    # is nothing.
    added = np.bincount(np.concatenate([cell, cell + 1]), np.concatenate([rise - beyond, beyond]), cells + 1)
    return added[:cells].astype(np.float64, copy=False)


def _spread(begin: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return pairs of an index and a whole number, for each index as many as *count* says, from *begin* upwards."""
    which = np.repeat(np.arange(len(count)), count)
    before = np.cumsum(count) - count
    return which, begin[which] + np.arange(len(which)) - before[which]
