"""Keeping neighbouring lines apart: from glyph boxes to the leading at which none touches another. All in em."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from flyers.text.fonts import Box

TOUCH = 0.001
"""Boxes that overlap by less than this do not collide; it is less than rounding in a PDF."""

STEP = 0.02
"""By which leading is opened."""


def opened(leading: float, needed: float) -> float:
    """The leading, or as many whole `STEP` more as it takes to reach what is needed."""
    if needed <= leading:
        return leading
    return leading + STEP * ceil((needed - leading) / STEP - 1e-9)


def least_distance(upper: Sequence[Box], lower: Sequence[Box], leading: float, offset: float = 0.0) -> float:
    """How far apart the baselines of two lines must be, or ``leading`` when that is more than enough.

    Args:
        upper, lower: boxes of the lines' glyphs, each relative to its line's origin.
        leading: the least that is of interest.
        offset: of the lower line's origin to the right of the upper one's.
    """
    if not upper or not lower:
        return leading
    highest = max([box[3] for box in lower])
    lowest = min([box[1] for box in upper])
    needed = leading
    hanging = [box for box in upper if highest - box[1] > needed + TOUCH]
    rising = [(box[0] + offset, box[2] + offset, box[3]) for box in lower if box[3] - lowest > needed + TOUCH]
    for left, bottom, right, _ in hanging:
        for other_left, other_right, top in rising:
            distance = top - bottom - TOUCH
            if distance > needed and min(right, other_right) - max(left, other_left) > TOUCH:
                needed = distance
    return needed
