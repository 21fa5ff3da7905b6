"""The header, table of tags and description of an ICC profile (ICC.1:2010, 7.2, 7.3 and 10.13).

Colours are not computed here. A profile comes from outside and is embedded as it is, so only what a press file
promises about it is read, from bytes that may be damaged. Versions 2 and 4 have the same header and table.
"""

from __future__ import annotations

from flyers.content.schema import Problem
from flyers.records import dataclass

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
