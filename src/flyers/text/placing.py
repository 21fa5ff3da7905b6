"""Lines in em: the parts of items that stand on one line, side by side in visual order, and their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from operator import add
from typing import NamedTuple

from flyers.text.bidi import visual_runs
from flyers.text.fonts import Box
from flyers.text.itemize import Item
from flyers.text.model import ContactOnLine, Glyph, GlyphRun
from flyers.text.shaping import ShapedText


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` of a shaped stretch that is an item, or the part of it on one line.

    ``gap`` is the white before it, em.
    """

    item: Item
    shaped: ShapedText
    start: int
    end: int
    gap: float

    @property
    def part(self) -> slice:
        """Its glyphs, in the columns of ``shaped``."""
        return self.shaped.part(self.start, self.end)

    @property
    def width(self) -> float:
        return self.shaped.before(self.end) - self.shaped.before(self.start)


class SetLine:
    """A line in em, before alignment. What copy-fitting does not ask for is worked out only when it is needed.

    Args:
        pieces: in logical order.
        start, end: the slice of the message that the line holds.
        text: what of it is drawn.
        width: em.
        hanging: em by which its first character hangs out at its start.

    Attributes:
        bottom, top: of its outlines, em above the baseline; 0 and 0 for a line without.
    """

    def __init__(self, pieces: Sequence[Piece], start: int, end: int, text: str, width: float, hanging: float) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.width = width
        self._pieces = pieces
        self._hanging = hanging
        heights = [piece.shaped.height(piece.start, piece.end) for piece in pieces]
        bottom, top = min([low for low, _ in heights], default=inf), max([high for _, high in heights], default=-inf)
        self.bottom, self.top = (bottom, top) if bottom < inf else (0.0, 0.0)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """Those of the glyphs with ink, em from the line's own left edge."""
        found: list[Box] = []
        for piece, xs in zip(self._pieces, self._xs, strict=True):
            shaped, part = piece.shaped, piece.part
            boxes = zip(
                xs, shaped.lefts[part], shaped.bottoms[part], shaped.rights[part], shaped.tops[part], strict=True
            )
            found += [(x + left, bottom, x + right, top) for x, left, bottom, right, top in boxes if left < inf]
        return tuple(found)

    def ink(self, size: float, indent: float) -> Box:
        """The box around all outlines, points; empty at the origin when there are none."""
        lefts, rights = [inf], [-inf]
        for piece, xs in zip(self._pieces, self._xs, strict=True):
            lefts.append(min(map(add, xs, piece.shaped.lefts[piece.part]), default=inf))
            rights.append(max(map(add, xs, piece.shaped.rights[piece.part]), default=-inf))
        left, right = (min(lefts), max(rights)) if min(lefts) < inf else (0.0, 0.0)
        return indent + left * size, self.bottom * size, indent + right * size, self.top * size

    def runs(self, size: float, indent: float) -> tuple[GlyphRun, ...]:
        """Its glyphs in points, ``indent`` from the left edge of the measure."""
        return tuple([_run(piece, xs, size, indent) for piece, xs in zip(self._pieces, self._xs, strict=True)])

    def contacts(self, size: float, indent: float) -> tuple[ContactOnLine, ...]:
        """The contacts on it, in points."""
        return tuple(
            ContactOnLine(
                piece.item.contact,
                "".join(piece.shaped.texts),
                indent + left * size,
                indent + (left + piece.width) * size,
            )
            for piece, left in zip(self._pieces, self._lefts, strict=True)
            if piece.item.contact
        )

    @cached_property
    def _xs(self) -> list[list[float]]:
        """The origins of every piece's glyphs, em from the line's own left edge."""
        return [_xs(piece, left) for piece, left in zip(self._pieces, self._lefts, strict=True)]

    @cached_property
    def _lefts(self) -> list[float]:
        """The left edge of every piece.

        Rule L2 on whole pieces. L1 has nothing left to do: what it would move stands at the line's end and is not
        drawn.
        """
        pieces = self._pieces
        lefts = [0.0] * len(pieces)
        pen = -self._hanging
        for start, end, level in visual_runs([piece.item.level for piece in pieces]):
            for index in range(end - 1, start - 1, -1) if level % 2 else range(start, end):
                pen += pieces[index].gap
                lefts[index] = pen
                pen += pieces[index].width
        return lefts


def _xs(piece: Piece, left: float) -> list[float]:
    """The origins of the piece's glyphs in logical order; a right-to-left one is filled from its right edge."""
    shaped, part = piece.shaped, piece.part
    befores, dxs = shaped.befores[part], shaped.dxs[part]
    if piece.item.level % 2:
        right = left + shaped.before(piece.end)
        advances = shaped.advances[part]
        return [right - before - advance + dx for before, advance, dx in zip(befores, advances, dxs, strict=True)]
    left -= shaped.before(piece.start)
    return [left + before + dx for before, dx in zip(befores, dxs, strict=True)]


def _run(piece: Piece, xs: Sequence[float], size: float, indent: float) -> GlyphRun:
    item, shaped, part = piece.item, piece.shaped, piece.part
    columns = (
        shaped.gids[part],
        [indent + x * size for x in xs],
        [dy * size for dy in shaped.dys[part]],
        [advance * size for advance in shaped.advances[part]],
        shaped.texts[part],
    )
    glyphs = tuple(map(Glyph._make, zip(*columns, strict=True)))
    return GlyphRun(item.face.key, size, item.level, item.script, item.language, glyphs)
