"""Contacts: facts that are never translated, such as numbers and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import field, replace
from enum import StrEnum

from flyers.content.phone_numbers import keypad_digits
from flyers.content.targets import agree, names_account, names_place, shorter
from flyers.errors import ContentError, Source
from flyers.records import dataclass


class ContactKind(StrEnum):
    """The way to reach a contact; the scheme of the target follows from it."""

    PHONE = "phone"
    TEXT = "text"
    WEB = "web"
    MAIL = "mail"
    RELAY = "relay"
    """A relay service for people who are deaf, like 711."""
    CHAT = "chat"
    """A page for writing with the people who answer."""
    APP = "app"
    """An account in an app for messages, such as WhatsApp."""
    PLACE = "place"
    """A place to go to, which opens a map."""

    @property
    def scheme(self) -> str:
        return _SCHEMES[self]


_SCHEMES = {
    ContactKind.PHONE: "tel",
    ContactKind.TEXT: "sms",
    ContactKind.WEB: "https",
    ContactKind.MAIL: "mailto",
    ContactKind.RELAY: "tel",
    ContactKind.CHAT: "https",
    ContactKind.APP: "https",
    ContactKind.PLACE: "https",
}
NUMBERS = (ContactKind.PHONE, ContactKind.TEXT, ContactKind.RELAY)
"""Kinds that are reached by a number."""

ADDRESSES = (ContactKind.WEB, ContactKind.CHAT)
"""Kinds that are reached by a web address."""


@dataclass(frozen=True, slots=True)
class ServedLanguages:
    """Languages in which a contact answers.

    Attributes:
        spoken: BCP 47 tags of those answered without an interpreter.
        interpreted: whether all others are served through interpreters.
    """

    spoken: tuple[str, ...] = ()
    interpreted: bool = False


EMERGENCY_DIGITS = 3
"""The most digits of an emergency number."""

ASK_THE_OFFICE = (
    "Don't dial an emergency number for a test: ask the office that runs it, on its ordinary line, whether the number "
    "is right and whether interpreters answer."
)
"""What to do about an emergency number instead of trying it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact.

    Attributes:
        id: a placeholder's name, ``hotline``.
        kind: phone, text, web, mail, relay, chat, app or place.
        name: id of the message that names who is reached.
        display: the printed form, in Latin digits.
        target: URI that a QR code or link opens; its scheme follows from the kind.
        displays, targets: the same for single languages, by tag, where they differ; see `in_language`.
        keyword: what to send to a text line, ``HELP``; a code then opens the message with it. "" for any word.
        languages: those in which it answers.
        hours: ``always``, ``unknown`` or words.
        origin: where the fact comes from.
        sourced_on: the day of that source.
        operator_since: the day from which the people who answer have run it; what older sources say may be over.
        seed: ids of the items in seed/items.yaml that it carries.
        group: of contacts that layouts print together, wherever they have a place for that group; "" for none.
        verified_on: the last day on which a person tried it; None if nobody has.
        verified_by: the person who tried it, a name or an id, as the coalition chooses; never printed.
        local: whether campaigns on this one have their own (`flyers.content.campaign`); None if it doesn't say.
        source: its place in the contacts file.
    """

    id: str
    kind: ContactKind
    name: str
    display: str
    target: str
    displays: AnyMapping[str, str] = field(default_factory=dict)
    targets: AnyMapping[str, str] = field(default_factory=dict)
    keyword: str = ""
    languages: ServedLanguages
    hours: str = "unknown"
    origin: str
    sourced_on: dt.date | None = None
    operator_since: dt.date | None = None
    seed: tuple[str, ...] = ()
    verified_on: dt.date | None = None
    verified_by: str = field(default="", repr=False)
    local: bool | None = None
    group: str = ""
    source: Source

    @property
    def digits(self) -> str:
        """The digits of the display form, with keypad letters as digits; "" for web and mail."""
        return keypad_digits(self.display) if self.kind in NUMBERS else ""

    @property
    def body(self) -> str:
        """The end of a target that puts the keyword into the message (RFC 5724, 2.2); "" without a keyword."""
        return f"?body={self.keyword}" if self.keyword else ""

    @property
    def shorter_display(self) -> str:
        """A printed form that is shorter and opens the same; "" if none is known."""
        return shorter(self.display, self.target, self.body)

    @property
    def agrees(self) -> bool:
        """Whether what is printed names what is opened."""
        if self.kind is ContactKind.PLACE:
            return names_place(self.display, self.target)
        if self.kind is ContactKind.APP:
            return names_account(self.display, self.target)
        return agree(self.display, self.target, self.body)

    @property
    def is_emergency(self) -> bool:
        """Whether it is a number for emergencies, as 911 and 112 are, which nobody dials or texts to test it."""
        return self.kind in (ContactKind.PHONE, ContactKind.TEXT) and len(self.digits) <= EMERGENCY_DIGITS

    @property
    def own_languages(self) -> tuple[str, ...]:
        """The tags of the languages with a printed form or target of their own."""
        return tuple(dict.fromkeys((*self.displays, *self.targets)))

    def in_language(self, tag: str) -> Contact:
        """Return the contact as pieces in the language *tag* have it (what ``zh`` has counts for ``zh-Hans``)."""
        if not self.own_languages:
            return self
        display, target = _of_language(self.displays, tag), _of_language(self.targets, tag)
        return replace(self, display=display or self.display, target=target or self.target, displays={}, targets={})

    def variants(self) -> Iterator[Contact]:
        """Yield the contact as it is in languages without an entry of their own, then as in each that has one."""
        yield replace(self, displays={}, targets={}) if self.own_languages else self
        yield from map(self.in_language, self.own_languages)

    def serves(self, tag: str) -> bool:
        """Return whether speakers of the language *tag* get an answer that they understand."""
        return self.languages.interpreted or self.speaks(tag)

    def speaks(self, tag: str) -> bool:
        """Return whether the language *tag* is answered without an interpreter (``zh`` answers ``zh-Hans``)."""
        return any(_includes(spoken, tag) for spoken in self.languages.spoken)


def days_to_come(contacts: Iterable[Contact], today: dt.date) -> Iterator[ContentError]:
    """Yield an error for each of *contacts* that is on record as tried on a day after *today*."""
    for contact in contacts:
        if contact.verified_on and contact.verified_on > today:
            yield ContentError(
                f"“{contact.id}” is on record as tried on {contact.verified_on}, a day that has not come.",
                hint="Correct “verified_on”: it is the day on which somebody tried it.",
                source=contact.source,
            )


def _includes(wide: str, tag: str) -> bool:
    return tag == wide or tag.startswith(f"{wide}-")


def _of_language(values: AnyMapping[str, str], tag: str) -> str:
    """Return the value of the language *tag*, or of the nearest wider one; "" if there is none."""
    return values.get(max((wide for wide in values if _includes(wide, tag)), key=len, default=""), "")
