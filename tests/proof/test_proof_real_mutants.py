"""What a press operator fears, done to the files that this repository makes: each must be found, under its own code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spoiled_ink
import spoiled_pages
import spoiled_text
from realfiles import RealFile, real
from realmutants import LANGUAGES, MUTANTS, PRODUCTS, Made

from flyers.findings import Severity
from flyers.proof.checks import CHECKS
from flyers.proof.run import proof

SPOILERS = (spoiled_ink, spoiled_pages, spoiled_text)
"""Importing one registers what it spoils."""


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_real_file_is_good(language: str, product: str) -> None:
    """Otherwise a mutant would prove nothing."""
    file = real(language, product)
    assert [str(finding) for finding in proof(file.pdf, file.expectation).findings] == []


@pytest.mark.parametrize(("which", "codes", "make"), MUTANTS)
def test_what_is_done_to_a_real_file_is_found(
    which: tuple[str, str], codes: set[str], make: Callable[[RealFile], Made]
) -> None:
    file = real(*which)
    made = make(file)
    pdf, asked = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, asked)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert all(CHECKS[code].explanation.severity is Severity.WARNING for code in codes) == result.ok


def test_the_mutants_of_every_module_are_made() -> None:
    made = {parameters.values[2].__module__ for parameters in MUTANTS}
    assert made == {module.__name__ for module in SPOILERS}


def test_nearly_every_check_is_broken_in_a_real_file() -> None:
    """The one that is left wants another layout; the standards have a module of their own (test_proof_standards)."""
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}
    others = {code for code, check in CHECKS.items() if not check.explanation.standards} - {"Q411"}
    assert {code for code in broken if not code.startswith("X")} == others
