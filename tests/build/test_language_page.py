"""The page of languages, for campaigns other than this repository's. (`tests/test_docs.py` holds that one's.)"""

from __future__ import annotations

import shutil
from pathlib import Path

from flyers.build.language_page import language_page
from flyers.build.workshop import Workshop


def test_it_points_to_catalogs_that_are_there(root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(root / "tests" / "data" / "small-campaign", tmp_path / "small"))
    begin = "no catalog; `flyers translations update --lang zh-Hans` begins one"
    assert f"- Chinese (Mandarin) (`zh-Hans`): {begin}\n" in language_page(Workshop(folder))
    catalog = folder / "translations" / "zh_Hans" / "LC_MESSAGES" / "flyers.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("", encoding="utf-8")
    assert "(`zh-Hans`): `translations/zh_Hans/LC_MESSAGES/flyers.po`\n" in language_page(Workshop(folder))


def test_a_campaign_that_is_translated_wholly_has_no_list_of_gaps(second_campaign: Path) -> None:
    page = language_page(Workshop(second_campaign))
    assert "2 languages. Draft that passes the checks: 2." in page
    assert "Not translated yet" not in page
    assert "hotline" not in page
