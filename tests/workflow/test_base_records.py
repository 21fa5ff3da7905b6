"""Which layer each value of a campaign is from, and what an update of the base has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.errors import UsageError
from flyers.pipeline.session import Session
from flyers.workflow.base_record import (
    HERE,
    RECORD_FILE,
    BaseChange,
    BaseState,
    LayerValue,
    base_session,
    changes,
    layer_values,
    read_record,
    record_text,
    state_of,
)
from own_campaigns import OWN_LINE, layer

SMALL, NETWORK = "../small", "../network"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
SPANISH = "translations/es/LC_MESSAGES/flyers.po"
THEME = """\
colours:
  black: {cmyk: [0, 0, 0, 100], srgb: "#000000"}
  paper: {cmyk: [0, 0, 0, 0], srgb: "#ffffff"}
grounds:
  paper: {text: black, strong: black, picture: black}
"""


@pytest.fixture
def maine(small: Path, tmp_path: Path) -> Path:
    """A campaign on a network, which is on the small one; each has something of its own."""
    (small / "content/themes").mkdir()
    (small / "content/themes/calm.yaml").write_text(THEME, encoding="utf-8")
    (small / "content/layouts").mkdir()
    (small / "content/layouts/note.yaml").write_text("title: campaign.name\n", encoding="utf-8")
    network = {
        "content/messages/own.yaml": "messages:\n  signs.law: {text: A law.}\n  signs.new: {text: New.}\n",
        "content/images/a.png": "",
    }
    layer(tmp_path / "network", SMALL, network)
    own = {
        "content/contacts.yaml": OWN_LINE,
        "content/messages/own.yaml": "messages:\n  signs.law: {text: A law of Maine.}\n  signs.own: {text: Own.}\n",
        "content/themes/calm.yaml": 'colours:\n  black: {cmyk: [0, 0, 0, 90], srgb: "#111111"}\n',
        "content/layouts/note.yaml": "title: campaign.name\nsafe: 1in\n",
        "content/images/a.png": "",
        SPANISH: f'{HEAD}\nmsgctxt "signs.law"\nmsgid "A law of Maine."\nmsgstr "Una ley\u200b."\n\n'
        'msgctxt "signs.own"\nmsgid "Own."\nmsgstr "Propio."\n\nmsgctxt "signs.sex"\nmsgid "x"\nmsgstr ""\n',
    }
    return layer(tmp_path / "maine", NETWORK, own, "  languages: [en, es]\n")


def test_every_value_has_its_layer_and_what_it_stands_for(maine: Path) -> None:
    values = {(value.kind, value.name): value for value in layer_values(Session(maine))}

    def of(kind: str, name: str) -> tuple[str, str, str]:
        value = values[kind, name]
        return value.value, value.layer, value.instead_of

    assert of("campaign", "id") == ("maine", HERE, "")
    assert of("campaign", "issue") == ("2026-12", HERE, NETWORK)
    assert of("campaign", "theme") == ("calm", SMALL, "")
    assert of("contact", "site") == ("example.org/maine", HERE, SMALL)
    assert of("contact", "hotline") == ("1-888-373-7888", SMALL, "")
    assert of("message", "signs.law") == ("A law of Maine.", HERE, NETWORK)
    assert of("message", "signs.new") == ("New.", NETWORK, "")
    assert of("message", "signs.own") == ("Own.", HERE, "")
    assert of("message", "help.say") == ("Say: “{request}”", SMALL, "")
    assert of("language", "es") == ("Spanish", SMALL, "")
    assert of("language", "ar") == ("not chosen", SMALL, "")
    assert of("translation", "es signs.law") == ("Una ley.", HERE, NETWORK)
    assert of("translation", "es signs.own") == ("Propio.", HERE, "")
    assert ("translation", "es signs.sex") not in values
    assert of("colour", "black") == ("#111111", HERE, SMALL)
    assert of("colour", "paper") == ("#ffffff", SMALL, "starter")  # which has a theme of that name
    assert of("ground", "paper") == ("", SMALL, "starter")
    assert of("layout", "note") == ("", HERE, SMALL)
    assert of("condition", "gracol") == ("", "starter", "")  # which every campaign has
    assert of("image", "a") == ("", HERE, NETWORK)
    assert [value.kind for value in layer_values(Session(maine)) if value.name == "logo"] == []


def test_a_record_is_read_as_it_was_written(maine: Path) -> None:
    session = Session(maine)
    assert read_record(session) is None
    state = state_of(base_session(session), ("en", "es", "xx"))
    assert set(state.messages["signs.sex"]) == {"en", "es"}
    assert set(state.messages["signs.new"]) == {"en"}
    assert {"content/layouts/note.yaml", "content/themes/calm.yaml", "content/images/a.png"} <= set(state.files)
    (maine / RECORD_FILE).write_text(record_text(NETWORK, state), encoding="utf-8")
    recorded = read_record(Session(maine))
    assert recorded == state
    assert recorded.digest == state.digest
    assert f'base: "{NETWORK}"\ndigest: "{state.digest}"\n' in (maine / RECORD_FILE).read_text(encoding="utf-8")


def test_the_digest_is_of_all_parts() -> None:
    whole = BaseState({"a": "1"}, {"b": {"en": "2"}}, {"c": "3"})
    others = [
        BaseState({"a": "2"}, whole.messages, whole.files),
        BaseState({"x": "1"}, whole.messages, whole.files),
        BaseState(whole.contacts, {"b": {"es": "2"}}, whole.files),
        BaseState(whole.contacts, {"b": {"en": "3"}}, whole.files),
        BaseState(whole.contacts, {"x": {"en": "2"}}, whole.files),
        BaseState(whole.contacts, whole.messages, {"c": "4"}),
        BaseState(whole.contacts, whole.messages, {"x": "3"}),
    ]
    assert len({whole.digest, *(other.digest for other in others)}) == 8


def test_what_an_update_changes_is_listed_with_what_is_the_campaign_s_own(maine: Path, small: Path) -> None:
    before = state_of(base_session(Session(maine)), ("en", "es"))
    assert list(changes(Session(maine), before, before)) == []
    edit(small / "content/contacts.yaml", "1-888-373-7888", "888-373-7888")
    edit(small / "content/contacts.yaml", "example.org/help\n", "www.example.org/help\n")
    edit(small / "content/messages/all.yaml", "In danger?", "In great danger?")
    edit(small / SPANISH, "Línea de ayuda", "La línea de ayuda")
    edit(maine.parent / "network/content/messages/own.yaml", "signs.new: {text: New.}", "signs.newer: {text: New.}")
    edit(maine.parent / "network/content/messages/own.yaml", "A law.", "The law.")
    (small / "content/layouts/card.yaml").write_text("title: campaign.name\n", encoding="utf-8")
    (small / "content/layouts/note.yaml").write_text("title: help.call\n", encoding="utf-8")
    session = Session(maine)
    found = list(changes(session, before, state_of(base_session(session), ("en", "es"))))
    assert [change for change in found if change.kind == "contact"] == [
        BaseChange("contact", "hotline", "changed", False),
        BaseChange("contact", "site", "changed", True),
    ]
    messages = {(change.name, change.change): change.own for change in found if change.kind == "message"}
    assert messages["help.danger", "English changed"] is False
    assert messages["help.danger", "Spanish no longer translated"] is False
    assert messages["contact.line.name", "Spanish changed"] is False
    assert messages["signs.law", "English changed"] is True
    assert messages["signs.new", "gone"] is False
    assert messages["signs.newer", "new"] is False
    assert len(messages) == 6
    assert [change for change in found if change.kind == "file"] == [
        BaseChange("file", "content/layouts/note.yaml", "changed", True),
        BaseChange("file", "content/layouts/card.yaml", "new", False),
    ]


def test_a_change_of_the_base_that_does_not_reach_the_campaign_s_own_words_is_told_as_such(
    maine: Path, small: Path
) -> None:
    """A translation of its own stands in place of the base's."""
    edit(maine / SPANISH, "signs.own", "signs.new")
    before = state_of(base_session(Session(maine)), ("en", "es"))
    spanish = dict.fromkeys(before.messages["signs.new"], "0" * 16) | {"es": "1" * 16}
    messages = {**before.messages, "signs.new": spanish, "signs.sex": before.messages["signs.sex"] | {"es": "1" * 16}}
    found = list(changes(Session(maine), BaseState(before.contacts, messages, before.files), before))
    assert found == [
        BaseChange("message", "signs.sex", "Spanish changed", False),  # its own entry is empty
        BaseChange("message", "signs.new", "English changed", False),
        BaseChange("message", "signs.new", "Spanish no longer translated", True),
    ]


def test_entries_of_one_file_come_from_the_layers_that_have_them(maine: Path, small: Path) -> None:
    term = "  {0}: {{english: [{0}], note: Made up, forms: {{es: [{0}]}}}}\n".format
    (small / "translations/glossary.yaml").write_text(f"terms:\n{term('tip')}{term('law')}", encoding="utf-8")
    (maine / "translations/glossary.yaml").write_text(f"terms:\n{term('law')}{term('sign')}", encoding="utf-8")
    values = list(layer_values(Session(maine)))
    assert sorted((value.name, value.layer, value.instead_of) for value in values if value.kind == "term") == [
        ("law", HERE, SMALL),
        ("sign", HERE, ""),
        ("tip", SMALL, ""),
    ]


def test_a_record_of_an_earlier_release_still_holds(small: Path) -> None:
    """Otherwise everything would be told as changed in the base."""
    state = state_of(Session(small), ("en", "es"))
    assert state.contacts["hotline"] == "d4121c271467cb47"
    assert state.messages["signs.law"] == {"en": "8ce40cc837bb7b81", "es": "109ee48a41ec7252"}
    assert state.files == {"translations/languages.yaml": "ce0fd106c0a34f7f"}
    assert state.digest == "64ca0f63f579061b"


def test_a_campaign_without_a_base_has_no_record_to_keep(small: Path) -> None:
    with pytest.raises(UsageError, match="This campaign is not built on another one"):
        base_session(Session(small))
    assert LayerValue("message", "signs.law", "A law of 2000.", HERE) in list(layer_values(Session(small)))
