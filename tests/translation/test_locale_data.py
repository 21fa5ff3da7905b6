"""New languages: what CLDR knows, what a person must give, and which words are the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from flyers import icu
from flyers.content.campaign import Campaign
from flyers.errors import ContentError
from flyers.pipeline.session import Session, open_session
from flyers.translation.language_data import LanguageHints, canonical, new_language
from flyers.translation.localization import ON_SHEETS, sheet_text
from flyers.translation.registry import Registry
from matrix import matrix

pytestmark = pytest.mark.slow

USUAL_LANGUAGES = open_session(Path(__file__).parents[2]).usual_languages

REGISTRY = Path("translations/languages.yaml")
NOTHING = LanguageHints()


@pytest.mark.parametrize(
    ("tag", "hints", "say"),
    [
        ("de", NOTHING, "German"),
        ("es-MX", NOTHING, "Spanish"),
        ("uz-Cyrl", NOTHING, "Uzbek"),
        ("es-MX", LanguageHints(english="Mexican Spanish"), "Mexican Spanish"),
    ],
)
def test_an_operator_is_asked_for_the_language_without_script_or_country(
    tag: str, hints: LanguageHints, say: str
) -> None:
    assert new_language(tag, hints).say == say


def test_a_language_that_cldr_does_not_know_gets_no_marks_of_this_computer() -> None:
    assert icu.quotation_marks("quc") is None
    assert new_language("quc", NOTHING).quotes == ("“", "”")


@pytest.mark.parametrize(
    ("tag", "clean"), [("ES", "es"), ("zh_hANS", "zh-Hans"), ("pt_br", "pt-BR"), ("mww-latn", "mww-Latn"), ("tl", "tl")]
)
def test_a_tag_gets_the_case_of_the_standard(tag: str, clean: str) -> None:
    assert canonical(tag) == clean


def test_what_an_entry_says_counts_before_what_the_program_knows(printable: Path) -> None:
    (printable / REGISTRY).write_text("languages:\n  en: {}\n  es: {}\n  ar: {leading: 1.7}\n", encoding="utf-8")
    session = Session(printable)
    arabic = session.registry.language("ar")
    assert (arabic.leading, arabic.optical, arabic.quotes) == (1.7, 1.08, ("«", "»"))


def test_an_unknown_language_needs_every_key(printable: Path) -> None:
    (printable / REGISTRY).write_text("languages:\n  en: {}\n  xx: {autonym: X, english: X}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"This language has no “script”, .*, “size_class”"):
        Registry.load(Campaign.load(printable))


def test_the_one_key_that_is_missing_is_named(printable: Path) -> None:
    known = "script: Latn, direction: ltr, fonts: [noto-sans], leading: 1.3, ascent: 0.7, descent: 0.2"
    text = f"languages:\n  en: {{}}\n  xx: {{autonym: X, english: X, {known}}}\n"
    (printable / REGISTRY).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"This language has no “size_class”\. Add what is missing here\."):
        Registry.load(Campaign.load(printable))


@pytest.mark.parametrize("tag", matrix(USUAL_LANGUAGES, lambda tag: tag in ("en", "es", "ar", "zh-Hans", "km")))
def test_the_words_on_sheets_of_a_campaign_without_them_are_those_of_the_starter(root: Path, tag: str) -> None:
    for name in ON_SHEETS:
        assert sheet_text(name, tag).text == open_session(root).localized(tag).plain(name), name


def test_every_script_of_cldr_is_the_code_of_a_script() -> None:
    scripts = sorted(Locale("en").scripts)
    assert {"Thai", "Ahom", "Cham", "Modi", "Newa"} < set(scripts)  # codes that are names, too
    for code in scripts:
        new = new_language("qaa", LanguageHints("Name", "Name", code))
        assert new.iso_script == code
