"""The glyphs of a TrueType font: outlines, the boxes around their ink, and widths (OpenType: glyf, loca, hmtx).

Outlines are read as FreeType reads them, which draws them in pdfium. A font in a file is the campaign's, cut down to
some of its glyphs, so most of its outlines can be known by their bytes: `TrueTypeGlyphs.is_made_of` draws nothing.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flyers.proof.geometry import IDENTITY, Box, Matrix, multiply, shift, transform_box, union
from flyers.proof.segments import MOST_STEPS, Contour
from flyers.proof.truetype_points import HEADER, Points, before_points, encloses, points_end, points_of

_WORDS, _XY, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80
"""Flags of a part of a composite glyph."""

_PROGRAM, _OVERLAP = 0x0100, 0x0400
"""Flags of a part that say nothing of its outline: that a program follows, and that parts overlap."""

_PART, _TWO_WORDS, _TWO_BYTES = struct.Struct(">2H"), struct.Struct(">2h"), struct.Struct(">2b")

_UNCHANGED = IDENTITY[:4]

DEEPEST_COMPOSITE = 8

Bytes = bytes | memoryview


class Part(NamedTuple):
    """A part of a composite glyph: ``said`` is its description without the glyph, ``matrix`` its place.

    ``programmed``: a program follows that moves the parts.
    """

    gid: int
    said: tuple[int, bytes]
    matrix: Matrix
    programmed: bool


class TrueTypeGlyphs:
    """The glyphs of the font with *tables*, in font units.

    Attributes:
        count: how many there are.
        units: units in an em.

    Raises:
        KeyError, struct.error, ValueError: tables are missing or damaged.
    """

    def __init__(self, tables: Mapping[str, Bytes]) -> None:
        self.units = units_per_em(tables)
        (self.count,) = struct.unpack_from(">H", tables["maxp"], 4)
        (long,) = struct.unpack_from(">h", tables["head"], 50)
        if long not in (0, 1):
            raise ValueError("the format of the table loca is not defined")
        size, factor = (4, 1) if long else (2, 2)
        loca = tables["loca"][: size * (self.count + 1)]
        # At once, in a third of the time that it takes one by one: a font may have sixty thousand glyphs.
        offsets = struct.unpack(f">{len(loca) // size}{'I' if long else 'H'}", loca)
        self._offsets: Sequence[int] = offsets if factor == 1 else [offset * factor for offset in offsets]
        self._glyf = bytes(tables["glyf"])
        self._bearings = _bearings(tables["hmtx"], len(advance_widths(tables)))
        self._records: dict[int, bytes] = {}
        self._boxes: dict[int, Box | None] = {}
        self._templates: dict[int, tuple[bytes, bytes]] = {}
        self._known_parts: dict[bytes, list[Part]] = {}

    # -- boxes ---------------------------------------------------------------------------------------------------

    def box(self, gid: int) -> Box | None:
        """Return the box of a glyph's ink; None if it has none.

        A simple glyph's box is the one that the font states, unless no contour has three points: then nothing is drawn,
        however large the box. For the same reason, a composite glyph's box is the union of its parts.
        """
        return self._box(gid, 0)

    def _box(self, gid: int, depth: int) -> Box | None:
        if gid not in self._boxes:
            self._boxes[gid] = self._box_of(self._record(gid), depth)
        return self._boxes[gid]

    def _box_of(self, record: bytes, depth: int) -> Box | None:
        if not record:
            return None
        contours, left, bottom, right, top = struct.unpack_from(">5h", record)
        if contours < 0:
            boxes: list[Box] = []
            for part in self._parts(record, depth):
                box = self._box(part.gid, depth + 1)
                if box is not None:
                    x, y = part.matrix[4:]
                    # Nearly all parts are moved and nothing else, which takes a third of the time.
                    boxes.append(shift(box, x, y) if part.matrix[:4] == _UNCHANGED else transform_box(part.matrix, box))
            return union(boxes)
        return (left, bottom, right, top) if left < right and bottom < top and encloses(record, contours) else None

    # -- outlines ------------------------------------------------------------------------------------------------

    def is_hinted(self, gid: int) -> bool:
        """Return whether a glyph, or a part of it, has a program that moves its points at some sizes.

        Raises:
            struct.error, ValueError: it is damaged.
        """
        return self._has_program(self._record(gid), 0)

    def _has_program(self, record: bytes, depth: int) -> bool:
        if not record:
            return False
        (contours,) = struct.unpack_from(">h", record)
        if contours >= 0:
            return record[HEADER + 2 * contours :][:2] > b"\0\0"
        return any(
            part.programmed or self._has_program(self._record(part.gid), depth + 1)
            for part in self._parts(record, depth)
        )

    def contours(self, gid: int, step: float = 0) -> list[Contour]:
        """Return the outline of a glyph; *step*: the heights of its parts are multiples of it (0: are as they are).

        Raises:
            ValueError: it is damaged, or has more than `MOST_STEPS` steps.
        """
        return [points.contour() for points in self.points(gid, step)]

    def points(self, gid: int, step: float = 0) -> list[Points]:
        """Return the points of each contour of a glyph; *step* and errors are those of `contours`."""
        record = self._record(gid)
        if not record:
            return []
        right = self._bearing(gid) - _left(record)
        matrix = IDENTITY if not right else (1.0, 0.0, 0.0, 1.0, right, 0.0)
        try:
            found: list[Points] = []
            left = MOST_STEPS
            for part in self._simple_parts(record, matrix, step, 0):
                left -= 1 + len(part.points)
                if left < 0:
                    raise ValueError(f"an outline has more than {MOST_STEPS} steps")
                found.append(part)
            return found
        except (IndexError, struct.error) as error:
            raise ValueError(f"the glyph {gid} is cut off") from error

    def is_composite(self, gid: int) -> bool:
        """Return whether a glyph is made of others."""
        record = self._record(gid)
        return bool(record) and record[0] >= 0x80  # the number of its contours is negative

    def _simple_parts(self, record: bytes, matrix: Matrix, step: float, depth: int) -> Iterator[Points]:
        """Yield the points of each contour where they are drawn."""
        (count,) = struct.unpack_from(">h", record)
        if count >= 0:
            yield from (points.placed(matrix) for points in points_of(record, count))
            return
        for part in self._parts(record, depth):
            placed = multiply(part.matrix, matrix)
            if step:
                a, b, c, d, x, y = placed
                placed = (a, b, c, d, x, math.floor(y / step + 0.5) * step)
            if inner := self._record(part.gid):
                yield from self._simple_parts(inner, placed, step, depth + 1)

    def _record(self, gid: int) -> bytes:
        """Return the description of a glyph; empty if it has no outline."""
        record = self._records.get(gid)
        if record is None:
            record = self._records[gid] = self._cut_out(gid)
        return record

    def _cut_out(self, gid: int) -> bytes:
        if not 0 <= gid < len(self._offsets) - 1:
            return b""
        start, end = self._offsets[gid], self._offsets[gid + 1]
        if start > end or end > len(self._glyf):
            raise ValueError(f"the glyph {gid} is outside its table")
        if 0 < end - start < HEADER:
            raise ValueError(f"the glyph {gid} is cut off")
        return self._glyf[start:end]

    def _bearing(self, gid: int) -> int:
        return self._bearings[gid] if gid < len(self._bearings) else 0

    def _parts(self, record: bytes, depth: int) -> list[Part]:
        """Return the parts of a composite glyph.

        Those placed by matching points (no text font has them) count as not displaced.
        """
        if depth > DEEPEST_COMPOSITE:
            raise ValueError("composite glyphs are nested too deep")
        parts = self._known_parts.get(record)
        if parts is None:
            parts = self._known_parts[record] = list(_parts(record))
        return parts

    # -- comparison ----------------------------------------------------------------------------------------------

    def is_made_of(self, gid: int, other: TrueTypeGlyphs, parts: Sequence[tuple[int, int, int]]) -> bool:
        """Return whether a glyph's bytes say the outlines of *other*'s glyphs at places: ``(gid, x, y)``.

        False means that its bytes don't tell.
        """
        try:
            if self.units != other.units:
                return False
            if len(parts) == 1 and parts[0][1:] == (0, 0) and self._is_same(gid, other, parts[0][0]):
                return True
            record = self._record(gid)
            if _left(record) != self._bearing(gid) or struct.unpack_from(">h", record)[0] >= 0:
                return False
            own = [part for part in self._parts(record, 0) if self._box(part.gid, 1) is not None]
            wanted = [part for part in parts if other._record(part[0])]
            return len(own) == len(wanted) and all(
                part.matrix == (1.0, 0.0, 0.0, 1.0, x, y) and part.said[0] & _XY and self._is_same(part.gid, other, its)
                for part, (its, x, y) in zip(own, wanted, strict=True)
            )
        except (ValueError, IndexError, struct.error):
            return False

    def _is_same(self, gid: int, other: TrueTypeGlyphs, its_gid: int, depth: int = 0) -> bool:
        mine, its = self._record(gid), other._record(its_gid)
        if not mine or not its:
            return not mine and not its
        if mine[:HEADER] != its[:HEADER] or not _left(mine) == self._bearing(gid) == other._bearing(its_gid):
            return False
        if its[0] >= 0x80:  # the number of its contours is negative
            pairs = zip(self._parts(mine, depth), other._parts(its, depth), strict=True)
            return all(one.said == two.said and self._is_same(one.gid, other, two.gid, depth + 1) for one, two in pairs)
        if mine.startswith(its):  # as most do: what comes after fills up
            return True
        ends, points = other._template(its_gid, its)
        if not mine.startswith(ends):
            return False
        # Programs read the same from this glyph as from the campaign's; they ignore the bytes after it.
        _, start = before_points(mine, (len(ends) - HEADER) // 2)
        return mine.startswith(points, start)

    def _template(self, gid: int, record: bytes) -> tuple[bytes, bytes]:
        """Return the bytes of a simple glyph before its instructions, and exactly those of its points."""
        if gid not in self._templates:
            (count,) = struct.unpack_from(">h", record)
            ends, start = before_points(record, count)
            self._templates[gid] = record[:ends], record[start : points_end(record, count)]
        return self._templates[gid]


def units_per_em(tables: Mapping[str, Bytes]) -> float:
    return float(struct.unpack_from(">H", tables["head"], 18)[0])


def advance_widths(tables: Mapping[str, Bytes]) -> tuple[int, ...]:
    """Return the advance widths of glyphs; the last one is that of all further glyphs too."""
    (full,) = struct.unpack_from(">H", tables["hhea"], 34)
    widths: tuple[int, ...] = struct.unpack_from(">" + "H2x" * full, tables["hmtx"])
    if not widths:
        raise ValueError("no advance widths")
    return widths


def _bearings(hmtx: Bytes, full: int) -> tuple[int, ...]:
    """Return the left side bearings of glyphs, the first of which, *full*, have an advance width of their own."""
    rest = hmtx[4 * full :]
    return struct.unpack_from(">" + "2xh" * full, hmtx) + struct.unpack_from(f">{len(rest) // 2}h", rest)


def _left(record: bytes) -> int:
    """Return the left edge of the box that a glyph states."""
    return int(struct.unpack_from(">h", record, 2)[0])


def _parts(record: bytes) -> Iterator[Part]:
    """Yield the parts of a composite glyph."""
    at, flags = HEADER, _MORE
    while flags & _MORE:
        flags, gid = _PART.unpack_from(record, at)
        start = at + 4
        x, y = (_TWO_WORDS if flags & _WORDS else _TWO_BYTES).unpack_from(record, start)
        at = start + (4 if flags & _WORDS else 2)
        x, y = (x, y) if flags & _XY else (0, 0)
        matrix = (1.0, 0.0, 0.0, 1.0, x, y)
        numbers = 4 if flags & _TWO_BY_TWO else 2 if flags & _XY_SCALE else 1 if flags & _SCALE else 0
        if numbers:
            values = [value / 0x4000 for value in struct.unpack_from(f">{numbers}h", record, at)]
            a, b, c, d = values if numbers == 4 else (values[0], 0.0, 0.0, values[-1])
            matrix = (a, b, c, d, x, y)
            at += 2 * numbers
        said = (flags & ~(_PROGRAM | _OVERLAP), record[start:at])
        yield Part(gid, said, matrix, bool(flags & _PROGRAM))
