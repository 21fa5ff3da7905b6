"""The studio's routes, and the one thread that works with the campaign; no request's path ever reaches the disk."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from flyers.content.campaign import CONTACTS_FILE
from flyers.errors import FlyersError, UsageError
from flyers.studio import desk, messages, places, requests
from flyers.studio.live import Live, WarmSession
from flyers.studio.pages import ScreenPages, View, png
from flyers.studio.saving import save
from flyers.studio.watching import Notices, changes, watched_folders

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def assets() -> dict[str, tuple[bytes, str]]:
    """Return the page's files by name, each with its media type."""
    by_name = {}
    for entry in files("flyers.studio").joinpath("static").iterdir():
        ending = entry.name.rpartition(".")[2]
        if ending in _TYPES and not entry.name.startswith("."):
            by_name[entry.name] = (entry.read_bytes(), _TYPES[ending])
    return by_name


_T = TypeVar("_T")


GRACE = 0.05
"""Seconds that the thread must be idle before a job that can wait: a browser asks for pictures after pages."""


class Engine:
    """Runs functions of the live campaign one after the other, away from the thread that answers requests.

    Attributes:
        live: the campaign; pages: its pages on screens. Only functions that `run` runs may use them.
    """

    def __init__(self, folder: Path) -> None:
        self.live = Live(WarmSession(folder))
        self.pages = ScreenPages(self.live)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio")
        self._asked = 0
        self._free_since = 0.0

    async def run(self, function: Callable[[], _T]) -> _T:
        """Return what *function* returns; functions run in the order of the calls."""
        loop = asyncio.get_running_loop()
        self._asked += 1
        try:
            return await loop.run_in_executor(self._thread, function)
        finally:
            self._asked -= 1
            self._free_since = loop.time()

    async def run_later(self, function: Callable[[], _T]) -> _T:
        """Return what *function* returns, run once the thread has been idle for a moment."""
        loop = asyncio.get_running_loop()
        while self._asked or loop.time() < self._free_since + GRACE:
            await asyncio.sleep(GRACE / 5)
        free_since = self._free_since
        try:
            return await self.run(function)
        finally:
            self._free_since = free_since  # the next such job need not wait again

    def close(self) -> None:
        """Wait for the running function, and run no other."""
        self._thread.shutdown(wait=True, cancel_futures=True)


Endpoint = Callable[[Request], Awaitable[Response]]

KEPT = {"cache-control": "private, max-age=86400, immutable"}
"""The Cache-Control of responses that never change at their address."""

USUAL_PIXELS = 1200
"""Width of a picture for a browser that names none."""


class Studio:
    """The routes, and what they share.

    Attributes:
        read_only: whether nothing is written.
        stop: set when the studio ends.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.engine = Engine(folder)
        self.notices = Notices()
        self.read_only = read_only
        self.stop = asyncio.Event()
        self._assets = assets()

    def app(self) -> Starlette:
        """Return the application, without its guard."""
        routes = [
            Route("/", self.page),
            Route("/static/{name}", self.asset),
            Route("/font/{family}", answering(self.font)),
            Route("/picture/{picture}", self.picture),
            Route("/api/campaign", answering(self.campaign)),
            Route("/api/work", answering(self.work)),
            Route("/api/message", answering(self.message)),
            Route("/api/pages", answering(self.compose), methods=["POST"]),
            Route("/api/places", answering(self.places), methods=["POST"]),
            Route("/api/room", answering(self.room), methods=["POST"]),
            Route("/api/save", answering(self.save), methods=["POST"]),
            Route("/api/answers", answering(self.answers), methods=["POST"]),
            Route("/api/contacts", answering(self.contacts)),
            Route("/api/contact", answering(self.contact)),
            Route("/api/contacts", answering(self.change_contacts), methods=["POST"]),
            Route("/api/events", self.events),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        watcher = asyncio.create_task(self._watch())
        yield
        self.end()
        await asyncio.wait([watcher], timeout=2.0)
        self.engine.close()

    def end(self) -> None:
        """End the streams and the watcher."""
        self.stop.set()
        self.notices.close()

    async def page(self, request: Request) -> Response:
        return self._file("index.html")

    async def asset(self, request: Request) -> Response:
        return self._file(request.path_params["name"])

    def _file(self, name: str) -> Response:
        data, media_type = self._assets.get(name, (None, None))
        return Response(data, status_code=200 if media_type else 404, media_type=media_type)

    async def font(self, request: Request) -> Response:
        family = request.path_params["family"]

        def read(live: Live) -> bytes | None:
            library = live.session.library
            face = library.face(f"{family}:regular") if family in library.families else None
            return face.data if face and not face.index else None

        data = await self._live(read)
        return Response(data, media_type="font/ttf", headers=KEPT) if data else Response(status_code=404)

    async def picture(self, request: Request) -> Response:
        name = request.path_params["picture"].removesuffix(".png")
        pixels = await self.engine.run(partial(self.engine.pages.draw, name))
        if pixels is None:
            return Response(status_code=404)
        return Response(await asyncio.to_thread(png, pixels), media_type="image/png", headers=KEPT)

    async def campaign(self, request: Request) -> Response:
        return JSONResponse(await self._live(messages.campaign) | {"read_only": self.read_only})

    async def work(self, request: Request) -> Response:
        def read(live: Live) -> list[dict[str, Any]]:
            return messages.work(live, live.session.registry.language(request.query_params.get("language", "")).tag)

        return JSONResponse(await self._live(read))

    async def message(self, request: Request) -> Response:
        def read(live: Live) -> dict[str, Any]:
            tag = live.session.registry.language(request.query_params.get("language", "")).tag
            return messages.message(live, tag, messages.known_key(live, request.query_params.get("key", "")))

        return JSONResponse(await self._live(read))

    async def compose(self, request: Request) -> Response:
        """Return the pages of a view, or why there are none, and what the checks find in typed texts."""
        asked = await requests.asked(request)
        pixels = requests.number(asked, "pixels", USUAL_PIXELS)
        started = time.perf_counter()

        def make(live: Live) -> dict[str, Any]:
            waited = time.perf_counter() - started
            drafts = requests.drafts(asked, live)
            answer: dict[str, Any] = {
                "findings": {tag: messages.findings_typed(live, tag, texts) for tag, texts in drafts.items()}
            }
            try:
                view = View.of(asked, live.session)
                answer |= self.engine.pages.compose(view, drafts, pixels)
            except FlyersError as error:
                return answer | {"errors": error_list(error)}
            answer["seconds"] |= {"wait": round(waited, 4), "all": round(time.perf_counter() - started, 4)}
            return answer | {"errors": []}

        return JSONResponse(await self._live(make))

    async def places(self, request: Request) -> Response:
        asked = await requests.asked(request)

        def read(live: Live) -> list[dict[str, Any]]:
            key = messages.known_key(live, requests.text(asked, "key"))
            return places.places(live, View.of(asked, live.session), requests.drafts(asked, live), key)

        return JSONResponse(await self.engine.run_later(partial(read, self.engine.live)))

    async def room(self, request: Request) -> Response:
        """Return how many more words would fit; each attempt is a job of its own, so that typing does not wait for all
        of them.
        """
        asked = await requests.asked(request)
        search = await self._live(
            lambda live: places.RoomSearch(
                live,
                View.of(asked, live.session),
                requests.drafts(asked, live),
                messages.known_key(live, requests.text(asked, "key")),
            )
        )
        while not search.done and not await request.is_disconnected():
            await self.engine.run_later(search.step)
        return JSONResponse(search.found())

    async def save(self, request: Request) -> Response:
        if self.read_only:
            raise _only_shows()
        asked = await requests.asked(request)
        page = requests.text(asked, "page")
        answer = await self._live(lambda live: save(live, asked))
        if answer["changed"]:
            self._changed([answer["file"]], page)
        return JSONResponse(answer, status_code=409 if answer["conflicts"] else 200)

    async def answers(self, request: Request) -> Response:
        asked = await requests.asked(request)
        if self.read_only and any(name in asked for name in desk.ACTIONS):
            raise _only_shows()
        return JSONResponse(await self._live(lambda live: desk.answers(live, asked)))

    async def contacts(self, request: Request) -> Response:
        return JSONResponse(await self._live(desk.contacts))

    async def contact(self, request: Request) -> Response:
        name = request.query_params.get("id", "")
        return JSONResponse(await self._live(lambda live: desk.uses(live, name)))

    async def change_contacts(self, request: Request) -> Response:
        asked = await requests.asked(request)
        page = requests.text(asked, "page")
        if self.read_only and asked.get("write") is True:
            raise _only_shows()
        answer = await self._live(lambda live: desk.change(live, asked, write=not self.read_only))
        if answer["written"]:
            self._changed([CONTACTS_FILE], page)
        return JSONResponse(answer, status_code=409 if answer["conflicts"] else 200)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self.notices.stream(), media_type="text/event-stream")

    async def _watch(self) -> None:
        """Read changed files again, and notify the browsers."""
        folders = await self._live(lambda live: [layer.folder for layer in live.session.campaign.layers])
        async for paths in changes(watched_folders(folders), self.stop):
            if names := await self._live(partial(_read_again, paths=paths)):
                self._changed(names)

    def _changed(self, names: list[str], page: str = "") -> None:
        """Notify the browsers which files have changed, and which *page* in a browser, if any, has saved them."""
        self.notices.tell({"changed": names, "page": page})

    async def _live(self, function: Callable[[Live], Any]) -> Any:
        return await self.engine.run(partial(function, self.engine.live))


def _read_again(live: Live, paths: Iterable[Path]) -> list[str]:
    """Read the files again that others have changed, and return their names."""
    names = sorted(path.name for path in paths if not live.is_as_written(path))
    if names:
        live.session.reload()
    return names


def _only_shows() -> UsageError:
    return UsageError("With --read-only nothing is saved.", hint="Start it without that option to save.")


def answering(endpoint: Endpoint) -> Endpoint:
    """Wrap *endpoint* so that its errors are answered as JSON."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except FlyersError as error:
            return JSONResponse({"errors": error_list(error)}, status_code=422)

    return answer


def error_list(error: FlyersError) -> list[dict[str, Any]]:
    """Return *error* as a JSON list, with one item for each of several errors."""
    return [
        {
            "problem": one.problem.strip(),
            "hint": one.hint,
            "trail": list(one.trail),
            "path": one.source.path if one.source else "",
            "line": one.source.line if one.source else 0,
        }
        for one in error.errors
    ]
