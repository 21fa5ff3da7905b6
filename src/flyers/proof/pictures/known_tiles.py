"""Tiles of pages that this process has compared before and found good.

Variants of a page differ in a number or two; most of it shows the same, and is expected to. Whether a tile differs from
what is expected follows from its pixels, and from what is drawn there. So one for which both are the same as before is
not drawn and compared again. A page is rendered for every file, and each of its pixels is looked at: these are compared
with the pixels that passed, not with a checksum.

To ask for tiles costs 4 % of a proof, so it is done only for pages of which this process has seen most lines before.
Pixels take memory, so they are kept only of tiles that are expected a second time, and up to `MOST_BYTES`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np

from flyers.process_cache import ProcessCache
from flyers.proof.pictures.drawing import Pixels, Wanted
from flyers.proof.pictures.expected import Drawing, ExpectedGlyphs, ExpectedPicture

ROWS = 32
COLUMNS = 480
"""Pixels of a tile. Small ones leave less to be compared where little changes; but more are asked for, and each is
drawn and compared with the pixels around it."""

MOST_BYTES = 12_500_000
"""Of the pixels that are kept: those of a letter sheet with its bleed and marks, without its bare paper and grounds."""

_MOST = 1024
"""Tiles of a generation that are remembered, with or without pixels; a letter sheet has 300."""

_MOST_LINES = 512
"""Lines of a generation that are remembered; a brochure has 200."""


class _Good(NamedTuple):
    """A tile that was as expected; ``pixels`` is None for one that was seen once."""

    drawings: tuple[Drawing, ...]  # so that their identities stay taken
    pixels: Pixels | None


_good: ProcessCache[Hashable, _Good] = ProcessCache(_MOST)

_lines: ProcessCache[int, ExpectedGlyphs] = ProcessCache(_MOST_LINES)
"""Lines by their identity, which stays taken as long as they are here."""


def is_variant(picture: ExpectedPicture) -> bool:
    """Return whether most lines of a page are the same objects as those of pages before, and remember them."""
    lines = [drawing for drawing in picture.art if isinstance(drawing, ExpectedGlyphs)]
    known = sum(_lines.get(id(line)) is not None for line in lines)
    for line in lines:
        _lines[id(line)] = line
    return 2 * known > len(lines)


def is_known(wanted: Wanted, actual: Pixels) -> bool:
    """Return whether *actual* has the pixels that were good where the same was *wanted*."""
    known = _good.get(wanted.key)
    return known is not None and known.pixels is not None and np.array_equal(known.pixels, actual)


def note(wanted: Wanted, actual: Pixels) -> None:
    """Remember that *actual* is as *wanted*."""
    before = _good.get(wanted.key)
    if before is None:
        _good[wanted.key] = _Good(wanted.drawings, None)
    elif before.pixels is not None or bytes_kept() + actual.nbytes <= MOST_BYTES:
        _good[wanted.key] = _Good(wanted.drawings, _copy(actual))


def _copy(actual: Pixels) -> Pixels:
    """Return a copy of the pixels, which for a tile of one colour is one pixel that stands for all."""
    first = actual[:1, :1]
    return np.broadcast_to(first.copy(), actual.shape) if (actual == first).all() else actual.copy()


def bytes_kept() -> int:
    """Return how many bytes the pixels of all tiles take."""
    return sum(good.pixels.nbytes for good in _good.values() if good.pixels is not None and good.pixels.strides[0])
