"""Masks of paths in the cache folder: the pictograms, codes and rules of a page, so that they are not drawn again.

Those of a page are kept together, under a checksum of all their points and of the place of the page in a pixel.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Sequence

import numpy as np

from flyers.proof.pictures.coverage import Spans
from flyers.proof.pictures.frames import PixelBox, within
from flyers.proof.pictures.ink import Ink, LargeInk, as_mask, ink_of
from flyers.proof.pictures.mask_record import MaskRecord, Numbers, name_of, recalled

DrawnPath = tuple[int, PixelBox, Ink]
"""The number of a part of a drawing, the pixels that it touches, and its mask."""

_WORTH_KEEPING = 4
"""Drawings of a page below which they are not cached: what differs between campaigns, such as a code, is not worth a
file."""

_SMALL = -1
"""In the place of the count of pixels that are covered in part: each pixel has its level."""

_WITHOUT_REFERENCES = 2
"""The version of marshal's format in which equal values are equal bytes."""


class CachedShapes:
    """The masks of some drawings of a page in the cache folder; *keys* have all that they follow from."""

    def __init__(self, keys: Sequence[object]) -> None:
        self._count = len(keys)
        points = marshal.dumps(list(keys), _WITHOUT_REFERENCES)
        self._name = name_of("shapes", hashlib.sha256(points).hexdigest())

    def recall(self) -> list[list[DrawnPath]] | None:
        """Return the masks of each drawing from the cache folder; None if they are not there."""
        record = recalled(self._name)
        if record is None:
            return None
        reader = _Reader(record)
        try:
            found = [reader.drawing() for _ in range(self._count)]
        except (IndexError, ValueError):
            return None
        return found if reader.is_at_end else None

    def keep(self, drawn: Sequence[Sequence[DrawnPath]]) -> None:
        """Write the masks of each drawing into the cache folder."""
        if self._count < _WORTH_KEEPING:
            return
        numbers: list[Numbers] = []
        levels: list[bytes] = []
        for paths in drawn:
            numbers.append(np.array([len(paths)]))
            for part, box, ink in paths:
                if isinstance(ink, LargeInk):
                    of_box, of_pixels = _of_spans(ink.spans, box)
                else:
                    of_box, of_pixels = np.array([_SMALL]), as_mask(ink).tobytes()
                numbers += np.array([part, *box]), of_box
                levels.append(of_pixels)
        MaskRecord(np.concatenate(numbers).astype(np.int32), b"".join(levels)).keep(self._name)


def _of_spans(spans: Spans, box: PixelBox) -> tuple[Numbers, bytes]:
    """Return two counts, the steps to each pixel that is covered in part, and the corners of boxes; and the levels."""
    rows, columns, levels, boxes = spans
    steps = np.diff(rows * (box[2] - box[0]) + columns, prepend=0)
    numbers = np.concatenate([[len(steps), len(boxes)], steps, np.array(boxes, dtype=np.int64).ravel()])
    return numbers.astype(np.int32), levels.tobytes()


class _Reader:
    """Reads what `CachedShapes.keep` has written."""

    def __init__(self, record: MaskRecord) -> None:
        self._numbers, self._levels = record
        self._number = self._level = 0

    @property
    def is_at_end(self) -> bool:
        return (self._number, self._level) == (len(self._numbers), len(self._levels))

    def drawing(self) -> list[DrawnPath]:
        """Return the masks of the next drawing.

        Raises:
            IndexError, ValueError: the record has other contents.
        """
        (paths,) = self._next(1).tolist()
        return [self._path() for _ in range(paths)]

    def _path(self) -> DrawnPath:
        part, x0, y0, x1, y1, partly = self._next(6).tolist()
        width, height = x1 - x0, y1 - y0
        if width <= 0 or height <= 0:
            raise ValueError("a path touches no pixel")
        if partly == _SMALL:
            ink = ink_of(self._levels, width, height, self._skipped(width * height))
        else:
            ink = LargeInk(self._spans(partly, width, height), width, height)
        return part, (x0, y0, x1, y1), ink

    def _spans(self, partly: int, width: int, height: int) -> Spans:
        (count,) = self._next(1).tolist()
        places = np.cumsum(self._next(partly), dtype=np.int64)
        boxes = [(x0, y0, x1, y1) for x0, y0, x1, y1 in self._next(4 * count).reshape(-1, 4).tolist()]
        whole = (0, 0, width, height)
        if ((places < 0) | (places >= width * height)).any() or any(within(box, whole) != box for box in boxes):
            raise ValueError("a path has pixels outside its box")
        rows, columns = np.divmod(places, width)
        levels = np.frombuffer(self._levels, np.uint8, partly, self._skipped(partly))
        return Spans(rows, columns, levels, boxes)

    def _next(self, count: int) -> Numbers:
        start, self._number = self._number, self._number + count
        if not start <= self._number <= len(self._numbers):
            raise IndexError("the record has fewer numbers")
        return self._numbers[start : self._number]

    def _skipped(self, count: int) -> int:
        """Return where the next *count* levels begin."""
        start, self._level = self._level, self._level + count
        if not start <= self._level <= len(self._levels):
            raise IndexError("the record has fewer levels")
        return start
