"""Changing values in ``content/contacts.yaml`` where they stand: comments and layout of the file stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from flyers.content import schema, yamlfile
from flyers.content.contacts import Contact, ContactKind, keypad_digits, read_contacts
from flyers.errors import ContentError, UsageError, raise_all

if TYPE_CHECKING:
    from pathlib import Path

    from flyers.content.campaign import Campaign

CONTACTS = "content/contacts.yaml"
FLAG = "interpreted"
NULL = "tag:yaml.org,2002:null"
FIELDS = ("display", "target", "name", "kind", "hours", "source", "verified_on", f"languages.{FLAG}")
"""Fields of one value each; lists are for an editor."""

BOTH = tuple(str(kind) for kind in ContactKind)
"""In place of a field, the contact's kind (``hotline.phone``) means what is printed and what is opened together."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value: ``hotline.display``, what it was and what it is now; "" for none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ContactEdit:
    """The file as it would be, the contacts in it, and what differs."""

    path: Path
    text: str
    contacts: Mapping[str, Contact]
    changes: tuple[FieldChange, ...]


def edit(campaign: Campaign, wishes: Sequence[tuple[str, str]]) -> ContactEdit:
    """Contacts with *wishes*, pairs of a field's name and its new value, carried out; nothing is written.

    Where what is printed or opened changes and ``verified_on`` is not among the wishes, it is emptied: nobody has tried
    the new one.

    Raises:
        UsageError: there is no such contact or field, no target can be told from what is printed, or nobody can have
            tried the contact yet.
        ContentError: the new values break a rule of contacts; all problems together.
    """
    path = campaign.folder / CONTACTS
    text = yamlfile.decode(yamlfile.read_bytes(path, CONTACTS), CONTACTS)
    values = dict(_values(campaign, wishes))
    changes = []
    for (contact, field), value in values.items():
        text, before = _replaced(text, contact, field, value)
        if before != value:
            changes.append(FieldChange(f"{contact}.{field}", before, value))
    contacts = read_contacts(yamlfile.parse(text.encode(), CONTACTS))
    raise_all(_unknown_names(campaign, contacts))
    for contact in dict.fromkeys(contact for contact, field in values if field == "verified_on"):
        _require_past(contacts[contact])
    return ContactEdit(path, text, contacts, tuple(changes))


def _values(campaign: Campaign, wishes: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    asked = [(_split(campaign, name), value.strip()) for name, value in wishes]
    for (contact, field), value in asked:
        if field in BOTH:
            yield (contact, "display"), _bare(value)
            yield (contact, "target"), _target(campaign.contacts[contact], value)
        else:
            yield (contact, field), value
    told = {name for name, _ in asked}
    for contact in dict.fromkeys(contact for contact, _ in told):
        moved = any((contact, field) in told for field in ("display", "target", *BOTH))
        if moved and (contact, "verified_on") not in told:
            yield (contact, "verified_on"), ""


def _split(campaign: Campaign, name: str) -> tuple[str, str]:
    contact, dot, field = name.partition(".")
    known = campaign.contacts
    if contact not in known:
        raise UsageError(
            f"There is no contact “{schema.shorten(contact)}”.",
            hint=f"{schema.did_you_mean(contact, known)} Contacts are {', '.join(known)}.".strip(),
        )
    kind = str(known[contact].kind)
    if field not in (*FIELDS, kind):
        what = f"There is no field “{schema.shorten(field)}” of {contact}." if dot else f"“{name}” names no field."
        raise UsageError(
            what,
            hint=f"Write {contact}.FIELD; fields are {', '.join((kind, *FIELDS))}, of which {kind} sets display and "
            f"target together. Lists are changed in {CONTACTS}.",
        )
    return contact, field


def _bare(value: str) -> str:
    return re.sub(r"^(?:https://|mailto:|tel:|sms:)", "", value)


def _target(contact: Contact, value: str) -> str:
    """What a code opens for the printed form *value*, in the manner of the present target."""
    scheme = contact.kind.scheme
    if contact.kind is ContactKind.WEB:
        return f"{scheme}://{_bare(value)}"
    if contact.kind is ContactKind.MAIL:
        return f"{scheme}:{_bare(value)}"
    digits, before = keypad_digits(_bare(value)), keypad_digits(contact.display)
    dialed = contact.target.partition(":")[2]
    country = dialed.removesuffix(before.removeprefix("0"))
    if _bare(value).lstrip().startswith("+"):
        return f"{scheme}:+{digits}"
    if country == "" and not dialed.startswith("+"):
        return f"{scheme}:{digits}"
    if country == "+" and len(digits) == len(before) and digits[:1] == before[:1]:
        return f"{scheme}:+{digits}"  # printed with the country's code, as before
    if country not in ("", "+") and len(digits) == len(before):
        return f"{scheme}:{country}{digits.removeprefix('0')}"
    raise UsageError(
        f"What a code should open for “{value}” cannot be told from “{contact.target}”.",
        hint=f"Give both: {contact.id}.display “{value}” {contact.id}.target {scheme}:+….",
    )


def _unknown_names(campaign: Campaign, contacts: Mapping[str, Contact]) -> Iterator[ContentError]:
    for contact in contacts.values():
        if contact.name not in campaign.messages:
            hint = schema.did_you_mean(contact.name, campaign.messages)
            yield ContentError(f"There is no message “{contact.name}”.", hint=hint, source=contact.source)


def _require_past(contact: Contact) -> None:
    from flyers.workflow.signing import day_of_build

    if contact.verified_on and contact.verified_on > day_of_build():
        raise UsageError(
            f"{contact.verified_on} is still to come.", hint="Give the day on which somebody tried the contact."
        )


def _replaced(text: str, contact: str, field: str, value: str) -> tuple[str, str]:
    """*text* with the value of one field exchanged, and what stood there."""
    entry = _child(_child(yaml.compose(text, Loader=yaml.SafeLoader), "contacts"), contact)
    *outer, last = field.split(".")
    for step in outer:
        entry = _child(entry, step)
    node = _child(entry, last)
    flag = last == FLAG and value in ("true", "false")
    if node is None:
        return (_with_field(text, entry, f"{last}: {_written(value, flag=flag)}") if value else text), ""
    start, after = node.start_mark.index, text[_end(text, node) :]
    written = _written(value, quoted=node.style in ('"', "'"), flag=flag)
    before = text[:start].rstrip(" ")
    if before.endswith("\n"):  # the value has a line of its own, which keeps its indent
        return text[:start] + written + after, _value_of(node)
    return before + (f" {written}" if written else "") + after, _value_of(node)


def _child(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _end(text: str, node: Any) -> int:
    """Where the value ends; PyYAML counts the lines after a folded text to it."""
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def _with_field(text: str, entry: Any, field: str) -> str:
    """*text* with *field* after the last one of the map *entry*: on a line of its own, or in the map's own line."""
    end = _end(text, entry.value[-1][1])
    if entry.flow_style:
        return f"{text[:end]}, {field}{text[end:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * entry.value[0][0].start_mark.column
    at = text.find(newline, end)
    before, after = (text, newline) if at < 0 else (text[:at], text[at:])
    return f"{before}{newline}{indent}{field}{after}"


def _value_of(node: Any) -> str:
    return "" if node.tag == NULL else str(node.value)


def _written(value: str, *, quoted: bool = False, flag: bool = False) -> str:
    """*value* as YAML: plain where it is read back as the same text, between quotation marks otherwise."""
    if not value or flag:
        return value
    return yamlfile.quoted(value) if quoted or not _reads_back(value) else value


def _reads_back(value: str) -> bool:
    try:
        return yamlfile.parse(f"value: {value}\nmore: [{value}]\n".encode(), "") == {"value": value, "more": [value]}
    except ContentError:
        return False
