"""Masks as Pillow keeps them inside: to make, to cut and to paint a letter takes a third of the time of its pictures.

A page has a thousand letters. What is used here has been the same in every version of Pillow since 2.0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from flyers.proof.pictures.coverage import Mask

Ink = Any
"""How much of each pixel of a box is covered, 0 to 255: Pillow's ``ImagingCore`` in grey, which has no type."""


_core: Any = Image.core  # type: ignore[attr-defined]  # it has no type


def ink_of(mask: Mask, width: int, height: int) -> Ink:
    """Return a mask, given by its rows one after the other, as ink. It shares the memory of *mask*."""
    return _core.map_buffer(mask, (width, height), "raw", 0, ("L", 0, 1))


def as_mask(ink: Ink) -> Mask:
    return np.asarray(Image.Image()._new(ink))
