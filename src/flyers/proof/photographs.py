"""Photographs on a page: whether an image of the file has the pixels that were composed, in the colours of the file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Name

from flyers.colour import Colour
from flyers.page.document import Photo
from flyers.page.editions import Edition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

LEAST_DPI = 300
"""Pixels per inch that are left of a photograph with more, at least."""

_ROUNDED = 1
"""Levels, of 255, by which a pixel may be off that is packed without loss, since another LittleCMS may round inks
otherwise than the one that painted. (With that one all pixels are equal.)
"""

_SQUARE = 8
"""The side of the squares of a JPEG, in pixels."""

_OF_JPEG, _OF_JPEG_ON_AVERAGE = 48, 4.0
"""Levels by which a pixel of a JPEG, and one of its squares on average, may be off. Quality 90 makes 6 and 1.8 of a
smooth picture, 44 and 3.2 of grain, 47 and 1.1 of noise.
"""

_TURNS = {90: 270, 180: 180, 270: 90}
"""Degrees counterclockwise by which Pillow turns a picture, by degrees clockwise."""


class ComposedPhoto(NamedTuple):
    """A photograph as it was composed, on a *ground*, for an edition."""

    photo: Photo
    ground: Colour
    edition: Edition


def shows(wish: ComposedPhoto, image: pikepdf.Stream) -> bool:
    """Return whether *image* has the pixels of the photograph that were composed, the same way up and round.

    Raises:
        Exception: of many kinds, if the image can't be decoded.
    """
    import numpy as np

    drawn = pikepdf.PdfImage(image).as_pil_image()
    seen = _seen(wish.photo)
    if drawn.size != seen.size and not _may_have(drawn.size, wish.photo, seen.size):
        return False
    wanted = _in_colours(seen if drawn.size == seen.size else _scaled(seen, drawn.size), wish)
    if drawn.mode != wanted.mode:
        return False
    off = np.asarray(drawn).astype(np.int16) - np.asarray(wanted)
    if wish.photo.photograph.lossy and image.get("/Filter") == Name.DCTDecode:
        return bool(np.abs(off).max() <= _OF_JPEG and _on_average(off) <= _OF_JPEG_ON_AVERAGE)
    return bool(np.abs(off).max() <= _ROUNDED)


def _on_average(off: NDArray[np.int16]) -> float:
    """Return by how much the worst of all whole squares is off; squares that the edge cuts are left out."""
    import numpy as np

    rows, columns = (side // _SQUARE for side in off.shape[:2])
    whole = off[: rows * _SQUARE, : columns * _SQUARE].reshape(rows, _SQUARE, columns, _SQUARE, -1)
    return float(np.abs(whole.mean(axis=(1, 3))).max(initial=0.0))


def _may_have(size: tuple[int, int], photo: Photo, composed: tuple[int, int]) -> bool:
    """Return whether a photograph may have *size* pixels and not all that were *composed*, since nobody sees more."""
    least = [side / 72 * LEAST_DPI - 1 for side in (photo.width, photo.height)]
    return all(low <= side < most for low, side, most in zip(least, size, composed, strict=True))


def _seen(photo: Photo) -> Image.Image:
    """Return what is seen of the photograph, in sRGB, turned as it is seen."""
    from PIL import Image, ImageOps

    source = photo.photograph
    mode = "RGBA" if source.has_alpha else "RGB"
    picture = Image.frombytes(mode, (source.width, source.height), source.pixels).crop(photo.crop)
    if photo.turned_over:
        picture = ImageOps.mirror(picture)
    return picture.rotate(_TURNS[photo.turn], expand=True) if photo.turn else picture


def _scaled(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image

    return picture.resize(size, Image.Resampling.LANCZOS)


def _in_colours(picture: Image.Image, wish: ComposedPhoto) -> Image.Image:
    """Return *picture* in the colours of the edition, with its ground where it is transparent."""
    from PIL import Image

    rgb, ground = picture.convert("RGB"), wish.ground
    behind: tuple[float, ...]
    match wish.edition.colour_space:
        case "srgb":
            shown, behind = rgb, ground.srgb
        case "gray":
            shown, behind = rgb.convert("L"), (1 - ground.cmyk[3],)
        case _:
            shown, behind = _inks(rgb, wish.edition), ground.cmyk
    if picture.mode == "RGB":
        return shown
    colour = tuple(round(255 * level) for level in behind)
    return Image.composite(shown, Image.new(shown.mode, shown.size, colour), picture.getchannel("A"))


def _inks(picture: Image.Image, edition: Edition) -> Image.Image:
    """Return the inks of *picture* on the press; black alone if that has one ink."""
    import numpy as np
    from PIL import Image, ImageCms, ImageOps

    if edition.one_ink:
        none = Image.new("L", picture.size, 0)
        return Image.merge("CMYK", (none, none, none, ImageOps.invert(picture.convert("L"))))
    condition = edition.condition
    assert condition is not None
    press = ImageCms.ImageCmsProfile(io.BytesIO(condition.profile_bytes()))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    inks = ImageCms.profileToProfile(picture, ImageCms.createProfile("sRGB"), press, intent, "CMYK")
    assert inks is not None
    return Image.fromarray(_limited(np.asarray(inks), condition.ink_limit), mode="CMYK")


def _limited(inks: NDArray[np.uint8], limit: int) -> NDArray[np.uint8]:
    """Return *inks* of which no pixel has more than *limit* percent: cyan, magenta and yellow give way to black."""
    import numpy as np

    chromatic, black = inks[..., :3].astype(np.float64), inks[..., 3:]
    room = np.maximum(255 * limit / 100 - black, 0)
    share = np.minimum(room / np.maximum(chromatic.sum(axis=2, keepdims=True), 1), 1)
    return np.concatenate([np.floor(chromatic * share).astype(np.uint8), black], axis=2)
