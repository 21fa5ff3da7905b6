"""Strips of pages that this process has compared before and found good.

Variants of a page differ in a number or two; most of its rows show the same, and are expected to. Whether rows differ
follows from their pixels, and from what is expected there. So a strip for which both are the same as before is not
drawn and compared again. A page is rendered for every file, and each of its pixels is looked at: these are compared
with the pixels that passed, not with a checksum.

Pixels take memory, so they are kept only of strips that are expected a second time, and up to `MOST_BYTES`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np

from flyers.process_cache import ProcessCache
from flyers.proof.pictures.drawing import Pixels, Wanted
from flyers.proof.pictures.expected import Drawing

ROWS = 32
"""Rows of a strip: few, so that much of a page is known where little of it changes, since each strip is drawn and
compared with the rows around it."""

MOST_BYTES = 12_000_000
"""Of the pixels that are kept: two thirds of a letter sheet with its bleed and marks."""

_MOST = 512
"""Strips of a generation that are remembered, with or without pixels."""


class _Good(NamedTuple):
    """A strip that was as expected; ``pixels`` is None for one that was seen once."""

    drawings: tuple[Drawing, ...]  # so that their identities stay taken
    pixels: Pixels | None


_good: ProcessCache[Hashable, _Good] = ProcessCache(_MOST)


def is_known(wanted: Wanted, actual: Pixels) -> bool:
    """Return whether *actual* has the pixels that were good where the same was *wanted*."""
    known = _good.get(wanted.key)
    return known is not None and known.pixels is not None and np.array_equal(known.pixels, actual)


def note(wanted: Wanted, actual: Pixels) -> None:
    """Remember that *actual* is as *wanted*."""
    before = _good.get(wanted.key)
    if before is None:
        _good[wanted.key] = _Good(wanted.drawings, None)
    elif before.pixels is not None or _bytes_kept() + actual.nbytes <= MOST_BYTES:
        _good[wanted.key] = _Good(wanted.drawings, actual.copy())


def _bytes_kept() -> int:
    return sum(good.pixels.nbytes for good in _good.values() if good.pixels is not None)
