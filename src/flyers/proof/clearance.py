"""How far something on a page is from the lines along which tools cut, perforate and punch."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from flyers.page.document import Finish, Page
from flyers.page.paths import Path, box_around, flattened, subpaths
from flyers.proof.geometry import Box, overlap, shrink

TOLERANCE = 0.05
"""Points by which something may be too near: rounding."""

Point = tuple[float, float]


def tool_problems(box: Box, page: Page) -> Iterator[str]:
    """Yield how *box* is in the way of the page's tools: nearer than the safe margin, outside the die, in a hole."""
    dies = [finish for finish in page.finishing if finish.kind == "die"]
    if dies and not any(is_inside(_middle(box), corners(die.path)) for die in dies):
        yield "outside the die"
        return
    near = shrink(box, -page.safe)
    for finish in page.finishing:
        if not overlap(box_around(finish.path), near, -TOLERANCE):
            continue
        if finish.kind == "hole" and is_inside(_middle(box), corners(finish.path)):
            yield "where the hole is"
        elif (distance := distance_to(box, finish)) < page.safe - TOLERANCE:
            yield f"{distance:.1f} pt from the {finish.kind}, nearer than {page.safe:g} pt"


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def is_inside(point: Point, polygon: tuple[Point, ...]) -> bool:
    """Return whether *point* is inside the *polygon* with these corners."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in pairwise((*polygon, polygon[0])):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside


def distance_to(box: Box, finish: Finish) -> float:
    """Return the least distance in points between *box* and the line of *finish*; 0 if the line enters the box."""
    points = corners(finish.path)
    is_closed = finish.path[-1][0] == "Z"
    return min(_distance(box, one, other) for one, other in pairwise((*points, points[0]) if is_closed else points))


@lru_cache(maxsize=256)
def corners(path: Path) -> tuple[Point, ...]:
    """Return corners of a *path*: those of curves are so close that chords between them are as good."""
    return tuple(point for subpath in subpaths(path) for point in flattened(subpath))


def _distance(box: Box, one: Point, other: Point) -> float:
    """Return the least distance between *box* and the straight line between two points.

    It is at an end of the line, or at a corner of the box, or nought because the line enters the box.
    """
    if _enters(box, one, other):
        return 0.0
    left, bottom, right, top = box
    ends = (_from_box(box, point) for point in (one, other))
    corners = (_from_line(point, one, other) for point in ((left, bottom), (left, top), (right, bottom), (right, top)))
    return min(*ends, *corners)


def _enters(box: Box, one: Point, other: Point) -> bool:
    """Return whether a part of the line is in *box* (Liang and Barsky)."""
    start, end = 0.0, 1.0
    for axis in (0, 1):
        length = other[axis] - one[axis]
        low, high = box[axis] - one[axis], box[axis + 2] - one[axis]
        if length == 0:
            if low > 0 or high < 0:
                return False
            continue
        first, last = sorted((low / length, high / length))
        start, end = max(start, first), min(end, last)
    return start <= end


def _from_box(box: Box, point: Point) -> float:
    across = max(box[0] - point[0], 0.0, point[0] - box[2])
    up = max(box[1] - point[1], 0.0, point[1] - box[3])
    return math.hypot(across, up)


def _from_line(point: Point, one: Point, other: Point) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    square = dx * dx + dy * dy
    share = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.dist(point, (one[0] + share * dx, one[1] + share * dy))
