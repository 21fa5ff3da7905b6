"""A language that the registry lacks: what Unicode's locale data (CLDR, through Babel) says of it.

CLDR knows some three hundred languages in full and many more by name. Of others a person has to say what is needed; no
guess stands in for a language's own name, which is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flyers.content import yamlfile
from flyers.errors import UsageError
from flyers.translation.checks.alphabets import letters
from flyers.translation.registry import Direction

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)

SLIPS = {
    "ua": "uk",
    "cz": "cs",
    "jp": "ja",
    "vn": "vi",
    "gr": "el",
    "dk": "da",
    "kh": "km",
    "pk": "ur",
    "mm": "my",
    "al": "sq",
    "sp": "es",
    "ir": "fa",
    "cn": "zh-Hans",
    "no": "nb",
    "kmr": "ku-Latn",
}
"""Codes of countries that are taken for those of languages; ``no``, which stands for two written languages; and a tag
of which CLDR has nothing."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "zh": {"zh-Hans": "Simplified Chinese", "zh-Hant": "Traditional Chinese"},
    "sr": {"sr-Cyrl": "Serbian in Cyrillic", "sr-Latn": "Serbian in Latin letters"},
    "pa": {"pa-Guru": "Punjabi of India", "pa-Arab": "Punjabi of Pakistan"},
    "uz": {"uz-Latn": "Uzbek in Latin letters", "uz-Cyrl": "Uzbek in Cyrillic", "uz-Arab": "Uzbek of Afghanistan"},
    "az": {"az-Latn": "Azerbaijani in Latin letters", "az-Arab": "Azerbaijani of Iran"},
    "ks": {"ks-Arab": "Kashmiri in Arabic letters", "ks-Deva": "Kashmiri in Devanagari"},
    "mni": {"mni-Beng": "Manipuri in Bengali letters", "mni-Mtei": "Manipuri in Meitei letters"},
    "ff": {"ff-Latn": "Fulah in Latin letters", "ff-Adlm": "Fulah in Adlam"},
    "mww": {"mww-Latn": "White Hmong in Latin letters (RPA)", "mww-Hmnp": "White Hmong in its newer script"},
    "hmn": {"mww-Latn": "White Hmong", "hnj-Latn": "Green Hmong"},
    "ku": {"ku-Latn": "Kurmanji, in Latin letters", "ckb": "Sorani, in Arabic letters"},
    "qu": {"qug": "Kichwa of Ecuador", "quz": "Quechua of Cusco"},
    "myn": {"quc": "K'iche'", "mam": "Mam", "kek": "Q'eqchi'"},
    "kar": {"ksw": "S'gaw Karen", "kjp": "Eastern Pwo Karen"},
}
"""Tags that stand for several written languages, which no one translation serves."""

_KEPT = {"tl"}
"""Tags that CLDR replaces by another language's (``fil``) and that are wanted all the same."""

_ENGINE_SCRIPTS = {"Hans": "Hani", "Hant": "Hani", "Kore": "Hang"}
"""As text of such languages is shaped: Korean without hanja."""

_TITLED = {"Latn", "Cyrl", "Grek", "Armn"}
"""Scripts in whose lists a name begins with a capital."""


@dataclass(frozen=True, slots=True)
class LanguageHints:
    """What a person says of the language, "" where nothing; it goes before what CLDR says."""

    autonym: str = ""
    english: str = ""
    script: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """What a registry entry needs to know before fonts are chosen.

    Attributes:
        tag, autonym, english, say, direction: as in the registry.
        script: as text is shaped; written: ISO 15924 code of the writing itself, ``Hant`` where the script is ``Hani``.
        letters: characters that its fonts must have.
        listed: whether those are the language's whole alphabet, and not only the letters of its name.
    """

    tag: str
    autonym: str
    english: str
    say: str
    script: str
    written: str
    direction: Direction
    letters: frozenset[str]
    listed: bool


def canonical(tag: str) -> str:
    """*tag* with the cases of BCP 47 (RFC 5646, 2.1.1): ``ZH_hans`` is ``zh-Hans``.

    Raises:
        UsageError: it is no tag, is out of use, or stands for several languages; says which are meant.
    """
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        raise UsageError(f"“{tag}” is not a language tag.", hint=_by_name(tag))
    language, script, region = match[1].lower(), (match[2] or "").title(), (match[3] or "").upper()
    clean = "-".join(part for part in (language, script, region) if part)
    _refuse_slips(clean, language)
    _refuse_choices(clean, language, script)
    usual = _usual_script(language)
    if script and script == usual and language not in CHOICES:
        short = "-".join(part for part in (language, region) if part)
        raise UsageError(
            f"“{clean}” names the script that {_english(language) or language} is usually written in.",
            hint=f"Write “{short}”.",
        )
    return clean


def _refuse_slips(tag: str, language: str) -> None:
    aliases = _global("language_aliases")
    right = SLIPS.get(language) or (aliases.get(language, "") if language not in _KEPT else "")
    if right:
        right = right.replace("_", "-")
        name = _english(right.replace("-", "_")) or _english(right.partition("-")[0])
        raise UsageError(f"“{tag}” is not a tag to use.", hint=f"{name} is “{right}”.")


def _refuse_choices(tag: str, language: str, script: str) -> None:
    choices = CHOICES.get(language)
    if choices and tag not in choices and (not script or not any(each.startswith(f"{language}-") for each in choices)):
        which = ", ".join(f"“{each}” ({name})" for each, name in choices.items())
        raise UsageError(f"“{tag}” stands for more than one written language.", hint=f"Choose one: {which}.")


def _by_name(name: str) -> str:
    from babel import Locale

    wanted = name.strip().casefold()
    found = [tag for tag, english in Locale("en").languages.items() if english.casefold() == wanted]
    if found:
        return f"That of {name.strip()} is “{found[0].replace('_', '-')}”."
    return "A tag is a language, perhaps with script or region: “es”, “zh-Hans”, “pt-BR” (BCP 47)."


def newcomer(tag: str, told: LanguageHints) -> NewLanguage:
    """What is known of *tag*, as `canonical` gives it, with what a person has *told* before what CLDR says.

    Raises:
        UsageError: CLDR lacks something that nobody told; or what was told cannot be.
    """
    language, script, region = _parts(tag)
    data = _data(tag)
    autonym = told.autonym.strip() or _own_name(language, data, script)
    base = _english(language)
    english = told.english.strip() or _described(base, script, region)
    written = told.script.strip().title() or script or _usual_script(language)
    missing = [
        option for option, value in (("--autonym", autonym), ("--english", english), ("--script", written)) if not value
    ]
    if missing:
        raise UsageError(
            f"Unicode's locale data (CLDR) has not enough on “{tag}”{f' ({base})' if base else ''}.",
            hint=f"Say it yourself: {' '.join(f'{option} …' for option in missing)}. The autonym is the language's "
            "name in itself, the script an ISO 15924 code such as Latn.",
        )
    _require_script(written)
    # An alphabet that is on file for the language alone is that of its usual script.
    listed = letters(tag) if written == (_usual_script(language) or written) else None
    said = frozenset(each for each in autonym if unicodedata.category(each)[0] in "LM")
    return NewLanguage(
        tag=tag,
        autonym=unicodedata.normalize("NFC", autonym),
        english=english,
        say=base if base and not told.english and base != english else english,
        script=_ENGINE_SCRIPTS.get(written, written),
        written=written,
        direction=Direction(told.direction) if told.direction else _direction(autonym),
        letters=(listed or frozenset()) | said,
        listed=listed is not None,
    )


def _parts(tag: str) -> tuple[str, str, str]:
    match = _TAG.fullmatch(tag)
    assert match is not None  # `canonical` has seen it
    return match[1], match[2] or "", match[3] or ""


def _data(tag: str) -> str:
    """The name of Babel's data for *tag*, or of its language's; "" where there are none."""
    from babel import localedata

    language, script, region = _parts(tag)
    names = (f"{language}_{script}_{region}", f"{language}_{script}", f"{language}_{region}", language)
    return next((name for name in names if localedata.exists(name)), "")


def _own_name(language: str, data: str, script: str) -> str:
    if not data:
        return ""
    from babel import Locale

    own = Locale.parse(data)
    name = own.languages.get(f"{language}_{script}") or own.languages.get(language) or ""
    titled = (script or _usual_script(language)) in _TITLED
    return name[:1].upper() + name[1:] if titled else name


def _english(language: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(language, ""))


def _described(base: str, script: str, region: str) -> str:
    """``Portuguese (Brazil)``, ``Serbian (Latin)``; "" where the language has no English name."""
    from babel import Locale

    english = Locale("en")
    more = [english.scripts.get(script, script)] if script else []
    more += [english.territories.get(region, region)] if region else []
    return f"{base} ({', '.join(more)})" if base and more else base


def script_name(script: str) -> str:
    """The script's English name: ``Tamil``."""
    from babel import Locale

    return str(Locale("en").scripts.get(script, script))


def is_on_file(tag: str) -> bool:
    """Whether CLDR has a name for the language, and for its script and region, of a tag like those of a registry."""
    if not (match := _TAG.fullmatch(tag)):
        return False
    from babel import Locale

    english = Locale("en")
    names = (english.languages, english.scripts, english.territories)
    return all(not part or part in known for part, known in zip(match.groups(), names, strict=True))


def _require_script(script: str) -> None:
    if script_name(script) == script:
        raise UsageError(
            f"“{script}” is not the code of a script.", hint="ISO 15924 has four letters: Latn, Cyrl, Arab, Deva."
        )


def _direction(autonym: str) -> Direction:
    # UAX #9, P2: the first letter with a direction.
    strong = next((kind for each in autonym if (kind := unicodedata.bidirectional(each)) in ("L", "R", "AL")), "L")
    return Direction.LTR if strong == "L" else Direction.RTL


def written(tag: str) -> str:
    """The ISO 15924 code of the writing that *tag* stands for: ``Hant`` for ``zh-Hant``, ``Latn`` for ``es``; or ""."""
    language, script, _ = _parts(tag)
    return script or _usual_script(language)


def _usual_script(language: str) -> str:
    subtags = _global("likely_subtags").get(language, "").split("_")
    return subtags[1] if len(subtags) > 1 else ""


def _global(name: Literal["language_aliases", "likely_subtags"]) -> Mapping[str, str]:
    from babel.core import get_global

    found: Mapping[str, str] = get_global(name)
    return found


@dataclass(frozen=True, slots=True)
class LanguageMeasures:
    """How the language is set: families and measures, as in the registry."""

    fonts: tuple[str, ...]
    leading: float
    ascent: float
    descent: float
    optical: float
    size_class: str


def entry_text(new: NewLanguage, setting: LanguageMeasures) -> str:
    """The registry entry, as lines to put at the end of the file."""
    rows = [
        ("autonym", _scalar(new.autonym)),
        ("english", _scalar(new.english)),
        *([("say", _scalar(new.say))] if new.say != new.english else []),
        ("script", new.script),
        ("direction", str(new.direction)),
        ("fonts", f"[{', '.join(setting.fonts)}]"),
        *((key, f"{getattr(setting, key):g}") for key in ("leading", "ascent", "descent")),
        *([("optical", f"{setting.optical:g}")] if setting.optical != 1 else []),
        ("size_class", setting.size_class),
    ]
    return "".join([f"  {new.tag}:\n", *(f"    {key}: {value}\n" for key, value in rows)])


def _scalar(text: str) -> str:
    """*text* as YAML has it, plain where it is words alone."""
    return text if re.fullmatch(r"[^\W\d_][\w\u0300-\u036f\u2019\u02bc'() -]*", text) else yamlfile.quoted(text)
