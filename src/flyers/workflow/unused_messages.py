"""Messages of a campaign that nothing prints, most often because their id is misspelled: the base's sentence is printed
then, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.content.messages import is_printed
from flyers.content.schema import did_you_mean
from flyers.translation.sheet_words import SHEET_WORDS
from flyers.workflow.base_record import base_session
from flyers.workflow.uses import uses

if TYPE_CHECKING:
    from flyers.errors import Source
    from flyers.pipeline.session import Session


def unused_messages(session: Session) -> Iterator[tuple[Source, str]]:
    """Yield the place of each message of the campaign's own that no base has and no product may print, with a sentence
    about it.

    Products whose layouts are broken are not looked at.
    """
    campaign, known = session.campaign, base_session(session).campaign.messages
    layouts = filter(None, map(session.readable_layout, session.products))
    printed = {key.id for layout in layouts for key in uses(layout, campaign).messages}
    printed |= {
        *SHEET_WORDS,
        campaign.name,
        campaign.publisher,
        *(contact.name for contact in campaign.contacts.values()),
    }
    if campaign.logo:
        printed.add(campaign.logo[0].alt)
    for message in campaign.messages.values():
        if message.id in printed or message.id in known or message.name or not is_printed(message.id):
            continue
        yield message.source, f"Nothing prints “{message.id}”. {did_you_mean(message.id, known)}".rstrip()
