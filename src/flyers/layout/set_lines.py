"""Lines of set text as items of a page.

Layouts, page builders, sheets and slugs all make their lines here: `text_line` is the only place that constructs a
`flyers.page.document.TextLine`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText, Span, SpanKind
from flyers.page.document import TextLine
from flyers.page.glyphs import ContactOnLine
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import Paragraph, ParagraphLine

_INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
"""Soft hyphen, zero-width space and joiners, marks of direction, word joiner, isolates."""


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


def text_line(line: ParagraphLine, rich: RichText, labels: LineLabels, x: float, y: float) -> TextLine:
    """Return the set *line* of *rich* as an item with its origin at (x, y) in points, the baseline's left end."""
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
        spaced=ends_in_space(_without_break(line, rich)),
    )


def _contacts(line: ParagraphLine, rich: RichText) -> Iterator[ContactOnLine]:
    """Yield the contacts on the line; one that began on a line above says so."""
    for contact in line.contacts:
        starts = (span.start for span in _contact_spans(rich) if span.value == contact.contact)
        yield contact if any(line.start <= start < line.end for start in starts) else replace(contact, begins=False)


def _without_break(line: ParagraphLine, rich: RichText) -> str:
    """Return the text of the line; a contact that goes on below ends without its line separator, not a space."""
    goes_on = any(span.start < line.end < span.end for span in _contact_spans(rich))
    text = rich.text[line.start : line.end]
    return text.rstrip(LINE_SEPARATOR) if goes_on else text


def _contact_spans(rich: RichText) -> Iterator[Span]:
    return (span for span in rich.spans if span.kind is SpanKind.CONTACT)


def text_lines(paragraph: Paragraph, rich: RichText, labels: LineLabels, x: float, y: float) -> Iterator[TextLine]:
    """Yield the lines of a set *paragraph* of *rich* whose measure has its top left corner at (x, y) in points."""
    for line in paragraph.lines:
        yield text_line(line, rich, labels, x, y - line.baseline)


def ends_in_space(text: str) -> bool:
    """Return whether *text* ends in a space, not counting invisible characters after it."""
    return text.rstrip(_INVISIBLE)[-1:].isspace()
