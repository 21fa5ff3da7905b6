"""Mutants of the files that this repository makes: each must be found, under its own code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product as pairs

import pytest
import real_mutants_entries
import real_mutants_ink
import real_mutants_pages
import real_mutants_picture
import real_mutants_text
import real_mutants_tools
import real_mutants_writing
from real_mutants import LANGUAGES, MUTANTS, PRODUCTS, MutantFile
from realfiles import RealFile, real
from sample_mutants import SEEN

from flyers.findings import Severity
from flyers.proof.checks import CHECKS
from flyers.proof.run import proof
from matrix import matrix

pytestmark = pytest.mark.slow

MODULES = (
    real_mutants_entries,
    real_mutants_ink,
    real_mutants_pages,
    real_mutants_picture,
    real_mutants_text,
    real_mutants_tools,
    real_mutants_writing,
)
"""Importing one registers its mutants."""


@pytest.mark.parametrize(
    ("language", "product"),
    matrix(pairs(LANGUAGES, PRODUCTS), lambda file: file[1] == "wallet-card" or file[0] in ("en", "ur")),
)
def test_every_real_file_is_good(language: str, product: str) -> None:
    """Otherwise the mutants would prove nothing."""
    file = real(language, product)
    assert [str(finding) for finding in proof(file.pdf, file.expectation).findings] == []


@pytest.mark.parametrize(("which", "codes", "make"), MUTANTS)
def test_a_mutant_of_a_real_file_has_exactly_its_codes(
    which: tuple[str, str], codes: set[str], make: Callable[[RealFile], MutantFile]
) -> None:
    file = real(*which)
    made = make(file)
    pdf, expected = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, expected)
    assert set(result.codes) - (SEEN - codes) == codes, [str(finding) for finding in result.findings]
    assert all(CHECKS[code].explanation.severity is Severity.WARNING for code in codes) == result.ok
    assert " at 0x" not in str(result)  # an address in memory, another one in each run


def test_every_module_of_mutants_is_registered() -> None:
    made = {parameters.values[2].__module__ for parameters in MUTANTS}
    assert made == {module.__name__ for module in MODULES}


def test_nearly_every_check_has_a_mutant_of_a_real_file() -> None:
    """Q411 would need another layout; checks of standards have mutants of their own (test_proof_standards)."""
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}
    others = {code for code, check in CHECKS.items() if not check.explanation.standards} - {"Q411"}
    assert {code for code in broken if not code.startswith("X")} == others
