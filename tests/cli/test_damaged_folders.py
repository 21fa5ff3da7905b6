"""Folders, links and values as an attack left them (field test, S9), in a campaign that ``flyers new`` made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ContentError, ExitCode, FileAccessError, NoCampaignError
from flyers.layout.pictures import load_logo
from flyers.pipeline.scale import packed
from flyers.pipeline.session import Session

pytestmark = pytest.mark.slow

WHITE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path fill="#fefefe" d="M2 2h30v30h-30z"/></svg>'


@pytest.fixture
def folder(maine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(maine, tmp_path / "maine")


def test_a_base_that_is_a_circle_of_links_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "one").symlink_to("two")
    (folder.parent / "two").symlink_to("one")
    about = folder / "content" / "campaign.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace("base: starter", "base: ../one"), encoding="utf-8")
    assert main(["--project", str(folder), "build", "--lang", "es"]) == ExitCode.FILE_ACCESS
    assert "This file cannot be read (Too many levels of symbolic links)" in capsys.readouterr().err


def test_a_campaign_that_was_moved_away_is_not_begun_again(folder: Path) -> None:
    session = Session(folder)
    assert session.campaign
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(NoCampaignError), session.changing():
        pass
    assert not folder.exists()


def test_what_a_link_leads_to_outside_is_sent_to_no_other_machine(folder: Path) -> None:
    (folder / "content" / "images").mkdir()
    (folder.parent / "private.svg").write_text(WHITE, encoding="utf-8")
    (folder / "content" / "images" / "private.svg").symlink_to("../../../private.svg")
    with pytest.raises(FileAccessError, match="link that leads out of the campaign"):
        packed([folder])


@pytest.mark.parametrize("value", ["Call\u202ewith the office", "Call\x00", "Call\u200b"])
def test_a_source_has_no_character_that_cannot_be_seen(folder: Path, value: str) -> None:
    before = (folder / "content" / "contacts.yaml").read_bytes()
    assert main(["--project", str(folder), "contacts", "set", "coalition_site.source", value]) == ExitCode.USAGE
    assert (folder / "content" / "contacts.yaml").read_bytes() == before


def test_a_logo_as_light_as_the_paper_is_refused(folder: Path) -> None:
    (folder / "content" / "logo.svg").write_text(WHITE, encoding="utf-8")
    about = folder / "content" / "campaign.yaml"
    about.write_text(about.read_text(encoding="utf-8") + "  logo: logo.svg\n", encoding="utf-8")
    with pytest.raises(ContentError, match="as light as the paper"):
        load_logo(Session(folder).campaign)
    (folder / "content" / "logo.svg").write_text(WHITE.replace("#fefefe", "#ffd98a"), encoding="utf-8")
    assert load_logo(Session(folder).campaign)
