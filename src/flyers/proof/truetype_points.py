"""The points of simple TrueType glyphs, and the contours that they make (OpenType: glyf)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from flyers.proof.geometry import IDENTITY, Matrix, transform
from flyers.proof.segments import LEAST_POINTS, Contour, Point

_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEATED, _SAME_X, _SAME_Y = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
"""Flags of a point."""

_STILL, _RIGHT, _LEFT, _WORD = range(4)
"""How far a point is from the last one along an axis: not at all, by a byte to one side or the other, by two bytes."""

HEADER = 10
"""Bytes before a glyph's description: the number of its contours, and its box."""


def _steps(short: int, same: int) -> bytes:
    """Return a table from a point's flags to how far it is along one axis."""
    long = [_STILL if flags & same else _WORD for flags in range(256)]
    return bytes((_RIGHT if flags & same else _LEFT) if flags & short else long[flags] for flags in range(256))


_ACROSS, _UP = _steps(_SHORT_X, _SAME_X), _steps(_SHORT_Y, _SAME_Y)

_SIZES = bytes((0, 1, 1, 2))
"""Bytes of a step."""

_BYTES_ACROSS, _BYTES_UP = (bytes(_SIZES[step] for step in steps) for steps in (_ACROSS, _UP))

_IS_ON = bytes(flags & _ON_CURVE for flags in range(256))


class Points(NamedTuple):
    """The points of a contour, and a byte for each: 1 if it is on the curve, 0 if it is a control point."""

    points: list[Point]
    on: bytes

    def placed(self, matrix: Matrix) -> Points:
        if matrix == IDENTITY:
            return self
        return Points([transform(matrix, x, y) for x, y in self.points], self.on)

    def contour(self) -> Contour:
        """Return the contour, from its first point on the curve."""
        first = self.on.find(1)
        if first < 0:
            return [("Q", *self.points, None)]
        start = self.points[first]
        contour: Contour = [("M", start)]
        controls: list[Point] = []
        for points, on in ((self.points[first + 1 :], self.on[first + 1 :]), (self.points[:first], self.on[:first])):
            for point, is_on in zip(points, on, strict=True):
                if not is_on:
                    controls.append(point)
                elif controls:
                    contour.append(("Q", *controls, point))
                    controls = []
                else:
                    contour.append(("L", point))
        if controls:
            contour.append(("Q", *controls, start))
        return contour

    def add_to(self, lines: list[float], curves: list[float]) -> None:
        """Add the coordinates of the contour, closed, to those of lines and of quadratic curves."""
        first = self.on.find(1)
        if first < 0:
            (x0, y0), (x1, y1) = self.points[-1], self.points[0]
            start, points, on = (0.5 * (x0 + x1), 0.5 * (y0 + y1)), self.points, self.on
        else:
            start = self.points[first]
            points = self.points[first + 1 :] + self.points[:first]
            on = self.on[first + 1 :] + self.on[:first]
        here = start
        control: Point | None = None
        for point, is_on in zip((*points, start), (*on, 1), strict=True):
            if control is None:
                if is_on and point != here:
                    lines += here
                    lines += point
            else:
                curves += here
                curves += control
                end = point if is_on else (0.5 * (control[0] + point[0]), 0.5 * (control[1] + point[1]))
                curves += end
                here = end
            if is_on:
                here, control = point, None
            else:
                control = point


def encloses(record: bytes, contours: int) -> bool:
    """Return whether any of a glyph's *contours* has enough points to enclose anything."""
    ends = (-1, *struct.unpack_from(f">{contours}H", record, HEADER))
    return any(end - before >= LEAST_POINTS for before, end in pairwise(ends))


def before_points(record: bytes, contours: int) -> tuple[int, int]:
    """Return where the instructions of a simple glyph begin, and where they end and its points begin."""
    at = HEADER + 2 * contours
    return at, at + 2 + int(struct.unpack_from(">H", record, at)[0])


def points_end(record: bytes, contours: int) -> int:
    """Return where the points of a simple glyph end."""
    _, at = before_points(record, contours)
    flags, at = _flags(record, contours, at)
    return at + sum(flags.translate(_BYTES_ACROSS)) + sum(flags.translate(_BYTES_UP))


def points_of(record: bytes, contours: int) -> Iterator[Points]:
    """Yield the points of each of a simple glyph's *contours*.

    Raises:
        IndexError, struct.error, ValueError: it is cut off, or contradicts itself.
    """
    if not contours:
        return
    flags, across = _flags(record, contours, before_points(record, contours)[1])
    up = across + sum(flags.translate(_BYTES_ACROSS))
    if up + sum(flags.translate(_BYTES_UP)) > len(record):
        raise ValueError("points are cut off")
    xs, ys = _places(record, across, flags.translate(_ACROSS)), _places(record, up, flags.translate(_UP))
    points: list[Point] = list(zip(xs, ys, strict=True))
    on = bytes(flags.translate(_IS_ON))
    start = 0
    for last in struct.unpack_from(f">{contours}H", record, HEADER):
        if last < start:
            raise ValueError("contours are out of order")
        yield Points(points[start : last + 1], on[start : last + 1])
        start = last + 1


def _flags(record: bytes, contours: int, at: int) -> tuple[bytearray, int]:
    """Return the flags of all points, and where they end."""
    count = struct.unpack_from(">H", record, HEADER + 2 * contours - 2)[0] + 1 if contours else 0
    flags = bytearray()
    while len(flags) < count:
        flag = record[at]
        at += 1
        if flag & _REPEATED:
            flags += bytes((flag,)) * (record[at] + 1)
            at += 1
        else:
            flags.append(flag)
    if len(flags) > count:
        raise ValueError("flags of more points than there are")
    return flags, at


def _places(record: bytes, at: int, steps: bytearray) -> list[int]:
    """Return the places of points along one axis."""
    place, places = 0, []
    for step in steps:
        if step == _RIGHT:
            place += record[at]
            at += 1
        elif step == _LEFT:
            place -= record[at]
            at += 1
        elif step == _WORD:
            place += ((record[at] << 8 | record[at + 1]) ^ 0x8000) - 0x8000
            at += 2
        places.append(place)
    return places
