"""How the file is written: every program finds the same pages and the same objects in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.reading import Reading

NODE = frozenset(("/Type", "/Kids", "/Count", "/Parent", "/MediaBox", "/CropBox"))
"""The entries of a node of the tree of pages. Pages inherit the two boxes (ISO 32000-1, table 30), which the checks of
boxes read there; whatever else a node has, they may inherit too."""

DEEPEST = 32
"""Nodes nested deeper than this are not followed; `flyers.proof.size_guard` has counted the pages."""


@check(
    "V921",
    "every program finds the same file",
    found="The file can be read in two ways, so that programs may find different pages or objects in it: it has "
    "something between its objects, a second table of them or one that is written in another way, an entry twice or "
    "stored as an object of its own, a wrong number of pages or another branch of their tree; or it was rearranged for "
    "the web (linearized).",
    why="One viewer shows the page that was proved, another a page that nobody has seen.",
    advice="The file was edited: ask for the original.",
    owner="print shop, developer",
    rules=("ISO 32000-1, 7.3.7, 7.5, 7.7.3",),
    needs_expectation=True,
)
def read_alike(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from map(Fault, reading.ambiguities)
    yield from map(Fault, dict.fromkeys(_of_tree(reading.objects.root.get("/Pages"), 0)))


def _of_tree(node: Any, depth: int) -> Iterator[str]:
    """Yield what is wrong with a node of the tree of pages, and with those below it."""
    if not isinstance(node, Dictionary) or not isinstance(kids := node.get("/Kids"), Array) or depth > DEEPEST:
        return
    if others := set(node.keys()) - NODE:
        yield f"the tree of its pages has the entry {min(others)[1:]}"
    if node.get("/Count") != _pages_below(node, depth):
        yield f"it says that it has {node.get('/Count', 'no')} pages"
    for kid in kids:
        # Ghostscript and poppler go down the tree, and other programs up from a page.
        parent = kid.get("/Parent") if isinstance(kid, Dictionary) else None
        if not isinstance(parent, Dictionary) or parent.objgen != node.objgen:
            yield "its pages are not below what they name as the branch of their tree"
        yield from _of_tree(kid, depth + 1)


def _pages_below(node: Any, depth: int) -> int:
    kids = node.get("/Kids") if isinstance(node, Dictionary) and depth <= DEEPEST else None
    return sum(_pages_below(kid, depth + 1) for kid in kids) if isinstance(kids, Array) else 1
