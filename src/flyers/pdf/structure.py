"""Tagged PDF: the structure tree, the marked content that it points at, and links (PDF 32000-1, 14.6 to 14.8 and
12.5.6.5; ISO 14289-1, 7).

The tree is the composed document's own (`pages.Element`): reading order was decided there. Drawing gives every item its
place in it: `StructureTree.marks` names the marked-content operators for an item of a page, and remembers them for the
parent tree. What no element owns is an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, permutations
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.layout.pages import Code, Document, Element, Item, TextLine
from flyers.pdf.editions import Rectangle
from flyers.pdf.tounicode import is_bidi_control
from flyers.text.model import ContactOnLine, GlyphRun

ARTIFACT = "/Artifact BMC"
END = "EMC"

BULLET = "\u2022"
"""What a list item's drawn marker stands for when it is read aloud."""

_NEAR = 0.01
_ABOVE, _BELOW = 0.85, 0.3
"""Em above and below the baseline that a link takes in: a finger's target, but never a neighbouring line."""


@dataclass(eq=False, slots=True)
class Link:
    """A live area over a contact; ``area`` in the coordinates of the file."""

    page: int
    area: Rectangle
    target: str
    contents: str
    key: int = 0


@dataclass(eq=False, slots=True)
class Node:
    """One structure element. ``kids`` are further elements, links, and (page, MCID) pairs, in reading order."""

    tag: str
    parent: Node | None = None
    language: str = ""
    alt: str = ""
    actual: str = ""
    box: Rectangle | None = None
    kids: list[Node | Link | tuple[int, int]] = field(default_factory=list)

    @property
    def spoken(self) -> str:
        """The language that it is read in: its own, or that of what it stands in (PDF 32000-1, 14.9.2.2)."""
        return self.language or (self.parent.spoken if self.parent else "")


@dataclass(frozen=True, slots=True)
class _TaggedRuns:
    """Neighbouring runs of a line that belong to one contact, or are in one language."""

    contact: ContactOnLine | None
    language: str
    length: int


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """The operators that open the marked content of an item.

    ``runs`` has one for each run of a line that begins a part of its own: an operator, and how many runs it spans.
    """

    opening: str
    runs: tuple[tuple[str, int], ...] = ()


class StructureTree:
    """The structure tree of one file, growing while its pages are drawn.

    Args:
        document: whose tree and links it is.
        origins: lower left corner of every page's trim in the file, points.
    """

    def __init__(self, document: Document, origins: list[tuple[float, float]]) -> None:
        self._document = document
        self._origins = origins
        self._owners: dict[tuple[int, int], Node] = {}
        self._count = [0] * len(document.pages)
        self._parents: list[list[Node]] = [[] for _ in document.pages]
        self.links: list[Link] = []
        self.root = self._grow(document.structure, None)

    def _grow(self, element: Element, parent: Node | None) -> Node:
        node = Node(element.tag, parent, element.language, element.alt)
        if element.tag == "Lbl":
            node.actual = BULLET
        for place in element.items:
            self._owners[place] = node
        node.kids = [self._grow(child, node) for child in element.children]
        # An element has items or children, never both: so drawing may add its items after its children.
        assert not (element.items and element.children), element
        return node

    def marks(self, page: int, index: int, item: Item) -> MarkedContent:
        """What opens the marked content of item *index* of *page*; every operator in it is closed by `END`."""
        node = self._owners.get((page, index))
        if node is None:
            return MarkedContent(ARTIFACT)
        if isinstance(item, TextLine):
            return MarkedContent("", tuple(self._parts(page, item, node)))
        if isinstance(item, Code) or node.tag == "Figure":
            node.box = _grown(node.box, self._placed(page, _extent(item)))
        return MarkedContent(self._content(page, node))

    def _parts(self, page: int, line: TextLine, node: Node) -> Iterator[tuple[str, int]]:
        """The parts of a line that are elements of their own: contacts are links, foreign words have a language."""
        parts = _parted(line)
        self._set_language(node, line, parts)
        for part in parts:
            target = self._document.targets.get(part.contact.contact) if part.contact else None
            if part.contact is not None and target:
                owner = self._inside(node, "Link", "")
                yield self._content(page, owner), part.length
                owner.kids.append(self._link(page, line, part.contact, target))
                continue
            # Digits and addresses have no language: they are read in that of the words around them.
            foreign = part.contact is None and part.language != node.spoken
            owner = self._inside(node, "Span", part.language) if foreign else node
            yield self._content(page, owner), part.length

    def _set_language(self, node: Node, line: TextLine, parts: list[_TaggedRuns]) -> None:
        """Name the language of a paragraph of which every word is in another one than what is around it."""
        languages = {part.language for part in parts if part.contact is None}
        if not node.kids and len(languages) == 1 and languages != {node.spoken} and languages == {line.language}:
            node.language = line.language

    def _inside(self, parent: Node, tag: str, language: str) -> Node:
        node = Node(tag, parent, language)
        parent.kids.append(node)
        return node

    def _content(self, page: int, node: Node) -> str:
        number = self._count[page]
        self._count[page] += 1
        self._parents[page].append(node)
        node.kids.append((page, number))
        return f"/{node.tag} <</MCID {number}>> BDC"

    def _link(self, page: int, line: TextLine, contact: ContactOnLine, target: str) -> Link:
        area = (
            line.x + contact.x0,
            line.y - _BELOW * line.size,
            line.x + contact.x1,
            line.y + _ABOVE * line.size,
        )
        link = Link(page, self._placed(page, area), target, contact.display, len(self._count) + len(self.links))
        self.links.append(link)
        return link

    def _placed(self, page: int, box: Rectangle) -> Rectangle:
        x, y = self._origins[page]
        return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)

    def register(self, document: Any) -> None:
        """Write tree, parent tree and links into ReportLab's *document*, whose pages exist by now."""
        _part(self.links)
        writer = _Writer(document, self)
        catalog = document.Catalog
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.StructTreeRoot = writer.tree()
        for number, page in enumerate(document.Pages.pages):
            page.StructParents = number
            page.Tabs = pdfdoc.PDFName("S")
            page.annotations = [writer.annotation(link) for link in self.links if link.page == number]

    @property
    def parents(self) -> list[list[Node]]:
        """The owner of every MCID, page by page."""
        return self._parents


class _Writer:
    """The tree as PDF objects. Elements name their parents, so every object has a name before it is written."""

    def __init__(self, document: Any, structure: StructureTree) -> None:
        self._document = document
        self._structure = structure
        self._names: dict[int, str] = {}
        self._annotations: dict[int, Any] = {}

    def tree(self) -> Any:
        root = self._element(self._structure.root, pdfdoc.PDFObjectReference("StructTree"))
        numbers: list[Any] = []
        for page, nodes in enumerate(self._structure.parents):
            numbers += [page, pdfdoc.PDFArray([self._reference(node) for node in nodes])]
        for link, node in self._linked(self._structure.root):
            numbers += [link.key, self._reference(node)]
        parent_tree = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        entries = {
            "Type": pdfdoc.PDFName("StructTreeRoot"),
            "K": root,
            "ParentTree": self._document.Reference(parent_tree, "ParentTree"),
            "ParentTreeNextKey": len(self._structure.parents) + len(self._structure.links),
        }
        return self._document.Reference(pdfdoc.PDFDictionary(entries), "StructTree")

    def annotation(self, link: Link) -> Any:
        """A link without a border, live on screens and silent in print (PDF 32000-1, 12.5.6.5; ISO 19005-2, 6.3)."""
        if id(link) not in self._annotations:
            entries = {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArrayCompact([round(value, 3) for value in link.area]),
                "Border": pdfdoc.PDFArrayCompact([0, 0, 0]),
                "F": 4,
                "Contents": pdfdoc.PDFString(link.contents),
                "StructParent": link.key,
                "P": _page(link.page),
                "A": pdfdoc.PDFDictionary({"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(link.target)}),
            }
            name = f"Link{link.key}"
            self._annotations[id(link)] = self._document.Reference(pdfdoc.PDFDictionary(entries), name)
        return self._annotations[id(link)]

    def _element(self, node: Node, parent: Any) -> Any:
        pages = [kid[0] for kid in node.kids if isinstance(kid, tuple)]
        entries: dict[str, Any] = {
            "Type": pdfdoc.PDFName("StructElem"),
            "S": pdfdoc.PDFName(node.tag),
            "P": parent,
        }
        if pages:
            entries["Pg"] = _page(pages[0])
        entries |= {
            key: pdfdoc.PDFString(value)
            for key, value in (("Lang", node.language), ("Alt", node.alt), ("ActualText", node.actual))
            if value
        }
        if attributes := _attributes(node):
            entries["A"] = attributes
        own = self._reference(node)
        entries["K"] = pdfdoc.PDFArray([self._kid(kid, own, pages[0] if pages else -1) for kid in node.kids])
        self._document.Reference(pdfdoc.PDFDictionary(entries), own.name)
        return own

    def _kid(self, kid: Node | Link | tuple[int, int], parent: Any, page: int) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, parent)
        if isinstance(kid, Link):
            return pdfdoc.PDFDictionary(
                {"Type": pdfdoc.PDFName("OBJR"), "Obj": self.annotation(kid), "Pg": _page(kid.page)}
            )
        if kid[0] == page:
            return kid[1]
        return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("MCR"), "Pg": _page(kid[0]), "MCID": kid[1]})

    def _reference(self, node: Node) -> Any:
        name = self._names.setdefault(id(node), f"Struct{len(self._names)}")
        return pdfdoc.PDFObjectReference(name)

    def _linked(self, node: Node) -> Iterator[tuple[Link, Node]]:
        for kid in node.kids:
            if isinstance(kid, Link):
                yield kid, node
            elif isinstance(kid, Node):
                yield from self._linked(kid)


def _part(links: list[Link]) -> None:
    """Let areas of closely set lines end half-way between them: a finger between two numbers must meet one of them."""
    for upper, lower in permutations(links, 2):
        apart = upper.area[2] <= lower.area[0] or lower.area[2] <= upper.area[0]
        middle = (upper.area[1] + lower.area[3]) / 2
        within = upper.area[1] < lower.area[3] < upper.area[3] and lower.area[1] < upper.area[1]
        if upper.page == lower.page and not apart and within:
            upper.area = (upper.area[0], middle, *upper.area[2:])
            lower.area = (*lower.area[:3], middle)


def _page(number: int) -> Any:
    return pdfdoc.PDFObjectReference(f"Page{number + 1}")


def _attributes(node: Node) -> Any:
    """Layout box of a figure, numbering of a list that has labels (PDF 32000-1, 14.8.5)."""
    if node.tag == "Figure" and node.box:
        return pdfdoc.PDFDictionary(
            {
                "O": pdfdoc.PDFName("Layout"),
                "Placement": pdfdoc.PDFName("Block"),
                "BBox": pdfdoc.PDFArrayCompact([round(value, 3) for value in node.box]),
            }
        )
    if node.tag == "L":
        items = [kid for kid in node.kids if isinstance(kid, Node)]
        labelled = any(isinstance(kid, Node) and kid.tag == "Lbl" for item in items for kid in item.kids)
        numbering = pdfdoc.PDFName("Disc" if labelled else "None")
        return pdfdoc.PDFDictionary({"O": pdfdoc.PDFName("List"), "ListNumbering": numbering})
    return None


def _parted(line: TextLine) -> list[_TaggedRuns]:
    """The parts of *line*, with all its runs. Runs of which nothing is shown (bidi controls) go with what precedes or,
    at the beginning, with what follows: there would be content that an element points at in vain."""
    parts: list[_TaggedRuns] = []
    waiting = 0
    for (contact, language), group in groupby(line.runs, key=lambda run: (_contact_of(run, line), run.language)):
        runs = list(group)
        shown = any(not is_bidi_control(character) for run in runs for character in run.text)
        if shown and parts and (parts[-1].contact, parts[-1].language) == (contact, language):
            parts[-1] = replace(parts[-1], length=parts[-1].length + len(runs))
        elif shown:
            parts.append(_TaggedRuns(contact, language, waiting + len(runs)))
            waiting = 0
        elif parts:
            parts[-1] = replace(parts[-1], length=parts[-1].length + len(runs))
        else:
            waiting += len(runs)
    return parts


def _contact_of(run: GlyphRun, line: TextLine) -> ContactOnLine | None:
    """The contact of *line* that *run* is a part of."""
    left = min(glyph.x for glyph in run.glyphs)
    right = max(glyph.x + glyph.advance for glyph in run.glyphs)
    for contact in line.contacts:
        if right - left > _NEAR and contact.x0 - _NEAR <= left and right <= contact.x1 + _NEAR:
            return contact
    return None


def _extent(item: Item) -> Rectangle:
    """Left, bottom, right, top of a code or a drawn shape, in page coordinates."""
    if isinstance(item, Code):
        side = item.module * len(item.matrix)
        return (item.x, item.y, item.x + side, item.y + side)
    if isinstance(item, TextLine):
        return (item.x + item.ink[0], item.y + item.ink[1], item.x + item.ink[2], item.y + item.ink[3])
    if hasattr(item, "path"):
        numbers = [[float(value) for value in step[1:]] for step in item.path]
        xs = [x for step in numbers for x in step[0::2]]
        ys = [y for step in numbers for y in step[1::2]]
        return (min(xs), min(ys), max(xs), max(ys))
    return (item.x, item.y, item.x + item.width, item.y + item.height)


def _grown(box: Rectangle | None, other: Rectangle) -> Rectangle:
    if box is None:
        return other
    return (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
