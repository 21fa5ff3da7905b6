"""Names what differs on a page: which character or drawing is missing, moved, of another shape or another colour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.comparison import FLAT_SLACK, Differences
from flyers.proof.pictures.drawing import DrawnPage, Mark, Pixels
from flyers.proof.pictures.expected import ExpectedPhotograph
from flyers.proof.pictures.frames import PixelBox, within
from flyers.proof.pictures.wording import FaultKind, FaultyMark, PictureFault, fault_on_paper, sentences

Bits = NDArray[np.bool_]
Colour = NDArray[np.float64]
"""Red, green and blue."""
Levels = NDArray[np.int16]
Place = tuple["slice[int, int, None]", "slice[int, int, None]"]

WHOLE = 0.85
"""The part of a mark's ink that must be gone for the mark to be gone, and not damaged."""

A_LITTLE = 0.03
"""The part of a mark's ink that may differ, at its edges, in a mark that has something else beside it."""

_CLOSE = 12
"""Pixels around a glyph or picture in which a difference is reported with it."""

FARTHEST = 16
"""Pixels within which a moved mark is looked for."""

SAME = 0.7
"""How much of a mark and of what is on the page must coincide for the mark to have been moved: intersection / union."""

_MOST_SOUGHT = 30
"""Marks for which a moved copy is looked for; on a page with more, everything is wrong."""

_CELL = 8
"""Pixels of the cells in which differences that belong to no mark are collected."""

_RGB = np.uint32(0xFFFFFF)
"""The bytes of a pixel that are its colour."""

_LIKE = 48
"""Levels within which a pixel counts as having a colour."""

_SAMPLE = 100
"""About so many pixels are asked for the colour that most have."""


def picture_faults(found: Differences, actual: Pixels, expected: Pixels, page: DrawnPage) -> list[PictureFault]:
    """Return the faults that explain the differences *found*."""
    return list(_Tracer(found, actual, expected, page).faults()) if found else []


class _Tracer:
    """Gives every differing pixel to the topmost mark that has ink there or close by."""

    def __init__(self, found: Differences, actual: Pixels, expected: Pixels, page: DrawnPage) -> None:
        self._page = page
        self._actual, self._expected = actual, expected
        self._unexpected = _bits(found.unexpected, actual.shape)
        self._missing = _bits(found.missing, actual.shape)
        self._sought = 0

    def faults(self) -> Iterator[PictureFault]:
        # Glyphs and pictures come first, whatever was painted after them: a ground does not explain what it shows.
        marks = sorted(self._page.marks, key=lambda mark: mark.mask is not None)
        found = [one for mark in reversed(marks) if mark.mask is None and (one := self._recoloured(mark)) is not None]
        found += [one for mark in reversed(marks) if (one := self._of(mark)) is not None]
        yield from sentences(found[::-1], self._page.frame)
        yield from self._rest()

    def _recoloured(self, mark: Mark) -> FaultyMark | None:
        """Return that a rectangle has another colour wherever it can be seen, or is missing, and take the pixels that
        show it.
        """
        place = self._around(mark, 0)
        if isinstance(mark.drawing, ExpectedPhotograph):  # it has no colour of its own
            return None
        if not (self._missing[place].any() or self._unexpected[place].any()):
            return None
        red, green, blue = self._page.colour(mark)
        packed = red << 16 | green << 8 | blue
        visible = self._expected[place] & _RGB == packed
        actual = self._actual[place][visible] & _RGB
        if not len(actual) or 2 * np.count_nonzero(actual == packed) > len(actual):  # the median is not another colour
            return None
        seen, wanted = _Colours(actual), np.array((red, green, blue), dtype=np.float64)
        own = seen.median()
        if _apart(own, wanted) <= FLAT_SLACK or seen.share_like(own, _LIKE) <= WHOLE:
            return None
        edges = _spread(visible, 2)
        self._missing[place] &= ~edges
        self._unexpected[place] &= ~edges
        if _apart(own, self._beside(mark)) <= FLAT_SLACK:
            return FaultyMark(FaultKind.MISSING, mark, "")
        return FaultyMark(FaultKind.COLOUR, mark, f"{_hex(own)} instead of {_hex(wanted)}")

    def _beside(self, mark: Mark) -> Colour:
        """Return the colour that most pixels around a rectangle have; white if it is as large as the page."""
        (rows, columns), (own_rows, own_columns) = self._around(mark, 2), self._around(mark, 0)
        pixels = self._actual[rows, columns]
        beside = np.ones(pixels.shape, dtype=np.bool_)
        beside[
            own_rows.start - rows.start : own_rows.stop - rows.start,
            own_columns.start - columns.start : own_columns.stop - columns.start,
        ] = False
        return _Colours(pixels[beside] & _RGB).median() if beside.any() else np.full(3, 255.0)

    def _of(self, mark: Mark) -> FaultyMark | None:
        """Return what is wrong with *mark*, and take its pixels away."""
        place = self._around(mark, 2)
        missing, unexpected = self._missing[place], self._unexpected[place]
        if not (missing.any() or unexpected.any()):
            return None
        ink = self._ink(mark, place)
        near = self._near(mark, place, ink)
        missing = missing & near
        unexpected = unexpected & near if mark.mask is None else unexpected.copy()
        if not (missing.any() or unexpected.any()):
            return None
        found = self._judged(mark, place, ink, unexpected)
        if mark.mask is None:
            self._missing[place] &= ~missing
            self._unexpected[place] &= ~unexpected
        else:
            # Differences close by are reported with it.
            close = self._around(mark, _CLOSE)
            self._missing[close] = self._unexpected[close] = False
        return found

    def _around(self, mark: Mark, by: int) -> Place:
        left, top, right, bottom = mark.box
        return slice(max(top - by, 0), max(bottom + by, 0)), slice(max(left - by, 0), max(right + by, 0))

    def _near(self, mark: Mark, place: Place, ink: NDArray[np.uint8]) -> Bits:
        """Return the pixels of *place* that have ink of *mark*, which is *ink*, or are beside one that has."""
        if mark.mask is not None:
            return _spread(ink > 0)
        near = np.zeros(ink.shape, dtype=np.bool_)
        if (box := within(mark.box, self._page.frame.whole)) is not None:
            down, across = place[0].start, place[1].start
            left, top, right, bottom = box
            near[max(top - 1 - down, 0) : bottom + 1 - down, max(left - 1 - across, 0) : right + 1 - across] = True
        return near

    def _ink(self, mark: Mark, place: Place) -> NDArray[np.uint8]:
        """Return the ink of *mark* on the pixels of *place*."""
        height, width = self._missing[place].shape
        room = np.zeros((height, width), dtype=np.uint8)
        ink = mark.ink()
        down, across = mark.box[1] - place[0].start, mark.box[0] - place[1].start
        ink = ink[max(-down, 0) :, max(-across, 0) :]
        down, across = max(down, 0), max(across, 0)
        ink = ink[: height - down, : width - across]
        room[down : down + ink.shape[0], across : across + ink.shape[1]] = ink
        return room

    def _judged(self, mark: Mark, place: Place, ink: NDArray[np.uint8], unexpected: Bits) -> FaultyMark:
        actual, expected = self._actual[place] & _RGB, self._expected[place] & _RGB
        core, outside = ink >= min(200, int(ink.max())), ink == 0
        inside, meant = actual[core], expected[core]
        seen = _Colours(inside)
        own, wanted = seen.median(), _Colours(meant).median()
        ground = _Colours(actual[outside]).median() if outside.any() else np.full(3, 255.0)
        other = np.flatnonzero(inside != meant)
        gone = float(np.count_nonzero(_apart(_levels(inside[other]), _levels(meant[other])) > _LIKE) / len(inside))
        if seen.share_like(wanted, 2 * _LIKE) < 1 - WHOLE or gone > WHOLE:
            if seen.share_like(own, _LIKE) > WHOLE and np.abs(own - ground).max() > _LIKE / 2:
                return FaultyMark(FaultKind.COLOUR, mark, f"{_hex(own)} instead of {_hex(wanted)}")
            return self._moved(mark, place, ink, wanted) or FaultyMark(FaultKind.MISSING, mark, "")
        if mark.mask is not None:
            beyond = bool((unexpected & ~_spread(core)).any())
        elif beyond := bool(unexpected.any()):
            altered = _Colours(actual[unexpected]).median()
            beyond = bool(np.abs(altered - ground).max() > _LIKE / 2)
            gone = 0.0 if beyond else gone
        if beyond and gone > A_LITTLE:
            return self._moved(mark, place, ink, wanted) or FaultyMark(FaultKind.SHAPE, mark, "")
        if beyond:
            return FaultyMark(FaultKind.ADDED, mark, "")
        if gone <= A_LITTLE and seen.share_like(own, _LIKE) > WHOLE and _apart(own, wanted) > 0:
            return FaultyMark(FaultKind.COLOUR, mark, f"{_hex(own)} instead of {_hex(wanted)}")
        return FaultyMark(FaultKind.MISSING, mark, "partly")

    def _moved(self, mark: Mark, place: Place, ink: NDArray[np.uint8], wanted: Colour) -> FaultyMark | None:
        """Return that the mark is elsewhere, if its shape is found close by in its own colour."""
        if self._sought >= _MOST_SOUGHT or ink.size > 40000:
            return None
        self._sought += 1
        shape = ink >= 128
        wide = self._around(mark, 2 + FARTHEST)
        there = _apart(_levels(self._actual[wide]), wanted) <= _LIKE
        both = _coinciding(there, shape)
        either = _coinciding(there, np.ones_like(shape)) + int(shape.sum()) - both
        scores = both / np.maximum(either, 1)
        where = np.unravel_index(int(scores.argmax()), scores.shape)
        down, across = (int(at) - (own.start - all_.start) for at, own, all_ in zip(where, place, wide, strict=True))
        if scores[where] < SAME or (down, across) == (0, 0):
            return None
        return FaultyMark(
            FaultKind.MOVED, mark, _direction(across / self._page.frame.across, down / self._page.frame.down)
        )

    def _rest(self) -> Iterator[PictureFault]:
        """Yield differences that belong to no mark: ink on bare paper."""
        for box in _clusters(self._unexpected):
            yield fault_on_paper(FaultKind.ADDED, box, self._page.frame)
        if self._missing.any():
            for box in _clusters(self._missing & ~_spread(self._unexpected, 2)):
                yield fault_on_paper(FaultKind.MISSING, box, self._page.frame)


class _Colours:
    """The colours of some *pixels*, of which there is at least one.

    Most pixels of a mark have one colour. It is looked for among a few of them, and its pixels are counted; the others
    are sorted, and each of their colours is looked at once. To look at every pixel of a ground of millions in red,
    green and blue took a third of the proof of a page with a white box on it.
    """

    def __init__(self, pixels: NDArray[np.uint32]) -> None:
        self._count = len(pixels)
        usual = _most_frequent(pixels[:: len(pixels) // _SAMPLE + 1])
        others, counts = np.unique(pixels[pixels != usual], return_counts=True)
        self._usual, self._others, self._of_each = _levels(usual), _levels(others), counts
        self._as_usual = self._count - int(counts.sum())

    def median(self) -> Colour:
        """Return the median of red, green and blue."""
        if 2 * self._as_usual > self._count:
            return self._usual.astype(np.float64)
        middle = (self._count - 1) // 2, self._count // 2
        median = []
        for usual, others in zip(self._usual, self._others.T, strict=True):
            counts = np.bincount(others, self._of_each, minlength=256)
            counts[usual] += self._as_usual
            median.append(np.searchsorted(np.cumsum(counts), middle, side="right").mean())
        return np.array(median)

    def share_like(self, colour: Colour, within: float) -> float:
        """Return the part of the pixels whose colour is *within* so many levels of *colour*."""
        like = self._of_each[_apart(self._others, colour) <= within].sum()
        return float((like + self._as_usual * bool(_apart(self._usual, colour) <= within)) / self._count)


def _most_frequent(pixels: NDArray[np.uint32]) -> np.uint32:
    colours, counts = np.unique(pixels, return_counts=True)
    usual: np.uint32 = colours[counts.argmax()]
    return usual


def _clusters(bits: Bits) -> Iterator[PixelBox]:
    """Yield the boxes of what is connected, coarsely."""
    cells = set(zip(*(index // _CELL for index in np.nonzero(bits)), strict=True))
    while cells:
        first = min(cells)
        cells.discard(first)
        waiting, together = [first], [first]
        while waiting:
            row, column = waiting.pop()
            around = {(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & cells
            cells -= around
            waiting += around
            together += around
        rows_, columns = zip(*together, strict=True)
        yield (
            int(min(columns)) * _CELL,
            int(min(rows_)) * _CELL,
            (int(max(columns)) + 1) * _CELL,
            (int(max(rows_)) + 1) * _CELL,
        )


def _direction(right: float, down: float) -> str:
    """Say by how many points something was moved."""
    parts = ((right, "to the right", "to the left"), (down, "down", "up"))
    return " and ".join(f"{abs(by):.1f} pt {one if by > 0 else other}" for by, one, other in parts if abs(by) >= 0.05)


def _bits(places: NDArray[np.intp], shape: tuple[int, ...]) -> Bits:
    bits = np.zeros(shape, dtype=np.bool_)
    bits.ravel()[places] = True
    return bits


def _levels(pixels: NDArray[np.uint32] | np.uint32) -> Levels:
    """Return red, green and blue of each pixel."""
    levels: Levels = np.asarray(pixels).reshape(*pixels.shape, 1).view(np.uint8)[..., 2::-1].astype(np.int16)
    return levels


def _apart(one: Levels | Colour, other: Levels | Colour) -> NDArray[np.float64]:
    """Return by how much two colours differ in the channel where they differ most."""
    # numpy takes several times as long for the greatest of three along an axis.
    red, green, blue = (np.abs(one[..., channel] - other[..., channel]) for channel in range(3))
    apart: NDArray[np.float64] = np.maximum(np.maximum(red, green), blue)
    return apart


def _coinciding(there: Bits, shape: Bits) -> NDArray[np.int64]:
    """Return how many pixels of *shape* are in *there*, for each place inside it, where *shape* may be."""
    size = there.shape
    product = np.fft.rfft2(there) * np.conj(np.fft.rfft2(shape, size))
    rows, columns = (whole - part + 1 for whole, part in zip(size, shape.shape, strict=True))
    counts: NDArray[np.int64] = np.rint(np.fft.irfft2(product, size)[:rows, :columns]).astype(np.int64)
    return counts


def _spread(bits: Bits, by: int = 1) -> Bits:
    """Return the pixels that are at most *by* away from one of *bits*."""
    wide = bits.copy()
    for _ in range(by):
        narrow = wide.copy()
        wide[1:] |= narrow[:-1]
        wide[:-1] |= narrow[1:]
        narrow = wide.copy()
        wide[:, 1:] |= narrow[:, :-1]
        wide[:, :-1] |= narrow[:, 1:]
    return wide


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(float(level)):02x}" for level in colour)
