"""What a press operator fears, done to the files that this repository makes: each must be found, under its own code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spoiled_ink  # noqa: F401 - importing registers what it spoils
import spoiled_pages  # noqa: F401
import spoiled_text  # noqa: F401
from realfiles import RealFile, real
from realmutants import LANGUAGES, MUTANTS, PRODUCTS, Made

from flyers.proof import CHECKS, Severity, proof


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


def test_nearly_every_check_is_broken_in_a_real_file() -> None:
    """The one that is left wants another layout; the standards have a module of their own (test_proof_standards)."""
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}  # type: ignore[attr-defined]
    others = {code for code, check in CHECKS.items() if not check.explanation.standards} - {"Q411"}
    assert {code for code in broken if not code.startswith("X")} == others
