"""Outlines of glyphs from the campaign's font files, never from the fonts inside a PDF."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from fontTools.pens.basePen import BasePen
from numpy.typing import NDArray

from flyers.kept import Kept
from flyers.proof.font_programs import Segments, drawn_segments
from flyers.proof.pictures.expected import ExpectedFace

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

    def flattened(self, scale: float) -> Floats:
        """Return the lines of the outline times *scale* (pixels), y downwards, curves as chords."""
        flip = np.array([scale, -scale] * 4)
        return flattened(self.lines * flip[:4], self.curves * flip)


class Typeface:
    """A font file of the campaign, with the axes of a variable font pinned.

    Raises:
        ValueError: the data is not that of the file with the face's checksum, or not a font.
    """

    def __init__(self, face: ExpectedFace, data: bytes) -> None:
        if hashlib.sha256(data).hexdigest() != face.sha256:
            raise ValueError(f"the font file does not have the checksum {face.sha256[:12]}…")
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=0, fontNumber=face.number)
        self.units = float(font["head"].unitsPerEm)
        self._name = font.getGlyphName
        self._glyphs: Any = font.getGlyphSet(location=dict(face.axes) or None)
        self._outlines: dict[tuple[int, bool], Outline] = {}
        self._segments: dict[int, Segments] = {}

    def outline(self, gid: int, *, rounded: bool = False) -> Outline:
        """Return the outline of a glyph; *rounded*: with its parts at heights that are whole `ROUNDING` of an em."""
        if (gid, rounded) not in self._outlines:
            pen = _SegmentPen(self._glyphs, self.units * ROUNDING if rounded else 0)
            self._glyphs[self._name(gid)].draw(pen)
            self._outlines[gid, rounded] = pen.outline(1 / self.units)
        return self._outlines[gid, rounded]

    def segments(self, gid: int) -> Segments:
        """Return the outline of a glyph as it is written, in the file's units."""
        if gid not in self._segments:
            self._segments[gid] = drawn_segments(self._glyphs, self._name(gid))
        return self._segments[gid]


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


class _SegmentPen(BasePen):  # fontTools is not typed
    """Collects lines and cubic curves; contours are closed. *step*: heights of parts are multiples of it; 0: of any."""

    def __init__(self, glyphs: Any, step: float) -> None:
        super().__init__(glyphs)
        self._step = step
        self._lines: list[tuple[float, ...]] = []
        self._curves: list[tuple[float, ...]] = []
        self._start = self._here = (0.0, 0.0)

    def outline(self, scale: float) -> Outline:
        return Outline(*(rows(part, width) * scale for part, width in ((self._lines, 4), (self._curves, 8))))

    def addComponent(self, glyph: str, transformation: Any) -> None:  # noqa: N802  # fontTools' names
        *linear, right, up = transformation
        if self._step:
            up = math.floor(up / self._step + 0.5) * self._step
        super().addComponent(glyph, (*linear, right, up))

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # fontTools' names
        self._start = self._here = point

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # fontTools' names
        self._lines.append((*self._here, *point))
        self._here = point

    def _curveToOne(self, one: Any, two: Any, end: Any) -> None:  # noqa: N802  # fontTools' names
        self._curves.append((*self._here, *one, *two, *end))
        self._here = end

    def _closePath(self) -> None:  # noqa: N802  # fontTools' names
        if self._here != self._start:
            self._lineTo(self._start)

    _endPath = _closePath  # noqa: N815  # fontTools' names


def rows(values: list[tuple[float, ...]], width: int) -> Floats:
    """Return *values* as an array with *width* columns."""
    return np.array(values, dtype=np.float64).reshape(-1, width)


def flattened(lines: Floats, curves: Floats) -> Floats:
    """Return *lines* and the chords of *curves*, all in pixels.

    The chord of a curve with the second derivative B'' deviates by at most |B''| / 8n² if the curve is cut into n.
    """
    if not len(curves):
        return lines
    points = curves.reshape(-1, 4, 2)
    steps = points[:, 1:] - points[:, :-1]
    bend = 6 * np.abs(steps[:, 1:] - steps[:, :-1]).sum(axis=2).max()
    count = max(1, math.ceil(math.sqrt(bend / (8 * FLATNESS))))
    on_curve = np.einsum("tk,nkd->ntd", _weights(count), points)
    chords = np.concatenate([on_curve[:, :-1], on_curve[:, 1:]], axis=2)
    edges: Floats = np.concatenate([lines, chords.reshape(-1, 4)])
    return edges


@lru_cache(maxsize=64)
def _weights(count: int) -> Floats:
    """Return the Bernstein polynomials at count + 1 equal steps."""
    t = np.linspace(0, 1, count + 1)
    s = 1 - t
    return np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=1)
