"""Boxes (left, bottom, right, top), in points, and matrices of PDF user space, which are PDF's six numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies *first*, and *then* the other (ISO 32000-1, 8.3.4: row vectors)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def transform(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def transform_box(matrix: Matrix, box: Box) -> Box:
    """Return the upright box around *box* transformed by *matrix*."""
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    if b == 0 == c:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return around(transform(matrix, x, y) for x in (left, right) for y in (bottom, top))


def turn_of(matrix: Matrix) -> int:
    """Return the nearest quarter turn, degrees clockwise, by where *matrix* takes up: 90 if it is to the right."""
    _, _, c, d, _, _ = matrix
    if abs(d) >= abs(c):
        return 0 if d >= 0 else 180
    return 90 if c > 0 else 270


def around(points: Iterable[Point]) -> Box:
    """Return the smallest box around all *points* (at least one)."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def union(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box around all *boxes*; None if there are none."""
    if not (sides := tuple(zip(*boxes, strict=True))):
        return None
    lefts, bottoms, rights, tops = sides
    return (min(lefts), min(bottoms), max(rights), max(tops))


def overlap(one: Box, other: Box, tolerance: float = 0.0) -> bool:
    """Return whether the boxes share more than a rim of *tolerance* points."""
    left, bottom, right, top = one
    x0, y0, x1, y1 = other
    return left < x1 - tolerance and x0 < right - tolerance and bottom < y1 - tolerance and y0 < top - tolerance


def shared(one: Box, other: Box) -> Box | None:
    """Return what two boxes have in common; None if they only touch or are apart."""
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def contains(outer: Box, inner: Box, tolerance: float = 0.0) -> bool:
    """Return whether *inner* lies in *outer*, give or take *tolerance* points."""
    left, bottom, right, top = outer
    x0, y0, x1, y1 = inner
    return x0 >= left - tolerance and y0 >= bottom - tolerance and x1 <= right + tolerance and y1 <= top + tolerance


def shrink(box: Box, by: float) -> Box:
    """Return *box* with every side moved inwards by *by* points (outwards if *by* is negative)."""
    return (box[0] + by, box[1] + by, box[2] - by, box[3] - by)


def enters(one: Point, other: Point, box: Box) -> bool:
    """Return whether a part of the straight line between two points is inside *box* (Liang and Barsky, 1984)."""
    begin, end = 0.0, 1.0
    for axis in (0, 1):
        way = other[axis] - one[axis]
        for side, sign in ((box[axis], -1.0), (box[axis + 2], 1.0)):
            room, towards = sign * (side - one[axis]), sign * way
            if towards > 0:
                end = min(end, room / towards)
            elif towards:
                begin = max(begin, room / towards)
            elif room <= 0:
                return False
    return begin < end


def turns(ring: Sequence[Point], point: Point) -> int:
    """Return how often *ring* winds round *point*."""
    (x, y), winding = point, 0
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        if y0 <= y < y1:
            winding += (x1 - x0) * (y - y0) > (x - x0) * (y1 - y0)
        elif y1 <= y < y0:
            winding -= (x1 - x0) * (y - y0) < (x - x0) * (y1 - y0)
    return winding


def shift(box: Box, dx: float, dy: float) -> Box:
    return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)
