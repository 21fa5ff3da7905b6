"""Who may ask the studio: its own page in a browser of this computer, and nobody else."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys

import pytest

from flyers.errors import ExitCode
from matrix import matrix
from tools.studio import Studio, start

pytestmark = pytest.mark.slow

VIEW = {"product": "wallet-card", "language": "es", "edition": "screen", "pixels": 300}


def test_the_address_is_of_this_computer_alone(studio: Studio) -> None:
    others = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError):  # noqa: PT011 - refused here, unreachable there
            socket.create_connection((address, studio.port), timeout=2).close()


def test_a_port_that_is_taken_is_a_wrong_option(studio: Studio) -> None:
    words = ["--project", str(studio.campaign), "studio", "--no-browser", "--port", str(studio.port)]
    ended = subprocess.run([sys.executable, "-m", "flyers", *words], capture_output=True, text=True, timeout=60)
    assert ended.returncode == ExitCode.USAGE
    assert f"Port {studio.port} is taken by another program. Choose another one" in ended.stderr


def test_the_page_has_its_policy(studio: Studio) -> None:
    status, headers, data = studio.ask("GET", "/")
    assert status == 200
    assert b"<script>" not in data
    assert b"style=" not in data
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/api/campaign", "/static/main.js", "/picture/x.png", "/api/events", "/none"])
def test_without_the_secret_nothing_is_told(studio: Studio, path: str) -> None:
    for token in (None, "wrong", studio.token[:-1], f"x{studio.token}", "%C3%A9"):
        status, _, data = studio.ask("GET", path, token=token)
        assert status == 403, (path, token)
        assert b"campaign" not in data


@pytest.mark.parametrize("query", ["", "?once=", "?once=x", "?once=%C3%A9", "?once={token}", "?token={token}"])
def test_a_wrong_secret_opens_nothing(studio: Studio, query: str) -> None:
    assert studio.ask("GET", f"/{query.format(token=studio.token)}", token=None)[0] == 403


def test_the_secret_of_a_former_run_opens_nothing(studio: Studio) -> None:
    """At the same port, in a browser that still has its address."""
    former = start(studio.campaign)
    assert former.ask("GET", "/api/campaign")[0] == 200
    assert former.end() == 0
    now = start(studio.campaign, "--port", str(former.port))
    for asked in ("/", "/api/campaign", "/api/contacts", "/static/main.js"):
        status, _, data = now.ask("GET", asked, token=former.token)
        assert status == 403, asked
        assert b"campaign" not in data
    status, headers, told = now.ask("GET", "/", token=former.token)
    assert (status, headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert b"start it again" in told
    assert now.ask("POST", "/api/pages", VIEW, token=former.token)[0] == 403
    assert now.ask("GET", "/api/campaign")[0] == 200
    assert now.end() == 0


def test_the_browser_gets_nothing_that_it_would_send_to_another_server(studio: Studio) -> None:
    """A cookie is for a host and knows no ports: every server on 127.0.0.1 got the secret (field test, S4)."""
    for path in ("/", "/api/campaign", "/static/main.js"):
        _, headers, _ = studio.ask("GET", path)
        assert "set-cookie" not in headers
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", None]
)
def test_another_host_is_refused(studio: Studio, host: str | None) -> None:
    name = host.format(port=studio.port) if host else None
    for path in ("/", "/api/campaign"):
        status, _, data = studio.ask("GET", path, host=name)
        assert status in (400, 421), data


def test_two_hosts_are_refused(studio: Studio) -> None:
    with socket.create_connection(("127.0.0.1", studio.port)) as sent:
        sent.sendall(
            f"GET /{studio.token}/ HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nHost: evil.example\r\n"
            f"Connection: close\r\n\r\n".encode()
        )
        answer = sent.makefile("rb").read()
    assert b" 421 " in answer or b" 400 " in answer


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", None]
)
def test_another_origin_is_refused(studio: Studio, origin: str | None) -> None:
    name = origin.format(port=studio.port) if origin else None
    for path in ("/api/pages", "/api/save", "/api/room", "/api/contacts"):
        assert studio.ask("POST", path, VIEW, origin=name)[0] == 403
    if name:
        for path in ("/api/campaign", "/api/contacts", "/api/contact?id=hotline"):
            assert studio.ask("GET", path, origin=name)[0] == 403


def test_another_origin_changes_no_contact(studio: Studio) -> None:
    """It has the address, and knows what to send."""
    file = studio.campaign / "content" / "contacts.yaml"
    before = file.read_bytes()
    (hotline,) = [one for one in studio.get("/api/contacts") if one["id"] == "hotline"]
    edit = {"field": "hotline.verified_on", "before": "", "after": "2026-01-02"}
    body = {"edits": [edit], "seen": hotline["reached"], "write": True}
    for origin in ("http://evil.example", "null", f"http://localhost:{studio.port}", None):
        assert studio.ask("POST", "/api/contacts", body, origin=origin)[0] == 403
    assert studio.ask("POST", "/api/contacts", body, sec_fetch_site="cross-site")[0] == 403
    assert studio.ask("GET", "/api/contacts?write=true", body)[0] == 200, "who asks changes nothing"
    assert file.read_bytes() == before
    assert studio.ask("POST", "/api/contacts", body)[0] == 200
    file.write_bytes(before)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_from_another_site_is_refused(studio: Studio, site: str) -> None:
    assert studio.ask("GET", "/api/campaign", sec_fetch_site=site)[0] == 403
    assert studio.ask("GET", "/", sec_fetch_site=site)[0] == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(studio: Studio, method: str) -> None:
    assert studio.ask(method, "/api/campaign", origin=studio.origin)[0] == 405


def test_requests_that_are_too_large_are_refused(studio: Studio) -> None:
    assert studio.ask("POST", "/api/pages", raw=b"", content_length="999999999999")[0] == 413
    with socket.create_connection(("127.0.0.1", studio.port)) as sent:
        head = (
            f"POST /{studio.token}/api/pages HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nOrigin: {studio.origin}\r\n"
            f"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
        sent.sendall(head.encode())
        try:
            for _ in range(40):
                sent.sendall(b"20000\r\n" + b" " * 0x20000 + b"\r\n")
            sent.sendall(b"0\r\n\r\n")
            answer = sent.makefile("rb").read()
        except OSError:
            answer = b""
    assert b"200 OK" not in answer
    assert studio.get("/api/campaign")["id"]


PATHS = [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/%00",
    "/font/..%2f..%2fetc%2fpasswd", "/font/%2fetc%2fpasswd", "/picture/..%2f..%2fcontacts.yaml", "/etc/passwd",
    "//etc/passwd", "/static/__init__.py",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_reaches_the_disk(studio: Studio, path: str) -> None:
    status, _, data = studio.ask("GET", path)
    assert status == 404
    assert b"root:" not in data
    assert b"import" not in data


@pytest.mark.parametrize(
    "change",
    [
        {"product": "../../contacts"}, {"product": "/etc/passwd"}, {"product": ""}, {"product": ["wallet-card"]},
        {"language": "../es"}, {"language": "es/../ar"}, {"language": 7}, {"edition": "../press"},
        {"secondary": "../../en"}, {"pixels": "many"}, {"pixels": True}, {"drafts": []}, {"drafts": {"es": "x"}},
        {"drafts": {"../es": {}}}, {"drafts": {"es": {"card.headline": 7}}},
        {"drafts": {"es": {"card.headline": "x" * 2001}}}, {"drafts": {"es": {"card.headline": "\ud800"}}},
    ],
)  # fmt: skip
def test_names_that_the_campaign_does_not_have_are_errors(studio: Studio, change: dict[str, object]) -> None:
    status, _, data = studio.ask("POST", "/api/pages", {**VIEW, **change})
    found = json.loads(data)
    assert found["errors"]
    assert "pages" not in found
    assert status in (200, 422)


NAMES = ["", "..", "../es", "es/../ar", "/etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "es%00", "%ff", "nobody", "__class__",
         "x" * 3000]  # fmt: skip
"""What the campaign has neither a language, nor a message, nor a contact of."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "path",
    [
        "/api/work?language={}", "/api/message?language={}&key=card.headline", "/api/message?language=es&key={}",
        "/api/message?language=es&key={}/short", "/api/contact?id={}",
    ],
)  # fmt: skip
def test_names_in_an_address_that_the_campaign_does_not_have_are_errors(studio: Studio, path: str, name: str) -> None:
    status, headers, data = studio.ask("GET", path.format(name))
    assert status == 422, data
    assert headers["content-type"] == "application/json"
    (error,) = json.loads(data)["errors"]
    assert error["problem"]
    assert not error["path"]
    assert b"root:" not in data
    assert len(data) < 2000


@pytest.mark.parametrize("path", ["/api/work", "/api/message", "/api/contact", "/api/message?language=es"])
def test_names_that_are_missing_are_errors(studio: Studio, path: str) -> None:
    assert studio.ask("GET", path)[0] == 422


def test_what_an_address_has_besides_is_not_read(studio: Studio) -> None:
    found = studio.get("/api/contact?id=hotline&id=emergency&path=/etc/passwd&write=true")
    assert found == studio.get("/api/contact?id=emergency")
    assert studio.get("/api/campaign?folder=/etc") == studio.get("/api/campaign")


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_no_json_object_is_an_error(studio: Studio, raw: bytes) -> None:
    for path in ("/api/pages", "/api/save", "/api/places", "/api/room"):
        assert studio.ask("POST", path, raw=raw)[0] == 422


def test_the_address_that_opens_the_browser_counts_once() -> None:
    from flyers.studio.requests import Secret

    secret = Secret()
    once = secret.once
    assert secret.opens(once)
    assert not secret.opens(once)
    assert not secret.opens("")
    assert not secret.opens(secret.token)
    assert secret.is_token(secret.token)


@pytest.mark.parametrize("number", matrix([signal.SIGINT, signal.SIGTERM], lambda number: number == signal.SIGINT))
def test_it_ends_cleanly(studio: Studio, number: int) -> None:
    other = start(studio.campaign)
    assert other.port != studio.port
    connection = socket.create_connection(("127.0.0.1", other.port))  # a browser that listens for changes
    connection.sendall(f"GET /{other.token}/api/events HTTP/1.1\r\nHost: 127.0.0.1:{other.port}\r\n\r\n".encode())
    assert b"200 OK" in connection.recv(4096)
    assert other.end(number) == 0
    connection.close()
    assert "Traceback" not in "".join(other.said)
