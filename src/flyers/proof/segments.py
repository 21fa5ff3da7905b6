"""Outlines as they are written in fonts: contours of lines and of quadratic or cubic curves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from flyers.proof.geometry import Box

Point = tuple[float, float]

Contour = list[tuple[Any, ...]]
"""Steps: M, L, C or Q, then its points. None after the points of a Q: it ends where it began, with no point on it."""

LEAST_POINTS = 3
"""The fewest points of a contour that encloses anything."""

MOST_STEPS = 50_000
"""Points and parts of an outline. (The largest of ours, a Chinese character, has some 400.)"""

CHORDS = 8
"""Chords in place of a curve; at 30 pt they deviate from it by less than 0.02 pt."""

TO_CONTROL = 2 / 3
"""How far the control points of a cubic curve are from its ends to that of the same quadratic curve."""

_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in (n / CHORDS for n in range(1, CHORDS + 1))
)
"""Shares of the four points of a curve in the ends of its chords."""


def enclosing(contours: Sequence[Contour]) -> list[Contour]:
    """Return those of *contours* that enclose anything."""
    return [contour for contour in contours if sum(map(len, contour)) - len(contour) >= LEAST_POINTS]


def polygons(contours: Sequence[Contour], scale: float) -> list[list[Point]]:
    """Return closed polygons times *scale*; curves become chords."""
    found: list[list[Point]] = []
    for contour in contours:
        here, steps = begun(contour)
        polygon = [here]
        for step in steps:
            if step[0] == "C":
                polygon += _chords(here, *step[1:])
            elif step[0] == "Q":
                start = here
                for control, end in quadratic_parts(step[1:]):
                    polygon += _chords(start, _towards(start, control), _towards(end, control), end)
                    start = end
            else:
                polygon.append(step[1])
            here = step[-1]
        found.append([(x * scale, y * scale) for x, y in polygon])
    return found


def _chords(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return the ends of the chords of a cubic curve."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    return [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _WEIGHTS]


def begun(contour: Contour) -> tuple[Point, Contour]:
    """Return where a contour begins, and its further steps, each of which ends on the contour.

    One without a point on its curve begins halfway between its last and its first control point.
    """
    first = contour[0]
    if first[-1] is not None:
        return first[-1], contour[1:]
    start = _between(first[-2], first[1])
    return start, [("Q", *first[1:-1], start)]


def quadratic_parts(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Yield the control point and the end of each quadratic curve of a Q: between two controls, an end is implied."""
    control = points[0]
    for following in points[1:-1]:
        yield control, _between(control, following)
        control = following
    yield control, points[-1]


def _between(one: Point, other: Point) -> Point:
    return 0.5 * (one[0] + other[0]), 0.5 * (one[1] + other[1])


def _towards(end: Point, control: Point) -> Point:
    return end[0] + TO_CONTROL * (control[0] - end[0]), end[1] + TO_CONTROL * (control[1] - end[1])


def bounds(contours: Sequence[Contour]) -> Box | None:
    """Return the box around contours, to the extremes of their curves."""
    ends = [step[-1] for contour in contours for step in contour]
    if not ends:
        return None
    xs, ys = zip(*ends, strict=True)
    left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    for contour in contours:
        here: Point = contour[0][-1]
        for kind, *points in contour:
            if kind == "C":
                (x1, y1), (x2, y2), end = points
                if min(x1, x2) < left or max(x1, x2) > right:
                    extremes = _extremes(here[0], x1, x2, end[0])
                    left, right = min(left, *extremes), max(right, *extremes)
                if min(y1, y2) < bottom or max(y1, y2) > top:
                    extremes = _extremes(here[1], y1, y2, end[1])
                    bottom, top = min(bottom, *extremes), max(top, *extremes)
            here = points[-1]
    return left, bottom, right, top


def _extremes(p0: float, p1: float, p2: float, p3: float) -> list[float]:
    """Return the places along one axis where a curve turns back, and its ends."""
    a, b, c = p3 - p0 + 3 * (p1 - p2), 2 * (p0 - 2 * p1 + p2), p1 - p0
    if a:
        root = b * b - 4 * a * c
        turns = [(-b + sign * math.sqrt(root)) / (2 * a) for sign in (1, -1)] if root >= 0 else []
    else:
        turns = [-c / b] if b else []
    found = [p0, p3]
    for t in turns:
        if 0 < t < 1:
            s = 1 - t
            found.append(s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3)
    return found
