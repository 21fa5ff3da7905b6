"""The translation of one text, as the checks look at it, and the excuses that its translator gives.

An excuse is a remark over the entry in the catalog; translators' programs keep it:

    # ok: L303 French says “poster” too
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.content.messages import Words
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.translation.catalog import Entry
from flyers.translation.registry import Language

LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?![^\W_])")
"""A word of the letters A to Z alone."""

EXCUSE = re.compile(r"ok:\s*(?P<code>[A-Z]\d+)?[\s:]*(?P<reason>.*)", re.IGNORECASE)
"""A remark that is meant as an excuse; it counts only with a code and a reason."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation to check.

    Attributes:
        text: its text as printed: NFC, without white space at its ends.
        english: the English that it translates.
        contacts: the campaign's contacts.
        language: the language that it should be in; None leaves out the checks that depend on it.
        context: its key.
        raw: its text as the file has it; "" if it comes from no file.
        excused: the codes for which its translator has given a reason.
        names: names that are written alike in English and in this language.
        source_language: the tag of the language that the messages are written in.
    """

    text: str
    english: Words
    contacts: Mapping[str, Contact]
    language: Language | None = None
    context: MessageKey = NO_KEY
    raw: str = ""
    excused: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    source_language: str = "en"

    @classmethod
    def of_entry(
        cls, campaign: Campaign, language: Language, words: Words, entry: Entry, names: frozenset[str] = frozenset()
    ) -> Translation:
        """Return the translation in *entry*, whose English is *words*."""
        return cls(
            text=unicodedata.normalize("NFC", entry.translation.strip()),
            english=words,
            contacts=campaign.contacts,
            language=language,
            context=entry.context,
            raw=entry.translation,
            excused=frozenset(excuses(entry.remarks)),
            names=names,
            source_language=campaign.source_language,
        )

    @classmethod
    def of_english(
        cls, campaign: Campaign, language: Language | None, context: MessageKey, words: Words
    ) -> Translation:
        """Return the English itself, which has to pass the checks of one text, too."""
        source_language = campaign.source_language
        return cls(words.text, words, campaign.contacts, language, context, source_language=source_language)

    @property
    def numbers(self) -> Mapping[str, str]:
        """The ids of the contacts that have a number, in any language, by its digits."""
        return _numbers_of(self.contacts)

    @property
    def in_source_language(self) -> bool:
        """Whether the text is in the language of the messages, or in a variety of it."""
        if self.language is None:
            return False
        return self.language.tag.partition("-")[0] == self.source_language.partition("-")[0]


@memoized_by_identity(8)
def _numbers_of(contacts: Mapping[str, Contact]) -> Mapping[str, str]:
    forms = ((name, form) for name, contact in contacts.items() for form in contact.variants())
    return {form.digits: name for name, form in forms if form.digits}


def excuses(remarks: Iterable[str]) -> dict[str, str]:
    """Return the reasons that *remarks* give, by code."""
    matches = [match for remark in remarks if (match := EXCUSE.match(remark.strip()))]
    return {match["code"].upper(): match["reason"].strip() for match in matches if is_complete(match)}


def is_complete(excuse: re.Match[str]) -> bool:
    """Whether a match of `EXCUSE` has both a code and a reason."""
    return bool(excuse["code"] and excuse["reason"].strip())
