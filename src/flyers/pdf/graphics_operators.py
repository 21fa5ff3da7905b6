"""Content stream operators for everything but text: numbers, colours, boxes, pictures, codes and photographs.

On the press, text, codes and pictures in 100 % black overprint, so that a misregistered plate never opens a white halo
around a letter. Everything else knocks out; white always does, or it would vanish. OPM 1 (PDF 32000-1, 8.6.7) makes
zero components of DeviceCMYK leave what lies beneath them.

A code has one closed outline for each connected border of dark and light, on the integer grid of modules. Rectangles
side by side would show hairlines between them in anti-aliased previews and in some RIPs; outlines don't.

Photographs are in the file as they are seen: the part that is seen, in the colours of the edition, flattened on its
ground. For the press they are separated through the profile of the print condition, and what would have too much ink
gets less cyan, magenta and yellow; they are packed without loss, so that no limit is passed again. With one ink they
are greys. For screens, what came as JPEG goes as JPEG.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache
from typing import Literal, Protocol

from PIL import Image

from flyers.colour import Colour
from flyers.content.press import PressCondition, separate
from flyers.layout.images import LEAST_DPI
from flyers.page.document import Box, Photo, Photograph, QrCode, Shape
from flyers.page.editions import Edition
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

_MOST_DPI = 1.5 * LEAST_DPI
"""A photograph with more pixels than that is scaled down to `LEAST_DPI`: nobody sees them, and files grow."""

_QUALITY = 90
"""Of JPEG, without subsampling of colours."""

_SPACES = {"CMYK": "DeviceCMYK", "RGB": "DeviceRGB", "L": "DeviceGray"}
_QUARTERS = {90: "ROTATE_270", 180: "ROTATE_180", 270: "ROTATE_90"}
"""What Pillow, which counts the other way round, calls the turns."""


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A photograph in a file.

    Attributes:
        space: DeviceCMYK, DeviceRGB or DeviceGray, 8 bits a component.
        data: JPEG if ``is_jpeg``, otherwise the components pixel by pixel, not packed yet.
        sha256: of everything else.
    """

    width: int
    height: int
    space: str
    is_jpeg: bool
    sha256: str
    data: bytes = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What decides on the pixels of a photograph in a file; ``size`` are points."""

    photograph: Photograph
    crop: tuple[int, int, int, int]
    turned_over: bool
    turn: int
    size: tuple[float, float]
    ground: Colour
    one_ink: bool
    colour_space: str
    condition: PressCondition | None


def encoded_photo(photo: Photo, ground: Colour, edition: Edition) -> EncodedPhoto:
    """Return *photo* as a file of *edition* has it, its transparent parts in the colour *ground*."""
    size = (round(photo.width, 3), round(photo.height, 3))
    return _encoded(
        _Wish(
            photo.photograph,
            photo.crop,
            photo.turned_over,
            photo.turn,
            size,
            ground,
            edition.one_ink,
            edition.colour_space,
            edition.condition,
        )
    )


@lru_cache(maxsize=8)
def _encoded(wish: _Wish) -> EncodedPhoto:
    picture = _seen(wish)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    shown = _in_space(picture.convert("RGB"), wish)
    if alpha is not None:
        shown = Image.composite(shown, Image.new(shown.mode, shown.size, _ground(wish)), alpha)
    is_jpeg = wish.photograph.lossy and wish.colour_space != "cmyk"
    data = _jpeg(shown) if is_jpeg else shown.tobytes()
    space = _SPACES[shown.mode]
    digest = hashlib.sha256(f"{shown.size} {space} {is_jpeg} ".encode() + data).hexdigest()
    return EncodedPhoto(shown.width, shown.height, space, is_jpeg, digest, data)


def _seen(wish: _Wish) -> Image.Image:
    """Return the part that is seen, turned as it is seen, with no more pixels than can be seen."""
    photograph = wish.photograph
    mode = "RGBA" if photograph.has_alpha else "RGB"
    picture = Image.frombytes(mode, (photograph.width, photograph.height), photograph.pixels).crop(wish.crop)
    if wish.turned_over:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if wish.turn:
        picture = picture.transpose(Image.Transpose[_QUARTERS[wish.turn]])
    if picture.width / wish.size[0] * 72 > _MOST_DPI:
        enough = [max(1, round(side / 72 * LEAST_DPI)) for side in wish.size]
        picture = picture.resize((enough[0], enough[1]), Image.Resampling.LANCZOS)
    return picture


def _in_space(picture: Image.Image, wish: _Wish) -> Image.Image:
    """Return an RGB *picture* in the colours of the file."""
    if wish.colour_space == "srgb":
        return picture
    grey = picture.convert("L")
    if wish.colour_space == "gray":
        return grey
    if wish.one_ink:
        none = Image.new("L", picture.size, 0)
        return Image.merge("CMYK", (none, none, none, grey.point(lambda level: 255 - level)))
    assert wish.condition is not None
    return within_limit(separate(picture, wish.condition.profile_bytes()), wish.condition.ink_limit)


def within_limit(picture: Image.Image, limit: int) -> Image.Image:
    """Return a CMYK *picture* with at most *limit* percent of ink in each pixel; black stays as it is."""
    import numpy as np

    inks = np.asarray(picture).astype(np.float64)
    chromatic, black = inks[..., :3], inks[..., 3:]
    total = chromatic.sum(axis=2, keepdims=True)
    room = np.maximum(limit / 100 * 255 - black, 0)
    less = np.where(total > room, room / np.maximum(total, 1), 1.0)
    limited = np.concatenate([np.floor(chromatic * less), black], axis=2)
    return Image.fromarray(limited.astype(np.uint8), mode="CMYK")


def _ground(wish: _Wish) -> tuple[int, ...]:
    colour = wish.ground
    if wish.colour_space == "srgb":
        return tuple(round(channel * 255) for channel in colour.srgb)
    if wish.colour_space == "gray":
        return (round((1 - colour.cmyk[3]) * 255),)
    return tuple(round(ink * 255) for ink in colour.cmyk)


def _jpeg(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY, subsampling=0)
    return data.getvalue()


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
