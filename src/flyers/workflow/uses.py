"""Which messages and contacts each product may print, according to its layout.

*May*: which form of a message is set, and how many items of a list, depends on the space that a language needs
(`flyers.layout.fit`). What a product did print is in its manifest (`flyers.workflow.manifests`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.content.message_key import Form, MessageKey
from flyers.layout.model import walk
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.layout.model import Layout
    from flyers.layout.references import PrintedMessage
    from flyers.pipeline.session import Session
    from flyers.translation.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Uses:
    """What a product may print: keys of messages, and ids of contacts in codes, lines or messages."""

    messages: frozenset[MessageKey]
    contacts: frozenset[str]


def uses(layout: Layout, campaign: Campaign) -> Uses:
    """Return what the product of *layout* may print."""
    references = [block.references for block in walk(layout)]
    printed = [message for names in references for message in names.printed]
    messages = {MessageKey(layout.title), *(where for message in printed for where in _keys(message, campaign))}
    messages |= {name for where in messages for name in _names_in(where, campaign)}
    contacts = {name for names in references for name in names.printed_contacts}
    inside = {name for name, where in messages_with_contact(campaign).items() if messages & set(where)}
    return Uses(frozenset(messages), frozenset(contacts | inside))


def products_with_contact(session: Session, contact: str) -> list[str]:
    """Return the products that may print *contact*; those whose layouts are broken are not looked at."""
    layouts = ((product, session.readable_layout(product)) for product in session.products)
    return [product for product, layout in layouts if layout and contact in uses(layout, session.campaign).contacts]


def _names_in(where: MessageKey, campaign: Campaign) -> Iterator[MessageKey]:
    """Yield the keys of the proper names that the message contains."""
    message = campaign.messages.get(where.id)
    words = message.forms.get(where.form) if message else None
    for name in words.template.placeholders if words else ():
        if name in campaign.names:
            yield MessageKey(campaign.names[name].id)


def messages_with_contact(campaign: Campaign) -> dict[str, tuple[MessageKey, ...]]:
    """Return, for every contact, the keys of the messages that contain it, in the order of the content."""
    return {
        name: tuple(where for where, words in campaign.words() if name in words.template.placeholders)
        for name in campaign.contacts
    }


def only_in_translation(contact: str, campaign: Campaign, catalog: Catalog) -> tuple[MessageKey, ...]:
    """Return the keys of the messages that contain *contact* in this catalog but not in the source language.

    A translator may put a number into another sentence (L102 excused).
    """
    mark = f"{{{contact}}}"
    return tuple(
        where
        for where, words in campaign.words()
        if contact not in words.template.placeholders
        if (entry := catalog.entries.get(where)) and mark in entry.translation
    )


def _keys(printed: PrintedMessage, campaign: Campaign) -> Iterator[MessageKey]:
    if printed.id in campaign.messages:  # a language's own name, on a multilingual sheet, is not a message
        for form in printed.forms:
            yield MessageKey(printed.id, campaign.message(printed.id).form(Form(form)))
