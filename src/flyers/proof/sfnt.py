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
        rest: whatever else is in the tables head, hhea and OS/2 and remains where a font is cut down.
    """

    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    programs: tuple[int, ...]
    rest: bytes


_REST = {
    "head": ((0, 8), (12, 20), (44, 50), (52, 54)),
    "hhea": ((0, 4), (8, 10), (18, 34)),
    "OS/2": ((0, 42), (58, 64), (68, 78), (86, 94)),
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
    """Return what the tables head, hhea and OS/2 say.

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
