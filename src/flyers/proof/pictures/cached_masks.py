"""Masks of glyphs in the cache folder, so that the next process need not draw them again.

A mask follows from the campaign's font file, which its face knows by checksum, from its size and its place in a pixel.
The masks of a page are kept together, under the faces and sizes of its type, so that those of a text that was changed
are there but for a few.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from flyers.proof.pictures.ink import ink_of
from flyers.proof.pictures.mask_record import MaskRecord, Numbers, name_of, recalled
from flyers.proof.pictures.mask_sheet import DrawnMasks, GlyphKey, GlyphMask, SizeKey

_WORTH_KEEPING = 16
"""Masks that take as long to draw as to cache."""

_ROW = 9
"""Numbers of a mask: which face and size it has, its `GlyphKey`, its box, and where its pixels begin."""

Masks = dict[GlyphKey, GlyphMask]


class CachedMasks:
    """The masks of a page in the cache folder.

    Args:
        sizes: the masks that this process has, for each face and size of the page's type.
    """

    def __init__(self, sizes: Mapping[SizeKey, Masks]) -> None:
        self._order = sorted(sizes)
        self._masks = [sizes[size_key] for size_key in self._order]
        self._name = name_of("glyphs", repr(self._order))
        self._record = _NOTHING

    def recall(self) -> None:
        """Add the masks in the cache folder to those that this process has."""
        record = recalled(self._name)
        if record is None or not _is_sound(record, len(self._order)):
            return
        self._record = record
        for number, gid, right, below, x0, y0, x1, y1, start in _rows(record).tolist():
            masks, key = self._masks[number], (gid, right, below)
            if key not in masks:
                ink = ink_of(record.levels, x1 - x0, y1 - y0, start) if x0 < x1 else None
                masks[key] = GlyphMask(ink, x0, y0, x1, y1)

    def keep(self, drawn: Mapping[SizeKey, DrawnMasks]) -> None:
        """Write masks that had to be *drawn* into the cache folder, with those that were there before."""
        if sum(map(len, drawn.values())) < _WORTH_KEEPING:
            return
        numbers: list[int] = []
        levels = [self._record.levels]
        start = len(self._record.levels)
        for number, size_key in enumerate(self._order):
            for key, (mask, pixels) in drawn.get(size_key, {}).items():
                numbers += number, *key, *mask[1:], start
                levels.append(pixels)
                start += len(pixels)
        added = np.array(numbers, dtype=np.int32)
        MaskRecord(np.concatenate([self._record.numbers, added]), b"".join(levels)).keep(self._name)


_NOTHING = MaskRecord(np.zeros(0, dtype=np.int32), b"")


def _rows(record: MaskRecord) -> Numbers:
    return record.numbers.reshape(-1, _ROW)


def _is_sound(record: MaskRecord, sizes: int) -> bool:
    """Return whether every mask has one of so many *sizes*, a box with pixels or none at all, and pixels of its own."""
    if len(record.numbers) % _ROW:
        return False
    number, *_, x0, y0, x1, y1, start = _rows(record).T.astype(np.int64)
    ends = start + (x1 - x0) * (y1 - y0)
    has_pixels, is_empty = (x0 < x1) & (y0 < y1), (x0 == x1) & (y0 == y1)
    return bool(
        ((number >= 0) & (number < sizes) & (has_pixels | is_empty)).all()
        and np.array_equal(start, np.append(0, ends)[:-1])
        and np.append(0, ends)[-1] == len(record.levels)
    )
