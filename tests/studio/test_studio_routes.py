"""What each address of the studio asks the campaign for, and what it answers: in this process, without a server."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.campaign import CONTACTS_FILE
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, OversetError, TranslationError, UsageError
from flyers.studio import app, desk, messages, pages, requests
from flyers.studio.pages import ScreenPages, View
from flyers.workflow.signing import Waits

CALL = MessageKey("call")
VIEW = View("card", "es", "screen")


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run *coroutine* in a thread of its own: who has driven a browser before has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class Asked:
    """A studio whose campaign is `live`; `told` is what other browsers hear."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        self.studio: Any = app.Studio(root, read_only=read_only)
        self.live: Any = SimpleNamespace(
            session=SimpleNamespace(registry=SimpleNamespace(language=lambda name: SimpleNamespace(tag=name.lower())))
        )
        self.studio.engine.live = self.live
        self.told: list[dict[str, Any]] = []
        self.studio.notices = SimpleNamespace(tell=self.told.append, close=lambda: None)

    def get(self, path: str) -> tuple[int, Any]:
        return self._answer("GET", path, b"")

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self._answer("POST", path, json.dumps(body).encode())

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        target, _, query = path.partition("?")
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http", "method": method, "path": target, "query_string": query.encode(),
            "headers": [(b"content-type", b"application/json")],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        run(self.studio.app()(scope, receive, send))
        data = b"".join(part.get("body", b"") for part in sent[1:])
        return sent[0]["status"], json.loads(data) if data[:1] in (b"{", b"[") else data


@pytest.fixture
def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setattr(messages, "known_key", lambda live, key: MessageKey(key))
    monkeypatch.setattr(View, "of", lambda body, session: VIEW)
    monkeypatch.setattr(requests, "drafts", lambda body, live: body.get("drafts", {}))
    return Asked(root)


# -- reading ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read_only", [True, False])
def test_the_campaign_says_whether_it_may_be_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    monkeypatch.setattr(messages, "campaign", lambda live: {"title": "Maine"})
    assert Asked(root, read_only=read_only).get("/api/campaign") == (200, {"title": "Maine", "read_only": read_only})


def test_lists_are_read_of_the_language_or_contact_that_is_named(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "work", lambda live, tag: ["work", tag])
    monkeypatch.setattr(messages, "message", lambda live, tag, key: {"tag": tag, "key": str(key)})
    monkeypatch.setattr(desk, "contacts", lambda live: ["hotline"])
    monkeypatch.setattr(desk, "uses", lambda live, name: {"uses": name})
    assert asked.get("/api/work?language=ES") == (200, ["work", "es"])
    assert asked.get("/api/message?language=ES&key=call") == (200, {"tag": "es", "key": "call"})
    assert asked.get("/api/contacts") == (200, ["hotline"])
    assert asked.get("/api/contact?id=hotline") == (200, {"uses": "hotline"})
    assert asked.get("/api/contact") == (200, {"uses": ""})
    assert asked.get("/api/save")[0] == 405


def test_an_error_is_answered_in_words(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(live: Any, tag: str) -> None:
        raise UsageError("No.", hint="Reload.")

    monkeypatch.setattr(messages, "work", work)
    status, answer = asked.get("/api/work")
    assert (status, answer["errors"][0]["problem"], answer["errors"][0]["hint"]) == (422, "No.", "Reload.")


def test_pages_are_composed_with_findings_and_the_seconds_that_it_took(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "findings_typed", lambda live, tag, texts: [tag, texts])
    composed: list[Any] = []

    def compose(view: View, drafts: Any, pixels: int) -> dict[str, Any]:
        composed.append((view, drafts, pixels))
        if pixels == 1:
            raise OversetError("Too long.")
        return {"pages": [], "seconds": {"paint": 1.0}}

    monkeypatch.setattr(asked.studio.engine.pages, "compose", compose)
    moments = iter([10.0, 12.50004, 13.00006, 0.0, 0.0])
    monkeypatch.setattr(app, "time", SimpleNamespace(perf_counter=lambda: next(moments)))
    status, answer = asked.post("/api/pages", drafts={"es": {"call": "Llame"}})
    assert answer.pop("seconds") == {"paint": 1.0, "wait": 2.5, "all": 3.0001}
    assert (status, answer) == (200, {"findings": {"es": ["es", {"call": "Llame"}]}, "pages": [], "errors": []})
    status, answer = asked.post("/api/pages", pixels=1)
    assert (status, answer["findings"], answer["errors"][0]["problem"]) == (200, {}, "Too long.")
    assert [pixels for _, _, pixels in composed] == [1200, 1]


def test_places_and_room_are_of_the_view_and_the_text_that_are_shown(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "places", lambda live, view, drafts, key: [view.product, drafts, str(key)])
    assert asked.post("/api/places", key="call", drafts={"es": {}}) == (200, ["card", {"es": {}}, "call"])

    class Search:
        def __init__(self, live: Any, view: View, drafts: Any, key: MessageKey) -> None:
            assert (live, view, key) == (asked.live, VIEW, CALL)
            self.steps = 0

        @property
        def done(self) -> bool:
            return self.steps == 3

        def step(self) -> None:
            self.steps += 1

        def found(self) -> dict[str, int]:
            return {"words": self.steps}

    monkeypatch.setattr(messages, "RoomSearch", Search)
    assert asked.post("/api/room", key="call") == (200, {"words": 3})


# -- writing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "conflicts", "status"),
    [(["call"], [], 200), ([], ["call"], 409), (["call"], ["help"], 409), ([], [], 200)],
)
def test_what_was_saved_is_told_to_other_pages_and_conflicts_to_this_one(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, changed: list[str], conflicts: list[str], status: int
) -> None:
    answer = {"file": "es/flyers.po", "changed": changed, "conflicts": conflicts}
    monkeypatch.setattr(app, "save", lambda live, body: answer)
    assert asked.post("/api/save", page="p1") == (status, answer)
    assert asked.told == ([{"changed": ["es/flyers.po"], "page": "p1"}] if changed else [])


@pytest.mark.parametrize(("written", "conflicts", "status"), [(True, [], 200), (False, ["x"], 409), (False, [], 200)])
def test_a_changed_contact_is_told_to_other_pages(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, written: bool, conflicts: list[str], status: int
) -> None:
    answer = {"written": written, "conflicts": conflicts}
    monkeypatch.setattr(desk, "change", lambda live, body, write: answer | {"write": write})
    assert asked.post("/api/contacts", page="p1", write=True) == (status, answer | {"write": True})
    assert asked.told == ([{"changed": [CONTACTS_FILE], "page": "p1"}] if written else [])


def test_a_studio_that_only_shows_writes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shows = Asked(root, read_only=True)
    monkeypatch.setattr(desk, "change", lambda live, body, write: {"written": False, "conflicts": [], "write": write})
    monkeypatch.setattr(desk, "answers", lambda live, body: {"taken": []})
    monkeypatch.setattr(app, "save", None)
    refused = [shows.post("/api/save"), shows.post("/api/contacts", write=True)]
    refused += [shows.post("/api/answers", **{name: ""}) for name in ("text", "accept", "decline", "sign", "reviewer")]
    for status, answer in refused:
        assert (status, answer["errors"][0]["problem"]) == (422, "With --read-only nothing is saved.")
    assert shows.post("/api/answers", language="es") == (200, {"taken": []})
    assert shows.post("/api/contacts") == (200, {"written": False, "conflicts": [], "write": False})
    assert shows.told == []


def test_answers_are_taken(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "answers", lambda live, body: body)
    assert asked.post("/api/answers", text="R-07") == (200, {"text": "R-07"})


# -- answers of readers -------------------------------------------------------------------------------------------------


@pytest.fixture
def noted(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note what is asked of the workflow, for a campaign with three products, one of them in all languages."""
    calls: list[Any] = []
    session = asked.live.session
    session.usual_products = ["card", "poster", "picker", "sticker"]
    session.layout = lambda product: SimpleNamespace(many_languages=product == "picker")
    session.localized = lambda tag, allow_untranslated: SimpleNamespace(
        standing=SimpleNamespace(words=f"{tag} is a draft")
    )
    session.changing = contextlib.nullcontext

    def take(session: Any, texts: dict[str, str]) -> list[Any]:
        calls.append(("take", texts))
        return [SimpleNamespace(to_json=lambda: {"right": 9})]

    def accept(session: Any, tag: str, id_: str, fits: Any) -> None:
        calls.append(("accept", tag, id_, fits({CALL: "Llama"})))

    def reading(session: Any, tag: str, product: str) -> Any:
        if product == "sticker":
            raise TranslationError("Not translated.")
        waits = Waits.SIGNATURE if product == "poster" else Waits.READER
        return SimpleNamespace(waits=waits, waits_for=f"a {product} reader")

    def sign(session: Any, tag: str, statement: Any) -> None:
        calls.append(("sign", tag, statement.reviewer, statement.role, statement.day, statement.proof))

    monkeypatch.setattr(desk, "take", take)
    monkeypatch.setattr(desk, "accept", accept)
    monkeypatch.setattr(desk, "decline", lambda session, tag, id_: calls.append(("decline", tag, id_)))
    monkeypatch.setattr(desk, "sign_read", lambda session, tag, products: calls.append(("sign_read", tag, products)))
    monkeypatch.setattr(desk, "require_room", lambda live, tag, texts: (live is asked.live, tag, texts))
    monkeypatch.setattr(desk, "day_of_build", lambda: dt.date(2026, 11, 5))
    monkeypatch.setattr(desk, "sign", sign)
    monkeypatch.setattr(desk, "disputed", lambda session, tag: [SimpleNamespace(to_json=lambda: {"of": tag})])
    monkeypatch.setattr(desk, "reading", reading)
    return calls


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ({}, []),
        ({"text": "R-07: right"}, [("take", {"the text": "R-07: right"})]),
        ({"accept": "4f"}, [("accept", "es", "4f", (True, "es", {CALL: "Llama"}))]),
        ({"decline": "4f"}, [("decline", "es", "4f")]),
        ({"sign": "card"}, [("sign_read", "es", ["card"])]),
        (
            {"reviewer": "R-07", "role": "reader", "proof": "ab12"},
            [("sign", "es", "R-07", "reader", dt.date(2026, 11, 5), "ab12")],
        ),
    ],
)
def test_what_a_reader_or_coordinator_does_is_done_and_what_is_open_told(
    asked: Asked, noted: list[Any], body: dict[str, str], done: list[Any]
) -> None:
    answer = desk.answers(asked.live, {"language": "ES", **body})
    assert noted == done
    assert answer == {
        "taken": [{"right": 9}] if "text" in body else [],
        "disputed": [{"of": "es"}],
        "products": [
            {"name": "card", "waits_for": "a card reader", "ready": False},
            {"name": "poster", "waits_for": "a poster reader", "ready": True},
            {"name": "sticker", "waits_for": "Not translated.", "ready": False},
        ],
        "standing": "es is a draft",
    }


# -- views and their pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asks", "view"),
    [
        ({}, View("card", "es", "screen")),
        ({"edition": "press", "secondary": "EN"}, View("card", "es", "press", "en")),
        ({"secondary": "ES"}, View("card", "es", "screen")),
        ({"edition": "image"}, View("card", "es", "screen")),
        ({"edition": "phone"}, View("card", "es", "screen")),
        ({"product": "brochure", "edition": "phone"}, View("brochure", "es", "phone")),
        ({"product": "brochure", "secondary": "en"}, View("brochure", "es", "screen")),
        ({"product": "square", "edition": "press"}, View("square", "es", "image")),
        ({"product": "picker", "secondary": "en"}, View("picker", "es", "screen", "all")),
    ],
)
def test_a_view_is_one_that_the_product_has(asks: dict[str, str], view: View) -> None:
    layouts = {
        name: SimpleNamespace(
            is_image=name == "square",
            suits_phones=name == "brochure",
            many_languages=name == "picker",
            takes_a_second=name == "card",
        )
        for name in ("card", "brochure", "square", "picker")
    }
    session: Any = SimpleNamespace(
        products_in_all_formats=list(layouts),
        layout=layouts.get,
        registry=SimpleNamespace(language=lambda name: SimpleNamespace(tag=name.lower())),
    )
    assert View.of({"product": "card", "language": "ES", **asks}, session) == view
    for wrong in ({"product": "mug"}, {"edition": "fax"}):
        with pytest.raises(UsageError):
            View.of({"product": "card", "language": "ES", **wrong}, session)


def test_only_changed_pages_have_new_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    document = SimpleNamespace(pages=["front", "back"])
    live: Any = SimpleNamespace(
        session=SimpleNamespace(folder=Path("c"), library=None, other_fonts=0),
        localized=lambda *view: SimpleNamespace(),
    )
    drawn: list[tuple[int, float]] = []
    jobs: list[Any] = []

    def compose_job(job: Any, localized: Any, session: Any) -> Any:
        jobs.append(job)
        if job.product == "poster":
            raise ContentError("Broken.")
        return SimpleNamespace(document=SimpleNamespace(pages=list(document.pages)), edition="screen")

    monkeypatch.setattr(pages, "compose_job", compose_job)
    monkeypatch.setattr(pages, "_label", lambda document, edition, pixels: (pixels,))
    monkeypatch.setattr(pages, "paint", lambda *_: b"%PDF")
    monkeypatch.setattr(pages, "Raster", lambda pdf, frames: None)
    monkeypatch.setattr(pages, "PageFrame", lambda box, turn: None)
    monkeypatch.setattr(pages, "page_boxes", lambda page, edition: SimpleNamespace(media=(0, 0, 100, 50)))
    monkeypatch.setattr(pages, "drawn", lambda file, number, scale: drawn.append((number, scale)) or f"page {number}")
    monkeypatch.setattr(pages, "page_overlays", lambda document, index, edition: {"index": index})
    monkeypatch.setattr(pages, "_document_json", lambda document, localized, pages: {"pages": pages})
    screen = ScreenPages(live)

    def pictures(view: View = VIEW, pixels: int = 600) -> list[str]:
        answer = screen.compose(view, {}, pixels)
        assert answer["view"]["product"] == view.product
        assert list(answer["seconds"]) == ["localize", "compose", "paint"]
        assert all(0 <= seconds < 60 for seconds in answer["seconds"].values())
        assert [page["index"] for page in answer["pages"]] == [0, 1]
        return [page["picture"] for page in answer["pages"]]

    first = pictures()
    assert len(set(first)) == 2
    assert [screen.draw(name) for name in first] == ["page 1", "page 2"]
    assert drawn == [(1, 6.0), (2, 6.0)]
    document.pages[1] = "another back"
    second = pictures()
    assert (second[0], second[1] != first[1]) == (first[0], True)
    document.pages[1] = "back"
    assert pictures() == first, "saved pages may be shown beside typed ones"
    assert not set(pictures(pixels=700)) & set(first)
    assert not set(pictures(View("card", "es", "press", "en"))) & set(first)
    assert (jobs[-1].edition, jobs[-1].secondary, jobs[-1].campaign) == ("press", "en", Path("c"))
    assert screen.draw("0") is None
    for typed in ("third back", "fourth back"):
        document.pages[1] = typed
        pictures()
    document.pages[1] = "back"
    again = pictures()
    assert (again[0], again[1] != first[1]) == (first[0], True), "of two views, no more"
    live.session.other_fonts = 1
    assert not set(pictures()) & set(again), "letters may differ though their places are the same"
    with pytest.raises(ContentError) as caught:
        pictures(View("poster", "es", "screen"))
    assert caught.value.trail == ("poster", "es")
