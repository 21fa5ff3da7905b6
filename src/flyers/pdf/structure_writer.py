"""The structure tree as PDF objects: elements, parent tree, and link annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.page.items import Rectangle, union
from flyers.pdf.canvas import Name, Reference
from flyers.pdf.metadata import text_string
from flyers.pdf.structure import Link, Node, StructureTree


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
        page.annotations = [writer.annotation(link) for link in tree.links if link.page == number]


class _Writer:
    """Makes the objects. Elements refer to their parents, so every object is named before it is written."""

    def __init__(self, document: Any, tree: StructureTree) -> None:
        self._document = document
        self._tree = tree
        self._names: dict[int, str] = {}
        self._annotations: dict[int, Any] = {}

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

    def annotation(self, link: Link) -> Any:
        """Return the reference to a link without a border, which is also printed (flag 4).

        See PDF 32000-1, 12.5.6.5; ISO 19005-2, 6.3.
        """
        if id(link) not in self._annotations:
            entries = {
                "Type": Name("Annot"),
                "Subtype": Name("Link"),
                "Rect": _compact(union(link.areas)),
                "Border": pdfdoc.PDFArrayCompact([0, 0, 0]),
                "F": 4,
                "Contents": text_string(link.contents),
                "StructParent": link.key,
                "P": _page(link.page),
                "A": pdfdoc.PDFDictionary({"S": Name("URI"), "URI": pdfdoc.PDFString(link.target)}),
            }
            if len(link.areas) > 1:
                entries["QuadPoints"] = _compact(value for area in link.areas for value in _quadrilateral(area))
            name = f"Link{link.key}"
            self._annotations[id(link)] = self._document.Reference(pdfdoc.PDFDictionary(entries), name)
        return self._annotations[id(link)]

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
            return pdfdoc.PDFDictionary({"Type": Name("OBJR"), "Obj": self.annotation(kid), "Pg": _page(kid.page)})
        if kid[0] == page:
            return kid[1]
        return pdfdoc.PDFDictionary({"Type": Name("MCR"), "Pg": _page(kid[0]), "MCID": kid[1]})

    def _reference(self, node: Node) -> Any:
        name = self._names.setdefault(id(node), f"Struct{len(self._names)}")
        return Reference(name)

    def _linked(self, node: Node) -> Iterator[tuple[Link, Node]]:
        """Yield every link below *node* with the element that owns it."""
        for kid in node.kids:
            if isinstance(kid, Link):
                yield kid, node
            elif isinstance(kid, Node):
                yield from self._linked(kid)


def _compact(values: Iterable[float]) -> Any:
    return pdfdoc.PDFArrayCompact([round(value, 3) for value in values])


def _quadrilateral(area: Rectangle) -> tuple[float, ...]:
    """Return the corners of an area in the order that viewers expect: upper left and right, lower left and right.

    The standard says counterclockwise (PDF 32000-1, table 173), but Acrobat never did so, and others followed it;
    pdfium would find areas without width.
    """
    left, bottom, right, top = area
    return left, top, right, top, left, bottom, right, bottom


def _page(number: int) -> Any:
    return Reference(f"Page{number + 1}")


def _attributes(node: Node) -> Any:
    """Return the layout box of a figure, or the numbering of a list (PDF 32000-1, 14.8.5); else None."""
    if node.tag == "Figure" and node.box:
        return pdfdoc.PDFDictionary(
            {
                "O": Name("Layout"),
                "Placement": Name("Block"),
                "BBox": pdfdoc.PDFArrayCompact([round(value, 3) for value in node.box]),
            }
        )
    if node.tag == "L":
        items = [kid for kid in node.kids if isinstance(kid, Node)]
        labelled = any(isinstance(kid, Node) and kid.tag == "Lbl" for item in items for kid in item.kids)
        return pdfdoc.PDFDictionary({"O": Name("List"), "ListNumbering": Name("Disc" if labelled else "None")})
    return None
