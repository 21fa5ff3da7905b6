"""What is said of a finished file, each part by itself: the verdict, older numbers, and the condition that it names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import FileAccessError, UsageError
from flyers.pipeline import prove
from flyers.pipeline.prove import Identity, ProofRequest, Verdict, named_condition, prove_file, refused

CARD = Identity("card", "es+en", "press", "abc1234", "FOGRA39", condition_title="Coated")
WARNING = {"code": "P401", "severity": "warning", "where": "", "message": "Small."}
ERROR = {"code": "P301", "severity": "error", "where": "hotline", "message": "Wrong."}


@pytest.mark.parametrize(
    ("good", "findings", "outcome"),
    [
        (True, (), "good"),
        (True, (WARNING,), "good"),
        (False, (WARNING,), "NOT COMPARED"),
        (False, (WARNING, ERROR), "FAILED"),
    ],
)
def test_a_verdict_is_good_or_failed_or_says_that_nothing_was_compared(
    good: bool, findings: tuple[dict[str, str], ...], outcome: str
) -> None:
    verdict = Verdict(
        Path("out/card.pdf"),
        "card, es, press",
        good,
        findings,
        {"pages": 2},
        ("old",),
        compared=good,
        old_numbers={"hotline": ("1", "2")},
    )
    assert (verdict.outcome, verdict.failed) == (outcome, ERROR in findings)
    assert verdict.to_json() == {
        "file": "out/card.pdf",
        "known_as": "card, es, press",
        "good": good,
        "compared": good,
        "remarks": ["old"],
        "old_numbers": {"hotline": {"printed": "1", "today": "2"}},
        "findings": list(findings),
        "facts": {"pages": 2},
    }


def test_what_cannot_be_examined_is_damaged(tmp_path: Path) -> None:
    verdict = refused(tmp_path, UsageError("It has 9 pages.", hint="Send fewer."))
    assert (verdict.path, verdict.known_as, verdict.outcome, verdict.facts) == (tmp_path, "not known", "FAILED", {})
    (finding,) = verdict.findings
    assert (finding["message"], finding["severity"]) == ("It has 9 pages.", "error")
    with pytest.raises(FileAccessError):
        prove_file(ProofRequest(tmp_path, tmp_path / "none.pdf"))


def contact(display: str, spanish: str = "") -> Any:
    return SimpleNamespace(in_language=lambda tag: SimpleNamespace(display=spanish if tag == "es" else display))


def test_older_numbers_are_those_in_the_places_of_todays_that_do_not_read_backwards() -> None:
    contacts = {
        "hotline": contact("1-888", "1-777"),
        "text": contact("", "233733"),
        "site": contact("", "a.org"),
        "chat": contact("", "b.org"),
        "desk": contact("", "555-0143"),
    }
    session: Any = SimpleNamespace(campaign=SimpleNamespace(contacts=contacts))
    findings = [
        {"code": "T303", "where": "hotline", "found": "1-666"},
        {"code": "T303", "where": "text", "found": "337332"},
        {"code": "T303", "where": "site"},
        {"code": "T303", "where": "nowhere", "found": "x"},
        {"code": "T303", "where": "desk", "found": "8. Call 24"},
        {"code": "T301", "where": "chat", "found": "c.org"},
    ]
    assert prove._old_numbers(findings, session, CARD) == {"hotline": ("1-666", "1-777")}
    assert prove._old_numbers(findings, session, replace(CARD, language="en"))["hotline"] == ("1-666", "1-888")


@pytest.mark.parametrize(
    ("identifier", "title", "named"),
    [
        ("FOGRA39", "Coated", "coated"),
        ("FOGRA39", "Coated, no marks", "bare"),
        ("FOGRA39", "Another title", "coated"),
        ("FOGRA47", "Coated", "uncoated"),
        ("SWOP", "Coated", ""),
        ("", "", ""),
    ],
)
def test_a_file_names_its_condition_by_identifier_and_then_by_title(
    monkeypatch: pytest.MonkeyPatch, identifier: str, title: str, named: str
) -> None:
    known = {
        "coated": SimpleNamespace(identifier="FOGRA39", title="Coated"),
        "bare": SimpleNamespace(identifier="FOGRA39", title="Coated, no marks"),
        "uncoated": SimpleNamespace(identifier="FOGRA47", title="Uncoated"),
    }
    monkeypatch.setattr(prove, "conditions", lambda campaign: ("bare", "coated", "uncoated"))
    session: Any = SimpleNamespace(campaign=SimpleNamespace(press="coated"), condition=known.get)
    identity = replace(CARD, condition=identifier, condition_title=title)
    assert named_condition(identity, session) == named


NOT_COMPARED = (
    ": boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)


@pytest.mark.parametrize(
    ("identity", "begins", "named"),
    [
        (None, "not labelled as a file of ours", ""),
        (replace(CARD, product="reader-proof"), "a reader's proof, which was compared", "checksum"),
        (replace(CARD, product="job-ticket"), "a print shop's job ticket", "SHA256SUMS"),
    ],
)
def test_what_cannot_be_made_again_is_not_compared_and_a_remark_says_why(
    identity: Identity | None, begins: str, named: str
) -> None:
    nothing: Any = None
    today, (remark,) = prove._comparable(identity, nothing, "")
    assert today is None
    assert remark.startswith(begins)
    assert remark.endswith(NOT_COMPARED)
    assert named in remark
