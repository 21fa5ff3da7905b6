"""Keeping neighbouring lines apart: from glyph boxes to the leading at which none touches another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from flyers.text.fonts import Box

TOUCH = 0.01
"""Em; boxes that overlap by less than this do not collide."""

STEP = 0.02
"""Em by which leading is opened."""


def clear_leading(lines: Sequence[Sequence[Box]], leading: float) -> float:
    """The leading, at least ``leading``, at which no glyph box of a line meets one of the next; all in em.

    It is ``leading`` itself or a whole number of `STEP` more.

    Args:
        lines: for each line the boxes of its glyphs, relative to its origin, alignment included.
    """
    needed = max((_needed(upper, lower, leading) for upper, lower in pairwise(lines)), default=leading)
    if needed <= leading:
        return leading
    return leading + STEP * ceil((needed - leading) / STEP - 1e-9)


def _needed(upper: Sequence[Box], lower: Sequence[Box], leading: float) -> float:
    """The least distance of two baselines, or ``leading`` when that is more than enough."""
    if not upper or not lower:
        return leading
    highest = max(box[3] for box in lower)
    lowest = min(box[1] for box in upper)
    needed = leading
    if highest - lowest <= needed + TOUCH:
        return needed
    hanging = [box for box in upper if highest - box[1] > needed + TOUCH]
    rising = [box for box in lower if box[3] - lowest > needed + TOUCH]
    for left, bottom, right, _ in hanging:
        for other_left, _, other_right, top in rising:
            if top - bottom - TOUCH > needed and min(right, other_right) - max(left, other_left) > TOUCH:
                needed = top - bottom - TOUCH
    return needed


def bounds(boxes: Sequence[Box]) -> Box:
    """The box around all; empty at the origin when there are none."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return min(lefts), min(bottoms), max(rights), max(tops)
