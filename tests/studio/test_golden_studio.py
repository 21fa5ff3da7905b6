"""Golden files: what the studio answers about a small campaign, as JSON that a person can compare.

To update them after an intended change, run ``FLYERS_WRITE_GOLDEN=1 pytest tests/studio/test_golden_studio.py``, and review
the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.message_key import MessageKey
from flyers.errors import Source
from flyers.findings import Fault
from flyers.page.editions import EDITIONS
from flyers.studio import desk, messages
from flyers.studio.live import Live, WarmSession
from flyers.studio.pages import ScreenPages, View, page_overlays
from flyers.translation.checks.catalog import SHORTER
from flyers.translation.checks.findings import TranslationFinding

GOLDEN = Path(__file__).parent / "golden"

MORE_MESSAGES = """
  lighthouse.new:
    text: A new text.
  lighthouse.changed:
    text: "Call {harbor} now."
    short: Call now.
  lighthouse.unsure:
    text: Stay in the harbor.
    most: 12
"""

MORE_TRANSLATIONS = """
msgctxt "lighthouse.changed"
msgid "Call {harbor}."
msgstr "Llame al {harbor}."

#, fuzzy
#| msgctxt "lighthouse.changed/short"
#| msgid "Call."
msgctxt "lighthouse.changed/short"
msgid "Call now."
msgstr "Llame."

# Is it a boat?
#, fuzzy
msgctxt "lighthouse.unsure"
msgid "Stay in the harbor."
msgstr "Quédese en el puerto 24/7."
"""

KEY = MessageKey("lighthouse.call")
VIEW = View("sticker", "es", "press")


@pytest.fixture
def live(second_campaign: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    """A campaign that has a text of every state, on the day of its issue."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    english = second_campaign / "content" / "messages" / "lighthouse.yaml"
    english.write_text(english.read_text(encoding="utf-8").rstrip() + MORE_MESSAGES, encoding="utf-8")
    spanish = second_campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    head, mark, rest = spanish.read_text(encoding="utf-8").partition("# DRAFT")
    doubt = "#\n# - Words: (1) lighthouse.title may be a label; (2) nothing else.\n#\n"
    spanish.write_text(f"{head}{doubt}{mark}{rest.rstrip()}\n{MORE_TRANSLATIONS}", encoding="utf-8")
    return Live(WarmSession(second_campaign))


def told_work(live: Live) -> Any:
    return [{**one, "english": ...} if one["state"] == messages.DONE else one for one in messages.work(live, "es")]


def told_message(live: Live) -> Any:
    names = ("lighthouse.call", "lighthouse.changed", "lighthouse.unsure", "lighthouse.title")
    return [messages.message(live, "es", messages.known_key(live, name)) for name in names]


def told_contacts(live: Live) -> Any:
    return {"contacts": desk.contacts(live), "uses": desk.uses(live, "harbor")}


def told_findings(live: Live) -> Any:
    texts = {
        KEY: "¿Trabaja sin paga? Llame al 555.",
        MessageKey("lighthouse.unsure"): "",
        MessageKey("lighthouse.new"): "Nuevo",
    }
    return messages.findings_typed(live, "es", texts)


def told_pages(live: Live) -> Any:
    answer = ScreenPages(live).compose(VIEW, {"es": {KEY: "¿Sin paga? **Llame al {harbor}.**"}}, 600)
    assert set(answer.pop("seconds")) == {"localize", "compose", "paint"}
    return answer


def told_places(live: Live) -> Any:
    found = messages.places(live, VIEW, {}, KEY)
    search = messages.RoomSearch(live, VIEW, {}, KEY)
    while not search.done:
        search.step()
    return {"places": found, "room": search.found()}


def told_saving(live: Live) -> Any:
    """Two texts are saved, then one of them again by somebody who saw what was there before."""
    text = {"key": "lighthouse.new", "before": "", "after": "Un texto nuevo.", "english": "A new text."}
    name = {
        "key": "lighthouse.name",
        "before": "El Faro",
        "after": "Un faro",
        "english": "The Lighthouse",
        "doubtful": True,
    }
    first = desk.save(live, {"language": "es", "texts": [text, name]})
    again = desk.save(live, {"language": "es", "texts": [{**text, "after": "Otro texto."}, name]})
    return {"first": first, "again": again}


@pytest.mark.parametrize(
    "told",
    [messages.campaign, told_work, told_message, told_contacts, told_findings, told_pages, told_places, told_saving],
    ids=lambda told: told.__name__.removeprefix("told_"),
)
def test_the_answer_is_as_its_golden_file_says(live: Live, told: Callable[[Live], Any]) -> None:
    text = json.dumps(told(live), ensure_ascii=False, indent=1, default=lambda _: "…")
    text = re.sub(r'("picture": )"[0-9a-f]{16}"', r'\1"…"', text)
    text = re.sub(
        r"\[\s+([-\d.]+,\s+[-\d.]+,\s+[-\d.]+,\s+[-\d.]+)\s+\]", lambda box: f"[{' '.join(box[1].split())}]", text
    )
    path = GOLDEN / f"{told.__name__.removeprefix('told_')}.json"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "document", "told"), [("", "ltr", "ltr"), ("", "rtl", "rtl"), ("rtl", "ltr", "rtl")])
def test_a_page_of_another_language_may_run_in_another_direction(
    live: Live, page: str, document: str, told: str
) -> None:
    composed = live.session.composed(live.localized("es"), live.session.layout("sticker"))
    pages = tuple(replace(one, direction=page) for one in composed.pages)
    answer = page_overlays(replace(composed, pages=pages, direction=document), 0, EDITIONS["screen"])
    assert answer["direction"] == told


def test_folds_covered_edges_and_pieces_are_in_points_from_the_upper_left(live: Live) -> None:
    """A page of 226.77 × 170.08 pt, whose safe margin is 11.34 pt."""
    composed = live.session.composed(live.localized("es"), live.session.layout("sticker"))

    def told(**change: Any) -> dict[str, Any]:
        pages = tuple(replace(one, **change) for one in composed.pages)
        return page_overlays(replace(composed, pages=pages), 0, EDITIONS["screen"])

    folded = told(folds=(40.0,), level_folds=(20.0, 150.0), covered=(30.0, 20.0))
    assert folded["folds"] == [[40.0, 0.0, 0.0, 170.08], [0.0, 150.08, 226.77, 0.0], [0.0, 20.08, 226.77, 0.0]]
    assert folded["safe"] == [11.34, 30.0, 204.09, 120.08]
    assert told(covered=(5.0, 5.0))["safe"] == told()["safe"] == [11.34, 11.34, 204.09, 147.4]
    assert told()["trims"] == [[0.0, 0.0, 226.77, 170.08]]
    pieces = told(pieces=((0.0, 0.0, 100.0, 170.08), (120.0, 0.0, 226.77, 170.08)))
    assert (pieces["safe"], pieces["trims"]) == (None, [[0.0, 0.0, 100.0, 170.08], [120.0, 0.0, 106.77, 170.08]])


def test_findings_on_disk_stand_with_their_text_and_are_looked_for_once(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def check_words(session: object, tag: str) -> SimpleNamespace:
        looked.append(tag)
        found = [("call", "One."), ("new", "Two."), ("call", "Three.")]
        return SimpleNamespace(
            findings=[
                TranslationFinding(SHORTER, Fault(problem, where=f"lighthouse.{name}"), Source(f"{tag}.po"))
                for name, problem in found
            ]
        )

    monkeypatch.setattr(messages, "check_words", check_words)

    def told(tag: str, name: str) -> list[tuple[str, str]]:
        findings = messages.findings(live, tag, MessageKey(f"lighthouse.{name}"))
        return [(finding["source"], finding["problem"]) for finding in findings]

    assert told("es", "call") == [("es.po", "One."), ("es.po", "Three.")]
    assert (told("es", "new"), told("es", "unsure")) == ([("es.po", "Two.")], [])
    assert told("sw", "new") == [("sw.po", "Two.")]
    assert looked == ["es", "sw"]
