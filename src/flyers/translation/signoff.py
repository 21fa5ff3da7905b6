"""Who has read which words, and whether they are still the same: the sign-offs of a language.

A record in ``translations/<locale>/signoff.yaml`` says that a person has read the messages listed there. Each stands
with a digest of its English and one of its translation, and every contact as it was, so that a later change of any of
the three is noticed message by message. The file is a history: a new record covers what has changed since, or
everything once more, and a message is covered as long as one record saw it as it is now.

The reviewer's name is read so that it can be written again, and for nothing else: `Standing`, which is what the rest of
the program gets, has none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import schema, yamlfile
from flyers.content.markup import PLACEHOLDER
from flyers.content.messages import CONTEXT, REQUEST
from flyers.content.schema import Custom, Each, MapOf, Record, Required, Text

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact
    from flyers.translation.registry import Language

CONTACT = "contact:"
"""Heads a contact's id among the changes: a number stands in print by itself too, and in codes."""


class State(StrEnum):
    """How far the words of a language may be trusted; each includes the ones before it, but for the last."""

    DRAFT = "draft"
    """Something is missing, or breaks a rule."""
    CHECKED = "checked"
    """Whole, and the program finds nothing wrong; no person has approved it."""
    REVIEWED = "reviewed"
    """A person has read every message as it is now, but not the pages."""
    SIGNED = "signed"
    """A person has read every message as it is now, and has seen the pages."""
    STALE = "stale"
    """It was read, and something has changed since."""


@dataclass(frozen=True, slots=True)
class MessageDigests:
    """A message as a reviewer saw it: digests of its English and of its translation, placeholders not filled in."""

    english: str
    translation: str


@dataclass(frozen=True, slots=True)
class ContactSnapshot:
    """A contact as a reviewer saw it; ``name`` is the id of the message that says whom one reaches."""

    display: str
    target: str
    name: str

    @classmethod
    def of(cls, contact: Contact) -> ContactSnapshot:
        return cls(contact.display, contact.target, contact.name)


@dataclass(frozen=True, slots=True)
class CurrentWords:
    """The words of a language as they are today.

    Attributes:
        messages: by gettext context; what is not translated is not among them.
        missing: contexts of those.
        contacts: by id; used: the contacts in each message.
        faultless: whether none of them breaks a rule.
        english: whether these are the words that all others are translations of.
    """

    messages: Mapping[str, MessageDigests]
    missing: tuple[str, ...]
    contacts: Mapping[str, ContactSnapshot]
    used: Mapping[str, tuple[str, ...]]
    faultless: bool = True
    english: bool = False

    @property
    def whole(self) -> bool:
        return self.faultless and not self.missing


@dataclass(frozen=True, slots=True)
class SignOff:
    """One record.

    Attributes:
        reviewer: a name or an id, as the coalition chooses; never printed.
        role: what makes the person fit to judge.
        day: when.
        content: `Localization.content_hash` of the language on that day; it begins with the edition code.
        pages: checksum of the pages that the person saw (`flyers.workflow.pages_checksum`), or "".
        messages, contacts: what was read.
    """

    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    content: str
    pages: str
    messages: Mapping[str, MessageDigests]
    contacts: Mapping[str, ContactSnapshot]

    def covers(self, where: str, now: CurrentWords) -> bool:
        """Whether the person has read the message, with the contacts in it, as it is *now*."""
        return self.messages.get(where) == now.messages[where] and all(
            self.contacts.get(contact) == now.contacts[contact] for contact in now.used[where]
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What is no longer as it was read: a message's context or ``contact:…``, and why, in words."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a language stands, without anybody's name.

    Attributes:
        day: of the record that counts last; None without one.
        code: the edition code on that day.
        pages: checksum of the pages that were seen, "" where none were.
        covered: contexts that somebody has read as they are now; signed: those seen on pages too.
        changes: what has changed since; not empty only in `State.STALE`.
    """

    state: State
    english: bool = False
    day: dt.date | None = None
    code: str = ""
    pages: str = ""
    covered: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()

    @property
    def draft(self) -> bool:
        return self.state is not State.SIGNED

    @property
    def words(self) -> str:
        """As tickets, tables and warnings say it."""
        if not self.draft:
            return f"signed on {self.day}"
        return f"draft {'text' if self.english else 'translation'}, {self._why}"

    @property
    def _why(self) -> str:
        if self.state is State.STALE:
            if not self.changes:
                return f"read on {self.day}, but no longer passes the checks"
            return f"{counted(len(self.changes), 'change')} since it was read on {self.day}"
        if self.state is State.REVIEWED:
            return f"read on {self.day}, pages not yet seen"
        return f"{'checked by the program, ' if self.state is State.CHECKED else ''}signed by nobody"


UNREAD = Standing(State.DRAFT)


def counted(number: int, thing: str) -> str:
    """``"1 change"``, ``"2 changes"``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def today(
    campaign: Campaign, language: Language, translations: Mapping[str, str], *, faultless: bool = True
) -> CurrentWords:
    """The words of *language* as they are: *translations* by context, NFC, with their placeholders."""
    messages, used, missing = {}, {}, []
    for where, words in campaign.words():
        if where not in translations:
            missing.append(where)
            continue
        names = words.template.placeholders
        said = [translations[where], *([language.say] if REQUEST in names else [])]
        messages[where] = MessageDigests(digest(words.text), digest(*said))
        used[where] = tuple(sorted(name for name in names if name != REQUEST))
    contacts = {name: ContactSnapshot.of(contact) for name, contact in campaign.contacts.items()}
    return CurrentWords(messages, tuple(missing), contacts, used, faultless, language.tag == campaign.source_language)


def digest(*texts: str) -> str:
    """Sixteen hexadecimal digits: enough that nobody finds another text for them."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


def standing(records: Sequence[SignOff], now: CurrentWords) -> Standing:
    """Where a language stands whose words are *now* as given, after *records*, in the order of the file."""
    if not records:
        return Standing(State.CHECKED if now.whole else State.DRAFT, now.english)
    last = records[-1]
    changes = tuple(changed(records, now))
    covered, signed = (
        frozenset(where for where in now.messages if any(record.covers(where, now) for record in chosen))
        for chosen in (records, [record for record in records if record.pages])
    )
    state, pages = State.STALE, ""
    if now.whole and not changes:
        pages = _pages(records, now)
        state = State.SIGNED if pages else State.REVIEWED
    return Standing(state, now.english, last.day, last.content[:7], pages, covered, signed, changes)


def changed(records: Sequence[SignOff], now: CurrentWords) -> Iterator[Change]:
    """What no record saw as it is *now*: contacts first, then messages in the order of the content."""
    for name, fact in now.contacts.items():
        seen = [record.contacts[name] for record in records if name in record.contacts]
        if fact not in seen:
            yield Change(f"{CONTACT}{name}", _contact_change(seen[-1], fact) if seen else "new since")
    for where in now.messages:
        if not any(record.covers(where, now) for record in records):
            yield Change(where, "; ".join(_reasons(where, records, now)))
    known = {where for record in records for where in record.messages}
    for where in now.missing:
        yield Change(where, "no longer translated" if where in known else "new, and not translated")


def _contact_change(before: ContactSnapshot, after: ContactSnapshot) -> str:
    parts = ((before.display, after.display), (before.target, after.target), (before.name, after.name))
    return "; ".join(f"{old} → {new}" for old, new in parts if old != new)


def _reasons(where: str, records: Sequence[SignOff], now: CurrentWords) -> Iterator[str]:
    record = next((record for record in reversed(records) if where in record.messages), None)
    if record is None:
        yield "new since"
        return
    before, after = record.messages[where], now.messages[where]
    if before.english != after.english:
        yield "the English has changed"
    if before.translation != after.translation and not now.english:
        yield "the translation has changed"
    if before.translation != after.translation and now.english and before.english == after.english:
        yield "the language's name has changed"  # the only other thing in the words that are asked for
    for contact in now.used[where]:
        if record.contacts.get(contact) != now.contacts[contact]:
            yield f"contact {contact} has changed"


def _pages(records: Sequence[SignOff], now: CurrentWords) -> str:
    """The checksum in the last record by which somebody had seen pages and everything had been read, or ""."""
    for index in range(len(records) - 1, -1, -1):
        if records[index].pages and not any(changed(records[: index + 1], now)):
            return records[index].pages
    return ""


def _day(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise schema.Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD.") from None


def one_line(value: object) -> str:
    """*value* as a name, id or role: one line of at most 120 characters, none of them invisible.

    Raises:
        schema.Problem: it is something else.
    """
    text = str(value).strip() if isinstance(value, str | int) else ""
    # Of invisible characters the joiners alone are part of how names are written.
    if not text or len(text) > 120 or not re.sub("[\u200c\u200d]", "", text).isprintable():
        raise schema.Problem(
            "This is not one line of at most 120 visible characters.", "Write a name or an id on one line."
        )
    return text


_DIGESTS = re.compile(r"[0-9a-f]{16}(?: [0-9a-f]{16})?")
_SHA256 = Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")

SIGNOFF = Record({
    "signoffs": Required(Each(
        Record({
            "reviewer": Required(Custom(one_line)),
            "role": Required(Custom(one_line)),
            "date": Required(Custom(_day)),
            "content": Required(_SHA256),
            "pages": _SHA256,
            "contacts": MapOf(
                Record({"display": Required(Text()), "target": Required(Text()), "name": Required(Text())}),
                PLACEHOLDER, "an id of small letters, digits and “_”",
            ),
            "messages": MapOf(
                Text(_DIGESTS, "digests of the English and the translation"),
                CONTEXT.pattern, CONTEXT.says,
            ),
        }),
        least=1,
    )),
})  # fmt: skip  # nested like the file that it describes


def signoff_path(campaign: Campaign, language: Language) -> Path:
    """Where the records of *language* are."""
    return campaign.translations_folder / language.locale / "signoff.yaml"


def read_signoffs(campaign: Campaign, language: Language) -> list[SignOff]:
    """The records of *language*, the oldest first; none where there is no file.

    Raises:
        ContentError: what is wrong in the file, all together.
        FileAccessError: it cannot be read.
    """
    path = signoff_path(campaign, language)
    if not path.exists():
        return []
    checked = schema.check(yamlfile.load(path, campaign.folder), SIGNOFF)
    return [_signed(entry) for entry in checked["signoffs"]]


def _signed(entry: Mapping[str, Any]) -> SignOff:
    return SignOff(
        reviewer=entry["reviewer"],
        role=entry["role"],
        day=entry["date"],
        content=entry["content"],
        pages=entry.get("pages", ""),
        messages={where: _seen(digests) for where, digests in entry.get("messages", {}).items()},
        contacts={name: ContactSnapshot(**fact) for name, fact in entry.get("contacts", {}).items()},
    )


def _seen(digests: str) -> MessageDigests:
    english, _, translation = digests.partition(" ")
    return MessageDigests(english, translation or english)


HEAD = """\
# Who has read these words, and when. “flyers translations sign” writes this file; the words of a record are a person's
# statement, so nobody signs for another. The name or id is printed nowhere. A message stands with digests of its
# English and its translation, a contact as it was: a change of either makes the sign-off stale.
"""


def signoffs_text(records: Iterable[SignOff]) -> str:
    """The file that `read_signoffs` reads *records* from."""
    return HEAD + "\nsignoffs:\n" + "\n".join("\n".join(_lines(record)) + "\n" for record in records)


def _lines(record: SignOff) -> Iterator[str]:
    yield f"  - reviewer: {yamlfile.quoted(record.reviewer)}"
    yield f"    role: {yamlfile.quoted(record.role)}"
    yield f"    date: {record.day.isoformat()}"
    yield f"    content: {record.content}"
    if record.pages:
        yield f"    pages: {record.pages}"
    if record.contacts:
        yield "    contacts:"
    for name, fact in record.contacts.items():
        said = ", ".join(f"{key}: {yamlfile.quoted(getattr(fact, key))}" for key in ("display", "target", "name"))
        yield f"      {name}: {{{said}}}"
    if record.messages:
        yield "    messages:"
    for where, seen in record.messages.items():
        same = seen.english == seen.translation
        yield f"      {where}: {seen.english if same else f'{seen.english} {seen.translation}'}"
