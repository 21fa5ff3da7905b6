"""Single translations are changed in a campaign's own catalog, and nobody's are lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, UsageError
from flyers.pipeline.session import Session, open_session
from flyers.workflow.catalog_edit import TextEdit, edit_catalog
from flyers.workflow.catalog_update import update_catalogs

KEY = MessageKey("signs.heading")
CAMPAIGN = """\
campaign:
  id: built-on-it
  name: {name}
  publisher: {publisher}
  base: starter
  theme: {theme}
  issue: 2026-11
"""


@pytest.fixture
def layered(root: Path, tmp_path: Path) -> Session:
    """A campaign that has nothing of its own but its name."""
    about = open_session(root).campaign
    text = CAMPAIGN.format(theme=about.theme, name=about.name, publisher=about.publisher)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "campaign.yaml").write_text(text, encoding="utf-8")
    return Session(tmp_path)


def test_a_text_of_a_base_is_put_into_the_campaign_s_own_catalog(layered: Session) -> None:
    before = layered.catalog("es").entries[KEY].translation
    theirs = layered.base_catalog("es")
    done = edit_catalog(layered, "es", [TextEdit(KEY, before, "Señales")])
    assert done.changed == (KEY,)
    own = layered.own_catalog("es")
    assert own.entries[KEY].translation == "Señales"
    assert layered.catalog("es").entries[KEY].translation == "Señales"
    assert layered.base_catalog("es") == theirs
    assert not [key for key in own.entries if key != KEY and own.entries[key].translation], "and no other"
    assert [update.tag for update in update_catalogs(layered, ["es"], write=False)] == [""], "only the template is new"


def test_what_the_author_saw_is_compared_with_the_base_too(layered: Session) -> None:
    done = edit_catalog(layered, "es", [TextEdit(KEY, "algo que nunca hubo", "Señales")])
    assert [conflict.key for conflict in done.conflicts] == [KEY]
    assert not done.path.exists()


def test_who_meant_the_same_has_no_conflict(layered: Session) -> None:
    before = layered.catalog("es").entries[KEY].translation
    edit_catalog(layered, "es", [TextEdit(KEY, before, "Señales")])
    again = edit_catalog(layered, "es", [TextEdit(KEY, before, " Señales\n")])
    assert (again.conflicts, again.changed, again.written) == ((), (), False)


def test_all_faults_are_told_together(layered: Session) -> None:
    short = MessageKey.parse("card.headline/short")
    edits = [
        TextEdit(key, layered.catalog("es").entries[key].translation, text)
        for key, text in ((KEY, "Señales **"), (short, "Llame al 860-555-0100"))
    ]
    with pytest.raises(CombinedError, match=r"(?s)\*\*.*looks like a phone number") as told:
        edit_catalog(layered, "es", edits)
    assert "signs.heading" in str(told.value)
    assert not (layered.folder / "translations").exists()


@pytest.mark.parametrize("tag", ["en", "xx"])
def test_no_catalog_no_edit(layered: Session, tag: str) -> None:
    with pytest.raises(UsageError):
        edit_catalog(layered, tag, [TextEdit(KEY, "", "x")])


def test_the_rest_of_the_file_stays_byte_for_byte(root: Path, tmp_path: Path) -> None:
    for part in ("content", "translations"):
        shutil.copytree(root / part, tmp_path / part)
    (tmp_path / "fonts").symlink_to(root / "fonts")
    session = Session(tmp_path)
    for tag in ("ar", "km", "zh-Hans"):
        path = session.registry.catalog_path(session.registry.language(tag))
        before, old = path.read_bytes(), session.catalog(tag).entries[KEY].translation
        edit_catalog(session, tag, [TextEdit(KEY, old, old + "!")])
        assert path.read_bytes() != before
        edit_catalog(session, tag, [TextEdit(KEY, old + "!", old)])
        assert path.read_bytes() == before
