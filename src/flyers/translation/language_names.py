"""From a user's word to a language of the campaign: its tag, a narrower tag, an older one, or a name.

A tag is matched as RFC 4647, 3.4 (lookup) says: the end is left out until a language is found, so that ``es-MX`` is
``es``. Where the tag names no script, Unicode's likely subtags say which one a region writes: ``zh-TW`` is ``zh-Hant``.
Names come from the registry and from Unicode's locale data (CLDR). If two languages fit, neither is chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

from flyers.content import schema
from flyers.errors import UsageError
from flyers.translation.language_data import ENGLISH, cldr_table, english_locale, tables


class NamedLanguage(Protocol):
    """The names of a language by which it is found; see `flyers.translation.registry`."""

    @property
    def tag(self) -> str: ...
    @property
    def autonym(self) -> str: ...
    @property
    def english(self) -> str: ...
    @property
    def say(self) -> str: ...


_L = TypeVar("_L", bound=NamedLanguage)

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{1,8})*"
)
"""A tag in small letters, with ``-``; extended languages, which nobody uses, are left out (RFC 5646, 2.1)."""

_NEAR = 0.75
"""How alike a misspelled name must be; lower values suggest other languages."""


class _Subtags(NamedTuple):
    """The parts of a tag; "" where it has none."""

    language: str
    script: str = ""
    region: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in self if part)


TO_BEGIN_IT = "To begin it: "
"""The beginning of the hint about a language that a campaign does not have."""


def find(word: str, languages: Sequence[_L]) -> list[_L]:
    """Return the *languages* that *word* can mean: one, several if it does not say which, or none."""
    tag = _normalized(word)
    if exact := [language for language in languages if _normalized(language.tag) == tag]:
        return exact
    name = _folded(word)
    if named := [language for language in languages if name in map(_folded, _names(language))]:
        return named
    meaning = _tag(tag) or _english_names().get(_folded(word))
    return _matching(meaning, tag, languages) if meaning else []


def code_of_name(name: str) -> str:
    """Return the code of the language that CLDR calls *name* in English; "" if there is none."""
    meaning = _english_names().get(_folded(name))
    return meaning.language if meaning else ""


def require_one(word: str, languages: Sequence[_L]) -> _L:
    """Return the language that *word* means.

    Raises:
        UsageError: it means none of them, or several.
    """
    matches = find(word, languages)
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(
            f"“{schema.shorten(word, 40)}” can mean {_listed(matches)}.", hint="Name one of them by its tag."
        )
    raise _none(word, languages)


def _none(word: str, languages: Sequence[NamedLanguage]) -> UsageError:
    """Return the error for a word that means none of *languages*."""
    quoted = f"“{schema.shorten(word, 40)}”"
    meaning = _tag(_normalized(word)) or _english_names().get(_folded(word))
    name = _english(meaning) if meaning else ""
    if not meaning or not name:
        right = tables().wrong_tags.get(_normalized(word), "")
        near = next((one for one in languages if one.tag == right), None) or _near(word, languages)
        advice = f"Did you mean {_listed([near])}? " if near else ""
        return UsageError(
            f"{quoted} is not the tag or the name of a language.",
            hint=f"{advice}'flyers languages' lists those of this campaign.",
        )
    related = [language for language in languages if _canonical(_subtags(language)).language == meaning.language]
    has = f" It has {_listed(related)}." if related else ""
    called = f"{quoted} ({name})" if _folded(name) != _folded(word) else quoted
    return UsageError(
        f"{called} is not a language of this campaign.{has}",
        hint=f"To begin it: flyers translations init {meaning}",
    )


def _listed(languages: Sequence[NamedLanguage]) -> str:
    return " or ".join(f"{language.tag} ({language.english})" for language in languages)


def _names(language: NamedLanguage) -> Iterator[str]:
    """Yield the names of a language: its own and the English one, also without what is in brackets."""
    for name in (language.autonym, language.english, language.say):
        yield name
        yield name.partition("(")[0]


def _near(word: str, languages: Sequence[_L]) -> _L | None:
    """Return the language of which *word* is a misspelling; short words resemble too many names."""
    import difflib

    names = {_folded(name): language for language in languages for name in _names(language)}
    near = difflib.get_close_matches(_folded(word), names, n=1, cutoff=_NEAR) if len(word) > 3 else []
    return names[near[0]] if near else None


_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))


def _folded(name: str) -> str:
    """Return *name* without case, accents and what parts its words: ``espanol`` is ``Español``."""
    letters = unicodedata.normalize("NFD", name.casefold())
    # Marks of Indic scripts are letters of a word; the accents of Latin ones are left out by many keyboards.
    signs = {letter for letter in letters if unicodedata.category(letter)[0] == "M"} - _ACCENTS
    return "".join(letter for letter in letters if letter.isalnum() or letter in signs)


@cache
def _english_names() -> dict[str, _Subtags]:
    """Return the tags of the languages that CLDR names in English, by name: ``mexicanspanish`` is ``es-MX``.

    (Of seven languages on a command line, each and up to three after it could be one name: a tenth of a second.)
    """
    named: dict[str, _Subtags] = {}
    for tag, name in english_locale().languages.items():
        if subtags := _tag(_normalized(tag)):
            named.setdefault(_folded(name), subtags)
    return named


def english_name(tag: str) -> str:
    """Return CLDR's English name of the language *tag*, as translators' files call the language of the messages."""
    subtags = _tag(_normalized(tag)) if tag != ENGLISH else None  # without loading CLDR for most campaigns
    return (_english(subtags) if subtags else "") or _OF_ENGLISH


_OF_ENGLISH = "English"


def is_english_name(words: str) -> bool:
    """Return whether *words* are CLDR's English name of a language."""
    return _folded(words) in _english_names()


def _english(tag: _Subtags) -> str:
    """Return CLDR's English name of *tag*, or of its language; "" if it has none."""
    names = english_locale().languages
    return str(names.get(str(tag).replace("-", "_")) or names.get(tag.language) or "")


def _normalized(tag: str) -> str:
    return tag.strip().replace("_", "-").casefold()


def _tag(normalized: str) -> _Subtags | None:
    """Return the parts of a tag in today's form; None if it is not one."""
    match = _TAG.fullmatch(normalized)
    if match is None:
        return None
    parts = _Subtags(match["language"], (match["script"] or "").title(), (match["region"] or "").upper())
    return _canonical(parts)


def _canonical(tag: _Subtags) -> _Subtags:
    """Return *tag* with today's code of the language: ``iw`` is ``he``, ``spa`` is ``es``, ``prs`` is ``fa-AF``."""
    today = cldr_table("language_aliases").get(tag.language, tag.language)
    language, *more = today.split("_")
    script = next((part for part in more if len(part) == 4), "")
    region = next((part for part in more if len(part) in (2, 3)), "")
    return _Subtags(language, tag.script or script, tag.region or region)


def _subtags(language: NamedLanguage) -> _Subtags:
    subtags = _tag(_normalized(language.tag))
    assert subtags is not None  # the registry's keys are tags
    return subtags


def _likely(tag: _Subtags) -> _Subtags:
    """Return *tag* with the script and region that it most likely has (UTS #35, Likely Subtags)."""
    scripts = cldr_table("likely_subtags")
    language, script, region = tag
    for name in (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}", language):
        if name.strip("_") == name and name in scripts:
            likely = scripts[name].split("_")
            return _Subtags(language, script or likely[1], region or likely[2])
    return tag


def _matching(wanted: _Subtags, word: str, languages: Sequence[_L]) -> list[_L]:
    related = {
        language.tag: subtags
        for language in languages
        if (subtags := _canonical(_subtags(language))).language == wanted.language
    }
    likely = _likely(wanted)
    if not wanted.script and not wanted.region:
        # The language alone: every one of its written forms, but not the variety of another region.
        fits = [tag for tag, own in related.items() if not own.region or own.region == likely.region]
        return [language for language in languages if language.tag in fits]
    # What the word may be cut down to: languages of the same script, and of no other region.
    regions = ("", likely.region)
    fits = [tag for tag, own in related.items() if _likely(own).script == likely.script and own.region in regions]
    longest = max((len(related[tag]) - related[tag].count("") for tag in fits), default=0)
    fits = [tag for tag in fits if len(related[tag]) - related[tag].count("") == longest]
    return [language for language in languages if language.tag in fits]
