"""The recipe: how one file is made."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flyers.errors import FlyersError, ProofError
from flyers.pipeline import outputs, report
from flyers.pipeline.clock import Clock
from flyers.pipeline.composition import composed
from flyers.pipeline.expectations import expectation
from flyers.pipeline.plan import Job
from flyers.pipeline.result import Result
from flyers.pipeline.session import Session

SHOWN = 5
"""Findings that an error message lists; the report has them all."""


def make(job: Job, session: Session) -> Result:
    """Make the job's file, prove it, and put it on the shelf.

    A failure is a result like another: the last good file stays, the report says why, and other jobs go on.
    """
    clock = Clock()
    try:
        return _recipe(job, session, clock)
    except FlyersError as error:
        return _failed(job, error, clock)
    except Exception as fault:
        ours = FlyersError(
            f"A fault of the program itself ({type(fault).__name__}: {fault}).", hint="Please report it."
        )
        trace = "".join(traceback.format_exception(fault))
        return _failed(job, ours.within(job.product, job.language), clock, fault=trace)


def _recipe(job: Job, session: Session, clock: Clock) -> Result:
    from flyers.pdf.painter import paint
    from flyers.proof.run import proof

    with clock("localize"):
        localized = session.localized(job.language, beside=job.beside, allow_untranslated=job.allow_untranslated)
    with clock("compose"), _named(job):
        made_of = composed(job, localized, session)
        document, edition = made_of.document, made_of.edition
    with clock("paint"), _named(job):
        pdf = paint(document, replace(edition, name=job.purpose), session.library)
    with clock("proof"), _named(job):
        expected = expectation(document, edition, localized, smallest_module=made_of.layout.smallest_module)
        made = report.of(document, localized, expected, proof(pdf, expected))
    if not made.good:
        return _failed(job, _refused(job, made), clock, made=made)
    with clock("write"), _named(job):
        outputs.put(job, pdf, made.entry())
    return Result(job, size=len(pdf), findings=made.findings, warnings=made.warnings, seconds=clock.seconds)


@contextmanager
def _named(job: Job) -> Iterator[None]:
    """Errors inside name the product and the language first. (Those of a whole language are no product's.)"""
    try:
        yield
    except FlyersError as error:
        raise error.within(job.product, job.language) from None


def _refused(job: Job, made: report.FileReport) -> ProofError:
    errors = [report.sentence(finding) for finding in made.findings if finding["severity"] == "error"]
    more = f"\n  … and {len(errors) - SHOWN} more" if len(errors) > SHOWN else ""
    listed = "".join(f"\n  {error}" for error in errors[:SHOWN])
    return ProofError(
        f"The finished file failed its proof:{listed}{more}\n",
        hint="It was not written; the last good file, if any, stays. "
        f"Every finding is in {job.folder / outputs.REPORT}.",
        trail=(job.product, job.language),
    )


def _failed(
    job: Job, error: FlyersError, clock: Clock, *, made: report.FileReport | None = None, fault: str = ""
) -> Result:
    try:
        outputs.note_failure(job, report.failure(error) if made is None else made.entry())
    except FlyersError as unwritable:
        # Where the folder itself is the trouble, that has been said already.
        if type(unwritable) is not type(error):
            error.hint = f"{error.hint} Nor could the report be written: {unwritable}".strip()
    return Result(
        job,
        error=error,
        fault=fault,
        findings=made.findings if made else (),
        warnings=made.warnings if made else (),
        seconds=clock.seconds,
    )
