"""Change contacts on disk, and tell what the change affects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.content.schema import shorten
from flyers.errors import Source, UsageError, raise_all
from flyers.files import write_whole
from flyers.workflow.contact_edit import CONTACTS, ContactEdit, edit_contacts
from flyers.workflow.impact import Impact, impact
from flyers.workflow.manifests import read_manifests
from flyers.workflow.uses import uses

if TYPE_CHECKING:
    from flyers.content.contacts import Contact
    from flyers.pipeline.session import Session

PRINTED = ("display", "target", "name")
"""Fields whose change changes what is on paper."""


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What was changed, or would be, and what that affects; `impacts` are of contacts that look different on paper."""

    edit: ContactEdit
    impacts: tuple[Impact, ...]
    written: bool


def change_contacts(
    session: Session,
    edits: Sequence[tuple[str, str]],
    *,
    write: bool = True,
    seen: Mapping[str, str] | None = None,
) -> ContactChange:
    """Put *edits*, pairs of a field's name and its new value, into the file of contacts; without *write*, only look.

    Args:
        seen: by the field's name, the value that the author of an edit saw when beginning. If another one is there
            now, nothing is written.

    Raises:
        UsageError: see `flyers.workflow.contact_edit.edit_contacts`; or a value has changed meanwhile.
        ContentError: the new values break a rule of contacts.
        FileAccessError: the file cannot be read or written.
    """
    with session.changing(write):
        edit = edit_contacts(session.campaign, edits)
        _require_as_seen(edit, seen or {})
        printed = [change.field.partition(".") for change in edit.changes]
        changed = dict.fromkeys(contact for contact, _, field in printed if field in PRINTED)
        impacts = read_impacts(session, list(changed), edit.contacts)
        written = write and bool(edit.changes)
        if written:
            write_whole(edit.path, edit.text.encode())
            session.reload()
    return ContactChange(edit, tuple(impacts), written)


def _require_as_seen(edit: ContactEdit, seen: Mapping[str, str]) -> None:
    raise_all(
        UsageError(
            f"This value has changed since you began: it is “{shorten(change.before)}” now, and was "
            f"“{shorten(seen[change.field])}”.",
            hint="Look at both, and save again.",
            source=Source(CONTACTS),
            trail=[change.field],
        )
        for change in edit.changes
        if change.field in seen and change.before != seen[change.field]
    )


def read_impacts(session: Session, contacts: Sequence[str], after: Mapping[str, Contact] | None = None) -> list[Impact]:
    """Return the impact of each of *contacts* as the campaign has it now.

    *after* has them as they will be once they have changed.

    Raises:
        FlyersError: a layout, a manifest or a file of sign-offs is broken.
    """
    if not contacts:
        return []
    campaign = session.campaign
    used = {product: uses(session.layout(product), campaign) for product in session.products}
    signoffs = {tag: session.signoffs(tag) for tag in session.usual_languages}
    catalogs = {tag: session.catalog(tag) for tag in session.usual_languages}
    manifests = list(read_manifests(campaign, session.registry))
    return [
        impact(
            contact,
            campaign,
            uses=used,
            signoffs=signoffs,
            catalogs=catalogs,
            manifests=manifests,
            after=(after or {}).get(contact),
        )
        for contact in contacts
    ]
