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
from itertools import product

from PIL import Image

from flyers.colour import Colour
from flyers.content.press import separate
from flyers.layout.pictures import LEAST_DPI
from flyers.page.document import Box, Photo, QrCode, Shape
from flyers.page.editions import ColourSpace, Edition
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

_MOST_DPI = 1.5 * LEAST_DPI
"""A photograph with more pixels than that is scaled down to `LEAST_DPI`: nobody sees them, and files grow."""

_QUALITY = 90  # Of JPEG, without subsampling of colours.

_SPACES = {"CMYK": "DeviceCMYK", "RGB": "DeviceRGB", "L": "DeviceGray"}
_QUARTERS = {90: "ROTATE_270", 180: "ROTATE_180", 270: "ROTATE_90"}
"""What Pillow, which counts the other way round, calls the turns."""


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A photograph in a file."""

    width: int
    height: int
    space: str  # DeviceCMYK, DeviceRGB or DeviceGray, 8 bits a component
    is_jpeg: bool
    sha256: str  # of everything else
    # JPEG if ``is_jpeg``, otherwise the components pixel by pixel, not packed yet.
    data: bytes = field(repr=False, compare=False)


def encoded_photo(photo: Photo, ground: Colour, edition: Edition) -> EncodedPhoto:
    """Return *photo* as a file of *edition* has it, its transparent parts in the colour *ground*."""
    # Other pieces have the same picture in other places, and say other words of it.
    size = (round(photo.width, 3), round(photo.height, 3))
    turning = (photo.turned_over, photo.turn)
    return _encoded(Photo(0.0, 0.0, *size, photo.photograph, photo.crop, "", "", "", "", *turning), ground, edition)


@lru_cache(maxsize=8)
def _encoded(photo: Photo, ground: Colour, edition: Edition) -> EncodedPhoto:
    picture = _seen(photo)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    picture = _in_space(picture.convert("RGB"), edition)
    if alpha is not None:
        picture = Image.composite(picture, Image.new(picture.mode, picture.size, _ground(ground, edition)), alpha)
    is_jpeg = photo.photograph.lossy and edition.colour_space != "cmyk"
    if is_jpeg:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=_QUALITY, subsampling=0)
        data = file.getvalue()
    else:
        data = picture.tobytes()
    space = _SPACES[picture.mode]
    digest = hashlib.sha256(f"{picture.size} {space} {is_jpeg} ".encode() + data).hexdigest()
    return EncodedPhoto(picture.width, picture.height, space, is_jpeg, digest, data)


def _seen(photo: Photo) -> Image.Image:
    """Return the part that is seen, turned as it is seen, with no more pixels than can be seen."""
    photograph = photo.photograph
    mode = "RGBA" if photograph.has_alpha else "RGB"
    picture = Image.frombytes(mode, (photograph.width, photograph.height), photograph.pixels).crop(photo.crop)
    if photo.turned_over:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if photo.turn:
        picture = picture.transpose(Image.Transpose[_QUARTERS[photo.turn]])
    if picture.width / photo.width * 72 > _MOST_DPI:
        width, height = (max(1, round(side / 72 * LEAST_DPI)) for side in (photo.width, photo.height))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return picture


def _in_space(picture: Image.Image, edition: Edition) -> Image.Image:
    """Return an RGB *picture* in the colours of the file."""
    if edition.colour_space == "srgb":
        return picture
    grey = picture.convert("L")
    if edition.colour_space == "gray":
        return grey
    if edition.one_ink:
        none = Image.new("L", picture.size, 0)
        return Image.merge("CMYK", (none, none, none, grey.point(lambda level: 255 - level)))
    assert edition.condition is not None
    return within_limit(separate(picture, edition.condition.profile_bytes()), edition.condition.ink_limit)


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


def _ground(colour: Colour, edition: Edition) -> tuple[int, ...]:
    spaces = {"srgb": colour.srgb, "gray": (1 - colour.cmyk[3],), "cmyk": colour.cmyk}
    return tuple(round(part * 255) for part in spaces[edition.colour_space])


def _leaving(left: str, right: str) -> tuple[int, ...]:
    """Return the directions of the edges that leave a point with dark on their left: 0 to the right, and each next one
    a left turn after the one before; *left* and *right* are the two modules on either side, the lower one first.
    """
    edges = ((right[1], right[0]), (left[1], right[1]), (left[0], left[1]), (right[0], left[0]))
    return tuple(direction for direction, sides in enumerate(edges) if sides == ("1", "0"))


# Each variant of a piece has a code of its own, so this is written for speed: a point is a number, and what leaves it
# is looked up by the four modules around it.
_EDGES = {pair: _leaving(*pair) for pair in product(("00", "01", "10", "11"), repeat=2)}


def outline(matrix: tuple[str, ...]) -> str:
    """Return path operators for *matrix* (rows from the top, "1" is dark), in modules from the lower left corner.

    Outer edges run counter-clockwise and holes clockwise, so that the nonzero rule fills exactly the dark modules.
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


KNOCK_OUT, OVERPRINT = "GSknock", "GSover"

GRAPHICS_STATES: dict[str, dict[str, str | int]] = {
    OVERPRINT: {"Type": "/ExtGState", "OP": "true", "op": "true", "OPM": 1},
    KNOCK_OUT: {"Type": "/ExtGState", "OP": "false", "op": "false", "OPM": 0},
}

_KAPPA = 0.5522847498  # Control point distance that makes a cubic Bézier a quarter circle, 4/3 x (sqrt 2 - 1).

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


def fill(colour: Colour, space: ColourSpace) -> str:
    """Return the operator that sets the fill colour: DeviceCMYK, DeviceRGB (meant as sRGB), or a copier's one black."""
    if space == "cmyk":
        return f"{numbers(*colour.cmyk)} k"
    return f"{numbers(*colour.srgb)} rg" if space == "srgb" else f"{number(1 - colour.cmyk[3])} g"


def overprint(colour: Colour, *, fine: bool) -> str:
    """Return the graphics state for *colour* on the press; ``fine`` is for text, codes and pictures."""
    return OVERPRINT if fine and colour.cmyk == (0, 0, 0, 1) else KNOCK_OUT


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
    """Return the operators of a QR code: its dark modules as one path on the integer grid, which is scaled."""
    scale = number(code.module) if round(code.module, 3) == code.module else f"{code.module:.6f}"
    return ["q", f"{scale} 0 0 {scale} {numbers(code.x, code.y)} cm", outline(code.matrix), "f", "Q"]
