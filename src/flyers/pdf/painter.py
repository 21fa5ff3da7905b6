"""The painter: from composed pages to the bytes of a PDF file."""

from __future__ import annotations

from collections.abc import Iterable

from flyers.dates import build_time
from flyers.page.document import Document
from flyers.page.editions import Edition, require_supported
from flyers.pdf.canvas import Canvas
from flyers.pdf.glyphfont import GlyphFont, Pair
from flyers.pdf.metadata import metadata
from flyers.pdf.output_intents import press_intent, screen_intent
from flyers.pdf.page_content import PageContent
from flyers.pdf.page_contents import page_contents
from flyers.pdf.page_resources import photographs, resources
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
    pages = page_contents(document, edition, library, moment)
    structure = StructureTree(document, [page.boxes.trim[:2] for page in pages]) if edition.tags else None
    canvas = Canvas(
        version=edition.pdf_version, language=document.language, information=about.information, moment=moment
    )
    fonts = _fonts(pages, library)
    for font in fonts.values():
        font.register(canvas.document)
    shared = resources(canvas, edition, finished=any(page.finishing for page in document.pages))
    for number, page in enumerate(pages):
        operators, pictures = page.operators(fonts, structure, number), photographs(canvas, page)
        canvas.finish_page(operators, page.boxes, bleed=edition.bleed, pictures=pictures, **shared)
    canvas.describe(about.packet(), _intent(canvas, edition))
    if document.flip:
        canvas.print_unscaled(document.flip)
    if structure:
        write_structure(structure, canvas.document)
    return canvas.finish()


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
