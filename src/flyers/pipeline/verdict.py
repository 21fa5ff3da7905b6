"""The verdict on a finished file, and the request for it, which another process carries out.

The process that asks imports nothing else of the proof, which takes longer to import than to prove a card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.errors import ContentError, FlyersError
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


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """A file to prove in another process: the campaign's folder, and the arguments of
    `flyers.pipeline.prove.prove`."""

    campaign: Path
    path: Path
    press: str = ""


def prove_file(request: ProofRequest) -> Verdict:
    """Read and prove the file of *request*.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.files import read_bytes
    from flyers.pipeline.prove import prove
    from flyers.pipeline.session import open_session
    from flyers.pipeline.word_files import NO_WORDS, words_beside
    from flyers.proof.images.reading import is_png
    from flyers.proof.size_guard import UnreadableError, check_size

    try:
        data = read_bytes(request.path, most=limits.PDF_BYTES)
        if not is_png(data):
            check_size(data)
        words = words_beside(request.path) if is_png(data) else NO_WORDS
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)


def refused(path: Path, error: FlyersError) -> Verdict:
    """Return the verdict on a file that cannot be examined."""
    from flyers.findings import Fault
    from flyers.proof.checks.file import DAMAGED
    from flyers.proof.findings import ProofFinding

    finding = ProofFinding(DAMAGED, Fault(error.problem, error.hint))
    return Verdict(path, "not known", False, (finding.to_json(),), {})
