"""The website of a campaign that ``flyers new`` made: its colours and its way out are its own (field test, B12)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.colour import Colour, contrast
from flyers.content.campaign import Campaign
from flyers.errors import ExitCode
from flyers.gallery.pages import style_of
from flyers.pipeline.session import Session, open_session
from flyers.workflow.new_campaign import NewCampaign, files_of
from own_campaigns import written

pytestmark = pytest.mark.slow

NEW = ("--name", "Harbor Clinic", "--state", "Maine", "--phone", "none", "--site", "none", "--languages", "es")


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))


def made(folder: Path, *words: str) -> str:
    """Return the page of the website's language, as it is without any file; each run reads the campaign again."""
    open_session.cache_clear()
    assert main(["--project", str(folder), "gallery", "--no-build", "--lang", "es", *words]) == ExitCode.OK
    return (folder / "gallery" / "es" / "index.html").read_text(encoding="utf-8")


def test_a_campaign_of_another_topic_has_no_button_to_leave(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    assert main(["new", str(folder), *NEW, "--blank"]) == ExitCode.OK
    assert Campaign.load(folder).leave == "none"
    assert main(["--project", str(folder), "gallery", "--no-build", "--lang", "en"]) == ExitCode.OK
    assert "weather.gov" not in (folder / "gallery" / "en" / "index.html").read_text(encoding="utf-8")


def test_the_way_out_is_the_campaigns_unless_the_command_names_another(maine: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(maine, tmp_path / "maine")
    assert 'href="https://www.weather.gov/"' in made(folder)
    about = folder / "content" / "campaign.yaml"
    about.write_text(about.read_text(encoding="utf-8") + "  leave: https://www.wabi.tv/\n", encoding="utf-8")
    assert 'href="https://www.wabi.tv/"' in made(folder)
    assert 'href="https://example.org/"' in made(folder, "--leave", "https://example.org/")
    assert 'class="leave"' not in made(folder, "--leave", "none")


@pytest.mark.parametrize("colour", ["#0a6b3c", "#7a1f2b", "#1f6f78"])
def test_the_site_has_the_campaigns_colour_with_enough_contrast(tmp_path: Path, colour: str) -> None:
    folder = tmp_path / "maine"
    written(folder, files_of(NewCampaign(folder, "Harbor Clinic", "Maine", "none", "none", ["es"], colour=colour)))
    named = {name: Colour(name, (0, 0, 0, 0), tuple(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)))
             for name, value in {**colours(style_of(Session(folder).theme)), "white": "#ffffff"}.items()}  # fmt: skip
    assert contrast(named["white"], named["night"]) >= 6.95
    assert contrast(named["light"], named["night"]) >= 6.95
    made(folder)
    sheet = (folder / "gallery" / "gallery.css").read_text(encoding="utf-8")
    assert sheet.endswith(style_of(Session(folder).theme))
    assert colours(style_of(Session(folder).theme))["light"] == "#ffc03d", "the accent is light enough as it is"


def test_a_theme_without_those_names_leaves_the_sites_own_colours(en_espanol: Path) -> None:
    assert style_of(Session(en_espanol).theme) == ""
