"""Colours of many pixels: the median of those of a mark, how many are like it, and how far two are apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]
"""Red, green and blue."""

Levels = NDArray[np.int16]
"""Red, green and blue of each pixel."""

RGB = np.uint32(0xFFFFFF)
"""The bytes of a pixel that are its colour."""

_SAMPLE = 100
"""About so many pixels are asked for the colour that most have."""


class PixelColours:
    """The colours of some *pixels*, of which there is at least one.

    Most pixels of a mark have one colour. It is looked for among a few of them, and its pixels are counted; the others
    are sorted, and each of their colours is looked at once. To look at every pixel of a ground of millions in red,
    green and blue took a third of the proof of a page with a white box on it.
    """

    def __init__(self, pixels: NDArray[np.uint32]) -> None:
        self._count = len(pixels)
        usual = _most_frequent(pixels[:: len(pixels) // _SAMPLE + 1])
        others, counts = np.unique(pixels[pixels != usual], return_counts=True)
        self._usual, self._others, self._of_each = channels(usual), channels(others), counts
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
        like = self._of_each[apart(self._others, colour) <= within].sum()
        return float((like + self._as_usual * bool(apart(self._usual, colour) <= within)) / self._count)


def _most_frequent(pixels: NDArray[np.uint32]) -> np.uint32:
    colours, counts = np.unique(pixels, return_counts=True)
    usual: np.uint32 = colours[counts.argmax()]
    return usual


def channels(pixels: NDArray[np.uint32] | np.uint32) -> Levels:
    """Return red, green and blue of each pixel."""
    levels: Levels = np.asarray(pixels).reshape(*pixels.shape, 1).view(np.uint8)[..., 2::-1].astype(np.int16)
    return levels


def apart(one: Levels | Colour, other: Levels | Colour) -> NDArray[np.float64]:
    """Return by how much two colours differ in the channel where they differ most."""
    # numpy takes several times as long for the greatest of three along an axis.
    red, green, blue = (np.abs(one[..., channel] - other[..., channel]) for channel in range(3))
    apart: NDArray[np.float64] = np.maximum(np.maximum(red, green), blue)
    return apart


def as_hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(float(level)):02x}" for level in colour)
