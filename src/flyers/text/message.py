"""A message, shaped once for every size and measure: possible breaks, their widths, and finished lines, all in em."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from weakref import ref

from flyers.content.richtext import RichText, SpanKind
from flyers.text.breaks import Break, BreakKind, drawn_end, line_breaks
from flyers.text.cjk_spacing import Spacing, half_width_marks
from flyers.text.itemize import TextItem
from flyers.text.linebreak import PossibleLines, UnbreakablePiece, choose_breaks
from flyers.text.penalties import NO_LINE_BREAK_RULES, begun_sentences, break_costs
from flyers.text.placing import LinePiece, SetLine, least_distance, opened
from flyers.text.shaping import ShapedText, Shaper
from flyers.translation.registry import LineBreakRules
from flyers.units import total

_CACHE_SIZE = 256


class OverwidePiece(Exception):  # noqa: N818 - a signal to the typesetter, which knows size and measure
    """The unbreakable ``piece`` is ``width`` em wide, wider than the measure."""

    def __init__(self, piece: str, width: float) -> None:
        self.piece = piece
        self.width = width


class ShapedMessage:
    """One message in one font stack, weight and direction.

    Args:
        rich: the message.
        items: from `itemize`.
        shaper: caches shaped stretches across messages.
        line_break_rules: of its language.
    """

    def __init__(
        self,
        rich: RichText,
        items: Sequence[TextItem],
        shaper: Shaper,
        line_break_rules: LineBreakRules = NO_LINE_BREAK_RULES,
    ) -> None:
        self.rich = rich
        self._items = items
        self._shaper = shaper
        self._line_break_rules = line_break_rules
        self._item_starts = [item.start for item in items]
        self._half_width = half_width_marks(rich.text, items)
        self._shaped = [self._shape(item, item.start, item.end) for item in items]
        self._before, self._safe = self._measure_characters()
        self._spacing = Spacing(rich.text, items, self._shaped)
        contacts = [(item.start, item.end) for item in items if item.contact]
        self._breaks = (
            Break(0, BreakKind.MANDATORY),
            *line_breaks(
                rich.text,
                rich.language,
                contacts,
                line_break_rules.ties,
                line_break_rules.particles,
                whole_words=line_break_rules.whole_words,
            ),
        )
        self._drawn_ends = [drawn_end(rich.text, 0, place.position) for place in self._breaks]
        self._starts = [self._line_start(place.position) for place in self._breaks]
        self._ends = [self._line_end(end) for end in self._drawn_ends]
        self._possible: dict[bool, list[tuple[int, PossibleLines]]] = {}
        self._widths: dict[tuple[int, int], float] = {}
        self._lines: dict[tuple[int, int], SetLine] = {}
        self._distances: dict[tuple[int, int, int, float, float], float] = {}
        self._set: dict[tuple[float, bool, bool], tuple[SetLine, ...]] = {}

    def lines(self, width: float, balance: bool, whole_sentences: bool = False) -> tuple[SetLine, ...]:
        """Return the message in a measure of ``width`` em; the other arguments are those of `choose_breaks`.

        Raises:
            OverwidePiece: a piece that cannot be broken is wider than the measure.
        """
        key = (width, balance, whole_sentences)
        lines = self._set.get(key)
        if lines is None:
            if len(self._set) >= _CACHE_SIZE:
                self._set.clear()
            lines = self._set[key] = tuple([self._line(*ends) for ends in self._break_into(*key)])
        return lines

    def leading(self, lines: Sequence[SetLine], leading: float, flush: float) -> float:
        """Return the least leading, at least ``leading``, at which no line touches the next; em.

        Args:
            lines: of this message.
            leading: the desired leading, em.
            flush: where the lines' free space is: 0 at the right, 1 at the left, 0.5 on both sides.
        """
        needed = leading
        for upper, lower in pairwise(lines):
            if lower.top - upper.bottom > leading:  # otherwise they cannot meet, wherever their letters are
                needed = max(needed, self._least_distance(upper, lower, leading, flush))
        return opened(leading, needed)

    def natural_width(self) -> float:
        """Return the width of the longest line if lines end only at mandatory breaks; em."""
        return max((self._width(first, last) for first, last in self._forced_lines()), default=0.0)

    def min_width(self) -> float:
        """Return the width of the widest piece that cannot be broken; em."""
        return max((self._width(index, index + 1) for index in range(len(self._breaks) - 1)), default=0.0)

    def _shape(self, item: TextItem, start: int, end: int, hyphen: bool = False) -> ShapedText:
        half_width = tuple([index - start for index in range(start, end) if index in self._half_width])
        rtl = item.level % 2 == 1
        return self._shaper.shape(
            self.rich.text, start, end, item.face, item.script, item.shaping_language, rtl, hyphen, half_width
        )

    def _measure_characters(self) -> tuple[list[float], list[bool]]:
        """Return for every character the advance of all before it, and whether a cut before it needs no reshaping."""
        length = len(self.rich.text)
        before, safe = [0.0] * (length + 1), [True] * (length + 1)
        pen, done = 0.0, 0
        for item, shaped in zip(self._items, self._shaped, strict=True):
            before[done : item.start] = [pen] * (item.start - done)
            before[item.start : item.end] = [pen + advance for advance in shaped.before_each()]
            safe[item.start : item.end] = shaped.safe[:-1]
            pen, done = pen + shaped.width, item.end
        before[done:] = [pen] * (length + 1 - done)
        return before, safe

    def _line_start(self, position: int) -> float:
        """Return the position where a line that starts at the character begins, on the scale of `_line_end`; em."""
        return self._before[position] + self._spacing.passed(position) + self._spacing.hanging_before(position)

    def _line_end(self, end: int) -> float:
        """Return the position where a line ends whose last drawn character is before ``end``; em."""
        return self._before[end] + self._spacing.held(end) - self._spacing.hanging_after(end)

    def _forced_lines(self) -> Iterator[tuple[int, int]]:
        """Yield the indices of the breaks at both ends of every stretch between mandatory breaks."""
        first = 0
        for index in range(1, len(self._breaks)):
            if self._breaks[index].kind is BreakKind.MANDATORY:
                yield first, index
                first = index

    def _break_into(self, width: float, balance: bool, whole_sentences: bool) -> Iterator[tuple[int, int]]:
        """Yield the indices of the breaks at both ends of every line in a measure of ``width`` em."""
        possible = self._possible.get(balance)
        if possible is None:
            possible = self._possible[balance] = list(self._possible_lines(balance))
        for first, lines in possible:
            start = first
            try:
                for chosen in choose_breaks(lines, width, balance, whole_sentences):
                    yield start, first + chosen
                    start = first + chosen
            except UnbreakablePiece as fault:
                index = first + fault.index
                piece = self.rich.text[self._breaks[index].position : self._drawn_ends[index + 1]]
                raise OverwidePiece(piece, fault.width) from None

    def _possible_lines(self, balance: bool) -> Iterator[tuple[int, PossibleLines]]:
        """Yield for each stretch between mandatory breaks the index of its first break, and its possible lines."""
        rich = self.rich
        foreign = [(span.start, span.end) for span in rich.spans if span.kind is SpanKind.FOREIGN]
        # If the whole text is foreign, every break would cost the same.
        together = [span for span in foreign if span[1] - span[0] < len(rich.text)]
        costs = break_costs(rich.text, rich.language, self._breaks, balance, self._line_break_rules, together)
        begun = begun_sentences(rich.text, self._breaks) if balance else [0] * len(self._breaks)
        own = ref(self)  # a message that is in its own lines would stay until Python looks for garbage
        for first, last in self._forced_lines():
            stretch = range(first, last + 1)
            hyphens = [index - first for index in stretch if self._breaks[index].kind is BreakKind.HYPHEN]
            reshaped = [
                index - first
                for index in stretch
                if not (self._safe[self._breaks[index].position] and self._safe[self._drawn_ends[index]])
            ]

            def width(start: int, end: int, first: int = first) -> float:
                message = own()
                assert message is not None, "these lines are its own"
                return message._width(first + start, first + end)

            yield (
                first,
                PossibleLines(
                    starts=self._starts[first : last + 1],
                    ends=self._ends[first : last + 1],
                    costs=costs[first : last + 1],
                    begun=[max(0, index - first) for index in begun[first : last + 1]],
                    reshaped=frozenset((*hyphens, *reshaped)),
                    hyphens=frozenset(hyphens),
                    width=width,
                ),
            )

    def _width(self, first: int, last: int) -> float:
        """Return the width of the line between two breaks, em."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        if end <= start:
            return 0.0
        if self._safe[start] and self._safe[end] and self._breaks[last].kind is not BreakKind.HYPHEN:
            return self._ends[last] - self._starts[first]
        width = self._widths.get((first, last))
        if width is None:
            hanging = self._spacing.hanging_before(start) + self._spacing.hanging_after(end)
            full = total(piece.gap + piece.width for piece in self._pieces(first, last))
            width = self._widths[first, last] = full - hanging
        return width

    def _pieces(self, first: int, last: int) -> Iterator[LinePiece]:
        """Yield the pieces of a line in logical order, reshaped where a cut changes letters."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        index = max(0, bisect_right(self._item_starts, start) - 1)
        while index < len(self._items) and self._items[index].start < end:
            item = self._items[index]
            own_start, own_end = max(start, item.start), min(end, item.end)
            hyphen = own_end == end and self._breaks[last].kind is BreakKind.HYPHEN
            gap = self._spacing.before_item(own_start, start, end)
            if own_start < own_end:
                if hyphen or not (self._safe[own_start] and (own_end == item.end or self._safe[own_end])):
                    yield LinePiece(item, self._shape(item, own_start, own_end, hyphen), 0, own_end - own_start, gap)
                else:
                    yield LinePiece(item, self._shaped[index], own_start - item.start, own_end - item.start, gap)
            index += 1

    def _least_distance(self, upper: SetLine, lower: SetLine, leading: float, flush: float) -> float:
        key = (upper.start, lower.start, lower.end, leading, flush)
        distance = self._distances.get(key)
        if distance is None:
            if len(self._distances) >= _CACHE_SIZE:
                self._distances.clear()
            offset = flush * (upper.width - lower.width)
            distance = self._distances[key] = least_distance(upper.boxes, lower.boxes, leading, offset)
        return distance

    def _line(self, first: int, last: int) -> SetLine:
        line = self._lines.get((first, last))
        if line is None:
            start, end = self._breaks[first].position, self._breaks[last].position
            pieces = tuple(self._pieces(first, last))
            text = self.rich.text[start : max(start, self._drawn_ends[last])]
            hanging = self._spacing.hanging_before(start) if pieces else 0.0
            line = self._lines[first, last] = SetLine(pieces, start, end, text, self._width(first, last), hanging)
        return line
