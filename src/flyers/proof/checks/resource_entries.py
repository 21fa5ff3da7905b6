"""The resources of pages: those that our pages draw with, and no others (V917).

Programs look through all of them before they draw a page. Where one has an opacity or a blend mode, used or not, MuPDF,
pdf.js and Ghostscript convert the colours of the whole page in another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from flyers.proof.checks.tag_entries import others
from flyers.proof.content_stream.records import PageContents
from flyers.proof.reading import Reading

KINDS = frozenset(("/ColorSpace", "/Font", "/ExtGState", "/XObject"))
USED = frozenset(("/Pattern", "/Shading", "/Properties"))
"""Kinds of resources of our pages, and others that V912, V914 and V915 report where a page draws with them."""

FONT = frozenset(("/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode"))
DESCRIPTOR = frozenset(
    ("/Type", "/FontName", "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV")
).union(("/FontFile", "/FontFile2", "/FontFile3"))
DESCENDANT = frozenset(
    ("/Type", "/Subtype", "/BaseFont", "/CIDSystemInfo", "/CIDToGIDMap", "/DW", "/W", "/FontDescriptor")
)

SHOWN, TOOL = {"/All": (1.0, 1.0, 1.0, 1.0)}, (0.0, 1.0, 0.0, 0.0)
"""The inks in which viewers show the colour of printer's marks, and those in which they show lines for tools."""

_OF_SPOT = 4

_USUAL_WIDTH = 1000
"""Thousandths of an em: the width of signs in a font that states no other (ISO 32000-1, table 117)."""


def problems_of_resources(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield what the resources of pages have that ours haven't, each with the number of its page."""
    for page, source in zip(reading.pages, reading.objects.pages, strict=True):
        resources = source.get("/Resources")
        if not isinstance(resources, Dictionary):
            yield page.number, "the page has no resources of its own"
        else:
            yield from ((page.number, problem) for problem in _of_page(resources, page.contents))


def _of_page(resources: Dictionary, contents: PageContents) -> Iterator[str]:
    kinds = dict(resources.items())
    for kind in sorted(kinds.keys() - KINDS):
        if kind not in USED or not contents.means:
            yield f"the page keeps something that it does not draw with ({kind[1:]})"
    for kind in sorted(KINDS & kinds.keys()):
        if not isinstance(kinds[kind], Dictionary):
            # MuPDF takes the dictionary of a stream for one.
            yield f"what it has of the kind {kind[1:]} is not a dictionary"
    for name, space in _of_kind(kinds, "/ColorSpace").items():
        if name.startswith("/Default"):
            yield f"colours are replaced by others ({name[1:]})"
        elif not _is_shown_as_ours(space):
            yield f"the colour {name[1:]} is shown in another way"
    for font in _of_kind(kinds, "/Font").values():
        yield from _of_font(font)
    if any(form.objgen not in contents.drawn for form in _of_kind(kinds, "/XObject").values()):
        yield "the page keeps an image or a form that it does not draw"


def _is_shown_as_ours(space: Any) -> bool:
    """Return whether a spot colour, the only kind that our pages name, is shown in its inks in proportion."""
    if not isinstance(space, Array) or len(space) != _OF_SPOT or space[0] != Name.Separation:
        return False
    colour, inks, function = space[1], space[2], space[3]
    if not isinstance(colour, Name) or inks != Name.DeviceCMYK or not isinstance(function, Dictionary):
        return False
    entries = {key: tuple(map(float, value)) if isinstance(value, Array) else value for key, value in function.items()}
    full = SHOWN.get(str(colour), TOOL)
    # poppler knows no function of the kind 2.0, and shows nothing in its colour.
    whole = isinstance(entries.get("/FunctionType"), int)
    return whole and entries == {"/FunctionType": 2, "/Domain": (0.0, 1.0), "/N": 1, "/C0": (0.0,) * 4, "/C1": full}


def _of_font(font: Any) -> Iterator[str]:
    if font.get("/Subtype") != Name.Type0:
        yield f"a font is of the kind {str(font.get('/Subtype', 'unknown')).lstrip('/')}"
        return
    yield from others(font, FONT, "a font")
    yield from _of_another_type(font, Name.Font)
    if font.get("/Encoding") != Name("/Identity-H"):
        yield f"a font is written in another way ({str(font.get('/Encoding', 'none'))[:40].lstrip('/')})"
    descendants = dictionaries(font.get("/DescendantFonts"))
    if len(descendants) != 1:
        yield "a font has none or several below it"
    for descendant in descendants:
        yield from others(descendant, DESCENDANT, "a font")
        yield from _of_another_type(descendant, Name.Font)
        if descendant.get("/Subtype") not in (Name.CIDFontType0, Name.CIDFontType2):
            yield "a font has another kind below it"  # MuPDF and pdf.js draw nothing then
        if not _is_of_no_order(descendant.get("/CIDSystemInfo")):
            yield "a font names an order of its signs (CIDSystemInfo)"
        if descendant.get("/DW", _USUAL_WIDTH) != _USUAL_WIDTH:
            yield "a font has another width for signs that it does not list (DW)"  # pdfium copies other words then
        for descriptor in dictionaries(descendant.get("/FontDescriptor")):
            yield from others(descriptor, DESCRIPTOR, "the description of a font")
            yield from _of_another_type(descriptor, Name.FontDescriptor)
            if not font.get("/BaseFont") == descendant.get("/BaseFont") == descriptor.get("/FontName"):
                yield "a font has several names"


def _is_of_no_order(system: Any) -> bool:
    """Return whether a font's codes are its own: pdf.js draws nothing of a font that does not say so."""
    entries = dict(system.items()) if isinstance(system, Dictionary) else {}
    texts = {key: str(value) for key, value in entries.items() if isinstance(value, String | int)}
    return texts == {"/Registry": "Adobe", "/Ordering": "Identity", "/Supplement": "0"} and len(entries) == len(texts)


def _of_another_type(part: Any, wanted: Name) -> Iterator[str]:
    # Ghostscript draws no text in a font of another type.
    if part.get("/Type") != wanted:
        yield f"a font has the type {str(part.get('/Type', 'none'))[:40].lstrip('/')}, instead of {str(wanted)[1:]}"


def _of_kind(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    found = resources.get(kind)
    return dict(found.items()) if isinstance(found, Dictionary) else {}


def dictionaries(value: Any) -> list[Any]:
    """Return the dictionaries of an array, or the one that stands alone."""
    items = list(value) if isinstance(value, Array) else [value]
    return [item for item in items if isinstance(item, Dictionary)]
