"""Photographs read from PNG and JPEG files: pixels in sRGB, upright, with their transparency."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from flyers import limits
from flyers.errors import ContentError, Source
from flyers.page.document import Photograph

if TYPE_CHECKING:
    from PIL import Image

PHOTOGRAPH_ENDINGS = (".png", ".jpg", ".jpeg")

LEAST_DPI = 300.0
"""Pixels per inch that a photograph needs at the size at which it is printed (press.md 6)."""

_AGAIN = "Save it again as PNG or JPEG, in sRGB."


def read_photograph(data: bytes, file: str, name: str) -> Photograph:
    """Return the photograph in *data*.

    Colours are converted from the profile that the file has, and the picture is turned as it says.

    Raises:
        ContentError: it is not a PNG or JPEG, is damaged, has inks of a press, or is too large.
    """
    from PIL import Image, ImageOps

    source = Source(file)
    try:
        opened = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError:
        raise _too_large(source) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise ContentError("This is not a PNG or JPEG picture.", hint=_AGAIN, source=source) from error
    if opened.width * opened.height > limits.PHOTOGRAPH_PIXELS:
        raise _too_large(source)
    if opened.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        kind = {"CMYK": "the inks of a press", "YCCK": "the inks of a press"}.get(opened.mode, f"mode {opened.mode}")
        raise ContentError(
            f"This picture is in {kind}.",
            hint=f"{_AGAIN} The colours of the press are made from that for each print condition.",
            source=source,
        )
    try:
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        see_through = upright.mode in ("LA", "PA", "RGBA") or "transparency" in upright.info
        picture = _in_srgb(upright.convert("RGBA" if see_through else "RGB"), upright.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ContentError(f"This picture is damaged ({error}).", hint="Copy it again.", source=source) from error
    has_alpha = picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255)
    pixels = picture.convert("RGBA" if has_alpha else "RGB").tobytes()
    digest = hashlib.sha256(pixels).hexdigest()
    return Photograph(name, picture.width, picture.height, digest, has_alpha, opened.format == "JPEG", pixels)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return *picture* in sRGB, from the RGB profile that its file has."""
    from PIL import Image, ImageCms

    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if own.profile.xcolor_space != "RGB ":
            return picture  # of a grey picture: its greys are close to those of sRGB
        rgb = ImageCms.profileToProfile(picture.convert("RGB"), own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError) as error:
        raise ValueError(f"its colour profile: {error}") from error
    assert rgb is not None
    if picture.mode == "RGBA":
        return Image.merge("RGBA", (*rgb.split(), picture.getchannel("A")))
    return rgb


def _too_large(source: Source) -> ContentError:
    most = f"{limits.PHOTOGRAPH_PIXELS / 1e6:g} million pixels"
    return ContentError(
        f"This picture has more than {most}.", hint="Scale it down to 300 dpi at its size.", source=source
    )
