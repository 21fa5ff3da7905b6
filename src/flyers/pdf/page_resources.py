"""What the operators of a page refer to by name: graphics states, colours of their own, and photographs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.page.editions import Edition
from flyers.pdf.canvas import Canvas, Name, Stream
from flyers.pdf.finishing import ALTERNATE, DIELINE, SPOT
from flyers.pdf.graphics_operators import GRAPHICS_STATES, STATE_NAMES, picture_name
from flyers.pdf.marks import REGISTRATION
from flyers.pdf.page_content import PageContent
from flyers.pdf.photographs import EncodedPhoto


def resources(canvas: Canvas, edition: Edition, *, finished: bool) -> dict[str, dict[str, object]]:
    """Return the resources that the pages' operators refer to, as keyword arguments of `Canvas.finish_page`."""
    states = GRAPHICS_STATES if edition.colour_space == "cmyk" else {}
    spaces = {REGISTRATION: _separation("All", (1, 1, 1, 1))} if edition.marks else {}
    if finished and edition.for_press:
        spaces[DIELINE] = _separation(SPOT, ALTERNATE)
    reference = canvas.document.Reference
    return {
        "graphics_states": {
            STATE_NAMES[key]: reference(pdfdoc.PDFDictionary(dict(entries)), STATE_NAMES[key])
            for key, entries in states.items()
        },
        "colour_spaces": {name: reference(space, name) for name, space in spaces.items()},
    }


def photographs(canvas: Canvas, page: PageContent) -> dict[str, object]:
    """Return the photographs that the page's operators refer to, each once in the file."""
    photos = {picture_name(photo): photo for photo in page.photos.values()}
    return {name: canvas.named(name, partial(_image, photo)) for name, photo in photos.items()}


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
