"""Prove finished files again: compare each with what the campaign would make today."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flyers.errors import FlyersError
from flyers.pipeline.composition import Composition, compose_job
from flyers.pipeline.expectations import composition_expectation
from flyers.pipeline.identity import Identity, identify, identify_image
from flyers.pipeline.plan import Job, PressChoice, choose, job_from_purpose
from flyers.pipeline.verdict import Verdict
from flyers.pipeline.word_files import NO_WORDS, WordFiles

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.proof.expectations import Expectation
    from flyers.proof.run import Proof
    from flyers.translation.localization import Localization


_NOT_COMPARED = (
    "boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)

READER_PROOF = "reader-proof"
"""The product name in files of `flyers.publish.reader_proof`."""

JOB_TICKET = "job-ticket"
"""The product name in files of `flyers.publish.ticket_page`."""

_NO_PRODUCTS = {
    READER_PROOF: "a reader's proof, which was compared with its contents when it was made; signing with its checksum "
    "shows whether it is of today's pages",
    JOB_TICKET: "a print shop's job ticket, whose order the campaign does not keep; SHA256SUMS in its package shows "
    "whether it is the ticket that was packaged",
}
"""Remarks on files of ours that are not products, which cannot be made again from the campaign alone."""


class ComposedJob(NamedTuple):
    """A job with its pages of today."""

    job: Job
    composition: Composition


def prove(
    path: Path,
    data: bytes,
    session: Session,
    press: str = "",
    words: WordFiles = NO_WORDS,
    composed: ComposedJob | None = None,
) -> Verdict:
    """Prove the bytes *data* of the file *path*, a PDF, or an image with the *words* beside it.

    A press file must meet the print condition *press*, a name or a path; "" means the one that the file names. A file
    that the campaign did not make gets the checks that need no expectation, and a remark that says so. If the file is
    that of a job that is *composed* already, it is not composed again.

    Raises:
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.proof.images.reading import is_png

    return (
        _prove_image(path, data, words, session) if is_png(data) else _prove_pdf(path, data, session, press, composed)
    )


def _prove_pdf(path: Path, pdf: bytes, session: Session, press: str, composed: ComposedJob | None) -> Verdict:
    from flyers.proof.run import proof

    identity = identify(pdf)
    expected = _expected(identity, session, press, composed)
    return _verdict(path, identity, expected, proof(pdf, expected.expectation), session)


def _prove_image(path: Path, png: bytes, words: WordFiles, session: Session) -> Verdict:
    """Return the verdict on an image: its page is made and proved again, and the image compared with that."""
    from flyers.pdf.painter import paint
    from flyers.pipeline.images import combined_proof, with_page
    from flyers.proof.images.reading import labels_of
    from flyers.proof.images.run import image_proof
    from flyers.proof.run import proof

    identity = identify_image(labels_of(png))
    expected = _expected(identity, session, "")
    if expected.expectation is None or expected.composition is None:
        return _verdict(path, identity, expected, image_proof(png), session)
    page = paint(expected.composition.document, expected.composition.edition, session.library, 0)
    shown = with_page(expected.expectation, page)
    proved = combined_proof(proof(page, shown), image_proof(png, shown, alt=words.alt, text=words.text))
    return _verdict(path, identity, expected, proved, session)


def _verdict(path: Path, identity: Identity | None, expected: _Expected, proved: Proof, session: Session) -> Verdict:
    from flyers.pipeline.layout_places import plain_findings
    from flyers.proof.checks.file import DAMAGED
    from flyers.proof.images.checks import DAMAGED as DAMAGED_IMAGE

    compared, composition = expected.expectation is not None, expected.composition
    findings = (
        plain_findings(proved.findings, composition.document, composition.layout)
        if composition
        else [finding.to_json() for finding in proved.findings]
    )
    readable = {DAMAGED.code, DAMAGED_IMAGE.code}.isdisjoint(proved.codes)
    remarks = expected.remarks if readable else []
    older = (
        [_made_before(identity)]
        if identity and compared and not remarks and _PAGES_DIFFER.intersection(proved.codes)
        else []
    )
    return Verdict(
        path=path,
        known_as=str(identity) if compared else "not known",
        good=proved.ok and compared,
        findings=tuple(findings),
        facts=dict(proved.facts),
        remarks=(*remarks, *older),
        compared=compared,
        old_numbers=_old_numbers(findings, session, identity) if remarks and identity and compared else {},
        identity=identity if compared else None,
    )


_PAGES_DIFFER = {"T302", "V901", "V902", "V903", "V904", "V905", "V906"}
"""Findings of a page that was edited, and just as well of one that was composed from another layout."""


def _made_before(identity: Identity) -> str:
    """Return the remark on a file of today's words whose pages are not today's."""
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
    return {name: (old, today) for name, (old, today) in pairs.items() if old[::-1] != today}


class _Expected(NamedTuple):
    """What a file must contain, its pages as they would be today, and remarks on how far that is known."""

    remarks: list[str]
    expectation: Expectation | None = None
    composition: Composition | None = None


def _expected(
    identity: Identity | None, session: Session, press: str, composed: ComposedJob | None = None
) -> _Expected:
    """Return what is expected of a file with that *identity*."""
    if identity is None:
        return _Expected([f"not labelled as a file of ours: {_NOT_COMPARED}"])
    if identity.product in _NO_PRODUCTS:
        return _Expected([f"{_NO_PRODUCTS[identity.product]}: {_NOT_COMPARED}"])
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
        is_composed = composed is not None and _is_same(composed, job, localized, session)
        composition = composed.composition if composed and is_composed else compose_job(job, localized, session)
    except FlyersError as error:
        says = f"it says that it is {identity}, which this campaign cannot make ({error})"
        return _Expected([f"{says}: {_NOT_COMPARED}"])
    if composition.document.code != identity.code:
        remarks.append(
            f"made from other words or contacts (content code {identity.code}; today's is {composition.document.code})"
        )
    expected = composition_expectation(composition, localized, session.library, identity.moment, identity.edition)
    return _Expected(remarks, expected, composition)


def _is_same(composed: ComposedJob, job: Job, localized: Localization, session: Session) -> bool:
    """Return whether *composed* is the piece of *job*, with the words of *localized* and for the same press."""

    def piece(one: Job) -> Job:
        return Job(session.folder, one.language, one.product, one.edition, Path(), one.secondary, sheet=one.sheet)

    edition = session.edition(job.edition, job.press.condition, job.press.pdfx, job.press.bleed)
    if job.sheet.ink == "black":
        edition = edition.in_black()
    made = composed.composition
    return piece(job) == piece(composed.job) and made.edition == edition and made.document.code == localized.code


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
