"""Contacts through the studio: what a change touches, and the change in place."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools.studio import Studio, start


@pytest.fixture
def file(studio: Studio, root: Path) -> Path:
    """The file of contacts, as it was."""
    return Path(shutil.copy(root / "content" / "contacts.yaml", studio.campaign / "content" / "contacts.yaml"))


def value(studio: Studio, field: str) -> str:
    contacts = {one["id"]: one for one in studio.get("/api/contacts")}
    return str(contacts[field.partition(".")[0]]["values"][field])


def change(studio: Studio, *, write: bool, **change: Any) -> tuple[int, Any]:
    edits = [
        {"field": name.replace("__", "."), "before": value(studio, name.replace("__", ".")), "after": after}
        for name, after in change.items()
    ]
    status, _, data = studio.ask("POST", "/api/contacts", {"edits": edits, "write": write})
    return status, json.loads(data)


def test_looking_writes_nothing_and_tells_what_a_change_touches(studio: Studio, file: Path) -> None:
    before = file.read_bytes()
    status, answer = change(
        studio, write=False, coalition_phone__display="860-555-0100", coalition_phone__target="tel:+18605550100"
    )
    assert (status, answer["written"]) == (200, False)
    assert answer["impact"][0]["contact"] == "coalition_phone"
    assert "brochure" in answer["impact"][0]["products"]
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
    status, _, data = studio.ask("POST", "/api/contacts", {"edits": [edit], "write": True})
    assert status == 422
    assert "has changed since you began" in json.loads(data)["errors"][0]["problem"]
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "edits",
    [
        [], "x", [1], [{"field": "nobody.display", "before": "", "after": "1"}],
        [{"field": "../x.display", "before": "", "after": "1"}],
        [{"field": "hotline.display", "before": "1-888-373-7888", "after": "1-888-373-7889"}],
        [{"field": "hotline.verified_on", "before": "", "after": "2999-01-01"}],
        [{"field": "hotline.hours", "before": "", "after": 7}],
    ],
)  # fmt: skip
def test_what_no_contact_can_be_is_an_error(studio: Studio, file: Path, edits: Any) -> None:
    before = file.read_bytes()
    status, _, data = studio.ask("POST", "/api/contacts", {"edits": edits, "write": True})
    assert status == 422, data
    assert file.read_bytes() == before


def test_a_studio_that_only_shows_changes_no_contact(studio: Studio, file: Path) -> None:
    other = start(studio.campaign, "--read-only")
    before = file.read_bytes()
    day = dt.date(2026, 1, 2).isoformat()
    assert change(other, write=True, hotline__verified_on=day)[0] == 422
    assert change(other, write=False, hotline__verified_on=day)[0] == 200
    assert file.read_bytes() == before
    assert other.end() == 0
