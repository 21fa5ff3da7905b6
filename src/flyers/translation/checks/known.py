"""What the checks have found before in the same text of the same campaign file, or of one on the same base.

A process may make pieces for hundreds of campaigns that differ in a contact, and their thousands of texts are the same
objects (`flyers.content.yamlfile.parse`, `flyers.pipeline.shared`). What was found holds as long as nothing that the
checks looked at is different: the texts, the language and, where they looked at them, the contacts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.findings import Fault
from flyers.kept import Kept
from flyers.records import dataclass
from flyers.translation.catalog import Entry
from flyers.translation.checks.findings import faults
from flyers.translation.checks.translation import Translation
from flyers.translation.registry import Language

Contacts = Mapping[str, Contact]

MOST = 1024
"""Texts of which this is known, and of the older generation as many: all of a language are three hundred."""


@dataclass(slots=True)
class _Known:
    """Faults of a text, with the objects that they were found in, so that no other object has their place in memory.

    ``contacts`` are those that a check looked at; None if none did.
    """

    given: tuple[object, ...]
    contacts: Contacts | None
    faults: list[Fault]


_known: Kept[tuple[object, ...], _Known] = Kept(MOST)


def faults_of_entry(campaign: Campaign, language: Language, words: Words, entry: Entry) -> list[Fault]:
    """Return the `faults` of the translation in *entry*, whose English is *words*."""
    return _recalled(
        campaign.contacts,
        campaign.source_language,
        (language, words, entry),
        lambda: Translation.of_entry(campaign, language, words, entry),
    )


def faults_of_english(campaign: Campaign, language: Language | None, context: MessageKey, words: Words) -> list[Fault]:
    """Return the `faults` of the English itself."""
    return _recalled(
        campaign.contacts,
        f"{campaign.source_language}:{context}",
        (language, words),
        lambda: Translation.of_english(campaign, language, context, words),
    )


def _recalled(
    contacts: Contacts, named: str, given: tuple[object, ...], translation: Callable[[], Translation]
) -> list[Fault]:
    key = (named, *map(id, given))
    known = _known.get(key)
    if known is None or known.contacts not in (None, contacts):
        watched = _Watched(contacts)
        found = faults(replace(translation(), contacts=watched))
        known = _known[key] = _Known(given, contacts if watched.looked_at else None, found)
    return known.faults


class _Watched(Mapping[str, Contact]):
    """Contacts that know whether anybody has looked at them."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts
        self.looked_at = False

    def __getitem__(self, contact_id: str) -> Contact:
        self.looked_at = True
        return self._contacts[contact_id]

    def __iter__(self) -> Iterator[str]:
        self.looked_at = True
        return iter(self._contacts)

    def __len__(self) -> int:
        self.looked_at = True
        return len(self._contacts)
