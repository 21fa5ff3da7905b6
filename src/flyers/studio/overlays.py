"""Overlays of the picture of a page: the places of its texts and blocks, in points from the picture's upper left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flyers.page.document import QrCode, TextLine
from flyers.page.editions import page_boxes
from flyers.page.items import extent, union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flyers.page.document import Document, Element, Page
    from flyers.page.editions import Edition
    from flyers.page.items import Rectangle


def page_overlays(document: Document, index: int, edition: Edition) -> dict[str, Any]:
    """Return page *index* of *document* as JSON: its size, its boxes, lines of text, blocks and folds."""
    page = document.pages[index]
    boxes = page_boxes(page, edition)
    frame = _Frame(boxes.media, boxes.trim[:2])
    order = {item: number for number, item in enumerate(_read(document.structure, index), start=1)}
    top, bottom = page.covered
    clear = (page.safe, max(page.safe, bottom), page.width - page.safe, page.height - max(page.safe, top))
    return {
        "face": page.face,
        "width": boxes.media[2],
        "height": boxes.media[3],
        "direction": page.direction or document.direction,
        "trims": [frame.box(piece) for piece in page.pieces or ((0.0, 0.0, page.width, page.height),)],
        "bleed": frame.box((-page.bleed, -page.bleed, page.width + page.bleed, page.height + page.bleed)),
        "safe": None if page.pieces else frame.box(clear),
        "folds": [frame.box((fold, 0.0, fold, page.height)) for fold in page.folds]
        + [frame.box((0.0, fold, page.width, fold)) for fold in page.level_folds],
        "lines": [
            {
                "box": frame.box(extent(item)),
                "message": str(item.message),
                "language": item.message.language or ("" if item.message.is_contact else document.language),
                "block": item.block,
                "role": item.role,
                "size": item.size,
                "floor": item.floor,
                "text": item.text,
                "order": order.get(number, 0),
            }
            for number, item in enumerate(page.items)
            if isinstance(item, TextLine)
        ],
        "codes": [
            {"box": frame.box(extent(item)), "contact": item.contact, "target": item.target}
            for item in page.items
            if isinstance(item, QrCode)
        ],
        "blocks": [{"path": path, "box": frame.box(box)} for path, box in _blocks(page).items()],
    }


class _Frame:
    """Turns rectangles in points from the trim's lower left into x, y, width, height from the picture's upper left."""

    def __init__(self, media: Rectangle, trim: tuple[float, float]) -> None:
        self._height = media[3]
        self._left, self._bottom = trim

    def box(self, rectangle: Rectangle) -> list[float]:
        left, bottom, right, top = rectangle
        corner = (left + self._left, self._height - (top + self._bottom))
        return [round(value, 2) for value in (*corner, right - left, top - bottom)]


def _blocks(page: Page) -> dict[str, Rectangle]:
    """Return the rectangle that the items of each block cover, by its path."""
    items: dict[str, list[Rectangle]] = {}
    for item in page.items:
        items.setdefault(item.block, []).append(extent(item))
    return {path: union(found) for path, found in items.items() if "/" in path}


def _read(element: Element, page: int) -> Iterator[int]:
    """Yield the items of *page* in the order in which a screen reader meets them."""
    yield from (item for place, item in element.items if place == page)
    for child in element.children:
        yield from _read(child, page)
