"""The words of a language as they are now, and which of them its sign-offs cover.

A message is covered as long as one record has it as it is now. The records are those of `flyers.translation.signoff`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from typing import TYPE_CHECKING

from flyers.content.markup import IN_BRACES
from flyers.content.message_key import MessageKey
from flyers.content.messages import REQUEST
from flyers.process_cache import ProcessCache, memoized_by_identity
from flyers.records import dataclass
from flyers.translation.signoff import ContactSnapshot, MessageDigests, SignOff, digest
from flyers.translation.standing import Change, Standing, State

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.messages import Words
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class CurrentWords:
    """The words of a language as they are now.

    Attributes:
        messages: translated messages, by key.
        missing: contexts of the untranslated ones.
        contacts: all contacts, by id.
        used: ids of the contacts in each message, by context.
        faultless: whether no message breaks a rule.
        english: whether these are the messages that all others are translations of.
    """

    messages: Mapping[MessageKey, MessageDigests]
    missing: tuple[MessageKey, ...]
    contacts: Mapping[str, ContactSnapshot]
    used: Mapping[MessageKey, tuple[str, ...]]
    faultless: bool = True
    english: bool = False

    @property
    def complete(self) -> bool:
        """Whether every message is translated and none breaks a rule."""
        return self.faultless and not self.missing

    def short_digest(self, what: MessageKey) -> str:
        """Return eight digits that stand for a message or contact as it is now, with the contacts in it."""
        used = (what.contact,) if what.is_contact else self.used[what]
        facts = (fact for name in used for fact in astuple(self.contacts[name]))
        return digest(str(what), "" if what.is_contact else str(self.messages[what]), *facts)[:8]

    def covered_by(self, record: SignOff, where: MessageKey) -> bool:
        """Whether *record* has the message, and the contacts in it, as they are now."""
        return record.messages.get(where) == self.messages[where] and all(
            record.contacts.get(contact) == self.contacts[contact] for contact in self.used[where]
        )


def current_words(
    campaign: Campaign, language: Language, translations: Mapping[MessageKey, str], *, faultless: bool = True
) -> CurrentWords:
    """Return the words of *language* as they are; *translations* by context, NFC, placeholders not filled in."""
    given = (language, *campaign.messages.values(), *translations.values())
    key = (tuple(campaign.contacts), tuple(translations), *map(id, given))
    known = _digested.get(key)
    if known is None:
        known = _digested[key] = (given, _digests(campaign, language, translations))
    contacts = {
        name: ContactSnapshot.of(contact.in_language(language.tag)) for name, contact in campaign.contacts.items()
    }
    messages, used, missing = known[1]
    return CurrentWords(messages, missing, contacts, used, faultless, language.tag == campaign.source_language)


_Digests = tuple[Mapping[MessageKey, MessageDigests], Mapping[MessageKey, tuple[str, ...]], tuple[MessageKey, ...]]
"""Digests of messages, the contacts that they name, and the messages that are missing."""

_digested: ProcessCache[tuple[object, ...], tuple[tuple[object, ...], _Digests]] = ProcessCache(16)
"""Digests by all that they depend on, which is kept with them; campaigns that differ in a number share them."""


def _digests(campaign: Campaign, language: Language, translations: Mapping[MessageKey, str]) -> _Digests:
    messages: dict[MessageKey, MessageDigests] = {}
    used: dict[MessageKey, tuple[str, ...]] = {}
    missing: list[MessageKey] = []
    for where, words in campaign.printed_words():
        if where not in translations:
            missing.append(where)
            continue
        names, messages[where] = _names_and_digests(words, translations[where], language)
        used[where] = tuple(sorted(names & campaign.contacts.keys())) if names else ()
    return messages, used, tuple(missing)


@memoized_by_identity(1024)
def _names_and_digests(words: Words, translation: str, language: Language) -> tuple[frozenset[str], MessageDigests]:
    """Return what is in braces in the English or the translation, which may name other contacts, and their digests."""
    names = frozenset((*words.template.placeholders, *(mark[1:-1] for mark in IN_BRACES.findall(translation))))
    texts = (translation, language.say) if REQUEST in words.template.placeholders else (translation,)
    return names, MessageDigests(digest(words.text), digest(*texts))


def standing_after(records: Sequence[SignOff], current: CurrentWords) -> Standing:
    """Return how far the *current* words are approved by *records*, which are in the order of the file.

    The state is that of the language as a whole. Whether all of its products are signed one by one,
    `flyers.workflow.status` finds out.
    """
    unread = tuple(changes_since(records, current))
    if not records:
        state = State.CHECKED if current.complete else State.DRAFT
        return Standing(state, current.english, unread=unread)
    last = records[-1]
    signed, signed_contacts = _signed(records, current)
    whole = any(not record.products for record in records)
    whole_seen = any(record.pages and not record.products for record in records)
    changed = tuple(change for change in unread if whole or not change.new)
    pages = ""
    changes: tuple[Change, ...] = ()
    if current.complete and not unread:
        everything = signed >= current.messages.keys() and signed_contacts >= current.contacts.keys()
        state = State.SIGNED if whole_seen and everything else State.REVIEWED
        pages = _pages(records, current) if state is State.SIGNED else ""
    elif changed or not unread:
        state, changes = State.STALE, changed
    else:
        state = State.CHECKED if current.complete else State.DRAFT
    return Standing(
        state,
        current.english,
        last.day,
        last.content[:7],
        pages,
        _covered(records, current),
        signed,
        changes,
        unread=unread,
        signed_contacts=signed_contacts,
        seen={
            product: (record.products, record.pages)
            for record in records
            if record.pages
            for product in record.products
        },
        whole=whole,
        whole_seen=whole_seen,
    )


def _covered(records: Sequence[SignOff], current: CurrentWords) -> frozenset[MessageKey]:
    return frozenset(
        where for where in current.messages if any(current.covered_by(record, where) for record in records)
    )


def _signed(records: Sequence[SignOff], current: CurrentWords) -> tuple[frozenset[MessageKey], frozenset[str]]:
    """Return the messages and contacts that somebody has seen on pages as they are now.

    Who saw the pages of a whole language saw what had been read before, too.
    """
    messages: set[MessageKey] = set()
    contacts: set[str] = set()
    for index, record in enumerate(records):
        if record.pages:
            together = [record] if record.products else records[: index + 1]
            messages |= _covered(together, current)
            contacts |= {
                name for name, now in current.contacts.items() if any(one.contacts.get(name) == now for one in together)
            }
    return frozenset(messages), frozenset(contacts)


def changes_since(records: Sequence[SignOff], current: CurrentWords) -> Iterator[Change]:
    """Yield what has changed since all records: contacts first, then messages in the order of the content."""
    if not records:  # as in most campaigns; in those that share a base, for the same messages
        yield from map(_new, (*map(MessageKey.of_contact, current.contacts), *current.messages))
        yield from (Change(where, "new, and not translated", new=True, missing=True) for where in current.missing)
        return
    for name, contact in current.contacts.items():
        snapshots = [record.contacts[name] for record in records if name in record.contacts]
        if contact not in snapshots:
            why = _contact_change(snapshots[-1], contact) if snapshots else "new since"
            yield Change(MessageKey.of_contact(name), why, new=not snapshots)
    known = {where for record in records for where in record.messages}
    for where in current.messages:
        if not any(current.covered_by(record, where) for record in records):
            yield Change(where, "; ".join(_reasons(where, records, current)), new=where not in known)
    for where in current.missing:
        why = "no longer translated" if where in known else "new, and not translated"
        yield Change(where, why, new=where not in known, missing=True)


@lru_cache(maxsize=2048)
def _new(what: MessageKey) -> Change:
    return Change(what, "new since", new=True)


def _contact_change(before: ContactSnapshot, after: ContactSnapshot) -> str:
    parts = ((before.display, after.display), (before.target, after.target), (before.name, after.name))
    return "; ".join(f"{old} → {new}" for old, new in parts if old != new)


def _reasons(where: MessageKey, records: Sequence[SignOff], current: CurrentWords) -> Iterator[str]:
    record = next((record for record in reversed(records) if where in record.messages), None)
    if record is None:
        yield "new since"
        return
    before, after = record.messages[where], current.messages[where]
    if before.english != after.english:
        yield "the English has changed"
    if before.translation != after.translation and not current.english:
        yield "the translation has changed"
    if before.translation != after.translation and current.english and before.english == after.english:
        yield "the language's name has changed"  # the only other part of the words that ask for the language
    for contact in current.used[where]:
        if record.contacts.get(contact) != current.contacts[contact]:
            yield f"contact {contact} has changed"


def _pages(records: Sequence[SignOff], current: CurrentWords) -> str:
    """Return the checksum in the last record with all pages by which everything had been read, or ""."""
    for index in range(len(records) - 1, -1, -1):
        if (
            records[index].pages
            and not records[index].products
            and not any(changes_since(records[: index + 1], current))
        ):
            return records[index].pages
    return ""
