"""The current path of a content stream, recorded as the boxes of its subpaths (ISO 32000-1, 8.5.2)."""

from __future__ import annotations

from typing import NamedTuple

from flyers.proof.geometry import Box, Matrix, around, transform, transform_box

Point = tuple[float, float]

Step = tuple[Point, ...]
"""One point: a line to it, or the start of a subpath after an empty step. Three: a cubic curve."""

ALIGNED = 1e-4
"""Points by which an upright edge may lean: rounding in the file."""


class Subpath(NamedTuple):
    """A subpath; ``solid`` means that filling it covers its whole box."""

    box: Box
    solid: bool


class Path:
    """A path under construction. Its methods are PDF's path operators, called with the matrix in force."""

    __slots__ = ("_points", "_upright", "steps", "subpaths")

    def __init__(self) -> None:
        self.subpaths: list[Subpath] = []
        self.steps: list[Step] = []
        self._points: list[Point] = []
        self._upright = True

    def move(self, ctm: Matrix, x: float, y: float) -> None:
        self.finish()
        self._points = [transform(ctm, x, y)]
        self.steps += ((), (self._points[0],))

    def line(self, ctm: Matrix, x: float, y: float) -> None:
        point = transform(ctm, x, y)
        points = self._points
        if self._upright and points and _leans(points[-1], point):
            self._upright = False
        points.append(point)
        self.steps.append((point,))

    def curve(self, ctm: Matrix, *controls: float) -> None:
        """Add a cubic curve by three points, or by two: then the current point is the first control point."""
        a, b, c, d, e, f = ctm
        x1, y1, x2, y2 = controls[-4:]
        second = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        end = a * x2 + c * y2 + e, b * x2 + d * y2 + f
        points = self._points
        if len(controls) == 6:
            first = transform(ctm, controls[0], controls[1])
            start = points[-1] if points else first
        else:
            start = first = points[-1] if points else second
        self.steps.append((first, second, end))
        self._upright = False
        if _between(start, end, first) and _between(start, end, second):
            # A curve stays within the box of its four points.
            points.append(end)
        else:
            points.extend(_along(start, first, second, end))

    def close(self) -> None:
        """Close the subpath; its start becomes the current point."""
        start = self._points[:1]
        self.finish()
        self._points = start
        self.steps += ((), tuple(start))

    def rectangle(self, ctm: Matrix, x: float, y: float, width: float, height: float) -> None:
        self.finish()
        box = (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))
        turned_squarely = ctm[1] == 0 == ctm[2] or ctm[0] == 0 == ctm[3]
        self.subpaths.append(Subpath(transform_box(ctm, box), turned_squarely))
        left, bottom, right, top = box
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self.steps += ((), *((transform(ctm, *corner),) for corner in corners))

    def finish(self) -> None:
        """End the subpath. Filling closes it by a straight line, so that line counts for `Subpath.solid` too."""
        points = self._points
        if len(points) > 1:
            rectangle = self._upright and len(set(points)) == 4 and not _leans(points[-1], points[0])
            self.subpaths.append(Subpath(around(points), rectangle))
        self._points, self._upright = [], True


def _leans(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > ALIGNED and abs(one[1] - other[1]) > ALIGNED


def _between(one: Point, other: Point, point: Point) -> bool:
    """Return whether *point* is in the box around two others."""
    (x0, y0), (x1, y1), (x, y) = one, other, point
    return (x0 <= x <= x1 or x1 <= x <= x0) and (y0 <= y <= y1 or y1 <= y <= y0)


def _along(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points on a cubic curve, dense enough for its box (error below 1 % of the curve's size)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    points = []
    for step in (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0):
        rest = 1 - step
        a, b, c, d = rest**3, 3 * rest * rest * step, 3 * rest * step * step, step**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
