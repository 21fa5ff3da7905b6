"""Outlines of glyphs from the campaign's font files, never from the fonts inside a PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.kept import Kept
from flyers.proof.cff import CharstringGlyphs
from flyers.proof.pictures.expected import ExpectedFace
from flyers.proof.segments import TO_CONTROL, Contour, Segments, begun, enclosing, quadratic_parts
from flyers.proof.sfnt import sfnt_tables
from flyers.proof.truetype import TrueTypeGlyphs, units_per_em

Floats = NDArray[np.float64]

FLATNESS = 0.1
"""Pixels by which a chord may deviate from its curve."""


ROUNDING = 1 / 64
"""Ems to which FreeType, in pdfium, rounds the heights of the parts of a composite glyph in small type."""


class Outline(NamedTuple):
    """The outline of a glyph in ems, y upwards.

    ``lines`` has x0, y0, x1, y1 in each row, ``curves`` the four points of a cubic Bézier curve.
    """

    lines: Floats
    curves: Floats


def flattened_all(outlines: Sequence[Outline], scales: Sequence[float]) -> Iterator[tuple[Floats, NDArray[np.intp]]]:
    """Yield edges of all *outlines* times *scales* (pixels), y downwards, curves as chords, in a few parts.

    Each part comes with the numbers of the outlines of its edges, which ascend.
    """
    flip, scale = np.array([1.0, -1.0] * 4), np.array(scales)[:, None]
    line_owner, curve_owner = (
        np.repeat(np.arange(len(outlines)), [len(part) for part in parts]) for parts in zip(*outlines, strict=True)
    )
    if len(line_owner):
        yield np.concatenate([lines for lines, _ in outlines]) * (scale * flip[:4])[line_owner], line_owner
    if not len(curve_owner):
        return
    curves = (np.concatenate([curves for _, curves in outlines]) * (scale * flip)[curve_owner]).reshape(-1, 4, 2)
    starts = np.flatnonzero(np.diff(curve_owner, prepend=-1))
    counts = np.zeros(len(outlines), dtype=np.intp)
    counts[curve_owner[starts]] = _chords(np.maximum.reduceat(_bends(curves), starts))
    for count in sorted({*counts.tolist()} - {0}):  # numpy's unique() imports masked arrays, which takes 20 ms
        alike = counts[curve_owner] == count
        yield _cut(curves[alike], count), np.repeat(curve_owner[alike], count)


class Typeface:
    """A font file of the campaign, with the axes of a variable font pinned.

    Attributes:
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
        self._contours: Callable[[int, float], list[Contour]]
        if self.truetype:
            self._contours = self.truetype.contours
        elif "CFF " in tables:
            glyphs = CharstringGlyphs(tables["CFF "])
            self._contours = lambda gid, _: glyphs.draw(gid).contours
        else:
            self._contours = _drawn_by_fonttools(face, data)
        self._outlines: dict[tuple[int, bool], Outline] = {}
        self._segments: dict[int, Segments] = {}

    def outline(self, gid: int, *, rounded: bool = False) -> Outline:
        """Return the outline of a glyph; *rounded*: with its parts at heights that are whole `ROUNDING` of an em."""
        if (gid, rounded) not in self._outlines:
            contours = self._contours(gid, self.units * ROUNDING if rounded else 0)
            self._outlines[gid, rounded] = _outline(contours, 1 / self.units)
        return self._outlines[gid, rounded]

    def segments(self, gid: int) -> Segments:
        """Return the outline of a glyph as it is written, in font units, without contours that enclose nothing."""
        if gid not in self._segments:
            self._segments[gid] = enclosing(self._contours(gid, 0))
        return self._segments[gid]


def _drawn_by_fonttools(face: ExpectedFace, data: bytes) -> Callable[[int, float], list[Contour]]:
    """Return what draws a glyph of a variable font."""
    from fontTools.ttLib import TTFont

    from flyers.proof.drawn_outlines import drawn_contours

    font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0, fontNumber=face.number)
    glyphs = font.getGlyphSet(location=dict(face.axes) or None)
    return lambda gid, step: drawn_contours(glyphs, font.getGlyphName(gid), step)


_OPEN: Kept[ExpectedFace, Typeface] = Kept(128)


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


def _outline(contours: Iterable[Contour], scale: float) -> Outline:
    """Return *contours* times *scale*, each closed."""
    lines: list[tuple[float, ...]] = []
    quadratic: list[tuple[float, ...]] = []
    cubic: list[tuple[float, ...]] = []
    for contour in contours:
        start, steps = begun(contour)
        here = start
        for step in steps:
            kind, end = step[0], step[-1]
            if kind == "L":
                lines.append((*here, *end))
            elif kind == "C":
                cubic.append((*here, *step[1], *step[2], *end))
            else:
                for control, part_end in quadratic_parts(step[1:]):
                    quadratic.append((*here, *control, *part_end))
                    here = part_end
            here = end
        if here != start:
            lines.append((*here, *start))
    curves = [rows(cubic, 8), _as_cubic(rows(quadratic, 6))]
    return Outline(rows(lines, 4) * scale, np.concatenate(curves) * scale)


def _as_cubic(curves: Floats) -> Floats:
    """Return quadratic curves as cubic ones: the control points are two thirds of the way to the one of the curve."""
    start, control, end = curves[:, :2], curves[:, 2:4], curves[:, 4:]
    return np.concatenate(
        [start, start + TO_CONTROL * (control - start), end + TO_CONTROL * (control - end), end], axis=1
    )


def rows(values: list[tuple[float, ...]], width: int) -> Floats:
    """Return *values* as an array with *width* columns."""
    return np.array(values, dtype=np.float64).reshape(-1, width)


def flattened(lines: Floats, curves: Floats) -> Floats:
    """Return *lines* and the chords of *curves*, all in pixels."""
    if not len(curves):
        return lines
    points = curves.reshape(-1, 4, 2)
    edges: Floats = np.concatenate([lines, _cut(points, int(_chords(_bends(points).max())))])
    return edges


def _bends(curves: Floats) -> Floats:
    """Return the greatest second derivative of each curve."""
    steps = curves[:, 1:] - curves[:, :-1]
    bends: Floats = 6 * np.abs(steps[:, 1:] - steps[:, :-1]).sum(axis=2).max(axis=1)
    return bends


def _chords(bends: Floats) -> NDArray[np.intp]:
    """Return into how many chords curves are cut.

    The chord of a curve with the second derivative B'' deviates by at most |B''| / 8n² if the curve is cut into n.
    """
    return np.maximum(1, np.ceil(np.sqrt(bends / (8 * FLATNESS)))).astype(np.intp)


def _cut(curves: Floats, count: int) -> Floats:
    """Return the chords of *curves*, *count* of each."""
    on_curve = np.einsum("tk,nkd->ntd", _weights(count), curves)
    return np.concatenate([on_curve[:, :-1], on_curve[:, 1:]], axis=2).reshape(-1, 4)


@lru_cache(maxsize=64)
def _weights(count: int) -> Floats:
    """Return the Bernstein polynomials at count + 1 equal steps."""
    t = np.linspace(0, 1, count + 1)
    s = 1 - t
    return np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=1)
