"""The language registry: what printing in each language depends on, and the only way from a user's word to a path.

A tag that a user types (``zh_Hans``, ``zh-hans``) is looked up here first; only a tag of the registry ever becomes part
of a path. The registry's own keys have the form of BCP 47 tags (RFC 5646 §2.1: language, script, region).

What is in it is not checked here: `registry` does that with the whole.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flyers.content import CAMPAIGN_FILE, schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers, starter_folder
from flyers.content.schema import (
    LANGUAGE_TAG,
    Each,
    Kind,
    MapOf,
    Number,
    OneOf,
    Problem,
    Record,
    Required,
    Text,
    nearest,
)
from flyers.errors import ContentError, Source, UsageError, raise_all
from flyers.files import exists
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.translation.language_data import ENGLISH, REGISTRY_FILE, registry_document, tables
from flyers.translation.language_names import TO_BEGIN_IT, code_of_name, find, require_one

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2066-\u2069*]")


def plain(text: str) -> str:
    """Return *text* in NFC with single spaces, without bold, breaks and marks of direction."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@dataclass(frozen=True)
class Naming:
    """A word for what the campaign is about.

    Attributes:
        alone: the part of it that may not stand alone, in any case and with any ending.
        within: the longer words in which it may stand; none if it never may.
        gloss: what follows the first of these on each piece; "" for nothing.
    """

    alone: str
    within: tuple[str, ...] = ()
    gloss: str = ""

    def standing_alone(self, text: str) -> str:
        """Return the words of *text* around the first place where `alone` stands alone; "" if it does nowhere."""
        text = plain(text)
        rest = self._within.sub(lambda match: "\0" * len(match[0]), text)
        at = rest.casefold().find(self.alone.casefold())
        if at < 0:
            return ""
        end = text.find(" ", at + len(self.alone))
        return text[text.rfind(" ", 0, at) + 1 : len(text) if end < 0 else end]

    def first_in(self, text: str) -> tuple[str, bool] | None:
        """Return the first of the longer words in *text* and whether the gloss follows it; None if it has none."""
        text = plain(text)
        first = self._within.search(text)
        return first and (first[0], text[first.end() :].lstrip().startswith(plain(self.gloss)))

    @cached_property
    def _within(self) -> re.Pattern[str]:
        longest_first = sorted(map(plain, self.within), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)


NAMING = Each(
    Record({"alone": Required(Text()), "within": Each(Text(), unique=True, make=tuple), "gloss": Text()}, make=Naming),
    make=tuple,
)


def registry_file(layers: Layers, own: yamlfile.Mapping | None) -> tuple[yamlfile.Mapping, tuple[str, ...]]:
    """Return the registry file of all layers as one, with the languages that they choose, and the tags of all others.

    *own* takes the place of the nearest layer's file.

    Raises:
        ContentError: a layer chooses a language that its base does not have.
    """
    whole: yamlfile.Mapping | None = None
    tags: dict[str, None] = {}
    for layer in reversed(layers.layers):
        if whole is not None and (chosen := layer.chosen_languages):
            whole = _choosing(whole, *map(sys.intern, chosen))
        mine = own if layer is layers.own else None
        if whole is None or mine is not None or exists(layer.folder / REGISTRY_FILE):
            file = layer.load(REGISTRY_FILE) if mine is None else mine
            whole = file if whole is None else _over(file, whole)
        listed = _languages(whole)
        tags |= dict.fromkeys(listed)
        raise_all(
            ContentError(
                f"The base has no language “{tag}”.",
                hint=_instead(tag, tuple(tags)),
                source=layer.keys.value_source("languages"),
            )
            for tag in layer.chosen_languages
            if tag not in listed
        )
    assert whole is not None
    return whole, tuple(tags)


def _instead(tag: str, known: tuple[str, ...]) -> str:
    """Return what to do about a *tag* that is not among those *known*: no command works while it is there."""
    if (right := tables().wrong_tags.get(tag) or code_of_name(tag)) in known:
        return f"Did you mean “{right}”?"
    near = nearest(tag, known)
    meant = f"Did you mean “{near}”? " if near else ""
    return f"{meant}To begin a language, take it out here, then run 'flyers translations init {tag}'."


def completed(document: yamlfile.Mapping, folder: Path) -> yamlfile.Mapping:
    """Return *document* with what the starter campaign knows of its languages where it says nothing."""
    return document if folder.resolve() == starter_folder() else _over_known(document, registry_document())


@memoized_by_identity(64)  # this and the two below: so that campaigns with the same files have the same languages
def _choosing(document: yamlfile.Mapping, *tags: str) -> yamlfile.Mapping:
    return _with(document, _languages(document).only(tags))


@memoized_by_identity(64)
def _over(nearer: yamlfile.Mapping, base: yamlfile.Mapping) -> yamlfile.Mapping:
    return nearer.over(base, 3)


@memoized_by_identity(64)
def _over_known(document: yamlfile.Mapping, starter: yamlfile.Mapping) -> yamlfile.Mapping:
    of_starter, listed = _languages(starter), _languages(document)
    complete = listed.like()
    for tag, entry in listed.items():
        base = of_starter.get(tag)
        complete[tag] = entry.over(base) if isinstance(entry, yamlfile.Mapping) and base is not None else entry
    return _with(document, complete)


def _languages(document: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return the unchecked entries; none if there is no such map."""
    listed = document.get("languages")
    return listed if isinstance(listed, yamlfile.Mapping) else yamlfile.Mapping(document.path, (0, 0))


def _with(document: yamlfile.Mapping, languages: yamlfile.Mapping) -> yamlfile.Mapping:
    twin = document.like()
    twin.update({**document, "languages": languages})
    return twin


DOMAIN = "flyers"

QUOTES = ("“", "”")
"""The quotation marks of English and of most languages here."""


class Direction(StrEnum):
    """The direction in which a language is written."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class LineBreakRules:
    """Where lines of a language may end, and words, casefolded, next to which or inside which they should not end.

    The registry file explains each field.
    """

    ties: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    enclitics: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    whole_words: bool = False


@dataclass(frozen=True, slots=True)
class SpokenName:
    """What a language that is named for its writing is called where people ask for somebody who speaks it."""

    autonym: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language. The registry file explains each field; lengths are in em of the type size."""

    tag: str
    autonym: str
    english: str
    say: str
    script: str
    direction: Direction
    fonts: tuple[str, ...]
    leading: float
    ascent: float
    descent: float
    optical: float = 1.0
    size_class: str
    line_break_rules: LineBreakRules
    spoken: SpokenName | None = None
    digits: str = "latn"
    quotes: tuple[str, ...] = QUOTES
    naming: tuple[Naming, ...] = ()
    address: tuple[frozenset[str], ...] = ()
    source: Source

    @property
    def rtl(self) -> bool:
        """Whether pages of this language are mirrored."""
        return self.direction is Direction.RTL

    @property
    def locale(self) -> str:
        """The tag as gettext folders spell it: ``zh_Hans``."""
        return self.tag.replace("-", "_")

    @property
    def catalog_file(self) -> str:
        """The path of the language's PO file in a campaign folder."""
        return f"translations/{self.locale}/LC_MESSAGES/{DOMAIN}.po"


NEEDED = ("autonym", "english", "script", "direction", "fonts", "leading", "ascent", "descent", "size_class")
"""Keys that an entry must have, unless the starter campaign has the language."""


def _entry(*, tag: str, source: Source, **fields: Any) -> Language:
    """Return the language of an entry."""
    if missing := [f"“{key}”" for key in NEEDED if key not in fields]:
        raise Problem(f"This language has no {', '.join(missing)}.", "Add what is missing here.")
    return _language(tag=tag, source=source, **fields)


_LISTS = ("ties", "particles", "enclitics", "prefixes", "words")
"""Keys of the lists of words in `LineBreakRules`."""


def _language(
    *,
    english: str,
    say: str = "",
    line_breaks: str = "script",
    naming: tuple[Naming, ...] = (),
    **fields: Any,
) -> Language:
    lists = {key: _folded(fields.pop(key, ())) for key in _LISTS}
    lists["words"] |= _folded(longer for name in naming for longer in name.within)  # a part of it would end a line
    rules = LineBreakRules(**lists, whole_words=line_breaks == "words")
    return Language(english=english, say=say or english, line_break_rules=rules, naming=naming, **fields)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.casefold, words))


_EM = Number(0.0, 4.0)
_WORDS = Each(Text(re.compile(r"\S+"), "one word"), unique=True)

_KEYS: Mapping[str, Kind] = {
    "autonym": Text(),
    "english": Text(),
    "say": Text(),
    "spoken": Record({"autonym": Required(Text()), "english": Required(Text())}, make=SpokenName),
    "script": Text(re.compile(r"[A-Z][a-z]{3}"), "an ISO 15924 code, like “Arab”"),
    "direction": OneOf(*Direction),
    "fonts": Each(Text(re.compile(r"[a-z][a-z0-9-]*"), "a family of fonts/fonts.yaml"), least=1),
    "leading": Number(1.0, 4.0),
    "ascent": _EM,
    "descent": _EM,
    "optical": Number(0.5, 2.0),
    "size_class": OneOf("latin", "other", "nastaliq"),
    "ties": _WORDS,
    "particles": _WORDS,
    "enclitics": _WORDS,
    "prefixes": _WORDS,
    "words": _WORDS,
    "line_breaks": OneOf("script", "words"),
    "digits": OneOf("latn"),
    "quotes": Each(Text(re.compile(r"\S"), "one mark"), least=2, most=2),
    "naming": NAMING,
    "address": Each(Each(Text(re.compile(r"\S+"), "one word"), least=1, make=_folded), make=tuple),
}
_BY_TAG = (LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

LANGUAGES = Record({"languages": Required(MapOf(Record(_KEYS, make=_entry, source=True), *_BY_TAG, id="tag"))})


@cache
def _known_entries() -> Mapping[str, Mapping[str, Any]]:
    document = Record({"languages": Required(MapOf(Record(_KEYS), *_BY_TAG))})
    entries: Mapping[str, Mapping[str, Any]] = schema.check(registry_document(), document)["languages"]
    return {tag: {key: _plain(value) for key, value in entry.items()} for tag, entry in entries.items()}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, yamlfile.Sequence) else value


def known_entry(tag: str) -> Mapping[str, Any]:
    """Return the registry entry that the starter campaign has for the language *tag*; empty if it has none.

    How a language names and addresses is left out: a campaign has it without writing it down (`completed`).
    """
    entry = _known_entries().get(tag, {})
    return {key: value for key, value in entry.items() if key not in ("naming", "address")}


def known_languages() -> Mapping[str, Language]:
    """Return the languages of the starter campaign, by tag."""
    place = Source(REGISTRY_FILE)
    return {tag: _language(tag=tag, source=place, **entry) for tag, entry in _known_entries().items()}


def in_base(tag: str) -> str:
    """Return what to do to have the language *tag* of a base."""
    return f"The base has it, with its translations: add “{tag}” to “languages” in {CAMPAIGN_FILE}."


@dataclass(frozen=True, slots=True)
class Registry:
    """The campaign's languages.

    Attributes:
        folder: the campaign's.
        languages: by tag, in the order of the file.
        known_tags: tags that layouts and contacts may name: its own, and those of its bases that it does not use.
    """

    folder: Path
    languages: Mapping[str, Language]
    known_tags: Collection[str]

    @classmethod
    def load(cls, campaign: Campaign, own: yamlfile.Mapping | None = None) -> Registry:
        """Read ``translations/languages.yaml`` of the campaign and its bases, or *own* instead of the campaign's file.

        The languages are those of the base, or of them the ones that campaign.yaml lists, and the campaign's own.
        Missing keys of an entry come from the base, or else from the starter campaign.

        Raises:
            ContentError: what is wrong in it, all together.
            FileAccessError: it cannot be read.
        """
        document, known = registry_file(campaign.layers, own)
        languages = schema.check(completed(document, campaign.folder), LANGUAGES)["languages"]
        registry = cls(campaign.folder, languages, known)
        if campaign.source_language not in registry.languages:
            raise ContentError(
                f"The language of the messages, “{campaign.source_language}”, is not listed here.",
                hint="Add it to “languages”, or correct “source_language” in content/campaign.yaml.",
                source=document.source,
            )
        return registry

    def __iter__(self) -> Iterator[Language]:
        return iter(self.languages.values())

    def __len__(self) -> int:
        return len(self.languages)

    @property
    def english(self) -> Language:
        """English as the campaign has it, or else as the program knows it: tickets and instructions are in English."""
        return self.languages.get(ENGLISH) or known_languages()[ENGLISH]

    @property
    def line_break_rules(self) -> Mapping[str, LineBreakRules]:
        """The rules of each language, by tag."""
        return {language.tag: language.line_break_rules for language in self}

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.languages)

    def language(self, tag: str) -> Language:
        """Return the language that *tag* names; case does not matter, and ``_`` may stand for ``-``.

        A narrower tag or a name will do, too; see `flyers.translation.language_names`.

        Raises:
            UsageError: there is none, or more than one.
        """
        if known := self.languages.get(tag):
            return known
        try:
            return require_one(tag, list(self))
        except UsageError as error:
            meant = error.hint.rpartition(" ")[2]
            if error.hint.startswith(TO_BEGIN_IT) and meant in self.known_tags:
                error.hint = in_base(meant)
            raise

    def find(self, words: str) -> list[Language]:
        """Return the languages that *words* can mean: one, several, or none."""
        return find(words, list(self))

    def named(self, words: Sequence[str]) -> Iterator[tuple[str, Language]]:
        """Yield the languages that *words* name, each with its words: a name may have several, as “Haitian Creole” has.

        Raises:
            UsageError: see `language`.
        """
        left = list(words)
        while left:
            longest = 1 if left[0] in self.languages else 4
            many = next((count for count in range(longest, 1, -1) if len(self.find(" ".join(left[:count]))) == 1), 1)
            word = " ".join(left[:many])
            yield word, self.language(word)
            del left[:many]

    def catalog_path(self, language: Language) -> Path:
        """Return where the language's PO file is, or would be."""
        return self.folder / language.catalog_file
