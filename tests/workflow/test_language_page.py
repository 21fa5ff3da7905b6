"""The page of languages of other campaigns. (`tests/test_docs.py` tests this repository's.)"""

from __future__ import annotations

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
