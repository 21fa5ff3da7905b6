"""Adds whole contacts to ``content/contacts.yaml`` and takes them out; comments and the other entries stay as they are.

`flyers.workflow.contact_edit` changes single values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flyers import limits
from flyers.content import schema, yamlfile
from flyers.content.campaign import CONTACTS_FILE, Campaign
from flyers.content.contacts import ContactKind, read_contacts
from flyers.content.markup import PLACEHOLDER
from flyers.content.schema import NONE
from flyers.content.targets import LONGEST_SHORT_NUMBER, keypad_digits
from flyers.errors import ContentError, FlyersError, UsageError, raise_all
from flyers.files import exists, read_bytes, write_whole
from flyers.layout.layout_files import load_layout
from flyers.pipeline.session import Session
from flyers.workflow.campaign_values import PrintedContact, contact_entry, require_phone, require_site
from flyers.workflow.contact_edit import bare, map_of
from flyers.workflow.uses import messages_with_contact

HEAD = "contacts:\n"
OWN_GROUP = "own"
"""The group of contacts for which layouts of the starter campaign have a place."""
BY_HAND = (ContactKind.RELAY, ContactKind.CHAT)
"""Kinds that need to know when today's operator began."""


def add_contact(
    session: Session, name: str, kind: str, value: str, *, label: str = "", source: str = "", opens: str = ""
) -> Path:
    """Write a new contact into the campaign's own file, and return the file.

    Args:
        value: what is printed.
        opens: what a code opens; "" if that follows from *value*.
        label: id of the message that names who is reached; "" for the publisher's name.
        source: where the fact comes from.

    Raises:
        UsageError: there is such a contact already, or *value* is none of the *kind*.
        ContentError: the entry breaks a rule of contacts.
        FileAccessError: the file cannot be read or written.
    """
    with session.changing():
        campaign = session.campaign
        _require_new(name, campaign)
        label = campaign.message(label or campaign.publisher).id
        printed = (value.strip(), opens) if opens else _printed(kind, value)
        source = source or "Given by hand."
        entry = contact_entry(name, kind, *printed, label=label, source=source, group=OWN_GROUP)
        text = f"{_without(_own_text(campaign), name).rstrip()}\n\n{entry}"
        read_contacts(yamlfile.parse(text.encode(), CONTACTS_FILE))
        return _write(session, text)


def remove_contact(session: Session, name: str) -> Path:
    """Take a contact out of the campaign's own file, or write that there is none if a base has it; return the file.

    Raises:
        UsageError: there is no such contact.
        FlyersError: messages or layouts say it; nothing is written.
        FileAccessError: the file cannot be read or written.
    """
    with session.changing():
        campaign = session.campaign
        if name not in campaign.contacts:
            hint = schema.did_you_mean(name, tuple(campaign.contacts))
            raise UsageError(f"There is no contact “{schema.shorten(name)}”.", hint=hint)
        inherited = any(name in layer.load(CONTACTS_FILE)["contacts"] for layer in campaign.layers.bases
                        if exists(layer.folder / CONTACTS_FILE))  # fmt: skip
        raise_all(_places_that_need(name, session, inherited=inherited))
        text = _without(_own_text(campaign), name)
        return _write(session, f"{text.rstrip()}\n\n  {name}: {NONE}\n" if inherited else text)


def _require_new(name: str, campaign: Campaign) -> None:
    if not PLACEHOLDER.fullmatch(name):
        raise UsageError(
            f"“{schema.shorten(name)}” cannot be the id of a contact.",
            hint="Take small letters, digits and “_”, as in “clinic_phone”.",
        )
    if contact := campaign.contacts.get(name):
        raise UsageError(
            f"There is a contact “{name}” already ({contact.source}): {contact.display}.",
            hint=f"To change it: 'flyers contacts set {name}.{contact.kind} …'.",
        )
    if message := campaign.names.get(name):
        raise UsageError(f"“{{{name}}}” stands for “{message.id}” already ({message.source}).", hint="Take another id.")


def _printed(kind: str, value: str) -> PrintedContact:
    """Return *value* as printed, and what a code opens."""
    printed = bare(value.strip())
    if kind in BY_HAND:
        raise UsageError(
            f"Of a {kind}, somebody has to ask since when the operator has had it.",
            hint=f"Write it into {CONTACTS_FILE}, with “operator_since” and “sourced_on”.",
        )
    if kind == ContactKind.PLACE:
        return printed, map_of(printed)
    if kind == ContactKind.APP:
        raise UsageError(
            "What a code opens depends on the app.",
            hint="Give the address that the app has for the account, as in --opens https://wa.me/12075550143.",
        )
    if kind == ContactKind.MAIL:
        return printed, f"mailto:{printed}"
    if kind == ContactKind.TEXT and len(digits := keypad_digits(printed)) <= LONGEST_SHORT_NUMBER:
        return printed, f"sms:{digits}"
    found = require_site(printed) if kind == ContactKind.WEB else require_phone(printed)
    if found is None:
        raise UsageError("This contact has no value.", hint="Write the number or the address.")
    return found[0], found[1].replace("tel:", f"{ContactKind(kind).scheme}:")


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


def _own_text(campaign: Campaign) -> str:
    path = campaign.folder / CONTACTS_FILE
    data = read_bytes(path, CONTACTS_FILE, limits.YAML_BYTES) if exists(path) else HEAD.encode()
    return yamlfile.decode(data, CONTACTS_FILE)


def _without(text: str, name: str) -> str:
    """Return *text* without the entry *name*, whose lines are its own and those indented more."""
    return re.sub(rf"(?m)^( +){name}:.*\n(?:(?:\1 +.*)?\n)*(?=\S|\1\S|\Z)", "", f"{text.rstrip()}\n")


def _write(session: Session, text: str) -> Path:
    path = session.folder / CONTACTS_FILE
    write_whole(path, text.encode())
    session.reload()
    return path
