"""What the program knows of single languages: only the data files name them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import ContentError
from flyers.translation.language_data import (
    TABLES,
    iso_script,
    language_data,
    letters,
    rows,
    script_data,
    tables,
)
from flyers.translation.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry.load(Campaign.load(ROOT))
SOURCE = ROOT / "src" / "flyers"


def test_every_language_except_chinese_has_a_list_of_letters() -> None:
    assert [tag for tag in REGISTRY.tags if letters(tag) is None] == [
        tag for tag in REGISTRY.tags if REGISTRY.language(tag).script == "Hani"
    ]


def test_additional_letters_extend_cldr_and_whole_alphabets_are_for_languages_without_one() -> None:
    cldr = {row.partition("\t")[0] for row in rows("letters.txt")}
    languages = tables().languages
    assert {tag for tag, data in languages.items() if data.more_letters} <= cldr
    assert {tag for tag, data in languages.items() if data.letters is not None}.isdisjoint(cldr)
    listed = "".join(f"{data.letters or ''}{data.more_letters}" for data in languages.values())
    assert set(listed).isdisjoint("abcdefghijklmnopqrstuvwxyz")


def test_vowel_points_are_letters_of_hebrew_as_they_are_of_arabic() -> None:
    """A word such as סחר (trade, or merchandise) is pointed where it could be read as another one."""
    assert {*"סַחַר שָׁלוֹם מִסְפָּר", "\u05b0"} - {" "} <= letters("he")
    assert {*"ثَلاثَةٌ"} <= letters("ar")


def test_a_tag_that_is_not_listed_has_the_data_of_its_language() -> None:
    assert language_data("my-MM") == language_data("my")
    assert language_data("my").legacy_encoding == "zawgyi"
    assert language_data("pa-Arab").nastaliq
    assert not language_data("pa-Guru").nastaliq


def test_a_language_that_is_not_listed_ends_sentences_with_marks_and_is_written_in_unicode() -> None:
    data = language_data("es")
    assert (data.sentence_end, data.legacy_encoding, data.nastaliq) == ("mark", None, False)
    assert script_data("Deva").shaped_as == ""


@pytest.mark.parametrize(
    ("tag", "script"),
    [("zh-Hant", "Hant"), ("zh-TW", "Hant"), ("zh-HK", "Hant"), ("zh", "Hans"), ("yue", "Hant"), ("es", "Latn")],
)
def test_the_writing_of_a_tag_follows_from_its_script_or_region(tag: str, script: str) -> None:
    assert iso_script(tag) == script


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("languages: {Burmese: {nastaliq: true}}", "“Burmese” is not a language tag"),
        ("languages: {my: {legacy_encoding: zawgi}}", "Did you mean “zawgyi”?"),
        ("languages: {my: {sentence_end: stop}}", "“stop” is not one of mark, shared, none."),
        ("languages: {my: {alphabet: abc}}", "The key “alphabet” is not known here."),
    ],
)
def test_a_mistake_in_the_data_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        schema.check(yamlfile.parse(text.encode(), "languages.yaml"), TABLES)
    assert message in str(caught.value)


def compared_tags(code: str) -> Iterator[str]:
    """Yield the language tags that *code* compares with something called a tag or a language."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Compare):
            names = {getattr(part, "attr", getattr(part, "id", "")) for part in ast.walk(node)}
            texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if names & {"tag", "language", "locale"}:
                yield from texts & {*REGISTRY.tags, *tables().languages, "zh"}


def test_comparisons_with_a_tag_are_recognized() -> None:
    assert list(compared_tags('if language.tag == "my": pass')) == ["my"]
    assert list(compared_tags('x = tag in ("ur", x)')) == ["ur"]
    assert list(compared_tags('if element.tag == "H1": pass')) == []


def test_no_code_compares_a_language_with_a_tag() -> None:
    found = {str(path): tags for path in SOURCE.rglob("*.py") if (tags := list(compared_tags(path.read_text("utf-8"))))}
    assert found == {}
