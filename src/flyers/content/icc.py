"""ICC profiles: what they are of, which of them an output intent of PDF/X takes, and the inks of a colour by one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from flyers.content.schema import Problem
from flyers.records import dataclass

if TYPE_CHECKING:
    from PIL import Image, ImageCms

_HEADER = 128
_ENTRY = 12
_MOST_TAGS = 500
_COPY_AGAIN = "Copy it again from where it came."


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile's header and tags.

    Attributes:
        version: major and minor, ``(2, 2)``.
        device_class: ``prtr`` output, ``mntr`` display, ``scnr`` input, ``link``, ``spac``, ``abst`` or ``nmcl``.
        space: colour space of the device, without trailing spaces: ``CMYK``, ``RGB``, ``GRAY``.
        tags: signatures of the tags that it has.
        description: what it calls itself, on one line; "" where that cannot be read.
    """

    version: tuple[int, int]
    device_class: str
    space: str
    tags: frozenset[str]
    description: str


def read_profile(data: bytes) -> Profile:
    """Return the profile in *data*.

    Raises:
        Problem: it is not an ICC profile, is cut off or has been added to, or its table of tags points outside it; the
            text follows the file's name in a sentence.
    """
    if len(data) < _HEADER + 4 or data[36:40] != b"acsp":
        raise Problem("is not an ICC profile.", "Ask the print shop for the .icc or .icm file of its press and paper.")
    if (stated := _number(data, 0)) != len(data):
        raise Problem(f"is cut off or damaged: it has {len(data)} bytes and states that it has {stated}.", _COPY_AGAIN)
    tags = _tags(data)
    return Profile(
        version=(data[8], data[9] >> 4),
        device_class=_signature(data, 12),
        space=_signature(data, 16),
        tags=frozenset(tags),
        description=_description(data, *tags["desc"]) if "desc" in tags else "",
    )


def _tags(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the start and size of each tag's data."""
    count = _number(data, _HEADER)
    first = _HEADER + 4
    end = first + count * _ENTRY
    places = {
        _signature(data, entry): (_number(data, entry + 4), _number(data, entry + 8))
        for entry in range(first, first + min(count, _MOST_TAGS) * _ENTRY, _ENTRY)
    }
    if count > _MOST_TAGS or any(start < end or start + size > len(data) for start, size in places.values()):
        raise Problem("is damaged: its table of tags points outside the file.", _COPY_AGAIN)
    return places


def _description(data: bytes, start: int, size: int) -> str:
    tag = data[start : start + size]
    # Version 4 has a multiLocalizedUnicodeType, version 2 a textDescriptionType that begins with its ASCII form.
    text = _localized(tag) if tag[:4] == b"mluc" else tag[12 : 12 + _number(tag, 8)].decode("latin-1")
    shown = (sign if sign.isprintable() else " " for sign in text.split("\0")[0])
    return " ".join("".join(shown).split())


def _localized(tag: bytes) -> str:
    """Return the English text of a multiLocalizedUnicodeType, else its first."""
    size = max(_number(tag, 12), _ENTRY)
    records = range(16, min(16 + _number(tag, 8) * size, len(tag)), size)
    chosen = next((record for record in records if tag[record : record + 2] == b"en"), 16)
    length, start = _number(tag, chosen + 4), _number(tag, chosen + 8)
    return tag[start : start + length].decode("utf-16-be", errors="ignore")


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _signature(data: bytes, at: int) -> str:
    return data[at : at + 4].decode("latin-1").rstrip()


PdfX = Literal["4", "1a"]
"""PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4)."""

_CLASSES = {
    "scnr": "a scanner or camera",
    "mntr": "a screen",
    "link": "a link between two devices",
    "spac": "a colour space",
    "abst": "an abstract conversion",
    "nmcl": "named colours",
}
_TABLES = ("A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2")


def unfit(profile: Profile, pdfx: PdfX) -> Iterator[Problem]:
    """Yield why a profile cannot be in the output intent of a CMYK file (ISO 15930-7, 6.4; ISO 15930-4, 6.2)."""
    if profile.device_class != "prtr":
        what = _CLASSES.get(profile.device_class, f"class “{profile.device_class}”")
        yield Problem(
            f"is a profile of {what}, not of a press.", "An output intent takes a profile of the output class, prtr."
        )
        return
    if profile.space != "CMYK":
        yield Problem(
            f"is for {profile.space}.", "Press files are in CMYK inks: take the CMYK profile of the press and paper."
        )
        return
    versions = {"4": (2, 4), "1a": (2,)}[pdfx]
    if profile.version[0] not in versions:
        stated = ".".join(map(str, profile.version))
        # ICC.1:1998-09, which PDF 1.4 names, is version 2; ICC.1:2003-09 of PDF 1.6 is version 4.
        yield Problem(
            f"is of ICC version {stated}, which PDF/X-{pdfx} does not take.",
            f"Take one of version {' or '.join(map(str, versions))}" + (", or PDF/X-4." if pdfx == "1a" else "."),
        )
    if lacking := [tag for tag in ("desc", *_TABLES) if tag not in profile.tags]:
        yield Problem(
            f"lacks {', '.join(lacking)}.", "An output profile needs them all (ICC.1:2010, 8.5): take a complete one."
        )


Rgb = tuple[int, int, int]
"""Red, green and blue in sRGB, 0 to 255."""

Percents = tuple[int, int, int, int]
"""Cyan, magenta, yellow and black, whole percents."""


def inks_of(colour: Rgb, profile: bytes) -> Percents:
    """Return the inks that look like *colour* on the press of *profile*, relative to its paper."""
    from PIL import Image

    separated = separate(Image.new("RGB", (1, 1), colour), profile)
    pixel = separated.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    cyan, magenta, yellow, black = (round(ink * 100 / 255) for ink in pixel)
    return cyan, magenta, yellow, black


def separate(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a *picture* in sRGB as its inks on the press of *profile*."""
    from PIL import ImageCms

    separated = ImageCms.applyTransform(picture, _transform(profile))
    assert separated is not None
    return separated


def _transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    from PIL import ImageCms

    press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
