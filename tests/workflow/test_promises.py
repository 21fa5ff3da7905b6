"""What a change of hours makes untrue in words: which messages, products, languages and printed pieces say so."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.message_key import MessageKey
from flyers.pipeline.session import Session, open_session
from flyers.workflow.contact_change import Impacts, change_contacts
from flyers.workflow.manifest import current_manifest, keep_manifest

WORDS = Path("content/messages/lighthouse.yaml")
CALL = MessageKey("lighthouse.call")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def promising(second_campaign: Path) -> Path:
    """A campaign whose one text promises that its number answers at any hour."""
    path = second_campaign / WORDS
    text = path.read_text(encoding="utf-8")
    note = "    note: On a sticker in the washrooms of a fishing port.\n"
    assert note in text
    path.write_text(text.replace(note, f"{note}    promises: {{harbor.hours: always}}\n"), encoding="utf-8")
    return second_campaign


def test_changed_hours_list_the_words_that_promise_them(promising: Path) -> None:
    (found,) = change_contacts(Session(promising), [("harbor.hours", "nights")], write=False).impacts
    assert (found.contact, found.promised) == ("harbor", "harbor.hours")
    assert found.messages == found.untrue == (CALL,)
    assert (found.products, found.languages) == (("sticker",), ("en", "es"))
    assert not found.signed


def test_what_no_words_promise_concerns_nothing(promising: Path) -> None:
    change = change_contacts(Session(promising), [("harbor.languages.interpreted", "true")], write=False)
    assert change.edit.changes
    assert change.impacts == ()


def test_hours_that_become_true_again_are_no_untrue_promise(promising: Path) -> None:
    change_contacts(Session(promising), [("harbor.hours", "nights")])
    assert Impacts(Session(promising)).of_promise("harbor.hours").untrue == (CALL,)
    (found,) = change_contacts(Session(promising), [("harbor.hours", "always")]).impacts
    assert (found.messages, found.untrue) == ((CALL,), ())


def test_pieces_in_print_with_the_promise_are_to_be_collected(promising: Path) -> None:
    session = Session(promising)
    keep_manifest(current_manifest(session, "es"), session.campaign, session.registry)
    before = Impacts(Session(promising)).of_promise("harbor.hours")
    (piece,) = before.pieces
    assert before.outdated == ()
    assert piece.printed == "¿Trabaja sin paga? Llame al 1-555-555-0142."
    assert (piece.language, piece.day, dict(piece.products)) == ("es", dt.date(2026, 11, 5), {"sticker": 0})
    (after,) = change_contacts(Session(promising), [("harbor.hours", "nights")]).impacts
    assert (after.pieces, after.outdated) == ((), (piece,))


def test_set_and_uses_say_so(promising: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--project", str(promising), "contacts"]
    assert main([*command, "set", "harbor.hours", "nights", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "messages that promise harbor.hours (1): lighthouse.call\n" in out
    assert "untrue until they are changed, and not printed (1): lighthouse.call\n" in out
    assert "Nobody has tested" not in out
    assert "The source on record" not in out
    open_session.cache_clear()
    assert main([*command, "uses", "harbor"]) == 0
    out = capsys.readouterr().out
    assert "messages that promise harbor.hours (1): lighthouse.call\n" in out
    assert "untrue" not in out
    assert main([*command, "uses", "harbor", "--json"]) == 0
    (promise,) = json.loads(capsys.readouterr().out)["promises"]
    assert (promise["promised"], promise["messages"], promise["untrue"]) == ("harbor.hours", ["lighthouse.call"], [])


def test_a_new_number_is_asked_for_what_words_promise_of_the_former_one(
    promising: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ("harbor.phone", "1-555-555-0199")
    assert change_contacts(Session(promising), [number], write=False).unasked == {"harbor.hours": "always"}
    assert change_contacts(Session(promising), [number, ("harbor.hours", "always")], write=False).unasked == {}
    assert change_contacts(Session(promising), [("harbor.source", "A call")], write=False).unasked == {}
    command = ["--project", str(promising), "contacts", "set", *number, "--dry-run"]
    said = "“harbor.hours: always” was true of the former contact, and messages promise it."
    assert main(command) == 0
    assert said in capsys.readouterr().out
    open_session.cache_clear()
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unasked"] == {"harbor.hours": "always"}
