"""The geometry of SVG elements: basic shapes and path data as segments, transforms, lengths (SVG 1.1, 7 to 9).

Strokes become outlines. An outline runs along the left side of the line and back along the right one. On the inner
side of a corner it passes through the corner itself: so it is the rim of a rectangle for each straight part, a wedge at
each corner and a cap at each end, all wound the same way, and by the nonzero rule it fills exactly what these cover.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from typing import Literal

from fontTools.misc.transform import Transform

from flyers.content.schema import Problem, shorten
from flyers.page.paths import KAPPA, Path, Point, Segment, ellipse, flattened, polygon_path, subpaths
from flyers.process_cache import memoized
from flyers.records import dataclass

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(px|pt|pc|mm|cm|in|%)?\s*")
_UNITS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}  # CSS 2.1, 4.3.2
_STEP = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")

GEOMETRIES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")  # The elements that `segments` knows.


def numbers(text: str) -> list[float]:
    """Return the numbers in *text*, separated by white space or commas; raises Problem at anything else."""
    parts = [part for part in re.split(r"[\s,]+", text.strip()) if part]
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise Problem(f"“{shorten(text)}” are not numbers.")
    return [float(part) for part in parts]


def user_units(text: str, whole: float) -> float:
    """Return a length in user units, a percentage of *whole*; raises Problem if it is none."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise Problem(f"“{shorten(text)}” is not a length.", "Write a number, in the units of the viewBox.")
    if match[2] == "%":
        return float(match[1]) / 100 * whole
    return float(match[1]) * _UNITS[match[2] or "px"]


def transform(text: str) -> Transform:
    """Return the matrix of a ``transform`` attribute (SVG 1.1, 7.6); raises Problem if it is none."""
    matrix, end = Transform(), 0
    while match := _STEP.match(text, end):
        values, end = numbers(match[2]), match.end()
        try:
            matrix = matrix.transform(_matrix(match[1], values))
        except (TypeError, IndexError, ValueError):
            raise Problem(f"“{shorten(match[0].strip())}” is not a transform.") from None
    if text[end:].strip(", \t\r\n"):
        raise Problem(f"“{shorten(text)}” is not a transform.")
    return matrix


def _matrix(step: str, values: list[float]) -> tuple[float, ...]:
    one = Transform()
    match step, len(values):
        case "matrix", 6:
            return tuple(values)
        case "translate", 1 | 2:
            return tuple(one.translate(values[0], values[1] if len(values) > 1 else 0))
        case "scale", 1 | 2:
            return tuple(one.scale(values[0], values[-1]))
        case "rotate", 1:
            return tuple(one.rotate(math.radians(values[0])))
        case "rotate", 3:
            _, x, y = values
            return tuple(one.translate(x, y).rotate(math.radians(values[0])).translate(-x, -y))
        case "skewX", 1:
            return tuple(one.skew(math.radians(values[0]), 0))
        case "skewY", 1:
            return tuple(one.skew(0, math.radians(values[0])))
    raise ValueError(step)


def segments(tag: str, attributes: Mapping[str, str], width: float, height: float) -> Path:
    """Return the outline of an element, one of `GEOMETRIES`; nothing for one without extent. Raises Problem.

    *width* and *height* of the picture are what percentages are of. Only closed subpaths end in "Z".
    """
    diagonal = math.hypot(width, height) / math.sqrt(2)

    def value(name: str, whole: float) -> float:
        return user_units(attributes.get(name, "0"), whole)

    match tag:
        case "path":
            return path_data(attributes.get("d", ""))
        case "rect":
            corner, size = (value("x", width), value("y", height)), (value("width", width), value("height", height))
            sides = {"rx": width, "ry": height}
            rounded = {name: value(name, sides[name]) for name in sides if attributes.get(name, "auto") != "auto"}
            one, other = rounded.get("rx", 0.0), rounded.get("ry", 0.0)  # if one is missing, it equals the other
            return tuple(_rectangle(*corner, *size, rounded.get("rx", other), rounded.get("ry", one)))
        case "circle" | "ellipse":
            radii = (value("r", diagonal),) * 2 if tag == "circle" else (value("rx", width), value("ry", height))
            return ellipse(value("cx", width), value("cy", height), *radii) if min(radii) > 0 else ()
        case "line":
            return ("M", value("x1", width), value("y1", height)), ("L", value("x2", width), value("y2", height))
    coordinates = numbers(attributes.get("points", ""))
    if len(coordinates) % 2:
        raise Problem("The last of these points has no second number.")
    points = zip(coordinates[::2], coordinates[1::2], strict=True)
    line: Path = tuple(("L" if index else "M", *point) for index, point in enumerate(points))
    return (*line, ("Z",)) if line and tag == "polygon" else line


def _rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Iterator[Segment]:
    if width <= 0 or height <= 0:
        return
    rx, ry = min(max(rx, 0.0), width / 2), min(max(ry, 0.0), height / 2)
    right, bottom = x + width, y + height
    if not (rx and ry):
        yield from (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",))
        return
    kx, ky = rx * (1 - KAPPA), ry * (1 - KAPPA)
    yield ("M", x + rx, y)
    yield ("L", right - rx, y)
    yield ("C", right - kx, y, right, y + ky, right, y + ry)
    yield ("L", right, bottom - ry)
    yield ("C", right, bottom - ky, right - kx, bottom, right - rx, bottom)
    yield ("L", x + rx, bottom)
    yield ("C", x + kx, bottom, x, bottom - ky, x, bottom - ry)
    yield ("L", x, y + ry)
    yield ("C", x, y + ky, x + kx, y, x + rx, y)
    yield ("Z",)


@memoized(512)
def path_data(data: str) -> Path:
    """Return path data (SVG 1.1, 8.3) as segments; raises Problem if it is none."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    try:
        parse_path(data, pen)
        return tuple(_recorded(pen.value))
    except Exception as error:  # fontTools raises many kinds for what is not a path
        raise Problem("This is not the path of a picture.") from error


_OPERATORS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}


def _recorded(steps: list[tuple[str, tuple[Point, ...]]]) -> Iterator[Segment]:
    for (_, before), (operator, points) in pairwise([("", ()), *steps]):
        if operator == "qCurveTo":
            # PDF has no quadratic curves: raise the degree (exact).
            (x, y), (cx, cy), (ex, ey) = before[-1], *points
            first = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
            yield ("C", *first, ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey), ex, ey)
        elif operator in _OPERATORS:
            yield (_OPERATORS[operator], *chain.from_iterable(points))


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
    elif closed:
        there = [*corners[-1:], *corners, *corners[:1]]
        yield list(_left_side(there, stroke))
        yield list(_left_side(there[::-1], stroke))
    else:
        back = corners[::-1]
        yield [
            *_left_side(corners, stroke),
            *_cap(corners[-2], corners[-1], stroke),
            *_left_side(back, stroke),
            *_cap(back[-2], back[-1], stroke),
        ]


def _left_side(corners: list[Point], stroke: Stroke) -> Iterator[Point]:
    """Yield the rim along the left side of a line, from its second corner to its last but one."""
    half = stroke.width / 2
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        (ax, ay), (bx, by) = _side(before, corner, half), _side(corner, after, half)
        turn, straight = ax * by - ay * bx, ax * bx + ay * by
        x, y = corner
        first, last = (x + ax, y + ay), (x + bx, y + by)
        # On the way back rounding decides the sign of the turn.
        back = straight < 0 and abs(turn) <= _SAME * half * half
        if turn > 0 and not back:
            yield from (first, corner, last)
            continue
        if stroke.join == "round":
            middle = (x + ay, y - ax) if back else last
            yield from _arc(corner, first, middle, stroke)
            yield from _arc(corner, middle, last, stroke)[1:] if back else ()
            continue
        yield first
        # The miter is longer than the stroke is wide by one over the sine of half the angle between the two lines (SVG
        # 1.1, 11.4).
        sine = math.sqrt(max(0.0, (1 + straight / (half * half)) / 2))
        if stroke.join == "miter" and sine > _SAME and 1 / sine <= stroke.miter_limit:
            reach = 1 / (2 * sine * sine)
            yield x + (ax + bx) * reach, y + (ay + by) * reach
        yield last


def _side(one: Point, other: Point, half: float) -> Point:
    length = math.dist(one, other)
    return -(other[1] - one[1]) / length * half, (other[0] - one[0]) / length * half


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
    least = 2 * math.acos(1 - stroke.flatness / radius) if radius > stroke.flatness else math.pi / 2
    steps = math.ceil(abs(angle) / max(least, 0.01))
    inner = (begin + angle * step / steps for step in range(1, steps))
    return [first, *((centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in inner), last]
