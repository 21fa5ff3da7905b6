"""The recipe of one file, if it is not current: localize, compose, paint, prove, write."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from flyers.errors import FlyersError, LayoutError, ProofError, UsageError
from flyers.files import build_time
from flyers.impose.document import as_document, in_black, with_draft_marks
from flyers.impose.place import impose
from flyers.impose.sheets import calibration_page, find_sheet, load_calibration
from flyers.layout.model import Layout
from flyers.page.document import Document, TextLine
from flyers.page.editions import Edition, is_short, page_boxes
from flyers.pdf.marks import slug_lines, slug_typesetter
from flyers.pdf.metadata import metadata
from flyers.pdf.painter import paint
from flyers.pipeline import outputs
from flyers.pipeline.entry import file_entry
from flyers.pipeline.fresh import current, made_of
from flyers.pipeline.images import combined_proof, expected_image, png_file, with_page
from flyers.pipeline.outputs import Clock, Result, errors, listed, result_of
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation, ExpectedImage, FontFile
from flyers.proof.run import image_proof, proof
from flyers.records import dataclass
from flyers.text.fonts import FontLibrary
from flyers.translation.localization import Localization


def make_if_needed(job: Job, session: Session, *, force: bool = False) -> Result:
    """Return the result of the job's last build if its file is current, unless *force* is set; else that of `make`."""
    try:
        last = None if force else current(job, session.inputs)
    except FlyersError:  # the campaign is broken, as making the file reports
        last = None
    return last or make(job, session)


def make(job: Job, session: Session) -> Result:
    """Make the job's file, prove it and write it to the outputs.

    Never raises: a failure is a result too. The last good file stays, the report says why, and other jobs go on.
    """
    clock = Clock()
    try:
        with clock("localize"):
            session.inputs  # noqa: B018 - before anything else is read
            lenient = job.allow_untranslated
            localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=lenient)
        try:
            return _made(job, localized, session, clock)
        except FlyersError as error:  # those above are of a whole language, and belong to no product
            raise error.within(job.product, job.language) from None
    except FlyersError as error:
        return _failure(job, error, clock)
    except Exception as fault:
        ours = FlyersError(f"The program itself failed ({type(fault).__name__}: {fault}).", hint="Please report it.")
        trace = "".join(traceback.format_exception(fault))
        return _failure(job, ours.within(job.product, job.language), clock, fault=trace)


def _made(job: Job, localized: Localization, session: Session, clock: Clock) -> Result:
    with clock("compose"):
        composition = compose_job(job, localized, session)
        document, edition = composition.document, composition.edition
        if not job.allow_untranslated:
            localized.require_translated(document.messages)
        job = named(job, document, edition)
    with clock("paint"):
        moment = build_time()
        file = pdf = paint(document, replace(edition, name=job.purpose), session.library, moment)
    with clock("proof"):
        expected = composition_expectation(composition, localized, session.library, moment, job.purpose)
        proved = proof(pdf, expected)
        texts: tuple[bytes, ...] = ()
        if proved.ok and (image := expected.image):  # the file is the picture of the page, with its words beside it
            shown = with_page(expected, pdf)
            file, texts = png_file(shown), (image.alt.encode(), image.text.encode())
            proved = combined_proof(proved, image_proof(file, shown, alt=image.alt, text=image.text))
        entry = file_entry(document, composition.layout, localized, proved)
    if not proved.ok:
        refusal = ProofError(
            f"The finished file failed its proof:{listed(errors(entry['findings']))}\n",
            hint="It was not written; the last good file, if any, stays. "
            f"Every finding is in {job.folder / outputs.REPORT}.",
            trail=(job.product, job.language),
        )
        return _failure(job, refusal, clock, entry)
    with clock("write"):
        inputs = made_of(job, session)
        outputs.write(job, file, entry, dict(zip(job.texts, texts, strict=True)), inputs)
    return result_of(job, entry | {"bytes": len(file)}, inputs.key, current=False, seconds=clock.seconds)


def _failure(
    job: Job, error: FlyersError, clock: Clock, entry: Mapping[str, Any] | None = None, *, fault: str = ""
) -> Result:
    """Return the result of a job that failed, of its proof if there is an *entry*, and record it in the report."""
    broken = {"status": "failed", "problem": str(error), "exit_code": int(error.exit_code)}
    try:
        outputs.write_failure(job, dict(entry or broken))
    except FlyersError as unwritable:
        # If the folder itself is the problem, the error says that already.
        if type(unwritable) is not type(error):
            error.hint = f"{error.hint} The report could not be written either: {unwritable}".strip()
    findings, warnings = (tuple(entry[name]) if entry else () for name in ("findings", "warnings"))
    return Result(job, error=error, fault=fault, findings=findings, warnings=warnings, seconds=clock.seconds)


def named(job: Job, document: Document, edition: Edition) -> Job:
    """Return *job* with the name of its file, which has DRAFT in it if nothing else tells that who has the product.

    A press cuts the slug off; other pages say it in their small print.
    """
    return replace(job, marked_draft=document.draft and (edition.for_press or edition.image))


@dataclass(frozen=True, slots=True)
class Composition:
    """The pages of a job, the edition in which they are painted, and the layout that they follow."""

    document: Document
    edition: Edition
    layout: Layout


def compose_job(job: Job, localized: Localization, session: Session) -> Composition:
    """Return the pages of *job*, on sheets and in one ink if it asks for that.

    Raises UsageError if the product is not made in that edition, LayoutError if the layout has less bleed than the
    print shop asks for, and the errors of all layers between content and imposition.
    """
    edition = session.edition(job.edition, job.press.condition, job.press.pdfx, job.press.bleed)
    layout = session.layout(job.product, secondary=job.secondary)
    if edition.image != layout.is_image:
        is_made = "an image for screens, which" if layout.is_image else "printed, and"
        problem = f"“{job.product}” is {is_made} has no edition “{edition.name}”."
        raise UsageError(problem, hint="See 'flyers products'.")
    condition, bleed = edition.condition, edition.needed_bleed
    if condition and is_short(layout.bleed, bleed):
        asks = f"“{condition.name}” ({condition.source})" if job.press.bleed is None else "--bleed"
        raise LayoutError(
            f"A bleed of {layout.bleed:.4g} pt is too little: {asks} asks for {bleed:.4g} pt.",
            hint=f"Write “bleed: {bleed:.4g}pt” or more.",
            source=layout.place("bleed"),
        )
    document = session.composed(localized, layout, for_phones=edition.reflowed)
    if edition.image:
        document = with_draft_marks(document, session.typesetter)
    if job.on_sheets:
        document = _on_sheets(document, job, layout, localized, session)
    if job.sheet.ink == "black":
        document, edition = in_black(document), edition.in_black()
    return Composition(document, edition, layout)


def _on_sheets(document: Document, job: Job, layout: Layout, localized: Localization, session: Session) -> Document:
    """Return *document* with copies placed on the job's sheets."""
    choice = job.sheet
    try:
        spec = find_sheet(session.campaign, choice.size or layout.office, gutter=choice.gutter)
    except UsageError as error:
        if not choice.size:
            error.source = layout.place("office")
        raise
    if choice.calibration:
        calibration = load_calibration(session.campaign)
        imposition = calibration_page(document.pages, spec, calibration, back_offset=choice.back_offset)
    else:
        imposition = impose(document.pages, spec, back_offset=choice.back_offset)
    return as_document(document, imposition, localized, session.typesetter, for_press=job.edition == "press")


def composition_expectation(
    composition: Composition, localized: Localization, library: FontLibrary, moment: int, purpose: str
) -> Expectation:
    """Return what the file of *composition* must contain; *purpose* is `flyers.pipeline.plan.Job.purpose`."""
    document, edition, layout = composition.document, composition.edition, composition.layout
    image = None
    if edition.image:
        image = expected_image(document, localized, layout, metadata(document, replace(edition, name=purpose), moment))
    module = layout.smallest_module
    return expectation(document, edition, localized, library, smallest_module=module, moment=moment, image=image)


def expectation(
    document: Document,
    edition: Edition,
    localized: Localization,
    library: FontLibrary,
    *,
    smallest_module: float,
    moment: int,
    image: ExpectedImage | None = None,
) -> Expectation:
    """Return what the finished file of *document* must contain when it is painted in *edition*.

    *smallest_module*, in points, is the smallest permitted side of a QR code's module (`Layout.smallest_module`).
    *moment* is the date of the file, as for `flyers.pdf.painter.paint`; *image* is what the edition makes of the page.
    """
    typesetter = slug_typesetter(library)
    pages = document.pages if edition.slug_line else ()
    slug = tuple(tuple(slug_lines(document, page, page_boxes(page, edition), typesetter, moment)) for page in pages)
    items = chain(*(page.items for page in document.pages), *slug)
    faces = {run.face: library.face(run.face) for item in items if isinstance(item, TextLine) for run in item.runs}
    files = {key: FontFile(face.data, face.index, face.axes) for key, face in faces.items()}
    return Expectation(document, edition, localized, smallest_module, slug, files, image)


def usual_products(session: Session, secondary: str = "") -> list[str]:
    """Return the products that are usually made in one language, in two, or in all (*secondary* is `ALL`)."""
    if secondary == ALL:
        return [product for product in session.products if session.layout(product).many_languages]
    alone = [product for product in session.usual_products if not session.layout(product).many_languages]
    return [product for product in alone if session.layout(product).takes_a_second] if secondary else alone


def current_documents(
    session: Session, tag: str, products: Iterable[str] = (), *, secondary: str = ""
) -> list[Document]:
    """Compose *products* or the `usual_products` in *tag* and *secondary*; raises FlyersError as a build does."""
    localized = session.localized(tag, secondary=secondary)
    layouts = [session.layout(name, secondary=secondary) for name in products or usual_products(session, secondary)]
    documents = [session.composed(localized, layout) for layout in layouts]
    for document in documents:
        try:
            localized.require_translated(document.messages)
        except FlyersError as error:
            raise error.within(document.product, localized.language.tag) from None
    return documents
