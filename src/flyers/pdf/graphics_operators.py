"""Content stream operators for everything but text: numbers, colours, boxes, pictures and codes.

On the press, text, codes and pictures in 100 % black overprint, so that a misregistered plate never opens a white halo
around a letter. Everything else knocks out; white always does, or it would vanish. OPM 1 (PDF 32000-1, 8.6.7) makes
zero components of DeviceCMYK leave what lies beneath them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from flyers.colour import Colour
from flyers.page.document import Box, Photo, QrCode, Shape
from flyers.pdf.photographs import EncodedPhoto
from flyers.pdf.qrpath import outline
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

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
