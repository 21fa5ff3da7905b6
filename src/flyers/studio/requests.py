"""Reads the requests of browsers, and checks each value before it is used."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import UsageError
from flyers.studio.live import Drafts, Live

RELOAD = "Reload the page."


async def asked(request: Request) -> dict[str, Any]:
    """Return the JSON object that *request* has sent.

    Raises:
        UsageError: it is none.
    """
    try:
        found = json.loads(await request.body())
        json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair, in a name too, can't be answered
    except (ValueError, RecursionError, ClientDisconnect):
        found = None
    if not isinstance(found, dict):
        raise UsageError("This request is not a JSON object.", hint=RELOAD)
    return found


def text(found: dict[str, Any], name: str, most: int = limits.NAME_CHARACTERS) -> str:
    """Return the text *name* of a request; "" if it has none.

    Raises:
        UsageError: it is something else, or is too long.
    """
    value = found.get(name, "")
    if not isinstance(value, str):
        raise UsageError(f"“{name}” is not text.", hint=RELOAD)
    if len(value) > most:
        raise UsageError(f"“{name}” has {len(value)} characters; the most is {most}.", hint="Shorten it.")
    return value


def texts(found: dict[str, Any], name: str) -> dict[str, str]:
    """Return the texts by name that *name* of a request has; none if it has no such member.

    Raises:
        UsageError: it is something else, or one of them is not a text.
    """
    given = found.get(name, {})
    if not isinstance(given, dict):
        raise UsageError(f"“{name}” is not a list of texts by name.", hint=RELOAD)
    return {one: text(given, one, limits.TEXT_CHARACTERS) for one in given}


def number(found: dict[str, Any], name: str, usual: int) -> int:
    """Return the whole number *name* of a request.

    Raises:
        UsageError: it is something else.
    """
    value = found.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"“{name}” is not a whole number.", hint=RELOAD)
    return value


def drafts(found: dict[str, Any], live: Live) -> Drafts:
    """Return the unsaved texts of a request, by language and key; those of messages that are gone are left out.

    Raises:
        UsageError: they are something else, or of a language that the campaign does not have.
    """
    given = found.get("drafts", {})
    if not isinstance(given, dict) or not all(isinstance(texts, dict) for texts in given.values()):
        raise UsageError("The unsaved texts are not sorted by language.", hint=RELOAD)
    source = live.session.campaign.source_language
    return {
        tag: _texts(texts, live)
        for name, texts in given.items()
        if (tag := live.session.registry.language(name).tag) != source
    }


def _texts(given: dict[str, Any], live: Live) -> dict[MessageKey, str]:
    return {
        key: text(given, name, limits.TEXT_CHARACTERS)
        for name in given
        if (key := MessageKey.parse(name)) in live.words
    }
