"""Saving: the catalog is written as the command line writes it, and nobody's text is lost."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flyers.content.message_key import MessageKey
from flyers.pipeline.session import Session
from flyers.translation.catalog import Entry
from flyers.workflow.catalog_edit import update_catalogs
from tools.studio import Studio, start

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

KEY = "card.headline"
KEYS = (KEY, f"{KEY}/short")


@pytest.fixture(scope="module")
def original(root: Path) -> Mapping[MessageKey, Entry]:
    return Session(root).catalog("es").entries


@pytest.fixture(autouse=True)
def as_it_was(studio: Studio, root: Path, original: Mapping[MessageKey, Entry]) -> None:
    """The catalog as it was, and noticed by the studio."""
    shutil.copy(root / "translations" / "es" / "LC_MESSAGES" / "flyers.po", studio.catalog("es"))
    deadline = time.monotonic() + 20
    while any(text(studio, key=key)["translation"] != original[MessageKey.parse(key)].translation for key in KEYS):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def text(studio: Studio, tag: str = "es", key: str = KEY) -> dict[str, Any]:
    found = studio.get(f"/api/message?language={tag}&key={key}")
    return next(form for form in found["forms"] if form["key"] == key)


def save(studio: Studio, after: str, *, tag: str = "es", mine: bool = False, **change: Any) -> tuple[int, Any]:
    known = text(studio, tag)
    one = {"key": KEY, "before": known["translation"], "after": after, "english": known["english"], **change}
    status, _, data = studio.ask("POST", "/api/save", {"language": tag, "texts": [one], "mine": mine})
    return status, json.loads(data)


def test_one_line_of_the_file_changes(studio: Studio) -> None:
    before = studio.catalog("es").read_bytes().splitlines()
    status, answer = save(studio, "¿Alguien le controla a usted o a alguien que conoce?")
    assert (status, answer["changed"]) == (200, [KEY])
    after = studio.catalog("es").read_bytes().splitlines()
    differ = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert [other for _, other in differ] == ['msgstr "¿Alguien le controla a usted o a alguien que conoce?"'.encode()]
    assert not update_catalogs(Session(studio.campaign), ["es"], write=False), "the command line would write the same"


def test_the_same_text_writes_nothing(studio: Studio) -> None:
    before = studio.catalog("es").stat().st_mtime_ns
    status, answer = save(studio, text(studio)["translation"])
    assert (status, answer["changed"]) == (200, [])
    assert studio.catalog("es").stat().st_mtime_ns == before


def test_a_doubtful_text_is_marked_and_a_new_text_is_not(studio: Studio) -> None:
    save(studio, "¿Alguien le controla?", doubtful=True)
    assert text(studio)["fuzzy"]
    assert b'#, fuzzy\nmsgctxt "card.headline"\n' in studio.catalog("es").read_bytes()
    state = {item["key"]: item["state"] for item in studio.get("/api/work?language=es")}
    assert state[KEY] == "fuzzy"
    save(studio, "¿Alguien controla a usted?")
    assert not text(studio)["fuzzy"]


def test_a_text_that_has_changed_on_disk_is_a_conflict(studio: Studio) -> None:
    known = text(studio)
    path = studio.catalog("es")
    line = f'msgstr "{known["translation"]}"'
    path.write_text(path.read_text(encoding="utf-8").replace(line, 'msgstr "Lo de otra persona"'), encoding="utf-8")
    on_disk = path.read_bytes()
    status, answer = save(studio, "Lo mío", before=known["translation"])
    assert status == 409
    assert answer["conflicts"] == [
        {"key": KEY, "before": known["translation"], "now": "Lo de otra persona", "after": "Lo mío"}
    ]
    assert path.read_bytes() == on_disk
    status, answer = save(studio, "Lo mío", before=known["translation"], mine=True)
    assert (status, answer["changed"]) == (200, [KEY])
    assert 'msgstr "Lo mío"' in path.read_text(encoding="utf-8")


def test_a_conflict_in_one_text_keeps_all_from_being_written(studio: Studio) -> None:
    before = studio.catalog("es").read_bytes()
    known = text(studio, key=f"{KEY}/short")
    texts = [
        {"key": f"{KEY}/short", "before": known["translation"], "after": "Bien"},
        {"key": KEY, "before": "algo que nunca hubo", "after": "Mal"},
    ]
    status, _, data = studio.ask("POST", "/api/save", {"language": "es", "texts": texts})
    assert status == 409
    assert [one["key"] for one in json.loads(data)["conflicts"]] == [KEY]
    assert studio.catalog("es").read_bytes() == before


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ("", "empty"),
        ("Llame al 1-888-373-7888", "typed by hand"),
        ("Llame a {nadie}", "nadie"),
    ],
)
def test_a_text_that_would_stop_a_build_is_refused(studio: Studio, after: str, says: str) -> None:
    before = studio.catalog("es").read_bytes()
    status, answer = save(studio, after)
    assert status == 422
    assert any(says in error["problem"] for error in answer["errors"]), answer
    assert all(KEY in error["trail"] for error in answer["errors"])
    assert studio.catalog("es").read_bytes() == before


LONG = "¿Alguien controla cada una de las cosas que usted hace en todas las horas del día y de la noche? " * 5


def test_a_text_with_which_a_product_cannot_be_made_is_refused_unless_it_is_not_printed(studio: Studio) -> None:
    before = studio.catalog("es").read_bytes()
    status, answer = save(studio, LONG)
    assert status == 422
    assert [(error["trail"][:2], "higher than a page" in error["problem"]) for error in answer["errors"]] == [
        (["large-print", "es"], True),
        (["large-print-a4", "es"], True),
    ]
    assert studio.catalog("es").read_bytes() == before
    status, answer = save(studio, LONG, doubtful=True)
    assert (status, answer["changed"], answer["not_made"]) == (200, [KEY], [])


def test_a_product_that_could_not_be_made_before_keeps_no_text_from_being_saved(studio: Studio) -> None:
    path = studio.catalog("es")
    now = text(studio)["translation"]
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{now}"', f'"{LONG.strip()}"'), encoding="utf-8")
    status, answer = save(studio, f"{LONG.strip()} ¿Sí?", before=LONG.strip())
    assert (status, answer["changed"]) == (200, [KEY])
    assert answer["not_made"] == ["Large print", "Large print (large-print-a4)"]
    status, answer = save(studio, now)
    assert (status, answer["not_made"]) == (200, [])


def test_a_text_for_another_english_is_refused(studio: Studio) -> None:
    status, answer = save(studio, "¿Bien?", english="Something else entirely")
    assert status == 422
    assert "English has changed" in answer["errors"][0]["problem"]


@pytest.mark.parametrize(
    "body",
    [
        {"language": "en", "texts": [{"key": KEY, "before": "", "after": "x"}]},
        {"language": "../es", "texts": [{"key": KEY, "before": "", "after": "x"}]},
        {"language": "es", "texts": [{"key": "no.such.message", "before": "", "after": "x"}]},
        {"language": "es", "texts": [{"key": "../../etc", "before": "", "after": "x"}]},
        {"language": "es", "texts": [{"key": KEY, "before": "", "after": 7}]},
        {"language": "es", "texts": []},
        {"language": "es"},
    ],
)
def test_what_cannot_be_saved_is_an_error(studio: Studio, body: dict[str, Any]) -> None:
    assert studio.ask("POST", "/api/save", body)[0] == 422


def test_a_studio_that_only_shows_writes_nothing(studio: Studio) -> None:
    other = start(studio.campaign, "--read-only")
    try:
        before = {path: path.read_bytes() for path in studio.campaign.rglob("*") if path.is_file()}
        status, answer = save(other, "¿Algo nuevo?")
        assert status == 422
        assert "--read-only" in answer["errors"][0]["problem"]
        drafts = {"es": {KEY: "¿Algo nuevo?"}}
        view = {"product": "wallet-card", "language": "es", "edition": "screen", "pixels": 300, "drafts": drafts}
        assert other.post("/api/pages", view)["pages"], "typing sets the page all the same"
        assert {path: path.read_bytes() for path in studio.campaign.rglob("*") if path.is_file()} == before
    finally:
        assert other.end() == 0
