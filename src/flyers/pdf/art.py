"""Operators for what is drawn beside text: boxes, pictures, codes."""

from __future__ import annotations

from flyers.layout.pages import Box, Code, Shape
from flyers.pdf.numbers import number, numbers
from flyers.pdf.qrpath import outline

_KAPPA = 0.5522847498
"""Control point distance that makes a cubic Bézier a quarter circle, 4/3 x (sqrt 2 - 1)."""


def draw_box(box: Box) -> list[str]:
    """A filled rectangle, its corners rounded by at most half its shorter side."""
    if box.radius <= 0:
        return [f"{numbers(box.x, box.y, box.width, box.height)} re f"]
    r = min(box.radius, box.width / 2, box.height / 2)
    left, bottom, right, top = box.x, box.y, box.x + box.width, box.y + box.height
    k = r * (1 - _KAPPA)
    return [
        f"{numbers(left + r, bottom)} m {numbers(right - r, bottom)} l",
        f"{numbers(right - k, bottom, right, bottom + k, right, bottom + r)} c {numbers(right, top - r)} l",
        f"{numbers(right, top - k, right - k, top, right - r, top)} c {numbers(left + r, top)} l",
        f"{numbers(left + k, top, left, top - k, left, top - r)} c {numbers(left, bottom + r)} l",
        f"{numbers(left, bottom + k, left + k, bottom, left + r, bottom)} c f",
    ]


_SEGMENTS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def draw_shape(shape: Shape) -> list[str]:
    """A filled path."""
    operators = []
    for kind, *coordinates in shape.path:
        # A segment is a letter and then numbers, which the type of a tuple of any length cannot say.
        operators.append(" ".join([*map(number, coordinates), _SEGMENTS[kind]]))  # type: ignore[arg-type, index]
    operators.append("f*" if shape.rule == "evenodd" else "f")
    return operators


def draw_code(code: Code) -> list[str]:
    """The dark modules as one path on the integer grid; the matrix is scaled, never the numbers."""
    scale = number(code.module) if round(code.module, 3) == code.module else f"{code.module:.6f}"
    return ["q", f"{scale} 0 0 {scale} {numbers(code.x, code.y)} cm", outline(code.matrix), "f", "Q"]
