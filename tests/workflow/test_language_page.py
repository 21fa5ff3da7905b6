"""The page of languages of other campaigns. (`tests/test_docs.py` tests this repository's.)"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flyers.pipeline.session import Session
from flyers.workflow.status import count_languages, language_page


def page_of(folder: Path) -> str:
    session = Session(folder)
    return language_page(session.campaign, session.registry, count_languages(session))


def test_the_page_names_catalogs_that_exist(small: Path) -> None:
    begin = "no catalog; `flyers translations update --lang zh-Hans` creates one"
    assert f"- Chinese (Mandarin) (`zh-Hans`): {begin}\n" in page_of(small)
    catalog = small / "translations" / "zh_Hans" / "LC_MESSAGES" / "flyers.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("", encoding="utf-8")
    assert "(`zh-Hans`): `translations/zh_Hans/LC_MESSAGES/flyers.po`\n" in page_of(small)


def test_a_fully_translated_campaign_has_no_list_of_gaps(second_campaign: Path) -> None:
    page = page_of(second_campaign)
    assert "2 languages. Draft, checked: 2." in page
    assert "Not translated yet" not in page
    assert "hotline" not in page


def test_each_language_has_a_row_with_what_a_caller_says_and_how_far_it_is(small: Path) -> None:
    assert [line for line in page_of(small).splitlines() if line.startswith("|")] == [
        "| tag | in English | own name | script | state |",
        "| --- | --- | --- | --- | --- |",
        "| `en` | English | English | Latn | draft, checked |",
        "| `es` | Spanish | Español | Latn | draft, checked |",
        "| `ar` | Arabic | العربية | Arab, right to left | draft, checked |",
        "| `zh-Hans` | Chinese (Mandarin); say “Mandarin Chinese” | 简体中文 | Hani | not translated |",
    ]
    assert "\n4 languages. Draft, checked: 3; not translated: 1.\n" in page_of(small)


def test_a_language_whose_catalog_is_broken_is_counted_without_its_messages(small: Path) -> None:
    (small / "translations/es/LC_MESSAGES/flyers.po").write_text('msgid "', encoding="utf-8")
    english, spanish, *_ = count_languages(Session(small))
    assert (english.translated, english.messages, english.percent) == (9, 9, 100)
    assert (spanish.translated, spanish.percent, spanish.state) == (0, 0, "draft")
    assert spanish.status.startswith("unusable: translations/es/LC_MESSAGES/flyers.po:1: ")
    assert replace(english, translated=8).percent == 88
