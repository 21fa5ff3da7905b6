"""What is said of each code: beside its check, and word for word the same in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flyers.proof import CHECKS, EXPLANATIONS, Severity
from flyers.proof.findings import Explanation, explained

MENDERS = {"coordinator", "designer", "translator", "print shop", "developer", "whoever sent it"}

each_code = pytest.mark.parametrize("code", sorted(EXPLANATIONS))


def row(about: Explanation) -> str:
    """The code's line in docs/proof.md."""
    warning = "Warning: " if about.severity is Severity.WARNING else ""
    scope = f" (*{about.scope}*)" if about.scope else ""
    return f"| {about.code} | {warning}{about.found}{scope} | {about.mends} | {about.advice} |"


@each_code
def test_the_manual_says_what_stands_beside_the_check(root: Path, code: str) -> None:
    lines = (root / "docs" / "proof.md").read_text(encoding="utf-8").splitlines()
    assert row(EXPLANATIONS[code]) in lines, "put this line into docs/proof.md"


def test_the_manual_knows_no_other_codes(root: Path) -> None:
    text = (root / "docs" / "proof.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| ([A-Z]\d+) \|", text, re.MULTILINE)) == sorted(EXPLANATIONS)


def test_only_files_that_cannot_be_looked_at_have_codes_without_a_check() -> None:
    assert EXPLANATIONS.keys() - CHECKS.keys() == {"P001", "P003"}


@each_code
def test_an_explanation_is_whole_and_in_sentences(code: str) -> None:
    about = EXPLANATIONS[code]
    assert set(about.mends.split(", ")) <= MENDERS
    assert about.title[0].islower() or about.title.startswith(("QR", "XMP"))
    for sentence in (about.found, about.why, about.advice):
        assert sentence[0].isupper() or sentence.startswith("**")
        assert sentence.strip("*)")[-1] in ".!"
        assert "  " not in sentence
    assert all(re.fullmatch(r"ISO(/IEC)? [\d-]+, [\d., A]+", rule) for rule in about.rules)


def test_a_code_is_given_once() -> None:
    with pytest.raises(ValueError, match="P101 is registered twice"):
        explained(EXPLANATIONS["P101"])
