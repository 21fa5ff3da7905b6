"""Lengths with units, as designers write them. The program itself uses PostScript points (1/72 in)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import floor

from flyers.errors import ContentError

PIXELS_PER_INCH = 200  # Of an image, which the proof compares at that resolution: type of 40 pixels has 14.4 points.
PIXEL = 72.0 / PIXELS_PER_INCH  # Points of a pixel of an image.

POINTS: dict[str, float] = {"pt": 1.0, "in": 72.0, "mm": 72.0 / 25.4, "cm": 720.0 / 25.4}
_LENGTH = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z%]*)")


class UnitError(ContentError):
    """A length has no unit, or an unknown one."""


def length(value: object) -> float:
    """Return `"3.5in"`, `"85 mm"`, `"9pt"` or `0` in points; raises UnitError for all else, as for `9`."""
    if value == 0 and not isinstance(value, bool):
        return 0.0
    units = ", ".join(POINTS)
    if isinstance(value, str) and (match := _LENGTH.fullmatch(value.strip())):
        number, unit = float(match["number"]), match["unit"]
        if unit in POINTS or (not unit and number == 0):
            return number * POINTS[unit] if unit else 0.0
        if unit:
            raise UnitError(f"“{unit}” is not a unit of length.", hint=f"Use one of {units}: “3.5in”, “9pt”.")
    what = f"“{value}”" if isinstance(value, str) else value
    raise UnitError(f"{what} is not a length.", hint=f"Write a number and a unit ({units}): “3.5in”, “9pt”.")


def to_mm(points: float) -> float:
    return points / POINTS["mm"]


def dimensions(width: float, height: float, *, digits: int = 4) -> str:
    """Return a size in points for people: ``3.5 × 2 in (88.9 × 50.8 mm)``, with inches to so many *digits*."""
    inches = (f"{side / POINTS['in']:.{digits}f}".rstrip("0").rstrip(".") for side in (width, height))
    millimetres = (f"{to_mm(side):.1f}".removesuffix(".0") for side in (width, height))
    return f"{' × '.join(inches)} in ({' × '.join(millimetres)} mm)"


def at_most(points: float) -> str:
    """Return the greatest permitted length as a user types it, rounded down: ``0.125in (3.17mm)``."""
    inches, millimetres = (floor(value + 1e-6) for value in (points / POINTS["in"] * 1000, to_mm(points) * 100))
    return f"{inches / 1000:g}in ({millimetres / 100:g}mm)"


def total(values: Iterable[float]) -> float:
    """Return the sum, added from left to right.

    The built-in `sum` compensates rounding errors of floats since Python 3.12. Places on a page would differ between
    versions by the last digit, and so would the bytes of a file.
    """
    result = 0.0
    for value in values:
        result += value
    return result
