"""Values of requests: each kind as it is taken, and what is said of another one. A page of ours never sends those."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, UsageError
from flyers.studio import app, desk, requests
from flyers.studio.requests import RELOAD
from flyers.workflow.catalog_edit import TextEdit

KEY = MessageKey("card.call")


def language(name: str) -> SimpleNamespace:
    """As the registry does, take a tag in any case."""
    if name.lower() not in ("en", "es", "zh-hans"):
        raise UsageError(f"There is no language “{name}”.")
    return SimpleNamespace(tag={"zh-hans": "zh-Hans"}.get(name.lower(), name.lower()))


LIVE: Any = SimpleNamespace(
    session=SimpleNamespace(
        campaign=SimpleNamespace(source_language="en"), registry=SimpleNamespace(language=language)
    ),
    words={KEY: None, MessageKey.parse("card.call/short"): None},
)


HALVES = (b'{"key": "\\ud800"}', b'{"drafts": {"es": {"\\udfff": ""}}}')
"""Half of a surrogate pair, as a text and as a name: an error that repeats it could not be sent (field test, S9)."""


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"null", b"{", b"\xff", b"[" * 200_000, *HALVES])
def test_a_request_is_a_json_object(body: bytes) -> None:
    async def read() -> bytes:
        return body

    request: Any = SimpleNamespace(body=read)
    with pytest.raises(UsageError, match="This request is not a JSON object") as caught:
        requests.asked(request).send(None)
    assert caught.value.hint == RELOAD


@pytest.mark.parametrize("value", [1, None, [], {}, True])
def test_a_text_is_text(value: Any) -> None:
    with pytest.raises(UsageError, match="“key” is not text"):
        requests.text({"key": value}, "key")
    with pytest.raises(UsageError, match=r"“card\.call” is not text"):
        requests.texts({"seen": {"card.call": value}}, "seen")
    with pytest.raises(UsageError, match=r"“card\.call” is not text"):
        requests.drafts({"drafts": {"es": {"card.call": value}}}, LIVE)


@pytest.mark.parametrize("value", [[], "x", None, 1])
def test_texts_are_sorted_by_name_and_by_language(value: Any) -> None:
    with pytest.raises(UsageError, match="“seen” is not a list of texts by name"):
        requests.texts({"seen": value}, "seen")
    for drafts in (value, {"es": value}, {"es": {}, "zh-Hans": value}):
        with pytest.raises(UsageError, match="The unsaved texts are not sorted by language") as caught:
            requests.drafts({"drafts": drafts}, LIVE)
        assert caught.value.hint == RELOAD


@pytest.mark.parametrize("value", [1.0, "1", None, True, False, [1]])
def test_a_number_is_whole(value: Any) -> None:
    with pytest.raises(UsageError, match="“pixels” is not a whole number"):
        requests.number({"pixels": value}, "pixels", 7)
    assert [requests.number({"pixels": number}, "pixels", 7) for number in (0, -3, 10**9)] == [0, -3, 10**9]


def test_unsaved_texts_are_of_messages_and_languages_that_there_are() -> None:
    given = {"ES": {"card.call": "Llame.", "card.gone": "x", "card.call/short": ""}, "zh-Hans": {}, "en": {"x": "y"}}
    assert requests.drafts({"drafts": given}, LIVE) == {
        "es": {KEY: "Llame.", MessageKey.parse("card.call/short"): ""},
        "zh-Hans": {},
    }
    assert requests.drafts({}, LIVE) == {}
    with pytest.raises(FlyersError, match="no language “xx”"):
        requests.drafts({"drafts": {"xx": {}}}, LIVE)
    longest = "x" * limits.TEXT_CHARACTERS
    assert requests.drafts({"drafts": {"es": {"card.call": longest}}}, LIVE)["es"][KEY] == longest
    with pytest.raises(UsageError, match="the most is"):
        requests.drafts({"drafts": {"es": {"card.call": longest + "x"}}}, LIVE)


@pytest.mark.parametrize("texts", [None, [], {}, "x", [1], [{}, []]])
def test_without_a_text_there_is_nothing_to_save(texts: Any) -> None:
    with pytest.raises(UsageError, match="There is no text to save") as caught:
        desk.save(LIVE, {"language": "es", "texts": texts})
    assert caught.value.hint == RELOAD


@pytest.mark.parametrize(("mine", "taken"), [(True, True), (False, False), (1, False), ("true", False), (None, False)])
def test_what_is_saved_is_as_it_was_sent(monkeypatch: pytest.MonkeyPatch, mine: Any, taken: bool) -> None:
    saved: list[Any] = []

    def edit_catalog(session: object, tag: str, edits: list[TextEdit], *, mine: bool, accept: Any) -> Any:
        saved.append((tag, edits, mine))
        accept()
        return SimpleNamespace(path=Path("es.po"), name="es.po", changed=(KEY,), conflicts=())

    def require_room(live: object, tag: str, printed: dict[MessageKey, str]) -> list[str]:
        saved.append(printed)
        return ["poster"]

    monkeypatch.setattr(desk, "edit_catalog", edit_catalog)
    monkeypatch.setattr(desk, "require_room", require_room)
    written: list[Path] = []
    monkeypatch.setattr(LIVE, "remember_written", written.append, raising=False)
    sent = {"key": "card.call", "before": "Llama.", "after": "Llame.", "english": "Call."}
    doubtful = {**sent, "key": "card.call/short", "doubtful": True}
    answer = desk.save(LIVE, {"language": "ES", "texts": [sent, doubtful, {}], "mine": mine})
    assert answer == {"file": "es.po", "changed": ["card.call"], "not_made": ["poster"], "conflicts": []}
    assert written == [Path("es.po")]
    (tag, edits, mine_taken), printed = saved
    assert (tag, mine_taken) == ("es", taken)
    assert edits[0] == TextEdit(KEY, before="Llama.", after="Llame.", english="Call.", doubtful=False)
    assert edits[1].doubtful is True
    assert (edits[2].before, edits[2].after, edits[2].english) == ("", "", "")
    assert KEY in printed
    assert MessageKey.parse("card.call/short") not in printed, "who doubts a text does not print it"


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        ({"changed": ["card.call"], "conflicts": [], "file": "es.po"}, 200, [("es.po", "tab")]),
        ({"changed": [], "conflicts": [], "file": "es.po"}, 200, []),
        ({"changed": [], "conflicts": ["card.call"], "file": "es.po"}, 409, []),
    ],
)
def test_who_saves_hears_of_conflicts_and_other_pages_of_changes(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], status: int, told: list[Any]
) -> None:
    changed: list[Any] = []

    async def live(ask: Any) -> Any:
        return ask(LIVE)

    async def body() -> bytes:
        return b'{"page": "tab"}'

    studio: Any = SimpleNamespace(
        read_only=False, _live=live, _changed=lambda files, page: changed.extend((file, page) for file in files)
    )
    monkeypatch.setattr(app, "save", lambda live, found: answer)
    request: Any = SimpleNamespace(body=body)
    with pytest.raises(StopIteration) as ended:
        app.Studio.save(studio, request).send(None)
    assert (ended.value.value.status_code, changed) == (status, told)
    studio.read_only = True
    with pytest.raises(UsageError):
        app.Studio.save(studio, request).send(None)
