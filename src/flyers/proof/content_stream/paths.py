"""The current path of a content stream, recorded as the boxes of its subpaths (ISO 32000-1, 8.5.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flyers.proof.geometry import Box, Matrix, around, transform, transform_box

Point = tuple[float, float]

MOVE, LINE, CURVE = b"mlc"
"""Kinds of segments."""

_RUNS = re.compile(b"l+|c+|m|h")

ALIGNED = 1e-4
"""Points by which an upright edge may lean: rounding in the file."""


class Subpath(NamedTuple):
    """A subpath; ``solid`` means that filling it covers its whole box."""

    box: Box
    solid: bool


class PathOutline(NamedTuple):
    """A path as it is drawn: a byte for each segment, and their *points* in a row.

    m begins a subpath at a point, l is a line to one, c a cubic curve by three, n begins a subpath without a point.
    """

    kinds: bytes = b""
    points: tuple[Point, ...] = ()


class Path:
    """A path under construction. Its methods are PDF's path operators, called with the matrix in force."""

    __slots__ = ("_corners", "_curved", "_kinds", "_points", "subpaths")

    def __init__(self) -> None:
        self.subpaths: list[Subpath] = []
        self._kinds = bytearray()
        self._points: list[Point] = []
        self._corners: list[Point] = []
        """What the box of the open subpath must hold: the ends of its segments, and points on its curves."""
        self._curved = False

    @property
    def outline(self) -> PathOutline:
        return PathOutline(bytes(self._kinds), tuple(self._points))

    def add(self, ctm: Matrix, kinds: bytes, numbers: Sequence[float]) -> None:
        """Add segments of the *kinds* m, l, c and h: h has no point in *numbers*, c has three, others have one.

        Most of what a page consists of passes here, so it takes several at once.
        """
        a, b, c, d, e, f = ctm
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        at = 0
        for run in _RUNS.findall(kinds):
            kind = run[0]
            if kind == LINE:
                start, at = at, at + len(run)
                self._corners += points[start:at]
            elif kind == CURVE:
                start, at = at, at + 3 * len(run)
                self._bend(points[start:at])
            elif kind == MOVE:
                start, at = at, at + 1
                self._begin(points[start:at])
            else:
                self._begin_again()
                continue
            self._kinds += run
            self._points += points[start:at]

    def move(self, ctm: Matrix, x: float, y: float) -> None:
        self.add(ctm, b"m", (x, y))

    def line(self, ctm: Matrix, x: float, y: float) -> None:
        self.add(ctm, b"l", (x, y))

    def curve(self, ctm: Matrix, *controls: float) -> None:
        """Add a cubic curve by three points, or by two: then the current point is the first control point."""
        if len(controls) == 6:
            self.add(ctm, b"c", controls)
            return
        x1, y1, x2, y2 = controls[-4:]
        second, end = transform(ctm, x1, y1), transform(ctm, x2, y2)
        first = self._corners[-1] if self._corners else second
        self._bend([first, second, end])
        self._kinds += b"c"
        self._points += first, second, end

    def close(self) -> None:
        """Close the subpath; its start becomes the current point."""
        self._begin_again()

    def rectangle(self, ctm: Matrix, x: float, y: float, width: float, height: float) -> None:
        self.finish()
        box = (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))
        turned_squarely = ctm[1] == 0 == ctm[2] or ctm[0] == 0 == ctm[3]
        self.subpaths.append(Subpath(transform_box(ctm, box), turned_squarely))
        left, bottom, right, top = box
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self._kinds += b"mlll"
        self._points += (transform(ctm, *corner) for corner in corners)

    def finish(self) -> None:
        """End the subpath. Filling closes it by a straight line, so that line counts for `Subpath.solid` too."""
        corners = self._corners
        if len(corners) > 1:
            rectangle = not self._curved and len(set(corners)) == 4 and _all_upright(corners)
            self.subpaths.append(Subpath(around(corners), rectangle))
        self._corners, self._curved = [], False

    def _begin(self, start: list[Point]) -> None:
        """Begin a subpath; without a start if that of another one is missing."""
        self.finish()
        self._corners = start

    def _begin_again(self) -> None:
        """End the subpath, and begin another one at its start."""
        start = self._corners[:1]
        self._begin(start)
        self._kinds += b"m" if start else b"n"
        self._points += start

    def _bend(self, points: list[Point]) -> None:
        """Take note of curves from the current point, each by three *points*."""
        self._curved = True
        corners = self._corners
        x0, y0 = start = corners[-1] if corners else points[0]
        for first, second, end in zip(points[::3], points[1::3], points[2::3], strict=True):
            (x1, y1), (x2, y2), (x3, y3) = first, second, end
            if (
                (x0 <= x1 <= x3 or x3 <= x1 <= x0)
                and (x0 <= x2 <= x3 or x3 <= x2 <= x0)
                and (y0 <= y1 <= y3 or y3 <= y1 <= y0)
                and (y0 <= y2 <= y3 or y3 <= y2 <= y0)
            ):
                # A curve stays within the box of its four points.
                corners.append(end)
            else:
                corners += _along(start, first, second, end)
            x0, y0 = start = end


def _all_upright(corners: list[Point]) -> bool:
    """Return whether all lines of a closed subpath are level or upright."""
    return not any(map(_leans, corners, [*corners[1:], corners[0]]))


def _leans(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > ALIGNED and abs(one[1] - other[1]) > ALIGNED


def _along(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points on a cubic curve, dense enough for its box (error below 1 % of the curve's size)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    points = []
    for step in (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0):
        rest = 1 - step
        a, b, c, d = rest**3, 3 * rest * rest * step, 3 * rest * step * step, step**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
