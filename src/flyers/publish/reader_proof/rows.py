"""Every text on a language's pages, numbered in the order in which they show it, and the rows of the list of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from flyers.content.contacts import ContactKind
from flyers.content.markup import SpanKind
from flyers.content.message_key import MessageKey
from flyers.page.document import Document, TextLine
from flyers.publish.reader_proof.page_style import product_name
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.localize import english_for


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
    printed_keys = {text.message for text in texts}
    return [key for key, _ in localized.campaign.printed_words() if key not in printed_keys]


def numbers_on(texts: Sequence[PrintedText], document: int, page: int) -> Mapping[tuple[int, ...], int]:
    """Return the numbers of the texts on one page, by the indices of their lines."""
    return {
        occurrence.indices: text.number
        for text in texts
        for occurrence in text.occurrences
        if (occurrence.document, occurrence.page) == (document, page)
    }


_KINDS = {
    ContactKind.PHONE: "Phone number",
    ContactKind.TEXT: "Number for text messages",
    ContactKind.WEB: "Web address",
    ContactKind.MAIL: "E-mail address",
    ContactKind.RELAY: "Relay number",
    ContactKind.CHAT: "Address of a chat",
    ContactKind.APP: "Account in an app",
    ContactKind.PLACE: "Place",
}


@dataclass(frozen=True, slots=True)
class TextRow:
    """The data of a row.

    Attributes:
        key: of the message or contact.
        english: its English, or what a contact is.
        number: on the pictures; 0 for a text that they do not show.
        where: the pages that show it.
        lines: as they are printed there; empty for a text that they do not show.
        notes: the translator's remarks about it.
        digits: whether it holds a number or address.
        exact: the number or address that it must be, if it is nothing else.
    """

    key: MessageKey
    english: str
    number: int = 0
    where: str = ""
    lines: tuple[TextLine, ...] = ()
    notes: tuple[str, ...] = ()
    digits: bool = False
    exact: str = ""

    @property
    def is_contact(self) -> bool:
        return self.key.is_contact


def rows_of(
    texts: Sequence[PrintedText],
    documents: Sequence[Document],
    localized: Localization,
    english: Localization,
    notes: Mapping[MessageKey, Sequence[str]],
) -> list[TextRow]:
    """Return a row for each of the printed *texts*; that of a contact says what it is and whose."""
    rows = []
    for text in texts:
        lines = text.occurrences[0].lines
        more: dict[str, Any] = {"number": text.number, "where": _where(text.occurrences, documents), "lines": lines}
        if text.contact:
            contact = localized.contact(text.contact)
            words = f"{_KINDS[contact.kind]}, {english.plain(contact.name)}"
            remarks = tuple(notes.get(text.message, ()))
            rows.append(TextRow(text.message, words, notes=remarks, digits=True, exact=contact.display, **more))
        else:
            rows.append(_row(text.message, localized, notes, **more))
    return rows


def unseen_rows(
    keys: Sequence[MessageKey], localized: Localization, notes: Mapping[MessageKey, Sequence[str]]
) -> list[TextRow]:
    """Return a row for each message that no picture shows."""
    return [_row(key, localized, notes, where=str(key)) for key in keys]


def _row(key: MessageKey, localized: Localization, notes: Mapping[MessageKey, Sequence[str]], **more: Any) -> TextRow:
    """Return the row of a message, with its English as it is meant for the readers of this language."""
    english = english_for(localized.campaign, localized.language, key).text
    digits = any(span.kind is SpanKind.CONTACT for span in localized.texts[key].spans)
    return TextRow(key, english, notes=tuple(notes.get(key, ())), digits=digits, **more)


def _where(occurrences: Sequence[Occurrence], documents: Sequence[Document]) -> str:
    """Return the pages that show a text: ``Brochure, cover side; Poster``."""
    places: dict[str, None] = {}
    for occurrence in occurrences:
        document = documents[occurrence.document]
        face = f", {document.pages[occurrence.page].face}" if len(document.pages) > 1 else ""
        places[f"{product_name(document)}{face}"] = None
    return "; ".join(places)
