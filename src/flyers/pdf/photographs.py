"""Photographs as the file has them: the part that is seen, in the colours of the edition, flattened on its ground.

For the press they are separated through the profile of the print condition, and what would have too much ink gets less
cyan, magenta and yellow; they are packed without loss, so that no limit is passed again. With one ink they are greys.
For screens, what came as JPEG goes as JPEG.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import field
from functools import lru_cache

from PIL import Image

from flyers.colour import Colour
from flyers.content.press import PressCondition, separate
from flyers.layout.photograph import LEAST_DPI
from flyers.page.document import Photo, Photograph
from flyers.page.editions import Edition
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
