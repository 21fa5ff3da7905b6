"""Prove finished files again: compare each with what the campaign would make today."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, NamedTuple

from flyers import limits
from flyers.errors import ContentError, FlyersError
from flyers.files import read_bytes
from flyers.findings import Fault
from flyers.pipeline.entry import plain_findings
from flyers.pipeline.images import combined_proof, with_page
from flyers.pipeline.outputs import READER_PROOF
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.todays_file import (
    NO_WORDS,
    Identity,
    TodaysFile,
    WordFiles,
    identify,
    identify_image,
    is_todays_file,
    named_condition,
    todays_file,
    words_beside,
)
from flyers.proof.checks.file import DAMAGED, NOT_TODAYS
from flyers.proof.checks.images import DAMAGED as DAMAGED_IMAGE
from flyers.proof.findings import ProofFinding
from flyers.proof.images import is_png, labels_of
from flyers.proof.run import Proof, image_proof, proof
from flyers.proof.size_guard import UnreadableError, check_size
from flyers.records import dataclass


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
        return any(finding["severity"] == "error" for finding in self.findings)

    @property
    def outcome(self) -> str:
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
    finding = ProofFinding(DAMAGED, Fault(error.problem, error.hint))
    return Verdict(path, "not known", False, (finding.to_json(),), {})


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
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)


def is_todays(request: ProofRequest) -> bool:
    """Return whether the file of *request* is what the campaign makes today, and is in its place.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError):
        return False
    return is_todays_file(request.path, data, words, open_session(request.campaign))


def _read(path: Path) -> tuple[bytes, WordFiles]:
    """Return a file, and the words beside it if it is an image."""
    data = read_bytes(path, most=limits.PDF_BYTES)
    if is_png(data):
        return data, words_beside(path)
    check_size(data)
    return data, NO_WORDS


_NOT_COMPARED = (
    "boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)

_CONTACT = re.compile(r"\W*(?:\d\W*){3,}|[\w-]+(?:\.[\w-]+)+\S*")
"""A number or an address: in a file of other words, any part of a sentence may be in the place of one."""

JOB_TICKET = "job-ticket"
"""The product name in files of `flyers.publish.ticket_page`."""

_NO_PRODUCTS = {
    READER_PROOF: "a reader's proof, which was compared with its contents when it was made; signing with its checksum "
    "shows whether it is of today's pages",
    JOB_TICKET: "a print shop's job ticket, whose order the campaign does not keep; SHA256SUMS in its package shows "
    "whether it is the ticket that was packaged",
}
"""Remarks on files of ours that are not products, which cannot be made again from the campaign alone."""


def prove(path: Path, data: bytes, session: Session, press: str = "", words: WordFiles = NO_WORDS) -> Verdict:
    """Prove the bytes *data* of the file *path*, a PDF, or an image with the *words* beside it.

    The file is compared with the one that the campaign makes today of what it says that it is; the checks say what
    differs. A press file must meet the print condition *press*, a name or a path; "" means the one that the file names.
    A file that the campaign did not make gets the checks that need no expectation, and a remark that says so.

    Raises:
        FlyersError: the campaign itself cannot be read.
    """
    return _prove_image(path, data, words, session) if is_png(data) else _prove_pdf(path, data, session, press)


def _prove_pdf(path: Path, pdf: bytes, session: Session, press: str) -> Verdict:
    identity = identify(pdf)
    known = _known(identity, session, press)
    if identity is None or known.today is None:
        return _verdict(path, identity, known, proof(pdf), session)
    known, today, same = _compared(known, known.today, pdf, NO_WORDS, session)
    return _verdict(path, identity, known, proof(pdf, today.expectation(session, identity.moment)), session, same)


def _prove_image(path: Path, png: bytes, words: WordFiles, session: Session) -> Verdict:
    """Return the verdict on an image: its page is made and proved again, and the image compared with that."""
    identity = identify_image(labels_of(png))
    known = _known(identity, session, "")
    if known.today is None:
        return _verdict(path, identity, known, image_proof(png), session)
    known, today, same = _compared(known, known.today, png, words, session)
    page = today.painted(session, 0)
    shown = with_page(today.expectation(session, 0), page)
    proved = combined_proof(proof(page, shown), image_proof(png, shown, alt=words.alt, text=words.text))
    return _verdict(path, identity, known, proved, session, same)


def _compared(
    known: _Known, today: TodaysFile, data: bytes, words: WordFiles, session: Session
) -> tuple[_Known, TodaysFile, bool]:
    """Return what is known of a file, what it is to be proved as, and whether it is today's.

    A draft of today's words from before they were signed is proved as that: nobody has added its marks since.
    """
    if today.is_same(data, words, session):
        return known, today, True
    if not known.remarks and not today.composition.document.draft:
        draft = today.unsigned(session)
        if draft.is_same(data, words, session):
            remark = "a draft of today's words, from before they were signed; build it again"
            return _Known([remark], draft), draft, False
    return known, today, False


def _verdict(
    path: Path, identity: Identity | None, known: _Known, proved: Proof, session: Session, same: bool = False
) -> Verdict:
    """Return the verdict on a file; *same*: it is today's file, wherever it is."""
    today = known.today
    stranger = list(_not_todays(path, identity, today, same)) if identity and today else []
    findings = (
        plain_findings([*stranger, *proved.findings], today.composition.document, today.composition.layout)
        if today
        else [finding.to_json() for finding in proved.findings]
    )
    readable = {DAMAGED.code, DAMAGED_IMAGE.code}.isdisjoint(proved.codes)
    remarks = known.remarks if readable else []
    older = [_made_before(identity)] if identity and today and not same and not remarks else []
    return Verdict(
        path=path,
        known_as=str(identity) if today else "not known",
        good=today is not None and proved.ok and not stranger,
        findings=tuple(findings),
        facts=dict(proved.facts),
        remarks=(*remarks, *older),
        compared=today is not None,
        old_numbers=_old_numbers(findings, session, identity) if remarks and identity and today else {},
        identity=identity if today else None,
    )


def _not_todays(path: Path, identity: Identity, today: TodaysFile, same: bool) -> Iterator[ProofFinding]:
    if not same:
        yield ProofFinding(NOT_TODAYS, Fault("not the file that is made today"))
    elif not today.belongs_to(path):
        problem = f"it is {identity}, {today.place}, and stands in the place of {path.parent.name}/{path.name}"
        yield ProofFinding(NOT_TODAYS, Fault(problem, "Put each file back into its place, or build again."))


def _made_before(identity: Identity) -> str:
    """Return the remark on a file of today's words that is not today's."""
    day = time.strftime(" on %Y-%m-%d", time.gmtime(identity.moment)) if identity.moment else ""
    return (
        f"made{day} from today's words and contacts: unless somebody edited it, a layout, a font or the program has "
        "changed since then; build it again"
    )


def _old_numbers(
    findings: Sequence[Mapping[str, Any]], session: Session, identity: Identity
) -> dict[str, tuple[str, str]]:
    """Return the number on the page and today's for each contact whose number has changed, by its id. A number that
    reads backwards is not an older one.
    """
    tag = identity.language.partition("+")[0]
    shown = {finding["where"]: finding.get("found", "") for finding in findings if finding["code"] == "T303"}
    pairs = {
        name: (shown[name], contact.in_language(tag).display)
        for name, contact in session.campaign.contacts.items()
        if shown.get(name)
    }
    return {
        name: (old, today) for name, (old, today) in pairs.items() if old[::-1] != today and _CONTACT.fullmatch(old)
    }


class _Known(NamedTuple):
    """What is known of a file: today's file of the job that it records, and remarks on how far it can be compared."""

    remarks: list[str]
    today: TodaysFile | None = None


def _known(identity: Identity | None, session: Session, press: str) -> _Known:
    if identity is None:
        return _Known([f"not labelled as a file of ours: {_NOT_COMPARED}"])
    if identity.product in _NO_PRODUCTS:
        return _Known([f"{_NO_PRODUCTS[identity.product]}: {_NOT_COMPARED}"])
    remarks = []
    try:
        if identity.condition and not (press or named_condition(identity, session)):
            remarks.append(
                f"made for the print condition “{identity.condition}”, which this campaign does not have: name its "
                "file with --press"
            )
        today = todays_file(identity, session, press)
    except FlyersError as error:
        says = f"it says that it is {identity}, which this campaign cannot make ({error})"
        return _Known([f"{says}: {_NOT_COMPARED}"])
    code = today.composition.document.code
    if code != identity.code:
        remarks.append(f"made from other words or contacts (content code {identity.code}; today's is {code})")
    return _Known(remarks, today)
