"""Outlines in narrow vertical strips, for hands whose letters cascade.

One box around a letter of Nastaliq is mostly empty: the tail of a bari ye is long and low, the flag of a kaf high and
thin. Lines that are kept apart by such boxes stand at a new distance in every paragraph. Strips follow the outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import floor, inf
from typing import Any

import uharfbuzz as hb

_WIDTH = 0.08
"""Em."""

_AIR = 0.03
"""Em by which strips are higher and lower than the outline: letters of two lines should not all but touch."""

_STEPS = 4
"""A curve is measured as so many straight lines."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; em."""


def strips(font: hb.Font, gid: int, upem: int) -> tuple[Box, ...]:
    """Return the boxes of the glyph's strips that have ink, from left to right."""
    extent: dict[int, tuple[float, float]] = {}
    for x0, y0, x1, y1 in _segments(font, gid):
        left, right = sorted((x0 / upem, x1 / upem))
        for strip in range(floor(left / _WIDTH), floor(right / _WIDTH) + 1):
            ys = [_at(max(left, min(right, edge * _WIDTH)) * upem, x0, y0, x1, y1) for edge in (strip, strip + 1)]
            low, high = extent.get(strip, (inf, -inf))
            extent[strip] = min(low, *ys), max(high, *ys)
    return tuple(
        (strip * _WIDTH, low / upem - _AIR, (strip + 1) * _WIDTH, high / upem + _AIR)
        for strip, (low, high) in sorted(extent.items())
    )


def _at(x: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """Return the height of a line from (x0, y0) to (x1, y1) at ``x``; of an upright line, that of its nearer end."""
    if x1 == x0:
        return y0
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _segments(font: hb.Font, gid: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the glyph's outline as straight lines, font units."""
    points: list[tuple[str, tuple[float, ...]]] = []
    funcs = hb.DrawFuncs()

    def record(kind: str) -> Any:
        return lambda *arguments: points.append((kind, arguments[:-1]))

    funcs.set_move_to_func(record("M"))
    funcs.set_line_to_func(record("L"))
    funcs.set_quadratic_to_func(record("Q"))
    funcs.set_cubic_to_func(record("C"))
    funcs.set_close_path_func(lambda _: points.append(("Z", ())))
    font.draw_glyph(gid, funcs, None)
    start = here = (0.0, 0.0)
    for kind, values in points:
        if kind == "M":
            start = here = (values[0], values[1])
            continue
        if kind == "Z":
            yield (*here, *start)
            here = start
            continue
        controls = [here, *zip(values[::2], values[1::2], strict=True)]
        for step in range(1, _STEPS + 1) if len(controls) > 2 else (_STEPS,):
            after = _on_curve(controls, step / _STEPS)
            yield (*here, *after)
            here = after


def _on_curve(controls: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Return a point of a Bézier curve (De Casteljau)."""
    while len(controls) > 1:
        controls = [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for (x0, y0), (x1, y1) in pairwise(controls)]
    return controls[0]
