"""Lines: pieces of items side by side in visual order, their outlines, and how far apart lines must be.

Each script has its leading; where the ink of two lines would still meet (stacked marks), it opens in steps until it
does not. Boxes around letters of Nastaliq overlap where the letters don't, so these are measured in narrow strips.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from math import ceil, inf
from operator import add
from typing import NamedTuple

from flyers.page.document import ContactOnLine, GlyphRun, PositionedGlyph
from flyers.text.bidi import visual_runs
from flyers.text.fonts import InkBox
from flyers.text.itemize import TextItem
from flyers.text.shaping import ShapedText

TOUCH = 0.001  # Em; boxes that overlap by less than this don't collide. It is less than rounding in a PDF.
STEP = 0.02  # Em; leading is increased in steps of this size.


class LinePiece(NamedTuple):
    """Characters ``start`` to ``end`` of a shaped stretch: a whole item, or the part of it on one line."""

    item: TextItem
    shaped: ShapedText
    start: int
    end: int
    gap: float  # the white space before it, em

    @property
    def part(self) -> slice:
        """Its glyphs as a slice of the columns of ``shaped``."""
        return slice(self.shaped.first[self.start], self.shaped.first[self.end])

    @property
    def width(self) -> float:
        return self.shaped.before(self.end) - self.shaped.before(self.start)


class SetLine:
    """A line of a paragraph: in em from its own left edge or, as one that is `at` a place, in points in its measure.

    Its *pieces* are in logical order; the first character hangs out at its start by *hanging* em. Glyph positions,
    which copy-fitting doesn't use, are computed on demand.
    """

    def __init__(
        self, pieces: Sequence[LinePiece], start: int, end: int, text: str, width: float, hanging: float
    ) -> None:
        self.start, self.end = start, end  # the slice of the paragraph's text, with its trailing space or break
        self.text = text  # the characters of that slice that are drawn
        self.width = width  # from the first to the last glyph's advance
        self.baseline = 0.0  # its distance below the paragraph's top
        self._size, self._indent = 1.0, 0.0
        self._pieces, self._hanging = pieces, hanging
        # Extent of its outlines, em above the baseline; 0 and 0 for a line without outlines.
        bottom = min([low for piece in pieces for low in piece.shaped.bottoms[piece.part]], default=inf)
        top = max([high for piece in pieces for high in piece.shaped.tops[piece.part]], default=-inf)
        self.bottom, self.top = (bottom, top) if bottom < inf else (0.0, 0.0)

    def at(self, size: float, indent: float, baseline: float) -> SetLine:
        """Return the line of *size* points, *indent* from the left edge of the measure."""
        line = copy(self)
        line._size, line._indent, line.baseline, line.width = size, indent, baseline, self.width * size
        return line

    @cached_property
    def boxes(self) -> tuple[InkBox, ...]:
        """Boxes of the glyphs that have ink, em from the line's own left edge."""
        boxes: list[InkBox] = []
        for piece, xs in zip(self._pieces, self._xs, strict=True):
            shaped, part, face = piece.shaped, piece.part, piece.item.face
            if face.cascades:
                for x, dy, gid in zip(xs, shaped.dys[part], shaped.gids[part], strict=True):
                    strips = face.strips(gid)
                    boxes += [(x + left, bottom + dy, x + right, top + dy) for left, bottom, right, top in strips]
                continue
            extents = zip(
                xs, shaped.lefts[part], shaped.bottoms[part], shaped.rights[part], shaped.tops[part], strict=True
            )
            boxes += [(x + left, bottom, x + right, top) for x, left, bottom, right, top in extents if left < inf]
        return tuple(boxes)

    @cached_property
    def sides(self) -> tuple[float, float]:
        """The left and right edges of all outlines, em from the line's own left edge; 0 and 0 if there are none."""
        lefts, rights = [inf], [-inf]
        for piece, xs in zip(self._pieces, self._xs, strict=True):
            lefts.append(min(map(add, xs, piece.shaped.lefts[piece.part]), default=inf))
            rights.append(max(map(add, xs, piece.shaped.rights[piece.part]), default=-inf))
        return (min(lefts), max(rights)) if min(lefts) < inf else (0.0, 0.0)

    @property
    def ink(self) -> InkBox:
        """The box around all outlines, relative to the line's origin."""
        return in_measure((self.sides[0], self.bottom, self.sides[1], self.top), self._size, self._indent)

    @property
    def runs(self) -> tuple[GlyphRun, ...]:
        """The glyphs, in logical order."""
        size, indent = self._size, self._indent
        runs = []
        for piece, xs in zip(self._pieces, self._xs, strict=True):
            item, shaped, part = piece.item, piece.shaped, piece.part
            columns = (
                shaped.gids[part],
                [indent + x * size for x in xs],
                [dy * size for dy in shaped.dys[part]],
                [advance * size for advance in shaped.advances[part]],
                shaped.texts[part],
            )
            glyphs = tuple(map(PositionedGlyph._make, zip(*columns, strict=True)))
            runs.append(GlyphRun(item.face.key, size, item.level, item.script, item.language, glyphs))
        return tuple(runs)

    @property
    def contacts(self) -> tuple[ContactOnLine, ...]:
        contacts = []
        for piece, left in zip(self._pieces, self._lefts, strict=True):
            if piece.item.contact:
                start, end = (self._indent + at * self._size for at in (left, left + piece.width))
                contacts.append(ContactOnLine(piece.item.contact, "".join(piece.shaped.texts), start, end))
        return tuple(contacts)

    @cached_property
    def _xs(self) -> list[list[float]]:
        """The origins of every piece's glyphs, em from the line's own left edge, in logical order.

        Right-to-left pieces fill from the right edge.
        """
        origins = []
        for piece, left in zip(self._pieces, self._lefts, strict=True):
            shaped, part = piece.shaped, piece.part
            befores, dxs = shaped.befores[part], shaped.dxs[part]
            if piece.item.level % 2:
                right, advances = left + shaped.before(piece.end), shaped.advances[part]
                columns = zip(befores, advances, dxs, strict=True)
                origins.append([right - before - advance + dx for before, advance, dx in columns])
            else:
                start = left - shaped.before(piece.start)
                origins.append([start + before + dx for before, dx in zip(befores, dxs, strict=True)])
        return origins

    @cached_property
    def _lefts(self) -> list[float]:
        """The left edge of every piece.

        Applies rule L2 to whole pieces. L1 has nothing left to do: what it would move is at the line's end and isn't
        drawn.
        """
        pieces, pen = self._pieces, -self._hanging
        lefts = [pen] * len(pieces)
        for start, end, level in visual_runs([piece.item.level for piece in pieces]):
            for index in range(end - 1, start - 1, -1) if level % 2 else range(start, end):
                pen += pieces[index].gap
                lefts[index] = pen
                pen += pieces[index].width
        return lefts


def in_measure(box: InkBox, size: float, indent: float) -> InkBox:
    """Return a *box* in em of a line of that *size* whose left edge is *indent* from that of the measure, points."""
    left, bottom, right, top = box
    return indent + left * size, bottom * size, indent + right * size, top * size


def opened(leading: float, needed: float) -> float:
    """Return the leading, increased by as many whole `STEP` as it takes to reach *needed*."""
    return leading + STEP * max(0, ceil((needed - leading) / STEP - 1e-9))


def least_distance(upper: Sequence[InkBox], lower: Sequence[InkBox], leading: float, offset: float = 0.0) -> float:
    """Return how far apart the baselines of two lines must be so that no glyphs touch, at least ``leading``.

    All lengths have one unit, em or points. The boxes of each line's glyphs are relative to its origin; the lower
    line's is *offset* to the right of the upper one's.
    """
    if not upper or not lower:
        return leading
    highest = max([box[3] for box in lower])
    lowest = min([box[1] for box in upper])
    needed = leading
    hanging = sorted([(box[1], box[0], box[2]) for box in upper if highest - box[1] > needed + TOUCH])
    rising = [(box[3], box[0] + offset, box[2] + offset) for box in lower if box[3] - lowest > needed + TOUCH]
    rising.sort(reverse=True)
    for bottom, left, right in hanging:
        for top, other_left, other_right in rising:
            distance = top - bottom - TOUCH
            if distance <= needed:
                break  # so are those of all that are less high
            if min(right, other_right) - max(left, other_left) > TOUCH:
                needed = distance
                break
    return needed
