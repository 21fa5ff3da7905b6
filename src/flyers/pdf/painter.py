"""The painter: from composed pages to the bytes of a PDF file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from flyers.dates import build_time
from flyers.layout.pages import Document
from flyers.pdf.canvas import Canvas
from flyers.pdf.editions import Edition, require_supported
from flyers.pdf.finishing import DIELINE, dieline_colour
from flyers.pdf.glyphfont import GlyphFont, Pair
from flyers.pdf.graphics_operators import GRAPHICS_STATES, STATE_NAMES, picture_name, picture_object
from flyers.pdf.marks import REGISTRATION, registration_colour
from flyers.pdf.metadata import metadata, press_intent, screen_intent
from flyers.pdf.page_content import PageContent, PageTexts
from flyers.pdf.slug import slug_typesetter
from flyers.pdf.structure import StructureTree
from flyers.pdf.structure_writer import write_structure
from flyers.text.fonts import FontLibrary


def paint(document: Document, edition: Edition, library: FontLibrary, moment: int | None = None) -> bytes:
    """Return the finished file of *document* in *edition*, with faces from the font *library*.

    *moment* is the only date in the file, in seconds since 1970; by default ``SOURCE_DATE_EPOCH`` or the current time.
    The same arguments and the same moment give the same bytes.

    Raises:
        UsageError: no standard allows the edition's combination of features (`require_supported`).
        LayoutError: the print condition asks for more bleed than the layout has.
        FontError: a glyph is the box for a missing letter, or a font cannot be embedded.
        KeyError: an item names a colour that the document does not have.
    """
    require_supported(edition)
    moment = build_time() if moment is None else moment
    about = metadata(document, edition, moment)
    pages = _contents(document, edition, library, moment)
    structure = StructureTree(document, [page.boxes.trim[:2] for page in pages]) if edition.tags else None
    canvas = Canvas(
        version=edition.pdf_version, language=document.language, information=about.information, moment=moment
    )
    fonts = _fonts(pages, library)
    for font in fonts.values():
        font.register(canvas.document)
    resources = _resources(canvas, edition, finished=any(page.finishing for page in document.pages))
    for number, page in enumerate(pages):
        operators, pictures = page.operators(fonts, structure, number), _pictures(canvas, page)
        canvas.finish_page(operators, page.boxes, bleed=edition.bleed, pictures=pictures, **resources)
    canvas.describe(about.packet(), _intent(canvas, edition))
    if document.flip:
        canvas.print_unscaled(document.flip)
    if structure:
        write_structure(structure, canvas.document)
    return canvas.finish()


def page_texts(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageTexts]:
    """Return the texts of each page of the file that `paint` makes."""
    return [page.texts() for page in _contents(document, edition, library, moment)]


def _resources(canvas: Canvas, edition: Edition, *, finished: bool) -> dict[str, dict[str, object]]:
    """Return the resources that the pages' operators refer to, as keyword arguments of `Canvas.finish_page`."""
    states = GRAPHICS_STATES if edition.colour_space == "cmyk" else {}
    spaces = {REGISTRATION: registration_colour()} if edition.marks else {}
    if finished and edition.for_press:
        spaces[DIELINE] = dieline_colour()
    reference = canvas.document.Reference
    return {
        "graphics_states": {
            STATE_NAMES[key]: reference(pdfdoc.PDFDictionary(dict(entries)), STATE_NAMES[key])
            for key, entries in states.items()
        },
        "colour_spaces": {name: reference(space, name) for name, space in spaces.items()},
    }


def _pictures(canvas: Canvas, page: PageContent) -> dict[str, object]:
    """Return the photographs that the page's operators refer to, each once in the file."""
    photos = {picture_name(photo): photo for photo in page.photos.values()}
    return {name: canvas.named(name, partial(picture_object, photo)) for name, photo in photos.items()}


def _intent(canvas: Canvas, edition: Edition) -> object:
    if edition.condition:
        return press_intent(canvas.document, edition.condition)
    return screen_intent(canvas.document)


def _fonts(pages: Iterable[PageContent], library: FontLibrary) -> dict[str, GlyphFont]:
    """Return a font for each face, in the order in which the pages use them."""
    pairs: dict[str, dict[Pair, None]] = {}
    for page in pages:
        for part in page.strings():
            used = pairs.setdefault(part.face, {})
            for string in part.strings:
                for glyph in string:
                    used[glyph[:2]] = None
    return {
        key: GlyphFont(library.face(key), used, serial)
        for serial, (key, used) in enumerate(((key, used) for key, used in pairs.items() if used), start=1)
    }


class _Contents(NamedTuple):
    """The contents of all pages of a file, and what they were made of."""

    document: Document
    edition: Edition
    library: FontLibrary
    moment: int
    pages: list[PageContent]

    def are_of(self, document: Document, edition: Edition, library: FontLibrary, moment: int) -> bool:
        same = self.document is document and self.library is library
        return same and (self.edition, self.moment) == (edition, moment)


_latest: _Contents | None = None
"""Those of the file that was painted last: what it is compared with has the same lines."""


def _contents(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageContent]:
    global _latest
    latest = _latest
    if latest is None or not latest.are_of(document, edition, library, moment):
        typesetter = slug_typesetter(library)
        pages = [PageContent(document, page, edition, typesetter, moment) for page in document.pages]
        latest = _latest = _Contents(document, edition, library, moment, pages)
    return latest.pages
