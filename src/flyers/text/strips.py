"""Outlines in narrow vertical strips, for hands whose letters cascade.

One box around a letter of Nastaliq is mostly empty: the tail of a bari ye is long and low, the flag of a kaf high and
thin. Lines that are kept apart by such boxes stand at a new distance in every paragraph. Strips follow the outline.
"""

from __future__ import annotations

from functools import cache
from math import inf

import uharfbuzz as hb

_WIDTH = 0.08
"""Em."""

_AIR = 0.03
"""Em by which strips are higher and lower than the outline: letters of two lines should not all but touch."""

_SHARES = (0.25, 0.5, 0.75, 1.0)
"""A curve is measured as so many straight lines, up to these shares of it."""

_WEIGHTS = [((1 - share) ** 2, 2 * share * (1 - share), share**2) for share in _SHARES]
"""Of the three points of a quadratic curve, up to these shares of it."""

_Line = tuple[float, float, float, float]
"""From (x, y) to (x, y)."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; em."""


def strips(font: hb.Font, gid: int, upem: int) -> tuple[Box, ...]:
    """Return the boxes of the glyph's strips that have ink, from left to right."""
    width = _WIDTH * upem
    lows: dict[float, float] = {}
    highs: dict[float, float] = {}
    for x0, y0, x1, y1 in _segments(font, gid):
        strip, last = x0 // width, x1 // width
        if strip != last:
            _cross(lows, highs, (x0, y0, x1, y1), width)
            continue
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        if low < lows.get(strip, inf):
            lows[strip] = low
        if high > highs.get(strip, -inf):
            highs[strip] = high
    return tuple(
        (strip * _WIDTH, lows[strip] / upem - _AIR, (strip + 1) * _WIDTH, highs[strip] / upem + _AIR)
        for strip in sorted(lows)
    )


def _cross(lows: dict[float, float], highs: dict[float, float], line: _Line, width: float) -> None:
    """Add a line that is in several strips: in each, the heights at which it enters and leaves."""
    x0, y0, x1, y1 = line if line[0] < line[2] else (*line[2:], *line[:2])
    slope = (y1 - y0) / (x1 - x0)
    first, last = int(x0 // width), int(x1 // width)
    borders = [y0 + (strip * width - x0) * slope for strip in range(first + 1, last + 1)]
    for strip, ends in enumerate(zip([y0, *borders], [*borders, y1], strict=True), first):
        lows[strip] = min(lows.get(strip, inf), *ends)
        highs[strip] = max(highs.get(strip, -inf), *ends)


def _segments(font: hb.Font, gid: int) -> list[_Line]:
    """Return the glyph's outline as straight lines, font units."""
    pen = _Pen()
    font.draw_glyph(gid, _draw_funcs(), pen)
    return pen.lines


class _Pen:
    """Draws an outline as straight lines."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.start = self.here = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        self.start = self.here = (x, y)

    def line(self, x: float, y: float) -> None:
        self.lines.append((*self.here, x, y))
        self.here = (x, y)

    def quadratic(self, x1: float, y1: float, x2: float, y2: float) -> None:
        x0, y0 = here = self.here
        add = self.lines.append
        for before, middle, after in _WEIGHTS:
            x, y = before * x0 + middle * x1 + after * x2, before * y0 + middle * y1 + after * y2
            add((*here, x, y))
            here = x, y
        self.here = here

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> None:
        x0, y0 = self.here
        for share in _SHARES:
            ax, ay = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            bx, by = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            cx, cy = x2 + (x3 - x2) * share, y2 + (y3 - y2) * share
            ax, ay = ax + (bx - ax) * share, ay + (by - ay) * share
            bx, by = bx + (cx - bx) * share, by + (cy - by) * share
            self.line(ax + (bx - ax) * share, ay + (by - ay) * share)

    def close(self) -> None:
        self.line(*self.start)


@cache
def _draw_funcs() -> hb.DrawFuncs:
    """Return what tells a `_Pen`, the state of drawing, to draw."""
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    funcs.set_quadratic_to_func(lambda *values: values[-1].quadratic(*values[:-1]))
    funcs.set_cubic_to_func(lambda *values: values[-1].cubic(*values[:-1]))
    funcs.set_close_path_func(lambda pen: pen.close())
    return funcs
