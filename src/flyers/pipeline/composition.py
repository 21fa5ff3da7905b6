"""Composed pages: those of a job, and those of a language as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flyers.errors import FlyersError, LayoutError, UsageError
from flyers.layout.model import Layout
from flyers.page.document import Document
from flyers.page.editions import Edition
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.localization import Localization


@dataclass(frozen=True, slots=True)
class Composition:
    """The pages of a job, the edition in which they are painted, and the layout that they follow."""

    document: Document
    edition: Edition
    layout: Layout


def named(job: Job, document: Document, edition: Edition) -> Job:
    """Return *job* with the name of its file, which has DRAFT in it if nothing else tells that who has the product.

    A press cuts the slug off; other pages say it in their small print.
    """
    return replace(job, marked_draft=document.draft and (edition.for_press or edition.image))


def compose_job(job: Job, localized: Localization, session: Session) -> Composition:
    """Return the pages of *job*, on sheets and in one ink if it asks for that.

    Raises:
        UsageError: the product is not made in that edition.
        LayoutError: the layout has less bleed than the print shop asks for.
        FlyersError: from any layer between content and imposition.
    """
    edition = session.edition(job.edition, job.press.condition, job.press.pdfx, job.press.bleed)
    layout = session.layout(job.product, secondary=job.secondary)
    if edition.image != layout.is_image:
        is_made = "an image for screens, which" if layout.is_image else "printed, and"
        raise UsageError(
            f"“{job.product}” is {is_made} has no edition “{edition.name}”.", hint="See 'flyers products'."
        )
    _require_bleed(layout, edition, job)
    document = session.composed(localized, layout, for_phones=edition.reflowed)
    if edition.image:
        from flyers.impose.draft_mark import with_draft_marks

        document = with_draft_marks(document, session.typesetter)
    if job.on_sheets:
        document = _on_sheets(document, job, layout, localized, session)
    if job.sheet.ink == "black":
        from flyers.impose.document import in_black

        document, edition = in_black(document), edition.in_black()
    return Composition(document, edition, layout)


def _require_bleed(layout: Layout, edition: Edition, job: Job) -> None:
    """Refuse a layout with less bleed than is asked for, in the line of its file that says how much it has."""
    from flyers.page.editions import is_short

    condition, needed = edition.condition, edition.needed_bleed
    if condition and is_short(layout.bleed, needed):
        asks = f"“{condition.name}” ({condition.source})" if job.press.bleed is None else "--bleed"
        raise LayoutError(
            f"A bleed of {layout.bleed:.4g} pt is too little: {asks} asks for {needed:.4g} pt.",
            hint=f"Write “bleed: {needed:.4g}pt” or more.",
            source=layout.place("bleed"),
        )


def _on_sheets(document: Document, job: Job, layout: Layout, localized: Localization, session: Session) -> Document:
    """Return *document* with copies placed on the job's sheets."""
    from flyers.impose.calibration import calibration_page
    from flyers.impose.document import as_document
    from flyers.impose.place import impose
    from flyers.impose.sheets import find_sheet, load_calibration

    choice = job.sheet
    try:
        spec = find_sheet(session.campaign, choice.size or layout.office, gutter=choice.gutter)
    except UsageError as error:
        if not choice.size:
            error.source = layout.place("office")
        raise
    if choice.calibration:
        imposition = calibration_page(
            document.pages, spec, load_calibration(session.campaign), back_offset=choice.back_offset
        )
    else:
        imposition = impose(document.pages, spec, back_offset=choice.back_offset)
    return as_document(document, imposition, localized, session.typesetter, for_press=job.edition == "press")


def current_documents(
    session: Session, tag: str, products: Iterable[str] = (), *, secondary: str = ""
) -> list[Document]:
    """Compose *products* in the language *tag*, with the *secondary* language if one is named.

    By default the `usual_products` are composed.

    Raises:
        FlyersError: some of their words are not translated, or a product cannot be composed.
    """
    localized = session.localized(tag, secondary=secondary)
    documents = [
        session.composed(localized, session.layout(product, secondary=secondary))
        for product in products or usual_products(session, secondary)
    ]
    for document in documents:
        try:
            localized.require_translated(document.messages)
        except FlyersError as error:
            raise error.within(document.product, localized.language.tag) from None
    return documents


def usual_products(session: Session, secondary: str = "") -> list[str]:
    """Return the products that are usually made in one language, in two, or in all (*secondary* is `ALL`)."""
    if secondary == ALL:
        return [product for product in session.products if session.layout(product).many_languages]
    alone = [product for product in session.usual_products if not session.layout(product).many_languages]
    return [product for product in alone if session.layout(product).takes_a_second] if secondary else alone
