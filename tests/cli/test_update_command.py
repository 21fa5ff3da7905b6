"""``flyers translations update`` reports what it changed in each language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import edit
from flyers.pipeline.session import open_session

MESSAGES = Path("content/messages/all.yaml")


@pytest.fixture
def update(small: Path, flyers: Callable[..., Any]) -> Callable[..., Any]:
    flyers("--project", str(small), "translations", "update", "--lang", "es")  # the seed's file is outdated

    def run(*words: str) -> Any:
        open_session.cache_clear()  # as in a process of its own
        return flyers("--project", str(small), "translations", "update", "--lang", "es", *words)

    return run


def test_new_fuzzy_and_obsolete_messages_are_named(small: Path, update: Callable[..., Any]) -> None:
    edit(small / MESSAGES, "text: Help line", "text: Line that helps")
    edit(small / MESSAGES, "  signs.law:\n    text: A law of 2000.\n", "  signs.new:\n    text: Something new.\n")
    ran = update()
    assert ran.code == 0, ran.err
    assert "translations/es/LC_MESSAGES/flyers.po: updated" in ran.out
    assert "  1 new: signs.new\n" in ran.out
    assert "  1 fuzzy: contact.line.name\n" in ran.out
    assert "  1 obsolete: signs.law\n" in ran.out
    again = update()
    assert again.out == "Template and catalogs are up to date.\n"


def test_a_renamed_message_is_fuzzy_and_not_new(small: Path, update: Callable[..., Any]) -> None:
    edit(small / MESSAGES, "signs.law:", "about.law:")
    (found,) = [entry for entry in json.loads(update("--json").out) if entry["language"] == "es"]
    assert (found["new"], found["fuzzy"], found["obsolete"]) == ([], ["about.law"], ["signs.law"])


def test_check_reports_the_same_and_writes_nothing(small: Path, update: Callable[..., Any]) -> None:
    edit(small / MESSAGES, "text: Help line", "text: Line that helps")
    before = (small / "translations/es/LC_MESSAGES/flyers.po").read_bytes()
    ran = update("--check")
    assert ran.code == 4
    assert "flyers.po: outdated\n  1 fuzzy: contact.line.name\n" in ran.out
    assert (small / "translations/es/LC_MESSAGES/flyers.po").read_bytes() == before
