"""Small drawings for the ticket: the sheet with its folds, how it turns, how it folds. Filled shapes, y upwards."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flyers.layout.pages import Box, Shape
from flyers.publish.leaf import INK, MUTED, PAPER, RULE, SHADE
from flyers.publish.printjobs import Fold

LINE = 0.75
TURN = 13.0
"""Height of the arrow above the sheets that turn."""

_OVER = 3.0
"""By which an axis stands out of them."""

_PANEL = 0.4
"""Of the width of a drawing, the part that a panel of the folding sheet takes."""
_OPEN = 35.0
"""Degrees by which its panels still stand open."""
Point = tuple[float, float]
Drawn = Box | Shape


def flat(width: float, height: float, bleed: float, folds: tuple[float, ...]) -> list[Drawn]:
    """A face to scale, the corner of its bleed at 0, 0: bleed in grey, folds dashed, an arrow to the head."""
    x = y = bleed
    items: list[Drawn] = [
        Box(x - bleed, y - bleed, width + 2 * bleed, height + 2 * bleed, RULE, "ticket"),
        Box(x, y, width, height, PAPER, "ticket"),
        *_frame(x, y, width, height),
    ]
    for fold in folds:
        items += _dashes(x + fold, y, height, INK)
    panel = folds[0] if folds else width  # the arrow stands clear of the folds
    items += _head(x + panel / 2, y + height / 2, min(12.0, height / 3))
    return items


def turn(width: float, height: float) -> list[Drawn]:
    """Front and back on both sides of the axis about which the sheet turns; arrows show the head of each.

    It stands on 0, between x = 0 and *width*; *height* is that of the sheets, and the arrow is `TURN` higher.
    """
    x, y = 0.0, _OVER
    half = (width - 10) / 2
    items: list[Drawn] = []
    for left in (x, x + half + 10):
        items += [Box(left, y, half, height, SHADE, "ticket"), *_frame(left, y, half, height)]
        items += _head(left + half / 2, y + height / 2, height / 2.4)
    items += _dashes(x + width / 2 - LINE / 2, 0.0, height + 2 * _OVER, MUTED)
    items += _arc((x + width / 2, y + height - 2), half / 2 + 5, 9.0)
    return items


def fold(kind: Fold, width: float, narrow_left: bool) -> list[Drawn]:
    """The sheet folding, seen from its foot with the inside up; the panel that folds in first lies lower.

    It stands on 0, between x = 0 and *width*.
    """
    panel = width * _PANEL
    if kind == "half":
        strokes = [((panel, 0.0), _from((panel, 0.0), panel, angle)) for angle in (_OPEN, 180 - _OPEN)]
    elif kind == "z-fold":
        first = (0.0, panel * math.sin(math.radians(_OPEN)))
        second = _from(first, panel, -_OPEN)
        third = _from(second, panel, _OPEN)
        strokes = [(first, second), (second, third)]
        strokes.append((third, _from(third, panel, -_OPEN)))
    else:
        left, right = (0.0, 0.0), (panel, 0.0)
        strokes = [(left, right), (left, _from(left, panel * 0.97, _OPEN / 2)), (right, _from(right, panel, _OPEN + 5))]
    if not narrow_left:
        strokes = [((width - a[0], a[1]), (width - b[0], b[1])) for a, b in strokes]
    return [_stroke(a, b) for a, b in strokes]


def rise(kind: Fold, width: float) -> float:
    """The height of what `fold` draws."""
    return width * _PANEL * math.sin(math.radians(_OPEN + 5)) + 1


def moved(item: Drawn, across: float, up: float) -> Drawn:
    """*item* so much further to the right and up."""
    if isinstance(item, Box):
        return replace(item, x=item.x + across, y=item.y + up)
    path = tuple(
        (kind, *(float(value) + (up if place % 2 else across) for place, value in enumerate(values)))
        for kind, *values in item.path
    )
    return replace(item, path=path)


def _frame(x: float, y: float, width: float, height: float) -> list[Drawn]:
    return [
        Box(x, y, width, LINE, INK, "ticket"),
        Box(x, y + height - LINE, width, LINE, INK, "ticket"),
        Box(x, y, LINE, height, INK, "ticket"),
        Box(x + width - LINE, y, LINE, height, INK, "ticket"),
    ]


def _dashes(x: float, y: float, height: float, colour: str) -> Iterator[Drawn]:
    count = max(2, round(height / 5))
    step = height / count
    for number in range(count):
        yield Box(x, y + number * step, LINE, step * 0.6, colour, "ticket")


def _head(x: float, y: float, size: float) -> list[Drawn]:
    """An arrow upwards, its middle at *x*, *y*."""
    half, top = size * 0.35, y + size / 2
    tip = (("M", x, top), ("L", x + half, top - half), ("L", x - half, top - half), ("Z",))
    return [Box(x - LINE / 2, y - size / 2, LINE, size - half, MUTED, "ticket"), _shape(tip, MUTED)]


def _arc(centre: Point, radius: float, height: float) -> list[Drawn]:
    """A flat arrow from left to right over *centre*."""
    angles = [math.radians(degrees) for degrees in range(165, 20, -8)]
    points = [(centre[0] + radius * math.cos(a), centre[1] + height * math.sin(a) + 3) for a in angles]
    (x0, y0), (x1, y1) = points[-2:]
    along = math.atan2(y1 - y0, x1 - x0)
    tip = [(x1 + 4.5 * math.cos(along + a), y1 + 4.5 * math.sin(along + a)) for a in (0, 2.2, -2.2)]
    return [*(_stroke(a, b, MUTED) for a, b in pairwise(points)), _polygon(tip, MUTED)]


def _from(start: Point, reach: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return start[0] + reach * math.cos(angle), start[1] + reach * math.sin(angle)


def _stroke(start: Point, end: Point, colour: str = INK) -> Shape:
    """A line as a filled shape, square at its ends."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    weight = 1.2 if colour == INK else LINE
    across = (-math.sin(angle) * weight / 2, math.cos(angle) * weight / 2)
    corners = [
        (start[0] + across[0], start[1] + across[1]),
        (end[0] + across[0], end[1] + across[1]),
        (end[0] - across[0], end[1] - across[1]),
        (start[0] - across[0], start[1] - across[1]),
    ]
    return _polygon(corners, colour)


def _polygon(points: list[Point], colour: str) -> Shape:
    first, *others = points
    return _shape((("M", *first), *(("L", *point) for point in others), ("Z",)), colour)


def _shape(path: tuple[tuple[str | float, ...], ...], colour: str) -> Shape:
    return Shape(path, colour, PAPER, "ticket", "drawing")
