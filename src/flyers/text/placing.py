"""Lines in em: the parts of items that stand on one line, side by side in visual order, and their outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flyers.text.bidi import visual_runs
from flyers.text.collisions import bounds
from flyers.text.fonts import Box
from flyers.text.itemize import Item
from flyers.text.shaping import ShapedText


class SetGlyph(NamedTuple):
    """`model.Glyph` in em, x from the line's own left edge."""

    gid: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line in em, before alignment.

    ``runs`` stand in logical order. ``boxes`` are those of the glyphs with ink. ``contacts`` are (id, display, x0, x1).
    """

    start: int
    end: int
    text: str
    width: float
    runs: tuple[tuple[Item, tuple[SetGlyph, ...]], ...]
    boxes: tuple[Box, ...]
    ink: Box
    contacts: tuple[tuple[str, str, float, float], ...]


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
    def width(self) -> float:
        return self.shaped.before(self.end) - self.shaped.before(self.start)


def place(pieces: Sequence[Piece], start: int, end: int, text: str, white_before: float, white_after: float) -> SetLine:
    """One line.

    Args:
        pieces: in logical order.
        start, end: the slice of the message that the line holds.
        text: what of it is drawn.
        white_before, white_after: em by which its first and last character hang over its ends.
    """
    lefts, width = _lefts(pieces, -white_before)
    runs = tuple((piece.item, _glyphs(piece, left)) for piece, left in zip(pieces, lefts, strict=True))
    boxes = tuple(box for item, glyphs in runs for box in _boxes(item, glyphs))
    contacts = tuple(
        (piece.item.contact, "".join(glyph.text for glyph in glyphs), left, left + piece.width)
        for piece, left, (_, glyphs) in zip(pieces, lefts, runs, strict=True)
        if piece.item.contact
    )
    return SetLine(start, end, text, width - white_after, runs, boxes, bounds(boxes), contacts)


def _lefts(pieces: Sequence[Piece], pen: float) -> tuple[list[float], float]:
    """The left edge of every piece, the first of them at ``pen``; and the right edge of the last.

    Rule L2 on whole pieces. L1 has nothing left to do: what it would move stands at the line's end and is not drawn.
    """
    lefts = [0.0] * len(pieces)
    for start, end, level in visual_runs([piece.item.level for piece in pieces]):
        for index in range(end - 1, start - 1, -1) if level % 2 else range(start, end):
            pen += pieces[index].gap
            lefts[index] = pen
            pen += pieces[index].width
    return lefts, pen


def _glyphs(piece: Piece, left: float) -> tuple[SetGlyph, ...]:
    """The piece's glyphs in logical order, at their places; a right-to-left one is filled from its right edge."""
    shaped = piece.shaped
    glyphs = shaped.glyphs[shaped.first[piece.start] : shaped.first[piece.end]]
    origin = shaped.before(piece.start)
    if piece.item.level % 2:
        right = left + piece.width + origin
        return tuple(
            [
                SetGlyph(gid, right - before - advance + dx, dy, advance, text)
                for gid, text, before, advance, dx, dy in glyphs
            ]
        )
    left -= origin
    return tuple(
        [SetGlyph(gid, left + before + dx, dy, advance, text) for gid, text, before, advance, dx, dy in glyphs]
    )


def _boxes(item: Item, glyphs: Sequence[SetGlyph]) -> Iterator[Box]:
    ink_of = item.face.ink
    for gid, x, y, _, _ in glyphs:
        ink = ink_of(gid)
        if ink is not None:
            yield x + ink[0], y + ink[1], x + ink[2], y + ink[3]
