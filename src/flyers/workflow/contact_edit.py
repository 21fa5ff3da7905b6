"""Edit ``content/contacts.yaml`` in place, single values and whole entries: comments and layout of the file stay.

What a code opens is derived from what is printed, and from the present target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import yaml

from flyers import limits
from flyers.content import schema, yamlfile
from flyers.content.campaign import CONTACTS_FILE, Campaign
from flyers.content.contacts import (
    ADDRESSES,
    LONGEST_SHORT_NUMBER,
    NUMBERS,
    Contact,
    ContactKind,
    country_code,
    keypad_digits,
    printed_problem,
    read_contacts,
)
from flyers.content.layers import Layer
from flyers.content.markup import PLACEHOLDER
from flyers.content.schema import NONE, nearest
from flyers.errors import ContentError, FlyersError, UsageError, raise_all
from flyers.files import exists, read_bytes, write_whole
from flyers.layout.layout_files import load_layout
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.workflow.new_campaign import PrintedContact, contact_entry, require_phone, require_site
from flyers.workflow.signing import require_past
from flyers.workflow.uses import messages_with_contact


def bare(value: str) -> str:
    """Return the printed form of *value*, which may have been copied from a link."""
    return re.sub(r"^(?:https://|mailto:|tel:|sms:)", "", value)


def _opened(kind: ContactKind, value: str, example: str) -> str:
    """Return what a code opens for a place or a mail address; *example* says how an app's address is given."""
    if kind is ContactKind.PLACE:
        return f"https://www.openstreetmap.org/search?query={quote_plus(value)}"
    if kind is ContactKind.MAIL:
        return f"mailto:{bare(value)}"
    hint = f"Also give the address that the app has for the account: {example}"
    raise UsageError(f"What a code opens for “{value}” depends on the app.", hint=hint)


def target_of(contact: Contact, value: str) -> str:
    """Return what a code opens for the printed form *value*, in the same form as the present target of *contact*."""
    scheme = contact.kind.scheme
    if contact.kind in ADDRESSES:
        return f"{scheme}://{bare(value)}"
    if contact.kind not in NUMBERS:
        return _opened(contact.kind, value, f"{contact.id}.target https://….")
    if fault := printed_problem(bare(value)):
        raise UsageError(fault.text, hint=fault.hint, trail=[contact.id])
    digits, before = keypad_digits(bare(value)), keypad_digits(contact.display)
    dialed, mark, body = contact.target.partition(":")[2].partition("?")
    country = dialed.removesuffix(before.removeprefix("0"))
    if bare(value).lstrip().startswith("+"):
        if dialed.startswith("+") and country_code(digits) != country_code(dialed[1:]):
            raise UsageError(
                f"“{value}” is in another country than today's number, {contact.display} ({contact.target}).",
                hint=f"After “+” comes the country. If it is right, {_target_too(contact, f'+{digits}')}",
            )
        return f"{scheme}:+{digits}{mark}{body}"
    if not dialed.startswith("+"):
        return f"{scheme}:{digits}{mark}{body}"
    if country == "+" and len(digits) == len(before) and digits[:1] == before[:1]:
        return f"{scheme}:+{digits}{mark}{body}"  # printed with the country code, as before
    if country != "+" and len(digits) == len(before):
        return f"{scheme}:{country}{digits.removeprefix('0')}{mark}{body}"
    if len(digits) != len(before):
        dialed = digits if len(digits) <= LONGEST_SHORT_NUMBER else "+…"
        problem = f"“{value}” has {len(digits)} digits; today's number, {contact.display}, has {len(before)}."
        raise UsageError(problem, hint=f"Write all of it. If it is whole, {_target_too(contact, dialed)}")
    hint = f"Write it like today's number, or {_target_too(contact, '+…')}"
    raise UsageError(f"What a code should open for “{value}” cannot be derived from “{contact.target}”.", hint=hint)


def _target_too(contact: Contact, dialed: str) -> str:
    """Return a hint for a terminal that is also right in the studio, which has a field for the target."""
    return f"also give what a code opens: {contact.id}.target {contact.kind.scheme}:{dialed}."


FLAG = "interpreted"
# Fields with a single value. Lists are changed in an editor.
FIELDS = (
    "display", "target", "keyword", "name", "kind", "group", "hours", "source", "sourced_on", "operator_since",
    "verified_on", "verified_by", f"languages.{FLAG}",
)  # fmt: skip  # a list to be read
BY_LANGUAGE = ("displays", "targets")  # Maps of one value for each language: ``site.targets.es``.
# Kinds of contact that may be named instead of a field: ``hotline.phone`` sets what is printed, and so what is opened;
# ``site.web.es`` does so for one language.
KINDS = tuple(str(kind) for kind in ContactKind)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed value: ``hotline.display``, before and after; "" for no value."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ContactEdit:
    """The edited text of the file, the contacts in it, and the differences."""

    path: Path
    text: str
    contacts: Mapping[str, Contact]
    changes: tuple[FieldChange, ...]


def edit_contacts(campaign: Campaign, edits: Sequence[tuple[str, str]]) -> ContactEdit:
    """Return the file of contacts with *edits*, pairs of a field's name and its new value; nothing is written.

    If what is printed or opened changes, ``verified_on`` and ``verified_by`` are emptied unless they are edited too:
    nobody has tested the new contact. A contact, a field or a value that cannot be used as it is typed is a UsageError;
    new values that break a rule of contacts are ContentErrors, all together.
    """
    path = campaign.folder / CONTACTS_FILE
    values = dict(_values(campaign, edits))
    text = _with_inherited(campaign, dict.fromkeys(contact for contact, _ in values))
    changes = []
    for (contact, field), value in values.items():
        if not value.isprintable():  # NUL would end it for some programs, a direction mark turn it for people
            raise UsageError(f"“{contact}.{field}” has a character that cannot be seen.", hint="Type it again.")
        text, before = _replaced(text, contact, field, value)
        if before != value:
            changes.append(FieldChange(f"{contact}.{field}", before, value))
    contacts = {**campaign.contacts, **read_contacts(yamlfile.parse(text.encode(), CONTACTS_FILE))[0]}
    raise_all(
        ContentError(
            f"There is no message “{contact.name}”.",
            hint=schema.did_you_mean(contact.name, campaign.messages),
            source=contact.source,
        )
        for contact in contacts.values()
        if contact.name not in campaign.messages
    )
    for contact in dict.fromkeys(contact for contact, field in values if field == "verified_on"):
        if day := contacts[contact].verified_on:
            require_past(day, "Give the day on which somebody tested the contact.")
    return ContactEdit(path, text, contacts, tuple(changes))


def _with_inherited(campaign: Campaign, edited: Iterable[str]) -> str:
    """Return the text of the campaign's own file, with the entries of those *edited* contacts that a base has.

    A base's file is never changed. The entry is copied whole, since a test call is about this number and no later one.
    """
    layers, text = campaign.layers, _own_text(campaign)
    for contact in edited:
        layer = layers.layer_of(campaign.contacts[contact].source)
        if layer is not layers.own:
            entry = entry_lines(layer, CONTACTS_FILE, "contacts", contact)
            for field in ("seed", "local"):  # which are about the base's own texts and members
                entry = _without(entry, field)
            text = f"{text.rstrip()}\n\n  {entry}"
            text = _replaced(text, contact, "source", f"As in {layer.shown(CONTACTS_FILE)}")[0]
    return text


def entry_lines(layer: Layer, path: str, section: str, name: str) -> str:
    """Return the entry *name* of a *section* in a file of *layer* as it is written there, from its key on."""
    text = _text(layer, path)
    listed = _child(yaml.compose(text, Loader=yaml.SafeLoader), section)
    key, entry = next(pair for pair in listed.value if pair[0].value == name)
    return text[key.start_mark.index : _end(text, entry)].replace("\r\n", "\n")


def _own_text(campaign: Campaign) -> str:
    return _text(campaign.layers.own, CONTACTS_FILE) if exists(campaign.folder / CONTACTS_FILE) else "contacts:\n"


def _text(layer: Layer, path: str) -> str:
    name = layer.shown(path)
    return yamlfile.decode(read_bytes(layer.folder / path, name, limits.YAML_BYTES), name)


def _values(campaign: Campaign, edits: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    parsed = [(_split(campaign, name), value.strip()) for name, value in edits]
    edited = {name for name, _ in parsed}
    for (contact, field), value in parsed:
        name, _, tag = field.partition(".")
        if tag and name in (*KINDS, *BY_LANGUAGE) and not value:
            hint = f"To have the usual one in that language, delete it from displays and targets in {CONTACTS_FILE}."
            raise UsageError(f"“{contact}.{field}” has no value.", hint=hint)
        if name in KINDS:
            display, target = (f"displays.{tag}", f"targets.{tag}") if tag else ("display", "target")
            yield (contact, display), bare(value)
            if (contact, target) not in edited:
                yield (contact, target), target_of(campaign.contacts[contact].in_language(tag), value)
        else:
            yield (contact, field), value
    for contact in dict.fromkeys(contact for contact, _ in edited):
        outer = {field.partition(".")[0] for other, field in edited if other == contact}
        if not outer.isdisjoint(("display", "target", *KINDS, *BY_LANGUAGE)):
            yield from (((contact, day), "") for day in ("verified_on", "verified_by") if (contact, day) not in edited)


def _split(campaign: Campaign, name: str) -> tuple[str, str]:
    contact, dot, field = name.partition(".")
    contacts = campaign.contacts
    if contact not in contacts:
        hint = f"{schema.did_you_mean(contact, contacts)} Contacts are {', '.join(contacts)}.".strip()
        raise UsageError(f"There is no contact “{schema.shorten(contact)}”.", hint=hint)
    kind = str(contacts[contact].kind)
    fields = (kind, *FIELDS)
    outer, _, tag = field.partition(".")
    if tag and outer in (kind, *BY_LANGUAGE):
        if (pattern := schema.LANGUAGE_TAG.pattern) and not pattern.fullmatch(tag):
            hint = "'flyers languages' lists the tags: “es”, “zh-Hans”."
            raise UsageError(f"“{schema.shorten(tag)}” is not a language tag.", hint=hint)
        return contact, field
    if field not in fields:
        problem, near = f"“{name}” is a contact, and does not name a field of it.", kind
        if dot:
            problem = f"There is no field “{schema.shorten(field)}” of {contact}."
            near = _meant(field, contacts[contact].kind, fields)
        meant = f"Did you mean “{contact}.{near}”? " if near else ""
        hint = f"{meant}Fields are {', '.join(fields)}; {kind}.es is for one language."
        raise UsageError(problem, hint=f"{hint} Lists are changed in {CONTACTS_FILE}.")
    return contact, field


_NUMBER = "value contact number num no tel telephone phone mobile cell text sms"
# Words that people use for the number or address of each kind of contact.
_REACHED_BY = {
    **dict.fromkeys(NUMBERS, _NUMBER),
    **dict.fromkeys(ADDRESSES, "value contact site website web url link page address chat"),
    ContactKind.MAIL: "value contact address email e-mail mail",
    ContactKind.PLACE: "value contact address street map",
    ContactKind.APP: f"{_NUMBER} account handle",
}
# Headings of 'flyers contacts list' and the studio, and the fields below them.
_HEADINGS = {"printed": "display", "opens": "target", "verified": "verified_on", "tried": "verified_on"}


def _meant(word: str, kind: ContactKind, fields: tuple[str, ...]) -> str:
    """Return the field that a person means by *word*; "" if that is unclear."""
    word = word.lower()
    if any(word in words.split() for words in _REACHED_BY.values()):  # “number” is nearest to “name” in spelling
        return str(kind) if word in _REACHED_BY[kind].split() else ""
    return _HEADINGS.get(word) or nearest(word, fields)


def field_value(contact: Contact, field: str) -> str:
    """Return the value of an editable *field* of *contact* as it is written in the file; "" for none."""
    name, _, tag = field.partition(".")
    if name in KINDS:
        name, field = ("displays", field) if tag else ("display", "display")
    if name in BY_LANGUAGE:
        return str(getattr(contact, name).get(tag, ""))
    if field == f"languages.{FLAG}":
        return "true" if contact.languages.interpreted else "false"
    value = getattr(contact, "origin" if field == "source" else field, None) if field in FIELDS else None
    return "" if value is None else str(value)


def _replaced(text: str, contact: str, field: str, value: str) -> tuple[str, str]:
    """Return *text* with the value of one field replaced, and the former value."""
    entry = _child(_child(yaml.compose(text, Loader=yaml.SafeLoader), "contacts"), contact)
    *outer, last = field.split(".")
    flag = last == FLAG and value in ("true", "false")
    new = f"{last}: {_written(value, flag=flag)}"
    for step in outer:
        inner = _child(entry, step)
        if inner is None:
            return (_with_field(text, entry, f"{step}: {{{new}}}") if value else text), ""
        entry = inner
    node = _child(entry, last)
    if node is None:
        return (_with_field(text, entry, new) if value else text), ""
    former = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    start, after = node.start_mark.index, text[_end(text, node) :]
    written = _written(value, quoted=node.style in ('"', "'"), flag=flag)
    before = text[:start].rstrip(" ")
    if before.endswith("\n"):  # the value is on a line of its own, which keeps its indent
        return text[:start] + written + after, former
    return before + (f" {written}" if written else "") + after, former


def _child(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _end(text: str, node: Any) -> int:
    """Return where the value ends. (PyYAML counts the lines after a folded text as part of it.)"""
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def _with_field(text: str, entry: Any, field: str) -> str:
    """Return *text* with *field* after the last one of the map *entry*: on a line of its own, or on the map's line."""
    end = _end(text, entry.value[-1][1])
    if entry.flow_style:
        return f"{text[:end]}, {field}{text[end:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * entry.value[0][0].start_mark.column
    at = text.find(newline, end)
    before, after = (text, newline) if at < 0 else (text[:at], text[at:])
    return f"{before}{newline}{indent}{field}{after}"


def _written(value: str, *, quoted: bool = False, flag: bool = False) -> str:
    """Return *value* as YAML: plain if it is read back as the same text, else in quotation marks."""
    if not value or flag:
        return value
    with suppress(ContentError):
        read = yamlfile.parse(f"value: {value}\nmore: [{value}]\n".encode(), "")
        quoted = quoted or read != {"value": value, "more": [value]}
        return yamlfile.quoted(value) if quoted else value
    return yamlfile.quoted(value)


OWN_GROUP = "own"  # The group of contacts for which layouts of the starter campaign have a place.


def add_contact(
    session: Session, name: str, kind: str, value: str, *, label: str = "", source: str = "", opens: str = ""
) -> Path:
    """Write a new contact into the campaign's own file, and return the file; raises UsageError if it is not new, or its
    *value* is none of the *kind*.

    Args:
        value: what is printed; opens: what a code opens; "" if that follows from *value*.
        label: id of the message that names who is reached; "" for the publisher's name.
        source: where the fact comes from.
    """
    with session.changing():
        campaign = session.campaign
        if not PLACEHOLDER.fullmatch(name):
            hint = "Take small letters, digits and “_”, as in “clinic_phone”."
            raise UsageError(f"“{schema.shorten(name)}” cannot be the id of a contact.", hint=hint)
        if contact := campaign.contacts.get(name):
            hint = f"To change it: 'flyers contacts set {name}.{contact.kind} …'."
            raise UsageError(f"There is a contact “{name}” already ({contact.source}): {contact.display}.", hint=hint)
        if message := campaign.names.get(name):
            problem = f"“{{{name}}}” stands for “{message.id}” already ({message.source})."
            raise UsageError(problem, hint="Take another id.")
        label, source = campaign.message(label or campaign.publisher).id, source or "Given by hand."
        printed = (value.strip(), opens) if opens else _printed(kind, value)
        entry = contact_entry(name, kind, *printed, label=label, source=source, group=OWN_GROUP)
        text = f"{_without(_own_text(campaign), name).rstrip()}\n\n{entry}"
        read_contacts(yamlfile.parse(text.encode(), CONTACTS_FILE))
        return _write(session, text)


def remove_contact(session: Session, name: str) -> Path:
    """Take a contact that nothing says out of the campaign's file, or write that it has none; return the file."""
    with session.changing():
        campaign = session.campaign
        if name not in campaign.contacts:
            hint = schema.did_you_mean(name, tuple(campaign.contacts))
            raise UsageError(f"There is no contact “{schema.shorten(name)}”.", hint=hint)
        bases = [layer for layer in campaign.layers.bases if exists(layer.folder / CONTACTS_FILE)]
        inherited = any(name in layer.load(CONTACTS_FILE)["contacts"] for layer in bases)
        raise_all(_places_that_need(name, session, inherited=inherited))
        text = _without(_own_text(campaign), name)
        return _write(session, f"{text.rstrip()}\n\n  {name}: {NONE}\n" if inherited else text)


def _printed(kind: str, value: str) -> PrintedContact:
    printed = bare(value.strip())
    if kind in (ContactKind.RELAY, ContactKind.CHAT):
        hint = f"Write it into {CONTACTS_FILE}, with “operator_since” and “sourced_on”."
        raise UsageError(f"Of a {kind}, somebody has to ask since when the operator has had it.", hint=hint)
    if kind not in (*NUMBERS, *ADDRESSES):
        return printed, _opened(ContactKind(kind), printed, "--opens https://wa.me/12075550143.")
    if kind == ContactKind.TEXT and len(digits := keypad_digits(printed)) <= LONGEST_SHORT_NUMBER:
        return printed, f"sms:{digits}"
    address = require_site(printed) if kind == ContactKind.WEB else require_phone(printed)
    if address is None:
        raise UsageError("This contact has no value.", hint="Write the number or the address.")
    return address[0], address[1].replace("tel:", f"{ContactKind(kind).scheme}:")


def _places_that_need(name: str, session: Session, *, inherited: bool) -> Iterator[FlyersError]:
    """Yield an error for each message and layout that says the contact, and could not be used without it."""
    campaign = session.campaign
    for key in () if inherited else messages_with_contact(campaign)[name]:
        place = campaign.messages[key.id].source
        yield ContentError(f"It says {{{name}}}.", hint="Word it without.", source=place, trail=[key])
    contacts = {other: contact for other, contact in campaign.contacts.items() if other != name}
    absent = campaign.absent | {name} if inherited else campaign.absent
    left = replace(campaign, contacts=contacts, absent=absent).without_unsaid()
    for product in session.products:
        if session.readable_layout(product):
            try:
                load_layout(left, product, session.theme, session.registry.known_tags)
            except FlyersError as error:
                yield from error.errors


def _without(text: str, name: str) -> str:
    """Return *text* without the entry *name*, whose lines are its own and those indented more."""
    return re.sub(rf"(?m)^( +){name}:.*\n(?:(?:\1 +.*)?\n)*(?=\S|\1\S|\Z)", "", f"{text.rstrip()}\n")


def _write(session: Session, text: str) -> Path:
    path = session.folder / CONTACTS_FILE
    write_whole(path, text.encode())
    session.reload()
    return path
