"""The geometry of SVG elements: basic shapes and path data as segments, transforms, lengths (SVG 1.1, 7 to 9)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flyers.content.schema import Problem, shorten
from flyers.page.paths import Path, Point, Segment
from flyers.process_cache import memoized

if TYPE_CHECKING:
    from fontTools.misc.transform import Transform

_KAPPA = 0.5522847498
"""Distance of control points for a quarter circle as a Bézier curve, in radii."""

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(px|pt|pc|mm|cm|in|%)?\s*")
_UNITS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""User units in a unit (CSS 2.1, 4.3.2)."""

_STEP = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")

GEOMETRIES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
"""The elements that `segments` knows."""


def numbers(text: str) -> list[float]:
    """Return the numbers in *text*, separated by white space or commas.

    Raises:
        Problem: there is something else.
    """
    parts = [part for part in re.split(r"[\s,]+", text.strip()) if part]
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise Problem(f"“{shorten(text)}” are not numbers.")
    return [float(part) for part in parts]


def user_units(text: str, whole: float) -> float:
    """Return a length in user units; a percentage is of *whole*.

    Raises:
        Problem: it is none.
    """
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise Problem(f"“{shorten(text)}” is not a length.", "Write a number, in the units of the viewBox.")
    if match[2] == "%":
        return float(match[1]) / 100 * whole
    return float(match[1]) * _UNITS[match[2] or "px"]


def transform(text: str) -> Transform:
    """Return the matrix of a ``transform`` attribute (SVG 1.1, 7.6).

    Raises:
        Problem: it is none.
    """
    from fontTools.misc.transform import Transform

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
    from fontTools.misc.transform import Transform

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
    """Return the outline of an element, one of `GEOMETRIES`; nothing for one without extent.

    *width* and *height* of the picture are what percentages are of. Only closed subpaths end in "Z".

    Raises:
        Problem: an attribute is not what it should be.
    """
    diagonal = math.hypot(width, height) / math.sqrt(2)

    def value(name: str, whole: float) -> float:
        return user_units(attributes.get(name, "0"), whole)

    match tag:
        case "path":
            return path_data(attributes.get("d", ""))
        case "rect":
            radii = _radii(attributes, width, height)
            return tuple(
                _rectangle(
                    value("x", width), value("y", height), value("width", width), value("height", height), *radii
                )
            )
        case "circle":
            radius = value("r", diagonal)
            return tuple(_ellipse(value("cx", width), value("cy", height), radius, radius))
        case "ellipse":
            return tuple(_ellipse(value("cx", width), value("cy", height), value("rx", width), value("ry", height)))
        case "line":
            ends = (value("x1", width), value("y1", height)), (value("x2", width), value("y2", height))
            return ("M", *ends[0]), ("L", *ends[1])
    return tuple(_polyline(attributes.get("points", ""), closed=tag == "polygon"))


def _radii(attributes: Mapping[str, str], width: float, height: float) -> Point:
    """Return the radii of a rectangle's corners; one that is missing equals the other."""
    given = {name: attributes[name] for name in ("rx", "ry") if attributes.get(name, "auto") != "auto"}
    across = user_units(given["rx"], width) if "rx" in given else None
    down = user_units(given["ry"], height) if "ry" in given else None
    return across if across is not None else down or 0.0, down if down is not None else across or 0.0


def _rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Iterator[Segment]:
    if width <= 0 or height <= 0:
        return
    rx, ry = min(max(rx, 0.0), width / 2), min(max(ry, 0.0), height / 2)
    right, bottom = x + width, y + height
    if not (rx and ry):
        yield from (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",))
        return
    kx, ky = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
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


def _ellipse(x: float, y: float, rx: float, ry: float) -> Iterator[Segment]:
    if rx <= 0 or ry <= 0:
        return
    kx, ky = rx * _KAPPA, ry * _KAPPA
    yield ("M", x + rx, y)
    yield ("C", x + rx, y + ky, x + kx, y + ry, x, y + ry)
    yield ("C", x - kx, y + ry, x - rx, y + ky, x - rx, y)
    yield ("C", x - rx, y - ky, x - kx, y - ry, x, y - ry)
    yield ("C", x + kx, y - ry, x + rx, y - ky, x + rx, y)
    yield ("Z",)


def _polyline(text: str, *, closed: bool) -> Iterator[Segment]:
    values = numbers(text)
    if len(values) % 2:
        raise Problem("The last of these points has no second number.")
    for index, point in enumerate(zip(values[::2], values[1::2], strict=True)):
        yield ("L" if index else "M", *point)
    if closed and values:
        yield ("Z",)


@memoized(512)
def path_data(data: str) -> Path:
    """Return path data (SVG 1.1, 8.3) as segments.

    Raises:
        Problem: it is none.
    """
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    try:
        parse_path(data, pen)
        return tuple(_recorded(pen.value))
    except Exception as error:  # fontTools raises many kinds for what is not a path
        raise Problem("This is not the path of a picture.") from error


def _recorded(steps: list[tuple[str, tuple[Point, ...]]]) -> Iterator[Segment]:
    here = (0.0, 0.0)
    for operator, points in steps:
        flat = [value for point in points for value in point]
        if operator == "moveTo":
            yield ("M", *flat)
        elif operator == "lineTo":
            yield ("L", *flat)
        elif operator == "curveTo":
            yield ("C", *flat)
        elif operator == "qCurveTo":
            # PDF has no quadratic curves: raise the degree (exact).
            (cx, cy), (ex, ey) = points
            first = (here[0] + 2 / 3 * (cx - here[0]), here[1] + 2 / 3 * (cy - here[1]))
            yield ("C", *first, ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey), ex, ey)
        elif operator == "closePath":
            yield ("Z",)
        if points:
            here = points[-1]
