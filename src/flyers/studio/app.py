"""The studio's routes, the one thread that works with the campaign, and the server, for this computer only.

No request's path ever reaches the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from flyers.content.campaign import CONTACTS_FILE
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, MissingToolError, UsageError
from flyers.studio import desk, messages, requests
from flyers.studio.desk import save
from flyers.studio.live import Drafts, Live, Notices, WarmSession, changes, watched_folders
from flyers.studio.pages import ScreenPages, View, png
from flyers.studio.requests import Guard, Secret


def assets() -> dict[str, tuple[bytes, str]]:
    """Return the page's files by name, each with its media type."""
    known = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    entries = (entry for entry in files("flyers.studio").joinpath("static").iterdir() if entry.name[0] != ".")
    types = {entry: known.get(entry.name.rpartition(".")[2]) for entry in entries}
    return {entry.name: (entry.read_bytes(), media_type) for entry, media_type in types.items() if media_type}


_T = TypeVar("_T")

GRACE = 0.05  # Seconds of idleness before a job that can wait: a browser asks for pictures after pages.


class Engine:
    """Runs functions of the live campaign one after the other, away from the thread that answers requests."""

    def __init__(self, folder: Path) -> None:
        # The campaign, and its pages on screens. Only functions that `run` runs may use them.
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

KEPT = {"cache-control": "private, max-age=86400, immutable"}  # For responses that never change at their address.
USUAL_PIXELS = 1200  # Width of a picture for a browser that names none.


class Studio:
    """The routes, and what they share."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.engine = Engine(folder)
        self.notices = Notices()
        self.read_only = read_only  # whether nothing is written
        self.stop = asyncio.Event()  # set when the studio ends
        self._assets = assets()

    def app(self) -> Starlette:
        """Return the application, without its guard."""
        shown = {"read_only": self.read_only}
        routes = [
            Route("/", self.asset),
            Route("/static/{name}", self.asset),
            Route("/font/{family}", answering(self.font)),
            Route("/picture/{picture}", self.picture),
            Route("/api/campaign", self._reading(lambda live, query: messages.campaign(live) | shown)),
            Route("/api/work", self._reading(lambda live, query: messages.work(live, _tag(live, query)))),
            Route("/api/message", self._reading(_message)),
            Route("/api/pages", answering(self.compose), methods=["POST"]),
            Route("/api/places", answering(self.places), methods=["POST"]),
            Route("/api/room", answering(self.room), methods=["POST"]),
            Route("/api/save", answering(self.save), methods=["POST"]),
            Route("/api/answers", answering(self.answers), methods=["POST"]),
            Route("/api/contacts", self._reading(lambda live, query: desk.contacts(live))),
            Route("/api/contact", self._reading(lambda live, query: desk.uses(live, query.get("id", "")))),
            Route("/api/contacts", answering(self.change_contacts), methods=["POST"]),
            Route("/api/events", self.events),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    def _reading(self, read: Callable[[Live, QueryParams], Any]) -> Endpoint:
        """Return an endpoint that answers with what *read* returns of the campaign and the request's query."""

        async def answer(request: Request) -> Response:
            return JSONResponse(await self._live(lambda live: read(live, request.query_params)))

        return answering(answer)

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

    async def asset(self, request: Request) -> Response:
        data, media_type = self._assets.get(request.path_params.get("name", "index.html"), (None, None))
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
        asked, live = await requests.asked(request), self.engine.live
        answer = await self.engine.run_later(lambda: messages.places(live, *_of_message(asked, live)))
        return JSONResponse(answer)

    async def room(self, request: Request) -> Response:
        """Return how many more words would fit; typing waits for a single attempt, not for all of them."""
        asked = await requests.asked(request)
        search = await self._live(lambda live: messages.RoomSearch(live, *_of_message(asked, live)))
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
        folders = await self._live(lambda live: watched_folders(live.session.folder))
        async for paths in changes(folders, self.stop):
            if names := await self._live(partial(_read_again, paths=paths)):
                self._changed(names)

    def _changed(self, names: list[str], page: str = "") -> None:
        """Notify the browsers which files have changed, and which *page* in a browser, if any, has saved them."""
        self.notices.tell({"changed": names, "page": page})

    async def _live(self, function: Callable[[Live], Any]) -> Any:
        return await self.engine.run(partial(function, self.engine.live))


def _tag(live: Live, query: QueryParams) -> str:
    return live.session.registry.language(query.get("language", "")).tag


def _message(live: Live, query: QueryParams) -> dict[str, Any]:
    return messages.message(live, _tag(live, query), messages.known_key(live, query.get("key", "")))


def _of_message(asked: dict[str, Any], live: Live) -> tuple[View, Drafts, MessageKey]:
    """Return the view, the unsaved texts and the message that a request names."""
    key = messages.known_key(live, requests.text(asked, "key"))
    return View.of(asked, live.session), requests.drafts(asked, live), key


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


ADDRESS = "127.0.0.1"
FIRST_PORT, PORTS = 20_000, 10_000
"""Where a campaign's own port is. Browsers keep unsaved texts by address, port included, so it should be the same
each time."""

Ready = Callable[[str, str], None]  # Gets the address to print and the one to open, each with a secret.


class _Server(uvicorn.Server):
    """Uvicorn with a callback when it is ready; it ends the streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, studio: Studio, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._studio, self._ready = studio, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._studio.end()
        await super().shutdown(sockets)


def serve(folder: Path, ready: Ready, *, port: int | None = None, read_only: bool = False) -> None:
    """Serve the studio of the campaign in *folder* until the process is interrupted, which raises KeyboardInterrupt.

    Without *port* it has the campaign's own, or a free one if that is taken. Raises UsageError if another program has
    *port*, MissingToolError if the system gives none, FlyersError if *folder* is not a campaign.
    """
    asyncio.run(_serve(folder, ready, port, read_only))


async def _serve(folder: Path, ready: Ready, port: int | None, read_only: bool) -> None:
    with _bound(folder, port) as listening:
        number = listening.getsockname()[1]
        secret, studio = Secret(), Studio(folder, read_only=read_only)
        config = uvicorn.Config(
            Guard(studio.app(), number, secret),
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=2,  # seconds for which requests may continue when the studio ends
        )
        address = f"http://{ADDRESS}:{number}/"
        opening = f"{address}?once={secret.once}"
        server = _Server(config, studio, lambda: ready(f"{address}{secret.token}/", opening))
        await server.serve([listening])


def own_port(folder: Path) -> int:
    """Return the port that the campaign in *folder* always has, if it is free."""
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).digest()
    return FIRST_PORT + int.from_bytes(digest[:4], "big") % PORTS


def _bound(folder: Path, port: int | None) -> socket.socket:
    """Return a socket of this computer alone, at *port*."""
    for choice in (own_port(folder), 0) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, choice))
            listening.listen(64)
        except OSError:
            listening.close()
            continue
        listening.setblocking(False)
        return listening
    if port is None:
        raise MissingToolError("No port of this computer is free.", hint="End a program that listens on one.")
    raise UsageError(f"Port {port} is taken by another program.", hint="Choose another one, or leave --port out.")
