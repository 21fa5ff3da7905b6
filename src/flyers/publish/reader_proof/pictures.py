"""Pictures of the finished pages, with a number beside every text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from flyers.layout.page_builder import ItemPlace, PageBuilder
from flyers.layout.page_type import PAPER, PEN, RULE
from flyers.page.document import Document, Element, Item, Page, QrCode, Shape, TextLine
from flyers.page.items import Rectangle, extent, moved, scaled, stroke, within
from flyers.publish.reader_proof.callouts import Callout, Side, Target, callouts
from flyers.publish.reader_proof.page_style import (
    FOOT,
    HEADING,
    MARGIN,
    NOTE,
    RADIUS,
    SAFE,
    numeral,
    product_name,
)
from flyers.publish.reader_proof.printed import PrintedText, numbers_on
from flyers.records import dataclass
from flyers.units import total

_GUTTER = 2 * RADIUS + 8.0
"""White beside a picture, for a disc and the line from it to the trim."""
_HEAD = 34.0
"""Height above the first picture of a page, for its title."""
_CAPTION = 16.0
"""Height above further ones."""
_MOST = 2.0
"""The largest scale, for small things."""
_LEADER, _HALO = 0.6, 1.8
"""Weights of the line to a text, and of the white line under it, without which it would be lost on colour."""
_QUIET = 6
"""Modules around a code that no line may cross: four that must stay empty (ISO/IEC 18004, 5.3.8), and its frame."""


@dataclass(frozen=True, slots=True)
class _FacePart:
    """A face, or one panel of it: the part of the trim between *left* and *right*, points."""

    left: float
    right: float
    height: float

    @property
    def width(self) -> float:
        return self.right - self.left


def pictures(builder: PageBuilder, documents: Sequence[Document], texts: Sequence[PrintedText]) -> Iterator[Element]:
    """Put pictures of all faces on pages, and yield an element for each page.

    A folded sheet gets a landscape page, and its panels are shown apart, to make room for the numbers. Two small faces
    share a page.
    """
    for number, document in enumerate(documents):
        for faces in _grouped(document, builder.paper):
            yield _page(builder, documents, number, faces, texts)


def _grouped(document: Document, paper: tuple[float, float]) -> Iterator[list[int]]:
    """Yield the indices of the faces that share a page."""
    page = document.pages[0]
    width, height = min(paper) - 2 * MARGIN - 2 * _GUTTER, max(paper) - MARGIN - FOOT - _HEAD
    small = page.width <= width and 2 * page.height + _CAPTION <= height
    step = 2 if small else 1
    for first in range(0, len(document.pages), step):
        yield list(range(first, min(first + step, len(document.pages))))


def _page(
    builder: PageBuilder, documents: Sequence[Document], number: int, faces: list[int], texts: Sequence[PrintedText]
) -> Element:
    document = documents[number]
    pages = [document.pages[face] for face in faces]
    names = ", ".join(page.face for page in pages)
    landscape = pages[0].width > pages[0].height and len(faces) == 1
    builder.turn_over(f"{document.product} {names}", landscape=landscape, direction=document.direction)
    rows = [_parts(page) for page in pages]
    scale = _scale(builder, rows)
    title = ", ".join([product_name(document), *(page.face for page in pages[:1] if len(document.pages) > 1)])
    apart = ", its panels apart" if pages[0].folds else ""
    size = f"Shown at {scale * 100:.0f} % of its real size{apart}."
    if document.pixels:
        size = f"An image of {document.pixels[0]} × {document.pixels[1]} pixels."
    elements = [
        builder.paragraph("H2", title, HEADING, gap=3),
        builder.paragraph("P", size, NOTE),
    ]
    builder.top = MARGIN + _HEAD + 4
    for index, (face, page, parts) in enumerate(zip(faces, pages, rows, strict=True)):
        if index:
            builder.top += _CAPTION
            elements.append(builder.paragraph("H3", f"{product_name(document)}, {page.face}", HEADING, gap=6))
        numbers = numbers_on(texts, number, face)
        elements.append(_face(builder, page, parts, scale, numbers, f"{document.product}/{page.face}"))
    return Element("Sect", tuple(elements))


def _parts(page: Page) -> list[_FacePart]:
    edges = [(left, right) for _, left, right in page.panels] if page.folds else [(0.0, page.width)]
    return [_FacePart(left, right, page.height) for left, right in edges]


def _scale(builder: PageBuilder, rows: list[list[_FacePart]]) -> float:
    """Return the largest scale at which the parts of each face fit side by side, and the faces below one another."""
    wide = builder.width - 2 * SAFE - 2 * _GUTTER * len(rows[0])
    tall = builder.remaining - _HEAD - 8 - (len(rows) - 1) * (_CAPTION + 24)
    width = max(total(part.width for part in row) for row in rows)
    return min(wide / width, tall / total(row[0].height for row in rows), _MOST)


def _face(
    builder: PageBuilder,
    page: Page,
    parts: list[_FacePart],
    scale: float,
    numbers: Mapping[tuple[int, ...], int],
    block: str,
) -> Element:
    """Put the parts of one face side by side below `PageBuilder.top`."""
    width = total(part.width * scale + 2 * _GUTTER for part in parts)
    x = (builder.width - width) / 2
    foot = builder.height - builder.top - page.height * scale
    frames: list[ItemPlace] = []
    for part in parts:
        x += _GUTTER
        frames += _picture(builder, page, part, scale, (x, foot), numbers, block)
        x += part.width * scale + _GUTTER
    builder.top += page.height * scale
    shown = ", ".join(map(str, sorted(set(numbers.values()))))
    alt = f"Picture of the {block.replace('/', ', ')}, with the numbers {shown} at its texts"
    return Element("Figure", items=tuple(frames), alt=alt)


def _picture(
    builder: PageBuilder,
    page: Page,
    part: _FacePart,
    scale: float,
    corner: tuple[float, float],
    numbers: Mapping[tuple[int, ...], int],
    block: str,
) -> tuple[ItemPlace, ...]:
    """Copy the items of one *part* of *page*, its lower left corner at *corner*, and point at its texts."""
    x, y = corner
    copies = {
        index: replace(moved(scaled(item, scale), x - part.left * scale, y), block=f"{block}/{item.block}")
        for index, item in within(page.items, (part.left, 0.0, part.right, part.height))
    }
    for copy in copies.values():
        builder.add(replace(copy, running=False) if isinstance(copy, TextLine) else copy)
    width, height = part.width * scale, part.height * scale
    frame = builder.frame(x, builder.height - y - height, width, height, RULE)
    targets = [
        Target(number, extent(copies[indices[0]]), tuple(extent(copies[index]) for index in indices))
        for indices, number in numbers.items()
        if indices[0] in copies
    ]
    numbered = {index for indices in numbers for index in indices}
    obstacles = [_obstacle(copy) for index, copy in copies.items() if index not in numbered]
    bullets = [extent(copy) for copy in copies.values() if isinstance(copy, Shape) and not copy.art]
    start: Side = "right" if page.direction == "rtl" else "left"
    trim = (x, y, x + width, y + height)
    for callout in callouts(targets, [box for box in obstacles if box], bullets, trim, start):
        _draw(builder, callout, trim)
    return frame


def _obstacle(item: Item) -> Rectangle | None:
    """Return what no line may cross of *item*: a code with its quiet zone, or small print."""
    if isinstance(item, QrCode):
        quiet = _QUIET * item.module
        left, bottom, right, top = extent(item)
        return left - quiet, bottom - quiet, right + quiet, top + quiet
    return extent(item) if isinstance(item, TextLine) else None


def _draw(builder: PageBuilder, callout: Callout, trim: Rectangle) -> None:
    leader = callout.leader
    outwards = -1.0 if leader.side == "left" else 1.0
    middle = (trim[0] if leader.side == "left" else trim[2]) + outwards * (_GUTTER - RADIUS - 2.0)
    strokes = [
        (start, end, weight, colour)
        for weight, colour in ((_HALO, PAPER), (_LEADER, PEN))
        for start, end in pairwise(leader.points)
    ]
    strokes.append(((middle - outwards * RADIUS, callout.y), leader.points[0], _LEADER, PEN))
    for start, end, weight, colour in strokes:
        builder.add(stroke(start, end, weight, colour, PAPER, "proof", "leader"))
    numeral(builder, callout.number, middle, builder.height - callout.y)
