"""Text ready for typesetting: markup resolved to spans, contacts filled in, and the source kept for errors."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from flyers.content.message_key import MessageKey
from flyers.errors import Source
from flyers.records import dataclass


class SpanKind(StrEnum):
    """Kinds of text other than plain text."""

    STRONG = "strong"
    CONTACT = "contact"
    """A fact that is neither translated nor broken; ``value`` is the contact's id."""
    FOREIGN = "foreign"
    """Text in another language; ``value`` is its BCP 47 tag."""
    PAGE = "page"
    """A count of pages, which only the finished piece knows; ``value`` is `PAGE` or `PAGES`."""


PAGE, PAGES = "page", "pages"
"""Placeholders for the number of a page, and for how many there are."""


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is of this kind. Contact spans do not include the isolates around them."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class RichText:
    """One localized message form.

    Attributes:
        text: NFC, logical order; every contact wrapped in U+2066 … U+2069, no-break inside.
        language: BCP 47 tag of the text.
        message: its key.
        source: the place of its words (the PO file, or the YAML for English).
        spans: sorted by start; kinds may overlap.
    """

    text: str
    language: str
    message: MessageKey
    source: Source | None = None
    spans: tuple[Span, ...] = ()

    def __hash__(self) -> int:
        return hash(self.text)  # strings cache their hash, and few messages share a text

    def on_page(self, page: int, pages: int) -> RichText:
        """Return the text with the number of its page, and how many pages there are, in place of the placeholders."""
        counts = {PAGE: str(page), PAGES: str(pages)}
        found = [(span, counts[span.value]) for span in self.spans if span.kind is SpanKind.PAGE]
        text = self.text
        for span, number in reversed(found):
            text = text[: span.start] + number + text[span.end :]

        def moved(place: int) -> int:
            return place + sum(len(number) - (span.end - span.start) for span, number in found if span.end <= place)

        spans = (replace(span, start=moved(span.start), end=moved(span.end)) for span in self.spans)
        return replace(self, text=text, spans=tuple(spans))
