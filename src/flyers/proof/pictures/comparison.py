"""Compares the picture of a page with the one that was expected, pixel by pixel and with a tolerance.

A pixel may lie between the lightest and the darkest of the other picture's pixels around it (`REACH`), or beyond them
by a slack, in each of red, green and blue. This holds both ways: what is shown must be expected, and what is expected
must be shown. docs/proof.md derives the tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.drawing import Pixels
from flyers.proof.pictures.frames import PixelBox

FLAT_SLACK = 6
"""Levels, of 255, that a pixel may be beyond those around it where these are all alike: a fortieth of the pixel.

Two renderings of one flat colour do not differ at all, but the tip of a stroke that is moved by a little more than a
pixel reaches two pixels further.
"""

EDGE_SLACK = 64
"""Levels that a pixel near an edge may be beyond those around it in the other picture: a quarter of the pixel.

A stroke thinner than a pixel that is moved by a third of one covers up to a third more of one pixel than of any before;
pdfium rounds the two edges of a part of a composite glyph one after the other.
"""

REACH = 1
"""Pixels around a pixel that are looked at."""

Places = NDArray[np.intp]
"""Indexes into a flattened picture."""

Levels = NDArray[np.uint8]
"""A row for each of some pixels, with its blue, green and red."""


class Differences(NamedTuple):
    """Pixels that are beyond the tolerance.

    Attributes:
        unexpected: where the page shows what the expected picture has nowhere near.
        missing: where the expected picture has what the page shows nowhere near.
    """

    unexpected: Places
    missing: Places

    def __bool__(self) -> bool:
        return bool(len(self.unexpected) or len(self.missing))

    def inside(self, box: PixelBox, width: int) -> Differences:
        """Return those in *box* of a picture that is *width* pixels wide."""
        left, top, right, bottom = box
        parts = []
        for places in self:
            rows, columns = np.divmod(places, width)
            parts.append(places[(rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)])
        return Differences(*parts)

    def between(self, first: int, last: int) -> Differences:
        """Return those from the index *first* up to *last*."""
        return Differences(*(places[(places >= first) & (places < last)] for places in self))

    def where(self, chosen: NDArray[np.bool_]) -> Differences:
        """Return those at which the flattened picture *chosen* is true."""
        return Differences(*(places.compress(chosen.take(places)) for places in self))

    def and_of(self, other: Differences) -> Differences:
        """Return these and those of *other*, which has none of these."""
        return Differences(*(np.concatenate(both) for both in zip(self, other, strict=True)))

    def also_in(self, other: Differences) -> Differences:
        """Return the pixels that *other* has too."""
        pairs = zip(self, other, strict=True)  # each place is there once; looking for duplicates takes seconds
        return Differences(*(np.intersect1d(mine, its, assume_unique=True) for mine, its in pairs))


NONE = Differences(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))


def differences(actual: Pixels, expected: Pixels) -> Differences:
    """Return where two pictures of one size differ by more than the tolerance."""
    flat, other = actual.ravel(), expected.ravel()
    # Most pixels differ a little, beside an edge: they are within the tolerance whatever is around them.
    unlike = np.concatenate([_unlike(flat, other, start) for start in range(0, len(flat), _BAND)])
    apart = _further_apart(flat.take(unlike), other.take(unlike), EDGE_SLACK)
    width = actual.shape[1]
    much, little = unlike.compress(apart), _in_one_colour(unlike.compress(~apart), other, width)
    # Most of what is added or missing is amid one colour in both pictures, as a box on paper: there the neighbours say
    # nothing else than the pixel itself, and to collect their lowest and highest levels takes longest.
    amid = _in_one_colour(_in_one_colour(much, other, width), flat, width)
    unlike = np.concatenate([np.delete(much, np.searchsorted(much, amid)), little])
    parts = [
        _beyond(unlike[start : start + _BAND], flat, other, width, len(actual))
        for start in range(0, len(unlike), _BAND)
    ]
    if len(amid):
        amid = amid.compress(_apart(_levels(flat.take(amid)), _levels(other.take(amid))) > FLAT_SLACK)
        parts.append(Differences(amid, amid))
    return Differences(*(np.concatenate(places) for places in zip(*parts, strict=True))) if parts else NONE


def _beyond(
    unlike: Places, flat: NDArray[np.uint32], other: NDArray[np.uint32], width: int, height: int
) -> Differences:
    """Return which of the places *unlike* are beyond the tolerance in one of two pictures."""
    around = _neighbours(unlike, width, height)
    seen, wanted = _envelope(flat, around), _envelope(other, around)
    slack = np.where(wanted.flat, FLAT_SLACK, EDGE_SLACK)
    return Differences(
        unlike[wanted.excess(_levels(flat[unlike])) > slack], unlike[seen.excess(_levels(other[unlike])) > slack]
    )


_BAND = 1 << 18
"""Pixels that are compared in one go: of a whole page, what lies between would be larger than both pictures."""


def _unlike(one: NDArray[np.uint32], other: NDArray[np.uint32], start: int) -> Places:
    """Return the places of the band from *start* where two pictures differ by more than `FLAT_SLACK`."""
    mine, its = one[start : start + _BAND], other[start : start + _BAND]
    places = np.flatnonzero(mine != its)
    return places.compress(_further_apart(mine.take(places), its.take(places), FLAT_SLACK)) + start


def _in_one_colour(places: Places, picture: NDArray[np.uint32], width: int) -> Places:
    """Return those of *places* that have one colour around them; beyond the first and the last pixel, that of these."""
    kept = places
    for step in (1, -1, width, -width, width + 1, width - 1, -width + 1, -width - 1):
        kept = kept.compress(picture.take(kept) == picture.take(kept + step, mode="clip"))
    return kept


def _neighbours(places: Places, width: int, height: int) -> list[Places]:
    """Return the places around each of *places*; beyond the edge of the picture, those on it."""
    row, column = np.divmod(places, width)
    steps = range(-REACH, REACH + 1)
    starts = [np.clip(row + step, 0, height - 1) * width for step in steps]
    columns = [np.clip(column + step, 0, width - 1) for step in steps]
    return [start + across for start in starts for across in columns]


class _Envelope(NamedTuple):
    """The lowest and the highest level of red, green and blue around each of some places."""

    low: Levels
    high: Levels

    @property
    def flat(self) -> NDArray[np.bool_]:
        """Return whether there is only one colour around each place."""
        flat: NDArray[np.bool_] = np.all(self.low == self.high, axis=1)
        return flat

    def excess(self, levels: Levels) -> NDArray[np.uint8]:
        """Return by how much each of *levels* is beyond what is around its place."""
        return _apart(levels, np.clip(levels, self.low, self.high))


def _envelope(picture: NDArray[np.uint32], around: list[Places]) -> _Envelope:
    least = _levels(picture[around[0]])
    most = least.copy()
    for near in around[1:]:
        levels = _levels(picture[near])
        np.minimum(least, levels, out=least)
        np.maximum(most, levels, out=most)
    return _Envelope(least, most)


def _levels(pixels: NDArray[np.uint32]) -> Levels:
    return pixels.view(np.uint8).reshape(-1, 4)[:, :3]


def _further_apart(one: NDArray[np.uint32], other: NDArray[np.uint32], slack: int) -> NDArray[np.bool_]:
    """Return which pixels differ by more than *slack* in any channel, or in the byte that belongs to none."""
    levels, others = one.view(np.uint8), other.view(np.uint8)
    beyond = np.maximum(levels, others) - np.minimum(levels, others) > slack
    apart: NDArray[np.bool_] = beyond.view(np.uint32) != 0
    return apart


def _apart(one: Levels, other: Levels) -> NDArray[np.uint8]:
    """Return by how much two colours differ in the channel where they differ most."""
    red, green, blue = (np.maximum(one, other) - np.minimum(one, other)).T
    apart: NDArray[np.uint8] = np.maximum(np.maximum(red, green), blue)
    return apart
