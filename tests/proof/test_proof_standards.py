"""PDF/X: the files that this repository makes pass every check, and each mutant has the right code.

Ghostscript and qpdf, which share no code with the proof, open the same files.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import standard_mutants_construction
import standard_mutants_identity
from realfiles import real
from sample_mutants import SEEN
from standard_mutants import (
    CARD,
    CONDITIONS,
    MUTANTS,
    X1A,
    X4,
    edited,
)

from expecting import with_edition
from flyers.proof.checks import CHECKS
from flyers.proof.findings import PDF_X
from flyers.proof.run import proof
from matrix import matrix

pytestmark = pytest.mark.slow

MODULES = (standard_mutants_construction, standard_mutants_identity)
"""Importing one registers its mutants."""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_of_a_standard_has_exactly_its_codes(name: str) -> None:
    codes, pdfx, make = MUTANTS[name]
    file = real(*CARD, pdfx=pdfx)
    result = proof(make(file), file.expectation)
    assert set(result.codes) - (SEEN - codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok


def test_every_module_of_mutants_is_registered() -> None:
    for module in MODULES:
        assert vars(module).keys() & MUTANTS.keys(), module.__name__


def test_every_check_of_pdf_x_has_a_mutant() -> None:
    broken = {code for codes, _, _ in MUTANTS.values() for code in codes}
    assert {code for code, check in CHECKS.items() if set(check.explanation.standards) & set(PDF_X)} <= broken


@pytest.mark.parametrize("pdfx", [X4, X1A])
@pytest.mark.parametrize("press", CONDITIONS)
def test_a_file_for_each_condition_is_good(press: str, pdfx: str) -> None:
    """Also when nothing is known of it but its own claims."""
    file = real(*CARD, press, pdfx)
    expected = file.expectation
    assert expected.edition.standards == ({"4": "PDF/X-4", "1a": "PDF/X-1a:2003"}[pdfx],)
    assert [str(finding) for finding in proof(file.pdf, expected).findings] == []
    without_expectation = proof(file.pdf)
    assert without_expectation.findings == ()
    assert without_expectation.facts["says_it_meets"] == list(expected.edition.standards)


def test_the_theme_stays_within_the_ink_limit_of_uncoated_paper() -> None:
    file = real(*CARD, "uncoated")
    assert file.expectation.ink_limit == pytest.approx(2.6)
    assert proof(file.pdf, file.expectation).facts["most_ink_percent"] <= 260


def test_a_file_for_one_condition_fails_for_another() -> None:
    other = real(*CARD, "swop3")
    assert set(proof(other.pdf, real(*CARD).expectation).codes) == {"X712", "X714"}


def test_a_file_is_not_checked_against_a_standard_that_it_does_not_claim() -> None:
    """A shop may send PDF/X-3, or a file without claims: boxes, fonts and inks are still checked."""

    def edit(pdf: pikepdf.Pdf) -> None:
        standard_mutants_identity.labelled_as_x3(pdf)
        del pdf.Root.OutputIntents

    assert proof(edited(real(*CARD), edit)).codes == ()


def test_overprinting_black_is_found_where_it_must_knock_out() -> None:
    file = real(*CARD)
    condition = replace(file.expectation.edition.condition, overprint_black=False)
    result = proof(file.pdf, with_edition(file.expectation, condition=condition))
    assert set(result.codes) == {"C504", "V905"}
    assert "asks that it knock out" in result.findings[0].problem


FILES = [(X4, press) for press in CONDITIONS] + [(X1A, "gracol")]


@pytest.mark.parametrize(
    ("product", "pdfx", "press"),
    matrix(
        [(product, *file) for product in ("wallet-card", "brochure") for file in FILES],
        lambda row: row[0] == "wallet-card" or row[2] == "gracol",
    ),
)
def test_ghostscript_separates_the_file_without_a_warning(
    tool: Callable[[str], str], tmp_path: Path, product: str, pdfx: str, press: str
) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(real("ar", product, press, pdfx).pdf)
    words = ["-q", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=tiffsep", "-r36"]
    done = subprocess.run(
        [tool("gs"), *words, f"-sOutputFile={tmp_path / 'plate%d.tif'}", str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    plates = {re.sub(r".*\((.*)\).*", r"\1", plate.name) for plate in tmp_path.glob("*(*).tif")}
    assert plates == {"Cyan", "Magenta", "Yellow", "Black"}


@pytest.mark.parametrize(("pdfx", "press"), FILES)
def test_qpdf_accepts_every_press_file(tool: Callable[[str], str], tmp_path: Path, pdfx: str, press: str) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(real("ar", "brochure", press, pdfx).pdf)
    done = subprocess.run([tool("qpdf"), "--check", str(path)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
