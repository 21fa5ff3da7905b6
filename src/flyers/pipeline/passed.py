"""Which words have passed the checks of translations, kept for the next time (`flyers.cache`).

The checks of a language take longer than its page, and so does loading them. They find the same in the same words: all
that they look at is in the name under which it is kept that they found nothing, and so is their program.

A process asks once for each language. What it has checked itself it knows (`flyers.translation.checks.known`).
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from flyers import cache
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.pipeline.canonical import checksum
from flyers.pipeline.program import libraries, program
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Language

if TYPE_CHECKING:
    from flyers.errors import ContentError
    from flyers.findings import Fault

_PASSED = True
"""What is kept."""

_asked: set[str] = set()
"""The languages for which this process has asked."""


class PassedWords:
    """Words that are to be checked, if nobody knows that they have passed.

    Args:
        name: under which that is kept; "" if it is not to be looked for.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.known = bool(name) and cache.read(name) is _PASSED
        self._has_faults = False

    @classmethod
    def of_english(cls, campaign: Campaign, language: Language | None) -> PassedWords:
        """Return the messages themselves, in *language* if it is known."""
        return cls(_name("English", campaign, language, []))

    @classmethod
    def of_translation(cls, campaign: Campaign, language: Language, catalog: Catalog) -> PassedWords:
        """Return what *catalog* has of the messages."""
        return cls(_name(language.tag, campaign, language, list(catalog.entries.values())))

    def faults_of_english(self, campaign: Campaign, language: Language | None) -> list[ContentError]:
        """Return what `flyers.translation.localize.english_faults` finds."""
        if self.known:
            return []
        from flyers.translation.localize import english_faults

        found = english_faults(campaign, language)
        self._has_faults |= bool(found)
        return found

    def faults_of_entry(self, campaign: Campaign, language: Language, words: Words, entry: Entry) -> list[Fault]:
        """Return what the checks find in an *entry*, which translates *words*."""
        if self.known:
            return []
        from flyers.translation import checks

        found = checks.faults_of_entry(campaign, language, words, entry)
        self._has_faults |= bool(found)
        return found

    def keep(self) -> None:
        """Keep that nothing was found, if all has been looked at and that is so."""
        if self._name and not self.known and not self._has_faults:
            cache.keep(self._name, _PASSED)


def _name(asked: str, campaign: Campaign, language: Language | None, entries: list[Entry]) -> str:
    if asked in _asked:
        return ""
    _asked.add(asked)
    words = [(str(key), one.text, one.name, one.most) for key, one in campaign.words()]
    # Flags and the English of an entry decide whether it is used, and so whether it was looked at.
    translated = [
        (str(one.context), one.english, one.translation, sorted(one.flags), list(one.remarks)) for one in entries
    ]
    looked_at = checksum([campaign.source_language, campaign.contacts, language])
    return cache.name_of(
        "passed words", program(), libraries(), sys.version, asked, looked_at, json.dumps([words, translated])
    )
