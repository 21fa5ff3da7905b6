"""Pictures of the finished pages, with a number beside every text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flyers.layout.pages import Document, Element, Item, Page, QrCode, Shape, TextLine
from flyers.publish.readerproof.callouts import Callout, Side, Target, callouts
from flyers.publish.readerproof.copies import Place, Rectangle, copied, extent, within
from flyers.publish.readerproof.leaves import (
    FOOT,
    HEADING,
    MARGIN,
    NOTE,
    PAPER,
    PEN,
    RULE,
    SAFE,
    Leaves,
    Style,
)
from flyers.publish.readerproof.printed import PrintedText, numbers_on

RADIUS = 7.5
"""Of a number's disc."""
GUTTER = 2 * RADIUS + 8.0
"""Beside a picture: disc, and the line to the trim."""
_HEAD = 34.0
"""Above the first picture of a page, for what it shows."""
_CAPTION = 16.0
"""Above further ones."""
_MOST = 2.0
"""How much larger than life small things are shown."""
_NUMBER = Style(8.5, "bold", PAPER, PEN, align="center")
_LEADER, _HALO = 0.6, 1.8
"""Weights of the line to a text, and of the white on both sides of it, without which it would be lost on colour."""
_QUIET = 6
"""Modules around a code that no line may run over: four that must stay empty (ISO/IEC 18004, 5.3.8), and its frame."""


@dataclass(frozen=True, slots=True)
class _View:
    """A face, or one panel of it: the part of the trim between *left* and *right*."""

    left: float
    right: float
    height: float

    @property
    def width(self) -> float:
        return self.right - self.left


def pictures(leaves: Leaves, documents: Sequence[Document], texts: Sequence[PrintedText]) -> Iterator[Element]:
    """Pages with pictures of all faces, and their elements.

    A folded sheet lies on its side, its panels apart, so that the numbers have room; of small faces two share a page.
    """
    for number, document in enumerate(documents):
        for faces in _shared(document, leaves.paper):
            yield _leaf(leaves, documents, number, faces, texts)


def _shared(document: Document, paper: tuple[float, float]) -> Iterator[list[int]]:
    """The pages of *document* that stand on one page of the proof each time."""
    page = document.pages[0]
    width, height = min(paper) - 2 * MARGIN - 2 * GUTTER, max(paper) - MARGIN - FOOT - _HEAD
    small = page.width <= width and 2 * page.height + _CAPTION <= height
    step = 2 if small else 1
    for first in range(0, len(document.pages), step):
        yield list(range(first, min(first + step, len(document.pages))))


def _leaf(
    leaves: Leaves, documents: Sequence[Document], number: int, faces: list[int], texts: Sequence[PrintedText]
) -> Element:
    document = documents[number]
    pages = [document.pages[face] for face in faces]
    folded = bool(pages[0].folds)
    lying = pages[0].width > pages[0].height and len(faces) == 1
    leaves.turn_over(
        f"{document.product} {', '.join(page.face for page in pages)}", lying=lying, direction=document.direction
    )
    views = [_views(page) for page in pages]
    scale = _scale(leaves, views)
    title = ", ".join([named(document), *(page.face for page in pages[:1] if len(document.pages) > 1)])
    parts = [leaves.say("H2", title, HEADING, gap=3)]
    shown = f"Shown at {scale * 100:.0f} % of its real size{', its panels apart' if folded else ''}."
    parts.append(leaves.say("P", shown, NOTE))
    leaves.top = MARGIN + _HEAD + 4
    for index, (face, page, row) in enumerate(zip(faces, pages, views, strict=True)):
        if index:
            leaves.top += _CAPTION
            parts.append(leaves.say("H3", f"{named(document)}, {page.face}", HEADING, gap=6))
        numbers = numbers_on(texts, number, face)
        parts.append(_row(leaves, page, row, scale, numbers, f"{document.product}/{page.face}"))
    return Element("Sect", tuple(parts))


def named(document: Document) -> str:
    """``Wallet card``."""
    return document.product.replace("-", " ").capitalize()


def _views(page: Page) -> list[_View]:
    edges = [(left, right) for _, left, right in page.panels] if page.folds else [(0.0, page.width)]
    return [_View(left, right, page.height) for left, right in edges]


def _scale(leaves: Leaves, rows: list[list[_View]]) -> float:
    """The largest at which the views of one page fit, side by side and one row under another."""
    wide = leaves.width - 2 * SAFE - 2 * GUTTER * len(rows[0])
    tall = leaves.left_over - _HEAD - 8 - (len(rows) - 1) * (_CAPTION + 24)
    width = max(sum(view.width for view in row) for row in rows)
    return min(wide / width, tall / sum(row[0].height for row in rows), _MOST)


def _row(
    leaves: Leaves,
    page: Page,
    views: list[_View],
    scale: float,
    numbers: Mapping[tuple[int, ...], int],
    block: str,
) -> Element:
    """The views of one face side by side, below ``top``."""
    width = sum(view.width * scale + 2 * GUTTER for view in views)
    x = (leaves.width - width) / 2
    foot = leaves.height - leaves.top - page.height * scale
    frames: list[tuple[int, int]] = []
    for view in views:
        x += GUTTER
        place = Place(scale, x - view.left * scale, foot)
        frames += _picture(leaves, page, view, place, numbers, block)
        x += view.width * scale + GUTTER
    leaves.top += page.height * scale
    listed = sorted(set(numbers.values()))
    alt = f"Picture of the {block.replace('/', ', ')}, with the numbers {', '.join(map(str, listed))} at its texts"
    return Element("Figure", items=tuple(frames), alt=alt)


def _picture(
    leaves: Leaves, page: Page, view: _View, place: Place, numbers: Mapping[tuple[int, ...], int], block: str
) -> tuple[tuple[int, int], ...]:
    window = (view.left, 0.0, view.right, view.height)
    inside = dict(within(page.items, window))
    trim = place.box(window)
    copies = {index: copied(item, place, block) for index, item in inside.items()}
    for item in copies.values():
        leaves.add(item)
    frame = leaves.frame(trim[0], leaves.height - trim[3], trim[2] - trim[0], trim[3] - trim[1], RULE)
    targets = [
        Target(number, extent(copies[indices[0]]), tuple(extent(copies[index]) for index in indices))
        for indices, number in numbers.items()
        if indices[0] in copies
    ]
    numbered = {index for indices in numbers for index in indices}
    others = [_kept_free(item) for index, item in copies.items() if index not in numbered]
    marks = [extent(item) for item in copies.values() if isinstance(item, Shape)]
    start: Side = "right" if page.direction == "rtl" else "left"
    for callout in callouts(targets, [box for box in others if box], marks, trim, start):
        _draw(leaves, callout, trim)
    return frame


def _kept_free(item: Item) -> Rectangle | None:
    """What no line may cross: a code with its quiet zone, small print."""
    if isinstance(item, QrCode):
        quiet = _QUIET * item.module
        left, bottom, right, top = extent(item)
        return left - quiet, bottom - quiet, right + quiet, top + quiet
    return extent(item) if isinstance(item, TextLine) else None


def _draw(leaves: Leaves, callout: Callout, trim: Rectangle) -> None:
    way = callout.way
    out = -1.0 if way.side == "left" else 1.0
    middle = (trim[0] if way.side == "left" else trim[2]) + out * (GUTTER - RADIUS - 2.0)
    for weight, colour in ((_HALO, PAPER), (_LEADER, PEN)):
        for start, end in pairwise(way.points):
            leaves.add(_stroke(start, end, weight, colour))
    leaves.add(_stroke((middle - out * RADIUS, callout.y), way.points[0], _LEADER, PEN))
    numeral(leaves, callout.number, middle, leaves.height - callout.y)


def numeral(leaves: Leaves, number: int, x: float, top: float) -> tuple[tuple[int, int], ...]:
    """The *number* in a disc, or in a lozenge where it is long, its middle at *x*, *top*; gives the words' place."""
    text = str(number)
    wide = max(2 * RADIUS, leaves.width_of(text, _NUMBER) + 6.5)
    leaves.box(x - wide / 2, top - RADIUS, wide, 2 * RADIUS, PEN, RADIUS)
    above = _NUMBER.size * leaves.english.ascent / 2 - 0.1
    return leaves.words(text, _NUMBER, x - wide / 2, top - above, wide).items


def _stroke(start: tuple[float, float], end: tuple[float, float], weight: float, colour: str) -> Shape:
    """A line as a filled shape."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    dx, dy = -math.sin(angle) * weight / 2, math.cos(angle) * weight / 2
    path: tuple[tuple[str | float, ...], ...] = (
        ("M", start[0] + dx, start[1] + dy),
        ("L", end[0] + dx, end[1] + dy),
        ("L", end[0] - dx, end[1] - dy),
        ("L", start[0] - dx, start[1] - dy),
        ("Z",),
    )
    return Shape(path, colour, PAPER, "proof", "leader")


def quiet(line: TextLine, colour: str, ground: str) -> TextLine:
    """*line* in the proof's own colours."""
    return replace(line, colour=colour, ground=ground)
