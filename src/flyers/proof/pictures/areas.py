"""Areas of pixels: which are set, which are close to them, how they hang together, and where a shape is found again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from flyers.proof.pictures.frames import PixelBox

Bits = NDArray[np.bool_]

_CELL = 8
"""Pixels of the cells in which pixels that hang together are collected."""


def bits_at(places: NDArray[np.intp], shape: tuple[int, ...]) -> Bits:
    bits = np.zeros(shape, dtype=np.bool_)
    bits.ravel()[places] = True
    return bits


def spread(bits: Bits, by: int = 1) -> Bits:
    """Return the pixels that are at most *by* away from one of *bits*."""
    wide = bits.copy()
    for _ in range(by):
        narrow = wide.copy()
        wide[1:] |= narrow[:-1]
        wide[:-1] |= narrow[1:]
        narrow = wide.copy()
        wide[:, 1:] |= narrow[:, :-1]
        wide[:, :-1] |= narrow[:, 1:]
    return wide


def clusters(bits: Bits) -> Iterator[PixelBox]:
    """Yield the boxes of what is connected, coarsely."""
    cells = set(zip(*(index // _CELL for index in np.nonzero(bits)), strict=True))
    while cells:
        first = min(cells)
        cells.discard(first)
        waiting, together = [first], [first]
        while waiting:
            row, column = waiting.pop()
            around = {(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & cells
            cells -= around
            waiting += around
            together += around
        rows_, columns = zip(*together, strict=True)
        yield (
            int(min(columns)) * _CELL,
            int(min(rows_)) * _CELL,
            (int(max(columns)) + 1) * _CELL,
            (int(max(rows_)) + 1) * _CELL,
        )


def coinciding(there: Bits, shape: Bits) -> NDArray[np.int64]:
    """Return how many pixels of *shape* are in *there*, for each place inside it, where *shape* may be."""
    size = there.shape
    product = np.fft.rfft2(there) * np.conj(np.fft.rfft2(shape, size))
    rows, columns = (whole - part + 1 for whole, part in zip(size, shape.shape, strict=True))
    counts: NDArray[np.int64] = np.rint(np.fft.irfft2(product, size)[:rows, :columns]).astype(np.int64)
    return counts
