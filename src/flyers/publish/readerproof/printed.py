"""Every text of a language's pages with a number, in the order in which the pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flyers.layout.pages import Document, TextLine
from flyers.pipeline.reading_text import CONTACT_PREFIX

if TYPE_CHECKING:
    from flyers.translation.localize import Localization


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where a text stands: on page *page* of document *document*, as the items *indices* of that page."""

    document: int
    page: int
    indices: tuple[int, ...]
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text that is printed: a message in one form, or a contact that stands by itself (``contact:hotline``)."""

    number: int
    message: str
    spots: tuple[Spot, ...]

    @property
    def contact(self) -> str:
        """The contact's id, "" for a message."""
        return self.message.removeprefix(CONTACT_PREFIX) if self.message.startswith(CONTACT_PREFIX) else ""


def printed(documents: Sequence[Document], localized: Localization) -> tuple[PrintedText, ...]:
    """All texts of *documents* that a translator or a contact stands behind; the imprint is none."""
    spots: dict[str, list[Spot]] = {}
    for number, document in enumerate(documents):
        for message, spot in _spots(number, document):
            if message in localized.texts or message.startswith(CONTACT_PREFIX):
                spots.setdefault(message, []).append(spot)
    return tuple(
        PrintedText(number, message, tuple(found)) for number, (message, found) in enumerate(spots.items(), start=1)
    )


def _spots(number: int, document: Document) -> Iterator[tuple[str, Spot]]:
    for page, face in enumerate(document.pages):
        lines = [(index, item) for index, item in enumerate(face.items) if isinstance(item, TextLine)]
        for (_, message), group in groupby(lines, key=lambda each: (each[1].block, each[1].message)):
            indices, own = zip(*group, strict=True)
            yield message, Spot(number, page, indices, own)


def unseen(texts: Sequence[PrintedText], localized: Localization) -> list[str]:
    """Contexts of the messages that none of the *texts* shows, in the order of the content."""
    shown = {text.message for text in texts}
    return [where for where, _ in localized.campaign.words() if where not in shown]


def numbers_on(texts: Sequence[PrintedText], document: int, page: int) -> Mapping[tuple[int, ...], int]:
    """The numbers of the texts on one page, by the indices of their lines."""
    return {
        spot.indices: text.number
        for text in texts
        for spot in text.spots
        if (spot.document, spot.page) == (document, page)
    }
