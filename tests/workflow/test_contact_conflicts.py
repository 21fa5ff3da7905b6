"""Two people edit a contact: who saw other values than there are now is told which, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.pipeline.session import Session
from flyers.workflow.contact_change import ContactConflictError, FieldConflict, change_contacts, reached_fields

FILE = Path("content/contacts.yaml")
SEEN = {"harbor.display": "1-555-555-0142", "harbor.target": "tel:+15555550142", "harbor.keyword": ""}
NIGHTS = ("harbor.hours", "nights")


def conflicts(folder: Path, *edits: tuple[str, str], seen: dict[str, str]) -> tuple[FieldConflict, ...]:
    """Return the conflicts of *edits*; the file has stayed as it was."""
    before = (folder / FILE).read_bytes()
    with pytest.raises(ContactConflictError) as caught:
        change_contacts(Session(folder), edits, seen=seen)
    assert (folder / FILE).read_bytes() == before
    return caught.value.conflicts


def test_who_is_reached_is_said_by_number_target_and_keyword(second_campaign: Path) -> None:
    assert reached_fields(Session(second_campaign).campaign.contacts["harbor"]) == SEEN


def test_a_value_for_one_language_says_who_is_reached_too(second_campaign: Path) -> None:
    path = second_campaign / FILE
    text = path.read_text(encoding="utf-8")
    number = '    displays: {es: 1-555-555-0143}\n    targets: {es: "tel:+15555550143"}\n'
    path.write_text(text.replace("    hours:", f"{number}    hours:"), encoding="utf-8")
    assert reached_fields(Session(second_campaign).campaign.contacts["harbor"]) == {
        **SEEN,
        "harbor.displays.es": "1-555-555-0143",
        "harbor.targets.es": "tel:+15555550143",
    }


def test_an_edit_of_what_was_seen_is_written(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "always"}
    session = Session(second_campaign)
    assert session.campaign.contacts["harbor"].hours == "always"
    assert change_contacts(session, [NIGHTS], seen=seen).written
    assert session.campaign.contacts["harbor"].hours == "nights", "the session has read again"
    assert "hours: nights" in (second_campaign / FILE).read_text(encoding="utf-8")


def test_without_write_nothing_is_written_and_the_session_keeps_what_it_read(second_campaign: Path) -> None:
    before = (second_campaign / FILE).read_bytes()
    session = Session(second_campaign)
    change = change_contacts(session, [NIGHTS], write=False)
    assert (change.written, [(one.before, one.after) for one in change.edit.changes]) == (False, [("always", "nights")])
    assert (second_campaign / FILE).read_bytes() == before
    assert session.campaign.contacts["harbor"].hours == "always"


def test_an_edit_that_changes_nothing_writes_nothing(second_campaign: Path) -> None:
    stamp = (second_campaign / FILE).stat().st_mtime_ns
    assert not change_contacts(Session(second_campaign), [("harbor.hours", "always")]).written
    assert (second_campaign / FILE).stat().st_mtime_ns == stamp


def test_an_edited_value_that_is_another_one_now_is_a_conflict(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "weekdays"}
    assert conflicts(second_campaign, NIGHTS, seen=seen) == (
        FieldConflict("harbor.hours", "weekdays", "always", "nights"),
    )


def test_the_same_value_typed_by_somebody_else_is_not_a_conflict(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "weekdays"}
    change = change_contacts(Session(second_campaign), [("harbor.hours", " always ")], seen=seen)
    assert (change.written, change.edit.changes) == (False, ())


def test_hours_that_were_typed_for_another_number_are_a_conflict_of_the_number(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "always", "harbor.display": "1-555-555-0199", "harbor.target": "tel:+15555550199"}
    assert conflicts(second_campaign, NIGHTS, seen=seen) == (
        FieldConflict("harbor.display", "1-555-555-0199", "1-555-555-0142", None),
        FieldConflict("harbor.target", "tel:+15555550199", "tel:+15555550142", None),
    )


def test_a_number_for_a_language_that_is_gone_is_a_conflict(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "always", "harbor.targets.es": "tel:+15555550143"}
    assert conflicts(second_campaign, NIGHTS, seen=seen) == (
        FieldConflict("harbor.targets.es", "tel:+15555550143", "", None),
    )


def test_unedited_fields_that_do_not_say_who_is_reached_are_not_a_conflict(second_campaign: Path) -> None:
    seen = {**SEEN, "harbor.hours": "always", "harbor.source": "An older source.", "other.display": "911"}
    assert change_contacts(Session(second_campaign), [NIGHTS], seen=seen).written


def test_the_error_names_the_fields_and_the_file(second_campaign: Path) -> None:
    with pytest.raises(ContactConflictError) as caught:
        change_contacts(Session(second_campaign), [NIGHTS], seen={**SEEN, "harbor.display": "911"})
    assert caught.value.problem == "harbor.hours, harbor.display: changed on disk since you began."
    assert caught.value.hint == "Look at both, and decide."
    assert str(caught.value.source) == "content/contacts.yaml"
