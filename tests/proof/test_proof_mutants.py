"""Mutants of a good file that break one rule each: the proof must find exactly that, under the right code."""

from __future__ import annotations

import pytest
import sample_mutants_codes
import sample_mutants_ink
import sample_mutants_means
import sample_mutants_pages
import sample_mutants_picture
import sample_mutants_text
import sample_mutants_tools
from proofsample import code_path, good
from sample_mutants import MUTANTS, SEEN

from flyers.proof.checks import CHECKS
from flyers.proof.run import proof

MODULES = (
    sample_mutants_codes,
    sample_mutants_ink,
    sample_mutants_means,
    sample_mutants_pages,
    sample_mutants_picture,
    sample_mutants_text,
    sample_mutants_tools,
)
"""Importing one registers its mutants."""


@pytest.mark.parametrize("shift", [0.0, 0.13, 0.31, 0.4])
def test_an_unexpected_code_is_found_down_to_the_documented_size(shift: float) -> None:
    """At any offset to the grid of pixels. (docs/proof.md says 0.35 mm.)"""
    small = code_path("https://example.org", 140 + shift, 34 - shift, 0.35 * 72 / 25.4)[0]
    assert set(proof(good().with_pieces(end=small), good().expectation).codes) - SEEN == {"Q406"}


def test_the_good_file_has_no_finding() -> None:
    sample = good()
    result = proof(sample.pdf, sample.expectation)
    assert result.findings == ()
    assert result.ok


def test_text_may_cross_the_edges_of_art_that_is_light_enough() -> None:
    result = proof(*sample_mutants_text.on_art(good(), 0.2))
    assert result.findings == ()


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_has_exactly_its_codes(name: str) -> None:
    codes, make = MUTANTS[name]
    sample = good()
    made = make(sample)
    pdf, expectation = made if isinstance(made, tuple) else (made, sample.expectation)
    result = proof(pdf, expectation)
    assert set(result.codes) - (SEEN - codes) == codes, [str(finding) for finding in result.findings]


def test_every_module_of_mutants_is_registered() -> None:
    assert {make.__module__ for _, make in MUTANTS.values()} == {module.__name__ for module in MODULES}


def test_every_check_has_a_mutant() -> None:
    """Checks of standards have mutants of their own (test_proof_standards)."""
    broken = {code for codes, _ in MUTANTS.values() for code in codes}
    assert broken == {code for code, check in CHECKS.items() if not check.explanation.standards}
