"""The registry of the proof's checks, and what its explanations and findings add to those of `flyers.findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity
from flyers.proof.expectations import Expectation
from flyers.proof.images import ImageReading
from flyers.proof.reading import Reading
from flyers.records import dataclass

_FILES = {
    "press": "press files of ours",
    "press, any file": "press files, also those of other programs",
    "any file": "every PDF, also those of other programs",
    "image": "images of ours",
    "image, any file": "images, also those of other programs",
    "": "our files, in every edition",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofExplanation(Explanation):
    """What a code of the proof means.

    Attributes:
        press: applies to the press edition only.
        image: applies to images (PNG), and to no PDF.
        needs_expectation: compares with an expectation, so it is left out for a file of which nothing is known.
        standards: applies only to files that claim one of these standards; empty: to every file.
    """

    press: bool = False
    image: bool = False
    needs_expectation: bool = False
    standards: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """Return in a few words to which files it applies; "" means to ours, in every edition."""
        words = [
            ", ".join(self.standards) or ("press" if self.press else "image" if self.image else ""),
            "" if self.needs_expectation else "any file",
        ]
        return ", ".join(word for word in words if word)

    @property
    def details(self) -> Mapping[str, str]:
        claims = f"files that claim to meet {' or '.join(self.standards)}"
        return {
            "Applies to": claims if self.standards else _FILES[self.scope],
            "Stops": "the file is not written" if self.severity is Severity.ERROR else "nothing; a person should look",
        }

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
        sentence = f"{self.code} {place}: {self.problem}" if place else f"{self.code} {self.problem}"
        return f"{sentence.rstrip('.')}. {self.hint}"

    def to_json(self) -> dict[str, Any]:
        entry = {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.problem,
            "page": self.page,
            "where": self.where,
            "advice": self.hint,
        }
        return entry | {"found": self.fault.found} if self.fault.found else entry


Checker = Callable[["Reading", "Expectation"], Iterable[Fault]]

CHECKS: dict[str, Check[ProofExplanation, Checker]] = {}
"""The checks of the proof, by code."""

REGISTRY = FindingRegistry(ProofExplanation, CHECKS)
EXPLANATIONS = REGISTRY.explanations
"""All codes of the proof, those without a check function (P001, P003) among them."""

check, explain = REGISTRY.check, REGISTRY.explain

ImageChecker = Callable[["ImageReading", "Expectation"], Iterable[Fault]]

IMAGE_CHECKS: dict[str, Check[ProofExplanation, ImageChecker]] = {}
"""The checks of images, by code."""

IMAGE_REGISTRY = FindingRegistry(partial(ProofExplanation, image=True), IMAGE_CHECKS)
image_check, image_explain = IMAGE_REGISTRY.check, IMAGE_REGISTRY.explain

UNCHECKED = explain(
    code="P003",
    title="every check could be made",
    found="A check could not be made, because the file is built in a way that the proof does not understand.",
    why="What was not checked may be wrong.",
    advice="Treat the file as failed and report it.",
    owner="developer",
    asked_by="issue 2: what was not checked is no pass",
)


R = TypeVar("R")


def findings(
    one: Check[ProofExplanation, Callable[[R, Expectation], Iterable[Fault]]], reading: R, expectation: Expectation
) -> Iterator[ProofFinding]:
    """Yield what a check finds. An exception in the check is a finding too (P003)."""
    about = one.explanation
    try:
        for fault in one.function(reading, expectation):
            yield ProofFinding(about, fault)
    except Exception as error:
        problem = f"“{about.title}” could not be checked: {type(error).__name__}: {error}"
        yield ProofFinding(UNCHECKED, Fault(problem))
