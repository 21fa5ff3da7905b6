"""What a job's file is made of, and what a finished file says it was made as: the way there and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flyers.pipeline.plan import Job

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.pdf.editions import Edition
    from flyers.pipeline.session import Session
    from flyers.translation.localize import Localization


@dataclass(frozen=True, slots=True)
class Composition:
    """The pages of a job, the edition that they are painted in, and the layout that they follow."""

    document: Document
    edition: Edition
    layout: Layout


def composed(job: Job, localized: Localization, session: Session) -> Composition:
    """The pages of *job*, on sheets and in one ink where it asks for that.

    Raises:
        FlyersError: of every layer from content to imposition.
    """
    from flyers.impose.document import in_black

    edition = session.edition(job.edition, job.press, job.pdfx)
    layout = session.layout(job.product, beside=job.beside)
    document = session.composed(localized, layout)
    if job.on_sheets:
        document = _on_sheets(document, job, layout, localized, session)
    if job.ink == "black":
        document, edition = in_black(document), replace(edition, colour_space="gray")
    return Composition(document, edition, layout)


def _on_sheets(document: Document, job: Job, layout: Layout, localized: Localization, session: Session) -> Document:
    """*document* with its copies on the job's sheets."""
    from flyers.impose.calibration import calibration_page
    from flyers.impose.document import as_document
    from flyers.impose.place import impose
    from flyers.impose.sheets import find_sheet, load_calibration

    spec = find_sheet(session.campaign, job.sheet or layout.office, gutter=job.gutter)
    if job.calibration:
        imposition = calibration_page(
            document.pages, spec, load_calibration(session.campaign), back_offset=job.back_offset
        )
    else:
        imposition = impose(document.pages, spec, back_offset=job.back_offset)
    return as_document(document, imposition, localized, session.typesetter, for_press=job.edition == "press")
