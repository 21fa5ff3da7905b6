"""Contacts through the studio: what a change touches, and the change in place."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools.studio import Studio, start

pytestmark = pytest.mark.slow


@pytest.fixture
def file(studio: Studio, root: Path) -> Path:
    """The file of contacts, as it was."""
    return Path(shutil.copy(root / "content" / "contacts.yaml", studio.campaign / "content" / "contacts.yaml"))


def contact(studio: Studio, name: str) -> Any:
    return next(one for one in studio.get("/api/contacts") if one["id"] == name)


def value(studio: Studio, field: str) -> str:
    return str(contact(studio, field.partition(".")[0])["values"][field])


def change(studio: Studio, *, write: bool, **change: Any) -> tuple[int, Any]:
    """Change fields (``hotline__hours``) as a person does who has just looked at them."""
    names = {name.replace("__", "."): after for name, after in change.items()}
    edits = [{"field": name, "before": value(studio, name), "after": after} for name, after in names.items()]
    seen = {field: now for name in names for field, now in contact(studio, name.partition(".")[0])["reached"].items()}
    return send(studio, edits, seen, write=write)


def send(studio: Studio, edits: Any, seen: dict[str, str], *, write: bool = True) -> tuple[int, Any]:
    status, _, data = studio.ask("POST", "/api/contacts", {"edits": edits, "seen": seen, "write": write})
    return status, json.loads(data)


def on_disk(file: Path, old: str, new: str) -> None:
    """Change the file as somebody else does, with an editor."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_looking_writes_nothing_and_tells_what_a_change_touches(studio: Studio, file: Path) -> None:
    before = file.read_bytes()
    status, answer = change(
        studio, write=False, coalition_phone__display="860-555-0100", coalition_phone__target="tel:+18605550100"
    )
    assert (status, answer["written"]) == (200, False)
    assert answer["impact"][0]["contact"] == "coalition_phone"
    assert answer["unasked"] == {}
    assert "brochure" in answer["impact"][0]["products"]
    assert file.read_bytes() == before


def test_what_texts_promise_of_the_former_number_is_named(studio: Studio) -> None:
    new = {"hotline__display": "1-888-373-7889", "hotline__target": "tel:+18883737889"}
    _, answer = change(studio, write=False, **new)
    assert answer["unasked"] == {"hotline.hours": "always", "hotline.languages.interpreted": "true"}
    _, answer = change(studio, write=False, hotline__hours="nights", **new)
    assert answer["unasked"] == {"hotline.languages.interpreted": "true"}


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("860-555-01OO", "If digits are meant, write “0100”."),
        ("", "There is no number."),
        ("abc", "“abc” is not a number as printed."),
        ("555-0100", "also give what a code opens"),
    ],
)
def test_a_number_that_can_not_be_one_is_refused_in_words_for_the_panel(
    studio: Studio, file: Path, number: str, says: str
) -> None:
    """The page asks for what a code opens too, as `contacts.js` does when only the printed form is typed."""
    before = file.read_bytes()
    edit = {"field": "coalition_phone.phone", "before": value(studio, "coalition_phone.display"), "after": number}
    status, answer = send(studio, [edit], contact(studio, "coalition_phone")["reached"])
    assert status == 422
    (error,) = answer["errors"]
    assert says in f"{error['problem']} {error['hint']}"
    assert ".display" not in error["hint"]
    assert file.read_bytes() == before


def test_a_call_is_recorded_in_place(studio: Studio, file: Path) -> None:
    before = file.read_text(encoding="utf-8").splitlines()
    status, answer = change(studio, write=True, hotline__verified_on="2026-01-02")
    assert (status, answer["written"]) == (200, True)
    assert value(studio, "hotline.verified_on") == "2026-01-02"
    after = file.read_text(encoding="utf-8").splitlines()
    assert len(set(after) - set(before)) == 1


def test_a_value_that_has_changed_meanwhile_is_not_overwritten(studio: Studio, file: Path) -> None:
    edit = {"field": "hotline.hours", "before": "never", "after": "Mondays"}
    before = file.read_bytes()
    seen = contact(studio, "hotline")["reached"]
    for write in (True, False):
        status, answer = send(studio, [edit], seen, write=write)
        assert status == 409
        assert not answer["written"]
        assert answer["conflicts"] == [edit | {"now": "always"}]
    assert file.read_bytes() == before
    assert send(studio, [edit | {"before": "always"}], seen)[0] == 200
    assert b"hours: Mondays" in file.read_bytes()


def test_the_same_text_saved_by_somebody_else_is_not_a_conflict(studio: Studio, file: Path) -> None:
    edit = {"field": "hotline.hours", "before": "never", "after": "always"}
    assert send(studio, [edit], contact(studio, "hotline")["reached"])[0] == 200


@pytest.mark.parametrize("field", ["verified_on", "hours", "source"])
def test_nothing_is_said_of_another_number_than_the_one_that_was_seen(studio: Studio, file: Path, field: str) -> None:
    """Whoever has dialed a number, or asked for its hours, means the one that was on the screen."""
    after = {"verified_on": "2026-01-02", "hours": "Mondays", "source": "The hotline itself"}[field]
    edit = {"field": f"coalition_phone.{field}", "before": value(studio, f"coalition_phone.{field}"), "after": after}
    seen = contact(studio, "coalition_phone")["reached"]
    on_disk(file, "    display: 860-692-3085\n    target: tel:+18606923085\n",
            "    display: 860-555-0100\n    target: tel:+18605550100\n")  # fmt: skip
    before = file.read_bytes()
    status, answer = send(studio, [edit], seen)
    assert status == 409
    assert answer["conflicts"] == [
        {"field": "coalition_phone.display", "before": "860-692-3085", "now": "860-555-0100", "after": None},
        {"field": "coalition_phone.target", "before": "tel:+18606923085", "now": "tel:+18605550100", "after": None},
    ]
    assert file.read_bytes() == before
    assert send(studio, [edit], {})[0] == 409, "who has not looked has not dialed it"
    assert send(studio, [edit], contact(studio, "coalition_phone")["reached"])[0] == 200


def test_an_address_of_one_language_that_is_new_on_disk_is_a_conflict(studio: Studio, file: Path) -> None:
    seen = contact(studio, "coalition_site")["reached"]
    address = "www.ctcoalitionagainsttrafficking.org"
    line = f"    target: https://{address}\n"
    on_disk(file, line, f"{line}    displays: {{es: {address}/es}}\n    targets: {{es: 'https://{address}/es'}}\n")
    edit = {"field": "coalition_site.verified_on", "before": "", "after": "2026-01-02"}
    status, answer = send(studio, [edit], seen)
    assert status == 409
    assert [one["field"] for one in answer["conflicts"]] == ["coalition_site.displays.es", "coalition_site.targets.es"]


def test_changes_of_other_fields_and_contacts_are_not_a_conflict(studio: Studio, file: Path) -> None:
    seen = contact(studio, "hotline")["reached"]
    edit = {"field": "hotline.hours", "before": "always", "after": "Mondays"}
    on_disk(file, "    display: 860-692-3085\n    target: tel:+18606923085\n",
            "    display: 860-555-0100\n    target: tel:+18605550100\n")  # fmt: skip
    change(studio, write=True, hotline__source="Somebody else’s")
    assert send(studio, [edit], seen)[0] == 200
    text = file.read_text(encoding="utf-8")
    assert "860-555-0100" in text
    assert "Somebody else’s" in text
    assert "hours: Mondays" in text


@pytest.mark.parametrize(
    "edits",
    [
        [], "x", [1], [{"field": "nobody.display", "before": "", "after": "1"}],
        [{"field": "../x.display", "before": "", "after": "1"}],
        [{"field": "hotline.display", "before": "1-888-373-7888", "after": "1-888-373-7889"}],
        [{"field": "hotline.verified_on", "before": "", "after": "2999-01-01"}],
        [{"field": "hotline.hours", "before": "always", "after": 7}],
        [{"field": "hotline.nothing", "before": "", "after": "1"}],
    ],
)  # fmt: skip
def test_what_no_contact_can_be_is_an_error(studio: Studio, file: Path, edits: Any) -> None:
    before = file.read_bytes()
    status, answer = send(studio, edits, contact(studio, "hotline")["reached"])
    assert status == 422, answer
    assert file.read_bytes() == before


def test_a_studio_that_only_shows_changes_no_contact(studio: Studio, file: Path) -> None:
    other = start(studio.campaign, "--read-only")
    before = file.read_bytes()
    day = dt.date(2026, 1, 2).isoformat()
    assert change(other, write=True, hotline__verified_on=day)[0] == 422
    assert change(other, write=False, hotline__verified_on=day)[0] == 200
    assert file.read_bytes() == before
    assert other.end() == 0
