"""Converts strokes to filled outlines (SVG 1.1, 11.4), so that all later steps only have fills.

An outline runs along the left side of the line and back along the right one. On the inner side of a corner it passes
through the corner itself: so it is the rim of a rectangle for each straight part, a wedge at each corner and a cap at
each end, all wound the same way, and by the nonzero rule it fills exactly what these cover.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from flyers.page.paths import Path, Point, Segment, flattened, polygon_path, subpaths
from flyers.records import dataclass

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is stroked; ``width`` and ``flatness``, by which curves may be off, are in the path's own units."""

    width: float
    join: Literal["miter", "round", "bevel"] = "miter"
    cap: Literal["butt", "round", "square"] = "butt"
    miter_limit: float = 4.0
    flatness: float = 0.02


def outline(path: Iterable[Segment], stroke: Stroke) -> Path:
    """Return the outline of *path* stroked, to be filled by the nonzero rule."""
    outlined: list[Segment] = []
    for subpath in subpaths(path):
        corners: list[Point] = []
        for point in flattened(subpath, stroke.flatness):
            if not corners or math.dist(corners[-1], point) > _SAME:
                corners.append(point)
        for rim in _rims(corners, subpath[-1][0] == "Z", stroke):
            outlined += polygon_path(rim)
    return tuple(outlined)


def _rims(corners: list[Point], closed: bool, stroke: Stroke) -> Iterator[list[Point]]:
    if closed and len(corners) > 1 and math.dist(corners[0], corners[-1]) <= _SAME:
        corners = corners[:-1]
    if len(corners) == 1:
        yield from _dot(corners[0], stroke)
    elif closed and corners:
        there = [*corners[-1:], *corners, *corners[:1]]
        yield list(_left_side(there, stroke))
        yield list(_left_side(there[::-1], stroke))
    elif corners:
        back = corners[::-1]
        yield [
            *_left_side(corners, stroke),
            *_cap(corners[-2], corners[-1], stroke),
            *_left_side(back, stroke),
            *_cap(back[-2], back[-1], stroke),
        ]


def _left_side(corners: list[Point], stroke: Stroke) -> Iterator[Point]:
    """Yield the rim along the left side of a line, from its second corner to its last but one."""
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        yield from _join(before, corner, after, stroke)


def _side(one: Point, other: Point, half: float) -> Point:
    """Return the step from a line to its left edge."""
    length = math.dist(one, other)
    return -(other[1] - one[1]) / length * half, (other[0] - one[0]) / length * half


def _join(before: Point, corner: Point, after: Point, stroke: Stroke) -> Iterator[Point]:
    """Yield the rim at a corner on the left side of the line."""
    half = stroke.width / 2
    (ax, ay), (bx, by) = _side(before, corner, half), _side(corner, after, half)
    turn, straight = ax * by - ay * bx, ax * bx + ay * by
    x, y = corner
    first, last = (x + ax, y + ay), (x + bx, y + by)
    back = straight < 0 and abs(turn) <= _SAME * half * half  # on the way back: rounding decides the sign of the turn
    if turn > 0 and not back:
        yield from (first, corner, last)
        return
    if stroke.join == "round":
        middle = (x + ay, y - ax) if back else last
        yield from _arc(corner, first, middle, stroke)
        yield from _arc(corner, middle, last, stroke)[1:] if back else ()
        return
    yield first
    # The miter is as many times longer than the stroke is wide as this says (SVG 1.1, 11.4): one over the sine of half
    # the angle between the two lines.
    sine = math.sqrt(max(0.0, (1 + straight / (half * half)) / 2))
    if stroke.join == "miter" and sine > _SAME and 1 / sine <= stroke.miter_limit:
        reach = 1 / (2 * sine * sine)
        yield x + (ax + bx) * reach, y + (ay + by) * reach
    yield last


def _cap(inner: Point, end: Point, stroke: Stroke) -> Iterator[Point]:
    """Yield the rim round the end of a line, from its left side to its right one."""
    across, up = _side(inner, end, stroke.width / 2)
    left, right = (end[0] + across, end[1] + up), (end[0] - across, end[1] - up)
    if stroke.cap == "square":
        yield from (left, (left[0] + up, left[1] - across), (right[0] + up, right[1] - across), right)
    elif stroke.cap == "round":
        far = (end[0] + up, end[1] - across)
        yield from (*_arc(end, left, far, stroke), *_arc(end, far, right, stroke)[1:])
    else:
        yield from (left, right)


def _dot(point: Point, stroke: Stroke) -> Iterator[list[Point]]:
    """Yield what a line of no length shows: its cap, unless it is butt."""
    x, y = point
    half = stroke.width / 2
    if stroke.cap == "square":
        yield [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    elif stroke.cap == "round":
        ends = [(x + half, y), (x, y + half), (x - half, y), (x, y - half)]
        yield [corner for one, other in pairwise([*ends, ends[0]]) for corner in _arc(point, one, other, stroke)[:-1]]


def _arc(centre: Point, first: Point, last: Point, stroke: Stroke) -> list[Point]:
    """Return points on the shorter arc round *centre* from *first* to *last*, both included."""
    radius = math.dist(centre, first)
    begin = math.atan2(first[1] - centre[1], first[0] - centre[0])
    end = math.atan2(last[1] - centre[1], last[0] - centre[0])
    angle = (end - begin + math.pi) % (2 * math.pi) - math.pi
    least = 2 * math.acos(max(0.0, 1 - stroke.flatness / radius)) if radius > stroke.flatness else math.pi / 2
    steps = max(1, math.ceil(abs(angle) / max(least, 0.01)))
    inner = (begin + angle * step / steps for step in range(1, steps))
    return [first, *((centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in inner), last]
