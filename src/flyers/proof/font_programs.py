"""Embedded font programs: the ink and the advance of each glyph."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from functools import cache
from typing import Any

from flyers.kept import Kept
from flyers.proof.geometry import Box
from flyers.proof.segments import Contour, Point, Segments, enclosing, polygons
from flyers.proof.sfnt import sfnt_tables
from flyers.proof.truetype import TrueTypeGlyphs, advance_widths, units_per_em


class EmbeddedFont:
    """An embedded font program: outlines, their boxes, and advances by glyph index.

    Attributes:
        count: how many glyphs it has.
        units: units in an em.
        box: returns the box around a glyph's ink, in ems; None if it has none.
        advance: returns a glyph's advance width in thousandths of an em.
        gid_of_cid: glyphs by CID; None if they have the same numbers.
        truetype: its glyphs, if they are TrueType's.

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
    advance: Callable[[int], float | None]
    gid_of_cid: dict[int, int] | None = None
    truetype: TrueTypeGlyphs | None = None
    _contours: Callable[[int], list[Contour]]

    def segments(self, gid: int) -> Segments:
        """Return the outline of a glyph as it is written, in font units, without contours that enclose nothing."""
        return enclosing(self._contours(gid))

    def contours(self, gid: int) -> list[list[Point]]:
        """Return the outline of a glyph as polygons, in ems; curves become chords."""
        return polygons(self._contours(gid), 1 / self.units) if 0 <= gid < self.count else []

    def _open_sfnt(self, data: bytes) -> None:
        tables = sfnt_tables(data)
        self.units = units_per_em(tables)
        if "glyf" in tables:
            glyphs = self.truetype = TrueTypeGlyphs(tables)
            self.count, em = glyphs.count, 1 / glyphs.units
            self.box = cache(lambda gid: glyphs.box(gid, em))
            self._contours = glyphs.contours
        elif "CFF " in tables:
            self._open_cff(tables["CFF "])
        else:
            raise ValueError("no outlines: neither glyf nor CFF")
        advances, scale = advance_widths(tables), 1000 / self.units
        last = len(advances) - 1
        self.advance = lambda gid: advances[min(gid, last)] * scale if 0 <= gid < self.count else None

    def _open_cff(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        matrix = getattr(fonts[0], "FontMatrix", None) or [0.001]
        if not hasattr(self, "units"):
            self.units = 1 / float(matrix[0])
        self._read_charstrings(fonts)

    def _read_charstrings(self, fonts: Any) -> None:
        from flyers.proof.drawn_outlines import drawn_contours

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
        self._contours = lambda gid: drawn_contours(strings, order[gid])
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
