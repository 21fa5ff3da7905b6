"""What each product may print of the campaign's messages and contacts, as its layout says.

*May*: which form of a message is set, and how many items of a list, depends on the room that a language leaves
(`flyers.layout.fit`). What a product did print is in its manifest (`flyers.workflow.manifests`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.content.messages import Form, context
from flyers.layout.model import walk

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.layout.model import PrintedMessage
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class Uses:
    """Contexts of the messages that a product may print, and ids of the contacts, in codes and inside messages too."""

    messages: frozenset[str]
    contacts: frozenset[str]


def uses(session: Session, product: str) -> Uses:
    """What *product* may print.

    Raises:
        LayoutError: its layout is wrong.
    """
    layout, campaign = session.layout(product), session.campaign
    references = [block.references for block in walk(layout)]
    printed = [message for names in references for message in names.printed]
    messages = {layout.title, *(where for message in printed for where in _contexts(message, campaign))}
    contacts = {name for names in references for name in names.printed_contacts}
    inside = holding(campaign)
    return Uses(
        frozenset(messages), frozenset(contacts | {name for name, where in inside.items() if messages & set(where)})
    )


def holding(campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """The contexts of the messages that hold each contact, in the order of the content."""
    return {
        name: tuple(where for where, words in campaign.words() if name in words.template.placeholders)
        for name in campaign.contacts
    }


def _contexts(printed: PrintedMessage, campaign: Campaign) -> Iterator[str]:
    if printed.id in campaign.messages:  # a language's own name, on a sheet with many, is none
        for form in printed.forms:
            yield context(printed.id, campaign.message(printed.id).form(Form(form)))
