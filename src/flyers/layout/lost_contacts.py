"""Finds contacts that a translation leaves out and nothing else on the piece shows.

A translator may excuse that a text has other placeholders than the English (L102): in some languages the number belongs
into the next sentence. Whether the reader still gets it depends on the product, so each composed one is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.errors import TranslationError
from flyers.page.document import Document, TextLine

if TYPE_CHECKING:
    from flyers.translation.localization import Localization


def lost_contacts(document: Document, localized: Localization) -> Iterator[TranslationError]:
    """Yield an error for each contact that the English of a printed message has and the pages in its language lack."""
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    shown: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        shown[line.message.language] |= {contact.contact for contact in line.contacts}
    for key in dict.fromkeys(line.message for line in lines):
        for name in _wanted(key, localized):
            if name not in shown[key.language]:
                yield TranslationError(
                    f"The translation leaves out {{{name}}}, and nothing else on “{document.product}” shows it.",
                    hint=f"Put {{{name}}} back, or into another text of this product.",
                    source=localized.texts[key].source,
                    trail=(key,),
                )


def _wanted(key: MessageKey, localized: Localization) -> list[str]:
    """Return the contacts in the English of a message of the campaign."""
    campaign = localized.campaign
    message = campaign.messages.get(key.id)
    if key.is_contact or message is None or key.form not in message.forms:
        return []
    return [name for name in message.forms[key.form].template.placeholders if name in campaign.contacts]
