"""Records of masks in the cache folder: whole numbers, and the levels of pixels.

Its name has a checksum of everything that the masks depend on, the modules of the proof included. Nothing in it comes
from a PDF.
"""

from __future__ import annotations

import zlib
from functools import cache as once
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers import cache, limits
from flyers.files import files_in

_LEVEL = 1
"""Level of compression: there is little to find but runs of white and of black."""

_COUNT_BYTES = 4
"""Of the count of numbers, with which a record begins."""

_TIMES_SMALLER = 8
"""The greatest ratio of content to record, which is rarely above three."""

Numbers = NDArray[np.int32]


class MaskRecord(NamedTuple):
    """The content of one cache entry."""

    numbers: Numbers
    levels: bytes

    def keep(self, name: str) -> None:
        """Write it as the cache entry *name*."""
        packer = zlib.compressobj(_LEVEL, strategy=zlib.Z_RLE)
        parts = np.array([len(self.numbers)], dtype="<i4").tobytes(), self.numbers.astype("<i4").tobytes(), self.levels
        cache.keep_data(name, b"".join([*map(packer.compress, parts), packer.flush()]))


def recalled(name: str) -> MaskRecord | None:
    """Return the record in the cache entry *name*; None if it is missing or no record."""
    data = cache.read_data(name)
    if data is None:
        return None
    unpacker = zlib.decompressobj()
    try:
        whole = unpacker.decompress(data, _TIMES_SMALLER * limits.CACHED_BYTES)
    except zlib.error:
        return None
    count = int.from_bytes(whole[:_COUNT_BYTES], "little")
    end = _COUNT_BYTES + 4 * count
    if not unpacker.eof or len(whole) < end:
        return None
    return MaskRecord(np.frombuffer(whole, "<i4", count, _COUNT_BYTES), whole[end:])


def name_of(kind: str, content: str) -> str:
    """Return the name of the cache entry for masks of a *kind* that follow from *content*."""
    return cache.name_of(kind, _program(), content)


@once
def _program() -> str:
    """Return a key that differs if masks would be drawn differently."""
    here = Path(__file__).parent
    modules = [str(file) for folder in (here, here.parent) for file in files_in(folder, "*.py")]
    fonttools = find_spec("fontTools")  # draws variable fonts, and takes long to be imported
    return f"{np.__version__} {cache.code_of(*modules, str(fonttools and fonttools.origin))}"
