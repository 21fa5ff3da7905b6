"""The registry of the proof's checks, and what its explanations and findings add to those of `flyers.findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity
from flyers.proof.expectations import Expectation
from flyers.proof.images import ImageReading
from flyers.proof.reading import Reading
from flyers.records import dataclass

X4, X1A = "PDF/X-4", "PDF/X-1a:2003"
PDF_X = (X4, X1A)  # The parts of ISO 15930 that the proof checks.
UA = ("PDF/UA-1",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofExplanation(Explanation):
    """What a code of the proof means."""

    owner: str = "developer"  # owner, advice: the developer's, to make the file again, if nothing is said
    advice: str = "Build the file again; report the problem if it persists."
    press: bool = False  # applies to the press edition only
    image: bool = False  # applies to images (PNG), and to no PDF
    # Compares with an expectation, so it is left out for a file of which nothing is known.
    needs_expectation: bool = False
    standards: tuple[str, ...] = ()  # applies only to files that claim one of these standards; empty: to every file

    @property
    def details(self) -> Mapping[str, str]:
        kind = "images" if self.image else "press files" if self.press else ""
        if self.standards:
            files = f"files that claim to meet {' or '.join(self.standards)}"
        elif self.needs_expectation:
            files = f"{kind} of ours" if kind else "our files, in every edition"
        else:
            files = f"{kind or 'every PDF'}, also those of other programs"
        stops = "the file is not written" if self.severity is Severity.ERROR else "nothing; a person should look"
        return {"Applies to": files, "Stops": stops}

    def applies_to(self, expectation: Expectation) -> bool:
        edition = expectation.edition
        if (self.needs_expectation and not expectation.is_known) or (self.press and not edition.for_press):
            return False
        return not self.standards or not set(self.standards).isdisjoint(edition.standards)


@dataclass(frozen=True, slots=True)
class ProofFinding(Finding):
    """A fault of a finished file; ``docs/proof.md`` lists each code."""

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"page {self.page}" if self.page else "", self.where) if part)
        sentence = f"{self.code} {place}{': ' if place else ''}{self.problem}"
        return f"{sentence.rstrip('.')}. {self.hint}"

    def to_json(self) -> dict[str, Any]:
        what = {"code": self.code, "severity": str(self.severity), "message": self.problem}
        place = {"page": self.page, "where": self.where, "advice": self.hint}
        return what | place | ({"found": self.fault.found} if self.fault.found else {})


# The checks of the proof, by code.
CHECKS: dict[str, Check[ProofExplanation, Callable[[Reading, Expectation], Iterable[Fault]]]] = {}
REGISTRY = FindingRegistry(ProofExplanation, CHECKS)
EXPLANATIONS = REGISTRY.explanations  # All codes of the proof, those without a check function (P001, P003) among them.

check, explain = REGISTRY.check, REGISTRY.explain
compare = partial(check, needs_expectation=True)
check_press = partial(check, press=True)
check_pdfx = partial(check, standards=PDF_X, owner="print shop, developer")
check_tags = partial(check, standards=UA)
compare_tags = partial(check, standards=UA, needs_expectation=True)
"""Checks that compare with an expectation, are of press files, or of files that claim PDF/X or PDF/UA."""

# The checks of images, by code.
IMAGE_CHECKS: dict[str, Check[ProofExplanation, Callable[[ImageReading, Expectation], Iterable[Fault]]]] = {}
IMAGE_REGISTRY = FindingRegistry(partial(ProofExplanation, image=True), IMAGE_CHECKS)
image_check, image_explain = IMAGE_REGISTRY.check, IMAGE_REGISTRY.explain
compare_image = partial(image_check, needs_expectation=True)
