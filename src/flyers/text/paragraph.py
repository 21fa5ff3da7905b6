"""The way into the text engine: `Typesetter` turns messages into paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import Literal

from flyers.content.richtext import RichText
from flyers.content.schema import shorten
from flyers.content.visible import visible
from flyers.errors import OversetError
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.font_face import InkBox
from flyers.text.fonts import FontLibrary
from flyers.text.itemize import itemize
from flyers.text.message import OverwidePiece, ShapedMessage
from flyers.text.model import Paragraph, ParagraphLine, TypeSpec
from flyers.text.penalties import NO_LINE_BREAK_RULES
from flyers.text.placing import SetLine, least_distance
from flyers.text.shaping import Shaper
from flyers.translation.registry import LineBreakRules

_CACHE_SIZE = 2048


@dataclass(frozen=True, slots=True)
class Measurement:
    """What copy-fitting needs of a paragraph: number of lines, height, leading and widest line, points.

    ``above`` is how far the first line's outlines reach above the visual box, ``below`` how far the last line's reach
    below it; negative if they stay inside.
    """

    lines: int
    height: float
    leading: float
    width: float
    above: float = 0.0
    below: float = 0.0


MOST_PARAGRAPHS = 64
"""Set paragraphs that are kept, and of the older generation as many: a piece has some twenty, a brochure ninety. The
next piece may have nearly all of them, in the same places."""

ParagraphRequest = tuple[RichText, TypeSpec, float]
"""A message, its type, and its measure in points."""


class Typesetter:
    """Sets messages in type. Shaping is cached, so that another size or measure takes only arithmetic.

    Args:
        library: the fonts.
        line_break_rules: by language, from the language registry.
    """

    def __init__(self, library: FontLibrary, line_break_rules: Mapping[str, LineBreakRules] | None = None) -> None:
        self.library = library
        self._line_break_rules = line_break_rules or {}
        self._shaper = Shaper()
        self._messages: ProcessCache[tuple[object, ...], ShapedMessage] = ProcessCache(_CACHE_SIZE)
        self._clearances: ProcessCache[tuple[object, ...], float] = ProcessCache(_CACHE_SIZE)
        self._paragraphs: ProcessCache[ParagraphRequest, Paragraph] = ProcessCache(MOST_PARAGRAPHS)

    def paragraph(self, rich: RichText, spec: TypeSpec, width: float) -> Paragraph:
        """Set a message in a measure of ``width`` points.

        Every character of ``rich.text`` is accounted for. The lines' slices cover the text. A line's ``text`` is the
        beginning of ``rich.text[line.start:line.end]``; it omits only white space, and invisible characters among it,
        at the line's end. Each character of ``line.text`` is carried by one glyph. A character without a shape
        (U+200B, an isolate, an unused soft hyphen) has a glyph of its own, without ink or advance, unless it belongs
        to a cluster. A soft hyphen at which the line breaks is carried by the glyph of a hyphen.

        Raises:
            FontError: no font of the stack has a character.
            OversetError: a piece that cannot be broken is wider than the measure.
        """
        known = self._paragraphs.get((rich, spec, width))
        if known is None:
            known = self._paragraphs[rich, spec, width] = self._paragraph(rich, spec, width)
        return known

    def _paragraph(self, rich: RichText, spec: TypeSpec, width: float) -> Paragraph:
        lines, leading = self._set(rich, spec, width)
        set_lines = tuple(_line(line, index, spec, width, leading) for index, line in enumerate(lines))
        return Paragraph(set_lines, width, _height(len(lines), spec, leading), spec.size, leading)

    def measure(self, rich: RichText, spec: TypeSpec, width: float) -> Measurement:
        """Return the measurements of what `paragraph` would return in *width* points, without making its glyphs.

        Raises:
            FontError, OversetError: as `paragraph`.
        """
        lines, leading = self._set(rich, spec, width)
        height = _height(len(lines), spec, leading)
        if not lines:
            return Measurement(0, height, leading, 0.0)
        size = spec.size
        return Measurement(
            len(lines),
            height,
            leading,
            width=max(line.width for line in lines) * size,
            above=(lines[0].top - spec.ascent) * size,
            below=(-lines[-1].bottom - spec.descent) * size,
        )

    def clearance(self, upper: ParagraphRequest, lower: ParagraphRequest, offset: float = 0.0) -> float:
        """Return the least space between the visual boxes of two paragraphs, one below the other; points.

        It is 0 unless ink of the upper paragraph's last line, reaching out of its box, would meet ink of the lower
        paragraph's first line. The left edge of the lower one is *offset* points to the right of the upper one's.

        Raises:
            FontError, OversetError: as `paragraph`.
        """
        key = (*upper, *lower, offset)
        known = self._clearances.get(key)
        if known is None:
            known = self._clearances[key] = self._clearance(upper, lower, offset)
        return known

    def _clearance(self, upper: ParagraphRequest, lower: ParagraphRequest, offset: float) -> float:
        above, below = self._set(*upper)[0], self._set(*lower)[0]
        if not above or not below:
            return 0.0
        last, first, over, under = above[-1], below[0], upper[1], lower[1]
        between = over.descent * over.size + under.ascent * under.size
        if first.top * under.size - last.bottom * over.size <= between:
            return 0.0
        highest = max([box[3] for box in first.boxes]) * under.size if first.boxes else -inf
        lowest = min([box[1] for box in last.boxes]) * over.size if last.boxes else inf
        hanging = [box for box in last.boxes if highest - box[1] * over.size > between]  # the others cannot meet any
        rising = [box for box in first.boxes if box[3] * under.size - lowest > between]
        boxes = (_in_points(hanging, last, over, upper[2]), _in_points(rising, first, under, lower[2]))
        return least_distance(*boxes, between, offset) - between

    def reach(self, text: ParagraphRequest, edge: Literal["top", "bottom"], left: float, right: float) -> float:
        """Return how far ink reaches out of a paragraph's visual box between two distances from its left edge; points.

        Raises:
            FontError, OversetError: as `paragraph`.
        """
        lines, spec = self._set(*text)[0], text[1]
        if not lines:
            return 0.0
        line = lines[0] if edge == "top" else lines[-1]
        boxes = [box for box in _in_points(line.boxes, line, spec, text[2]) if box[0] < right and box[2] > left]
        if edge == "top":
            return max([box[3] - spec.ascent * spec.size for box in boxes], default=0.0)
        return max([-box[1] - spec.descent * spec.size for box in boxes], default=0.0)

    def natural_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Return the width of the message if lines end only at mandatory breaks; points.

        Raises:
            FontError: no font of the stack has a character.
        """
        return self._message(rich, spec).natural_width() * spec.size

    def min_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Return the width of the widest piece that cannot be broken; points.

        Raises:
            FontError: no font of the stack has a character.
        """
        return self._message(rich, spec).min_width() * spec.size

    def _set(self, rich: RichText, spec: TypeSpec, width: float) -> tuple[tuple[SetLine, ...], float]:
        """Return the lines in em, and the leading in points at which they don't touch."""
        message = self._message(rich, spec)
        try:
            lines = message.lines(width / spec.size, spec.balance, spec.whole_sentences)
        except OverwidePiece as fault:
            raise OversetError(
                f"“{shorten(visible(fault.piece))}” cannot be broken and is {fault.width * spec.size:.1f} pt wide at "
                f"{spec.size:g} pt; there is room for {width:.1f} pt.",
                hint=_where_to_break(fault.piece),
                source=rich.source,
                trail=(rich.language, rich.message),
            ) from None
        if len(lines) < 2:
            return lines, spec.leading
        wanted = round(spec.leading / spec.size, 6)  # so that the same leading at two sizes is equal
        leading = message.leading(lines, wanted, _flush(spec))
        return lines, spec.leading if leading == wanted else leading * spec.size

    def _message(self, rich: RichText, spec: TypeSpec) -> ShapedMessage:
        # The key has the whole message, not only its text, so that errors name the right one.
        key = (rich, spec.families, spec.weight, spec.direction, spec.script)
        message = self._messages.get(key)
        if message is None:
            base_level = 1 if spec.direction == "rtl" else 0
            line_break_rules = self._line_break_rules.get(rich.language, NO_LINE_BREAK_RULES)
            items = itemize(rich, self.library, spec.families, spec.weight, base_level, spec.script)
            message = self._messages[key] = ShapedMessage(rich, items, self._shaper, line_break_rules)
        return message


def _height(lines: int, spec: TypeSpec, leading: float) -> float:
    """Return the height of the visual box around some lines, points."""
    if not lines:
        return 0.0
    return (spec.ascent + spec.descent) * spec.size + (lines - 1) * leading


def _indent(line: SetLine, spec: TypeSpec, width: float) -> float:
    """Return the distance from the measure's left edge to the line's, points."""
    return _flush(spec) * (width - line.width * spec.size)


def _in_points(boxes: Iterable[InkBox], line: SetLine, spec: TypeSpec, width: float) -> list[InkBox]:
    """Return *boxes* of the line's glyphs in points, from the left edge of the measure."""
    size, indent = spec.size, _indent(line, spec, width)
    return [
        (indent + left * size, bottom * size, indent + right * size, top * size) for left, bottom, right, top in boxes
    ]


def _where_to_break(piece: str) -> str:
    if "\u00a0" in piece:
        # Web pages, and editors that take a text for one, turn ordinary spaces into these.
        return "It has no-break spaces (U+00A0): type ordinary spaces where a line may end."
    return "Give it more room or smaller type, or add a soft hyphen (U+00AD) where the word can be divided."


def _flush(spec: TypeSpec) -> float:
    """Return the share of a line's free space that is on its left, from alignment and direction."""
    if spec.align == "center":
        return 0.5
    return 1.0 if (spec.align == "end") == (spec.direction == "ltr") else 0.0


def _line(line: SetLine, index: int, spec: TypeSpec, width: float, leading: float) -> ParagraphLine:
    """Return a line in points, at its place in the measure."""
    size, indent = spec.size, _indent(line, spec, width)
    return ParagraphLine(
        runs=line.runs(size, indent),
        width=line.width * size,
        baseline=spec.ascent * size + index * leading,
        ink=line.ink(size, indent),
        start=line.start,
        end=line.end,
        text=line.text,
        contacts=line.contacts(size, indent),
    )
