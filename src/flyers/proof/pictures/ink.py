"""Masks as Pillow keeps them inside: to make, to cut and to paint a letter takes a third of the time of its pictures.

A page has a thousand letters. What is used here has been the same in every version of Pillow since 2.0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.proof.pictures.coverage import Mask, Spans
from flyers.proof.pictures.frames import PixelBox, within

Ink = Any
"""How much of each pixel of a box is covered, 0 to 255: `LargeInk`, or Pillow's ``ImagingCore`` in grey, which has no
type."""


_core: Any = Image.core  # type: ignore[attr-defined]  # it has no type


def ink_of(levels: Mask | bytes, width: int, height: int, start: int = 0) -> Ink:
    """Return a mask, given by its rows one after the other from *start*, as ink. It shares the memory of *levels*."""
    return _core.map_buffer(levels, (width, height), "raw", start, ("L", 0, 1))


class LargeInk:
    """Ink of many pixels, most of which are covered whole or not at all. (Pillow would mix colours in all of them.)

    Args:
        spans: what it covers of a box of *width* times *height* pixels.
    """

    __slots__ = ("_height", "_width", "spans")

    least = 1 << 13
    """The fewest pixels for which it pays."""

    def __init__(self, spans: Spans, width: int, height: int) -> None:
        self.spans = spans
        self._width, self._height = width, height

    def crop(self, box: PixelBox) -> LargeInk:
        """Return the part in *box*, counted from its first pixel."""
        left, top, right, bottom = box
        rows, columns, levels, boxes = self.spans
        seen = (rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)
        cut = (within(one, box) for one in boxes)
        moved = [(one[0] - left, one[1] - top, one[2] - left, one[3] - top) for one in cut if one is not None]
        return LargeInk(Spans(rows[seen] - top, columns[seen] - left, levels[seen], moved), right - left, bottom - top)

    def mask(self) -> Mask:
        """Return how much of each pixel is covered."""
        mask = np.zeros((self._height, self._width), dtype=np.uint8)
        rows, columns, levels, boxes = self.spans
        mask[rows, columns] = levels
        for left, top, right, bottom in boxes:
            mask[top:bottom, left:right] = 255
        return mask

    def paint(self, pixels: NDArray[np.uint32], colour: tuple[int, ...], left: int, top: int) -> None:
        """Paint it on a picture in *colour*, the bytes of a pixel; what is beyond its edges is left out.

        *left* and *top* are the place of its first pixel.
        """
        rows, columns, levels, boxes = self.spans
        whole = np.array(colour, dtype=np.uint8).view(np.uint32)[0]
        start, end, width = -top, len(pixels) - top, pixels.shape[1]
        for x0, y0, x1, y1 in boxes:
            if y0 < end and y1 > start and x1 > -left:
                pixels[max(y0 + top, 0) : y1 + top, max(x0 + left, 0) : x1 + left] = whole
        first, last = np.searchsorted(rows, (start, end))
        down, across, levels = rows[first:last] + top, columns[first:last] + left, levels[first:last]
        if left < 0 or left + self._width > width:
            seen = (across >= 0) & (across < width)
            down, across, levels = down[seen], across[seen], levels[seen]
        flat = pixels.reshape(-1)
        places = down * width + across
        flat[places] = _mixed(flat[places], whole, levels.astype(np.uint32))


_TWO_BYTES = np.uint32(0x00FF00FF)
"""The first and the third byte of a pixel: there is room beside each for what it is multiplied by."""

_HALVES = np.uint32(0x00800080)
"""What makes such bytes be rounded."""


def _mixed(below: NDArray[np.uint32], above: np.uint32, share: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return pixels of which *share* (0 to 255) is covered by *above*, each byte rounded as Pillow does."""
    eight = np.uint32(8)
    rest = np.uint32(255) - share
    low, high = (
        (under & _TWO_BYTES) * rest + (over & _TWO_BYTES) * share + _HALVES
        for under, over in ((below, above), (below >> eight, above >> eight))
    )
    low, high = (((mixed + ((mixed >> eight) & _TWO_BYTES)) >> eight) & _TWO_BYTES for mixed in (low, high))
    pixels: NDArray[np.uint32] = low | high << eight
    return pixels


def as_mask(ink: Ink) -> Mask:
    return ink.mask() if isinstance(ink, LargeInk) else np.asarray(Image.Image()._new(ink))
