"""Outlines as they are written in fonts: contours of lines and of quadratic or cubic curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Point = tuple[float, float]

Contour = list[tuple[Any, ...]]
"""Steps: M, L, C or Q, then its points. None after the points of a Q: it ends where it began, with no point on it."""

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
