"""The recipe: how one file is made."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from flyers.build import report, shelf
from flyers.build.clock import Clock
from flyers.build.expectations import expectation
from flyers.build.plan import Job
from flyers.build.result import Result
from flyers.build.workshop import Workshop
from flyers.errors import FlyersError, ProofError


def make(job: Job, shop: Workshop) -> Result:
    """Make the job's file, prove it, and put it on the shelf.

    A failure is a result like another: the last good file stays, the report says why, and other jobs go on.
    """
    clock = Clock()
    try:
        return _recipe(job, shop, clock)
    except FlyersError as error:
        return _failed(job, error, clock)
    except Exception as fault:
        error = FlyersError(
            f"A fault of the program itself ({type(fault).__name__}: {fault}).", cure="Please report it."
        )
        return _failed(job, error, clock, fault="".join(traceback.format_exception(fault)))


def _recipe(job: Job, shop: Workshop, clock: Clock) -> Result:
    from flyers.layout.compose import compose
    from flyers.pdf.editions import EDITIONS
    from flyers.pdf.painter import paint
    from flyers.proof import proof

    edition = EDITIONS[job.edition]
    with clock("localize"):
        localized = shop.localized(job.language, allow_untranslated=job.allow_untranslated)
    with clock("compose"), _named(job):
        document = compose(localized, shop.layout(job.product), shop.theme, shop.typesetter, shop.pictures)
    with clock("paint"), _named(job):
        pdf = paint(document, edition, shop.library)
    with clock("proof"):
        expected = expectation(document, edition)
        proved = proof(pdf, expected)
    with clock("write"):
        made = report.of(document, localized, expected, proved)
        if proved.ok:
            shelf.put(job, pdf, made.entry())
        else:
            shelf.note_failure(job, made.entry())
    return Result(
        job,
        error=None if proved.ok else _refused(job, made),
        size=len(pdf) if proved.ok else 0,
        findings=made.findings,
        warnings=made.warnings,
        seconds=clock.seconds,
    )


@contextmanager
def _named(job: Job) -> Iterator[None]:
    """Errors inside name the product and the language first. (Those of a whole language are no product's.)"""
    try:
        yield
    except FlyersError as error:
        raise error.within(job.product, job.language) from None


def _refused(job: Job, made: report.Made) -> ProofError:
    errors = [finding for finding in made.findings if finding["severity"] == "error"]
    first = "; ".join(str(finding["message"]) for finding in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    return ProofError(
        f"The finished file failed its proof: {first}{more}.",
        cure=f"The last good file, if any, is untouched; every finding is in {job.folder / shelf.REPORT}.",
        trail=(job.product, job.language),
    )


def _failed(job: Job, error: FlyersError, clock: Clock, *, fault: str = "") -> Result:
    try:
        shelf.note_failure(job, report.failure(error))
    except FlyersError as unwritable:
        # The folder itself is the trouble, or it has become one: what the job died of comes first.
        if type(unwritable) is not type(error):
            error.cure = f"{error.cure} Nor could the report be written: {unwritable}".strip()
    return Result(job, error=error, fault=fault, seconds=clock.seconds)
