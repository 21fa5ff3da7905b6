"""Composed pages as text, a line for each item: what golden files of this folder keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flyers.page.document import Box, Document, Element, Item, QrCode, Shape, TextLine
from flyers.page.items import extent


def dump(document: Document, settled: Iterable[str] = ()) -> str:
    """Return the items of all pages and the structure tree; of words in *settled*, which differ from one build to the
    next, only “…”.
    """
    said = tuple(settled)
    lines: list[str] = []
    for page in document.pages:
        turned = f" {page.direction}" if page.direction else ""
        lines += ["", f"== {page.face}, {page.width:g} × {page.height:g}{turned}"]
        lines += [line_of(item, said) for item in page.items]
    return "\n".join([*lines, "", "== structure", *_tree(document.structure, 0)]) + "\n"


def line_of(item: Item, settled: tuple[str, ...] = ()) -> str:
    """Return one item: its place, measures and look."""
    match item:
        case TextLine():
            text = item.text
            for words in settled:
                text = text.replace(words, "…")
            left, _, right, _ = extent(item)
            # Where such a line begins and ends depends on the width of its figures.
            side = "…" if text != item.text else f"{left:.1f}–{right:.1f}"
            running = " (running)" if item.running else ""
            return f"text {side} y {item.y:.1f} {item.size:.2f} pt {item.colour} on {item.ground} “{text}”{running}"
        case Box():
            corners = f" round {item.radius:g}" if item.radius else ""
            return f"box {item.x:.1f} {item.y:.1f} {item.width:.1f} × {item.height:.2f} {item.colour}{corners}"
        case QrCode():
            return f"code {item.x:.1f} {item.y:.1f} {item.module:.2f} × {len(item.matrix)} {item.colour}"
        case Shape(name="leader"):
            return f"leader {' '.join(f'{value:.1f}' for value in extent(item))} {item.colour}"
        case _:
            return f"{item.name} {' '.join(f'{value:.1f}' for value in extent(item))} {item.colour}"


def _tree(element: Element, depth: int) -> Iterator[str]:
    language = f" {element.language}" if element.language else ""
    alt = f" “{element.alt}”" if element.alt else ""
    places = f" {len(element.items)} items" if element.items else ""
    yield f"{'  ' * depth}{element.tag}{language}{places}{alt}"
    for child in element.children:
        yield from _tree(child, depth + 1)
