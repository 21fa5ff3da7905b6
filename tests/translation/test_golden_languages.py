"""A golden file of what is known of new languages, and of what is said of tags that are none.

To update the file after an intended change, run
``FLYERS_WRITE_GOLDEN=1 pytest tests/translation/test_golden_languages.py``, and review the difference before you commit it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.errors import UsageError
from flyers.translation.language_data import (
    LanguageHints,
    LanguageMeasures,
    NewLanguage,
    canonical,
    entry_text,
    is_known_to_cldr,
    known_entry_text,
    new_language,
)

GOLDEN = Path(__file__).parent / "golden" / "new_languages.txt"

TAGS = [
    "de", "es-MX", "pt-br", "PT_PT", "es-419", "fr", "sr-Latn", "sr", "uz", "uz-Cyrl", "zh_hans", "zh-HANT",
    "zh-Hant-HK", "ja", "he", "yi", "ckb", "ps", "pa-Arab", "am", "ti", "ka", "hy", "el", "ta", "si", "th", "ht",
    "so", "rw", "quc", "mam", "ilo", "ceb", "mww-Latn", "sw-CD", "az-Arab", "ku-Latn", "hnj-Latn", "tt-Beng",
    "kok-Knda", "ko", "qaa", "xx", "zh", "mn", "iw", "tl", "fil", "no", "cmn", "de-Latn", "ru-Cyrl", "English",
    "spanish", "Klingon", "e", "es-", "es_MX_x", "es-Lat",
]  # fmt: skip

HINTED = (
    ("quc", LanguageHints(autonym=" K'iche' ", english=" K'iche' ", script=" latn ")),
    ("mam", LanguageHints(autonym="Qyol Mam")),
    ("qaa", LanguageHints("ߒߞߏ", "N'Ko", "nkoo", "rtl")),
    ("qaa", LanguageHints("Name", "Name", "Abcd")),
    ("es-MX", LanguageHints(english="Mexican Spanish")),
    ("az", LanguageHints(script="Cyrl", direction="ltr")),
)


def test_what_is_known_of_new_languages_is_as_the_golden_file_says() -> None:
    parts = [f"{tag}: {_answer(tag, LanguageHints())}" for tag in TAGS]
    parts += [f"{tag} with {_given(hints)}: {_answer(tag, hints)}" for tag, hints in HINTED]
    description = "\n".join(parts) + "\n"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.write_text(description, encoding="utf-8")
    assert description == GOLDEN.read_text(encoding="utf-8")


def _given(hints: LanguageHints) -> str:
    return ", ".join(repr(value) for value in (hints.autonym, hints.english, hints.script, hints.direction) if value)


def _answer(tag: str, hints: LanguageHints) -> str:
    try:
        clean = canonical(tag)
        return f"{clean}, {'in CLDR' if is_known_to_cldr(clean) else 'not in CLDR'}\n{_described(new_language(clean, hints))}"
    except UsageError as error:
        return f"refused\n  {error.problem}\n  {error.hint}"


def _described(new: NewLanguage) -> str:
    script = f"{new.iso_script}, shaped as {new.script}" if new.iso_script != new.script else new.script
    letters = "".join(sorted(new.letters)) if len(new.letters) < 100 else f"{len(new.letters)} letters"
    return (
        f"  {new.autonym} | {new.english} | say {new.say}\n  {script}, {new.direction}, quotes {' '.join(new.quotes)}\n"
        f"  {'alphabet' if new.listed else 'letters of its name'} {letters}"
    )


MEASURES = LanguageMeasures(("noto-sans", "noto-sans-arabic"), 1.35, 0.7, 0.25, 1.0, "usual")

ENTRIES = {
    "ku-Latn": """\
  ku-Latn:
    autonym: Kurdî (kurmancî)
    english: Kurdish (Latin)
    say: Kurdish
    script: Latn
    direction: ltr
    fonts: [noto-sans, noto-sans-arabic]
    leading: 1.35
    ascent: 0.7
    descent: 0.25
    size_class: usual
""",
    "he": """\
  he:
    autonym: עברית
    english: Hebrew
    script: Hebr
    direction: rtl
    fonts: [noto-sans, noto-sans-arabic]
    leading: 1.35
    ascent: 0.7
    descent: 0.25
    optical: 1.1
    size_class: usual
    quotes: ["”", "”"]
""",
}


@pytest.mark.parametrize("tag", ENTRIES)
def test_a_new_language_has_the_keys_that_say_something(tag: str) -> None:
    measures = replace(MEASURES, optical=1.1) if tag == "he" else MEASURES
    assert entry_text(new_language(tag, LanguageHints()), measures) == ENTRIES[tag]


def test_what_the_program_knows_of_a_language_is_written_as_yaml() -> None:
    entry = {
        "autonym": "Kreyòl Ayisyen",
        "english": "K'iche': of “Guatemala”",
        "script": "Latn",
        "fonts": ("noto-sans", "noto-sans-arabic"),
        "quotes": ("«", "»"),
        "leading": 1.3,
        "ascent": 1,
    }
    text = known_entry_text("ht", entry)
    assert (
        text
        == """\
  ht:
    autonym: Kreyòl Ayisyen
    english: "K'iche': of “Guatemala”"
    script: Latn
    fonts: [noto-sans, noto-sans-arabic]
    quotes: ["«", "»"]
    leading: 1.3
    ascent: 1
"""
    )
