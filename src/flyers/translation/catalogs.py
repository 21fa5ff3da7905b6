"""Catalogs: the translations of one language, each with its line in the PO file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, Source, TranslationError
from flyers.translation import po
from flyers.translation.registry import Language, Registry

MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the context is the message id with form; ``source`` is the line of its msgstr."""

    context: str
    english: str
    translation: str
    fuzzy: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Catalog:
    """A language's catalog. ``entries`` by context; obsolete ones (``#~``) are not among them."""

    path: str
    headers: Mapping[str, str]
    entries: Mapping[str, Entry]

    @property
    def draft(self) -> bool:
        """Whether no native reader has reviewed it; so it counts unless its header says otherwise."""
        return self.headers.get("X-Review-Status", "draft") != "reviewed"


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
            cure=f"“flyers translations --lang {language.tag}” begins one.",
            source=Source(name),
        )
    return parse(decoded(yamlfile.read_bytes(path, name, MAX_BYTES), name), name)


def decoded(data: bytes, name: str) -> str:
    """The text of a catalog; see `flyers.content.yamlfile.decode`, but with `TranslationError`."""
    try:
        return yamlfile.decode(data, name)
    except ContentError as error:
        raise TranslationError(error.problem, cure=error.cure, source=error.source) from None


def parse(text: str, name: str) -> Catalog:
    """The catalog in *text*.

    Raises:
        TranslationError: with the line, for what is not PO syntax, entries without a context, and contexts that occur
            twice.
    """
    header: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for unit in po.read(text, name):
        if unit.obsolete:
            continue
        if not unit.english and "msgctxt" not in unit.fields:
            header = headers(unit.translation)
            continue
        if "msgctxt" not in unit.fields:
            raise TranslationError(
                "This entry has no msgctxt, so it belongs to no message.",
                cure="Delete it, and renew the catalog with “flyers translations”.",
                source=Source(name, unit.lines["msgid"]),
            )
        if unit.context in entries:
            raise TranslationError(
                f"“{unit.context}” occurs twice; it stands on line {entries[unit.context].source.line} already.",
                cure="Keep one of them.",
                source=Source(name, unit.lines["msgctxt"]),
            )
        fuzzy = bool(unit.comments) and "fuzzy" in unit.flags
        source = Source(name, unit.lines["msgstr"])
        entries[unit.context] = Entry(unit.context, unit.english, unit.translation, fuzzy, source)
    return Catalog(name, header, entries)


def headers(text: str) -> dict[str, str]:
    """The header fields of a catalog, from the msgstr of its first entry."""
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, colon, value in pairs if colon}
