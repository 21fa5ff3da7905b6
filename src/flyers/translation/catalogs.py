"""Catalogs: the translations of one language, each with its line in the PO file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import ContentError, Source, TranslationError
from flyers.translation.registry import Language, Registry

MAX_BYTES = 8_000_000

CHANGED = "the English has changed since"
"""Why a translation made of another English is not used."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the context is the message id with form; ``source`` is the line of its msgid, ``former`` the English
    that a fuzzy translation was made of, where the file has it, ``remarks`` its translators' (``# …``)."""

    context: str
    english: str
    translation: str
    fuzzy: bool
    source: Source
    former: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """A language's catalog. ``entries`` by context; obsolete ones (``#~``) are not among them. ``remarks`` are those at
    its head, with ``#``."""

    path: str
    headers: Mapping[str, str]
    entries: Mapping[str, Entry]
    remarks: str = ""

    @property
    def begun(self) -> bool:
        """Whether anybody has translated anything of it; what is marked fuzzy counts too."""
        return any(entry.translation.strip() for entry in self.entries.values())


def read_catalog(
    campaign: Campaign, registry: Registry, language: Language, *, may_be_missing: bool = False
) -> Catalog:
    """The catalog of *language*; an empty one if there is none and it *may be missing*.

    Raises:
        TranslationError: there is none, or it is not a PO file in UTF-8; with file and line.
        FileAccessError: it cannot be read.
    """
    path = registry.catalog_path(language)
    name = yamlfile.display_path(path, campaign.folder)
    if not path.exists():
        if may_be_missing:
            return Catalog(name, {}, {})
        raise TranslationError(
            f"There is no catalog for {language.english} yet.",
            hint=f"“flyers translations update --lang {language.tag}” begins one.",
            source=Source(name),
        )
    return parse(read_text(path, name), name)


def why_untranslated(entry: Entry | None, words: Words) -> str:
    """Why *entry* holds no translation of *words* to use, in words, or ""."""
    if entry is None:
        return "not in the catalog"
    if unicodedata.normalize("NFC", entry.english) != words.text:
        return CHANGED
    if not entry.translation.strip():
        return "empty"
    return "marked fuzzy" if entry.fuzzy else ""


def usable(campaign: Campaign, catalog: Catalog) -> dict[str, str]:
    """The translations of *catalog* that are printed, by context: NFC, with their placeholders."""
    return {
        where: unicodedata.normalize("NFC", catalog.entries[where].translation.strip())
        for where, words in campaign.words()
        if not why_untranslated(catalog.entries.get(where), words)
    }


def read_text(path: Path, name: str) -> str:
    """The text of the catalog in the file *path*, called *name*.

    Raises:
        TranslationError: it has more than `MAX_BYTES`, is not UTF-8 or has a null byte.
        FileAccessError: it cannot be read.
    """
    try:
        return yamlfile.decode(yamlfile.read_bytes(path, name, MAX_BYTES), name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None


def parse(text: str, name: str) -> Catalog:
    """The catalog in *text*.

    Raises:
        TranslationError: with the line; see `flyers.translation.po.read`.
    """
    from flyers.translation import po  # Babel is not needed for the language that the messages are in

    found = po.read(text, name)
    entries = (
        Entry(
            context=str(message.context),
            english=str(message.id),
            translation=str(message.string),
            fuzzy=message.fuzzy,
            source=Source(name, message.lineno or 0),
            former=po.former(message),
            remarks=tuple(message.user_comments),
        )
        for message in found
        if message.id
    )
    return Catalog(name, found.headers, {entry.context: entry for entry in entries}, found.remarks)
