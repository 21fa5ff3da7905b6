"""Tagged PDF: the structure tree, and the marked content and links that belong to its elements.

See PDF 32000-1, 14.6 to 14.8 and 12.5.6.5; ISO 14289-1, 7. The tree is the composed document's own
(`flyers.page.document.Element`): the layout decided the reading order. It grows while pages are drawn:
`StructureTree.mark` returns the marked-content operators for an item of a page, and records them for the parent tree.
Content that no element owns is an artifact. `write_structure` turns the finished tree into PDF objects: elements,
parent tree, and link annotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import chain, groupby, permutations
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.page.document import BULLET, ContactOnLine, Document, Element, GlyphRun, Item, QrCode, TextLine
from flyers.page.items import Rectangle, extent, is_quarter, moved_rectangle, turned_rectangle, union
from flyers.pdf.canvas import Name, Reference
from flyers.pdf.encoded_glyphs import is_unneeded
from flyers.pdf.metadata import text_string
from flyers.records import dataclass

ARTIFACT = "/Artifact BMC"
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
"""What opens the running foot of a page (PDF 32000-1, table 330; ISO 14289-1, 7.8)."""
END = "EMC"

_NEAR = 0.01
_FINGER = 0.85, 0.3
"""Em above and below the baseline that a link covers: large enough for a finger, without a neighbouring line."""
_FIGURES = 0.72, 0.0
_LETTERS = 0.78, 0.25
"""Em above and below the baseline that figures have, and the letters of addresses: a link covers all of them."""
_LETTER = re.compile("[^0-9 -]")
_TOUCHING = 0.5  # Points by which lines may seem to touch, for figures that are lower than others.


@dataclass(eq=False, slots=True)
class Link:
    """A live area over a contact, one rectangle for each of its lines, or over a code.

    ``areas`` are in the file's coordinates; ``key`` is the link's entry in the parent tree. ``turn`` is that of its
    text; a code has none. ``inks`` are what each area has to cover.
    """

    page: int
    target: str
    key: int
    contents: str = ""
    turn: int | None = None
    areas: list[Rectangle] = field(default_factory=list)
    inks: list[Rectangle] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Node:
    """One structure element."""

    tag: str
    parent: Node | None = None
    language: str = ""
    alt: str = ""
    actual: str = ""
    box: Rectangle | None = None
    alone: bool = False  # whether it shows one item of a page and no other
    # Further elements, links, and (page, MCID) pairs, in reading order.
    kids: list[Node | Link | tuple[int, int]] = field(default_factory=list)

    @property
    def reading_language(self) -> str:
        """The language in which it is read: its own, or that of its parent (PDF 32000-1, 14.9.2.2)."""
        return self.language or (self.parent.reading_language if self.parent else "")


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """The operators that open the marked content of an item.

    ``runs`` has an entry for each part of a line that is an element of its own: an operator, and the number of runs.
    """

    opening: str
    runs: tuple[tuple[str, int], ...] = ()


class StructureTree:
    """The structure tree of one file, growing while its pages are drawn.

    Args:
        document: the source of the elements and link targets.
        origins: lower left corner of every page's trim in the file, points.

    Attributes:
        root: the element ``Document``.
        links: in the order of drawing.
        owners: the owner of every MCID, page by page.
    """

    def __init__(self, document: Document, origins: list[tuple[float, float]]) -> None:
        self._document = document
        self._origins = origins
        self._nodes: dict[tuple[int, int], Node] = {}
        self.owners: list[list[Node]] = [[] for _ in document.pages]
        self.links: list[Link] = []
        self.root = self._grow(document.structure, None)

    def _grow(self, element: Element, parent: Node | None) -> Node:
        node = Node(element.tag, parent, element.language, element.alt)
        items = [self._document.pages[page].items[index] for page, index in element.items]
        if element.tag == "Lbl" and not any(isinstance(item, TextLine) for item in items):
            node.actual = BULLET
        for place in element.items:
            self._nodes[place] = node
        node.alone = len(element.items) == 1
        node.kids = [self._grow(child, node) for child in element.children]
        # An element has items or children, never both, so drawing may append its items to its children.
        assert not (element.items and element.children), element
        return node

    def mark(self, page: int, index: int, item: Item) -> MarkedContent:
        """Return what opens the marked content of item *index* of *page*; `END` closes every opening operator."""
        node = self._nodes.get((page, index))
        if node is None:
            return MarkedContent(FOOTER if isinstance(item, TextLine) and item.running else ARTIFACT)
        if isinstance(item, TextLine):
            return MarkedContent("", tuple(self._mark_runs(page, item, node)))
        if isinstance(item, QrCode) or node.tag == "Figure":
            left, bottom, right, top = extent(item)
            trim = self._document.pages[page]  # tagged files have no bleed
            seen = max(left, 0.0), max(bottom, 0.0), min(right, trim.width), min(top, trim.height)
            area = moved_rectangle(seen, *self._origins[page])
            node.box = union((node.box, area)) if node.box else area
        if isinstance(item, QrCode) and node.alone and node.parent:
            # Nobody can scan a code on their own phone's screen, so its figure is inside a link to its target.
            around, link = Node("Link", node.parent), self._add_link(page, item.target)
            link.contents = item.alt or item.target
            link.areas = link.inks = [moved_rectangle(extent(item), *self._origins[page])]
            node.parent.kids[node.parent.kids.index(node)] = around
            node.parent, around.kids = around, [node, link]
        return MarkedContent(self._content(page, node))

    def _add_link(self, page: int, target: str) -> Link:
        self.links.append(Link(page, target, key=len(self.owners) + len(self.links)))
        return self.links[-1]

    def close_gaps(self) -> None:
        """Let the areas of links that are closely set end between them, so that a finger hits only one.

        The lower line gives up what is above its figures, the upper one what is below its own, each by the same share.
        A code gives up nothing.
        """
        places = [(link, index) for link in self.links for index in range(len(link.areas))]
        for (one, first), (other, second) in permutations(places, 2):
            turns = {one.turn, other.turn} - {None}
            if one.page != other.page or len(turns) != 1:
                continue
            upper, lower = one.areas[first], other.areas[second]
            low = 0 if is_quarter(turns.pop() or 0) else 1
            along = 1 - low
            high = low + 2
            apart = upper[along + 2] <= lower[along] or lower[along + 2] <= upper[along]
            if apart or lower[high] <= upper[low]:
                continue
            ends, begins = other.inks[second][high], one.inks[first][low]
            if begins < ends - _TOUCHING:
                continue  # the other way round, or upon each other
            over, under = lower[high] - ends, begins - upper[low]
            between = ends + (begins - ends) * (over / (over + under))
            one.areas[first] = _with_side(upper, low, between)
            other.areas[second] = _with_side(lower, high, between)

    def _mark_runs(self, page: int, line: TextLine, node: Node) -> Iterator[tuple[str, int]]:
        """Yield the parts of a line that are elements of their own: contacts are links, foreign words spans."""
        parts = _tagged_runs(line)
        languages = {language for contact, language, _ in parts if contact is None}
        if not node.kids and languages == {line.language} != {node.reading_language}:
            node.language = line.language  # a paragraph whose words are all in another language than the text around it
        for contact, language, length in parts:
            target = self._document.targets.get((contact.contact, line.message.language)) if contact else None
            if contact is not None and target:
                yield self._mark_contact(page, line, contact, target, node), length
                continue
            # Digits and addresses have no language: they are read in the language of the words around them.
            owner = node
            if contact is None and language != node.reading_language:
                owner = Node("Span", node, language)
                node.kids.append(owner)
            yield self._content(page, owner), length

    def _mark_contact(self, page: int, line: TextLine, contact: ContactOnLine, target: str, node: Node) -> str:
        """Return what opens the marked content of *contact*, all of whose lines are one link."""
        if contact.begins:
            node.kids.append(Node("Link", node))
        owner = node.kids[-1]
        assert isinstance(owner, Node), contact
        link = self._add_link(page, target) if contact.begins else owner.kids.pop()
        assert isinstance(link, Link), contact
        link.turn = line.turn
        link.contents += contact.display
        heights = _LETTERS if _LETTER.search(contact.display) else _FIGURES
        for areas, (above, below) in ((link.areas, _FINGER), (link.inks, heights)):
            part = (contact.x0, -below * line.size, contact.x1, above * line.size)
            area = moved_rectangle(turned_rectangle(line.turn, part), line.x, line.y)
            areas.append(moved_rectangle(area, *self._origins[page]))
        opening = self._content(page, owner)
        owner.kids.append(link)
        return opening

    def _content(self, page: int, node: Node) -> str:
        """Give *node* the next marked content of *page*, and return its opening operator."""
        mcid = len(self.owners[page])
        self.owners[page].append(node)
        node.kids.append((page, mcid))
        return f"/{node.tag} <</MCID {mcid}>> BDC"


def _with_side(area: Rectangle, side: int, place: float) -> Rectangle:
    left, bottom, right, top = (place if number == side else edge for number, edge in enumerate(area))
    return left, bottom, right, top


def _tagged_runs(line: TextLine) -> list[tuple[ContactOnLine | None, str, int]]:
    """Return the parts of *line* that belong to one contact, or are in one language: these, and how many runs they are.

    Runs that show nothing (bidi controls, U+200B) go with the part before them or, at the beginning, with that after:
    otherwise an element would refer to content that doesn't exist.
    """
    parts: list[tuple[ContactOnLine | None, str, int]] = []
    waiting = 0
    for (contact, language), group in groupby(line.runs, key=lambda run: (_contact_of(run, line), run.language)):
        runs = list(group)
        visible = any(not is_unneeded(character) for run in runs for character in run.text)
        if parts and (not visible or parts[-1][:2] == (contact, language)):
            parts[-1] = (*parts[-1][:2], parts[-1][2] + len(runs))
        elif visible:
            parts.append((contact, language, waiting + len(runs)))
            waiting = 0
        else:
            waiting += len(runs)
    return parts


def _contact_of(run: GlyphRun, line: TextLine) -> ContactOnLine | None:
    left = min(glyph.x for glyph in run.glyphs)
    right = max(glyph.x + glyph.advance for glyph in run.glyphs)
    for contact in line.contacts:
        if right - left > _NEAR and contact.x0 - _NEAR <= left and right <= contact.x1 + _NEAR:
            return contact
    return None


def write_structure(tree: StructureTree, document: Any) -> None:
    """Write tree, parent tree and links into ReportLab's *document*, whose pages must be finished."""
    tree.close_gaps()
    writer = _Writer(document, tree)
    catalog = document.Catalog
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalog.StructTreeRoot = writer.root()
    for number, page in enumerate(document.Pages.pages):
        page.StructParents = number
        page.Tabs = Name("S")
        page.annotations = [Reference(f"Link{link.key}") for link in tree.links if link.page == number]


class _Writer:
    """Makes the objects. Elements refer to their parents, so every object is named before it is written."""

    def __init__(self, document: Any, tree: StructureTree) -> None:
        self._document = document
        self._tree = tree
        self._names: dict[int, str] = {}

    def root(self) -> Any:
        """Return the reference to the structure tree's root."""
        root = self._element(self._tree.root, Reference("StructTree"))
        numbers: list[Any] = []
        for page, nodes in enumerate(self._tree.owners):
            numbers += [page, pdfdoc.PDFArray([self._reference(node) for node in nodes])]
        for link, node in self._linked(self._tree.root):
            numbers += [link.key, self._reference(node)]
        parent_tree = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        entries = {
            "Type": Name("StructTreeRoot"),
            "K": root,
            "ParentTree": self._document.Reference(parent_tree, "ParentTree"),
            "ParentTreeNextKey": len(self._tree.owners) + len(self._tree.links),
        }
        return self._document.Reference(pdfdoc.PDFDictionary(entries), "StructTree")

    def _annotation(self, link: Link) -> Any:
        """Return the reference to a link without a border, which is also printed (flag 4).

        See PDF 32000-1, 12.5.6.5; ISO 19005-2, 6.3.
        """
        entries = {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": _compact(union(link.areas)),
            "Border": _compact([0, 0, 0]),
            "F": 4,
            "Contents": text_string(link.contents),
            "StructParent": link.key,
            "P": _page(link.page),
            "A": pdfdoc.PDFDictionary({"S": Name("URI"), "URI": pdfdoc.PDFString(link.target)}),
        }
        if len(link.areas) > 1:
            # Upper left and right, lower left and right. The standard says counterclockwise (PDF 32000-1, table 173),
            # but Acrobat never did so, and others followed it; pdfium would find areas without width.
            corners = [(left, top, right, top, left, bottom, right, bottom) for left, bottom, right, top in link.areas]
            entries["QuadPoints"] = _compact(chain.from_iterable(corners))
        return self._document.Reference(pdfdoc.PDFDictionary(entries), f"Link{link.key}")

    def _element(self, node: Node, parent: Any) -> Any:
        pages = [kid[0] for kid in node.kids if isinstance(kid, tuple)]
        entries: dict[str, Any] = {"Type": Name("StructElem"), "S": Name(node.tag), "P": parent}
        if pages:
            entries["Pg"] = _page(pages[0])
        entries |= {
            key: text_string(value)
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
            return pdfdoc.PDFDictionary({"Type": Name("OBJR"), "Obj": self._annotation(kid), "Pg": _page(kid.page)})
        if kid[0] == page:
            return kid[1]
        return pdfdoc.PDFDictionary({"Type": Name("MCR"), "Pg": _page(kid[0]), "MCID": kid[1]})

    def _reference(self, node: Node) -> Any:
        return Reference(self._names.setdefault(id(node), f"Struct{len(self._names)}"))

    def _linked(self, node: Node) -> Iterator[tuple[Link, Node]]:
        """Yield every link below *node* with the element that owns it."""
        for kid in node.kids:
            if isinstance(kid, Link):
                yield kid, node
            elif isinstance(kid, Node):
                yield from self._linked(kid)


def _compact(values: Iterable[float]) -> Any:
    return pdfdoc.PDFArrayCompact([round(value, 3) for value in values])


def _page(number: int) -> Any:
    return Reference(f"Page{number + 1}")


def _attributes(node: Node) -> Any:
    """Return the layout box of a figure, or the numbering of a list (PDF 32000-1, 14.8.5); else None."""
    if node.tag == "Figure" and node.box:
        box = _compact(node.box)
        return pdfdoc.PDFDictionary({"O": Name("Layout"), "Placement": Name("Block"), "BBox": box})
    if node.tag == "L":
        items = [kid for kid in node.kids if isinstance(kid, Node)]
        labelled = any(isinstance(kid, Node) and kid.tag == "Lbl" for item in items for kid in item.kids)
        return pdfdoc.PDFDictionary({"O": Name("List"), "ListNumbering": Name("Disc" if labelled else "None")})
    return None
