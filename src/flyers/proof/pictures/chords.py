"""Outlines as edges: lines as they are, and curves cut into chords."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.proof.segments import TO_CONTROL

Floats = NDArray[np.float64]

FLATNESS = 0.07
"""Pixels by which a chord may deviate from its curve."""


class Outline(NamedTuple):
    """An outline in units of which an em has *units*, y upwards: the coordinates of the points, one after the other.

    ``lines`` has two points of each line, ``quadratic`` and ``cubic`` have three or four of each curve. They become
    numpy's arrays many outlines at a time: one by one, that would take as long as all the rest.
    """

    units: float
    lines: array[float]
    quadratic: array[float]
    cubic: array[float]

    def __bool__(self) -> bool:
        return bool(self.lines or self.quadratic or self.cubic)


def flattened_all(outlines: Sequence[Outline], sizes: Sequence[float]) -> Iterator[tuple[Floats, NDArray[np.intp]]]:
    """Yield edges of all *outlines* in pixels, y downwards, curves as chords, in a few parts.

    Each part comes with the numbers of the outlines of its edges, which ascend. *sizes* are the pixels of an em.
    """
    scales = np.array([size / outline.units for size, outline in zip(sizes, outlines, strict=True)])
    lines, owner = _joined([outline.lines for outline in outlines], scales, 2)
    if len(owner):
        yield lines, owner
    quadratic = _joined([outline.quadratic for outline in outlines], scales, 3)
    cubic = _joined([outline.cubic for outline in outlines], scales, 4)
    for curves, owner in ((_as_cubic(quadratic[0]), quadratic[1]), cubic):
        counts = _chords(_bends(curves))
        for count in sorted({*counts.tolist()}):  # numpy's unique() imports masked arrays, which takes 20 ms
            alike = np.flatnonzero(counts == count)
            yield _cut(curves[alike], count), np.repeat(owner[alike], count)


def _joined(parts: Sequence[array[float]], scales: Floats, points: int) -> tuple[Floats, NDArray[np.intp]]:
    """Return *parts* times *scales*, y downwards, a row for so many *points*, and the number of the part of each."""
    owner = np.repeat(np.arange(len(parts)), [len(part) // (2 * points) for part in parts])
    flip = np.array([1.0, -1.0] * points)
    return np.frombuffer(b"".join(parts)).reshape(-1, 2 * points) * flip * scales[owner, None], owner


def _as_cubic(curves: Floats) -> Floats:
    """Return quadratic curves as cubic ones: the control points are two thirds of the way to the one of the curve."""
    start, control, end = curves[:, :2], curves[:, 2:4], curves[:, 4:]
    return np.concatenate(
        [start, start + TO_CONTROL * (control - start), end + TO_CONTROL * (control - end), end], axis=1
    )


def flattened(lines: Floats, curves: Floats) -> Floats:
    """Return *lines* and the chords of cubic *curves*, all in pixels."""
    if not len(curves):
        return lines
    edges: Floats = np.concatenate([lines, _cut(curves, int(_chords(_bends(curves)).max()))])
    return edges


def _bends(curves: Floats) -> Floats:
    """Return the greatest second derivative of each curve."""
    turns = np.abs(curves[:, :4] - 2 * curves[:, 2:6] + curves[:, 4:])
    bends: Floats = 6 * np.maximum(turns[:, 0] + turns[:, 1], turns[:, 2] + turns[:, 3])
    return bends


def _chords(bends: Floats) -> NDArray[np.intp]:
    """Return into how many chords curves are cut.

    The chord of a curve with the second derivative B'' deviates by at most |B''| / 8n² if the curve is cut into n.
    """
    return np.maximum(1, np.ceil(np.sqrt(bends / (8 * FLATNESS)))).astype(np.intp)


def _cut(curves: Floats, count: int) -> Floats:
    """Return the chords of *curves*, *count* of each."""
    return (curves @ _weights(count)).reshape(-1, 4)


@lru_cache(maxsize=64)
def _weights(count: int) -> Floats:
    """Return how much of each of a curve's 8 numbers (rows) is in the 4 of every chord (columns)."""
    t = np.linspace(0, 1, count + 1)
    s = 1 - t
    bernstein = np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3])
    ends = np.stack([bernstein[:, :-1], bernstein[:, 1:]], axis=2)  # by point, chord and end
    weights: Floats = np.einsum("pce,ij->picej", ends, np.eye(2)).reshape(8, 4 * count)
    return weights
