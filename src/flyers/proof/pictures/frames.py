"""Where the pixels of a picture are, and which whole pixels pdfium fills for a rectangle."""

from __future__ import annotations

import math
from typing import NamedTuple

from flyers.proof.geometry import Box

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom."""

NOISE = 1 / 256
"""Pixels by which an edge in pdfium's single precision may be from ours: eight roundings at 8192 pixels."""

NUDGES = ((0.0, 0.0), (NOISE, NOISE), (-NOISE, -NOISE), (NOISE, -NOISE), (-NOISE, NOISE))
"""How the two edges of a rectangle may be off: not at all, both to one side, or to different sides."""


class Frame(NamedTuple):
    """Where the pixels of a picture of *width* times *height* pixels are.

    Attributes:
        left, top: the upper left corner of the first, in points.
        across, down: pixels in a point. pdfium stretches a page to whole pixels, so they differ a little.
        nudge: pixels by which the edges of rectangles are assumed to be off (`NUDGES`).
    """

    left: float
    top: float
    across: float
    down: float
    width: int
    height: int
    nudge: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of(cls, box: Box, width: int, height: int) -> Frame:
        """Return the frame of a picture of *box*, in points."""
        left, bottom, right, top = box
        return cls(left, top, width / (right - left), height / (top - bottom), width, height)

    @property
    def whole(self) -> PixelBox:
        """Return all pixels."""
        return 0, 0, self.width, self.height

    def x(self, x: float) -> float:
        return (x - self.left) * self.across

    def y(self, y: float) -> float:
        return (self.top - y) * self.down

    def box(self, box: Box) -> PixelBox:
        """Return the pixels that pdfium fills for *box*."""
        start, end = self.nudge
        left, right = whole_pixels(self.x(box[0]) + start, self.x(box[2]) + end)
        top, bottom = whole_pixels(self.y(box[3]) + start, self.y(box[1]) + end)
        return left, top, right, bottom

    def outer(self, box: Box) -> PixelBox:
        """Return the pixels that *box* touches, to which pdfium clips."""
        start, end = self.nudge
        return (
            math.floor(self.x(box[0]) + start),
            math.floor(self.y(box[3]) + start),
            math.ceil(self.x(box[2]) + end),
            math.ceil(self.y(box[1]) + end),
        )


def whole_pixels(start: float, end: float) -> tuple[int, int]:
    """Return the whole pixels that pdfium fills between two edges of a rectangle: never less than its width."""
    length = math.ceil(end - start)
    lower, upper = math.floor(start), math.ceil(start)
    nearer = lower if start - lower + abs(end - lower - length) <= upper - start + abs(end - upper - length) else upper
    return nearer, nearer + length


def within(box: PixelBox, clip: PixelBox) -> PixelBox | None:
    """Return the part of *box* inside *clip*; None if there is none."""
    left, top = max(box[0], clip[0]), max(box[1], clip[1])
    right, bottom = min(box[2], clip[2]), min(box[3], clip[3])
    return (left, top, right, bottom) if left < right and top < bottom else None
