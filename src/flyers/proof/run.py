"""Prove a finished file: read it, run the checks, report findings and facts.

pikepdf opens the file, an interpreter of our own records places, colours and texts of its content streams, pdfium draws
the page, and zxing-cpp reads codes in that picture. A check that fails on a strange file is a finding (P003), never a
pass.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, cast

from flyers import limits
from flyers.files import read_bytes
from flyers.findings import Fault, Severity
from flyers.page.document import Page
from flyers.page.editions import IMAGE, Edition, Standard
from flyers.proof.checks import CHECKS
from flyers.proof.checks.codes import examine_codes
from flyers.proof.checks.construction import DAMAGED, UNCHECKED
from flyers.proof.checks.identification import claimed_standards
from flyers.proof.checks.images import DAMAGED as DAMAGED_IMAGE
from flyers.proof.expectations import Expectation, expectation_of_unknown
from flyers.proof.findings import IMAGE_CHECKS, ProofFinding
from flyers.proof.geometry import overlap
from flyers.proof.images import DPI, read_image
from flyers.proof.objects import UnreadableError
from flyers.proof.reading import Reading, read
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of a proof."""

    findings: tuple[ProofFinding, ...]  # what the checks found, in the order of their codes
    facts: Mapping[str, Any]  # measurements that depend on the file alone, as plain data
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)  # CPU time by stage; it varies

    @property
    def ok(self) -> bool:
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the findings, each once, in order."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))

    def to_json(self) -> dict[str, Any]:
        """Return plain data; equal files and expectations give equal data."""
        return {"ok": self.ok, "findings": [finding.to_json() for finding in self.findings], "facts": dict(self.facts)}

    def __str__(self) -> str:
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1)


def proof(pdf: bytes | Path, expectation: Expectation | None = None) -> Proof:
    """Compare a finished file with what is expected of it; raises `FileAccessError` for a path that can't be read.

    A file that can't be opened is a finding (P001), not an exception. Without an expectation only the checks that need
    none are run, against what the file says of itself.
    """
    start = time.process_time()
    try:
        reading = read(pdf if isinstance(pdf, bytes) else read_bytes(pdf, most=limits.PDF_BYTES))
    except UnreadableError as error:
        return Proof((ProofFinding(DAMAGED, Fault(error.problem, error.hint)),), {})
    opened = time.process_time()
    expected = assumed_expectation(reading) if expectation is None else expectation
    found, facts = [*_checked(CHECKS, reading, expected)], dict[str, Any]()
    checked = time.process_time()
    try:
        facts = _facts(reading, expected)
    except Exception as error:  # as in a check: a renderer may refuse a page that the parser accepted
        problem = f"The file could not be measured: {type(error).__name__}: {error}"
        found.append(ProofFinding(UNCHECKED, Fault(problem)))
    return Proof(tuple(found), facts, {"read": round(opened - start, 4), "check": round(checked - opened, 4)})


def _checked(checks: Mapping[str, Any], reading: Any, expectation: Expectation) -> Iterator[ProofFinding]:
    """Yield what *checks* of PDFs, or of images, find in the order of their codes; an exception in one is a finding."""
    for _, check in sorted(checks.items()):
        if (about := check.explanation).applies_to(expectation):
            try:
                yield from (ProofFinding(about, fault) for fault in check.function(reading, expectation))
            except Exception as error:
                problem = f"“{about.title}” could not be checked: {type(error).__name__}: {error}"
                yield ProofFinding(UNCHECKED, Fault(problem))


def image_proof(
    png: bytes, expectation: Expectation | None = None, *, alt: str | None = None, text: str | None = None
) -> Proof:
    """Compare an image, and its words *alt* and *text* (None: there is no such file), as `proof` does with a PDF."""
    start = time.process_time()
    try:
        reading = read_image(png, alt, text)
    except UnreadableError as error:
        return Proof((ProofFinding(DAMAGED_IMAGE, Fault(error.problem, error.hint)),), {})
    opened = time.process_time()
    found = tuple(_checked(IMAGE_CHECKS, reading, expectation or expectation_of_unknown(IMAGE)))
    seconds = {"read": round(opened - start, 4), "check": round(time.process_time() - opened, 4)}
    sent = {"as it is": reading.codes, **reading.coarse}
    codes = [
        {"target": target, "reads": {how: any(code.text == target for code in codes) for how, codes in sent.items()}}
        for target in sorted({code.text for code in reading.codes})
    ]
    return Proof(found, {"pixels": list(reading.size), "codes": codes}, seconds)


def assumed_expectation(reading: Reading) -> Expectation:
    """Return what can be expected of a file by its own claims: its trim, its bleed, and the usual margins; and that it
    meets the standards that it claims.
    """
    # With a trim box or a claim of PDF/X it is for the press, unless it claims only standards for screens and archives.
    claims = tuple(claimed_standards(reading))
    for_screens = bool(claims) and all(claim.startswith(("PDF/UA", "PDF/A")) for claim in claims)
    trimmed = any("TrimBox" in page.declared for page in reading.pages) and not for_screens
    press = trimmed or any(claim.startswith("PDF/X") for claim in claims)
    safe = 9.0 if press else 0.0  # what most shops ask for (0.125 in)
    pages = tuple(
        Page(f"page {page.number}", *page.size, bleed=max(0.0, -page.bleed[0]), safe=safe, items=())
        for page in reading.pages
    )
    standards = cast("tuple[Standard, ...]", claims)  # whatever the file says
    edition = Edition("press" if press else "", "cmyk" if press else "srgb", bleed=True, standards=standards)
    return expectation_of_unknown(edition, pages)


def _facts(reading: Reading, expectation: Expectation) -> dict[str, Any]:
    """Return what was measured, for the report."""
    texts = [(page, text) for page in reading.pages for text in page.contents.texts]
    inside = [text for page, text in texts if text.box and overlap(text.box, page.bleed)]
    sizes = [glyph.size for text in inside for glyph in text.glyphs if glyph.box is not None]
    most_ink, least_contrast = reading.most_ink, reading.least_contrast
    return {
        "pdf_version": reading.version,
        "says_it_meets": list(claimed_standards(reading)),
        "pages": [
            {"trim": [round(side, 3) for side in page.size], "bleed": round(-page.bleed[0], 3)}
            for page in reading.pages
        ],
        "fonts": sorted({font.name for font in reading.fonts.values() if font.used}),
        "glyphs": sum(len(text.glyphs) for _, text in texts),
        "smallest_type": round(min(sizes), 2) if sizes else None,
        "most_ink_percent": None if most_ink is None else round(100 * most_ink, 1),
        "least_contrast": None if least_contrast is None else round(least_contrast, 2),
        "raster_dpi": DPI,
        "codes": [
            {
                "contact": examined.code.item.contact,
                "page": examined.code.page + 1,
                "target": examined.code.target,
                "module_mm": round(examined.module * 25.4 / 72, 3),
                "contrast": round(examined.contrast, 2),
                "reads": {
                    "sharp": examined.opens,
                    "out of focus": examined.blurred == examined.code.target,
                    "poor light": examined.pale == examined.code.target,
                },
            }
            for examined in examine_codes(reading, expectation)
        ],
    }
