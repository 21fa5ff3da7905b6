"""What people change in the studio: texts, contacts (and what a change of them affects), readers' answers, signatures.

Under the campaign's lock, files are read again and compared with what the author saw; a difference is a conflict, and
nothing is written. Nor is a text with which a product could not be made any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flyers import limits
from flyers.content.message_key import Form, MessageKey
from flyers.content.schema import shorten
from flyers.errors import FlyersError, UsageError, raise_all
from flyers.studio import requests
from flyers.studio.live import Live, Texts
from flyers.studio.messages import place, products_with, title
from flyers.workflow.answers import accept, decline, disputed, take
from flyers.workflow.catalog_edit import TextEdit, edit_catalog
from flyers.workflow.contact_change import ContactConflictError, Impacts, change_contacts, reached_fields
from flyers.workflow.contact_edit import field_value
from flyers.workflow.signing import Statement, Waits, day_of_build, reading, sign, sign_read


def require_room(live: Live, tag: str, texts: Texts) -> list[str]:
    """Refuse *texts* of the language *tag* with which a product could not be made any more; return the titles of the
    products that can be made neither with them nor without.

    These do not count; otherwise the texts that repair them could not be saved one by one. Products in all languages
    are not tried: they are made on request, and take seconds.
    """
    products = dict.fromkeys(product for key in texts for product in products_with(live, key))
    hindered = dict(_hindered(live, tag, texts, products))
    before = dict(_hindered(live, tag, {}, hindered))
    new = {product: error for product, error in hindered.items() if product not in before}
    raise_all(each.within(product, tag) for product, error in new.items() for each in error.errors)
    return [title(live, product) for product in hindered]


def _hindered(live: Live, tag: str, texts: Texts, products: Iterable[str]) -> Iterator[tuple[str, FlyersError]]:
    """Yield each of *products* that cannot be composed with *texts*, and why."""
    for product in products:
        layout = live.session.layout(product)
        if layout.many_languages:
            continue
        try:
            live.session.composed(live.localized(tag, drafts={tag: texts}), layout)
        except FlyersError as error:
            yield product, error


def save(live: Live, body: dict[str, Any]) -> dict[str, Any]:
    """Write the texts of a request, and return what changed, or the conflicts that kept all from being written."""
    tag = live.session.registry.language(requests.text(body, "language")).tag
    edits = []
    for text in requests.members(body, "texts", "There is no text to save."):
        words = {name: requests.text(text, name, limits.TEXT_CHARACTERS) for name in ("before", "after", "english")}
        key = MessageKey.parse(requests.text(text, "key"))
        edits.append(TextEdit(key, **words, doubtful=text.get("doubtful") is True))
    printed = {edit.key: edit.after for edit in edits if not edit.doubtful}
    not_made: list[str] = []
    result = edit_catalog(
        live.session,
        tag,
        edits,
        mine=body.get("mine") is True,
        accept=lambda: not_made.extend(require_room(live, tag, printed)),
    )
    if result.changed:
        live.remember_written(result.path)
    return {
        "file": result.name,
        "changed": list(map(str, result.changed)),
        "not_made": not_made,
        "conflicts": [asdict(conflict) | {"key": str(conflict.key)} for conflict in result.conflicts],
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
            "place": place(contact.source),
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


def change(live: Live, body: dict[str, Any], *, write: bool) -> dict[str, Any]:
    """Change contacts as a request says, unless it is a dry run or *write* is False; return what the change affects.

    Nothing is changed if a value is no longer what the person saw; the answer then has the conflicts.
    """
    asked = requests.members(body, "edits", "There is nothing to change.")
    seen, edits = requests.texts(body, "seen"), []
    for edit in asked:
        name = requests.text(edit, "field")
        edits.append((name, requests.text(edit, "after", limits.TEXT_CHARACTERS)))
        seen[name] = requests.text(edit, "before", limits.TEXT_CHARACTERS)
    try:
        result = change_contacts(live.session, edits, write=write and body.get("write") is True, seen=seen)
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


def answers(live: Live, body: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks for, if anything, and return what is open in its language.

    It may take an answer (``text``), decide an objection by its id (``accept``, ``decline``), sign a product with what
    readers have answered (``sign``), or record that a ``reviewer`` in a ``role`` has read the ``proof`` on paper.
    """
    session = live.session
    tag = session.registry.language(requests.text(body, "language")).tag
    taken = []
    if text := requests.text(body, "text", limits.FILE_BYTES):
        taken = [one.to_json() for one in take(session, {"the text": text})]
    if id_ := requests.text(body, "accept"):
        accept(session, tag, id_, lambda texts: require_room(live, tag, texts))
    if id_ := requests.text(body, "decline"):
        decline(session, tag, id_)
    if product := requests.text(body, "sign"):
        sign_read(session, tag, [product])
    if reviewer := requests.text(body, "reviewer"):
        role, proof = requests.text(body, "role"), requests.text(body, "proof")
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
            result = reading(live.session, tag, product)
        except FlyersError as error:
            yield {"name": product, "waits_for": error.problem, "ready": False}
        else:
            yield {"name": product, "waits_for": result.waits_for, "ready": result.waits is Waits.SIGNATURE}
