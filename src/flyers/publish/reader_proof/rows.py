"""The rows as data: each text once, with its number, its English, the words as they are printed, and their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flyers.content.contacts import ContactKind
from flyers.content.message_key import MessageKey
from flyers.content.richtext import SpanKind
from flyers.page.document import Document, TextLine
from flyers.publish.reader_proof.page_style import product_name
from flyers.publish.reader_proof.printed import Occurrence, PrintedText
from flyers.records import dataclass
from flyers.translation.localize import english_for

if TYPE_CHECKING:
    from flyers.translation.localization import Localization

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
    """Return a row for each of the printed *texts*."""
    return [
        TextRow(
            key=text.message,
            english=_contact_words(text, localized, english) if text.contact else _english(text.message, localized),
            number=text.number,
            where=_where(text.occurrences, documents),
            lines=text.occurrences[0].lines,
            notes=tuple(notes.get(text.message, ())),
            digits=bool(text.contact) or _has_contact(text.message, localized),
            exact=localized.contact(text.contact).display if text.contact else "",
        )
        for text in texts
    ]


def unseen_rows(
    keys: Sequence[MessageKey],
    localized: Localization,
    notes: Mapping[MessageKey, Sequence[str]],
) -> list[TextRow]:
    """Return a row for each message that no picture shows."""
    return [
        TextRow(
            key=key,
            english=_english(key, localized),
            where=str(key),
            notes=tuple(notes.get(key, ())),
            digits=_has_contact(key, localized),
        )
        for key in keys
    ]


def _english(key: MessageKey, localized: Localization) -> str:
    """Return the English of a message as it is meant for the readers of this language."""
    return english_for(localized.campaign, localized.language, key).text


def _contact_words(text: PrintedText, localized: Localization, english: Localization) -> str:
    """Return what a contact is and whose: ``Phone number, National hotline``."""
    contact = localized.contact(text.contact)
    return f"{_KINDS[contact.kind]}, {english.plain(contact.name)}"


def _has_contact(key: MessageKey, localized: Localization) -> bool:
    return any(span.kind is SpanKind.CONTACT for span in localized.texts[key].spans)


def _where(occurrences: Sequence[Occurrence], documents: Sequence[Document]) -> str:
    """Return the pages that show a text: ``Brochure, cover side; Poster``."""
    places: dict[str, None] = {}
    for occurrence in occurrences:
        document = documents[occurrence.document]
        face = f", {document.pages[occurrence.page].face}" if len(document.pages) > 1 else ""
        places[f"{product_name(document)}{face}"] = None
    return "; ".join(places)
