"""The tables that commands print, to the space: languages, contacts, values by layer, and changes of a base."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli.campaign import check_command, languages_command, show_command
from flyers.cli.console import Console
from flyers.cli.contacts import list_command
from flyers.errors import ExitCode, UsageError
from flyers.workflow import base_record, status, uses
from flyers.workflow.base_record import HERE, BaseChange, LayerValue
from flyers.workflow.status import LanguageCount


def printed(monkeypatch: pytest.MonkeyPatch, command: Any, *words: str, opened: Any = None) -> tuple[str, list[str]]:
    """Run *command* in the session *opened*: what it prints to stdout, and the lines on stderr."""
    open_as(monkeypatch, opened)
    parser = argparse.ArgumentParser()
    command.configure(parser)
    parser.set_defaults(project=Path())
    out, err = io.StringIO(), io.StringIO()
    assert command.run(parser.parse_args(words), Console(out=out, err=err)) is ExitCode.OK
    return out.getvalue(), err.getvalue().splitlines()


# -- flyers languages -------------------------------------------------------------------------------------------------


COUNTS = [
    LanguageCount("es", "Spanish", "Español", "ltr", 200, 200, "draft", "draft translation"),
    LanguageCount("zh-Hans", "Chinese", "简体中文", "ltr", 200, 7, "draft", "not translated"),
    LanguageCount("ur", "Urdu", "اردو", "rtl", 0, 0, "draft", "broken"),
]


def test_languages_are_listed_with_their_share_at_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "count_languages", lambda session: COUNTS)
    out, _ = printed(monkeypatch, languages_command)
    assert out.splitlines() == [
        "tag      English  own name  dir  translated  status",
        "es       Spanish  Español   ltr       100 %  draft translation",
        "zh-Hans  Chinese  简体中文  ltr         3 %  not translated",
        "ur       Urdu     اردو      rtl         0 %  broken",
    ]


def test_tags_alone_are_for_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = SimpleNamespace(languages=lambda: ["en", "es"])
    assert printed(monkeypatch, languages_command, "--tags", opened=opened)[0] == "en\nes\n"


def test_a_share_is_rounded_down_so_that_100_means_all() -> None:
    shares = [LanguageCount("", "", "", "", 200, translated, "", "").percent for translated in (0, 1, 2, 199, 200)]
    assert shares == [0, 0, 1, 99, 100]


# -- flyers contacts list ---------------------------------------------------------------------------------------------


def contact(name: str, display: str, *, verified: dt.date | None = None, own: dict[str, str] | None = None) -> Any:
    own_values = {
        tag: SimpleNamespace(kind="phone", display=text, target=f"tel:{text}", verified_on=None)
        for tag, text in (own or {}).items()
    }
    made = SimpleNamespace(
        id=name, kind="phone", display=display, target=f"tel:{display}", verified_on=verified, origin="seed"
    )
    made.own_languages = tuple(own_values)
    made.in_language = own_values.__getitem__
    made.variants = lambda: [made, *own_values.values()]
    return made


def contacts() -> Any:
    both = [contact("hotline", "888", verified=dt.date(2026, 11, 3)), contact("office", "555", own={"es": "556"})]
    return SimpleNamespace(campaign=SimpleNamespace(contacts={one.id: one for one in both}))


def test_contacts_are_listed_with_those_of_a_language_below(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, list_command, opened=contacts())[0].splitlines() == [
        "contact      kind   printed  opens    verified on",
        "hotline      phone  888      tel:888  2026-11-03",
        "office       phone  555      tel:555  never",
        "office (es)  phone  556      tel:556  never",
    ]


def test_contacts_as_json_have_those_of_a_language_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    hotline, office = json.loads(printed(monkeypatch, list_command, "--json", opened=contacts())[0])
    assert hotline == {
        "contact": "hotline",
        "kind": "phone",
        "printed": "888",
        "opens": "tel:888",
        "languages": {},
        "verified_on": "2026-11-03",
        "source": "seed",
    }
    assert office["languages"] == {"es": {"printed": "556", "opens": "tel:556"}}
    assert office["verified_on"] is None


# -- flyers campaign show ---------------------------------------------------------------------------------------------


VALUES = [
    LayerValue("contact", "hotline", "888", "starter", ""),
    LayerValue("contact", "office", "555", HERE, "starter"),
    LayerValue("message", "state.name", "Maine", HERE, ""),
    LayerValue("colour", "night", "#101020", "starter", ""),
]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["hotline", "office", "state.name", "night"]),
        (["contact"], ["hotline", "office"]),
        (["contacts", "colours"], ["hotline", "office", "night"]),
        (["--own"], ["office", "state.name"]),
        (["contact", "--own"], ["office"]),
        (["colour", "--own"], []),
    ],
)
def test_values_may_be_chosen_by_kind_and_by_layer(
    monkeypatch: pytest.MonkeyPatch, words: list[str], names: list[str]
) -> None:
    monkeypatch.setattr(base_record, "layer_values", lambda session: iter(VALUES))
    out, _ = printed(monkeypatch, show_command, *words)
    assert [line.split()[1] for line in out.splitlines()[1:]] == names
    found = json.loads(printed(monkeypatch, show_command, *words, "--json")[0])
    assert [value["name"] for value in found] == names


def test_a_value_stands_with_what_it_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_record, "layer_values", lambda session: iter(VALUES))
    lines = printed(monkeypatch, show_command)[0].splitlines()
    places = [lines[0].index(word) for word in ("kind", "name", "value", "comes from", "instead of")]
    assert [lines[2][place:].split("  ")[0].strip() for place in places] == [
        "contact",
        "office",
        "555",
        HERE,
        "starter",
    ]


@pytest.mark.parametrize(("length", "shown"), [(50, "a" * 50), (51, f"{'a' * 49}…")])
def test_a_long_value_is_cut_in_the_table(monkeypatch: pytest.MonkeyPatch, length: int, shown: str) -> None:
    values = [LayerValue("message", "state.name", "a" * length, HERE, "")]
    monkeypatch.setattr(base_record, "layer_values", lambda session: iter(values))
    assert printed(monkeypatch, show_command)[0].splitlines()[1].split()[2] == shown


def test_a_kind_that_is_none_is_told_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_record, "layer_values", lambda session: iter(VALUES))
    with pytest.raises(UsageError) as caught:
        printed(monkeypatch, show_command, "contcts")
    assert caught.value.problem == "There is no kind “contct”."
    assert caught.value.hint == "Did you mean “contact”? Kinds are contact, message, colour."


# -- flyers campaign check --------------------------------------------------------------------------------------------


CHANGES = [BaseChange("contact", "hotline", "changed", False), BaseChange("message", "signs.heading", "gone", True)]
ACCEPT = "To record that you have looked: flyers campaign check --accept"


@pytest.mark.parametrize(
    ("before", "found", "words", "rows", "notes"),
    [
        (None, [], [], [], ["There is no", ACCEPT]),
        (None, [], ["--accept"], [], ["There is no"]),
        ("record", [], [], [], ["The base has not changed."]),
        ("record", CHANGES, [], ["you use it", "your own counts"], [ACCEPT]),
        ("record", CHANGES, ["--accept"], ["you use it", "your own counts"], []),
    ],
)
def test_what_has_changed_in_the_base_is_listed_until_it_is_accepted(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    before: Any,
    found: list[BaseChange],
    words: list[str],
    rows: list[str],
    notes: list[str],
) -> None:
    monkeypatch.setattr(uses, "unused_entries", lambda session: [])
    base = SimpleNamespace(name="starter")
    opened = SimpleNamespace(
        folder=tmp_path,
        changing=lambda writes: contextlib.nullcontext(),
        registry=SimpleNamespace(tags=["en"]),
        campaign=SimpleNamespace(layers=SimpleNamespace(bases=[base])),
    )
    monkeypatch.setattr(base_record, "read_record", lambda session: before)
    monkeypatch.setattr(base_record, "base_session", lambda session: session)
    monkeypatch.setattr(base_record, "state_of", lambda session, tags: "state")
    monkeypatch.setattr(base_record, "changes", lambda session, old, new: iter(found))
    monkeypatch.setattr(base_record, "record_text", lambda name, state: f"{name}: {state}\n")
    out, err = printed(monkeypatch, check_command, *words, opened=opened)
    lines = out.splitlines()
    assert len(lines) == (len(rows) + 1 if rows else 0)
    assert all(line.endswith(row) for line, row in zip(lines[1:], rows, strict=True))
    assert len(err) == len(notes)
    assert all(line.startswith(note) for line, note in zip(err, notes, strict=True))
    record = tmp_path / base_record.RECORD_FILE
    assert record.exists() is ("--accept" in words)
    if record.exists():
        assert record.read_text(encoding="utf-8") == "starter: state\n"
    told = json.loads(printed(monkeypatch, check_command, *words, "--json", opened=opened)[0])
    assert [(one["name"], one["own"]) for one in told] == [(one.name, one.own) for one in found]
