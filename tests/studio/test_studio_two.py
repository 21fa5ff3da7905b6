"""Two studios of one campaign, as two people have them who share a folder: nobody's work is lost."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tools.studio import Studio, start

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

KEYS = ("card.headline", "signs.heading", "signs.intro", "help.danger", "about.crime")


@pytest.fixture(scope="module")
def other(studio: Studio) -> Iterator[Studio]:
    other = start(studio.campaign)
    yield other
    assert other.end() == 0


def text(studio: Studio, key: str) -> dict[str, Any]:
    forms = studio.get(f"/api/message?language=es&key={key}")["forms"]
    return next(form for form in forms if form["key"] == key)


def save(studio: Studio, known: dict[str, Any], after: str) -> tuple[int, Any]:
    one = {"key": known["key"], "before": known["translation"], "after": after, "english": known["english"]}
    status, _, data = studio.ask("POST", "/api/save", {"language": "es", "texts": [one]})
    return status, json.loads(data)


def test_the_second_to_save_a_text_sees_that_of_the_first(studio: Studio, other: Studio) -> None:
    known, same = text(studio, "signs.heading"), text(other, "signs.heading")
    assert known == same
    assert save(studio, known, "¿La primera?")[0] == 200
    status, answer = save(other, same, "¿La segunda?")
    assert status == 409
    assert [(one["now"], one["after"]) for one in answer["conflicts"]] == [("¿La primera?", "¿La segunda?")]
    assert "¿La primera?" in studio.catalog("es").read_text(encoding="utf-8")
    assert save(other, same | {"translation": "¿La primera?"}, "¿La segunda?")[0] == 200
    _until(lambda: text(studio, "signs.heading")["translation"] == "¿La segunda?")


def test_texts_that_both_save_at_once_are_all_in_the_file(studio: Studio, other: Studio) -> None:
    """Each reads the file again before it writes, and neither writes while the other does."""
    known = {key: text(studio, key) for key in KEYS}
    _until(lambda: known == {key: text(other, key) for key in KEYS})
    before = studio.catalog("es").read_text(encoding="utf-8")
    answers: dict[str, tuple[int, Any]] = {}

    def work(who: Studio, keys: tuple[str, ...]) -> None:
        for key in keys:
            answers[key] = save(who, known[key], f"{known[key]['translation']} Ya.")

    threads = [threading.Thread(target=work, args=pair) for pair in ((studio, KEYS[::2]), (other, KEYS[1::2]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {key: status for key, (status, _) in answers.items()} == dict.fromkeys(KEYS, 200), answers
    after = studio.catalog("es").read_text(encoding="utf-8")
    assert after.count(" Ya.") == before.count(" Ya.") + len(KEYS)
    for who in (studio, other):
        _until(lambda who=who: all(text(who, key)["translation"].endswith(" Ya.") for key in KEYS))


def test_the_second_to_change_a_contact_sees_what_the_first_did(studio: Studio, other: Studio) -> None:
    (hotline,) = [one for one in other.get("/api/contacts") if one["id"] == "hotline"]
    edits = {
        who: [{"field": "hotline.hours", "before": "always", "after": after}]
        for who, after in (("first", "Mondays"), ("second", "Fridays"))
    }
    body = {"seen": hotline["reached"], "write": True}
    assert studio.ask("POST", "/api/contacts", body | {"edits": edits["first"]})[0] == 200
    status, _, data = other.ask("POST", "/api/contacts", body | {"edits": edits["second"]})
    assert status == 409
    assert json.loads(data)["conflicts"] == [edits["second"][0] | {"now": "Mondays"}]
    assert "hours: Mondays" in (studio.campaign / "content" / "contacts.yaml").read_text(encoding="utf-8")


def _until(good: Any) -> None:
    deadline = time.monotonic() + 20
    while not good():
        assert time.monotonic() < deadline
        time.sleep(0.05)
