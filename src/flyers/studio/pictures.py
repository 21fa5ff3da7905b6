"""Pictures of painted pages: drawn by pdfium, as PNG files without loss that are quick to make and quick to read."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flyers.proof.raster import Raster

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _BITS, _UP = 2, 8, 2
"""Colour type, bits of a channel, and the filter that keeps the difference to the row above (W3C PNG, 11.2.2, 9.2)."""


LESS = 1e-6
"""Share by which a picture is smaller before its pixels are rounded up, so that the noise of a float adds no row."""


def drawn(raster: Raster, number: int, scale: float) -> NDArray[np.uint8]:
    """Return page *number*, counted from 1, at *scale* pixels for a point: rows of red, green and blue."""
    import numpy as np

    pixels = raster.picture(number, scale * (1 - LESS) * 72)
    return np.ascontiguousarray(pixels.view(np.uint8).reshape(*pixels.shape, 4)[:, :, 2::-1])


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return *pixels*, rows of red, green and blue, as a PNG file.

    A page is mostly even colour, so one filter for all rows and the fastest compression serve. Pillow tries every
    filter for each row, which takes more than twice as long.
    """
    import numpy as np

    height, width, _ = pixels.shape
    flat = pixels.reshape(height, width * 3)
    rows = np.empty((height, 1 + width * 3), np.uint8)
    rows[:, 0] = _UP
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, _BITS, _RGB, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 1)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"sRGB", b"\0") + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
