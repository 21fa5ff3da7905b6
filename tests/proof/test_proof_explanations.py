"""The explanation of each code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flyers.proof.checks import CHECKS
from flyers.proof.checks import EXPLANATIONS as OF_PDFS
from flyers.proof.checks.images import EXPLANATIONS as OF_IMAGES
from flyers.proof.findings import REGISTRY

OWNERS = {"coordinator", "designer", "translator", "print shop", "developer", "sender"}

EXPLANATIONS = {**OF_PDFS, **OF_IMAGES}

each_code = pytest.mark.parametrize("code", sorted(EXPLANATIONS))


def test_only_unreadable_files_and_failing_checks_have_codes_without_a_check() -> None:
    assert OF_PDFS.keys() - CHECKS.keys() == {"P001", "P003", "P004"}


@each_code
def test_an_explanation_is_complete_and_in_sentences(code: str) -> None:
    about = EXPLANATIONS[code]
    assert set(about.owner.split(", ")) <= OWNERS
    assert about.title[0].islower() or about.title.startswith(("QR", "XMP"))
    for sentence in (about.found, about.why, about.advice):
        assert sentence[0].isupper() or sentence.startswith("**")
        assert sentence.strip("*)")[-1] in ".!"
        assert "  " not in sentence
    assert all(re.fullmatch(r"(ISO(/IEC)?|WCAG) [\d.-]+, [\d., A]+", rule) for rule in about.rules)


@pytest.mark.parametrize(
    ("code", "files", "stops"),
    [
        ("P101", "our files, in every edition", True),
        ("P108", "press files of ours", True),
        ("P001", "every PDF, also those of other programs", True),
        ("C510", "press files, also those of other programs", True),
        ("I009", "images of ours", True),
        ("I001", "images, also those of other programs", True),
        ("X721", "files that claim to meet PDF/X-4 or PDF/X-1a:2003", True),
        ("U809", "files that claim to meet PDF/UA-1", True),
        ("Q411", "our files, in every edition", False),
    ],
)
def test_an_explanation_says_to_which_files_it_applies_and_what_it_stops(code: str, files: str, stops: bool) -> None:
    consequence = "the file is not written" if stops else "nothing; a person should look"
    assert EXPLANATIONS[code].details == {"Applies to": files, "Stops": consequence}


def test_a_code_cannot_be_registered_twice() -> None:
    with pytest.raises(ValueError, match="P101 is registered twice"):
        REGISTRY.check("P101", "", found="", why="", advice="", owner="", asked_by="")(lambda *_: ())


PARTS = {"ISO 15930-7": "## PDF/X-4 (ISO 15930-7)", "ISO 15930-4": "## PDF/X-1a:2003 (ISO 15930-4)"}


def clauses(root: Path, part: str) -> dict[str, set[str]]:
    """Return the codes that docs/print-standards.md gives for each clause of a part of ISO 15930."""
    page = (root / "docs" / "print-standards.md").read_text(encoding="utf-8")
    table = page.partition(PARTS[part] + "\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([\d.]+) \|.*\| ([A-Z\d ]+) \|$", table, re.MULTILINE)
    return {clause: set(codes.split()) for clause, codes in rows}


@pytest.mark.parametrize("part", PARTS)
def test_the_table_of_a_standard_has_exactly_the_clauses_that_the_checks_name(root: Path, part: str) -> None:
    named: dict[str, set[str]] = {}
    for about in EXPLANATIONS.values():
        for rule in about.rules:
            standard, _, places = rule.partition(", ")
            for clause in places.split(", ") if standard == part else ():
                named.setdefault(clause, set()).add(about.code)
    assert clauses(root, part) == named


def test_every_code_on_the_page_of_standards_exists(root: Path) -> None:
    page = (root / "docs" / "print-standards.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]\d{3}\b", page)) <= EXPLANATIONS.keys()
