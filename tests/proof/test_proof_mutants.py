"""Every promise is broken once, on purpose, in a file that is otherwise good: the proof must say so, under the right
code, and have nothing else to say."""

from __future__ import annotations

import broken_codes
import broken_ink
import broken_pages
import broken_text
import pytest
from proofsample import code_path, good
from samplemutants import MUTANTS

from flyers.proof.checks import CHECKS
from flyers.proof.run import proof

BREAKERS = (broken_codes, broken_ink, broken_pages, broken_text)
"""Importing one registers what it breaks."""


@pytest.mark.parametrize("shift", [0.0, 0.13, 0.31, 0.4])
def test_a_strange_code_is_found_as_small_as_the_documentation_says(shift: float) -> None:
    """Wherever it falls on the grid of pixels. (docs/proof.md says 0.35 mm.)"""
    small = code_path("https://example.org", 140 + shift, 34 - shift, 0.35 * 72 / 25.4)[0]
    assert proof(good().with_pieces(end=small), good().expectation).codes == ("Q406",)


def test_the_good_file_has_no_finding() -> None:
    sample = good()
    result = proof(sample.pdf, sample.expectation)
    assert result.findings == ()
    assert result.ok


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_promise_is_found_and_nothing_else(name: str) -> None:
    codes, make = MUTANTS[name]
    sample = good()
    made = make(sample)
    pdf, expectation = made if isinstance(made, tuple) else (made, sample.expectation)
    result = proof(pdf, expectation)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]


def test_the_mutants_of_every_module_are_made() -> None:
    assert {make.__module__ for _, make in MUTANTS.values()} == {module.__name__ for module in BREAKERS}


def test_every_check_is_broken_by_some_mutant() -> None:
    """Those of the standards have files of their own (test_proof_standards)."""
    broken = {code for codes, _ in MUTANTS.values() for code in codes}
    assert broken == {code for code, check in CHECKS.items() if not check.explanation.standards}
