"""Font files as tables (OpenType, “Organization of an OpenType Font”)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

_VERSIONS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_COLLECTION = b"ttcf"

Tables = dict[str, memoryview]
"""Tables by tag, which are not copied: that of a Chinese font has millions of bytes."""


class WholeFont(NamedTuple):
    """What a font says of itself as a whole, in font units.

    Attributes:
        ascent, descent: how far its letters reach up and down.
        box: the left, lower, right and upper edge of all its letters, which grows where letters are composed.
        programs: how much memory its programs need (maxp); it may have none left.
        rest: whatever else is in the tables head, hhea, OS/2 and post and remains where a font is cut down.
    """

    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    programs: tuple[int, ...]
    rest: bytes


class FontStyle(NamedTuple):
    """What a font descriptor says so that a viewer without the font takes a similar one (ISO 32000-1, 9.8).

    Attributes:
        flags: as in its table 123; a font whose codes are its own is symbolic.
        slant: in degrees, to the right below 0.
        stem: the width of upright strokes in thousandths of an em, as it is usually estimated from a font's weight.
        capitals: how high they are, in font units; 0 if the font does not say.
    """

    flags: int
    slant: float
    stem: int
    capitals: int


_FIXED_PITCH, _SERIFS, _SYMBOLIC, _SLANTED = 1 << 0, 1 << 1, 1 << 2, 1 << 6
"""The bits 1, 2, 3 and 7 of a font's flags."""

_WITH_SERIFS = frozenset((1, 2, 3, 4, 5, 7))
"""IBM's classes of fonts with serifs (OpenType, OS/2, sFamilyClass)."""

_USUAL_WEIGHT = 400

_WEIGHT, _CLASS, _CAPITALS = 4, 30, 88
"""Where a font's weight, class and height of capitals are in OS/2."""

_SLANT, _PITCH = 4, 12
"""Where its slant, in 65536ths of a degree, and whether all letters are of one width, are in post."""

_REST = {
    "head": ((0, 8), (12, 20), (44, 50), (52, 54)),
    "hhea": ((0, 4), (8, 10), (18, 34)),
    "OS/2": ((0, 42), (58, 64), (68, 78), (86, 94)),
    "post": ((4, 16),),
}
"""Bytes of the tables, without checksums, dates, and what follows from the letters that a font has left."""

_NAMES_HEAD, _POSTSCRIPT_NAME, _MACINTOSH = 6, 6, 1
"""Bytes before the records of the table name, the number of a name there, and of a platform with one byte a letter."""

_LONG_PROFILE = 32
"""Bytes of the table maxp of a font with TrueType's outlines."""


def sfnt_tables(data: bytes, number: int = 0) -> Tables:
    """Return the tables of a font file by their tags; of a collection, those of the font *number*.

    Raises:
        ValueError: it is not such a file, or has two tables of one tag: programs would differ in which they take.
        struct.error: it is cut off.
    """
    start, whole = 0, memoryview(data)
    if data[:4] == _COLLECTION:
        (count,) = struct.unpack_from(">I", data, 8)
        if not 0 <= number < count:
            raise ValueError(f"the collection has no font {number}")
        (start,) = struct.unpack_from(">I", data, 12 + 4 * number)
    if data[start : start + 4] not in _VERSIONS:
        raise ValueError("not a font file")
    tables: Tables = {}
    (count,) = struct.unpack_from(">H", data, start + 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4s3I", data, start + 12 + 16 * index)
        name = tag.decode("latin-1")
        if name in tables:
            raise ValueError(f"two tables {name}")
        if offset + length > len(data):
            raise ValueError(f"the table {name} is cut off")
        tables[name] = whole[offset : offset + length]
    return tables


def whole_font(tables: Mapping[str, bytes | memoryview]) -> WholeFont:
    """Return what the tables head, hhea, OS/2 and post say.

    Raises:
        KeyError, struct.error: one is missing or cut off.
    """
    head, hhea = bytes(tables["head"]), bytes(tables["hhea"])
    left, bottom, right, top = struct.unpack_from(">4h", head, 36)
    ascent, descent = struct.unpack_from(">2h", hhea, 4)
    profile = tables.get("maxp", b"")
    programs = struct.unpack_from(">7H", profile, 14) if len(profile) >= _LONG_PROFILE else ()
    rest = [bytes(tables.get(tag, b"")[start:end]) for tag, parts in _REST.items() for start, end in parts]
    return WholeFont(ascent, descent, (left, bottom, right, top), programs, b"".join(rest))


def font_style(tables: Mapping[str, bytes | memoryview]) -> FontStyle:
    """Return what the tables OS/2 and post say of the style; what a short or missing one leaves out is usual."""
    os2, post = bytes(tables.get("OS/2", b"")), bytes(tables.get("post", b""))
    weight = int.from_bytes(os2[_WEIGHT : _WEIGHT + 2], "big") if len(os2) > _CLASS + 1 else _USUAL_WEIGHT
    serifs = len(os2) > _CLASS + 1 and os2[_CLASS] in _WITH_SERIFS
    capitals = int.from_bytes(os2[_CAPITALS : _CAPITALS + 2], "big", signed=True) if len(os2) > _CAPITALS + 1 else 0
    slant = int.from_bytes(post[_SLANT : _SLANT + 4], "big", signed=True) / 0x10000 if len(post) >= 16 else 0.0
    flags = _SYMBOLIC
    flags |= _FIXED_PITCH if any(post[_PITCH : _PITCH + 4]) else 0
    flags |= _SERIFS if serifs else 0
    flags |= _SLANTED if slant else 0
    return FontStyle(flags, slant, round(50 + (weight / 65) ** 2), capitals)


def postscript_names(tables: Mapping[str, bytes | memoryview]) -> frozenset[str]:
    """Return the names by which programs list a font, in the letters that a PDF may have there; it may have none."""
    table = bytes(tables.get("name", b""))
    if len(table) < _NAMES_HEAD:
        return frozenset()
    count, storage = struct.unpack_from(">2H", table, 2)
    found = set()
    for at in range(_NAMES_HEAD, min(_NAMES_HEAD + 12 * count, len(table) - 11), 12):
        platform, _, _, what, length, offset = struct.unpack_from(">6H", table, at)
        if what == _POSTSCRIPT_NAME:
            encoded = table[storage + offset : storage + offset + length]
            name = encoded.decode("latin-1" if platform == _MACINTOSH else "utf-16-be", "replace")
            found.add("".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign == "-"))[:63])
    return frozenset(found)
