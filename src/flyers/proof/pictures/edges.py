"""Edges of many outlines at once, in pixels, to be drawn by `coverage`."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from flyers.proof.pictures.chords import Floats, Outline, flattened_all
from flyers.proof.pictures.frames import PixelBox, whole_pixels


class Edges:
    """The edges of *outlines* at *sizes*, the pixels of an em: in pixels from their origins, y downwards.

    Attributes:
        edges: a row of x0, y0, x1, y1 for each, in parts that are sorted by their shapes.
        owner: the number of the shape of each edge.
    """

    def __init__(self, outlines: Sequence[Outline], sizes: Sequence[float]) -> None:
        self._parts = list(flattened_all(outlines, sizes))
        self._count = len(outlines)
        self.edges = np.concatenate([edges for edges, _ in self._parts])
        self.owner = np.concatenate([owner for _, owner in self._parts])

    def turn(self, degrees: Sequence[int]) -> None:
        """Turn each shape clockwise about its origin."""
        for turn in {*degrees} - {0}:
            turned = (np.array(degrees) == turn)[self.owner]
            self.edges[turned] = _turned(self.edges[turned], turn)

    def move(self, by: Sequence[tuple[float, float]]) -> None:
        """Move each shape to the right and down."""
        distances = np.array(by, dtype=np.float64)
        if distances.any():
            for axis in (0, 1):
                self.edges[:, axis::2] += distances[:, axis][self.owner][:, None]

    def boxes(self) -> list[PixelBox]:
        """Return the pixels that each shape touches."""
        low, high = np.full((2, self._count), np.inf), np.full((2, self._count), -np.inf)
        start = 0
        for edges, owner in self._parts:
            if not len(edges):
                continue
            # Outlines are closed: each of their corners is where an edge begins.
            corners = np.ascontiguousarray(self.edges[start : start + len(edges), :2].T)
            start += len(edges)
            firsts = np.append(0, np.flatnonzero(owner[1:] != owner[:-1]) + 1)
            owners = owner[firsts]
            low[:, owners] = np.minimum(low[:, owners], np.minimum.reduceat(corners, firsts, axis=1))
            high[:, owners] = np.maximum(high[:, owners], np.maximum.reduceat(corners, firsts, axis=1))
        first = np.floor(low).astype(np.int64)
        last = np.maximum(np.ceil(high).astype(np.int64), first + 1)
        return list(zip(*first.tolist(), *last.tolist(), strict=True))

    def align_rectangles(self) -> None:
        """Move the edges of shapes that are rectangles to the borders of pixels, as pdfium does with such paths."""
        counts = np.bincount(self.owner, minlength=self._count)
        for number in np.flatnonzero(counts == len(_RECTANGLE)):
            places = np.flatnonzero(self.owner == number)
            if _is_rectangle(self.edges[places]):
                self.edges[places] = _on_pixels(self.edges[places])


def _turned(edges: Floats, turn: int) -> Floats:
    """Return edges, y downwards, turned by *turn* degrees clockwise."""
    for _ in range(turn // 90):
        x0, y0, x1, y1 = edges.T
        edges = np.stack([-y0, x0, -y1, x1], axis=1)
    return edges


_RECTANGLE = range(4)
"""The edges of a rectangle."""


def _is_rectangle(edges: Floats) -> bool:
    level, upright = edges[:, 1] == edges[:, 3], edges[:, 0] == edges[:, 2]
    return bool((level ^ upright).all())


def _on_pixels(edges: Floats) -> Floats:
    """Return the edges of a rectangle moved to the borders of pixels, as pdfium does with a path that is one."""
    moved = edges.copy()
    for axis in (0, 1):
        places = edges[:, axis::2]
        low, high = places.min(), places.max()
        start, end = whole_pixels(low, high)
        moved[:, axis::2] = np.where(places == low, start, end)
    return moved


def bounds(edges: Floats) -> PixelBox:
    """Return the pixels that *edges* touch."""
    low, high = edges.min(axis=0), edges.max(axis=0)
    left, top = math.floor(min(low[0], low[2])), math.floor(min(low[1], low[3]))
    return left, top, max(math.ceil(max(high[0], high[2])), left + 1), max(math.ceil(max(high[1], high[3])), top + 1)
