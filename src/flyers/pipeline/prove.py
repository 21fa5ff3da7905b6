"""Prove finished files again: compare each with what the campaign would make today."""

from __future__ import annotations

import calendar
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.errors import ContentError, FlyersError
from flyers.files import read_bytes
from flyers.findings import Fault
from flyers.pipeline.composition import compose_job
from flyers.pipeline.expectations import expectation
from flyers.pipeline.plan import Job, PressChoice, choose, job_from_purpose

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.proof.expectations import Expectation


_NOT_COMPARED = (
    "boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)

READER_PROOF = "reader-proof"
"""The product name in files of `flyers.publish.reader_proof`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file records about itself (`flyers.pdf.painter` writes it).

    Attributes:
        edition: `Job.purpose`.
        code: the content code.
        condition: the identifier of its output intent for print; "" if it has none.
        pdfx: ``1a`` if it is labelled PDF/X-1a, else "".
        condition_title: what it calls its condition.
        moment: when it was made, in seconds since 1970; 0 if it does not say.
    """

    product: str
    language: str
    edition: str
    code: str
    condition: str = ""
    pdfx: str = ""
    condition_title: str = ""
    moment: int = 0

    def __str__(self) -> str:
        return f"{self.product}, {self.language}, {self.edition}"


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


def prove(path: Path, pdf: bytes, session: Session, press: str = "") -> Verdict:
    """Prove the bytes *pdf* of the file *path*.

    A press file must meet the print condition *press*, a name or a path; "" means the one that the file names. A file
    that the campaign did not make gets the checks that need no expectation, and a remark that says so.

    Raises:
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.proof.checks.file import DAMAGED
    from flyers.proof.run import proof

    identity = identify(pdf)
    expected, remarks = _expected(identity, session, press)
    proved = proof(pdf, expected)
    plain = proved.to_json()
    if DAMAGED.code in proved.codes:
        remarks = []
    return Verdict(
        path=path,
        known_as="not known" if identity is None or expected is None else str(identity),
        good=proved.ok and expected is not None,
        findings=tuple(plain["findings"]),
        facts=plain["facts"],
        remarks=tuple(remarks),
        compared=expected is not None,
        old_numbers=_old_numbers(plain["findings"], session, identity) if remarks and identity and expected else {},
        identity=identity if expected is not None else None,
    )


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """A file to prove in another process: the campaign's folder, and the arguments of `prove`."""

    campaign: Path
    path: Path
    press: str = ""


def prove_file(request: ProofRequest) -> Verdict:
    """Read and prove the file of *request*.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.pipeline.session import open_session
    from flyers.proof.size_guard import UnreadableError, check_size

    try:
        data = read_bytes(request.path, most=limits.PDF_BYTES)
        check_size(data)
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press)


def refused(path: Path, error: FlyersError) -> Verdict:
    """Return the verdict on a file that cannot be examined."""
    from flyers.proof.checks.file import DAMAGED
    from flyers.proof.findings import ProofFinding

    finding = ProofFinding(DAMAGED, Fault(error.problem, error.hint))
    return Verdict(path, "not known", False, (finding.to_json(),), {})


def _old_numbers(
    findings: Sequence[Mapping[str, Any]], session: Session, identity: Identity
) -> dict[str, tuple[str, str]]:
    """Return the numbers that an older page shows in the places of today's, with those, by the id of the contact.

    A number that reads backwards is no older one.
    """
    tag = identity.language.partition("+")[0]
    shown = {finding["where"]: finding.get("found", "") for finding in findings if finding["code"] == "T303"}
    pairs = {
        name: (shown[name], contact.in_language(tag).display)
        for name, contact in session.campaign.contacts.items()
        if shown.get(name)
    }
    return {name: (old, today) for name, (old, today) in pairs.items() if old[::-1] != today}


def identify(pdf: bytes) -> Identity | None:
    """Return what *pdf* records about itself; None if another program made it or it is not a PDF."""
    import pikepdf

    from flyers.proof.size_guard import UnreadableError, check_size

    try:
        check_size(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as file:
            subject = str(file.docinfo.get("/Subject", ""))
            keywords = str(file.docinfo.get("/Keywords", ""))
            pdfx = "1a" if str(file.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1a") else ""
            condition, title = _condition(file.Root.get("/OutputIntents"))
            moment = _moment(str(file.docinfo.get("/CreationDate", "")))
    except (pikepdf.PdfError, pikepdf.PasswordError, UnreadableError, ValueError, TypeError):
        return None
    match subject.split(", "), keywords.split():
        case [product, language, edition], [same, again, *_, code] if (product, language) == (same, again):
            return Identity(product, language, edition, code, condition, pdfx, title, moment)
    return None


def _moment(date: str) -> int:
    """Return a date as our files write it (``D:20261126151500Z``) in seconds since 1970; 0 for any other."""
    try:
        return calendar.timegm(time.strptime(date, "D:%Y%m%d%H%M%SZ"))
    except ValueError:
        return 0


def _condition(intents: Any) -> tuple[str, str]:
    """Return identifier and title of the output intent for print; "" if there is none or more than one."""
    from pikepdf import Array, Dictionary

    dictionaries = (
        [intent for intent in intents if isinstance(intent, Dictionary)] if isinstance(intents, Array) else []
    )
    named = [
        (str(intent.get("/OutputConditionIdentifier", "")), str(intent.get("/OutputCondition", "")))
        for intent in dictionaries
        if intent.get("/S") == "/GTS_PDFX"
    ]
    return named[0] if len(named) == 1 else ("", "")


def _expected(identity: Identity | None, session: Session, press: str) -> tuple[Expectation | None, list[str]]:
    """Return what the file must contain, and remarks on how far that is known."""
    if identity is None:
        return None, [f"not labelled as a file of ours: {_NOT_COMPARED}"]
    if identity.product == READER_PROOF:
        return None, [
            "a reader's proof, which was compared with its contents when it was made; signing with its checksum shows "
            f"whether it is of today's pages: {_NOT_COMPARED}"
        ]
    remarks = []
    try:
        condition = _named_condition(identity, session)
        if identity.condition and not (press or condition):
            remarks.append(
                f"made for the print condition “{identity.condition}”, which this campaign does not have: name its "
                "file with --press"
            )
        job = _job(identity, session, press or condition)
        localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=True)
        composition = compose_job(job, localized, session)
    except FlyersError as error:
        return None, [f"it says that it is {identity}, which this campaign cannot make ({error}): {_NOT_COMPARED}"]
    if composition.document.code != identity.code:
        remarks.append(
            f"made from other words or contacts (content code {identity.code}; today's is {composition.document.code})"
        )
    module = composition.layout.smallest_module
    expected = expectation(
        composition.document,
        composition.edition,
        localized,
        session.library,
        smallest_module=module,
        moment=identity.moment,
    )
    return expected, remarks


def _named_condition(identity: Identity, session: Session) -> str:
    """Return the campaign's print condition that the file names; "", its usual one, if the file names none of them.

    Several may share an identifier, for one press may want marks and another none; then the title decides.
    """
    from flyers.content.press import conditions

    usual = session.campaign.press
    known = {name: session.condition(name) for name in (usual, *conditions(session.campaign))}
    alike = [name for name, condition in known.items() if condition.identifier == identity.condition]
    return next((name for name in alike if known[name].title == identity.condition_title), next(iter(alike), ""))


def _job(identity: Identity, session: Session, condition: str) -> Job:
    """Return the job that the file records.

    Raises:
        UsageError: the campaign has no such language, product or edition.
    """
    from flyers.pdf.editions import EDITIONS

    press = PressChoice(condition, identity.pdfx)
    job = job_from_purpose(session.folder, identity.product, identity.language, identity.edition, press)
    choose("edition", [job.edition], list(EDITIONS))
    choose("product", [job.product], session.products)
    return replace(job, language=session.registry.language(job.language).tag)
