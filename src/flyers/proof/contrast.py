"""Contrast of drawn colours, by WCAG 2.2: relative luminance of sRGB, and the ratio of two."""

from __future__ import annotations

from flyers.proof.colours import Colour

WHITE = Colour("DeviceRGB", (1.0, 1.0, 1.0))
"""The page where nothing is painted."""

LEAST, LEAST_LARGE = 4.5, 3.0
"""Success criterion 1.4.3, level AA."""

LARGE, LARGE_BOLD = 18.0, 14.0
"""Points from which text counts as large."""


def luminance(colour: Colour) -> float | None:
    """Relative luminance; None for a colour that only a conversion could tell."""
    if colour.space == "DeviceGray" and len(colour.values) == 1:
        channels = colour.values * 3
    elif colour.space == "DeviceRGB" and len(colour.values) == 3:
        channels = colour.values
    else:
        return None
    red, green, blue = map(_linear, channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def ratio(one: Colour, other: Colour) -> float | None:
    """Contrast from 1 to 21; None where a luminance is not known."""
    first, second = luminance(one), luminance(other)
    if first is None or second is None:
        return None
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def least(size: float, *, bold: bool) -> float:
    """The least contrast of text of *size* points."""
    return LEAST_LARGE if size >= (LARGE_BOLD if bold else LARGE) else LEAST
