"""Outlines that fontTools draws: of variable fonts, and of charstrings that few fonts have."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

from fontTools.pens.basePen import DecomposingPen

from flyers.proof.segments import MOST_STEPS, Contour, Point


def drawn_contours(glyphs: Any, name: str, step: float = 0) -> list[Contour]:
    """Return the outline of a glyph of fontTools' glyph set *glyphs*, its parts in their places.

    The heights of its parts are multiples of *step* (0: are as they are).

    Raises:
        ValueError: it has more than `MOST_STEPS` steps.
    """
    pen = _Recorder(glyphs, step)
    glyphs[name].draw(pen)
    return pen.contours


def charstrings(data: bytes) -> Callable[[int], tuple[list[Contour], float]]:
    """Return a function that draws a glyph of a CFF table and returns its advance width too."""
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    strings, order = fonts[0].CharStrings, fonts[0].getGlyphOrder()

    def draw(gid: int) -> tuple[list[Contour], float]:
        contours = drawn_contours(strings, order[gid])
        return contours, float(strings[order[gid]].width)

    return draw


class _Recorder(DecomposingPen):  # fontTools is not typed
    """Collects contours as they are written; parts of composite glyphs are drawn from *glyphs*."""

    skipMissingComponents = False  # noqa: N815  # fontTools' name

    def __init__(self, glyphs: Any, step: float) -> None:
        super().__init__(glyphs)
        self.contours: list[Contour] = []
        self._begun = False
        self._left = MOST_STEPS
        self._step = step

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
        *linear, right, up = transformation
        if self._step:
            up = math.floor(up / self._step + 0.5) * self._step
        super().addComponent(glyph, (*linear, right, up))

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
