"""The text engine's front door: messages in, set paragraphs out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flyers.content.richtext import RichText
from flyers.errors import OversetError
from flyers.text.fonts import FontLibrary, InkBox
from flyers.text.itemize import itemize
from flyers.text.message import OverwidePiece, ShapedMessage
from flyers.text.model import Paragraph, ParagraphLine, TypeSpec
from flyers.text.penalties import NO_LINE_BREAK_RULES
from flyers.text.placing import SetLine, least_distance
from flyers.text.shaping import Shaper
from flyers.translation.registry import LineBreakRules

_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Measurement:
    """What copy-fitting needs to know of a paragraph: number of lines, height, leading and widest line, points.

    ``above`` is how far the first line's outlines rise over the visual box, ``below`` how far the last line's hang out
    under it; negative where they stay inside.
    """

    lines: int
    height: float
    leading: float
    width: float
    above: float = 0.0
    below: float = 0.0


ParagraphRequest = tuple[RichText, TypeSpec, float]
"""A message, its type, and the measure that it is set in."""


class Typesetter:
    """Sets messages in type. Shaping is remembered, so that another size or measure is arithmetic only.

    Args:
        library: the fonts.
        habits: by language, from the language registry.
    """

    def __init__(self, library: FontLibrary, line_break_rules: Mapping[str, LineBreakRules] | None = None) -> None:
        self.library = library
        self._line_break_rules = line_break_rules or {}
        self._shaper = Shaper()
        self._messages: dict[tuple[object, ...], ShapedMessage] = {}

    def paragraph(self, rich: RichText, spec: TypeSpec, width: float) -> Paragraph:
        """Set a message in a measure of ``width`` points.

        Every character of ``rich.text`` is accounted for: a line's ``text`` is the beginning of
        ``rich.text[line.start:line.end]``; what it leaves out is only the white space, and characters that never show
        among it, at the line's end; and the lines' slices cover the text. Each character of ``line.text`` is carried
        by one glyph. One that has no form (U+200B, an isolate, a soft hyphen that is not used) has a glyph of its
        own, without ink or advance, unless it belongs to a cluster. A soft hyphen at which the line breaks is carried
        by the glyph of a hyphen.

        Raises:
            FontError: no font of the stack has a character.
            OversetError: a piece that cannot be broken is wider than the measure.
        """
        lines, leading = self._set(rich, spec, width)
        set_lines = tuple(_line(line, index, spec, width, leading) for index, line in enumerate(lines))
        return Paragraph(set_lines, width, _height(len(lines), spec, leading), spec.size, leading)

    def measure(self, rich: RichText, spec: TypeSpec, width: float) -> Measurement:
        """What `paragraph` would give, without making its glyphs.

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

    def clearance(self, upper: ParagraphRequest, lower: ParagraphRequest) -> float:
        """The least white, in points, between the visual boxes of two paragraphs that stand under one another.

        It is 0 unless ink of the upper one's last line, hanging out of its box, would meet ink of the lower one's
        first line. Both begin at the same left edge.

        Raises:
            FontError, OversetError: as `paragraph`.
        """
        above, below = self._set(*upper)[0], self._set(*lower)[0]
        if not above or not below:
            return 0.0
        last, first, over, under = above[-1], below[0], upper[1], lower[1]
        between = over.descent * over.size + under.ascent * under.size
        if first.top * under.size - last.bottom * over.size <= between:
            return 0.0
        boxes = (_in_points(last, over, upper[2]), _in_points(first, under, lower[2]))
        return least_distance(*boxes, between) - between

    def natural_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Points; the width of the message when only its mandatory breaks are taken.

        Raises:
            FontError: no font of the stack has a character.
        """
        return self._message(rich, spec).natural_width() * spec.size

    def min_width(self, rich: RichText, spec: TypeSpec) -> float:
        """Points; the width of the widest piece that cannot be broken.

        Raises:
            FontError: no font of the stack has a character.
        """
        return self._message(rich, spec).min_width() * spec.size

    def _set(self, rich: RichText, spec: TypeSpec, width: float) -> tuple[tuple[SetLine, ...], float]:
        """The lines in em, and the leading in points at which they do not touch."""
        message = self._message(rich, spec)
        try:
            lines = message.lines(width / spec.size, spec.balance)
        except OverwidePiece as fault:
            raise OversetError(
                f"“{fault.piece}” cannot be broken and is {fault.width * spec.size:.1f} pt wide at {spec.size:g} pt; "
                f"there is room for {width:.1f} pt.",
                hint="Give it more room or smaller type; a word can be divided at a soft hyphen (U+00AD).",
                source=rich.source,
                trail=(rich.language, rich.message),
            ) from None
        if len(lines) < 2:
            return lines, spec.leading
        wanted = round(spec.leading / spec.size, 6)  # so that one leading at two sizes is one leading
        leading = message.leading(lines, wanted, _flush(spec))
        return lines, spec.leading if leading == wanted else leading * spec.size

    def _message(self, rich: RichText, spec: TypeSpec) -> ShapedMessage:
        # The whole message, not only its text, so that errors name the right one.
        key = (rich, spec.families, spec.weight, spec.direction, spec.script)
        message = self._messages.get(key)
        if message is None:
            if len(self._messages) >= _MOST_REMEMBERED:
                self._messages.clear()
            base_level = 1 if spec.direction == "rtl" else 0
            line_break_rules = self._line_break_rules.get(rich.language, NO_LINE_BREAK_RULES)
            items = itemize(rich, self.library, spec.families, spec.weight, base_level, spec.script)
            message = self._messages[key] = ShapedMessage(rich, items, self._shaper, line_break_rules)
        return message


def _height(lines: int, spec: TypeSpec, leading: float) -> float:
    if not lines:
        return 0.0
    return (spec.ascent + spec.descent) * spec.size + (lines - 1) * leading


def _indent(line: SetLine, spec: TypeSpec, width: float) -> float:
    """Points from the measure's left edge to the line's."""
    return _flush(spec) * (width - line.width * spec.size)


def _in_points(line: SetLine, spec: TypeSpec, width: float) -> list[InkBox]:
    """Boxes of the line's glyphs in points, from the left edge of the measure."""
    size, indent = spec.size, _indent(line, spec, width)
    return [
        (indent + left * size, bottom * size, indent + right * size, top * size)
        for left, bottom, right, top in line.boxes
    ]


def _flush(spec: TypeSpec) -> float:
    """Which share of a line's free room stands at its left, from its alignment and direction."""
    if spec.align == "center":
        return 0.5
    return 1.0 if (spec.align == "end") == (spec.direction == "ltr") else 0.0


def _line(line: SetLine, index: int, spec: TypeSpec, width: float, leading: float) -> ParagraphLine:
    """A line in points, at its place in the measure."""
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
