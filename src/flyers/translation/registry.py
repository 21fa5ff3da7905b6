"""The language registry: what printing in each language depends on, and the only way from a user's word to a path.

A tag or name that a user types is looked up here first; only a tag of the registry ever becomes part of a path. The
registry's own keys have the form of BCP 47 tags (RFC 5646 §2.1: language, script, region).

A tag is matched as RFC 4647, 3.4 (lookup) says: the end is left out until a language is found, so that ``es-MX`` is
``es``. Where it names no script, Unicode's likely subtags do: ``zh-TW`` is ``zh-Hant``. If two fit, neither is chosen.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flyers.content import CAMPAIGN_FILE, schema, starter_folder, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers, over
from flyers.content.schema import LANGUAGE_TAG, Each, Kind, MapOf, Number, OneOf, Problem, Record, Required, Text
from flyers.errors import ContentError, Source, UsageError, raise_all
from flyers.files import exists
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.translation.language_data import (
    ENGLISH,
    QUOTES,
    REGISTRY_FILE,
    Direction,
    SpokenName,
    Subtags,
    cldr_table,
    english_locale,
    registry_document,
    subtags,
    tables,
)


def plain(text: str) -> str:
    """Return *text* in NFC with single spaces, without bold, breaks and marks of direction."""
    text = re.sub("[\u00ad\u200b\u200e\u200f\u2066-\u2069*]", "", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


@dataclass(frozen=True)
class Naming:
    """A word for what the campaign is about."""

    alone: str  # the part of it that may not stand alone, in any case and with any ending
    within: tuple[str, ...] = ()  # the longer words in which it may stand
    gloss: str = ""  # what follows the first of these on each piece

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


def registry_file(layers: Layers, own: yamlfile.Mapping | None) -> tuple[yamlfile.Mapping, tuple[str, ...]]:
    """Return the registry file of all layers as one, with the languages that they choose, and the tags of all others.

    *own* takes the place of the nearest layer's file.
    """
    whole: yamlfile.Mapping | None = None
    tags: dict[str, None] = {}
    for layer in reversed(layers.layers):
        if whole is not None and (chosen := layer.chosen_languages):
            whole = _choosing(whole, *map(sys.intern, chosen))
        mine = own if layer is layers.own else None
        if whole is None or mine is not None or exists(layer.folder / REGISTRY_FILE):
            file = layer.load(REGISTRY_FILE) if mine is None else mine
            whole = file if whole is None else over(file, whole, 3)
        listed = _languages(whole)
        tags |= dict.fromkeys(listed)
        source, known = layer.keys.value_source("languages"), tuple(tags)
        raise_all(
            ContentError(f"The base has no language “{tag}”.", hint=_instead(tag, known), source=source)
            for tag in layer.chosen_languages
            if tag not in listed
        )
    assert whole is not None
    return whole, tuple(tags)


def _instead(tag: str, known: tuple[str, ...]) -> str:
    """Return what to do about a *tag* that is not among those *known*: no command works while it is there."""
    named = _english_names().get(_bare_name(tag))
    if (right := tables().wrong_tags.get(tag) or (named.language if named else "")) in known:
        return f"Did you mean “{right}”?"
    near = schema.nearest(tag, known)
    meant = f"Did you mean “{near}”? " if near else ""
    return f"{meant}To begin a language, take it out here, then run 'flyers translations init {tag}'."


@memoized_by_identity(64)  # this and the one below: so that campaigns with the same files have the same languages
def _choosing(document: yamlfile.Mapping, *tags: str) -> yamlfile.Mapping:
    return _with(document, _languages(document).only(tags))


@memoized_by_identity(64)
def _over_known(document: yamlfile.Mapping, starter: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return *document* with what the starter campaign knows of its languages where it says nothing."""
    of_starter, listed = _languages(starter), _languages(document)
    complete = listed.like()
    for tag, entry in listed.items():
        base = of_starter.get(tag)
        complete[tag] = entry.over(base) if isinstance(entry, yamlfile.Mapping) and base is not None else entry
    return _with(document, complete)


def _languages(document: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return the unchecked entries; none if there is no such map."""
    listed = document.get("languages")
    return listed if isinstance(listed, yamlfile.Mapping) else document.like()


def _with(document: yamlfile.Mapping, languages: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return *document* with these *languages*; as it is if it has no map of them, which the schema then says."""
    if not isinstance(document.get("languages"), yamlfile.Mapping):
        return document
    twin = document.like()
    twin.update({**document, "languages": languages})
    return twin


DOMAIN = "flyers"


@dataclass(frozen=True, slots=True)
class LineBreakRules:
    """Where lines may end, and words, casefolded, next to or inside which they should not; see the registry file."""

    ties: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    enclitics: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    whole_words: bool = False


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


def _entry(*, say: str = "", line_breaks: str = "script", naming: tuple[Naming, ...] = (), **fields: Any) -> Language:
    if missing := [f"“{key}”" for key in NEEDED if key not in fields]:
        raise Problem(f"This language has no {', '.join(missing)}.", "Add what is missing here.")
    lists = {key: _folded(fields.pop(key, ())) for key in _LISTS}
    lists["words"] |= _folded(longer for name in naming for longer in name.within)  # a part of it would end a line
    rules = LineBreakRules(**lists, whole_words=line_breaks == "words")
    return Language(say=say or fields["english"], line_break_rules=rules, naming=naming, **fields)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.casefold, words))


_EM = Number(0.0, 4.0)
_LISTS = ("ties", "particles", "enclitics", "prefixes", "words")  # Keys of the lists of words in `LineBreakRules`.
_WORDS = Each(Text(re.compile(r"\S+"), "one word"), unique=True)

_NAMING = {"alone": Required(Text()), "within": Each(Text(), unique=True, make=tuple), "gloss": Text()}
_KEYS: Mapping[str, Kind] = {
    "autonym": Text(), "english": Text(), "say": Text(),
    "spoken": Record({"autonym": Required(Text()), "english": Required(Text())}, make=SpokenName),
    "script": Text(re.compile(r"[A-Z][a-z]{3}"), "an ISO 15924 code, like “Arab”"),
    "direction": OneOf(*Direction),
    "fonts": Each(Text(re.compile(r"[a-z][a-z0-9-]*"), "a family of fonts/fonts.yaml"), least=1),
    "leading": Number(1.0, 4.0), "ascent": _EM, "descent": _EM, "optical": Number(0.5, 2.0),
    "size_class": OneOf("latin", "other", "nastaliq"),
    **dict.fromkeys(_LISTS, _WORDS),
    "line_breaks": OneOf("script", "words"), "digits": OneOf("latn"),
    "quotes": Each(Text(re.compile(r"\S"), "one mark"), least=2, most=2),
    "naming": Each(Record(_NAMING, make=Naming), make=tuple),
    "address": Each(Each(Text(re.compile(r"\S+"), "one word"), least=1, make=_folded), make=tuple),
}  # fmt: skip  # short keys share a line
_BY_TAG = (LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

LANGUAGES = Record({"languages": Required(MapOf(Record(_KEYS, make=_entry, source=True), *_BY_TAG, id="tag"))})


@cache
def _known_entries() -> Mapping[str, Mapping[str, Any]]:
    document = Record({"languages": Required(MapOf(Record(_KEYS), *_BY_TAG))})
    entries: Mapping[str, Mapping[str, Any]] = schema.check(registry_document(), document)["languages"]
    return {
        tag: {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        for tag, entry in entries.items()
    }


def known_entry(tag: str) -> Mapping[str, Any]:
    """Return the registry entry that the starter campaign has for the language *tag*; empty if it has none.

    How a language names and addresses is left out: a campaign has it without writing it down (`Registry.load`).
    """
    entry = _known_entries().get(tag, {})
    return {key: value for key, value in entry.items() if key not in ("naming", "address")}


def known_languages() -> Mapping[str, Language]:
    """Return the languages of the starter campaign, by tag."""
    place = Source(REGISTRY_FILE)
    return {tag: _entry(tag=tag, source=place, **entry) for tag, entry in _known_entries().items()}


def in_base(tag: str) -> str:
    """Return what to do to have the language *tag* of a base."""
    return f"The base has it, with its translations: add “{tag}” to “languages” in {CAMPAIGN_FILE}."


@dataclass(frozen=True, slots=True)
class Registry:
    """The campaign's languages."""

    folder: Path
    languages: Mapping[str, Language]  # in the order of the file
    # Tags that layouts and contacts may name: its own, and those of its bases that it does not use.
    known_tags: Collection[str]

    @classmethod
    def load(cls, campaign: Campaign, own: yamlfile.Mapping | None = None) -> Registry:
        """Read ``translations/languages.yaml`` of the campaign and its bases, or *own* instead of the campaign's file.

        The languages are those of the base, or of them the ones that campaign.yaml lists, and the campaign's own.
        Missing keys of an entry come from the base, or else from the starter campaign.

        Raises:
            ContentError, FileAccessError: what is wrong in it, all together, or it cannot be read.
        """
        document, known = registry_file(campaign.layers, own)
        if campaign.folder.resolve() != starter_folder():
            document = _over_known(document, registry_document())
        languages = schema.check(document, LANGUAGES)["languages"]
        registry = cls(campaign.folder, languages, known)
        if campaign.source_language not in registry.languages:
            problem = f"The language of the messages, “{campaign.source_language}”, is not listed here."
            hint = "Add it to “languages”, or correct “source_language” in content/campaign.yaml."
            raise ContentError(problem, hint=hint, source=document.source)
        return registry

    def __iter__(self) -> Iterator[Language]:
        return iter(self.languages.values())

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
        """Return the language that *tag*, a narrower tag, or a name means; raises UsageError if it means not one."""
        return self.languages.get(tag) or require_one(tag, list(self), self.known_tags)

    def find(self, words: str) -> list[Language]:
        """Return the languages that *words* can mean: one, several, or none."""
        return find(words, list(self))

    def named(self, words: Sequence[str]) -> Iterator[tuple[str, Language]]:
        """Yield the languages that *words* name, each with its words: a name may have several, as “Haitian Creole”."""
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


TO_BEGIN_IT = "To begin it"  # The beginning of the hint about a language that a campaign does not have.


def find(word: str, languages: Sequence[Language]) -> list[Language]:
    """Return the *languages* that *word* can mean: one, several if it does not say which, or none."""
    tag = _normalized(word)
    if exact := [language for language in languages if _normalized(language.tag) == tag]:
        return exact
    name = _bare_name(word)
    if named := [language for language in languages if name in map(_bare_name, _names(language))]:
        return named
    meaning = _tag(tag) or _english_names().get(_bare_name(word))
    return _matching(meaning, languages) if meaning else []


def require_one(word: str, languages: Sequence[Language], tags_of_bases: Collection[str] = ()) -> Language:
    """Return the language that *word* means; raises UsageError if it means none of them, or several."""
    matches, quoted = find(word, languages), f"“{schema.shorten(word, 40)}”"
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(f"{quoted} can mean {_listed(matches)}.", hint="Name one of them by its tag.")
    meaning = _tag(word) or _english_names().get(_bare_name(word))
    name = _english(meaning) if meaning else ""
    if not meaning or not name:
        right = tables().wrong_tags.get(_normalized(word), "")
        near = [language for language in languages if language.tag == right] or _near(word, languages)
        advice = f"Did you mean {_listed(near)}? " if near else ""
        hint = f"{advice}'flyers languages' lists those of this campaign."
        raise UsageError(f"{quoted} is not the tag or the name of a language.", hint=hint)
    related = [language for language, _ in _related(meaning, languages)]
    has = f" It has {_listed(related)}." if related else ""
    called = f"{quoted} ({name})" if _bare_name(name) != _bare_name(word) else quoted
    begin = f"{TO_BEGIN_IT}: flyers translations init {meaning}"
    hint = in_base(str(meaning)) if str(meaning) in tags_of_bases else begin
    raise UsageError(f"{called} is not a language of this campaign.{has}", hint=hint)


def _listed(languages: Sequence[Language]) -> str:
    return " or ".join(f"{language.tag} ({language.english})" for language in languages)


def _names(language: Language) -> Iterator[str]:
    """Yield the names of a language: its own and the English one, also without what is in brackets."""
    for name in (language.autonym, language.english, language.say):
        yield name
        yield name.partition("(")[0]


def _near(word: str, languages: Sequence[Language]) -> list[Language]:
    """Return the language of which *word* is a misspelling; short words resemble too many names."""
    import difflib

    names = {_bare_name(name): language for language in languages for name in _names(language)}
    # With a lower cutoff other languages would be suggested.
    near = difflib.get_close_matches(_bare_name(word), names, n=1, cutoff=0.75) if len(word) > 3 else []
    return [names[name] for name in near]


def _bare_name(name: str) -> str:
    """Return *name* without case, accents and what parts its words: ``espanol`` is ``Español``."""
    # Marks of Indic scripts are letters of a word; the accents of Latin ones are left out by many keyboards.
    letters = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", name.casefold()))
    return "".join(letter for letter in letters if letter.isalnum() or unicodedata.category(letter)[0] == "M")


@cache
def _english_names() -> dict[str, Subtags]:
    """Return the tags of the languages that CLDR names in English, by name: ``mexicanspanish`` is ``es-MX``.

    (Of seven languages on a command line, each and up to three after it could be one name: a tenth of a second.)
    """
    named: dict[str, Subtags] = {}
    for tag, name in english_locale().languages.items():
        if parts := _tag(tag):
            named.setdefault(_bare_name(name), parts)
    return named


def english_name(tag: str) -> str:
    """Return CLDR's English name of the language *tag*, as translators' files call the language of the messages."""
    parts = _tag(tag) if tag != ENGLISH else None  # without loading CLDR for most campaigns
    return (_english(parts) if parts else "") or "English"


def is_english_name(words: str) -> bool:
    """Return whether *words* are CLDR's English name of a language."""
    return _bare_name(words) in _english_names()


def _english(tag: Subtags) -> str:
    """Return CLDR's English name of *tag*, or of its language; "" if it has none."""
    names = english_locale().languages
    return str(names.get(str(tag).replace("-", "_")) or names.get(tag.language) or "")


def _normalized(tag: str) -> str:
    return tag.strip().replace("_", "-").casefold()


def _tag(tag: str) -> Subtags | None:
    """Return the parts of a tag in today's form (``iw`` is ``he``, ``prs`` is ``fa-AF``); None if it is no tag."""
    parts = subtags(tag, variants=True)
    if parts is None:
        return None
    today = subtags(cldr_table("language_aliases").get(parts.language, ""), variants=True) or parts
    return Subtags(today.language, parts.script or today.script, parts.region or today.region)


def _likely(tag: Subtags) -> Subtags:
    """Return *tag* with the script and region that it most likely has (UTS #35, Likely Subtags)."""
    scripts = cldr_table("likely_subtags")
    language, script, region = tag
    for name in (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}", language):
        if name in scripts:
            likely = scripts[name].split("_")
            return Subtags(language, script or likely[1], region or likely[2])
    return tag


def _related(wanted: Subtags, languages: Sequence[Language]) -> Iterator[tuple[Language, Subtags]]:
    """Yield the written forms of one language, with the parts of their tags."""
    for language in languages:
        parts = _tag(language.tag)
        if parts and parts.language == wanted.language:
            yield language, parts


def _matching(wanted: Subtags, languages: Sequence[Language]) -> list[Language]:
    likely = _likely(wanted)
    here = [(language, own) for language, own in _related(wanted, languages) if own.region in ("", likely.region)]
    if not wanted.script and not wanted.region:
        # The language alone: every one of its written forms, but not the variety of another region.
        return [language for language, _ in here]
    # What the word may be cut down to: languages of the same script, and of no other region.
    fits = [(language, own) for language, own in here if _likely(own).script == likely.script]
    fewest = min((own.count("") for _, own in fits), default=0)
    return [language for language, own in fits if own.count("") == fewest]
