"""Data about single languages and scripts that come with the program.

CLDR and Unihan are the base (``data/letters.txt``, ``data/han.txt``); ``languages.yaml`` has what they lack. What a
campaign decides is in its own registry, `flyers.translation.registry`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from flyers import limits
from flyers.content import layers, schema, yamlfile
from flyers.content.schema import LANGUAGE_TAG, Each, Flag, MapOf, OneOf, Record, Required, Text
from flyers.files import read_bytes
from flyers.records import dataclass

_FILE = "flyers/translation/languages.yaml"


class SentenceEnd(StrEnum):
    """How the sentences of a language end."""

    MARK = "mark"
    """With a mark for statements and another for questions."""
    SHARED = "shared"
    """With a mark that statements and questions may share."""
    NONE = "none"
    """Without a mark."""


class LegacyEncoding(StrEnum):
    """A font encoding in which texts of a language may come instead of in Unicode."""

    ZAWGYI = "zawgyi"


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Names of months, and shortest names of the days of the week from Monday."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageData:
    """Data about one language; ``languages.yaml`` explains each field.

    Attributes:
        letters: the alphabet beyond a to z; None if CLDR's list counts.
    """

    letters: str | None = None
    more_letters: str = ""
    sentence_end: SentenceEnd = SentenceEnd.MARK
    legacy_encoding: LegacyEncoding | None = None
    nastaliq: bool = False
    calendar: CalendarNames | None = None


@dataclass(frozen=True, slots=True)
class ScriptData:
    """Data about one script; ``languages.yaml`` explains each field."""

    shaped_as: str = ""
    shared: str = ""
    capitalized_names: bool = False
    noto_family: str = ""


@dataclass(frozen=True, slots=True)
class LanguageTables:
    """The content of ``languages.yaml``."""

    languages: Mapping[str, LanguageData]
    wrong_tags: Mapping[str, str]
    kept_tags: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]
    scripts: Mapping[str, ScriptData]


_BY_TAG = (LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

TABLES = Record({
    "languages": MapOf(
        Record({
            "letters": Text(),
            "more_letters": Text(),
            "sentence_end": OneOf(*SentenceEnd),
            "legacy_encoding": OneOf(*LegacyEncoding),
            "nastaliq": Flag(),
            "calendar": Record({
                "months": Required(Each(Text(), least=12, most=12, make=tuple)),
                "weekdays": Required(Each(Text(), least=7, most=7, make=tuple)),
            }, make=CalendarNames),
        }, make=LanguageData),
        *_BY_TAG,
    ),
    "wrong_tags": MapOf(LANGUAGE_TAG, *_BY_TAG),
    "kept_tags": Each(LANGUAGE_TAG, make=frozenset),
    "choices": MapOf(MapOf(Text(), *_BY_TAG), *_BY_TAG),
    "scripts": MapOf(
        Record({
            "shaped_as": Text(), "shared": Text(), "capitalized_names": Flag(), "noto_family": Text(),
        }, make=ScriptData),
        re.compile(r"[A-Z][a-z]{3}"), "an ISO 15924 code, like “Arab”",
    ),
}, make=LanguageTables)  # fmt: skip  # nested like the file that it describes


@cache
def tables() -> LanguageTables:
    """Return the content of ``languages.yaml``."""
    document = yamlfile.parse(_bytes("languages.yaml"), _FILE)
    checked: LanguageTables = schema.check(document, TABLES)
    return checked


@cache
def language_data(tag: str) -> LanguageData:
    """Return the data about the language *tag*, or about the language without its script and region."""
    languages = tables().languages
    return languages.get(tag) or languages.get(tag.partition("-")[0]) or LanguageData()


@cache
def script_data(code: str) -> ScriptData:
    """Return the data about the script with the ISO 15924 *code*."""
    return tables().scripts.get(code) or ScriptData()


@cache
def letters(tag: str) -> frozenset[str] | None:
    """Return the letters and marks of the language, in both cases, or None if nobody has listed them.

    A to Z are always among them, since names keep them in every language (Polaris, TVPA, SMS, QR). Punctuation, digits
    and symbols are not. A tag with a script or region that is not listed counts as its language alone (``pt-BR``:
    ``pt``).
    """
    for known in (tag, tag.partition("-")[0]):
        data = tables().languages.get(known, LanguageData())
        listed = data.letters if data.letters is not None else _cldr().get(known)
        if listed is not None:
            own = {*_characters(listed), *_characters(data.more_letters)}
            cased = {case for letter in own for case in (letter.upper(), letter.lower()) if len(case) == 1}
            return frozenset(own | cased | _LATIN)
    return None


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@cache
def _cldr() -> dict[str, str]:
    """Return the letters of each language that CLDR lists, by tag."""
    return dict(line.split("\t", 1) for line in rows("letters.txt"))


def english_locale() -> Any:
    """Return CLDR's English: names of languages, scripts and regions (Babel is loaded by those who ask)."""
    from babel import Locale

    return Locale("en")


def cldr_table(name: Literal["language_aliases", "likely_subtags"]) -> Mapping[str, str]:
    """Return a table of CLDR's about codes of languages."""
    from babel.core import get_global

    table: Mapping[str, str] = get_global(name)
    return table


def _characters(listed: str) -> list[str]:
    """Return the characters of a list, in which “가–힣” is a range."""
    characters: list[str] = []
    for part in listed.split():
        first, dash, last = part.partition("–")
        characters += map(chr, range(ord(first), ord(last) + 1)) if dash else part
    return characters


def rows(name: str) -> list[str]:
    """Return the lines of a text file of the data folder, without its comments."""
    return [line for line in _bytes(f"data/{name}").decode().splitlines() if not line.startswith("#")]


def _bytes(name: str) -> bytes:
    return read_bytes(Path(__file__).parent / name)


ENGLISH = "en"
REGISTRY_FILE = "translations/languages.yaml"


@cache
def registry_document() -> yamlfile.Mapping:
    """Return the registry of the starter campaign, unchecked."""
    name = f"{layers.STARTER}:{REGISTRY_FILE}"
    return yamlfile.parse(read_bytes(layers.starter_folder() / REGISTRY_FILE, name, limits.YAML_BYTES), name)
