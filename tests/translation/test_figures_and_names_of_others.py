"""What other campaigns say in their source language: dates, postcodes, and names in their owners' letters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.errors import ContentError, FontError
from flyers.pipeline.session import Session
from own_campaigns import written

pytestmark = pytest.mark.slow


def with_words(clinic: Path, folder: Path, words: str, more: str = "") -> Session:
    text = f'messages:\n  shots.title: {{text: "{words}"{more}}}\n'
    copy = Path(shutil.copytree(clinic, folder))
    shots = (copy / "content/messages/shots.yaml").read_text("utf-8")
    start, end = shots.index("  shots.title:"), shots.index("  shots.call:")
    return Session(
        written(copy, {"content/messages/shots.yaml": shots[:start] + text.partition("\n")[2] + shots[end:]})
    )


@pytest.mark.parametrize("words", ["Free shots on 12/12/2026", "Free shots until 2026-12-31", "Open 3.12.2026"])
def test_a_date_is_no_phone_number(clinic: Path, tmp_path: Path, words: str) -> None:
    session = with_words(clinic, tmp_path / "clinic", words)
    assert session.localized("en").plain("shots.title") == words
    session.composed(session.localized("en"), session.layout("shots"))


@pytest.mark.parametrize("figure", ["60601", "2026-118-0042", "66746"])
def test_a_figure_is_excused_where_the_message_is_written(clinic: Path, tmp_path: Path, figure: str) -> None:
    words = f"Clinic, Chicago, IL {figure}"
    with pytest.raises(ContentError, match=f"“{figure}” looks like a phone number.*list it under “figures”"):
        with_words(clinic, tmp_path / "refused", words).localized("en")
    session = with_words(clinic, tmp_path / "listed", words, f", figures: [{figure}]")
    assert session.localized("en").plain("shots.title") == words
    other = with_words(clinic, tmp_path / "other", f"{words}1", f", figures: [{figure}]")
    with pytest.raises(ContentError, match="looks like a phone number"):
        other.localized("en")


def test_the_number_of_a_contact_is_never_excused(clinic: Path, tmp_path: Path) -> None:
    session = with_words(clinic, tmp_path / "clinic", "Call 207-555-0143", ", figures: [207-555-0143]")
    with pytest.raises(ContentError, match="typed by hand"):
        session.localized("en")


def named(maine: Path, folder: Path, name: str) -> Path:
    names = Path(shutil.copytree(maine, folder)) / "content/messages/names.yaml"
    names.write_text(names.read_text("utf-8").replace("Pine Tree Freedom Network", name), "utf-8")
    return folder


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
def test_an_organization_has_the_letters_of_its_own_name(maine: Path, tmp_path: Path, tag: str) -> None:
    name = "Coalición Ñandú Żółw Đặng"
    session = Session(named(maine, tmp_path / "maine", name))
    session.composed(session.localized(tag), session.layout("brochure"))
    assert session.localized(tag).plain("contact.coalition.name") == name


def test_fonts_decide_about_a_name_in_another_script(maine: Path, tmp_path: Path) -> None:
    folder = named(maine, tmp_path / "maine", "جمعية الجيران")
    session = Session(folder)
    with pytest.raises(FontError, match="Add one of these families to the language's font stack: noto-sans-arabic"):
        session.composed(session.localized("en"), session.layout("brochure"))
    fonts = "languages:\n  en: {fonts: [noto-sans, noto-sans-arabic]}\n"
    session = Session(written(folder, {"translations/languages.yaml": fonts}))
    session.composed(session.localized("en"), session.layout("brochure"))


def test_a_single_asterisk_is_refused_in_the_source_too(clinic: Path, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"“\*free\*” has an asterisk that would be printed as it is"):
        with_words(clinic, tmp_path / "clinic", "Shots are *free*").localized("en")
