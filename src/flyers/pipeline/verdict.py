"""The verdict on a finished file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.errors import FlyersError
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.identity import Identity


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proof of one file.

    Attributes:
        known_as: ``"poster, es, press"``, or that the file is not known.
        good: it was compared, and has no fault.
        compared: it was compared with the campaign.
        remarks: what a person should know to read the verdict.
        old_numbers: what is printed, and what the campaign has today, by the id of the contact.
        identity: what the file records about itself; None if nothing that is known.
    """

    path: Path
    known_as: str
    good: bool
    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    remarks: tuple[str, ...] = ()
    compared: bool = True
    old_numbers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    identity: Identity | None = None

    @property
    def failed(self) -> bool:
        """Return whether a finding is an error."""
        return any(finding["severity"] == "error" for finding in self.findings)

    @property
    def outcome(self) -> str:
        """Return the verdict in a word or two."""
        return "good" if self.good else "FAILED" if self.failed else "NOT COMPARED"

    def to_json(self) -> dict[str, Any]:
        return {
            "file": str(self.path),
            "known_as": self.known_as,
            "good": self.good,
            "compared": self.compared,
            "remarks": list(self.remarks),
            "old_numbers": {name: {"printed": old, "today": new} for name, (old, new) in self.old_numbers.items()},
            "findings": [dict(finding) for finding in self.findings],
            "facts": dict(self.facts),
        }


def refused(path: Path, error: FlyersError) -> Verdict:
    """Return the verdict on a file that cannot be examined."""
    from flyers.findings import Fault
    from flyers.proof.checks.file import DAMAGED
    from flyers.proof.findings import ProofFinding

    finding = ProofFinding(DAMAGED, Fault(error.problem, error.hint))
    return Verdict(path, "not known", False, (finding.to_json(),), {})
