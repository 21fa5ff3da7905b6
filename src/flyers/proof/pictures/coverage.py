"""A rasteriser: how much of each pixel a shape covers, from the signed areas under its edges.

Each edge is cut at the borders of pixels. A piece in one pixel adds the height that it climbs to everything on its
right, and to its own pixel the part to the right of the piece. The running sum along a row is then the area covered,
exact up to the flattening of curves. (pdfium draws with AGG and FreeType; no code is shared.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.chords import Floats

Mask = NDArray[np.uint8]

Whole = NDArray[np.int64]

_BITS = 14
"""Binary digits after the point of a level. Sums are whole numbers, which are added up in a third of others’ time. 32
bits have room for five hundred shapes on top of each other."""

_FULL = 255 << _BITS
"""The sum of a pixel that is covered whole."""

_HALF = (1 << _BITS - 1) + (1 << _BITS - 8)
"""What makes sums levels: halves are rounded up, even if the sum lacks what was rounded in its parts."""

_AT_ONCE = 1 << 15
"""Pixels whose sums are made levels in one go: a processor has room for them beside it."""


def levels_of(
    edges: Floats, owner: NDArray[np.intp], sizes: Sequence[tuple[int, int]], *, even_odd: bool = False
) -> tuple[Mask, list[int]]:
    """Return how much (0 to 255) of their pixels shapes cover, one mask after the other, and where each begins.

    Each row has one column more than its mask, which is 0.

    Args:
        edges: x0, y0, x1, y1 of the edges of closed outlines, in pixels from the upper left corner of their mask, y
            downwards. None reaches out of its mask.
        owner: the number of the shape of each edge.
        sizes: width and height of each mask.
        even_odd: fill by the even-odd rule instead of the nonzero rule.
    """
    # The column takes what a piece in the last pixel adds to its right. There every row sums to zero, so that one
    # running sum serves all.
    width, height = np.array(sizes, dtype=np.int64).T
    ends = np.cumsum((width + 1) * height)
    starts = ends - (width + 1) * height
    sums = _sums(edges, starts[owner], width[owner] + 1, int(ends[-1]))
    return _levels(sums, even_odd=even_odd), starts.tolist()


class Spans(NamedTuple):
    """What a shape covers of the pixels of its mask.

    Attributes:
        rows, columns, levels: the pixels that it covers in part, row by row, and how much of each (1 to 254).
        boxes: left, top, right and bottom of boxes that it covers whole; none overlaps another.
    """

    rows: Whole
    columns: Whole
    levels: Mask
    boxes: list[tuple[int, int, int, int]]


def spans_of(edges: Floats, width: int, height: int, *, even_odd: bool = False) -> Spans:
    """Return what one shape covers, as `levels_of` does, without looking at each pixel inside it."""
    stride = width + 1
    sums = _sums(edges, np.zeros(len(edges), dtype=np.int64), np.full(len(edges), stride), stride * height)
    # The level changes only where something is added.
    starts = np.flatnonzero(sums != 0)
    levels = _levels(sums[starts], even_odd=even_odd)
    ends = np.append(starts[1:], stride * height)
    whole, partly = levels == 255, (levels != 0) & (levels != 255)
    places, of_span = _within(starts[partly], ends[partly])
    rows, columns = np.divmod(places, stride)
    return Spans(rows, columns, levels[partly][of_span], _boxes(starts[whole], ends[whole], stride))


def _within(starts: Whole, ends: Whole) -> tuple[Whole, Whole]:
    """Return the numbers from each of *starts* up to its end, and which span each is of."""
    lengths = ends - starts
    of_span = np.repeat(np.arange(len(starts)), lengths)
    return np.arange(len(of_span)) + (starts - (np.cumsum(lengths) - lengths))[of_span], of_span


def _boxes(starts: Whole, ends: Whole, stride: int) -> list[tuple[int, int, int, int]]:
    """Return spans in rows of *stride* cells as few boxes: spans that meet are one, and so are equal ones below."""
    if not len(starts):
        return []
    apart = starts[1:] != ends[:-1]
    starts, ends = starts[np.append(True, apart)], ends[np.append(apart, True)]
    rows = starts // stride
    lefts, rights = starts - rows * stride, ends - rows * stride
    order = np.lexsort((rows, rights, lefts))
    lefts, rights, rows = lefts[order], rights[order], rows[order]
    begins = np.append(True, (np.diff(lefts) != 0) | (np.diff(rights) != 0) | (np.diff(rows) != 1))
    firsts = np.flatnonzero(begins)
    bottoms = rows[np.append(firsts[1:], len(rows)) - 1] + 1
    return list(
        zip(lefts[firsts].tolist(), rows[firsts].tolist(), rights[firsts].tolist(), bottoms.tolist(), strict=True)
    )


def _sums(edges: Floats, start: Whole, stride: Whole, cells: int) -> NDArray[np.int32]:
    """Return what each of so many *cells* adds to the running sum; see `_pieces`."""
    # A last piece of no width may add nothing to the cell after the last one.
    sums = np.zeros(cells + 1, dtype=np.int32)
    for cell, climb, beyond in _pieces(edges, start, stride):
        climb *= _FULL
        beyond *= _FULL
        climb -= beyond
        np.add.at(sums, cell, np.rint(climb, out=climb).astype(np.int32))
        np.add.at(sums[1:], cell, np.rint(beyond, out=beyond).astype(np.int32))
    return sums[:-1]


def _levels(sums: NDArray[np.int32], *, even_odd: bool) -> Mask:
    """Return the levels of pixels, given what each adds to the running sum."""
    levels = np.empty(len(sums), dtype=np.uint8)
    before = np.int32(0)
    for start in range(0, len(sums), _AT_ONCE):
        covered = sums[start : start + _AT_ONCE]
        covered[0] += before
        np.cumsum(covered, out=covered)
        before = covered[-1]
        np.abs(covered, out=covered)
        if even_odd:
            covered %= 2 * _FULL
            np.minimum(covered, 2 * _FULL - covered, out=covered)
        np.minimum(covered, _FULL, out=covered)
        covered += _HALF
        covered >>= _BITS
        levels[start : start + _AT_ONCE] = covered
    return levels


_Pieces = tuple[Whole, Floats, Floats]
"""The cells of pieces of edges, the height that each climbs, and how much of that it adds to the right of its cell
only. A cell may come again."""


def _pieces(edges: Floats, start: Whole, stride: Whole) -> tuple[_Pieces, _Pieces]:
    """Return the pieces of *edges* that were in one column, and those that had to be cut.

    *start* is the first cell of the mask of each edge, *stride* the cells of a row of it.
    """
    x0, y0, x1, y1 = np.ascontiguousarray(edges.T)
    downwards, upwards = np.flatnonzero(y0 < y1), np.flatnonzero(y1 < y0)
    top, bottom, at_top, at_bottom = (
        np.concatenate([one[downwards], other[upwards]]) for one, other in ((y0, y1), (y1, y0), (x0, x1), (x1, x0))
    )
    sloping = np.concatenate([downwards, upwards])
    begin = np.floor(top)
    row, high, low, cut = _cut(begin, top, bottom, np.ceil(bottom))
    # What is written so long is written into arrays that are there already: to take new ones costs more than to add.
    place = np.repeat(at_top, cut.counts)
    place += np.repeat((at_bottom - at_top) / (bottom - top), cut.counts) * (high - np.repeat(top, cut.counts))
    place[cut.firsts] = at_top
    place_below = np.empty_like(place)
    place_below[:-1] = place[1:]
    place_below[cut.lasts] = at_bottom
    climb = low
    climb -= high
    rising = climb[cut.firsts[len(downwards)] :] if len(upwards) else climb[:0]
    np.negative(rising, out=rising)
    cell = row
    cell *= np.repeat(stride[sloping], cut.counts)
    cell += np.repeat(start[sloping], cut.counts)
    return _by_columns(place, place_below, climb, cell)


def _by_columns(one: Floats, other: Floats, climb: Floats, row: Whole) -> tuple[_Pieces, _Pieces]:
    """Return the pieces of single columns of such of single rows, each from the place *one* to the place *other*.

    *row* is the first cell of the row of each.
    """
    left, right = np.minimum(one, other), np.maximum(one, other)
    column = np.floor(left)
    wide = np.flatnonzero(right > column + 1)
    # Those in more than one column are cut, and here add nothing.
    columns, near, far, cut = _cut(column[wide], left[wide], right[wide], np.ceil(right[wide]))
    share = np.repeat(climb[wide] / (right[wide] - left[wide]), cut.counts) * (far - near)
    inside = share * ((near + far) / 2 - columns)
    columns += np.repeat(row[wide], cut.counts)
    climb[wide] = 0
    beyond = one
    beyond += other
    beyond *= 0.5
    beyond -= column
    beyond *= climb
    cell = row
    cell += column.astype(np.int64)
    return (cell, climb, beyond), (columns, share, inside)


class _Cut:
    """Into how many pieces lines are cut, and which are the first and the last of each."""

    __slots__ = ("counts", "firsts", "lasts")

    def __init__(self, counts: Whole) -> None:
        self.counts = counts
        ends = np.cumsum(counts)
        self.firsts, self.lasts = ends - counts, ends - 1


def _cut(begin: Floats, start: Floats, end: Floats, finish: Floats) -> tuple[Whole, Floats, Floats, _Cut]:
    """Return the pieces of lines from *start* to *end*, cut at whole numbers: which unit each is in, and its two ends.

    *begin* and *finish* are the whole numbers around each line.
    """
    first = begin.astype(np.int64)
    cut = _Cut(finish.astype(np.int64) - first)
    unit = np.repeat(first - cut.firsts, cut.counts)
    unit += np.arange(len(unit))
    low = unit.astype(np.float64)
    high = low + 1
    low[cut.firsts] = start
    high[cut.lasts] = end
    return unit, low, high, cut
