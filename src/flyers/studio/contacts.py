"""Contacts in the studio: as they are, what a change of them affects, and the change itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flyers import limits
from flyers.content.message_key import Form
from flyers.content.schema import shorten
from flyers.errors import UsageError
from flyers.studio import requests
from flyers.studio.live import Live
from flyers.workflow.contact_change import (
    ContactConflictError,
    Impacts,
    change_contacts,
    reached_fields,
)
from flyers.workflow.contact_edit import field_value
from flyers.workflow.signing import day_of_build

FIELDS = ("display", "target", "hours", "source", "sourced_on", "verified_on", "verified_by")
"""Fields that the studio shows and changes; others are changed in an editor, or by 'flyers contacts set'."""


def contacts(live: Live) -> list[dict[str, Any]]:
    """Return all contacts of the campaign as JSON."""
    campaign = live.session.campaign
    return [
        {
            "id": contact.id,
            "kind": str(contact.kind),
            "today": day_of_build().isoformat(),
            "name": campaign.message(contact.name).forms[Form.TEXT].text,
            "place": {"path": contact.source.path, "line": contact.source.line},
            "values": {f"{contact.id}.{field}": field_value(contact, field) for field in FIELDS},
            "reached": reached_fields(contact),
            "emergency": contact.is_emergency,
            "by_language": {
                tag: f"{contact.in_language(tag).display} → {contact.in_language(tag).target}"
                for tag in contact.own_languages
            },
        }
        for contact in campaign.contacts.values()
    ]


def uses(live: Live, name: str) -> dict[str, Any]:
    """Return what shows the contact called *name*.

    Raises:
        UsageError: there is none.
    """
    if name not in live.session.campaign.contacts:
        raise UsageError(f"There is no contact “{shorten(name)}”.", hint=requests.RELOAD)
    return Impacts(live.session).of_contact(name).to_json()


def change(live: Live, found: dict[str, Any], *, write: bool) -> dict[str, Any]:
    """Change contacts as a request says, unless it is a dry run or *write* is False; return what the change affects.

    Nothing is changed if a value is no longer what the person saw; the answer then has the conflicts.

    Raises:
        FlyersError: from `flyers.workflow.contact_change.change_contacts`.
    """
    asked = found.get("edits")
    if not isinstance(asked, list) or not asked or not all(isinstance(one, dict) for one in asked):
        raise UsageError("There is nothing to change.", hint=requests.RELOAD)
    seen = requests.texts(found, "seen")
    edits = []
    for one in asked:
        name = requests.text(one, "field")
        edits.append((name, requests.text(one, "after", limits.TEXT_CHARACTERS)))
        seen[name] = requests.text(one, "before", limits.TEXT_CHARACTERS)
    try:
        result = change_contacts(live.session, edits, write=write and found.get("write") is True, seen=seen)
    except ContactConflictError as error:
        return {"written": False, "conflicts": [asdict(conflict) for conflict in error.conflicts]}
    if result.written:
        live.remember_written(result.edit.path)
    return {
        "written": result.written,
        "conflicts": [],
        "changes": [asdict(field) for field in result.edit.changes],
        "unasked": dict(result.unasked),
        "impact": [impact.to_json() for impact in result.impacts],
    }
