"""``contacts.yaml``: its schema, and the rules that keep a wrong number or link off the page.

`phone_numbers` has the rules of printed numbers, `targets` those of what codes and links open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from flyers.content import schema
from flyers.content.contacts import NUMBERS, Contact, ContactKind, ServedLanguages
from flyers.content.ids import MESSAGE_ID, SEED_IDS
from flyers.content.markup import PLACEHOLDER
from flyers.content.phone_numbers import printed_problem
from flyers.content.schema import LANGUAGE_TAG, NONE, Custom, Each, Flag, MapOf, OneOf, OrNone, Record, Required, Text
from flyers.content.targets import check_target
from flyers.content.yaml_data import Mapping
from flyers.errors import ContentError, Source


def read_contacts(document: Mapping) -> dict[str, Contact]:
    """Return the contacts of a parsed contacts file, in its order.

    Raises:
        ContentError: all problems of the file together.
    """
    contacts: dict[str, Contact | str] = schema.check(document, CONTACTS)["contacts"]
    return {name: contact for name, contact in contacts.items() if isinstance(contact, Contact)}


def absent_contacts(document: Mapping) -> dict[str, Source]:
    """Return the places where a parsed contacts file, without faults, says of a contact that there is none, by id."""
    listed: Mapping = document["contacts"]
    return {name: listed.key_source(name) for name, value in listed.items() if value == NONE}


def no_such_contact(name: str, known: Collection[str], source: Source) -> ContentError:
    """Return the error for a *name* that is not among the *known* contacts."""
    return ContentError(f"There is no contact “{name}”.", hint=schema.did_you_mean(name, tuple(known)), source=source)


def _problems(contact: Contact) -> Iterator[schema.Problem]:
    """Yield what is wrong with printed forms and targets, or why the two do not agree, in any language."""
    yield from _service_problems(contact)
    yield from _problems_of(contact, ("display",), ("target",))
    for tag in contact.own_languages:
        display = ("displays", tag) if tag in contact.displays else ("display",)
        target = ("targets", tag) if tag in contact.targets else ("target",)
        yield from _problems_of(contact.in_language(tag), display, target)


def _problems_of(contact: Contact, display: tuple[str, ...], target: tuple[str, ...]) -> Iterator[schema.Problem]:
    """Yield the problems of one language; *display* and *target* are the paths of its values."""
    wrong = False
    for path, check in ((display, _check_display), (target, _check_target)):
        try:
            check(contact)
        except schema.Problem as problem:
            wrong = True
            if len(path) > 1 or len(display + target) == 2:  # others have been reported
                yield schema.Problem(problem.text, problem.hint, path=path, trail=[contact.id])
    if not wrong and not contact.agrees:
        hint = "People who scan the code must reach what is printed beside it: find out which one is right."
        if len(display) < len(target):
            hint = f"Add what is printed in this language: “displays: {{{target[1]}: …}}”."
        mismatch = f"The display form “{contact.display}” and the target “{contact.target}” do not agree."
        yield schema.Problem(mismatch, hint, path=target, trail=[contact.id])


def _service_problems(contact: Contact) -> Iterator[schema.Problem]:
    """Yield why a service that not every operator offers (a keyword, relay or chat) may not be printed.

    It may if its source is newer than the last change of the operator. Otherwise people would write to nobody.
    """
    if contact.keyword and contact.kind is not ContactKind.TEXT:
        yield schema.Problem(
            f"A contact of kind {contact.kind} takes no keyword.", path=["keyword"], trail=[contact.id]
        )
        return
    if contact.keyword and not contact.target.endswith(contact.body):
        yield schema.Problem(
            f"The target “{contact.target}” does not open a message with “{contact.keyword}”.",
            f"Write “{contact.target.partition('?')[0]}{contact.body}”.",
            path=["target"],
            trail=[contact.id],
        )
    service = "keyword" if contact.keyword else "kind"
    if not contact.keyword and contact.kind not in (ContactKind.RELAY, ContactKind.CHAT):
        return
    what = "keyword" if contact.keyword else str(contact.kind)
    if contact.operator_since is None or contact.sourced_on is None:
        yield schema.Problem(
            f"Nobody knows whether today's operator has this {what}.",
            "Give “operator_since”, the day since which it has run the line, and “sourced_on”, the day of the source.",
            path=[service],
            trail=[contact.id],
        )
    elif contact.sourced_on <= contact.operator_since:
        yield schema.Problem(
            f"The source for this {what} is of {contact.sourced_on}, before today's operator "
            f"({contact.operator_since}).",
            "Find a newer source, or leave it out until somebody has asked the operator.",
            path=[service],
            trail=[contact.id],
        )


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
        raise schema.Problem(
            f"“{display}” has characters other than ASCII.",
            f"It has {named}; contacts are printed in Latin characters.{meant}",
        )
    if contact.kind in NUMBERS and (problem := printed_problem(display)):
        raise problem


def _check_target(contact: Contact) -> None:
    check_target(contact.target, contact.kind.scheme, contact.kind, contact.body)


def _date(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise schema.Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD, or leave it empty.") from None


_BY_LANGUAGE = MapOf(Text(), LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

CONTACTS = Record({
    "contacts": Required(MapOf(
        OrNone(Record({
            "kind": Required(OneOf(*ContactKind)),
            "name": Required(MESSAGE_ID),
            "display": Required(Text()),
            "target": Required(Text()),
            "displays": _BY_LANGUAGE,
            "targets": _BY_LANGUAGE,
            "keyword": Text(re.compile(r"[A-Z0-9]{1,20}"), "a word of capital letters and digits, like “HELP”"),
            "languages": Required(Record({
                "spoken": Each(LANGUAGE_TAG, unique=True),
                "interpreted": Flag(),
            }, make=ServedLanguages)),
            "hours": Text(),
            "source": Required(Text()),
            "sourced_on": Custom(_date, "a date, YYYY-MM-DD"),
            "operator_since": Custom(_date, "a date, YYYY-MM-DD"),
            "seed": SEED_IDS,
            "verified_on": Custom(_date, "a date, YYYY-MM-DD"),
            "verified_by": Text(re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,120}"), "one line of at most 120 characters"),
            "local": Flag(),
            "group": Text(schema.NAME, schema.NAME_SAYS),
        }, make=Contact, names={"source": "origin"}, source=True, rules=_problems)),
        PLACEHOLDER, "an id of small letters, digits and “_”", id="id",
    )),
})  # fmt: skip  # nested like the file that it describes
