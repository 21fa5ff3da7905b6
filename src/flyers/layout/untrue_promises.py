"""Finds words with untrue promises about a contact: “Day and night” beside a number that answers in the daytime.

A contact's hours are printed by no placeholder, only promised in words (`flyers.content.promises`). A person who calls
at night because of a card, and reaches nobody, may not dare to call again, so no piece with such words is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.content.promises import broken_promises, contact_of
from flyers.content.schema import shorten
from flyers.errors import ContentError
from flyers.page.document import Document, TextLine

if TYPE_CHECKING:
    from flyers.translation.localization import Localization


def untrue_promises(document: Document, localized: Localization) -> Iterator[ContentError]:
    """Yield an error for each message of *document*, printed or spoken, that promises what is not true."""
    campaign = localized.campaign
    lines = [item.message for page in document.pages for item in page.items if isinstance(item, TextLine)]
    first = {key.id: key for key in reversed((*lines, *document.spoken)) if not key.is_contact}
    for name, key in sorted(first.items()):
        message = campaign.messages.get(name)
        if message is None:
            continue
        for broken in broken_promises(message.promises, campaign.contacts):
            words, place = message.forms[message.form(key.form)], campaign.contacts[contact_of(broken.field)].source
            promised = f"{broken.field}: {broken.promised}"
            yield ContentError(
                f"“{shorten(words.text, 40)}” promises “{promised}”; {place} says “{shorten(broken.now, 40)}”.",
                hint="Word it differently in every language, with “promises” that are true, or leave it out of "
                f"layouts. If it is true, correct the contact: 'flyers contacts set {broken.field} {broken.promised}'.",
                source=words.source,
                trail=(key.in_language(""),),
            )
