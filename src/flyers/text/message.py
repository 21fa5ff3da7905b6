"""A message shaped once, for every size and measure: possible breaks, their widths, and finished lines, all in em."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flyers.content.richtext import RichText
from flyers.text.bidi import visual_runs
from flyers.text.breaks import Break, BreakKind, drawn_end, line_breaks
from flyers.text.collisions import bounds
from flyers.text.fonts import Box
from flyers.text.itemize import Item
from flyers.text.optimum import Measured, TooWide, choose_breaks
from flyers.text.shaping import ShapedText, Shaper

_HYPHEN = 0.1
_SHORT_WORD = 0.05
_DASH_FIRST = 0.06
"""Penalties, on the scale of `optimum`: a line that leaves a tenth of the measure empty costs 0.01."""

_MOST_REMEMBERED = 64


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


class _Piece(NamedTuple):
    """Characters ``start`` to ``end`` of a shaped stretch that is an item, or the part of it on one line."""

    item: Item
    shaped: ShapedText
    start: int
    end: int

    @property
    def width(self) -> float:
        return self.shaped.before(self.end) - self.shaped.before(self.start)


class Overwide(Exception):  # noqa: N818 - a signal to the typesetter, which knows size and measure
    """The unbreakable ``piece`` is ``width`` em wide, more than the measure."""

    def __init__(self, piece: str, width: float) -> None:
        self.piece = piece
        self.width = width


class ShapedMessage:
    """One message in one stack, weight and direction.

    Args:
        rich: the message.
        items: from `itemize`.
        shaper: remembers shaped stretches across messages.
    """

    def __init__(self, rich: RichText, items: Sequence[Item], shaper: Shaper) -> None:
        self.rich = rich
        self._items = items
        self._shaper = shaper
        self._starts = [item.start for item in items]
        self._shaped = [self._shape(item, item.start, item.end) for item in items]
        self._before, self._safe = self._measure_characters()
        contacts = [(item.start, item.end) for item in items if item.contact]
        self._breaks = (Break(0, BreakKind.MANDATORY), *line_breaks(rich.text, rich.language, contacts))
        self._drawn_ends = [drawn_end(rich.text, 0, each.position) for each in self._breaks]
        self._penalties = [_penalty(rich.text, each) for each in self._breaks]
        self._widths: dict[tuple[int, int], float] = {}
        self._lines: dict[tuple[int, int], SetLine] = {}
        self._set: dict[tuple[float, bool], tuple[SetLine, ...]] = {}

    def lines(self, width: float, balance: bool) -> tuple[SetLine, ...]:
        """The message in a measure of ``width`` em.

        Raises:
            Overwide: a piece that cannot be broken is wider.
        """
        key = (width, balance)
        lines = self._set.get(key)
        if lines is None:
            if len(self._set) >= _MOST_REMEMBERED:
                self._set.clear()
            lines = self._set[key] = tuple(self._line(*ends) for ends in self._break_into(width, balance))
        return lines

    def natural_width(self) -> float:
        """Em; of the longest line when only mandatory breaks are taken."""
        return max((self._width(first, last) for first, last in self._forced_lines()), default=0.0)

    def min_width(self) -> float:
        """Em; of the widest piece that cannot be broken."""
        return max((self._width(index, index + 1) for index in range(len(self._breaks) - 1)), default=0.0)

    def _shape(self, item: Item, start: int, end: int, hyphen: bool = False) -> ShapedText:
        return self._shaper.shape(
            self.rich.text, start, end, item.face, item.script, item.shaping_language, item.level % 2 == 1, hyphen
        )

    def _measure_characters(self) -> tuple[list[float], list[bool]]:
        """For every character what all before it advance by, and whether a line may be cut before it as it is."""
        length = len(self.rich.text)
        before, safe = [0.0] * (length + 1), [True] * (length + 1)
        pen, place = 0.0, 0
        for item, shaped in zip(self._items, self._shaped, strict=True):
            before[place : item.start + 1] = [pen] * (item.start + 1 - place)
            for index in range(item.end - item.start):
                before[item.start + index] = pen + shaped.before(index)
            safe[item.start : item.end] = shaped.safe[:-1]
            pen, place = pen + shaped.width, item.end
        before[place:] = [pen] * (length + 1 - place)
        return before, safe

    def _forced_lines(self) -> Iterator[tuple[int, int]]:
        """Indices of the breaks at both ends of every stretch between mandatory breaks."""
        first = 0
        for index in range(1, len(self._breaks)):
            if self._breaks[index].kind is BreakKind.MANDATORY:
                yield first, index
                first = index

    def _break_into(self, width: float, balance: bool) -> Iterator[tuple[int, int]]:
        for first, last in self._forced_lines():
            start = first

            def measure(one: int, other: int, first: int = first) -> Measured:
                return self._candidate(first + one, first + other)

            try:
                for chosen in choose_breaks(last - first, measure, width, balance):
                    yield start, first + chosen
                    start = first + chosen
            except TooWide as fault:
                index = first + fault.index
                piece = self.rich.text[self._breaks[index].position : self._drawn_ends[index + 1]]
                raise Overwide(piece, fault.width) from None

    def _candidate(self, first: int, last: int) -> Measured:
        width = self._width(first, last)
        bare = width
        if self._breaks[last].kind is BreakKind.HYPHEN:
            bare = self._before[self._drawn_ends[last]] - self._before[self._breaks[first].position]
        return Measured(width, bare, self._penalties[last])

    def _width(self, first: int, last: int) -> float:
        """Em; of the line between two breaks."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        if end <= start:
            return 0.0
        if self._safe[start] and self._safe[end] and self._breaks[last].kind is not BreakKind.HYPHEN:
            return self._before[end] - self._before[start]
        width = self._widths.get((first, last))
        if width is None:
            width = self._widths[first, last] = sum(piece.width for piece in self._pieces(first, last))
        return width

    def _pieces(self, first: int, last: int) -> Iterator[_Piece]:
        """The parts of items on a line, in logical order, shaped anew where the cut shows."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._items) and self._items[index].start < end:
            item = self._items[index]
            own_start, own_end = max(start, item.start), min(end, item.end)
            hyphen = own_end == end and self._breaks[last].kind is BreakKind.HYPHEN
            if own_start < own_end:
                if hyphen or not (self._safe[own_start] and (own_end == item.end or self._safe[own_end])):
                    yield _Piece(item, self._shape(item, own_start, own_end, hyphen), 0, own_end - own_start)
                else:
                    yield _Piece(item, self._shaped[index], own_start - item.start, own_end - item.start)
            index += 1

    def _line(self, first: int, last: int) -> SetLine:
        line = self._lines.get((first, last))
        if line is None:
            line = self._lines[first, last] = self._place(first, last)
        return line

    def _place(self, first: int, last: int) -> SetLine:
        pieces = list(self._pieces(first, last))
        text, start, end = self.rich.text, self._breaks[first].position, self._breaks[last].position
        lefts, width = _lefts(pieces)
        runs = tuple((piece.item, _glyphs(piece, left)) for piece, left in zip(pieces, lefts, strict=True))
        boxes = tuple(box for item, glyphs in runs for box in _boxes(item, glyphs))
        contacts = tuple(
            (piece.item.contact, text[piece.item.start : piece.item.end], left, left + piece.width)
            for piece, left in zip(pieces, lefts, strict=True)
            if piece.item.contact
        )
        drawn = text[start : max(start, self._drawn_ends[last])]
        return SetLine(start, end, drawn, width, runs, boxes, bounds(boxes), contacts)


def _lefts(pieces: Sequence[_Piece]) -> tuple[list[float], float]:
    """The left edge of every piece, and the line's width.

    Rule L2 on whole pieces. L1 has nothing left to do: what it would move stands at the line's end and is not drawn.
    """
    lefts = [0.0] * len(pieces)
    pen = 0.0
    for start, end, level in visual_runs([piece.item.level for piece in pieces]):
        for index in range(end - 1, start - 1, -1) if level % 2 else range(start, end):
            lefts[index] = pen
            pen += pieces[index].width
    return lefts, pen


def _glyphs(piece: _Piece, left: float) -> tuple[SetGlyph, ...]:
    """The piece's glyphs in logical order, at their places; a right-to-left one is filled from its right edge."""
    shaped = piece.shaped
    glyphs = shaped.glyphs[shaped.first[piece.start] : shaped.first[piece.end]]
    origin = shaped.before(piece.start)
    if piece.item.level % 2:
        right = left + piece.width + origin
        return tuple(
            SetGlyph(gid, right - before - advance + dx, dy, advance, text)
            for gid, text, before, advance, dx, dy in glyphs
        )
    left -= origin
    return tuple(SetGlyph(gid, left + before + dx, dy, advance, text) for gid, text, before, advance, dx, dy in glyphs)


def _boxes(item: Item, glyphs: Sequence[SetGlyph]) -> Iterator[Box]:
    for gid, x, y, _, _ in glyphs:
        ink = item.face.ink(gid)
        if ink is not None:
            yield x + ink[0], y + ink[1], x + ink[2], y + ink[3]


def _penalty(text: str, place: Break) -> float:
    """What a line that ends here costs, whatever its width."""
    if place.kind is not BreakKind.SPACE:
        return _HYPHEN if place.kind is BreakKind.HYPHEN else 0.0
    if text[place.position : place.position + 2] in ("\u2013 ", "\u2014 "):
        return _DASH_FIRST
    return _SHORT_WORD if _follows_short_word(text, place.position) else 0.0


def _follows_short_word(text: str, position: int) -> bool:
    """Whether a word of one or two Latin letters (a, of, de, y) would be left at the end of the line."""
    words = text[max(0, position - 4) : position].split(" ")
    if len(words) < 3 or words[-1]:
        return False
    word = words[-2]
    return 0 < len(word) <= 2 and all(char.isalpha() and char < "\u0250" for char in word)
