"""Reads a finished file with pikepdf: page boxes, painted contents, fonts, metadata, and everything that is not art."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, shift
from flyers.proof.images import SEARCH_DPI, PageFrame, Raster
from flyers.proof.interpreter import LETTER, Interpreter
from flyers.proof.objects import (
    ObjectGraph,
    UnreadableError,
    WordBudget,
    address_of,
    check_contents,
    check_pixels,
    check_size,
    opened_as_written,
)
from flyers.proof.painted import PageContents, space_of
from flyers.records import dataclass

P = ParamSpec("P")
T = TypeVar("T")

_STREAM = re.compile(r"(stream )?<\S*BytesIO[^>]*>( \([^)]*\))?:? ?")
"""How qpdf names a file in memory: by an address that changes from run to run."""


@dataclass(slots=True)
class PageReading:
    """One page. Boxes and contents are in points from the lower left corner of the trim.

    Attributes:
        number: from 1.
        trim_origin: the lower left corner of the trim in the file's own coordinates.
        declared: the names of the boxes that the page declares; it can inherit its media box and crop box only.
        misshapen: the names of those that are no rectangle of four numbers.
        rotation: degrees by which the page turns itself.
        annotations: the subtypes of its annotations.
        links: the targets of its links.
        spaces: the colour spaces of its resources, as (family, where).
    """

    number: int
    trim_origin: tuple[float, float]
    media: Box
    crop: Box
    bleed: Box
    trim: Box
    declared: frozenset[str]
    rotation: int
    user_unit: float
    contents: PageContents
    annotations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    spaces: tuple[tuple[str, str], ...] = ()
    misshapen: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and the height of the trim."""
        return self.trim[2] - self.trim[0], self.trim[3] - self.trim[1]


@dataclass(slots=True)
class Reading:
    """A whole file.

    Attributes:
        fonts: every font that a page selects, by the key that `DrawnGlyph.font` has.
        info: the document information dictionary, keys without their slash.
        xmp: the text of the XMP packet; "" if there is none.
        actions: scripts, attachments, forms and whatever else a catalog can start or carry, in words.
        most_ink, least_contrast: the heaviest ink on any spot, as a sum of fractions, and the lowest contrast of any
            text; checks leave them for the report, None where the check was not made.
        results: of what is done `once`.
    """

    pages: list[PageReading]
    fonts: dict[str, FontReading]
    info: dict[str, str]
    xmp: str
    actions: tuple[str, ...]
    raster: Raster
    objects: ObjectGraph
    version: str = ""
    most_ink: float | None = None
    least_contrast: float | None = None
    results: dict[Callable[..., Any], Any] = field(default_factory=dict)


def once(work: Callable[Concatenate[Reading, P], T]) -> Callable[Concatenate[Reading, P], T]:
    """Return *work* on a file so that it is done the first time only: all checks compare it with one expectation."""

    @wraps(work)
    def result(reading: Reading, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if work not in reading.results:
            reading.results[work] = work(reading, *args, **kwargs)
        return cast(T, reading.results[work])

    return result


def read(data: bytes) -> Reading:
    """Read a PDF.

    Raises:
        UnreadableError: the file is not a PDF, is damaged, is encrypted, or is beyond a limit. Cross-references are not
            repaired, since a printer may not do that either.
    """
    pdf = _opened(data)
    try:
        check_contents(pdf)
        fonts: dict[str, FontReading] = {}
        budget = WordBudget()
        pages = [_read_page(page, number, fonts, budget) for number, page in enumerate(pdf.pages, 1)]
        check_pixels([page.crop for page in pages], SEARCH_DPI)
        xmp = pdf.Root.get("/Metadata")
        return Reading(
            pages=pages,
            fonts=fonts,
            info={key[1:]: str(value) for key, value in _entries(pdf.trailer.get("/Info"))},
            xmp=xmp.read_bytes().decode("utf-8", "replace") if isinstance(xmp, Stream) else "",
            actions=tuple(_actions(pdf)),
            raster=Raster(data, [PageFrame(page.crop, page.rotation) for page in pages]),
            objects=ObjectGraph(pdf),
            version=pdf.pdf_version,
        )
    except UnreadableError:
        raise
    except Exception as error:  # a file can be broken in more ways than pikepdf has errors for
        raise _damaged(error) from error


def _damaged(error: Exception) -> UnreadableError:
    what = _STREAM.sub("", str(error))
    return UnreadableError(f"The file is damaged ({what}).", hint="Build it again, or copy it again.")


def _opened(data: bytes) -> pikepdf.Pdf:
    if not data:
        raise UnreadableError("The file is empty.", hint="Build it again, or copy it again.")
    check_size(data)
    # Readers accept bytes before the header; ISO 32000-1, 7.5.2 and print workflows don't.
    if not data.startswith(b"%PDF-"):
        raise UnreadableError(
            "This is not a PDF file, whatever its name: it does not begin with %PDF.",
            hint="Export it as PDF, or copy it again.",
        )
    unlocked = "Export it again without security settings."
    try:
        pdf = opened_as_written(data)
    except pikepdf.PasswordError as error:
        raise UnreadableError("The file is locked with a password.", hint=unlocked) from error
    except pikepdf.PdfError as error:
        raise _damaged(error) from error
    if pdf.is_encrypted:
        pdf.close()
        raise UnreadableError("The file is encrypted.", hint=unlocked)
    return pdf


def _read_page(page: pikepdf.Page, number: int, fonts: dict[str, FontReading], budget: WordBudget) -> PageReading:
    boxes = {name: _inherited(page.obj, f"/{name}") for name in ("MediaBox", "CropBox")}
    # Only those two are inherited (ISO 32000-1, Table 30): the others say nothing in the page tree.
    boxes |= {name: page.obj.get(f"/{name}") for name in ("BleedBox", "TrimBox", "ArtBox")}
    declared = {name: _box(value) for name, value in boxes.items() if value is not None}
    media = declared.get("MediaBox") or LETTER
    crop = declared.get("CropBox") or media
    # The crop box is the default of a missing box (ISO 32000-1, 14.11.2).
    trim, bleed = declared.get("TrimBox") or crop, declared.get("BleedBox") or crop
    x, y = trim[:2]
    resources, sheet = _inherited(page.obj, "/Resources"), shift(media, -x, -y)
    interpreter = Interpreter(fonts, (x, y), budget, sheet)
    interpreter.run(page.obj, resources)
    contents = interpreter.contents
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary) and str(group.get("/S")) == "/Transparency":
        contents.transparency.append("a transparency group on the page")
    listed = page.obj.get("/Annots")
    annotations = [item for item in listed if isinstance(item, Dictionary)] if isinstance(listed, Array) else []
    actions = [action for item in annotations if isinstance(action := item.get("/A"), Dictionary)]
    return PageReading(
        number=number,
        trim_origin=(x, y),
        media=sheet,
        crop=shift(crop, -x, -y),
        bleed=shift(bleed, -x, -y),
        trim=shift(trim, -x, -y),
        declared=frozenset(declared),
        rotation=int(_inherited(page.obj, "/Rotate") or 0) % 360,
        user_unit=float(page.obj.get("/UserUnit", 1)),
        contents=contents,
        annotations=tuple(str(item.get("/Subtype", "/unknown"))[1:] for item in annotations),
        links=tuple(address_of(action) or f"action {str(action.get('/S', '/unknown'))[1:]}" for action in actions),
        spaces=tuple(_resource_spaces(resources)),
        misshapen=tuple(name for name, box in declared.items() if box is None),
    )


def _inherited(page: Object, key: str) -> Any:
    """Return an attribute of *page*, looked up in the page tree (ISO 32000-1, 7.7.3.4), or None."""
    node: Any = page
    for _ in range(32):
        if not isinstance(node, Dictionary) or key in node:
            return node[key] if isinstance(node, Dictionary) else None
        node = node.get("/Parent")
    return None


def _box(value: Any) -> Box | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    a, b, c, d = (float(number) for number in value)
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def _resource_spaces(resources: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the colour spaces that a page could use: named ones, and those of images, shadings and forms."""
    if not isinstance(resources, Dictionary) or depth > 4:
        return
    spaces = resources.get("/ColorSpace")
    for name, value in _entries(spaces):
        family, colorant = space_of(value)
        yield f"{family} {colorant}".strip(), f"colour space {name[1:]}"
    for name, value in _entries(resources.get("/Shading")):
        yield space_of(value.get("/ColorSpace"), spaces)[0], f"shading {name[1:]}"
    for name, value in _entries(resources.get("/XObject")):
        if "/ColorSpace" in value:
            yield space_of(value["/ColorSpace"], spaces)[0], f"image {name[1:]}"
        elif isinstance(value, Stream):
            yield from _resource_spaces(value.get("/Resources"), depth + 1)


def _entries(dictionary: Any) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in dictionary.items()] if isinstance(dictionary, Dictionary) else []


_OF_CATALOG = {"/AA": "automatic actions", "/OCProperties": "layers that can be hidden", "/AcroForm": "a form"}
_OF_NAMES = {
    "/JavaScript": "scripts",
    "/EmbeddedFiles": "attached files",
    "/AlternatePresentations": "another presentation of its pages",
}


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    if isinstance(action := pdf.Root.get("/OpenAction"), Dictionary):
        yield f"an action on opening ({str(action.get('/S', Name.Unknown))[1:]})"
    names = pdf.Root.get("/Names")
    yield from (what for key, what in _OF_CATALOG.items() if key in pdf.Root)
    yield from (what for key, what in _OF_NAMES.items() if isinstance(names, Dictionary) and key in names)
    for number, page in enumerate(pdf.pages, 1):
        if "/AA" in page.obj:
            yield f"automatic actions on page {number}"
        if "/PresSteps" in page.obj:
            yield f"presentation steps on page {number}"
