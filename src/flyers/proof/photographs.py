"""Photographs on a page: whether an image of the file shows what was composed, in whatever colour space."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import pikepdf

from flyers.page.document import Photo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

BLOCKS = 16
"""Parts of a photograph across and down, whose greys are compared."""

LEAST_LIKE = 0.95
"""The least correlation of these greys, which fewer pixels and a limit of the ink change a little."""

_FLAT = 6.0
"""Levels, of 255, by which the greys of a picture vary that has nothing in it to compare."""

_TURNS = {90: 270, 180: 180, 270: 90}
"""Degrees counterclockwise by which Pillow turns a picture, by degrees clockwise."""


class ComposedPhoto(NamedTuple):
    """A photograph as it was composed, on a *ground* in sRGB, for a press with an ICC *profile* (b"": no press)."""

    photo: Photo
    ground: tuple[float, float, float]
    profile: bytes


def shows(wish: ComposedPhoto, image: pikepdf.Stream) -> bool:
    """Return whether *image* shows the part of the photograph that was composed, the same way up and round.

    Raises:
        Exception: of many kinds, if the image can't be decoded.
    """
    import numpy as np

    wanted, drawn = _greys(_composed(wish)), _greys(_seen(pikepdf.PdfImage(image).as_pil_image(), wish.profile))
    if min(float(wanted.std()), float(drawn.std())) < _FLAT:
        return bool(abs(float(wanted.std()) - float(drawn.std())) < 2 * _FLAT)
    return bool(np.corrcoef(wanted, drawn)[0, 1] >= LEAST_LIKE)


def _seen(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return what a picture in inks looks like on the press with that *profile*."""
    from PIL import ImageCms

    if picture.mode != "CMYK" or not profile:
        return picture
    press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    seen = ImageCms.profileToProfile(picture, press, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert seen is not None
    return seen


def _composed(wish: ComposedPhoto) -> Image.Image:
    """Return what is seen of the photograph, on a press what its inks can show."""
    from PIL import Image, ImageCms, ImageOps

    photo, source = wish.photo, wish.photo.photograph
    mode = "RGBA" if source.has_alpha else "RGB"
    picture = Image.frombytes(mode, (source.width, source.height), source.pixels).crop(photo.crop)
    if photo.turned_over:
        picture = ImageOps.mirror(picture)
    if photo.turn:
        picture = picture.rotate(_TURNS[photo.turn], expand=True)
    if source.has_alpha:
        ground = tuple(round(255 * level) for level in wish.ground)
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, (*ground, 255)), picture)
    if not wish.profile:
        return picture
    press = ImageCms.ImageCmsProfile(io.BytesIO(wish.profile))
    rgb = ImageCms.createProfile("sRGB")
    inks = ImageCms.profileToProfile(picture.convert("RGB"), rgb, press, outputMode="CMYK")
    assert inks is not None
    return _seen(inks, wish.profile)


def _greys(picture: Image.Image) -> NDArray[np.float64]:
    import numpy as np
    from PIL import Image

    rgb = picture.convert("RGB").convert("L")
    small = rgb.resize((BLOCKS, BLOCKS), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64).ravel()
