"""Faults that the checks have found before in the same text, in this campaign or in one on the same base.

A process may make pieces for hundreds of campaigns that differ in a contact, and their thousands of texts are the same
objects (`flyers.content.yamlfile.parse`, `flyers.pipeline.shared`). They hold as long as nothing that the checks have
looked at differs: the texts, the language, and parts of the contacts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.findings import Fault
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.translation.catalog import Entry
from flyers.translation.checks.findings import faults
from flyers.translation.checks.translation import Translation
from flyers.translation.registry import Language
from flyers.translation.watched_contacts import ContactLookups, Contacts, WatchedContacts

MOST = 1024
"""Texts in a generation of the cache; a language has about three hundred."""


@dataclass(slots=True)
class _Known:
    """Faults of a text, with the objects that they were found in, so that their ids stay taken. ``looked`` is what the
    checks looked at in the contacts.
    """

    given: tuple[object, ...]
    looked: ContactLookups
    faults: list[Fault]


_known: ProcessCache[tuple[object, ...], _Known] = ProcessCache(MOST)


def faults_of_entry(
    campaign: Campaign, language: Language, words: Words, entry: Entry, looked: ContactLookups | None = None
) -> list[Fault]:
    """Return the `faults` of the translation in *entry*, whose English is *words*.

    What the checks look at in the contacts is added to *looked*.
    """
    return _recalled(
        campaign.contacts,
        campaign.source_language,
        (language, words, entry),
        lambda: Translation.of_entry(campaign, language, words, entry),
        looked,
    )


def faults_of_english(
    campaign: Campaign,
    language: Language | None,
    context: MessageKey,
    words: Words,
    looked: ContactLookups | None = None,
) -> list[Fault]:
    """Return the `faults` of the English itself; see `faults_of_entry`."""
    return _recalled(
        campaign.contacts,
        f"{campaign.source_language}:{context}",
        (language, words),
        lambda: Translation.of_english(campaign, language, context, words),
        looked,
    )


def _recalled(
    contacts: Contacts,
    named: str,
    given: tuple[object, ...],
    translation: Callable[[], Translation],
    looked: ContactLookups | None,
) -> list[Fault]:
    key = (named, *map(id, given))
    known = _known.get(key)
    if known is None or not known.looked.would_be_seen_in(contacts):
        watched = WatchedContacts(contacts)
        found = faults(replace(translation(), contacts=watched))
        known = _known[key] = _Known(given, watched.looked, found)
    if looked is not None:
        looked.add(known.looked)
    return known.faults
