"""A sentence of one's own takes the place of the base's wording, and of nothing that protects its readers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form
from flyers.errors import ContentError, ExitCode
from flyers.pipeline.session import Session
from flyers.workflow.uses import unused_entries
from own_campaigns import written


def own(maine: Path, folder: Path, messages: str) -> Path:
    text = f"messages:\n  {messages}\n"
    return written(Path(shutil.copytree(maine, folder)), {"content/messages/own.yaml": text})


def test_what_an_entry_does_not_say_stays_as_it_is_in_the_base(maine: Path, tmp_path: Path) -> None:
    base = Campaign.load(maine).messages["promise.hours"]
    message = Campaign.load(own(maine, tmp_path / "own", "promise.hours: {text: Open day and night}")).messages[base.id]
    assert message.forms[Form.TEXT].text == "Open day and night"
    assert message.promises == base.promises == {"hotline.hours": "always"}
    kept = ("icon", "note", "seed", "priority", "most", "name")
    assert [getattr(message, key) for key in kept] == [getattr(base, key) for key in kept]
    other = own(maine, tmp_path / "other", "promise.hours: {text: Open sometimes, promises: {}, seed: [], icon: day}")
    message = Campaign.load(other).messages[base.id]
    assert (message.promises, message.seed, message.icon, message.note) == ({}, (), "day", base.note)


def test_other_words_for_a_promise_promise_the_same(
    maine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The build had made a card that says “Open day and night” beside a line of which nobody knows the hours."""
    folder = own(maine, tmp_path / "own", "promise.hours: {text: Open day and night}")
    assert main(["--project", str(folder), "contacts", "set", "hotline.hours", "unknown"]) == ExitCode.OK
    assert "promise.hours" in capsys.readouterr().out
    build = ["--project", str(folder), "build", "--lang", "en", "--product", "wallet-card"]
    assert main(build) == ExitCode.CONTENT
    assert "promises “hotline.hours: always”" in capsys.readouterr().err


def test_a_changed_sign_keeps_its_pictogram(maine: Path, tmp_path: Path) -> None:
    """The page for coordinators shows this entry, and no brochure could be made with it."""
    session = Session(own(maine, tmp_path / "own", "signs.school: {text: A child no longer goes to school.}"))
    session.composed(session.localized("en"), session.layout("brochure"))
    assert session.localized("en").plain("signs.school") == "A child no longer goes to school."


def test_a_shorter_form_that_is_lost_is_said(maine: Path, tmp_path: Path) -> None:
    folder = own(maine, tmp_path / "own", "signs.school: {text: A child no longer goes to school.}")
    ((place, said),) = unused_entries(Session(folder))
    assert str(place) == "content/messages/own.yaml:2:3"
    assert said.startswith("“signs.school” has a text of yours and no “poster” and “short”, which the base has:")


def test_a_name_stays_a_name(maine: Path, tmp_path: Path) -> None:
    wrong = own(maine, tmp_path / "wrong", "contact.hotline.name: {text: The **hotline**}")
    with pytest.raises(ContentError, match=r"^contact\.hotline\.name → content/messages/own\.yaml:2:32: A proper"):
        Campaign.load(wrong)
    right = Campaign.load(own(maine, tmp_path / "right", "contact.hotline.name: {text: The hotline}"))
    assert right.names["national_hotline"].forms[Form.TEXT].text == "The hotline"


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_no_translation_of_another_name_is_offered(maine: Path, tag: str) -> None:
    """The studio had offered Connecticut's name in Arabic, which nobody there could read."""
    session = Session(maine)
    entries = {key.id: entry.translation for key, entry in session.catalog(tag).entries.items()}
    assert "contact.coalition.name" not in entries
    assert "state.name" not in entries
    assert entries["contact.hotline.name"]
