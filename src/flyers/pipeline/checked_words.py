"""Words that have passed the checks of translations, remembered in the cache folder (`flyers.cache`).

The checks of a language take longer than its page, and so does loading them. The same words give the same faults, so
the cache entry that says “no faults” has a key of everything that the checks depend on, their program included. A
process looks for it once for each language. It also remembers what it has checked itself: each text
(`flyers.translation.checks.known`), and all texts of a language together, so that many campaigns that differ in a
contact are checked at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flyers import cache
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import raise_all
from flyers.pipeline.canonical import checksum
from flyers.pipeline.program import libraries, source_key
from flyers.process_cache import ProcessCache
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Language, Registry
from flyers.translation.watched_contacts import ContactLookups, Contacts

if TYPE_CHECKING:
    from flyers.errors import ContentError
    from flyers.findings import Fault
    from flyers.translation.localization import Localization
    from flyers.translation.signoff import SignOff

_PASSED = True
"""What is kept."""

_asked: set[str] = set()
"""The languages for which this process has looked into the cache folder."""


_of_process: ProcessCache[tuple[object, ...], tuple[tuple[object, ...], ContactLookups]] = ProcessCache(64)
"""What the checks looked at in the contacts, by the words that have passed, which are kept with it."""


class CheckedWords:
    """The words of one language, to be checked unless they are known to have passed.

    Args:
        name: of the cache entry; "" for none.
        source_language: the language of the messages.
        given: everything else that the checks look at, without the contacts.
        contacts: the campaign's.
    """

    def __init__(self, name: str, source_language: str, given: tuple[object, ...], contacts: Contacts) -> None:
        self._name = name
        self.known = bool(name) and cache.read(name) is _PASSED
        self._has_faults = False
        self._key = (source_language, len(given), *map(id, given))
        self._given = given
        self._looked = ContactLookups()
        before = _of_process.get(self._key)
        self._passed_here = before is not None and before[1].would_be_seen_in(contacts)

    @classmethod
    def of_english(cls, campaign: Campaign, language: Language | None) -> CheckedWords:
        """Return the messages themselves, in *language* if it is known."""
        given = (language, *campaign.messages.values())
        return cls(_name("English", campaign, language, []), campaign.source_language, given, campaign.contacts)

    @classmethod
    def of_translation(cls, campaign: Campaign, language: Language, catalog: Catalog) -> CheckedWords:
        """Return the translations of the messages in *catalog*."""
        entries = list(catalog.entries.values())
        given = (language, *campaign.messages.values(), *entries)
        return cls(_name(language.tag, campaign, language, entries), campaign.source_language, given, campaign.contacts)

    def faults_of_english(self, campaign: Campaign, language: Language | None) -> list[ContentError]:
        """Return what `flyers.translation.localize.english_faults` finds."""
        if self.known or self._passed_here:
            return []
        from flyers.translation.localize import english_faults

        found = english_faults(campaign, language, self._looked)
        self._has_faults |= bool(found)
        return found

    def faults_of_entry(self, campaign: Campaign, language: Language, words: Words, entry: Entry) -> list[Fault]:
        """Return what the checks find in an *entry*, which translates *words*."""
        if self.known or self._passed_here:
            return []
        from flyers.translation import checks

        found = checks.faults_of_entry(campaign, language, words, entry, self._looked)
        self._has_faults |= bool(found)
        return found

    def keep(self) -> None:
        """Remember that the words have passed, if all of them were checked without a fault."""
        if self.known or self._passed_here or self._has_faults:
            return
        _of_process[self._key] = (self._given, self._looked)
        if self._name:
            cache.keep(self._name, _PASSED)


def localize_checked(
    campaign: Campaign, language: Language, catalog: Catalog, signoffs: Sequence[SignOff], *, allow_untranslated: bool
) -> Localization:
    """Return what `flyers.translation.localize.localize` returns, without checking words again that have passed.

    Raises:
        TranslationError: as `flyers.translation.localize.localize`.
    """
    from flyers.translation.localize import localize

    words = CheckedWords.of_translation(campaign, language, catalog)
    localized = localize(
        campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated, faults_of=words.faults_of_entry
    )
    words.keep()
    return localized


def check_english(campaign: Campaign, registry: Registry) -> None:
    """Check the messages, unless they have passed, and the languages of contacts.

    Raises:
        ContentError: all faults together.
    """
    from flyers.translation.localize import contact_faults

    language = registry.languages.get(campaign.source_language)
    words = CheckedWords.of_english(campaign, language)
    faults = words.faults_of_english(campaign, language)
    raise_all([*contact_faults(campaign, registry.known_tags), *faults])
    words.keep()


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
        "passed words", source_key(), libraries(), sys.version, asked, looked_at, json.dumps([words, translated])
    )
