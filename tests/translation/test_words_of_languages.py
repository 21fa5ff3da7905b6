"""Dates, names and entries of languages, as pieces, commands and the registry have them."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, UsageError
from flyers.translation.language_data import (
    Direction,
    LanguageMeasures,
    NewLanguage,
    SpokenName,
    entry_text,
    is_ambiguous,
    is_known_to_cldr,
    known_entry_text,
    long_date,
    script_name,
)
from flyers.translation.registry import (
    Registry,
    english_name,
    in_base,
    is_english_name,
    known_entry,
    known_languages,
)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "May 4, 2027"),
        ("es", "4 de mayo de 2027"),
        ("zh-Hans", "2027年5月4日"),
        ("pl", "4 maja 2027"),  # “of May”, not the name that stands over a month
        ("ko", "2027년 5월 4일"),
        ("my", "2027 မေ 4"),  # as the program lists its months
        ("ht", "4 Me 2027"),  # CLDR has no order for it
        ("th", "4 พฤษภาคม 2027"),  # it asks for an era
        ("nus", "4 Duät 2027"),
        ("quc", "2027-05-04"),  # CLDR has only placeholders for its months
        ("mam", "2027-05-04"),  # CLDR has no names of its months
        ("qaa", "2027-05-04"),  # it is no language of CLDR
    ],
)
def test_a_day_is_written_as_the_language_does(tag: str, written: str) -> None:
    assert long_date(dt.date(2027, 5, 4), tag) == written


def test_a_day_and_a_month_of_two_digits_keep_both() -> None:
    assert [long_date(dt.date(2026, 11, 30), tag) for tag in ("en", "zh-Hant", "qaa")] == [
        "November 30, 2026",
        "2026年11月30日",
        "2026-11-30",
    ]


def test_names_are_those_of_cldr_or_the_codes() -> None:
    assert [script_name(code) for code in ("Taml", "Qqqq")] == ["Tamil", "Qqqq"]
    assert [english_name(tag) for tag in ("en", "es", "zh-Hant", "pt-AO", "?", "qaa")] == [
        "English", "Spanish", "Traditional Chinese", "Portuguese", "English", "English",
    ]  # fmt: skip
    assert [is_english_name(words) for words in ("haitian creole", "Spanich")] == [True, False]
    assert [is_ambiguous(tag) for tag in ("zh", "ZH", "zh-Hans", "es")] == [True, True, False, False]
    assert [is_known_to_cldr(tag) for tag in ("es", "es-MX", "es-Latn-MX", "qaa", "es-QQ", "es-Qqqq")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


MEASURES = LanguageMeasures(("noto-sans", "noto-serif"), 1.35, 0.75, 0.2, 1.0, "latin")
GERMAN = NewLanguage("de", "Deutsch", "German", "German", "Latn", "Latn", Direction.LTR, frozenset("Dach"), True)
ENTRY = """\
  de:
    autonym: Deutsch
    english: German
    script: Latn
    direction: ltr
    fonts: [noto-sans, noto-serif]
    leading: 1.35
    ascent: 0.75
    descent: 0.2
    size_class: latin
"""


def test_an_entry_says_what_differs_from_the_usual() -> None:
    assert entry_text(GERMAN, MEASURES) == ENTRY
    other = replace(GERMAN, say="Low German", english="German: low", quotes=("„", "“"))
    assert entry_text(other, replace(MEASURES, optical=1.125)) == (
        ENTRY.replace("english: German\n", 'english: "German: low"\n    say: Low German\n').replace(
            "    size_class: latin\n", '    optical: 1.125\n    size_class: latin\n    quotes: ["„", "“"]\n'
        )
    )


def test_an_entry_of_the_program_is_written_whole_but_for_how_it_names_and_addresses() -> None:
    entry = known_entry("zh-Hant")
    assert entry["spoken"] == SpokenName("廣東話", "Cantonese")
    assert not {"naming", "address"} & {key for tag in known_languages() for key in known_entry(tag)}
    text = known_entry_text("zh-Hant", entry)
    assert text.startswith("  zh-Hant:\n    autonym: 繁體中文\n")
    assert "    spoken: {autonym: 廣東話, english: Cantonese}\n" in text
    assert "    fonts: [noto-sans-tc, noto-sans]\n    leading: 1.5\n" in text
    assert known_entry("qaa") == {}


def test_the_program_knows_the_languages_of_the_starter(root: Path) -> None:
    registry = Registry.load(Campaign.load(root))
    known = known_languages()
    assert tuple(known) == registry.tags
    assert all(replace(known[tag], source=registry.language(tag).source) == registry.language(tag) for tag in known)
    assert in_base("so") == (
        "The base has it, with its translations: add “so” to “languages” in content/campaign.yaml."
    )


def test_a_campaign_without_english_has_the_program_s(en_espanol: Path, small: Path, tmp_path: Path) -> None:
    own = Registry.load(Campaign.load(small))
    assert own.english is own.language("en")
    folder = Path(shutil.copytree(en_espanol, tmp_path / "vecinos"))
    edit(folder / "translations/languages.yaml", ", en: {}", "")
    spanish = Registry.load(Campaign.load(folder))
    assert spanish.tags == ("es",)
    assert spanish.english == known_languages()["en"]
    assert spanish.language("Español").tag == "es"
    with pytest.raises(UsageError, match="“en” \\(English\\) is not a language of this campaign"):
        spanish.language("en")
    edit(folder / "translations/languages.yaml", "es: {}", "en: {}")
    with pytest.raises(ContentError, match="The language of the messages, “es”, is not listed here"):
        Registry.load(Campaign.load(folder))
