"""The way into the text engine: `Typesetter` turns messages into lines of glyphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal
from weakref import ref

from flyers.content.markup import RichText, SpanKind, visible
from flyers.content.schema import shorten
from flyers.errors import OversetError
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.breaks import (
    NO_LINE_BREAK_RULES,
    Break,
    BreakKind,
    PossibleLines,
    UnbreakablePiece,
    begun_sentences,
    break_costs,
    choose_breaks,
    drawn_end,
    line_breaks,
)
from flyers.text.cjk import Spacing, half_width_marks
from flyers.text.fonts import FontLibrary, InkBox
from flyers.text.itemize import TextItem, itemize
from flyers.text.model import TypeSpec
from flyers.text.placing import TOUCH, LinePiece, SetLine, in_measure, least_distance, opened
from flyers.text.shaping import ShapedText, shape
from flyers.translation.registry import LineBreakRules
from flyers.units import total

_MESSAGES_KEPT = 256


class ShapedMessage:
    """One message in one font stack, weight and direction; ``items`` are from `itemize`."""

    def __init__(self, rich: RichText, items: Sequence[TextItem], line_break_rules: LineBreakRules) -> None:
        self.rich = rich
        self._items = items
        self._line_break_rules = line_break_rules
        self._half_width = half_width_marks(rich.text, items)
        self._shaped = [self._shape(item, item.start, item.end) for item in items]
        self._before, self._safe = self._measure_characters()
        self._spacing = Spacing(rich.text, items, self._shaped)
        contacts = [(item.start, item.end) for item in items if item.contact]
        ends = line_breaks(rich.text, rich.language, contacts, line_break_rules)
        self._breaks = (Break(0, BreakKind.MANDATORY), *ends)
        self._drawn_ends = [drawn_end(rich.text, place.position) for place in self._breaks]
        # Where lines begin at each break, and where they end; em on one scale.
        before, spacing = self._before, self._spacing
        starts = [place.position for place in self._breaks]
        self._starts = [before[start] + spacing.passed(start) + spacing.hanging_before(start) for start in starts]
        self._ends = [before[end] + spacing.held(end) - spacing.hanging_after(end) for end in self._drawn_ends]
        self._possible: dict[bool, list[tuple[int, PossibleLines]]] = {}
        self._widths: dict[tuple[int, int], float] = {}
        self._lines: dict[tuple[int, int], SetLine] = {}
        self._distances: dict[tuple[int, int, int, float, float], float] = {}
        self._set: dict[tuple[float, bool, bool], tuple[SetLine, ...]] = {}

    def lines(self, width: float, balance: bool, keep_whole: bool = False) -> tuple[SetLine, ...]:
        """Return the message in a measure of ``width`` em; arguments and errors are those of `choose_breaks`."""
        key = (width, balance, keep_whole)
        if key not in self._set:
            if len(self._set) >= _MESSAGES_KEPT:
                self._set.clear()
            self._set[key] = tuple([self._line(*ends) for ends in self._break_into(*key)])
        return self._set[key]

    def leading(self, lines: Sequence[SetLine], leading: float, flush: float) -> float:
        """Return the least leading, at least ``leading``, at which none of its *lines* touches the next; em.

        ``flush`` is where the lines' free space is: 0 at the right, 1 at the left, 0.5 on both sides.
        """
        needed = leading
        for upper, lower in pairwise(lines):
            if lower.top - upper.bottom <= leading:
                continue  # they cannot meet, wherever their letters are
            key = (upper.start, lower.start, lower.end, leading, flush)
            distance = self._distances.get(key)
            if distance is None:
                if len(self._distances) >= _MESSAGES_KEPT:
                    self._distances.clear()
                offset = flush * (upper.width - lower.width)
                distance = self._distances[key] = least_distance(upper.boxes, lower.boxes, leading, offset)
            needed = max(needed, distance)
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
        how = (item.face, item.script, item.shaping_language, rtl, hyphen, half_width)
        return shape(self.rich.text, start, end, *how)

    def _measure_characters(self) -> tuple[list[float], list[bool]]:
        """Return for every character the advance of all before it, and whether a cut before it needs no reshaping."""
        before: list[float] = []
        safe: list[bool] = []
        pen = 0.0

        def separators(end: int) -> None:
            safe.extend([True] * (end - len(before)))
            before.extend([pen] * (end - len(before)))

        for item, shaped in zip(self._items, self._shaped, strict=True):
            separators(item.start)
            before += [pen + shaped.befores[glyph] for glyph in shaped.first[:-1]]
            safe += shaped.safe[:-1]
            pen += shaped.befores[-1]
        separators(len(self.rich.text))
        return [*before, pen], [*safe, True]

    def _forced_lines(self) -> Iterator[tuple[int, int]]:
        """Yield the indices of the breaks at both ends of every stretch between mandatory breaks."""
        first = 0
        for index in range(1, len(self._breaks)):
            if self._breaks[index].kind is BreakKind.MANDATORY:
                yield first, index
                first = index

    def _break_into(self, width: float, balance: bool, keep_whole: bool) -> Iterator[tuple[int, int]]:
        """Yield the indices of the breaks at both ends of every line in a measure of ``width`` em."""
        if balance not in self._possible:
            self._possible[balance] = list(self._possible_lines(balance))
        for first, lines in self._possible[balance]:
            start = first
            try:
                for chosen in choose_breaks(lines, width, balance, keep_whole):
                    yield start, first + chosen
                    start = first + chosen
            except UnbreakablePiece as fault:
                index = first + fault.index
                piece = self.rich.text[self._breaks[index].position : self._drawn_ends[index + 1]]
                raise UnbreakablePiece(index, fault.width, piece) from None

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
            stretch = slice(first, last + 1)
            places = zip(self._breaks[stretch], self._drawn_ends[stretch], strict=True)
            reshaped = [
                index
                for index, (place, end) in enumerate(places)
                if place.kind is BreakKind.HYPHEN or not (self._safe[place.position] and self._safe[end])
            ]

            def width(start: int, end: int, first: int = first) -> float:
                message = own()
                assert message is not None, "these lines are its own"
                return message._width(first + start, first + end)

            lines = PossibleLines(
                starts=self._starts[stretch],
                ends=self._ends[stretch],
                costs=costs[stretch],
                begun=[index - first for index in begun[stretch]],
                reshaped=frozenset(reshaped),
                width=width,
            )
            yield first, lines

    def _width(self, first: int, last: int) -> float:
        """Return the width of the line between two breaks, em."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        if end <= start:
            return 0.0
        if self._safe[start] and self._safe[end] and self._breaks[last].kind is not BreakKind.HYPHEN:
            return self._ends[last] - self._starts[first]
        if (first, last) not in self._widths:
            hanging = self._spacing.hanging_before(start) + self._spacing.hanging_after(end)
            full = total(piece.gap + piece.width for piece in self._pieces(first, last))
            self._widths[first, last] = full - hanging
        return self._widths[first, last]

    def _pieces(self, first: int, last: int) -> Iterator[LinePiece]:
        """Yield the pieces of a line in logical order, reshaped where a cut changes letters."""
        start, end = self._breaks[first].position, self._drawn_ends[last]
        for item, shaped in zip(self._items, self._shaped, strict=True):
            own_start, own_end = max(start, item.start), min(end, item.end)
            if own_start >= own_end:
                continue
            hyphen = own_end == end and self._breaks[last].kind is BreakKind.HYPHEN
            gap = self._spacing.before_item(own_start, start, end)
            if hyphen or not (self._safe[own_start] and self._safe[own_end]):
                yield LinePiece(item, self._shape(item, own_start, own_end, hyphen), 0, own_end - own_start, gap)
            else:
                yield LinePiece(item, shaped, own_start - item.start, own_end - item.start, gap)

    def _line(self, first: int, last: int) -> SetLine:
        if (first, last) not in self._lines:
            start, end = self._breaks[first].position, self._breaks[last].position
            pieces = tuple(self._pieces(first, last))
            text = self.rich.text[start : max(start, self._drawn_ends[last])]
            hanging = self._spacing.hanging_before(start)
            self._lines[first, last] = SetLine(pieces, start, end, text, self._width(first, last), hanging)
        return self._lines[first, last]


_CACHE_SIZE = 2048


@dataclass(frozen=True, slots=True)
class Measurement:
    """What copy-fitting needs of a paragraph; lengths in points."""

    lines: int  # how many
    # Of the visual box, so that blocks of every script are at equal optical distances: (ascent + descent) x size +
    # (lines - 1) x leading.
    height: float
    leading: float
    width: float  # of the widest line
    # above, below: how far the first line's outlines reach above the visual box, and the last line's below it;
    # negative if they stay inside.
    above: float = 0.0
    below: float = 0.0


MOST_PARAGRAPHS = 64
"""Set paragraphs that are kept, and of the older generation as many: a piece has some twenty, a brochure ninety. The
next piece may have nearly all of them, in the same places."""

_DISPLAY = 30.0
"""Points from which type is large: the white beside its letters shows, and lines that nearly touch look joined."""

_BETWEEN_DISPLAY_LINES = 0.12
"""White between the ink of two lines of a large heading, em; the lines of a number have their own."""

_OVERHANG = 0.15  # How far ink may reach out at the side of a line, em. Latin letters never reach that far.

ParagraphRequest = tuple[RichText, TypeSpec, float]  # A message, its type, and its measure in points.


class Typesetter:
    """Sets messages in type, with the registry's *line_break_rules* by language.

    Shaping is cached, so that another size or measure takes only arithmetic.
    """

    def __init__(self, library: FontLibrary, line_break_rules: Mapping[str, LineBreakRules] | None = None) -> None:
        self.library = library
        self._line_break_rules = line_break_rules or {}
        self._messages: ProcessCache[tuple[object, ...], ShapedMessage] = ProcessCache(_CACHE_SIZE)
        self._clearances: ProcessCache[tuple[object, ...], float] = ProcessCache(_CACHE_SIZE)
        self._paragraphs: ProcessCache[ParagraphRequest, tuple[SetLine, ...]] = ProcessCache(MOST_PARAGRAPHS)

    def paragraph(self, rich: RichText, spec: TypeSpec, width: float) -> tuple[SetLine, ...]:
        """Return a message as lines in a measure of ``width`` points.

        Every character of ``rich.text`` is accounted for. The lines' slices cover the text. A line's ``text`` is the
        beginning of ``rich.text[line.start:line.end]``; it omits only white space, and invisible characters among it,
        at the line's end. Each character of ``line.text`` is carried by one glyph. A character without a shape
        (U+200B, an isolate, an unused soft hyphen) has a glyph of its own, without ink or advance, unless it belongs
        to a cluster. A soft hyphen at which the line breaks is carried by the glyph of a hyphen.

        Raises:
            FontError: no font of the stack has a character.
            OversetError: a piece that cannot be broken is wider than the measure.
        """
        placed = self._paragraphs.get((rich, spec, width))
        if placed is None:
            lines, leading = self._set(rich, spec, width)
            size, moved = spec.size, _moved(lines, spec, width)
            baselines = [spec.ascent * size + index * leading for index in range(len(lines))]
            placed = self._paragraphs[rich, spec, width] = tuple(
                line.at(size, _indent(line, spec, width) + moved, baseline)
                for line, baseline in zip(lines, baselines, strict=True)
            )
        return placed

    def measure(self, rich: RichText, spec: TypeSpec, width: float) -> Measurement:
        """Return the measurements of what `paragraph` would return, or raise, without making its glyphs."""
        lines, leading = self._set(rich, spec, width)
        if not lines:
            return Measurement(0, 0.0, leading, 0.0)
        size, width = spec.size, max(line.width for line in lines) * spec.size
        height = (spec.ascent + spec.descent) * size + (len(lines) - 1) * leading
        above, below = (lines[0].top - spec.ascent) * size, (-lines[-1].bottom - spec.descent) * size
        return Measurement(len(lines), height, leading, width, above, below)

    def clearance(self, upper: ParagraphRequest, lower: ParagraphRequest, offset: float) -> float:
        """Return the least space between the visual boxes of two paragraphs, one below the other; points.

        It is 0 unless ink of the upper paragraph's last line, reaching out of its box, would meet ink of the lower
        paragraph's first line. The left edge of the lower one is *offset* points to the right of the upper one's.
        """
        key = (*upper, *lower, offset)
        clearance = self._clearances.get(key)
        if clearance is None:
            clearance = self._clearances[key] = self._clearance(upper, lower, offset)
        return clearance

    def _clearance(self, upper: ParagraphRequest, lower: ParagraphRequest, offset: float) -> float:
        above, below = self._set(*upper)[0], self._set(*lower)[0]
        if not above or not below:
            return 0.0
        last, first, over, under = above[-1], below[0], upper[1], lower[1]
        between = over.descent * over.size + under.ascent * under.size
        if first.top * under.size - last.bottom * over.size <= between:
            return 0.0
        boxes = (_in_points(last.boxes, last, over, upper[2]), _in_points(first.boxes, first, under, lower[2]))
        offset += _moved(below, under, lower[2]) - _moved(above, over, upper[2])
        return least_distance(*boxes, between, offset) - between

    def reach(self, text: ParagraphRequest, edge: Literal["top", "bottom"], left: float, right: float) -> float:
        """Return how far ink between two distances from the left edge reaches out of a visual box; points."""
        lines, spec = self._set(*text)[0], text[1]
        if not lines:
            return 0.0
        line = lines[0] if edge == "top" else lines[-1]
        moved = _moved(lines, spec, text[2])
        left, right = left - moved, right - moved
        boxes = [box for box in _in_points(line.boxes, line, spec, text[2]) if box[0] < right and box[2] > left]
        beyond = spec.ascent if edge == "top" else spec.descent
        return max([(box[3] if edge == "top" else -box[1]) - beyond * spec.size for box in boxes], default=0.0)

    def natural_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Return the width of the message if lines end only at mandatory breaks; points."""
        return self._message(rich, spec).natural_width() * spec.size

    def min_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Return the width of the widest piece that cannot be broken; points."""
        return self._message(rich, spec).min_width() * spec.size

    def _set(self, rich: RichText, spec: TypeSpec, width: float) -> tuple[tuple[SetLine, ...], float]:
        """Return the lines in em, and the leading in points at which they don't touch."""
        message = self._message(rich, spec)
        try:
            lines = message.lines(width / spec.size, spec.balance, spec.keep_whole)
        except UnbreakablePiece as fault:
            if "\u00a0" in fault.piece:
                # Web pages, and editors that take a text for one, turn ordinary spaces into these.
                hint = "It has no-break spaces (U+00A0): type ordinary spaces where a line may end."
            else:
                hint = "Give it more room or smaller type, or add a soft hyphen (U+00AD) where the word can be divided."
            raise OversetError(
                f"“{shorten(visible(fault.piece))}” cannot be broken and is {fault.width * spec.size:.1f} pt wide at "
                f"{spec.size:g} pt; there is room for {width:.1f} pt.",
                hint=hint,
                source=rich.source,
                trail=(rich.language, rich.message),
            ) from None
        if len(lines) < 2:
            return lines, spec.leading
        least = round(spec.leading / spec.size, 6)  # so that the same leading at two sizes is equal
        air = _BETWEEN_DISPLAY_LINES if spec.balance and spec.size >= _DISPLAY else 0.0
        leading = message.leading(lines, least - air, _flush(spec)) + air
        return lines, spec.leading if leading <= least + TOUCH else leading * spec.size

    def _message(self, rich: RichText, spec: TypeSpec) -> ShapedMessage:
        # The key has the whole message, not only its text, so that errors name the right one.
        key = (rich, spec.families, spec.weight, spec.direction, spec.script)
        message = self._messages.get(key)
        if message is None:
            base_level = 1 if spec.direction == "rtl" else 0
            line_break_rules = self._line_break_rules.get(rich.language, NO_LINE_BREAK_RULES)
            items = itemize(rich, self.library, spec.families, spec.weight, base_level, spec.script)
            message = self._messages[key] = ShapedMessage(rich, items, line_break_rules)
        return message


def _indent(line: SetLine, spec: TypeSpec, width: float) -> float:
    """Return the distance from the measure's left edge to the line's, points; large type is aligned by its ink."""
    flush = _flush(spec)
    indent = flush * (width - line.width * spec.size)
    if spec.size < _DISPLAY:
        return indent
    left, right = line.sides
    return indent - (1.0 - flush) * (left * spec.size) + flush * (line.width * spec.size - right * spec.size)


def _moved(lines: Iterable[SetLine], spec: TypeSpec, width: float) -> float:
    """Return how far to the right the lines of a paragraph move, together, so that their ink stays in the measure."""
    size = spec.size
    indents = [(line.sides, _indent(line, spec, width)) for line in lines]
    moves = [_inwards(indent + left * size, indent + right * size, width, size) for (left, right), indent in indents]
    return max([0.0, *moves], key=abs)


def _inwards(left: float, right: float, width: float, size: float) -> float:
    """Return how far to the right a line must move so that its ink, from *left* to *right*, stays in its column.

    Some Nastaliq letters begin half an em before their origin, which takes them out of the safe area of a card.
    """
    allowed = _OVERHANG * size
    before, after = -left - allowed, right - width - allowed
    return max(0.0, min(before, -after)) - max(0.0, min(after, -before))


def _in_points(boxes: Iterable[InkBox], line: SetLine, spec: TypeSpec, width: float) -> list[InkBox]:
    """Return *boxes* of the line's glyphs in points, from the left edge of the measure."""
    indent = _indent(line, spec, width)
    return [in_measure(box, spec.size, indent) for box in boxes]


def _flush(spec: TypeSpec) -> float:
    """Return the share of a line's free space that is on its left, from alignment and direction."""
    if spec.align == "center":
        return 0.5
    return 1.0 if (spec.align == "end") == (spec.direction == "ltr") else 0.0
