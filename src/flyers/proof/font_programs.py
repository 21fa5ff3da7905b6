"""Embedded font programs: the ink and the advance of each glyph."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from flyers.process_cache import memoized
from flyers.proof.cff import CharstringGlyphs
from flyers.proof.geometry import Box
from flyers.proof.packed_contours import PackedContours, packed, unpacked
from flyers.proof.segments import Contour, Point, polygons
from flyers.proof.sfnt import WholeFont, sfnt_tables, whole_font
from flyers.proof.truetype import TrueTypeGlyphs, advance_widths, units_per_em


class EmbeddedFont:
    """An embedded font program: outlines, their boxes, and advances by glyph index.

    Attributes:
        count: how many glyphs it has.
        units: units in an em.
        gid_of_cid: glyphs by CID; None if they have the same numbers.
        truetype, charstrings: its glyphs, of one kind or the other.
        tables: the tags of its tables; empty for bare charstrings.
        whole: what it says of itself; None for bare charstrings.
        stated_box: the box that it states for all glyphs, in thousandths of an em; None for charstrings.

    Raises:
        ValueError: the program can't be read.
    """

    def __init__(self, data: bytes, *, bare_cff: bool) -> None:
        self._boxes: dict[int, Box | None] = {}
        try:
            self._open_cff(data) if bare_cff else self._open_sfnt(data)
        except Exception as error:  # a damaged table can fail in any way where it is read
            raise ValueError(f"{type(error).__name__}: {error}") from error

    count: int
    units: float
    gid_of_cid: dict[int, int] | None = None
    truetype: TrueTypeGlyphs | None = None
    charstrings: CharstringGlyphs | None = None
    tables: frozenset[str] = frozenset()
    whole: WholeFont | None = None
    stated_box: Box | None = None
    _advances: Sequence[float] = ()

    def box(self, gid: int) -> Box | None:
        """Return the box around a glyph's ink, in ems; None if it has none."""
        if gid not in self._boxes:
            glyphs = self.truetype or self.charstrings
            assert glyphs is not None
            self._boxes[gid] = _scaled(glyphs.box(gid), 1 / self.units) if 0 <= gid < self.count else None
        return self._boxes[gid]

    def advance(self, gid: int) -> float | None:
        """Return a glyph's advance width in thousandths of an em; None if there is no such glyph."""
        if not 0 <= gid < self.count:
            return None
        if self._advances:
            return self._advances[min(gid, len(self._advances) - 1)] * (1000 / self.units)
        assert self.charstrings is not None
        return self.charstrings.glyph(gid).width * 1000 * (1 / self.units)

    def outline(self, gid: int) -> PackedContours:
        """Return the outline of a glyph as it is written, in font units.

        Raises:
            ValueError: it is damaged, or has too many steps.
        """
        return self.charstrings.glyph(gid).contours if self.charstrings else packed(self._contours(gid))

    def contours(self, gid: int) -> list[list[Point]]:
        """Return the outline of a glyph as polygons, in ems; curves become chords."""
        return polygons(self._contours(gid), 1 / self.units) if 0 <= gid < self.count else []

    def _contours(self, gid: int) -> list[Contour]:
        if self.truetype:
            return self.truetype.contours(gid)
        assert self.charstrings is not None
        return unpacked(self.charstrings.glyph(gid).contours)

    def _open_sfnt(self, data: bytes) -> None:
        tables = sfnt_tables(data)
        self.tables = frozenset(tables)
        self.units = units_per_em(tables)
        if "glyf" in tables:
            self.truetype = TrueTypeGlyphs(tables)
            self.count = self.truetype.count
            self.stated_box = _scaled(struct.unpack_from(">4h", tables["head"], 36), 1000 / self.units)
        elif "CFF " in tables:
            self._open_cff(tables["CFF "])
        else:
            raise ValueError("no outlines: neither glyf nor CFF")
        self._advances = advance_widths(tables)
        self.whole = whole_font(tables)

    def _open_cff(self, data: bytes | memoryview) -> None:
        glyphs = self.charstrings = CharstringGlyphs(data)
        self.count = glyphs.count
        if not hasattr(self, "units"):
            self.units = glyphs.units
        self.gid_of_cid = glyphs.gid_of_cid() if glyphs.has_cids else None


def _scaled(box: Box | None, scale: float) -> Box | None:
    return None if box is None else (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)


@memoized(16)
def embedded_font(data: bytes, bare_cff: bool) -> EmbeddedFont:
    """Return the font program *data*, which all editions of a page share.

    Raises:
        ValueError: it can't be read.
    """
    return EmbeddedFont(data, bare_cff=bare_cff)
