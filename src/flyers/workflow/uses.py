"""Which messages and contacts each product may print, according to its layout, and which entries nothing prints.

*May*: which form of a message is set, and how many items of a list, depends on the space that a language needs
(`flyers.layout.fit`). What a product did print is in its manifest (`flyers.workflow.manifest`). What nothing prints
has most often a misspelled id: the base's sentence, or its number, is printed then.
"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.content.campaign import CONTACTS_FILE, Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import is_printed
from flyers.content.schema import did_you_mean
from flyers.errors import FlyersError, Source
from flyers.files import exists
from flyers.layout.model import Layout, walk
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.catalog import Catalog
from flyers.translation.localization import LEAD, ON_SHEETS


@dataclass(frozen=True, slots=True)
class Uses:
    """What a product may print: keys of messages, and ids of contacts in codes, lines or messages."""

    messages: frozenset[MessageKey]
    contacts: frozenset[str]


def uses(layout: Layout, campaign: Campaign) -> Uses:
    """Return what the product of *layout* may print."""
    references = [block.references for block in walk(layout)]
    messages = {MessageKey(layout.title)}
    for printed in (message for names in references for message in names.printed):
        if message := campaign.messages.get(printed.id):  # a language's own name, on a multilingual sheet, is none
            messages |= {MessageKey(printed.id, message.form(Form(form))) for form in printed.forms}
    names = {name for where, words in campaign.words() if where in messages for name in words.placeholders}
    messages |= {MessageKey(campaign.names[name].id) for name in names & campaign.names.keys()}
    contacts = {name for names in references for name in names.printed_contacts}
    inside = {name for name, where in messages_with_contact(campaign).items() if messages & set(where)}
    return Uses(frozenset(messages), frozenset(contacts | inside))


def products_with_contact(session: Session, contact: str) -> list[str]:
    """Return the products that may print *contact*; those whose layouts are broken are not looked at."""
    layouts = ((product, session.readable_layout(product)) for product in session.products)
    return [product for product, layout in layouts if layout and contact in uses(layout, session.campaign).contacts]


def messages_with_contact(campaign: Campaign) -> dict[str, tuple[MessageKey, ...]]:
    """Return, for every contact, the keys of the messages that contain it, in the order of the content."""
    messages = [(where, words.placeholders) for where, words in campaign.words()]
    return {name: tuple(where for where, names in messages if name in names) for name in campaign.contacts}


def only_in_translation(contact: str, campaign: Campaign, catalog: Catalog) -> tuple[MessageKey, ...]:
    """Return the keys of the messages that contain *contact* in this catalog but not in the source language.

    A translator may put a number into another sentence (L102 excused).
    """
    mark = f"{{{contact}}}"
    return tuple(
        where
        for where, words in campaign.words()
        if contact not in words.placeholders
        if (entry := catalog.entries.get(where)) and mark in entry.translation
    )


def unused_entries(session: Session) -> Iterator[tuple[Source, str]]:
    """Yield the place of each message, contact and translation of the campaign's own that no base has and no product
    may print, with a sentence about it; nothing if the campaign has no base.

    Products whose layouts are broken are not looked at.
    """
    campaign = session.campaign
    if not campaign.layers.bases:
        return
    own = [contact.id for contact in campaign.contacts.values() if campaign.is_own(contact.source)]
    bases = [layer for layer in campaign.layers.bases if own and exists(layer.folder / CONTACTS_FILE)]
    inherited = {name for layer in bases for name in layer.load(CONTACTS_FILE)["contacts"]}
    named = {campaign.name, campaign.publisher, *(contact.name for contact in campaign.contacts.values())}
    named |= {*ON_SHEETS, LEAD, *([campaign.logo[0].alt] if campaign.logo else [])}
    messages = [
        message.id
        for message in campaign.messages.values()
        if message.id in campaign.added and message.id not in named and not message.name and is_printed(message.id)
    ]
    contacts = [name for name in own if name not in inherited]
    # The campaign's own layouts first; they are read until all are found.
    layouts = [name for name in session.products if exists(campaign.folder / "content" / "layouts" / f"{name}.yaml")]
    for product in dict.fromkeys((*layouts, *session.products)):
        if (messages or contacts) and (layout := session.readable_layout(product)):
            used = uses(layout, campaign)
            printed = {key.id for key in used.messages}
            messages = [name for name in messages if name not in printed]
            contacts = [name for name in contacts if name not in used.contacts]
    of_base = tuple(sorted(campaign.messages.keys() - campaign.added))
    for name in messages:
        near = did_you_mean(name, of_base)
        yield campaign.messages[name].source, f"Nothing prints “{name}”. {near}".rstrip()
    others = tuple(name for name in campaign.contacts if name not in own)
    translated = [tag for tag in session.registry.tags if tag != campaign.source_language]
    for name in contacts:
        try:  # a translation may have it where the message of the source language does not
            said = any(only_in_translation(name, campaign, session.catalog(tag)) for tag in translated)
        except FlyersError:  # a catalog that cannot be read is reported where it is used
            continue
        if not said:
            near = did_you_mean(name, others)
            yield campaign.contacts[name].source, f"No product shows “{name}”. {near}".rstrip()
    for message in campaign.messages.values():
        if message.lost and campaign.is_own(message.source):
            lost = " and ".join(f"“{form}”" for form in message.lost)
            words = f"“{message.id}” has a text of yours and no {lost}, which the base has: small places get the text."
            yield message.source, f"{words} Write {lost} too; the same words will do."
    contexts = tuple(str(key) for key, _ in campaign.words())
    for tag in translated:
        try:
            entries = session.own_catalog(tag).entries
        except FlyersError:
            continue
        for key, entry in entries.items():
            if not entry.is_empty and str(key) not in contexts:
                near = did_you_mean(str(key), contexts)
                yield entry.source, f"Nothing prints this translation, since there is no “{key}”. {near}".rstrip()
