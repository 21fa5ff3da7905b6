"""The page of languages, for campaigns other than this repository's. (`tests/test_docs.py` holds that one's.)"""

from __future__ import annotations

import shutil
from pathlib import Path

from flyers.pipeline.session import Session
from flyers.workflow.language_page import language_page


def test_it_points_to_catalogs_that_are_there(root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(root / "tests" / "data" / "small-campaign", tmp_path / "small"))
    begin = "no catalog; `flyers translations update --lang zh-Hans` begins one"
    assert f"- Chinese (Mandarin) (`zh-Hans`): {begin}\n" in language_page(Session(folder))
    catalog = folder / "translations" / "zh_Hans" / "LC_MESSAGES" / "flyers.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("", encoding="utf-8")
    assert "(`zh-Hans`): `translations/zh_Hans/LC_MESSAGES/flyers.po`\n" in language_page(Session(folder))


def test_a_campaign_that_is_translated_wholly_has_no_list_of_gaps(second_campaign: Path) -> None:
    page = language_page(Session(second_campaign))
    assert "2 languages. Draft that passes the checks: 2." in page
    assert "Not translated yet" not in page
    assert "hotline" not in page
