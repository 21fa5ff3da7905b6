"""Counts of languages with a broken catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.errors import ContentError
from flyers.pipeline.session import Session
from flyers.workflow.status import count_languages, status

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")


def with_changes(folder: Path, *pairs: tuple[str, str]) -> Session:
    for old, new in pairs:
        edit(folder / CATALOG, old, new, everywhere=True)
    return Session(folder)


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ([('msgstr "¿', 'msgstr "<b>¿')], "flyers.po:31: “<b>” is markup, which would be printed as it is."),
        ([('msgstr "¿', 'msgstr "<b>{x}¿')], "flyers.po:31: The translation has {x}, which the English lacks."),
        ([('msgstr "¿', "msgstr ¿")], "flyers.po:32: This is not a line of a PO file."),
    ],
)
def test_an_unusable_catalog_is_reported_and_the_others_are_counted(
    second_campaign: Path, pairs: list[tuple[str, str]], problem: str
) -> None:
    english, spanish = count_languages(with_changes(second_campaign, *pairs))
    assert english.percent == 100
    assert spanish.percent == 0
    more = " (and 1 more)" if "{x}" in problem else ""
    assert spanish.status == f"unusable: translations/es/LC_MESSAGES/{problem}{more}"


def test_the_status_says_where_a_catalog_is_broken(second_campaign: Path) -> None:
    found = status(with_changes(second_campaign, ('msgstr "¿', "msgstr ¿")), "es")
    assert (found.state, found.words) == ("unusable", found.problem)
    assert found.problem.startswith("unusable: translations/es/LC_MESSAGES/flyers.po:32: ")


def test_an_error_in_the_english_stops_the_count(second_campaign: Path) -> None:
    messages = second_campaign / "content" / "messages" / "lighthouse.yaml"
    text = messages.read_text(encoding="utf-8")
    messages.write_text(text.replace("text: ", "text: <b>", 1), encoding="utf-8")
    with pytest.raises(ContentError):
        count_languages(Session(second_campaign))


def test_a_folder_in_place_of_a_catalog_affects_its_own_language_only(second_campaign: Path) -> None:
    (second_campaign / CATALOG).unlink()
    (second_campaign / CATALOG).mkdir()
    assert Session(second_campaign).usual_languages == ["en", "es"]


def test_messages_without_a_translation_are_not_counted(second_campaign: Path) -> None:
    text = (second_campaign / CATALOG).read_text(encoding="utf-8")
    fuzzy = ('msgctxt "', '#, fuzzy\nmsgctxt "')
    english, spanish = count_languages(Session(second_campaign))
    assert (english.translated, spanish.translated) == (english.messages, spanish.messages)
    _, spanish = count_languages(with_changes(second_campaign, fuzzy))
    assert spanish.messages - spanish.translated == text.count('msgctxt "')
