"""Find every text on a language's pages and number them in the order in which the pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.page.document import Document, TextLine
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.translation.localization import Localization


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a text is printed.

    Attributes:
        document, page: indices among the documents and their pages.
        indices: of its lines among the page's items.
        lines: the lines themselves.
    """

    document: int
    page: int
    indices: tuple[int, ...]
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text on the pages: a message in one form, or a contact by itself."""

    number: int
    message: MessageKey
    occurrences: tuple[Occurrence, ...]

    @property
    def contact(self) -> str:
        """The contact's id, "" for a message."""
        return self.message.contact


def printed(documents: Sequence[Document], localized: Localization) -> tuple[PrintedText, ...]:
    """Return the numbered texts of *documents*: messages and contacts, but not small print such as the imprint."""
    occurrences: dict[MessageKey, list[Occurrence]] = {}
    for number, document in enumerate(documents):
        for message, occurrence in _occurrences(number, document):
            if message in localized.texts or message.is_contact:
                occurrences.setdefault(message, []).append(occurrence)
    return tuple(
        PrintedText(number, message, tuple(places))
        for number, (message, places) in enumerate(occurrences.items(), start=1)
    )


def _occurrences(number: int, document: Document) -> Iterator[tuple[MessageKey, Occurrence]]:
    for page, face in enumerate(document.pages):
        lines = [(index, item) for index, item in enumerate(face.items) if isinstance(item, TextLine)]
        for (_, message), group in groupby(lines, key=lambda indexed: (indexed[1].block, indexed[1].message)):
            indices, own = zip(*group, strict=True)
            yield message, Occurrence(number, page, indices, own)


def unseen(texts: Sequence[PrintedText], localized: Localization) -> list[MessageKey]:
    """Return the keys of the messages for print that none of *texts* shows, in the order of the content."""
    shown = {text.message for text in texts}
    return [key for key, _ in localized.campaign.printed_words() if key not in shown]


def numbers_on(texts: Sequence[PrintedText], document: int, page: int) -> Mapping[tuple[int, ...], int]:
    """Return the numbers of the texts on one page, by the indices of their lines."""
    return {
        occurrence.indices: text.number
        for text in texts
        for occurrence in text.occurrences
        if (occurrence.document, occurrence.page) == (document, page)
    }
