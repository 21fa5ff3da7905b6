"""The recipe: makes one file, if it is not current."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any

from flyers.dates import build_time
from flyers.errors import FlyersError, ProofError
from flyers.page.document import Document, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.pdf.painter import paint
from flyers.pdf.slug import slug_lines, slug_typesetter
from flyers.pipeline import outputs
from flyers.pipeline.composition import Composition, compose_job, named
from flyers.pipeline.entry import failure_entry, file_entry
from flyers.pipeline.fresh import current, made_of
from flyers.pipeline.images import combined_proof, image_files, proof_of_files, with_page
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Clock, Result, errors, listed, result_of
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation, ExpectedImage, FontFile
from flyers.proof.run import Proof, proof
from flyers.text.fonts import FontLibrary
from flyers.translation.localization import Localization


def make_if_needed(job: Job, session: Session, *, force: bool = False) -> Result:
    """Return the result of the job: of its last build if the file is current (`Result.current`), else make the file.

    With *force* it is made in any case. Never raises, as `make`.
    """
    try:
        known = None if force else current(job, session.inputs)
    except FlyersError:  # the campaign is broken, as making the file reports
        known = None
    return known or make(job, session)


def make(job: Job, session: Session) -> Result:
    """Make the job's file, prove it and write it to the outputs.

    Never raises: a failure is a result too. The last good file stays, the report says why, and other jobs go on.
    """
    clock = Clock()
    try:
        return _recipe(job, session, clock)
    except FlyersError as error:
        return _failure(job, error, clock)
    except Exception as fault:
        ours = FlyersError(f"The program itself failed ({type(fault).__name__}: {fault}).", hint="Please report it.")
        trace = "".join(traceback.format_exception(fault))
        return _failure(job, ours.within(job.product, job.language), clock, fault=trace)


def _recipe(job: Job, session: Session, clock: Clock) -> Result:
    with clock("localize"):
        session.inputs  # noqa: B018 - before anything else is read
        localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=job.allow_untranslated)
    with clock("compose"), _trail(job):
        composition = compose_job(job, localized, session)
        document, edition = composition.document, composition.edition
        if not job.allow_untranslated:
            localized.require_translated(document.messages)
    job = named(job, document, edition)
    with clock("paint"), _trail(job):
        moment = build_time()
        pdf = paint(document, replace(edition, name=job.purpose), session.library, moment)
    with clock("proof"), _trail(job):
        expected = composition_expectation(composition, localized, session.library, moment, job.purpose)
        proved, made, texts = _finished(pdf, expected)
        entry = file_entry(composition.document, composition.layout, localized, proved)
    if not proved.ok:
        return _failure(job, _refusal(job, entry), clock, entry)
    with clock("write"), _trail(job):
        inputs = made_of(job, session)
        outputs.write(job, made, entry, dict(zip(job.texts, texts, strict=True)), inputs)
    return result_of(job, entry | {"bytes": len(made)}, inputs.key, current=False, seconds=clock.seconds)


def _finished(pdf: bytes, expected: Expectation) -> tuple[Proof, bytes, tuple[bytes, ...]]:
    """Return the proof, the file, and the texts beside it: *pdf* itself, or the image that shows its page."""
    page = proof(pdf, expected)
    if expected.image is None or not page.ok:
        return page, pdf, ()
    shown = with_page(expected, pdf)
    files = image_files(shown)
    return combined_proof(page, proof_of_files(files, shown)), files.png, (files.alt, files.text)


@contextmanager
def _trail(job: Job) -> Iterator[None]:
    """Put product and language at the head of an error's trail. (Errors of a whole language belong to no product.)"""
    try:
        yield
    except FlyersError as error:
        raise error.within(job.product, job.language) from None


def _refusal(job: Job, entry: Mapping[str, Any]) -> ProofError:
    return ProofError(
        f"The finished file failed its proof:{listed(errors(entry['findings']))}\n",
        hint="It was not written; the last good file, if any, stays. "
        f"Every finding is in {job.folder / outputs.REPORT}.",
        trail=(job.product, job.language),
    )


def _failure(
    job: Job, error: FlyersError, clock: Clock, entry: Mapping[str, Any] | None = None, *, fault: str = ""
) -> Result:
    try:
        outputs.write_failure(job, dict(entry or failure_entry(error)))
    except FlyersError as unwritable:
        # If the folder itself is the problem, the error says that already.
        if type(unwritable) is not type(error):
            error.hint = f"{error.hint} The report could not be written either: {unwritable}".strip()
    return Result(
        job,
        error=error,
        fault=fault,
        findings=tuple(entry["findings"]) if entry else (),
        warnings=tuple(entry["warnings"]) if entry else (),
        seconds=clock.seconds,
    )


def expectation(
    document: Document,
    edition: Edition,
    localized: Localization,
    library: FontLibrary,
    *,
    smallest_module: float,
    moment: int | None = None,
    image: ExpectedImage | None = None,
) -> Expectation:
    """Return what the finished file of *document* must contain when it is painted in *edition*.

    *smallest_module*, in points, is the smallest permitted side of a QR code's module (`Layout.smallest_module`): a
    product held in the hand may have smaller ones than one that hangs on a wall. *moment* is the date of the file, as
    for `flyers.pdf.painter.paint`; *image* is what the edition makes of the page.
    """
    moment = build_time() if moment is None else moment
    typesetter = slug_typesetter(library)
    pages = document.pages if edition.slug_line else ()
    slug = tuple(tuple(slug_lines(document, page, page_boxes(page, edition), typesetter, moment)) for page in pages)
    items = (item for page in document.pages for item in page.items)
    lines = (line for line in (*items, *chain(*slug)) if isinstance(line, TextLine))
    faces = {run.face: library.face(run.face) for line in lines for run in line.runs}
    files = {key: FontFile(face.data, face.index, face.axes) for key, face in faces.items()}
    return Expectation(document, edition, localized, smallest_module, slug, files, image)


def composition_expectation(
    composition: Composition, localized: Localization, library: FontLibrary, moment: int, purpose: str
) -> Expectation:
    """Return what the file of *composition* must contain; *purpose* is `flyers.pipeline.plan.Job.purpose`."""
    document, edition, layout = composition.document, composition.edition, composition.layout
    image = None
    if edition.image:
        from flyers.pdf.metadata import metadata
        from flyers.pipeline.images import expected_image

        about = metadata(document, dataclasses.replace(edition, name=purpose), moment)
        image = expected_image(document, localized, layout, about)
    return expectation(
        document,
        edition,
        localized,
        library,
        smallest_module=layout.smallest_module,
        moment=moment,
        image=image,
    )
