"""The entries of a structure tree: those that our tags are made with, and no others (V917).

A voice that comes upon an element of no type, or a piece of a page that is said to be in another stream, says nothing;
one that comes upon a quotation or a numbered list says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from flyers.proof.checks.means import elements
from flyers.proof.structure_tree import INLINE

TREE = frozenset(("/Type", "/K", "/ParentTree", "/ParentTreeNextKey"))
ELEMENT = frozenset(("/Type", "/S", "/P", "/K", "/Pg", "/Lang", "/Alt", "/ActualText", "/E", "/A"))
KINDS = {"/S": Name, "/P": Dictionary, "/Pg": Dictionary, "/Lang": String, "/Alt": String, "/ActualText": String}
"""What some of its entries have to be: pdfium, pdf.js and poppler pass over an element whose tag is a text."""

BOX = frozenset(("/O", "/Placement", "/BBox"))
NUMBERING = frozenset(("/O", "/ListNumbering"))
CONTENT = frozenset(("/Type", "/Pg", "/MCID"))
ANNOTATION = frozenset(("/Type", "/Pg", "/Obj"))
"""What V915 and the checks of tags report themselves is in these lists."""

OWN_INLINE = ("/Span", "/Link")
"""The elements in a line that our files have."""


def others(node: Any, known: frozenset[str], what: str) -> Iterator[str]:
    """Yield which entries a dictionary has besides those that are *known*."""
    for key in sorted(set(node.keys()) - known):
        yield f"{what} has the entry {key[1:]}"


def problems_of_tags(catalog: Any) -> Iterator[str]:
    """Yield which entries of the tags of a file are none of ours."""
    marks, tree = catalog.get("/MarkInfo"), catalog.get("/StructTreeRoot")
    switch: Any = None
    if isinstance(marks, Dictionary):
        switch = marks.get("/Marked")
        yield from others(marks, frozenset(("/Marked",)), "what it says of its tags")
    if tree is not None and switch is not True:
        yield "what it says of its tags is of another kind"
    if not isinstance(tree, Dictionary):
        return
    yield from others(tree, TREE, "the structure tree")
    if tree.get("/Type") != Name.StructTreeRoot:
        yield "the structure tree is of another type"  # pdf.js, pdfium and poppler show no tags then
    for element in elements(tree):
        if "/S" in element:
            yield from _of_element(element)


def _of_element(element: Any) -> Iterator[str]:
    # All at once: to say that one is missing, pikepdf takes as long as to tell them all.
    entries = dict(element.items())
    tag = str(entries["/S"])
    name = f"an element “{tag[1:]}”"
    for key in sorted(entries.keys() - ELEMENT):
        yield f"{name} has the entry {key[1:]}"
    for key in entries.keys() & KINDS.keys():
        if not isinstance(entries[key], KINDS[key]):
            yield f"{name} has an entry {key[1:]} of another kind"
    if entries.get("/Type", Name.StructElem) != Name.StructElem:
        yield f"{name} is of another type"
    if tag[1:] in INLINE and tag not in OWN_INLINE:
        yield f"{name} is in a line"
    kids = entries.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" not in kid:
            kind = kid.get("/Type")
            if kind not in (Name.MCR, Name.OBJR):
                yield f"{name} shows something of another type"
            yield from others(kid, ANNOTATION if kind == Name.OBJR else CONTENT, f"what {name} shows")
    if "/A" in entries or tag == "/L":
        yield from _of_attributes(tag, entries, name)


def _of_attributes(tag: str, entries: dict[str, Any], name: str) -> Iterator[str]:
    attributes = entries.get("/A")
    if not isinstance(attributes, Dictionary):
        yield f"{name} has no attributes, or several"
    elif tag == "/L":
        yield from others(attributes, NUMBERING, name)
        wanted = Name.Disc if _has_labels(entries.get("/K")) else Name("/None")
        if (attributes.get("/O"), attributes.get("/ListNumbering")) != (Name.List, wanted):
            yield f"{name} has another numbering"
    else:
        yield from others(attributes, BOX, name)
        if (attributes.get("/O"), attributes.get("/Placement")) != (Name.Layout, Name.Block):
            yield f"{name} has another place than that of a block"


def _has_labels(items: Any) -> bool:
    """Return whether any of the items of a list has a label."""
    return any(
        isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl for item in _kids_of(items) for kid in _kids_of(item)
    )


def _kids_of(kids: Any) -> list[Any]:
    """Return what is in the array *kids*, or in that of the kids of an element."""
    found = kids.get("/K") if isinstance(kids, Dictionary) else kids
    return list(found) if isinstance(found, Array) else [found]
