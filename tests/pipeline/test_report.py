"""What is told of results and files, and warnings of a build: one line for each fact, with all files that it concerns."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.message_key import Form, MessageKey
from flyers.errors import OversetError, Source, UsageError
from flyers.findings import Fault
from flyers.page.document import ContactOnLine, LoweredBands, QrCode, TextLine
from flyers.pipeline import entry
from flyers.pipeline.entry import warnings
from flyers.pipeline.outputs import (
    Clock,
    Result,
    by_fact,
    errors,
    exit_code,
    listed,
    sentence,
)
from flyers.pipeline.plan import Job
from flyers.proof.findings import ProofExplanation, ProofFinding

DRAFT = "draft translation, checked by the program, signed by nobody"


def unverified(*contacts: str) -> str:
    return f"never verified by anybody: {', '.join(contacts)} (content/contacts.yaml, verified_on)"


def test_contacts_that_nobody_has_verified_are_one_fact_whatever_each_file_shows() -> None:
    grouped = by_fact(
        {
            "es poster": [unverified("emergency", "hotline"), DRAFT],
            "es wallet-card": [unverified("hotline", "text_line"), DRAFT],
            "en poster": [],
        }
    )
    assert grouped == {
        unverified("emergency", "hotline", "text_line"): ["es poster", "es wallet-card"],
        DRAFT: ["es poster", "es wallet-card"],
    }
    assert next(iter(grouped)).startswith("never verified"), "the most serious comes first"


def test_other_warnings_are_grouped_by_their_words() -> None:
    grouped = by_fact({"a": ["2 messages are in English", DRAFT], "b": [DRAFT], "c": ["3 messages are in English"]})
    assert grouped == {"2 messages are in English": ["a"], DRAFT: ["a", "b"], "3 messages are in English": ["c"]}


def test_facts_without_files_are_left_out() -> None:
    assert by_fact({"a": [], "b": []}) == {}


SMALL = {"severity": "warning", "code": "P401", "page": 0, "where": "", "message": "A code is small.", "advice": ""}
WRONG = {
    "severity": "error",
    "code": "P301",
    "page": 2,
    "where": "hotline",
    "message": "The number is wrong.",
    "advice": "Build it again.",
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, "P301 page 2, hotline: The number is wrong. Build it again."),
        ({"page": 0}, "P301 hotline: The number is wrong. Build it again."),
        ({"where": ""}, "P301 page 2: The number is wrong. Build it again."),
        ({"page": 0, "where": ""}, "P301 The number is wrong. Build it again."),
        ({"advice": ""}, "P301 page 2, hotline: The number is wrong."),
    ],
)
def test_a_finding_is_a_sentence_with_its_place_and_what_to_do(changed: dict[str, object], says: str) -> None:
    assert sentence({**WRONG, **changed}) == says
    assert errors([SMALL, {**WRONG, **changed}, SMALL]) == [says]


def test_words_of_another_language_are_quoted_without_what_a_terminal_shows_as_codes() -> None:
    """Joiners are needed for the shape of letters. An override is in no text of a campaign, so it stays to be seen."""
    arabic = {**WRONG, "message": "“اتصل بالرقم \u20661-888-373-7888\u2069 الآن” can't be seen", "advice": ""}
    assert sentence(arabic) == "P301 page 2, hotline: “اتصل بالرقم 1-888-373-7888 الآن” can't be seen"
    khmer = {**WRONG, "message": "“ហៅ\u200bទូរសព្ទ” is cut off", "advice": ""}
    assert sentence(khmer) == "P301 page 2, hotline: “ហៅទូរសព្ទ” is cut off"
    for kept in ("می\u200cخواهید", "\u202e8887\u202c", "\x1b[2J"):
        assert f"“{kept}”" in sentence({**WRONG, "message": f"“{kept}” is cut off"})


def test_words_that_differ_in_invisible_characters_alone_keep_them() -> None:
    message = "“ab\u200b” is to be read in place of “ab” (ActualText)"
    assert message in sentence({**WRONG, "message": message})
    different = message.replace("in place of “ab”", "in place of “cd”")
    assert "“ab” is to be read in place of “cd”" in sentence({**WRONG, "message": different})


def test_an_error_message_lists_five_findings_and_counts_the_rest() -> None:
    assert listed([]) == ""
    assert listed(list("abcde")) == "\n  a\n  b\n  c\n  d\n  e"
    assert listed(list("abcdefg")) == "\n  a\n  b\n  c\n  d\n  e\n  … and 2 more"


def test_what_is_true_of_every_copy_is_listed_once() -> None:
    assert listed([*"ab" * 10, "c"]) == "\n  a (10 times)\n  b (10 times)\n  c"
    assert listed([*"abcdef" * 3]) == "".join(f"\n  {letter} (3 times)" for letter in "abcde") + "\n  … and 3 more"


def test_a_clock_adds_up_the_time_of_a_stage_though_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "process_time", iter([1.0, 1.5, 10.0, 12.0, 20.0, 20.25]).__next__)
    clock = Clock()
    with clock("paint"):
        pass
    with pytest.raises(KeyError), clock("proof"):
        raise KeyError
    with clock("paint"):
        pass
    assert clock.seconds == {"paint": 0.75, "proof": 2.0}


def test_results_are_told_in_full_and_the_first_failure_decides() -> None:
    job = Job(Path("maine"), "es", "poster", "press", Path("output"))
    good = Result(
        job, size=7, findings=(SMALL,), warnings=(DRAFT,), shortened=("a/short",), seconds={"paint": 0.123456}
    )
    bad = Result(job, error=OversetError("It does not fit."), current=True)
    told = {
        "language": "es",
        "product": "poster",
        "edition": "press",
        "file": "output/es/poster.press.pdf",
        "good": True,
        "current": False,
        "bytes": 7,
        "error": None,
        "exit_code": 0,
        "findings": [SMALL],
        "warnings": [DRAFT],
        "shortened": ["a/short"],
        "lowered": [],
        "cpu_seconds": {"paint": 0.1235},
    }
    assert good.to_json() == told
    failed = {"good": False, "current": True, "bytes": 0, "error": "It does not fit.", "exit_code": 6}
    assert bad.to_json() == {
        **told,
        **failed,
        "findings": [],
        "warnings": [],
        "shortened": [],
        "lowered": [],
        "cpu_seconds": {},
    }
    other = Result(job, error=UsageError("No."))
    assert [exit_code(results) for results in ([], [good], [good, bad, other], [other, bad])] == [0, 0, 6, 2]


def file_entry(monkeypatch: pytest.MonkeyPatch, *, ok: bool = True) -> dict[str, Any]:
    monkeypatch.setattr(entry, "plain_findings", lambda *_: [SMALL, WRONG])
    monkeypatch.setattr(entry, "warnings", lambda *_: [DRAFT])
    omissions = (
        SimpleNamespace(block="front/list[0]", message="a", instead="", reason="no room"),
        SimpleNamespace(block="front/text[0]", message="b", instead="b/short", reason="no room"),
        SimpleNamespace(block="back/text[0]", message="b", instead="b/short", reason="no room"),
    )
    document: Any = SimpleNamespace(
        label="es+en", issue="2026-11", code="abc1234", sizes={"title": 20.004, "body": 9.876}, omissions=omissions
    )
    document.lowered, document.messages = (), ("c",)
    localized: Any = SimpleNamespace(in_english=lambda messages: messages)
    return entry.file_entry(document, None, localized, SimpleNamespace(ok=ok, findings=(), facts={"pages": 2}))


def test_the_entry_of_a_file_says_what_is_known_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {
        "status": "good",
        "languages": "es+en",
        "issue": "2026-11",
        "code": "abc1234",
        "findings": [SMALL, WRONG],
        "warnings": [DRAFT],
        "sizes": {"body": 9.88, "title": 20.0},
        "omitted": [
            {"block": "front/list[0]", "message": "a", "reason": "no room"},
            {"block": "front/text[0]", "message": "b", "reason": "no room"},
            {"block": "back/text[0]", "message": "b", "reason": "no room"},
        ],
        "shortened": ["b/short"],
        "lowered": [],
        "in_english": ["c"],
        "facts": {"pages": 2},
    }
    assert file_entry(monkeypatch) == expected
    assert list(file_entry(monkeypatch)["sizes"]) == ["body", "title"]
    assert file_entry(monkeypatch, ok=False) == {**expected, "status": "failed"}


@pytest.mark.parametrize("draft", [True, False])
def test_what_a_person_should_know_begins_with_english_and_numbers_that_nobody_has_tried(draft: bool) -> None:
    document = SimpleNamespace(
        messages=("a", "b"),
        draft=draft,
        approval=SimpleNamespace(words=DRAFT),
        contacts=frozenset(("site", "hotline", "text", "chat")),
    )

    def localized(english: tuple[str, ...], verified: tuple[str, ...]) -> Any:
        return SimpleNamespace(
            campaign=SimpleNamespace(source_language="en"),
            in_english=lambda messages: english,
            contact=lambda name: SimpleNamespace(verified_on="2026-11-01" if name in verified else None),
        )

    drafts = [DRAFT] if draft else []
    assert warnings(document, localized((), ("chat", "hotline", "site", "text"))) == drafts
    assert warnings(document, localized(("a",), ("site", "text"))) == [
        "1 message in English: not translated",
        unverified("chat", "hotline"),
        *drafts,
    ]
    assert warnings(document, localized(("a", "b"), ())) == [
        "2 messages in English: not translated",
        unverified("chat", "hotline", "site", "text"),
        *drafts,
    ]


FOUND = ProofExplanation("Q999", "A fault", found="It is wrong.", why="It shows.", asked_by="a test")
LINE = TextLine(
    10, 10, (), "ink", "paper", "front/text[0]", MessageKey("card.lead", Form.SHORT), "body", 9, 7, "Call 1-888.", "en",
    (0, 0, 40, 10), (ContactOnLine("hotline", "1-888", 20, 40),),
)  # fmt: skip
CODE = QrCode(100, 100, 1, ("0" * 20,) * 20, "ink", "paper", "2/front/code[1]", "site", "https://a.org")


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        ({"where": "front/text[0]"}, "card.yaml:1"),
        ({"where": "card.lead/short"}, "card.yaml:1"),
        ({"where": "hotline"}, "card.yaml:1"),
        ({"where": "site"}, "card.yaml:2"),
        ({"where": "2/front/code[1]"}, "card.yaml:2"),
        ({"where": "desk"}, "card.yaml:9"),
        ({"where": "hotline", "box": (99, 99, 121, 121)}, "card.yaml:2"),
        ({"box": (45, 10, 130, 130)}, "card.yaml:2"),
        ({"box": (9, 9, 101, 101)}, "card.yaml:1"),
        ({"box": (50, 10, 60, 20)}, "card.yaml:9"),
        ({"box": (10, 20, 50, 30)}, "card.yaml:9"),
        ({"where": "hotline", "page": 2}, None),
        ({"where": "hotline", "page": 0}, None),
        ({"where": "hotline", "page": 3}, None),
    ],
)
def test_a_finding_is_placed_at_the_block_that_it_names_or_covers_most(
    monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any], place: str | None
) -> None:
    blocks = [
        SimpleNamespace(path=f"front/{path}", source=f"card.yaml:{line}")
        for line, path in enumerate(("column", "text[0]", "code[1]"))
    ]
    monkeypatch.setattr(entry, "walk", lambda layout: blocks)
    pages = SimpleNamespace(items=(LINE, CODE), face="front"), SimpleNamespace(items=(), face="sheet")
    document: Any = SimpleNamespace(pages=pages)
    layout: Any = SimpleNamespace(
        faces=[SimpleNamespace(name="back"), SimpleNamespace(name="front")], place=lambda key, number: f"card.yaml:{number + 8}"
    )  # fmt: skip
    for owner in ("the designer", "developer"):
        finding = ProofFinding(replace(FOUND, owner=owner), Fault("Wrong.", **{"page": 1, **fault}))
        (told,) = entry.plain_findings([finding], document, layout)
        assert told == finding.to_json() | ({"layout": place} if place and owner == "the designer" else {})


def test_bands_that_are_lower_than_asked_for_say_by_how_much_and_why() -> None:
    bands = LoweredBands("front", 0.254, Source("card.yaml", 3))
    assert entry._lower(bands) == (
        "card.yaml:3: bands of the panel “front” are 25 % lower than their “height”, because the text needs the room"
    )
    assert entry._lower(replace(bands, too_much=4.26)).startswith(
        "card.yaml:3: the heights in the panel “front” are 4.3 pt more than it has, so they do not count"
    )
