"""Readers' answers in the studio: taken as they are pasted, what is disputed and decided, and signatures."""

from __future__ import annotations

from typing import Any

from flyers import limits
from flyers.errors import FlyersError
from flyers.studio import requests
from flyers.studio.live import Live
from flyers.studio.saving import require_room
from flyers.workflow.answers import accept, decline, disputed, take
from flyers.workflow.readings import Waits, reading
from flyers.workflow.signing import Statement, day_of_build, sign, sign_read

ACTIONS = ("text", "accept", "decline", "sign", "reviewer")
"""What a request may ask for besides the list: each is the name of its value."""


def answers(live: Live, found: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks for, if anything, and return what is open in its language.

    It may take an answer (``text``), decide an objection by its id (``accept``, ``decline``), sign a product with what
    readers have answered (``sign``), or record that a ``reviewer`` in a ``role`` has read the ``proof`` on paper.

    Raises:
        FlyersError: from `flyers.workflow`; nothing has changed then.
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
