"""Readings: what a native reader reads of a product, and the key by which an answer is known.

A reading page (`flyers.publish.reading`) and the answer that comes back (`flyers.workflow.answers`) name each text by
eight digits that stand for it as it was read. The campaign's own key closes an answer, so that a text that no page of
the campaign has written is noticed, and makes the addresses of pages on a website, which nobody guesses.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, Source, UsageError
from flyers.files import exists, read_bytes, write_whole
from flyers.page.document import Document
from flyers.pipeline.recipe import current_documents
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.approval import said_in
from flyers.translation.catalog import usable
from flyers.translation.localization import Localization
from flyers.translation.objections import PAGES, Objection, read_objections
from flyers.translation.signoff import CurrentWords, SignOff, current_words, standing_after
from flyers.translation.standing import Standing, counted
from flyers.workflow.pages_checksum import SHORT, pages_checksum

KEY = "translations/reading-key.txt"
_KEY_HEAD = """\
# Closes the answers of readers ('flyers reading'), and makes the addresses of their pages. Keep it with the campaign:
# without it no answer is accepted, and whoever has it can write one.
"""


def reading_key(session: Session, *, make: bool = False) -> str:
    """Return the campaign's key, "" if it has none; with *make*, make one.

    Raises:
        ContentError: the file has no key.
        FileAccessError: it cannot be read or written.
    """
    path = session.folder / KEY
    if not exists(path):
        if make:
            write_whole(path, f"{_KEY_HEAD}{secrets.token_hex(16)}\n".encode())
        return reading_key(session) if make else ""
    match = re.search(rb"^[0-9a-f]{32}$", read_bytes(path), flags=re.MULTILINE)
    if not match:
        raise ContentError(
            "This file has no key of 32 digits.",
            hint="Take it from a copy of the campaign. With a new key, answers of pages that were sent are refused.",
            source=Source(KEY),
        )
    return match[0].decode()


def derived(key: str, *purpose: str) -> str:
    """Return 32 digits for one *purpose* that give away neither *key* nor those for another."""
    return hashlib.sha256("\n".join((key, *purpose)).encode()).hexdigest()[:32]


class Waits(StrEnum):
    """Whom a product waits for."""

    NOBODY = ""
    READER = "a reader"
    PAGES = "a reader who sees its pages"
    COORDINATOR = "a coordinator"
    SIGNATURE = "a signature: all is read and right"


@dataclass(frozen=True)
class ProductReading:
    """What there is to read of one product in one language.

    Attributes:
        localized: the language.
        product, document: its pages.
        checksum: of them.
        now: the language's words.
        objections, records: those of the language.
    """

    localized: Localization
    product: str
    document: Document
    checksum: str
    now: CurrentWords
    objections: Sequence[Objection]
    records: Sequence[SignOff]

    @cached_property
    def messages(self) -> frozenset[MessageKey]:
        """The keys of what the product says."""
        return said_in(self.localized, self.document.messages, self.localized.language.tag) & self.now.messages.keys()

    @cached_property
    def digests(self) -> dict[str, str]:
        """By the name of each message, contact and the pages: the digits that stand for it as it is now."""
        contacts = [MessageKey.of_contact(name) for name in self.localized.contacts if name in self.document.contacts]
        keys = [*(key for key in self.now.messages if key in self.messages), *contacts]
        return {
            **{str(key): self.now.short_digest(key) for key in keys},
            f"{PAGES}{self.product}": self.checksum[:SHORT],
        }

    @cached_property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections to what the product says now."""
        return tuple(one for one in self.objections if not one.declined and self.digests.get(one.what) == one.read)

    @cached_property
    def standing(self) -> Standing:
        """How far the product is approved."""
        return self._standing(self.localized.standing)

    def _standing(self, language: Standing) -> Standing:
        return language.of_product([self.product], self.messages, self.document.contacts)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The names of the texts that nobody has read as they are now."""
        unread = {str(change.what) for change in self.standing.unread}
        return tuple(name for name in self.digests if name in unread)

    @cached_property
    def waits(self) -> Waits:
        """Whom the product waits for."""
        if self.open_objections:
            return Waits.COORDINATOR
        if not self.standing.draft:
            return Waits.NOBODY
        if self.unread:
            return Waits.READER
        promoted = self._standing(standing_after([accepted(record, self.product) for record in self.records], self.now))
        last = next((record.shown for record in reversed(self.records) if self.product in record.products), "")
        return Waits.SIGNATURE if not promoted.draft and last == self.checksum else Waits.PAGES

    @property
    def waits_for(self) -> str:
        """The same for people, with numbers; "" if the product waits for nobody."""
        if self.waits is Waits.COORDINATOR:
            return f"a coordinator: readers have {counted(len(self.open_objections), 'objection')}"
        if self.waits is Waits.READER:
            return f"a reader of {counted(len(self.unread), 'text')}"
        return str(self.waits)


def reading(session: Session, tag: str, product: str) -> ProductReading:
    """Return what there is to read of *product* in the language *tag*.

    Raises:
        UsageError: the product is in all languages at once.
        FlyersError: words are missing or break a rule, or the product cannot be composed.
    """
    if session.layout(product).many_languages:
        raise UsageError(
            f"“{product}” is in all languages at once, and no reader knows them all.",
            hint="Leave it out.",
            trail=(tag,),
        )
    localized = session.localized(tag)
    language = localized.language
    (document,) = current_documents(session, language.tag, [product])
    now = current_words(session.campaign, language, usable(session.campaign, session.catalog(language.tag)))
    return ProductReading(
        localized,
        product,
        document,
        pages_checksum(session, language.tag, [product]),
        now,
        read_objections(session.campaign, language),
        session.signoffs(language.tag),
    )


def accepted(record: SignOff, product: str) -> SignOff:
    """Return *record* as a signature if it is a reader's answer about *product*, otherwise as it is."""
    return replace(record, pages=record.shown, shown="") if record.shown and record.products == (product,) else record
