"""Sign-offs: records of who has read which words, and the file that keeps them.

A record in ``translations/<locale>/signoff.yaml`` says that a person has read the messages listed there. Each message
has a digest of its English and one of its translation, and every contact is copied as it was, so that a later change of
any of the three is noticed message by message. The file is a history: a new record covers what has changed since the
last one, or everything once more. A record that names products is about their messages and their pages alone.

`flyers.translation.signed_words` compares the records with the words as they are now. The reviewer's name is read only
so that it can be written back: `Standing`, which the rest of the program gets, has no names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import schema, yamlfile
from flyers.content.markup import PLACEHOLDER
from flyers.content.message_key import MessageKey, by_key
from flyers.content.messages import CONTEXT
from flyers.content.schema import NAME, Custom, Each, Kind, MapOf, Record, Report, Required, Text
from flyers.errors import Source
from flyers.files import exists
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact
    from flyers.content.layers import Layer
    from flyers.translation.registry import Language


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
    """One record.

    Attributes:
        reviewer: a name or an id, as the coalition chooses; never printed.
        role: what qualifies the person to judge.
        day: when it was signed.
        content: `Localization.content_hash` of the language on that day; it begins with the content code.
        pages: checksum of the pages that the person saw (`flyers.workflow.pages_checksum`), or "".
        messages: what was read, by key.
        contacts: what was read, by id.
        products: the products whose messages and pages were read; empty for the whole language.
        shown: checksum of the pages beside the words that a reader called right (`flyers.workflow.answers`); signing
            makes `pages` of it.
    """

    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    content: str
    pages: str = ""
    messages: Mapping[MessageKey, MessageDigests] = field(default_factory=dict)
    contacts: Mapping[str, ContactSnapshot] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    shown: str = ""


def digest(*texts: str) -> str:
    """Return sixteen hexadecimal digits of SHA-256 over *texts*."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


# -- the file ----------------------------------------------------------------------------------------------------------


def one_line(value: object) -> str:
    """Return *value* as a name, id or role: one line of at most 120 characters, none of them invisible.

    Raises:
        schema.Problem: it is something else.
    """
    text = str(value).strip() if isinstance(value, str | int) else ""
    # The joiners are the only invisible characters that names are written with.
    if not text or len(text) > 120 or not re.sub("[\u200c\u200d]", "", text).isprintable():
        raise schema.Problem(
            "This is not one line of at most 120 visible characters.", "Write a name or an id on one line."
        )
    return text


def day_of(value: object) -> dt.date:
    """Return *value* as a day.

    Raises:
        schema.Problem: it is none.
    """
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise schema.Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD.") from None


_DIGESTS = Text(re.compile(r"[0-9a-f]{16}(?: [0-9a-f]{16})?"), "digests of the English and the translation")


class _Digests(Kind):
    """`MessageDigests` as the file has them."""

    def convert(self, value: Any, at: Source, report: Report) -> MessageDigests:
        return MessageDigests.parse(_DIGESTS.convert(value, at, report))


_PRODUCT = Text(NAME, "the name of a product")
_SHA256 = Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")
_CONTACT = Record(
    {"display": Required(Text()), "target": Required(Text()), "name": Required(Text())}, make=ContactSnapshot
)

SIGNOFF = Record({
    "signoffs": Required(Each(
        Record({
            "reviewer": Required(Custom(one_line)),
            "role": Required(Custom(one_line)),
            "date": Required(Custom(day_of)),
            "content": Required(_SHA256),
            "pages": _SHA256,
            "shown": _SHA256,
            "products": Each(_PRODUCT, least=1, unique=True, make=tuple),
            "contacts": MapOf(_CONTACT, PLACEHOLDER, "an id of small letters, digits and “_”"),
            "messages": MapOf(_Digests(), CONTEXT.pattern, CONTEXT.says, make=by_key),
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
        ContentError: what is wrong in the file, all together.
        FileAccessError: it cannot be read.
    """
    layer = layer or campaign.layers.own
    path = f"translations/{language.locale}/signoff.yaml"
    if not exists(layer.folder / path):
        return ()
    return tuple(schema.check(layer.load(path), SIGNOFF)["signoffs"])


def inherited(records: Sequence[SignOff], products: Collection[str]) -> Iterator[SignOff]:
    """Yield the *records* of a base, reduced to what they say about a campaign that shares only the pages of
    *products*.

    Words count where they are the same, since records compare them. Pages were seen only as the base has them, so they
    count for *products* alone.
    """
    for index, record in enumerate(records):
        yield replace(record, pages="")
        if not record.pages:
            continue
        known = [product for product in record.products or sorted(products) if product in products]
        if known:
            # A person who saw the pages of the whole language also saw what had been read before.
            together = [record] if record.products else records[: index + 1]
            messages = {key: digests for one in together for key, digests in one.messages.items()}
            contacts = {name: contact for one in together for name, contact in one.contacts.items()}
            yield replace(record, products=tuple(known), messages=messages, contacts=contacts)


HEAD = """\
# Who has read these words, and when. 'flyers translations sign' writes this file. Each record is the statement of the
# person who has read, so nobody signs for somebody else. The person's name or id is printed nowhere.
#
# A record keeps a checksum of the English and one of the translation of every message that was read, and every number
# and address as it was. Whatever has changed since must be read and signed again.
"""


def signoffs_text(records: Iterable[SignOff]) -> str:
    """Return the text of the file that `read_signoffs` reads *records* from."""
    return HEAD + "\nsignoffs:\n" + "\n".join("\n".join(_lines(record)) + "\n" for record in records)


def _lines(record: SignOff) -> Iterator[str]:
    yield f"  - reviewer: {yamlfile.quoted(record.reviewer)}"
    yield f"    role: {yamlfile.quoted(record.role)}"
    yield f"    date: {record.day.isoformat()}"
    yield f"    content: {record.content}"
    if record.pages:
        yield f"    pages: {record.pages}"
    if record.shown:
        yield f"    shown: {record.shown}"
    if record.products:
        yield f"    products: [{', '.join(map(yamlfile.quoted, record.products))}]"
    if record.contacts:
        yield "    contacts:"
    for name, contact in record.contacts.items():
        display, target, reached = map(yamlfile.quoted, (contact.display, contact.target, contact.name))
        yield f"      {name}: {{display: {display}, target: {target}, name: {reached}}}"
    if record.messages:
        yield "    messages:"
    for where, digests in record.messages.items():
        yield f"      {where}: {digests}"
