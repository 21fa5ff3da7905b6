"""Whether an image is the one that the program makes: its own pixels, but for the rounding of another renderer.

Between the pdfium of September 2025 and that of 2026, and between processors, pixels differ by 4 of 255 levels at most,
and squares of 8 × 8 by 0.6 on average.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from flyers.proof.images.reading import PIXELS, ImageReading, read_image
from flyers.proof.size_guard import UnreadableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint32]

_LARGE_WINDOW = b"\x78"
"""How far back what is packed may refer (RFC 1950, 2.2)."""

SQUARE = 8
"""The side of the squares that are compared, in pixels."""

MOST_IN_PIXEL, MOST_ON_AVERAGE = 8, 1.0
"""Levels of 255 by which a pixel, and a square on average, may be off in any channel."""


def same_image(data: bytes, other: bytes) -> bool:
    """Return whether the PNG *data* is *other*: all it says is equal, and its pixels are but for rounding."""
    if data == other:
        return True
    try:
        one, two = read_image(data), read_image(other)
    except UnreadableError:
        return False
    if one.after or not _is_packed_whole(one) or _words(one) != _words(two):
        return False
    return not different_squares(one.pixels(), two.pixels()).any()


def _words(reading: ImageReading) -> list[tuple[str, bytes]]:
    """Return all parts of an image but its pixels, which libraries pack differently."""
    return [(chunk.kind, chunk.data) for chunk in reading.chunks if chunk.kind != PIXELS]


def _is_packed_whole(reading: ImageReading) -> bool:
    """Return whether the pixels of an image are all that is packed in it, with their checksum.

    Programs differ in whether they show an image with more. libpng shows none that refers farther back than it says.
    """
    packed = b"".join(chunk.data for chunk in reading.chunks if chunk.kind == PIXELS)
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed)  # as its reading did
    whole = len(pixels) == reading.size[1] * (1 + 3 * reading.size[0])
    return packed[:1] == _LARGE_WINDOW and whole and unpacking.eof and not unpacking.unused_data


def different_squares(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Return which squares of two pictures differ, by row and column of squares; all do if their sizes differ."""
    import numpy as np

    if one.shape != other.shape:
        return np.ones((1, 1), bool)
    height, width = (-(-side // SQUARE) * SQUARE for side in one.shape)
    off = np.zeros((3, height, width), np.int16)
    for channel, shift in zip(off, (16, 8, 0), strict=True):
        channel[: one.shape[0], : one.shape[1]] = (one >> shift & 0xFF).astype(np.int16) - (other >> shift & 0xFF)
    squares = off.reshape(3, height // SQUARE, SQUARE, width // SQUARE, SQUARE)
    in_pixel = np.abs(squares).max(axis=(0, 2, 4))
    on_average = np.abs(squares.mean(axis=(2, 4))).max(axis=0)
    return np.asarray((in_pixel > MOST_IN_PIXEL) | (on_average > MOST_ON_AVERAGE))
