"""Content stream operators for everything but text: numbers, colours, boxes, pictures and codes.

On the press, text, codes and pictures in 100 % black overprint, so that a misregistered plate never opens a white halo
around a letter. Everything else knocks out; white always does, or it would vanish. OPM 1 (PDF 32000-1, 8.6.7) makes
zero components of DeviceCMYK leave what lies beneath them.

The path has one closed outline for each connected border of dark and light, on the integer grid of modules. Rectangles
side by side would show hairlines between them in anti-aliased previews and in some RIPs; outlines don't.

Each variant of a piece has a code of its own, so this is written for speed: a point is a number, and what leaves it is
looked up by the four modules around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from flyers.colour import Colour
from flyers.page.document import Box, Photo, QrCode, Shape
from flyers.pdf.photographs import EncodedPhoto
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

_RIGHT, _UP, _LEFT, _DOWN = range(4)
"""Directions of an edge, each a left turn after the one before."""


def _leaving(below_left: bool, above_left: bool, below_right: bool, above_right: bool) -> tuple[int, ...]:
    """Return the directions of the edges that leave a point with dark on their left, by the modules around it."""
    edges = (
        (_RIGHT, above_right and not below_right),
        (_UP, above_left and not above_right),
        (_LEFT, below_left and not above_left),
        (_DOWN, below_right and not below_left),
    )
    return tuple(direction for direction, leaves in edges if leaves)


_EDGES = {
    (left, right): _leaving(left[0] == "1", left[1] == "1", right[0] == "1", right[1] == "1")
    for left in ("00", "01", "10", "11")
    for right in ("00", "01", "10", "11")
}
"""What leaves a point, by the two modules to its left and the two to its right, the lower one first."""


def outline(matrix: tuple[str, ...]) -> str:
    """Return path operators for *matrix*, in modules from the lower left corner, y upwards.

    Outer edges run counter-clockwise and holes clockwise, so that the nonzero rule fills exactly the dark modules.

    Args:
        matrix: rows from the top, "1" for a dark module.
    """
    high = len(matrix) + 1
    steps = (high, 1, -high, -1)
    leaving = _points(matrix)
    parts: list[str] = []
    for first in list(leaving):  # from left to right, and upwards, so that each outline begins with a corner
        if first not in leaving:
            continue
        here, direction, operator = first, -1, "m"
        while True:
            ends = leaving[here]
            if len(ends) == 1:
                (turned,) = ends
                del leaving[here]
            else:  # two dark modules touch at this corner: a left turn stays on the same one
                left = (direction + 1) % 4
                turned, other = ends if ends[0] == left else ends[::-1]
                leaving[here] = (other,)
            if turned != direction:
                parts.append(f"{here // high} {here % high} {operator}")
                direction, operator = turned, "l"
            here += steps[turned]
            if here == first:
                break
        parts.append("h")
    return " ".join(parts)


def _points(matrix: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """Return the directions of the edges that leave each point of the border, from left to right, and upwards.

    The point (x, y) is the number ``x * (rows + 1) + y``.
    """
    columns = ["".join(cells) for cells in zip(*reversed(matrix), strict=True)]
    light = "0" * len(matrix)
    points: dict[int, tuple[int, ...]] = {}
    number = 0
    for left, right in zip([light, *columns], [*columns, light], strict=True):
        before, after = f"0{left}0", f"0{right}0"
        for row in range(len(matrix) + 1):
            if edges := _EDGES[before[row : row + 2], after[row : row + 2]]:
                points[number] = edges
            number += 1
    return points


Overprint = Literal["over", "knock"]

GRAPHICS_STATES: dict[Overprint, dict[str, str | int]] = {
    "over": {"Type": "/ExtGState", "OP": "true", "op": "true", "OPM": 1},
    "knock": {"Type": "/ExtGState", "OP": "false", "op": "false", "OPM": 0},
}

STATE_NAMES: dict[Overprint, str] = {"over": "GSover", "knock": "GSknock"}

_KAPPA = 0.5522847498
"""Control point distance that makes a cubic Bézier a quarter circle, 4/3 x (sqrt 2 - 1)."""

_SEGMENTS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def number(value: float) -> str:
    """Return *value* with at most three decimals: ``12.5`` for 12.5000001, ``0`` for -0.0001.

    Three decimals of a point are 0.35 µm, far finer than any press. PDF 32000-1, 7.3.3 has no exponents.
    """
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return written if written != "-0" else "0"


def numbers(*values: float) -> str:
    """Return several numbers separated by spaces."""
    return " ".join(map(number, values))


class Inks(Protocol):
    """A colour space: how to fill with a theme colour."""

    def fill(self, colour: Colour) -> str:
        """Return the operator that sets the fill colour."""

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        """Return how *colour* meets what lies beneath, or None where the colour space has no overprint.

        ``fine`` is for text, codes and pictures.
        """


@dataclass(frozen=True, slots=True)
class ProcessInks:
    """DeviceCMYK, for the press."""

    def fill(self, colour: Colour) -> str:
        return f"{numbers(*colour.cmyk)} k"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return "over" if fine and colour.cmyk == (0, 0, 0, 1) else "knock"


@dataclass(frozen=True, slots=True)
class ScreenLight:
    """DeviceRGB, meant as sRGB, for screens."""

    def fill(self, colour: Colour) -> str:
        return f"{numbers(*colour.srgb)} rg"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return None


@dataclass(frozen=True, slots=True)
class OneInk:
    """DeviceGray: the one black ink of a copier."""

    def fill(self, colour: Colour) -> str:
        return f"{number(1 - colour.cmyk[3])} g"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return None


INKS: dict[str, Inks] = {"cmyk": ProcessInks(), "srgb": ScreenLight(), "gray": OneInk()}


def draw_box(box: Box) -> list[str]:
    """Return the operators of a filled rectangle, its corners rounded by at most half its shorter side."""
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


def draw_shape(shape: Shape) -> list[str]:
    """Return the operators of a filled path."""
    return [*path_segments(shape.path), "f*" if shape.rule == "evenodd" else "f"]


@memoized_by_identity(512)  # pieces of many campaigns have the same pictures at the same places
def path_segments(path: Iterable[tuple[str | float, ...]]) -> list[str]:
    """Return the operators that construct *path*, which nobody changes."""
    # A segment is a letter followed by numbers, which the type of a tuple of any length cannot express.
    return [
        " ".join([*map(number, coordinates), _SEGMENTS[kind]])  # type: ignore[arg-type, index]  # see above
        for kind, *coordinates in path
    ]


def draw_photo(photo: Photo, encoded: EncodedPhoto) -> list[str]:
    """Return the operators of a photograph, whose own coordinates are the unit square (PDF 32000-1, 8.9.4)."""
    place = numbers(photo.width, 0, 0, photo.height, photo.x, photo.y)
    return ["q", f"{place} cm", f"/{picture_name(encoded)} Do", "Q"]


def picture_name(encoded: EncodedPhoto) -> str:
    """Return the name of a photograph among the resources of a page."""
    return f"Im{encoded.sha256[:16]}"


def draw_code(code: QrCode) -> list[str]:
    """Return the operators of a QR code: its dark modules as one path on the integer grid.

    The coordinate system is scaled, not the numbers.
    """
    scale = number(code.module) if round(code.module, 3) == code.module else f"{code.module:.6f}"
    return ["q", f"{scale} 0 0 {scale} {numbers(code.x, code.y)} cm", outline(code.matrix), "f", "Q"]
