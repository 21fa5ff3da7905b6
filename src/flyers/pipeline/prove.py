"""Proving a finished file again: what it should hold is composed anew from the campaign as it is today."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.errors import FlyersError
from flyers.pipeline.expectations import expectation

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.session import Session
    from flyers.proof.expectations import Expectation


READER_PROOF = "reader-proof"
"""What `flyers.publish.readerproof` calls its pages."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says it is (`flyers.pdf.painter` writes it).

    ``condition`` is the identifier of its output intent for print, "" if it has none; ``pdfx`` is ``1a`` where its
    label is PDF/X-1a, else "".
    """

    product: str
    language: str
    edition: str
    code: str
    condition: str = ""
    pdfx: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proof of one file.

    Attributes:
        known_as: ``"poster, es, press"``, or that the file is not one of ours.
        remarks: what a person should know to read the verdict.
    """

    path: Path
    known_as: str
    good: bool
    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": str(self.path),
            "known_as": self.known_as,
            "good": self.good,
            "remarks": list(self.remarks),
            "findings": [dict(finding) for finding in self.findings],
            "facts": dict(self.facts),
        }


def prove(path: Path, pdf: bytes, session: Session, press: str = "") -> Verdict:
    """Prove the bytes *pdf* of the file *path*.

    A press file must be for the print condition *press*, a name or a path; "" stands for the one that it names itself.

    A file that is not the campaign's gets the checks that need no expectation, and a remark that says so.

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
        known_as="not known" if identity is None or expected is None else _name(identity),
        good=proved.ok,
        findings=tuple(plain["findings"]),
        facts=plain["facts"],
        remarks=tuple(remarks),
    )


def identify(pdf: bytes) -> Identity | None:
    """What *pdf* says it is; None for a file that says nothing we know, or is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            subject = str(file.docinfo.get("/Subject", ""))
            keywords = str(file.docinfo.get("/Keywords", ""))
            pdfx = "1a" if str(file.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1a") else ""
            condition = _condition(file.Root.get("/OutputIntents"))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return None
    match subject.split(", "), keywords.split():
        case [product, language, edition], [same, again, *_, code] if (product, language) == (same, again):
            return Identity(product, language, edition, code, condition, pdfx)
    return None


def _condition(intents: Any) -> str:
    """The identifier of the output intent for print, "" where there is none or more than one."""
    from pikepdf import Array, Dictionary

    each = [one for one in intents if isinstance(one, Dictionary)] if isinstance(intents, Array) else []
    named = [str(one.get("/OutputConditionIdentifier", "")) for one in each if one.get("/S") == "/GTS_PDFX"]
    return named[0] if len(named) == 1 else ""


def _expected(identity: Identity | None, session: Session, press: str) -> tuple[Expectation | None, list[str]]:
    if identity is None:
        return None, ["made by another program: only what needs no knowledge of its contents was checked"]
    if identity.product == READER_PROOF:
        return None, [
            "it is a reader's proof, which was compared with what was asked when it was made; signing with its checksum"
            " tells whether it is of today's pages: only what needs no knowledge of its contents was checked again"
        ]
    from flyers.pipeline.composition import composed

    remarks = []
    try:
        named = _named(identity, session)
        if identity.condition and not (press or named):
            remarks.append(
                f"it was made for the print condition “{identity.condition}”, which this campaign has not: name its "
                "file with --press"
            )
        job = _job(identity, session, press or named)
        localized = session.localized(job.language, beside=job.beside, allow_untranslated=True)
        made_of = composed(job, localized, session)
    except FlyersError as error:
        return None, [
            f"it says it is {_name(identity)}, which this campaign cannot make ({error}): only what needs no knowledge "
            "of its contents was checked"
        ]
    if made_of.document.code != identity.code:
        remarks.append(
            f"it was made from other words or contacts (edition code {identity.code}; today's is "
            f"{made_of.document.code})"
        )
    module = made_of.layout.smallest_module
    return expectation(made_of.document, made_of.edition, localized, smallest_module=module), remarks


def _named(identity: Identity, session: Session) -> str:
    """The campaign's print condition that the file names; "", the usual one, where it names none of them."""
    from flyers.content.press import conditions

    usual = session.campaign.press
    for name in (usual, *conditions(session.campaign)):
        if session.condition(name).identifier == identity.condition:
            return name
    return ""


def _job(identity: Identity, session: Session, press: str) -> Job:
    """The job that the file names.

    Raises:
        UsageError: the campaign has no such language, product or edition.
    """
    from flyers.pdf.editions import EDITIONS
    from flyers.pipeline.plan import as_said, choose

    job = as_said(
        session.folder, identity.product, identity.language, identity.edition, press=press, pdfx=identity.pdfx
    )
    choose("edition", [job.edition], list(EDITIONS))
    choose("product", [job.product], session.products)
    return replace(job, language=session.registry.language(job.language).tag)


def _name(identity: Identity) -> str:
    return f"{identity.product}, {identity.language}, {identity.edition}"
