"""What a screen reader says of a composed document.

Order and kinds of blocks come from the document, words and languages from the translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from flyers.content.richtext import RichText, SpanKind
from flyers.page.document import BULLET, Document, Element, TextLine
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.translation.localization import Localization


@dataclass(frozen=True, slots=True)
class SpokenElement:
    """A block of the structure tree, as a screen reader says it.

    Attributes:
        pieces: what it says, as (text, BCP 47 tag). Digits and addresses have no language of their own: theirs is that
            of the words around them.
        alt: the description of a picture.
        language: the language of the description; "" for the document's.
        last: read after the rest of its panel, wherever it is.
        actual: what is said in place of what it shows, a list item's marker.
        around: the tags of the elements that it is in, the outermost first.
    """

    tag: str
    pieces: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    language: str = ""
    last: bool = False
    actual: str = ""
    around: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def spoken_elements(document: Document, localized: Localization) -> Iterator[SpokenElement]:
    """Yield every block of *document* in reading order."""
    for element, language, around in _blocks(document.structure, document.language):
        items = [document.pages[page].items[index] for page, index in element.items]
        lines = [item for item in items if isinstance(item, TextLine)]
        pieces = (
            piece
            for _, paragraph in groupby(lines, key=lambda line: line.message)
            for piece in _pieces(list(paragraph), language, localized)
        )
        alt_language = language if element.alt and language != document.language else ""
        marker = BULLET if element.tag == "Lbl" and not lines else ""
        yield SpokenElement(element.tag, tuple(pieces), element.alt, alt_language, element.last, marker, around)


def _blocks(
    element: Element, language: str, around: tuple[str, ...] = ()
) -> Iterator[tuple[Element, str, tuple[str, ...]]]:
    """Yield every element that shows something, with its language and the tags of the elements that it is in."""
    language = element.language or language
    if element.items:
        yield element, language, around
    for child in element.children:
        yield from _blocks(child, language, (*around, element.tag))


def _pieces(lines: list[TextLine], language: str, localized: Localization) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph with their languages."""
    message = lines[0].message
    if message.is_contact:
        yield localized.contact(message.id, message.language).display, language
    elif rich := localized.text(message):
        counts = lines[0].counts
        yield from _by_language(rich.on_page(*counts) if counts else rich)
    else:  # imprint, numerals, calendar or measures, which are not messages of the campaign
        yield from ((f"{line.text} " if line.spaced else line.text, line.language) for line in lines)


def _by_language(rich: RichText) -> Iterator[tuple[str, str]]:
    end = 0
    for span in rich.spans:
        if span.kind is not SpanKind.FOREIGN or span.start < end:
            continue
        yield rich.text[end : span.start], rich.language
        yield rich.text[span.start : span.end], span.value
        end = span.end
    yield rich.text[end:], rich.language
