"""What the finished file of a composition must contain, for the proof."""

from __future__ import annotations

import dataclasses
from itertools import chain
from typing import TYPE_CHECKING

from flyers.dates import build_time
from flyers.page.document import Document, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.pdf.slug import slug_lines, slug_typesetter
from flyers.proof.expectations import Expectation, ExpectedImage, FontFile

if TYPE_CHECKING:
    from flyers.pipeline.composition import Composition
    from flyers.text.fonts import FontLibrary
    from flyers.translation.localization import Localization


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
