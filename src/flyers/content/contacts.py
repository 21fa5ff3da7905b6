"""Contacts: facts that are never translated, such as numbers and addresses.

Here are the schema of ``contacts.yaml``, and the rules of addresses and phone numbers that keep a wrong number or link
off the page: what codes and links open, and what is printed for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import field, replace
from enum import StrEnum
from urllib.parse import unquote_plus, urlsplit

from flyers.content import schema
from flyers.content.markup import PLACEHOLDER
from flyers.content.message_key import MESSAGE_ID, SEED_IDS
from flyers.content.schema import Custom, Each, Flag, MapOf, OneOf, OrNone, Problem, Record, Required, Text, shorten
from flyers.content.yaml_data import Mapping
from flyers.errors import ContentError, Source
from flyers.records import dataclass


def keypad_digits(text: str) -> str:
    """Return the digits of a printed number, capital letters as the digits of telephone keys (ITU-T E.161)."""
    return "".join(_KEYS.get(character, character) for character in text if character in _KEYS or character.isdigit())


_KEYS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))


def printed_problem(text: str) -> Problem | None:
    """Return why *text* is not a number as it can be printed; None if it is one."""
    hint = "Write digits, “-”, “.”, “( )” and spaces: “1-888-373-7888”."
    if not text.strip():
        return Problem("There is no number.", hint)
    problem = letters_problem(text)
    if problem or re.fullmatch(r"\+?[0-9(][0-9A-Z() .-]*", text):
        return problem
    return Problem(f"“{shorten(text)}” is not a number as printed.", hint)


def letters_problem(text: str) -> Problem | None:
    """Return why letters of a printed number may be slips for digits; None if all of them are words of their own.

    On telephone keys O is 6 and I is 4: a “01OO” that was typed for “0100” would be a stranger's number.
    """
    for group in re.findall(r"[0-9A-Za-z]+", text):
        if group.isdigit() or (group.isalpha() and not re.fullmatch(r"[OIoil]+", group)):
            continue
        digits = group.translate(_DIGITS)
        meant = f"“{digits}”" if digits.isdigit() else "digits"
        what = "is letters that look like digits" if group.isalpha() else "mixes letters and digits"
        return Problem(
            f"“{shorten(group)}” in “{shorten(text, 40)}” {what}.",
            f"If digits are meant, write {meant}. Put a word in a group of its own, as in “1-800-FLOWERS” or "
            "“1-800-4-A-CHILD”.",
        )
    return None


_DIGITS = str.maketrans("OIoil", "01011")


def same_number(display: str, target: str) -> bool:
    """Return whether the number that is printed, *display*, is the one that is dialed, *target* (``+18883737888``)."""
    printed, dialed = keypad_digits(display), target.removeprefix("+")
    if printed == dialed:
        return True
    if display.startswith("+") or not target.startswith("+"):
        return False
    # Printed as it is dialed inside the country: without its code, perhaps with a trunk zero (which Italy also dials
    # from abroad).
    national, country = printed.removeprefix("0"), country_code(dialed)
    return len(national) >= 7 and dialed in (country + national, country + printed)


def country_code(digits: str) -> str:
    """Return the country code with which an international number begins; "" if it begins with none."""
    # The list annexed to ITU-T E.164: no code begins with another one, so their lengths are known.
    code = re.match(
        r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
        r"|2[1-689][0-9]|3[578][0-9]|42[0-9]|5[09][0-9]|6[7-9][0-9]|8[035789][0-9]|9[679][0-9]",
        digits,
    )
    return code[0] if code else ""


LONGEST_SHORT_NUMBER = 6  # Digits of the longest number that is dialed without a country, such as 233733.

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_TRACKERS = re.compile(r"(?:^|&)(?:utm_|fbclid|gclid|mc_|msclkid|igsh)", re.IGNORECASE)
_SHORTENERS = re.compile(
    r"(?:www\.)?(?:bit\.ly|buff\.ly|cutt\.ly|goo\.gl|is\.gd|lnkd\.in|ow\.ly|qr\.io|qrco\.de|rebrand\.ly|shorturl\.at"
    r"|t\.co|t\.ly|tinyurl\.com)"
)


def _check_target(contact: Contact) -> None:
    """Raise a Problem if the target is not a URI of the contact's kind, or opens it otherwise than people expect."""
    target, scheme = contact.target, contact.kind.scheme
    given, _, rest = target.partition(":")
    if given != scheme:
        raise Problem(
            f"“{shorten(target)}” does not begin with “{scheme}:”.",
            f"The target of a contact of kind {contact.kind} must begin so; no other scheme is put in a code or link.",
        )
    stray = next((sign for sign in target if sign == " " or not (sign.isascii() and sign.isprintable())), "")
    if stray.isspace():
        raise Problem(f"“{shorten(target)}” has a space in it.", "Leave it out: addresses have none.")
    if stray:
        character = f"“{stray}”, U+{ord(stray):04X}," if stray.isprintable() else f"U+{ord(stray):04X}"
        hint = "Write it in ASCII: a host with other letters has a name that begins with “xn--”."
        raise Problem(f"“{shorten(target)}” has {character} in it.", hint)
    number = rest.removesuffix(contact.body)
    if scheme == "https":
        try:
            parts = urlsplit(target)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port = "", None
        if not target.startswith("https://") or not _HOST.fullmatch(host) or port is not None or "@" in parts.netloc:
            raise Problem(f"“{shorten(target)}” is not a plain web address.", "Write “https://host/path”.")
        if _SHORTENERS.fullmatch(host):
            hint = "Use the address itself: shorteners track people and expire."
            raise Problem(f"“{host}” shortens addresses.", hint)
        if _TRACKERS.search(parts.query) or _TRACKERS.search(parts.fragment):
            raise Problem("This address has parameters that track people.", "Delete them.")
    elif scheme == "mailto":
        match = re.fullmatch(r"[A-Za-z0-9._+-]+@([A-Za-z0-9.-]+)", rest)
        if not match or not _HOST.fullmatch(match[1].lower()):
            raise Problem(f"“{rest}” is not a mail address.")
    elif not re.fullmatch(r"\+?[0-9]{3,15}", number):
        hint = f"Write digits only, with “+” and the country: “{scheme}:+18883737888”."
        raise Problem(f"“{rest}” is not a dialable number.", hint)
    elif not rest.startswith("+") and len(number) > LONGEST_SHORT_NUMBER:
        hint = f"Write all of it, with “+”, the country and the area code: “{scheme}:+18883737888”."
        raise Problem(f"“{rest}” is not a whole number: it has no country.", hint)


def agree(display: str, target: str, ending: str = "") -> bool:
    """Return whether the printed form *display* names what *target*, which is in order, opens."""
    scheme, _, rest = target.partition(":")
    if scheme == "https":
        return _bare_address(display) == _bare_address(rest)
    if scheme == "mailto":
        return display.lower() == rest.lower()
    return same_number(display, rest.removesuffix(ending))


def shorter(display: str, target: str, ending: str = "") -> str:
    """Return a shorter printed form of what *target* opens than *display*, which agrees with it; "" if none is known.

    Numbers of North America do without their 1, addresses without “www.”. How other countries write their numbers at
    home is not known here.
    """
    dispensable = r"(?i)^(?:\+?1[ .-]+(?=[0-9(])|\(1\) ?|(?:https://)?(?:www\.(?=[^/]+\.))?)"
    rest = re.sub(dispensable, "", display)
    return rest if rest != display and agree(rest, target, ending) else ""


def _bare_address(address: str) -> str:
    address = address.removeprefix("https:").removeprefix("//")
    host, slash, path = address.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


class ContactKind(StrEnum):
    """The way to reach a contact; the scheme of the target follows from it."""

    PHONE = "phone"
    TEXT = "text"
    WEB = "web"
    MAIL = "mail"
    RELAY = "relay"  # A relay service for people who are deaf, like 711.
    CHAT = "chat"  # A page for writing with the people who answer.
    APP = "app"  # An account in an app for messages, such as WhatsApp.
    PLACE = "place"  # A place to go to, which opens a map.

    @property
    def scheme(self) -> str:
        return {"phone": "tel", "relay": "tel", "text": "sms", "mail": "mailto"}.get(self, "https")


NUMBERS = (ContactKind.PHONE, ContactKind.TEXT, ContactKind.RELAY)  # Kinds that are reached by a number.

ADDRESSES = (ContactKind.WEB, ContactKind.CHAT)  # Kinds that are reached by a web address.


@dataclass(frozen=True, slots=True)
class ServedLanguages:
    """Languages in which a contact answers."""

    spoken: tuple[str, ...] = ()  # BCP 47 tags of those answered without an interpreter
    interpreted: bool = False  # whether all others are served through interpreters


ASK_THE_OFFICE = (
    "Don't dial an emergency number for a test: ask the office that runs it, on its ordinary line, whether the number "
    "is right and whether interpreters answer."
)
"""What to do about an emergency number instead of trying it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact."""

    id: str  # a placeholder's name, ``hotline``
    kind: ContactKind  # phone, text, web, mail, relay, chat, app or place
    name: str  # id of the message that names who is reached
    display: str  # the printed form, in Latin digits
    target: str  # URI that a QR code or link opens; its scheme follows from the kind
    # displays, targets: the same for single languages, by tag, where they differ; see `in_language`.
    displays: AnyMapping[str, str] = field(default_factory=dict)
    targets: AnyMapping[str, str] = field(default_factory=dict)
    keyword: str = ""  # what to send to a text line, ``HELP``; a code then opens the message with it. "" for any word
    languages: ServedLanguages  # those in which it answers
    hours: str = "unknown"  # ``always``, ``unknown`` or words
    origin: str  # where the fact comes from
    sourced_on: dt.date | None = None  # the day of that source
    # The day from which the people who answer have run it; what older sources say may be over.
    operator_since: dt.date | None = None
    seed: tuple[str, ...] = ()  # ids of the items in seed/items.yaml that it carries
    verified_on: dt.date | None = None  # the last day on which a person tried it; None if nobody has
    # The person who tried it, a name or an id, as the coalition chooses; never printed.
    verified_by: str = field(default="", repr=False)
    # Whether campaigns on this one have their own (`flyers.content.campaign`); None if it doesn't say.
    local: bool | None = None
    group: str = ""  # of contacts that layouts print together, wherever they have a place for that group; "" for none
    source: Source  # its place in the contacts file

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
        if self.kind is ContactKind.PLACE:  # all words of the address are among those that the map looks for, in order
            printed, sought = (
                re.findall("[a-z0-9]+", text.lower()) for text in (self.display, unquote_plus(self.target))
            )
            left = iter(sought)
            return bool(printed) and all(word in left for word in printed)
        if self.kind is ContactKind.APP:  # “WhatsApp 207-555-0143”, “Telegram @help”
            account = self.target.rstrip("/").rpartition("/")[2].lstrip("@+")
            if account.isdigit():
                number = re.search(r"\+?[0-9(][0-9() .-]*$", self.display)
                return number is not None and same_number(number[0], f"+{account}")
            return self.display.rpartition(" ")[2].lstrip("@").lower() == account.lower()
        return agree(self.display, self.target, self.body)

    @property
    def is_emergency(self) -> bool:
        """Whether it is a number for emergencies, as 911 and 112 are, which nobody dials or texts to test it."""
        return self.kind in (ContactKind.PHONE, ContactKind.TEXT) and len(self.digits) <= 3

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


def read_contacts(document: Mapping) -> tuple[dict[str, Contact], dict[str, Source]]:
    """Return the contacts of a parsed contacts file, in its order, and the places where it says ``none`` of one, by id.

    Raises all problems of the file together.
    """
    listed: Mapping = schema.check(document, CONTACTS)["contacts"]
    absent = {name: listed.key_source(name) for name, contact in listed.items() if contact == schema.NONE}
    return {name: contact for name, contact in listed.items() if name not in absent}, absent


def no_such_contact(name: str, known: Collection[str], source: Source) -> ContentError:
    return ContentError(f"There is no contact “{name}”.", hint=schema.did_you_mean(name, tuple(known)), source=source)


def _problems(contact: Contact) -> Iterator[Problem]:
    """Yield what is wrong with printed forms and targets, or why the two do not agree, in any language."""
    problems = [*_service_problems(contact), *_problems_of(contact, ("display",), ("target",))]
    for tag in contact.own_languages:
        display = ("displays", tag) if tag in contact.displays else ("display",)
        target = ("targets", tag) if tag in contact.targets else ("target",)
        problems += _problems_of(contact.in_language(tag), display, target)
    for problem in problems:
        problem.trail = (contact.id,)
        yield problem


def _problems_of(contact: Contact, display: tuple[str, ...], target: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the problems of one language; *display* and *target* are the paths of its values."""
    wrong = False
    for path, check_value in ((display, _check_display), (target, _check_target)):
        try:
            check_value(contact)
        except Problem as problem:
            wrong = True
            if len(path) > 1 or len(display + target) == 2:  # others have been reported
                yield Problem(problem.text, problem.hint, path=path)
    if not wrong and not contact.agrees:
        hint = "People who scan the code must reach what is printed beside it: find out which one is right."
        if len(display) < len(target):
            hint = f"Add what is printed in this language: “displays: {{{target[1]}: …}}”."
        mismatch = f"The display form “{contact.display}” and the target “{contact.target}” do not agree."
        yield Problem(mismatch, hint, path=target)


def _service_problems(contact: Contact) -> Iterator[Problem]:
    """Yield why a service that not every operator offers (a keyword, relay or chat) may not be printed.

    It may if its source is newer than the last change of the operator. Otherwise people would write to nobody.
    """
    key, service = "kind", str(contact.kind)
    if contact.keyword and contact.kind is not ContactKind.TEXT:
        yield Problem(f"A contact of kind {contact.kind} takes no keyword.", path=["keyword"])
        return
    if contact.keyword:
        key = service = "keyword"
        if not contact.target.endswith(contact.body):
            problem = f"The target “{contact.target}” does not open a message with “{contact.keyword}”."
            hint = f"Write “{contact.target.partition('?')[0]}{contact.body}”."
            yield Problem(problem, hint, path=["target"])
    elif contact.kind not in (ContactKind.RELAY, ContactKind.CHAT):
        return
    since, sourced = contact.operator_since, contact.sourced_on
    if since is None or sourced is None:
        yield Problem(
            f"Nobody knows whether today's operator has this {service}.",
            "Give “operator_since”, the day since which it has run the line, and “sourced_on”, the day of the source.",
            path=[key],
        )
    elif sourced <= since:
        problem = f"The source for this {service} is of {sourced}, before today's operator ({since})."
        hint = "Find a newer source, or leave it out until somebody has asked the operator."
        yield Problem(problem, hint, path=[key])


_MEANT = {
    "“-”": "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d",
    "a space": "\u00a0\u2007\u2009\u202f\u3000",
    "straight quotation marks": "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb",
}
"""Signs that word processors put in place of those of a telephone number."""


def _check_display(contact: Contact) -> None:
    display = contact.display
    if not (display.isascii() and display.isprintable()):
        stray = next(sign for sign in display if not (sign.isascii() and sign.isprintable()))
        named = f"“{stray}”, U+{ord(stray):04X}" if stray.isprintable() else f"U+{ord(stray):04X}"
        meant = next((f" Write {plain} in its place." for plain, alike in _MEANT.items() if stray in alike), "")
        hint = f"It has {named}; contacts are printed in Latin characters.{meant}"
        raise Problem(f"“{display}” has characters other than ASCII.", hint)
    if contact.kind in NUMBERS and (problem := printed_problem(display)):
        raise problem


def _date(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD, or leave it empty.") from None


_DATE = Custom(_date, "a date, YYYY-MM-DD")
_BY_LANGUAGE = MapOf(Text(), schema.LANGUAGE_TAG.pattern, schema.LANGUAGE_TAG.says)

CONTACTS = Record({
    "contacts": Required(MapOf(
        OrNone(Record({
            "kind": Required(OneOf(*ContactKind)), "name": Required(MESSAGE_ID),
            "display": Required(Text()), "target": Required(Text()),
            "displays": _BY_LANGUAGE, "targets": _BY_LANGUAGE,
            "keyword": Text(re.compile(r"[A-Z0-9]{1,20}"), "a word of capital letters and digits, like “HELP”"),
            "languages": Required(Record(
                {"spoken": Each(schema.LANGUAGE_TAG, unique=True), "interpreted": Flag()}, make=ServedLanguages
            )),
            "hours": Text(), "source": Required(Text()), "sourced_on": _DATE, "operator_since": _DATE,
            "seed": SEED_IDS,
            "verified_on": _DATE,
            "verified_by": Text(re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,120}"), "one line of at most 120 characters"),
            "local": Flag(), "group": Text(schema.NAME, schema.NAME_SAYS),
        }, make=Contact, names={"source": "origin"}, source=True, rules=_problems)),
        PLACEHOLDER, "an id of small letters, digits and “_”", id="id",
    )),
})  # fmt: skip  # nested like the file that it describes


FACTS: AnyMapping[str, Callable[[Contact], str]] = {
    "hours": lambda contact: contact.hours,
    "languages.interpreted": lambda contact: str(contact.languages.interpreted).lower(),
}
"""The fields of a contact that words can promise, each with a function that writes its value as the file does."""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.strip():
        return value
    hint = "Write it as the contact does: “always”."
    raise Problem(f"{schema.describe(value)} is not a value of this field of a contact.", hint)


PROMISES = MapOf(
    Custom(_value, "the value that makes the words true"),
    re.compile(rf"[a-z][a-z0-9_]*\.(?:{'|'.join(map(re.escape, FACTS))})"),
    "a field of a contact that words can promise, like “hotline.hours” or “hotline.languages.interpreted”",
)
"""The schema of a message's promises."""


def contact_of(field: str) -> str:
    """Return the id of the contact in the name of a promised *field*."""
    return field.partition(".")[0]


def fact(contacts: AnyMapping[str, Contact], field: str) -> str:
    """Return the value that a promised *field*, ``hotline.hours``, has now."""
    name, _, rest = field.partition(".")
    return FACTS[rest](contacts[name])


def broken_promises(
    promises: AnyMapping[str, str], contacts: AnyMapping[str, Contact]
) -> Iterator[tuple[str, str, str]]:
    """Yield those *promises* of a message that *contacts* do not keep: the field, what is promised, what it has now."""
    for path, promised in promises.items():
        if (now := fact(contacts, path)) != promised:
            yield path, promised, now
