"""The explanation of each code."""

from __future__ import annotations

import re

import pytest

from flyers.errors import Source
from flyers.findings import Fault
from flyers.translation.checks.findings import (
    CHECKS,
    EXPLANATIONS,
    TranslationFinding,
    explain,
)

each_code = pytest.mark.parametrize("code", sorted(EXPLANATIONS))


@each_code
def test_an_explanation_is_complete_and_in_sentences(code: str) -> None:
    about = EXPLANATIONS[code]
    assert re.fullmatch(r"L[1-5]\d\d", code)
    assert about.title[0].islower() or about.title.startswith(("Burmese", "Chinese"))
    for sentence in (about.found, about.why, about.advice):
        assert sentence[0].isupper()
        assert sentence[-1] == "."
        assert "  " not in sentence


def test_no_safety_rule_except_figures_and_placeholders_can_be_excused() -> None:
    assert {code for code, about in EXPLANATIONS.items() if code < "L2" and about.excusable} == {"L102", "L107"}


def test_a_code_cannot_be_registered_twice() -> None:
    with pytest.raises(ValueError, match="L201 is registered twice"):
        explain("L201", "", found="", why="", advice="", asked_by="")


def test_every_check_has_a_registered_explanation() -> None:
    assert CHECKS.keys() < EXPLANATIONS.keys()
    assert all(EXPLANATIONS[code] is check.explanation for code, check in CHECKS.items())


def test_details_say_what_a_code_stops_and_how_it_is_excused() -> None:
    assert EXPLANATIONS["L301"].details == {
        "Stops": "nothing; a translator should look",
        "Excused": "by a remark over the entry: “# ok: L301 the reason”",
    }
    assert EXPLANATIONS["L108"].details == {"Stops": "no file is made in the language", "Excused": "no"}
    assert EXPLANATIONS["L502"].details["Stops"] == "nothing"


def test_a_finding_is_a_line_and_an_entry_of_json() -> None:
    fault = Fault("“x” is wrong.", where="a.b")
    finding = TranslationFinding(EXPLANATIONS["L301"], fault, Source("es.po", 7), "French says so")
    advice = EXPLANATIONS["L301"].advice
    assert str(finding) == f"es.po:7: a.b: L301 warning: “x” is wrong. {advice}"
    assert finding.to_json() == {
        "code": "L301",
        "severity": "warning",
        "problem": "“x” is wrong.",
        "hint": advice,
        "source": "es.po:7",
        "where": "a.b",
        "excuse": "French says so",
    }
    assert str(TranslationFinding(EXPLANATIONS["L108"], Fault("No.", "Do."), Source("es.po"))) == (
        "es.po: L108 error: No. Do."
    )
