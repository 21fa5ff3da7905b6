"""Operations on vector paths: move points, flatten curves, cut off what is outside a window. All functions are pure.

A path is a sequence of the segments ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) and ("Z",). Every subpath
counts as closed, since paths are only ever filled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from flyers.units import total

Point = tuple[float, float]
Segment = tuple[str | float, ...]
Path = tuple[Segment, ...]
Window = tuple[float, float, float, float]  # Left, bottom, right, top.


def points_of(segment: Segment) -> list[Point]:
    """Return the points of *segment*, control points included."""
    values = [float(value) for value in segment[1:]]
    return list(zip(values[::2], values[1::2], strict=True))


def mapped(path: Iterable[Segment], move: Callable[[float, float], Point]) -> Path:
    """Return *path* with every point, control points included, where *move* puts it."""
    return tuple((segment[0], *(value for point in points_of(segment) for value in move(*point))) for segment in path)


def moved_path(path: Iterable[Segment], across: float, up: float) -> Path:
    return mapped(path, lambda x, y: (x + across, y + up))


def box_around(path: Iterable[Segment]) -> Window:
    """Return the box around all points of *path*, which has some, control points included."""
    xs, ys = zip(*(point for segment in path for point in points_of(segment)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def subpaths(path: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield the subpaths of *path*, each from its "M"."""
    current: list[Segment] = []
    for segment in path:
        if segment[0] == "M":
            if len(current) > 1:
                yield current
            current = [segment]
        else:
            current.append(segment)
            if segment[0] == "Z":
                yield current
                current = current[:1]  # a subpath may go on without "M", from where the last one began
    if len(current) > 1:
        yield current


def flattened(subpath: Iterable[Segment], flatness: float = 0.02) -> list[Point]:
    """Return the corners of *subpath* with its curves turned into lines that are at most *flatness* off (7 µm)."""
    corners: list[Point] = []
    for segment in subpath:
        points = points_of(segment)
        if segment[0] != "C":
            corners += points
            continue
        start, one, other, end = corners[-1], *points
        # The second differences bound the distance of a curve from its chords (Wang's formula for degree three).
        bend = max(
            math.hypot(start[0] - 2 * one[0] + other[0], start[1] - 2 * one[1] + other[1]),
            math.hypot(one[0] - 2 * other[0] + end[0], one[1] - 2 * other[1] + end[1]),
        )
        count = min(max(1, math.ceil(math.sqrt(0.75 * bend / flatness))), 500)
        corners += chords(start, one, other, end, count)
    return corners


def chords(start: Point, first: Point, second: Point, end: Point, count: int) -> list[Point]:
    """Return the ends of *count* lines in place of a cubic curve; the last is its end."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    return [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _shares(count)]


@lru_cache(maxsize=512)
def _shares(count: int) -> list[tuple[float, float, float, float]]:
    """Return the shares of the four points of a cubic curve in the ends of *count* chords."""
    shares = []
    for step in range(1, count):
        share = step / count
        rest = 1 - share
        shares.append((rest**3, 3 * rest * rest * share, 3 * rest * share * share, share**3))
    return [*shares, (0.0, 0.0, 0.0, 1.0)]


def clipped(path: Iterable[Segment], window: Window) -> Path:
    """Return the part of *path* inside *window*; what crosses its edges is flattened and ends there.

    Every subpath winds round each point of the window as often as before, so both fill rules give what they gave.
    """
    kept: list[Segment] = []
    for subpath in subpaths(path):
        box = box_around(subpath)
        if window[0] <= box[0] and window[1] <= box[1] and box[2] <= window[2] and box[3] <= window[3]:
            kept += subpath
        elif box[0] < window[2] and box[1] < window[3] and box[2] > window[0] and box[3] > window[1]:
            corners = _inside(flattened(subpath), window)
            kept += polygon_path(corners) if corners else []
    return tuple(kept)


def _inside(corners: list[Point], window: Window) -> list[Point]:
    """Return a polygon cut off at the four sides of *window*, one after the other (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, window[0], 1.0), (0, window[2], -1.0), (1, window[1], 1.0), (1, window[3], -1.0)):
        kept: list[Point] = []
        for one, other in pairwise([*corners[-1:], *corners]):
            before, after = sign * (one[axis] - limit), sign * (other[axis] - limit)
            if (before < 0) != (after < 0):
                share = before / (before - after)
                across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
                kept.append((limit, across) if axis == 0 else (across, limit))
            if after >= 0:
                kept.append(other)
        corners = kept
    return corners


def area(corners: Sequence[Point]) -> float:
    """Return the area of a polygon, positive if its corners run counter-clockwise where y points upwards."""
    return total(one[0] * other[1] - other[0] * one[1] for one, other in pairwise([*corners, *corners[:1]])) / 2


def wound_area(corners: Sequence[Point]) -> float:
    """Return about the area that a polygon winds around, also where it crosses itself and `area` counts parts twice or
    against each other: it is measured on 64 lines across the polygon."""
    heights, count = [y for _, y in corners], 64
    bottom, step = min(heights), (max(heights) - min(heights)) / count
    sides = list(pairwise([*corners, *corners[:1]]))
    lengths = 0.0
    for line in range(count):
        y = bottom + (line + 0.5) * step
        crossed = sorted(
            (one[0] + (y - one[1]) / (other[1] - one[1]) * (other[0] - one[0]), 1 if other[1] > one[1] else -1)
            for one, other in sides
            if (one[1] <= y) != (other[1] <= y)
        )
        turns = 0
        for (x, way), (following, _) in pairwise(crossed):
            turns += way
            lengths += following - x if turns else 0.0
    return lengths * step


def polygon_path(corners: Iterable[Point]) -> list[Segment]:
    """Return a closed subpath with straight sides."""
    first, *others = corners
    return [("M", *first), *(("L", *corner) for corner in others), ("Z",)]


KAPPA = 0.5522847498  # Distance of control points for a quarter circle as a Bézier curve, in radii.


def rounded_box(box: Window, radius: float = 0.0) -> Path:
    """Return the path around *box*; *radius* rounds its corners, at most to half circles."""
    left, bottom, right, top = box
    r = min(radius, (right - left) / 2, (top - bottom) / 2)
    if r <= 0:
        return (("M", left, bottom), ("L", right, bottom), ("L", right, top), ("L", left, top), ("Z",))
    k = r * (1 - KAPPA)
    return (
        ("M", left + r, bottom),
        ("L", right - r, bottom),
        ("C", right - k, bottom, right, bottom + k, right, bottom + r),
        ("L", right, top - r),
        ("C", right, top - k, right - k, top, right - r, top),
        ("L", left + r, top),
        ("C", left + k, top, left, top - k, left, top - r),
        ("L", left, bottom + r),
        ("C", left, bottom + k, left + k, bottom, left + r, bottom),
        ("Z",),
    )


def ellipse(x: float, y: float, rx: float, ry: float) -> Path:
    """Return the path around (*x*, *y*) with the radii *rx* and *ry*."""
    kx, ky = rx * KAPPA, ry * KAPPA
    return (
        ("M", x + rx, y),
        ("C", x + rx, y + ky, x + kx, y + ry, x, y + ry),
        ("C", x - kx, y + ry, x - rx, y + ky, x - rx, y),
        ("C", x - rx, y - ky, x - kx, y - ry, x, y - ry),
        ("C", x + kx, y - ry, x + rx, y - ky, x + rx, y),
        ("Z",),
    )
