"""Reads a finished file with pikepdf: page boxes, painted contents, fonts, metadata, and the structure tree.

What an element of the tree says is what its marked content draws, decoded by the fonts' own maps. Every pointer between
tree, pages and annotations is followed from both ends (ISO 32000-1, 14.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, around, shift, union
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
from flyers.proof.painted import ContentMark, PageContents, space_of, turned_round
from flyers.records import dataclass

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class PageReading:
    """One page. Boxes and contents are in points from the lower left corner of the trim."""

    number: int  # from 1
    trim_origin: tuple[float, float]  # the lower left corner of the trim in the file's own coordinates
    media: Box
    crop: Box
    bleed: Box
    trim: Box
    # The names of the boxes that the page declares; it can inherit its media box and crop box only.
    declared: frozenset[str]
    rotation: int  # degrees by which the page turns itself
    user_unit: float
    contents: PageContents
    annotations: tuple[str, ...] = ()  # the subtypes of its annotations
    links: tuple[str, ...] = ()  # the targets of its links
    spaces: tuple[tuple[str, str], ...] = ()  # the colour spaces of its resources, as (family, where)
    misshapen: tuple[str, ...] = ()  # the names of those that are no rectangle of four numbers

    @property
    def size(self) -> tuple[float, float]:  # of the trim
        return self.trim[2] - self.trim[0], self.trim[3] - self.trim[1]


@dataclass(slots=True)
class Reading:
    """A whole file."""

    pages: list[PageReading]
    fonts: dict[str, FontReading]  # every font that a page selects, by the key that `DrawnGlyph.font` has
    info: dict[str, str]  # the document information dictionary, keys without their slash
    xmp: str  # the text of the XMP packet; "" if there is none
    actions: tuple[str, ...]  # scripts, attachments, forms and whatever else a catalog can start or carry, in words
    raster: Raster
    objects: ObjectGraph
    version: str = ""
    # most_ink, least_contrast: the heaviest ink on any spot, as a sum of fractions, and the lowest contrast of any
    # text; checks leave them for the report, None where the check was not made.
    most_ink: float | None = None
    least_contrast: float | None = None
    results: dict[Callable[..., Any], Any] = field(default_factory=dict)  # of what is done `once`


def once(work: Callable[Concatenate[Reading, P], T]) -> Callable[Concatenate[Reading, P], T]:
    """Return *work* on a file so that it is done the first time only: all checks compare it with one expectation."""

    @wraps(work)
    def result(reading: Reading, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if work not in reading.results:
            reading.results[work] = work(reading, *args, **kwargs)
        return cast(T, reading.results[work])

    return result


def read(data: bytes) -> Reading:
    """Return a PDF as it was read; raises `UnreadableError` if it is none, is damaged, encrypted or beyond a limit.

    Cross-references are not repaired, since a printer may not do that either.
    """
    pdf = _opened(data)
    try:
        check_contents(pdf)
        fonts, budget = dict[str, FontReading](), WordBudget()
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
    # qpdf names a file in memory by an address that changes from run to run.
    what = re.sub(r"(stream )?<\S*BytesIO[^>]*>( \([^)]*\))?:? ?", "", str(error))
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
        raise UnreadableError("The file is encrypted.", hint=unlocked)
    return pdf


def _read_page(page: pikepdf.Page, number: int, fonts: dict[str, FontReading], budget: WordBudget) -> PageReading:
    # Only two are inherited (ISO 32000-1, Table 30): the others say nothing in the page tree.
    boxes = {name: _inherited(page.obj, f"/{name}") for name in ("MediaBox", "CropBox")}
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
            break
        node = node.get("/Parent")
    return node.get(key) if isinstance(node, Dictionary) else None


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
        yield " ".join(space_of(value)).strip(), f"colour space {name[1:]}"
    for name, value in _entries(resources.get("/Shading")):
        yield space_of(value.get("/ColorSpace"), spaces)[0], f"shading {name[1:]}"
    for name, value in _entries(resources.get("/XObject")):
        if "/ColorSpace" in value:
            yield space_of(value["/ColorSpace"], spaces)[0], f"image {name[1:]}"
        elif isinstance(value, Stream):
            yield from _resource_spaces(value.get("/Resources"), depth + 1)


def _entries(dictionary: Any) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in dictionary.items()] if isinstance(dictionary, Dictionary) else []


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    if isinstance(action := pdf.Root.get("/OpenAction"), Dictionary):
        yield f"an action on opening ({str(action.get('/S', Name.Unknown))[1:]})"
    names: Any = pdf.Root.get("/Names")
    for holder, key, what in (
        (pdf.Root, "/AA", "automatic actions"),
        (pdf.Root, "/OCProperties", "layers that can be hidden"),
        (pdf.Root, "/AcroForm", "a form"),
        (names, "/JavaScript", "scripts"),
        (names, "/EmbeddedFiles", "attached files"),
        (names, "/AlternatePresentations", "another presentation of its pages"),
    ):
        if isinstance(holder, Dictionary) and key in holder:
            yield what
    for number, page in enumerate(pdf.pages, 1):
        if "/AA" in page.obj:
            yield f"automatic actions on page {number}"
        if "/PresSteps" in page.obj:
            yield f"presentation steps on page {number}"


INLINE = frozenset(("Span", "Link", "Quote", "Code", "Reference", "Em", "Strong"))
"""Elements in a line of their block, which are read with it (ISO 32000-1, 14.8.4.4)."""


@dataclass(slots=True)
class DrawnContent:
    """What one marked content draws."""

    page: int  # the index of the page
    mcid: int
    drawn: list[Box] = field(default_factory=list)  # the boxes of all that it draws
    # The texts of the glyphs, or what the file has to be read in place of them, in the order of the file.
    said: list[str] = field(default_factory=list)
    replacements: list[ContentMark] = field(default_factory=list)  # marked content with such a text that has been read

    @property
    def text(self) -> str:
        return "".join(self.said)

    def say(self, texts: Sequence[str], marked: ContentMark) -> None:
        """Add texts of glyphs; or the text around them that replaces them and others, once (ISO 32000-1, 14.9.4)."""
        replaced = [(mark, mark.actual) for mark in marked.chain if mark.actual is not None]
        if not replaced:
            self.said += texts
        elif replaced[-1][0] not in self.replacements:  # the outermost; marks are equal only if they are the same
            self.replacements.append(replaced[-1][0])
            self.said.append(replaced[-1][1])

    @property
    def box(self) -> Box | None:
        return union(self.drawn)


@dataclass(slots=True, eq=False)
class LinkArea:
    """A link annotation."""

    page: int
    box: Box  # in points from the corner of its page's trim
    target: str
    contents: str
    element: StructureElement | None = None  # the one that has it as a kid
    parts: tuple[Box, ...] = ()  # the boxes of its quadrilaterals: where viewers that know them take a touch


@dataclass(slots=True, eq=False)
class StructureElement:
    tag: str
    parent: StructureElement | None
    # As the element states it; None if it states none, "" if it says that its language is unknown.
    language: str | None = None
    alt: str = ""  # the description of a picture
    # The text to read in place of what it shows; "" if nothing is to be read, None if what it shows is.
    actual: str | None = None
    box: Box | None = None  # the place of a picture, as its attributes state it
    # Elements, drawn content and link areas, in reading order.
    kids: list[StructureElement | DrawnContent | LinkArea] = field(default_factory=list)

    @property
    def children(self) -> list[StructureElement]:
        return [kid for kid in self.kids if isinstance(kid, StructureElement)]

    @property
    def around(self) -> tuple[str, ...]:
        """Return the tags of the elements that it is in, the outermost first, without inline ones."""
        if self.parent is None or self.parent.parent is None:
            return ()
        return self.parent.around + (() if self.parent.tag in INLINE else (self.parent.tag,))

    @property
    def elements(self) -> Iterator[StructureElement]:
        """Yield this one and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.elements

    @property
    def language_read(self) -> str:
        """Return the language that it is read in; "" if the tree does not say (ISO 32000-1, 14.9.2.2)."""
        inherited = self.parent.language_read if self.parent else ""
        return inherited if self.language is None else self.language

    @property
    def shown(self) -> Iterator[tuple[StructureElement, DrawnContent]]:
        """Yield its content, and that of inline elements in it, each with its innermost element."""
        for kid in self.kids:
            if isinstance(kid, DrawnContent):
                yield self, kid
            elif isinstance(kid, StructureElement) and kid.tag in INLINE:
                yield from kid.shown

    @property
    def text(self) -> str:
        return "".join(shown.text for _, shown in self.shown)

    @property
    def page(self) -> int:
        """Return the index of the page that it begins on; -1 if it shows nothing."""
        return next((shown.page for _, shown in self.shown), -1)

    @property
    def area(self) -> Box | None:
        return union(box for _, shown in self.shown if (box := shown.box))


@dataclass(slots=True)
class TaggedStructure:
    """A file's structure tree."""

    root: StructureElement  # the tree's own root, which is not an element of the file
    links: list[LinkArea]  # all link annotations of the pages
    problems: list[tuple[int, str]]  # pointers that lead nowhere or not back, as (page number or 0, what)
    language: str  # the language of the document
    marked: bool  # the file says that it is tagged
    shows_title: bool  # viewers show the document's title instead of the file's name

    @property
    def blocks(self) -> list[StructureElement]:
        """Return the elements with content of their own, in reading order; an inline element is a part of its block."""
        blocks = (element for element in self.root.elements if element.tag not in INLINE)
        return [element for element in blocks if next(element.shown, None) or not element.children]


DEEPEST = 64  # Elements nested deeper than this are a fault of the file.


@once
def read_structure(reading: Reading) -> TaggedStructure:
    """Return the structure tree, read once; that of an untagged file is an empty root."""
    return _TreeReader(reading).read()


class _TreeReader:
    """Walks the tree once, and notes which element owns what."""

    def __init__(self, reading: Reading) -> None:
        self._reading, self._catalog, self._pages = reading, reading.objects.root, reading.objects.pages
        self._numbers = {page.objgen: index for index, page in enumerate(self._pages)}
        self._contents = [_contents(page, index) for index, page in enumerate(reading.pages)]
        self._problems: list[tuple[int, str]] = []
        self._owners: dict[tuple[int, int], Object] = {}
        self._holders: dict[tuple[int, int], Object] = {}  # the element that refers to an object, by its number
        self._visited: set[tuple[int, int]] = set()
        self._links: dict[tuple[int, int], LinkArea] = {}
        self._roles: Any = Dictionary()

    def read(self) -> TaggedStructure:
        tree = self._catalog.get("/StructTreeRoot")
        language = str(self._catalog.get("/Lang", ""))
        root = StructureElement("StructTreeRoot", None, language)
        if isinstance(tree, Dictionary):
            roles = tree.get("/RoleMap", Dictionary())
            self._roles = dict(roles.items()) if isinstance(roles, Dictionary) else roles
            for index, page in enumerate(self._pages):
                for annotation in page.get("/Annots", Array()):
                    if annotation.get("/Subtype") == Name.Link:
                        self._links[annotation.objgen] = self._link(index, annotation)
            root.kids = list(self._kids(tree, root, -1, 0))
            self._follow_back(_numbered(tree.get("/ParentTree")))
        # No viewer takes a word for a switch.
        marks: Any = self._catalog.get("/MarkInfo", Dictionary())
        preferences: Any = self._catalog.get("/ViewerPreferences", Dictionary())
        return TaggedStructure(
            root=root,
            links=list(self._links.values()),
            problems=self._problems,
            language=language,
            marked=marks.get("/Marked") is True and not bool(marks.get("/Suspects", False)),
            shows_title=preferences.get("/DisplayDocTitle") is True,
        )

    def _link(self, index: int, annotation: Object) -> LinkArea:
        a, b, c, d = (float(side) for side in annotation.Rect)
        return LinkArea(
            page=index,
            box=self._on_page(index, (min(a, c), min(b, d), max(a, c), max(b, d))),
            target=address_of(annotation.get("/A")),
            contents=str(annotation.get("/Contents", "")),
            parts=tuple(self._on_page(index, part) for part in _quadrilaterals(annotation)),
        )

    def _on_page(self, index: int, box: Box) -> Box:
        x, y = self._reading.pages[index].trim_origin
        return shift(box, -x, -y)

    def _kids(
        self, of: Object, parent: StructureElement, page: int, depth: int
    ) -> Iterator[StructureElement | DrawnContent | LinkArea]:
        kids = of.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            read: StructureElement | DrawnContent | LinkArea | None
            if not isinstance(kid, Dictionary):
                read = self._content(page, self._whole(kid), of)
            elif "/S" in kid:
                read = self._element(kid, of, parent, page, depth + 1)
            elif kid.get("/Type") == Name.OBJR:
                read = self._reference(kid, of, parent)
            else:
                read = self._content(self._number(kid, page), self._whole(kid.get("/MCID", -1)), of)
            if read:
                yield read

    def _element(
        self, source: Object, holder: Object, parent: StructureElement, page: int, depth: int
    ) -> StructureElement | None:
        if source.objgen in self._visited or depth > DEEPEST:
            self._problem(0, f"the element {source.S} is reached twice")
            return None
        self._visited.add(source.objgen)
        # All at once: to say that one is missing, pikepdf takes as long as to tell them all.
        entries = dict(source.items())
        if (entries["/P"].objgen if "/P" in entries else (0, 0)) != holder.objgen:
            self._problem(0, f"the element {source.S} names another parent than the one it is in")
        tag = str(self._roles.get(str(entries["/S"]), entries["/S"]))[1:]
        words = {
            key: str(entries[key]) for key in ("/Lang", "/Alt", "/ActualText") if isinstance(entries.get(key), String)
        }
        element = StructureElement(tag, parent, words.get("/Lang"), words.get("/Alt", ""), words.get("/ActualText"))
        element.kids = list(self._kids(source, element, self._number(source, page), depth))
        attributes = entries.get("/A")
        for attribute in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(attribute, Dictionary) and "/BBox" in attribute and element.page >= 0:
                left, bottom, right, top = (float(side) for side in attribute.BBox)
                element.box = self._on_page(element.page, (left, bottom, right, top))
                break
        return element

    def _number(self, source: Object, page: int) -> int:
        return self._numbers.get(source.Pg.objgen, -1) if "/Pg" in source else page

    def _content(self, page: int, mcid: int, owner: Object) -> DrawnContent | None:
        if (page, mcid) in self._owners:
            self._problem(page + 1, f"marked content {mcid} has two elements")
            return None
        self._owners[page, mcid] = owner
        shown = self._contents[page].get(mcid) if page >= 0 else None
        if shown is None:
            self._problem(page + 1, f"an element {owner.get('/S', '')} points at content {mcid}, which is not there")
        return shown

    def _reference(self, source: Object, holder: Object, parent: StructureElement) -> LinkArea | None:
        target = source.get("/Obj", Dictionary())
        if (link := self._links.get(target.objgen)) is None:
            self._problem(0, f"an element {holder.S} refers to an annotation that is on no page")
            return None
        self._holders[target.objgen] = holder
        if "/Pg" in source and self._number(source, -1) != link.page:
            self._problem(0, f"an element {holder.S} looks for an annotation on another page")
        link.element = parent
        return link

    def _follow_back(self, numbered: dict[int, Any]) -> None:
        """Follow the parent tree back from pages and annotations to their elements (ISO 32000-1, 14.7.4.4)."""
        for index, page in enumerate(self._pages):
            row = numbered.get(self._whole(page.get("/StructParents", -1)))
            owners = list(row) if isinstance(row, Array) else []
            for mcid in self._contents[index]:
                owner = self._owners.get((index, mcid))
                if owner is None:
                    self._problem(index + 1, f"no element owns the marked content {mcid}")
                elif mcid >= len(owners) or owners[mcid].objgen != owner.objgen:
                    self._problem(index + 1, f"the parent tree names another owner of content {mcid} than the tree")
            for annotation in page.get("/Annots", Array()):
                holder = self._holders.get(annotation.objgen)
                named = numbered.get(self._whole(annotation.get("/StructParent", -1)))
                if holder is None:
                    self._problem(index + 1, "an annotation belongs to no element")
                elif named is None or named.objgen != holder.objgen:
                    self._problem(index + 1, "the parent tree names another element for an annotation than the tree")

    def _whole(self, number: Any) -> int:
        """Return a number of marked content, or in the parent tree; -1 if it is not whole, which programs round."""
        if not isinstance(number, int):
            self._problem(0, f"{number} stands where a whole number must stand")
            return -1
        return number

    def _problem(self, page: int, what: str) -> None:
        self._problems.append((page, what))


def _quadrilaterals(annotation: Object) -> Iterator[Box]:
    """Yield the box around each quadrilateral of a link (ISO 32000-1, table 173); what is left over is an empty one."""
    numbers = [float(value) for value in annotation.get("/QuadPoints", Array())]
    for start in range(0, len(numbers), 8):
        corners = numbers[start : start + 8]
        yield around(zip(corners[::2], corners[1::2], strict=True)) if len(corners) == 8 else (0.0, 0.0, 0.0, 0.0)


def _numbered(node: Any, depth: int = 0) -> dict[int, Any]:
    """Return a number tree as a dictionary (ISO 32000-1, 7.9.7)."""
    if not isinstance(node, Dictionary) or depth > DEEPEST:
        return {}
    numbers: list[Any] = list(node.get("/Nums", Array()))
    found = {key: value for key, value in zip(numbers[::2], numbers[1::2], strict=False) if isinstance(key, int)}
    for kid in node.get("/Kids", Array()):
        found |= _numbered(kid, depth + 1)
    return found


def _contents(page: PageReading, index: int) -> dict[int, DrawnContent]:
    """Return what each marked content of a page draws, by MCID."""
    contents: dict[int, DrawnContent] = {}
    for _, marked in page.contents.marking:
        if marked is not None and marked.mcid is not None:
            contents.setdefault(marked.mcid, DrawnContent(index, marked.mcid))

    def owner(marked: ContentMark | None) -> DrawnContent | None:
        return next((contents[one.mcid] for one in (marked.chain if marked else ()) if one.mcid is not None), None)

    for text in page.contents.texts:
        for marked, numbers in page.contents.marked_runs(text):
            if marked and (shown := owner(marked)):
                glyphs = text.glyphs[numbers.start : numbers.stop]
                shown.drawn += (glyph.box for glyph in glyphs if glyph.box is not None)
                shown.say(turned_round(glyphs), marked)
    for paint in page.contents.paints:
        marked = page.contents.marked(paint.order)
        if marked and (shown := owner(marked)):
            shown.drawn.append(paint.box)
            shown.say([""], marked)
    return contents
