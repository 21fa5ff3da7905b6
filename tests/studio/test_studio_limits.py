"""What the studio's parts do at their limits, each by itself in this process."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from watchfiles import Change

from edits import edit
from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, ContentError, MissingToolError, Source, TranslationError, UsageError
from flyers.studio import app, live, messages, pages, requests
from flyers.studio.live import MOST_KEPT, Live, WarmSession
from flyers.studio.pages import _in_picture

HOST, ORIGIN = "127.0.0.1:4000", "http://127.0.0.1:4000"


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run *coroutine* in a thread of its own: who has driven a browser before has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def answer(
    method: str = "GET", path: str = "/token/", *, body: tuple[bytes, ...] = (b"",), **headers: str | list[str]
) -> Any:
    """Return what a guarded application answers: the status, and the bytes of the request that it got."""
    got: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        while not got or got[-1].get("more_body"):
            got.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    parts = iter([{"type": "http.request", "body": part, "more_body": part is not body[-1]} for part in body])

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    names = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    listed = [
        (name.encode(), value.encode())
        for name, given in names.items()
        for value in ([given] if isinstance(given, str) else given)
    ]
    target, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": target, "query_string": query.encode(), "headers": listed}
    run(requests.Guard(app, 4000, requests.Secret("token", "once"))(scope, receive, send))
    return sent[0]["status"], [part["type"] for part in got]


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (200, {}),
        (200, {"host": "localhost:4000"}),
        (200, {"origin": ORIGIN}),
        (200, {"method": "POST", "origin": ORIGIN}),
        (200, {"host": "localhost:4000", "origin": "http://localhost:4000", "method": "POST"}),
        (200, {"sec_fetch_site": "none"}),
        (200, {"sec_fetch_site": "same-origin"}),
        (200, {"content_length": "2000000"}),
        (200, {"path": "/token/api/campaign"}),
        (303, {"path": "/?once=once"}),
        (403, {"path": "/?once=token"}),
        (403, {"path": "/api/campaign?once=once"}),
        (403, {"path": "/token"}),
        (403, {"path": "//token/"}),
        (403, {"path": "/once/"}),
        (403, {"path": "/", "cookie": "flyers-studio-4000=token"}),
        (403, {"method": "POST"}),
        (403, {"method": "POST", "origin": [ORIGIN, ORIGIN]}),
        (403, {"origin": "http://localhost:4000"}),
        (403, {"origin": [ORIGIN, "http://evil.example"]}),
        (403, {"sec_fetch_site": "same-site"}),
        (403, {"sec_fetch_site": "cross-site"}),
        (405, {"method": "PUT", "origin": ORIGIN}),
        (405, {"method": "HEAD"}),
        (413, {"content_length": "2000001"}),
        (413, {"content_length": "-1"}),
        (413, {"content_length": "²"}),
        (413, {"content_length": ""}),
        (421, {"host": "127.0.0.1:4001"}),
        (421, {"host": "evil.example:4000"}),
        (421, {"host": [HOST, HOST]}),
        (421, {"host": []}),
    ],
    ids=str,
)
def test_a_request_gets_its_status(status: int, request_: dict[str, Any]) -> None:
    assert answer(**request_)[0] == status


@pytest.mark.parametrize(("more", "last"), [(0, "http.request"), (1, "http.disconnect")])
def test_a_request_that_does_not_say_its_length_ends_at_the_limit(more: int, last: str) -> None:
    parts = (b"x" * 1_000_000, b"y" * 1_000_000 + b"z" * more)
    assert answer("POST", origin=ORIGIN, body=parts)[1] == ["http.request", last]


def test_every_answer_has_the_headers_and_may_say_itself_how_long_it_is_kept() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    kept = [(b"cache-control", b"private")]
    run(requests._adding_headers(send)({"type": "http.response.start", "status": 200, "headers": kept}))
    run(requests._adding_headers(send)({"type": "http.response.body", "body": b""}))
    assert {name.decode(): value.decode() for name, value in sent[0]["headers"]} == {
        **requests.HEADERS,
        "cache-control": "private",
    }
    assert sent[1] == {"type": "http.response.body", "body": b""}


def test_a_browser_that_is_behind_loses_the_oldest_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)

    async def main() -> list[str]:
        told = live.Notices()
        stream = told.stream()
        got = [await anext(stream)]
        for number in range(66):
            told.tell({"number": number, "name": "é"})
        got += [await anext(stream) for _ in range(64)]
        told.close()
        assert [text async for text in stream] == []
        return got

    first, *rest = run(main())
    assert first == "retry: 500\n\n"
    assert rest[0] == 'data: {"number": 2, "name": "é"}\n\n'
    assert [json.loads(text.removeprefix("data: "))["number"] for text in rest] == [*range(2, 66)]


def test_a_stream_ends_though_its_browser_is_behind_and_goes_on_while_nothing_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.001)

    async def main() -> tuple[str, int, int]:
        told = live.Notices()
        stream = told.stream()
        await anext(stream)
        heartbeat = await anext(stream)
        for number in range(live.MOST_WAITING):
            told.tell({"number": number})
        told.close()
        left = [text async for text in stream]
        return heartbeat, len(left), len(told._listeners)

    assert run(main()) == (": still here\n\n", 0, 0)


def test_texts_of_a_request_are_as_long_as_the_limits_say() -> None:
    assert requests.text({"key": "x" * limits.NAME_CHARACTERS}, "key") == "x" * limits.NAME_CHARACTERS
    with pytest.raises(UsageError, match=f"has {limits.NAME_CHARACTERS + 1} characters; the most is"):
        requests.text({"key": "x" * (limits.NAME_CHARACTERS + 1)}, "key")
    assert requests.texts({"seen": {"a": "x" * limits.TEXT_CHARACTERS}}, "seen") == {"a": "x" * limits.TEXT_CHARACTERS}
    with pytest.raises(UsageError, match="the most is"):
        requests.texts({"seen": {"a": "x" * (limits.TEXT_CHARACTERS + 1)}}, "seen")
    assert (requests.text({}, "key"), requests.texts({}, "seen"), requests.number({}, "pixels", 7)) == ("", {}, 7)
    assert requests.text({"key": "\ud7ff\ue000😀"}, "key") == "\ud7ff\ue000😀"


def test_what_can_wait_is_done_when_nothing_else_was_asked_for_a_moment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """… and the next of it at once, since nothing else was asked meanwhile."""
    slept: list[float] = []
    sleep = asyncio.sleep

    async def counted(seconds: float) -> None:
        slept.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", counted)

    async def main() -> list[str]:
        done: list[str] = []
        waits = app.Engine(root)
        later = asyncio.create_task(waits.run_later(lambda: done.append("later")))
        await waits.run(lambda: done.append("first"))
        await waits.run(lambda: done.append("second"))
        await later
        assert slept
        assert 0 < max(slept) < 0.05, "it looks often enough not to be late"
        assert sum(slept) < 5, "it waits for a browser to ask for pictures, and no longer"
        slept.clear()
        await waits.run_later(lambda: done.append("at once"))
        waits.close()
        return done

    assert run(main()) == ["first", "second", "later", "at once"]
    assert not slept


def test_what_can_wait_is_done_in_a_studio_of_which_nothing_was_asked_yet(root: Path) -> None:
    async def main() -> str:
        fresh = app.Engine(root)
        try:
            return await fresh.run_later(lambda: "done")
        finally:
            fresh.close()

    assert run(main()) == "done"


def test_the_campaign_is_used_by_one_function_at_a_time_in_the_order_of_the_calls(root: Path) -> None:
    async def main() -> list[str]:
        engine, done = app.Engine(root), list[str]()

        def use(name: str, seconds: float) -> None:
            done.append(f"{name} begins")
            time.sleep(seconds)
            done.append(f"{name} ends")

        try:
            await asyncio.gather(*(engine.run(partial(use, name, 0.05)) for name in "abc"))
        finally:
            engine.close()
        return done

    assert run(main()) == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


def test_what_fails_is_told_to_who_asked_and_holds_nothing_up(root: Path) -> None:
    def fail() -> None:
        raise UsageError("No.")

    async def main() -> str:
        waits = app.Engine(root)
        try:
            for asked in (waits.run, waits.run_later):
                with pytest.raises(UsageError, match="No"):
                    await asked(fail)
            return await waits.run_later(lambda: "done")
        finally:
            waits.close()

    assert run(main()) == "done"


def test_the_address_to_print_and_the_one_to_open_have_the_port_and_a_secret_each(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    ports: list[int] = []

    async def only_ready(self: app._Server, sockets: list[socket.socket]) -> None:
        ports.append(sockets[0].getsockname()[1])
        self._ready()

    monkeypatch.setattr(app._Server, "serve", only_ready)
    run(app._serve(root, lambda *addresses: told.append(addresses), 0, False))
    ((printed, opened),) = told
    address = f"http://127.0.0.1:{ports[0]}/"
    assert re.fullmatch(re.escape(address) + r"[\w-]{43}/", printed)
    assert re.fullmatch(re.escape(address) + r"\?once=[\w-]{43}", opened)
    assert opened.partition("=")[2] not in printed


def test_a_picture_is_as_wide_as_asked_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    size = [200.0, 300.0]
    monkeypatch.setattr(pages, "page_boxes", lambda page, edition: SimpleNamespace(media=(0.0, 0.0, *size)))

    def width(pixels: int) -> int:
        return round(pages._scale(None, None, pixels) * size[0])

    assert [width(pixels) for pixels in (-1, 99, 100, 101, 600, 3999, 4001)] == [100, 100, 100, 101, 600, 3999, 4000]
    size[:] = [600.0, 300.0]
    assert [width(pixels) for pixels in (5999, 6000, 6001)] == [5999, 6000, 6000]


def test_pictures_are_known_until_many_others_were_made(root: Path) -> None:
    kept = pages.ScreenPages(Live(WarmSession(root)))
    names = [kept._keep(lambda: None) for _ in range(25)]
    assert list(kept._sights) == names[1:]
    assert kept.draw(names[0]) is None


def test_the_name_of_a_changed_file_says_whether_it_counts(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    counted = {
        name: [change.name for change in Change if live._counts(change, str(tmp_path / name))]
        for name in ("es.po", "folder", ".es.po.part", "#es.po#", "es.po~", "es.po.swp", "es.po.tmp", "tmp.po")
    }
    every = ["added", "modified", "deleted"]
    told = {"es.po": every, "folder": ["added", "deleted"], "tmp.po": every}
    assert {name: found for name, found in counted.items() if found} == told


def test_a_frame_turns_the_page_s_rectangles_into_the_picture_s() -> None:
    """A page of 100 × 200 pt whose trim begins 10 pt from the left and 20 pt from the bottom."""
    boxes = SimpleNamespace(media=(0.0, 0.0, 100.0, 200.0), trim=(10.0, 20.0, 90.0, 180.0))
    assert _in_picture(boxes, (0.0, 0.0, 80.0, 160.0)) == [10.0, 20.0, 80.0, 160.0]
    assert _in_picture(boxes, (5.0, 150.0, 25.126, 160.0)) == [15.0, 20.0, 20.13, 10.0]


def test_a_message_that_the_campaign_does_not_have_is_named_as_far_as_it_is_a_name() -> None:
    known: Any = SimpleNamespace(words={MessageKey("call"): None})
    assert messages.known_key(known, "es:call") == MessageKey("call")
    with pytest.raises(UsageError) as caught:
        messages.known_key(known, "x" * 101)
    assert caught.value.problem == f"There is no message “{'x' * 100}”."


def test_a_campaign_has_a_port_of_its_own(tmp_path: Path) -> None:
    ports = {app.own_port(tmp_path / str(number)) for number in range(50)}
    assert len(ports) > 45
    assert all(20_000 <= port < 30_000 for port in ports)
    # Unsaved texts of former versions are there.
    assert app.own_port(Path("/campaign")) == app.own_port(Path("/campaign/../campaign")) == 29187


def test_the_campaign_s_port_is_another_one_where_it_is_taken(tmp_path: Path) -> None:
    with app._bound(tmp_path, None) as first, app._bound(tmp_path, None) as second:
        assert first.getsockname() == ("127.0.0.1", app.own_port(tmp_path))
        assert second.getsockname()[0] == "127.0.0.1"
        assert second.getsockname()[1] != first.getsockname()[1]
        with pytest.raises(UsageError, match="is taken by another program"):
            app._bound(tmp_path, first.getsockname()[1])


def test_where_no_port_is_free_the_error_says_so_and_nothing_stays_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: list[socket.socket] = []

    class Refused(socket.socket):
        def bind(self, address: object) -> None:
            tried.append(self)
            raise OSError

    monkeypatch.setattr(socket, "socket", Refused)
    with pytest.raises(MissingToolError, match="No port of this computer is free"):
        app._bound(tmp_path, None)
    with pytest.raises(UsageError, match="Port 4000 is taken"):
        app._bound(tmp_path, 4000)
    assert [refused.fileno() for refused in tried] == [-1, -1, -1]


def test_a_studio_that_has_ended_runs_nothing_more(root: Path) -> None:
    async def main() -> tuple[int, list[str]]:
        studio = app.Studio(root)
        async with studio._lifespan(studio.app()):
            stream = studio.notices.stream()
            await anext(stream)
            answered = await studio.engine.run(lambda: 7)
        assert studio.stop.is_set()
        with pytest.raises(RuntimeError, match="after shutdown"):
            await studio.engine.run(lambda: 7)
        return answered, [text async for text in stream]

    assert run(main()) == (7, [])


def test_errors_are_told_one_by_one_with_their_places() -> None:
    first = UsageError(" It is wrong. ", hint="Mend it.")
    second = TranslationError("It is worse.", source=Source("es.po", 12)).within("poster", "es")
    alone = {"problem": "It is wrong.", "hint": "Mend it.", "trail": [], "path": "", "line": 0}
    other = {"problem": "It is worse.", "hint": "", "trail": ["poster", "es"], "path": "es.po", "line": 12}
    assert app.error_list(first) == [alone]
    assert app.error_list(CombinedError([first, second])) == [alone, other]


def test_the_page_gets_its_files_and_the_campaign_s_fonts_by_name(root: Path) -> None:
    studio = app.Studio(root)

    def got(endpoint: Callable[[Any], Awaitable[Any]], **names: str) -> tuple[int, str | None, bytes]:
        response = run(endpoint(SimpleNamespace(path_params=names)))
        return response.status_code, response.headers.get("content-type"), response.body

    static = root / "src" / "flyers" / "studio" / "static"
    assert got(studio.asset) == (200, "text/html; charset=utf-8", (static / "index.html").read_bytes())
    assert got(studio.asset, name="main.js")[:2] == (200, "text/javascript; charset=utf-8")
    assert got(studio.asset, name="main")[0] == 404
    letters = (root / "fonts" / "NotoNastaliqUrdu-Regular.ttf").read_bytes()
    assert got(studio.font, family="noto-nastaliq-urdu") == (200, "font/ttf", letters)
    assert got(studio.font, family="noto-nastaliq-urdu:bold")[0] == 404
    assert got(studio.picture, picture="0123456789abcdef.png")[0] == 404


def test_a_file_is_as_the_studio_wrote_it_until_somebody_else_writes(tmp_path: Path) -> None:
    live, path = Live(WarmSession(tmp_path)), tmp_path / "flyers.po"
    path.write_text("own", encoding="utf-8")
    assert not live.is_as_written(path)
    live.remember_written(path)
    assert live.is_as_written(tmp_path / "." / "flyers.po")
    path.write_text("another's", encoding="utf-8")
    assert not live.is_as_written(path)
    path.unlink()
    assert not live.is_as_written(path)


def test_texts_of_a_few_views_are_kept_until_files_have_changed(root: Path) -> None:
    live, key = Live(WarmSession(root)), MessageKey("card.headline")
    drafts = [{"es": {key: f"¿{letter}?"}} for letter in "abcdefgh"]
    seen = [live.localized("es", drafts=one) for one in drafts]
    assert len(seen) == MOST_KEPT
    assert all(live.localized("es", drafts=one | {"ar": {}}) is found for one, found in zip(drafts, seen, strict=True))
    live.localized("es")
    assert live.localized("es", drafts=drafts[1]) is seen[1]
    assert live.localized("es", drafts=drafts[0]) is not seen[0]
    noted = live.note("what", object)
    assert live.note("what", object) is noted
    live.session.reload()
    assert live.note("what", object) is not noted
    assert live.localized("es", drafts=drafts[7]) is not seen[7]


def test_fonts_and_what_was_shaped_stay_until_a_font_or_a_rule_of_breaking_lines_has_changed(
    second_campaign: Path,
) -> None:
    session = WarmSession(second_campaign)
    session.reload()
    known: list[list[Any]] = []

    def stayed() -> list[bool]:
        known.append([session.library, session.typesetter, session.campaign])
        return [one is before for one, before in zip(known[-1], known[-2], strict=True)] if len(known) > 1 else []

    stayed()
    session.reload()
    assert (stayed(), session.reads) == ([True, True, False], 2)
    edit(second_campaign / "content/campaign.yaml", "2027-01", "2027-02")
    session.reload()
    assert stayed() == [True, True, False]
    font = next((second_campaign / "fonts").glob("*.ttf"))
    os.utime(font, ns=(0, font.stat().st_mtime_ns + 1))
    session.reload()
    assert stayed() == [False, False, False]
    registry = second_campaign / "translations/languages.yaml"
    edit(registry, "size_class: latin}", "size_class: latin, ties: [no]}")
    session.reload()
    assert stayed() == [False, False, False]


def test_a_campaign_that_is_broken_for_a_moment_is_read_as_if_for_the_first_time(second_campaign: Path) -> None:
    """An editor empties a file before it writes it."""
    session = WarmSession(second_campaign)
    library, about = session.library, second_campaign / "content" / "campaign.yaml"
    whole = about.read_bytes()
    about.write_bytes(b"")
    session.reload()
    with pytest.raises(ContentError):
        session.library  # noqa: B018 - reading it raises the error
    about.write_bytes(whole)
    session.reload()
    assert session.library is not library
    assert session.library.families == library.families
