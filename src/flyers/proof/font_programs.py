"""Embedded font programs: the ink and the advance of each glyph."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from fontTools.pens.basePen import BasePen, DecomposingPen

from flyers.kept import Kept
from flyers.proof.geometry import Box, Matrix, multiply, transform_box, union

_WORDS, _XY, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80
"""Flags of a composite glyph's components (OpenType, glyf)."""

DEEPEST_COMPOSITE = 8

LEAST_POINTS = 3
"""The fewest points of a contour that encloses anything."""


Point = tuple[float, float]

Segments = tuple[list[tuple[Any, ...]], ...]
"""Contours, each a list of steps: M, L, C or Q, then its points; None ends a curve without a point on it."""

MOST_STEPS = 50_000
"""Points and parts of an outline. (The largest of ours, a Chinese character, has some 400.)"""

CHORDS = 8
"""Chords in place of a curve; at 30 pt they deviate from it by less than 0.02 pt."""


class EmbeddedFont:
    """An embedded font program: outlines, their boxes, and advances by glyph index.

    Raises:
        ValueError: the program can't be read.
    """

    def __init__(self, data: bytes, *, bare_cff: bool) -> None:
        try:
            self._open_cff(data) if bare_cff else self._open_sfnt(data)
        except Exception as error:  # fontTools raises whatever struct, dictionaries and assertions raise
            raise ValueError(f"{type(error).__name__}: {error}") from error

    count: int
    units: float
    box: Callable[[int], Box | None]
    """Returns the box around a glyph's ink, in ems; None if it has none."""
    advance: Callable[[int], float | None]
    """Returns a glyph's advance width in thousandths of an em."""
    gid_of_cid: dict[int, int] | None = None
    _glyphs: Callable[[], tuple[Any, Callable[[int], str]]]
    """fontTools' glyph set, and the name of a glyph in it."""

    def segments(self, gid: int) -> Segments:
        """Return the outline of a glyph as it is written, in font units."""
        glyphs, name = self._glyphs()
        return drawn_segments(glyphs, name(gid))

    def contours(self, gid: int) -> list[list[tuple[float, float]]]:
        """Return the outline of a glyph as polygons, in ems; curves become chords."""
        if not 0 <= gid < self.count:
            return []
        glyphs, name = self._glyphs()
        pen = PolygonPen(1 / self.units, glyphs)
        glyphs[name(gid)].draw(pen)
        return pen.polygons

    def _open_sfnt(self, data: bytes) -> None:
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0)
        reader = font.reader
        if reader is None:
            raise ValueError("no table directory")
        tables = set(reader.keys())
        head, hhea = bytes(reader["head"]), bytes(reader["hhea"])
        self.units = float(struct.unpack_from(">H", head, 18)[0])
        self.count = int(struct.unpack_from(">H", bytes(reader["maxp"]), 4)[0])
        self._read_advances(bytes(reader["hmtx"]), int(struct.unpack_from(">H", hhea, 34)[0]))
        if "glyf" in tables:
            outlines = _GlyphTable(bytes(reader["glyf"]), bytes(reader["loca"]), self.count, head[51] == 1)
            em = 1 / self.units
            self.box = cache(lambda gid: outlines.box(gid, em))
            self._glyphs = cache(lambda: (font.getGlyphSet(), font.getGlyphName))
        elif "CFF " in tables:
            self._read_charstrings(font["CFF "].cff)
        else:
            raise ValueError("no outlines: neither glyf nor CFF")

    def _read_advances(self, hmtx: bytes, metrics: int) -> None:
        advances = [struct.unpack_from(">H", hmtx, 4 * index)[0] for index in range(metrics)]
        scale = 1000 / self.units
        self.advance = lambda gid: advances[min(gid, metrics - 1)] * scale if 0 <= gid < self.count else None

    def _open_cff(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        matrix = getattr(fonts[0], "FontMatrix", None) or [0.001]
        self.units = 1 / float(matrix[0])
        self._read_charstrings(fonts)

    def _read_charstrings(self, fonts: Any) -> None:
        top = fonts[0]
        order = top.getGlyphOrder()
        self.count = len(order)
        if hasattr(top, "ROS"):
            self.gid_of_cid = {int(name[3:]) if name[3:].isdigit() else 0: gid for gid, name in enumerate(order)}
        strings, em = top.CharStrings, 1 / self.units
        extents = _Extents(top, fonts.GlobalSubrs)

        @cache
        def drawn(gid: int) -> tuple[Box | None, float | None]:
            if not 0 <= gid < self.count:
                return None, None
            bounds, width = extents.of(strings[order[gid]])
            box = None if bounds is None else (bounds[0] * em, bounds[1] * em, bounds[2] * em, bounds[3] * em)
            return box, width * 1000 * em

        self.box = lambda gid: drawn(gid)[0]
        self._glyphs = lambda: (strings, order.__getitem__)
        if not hasattr(self, "advance"):
            self.advance = lambda gid: drawn(gid)[1]


_EXTENTS: Kept[tuple[bytes, bytes], tuple[Box | None, float]] = Kept(20000)
"""The box and the width of each charstring that was drawn in this process, by its bytes and what they depend on.

Files of one campaign share most of their glyphs, and to draw one takes a third of a millisecond.
"""


class _Extents:
    """Boxes and widths of a CFF font's charstrings, in its units."""

    def __init__(self, top: Any, global_subroutines: Any) -> None:
        privates = [part.Private for part in top.FDArray] if hasattr(top, "FDArray") else [top.Private]
        # Read now: fontTools forgets the bytes of what it has drawn.
        shared = _bytes_of(global_subroutines)
        self._contexts = {id(private): _context(private, shared) for private in privates}

    def of(self, string: Any) -> tuple[Box | None, float]:
        """Return the box around the ink of a charstring, None if it has none, and its width."""
        key = (string.bytecode, self._contexts[id(string.private)])
        if string.bytecode is None:
            return _drawn(string)
        known = _EXTENTS.get(key)
        if known is None:
            known = _EXTENTS[key] = _drawn(string)
        return known


def _drawn(string: Any) -> tuple[Box | None, float]:
    from fontTools.pens.boundsPen import BoundsPen

    pen = BoundsPen(None)
    string.draw(pen)
    return pen.bounds, string.width


def _context(private: Any, global_subroutines: bytes) -> bytes:
    """Return a digest of all that the meaning of a charstring depends on: subroutines, and the usual widths."""
    widths = f"{getattr(private, 'defaultWidthX', 0)} {getattr(private, 'nominalWidthX', 0)}"
    parts = (global_subroutines, _bytes_of(getattr(private, "Subrs", ())), widths.encode())
    return hashlib.sha256(b" ".join(parts)).digest()


def _bytes_of(subroutines: Any) -> bytes:
    """Return the bytes of all *subroutines*, each after its length."""
    return b"".join(b"%d " % len(one.bytecode) + one.bytecode for one in subroutines)


class _GlyphTable:
    """The glyf table of a TrueType font: the box of each glyph's ink.

    A simple glyph's box is the one that the font states, unless no contour has three points: then nothing is drawn,
    however large the box. For the same reason, a composite glyph's box is the union of its parts.
    """

    def __init__(self, glyf: bytes, loca: bytes, count: int, long: bool) -> None:
        size, factor = (4, 1) if long else (2, 2)
        table = loca[: size * (count + 1)]
        self._offsets = [o[0] * factor for o in struct.iter_unpack(">I" if long else ">H", table)]
        self._glyf = glyf

    def box(self, gid: int, scale: float, depth: int = 0) -> Box | None:
        """Return the box of a glyph's ink times *scale*; None if it has none."""
        if not 0 <= gid < len(self._offsets) - 1 or self._offsets[gid] == self._offsets[gid + 1]:
            return None
        start = self._offsets[gid]
        contours, left, bottom, right, top = struct.unpack_from(">5h", self._glyf, start)
        if contours < 0:
            return self._box_of_parts(start + 10, scale, depth)
        if left >= right or bottom >= top or not self._has_area(start + 10, contours):
            return None
        return (left * scale, bottom * scale, right * scale, top * scale)

    def _has_area(self, at: int, contours: int) -> bool:
        ends = (-1, *struct.unpack_from(f">{contours}H", self._glyf, at))
        return any(end - before >= LEAST_POINTS for before, end in pairwise(ends))

    def _box_of_parts(self, at: int, scale: float, depth: int) -> Box | None:
        if depth > DEEPEST_COMPOSITE:
            raise ValueError("composite glyphs are nested too deep")
        boxes = []
        flags = _MORE
        while flags & _MORE:
            flags, gid = struct.unpack_from(">2H", self._glyf, at)
            matrix, at = self._placement(flags, at + 4)
            box = self.box(gid, 1.0, depth + 1)
            if box is not None:
                boxes.append(transform_box(multiply(matrix, (scale, 0, 0, scale, 0, 0)), box))
        return union(boxes)

    def _placement(self, flags: int, at: int) -> tuple[Matrix, int]:
        """Return the matrix of a part, and where its description ends.

        Parts placed by matching points (no text font has them) count as not displaced.
        """
        x, y = struct.unpack_from(">2h" if flags & _WORDS else ">2b", self._glyf, at)
        at += 4 if flags & _WORDS else 2
        x, y = (x, y) if flags & _XY else (0, 0)
        numbers = 4 if flags & _TWO_BY_TWO else 2 if flags & _XY_SCALE else 1 if flags & _SCALE else 0
        values = [value / 0x4000 for value in struct.unpack_from(f">{numbers}h", self._glyf, at)]
        match values:
            case [a, b, c, d]:
                matrix = (a, b, c, d, x, y)
            case [a, d]:
                matrix = (a, 0.0, 0.0, d, x, y)
            case [a]:
                matrix = (a, 0.0, 0.0, a, x, y)
            case _:
                matrix = (1.0, 0.0, 0.0, 1.0, x, y)
        return matrix, at + 2 * numbers


def drawn_segments(glyphs: Any, name: str) -> Segments:
    """Return the outline of a glyph of fontTools' glyph set *glyphs*, its parts in their places.

    Contours that enclose nothing are left out.

    Raises:
        ValueError: it has more than `MOST_STEPS` steps.
    """
    pen = _Recorder(glyphs)
    glyphs[name].draw(pen)
    return tuple(contour for contour in pen.contours if sum(len(points) for _, *points in contour) >= LEAST_POINTS)


class _Recorder(DecomposingPen):  # fontTools is not typed
    """Collects contours as they are written; parts of composite glyphs are drawn from *glyphs*."""

    skipMissingComponents = False  # noqa: N815  # fontTools' name

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.contours: list[list[tuple[Any, ...]]] = []
        self._begun = False
        self._left = MOST_STEPS

    def moveTo(self, pt: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("M", pt)

    def lineTo(self, pt: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("L", pt)

    def curveTo(self, *points: Point) -> None:  # noqa: N802  # fontTools' names
        self._add("C", *points)

    def qCurveTo(self, *points: Point | None) -> None:  # noqa: N802  # fontTools' names
        self._add("Q", *points)

    def closePath(self) -> None:  # noqa: N802  # fontTools' names
        self._begun = False

    endPath = closePath  # noqa: N815  # fontTools' names

    def addComponent(self, glyph: str, transformation: Any) -> None:  # noqa: N802  # fontTools' names
        self._count(1)
        super().addComponent(glyph, transformation)

    def _add(self, kind: str, *points: Point | None) -> None:
        self._count(len(points))
        if not self._begun:
            self.contours.append([])
            self._begun = True
        self.contours[-1].append((kind, *points))

    def _count(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")


class PolygonPen(BasePen):  # fontTools is not typed
    """Collects outlines as closed polygons, scaled by *scale*; parts of composite glyphs are drawn from *glyphs*."""

    def __init__(self, scale: float, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.polygons: list[list[Point]] = []
        self._scale = scale

    def _moveTo(self, point: Point) -> None:  # noqa: N802  # fontTools' names
        self.polygons.append([self._scaled(point)])

    def _lineTo(self, point: Point) -> None:  # noqa: N802  # fontTools' names
        self.polygons[-1].append(self._scaled(point))

    def _curveToOne(self, first: Point, second: Point, end: Point) -> None:  # noqa: N802  # fontTools' names
        start = self._getCurrentPoint()
        for step in range(1, CHORDS + 1):
            t, s = step / CHORDS, 1 - step / CHORDS
            a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
            x = a * start[0] + b * first[0] + c * second[0] + d * end[0]
            y = a * start[1] + b * first[1] + c * second[1] + d * end[1]
            self.polygons[-1].append(self._scaled((x, y)))

    def _scaled(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale
