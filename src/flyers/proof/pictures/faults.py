"""Names what differs on a page: which character or drawing is missing, moved, of another shape or another colour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.areas import Bits, bits_at, clusters, coinciding, spread
from flyers.proof.pictures.comparison import FLAT_SLACK, Differences
from flyers.proof.pictures.drawing import DrawnPage, Mark, Pixels
from flyers.proof.pictures.expected import ExpectedPhotograph
from flyers.proof.pictures.frames import within
from flyers.proof.pictures.pixel_colours import RGB, Colour, PixelColours, apart, as_hex, channels
from flyers.proof.pictures.wording import FaultKind, FaultyMark, PictureFault, fault_on_paper, sentences

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

_LIKE = 48
"""Levels within which a pixel counts as having a colour."""


def picture_faults(found: Differences, actual: Pixels, expected: Pixels, page: DrawnPage) -> list[PictureFault]:
    """Return the faults that explain the differences *found*."""
    return list(_Tracer(found, actual, expected, page).faults()) if found else []


class _Tracer:
    """Gives every differing pixel to the topmost mark that has ink there or close by."""

    def __init__(self, found: Differences, actual: Pixels, expected: Pixels, page: DrawnPage) -> None:
        self._page = page
        self._actual, self._expected = actual, expected
        self._unexpected = bits_at(found.unexpected, actual.shape)
        self._missing = bits_at(found.missing, actual.shape)
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
        visible = self._expected[place] & RGB == packed
        actual = self._actual[place][visible] & RGB
        if not len(actual) or 2 * np.count_nonzero(actual == packed) > len(actual):  # the median is not another colour
            return None
        seen, wanted = PixelColours(actual), np.array((red, green, blue), dtype=np.float64)
        own = seen.median()
        if apart(own, wanted) <= FLAT_SLACK or seen.share_like(own, _LIKE) <= WHOLE:
            return None
        edges = spread(visible, 2)
        self._missing[place] &= ~edges
        self._unexpected[place] &= ~edges
        if apart(own, self._beside(mark)) <= FLAT_SLACK:
            return FaultyMark(FaultKind.MISSING, mark, "")
        return FaultyMark(FaultKind.COLOUR, mark, f"{as_hex(own)} instead of {as_hex(wanted)}")

    def _beside(self, mark: Mark) -> Colour:
        """Return the colour that most pixels around a rectangle have; white if it is as large as the page."""
        (rows, columns), (own_rows, own_columns) = self._around(mark, 2), self._around(mark, 0)
        pixels = self._actual[rows, columns]
        beside = np.ones(pixels.shape, dtype=np.bool_)
        beside[
            own_rows.start - rows.start : own_rows.stop - rows.start,
            own_columns.start - columns.start : own_columns.stop - columns.start,
        ] = False
        return PixelColours(pixels[beside] & RGB).median() if beside.any() else np.full(3, 255.0)

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
            return spread(ink > 0)
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
        actual, expected = self._actual[place] & RGB, self._expected[place] & RGB
        core, outside = ink >= min(200, int(ink.max())), ink == 0
        inside, meant = actual[core], expected[core]
        seen = PixelColours(inside)
        own, wanted = seen.median(), PixelColours(meant).median()
        ground = PixelColours(actual[outside]).median() if outside.any() else np.full(3, 255.0)
        other = np.flatnonzero(inside != meant)
        gone = float(np.count_nonzero(apart(channels(inside[other]), channels(meant[other])) > _LIKE) / len(inside))
        if seen.share_like(wanted, 2 * _LIKE) < 1 - WHOLE or gone > WHOLE:
            if seen.share_like(own, _LIKE) > WHOLE and np.abs(own - ground).max() > _LIKE / 2:
                return FaultyMark(FaultKind.COLOUR, mark, f"{as_hex(own)} instead of {as_hex(wanted)}")
            return self._moved(mark, place, ink, wanted) or FaultyMark(FaultKind.MISSING, mark, "")
        if mark.mask is not None:
            beyond = bool((unexpected & ~spread(core)).any())
        elif beyond := bool(unexpected.any()):
            altered = PixelColours(actual[unexpected]).median()
            beyond = bool(np.abs(altered - ground).max() > _LIKE / 2)
            gone = 0.0 if beyond else gone
        if beyond and gone > A_LITTLE:
            return self._moved(mark, place, ink, wanted) or FaultyMark(FaultKind.SHAPE, mark, "")
        if beyond:
            return FaultyMark(FaultKind.ADDED, mark, "")
        if gone <= A_LITTLE and seen.share_like(own, _LIKE) > WHOLE and apart(own, wanted) > 0:
            return FaultyMark(FaultKind.COLOUR, mark, f"{as_hex(own)} instead of {as_hex(wanted)}")
        return FaultyMark(FaultKind.MISSING, mark, "partly")

    def _moved(self, mark: Mark, place: Place, ink: NDArray[np.uint8], wanted: Colour) -> FaultyMark | None:
        """Return that the mark is elsewhere, if its shape is found close by in its own colour."""
        if self._sought >= _MOST_SOUGHT or ink.size > 40000:
            return None
        self._sought += 1
        shape = ink >= 128
        wide = self._around(mark, 2 + FARTHEST)
        there = apart(channels(self._actual[wide]), wanted) <= _LIKE
        both = coinciding(there, shape)
        either = coinciding(there, np.ones_like(shape)) + int(shape.sum()) - both
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
        for box in clusters(self._unexpected):
            yield fault_on_paper(FaultKind.ADDED, box, self._page.frame)
        if self._missing.any():
            for box in clusters(self._missing & ~spread(self._unexpected, 2)):
                yield fault_on_paper(FaultKind.MISSING, box, self._page.frame)


def _direction(right: float, down: float) -> str:
    """Say by how many points something was moved."""
    parts = ((right, "to the right", "to the left"), (down, "down", "up"))
    return " and ".join(f"{abs(by):.1f} pt {one if by > 0 else other}" for by, one, other in parts if abs(by) >= 0.05)
