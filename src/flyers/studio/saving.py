"""Saving: what a browser sends becomes edits of a catalog.

Under the campaign's lock, files are read again and compared with what the author saw; a difference is a conflict, and
nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import UsageError
from flyers.studio import requests
from flyers.studio.fitting import require_room
from flyers.workflow.catalog_edit import TextEdit, edit_catalog

if TYPE_CHECKING:
    from flyers.studio.live import Live


def save(live: Live, found: dict[str, Any]) -> dict[str, Any]:
    """Write the texts that a request has, and return what changed, or the conflicts that kept all from being written.

    Raises:
        FlyersError: from `flyers.workflow.catalog_edit.edit_catalog` and `flyers.studio.fitting.require_room`.
    """
    tag = live.session.registry.language(requests.text(found, "language")).tag
    texts = found.get("texts")
    if not isinstance(texts, list) or not texts or not all(isinstance(one, dict) for one in texts):
        raise UsageError("There is no text to save.", hint=requests.RELOAD)
    edits = [_edit(one) for one in texts]
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


def _edit(one: dict[str, Any]) -> TextEdit:
    return TextEdit(
        MessageKey.parse(requests.text(one, "key")),
        before=requests.text(one, "before", limits.TEXT_CHARACTERS),
        after=requests.text(one, "after", limits.TEXT_CHARACTERS),
        english=requests.text(one, "english", limits.TEXT_CHARACTERS),
        doubtful=one.get("doubtful") is True,
    )
