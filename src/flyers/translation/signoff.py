"""Sign-offs: records of who has read which words, and the file that keeps them; and what readers find wrong.

A record in ``translations/<locale>/signoff.yaml`` says that a person has read the messages listed there. Each message
has a digest of its English and one of its translation, and every contact is copied as it was, so that a later change of
any of the three is noticed message by message. The file is a history: a new record covers what has changed since the
last one, or everything once more. A record that names products is about their messages and their pages alone.

`standing_after` compares the records with the words as they are now: a message is covered as long as one record has it
as it is now. The reviewer's name is read only so that it can be written back: `Standing`, which the rest of the program
gets, has no names.

``objections.yaml`` beside it has one entry for each text that a reader called *not right*, with better words if the
reader had some. An objection is open as long as the text is as it was read, and nobody has declined it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, field, replace
from enum import StrEnum
from pathlib import Path

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.layers import Layer
from flyers.content.markup import IN_BRACES, PLACEHOLDER
from flyers.content.message_key import MessageKey, by_key
from flyers.content.messages import CONTEXT, REQUEST, Words
from flyers.content.schema import NAME, Custom, Each, MapOf, Record, Required, Text
from flyers.errors import counted, first_of
from flyers.files import exists, write_whole
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.translation.registry import Language


class State(StrEnum):
    """How far the words of a language or product are approved. Each but the last two includes the ones before it."""

    DRAFT = "draft"  # Something is missing, or breaks a rule.
    CHECKED = "checked"  # Complete, and the program finds no error; no person has approved it.
    REVIEWED = "reviewed"  # A person has read every message as it is now, but has not seen the pages.
    SIGNED = "signed"  # A person has read every message as it is now, and has seen the pages.
    PARTLY = "partly signed"  # Of a language: some of its products are signed, and others are not.
    STALE = "stale"  # It was read, and something has changed since.


@dataclass(frozen=True, slots=True)
class Change:
    """A message or contact that nobody has read in its current form, and the difference in words."""

    what: MessageKey
    why: str
    new: bool = False  # whether no record has it in any version
    missing: bool = False  # whether it is not translated


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language or a product is approved, without anybody's name."""

    state: State
    english: bool = False
    day: dt.date | None = None  # of the last record; None without records
    code: str = ""  # the content code on that day
    pages: str = ""  # checksum of the pages that were seen; "" if none were, or those of single products only
    covered: frozenset[MessageKey] = frozenset()  # keys of messages that somebody has read as they are now
    signed: frozenset[MessageKey] = frozenset()  # those of them that were seen on pages too
    changes: tuple[Change, ...] = ()  # what has changed since; empty unless the state is `State.STALE`
    unread: tuple[Change, ...] = ()  # everything that nobody has read as it is now, changed or new
    signed_contacts: frozenset[str] = frozenset()  # ids of the contacts that were seen on pages as they are now
    # By product, the products whose pages were last seen together with its own, and their checksum.
    seen: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    whole: bool = False  # whether a record is about the whole language
    whole_seen: bool = False  # whether one of those is about its pages
    products: tuple[str, ...] = ()  # of a language that is `State.PARTLY` signed, the products that are

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


@dataclass(frozen=True, slots=True)
class Approval:
    """How far a piece is approved: with several languages, those that are not signed, and the standing of the first."""

    standing: Standing
    unsigned: tuple[Language, ...] = ()

    @property
    def draft(self) -> bool:
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


@dataclass(frozen=True, slots=True)
class MessageDigests:
    """A message as a reviewer read it: digests of its English and of its translation, placeholders not filled in."""

    english: str
    translation: str

    @classmethod
    def parse(cls, text: str) -> MessageDigests:
        """Return the digests in *text*, one if English and translation are the same."""
        english, _, translation = text.partition(" ")
        return cls(english, translation or english)

    def __str__(self) -> str:
        return self.english if self.english == self.translation else f"{self.english} {self.translation}"


@dataclass(frozen=True, slots=True)
class ContactSnapshot:
    """A contact as a reviewer read it; ``name`` is the id of the message that names who is reached."""

    display: str
    target: str
    name: str

    @classmethod
    def of(cls, contact: Contact) -> ContactSnapshot:
        return cls(contact.display, contact.target, contact.name)


@dataclass(frozen=True, slots=True)
class SignOff:
    """One record."""

    reviewer: str = field(repr=False)  # a name or an id, as the coalition chooses; never printed
    role: str  # what qualifies the person to judge
    day: dt.date
    content: str  # `Localization.content_hash` of the language on that day; it begins with the content code
    pages: str = ""  # checksum of the pages that the person saw (`flyers.workflow.signing`), or ""
    messages: Mapping[MessageKey, MessageDigests] = field(default_factory=dict)  # messages, contacts: what was read
    contacts: Mapping[str, ContactSnapshot] = field(default_factory=dict)
    products: tuple[str, ...] = ()  # the products whose messages and pages were read; empty for the whole language
    # Checksum of the pages beside the words that a reader called right (`flyers.workflow.answers`); signing makes
    # `pages` of it.
    shown: str = ""


def digest(*texts: str) -> str:
    """Return sixteen hexadecimal digits of SHA-256 over *texts*."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


def one_line(value: object) -> str:
    """Return *value* as a name, id or role; a Problem unless it is one line of at most 120 visible letters."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    visible = re.sub("[\u200c\u200d]", "", text)  # the only invisible characters that names are written with
    if not visible or len(text) > 120 or not visible.isprintable():
        problem = "This is not one line of at most 120 visible characters."
        raise schema.Problem(problem, "Write a name or an id on one line.")
    return text


def day_of(value: object) -> dt.date:
    """Return *value* as a day; raises a Problem if it is none."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise schema.Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD.") from None


_TWO_DIGESTS = re.compile(r"[0-9a-f]{16}(?: [0-9a-f]{16})?")
_DIGESTS = Text(_TWO_DIGESTS, "digests of the English and the translation", make=MessageDigests.parse)
_SHA256 = Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")
_CONTACT = Record(dict.fromkeys(("display", "target", "name"), Required(Text())), make=ContactSnapshot)

SIGNOFF = Record({
    "signoffs": Required(Each(
        Record({
            "reviewer": Required(Custom(one_line)), "role": Required(Custom(one_line)),
            "date": Required(Custom(day_of)),
            "content": Required(_SHA256), "pages": _SHA256, "shown": _SHA256,
            "products": Each(Text(NAME, "the name of a product"), least=1, unique=True, make=tuple),
            "contacts": MapOf(_CONTACT, PLACEHOLDER, "an id of small letters, digits and “_”"),
            "messages": MapOf(_DIGESTS, CONTEXT.pattern, CONTEXT.says, make=by_key),
        }, make=SignOff, names={"date": "day"}),
        least=1,
    )),
})  # fmt: skip  # nested like the file that it describes


def signoff_path(campaign: Campaign, language: Language) -> Path:
    """Return where the records of *language* are."""
    return campaign.translations_folder / language.locale / "signoff.yaml"


def read_signoffs(campaign: Campaign, language: Language, layer: Layer | None = None) -> Sequence[SignOff]:
    """Return the records of *language* in *layer*, by default the campaign's own folder, the oldest first.

    Raises:
        ContentError, FileAccessError: what is wrong in the file, all together, or it cannot be read.
    """
    layer = layer or campaign.layers.own
    path = f"translations/{language.locale}/signoff.yaml"
    if not exists(layer.folder / path):
        return ()
    return tuple(schema.check(layer.load(path), SIGNOFF)["signoffs"])


def inherited(records: Sequence[SignOff], products: Collection[str]) -> Iterator[SignOff]:
    """Yield a base's *records*, reduced to what they say about a campaign that shares only the pages of *products*.

    Words count where they are the same, since records compare them. Pages were seen only as the base has them, so they
    count for *products* alone.
    """
    for index, record in enumerate(records):
        yield replace(record, pages="")
        shared = [product for product in record.products or sorted(products) if product in products]
        if record.pages and shared:
            # A person who saw the pages of the whole language also saw what had been read before.
            together = [record] if record.products else records[: index + 1]
            messages = {key: digests for one in together for key, digests in one.messages.items()}
            contacts = {name: contact for one in together for name, contact in one.contacts.items()}
            yield replace(record, products=tuple(shared), messages=messages, contacts=contacts)


HEAD = """\
# Who has read these words, and when. 'flyers translations sign' writes this file. Each record is the statement of the
# person who has read, so nobody signs for somebody else. The person's name or id is printed nowhere.
#
# A record keeps a checksum of the English and one of the translation of every message that was read, and every number
# and address as it was. Whatever has changed since must be read and signed again.
"""


def signoffs_text(records: Iterable[SignOff]) -> str:
    """Return the text of the file that `read_signoffs` reads *records* from."""
    lines = [HEAD, "signoffs:"]
    for record in records:
        lines += [f"  - reviewer: {yamlfile.quoted(record.reviewer)}", f"    role: {yamlfile.quoted(record.role)}"]
        lines += [f"    date: {record.day.isoformat()}", f"    content: {record.content}"]
        checksums = {"pages": record.pages, "shown": record.shown}
        lines += [f"    {name}: {checksum}" for name, checksum in checksums.items() if checksum]
        if record.products:
            lines.append(f"    products: [{', '.join(map(yamlfile.quoted, record.products))}]")
        lines += ["    contacts:"] if record.contacts else []
        for name, contact in record.contacts.items():
            display, target, reached = map(yamlfile.quoted, (contact.display, contact.target, contact.name))
            lines.append(f"      {name}: {{display: {display}, target: {target}, name: {reached}}}")
        lines += ["    messages:"] if record.messages else []
        lines += [f"      {where}: {digests}" for where, digests in record.messages.items()]
        lines.append("")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class CurrentWords:
    """The words of a language as they are now."""

    messages: Mapping[MessageKey, MessageDigests]  # the translated ones
    missing: tuple[MessageKey, ...]  # keys of the others
    contacts: Mapping[str, ContactSnapshot]
    used: Mapping[MessageKey, tuple[str, ...]]  # ids of the contacts in each message
    faultless: bool = True  # whether no message breaks a rule
    english: bool = False  # whether these are the messages that all others are translations of

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
    messages: dict[MessageKey, MessageDigests] = {}
    used: dict[MessageKey, tuple[str, ...]] = {}
    missing: list[MessageKey] = []
    for where, words in campaign.printed_words():
        if where in translations:
            names, messages[where] = _names_and_digests(words, translations[where], language)
            used[where] = tuple(sorted(names & campaign.contacts.keys())) if names else ()
        else:
            missing.append(where)
    tag = language.tag
    contacts = {name: ContactSnapshot.of(contact.in_language(tag)) for name, contact in campaign.contacts.items()}
    return CurrentWords(messages, tuple(missing), contacts, used, faultless, tag == campaign.source_language)


@memoized_by_identity(1024)
def _names_and_digests(words: Words, translation: str, language: Language) -> tuple[frozenset[str], MessageDigests]:
    """Return what is in braces in the English or the translation, which may name other contacts, and their digests."""
    names = frozenset((*words.placeholders, *(mark[1:-1] for mark in IN_BRACES.findall(translation))))
    texts = (translation, language.say) if REQUEST in words.placeholders else (translation,)
    return names, MessageDigests(digest(words.text), digest(*texts))


def standing_after(records: Sequence[SignOff], current: CurrentWords) -> Standing:
    """Return how far the *current* words are approved by *records*, which are in the order of the file, as a whole.

    Whether all products of the language are signed one by one, `flyers.workflow.status` finds out.
    """
    unread = tuple(changes_since(records, current))
    nobodys = State.CHECKED if current.complete else State.DRAFT
    if not records:
        return Standing(nobodys, current.english, unread=unread)
    last = records[-1]
    signed, signed_contacts = _signed(records, current)
    whole = any(not record.products for record in records)
    whole_seen = any(record.pages and not record.products for record in records)
    changed = tuple(change for change in unread if whole or not change.new)
    pages = ""
    if current.complete and not unread:
        everything = signed >= current.messages.keys() and signed_contacts >= current.contacts.keys()
        state = State.SIGNED if whole_seen and everything else State.REVIEWED
        if state is State.SIGNED:  # in the last record with all pages by which everything had been read
            for index, record in enumerate(records, 1):
                if record.pages and not record.products and not any(changes_since(records[:index], current)):
                    pages = record.pages
    else:
        state = State.STALE if changed or not unread else nobodys
    return Standing(
        state,
        current.english,
        last.day,
        last.content[:7],
        pages,
        _covered(records, current),
        signed,
        changed if state is State.STALE else (),
        unread,
        signed_contacts=signed_contacts,
        seen={name: (each.products, each.pages) for each in records if each.pages for name in each.products},
        whole=whole,
        whole_seen=whole_seen,
    )


def _covered(records: Sequence[SignOff], current: CurrentWords) -> frozenset[MessageKey]:
    return frozenset(key for key in current.messages if any(current.covered_by(record, key) for record in records))


def _signed(records: Sequence[SignOff], current: CurrentWords) -> tuple[frozenset[MessageKey], frozenset[str]]:
    """Return the messages and contacts that somebody has seen on pages as they are now."""
    seen: list[SignOff] = []
    for index, record in enumerate(records):  # who saw the pages of a whole language saw what had been read before, too
        if record.pages:
            seen += [record] if record.products else records[: index + 1]
    contacts = current.contacts.items()
    signed = frozenset(name for name, now in contacts if any(record.contacts.get(name) == now for record in seen))
    return _covered(seen, current), signed


def changes_since(records: Sequence[SignOff], current: CurrentWords) -> Iterator[Change]:
    """Yield what has changed since all records: contacts first, then messages in the order of the content."""
    for name, contact in current.contacts.items():
        snapshots = [record.contacts[name] for record in records if name in record.contacts]
        if contact not in snapshots:
            parts = zip(astuple(snapshots[-1]), astuple(contact), strict=True) if snapshots else ()
            why = "; ".join(f"{old} → {new}" for old, new in parts if old != new) or "new since"
            yield Change(MessageKey.of_contact(name), why, new=not snapshots)
    read = {where for record in records for where in record.messages}
    covered = _covered(records, current)
    for where in current.messages:
        if where not in covered:
            yield Change(where, "; ".join(_reasons(where, records, current)), new=where not in read)
    for where in current.missing:
        why = "no longer translated" if where in read else "new, and not translated"
        yield Change(where, why, new=where not in read, missing=True)


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


PAGES = "pages:"  # What an objection to the pages of a product is about begins with: ``pages:wallet-card``.


@dataclass(frozen=True, slots=True)
class Objection:
    """What a reader finds wrong with one text, or with the pages of a product."""

    what: str  # the key of a message or contact as text, or `PAGES` and a product
    read: str  # eight digits that stand for it as it was read (`flyers.workflow.signing`)
    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    better: str = ""  # what it should say
    why: str = ""  # the reason; either may be ""
    declined: dt.date | None = None  # the day on which a coordinator let the text stand

    @property
    def id(self) -> str:
        """Six digits by which a coordinator names it."""
        return digest(self.what, self.read, self.reviewer, self.better, self.why)[:6]

    @property
    def product(self) -> str:
        """The product whose pages it is about; "" for a text."""
        return self.what.removeprefix(PAGES) if self.key is None else ""

    @property
    def key(self) -> MessageKey | None:
        """The message or contact; None for pages."""
        return None if self.what.startswith(PAGES) else MessageKey.parse(self.what)


_FILE = Record({
    "objections": Required(Each(
        Record({
            "what": Required(Custom(one_line)),
            "read": Required(Text(re.compile("[0-9a-f]{8}"), "eight digits from 0 to f")),
            "reviewer": Required(Custom(one_line)), "role": Required(Custom(one_line)),
            "date": Required(Custom(day_of)),
            "better": Text(), "why": Text(), "declined": Custom(day_of),
        }, make=Objection, names={"date": "day"}),
    )),
})  # fmt: skip  # nested like the file that it describes


def read_objections(campaign: Campaign, language: Language) -> Sequence[Objection]:
    """Return the objections to the words of *language*, the oldest first; raises what `read_signoffs` does."""
    path = f"translations/{language.locale}/objections.yaml"
    if not exists(campaign.folder / path):
        return ()
    return tuple(schema.check(campaign.layers.own.load(path), _FILE)["objections"])


def write_objections(campaign: Campaign, language: Language, objections: Iterable[Objection]) -> None:
    """Write the file that `read_objections` reads *objections* from."""
    lines = ["# What readers call “not right”. 'flyers translations answers' writes this file, and lists what is open."]
    lines += ["", "objections:"]
    for objection in objections:
        lines += [
            f"  - what: {yamlfile.quoted(objection.what)}",
            f"    read: {yamlfile.quoted(objection.read)}",
            f"    reviewer: {yamlfile.quoted(objection.reviewer)}",
            f"    role: {yamlfile.quoted(objection.role)}",
            f"    date: {objection.day.isoformat()}",
        ]
        texts = {"better": objection.better, "why": objection.why}
        lines += [f"    {name}: {yamlfile.quoted(text)}" for name, text in texts.items() if text]
        lines += [f"    declined: {objection.declined.isoformat()}"] if objection.declined else []
        lines.append("")
    text = "\n".join(lines).rstrip() + "\n"
    write_whole(campaign.translations_folder / language.locale / "objections.yaml", text.encode())
