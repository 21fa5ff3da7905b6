"""What a user types for a language: tags of today and of former days, narrower ones, names, and words that fit several."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from flyers.errors import UsageError
from flyers.translation.registry import Registry, find, require_one

NAMES = {
    "cu": ("Словѣньскъ", "Northern Old Church Slavonic"),
    "en": ("English", "English"),
    "es": ("Español", "Spanish"),
    "fa-AF": ("دری", "Dari"),
    "he": ("עברית", "Hebrew"),
    "pa": ("ਪੰਜਾਬੀ", "Punjabi"),
    "pa-Arab": ("پنجابی", "Punjabi (Arabic)"),
    "pt": ("Português", "Portuguese"),
    "pt-BR": ("Português do Brasil", "Brazilian Portuguese"),
    "sr-Latn": ("Srpski", "Serbian (Latin)"),
    "zh-Hans": ("简体中文", "Chinese (Simplified)"),
    "zh-Hant": ("繁體中文", "Chinese (Traditional)"),
}
LANGUAGES = [
    SimpleNamespace(tag=tag, autonym=autonym, english=english, say=english) for tag, (autonym, english) in NAMES.items()
]


def test_a_country_s_code_that_is_no_language_s_is_the_language_that_was_meant() -> None:
    with pytest.raises(UsageError, match=r"“sp” is not the tag or .* Did you mean es \(Spanish\)\?"):
        require_one("sp", LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("es", "es"),
        (" ES ", "es"),
        ("es-MX", "es"),
        ("es_419", "es"),
        ("spa", "es"),
        ("iw", "he"),
        ("iw-IL", "he"),
        ("prs", "fa-AF"),  # Dari had a code of its own
        ("prs-AF", "fa-AF"),
        ("fa-AF", "fa-AF"),
        ("fa-Arab-AF", "fa-AF"),
        ("fa", ""),  # of Iran, which this campaign has not
        ("fa-IR", ""),
        ("prs-IR", ""),
        ("pt-PT", "pt"),
        ("pt-AO", "pt"),
        ("pt-BR-x-rio", "pt-BR"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh", "zh-Hans zh-Hant"),
        ("pa-PK", "pa-Arab"),
        ("pa-IN", "pa"),
        ("sr", "sr-Latn"),
        ("sr-RS", ""),  # written in Cyrillic there
        ("de", ""),
        ("español", "es"),
        ("Spanish", "es"),
        ("brazilian portuguese", "pt-BR"),
        ("Srpski", "sr-Latn"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_a_word_means_the_language_whose_tag_or_name_it_is(typed: str, tags: str) -> None:
    assert [language.tag for language in find(typed, LANGUAGES)] == tags.split()


def test_of_two_that_fit_none_is_chosen() -> None:
    with pytest.raises(UsageError, match=r"“zh” can mean .*Simplified.*Traditional"):
        require_one("zh", LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "problem", "hint"),
    [
        ("fa", "“fa” (Persian) is not a language of this campaign. It has ", "flyers translations init fa"),
        ("German", "“German” is not a language of this campaign.", "flyers translations init de"),
        ("Spanich", "“Spanich” is not the tag or the name of a language.", "Did you mean "),
        ("?", "“?” is not the tag or the name of a language.", "'flyers languages' lists those of this campaign."),
    ],
)
def test_a_word_that_means_none_is_answered_with_what_to_do(typed: str, problem: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        require_one(typed, LANGUAGES)
    assert caught.value.problem.startswith(problem)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Spanich", "Did you mean es (Spanish)? 'flyers languages' lists those of this campaign."),
        ("Portugues do Brazil", "Did you mean pt-BR (Brazilian Portuguese)? 'flyers languages'"),
        ("Dair", "Did you mean fa-AF (Dari)? 'flyers languages'"),
        ("Dai", "'flyers languages' lists"),  # short words resemble too many names
        ("Spaaaaanich", "'flyers languages' lists"),
    ],
)
def test_of_names_like_the_word_the_nearest_is_meant(typed: str, hint: str) -> None:
    with pytest.raises(UsageError, match="is not the tag or the name of a language") as caught:
        require_one(typed, LANGUAGES)
    assert caught.value.hint.startswith(hint)


def test_a_long_word_is_quoted_to_forty_letters() -> None:
    with pytest.raises(UsageError) as caught:
        require_one("x" * 41, LANGUAGES)
    assert caught.value.problem == f"“{'x' * 39}…” is not the tag or the name of a language."
    with pytest.raises(UsageError, match=f"^“{'x' * 40}” is not"):
        require_one("x" * 40, LANGUAGES)


def test_of_the_same_language_what_there_is_is_named_and_nothing_else() -> None:
    with pytest.raises(UsageError) as caught:
        require_one("fa", LANGUAGES)
    named = caught.value.problem.partition("It has ")[2]
    assert "Dari" in named
    assert "English" not in named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("es", ["es: es"]),
        ("es pt-BR", ["es: es", "pt-BR: pt-BR"]),
        ("brazilian portuguese es", ["brazilian portuguese: pt-BR", "es: es"]),
        ("Spanish Português do Brasil Srpski", ["Spanish: es", "Português do Brasil: pt-BR", "Srpski: sr-Latn"]),
        ("es MX", ["es: es", "MX"]),  # a tag of the campaign is a word of its own
        ("", []),
        ("Northern Old Church Slavonic es", ["Northern Old Church Slavonic: cu", "es: es"]),
        ("Northern Old Church Slavonic", ["Northern Old Church Slavonic: cu"]),
    ],
)
def test_a_name_of_several_words_is_one_language(words: str, named: list[str]) -> None:
    registry = Registry(Path(), {language.tag: language for language in LANGUAGES}, ())
    found: list[str] = []
    try:
        for word, language in registry.named(words.split()):
            found.append(f"{word}: {language.tag}")
    except UsageError as error:
        found.append(error.problem.split("“")[1].partition("”")[0])
    assert found == named
    assert words.split() == [word for one in named for word in one.partition(":")[0].split()]
