"""Masks as Pillow keeps them inside: to make, to cut and to paint a letter takes a third of the time of its pictures.

A page has a thousand letters. What is used here has been the same in every version of Pillow since 2.0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.proof.pictures.coverage import Mask

Ink = Any
"""How much of each pixel of a box is covered, 0 to 255: `LargeInk`, or Pillow's ``ImagingCore`` in grey, which has no
type."""


_core: Any = Image.core  # type: ignore[attr-defined]  # it has no type


def ink_of(mask: Mask, width: int, height: int) -> Ink:
    """Return a mask, given by its rows one after the other, as ink. It shares the memory of *mask*."""
    return _core.map_buffer(mask, (width, height), "raw", 0, ("L", 0, 1))


class LargeInk:
    """Ink of many pixels, most of which are covered whole or not at all. (Pillow would mix colours in all of them.)"""

    __slots__ = ("mask",)

    least = 1 << 13
    """The fewest pixels for which it pays."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    def crop(self, box: tuple[int, int, int, int]) -> LargeInk:
        left, top, right, bottom = box
        return LargeInk(np.ascontiguousarray(self.mask[top:bottom, left:right]))

    def paint(self, pixels: NDArray[np.uint32], colour: tuple[int, ...], left: int, top: int) -> None:
        """Paint it on a picture in *colour*, the bytes of a pixel; what is beyond its upper and lower edge is left out.

        *left* and *top* are the place of its first pixel.
        """
        mask = self.mask[max(-top, 0) : len(pixels) - top]
        room = pixels[max(top, 0) :, left : left + mask.shape[1]][: len(mask)]
        np.copyto(room, np.array(colour, dtype=np.uint8).view(np.uint32), where=mask == 255)
        partly = np.flatnonzero(mask - np.uint8(1) < 254)  # what is 0 becomes 255; of two dimensions it takes longer
        rows, columns = np.divmod(partly, mask.shape[1])
        share = mask[rows, columns, None].astype(np.uint16)
        below = room[rows, columns].view(np.uint8).reshape(-1, 4)
        # The mean of two bytes, rounded as Pillow does.
        mixed = below * (255 - share) + np.array(colour, dtype=np.uint16) * share + 128
        room[rows, columns] = ((mixed + (mixed >> 8)) >> 8).astype(np.uint8).view(np.uint32).ravel()


def as_mask(ink: Ink) -> Mask:
    return ink.mask if isinstance(ink, LargeInk) else np.asarray(Image.Image()._new(ink))
