"""A language's catalog as plain data: the translations, and everything else that its PO file says.

`flyers.translation.po` reads and writes the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field, replace
from itertools import dropwhile

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import Source, TranslationError
from flyers.records import dataclass
from flyers.translation.registry import Language

CHANGED = "the English has changed since"  # The reason why a translation of a different English is not used.


def is_empty(text: str) -> bool:
    """Return whether nothing of *text* would be seen on a page, so that it is no translation."""
    return re.fullmatch("[\\s\u00ad\u061c\u200b-\u200f\u2060-\u2069\ufeff]*", text) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a PO file."""

    context: MessageKey  # context, english, translation: as the file has them (``msgctxt``, ``msgid``, ``msgstr``)
    english: str
    translation: str
    source: Source
    flags: frozenset[str] = frozenset()  # ``fuzzy``, for doubtful, and others (``#, …``)
    former: str = ""  # the English that a fuzzy translation was made from, where the file has it (``#| …``)
    remarks: tuple[str, ...] = ()  # the translators' (``# …``)
    notes: tuple[str, ...] = ()  # for translators, from the content (``#. …``)
    places: tuple[str, ...] = ()  # where the content has the English (``#: …``)

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_empty(self) -> bool:
        return is_empty(self.translation)

    @property
    def text(self) -> str:
        """The translation as printed: NFC, without white space at its ends; placeholders are not filled in."""
        return unicodedata.normalize("NFC", self.translation.strip())

    def with_translation(self, translation: str, *, fuzzy: bool, former: str = "") -> Entry:
        """Return the entry with another translation; *former* is kept only with a fuzzy one."""
        flags = self.flags | {"fuzzy"} if fuzzy else self.flags - {"fuzzy"}
        return replace(self, translation=translation, flags=flags, former=former if fuzzy else "")


@dataclass(frozen=True, slots=True)
class Catalog:
    """The catalog of one language."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)  # by name, in the order of the file
    entries: Mapping[MessageKey, Entry] = field(default_factory=dict)  # by context, in the order of the file
    obsolete: tuple[Entry, ...] = ()  # entries that no message uses any more (``#~ …``)
    remarks: str = ""  # the comment at the head, with ``#``
    fuzzy: bool = False  # whether the header is marked fuzzy, as a template's is
    exists: bool = True  # False where there is no file yet; such a catalog is empty

    @property
    def has_translations(self) -> bool:
        """Whether anything is translated; fuzzy translations count."""
        return any(not entry.is_empty for entry in self.entries.values())

    def over(self, base: Catalog) -> Catalog:
        """Return this catalog with the remarks of *base*, and its entries for what this one does not translate.

        The lines above its own remarks, which name what it is a translation of, are left out.
        """
        own = {
            key: entry
            for key, entry in self.entries.items()
            if not entry.is_empty or key not in base.entries or base.entries[key].english != entry.english
        }
        own_remarks = dropwhile(lambda line: base.remarks and not line.startswith("# - "), self.remarks.split("\n"))
        remarks = "\n".join(part for part in (base.remarks, *own_remarks) if part)
        return replace(self, entries={**base.entries, **own}, remarks=remarks, exists=self.exists or base.exists)

    def without_former_names(self, campaign: Campaign) -> Catalog:
        """Return the catalog without the translations of proper names that *campaign* has no longer, or a base has.

        The translation of another sentence is a beginning; that of another name is another name.
        """
        names = {key: words for key, words in campaign.words() if words.name}
        entries = {
            key: entry for key, entry in self.entries.items() if key not in names or entry.english == names[key].text
        }
        return replace(self, entries=entries) if len(entries) < len(self.entries) else self

    def missing_error(self, language: Language) -> TranslationError:
        """Return the error that says that there is no file yet."""
        hint = f"'flyers translations update --lang {language.tag}' creates one."
        problem = f"There is no catalog for {language.english} yet."
        return TranslationError(problem, hint=hint, source=Source(self.path))


def source_catalog(campaign: Campaign) -> Catalog:
    """Return the English as its own catalog, so that counts and sign-offs treat all languages alike."""
    entries = {where: Entry(where, words.text, words.text, words.source) for where, words in campaign.words()}
    return Catalog("content/messages", entries=entries)


def why_untranslated(entry: Entry | None, words: Words) -> str:
    """Return why *entry* has no usable translation of *words*; "" if it has one. (For names see `printed_as_it_is`.)"""
    if entry is None:
        return "not in the catalog"
    if unicodedata.normalize("NFC", entry.english) != words.text:
        return CHANGED
    if entry.is_empty:
        return "empty"
    return "marked fuzzy" if entry.fuzzy else ""


def printed_as_it_is(catalog: Catalog, words: Words) -> bool:
    """Whether *words*, which *catalog* does not translate, are a proper name and need no translation.

    In a catalog without any translation a name is untranslated like everything else.
    """
    return bool(words.name) and catalog.has_translations


def usable(campaign: Campaign, catalog: Catalog) -> dict[MessageKey, str]:
    """Return the words that are printed, by context: the translations, and the proper names that have none."""
    texts = {}
    for where, words in campaign.words():
        if not why_untranslated(catalog.entries.get(where), words):
            texts[where] = catalog.entries[where].text
        elif printed_as_it_is(catalog, words):
            texts[where] = words.text
    return texts
