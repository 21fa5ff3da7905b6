"""What people change in the studio: texts, contacts (and what a change of them affects), readers' answers, signatures.

Under the campaign's lock, files are read again and compared with what the author saw; a difference is a conflict, and
nothing is written. Nor is a text with which a product could not be made any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flyers import limits
from flyers.content.message_key import Form, MessageKey
from flyers.content.schema import shorten
from flyers.errors import FlyersError, UsageError, raise_all
from flyers.studio import requests
from flyers.studio.live import Live, Texts
from flyers.studio.messages import products_with, title
from flyers.workflow.answers import accept, decline, disputed, take
from flyers.workflow.catalog_edit import TextEdit, edit_catalog
from flyers.workflow.contact_change import ContactConflictError, Impacts, change_contacts, reached_fields
from flyers.workflow.contact_edit import field_value
from flyers.workflow.readings import Waits, reading
from flyers.workflow.signing import Statement, day_of_build, sign, sign_read


def require_room(live: Live, tag: str, texts: Texts) -> list[str]:
    """Refuse *texts* of the language *tag* with which a product could not be made any more.

    A product that can't be made from the files on disk does not count; otherwise the texts that repair it could not be
    saved one by one. Products in all languages are not tried: they are made on request, and take seconds.

    Returns:
        Titles of the products that can be made neither with the texts nor without.
    """
    hindered = dict(_hindered(live, tag, texts))
    before = dict(_hindered(live, tag, {}, list(hindered))) if hindered else {}
    raise_all(
        each.within(product, tag)
        for product, error in hindered.items()
        if product not in before
        for each in error.errors
    )
    return [title(live, product) for product in hindered]


def _hindered(
    live: Live, tag: str, texts: Texts, products: list[str] | None = None
) -> Iterator[tuple[str, FlyersError]]:
    """Yield each product that cannot be composed, and why, among *products* or else those that print *texts*."""
    tried = {product: None for key in texts for product in products_with(live, key)} if products is None else products
    for product in tried:
        layout = live.session.layout(product)
        if layout.many_languages:
            continue
        try:
            live.session.composed(live.localized(tag, drafts={tag: texts}), layout)
        except FlyersError as error:
            yield product, error


def save(live: Live, found: dict[str, Any]) -> dict[str, Any]:
    """Write the texts of a request, and return what changed, or the conflicts that kept all from being written."""
    tag = live.session.registry.language(requests.text(found, "language")).tag
    texts = found.get("texts")
    if not isinstance(texts, list) or not texts or not all(isinstance(one, dict) for one in texts):
        raise UsageError("There is no text to save.", hint=requests.RELOAD)
    most = limits.TEXT_CHARACTERS
    edits = [
        TextEdit(
            MessageKey.parse(requests.text(one, "key")),
            before=requests.text(one, "before", most),
            after=requests.text(one, "after", most),
            english=requests.text(one, "english", most),
            doubtful=one.get("doubtful") is True,
        )
        for one in texts
    ]
    printed = {edit.key: edit.after for edit in edits if not edit.doubtful}
    not_made: list[str] = []
    result = edit_catalog(
        live.session,
        tag,
        edits,
        mine=found.get("mine") is True,
        accept=lambda: not_made.extend(require_room(live, tag, printed)),
    )
    if result.written:
        live.remember_written(result.path)
    return {
        "file": result.name,
        "changed": list(map(str, result.changed)),
        "not_made": not_made,
        "conflicts": [
            {"key": str(one.key), "before": one.before, "now": one.now, "after": one.after} for one in result.conflicts
        ],
    }


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
    """Return what shows the contact called *name*."""
    if name not in live.session.campaign.contacts:
        raise UsageError(f"There is no contact “{shorten(name)}”.", hint=requests.RELOAD)
    return Impacts(live.session).of_contact(name).to_json()


def change(live: Live, found: dict[str, Any], *, write: bool) -> dict[str, Any]:
    """Change contacts as a request says, unless it is a dry run or *write* is False; return what the change affects.

    Nothing is changed if a value is no longer what the person saw; the answer then has the conflicts.
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


ACTIONS = ("text", "accept", "decline", "sign", "reviewer")
"""What a request may ask for besides the list: each is the name of its value."""


def answers(live: Live, found: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks for, if anything, and return what is open in its language.

    It may take an answer (``text``), decide an objection by its id (``accept``, ``decline``), sign a product with what
    readers have answered (``sign``), or record that a ``reviewer`` in a ``role`` has read the ``proof`` on paper.
    """
    session = live.session
    tag = session.registry.language(requests.text(found, "language")).tag
    taken = []
    if text := requests.text(found, "text", limits.FILE_BYTES):
        taken = [one.to_json() for one in take(session, {"the text": text})]
    if id_ := requests.text(found, "accept"):
        accept(session, tag, id_, lambda texts: require_room(live, tag, texts))
    if id_ := requests.text(found, "decline"):
        decline(session, tag, id_)
    if product := requests.text(found, "sign"):
        sign_read(session, tag, [product])
    if reviewer := requests.text(found, "reviewer"):
        role, proof = requests.text(found, "role"), requests.text(found, "proof")
        with session.changing():
            sign(session, tag, Statement(reviewer, role, day_of_build(), proof))
    return {
        "taken": taken,
        "disputed": [one.to_json() for one in disputed(session, tag)],
        "products": list(_products(live, tag)),
        "standing": session.localized(tag, allow_untranslated=True).standing.words,
    }


def _products(live: Live, tag: str) -> Any:
    """Yield each usual product, whom it waits for, and whether that is a signature."""
    for product in live.session.usual_products:
        if live.session.layout(product).many_languages:
            continue
        try:
            found = reading(live.session, tag, product)
        except FlyersError as error:
            yield {"name": product, "waits_for": error.problem, "ready": False}
        else:
            yield {"name": product, "waits_for": found.waits_for, "ready": found.waits is Waits.SIGNATURE}
