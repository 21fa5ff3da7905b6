"""Memory for the rows of pictures, used again for those of the next page.

A page is looked at in bands of a few megabytes. The system takes such memory back as soon as it is free, and gives it
out again page by page, each cleared, which takes as long as to fill it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

_MOST_SPARE = 4
"""Pieces of memory that are kept: for three bands of what a page shows, and for what it must show."""

Memory = NDArray[np.uint32]

_spare: list[Memory] = []


@contextmanager
def scratch(pixels: int) -> Iterator[Memory]:
    """Lend memory for so many pixels, with undefined contents, to one borrower at a time."""
    try:
        memory = _spare.pop()
    except IndexError:
        memory = np.empty(pixels, dtype=np.uint32)
    if len(memory) < pixels:
        memory = np.empty(pixels, dtype=np.uint32)
    try:
        yield memory
    finally:
        if len(_spare) < _MOST_SPARE:
            _spare.append(memory)
