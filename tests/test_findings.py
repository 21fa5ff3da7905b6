"""A finding says what its fault and the explanation of its code say; a code is registered once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity

TEXTS = {"found": "It is grey.", "why": "It is not read.", "advice": "Make it black.", "owner": "designer"}


def explanation(code: str = "P900", **more: object) -> Explanation:
    return Explanation(code, "text is black", **{**TEXTS, **more})


def registry() -> FindingRegistry:
    return FindingRegistry(Explanation, {})


def test_a_finding_says_what_its_fault_and_its_explanation_say() -> None:
    finding = Finding(
        explanation(severity=Severity.WARNING), Fault("Grey text.", where="front/line", page=2, found="grey")
    )
    assert (finding.code, finding.severity, finding.problem) == ("P900", "warning", "Grey text.")
    assert (finding.where, finding.page) == ("front/line", 2)
    assert finding.explanation.details == {}


def test_the_hint_of_a_fault_comes_before_the_advice_of_its_code() -> None:
    assert Finding(explanation(), Fault("Grey text.", hint="Take more ink.")).hint == "Take more ink."
    assert Finding(explanation(), Fault("Grey text.")).hint == "Make it black."


def test_a_finding_is_an_error_of_the_whole_file_unless_it_is_said_otherwise() -> None:
    finding = Finding(explanation(), Fault("Grey text."))
    assert (finding.severity, finding.page, finding.where, finding.fault.found) == (Severity.ERROR, 0, "", "")
    assert finding.fault.box is None


def test_where_a_fault_is_on_the_page_makes_no_other_fault() -> None:
    assert Fault("Grey text.", box=(0.0, 0.0, 9.0, 9.0)) == Fault("Grey text.")
    assert Fault("Grey text.", page=1) != Fault("Grey text.", page=2)


def test_what_forbids_a_fault_has_asked_for_its_check_unless_somebody_else_did() -> None:
    rules = ("ISO 15930-7, 6.2", "WCAG 2.2, 1.4.3")
    assert explanation(rules=rules).asked_by == "ISO 15930-7, 6.2"
    assert explanation(rules=rules, asked_by="#12").asked_by == "#12"
    assert explanation(asked_by="#12").asked_by == "#12"
    assert explanation().asked_by == ""


def test_a_check_is_registered_with_its_explanation() -> None:
    family = registry()

    @family.check("P901", "text is there", **TEXTS)
    def missing() -> Iterator[Fault]:
        yield Fault("No text.")

    alone = family.explain("P900", "text is black", **TEXTS)
    assert alone == explanation()
    assert family.explanations == {"P901": family.checks["P901"].explanation, "P900": alone}
    assert family.checks == {"P901": Check(family.explanations["P901"], missing)}
    assert (family.explanations["P901"].title, family.explanations["P901"].why) == ("text is there", "It is not read.")
    assert [fault.problem for fault in missing()] == ["No text."]


def test_a_code_that_is_there_is_not_registered_again() -> None:
    family = registry()
    first = family.explain("P900", "text is black", **TEXTS)
    with pytest.raises(ValueError, match="P900 is registered twice"):
        family.explain("P900", "another", **TEXTS)
    with pytest.raises(ValueError, match="P900 is registered twice"):
        family.check("P900", "another", **TEXTS)(print)
    assert (family.explanations, family.checks) == ({"P900": first}, {})
