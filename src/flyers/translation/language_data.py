"""What the program and Unicode's locale data (CLDR, through Babel) know of single languages and scripts.

CLDR and Unihan are the base (``data/letters.txt``, ``data/han.txt``); ``languages.yaml`` has what they lack. What a
campaign decides is in its own registry, `flyers.translation.registry`.

New languages are described from CLDR, which knows some three hundred in full and many more by name. For others a person
must give what is needed: a language's own name, which is printed, is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import ascii_letters
from typing import Any, Literal, NamedTuple

from flyers import limits
from flyers.content import STARTER, schema, starter_folder, yamlfile
from flyers.content.schema import LANGUAGE_TAG, Each, Flag, MapOf, OneOf, Record, Required, Text
from flyers.errors import UsageError
from flyers.files import read_bytes
from flyers.records import dataclass

QUOTES = ("“", "”")  # The quotation marks of English and of most languages here.


class Direction(StrEnum):
    """The direction in which a language is written."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class SpokenName:
    """What a language that is named for its writing is called where people ask for somebody who speaks it."""

    autonym: str
    english: str


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar needs of a language."""

    months: tuple[str, ...]  # as they stand alone
    # Short names that differ, from Monday; the shortest of all if none do; empty if nobody has listed any.
    weekdays: tuple[str, ...]
    full_weekdays: tuple[str, ...] = ()  # as far as they are known


@dataclass(frozen=True, slots=True)
class LanguageData:
    """Data about one language; ``languages.yaml`` explains each field. Without *letters* CLDR's list counts."""

    letters: str | None = None
    more_letters: str = ""
    sentence_end: Literal["mark", "shared", "none"] = "mark"
    legacy_encoding: Literal["zawgyi"] | None = None
    nastaliq: bool = False
    calendar: CalendarWords | None = None


@dataclass(frozen=True, slots=True)
class ScriptData:
    """Data about one script; ``languages.yaml`` explains each field."""

    shaped_as: str = ""
    shared: str = ""
    capitalized_names: bool = False
    noto_family: str = ""


@dataclass(frozen=True, slots=True)
class LanguageTables:
    languages: Mapping[str, LanguageData]
    wrong_tags: Mapping[str, str]
    kept_tags: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]
    scripts: Mapping[str, ScriptData]


_BY_TAG = (LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

TABLES = Record({
    "languages": MapOf(
        Record({
            "letters": Text(), "more_letters": Text(), "sentence_end": OneOf("mark", "shared", "none"),
            "legacy_encoding": OneOf("zawgyi"), "nastaliq": Flag(),
            "calendar": Record({
                "months": Required(Each(Text(), least=12, most=12, make=tuple)),
                "weekdays": Required(Each(Text(), least=7, most=7, make=tuple)),
            }, make=CalendarWords),
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
    document = yamlfile.parse(_bytes("languages.yaml"), "flyers/translation/languages.yaml")
    checked: LanguageTables = schema.check(document, TABLES)
    return checked


@cache
def language_data(tag: str) -> LanguageData:
    """Return the data about the language *tag*, or about that without its script and region."""
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
    and symbols are not. A tag with a script or region that is not listed counts as its language alone.
    """
    for known in (tag, tag.partition("-")[0]):
        data = tables().languages.get(known, LanguageData())
        listed = data.letters if data.letters is not None else _cldr_letters().get(known)
        if listed is not None:
            own = {*_characters(listed), *_characters(data.more_letters)}
            cased = {case for letter in own for case in (letter.upper(), letter.lower()) if len(case) == 1}
            return frozenset((*own, *cased, *ascii_letters))
    return None


@cache
def _cldr_letters() -> dict[str, str]:
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
    name = f"{STARTER}:{REGISTRY_FILE}"
    return yamlfile.parse(read_bytes(starter_folder() / REGISTRY_FILE, name, limits.YAML_BYTES), name)


class Subtags(NamedTuple):
    """The parts of a tag in the case of BCP 47 (RFC 5646, 2.1.1); "" where it has none."""

    language: str
    script: str = ""
    region: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in self if part)


_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-[a-z0-9]{1,8})*)")


def subtags(tag: str, *, variants: bool = False) -> Subtags | None:
    """Return the parts of *tag*, in which ``_`` may stand for ``-`` and, if asked, variants follow; None if it is none.

    Extended languages, which nobody uses, are left out (RFC 5646, 2.1).
    """
    match = _TAG.fullmatch(tag.strip().replace("_", "-").casefold())
    if match is None or (match[4] and not variants):
        return None
    return Subtags(match[1], (match[2] or "").title(), (match[3] or "").upper())


@dataclass(frozen=True, slots=True)
class LanguageHints:
    """A user's description of a new language, which overrides CLDR; "" leaves a field to CLDR."""

    autonym: str = ""
    english: str = ""
    script: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """The description of a new language before fonts are chosen."""

    tag: str
    autonym: str
    english: str
    say: str
    script: str  # the script that text is shaped as
    iso_script: str  # the ISO 15924 code of the writing itself: ``Hant`` where the script is ``Hani``
    direction: Direction
    letters: frozenset[str]  # the characters that its fonts must have
    listed: bool  # whether those are the whole alphabet, and not only the letters of the language's name
    quotes: tuple[str, str] = QUOTES


def canonical(tag: str) -> str:
    """Return *tag* in the case of BCP 47 (RFC 5646, 2.1.1): ``ZH_hans`` becomes ``zh-Hans``.

    Raises:
        UsageError: it is not a tag, is out of use, or names several languages; the hint gives the right tags.
    """
    parts = subtags(tag)
    if parts is None:
        hint = "A tag is a language, perhaps with a script or a region: “es”, “zh-Hans”, “pt-BR” (BCP 47)."
        name, languages = tag.strip(), english_locale().languages.items()
        if code := next((code for code, known in languages if known.casefold() == name.casefold()), ""):
            hint = f"The tag of {name} is “{code.replace('_', '-')}”."
        raise UsageError(f"“{tag}” is not a language tag.", hint=hint)
    (language, script, region), clean = parts, str(parts)
    right = tables().wrong_tags.get(language) or cldr_table("language_aliases").get(language, "")
    if right and language not in tables().kept_tags:
        right = right.replace("_", "-")
        name = _english(right.replace("-", "_")) or _english(right.partition("-")[0])
        raise UsageError(f"“{clean}” is not the right tag.", hint=f"{name} is “{right}”.")
    choices = tables().choices.get(language, {})
    # A script of the language that is not listed is a choice of its own.
    chosen = clean in choices or (script and any(choice.startswith(f"{language}-") for choice in choices))
    if choices and not chosen:
        listed = ", ".join(f"“{choice}” ({name})" for choice, name in choices.items())
        raise UsageError(f"“{clean}” names more than one written language.", hint=f"Choose one: {listed}.")
    if script and script == _usual_script(language) and not choices:
        name = _english(language) or language
        short = Subtags(language, region=region)
        raise UsageError(f"“{clean}” names the script that {name} is usually written in.", hint=f"Write “{short}”.")
    return clean


def is_ambiguous(tag: str) -> bool:
    """Return whether *tag* is a language that is written in several ways, without saying in which (``zh``)."""
    return tag.replace("_", "-").casefold() in tables().choices


def new_language(tag: str, hints: LanguageHints) -> NewLanguage:
    """Return what *hints* and CLDR say of *tag*, a `canonical` one; raises UsageError if it is not enough, or wrong."""
    from flyers import icu  # with ctypes, which a build with nothing to do need not load

    language, script, region = subtags(tag) or Subtags(tag)
    autonym = hints.autonym.strip() or _own_name(language, script, region)
    cldr, base = english_locale(), _english(language)
    more = [cldr.scripts.get(script, script)] if script else []
    more += [cldr.territories.get(region, region)] if region else []
    # “Portuguese (Brazil)”, “Serbian (Latin)”
    english = hints.english.strip() or (f"{base} ({', '.join(more)})" if base and more else base)
    written = hints.script.strip().title() or script or _usual_script(language)
    values = {"--autonym …": autonym, "--english …": english, "--script …": written}
    if missing := [option for option, value in values.items() if not value]:
        called = f"“{tag}” ({base})" if base else f"“{tag}”"
        hint = "The autonym is the language's own name for itself, the script an ISO 15924 code such as Latn."
        problem = f"Unicode's locale data (CLDR) does not know enough about {called}."
        raise UsageError(problem, hint=f"Add {' '.join(missing)}. {hint}")
    if written not in cldr.scripts:  # the name may be the code: Thai, Cham, Newa
        problem = f"“{written}” is not the code of a script."
        raise UsageError(problem, hint="Use an ISO 15924 code: Latn, Cyrl, Arab, Deva.")
    # UAX #9, P2: the first letter with a direction.
    strong = next((kind for letter in autonym if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL")), "L")
    # The alphabet of a language without a script in its tag is that of its usual script.
    listed = letters(tag) if written == (_usual_script(language) or written) else None
    name_letters = frozenset(character for character in autonym if unicodedata.category(character)[0] in "LM")
    return NewLanguage(
        tag=tag,
        autonym=unicodedata.normalize("NFC", autonym),
        english=english,
        say=base if base and not hints.english and base != english else english,
        script=script_data(written).shaped_as or written,
        iso_script=written,
        direction=Direction(hints.direction or ("ltr" if strong == "L" else "rtl")),
        letters=(listed or frozenset()) | name_letters,
        listed=listed is not None,
        quotes=icu.quotation_marks(tag) or QUOTES,
    )


def _own_name(language: str, script: str, region: str) -> str:
    """Return the language's name in itself; "" if Babel has no data of it, or only in another script."""
    from babel import Locale, localedata

    files = (f"{language}_{script}_{region}", f"{language}_{script}", f"{language}_{region}", language)
    data = next((name for name in files if localedata.exists(name)), "")
    if not data or (script not in ("", _usual_script(language)) and script not in data.split("_")):
        return ""
    own = Locale.parse(data)
    name = own.languages.get(f"{language}_{script}") or own.languages.get(language) or ""
    capitalized = script_data(script or _usual_script(language)).capitalized_names
    return name[:1].upper() + name[1:] if capitalized else name


def _english(language: str) -> str:
    return str(english_locale().languages.get(language, ""))


def script_name(script: str) -> str:
    """Return the script's English name: ``Tamil``."""
    return str(english_locale().scripts.get(script, script))


def is_known_to_cldr(tag: str) -> bool:
    """Whether CLDR has a name for the language of *tag*, and for its script and region."""
    english, parts = english_locale(), subtags(tag) or Subtags(tag)
    names = (english.languages, english.scripts, english.territories)
    return all(not part or part in known for part, known in zip(parts, names, strict=True))


def iso_script(tag: str) -> str:
    """Return the ISO 15924 code of the writing of *tag*: ``Hant`` for ``zh-TW``, ``Latn`` for ``es``; "" if unknown."""
    language, script, region = subtags(tag) or Subtags(tag)
    return script or _usual_script(f"{language}_{region}") or _usual_script(language)


def _usual_script(language: str) -> str:
    """Return the usual script of a language, or of a language in a region (``zh_TW``)."""
    subtags = cldr_table("likely_subtags").get(language, "").split("_")
    return subtags[1] if len(subtags) > 1 else ""


@dataclass(frozen=True, slots=True)
class LanguageMeasures:  # as in the registry
    fonts: tuple[str, ...]
    leading: float
    ascent: float
    descent: float
    optical: float
    size_class: str


def entry_text(new: NewLanguage, measures: LanguageMeasures) -> str:
    """Return the registry entry as lines for the end of the file."""
    said = ("autonym", "english", "say", "script", "direction")
    entry = {**{key: getattr(new, key) for key in said}, **asdict(measures), "quotes": new.quotes}
    usual = {"say": new.english, "optical": 1, "quotes": QUOTES}
    return known_entry_text(new.tag, {key: value for key, value in entry.items() if value != usual.get(key)})


def known_entry_text(tag: str, entry: Mapping[str, Any]) -> str:
    """Return an entry that the program knows as lines for the end of the registry."""
    return "".join([f"  {tag}:\n", *(f"    {key}: {_value(value)}\n" for key, value in entry.items())])


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, SpokenName):
        return f"{{autonym: {_value(value.autonym)}, english: {_value(value.english)}}}"
    if isinstance(value, float | int):
        return f"{value:g}"
    only_words = re.fullmatch(r"[^\W\d_][\w\u0300-\u036f\u2019\u02bc'() -]*", value)
    return str(value) if only_words else yamlfile.quoted(value)


COUNTRY, SUNDAY = "US", 6  # Where the campaigns' readers live, and the first day of the week there: 0 is Monday.

NUMBERED = CalendarWords(tuple(map(str, range(1, 13))), ())


def calendar_words(tag: str) -> CalendarWords:
    """Return the words of a calendar in the language *tag*."""
    if calendar := language_data(tag).calendar:
        return calendar
    from babel import Locale, UnknownLocaleError, localedata

    try:
        locale = str(Locale.parse(tag.replace("-", "_")))
    except UnknownLocaleError:
        return NUMBERED
    own = f"{locale}_{COUNTRY}"
    data = localedata.load(own if localedata.exists(own) else locale)
    months, weekdays = _names(data["months"], "wide"), _names(data["days"], "narrow")
    english = localedata.load("en")["days"]
    if weekdays == _names(english, "narrow") and data["days"] != english:
        weekdays = _names(data["days"], "wide")  # CLDR has no short names
    if weekdays == _names(localedata.load("root")["days"], "wide"):
        weekdays = {}  # nor any
    return CalendarWords(
        months=tuple(months[number] for number in range(1, 13)),
        weekdays=_differing(weekdays, data["days"]),
        full_weekdays=tuple(name for _, name in sorted(_names(data["days"], "wide").items())) if weekdays else (),
    )


def _differing(shortest: Mapping[int, str], days: Any) -> tuple[str, ...]:
    """Return the *shortest* names of days, or the next longer ones of three letters at most if two are alike."""
    longer = [days[context].get(width) for width in ("short", "abbreviated") for context in ("stand-alone", "format")]
    for names in map(_listed, (shortest, *longer)):
        names = {day: name.removesuffix(".") for day, name in names.items()}
        if len(set(names.values())) == 7 and max(map(len, names.values())) <= 3:
            return tuple(names[day] for day in sorted(names))
    return tuple(shortest[day] for day in sorted(shortest))


def _listed(names: Any) -> Mapping[int, str]:
    """Return the *names* of a width of CLDR's; empty if they are those of another width."""
    if isinstance(names, tuple):  # where to look first, and what differs there: here everything
        names = names[1]
    return names if isinstance(names, Mapping) else {}


def long_date(day: dt.date, tag: str) -> str:
    """Return *day* in the language *tag*, ``4 de mayo de 2027``, or by ISO 8601 if nobody has listed its months."""
    from babel import Locale, UnknownLocaleError, localedata

    names: Sequence[str] | Mapping[int, str] = ("", *calendar_words(tag).months)
    pattern = usual = "%(d)s %(MMMM)s %(y)s"  # the order of most languages, where CLDR has none that can be filled in
    try:
        data = localedata.load(str(Locale.parse(tag.replace("-", "_"))))
    except UnknownLocaleError:
        if calendar_words(tag) == NUMBERED:
            return day.isoformat()
    else:
        pattern = data["date_formats"]["long"].format
        if not language_data(tag).calendar:
            names = _names(data["months"], "wide", first="format")
    month, number = names[day.month], str(day.month)
    if month == f"M{day.month:02}":  # CLDR's placeholder for a missing name
        return day.isoformat()
    parts = {"d": str(day.day), "dd": f"{day.day:02}", "M": number, "MM": f"{day.month:02}", "y": str(day.year)}
    parts |= {"MMMM": month, "LLLL": month}
    try:
        return pattern % parts
    except KeyError:  # it asks for an era, say
        return usual % parts


def _names(contexts: Any, width: str, first: str = "stand-alone") -> Any:
    """Return the names that stand alone, or else those within a date; with *first* ``format`` the other way round.

    They are read as the file has them: ``Locale.months`` remembers where a name comes from in data that other languages
    share, so that the second language gets the names of the first (Babel 2.18).
    """
    order = sorted(("stand-alone", "format"), key=lambda context: context != first)
    return next(names for context in order if len(names := _listed(contexts[context].get(width))) in (7, 12))
