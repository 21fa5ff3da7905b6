"""The painter: from composed pages to the bytes of a PDF file."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.content.press import PressCondition
from flyers.files import build_time
from flyers.page.document import Document
from flyers.page.editions import Edition, require_supported
from flyers.pdf.canvas import Canvas, Name, Stream
from flyers.pdf.glyphfont import GlyphFont, Pair
from flyers.pdf.graphics_operators import GRAPHICS_STATES, EncodedPhoto, picture_name
from flyers.pdf.marks import ALTERNATE, DIELINE, REGISTRATION, SPOT
from flyers.pdf.metadata import metadata, srgb_profile
from flyers.pdf.page_content import PageContent, page_contents
from flyers.pdf.structure import StructureTree, write_structure
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
        operators = page.operators(fonts, structure, number)
        photos = {picture_name(photo): photo for photo in page.photos.values()}
        pictures = {name: canvas.named(name, partial(_image, photo)) for name, photo in photos.items()}
        canvas.finish_page(operators, page.boxes, bleed=edition.bleed, pictures=pictures, **shared)
    canvas.describe(about.packet(), output_intent(canvas.document, edition.condition))
    if document.flip:
        canvas.print_unscaled(document.flip)
    if structure:
        write_structure(structure, canvas.document)
    return canvas.finish()


def _fonts(pages: Iterable[PageContent], library: FontLibrary) -> dict[str, GlyphFont]:
    """Return a font for each face, in the order in which the pages use them."""
    pairs: dict[str, dict[Pair, None]] = {}
    for page in pages:
        for part in page.strings():
            used = pairs.setdefault(part.face.key, {})
            for string in part.strings:
                for glyph in string:
                    used[glyph[:2], glyph.text] = None
    return {
        key: GlyphFont(library.face(key), used, serial)
        for serial, (key, used) in enumerate(((key, used) for key, used in pairs.items() if used), start=1)
    }


def output_intent(document: Any, condition: PressCondition | None) -> Any:
    """Return the array with the one intent, its profile embedded: GTS_PDFX for a print condition (ISO 15930-7, 6.4),
    else GTS_PDFA1, sRGB (ISO 19005-2, 6.2.3).
    """
    if condition:
        kind, identifier, info = "GTS_PDFX", condition.identifier, condition.info
        registry, profile, components = condition.registry, condition.profile_bytes(), 4
    else:
        kind, identifier, info = "GTS_PDFA1", "sRGB IEC61966-2.1", "sRGB IEC61966-2.1"
        registry, profile, components = "http://www.color.org", srgb_profile(), 3
    stream = Stream(_deflated(profile), {"N": components, "Filter": Name("FlateDecode")}, compress=False)
    texts = {"OutputConditionIdentifier": identifier, "Info": info}
    if registry:
        texts["RegistryName"] = registry
    if condition:
        texts["OutputCondition"] = condition.title
    entries = {
        "Type": Name("OutputIntent"),
        "S": Name(kind),
        "DestOutputProfile": document.Reference(stream, "OutputProfile"),
        **{key: pdfdoc.PDFString(text) for key, text in texts.items()},
    }
    return pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(entries), "OutputIntent")])


@lru_cache(maxsize=8)
def _deflated(data: bytes) -> bytes:
    """Return a profile, compressed once for all files that embed it: it is most of the size of many files."""
    return zlib.compress(data, 9)


def resources(canvas: Canvas, edition: Edition, *, finished: bool) -> dict[str, dict[str, object]]:
    """Return the resources that the pages' operators refer to, as keyword arguments of `Canvas.finish_page`."""
    states = GRAPHICS_STATES if edition.for_press else {}
    spaces = {REGISTRATION: _separation("All", (1, 1, 1, 1))} if edition.marks else {}
    if finished and edition.for_press:
        spaces[DIELINE] = _separation(SPOT, ALTERNATE)
    reference = canvas.document.Reference
    return {
        "graphics_states": {
            name: reference(pdfdoc.PDFDictionary(dict(entries)), name) for name, entries in states.items()
        },
        "colour_spaces": {name: reference(space, name) for name, space in spaces.items()},
    }


def _image(encoded: EncodedPhoto) -> Stream:
    """Return the image XObject of a photograph (PDF 32000-1, 8.9.5)."""
    entries: dict[str, object] = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": encoded.width,
        "Height": encoded.height,
        "ColorSpace": Name(encoded.space),
        "BitsPerComponent": 8,
    }
    if encoded.is_jpeg:
        entries["Filter"] = Name("DCTDecode")
    return Stream(encoded.data, entries, compress=not encoded.is_jpeg)


def _separation(colorant: str, alternate: Sequence[float]) -> Any:
    """Return a colour space for a plate of its own (PDF 32000-1, 8.6.6.4), or for ``All`` plates of the press.

    Viewers show the four inks *alternate* in its place.
    """
    transform = {
        "FunctionType": 2,
        "Domain": pdfdoc.PDFArrayCompact([0, 1]),
        "C0": pdfdoc.PDFArrayCompact([0, 0, 0, 0]),
        "C1": pdfdoc.PDFArrayCompact([round(ink) for ink in alternate]),
        "N": 1,
    }
    return pdfdoc.PDFArrayCompact(
        [Name("Separation"), Name(colorant), Name("DeviceCMYK"), pdfdoc.PDFDictionary(transform)]
    )
