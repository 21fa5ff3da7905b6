"""Standing: how far the words of a language, or of one product, are approved, without anybody's name.

`flyers.translation.signoff` finds it out, from the sign-offs and the words as they are now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.errors import first_of
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.translation.registry import Language


class State(StrEnum):
    """How far the words of a language, or of one product, are approved.

    Each state but the last two includes the ones before it.
    """

    DRAFT = "draft"
    """Something is missing, or breaks a rule."""
    CHECKED = "checked"
    """Complete, and the program finds no error; no person has approved it."""
    REVIEWED = "reviewed"
    """A person has read every message as it is now, but has not seen the pages."""
    SIGNED = "signed"
    """A person has read every message as it is now, and has seen the pages."""
    PARTLY = "partly signed"
    """Of a language: some of its products are signed, and others are not."""
    STALE = "stale"
    """It was read, and something has changed since."""


@dataclass(frozen=True, slots=True)
class Change:
    """A message or contact that nobody has read in its current form.

    Attributes:
        what: the key of a message or contact.
        why: the difference in words.
        new: whether no record has it in any version.
        missing: whether it is not translated.
    """

    what: MessageKey
    why: str
    new: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language or a product is approved, without anybody's name.

    Attributes:
        day: of the last record; None without records.
        code: the content code on that day.
        pages: checksum of the pages that were seen; "" if none were, or those of single products only.
        covered: keys of messages that somebody has read as they are now.
        signed: those of them that were seen on pages too.
        changes: what has changed since; empty unless the state is `State.STALE`.
        unread: everything that nobody has read as it is now, changed or new.
        signed_contacts: ids of the contacts that were seen on pages as they are now.
        seen: by product, the products whose pages were last seen together with its own, and their checksum.
        whole: whether a record is about the whole language; whole_seen: whether one of those is about its pages.
        products: of a language that is `State.PARTLY` signed, the products that are.
    """

    state: State
    english: bool = False
    day: dt.date | None = None
    code: str = ""
    pages: str = ""
    covered: frozenset[MessageKey] = frozenset()
    signed: frozenset[MessageKey] = frozenset()
    changes: tuple[Change, ...] = ()
    unread: tuple[Change, ...] = ()
    signed_contacts: frozenset[str] = frozenset()
    seen: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    whole: bool = False
    whole_seen: bool = False
    products: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether a sign-off of the words and the pages is missing."""
        return self.state is not State.SIGNED

    @property
    def words(self) -> str:
        """The standing as text for tickets, tables and warnings."""
        if not self.draft:
            return f"signed on {self.day}"
        draft = f"draft {'text' if self.english else 'translation'}"
        if self.state is State.PARTLY:
            return f"signed on {self.day} for {', '.join(self.products)}; otherwise {draft}"
        if self.state is State.STALE and not self.changes:
            return f"{draft}, read on {self.day}, but no longer passes the checks"
        if self.state is State.STALE:
            return f"{draft}, {counted(len(self.changes), 'change')} since it was read on {self.day}"
        if self.state is State.REVIEWED:
            return f"{draft}, read on {self.day}, pages not yet seen"
        return f"{draft}, {'checked by the program, ' if self.state is State.CHECKED else ''}signed by nobody"

    def of_product(
        self, products: Collection[str], messages: Collection[MessageKey], contacts: Collection[str]
    ) -> Standing:
        """Return how far one product of the language is approved.

        It is signed if each of its messages is signed, its contacts were read as they are, and its pages were seen.

        Args:
            products: layouts whose pages count as its own, usually one; none for a piece in all languages, of which no
                reader sees all pages.
            messages: keys of what it says; a key that is not a message of the campaign, such as a language's own name,
                must not be among them.
            contacts: ids of those that it shows.
        """
        concerned = {*messages, *map(MessageKey.of_contact, contacts)}
        unread = tuple(change for change in self.unread if change.what in concerned)
        seen = any(product in self.seen for product in products)
        if not unread and self.day:
            pages_seen = seen or self.whole_seen or not products
            signed = pages_seen and self.signed.issuperset(messages) and self.signed_contacts.issuperset(contacts)
            state = State.SIGNED if signed else State.REVIEWED
        elif self.day and (self.whole or seen or not any(change.new for change in unread)):
            state = State.STALE
        else:
            lacking = any(change.what in messages and change.missing for change in unread)
            state = State.DRAFT if lacking else State.CHECKED
        changes = unread if state is State.STALE else ()
        return replace(self, state=state, changes=changes, unread=unread, pages="", products=())


UNREAD = Standing(State.DRAFT)


def counted(number: int, thing: str) -> str:
    """Return ``"1 change"``, ``"2 changes"``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Approval:
    """How far a piece is approved.

    Attributes:
        standing: that of its language; with several languages, that of the first that is not signed.
        unsigned: with several languages, those that are not signed for it.
    """

    standing: Standing
    unsigned: tuple[Language, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether the current words on these pages are not signed."""
        return self.standing.draft

    @property
    def words(self) -> str:
        """The standing as text for tickets and warnings, with the unsigned languages if there are several."""
        if not self.unsigned:
            return self.standing.words
        if len(self.unsigned) == 1:
            return f"{self.standing.words} ({self.unsigned[0].english})"
        names = first_of((language.english for language in self.unsigned), 3)
        return f"draft, not signed in {counted(len(self.unsigned), 'language')}: {names}"


UNAPPROVED = Approval(UNREAD)
