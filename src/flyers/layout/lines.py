"""Paragraphs of blocks: a text is measured when its block is arranged, and its lines are made when it is drawn.

A paragraph's height runs from its language's `ascent` to its `descent`, not from the font's, so blocks of every script
look equally far apart. Ink outside (Nastaliq often has some) gets room: paddings open for it, and a gap between texts
is never less than the white between their lines.

Layouts, page builders, sheets and slugs all make their lines here: `text_line` is the only place that constructs a
`flyers.page.document.TextLine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.layout.block import Block, Edge
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import ContactOnLine, Omission, TextLine
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import Align, TypeSpec
from flyers.text.paragraph import MOST_PARAGRAPHS
from flyers.text.placing import SetLine

# Soft hyphen, zero-width space and joiners, marks of direction, word joiner, isolates.
_INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class LineLabels:
    """What a page records of a line besides its glyphs; the fields are those of `flyers.page.document.TextLine`."""

    block: str
    message: MessageKey
    role: str
    colour: str
    ground: str
    size: float
    floor: float


def text_line(line: SetLine, rich: RichText, labels: LineLabels, x: float, y: float) -> TextLine:
    """Return the set *line* of *rich* as an item with its origin at (x, y) in points, the baseline's left end."""
    text = rich.text[line.start : line.end]
    if any(span.start < line.end < span.end for span in _contact_spans(rich)):
        text = text.rstrip(LINE_SEPARATOR)  # a contact that goes on below ends without its separator, not in a space
    return TextLine(
        x=x,
        y=y,
        runs=line.runs,
        colour=labels.colour,
        ground=labels.ground,
        block=labels.block,
        message=labels.message,
        role=labels.role,
        size=labels.size,
        floor=labels.floor,
        text=line.text,
        language=rich.language,
        ink=line.ink,
        contacts=tuple(_contacts(line, rich)),
        spaced=ends_in_space(text),
    )


def _contacts(line: SetLine, rich: RichText) -> Iterator[ContactOnLine]:
    """Yield the contacts on the line; one that began on a line above says so."""
    for contact in line.contacts:
        starts = (span.start for span in _contact_spans(rich) if span.value == contact.contact)
        yield contact if any(line.start <= start < line.end for start in starts) else replace(contact, begins=False)


def _contact_spans(rich: RichText) -> Iterator[Span]:
    return (span for span in rich.spans if span.kind is SpanKind.CONTACT)


def text_lines(lines: Iterable[SetLine], rich: RichText, labels: LineLabels, x: float, y: float) -> Iterator[TextLine]:
    """Yield the set *lines* of *rich* whose measure has its top left corner at (x, y) in points."""
    for line in lines:
        yield text_line(line, rich, labels, x, y - line.baseline)


def ends_in_space(text: str) -> bool:
    """Return whether *text* ends in a space, not counting invisible characters after it."""
    return text.rstrip(_INVISIBLE)[-1:].isspace()


LRI, PDI = "\u2066", "\u2069"


@dataclass(slots=True)
class TextLines:
    """A measured paragraph, with what the page records of it. Lengths are points."""

    rich: RichText
    spec: TypeSpec
    width: float
    height: float
    leading: float  # distance of its baselines, opened where lines would touch
    labels: LineLabels
    tag: str  # its structure type
    wanted: MessageKey | None = None  # the message in the layout's own form if a shorter one is set
    target: str = ""  # what the text opens when it is clicked
    last: bool = False  # whether a listener hears it after everything else in its panel
    above: float = 0.0  # above, below: how far ink reaches out of the visual box of the paragraph
    below: float = 0.0

    @property
    def first_baseline(self) -> float:
        """Distance of the first baseline below the top."""
        return self.spec.ascent * self.spec.size

    @property
    def _box(self) -> float:
        """Height of the visual box of one line."""
        return (self.spec.ascent + self.spec.descent) * self.spec.size

    @property
    def line_gap(self) -> float:
        """White between two lines."""
        return max(0.0, self.leading - self._box)

    @property
    def count(self) -> int:
        return 1 + round((self.height - self._box) / self.leading)

    def clearance(self, lower: TextLines, setting: Setting, offset: float = 0.0) -> float:
        """Distance that the ink of *lower* needs from these lines; its left edge is *offset* to the right of theirs."""
        upper_side, lower_side = (self.rich, self.spec, self.width), (lower.rich, lower.spec, lower.width)
        return setting.typesetter.clearance(upper_side, lower_side, offset)

    def reach(self, edge: Edge, left: float, right: float, setting: Setting) -> float:
        """How far ink reaches out of that edge between two distances from the left edge."""
        return setting.typesetter.reach((self.rich, self.spec, self.width), edge, left, right)

    def put(self, sheet: Sheet, start: float, top: float) -> None:
        """Draw the lines with the upper start corner at (*start*, *top*)."""
        paragraph = sheet.setting.typesetter.paragraph(self.rich, self.spec, self.width)
        x, y = sheet.left(start, self.width), sheet.height - top
        key = (id(paragraph), self.labels, sheet.page, x, y)
        known = _lines.get(key)
        if known is None:
            known = _lines[key] = (paragraph, tuple(text_lines(paragraph, self.rich, self.labels, x, y)))
        for line in known[1]:
            sheet.add(line)

    def note_shorter_form(self, sheet: Sheet) -> None:
        """Record for the build report that a shorter form than the wanted one was set."""
        if self.wanted and self.rich.message != self.wanted:
            note = f"set in its shorter form, {self.rich.message}: there is no room for the full one"
            sheet.omissions.append(Omission(self.labels.block, self.wanted, note, instead=self.rich.message))


_lines: ProcessCache[tuple[object, ...], tuple[object, tuple[TextLine, ...]]] = ProcessCache(MOST_PARAGRAPHS)
"""Placed lines, the same objects for all pieces with a paragraph at the same place of a page; with the paragraph, so
that its id stays taken."""


def message_lines(
    block: Block, message: str, width: float, setting: Setting, ground: str, *, role: str, colour: str, align: Align
) -> TextLines:
    """Return *message* measured in *width* points, in the form that copy-fitting has chosen for *block*."""
    form, wanted_form = setting.form(block), block.forms[0]
    rich = setting.localized.rich(message, form)
    wanted = setting.localized.rich(message, wanted_form).message if form != wanted_form else None
    spec = setting.spec(setting.layout.roles[role], ground, align, keep_whole=block.path in setting.rung.whole)
    lines = set_lines(block, rich, spec, width, setting, ground, role=role, colour=colour)
    lines.wanted = wanted
    return lines


def set_lines(
    block: Block,
    rich: RichText,
    spec: TypeSpec,
    width: float,
    setting: Setting,
    ground: str,
    *,
    role: str,
    colour: str = "",
    latin: bool = False,
) -> TextLines:
    """Return *rich* measured in *width* points; *latin*, as contacts and small print are, stays in its visual box."""
    try:
        measured, type_role = setting.typesetter.measure(rich, spec, width), setting.layout.roles[role]
    except OversetError as error:  # of a word: copy-fitting asks in which panel it is
        raise error.within(block.path) from None
    colour, floor = colour or setting.theme.grounds[ground].text, setting.floor(type_role, ground, latin=latin)
    labels = LineLabels(block.path, rich.message, role, colour, ground, spec.size, floor)
    # There is one title, in the first language.
    tag = "H2" if setting.whole is not None and type_role.tag == "H1" else type_role.tag
    lines = TextLines(rich, spec, width, measured.height, measured.leading, labels, tag)
    if not latin:
        lines.above, lines.below = max(0.0, measured.above), max(0.0, measured.below)
    return lines


def isolated(text: str, kind: SpanKind, value: str, message: MessageKey) -> RichText:
    """Return *text* of Latin letters and digits as one span of that kind and value, between directional isolates."""
    span = Span(1, 1 + len(text), kind, value)
    return RichText(f"{LRI}{text}{PDI}", "en", message, None, (span,))
