"""From an entry of a catalog to what the checkers look at."""

from __future__ import annotations

import unicodedata

from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.translation.catalog import Entry
from flyers.translation.checks.excuses import excuses
from flyers.translation.checks.findings import Item
from flyers.translation.registry import Language


def item(
    campaign: Campaign,
    language: Language,
    where: str,
    words: Words,
    entry: Entry,
    names: frozenset[str] = frozenset(),
) -> Item:
    """The translation in *entry* of the form *where*, whose English is *words*."""
    return Item(
        text=unicodedata.normalize("NFC", entry.translation.strip()),
        english=words,
        contacts=campaign.contacts,
        language=language,
        context=where,
        raw=entry.translation,
        excused=frozenset(excuses(entry.remarks)),
        names=names,
    )
