"""Converts sRGB colours to the inks of a press, through the ICC profile of its print condition."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageCms

Rgb = tuple[int, int, int]
"""Red, green and blue in sRGB, 0 to 255."""

Percents = tuple[int, int, int, int]
"""Cyan, magenta, yellow and black, whole percents."""


def inks_of(colour: Rgb, profile: bytes) -> Percents:
    """Return the inks that look like *colour* on the press of *profile*, relative to its paper."""
    from PIL import Image

    separated = separate(Image.new("RGB", (1, 1), colour), profile)
    pixel = separated.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    cyan, magenta, yellow, black = (round(ink * 100 / 255) for ink in pixel)
    return cyan, magenta, yellow, black


def separate(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a *picture* in sRGB as its inks on the press of *profile*."""
    from PIL import ImageCms

    separated = ImageCms.applyTransform(picture, _transform(profile))
    assert separated is not None
    return separated


def _transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    from PIL import ImageCms

    press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
