"""A manifest: the words and contacts of printed pieces, under the content code in their small print.

The small print of a card ends with ``es · wallet-card · 2026-11 · 4f2a91c``. The last part, the content code, is a hash
of all strings and contacts of its language, so it identifies them exactly, but they can't be derived from it.
`flyers.workflow.manifests` keeps them in files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.page.document import Document, QrCode, TextLine
from flyers.records import dataclass
from flyers.translation.standing import State

if TYPE_CHECKING:
    from flyers.content.richtext import RichText
    from flyers.translation.localization import Localization


@dataclass(frozen=True, slots=True)
class ProductContents:
    """What one product says, and how often it was ordered.

    Attributes:
        messages: keys, in the order of the pages.
        contacts: ids, as in `Manifest.contacts`.
        quantity: copies ordered on this occasion; 0 if that is not known.
    """

    messages: tuple[MessageKey, ...] = ()
    contacts: tuple[str, ...] = ()
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One occasion on which the manifest was kept.

    The same words may be printed for several issues.

    Attributes:
        day: the date.
        issue: the campaign's issue, ``2026-11``.
        state: of the sign-off of these products on that day.
        products: what each product said.
        cancelled: whether nothing was printed then after all.
    """

    day: dt.date
    issue: str
    state: State
    products: Mapping[str, ProductContents]
    cancelled: bool = False

    def __str__(self) -> str:
        copies = (
            f"{contents.quantity} × {product}" if contents.quantity else f"{product} (quantity not on record)"
            for product, contents in self.products.items()
        )
        return f"{', '.join(copies)}, on {self.day} ({self.state})"

    @property
    def outcome(self) -> str:
        """The state of its sign-off, or that it was cancelled."""
        return "cancelled" if self.cancelled else str(self.state)

    @property
    def ordered(self) -> bool:
        """Whether copies were ordered: the same order on another day is another order."""
        return any(contents.quantity for contents in self.products.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a content code identifies.

    Attributes:
        language: a tag, or several, ``es+en``.
        code: seven digits; content: the hash that begins with them.
        messages: the text by key, exactly as printed but without direction marks.
        contacts: what is printed and what a code or link opens, by id; of another language of the piece, where that
            differs, by tag and id: ``ar:site`` (see `second_language`).
        entries: the occasions on which it was kept, the oldest first.
    """

    language: str
    code: str
    content: str
    messages: Mapping[MessageKey, str]
    contacts: Mapping[str, tuple[str, str]]
    entries: tuple[ManifestEntry, ...]

    @property
    def products(self) -> dict[str, ProductContents]:
        """What each product said on the last occasion that has it."""
        return {product: contents for entry in self.entries for product, contents in entry.products.items()}

    @property
    def issue(self) -> str:
        """The issue on the last occasion."""
        return self.entries[-1].issue

    @property
    def state(self) -> State:
        """The state of the sign-off on the last occasion."""
        return self.entries[-1].state


_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def manifest_of(
    localized: Localization,
    documents: Iterable[Document],
    day: dt.date,
    quantities: Mapping[str, int] | None = None,
) -> Manifest:
    """Return the manifest of *documents*, which are all composed from *localized*.

    *quantities* are the copies ordered, by product.
    """
    documents, ordered = list(documents), quantities or {}
    products = {
        document.product: replace(_contents(document, localized), quantity=ordered.get(document.product, 0))
        for document in documents
    }
    messages = [where for contents in products.values() for where in contents.messages]
    names = [name for contents in products.values() for name in contents.contacts]
    contacts = {name: _fact(localized, *second_language(name)) for name in _in_order(names, localized)}
    return Manifest(
        language=localized.label,
        code=localized.code,
        content=localized.content_hash(),
        messages={where: plain(localized.texts[where]) for where in dict.fromkeys(messages)},
        contacts=contacts,
        entries=(ManifestEntry(day, localized.campaign.issue, _state(documents), products),),
    )


def _state(documents: Iterable[Document]) -> State:
    """Return the state of several products together: `State.PARTLY` if only some of them are signed."""
    states = [document.approval.standing.state for document in documents]
    unsigned = [state for state in states if state is not State.SIGNED]
    if not unsigned:
        return State.SIGNED
    return unsigned[0] if len(unsigned) == len(states) else State.PARTLY


def plain(rich: RichText) -> str:
    """Return the words as a person reads them, without the isolates around numbers."""
    return rich.text.translate(_ISOLATES)


def _contents(document: Document, localized: Localization) -> ProductContents:
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    codes = [item for page in document.pages for item in page.items if isinstance(item, QrCode)]
    contacts = [(line.message.language, contact.contact) for line in lines for contact in line.contacts]
    contacts += [(code.language, code.contact) for code in codes]
    names = (_name(localized, language, contact) for language, contact in contacts)
    messages = dict.fromkeys(line.message for line in lines if line.message in localized.texts)
    return ProductContents(tuple(messages), tuple(dict.fromkeys(names)))


def _name(localized: Localization, language: str, contact: str) -> str:
    """Return the name of a contact in a manifest: its id, with the piece's language if the contact differs there."""
    return contact if _fact(localized, language, contact) == _fact(localized, "", contact) else f"{language}:{contact}"


def second_language(name: str) -> tuple[str, str]:
    """Return the second language and the id in a name that a manifest has for a contact; "" for the first one's."""
    language, _, contact = name.rpartition(":")
    return language, contact


def _fact(localized: Localization, language: str, contact: str) -> tuple[str, str]:
    fact = localized.contact(contact, language)
    return fact.display, fact.target


def _in_order(names: Iterable[str], localized: Localization) -> list[str]:
    """Return each of *names* once, in the campaign's order of contacts."""
    ranks = {contact: rank for rank, contact in enumerate(localized.campaign.contacts)}
    return sorted(dict.fromkeys(names), key=lambda name: (ranks[second_language(name)[1]], second_language(name)[0]))
