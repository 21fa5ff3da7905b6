"""The inline markup of messages: ``**strong**`` and ``{placeholder}``; ``{{`` and ``}}`` are braces.

Everything else is plain text. What looks like markup of another kind (``<b>``, ``<img src=…>``, ``&amp;``) is never
interpreted; translations and messages that have it are refused (`flyers.translation.checks`), since it would print.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from flyers.content.message_key import MessageKey
from flyers.errors import Source
from flyers.process_cache import memoized
from flyers.records import dataclass


class SpanKind(StrEnum):
    """Kinds of text other than plain text."""

    STRONG = "strong"
    CONTACT = "contact"  # A fact that is neither translated nor broken; ``value`` is the contact's id.
    FOREIGN = "foreign"  # Text in another language; ``value`` is its BCP 47 tag.
    PAGE = "page"  # A count of pages, which only the finished piece knows; ``value`` is `PAGE` or `PAGES`.


PAGE, PAGES = "page", "pages"  # Placeholders for the number of a page, and for how many there are.


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is of this kind. Contact spans do not include the isolates around them."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class RichText:
    """One localized message form."""

    text: str  # NFC, logical order; every contact wrapped in U+2066 … U+2069, no-break inside
    language: str  # BCP 47 tag of the text
    message: MessageKey  # its key
    source: Source | None = None  # the place of its words (the PO file, or the YAML for English)
    spans: tuple[Span, ...] = ()  # sorted by start; kinds may overlap

    def __hash__(self) -> int:
        return hash(self.text)  # strings cache their hash, and few messages share a text

    def on_page(self, page: int, pages: int) -> RichText:
        """Return the text with the number of its page, and how many pages there are, in place of the placeholders."""
        counts = {PAGE: str(page), PAGES: str(pages)}
        numbers = [(span, counts[span.value]) for span in self.spans if span.kind is SpanKind.PAGE]
        text = self.text
        for span, number in reversed(numbers):
            text = text[: span.start] + number + text[span.end :]

        def moved(place: int) -> int:
            return place + sum(len(number) - (span.end - span.start) for span, number in numbers if span.end <= place)

        spans = (replace(span, start=moved(span.start), end=moved(span.end)) for span in self.spans)
        return replace(self, text=text, spans=tuple(spans))


def visible(text: str) -> str:
    """Return *text* for a message, without the invisible characters that words in many languages have.

    Joiners stay, since they change how letters look, and so do overrides, which no text needs: a terminal shows those
    as codes.
    """
    # Soft hyphen, zero-width space, marks of direction, word joiner and isolates.
    return re.sub("[\u00ad\u061c\u200b\u200e\u200f\u2060\u2066-\u2069]", "", text).strip()


def without_isolates(text: str) -> str:
    """Return *text* without the isolates around numbers: they order letters on a page, but screen readers, tooltips and
    window titles don't need them, and some show boxes.
    """
    return re.sub("[\u2066-\u2069]", "", text)


def visibly_different(*texts: str) -> tuple[str, ...]:
    """Return *texts* as `visible` does, but as they are where they would look alike without being so."""
    shown = tuple(map(visible, texts))
    return shown if len(set(shown)) == len(set(texts)) else texts


LRI, PDI = "\u2066", "\u2069"  # LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE

PLACEHOLDER = re.compile(r"[a-z][a-z0-9_]*")
"""A placeholder's name; the ids of contacts and the names of names are of the same form."""

IN_BRACES = re.compile(r"\{[^{}]*\}")  # A placeholder in a text, or what should be one.


class MarkupError(ValueError):
    """Incomplete markup. The text of the exception is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class MarkupPiece:
    """A stretch of a message: plain text, the name of a placeholder, or what replaces one."""

    text: str
    strong: bool = False
    placeholder: bool = False
    # Of what replaces one and has its own direction, kept together between isolates (UAX #9, BD8…BD13); None for words
    # of the message's own language, which become a part of its text.
    kind: SpanKind | None = None
    value: str = ""  # of the span


Template = tuple[MarkupPiece, ...]  # A parsed message, in logical order.


def placeholders(template: Template) -> Counter[str]:
    """Return the number of times that each placeholder occurs."""
    return Counter([piece.text for piece in template if piece.placeholder])


@memoized(1024)
def parse(text: str) -> Template:
    """Return the pieces of a text with markup, the same object for the same text.

    Raises:
        MarkupError: ``**`` without a partner or with nothing inside, a single brace, a malformed placeholder.
    """
    pieces: list[MarkupPiece] = []
    plain: list[str] = []
    strong = False
    strong_from = position = 0
    for token in re.finditer(r"\*\*|\{\{|\}\}|\{[^{}]*\}|[{}]", text):
        plain.append(text[position : token.start()])
        position = token.end()
        mark = token[0]
        if mark in ("{{", "}}"):
            plain.append(mark[0])
            continue
        _flush(plain, pieces, strong)
        if mark == "**":
            if strong and len(pieces) == strong_from:
                raise MarkupError("“****” has no words between its marks.")
            strong = not strong
            strong_from = len(pieces)
        elif len(mark) == 1:
            raise MarkupError(f"There is a single “{mark}”; write “{mark}{mark}” for a brace.")
        elif PLACEHOLDER.fullmatch(mark[1:-1]):
            pieces.append(MarkupPiece(mark[1:-1], strong, placeholder=True))
        else:
            raise MarkupError(f"“{mark}” is not a placeholder; its name has small letters, digits and “_” only.")
    if strong:
        raise MarkupError("“**” begins bold text, and no second “**” ends it.")
    plain.append(text[position:])
    _flush(plain, pieces, strong)
    return tuple(pieces)


def assemble(
    template: Template, fillings: Mapping[str, MarkupPiece], language: str, message: MessageKey, source: Source | None
) -> RichText:
    """Return the text and spans of *template*, every placeholder filled; raises a KeyError if one is not known."""
    text = ""
    spans: list[Span] = []
    strong_from: int | None = None
    for piece in template:
        if piece.strong and strong_from is None:
            strong_from = len(text)
        elif not piece.strong and strong_from is not None:
            spans.append(Span(strong_from, len(text), SpanKind.STRONG))
            strong_from = None
        filling = fillings[piece.text] if piece.placeholder else piece
        if filling.kind is None:
            text += filling.text
        else:
            start = len(text) + len(LRI)
            spans.append(Span(start, start + len(filling.text), filling.kind, filling.value))
            text += LRI + filling.text + PDI
    if strong_from is not None:
        spans.append(Span(strong_from, len(text), SpanKind.STRONG))
    spans.sort(key=lambda span: (span.start, span.end, span.kind))
    return RichText(text, language, message, source, tuple(spans))


def _flush(plain: list[str], pieces: list[MarkupPiece], strong: bool) -> None:
    if words := "".join(plain):
        if pieces and unicodedata.category(words[0]).startswith("M"):
            mark = f"U+{ord(words[0]):04X}"
            raise MarkupError(f"“**” or a placeholder is before {mark} and separates it from its letter.")
        pieces.append(MarkupPiece(words, strong))
    plain.clear()
