"""The operators of charstrings that draw (Adobe Technical Note 5177, 4.1).

Each takes its operands, adds its steps to a contour that is at (x, y), and returns where it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from flyers.proof.segments import Contour, Point


class UnusualError(Exception):
    """A charstring has something that text fonts do without, and that this module does not read."""


Operands = list[float]

Drawing = Callable[[Operands, Contour, float, float], Point]


def _need(condition: bool) -> None:
    if not condition:
        raise UnusualError("operands that nothing needs")


def _by(operands: Operands, count: int) -> Iterator[tuple[float, ...]]:
    """Return the operands in groups of *count*."""
    return zip(*[iter(operands)] * count, strict=True)


def _lines(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) >= 2 and len(operands) % 2 == 0)
    for across, up in _by(operands, 2):
        x, y = x + across, y + up
        contour.append(("L", (x, y)))
    return x, y


def _curves(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) >= 6 and len(operands) % 6 == 0)
    for a, b, c, d, e, f in _by(operands, 6):
        x1, y1 = x + a, y + b
        x2, y2 = x1 + c, y1 + d
        x, y = x2 + e, y2 + f
        contour.append(("C", (x1, y1), (x2, y2), (x, y)))
    return x, y


def _curves_and_line(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) >= 8)
    return _lines(operands[-2:], contour, *_curves(operands[:-2], contour, x, y))


def _lines_and_curve(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) >= 8)
    return _curves(operands[-6:], contour, *_lines(operands[:-6], contour, x, y))


def _turning_lines(operands: Operands, contour: Contour, x: float, y: float, level: bool) -> Point:
    """Level and upright lines in turns."""
    _need(bool(operands))
    for length in operands:
        x, y = (x + length, y) if level else (x, y + length)
        contour.append(("L", (x, y)))
        level = not level
    return x, y


def _straight_curves(operands: Operands, contour: Contour, x: float, y: float, level: bool) -> Point:
    """Curves that begin and end level, or begin and end upright; the first may begin aside."""
    odd = len(operands) % 4
    _need(len(operands) >= 4 and odd in (0, 1))
    aside = operands[0] if odd else 0
    for a, b, c, d in _by(operands[odd:], 4):
        x1, y1 = (x + a, y + aside) if level else (x + aside, y + a)
        x2, y2 = x1 + b, y1 + c
        x, y = (x2 + d, y2) if level else (x2, y2 + d)
        contour.append(("C", (x1, y1), (x2, y2), (x, y)))
        aside = 0
    return x, y


def _turning_curves(operands: Operands, contour: Contour, x: float, y: float, level: bool) -> Point:
    """Curves that begin level and end upright, and begin upright and end level, in turns; the last may end aside."""
    odd = len(operands) % 4
    _need(len(operands) >= 4 and odd in (0, 1))
    left = len(operands) // 4
    for a, b, c, d in _by(operands[: 4 * left], 4):
        left -= 1
        aside = operands[-1] if odd and not left else 0
        x1, y1 = (x + a, y) if level else (x, y + a)
        x2, y2 = x1 + b, y1 + c
        x, y = (x2 + aside, y2 + d) if level else (x2 + d, y2 + aside)
        contour.append(("C", (x1, y1), (x2, y2), (x, y)))
        level = not level
    return x, y


def _level_flex(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) == 7)
    a, b, c, d, e, f, g = operands
    return _curves([a, 0, b, c, d, 0, e, 0, f, -c, g, 0], contour, x, y)


def _flex(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) == 13)
    return _curves(operands[:12], contour, x, y)


def _flex_to_its_height(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) == 9)
    a, b, c, d, e, f, g, h, i = operands
    return _curves([a, b, c, d, e, 0, f, 0, g, h, i, -(b + d + h)], contour, x, y)


def _flex_to_its_side(operands: Operands, contour: Contour, x: float, y: float) -> Point:
    _need(len(operands) == 11)
    across, up = sum(operands[0:10:2]), sum(operands[1:10:2])
    last = [operands[10], -up] if abs(across) > abs(up) else [-across, operands[10]]
    return _curves([*operands[:10], *last], contour, x, y)


DRAWING: dict[int, Drawing] = {
    5: _lines,
    6: partial(_turning_lines, level=True),
    7: partial(_turning_lines, level=False),
    8: _curves,
    24: _curves_and_line,
    25: _lines_and_curve,
    26: partial(_straight_curves, level=False),
    27: partial(_straight_curves, level=True),
    30: partial(_turning_curves, level=False),
    31: partial(_turning_curves, level=True),
}
"""By operator."""

FLEX: dict[int, Drawing] = {
    34: _level_flex,
    35: _flex,
    36: _flex_to_its_height,
    37: _flex_to_its_side,
}
"""By the second byte of the operator, after 12."""
