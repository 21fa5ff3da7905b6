"""Paragraphs of blocks: a text is measured when its block is arranged, and its lines are made when it is drawn.

A paragraph's height runs from its language's `ascent` to its `descent`, not from the font's, so blocks of every script
look equally far apart. Ink outside (Nastaliq often has some) gets room: paddings open for it, and a gap between texts
is never less than the white between their lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText, Span, SpanKind
from flyers.layout.set_lines import LineLabels, text_lines
from flyers.page.document import Omission, TextLine
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.model import Paragraph
from flyers.text.paragraph import MOST_PARAGRAPHS

if TYPE_CHECKING:
    from flyers.layout.block import Block
    from flyers.layout.roles import Role
    from flyers.layout.setting import Setting
    from flyers.layout.sheet import Sheet
    from flyers.text.model import Align, TypeSpec

_OVERHANG = 0.15
"""How far ink may reach out at the side of a line, em. Latin letters never reach that far."""

LRI, PDI = "\u2066", "\u2069"


@dataclass(slots=True)
class TextLines:
    """A measured paragraph, with what the page records of it. Lengths are points.

    Attributes:
        leading: distance of its baselines, opened where lines would touch.
        block: path of its block.
        tag: its structure type.
        floor: the smallest size permitted.
        wanted: the message in the form that the layout asks for, if a shorter form is set; None otherwise.
        natural: width when nothing forces a line break, for texts that are never broken.
        target: what the text opens when it is clicked.
        above, below: how far ink reaches out of the visual box of the paragraph.
    """

    rich: RichText
    spec: TypeSpec
    width: float
    height: float
    leading: float
    block: str
    role: str
    tag: str
    floor: float
    colour: str
    wanted: MessageKey | None = None
    natural: float = 0.0
    target: str = ""
    above: float = 0.0
    below: float = 0.0

    @property
    def first_baseline(self) -> float:
        """Distance of the first baseline below the top."""
        return self.spec.ascent * self.spec.size

    @property
    def line_gap(self) -> float:
        """White between two lines."""
        return max(0.0, self.leading - (self.spec.ascent + self.spec.descent) * self.spec.size)

    @property
    def count(self) -> int:
        """The number of lines."""
        one = (self.spec.ascent + self.spec.descent) * self.spec.size
        return 1 + round((self.height - one) / self.leading)

    def clearance(self, lower: TextLines, setting: Setting, offset: float = 0.0) -> float:
        """Distance that the ink of *lower* needs from these lines; its left edge is *offset* to the right of theirs."""
        upper_side, lower_side = (self.rich, self.spec, self.width), (lower.rich, lower.spec, lower.width)
        return setting.typesetter.clearance(upper_side, lower_side, offset)

    def reach(self, edge: Literal["top", "bottom"], left: float, right: float, setting: Setting) -> float:
        """How far ink reaches out of that edge between two distances from the left edge."""
        return setting.typesetter.reach((self.rich, self.spec, self.width), edge, left, right)

    def put(self, sheet: Sheet, start: float, top: float, ground: str) -> None:
        """Draw the lines in the colours for *ground*, with the upper start corner at (*start*, *top*)."""
        left = sheet.left(start, self.width)
        paragraph = sheet.setting.typesetter.paragraph(self.rich, self.spec, self.width)
        # All lines move together; otherwise they would no longer begin at one edge.
        moved = max((_inwards(line.ink, self.width, self.spec.size) for line in paragraph.lines), key=abs, default=0.0)
        labels = LineLabels(
            block=self.block,
            message=self.rich.message,
            role=self.role,
            colour=self.colour,
            ground=ground,
            size=self.spec.size,
            floor=self.floor,
        )
        for line in _lines_at(paragraph, self.rich, labels, sheet.page, left + moved, sheet.height - top):
            sheet.add(line)

    def note_shorter_form(self, sheet: Sheet) -> None:
        """Record for the build report that a shorter form than the wanted one was set."""
        if self.wanted and self.rich.message != self.wanted:
            sheet.omissions.append(
                Omission(
                    self.block,
                    self.wanted,
                    f"set in its shorter form, {self.rich.message}: there is no room for the full one",
                    instead=self.rich.message,
                )
            )


_lines: ProcessCache[tuple[object, ...], tuple[Paragraph, tuple[TextLine, ...]]] = ProcessCache(MOST_PARAGRAPHS)
"""Placed lines, with their paragraph, so that its id stays taken."""


def _lines_at(
    paragraph: Paragraph, rich: RichText, labels: LineLabels, page: int, x: float, y: float
) -> tuple[TextLine, ...]:
    """Return the `text_lines` of a *paragraph*, the same objects for all pieces with it at the same place of a page."""
    key = (id(paragraph), labels, page, x, y)
    known = _lines.get(key)
    if known is None:
        known = _lines[key] = (paragraph, tuple(text_lines(paragraph, rich, labels, x, y)))
    return known[1]


def message_lines(
    block: Block,
    message: str,
    width: float,
    setting: Setting,
    ground: str,
    *,
    role: Role,
    colour: str,
    align: Align,
) -> TextLines:
    """Return *message* measured in *width* points, in the form that copy-fitting has chosen for *block*."""
    form, wanted_form = setting.form(block), block.forms[0]
    rich = setting.rich(message, form)
    wanted = setting.rich(message, wanted_form).message if form != wanted_form else None
    spec = setting.spec(role, ground, align, whole_sentences=block.path in setting.rung.whole)
    return set_lines(block, rich, spec, width, setting, ground, role=role, colour=colour, wanted=wanted)


def set_lines(
    block: Block,
    rich: RichText,
    spec: TypeSpec,
    width: float,
    setting: Setting,
    ground: str,
    *,
    role: Role,
    colour: str,
    wanted: MessageKey | None = None,
) -> TextLines:
    """Return *rich* measured in *width* points; *wanted* is the message that it replaces, if that is a longer form."""
    measured = setting.typesetter.measure(rich, spec, width)
    return TextLines(
        rich=rich,
        spec=spec,
        width=width,
        height=measured.height,
        leading=measured.leading,
        above=max(0.0, measured.above),
        below=max(0.0, measured.below),
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=setting.floor(role, ground),
        colour=colour or setting.theme.text_on(ground),
        wanted=wanted,
    )


def isolated(text: str, kind: SpanKind, value: str, message: MessageKey) -> RichText:
    """Return *text* of Latin letters and digits as one span of that kind and value, between directional isolates."""
    span = Span(1, 1 + len(text), kind, value)
    return RichText(f"{LRI}{text}{PDI}", "en", message, None, (span,))


def _inwards(ink: tuple[float, float, float, float], width: float, size: float) -> float:
    """Return how far to the right a line must move so that its ink stays in its column.

    Some Nastaliq letters begin half an em before their origin, which takes them out of the safe area of a card.
    """
    allowed = _OVERHANG * size
    before, after = -ink[0] - allowed, ink[2] - width - allowed
    if after > 0.0:
        return -min(after, max(0.0, -before))
    return min(before, -after) if before > 0.0 else 0.0
