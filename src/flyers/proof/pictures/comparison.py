"""Compares the picture of a page with the one that was expected, pixel by pixel and with a tolerance.

A pixel may lie anywhere between the lightest and the darkest of the other picture's pixels around it (`REACH`), and
beyond them by as much as these differ, plus a slack, in each of red, green and blue. This is asked both ways: what is
shown must be expected, and what is expected must be shown. docs/proof.md derives the tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.drawing import Pixels

FLAT_SLACK = 6
"""Levels, of 255, by which two renderings of one flat colour may differ."""

EDGE_SLACK = 70
"""Levels more that a pixel near an edge may differ.

Where two shapes of one colour meet inside a pixel and are painted one after the other, up to a quarter of the ground
shines through; painted as one shape, none does.
"""

REACH = 1
"""Pixels around a pixel that are looked at."""

_COLOUR = np.uint32(0xFFFFFF)

Places = NDArray[np.intp]
"""Indexes into a flattened picture."""


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


def differences(actual: Pixels, expected: Pixels) -> Differences:
    """Return where two pictures of one size differ by more than the tolerance."""
    height, width = actual.shape
    flat, other = actual.ravel(), expected.ravel()
    unlike = np.flatnonzero((flat ^ other) & _COLOUR)
    apart = np.abs(_levels(flat[unlike]) - _levels(other[unlike])).max(axis=1)
    # Most pixels differ a little, beside an edge: they are within the tolerance whatever is around them.
    much = unlike[apart > EDGE_SLACK]
    little = _in_one_colour(unlike[(apart > FLAT_SLACK) & (apart <= EDGE_SLACK)], other, width, height)
    unlike = np.concatenate([much, little])
    around = _neighbours(unlike, width, height)
    seen, wanted = _envelope(flat, around), _envelope(other, around)
    slack = np.where(wanted.flat, FLAT_SLACK, EDGE_SLACK).astype(np.int16)[:, np.newaxis]
    return Differences(
        unlike[wanted.excludes(_levels(flat[unlike]), slack)], unlike[seen.excludes(_levels(other[unlike]), slack)]
    )


def _in_one_colour(places: Places, picture: NDArray[np.uint32], width: int, height: int) -> Places:
    """Return those of *places* that have one colour around them."""
    kept = places
    for step in (1, -1, width, -width, width + 1, width - 1, -width + 1, -width - 1):
        kept = kept[picture[kept] == picture[np.clip(kept + step, 0, width * height - 1)]]
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

    low: NDArray[np.int16]
    high: NDArray[np.int16]

    @property
    def flat(self) -> NDArray[np.bool_]:
        """Return whether there is only one colour around each place."""
        flat: NDArray[np.bool_] = np.all(self.low == self.high, axis=1)
        return flat

    def excludes(self, levels: NDArray[np.int16], slack: NDArray[np.int16]) -> NDArray[np.bool_]:
        """Return whether each of *levels* is beyond what is around its place."""
        room = self.high - self.low + slack
        outside: NDArray[np.bool_] = np.any((levels < self.low - room) | (levels > self.high + room), axis=1)
        return outside


def _envelope(picture: NDArray[np.uint32], around: list[Places]) -> _Envelope:
    least = _bytes(picture[around[0]])
    most = least.copy()
    for near in around[1:]:
        levels = _bytes(picture[near])
        np.minimum(least, levels, out=least)
        np.maximum(most, levels, out=most)
    return _Envelope(least[:, :3].astype(np.int16), most[:, :3].astype(np.int16))


def _bytes(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return pixels.view(np.uint8).reshape(-1, 4)


def _levels(pixels: NDArray[np.uint32]) -> NDArray[np.int16]:
    """Return red, green and blue of each pixel."""
    return _bytes(pixels)[:, :3].astype(np.int16)
