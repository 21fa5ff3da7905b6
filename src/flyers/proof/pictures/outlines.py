"""Outlines of glyphs from the campaign's font files, never from the fonts inside a PDF."""

from __future__ import annotations

import hashlib
import io
from array import array
from collections.abc import Callable, Iterable, Mapping

from flyers.process_cache import ProcessCache
from flyers.proof.cff import CharstringGlyphs
from flyers.proof.packed_contours import PackedContours, packed
from flyers.proof.pictures.chords import Outline
from flyers.proof.pictures.expected import ExpectedFace
from flyers.proof.segments import Contour, begun, quadratic_parts
from flyers.proof.sfnt import font_style, postscript_names, sfnt_tables, whole_font
from flyers.proof.truetype import TrueTypeGlyphs, units_per_em
from flyers.proof.truetype_points import Points

ROUNDING = 1 / 64
"""Ems to which FreeType, in pdfium, rounds the heights of the parts of a composite glyph in small type."""


class Typeface:
    """A font file of the campaign, with the axes of a variable font pinned.

    Attributes:
        whole: what it says of itself; None of a variable font, where that varies with its axes.
        style: what programs choose a similar font by, which a file states of all members of a variable font alike.
        names: those by which programs list it.
        truetype: its glyphs as they are written, if they are TrueType's and do not vary.

    Raises:
        ValueError: the data is not that of the file with the face's checksum, or not a font.
    """

    def __init__(self, face: ExpectedFace, data: bytes) -> None:
        if hashlib.sha256(data).hexdigest() != face.sha256:
            raise ValueError(f"the font file does not have the checksum {face.sha256[:12]}…")
        tables = sfnt_tables(data, face.number)
        self.units = units_per_em(tables)
        self.truetype = TrueTypeGlyphs(tables) if "glyf" in tables and "gvar" not in tables else None
        self._charstrings = CharstringGlyphs(tables["CFF "]) if "CFF " in tables else None
        self._contours: Callable[[int, float], list[Contour]]
        self._has_parts: Callable[[int], bool] = lambda gid: True
        if self.truetype:
            self._contours, self._has_parts = self.truetype.contours, self.truetype.is_composite
        elif self._charstrings:
            self._has_parts = lambda gid: False
        else:
            self._contours = _drawn_by_fonttools(face, data)
        self.whole = None if "fvar" in tables else whole_font(tables)
        self.style = font_style(tables)
        self.names = postscript_names(tables)
        self._outlines: dict[tuple[int, bool], Outline] = {}
        self._written: dict[int, PackedContours] = {}

    def outline(self, gid: int, *, rounded: bool = False) -> Outline:
        """Return the outline of a glyph; *rounded*: with its parts at heights that are whole `ROUNDING` of an em."""
        rounded = rounded and self._has_parts(gid)
        outline = self._outlines.get((gid, rounded))
        if outline is None:
            outline = self._outlines[gid, rounded] = self._outline(gid, self.units * ROUNDING if rounded else 0)
        return outline

    def _outline(self, gid: int, step: float) -> Outline:
        if self.truetype:
            return _of_points(self.truetype.points(gid, step), self.units)
        if self._charstrings:
            return _of_charstring(self._charstrings.glyph(gid).contours, self.units)
        return _of_contours(self._contours(gid, step), self.units)

    def written(self, gid: int) -> PackedContours:
        """Return the outline of a glyph as it is written, in font units."""
        if self._charstrings:
            return self._charstrings.glyph(gid).contours
        if gid not in self._written:
            self._written[gid] = packed(self._contours(gid, 0))
        return self._written[gid]


def _drawn_by_fonttools(face: ExpectedFace, data: bytes) -> Callable[[int, float], list[Contour]]:
    """Return what draws a glyph of a variable font."""
    from fontTools.ttLib import TTFont

    from flyers.proof.drawn_outlines import drawn_contours

    font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0, fontNumber=face.number)
    glyphs = font.getGlyphSet(location=dict(face.axes) or None)
    return lambda gid, step: drawn_contours(glyphs, font.getGlyphName(gid), step)


_OPEN: ProcessCache[ExpectedFace, Typeface] = ProcessCache(128)


def typeface(face: ExpectedFace, files: Mapping[str, bytes]) -> Typeface:
    """Return the typeface, opened once in a process, from the font *files* by checksum.

    Raises:
        KeyError: there is no such file.
        ValueError: see `Typeface`.
    """
    opened = _OPEN.get(face)
    if opened is None:
        opened = _OPEN[face] = Typeface(face, files[face.sha256])
    return opened


def _of_points(contours: Iterable[Points], units: float) -> Outline:
    """Return the outline of a TrueType glyph."""
    lines: list[float] = []
    quadratic: list[float] = []
    for points in contours:
        points.add_to(lines, quadratic)
    return Outline(units, array("d", lines), array("d", quadratic), array("d"))


def _of_charstring(contours: PackedContours, units: float) -> Outline:
    """Return contours of lines and cubic curves, each closed."""
    lines, cubic, places = array("d"), array("d"), contours.places
    start = at = 0

    def close() -> None:
        if (here := places[at - 2 : at]) != (first := places[start : start + 2]):
            lines.extend(here + first)

    for kind in contours.kinds.replace(".", ""):
        # The point before those of a step is where it begins.
        if kind == "L":
            lines.extend(places[at - 2 : at + 2])
            at += 2
        elif kind == "C":
            cubic.extend(places[at - 2 : at + 6])
            at += 6
        else:
            if at:
                close()
            start = at
            at += 2
    if at:
        close()
    return Outline(units, lines, array("d"), cubic)


def _of_contours(contours: Iterable[Contour], units: float) -> Outline:
    """Return *contours*, each closed."""
    lines: list[float] = []
    quadratic: list[float] = []
    cubic: list[float] = []
    for contour in contours:
        start, steps = begun(contour)
        here = start
        for kind, *points in steps:
            if kind == "L":
                lines += here
                lines += points[0]
            elif kind == "C":
                cubic += here
                for point in points:
                    cubic += point
            else:
                for control, part_end in quadratic_parts(points):
                    quadratic += here
                    quadratic += control
                    quadratic += part_end
                    here = part_end
            here = points[-1]
        if here != start:
            lines += here
            lines += start
    return Outline(units, array("d", lines), array("d", quadratic), array("d", cubic))
