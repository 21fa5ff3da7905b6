"""Photographs as pixels in sRGB, upright, with their transparency."""

from __future__ import annotations

from dataclasses import field

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of pixels, in rows from the top.

    Attributes:
        sha256: of the pixels; photographs are equal if these are.
        has_alpha: four bytes for a pixel, the last for how opaque it is; otherwise three.
        lossy: it came as JPEG, and may go as JPEG.
    """

    name: str
    width: int
    height: int
    sha256: str
    has_alpha: bool
    lossy: bool
    pixels: bytes = field(repr=False, compare=False)
