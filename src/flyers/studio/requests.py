"""Answers only the requests that a browser of this computer makes for the studio's own page, and checks each value.

A page of any site may send requests to 127.0.0.1, and a site may give its own name that address (DNS rebinding). So
each request must name the studio's own host and, where browsers say where it comes from, its own origin. And its
address must begin with the secret of this run, which only the user who started it knows. A cookie would not do: cookies
know no ports, so the browser would send it to every server of this computer.

The address that opens the browser, which other users see in the list of processes, counts once.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import field
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import UsageError
from flyers.records import dataclass
from flyers.studio.live import Drafts, Live

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


RELOAD = "Reload the page."


async def asked(request: Request) -> dict[str, Any]:
    """Return the JSON object that *request* has sent."""
    try:
        body = json.loads(await request.body())
        json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair, in a name too, can't be answered
    except (ValueError, RecursionError, ClientDisconnect):
        body = None
    if not isinstance(body, dict):
        raise UsageError("This request is not a JSON object.", hint=RELOAD)
    return body


def text(body: dict[str, Any], name: str, most: int = limits.NAME_CHARACTERS) -> str:
    """Return the text *name* of a request; "" if it has none."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise UsageError(f"“{name}” is not text.", hint=RELOAD)
    if len(value) > most:
        raise UsageError(f"“{name}” has {len(value)} characters; the most is {most}.", hint="Shorten it.")
    return value


def texts(body: dict[str, Any], name: str) -> dict[str, str]:
    """Return the texts by name that *name* of a request has; none if it has no such member."""
    given = body.get(name, {})
    if not isinstance(given, dict):
        raise UsageError(f"“{name}” is not a list of texts by name.", hint=RELOAD)
    return {key: text(given, key, limits.TEXT_CHARACTERS) for key in given}


def members(body: dict[str, Any], name: str, problem: str) -> list[dict[str, Any]]:
    """Return the JSON objects in the list *name* of a request; the *problem* is that it has none."""
    listed = body.get(name)
    if not isinstance(listed, list) or not listed or not all(isinstance(member, dict) for member in listed):
        raise UsageError(problem, hint=RELOAD)
    return listed


def number(body: dict[str, Any], name: str, usual: int) -> int:
    """Return the whole number *name* of a request."""
    value = body.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"“{name}” is not a whole number.", hint=RELOAD)
    return value


def drafts(body: dict[str, Any], live: Live) -> Drafts:
    """Return the unsaved texts of a request, by language and key; those of messages that are gone are left out."""
    given = body.get("drafts", {})
    if not isinstance(given, dict) or not all(isinstance(texts, dict) for texts in given.values()):
        raise UsageError("The unsaved texts are not sorted by language.", hint=RELOAD)
    by_tag = {}
    for language, texts in given.items():
        if (tag := live.session.registry.language(language).tag) != live.session.campaign.source_language:
            keys = {name: key for name in texts if (key := MessageKey.parse(name)) in live.words}
            by_tag[tag] = {key: text(texts, name, limits.TEXT_CHARACTERS) for name, key in keys.items()}
    return by_tag


MOST_BYTES = 2_000_000  # The most bytes of a request; all texts of a language, unsaved, have some 100 kB.

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
    "font-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types 'none'",
))  # fmt: skip
"""Content Security Policy: the studio's own files and nothing else; no script in a page or a text can run, and a script
cannot make HTML of a text."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Headers of every response; a response that may be cached replaces Cache-Control."""

UNKNOWN = """<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Studio</title>
<h1>The studio does not know this browser</h1>
<p>Open it by the address that it printed when it started, in the terminal. If that is gone, end the studio there with
Ctrl + C, and start it again with 'flyers studio'.</p>
</html>
"""
"""The page for a bookmark, or the address of a former run."""


@dataclass
class Secret:
    """The secret of one run."""

    token: str = field(default_factory=lambda: token_urlsafe(32))  # begins the paths of what the page asks for
    once: str = field(default_factory=lambda: token_urlsafe(32))  # in the address that opens the browser: counts once

    def opens(self, secret: str) -> bool:
        """Return whether *secret* is the one that counts once, which it uses up."""
        if self.once and hmac.compare_digest(secret.encode(), self.once.encode()):
            self.once = ""
            return True
        return False

    def is_token(self, part: str) -> bool:
        return hmac.compare_digest(part.encode(), self.token.encode())


class Guard:
    """Lets requests through to *app* that come from the studio's own page at *port* of this computer."""

    def __init__(self, app: ASGIApp, port: int, secret: Secret) -> None:
        self._app = app
        self._secret = secret
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # the server closes a connection that is not accepted
        headers = Headers(scope=scope)
        with_headers = _adding_headers(send)
        if (status := self._refusal(scope["method"], headers)) is not None:
            await PlainTextResponse(*status)(scope, receive, with_headers)
            return
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if slash and self._secret.is_token(first):
            await self._app({**scope, "path": f"/{rest}"}, _limited(receive), with_headers)
        elif scope["path"] == "/" and self._secret.opens(QueryParams(scope["query_string"]).get("once", "")):
            await RedirectResponse(f"/{self._secret.token}/", status_code=303)(scope, receive, with_headers)
        else:
            await HTMLResponse(UNKNOWN, 403)(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> tuple[str, int] | None:
        """Return why a request is refused, with the status; None if it is not."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "This is not the host's name.\n", 421
        if method not in ("GET", "POST"):
            return "This is not a method of the studio.\n", 405
        if any(origin != f"http://{hosts[0]}" for origin in origins) or (method == "POST" and len(origins) != 1):
            return "This request comes from another page.\n", 403
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):  # somebody opened the address
            return "This request comes from another site.\n", 403
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
            return "This request is too large.\n", 413
        return None


def _adding_headers(send: Send) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return add


def _limited(receive: Receive) -> Receive:
    """Return *receive*, which ends a request that is longer than it said."""
    left = MOST_BYTES

    async def take() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return take
