"""Composite glyphs, added to a TrueType font: whole letters, with their dots and marks where the shaper put them.

Many fonts draw one letter with several glyphs: Noto's Arabic has a bare stroke and its dots, Nastaliq also lifts
letters far off the baseline, Khmer and Devanagari surround a consonant. A PDF reader that finds those glyphs one by one
must guess that they belong together, and guesses wrong. A composite glyph (OpenType ``glyf``, "composite glyph
description") refers to the same outlines at the same places. So the page looks the same, but the letter is one glyph on
the baseline, with one code and one text.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_WORDS, _XY, _MORE, _OVERLAP = 0x0001, 0x0002, 0x0020, 0x0400
"""ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES, MORE_COMPONENTS, OVERLAP_COMPOUND."""

_MAX_UINT16 = 0xFFFF


class Component(NamedTuple):
    """A glyph and its offset, font units."""

    gid: int
    x: int
    y: int


STRUT = -1
"""The `Component.gid` of a strut: two points without ink, at the corners of `STRUT_BAND`."""

STRUT_BAND = (0.18, 0.26)
"""Bottom and top, em above the baseline; nearly every letter of Arabic type crosses this band."""

_STRUT_WIDTH = 0.02
"""Em. pdfium ignores a glyph's box without width, and then takes two spaces near each other for the same one."""


class Composite(NamedTuple):
    """A glyph to be added: its components in the order of drawing, and its advance width in font units."""

    components: tuple[Component, ...]
    advance: int


def with_composites(sfnt: bytes, composites: Sequence[Composite]) -> bytes:
    """Return the font with *composites* appended to its glyphs, in order, after a strut if one of them needs it.

    Raises:
        ValueError: a component isn't a glyph of the font, or an offset doesn't fit in 16 bits.
    """
    tables = _tables(sfnt)
    outlines = _Outlines(tables)
    metrics = _metrics(tables, len(outlines))
    if any(component.gid == STRUT for composite in composites for component in composite.components):
        metrics.append((0, 0))
        outlines.add_strut(struct.unpack_from(">H", tables[b"head"], 18)[0])
    for composite in composites:
        description, left = outlines.describe(composite)
        outlines.glyphs.append(description)
        metrics.append((composite.advance, left))
    outlines.store(tables)
    _store_metrics(tables, metrics)
    _store_limits(tables, len(metrics), max((len(c.components) for c in composites), default=0))
    return _sfnt(sfnt[:4], tables)


class _Outlines:
    """The glyf table, glyph by glyph; ``strut`` is the index of the strut, once added."""

    strut = STRUT

    def __init__(self, tables: dict[bytes, bytes]) -> None:
        glyf, loca = tables[b"glyf"], tables[b"loca"]
        if struct.unpack_from(">h", tables[b"head"], 50)[0]:
            offsets = [offset for (offset,) in struct.iter_unpack(">I", loca)]
        else:
            offsets = [2 * offset for (offset,) in struct.iter_unpack(">H", loca)]
        self.glyphs = [glyf[start:end] for start, end in pairwise(offsets)]

    def add_strut(self, upem: int) -> None:
        """Add the strut: two contours of one point each, which no rasterizer fills but every glyph box includes."""
        low, high, width = (round(em * upem) for em in (*STRUT_BAND, _STRUT_WIDTH))
        points = struct.pack(">2HH2B2h2h", 0, 1, 0, 1, 1, 0, width, low, high - low)
        self.strut = len(self.glyphs)
        self.glyphs.append(struct.pack(">5h", 2, 0, low, width, high) + points)

    def __len__(self) -> int:
        return len(self.glyphs)

    def describe(self, composite: Composite) -> tuple[bytes, int]:
        """Return the composite's description and its left side bearing.

        The bearing must be the left edge of the glyph's box: rasterizers move an outline so that they agree.
        """
        placed = [part._replace(gid=self.strut) if part.gid == STRUT else part for part in composite.components]
        inked = [part for part in placed if self._glyph(part.gid)]
        if not inked:
            return b"", 0
        boxes = []
        for gid, x, y in inked:
            left, bottom, right, top = struct.unpack_from(">4h", self.glyphs[gid], 2)
            boxes.append((left + x, bottom + y, right + x, top + y))
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        try:
            parts = [struct.pack(">5h", -1, left, bottom, right, top)]
            for index, (gid, x, y) in enumerate(inked):
                flags = _WORDS | _XY | (_MORE if index + 1 < len(inked) else 0) | (0 if index else _OVERLAP)
                parts.append(struct.pack(">2H2h", flags, gid, x, y))
        except struct.error as error:
            raise ValueError(f"a component's offset doesn't fit in 16 bits: {composite}") from error
        return b"".join(parts), left

    def _glyph(self, gid: int) -> bytes:
        if not 0 <= gid < len(self.glyphs):
            raise ValueError(f"the font has no glyph {gid}")
        return self.glyphs[gid]

    def store(self, tables: dict[bytes, bytes]) -> None:
        """Write glyf and loca, and the font's box in head."""
        data = bytearray()
        offsets = [0]
        for glyph in self.glyphs:
            data += glyph + bytes(-len(glyph) % 4)
            offsets.append(len(data))
        tables[b"glyf"] = bytes(data)
        tables[b"loca"] = struct.pack(f">{len(offsets)}I", *offsets)
        head = bytearray(tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        left, bottom, right, top = struct.unpack_from(">4h", head, 36)
        for glyph in self.glyphs:
            if glyph:
                box = struct.unpack_from(">4h", glyph, 2)
                left, bottom = min(left, box[0]), min(bottom, box[1])
                right, top = max(right, box[2]), max(top, box[3])
        struct.pack_into(">4h", head, 36, left, bottom, right, top)
        tables[b"head"] = bytes(head)


def _metrics(tables: dict[bytes, bytes], count: int) -> list[tuple[int, int]]:
    """Return advance and left side bearing of every glyph."""
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    hmtx = tables[b"hmtx"]
    metrics: list[tuple[int, int]] = [struct.unpack_from(">Hh", hmtx, 4 * index) for index in range(full)]
    last = metrics[-1][0]
    for index in range(count - full):
        metrics.append((last, struct.unpack_from(">h", hmtx, 4 * full + 2 * index)[0]))
    return metrics


def _store_metrics(tables: dict[bytes, bytes], metrics: Sequence[tuple[int, int]]) -> None:
    tables[b"hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
    hhea = bytearray(tables[b"hhea"])
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))
    struct.pack_into(">H", hhea, 34, len(metrics))
    tables[b"hhea"] = bytes(hhea)


def _store_limits(tables: dict[bytes, bytes], count: int, components: int) -> None:
    """Raise the upper bounds in maxp, by which rasterizers allocate memory."""
    maxp = bytearray(tables[b"maxp"])
    points, contours, composite_points, composite_contours = struct.unpack_from(">4H", maxp, 6)
    struct.pack_into(">H", maxp, 4, count)
    struct.pack_into(
        ">2H",
        maxp,
        10,
        min(_MAX_UINT16, components * max(points, composite_points)),
        min(_MAX_UINT16, components * max(contours, composite_contours)),
    )
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, components), depth + 1)
    tables[b"maxp"] = bytes(maxp)


def _tables(sfnt: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", sfnt, 4)
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4s3I", sfnt, 12 + 16 * index)
        tables[tag] = sfnt[offset : offset + length]
    return tables


def _sfnt(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    """Return table directory and tables as a font file (OpenType, "Organization of an OpenType Font")."""
    head = bytearray(tables[b"head"])
    struct.pack_into(">I", head, 8, 0)
    tables = {**tables, b"head": bytes(head)}
    power = len(tables).bit_length() - 1
    search = 16 << power
    directory = [version + struct.pack(">4H", len(tables), search, power, 16 * len(tables) - search)]
    body = []
    offset = 12 + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        directory.append(struct.pack(">4s3I", tag, _checksum(data), offset, len(data)))
        padded = data + bytes(-len(data) % 4)
        body.append(padded)
        if tag == b"head":
            adjustment = offset + 8
        offset += len(padded)
    font = bytearray(b"".join(directory + body))
    struct.pack_into(">I", font, adjustment, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
