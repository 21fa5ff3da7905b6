"""The draft mark on each piece of an office sheet, and on an image, which says that it is not signed.

A slug is cut off, and office sheets and images have none. So the mark is inside the trim, small, where the face is
quiet: on a light ground if one is free, as near to the foot as it goes, clear of words, codes, pictures, lines and
folds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from flyers.colour import Colour, contrast
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.layout.blocks.calendar import KEY as CALENDAR
from flyers.layout.blocks.measures import KEY as MEASURES
from flyers.layout.lines import LineLabels, text_line
from flyers.page.document import SOURCE_LANGUAGE, Box, Document, Item, Page, QrCode, TextLine
from flyers.page.items import Rectangle, extent, overlaps
from flyers.page.paths import box_around
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter

FAMILY = "noto-sans"
MESSAGE = MessageKey("draft mark")
DARK, LIGHT = "draft-dark", "draft-light"
COLOURS: Mapping[str, Colour] = {
    DARK: Colour(DARK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
    LIGHT: Colour(LIGHT, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
}
"""Colours that a mark adds."""

_SIZES = (6.5, 6.0, 5.5, 5.0)
"""Points; the first that finds room is used."""
_LARGE, _LARGE_SIZES = 288.0, (9.0, 8.0, 7.0)
"""Sizes that are tried first on a piece both of whose sides are as long as that, points."""
_AIRS = (5.0, 2.0)
"""White between the mark and anything else, points; the first with which it finds room is used."""
_QUIET_ZONE = 4
"""Modules that must stay white around a code."""
_FOLD = 4.0
"""White beside a fold, points."""
_LIGHT = 0.4
"""Luminance of grounds that are looked at first."""
_STEP = 2.0
"""Distance of the heights that are tried, points."""
_ASCENT, _DESCENT = 0.78, 0.24
"""Reach of the ink above and below the baseline, em."""


def draft_mark(document: Document, page: Page, typesetter: Typesetter) -> TextLine:
    """Return the mark of one face, in the face's coordinates.

    Raises:
        OversetError: no part of the face is quiet, which no layout of ours comes near.
    """
    sizes = (*(_LARGE_SIZES if min(page.width, page.height) >= _LARGE else ()), *_SIZES)
    for texts, least in product(_texts(document), (_LIGHT, 0.0)):
        for text, air, size in product(texts, _AIRS, sizes):
            rich = RichText(text, SOURCE_LANGUAGE, MESSAGE)
            spec = TypeSpec((FAMILY,), size, size * 1.2)
            width = typesetter.natural_width(rich, spec)
            found = _place(document, page, (width, (_ASCENT + _DESCENT) * size), air, least)
            if not found:
                continue
            (left, bottom), ground = found
            (line,) = typesetter.paragraph(rich, spec, width + 1.0).lines
            colour = max((DARK, LIGHT), key=lambda name: contrast(COLOURS[name], document.colours[ground]))
            labels = LineLabels("draft", MESSAGE, "draft", colour, ground, size, _SIZES[-1])
            return text_line(line, rich, labels, left, bottom + _DESCENT * size)
    raise OversetError(
        f"No part of “{page.face}” has room for “{document.draft_mark}”.",
        hint="Have the language signed, or leave a free strip of 6 pt in the layout.",
        trail=[document.product, document.language],
    )


def with_draft_marks(document: Document, typesetter: Typesetter) -> Document:
    """Return *document*, whose pages are handed out as they are, with a mark on each if it is a draft.

    Raises:
        OversetError: no part of a page is quiet.
    """
    if not document.draft:
        return document
    pages = tuple(
        replace(
            page,
            items=(*page.items, draft_mark(document, page, typesetter)),
            pieces=((0.0, 0.0, page.width, page.height),),
        )
        for page in document.pages
    )
    return replace(document, pages=pages, colours={**document.colours, **COLOURS})


def marked_faces(document: Document) -> list[int]:
    """Return the numbers of the faces that have a mark: those with words or numbers of the campaign.

    A calendar has nothing that anybody signs, and outside on a card that is hidden it must look as dull as any other.
    """
    return [
        number
        for number, page in enumerate(document.pages)
        if any(isinstance(item, TextLine) and item.message not in (CALENDAR, MEASURES) for item in page.items)
    ]


def _texts(document: Document) -> tuple[tuple[str, ...], ...]:
    """Return what the mark says, and a shorter form; then what it says if no ground has room for those."""
    mark = document.draft_mark
    return (f"{mark} \u2013 nobody has signed it", mark), (mark.split()[0],)


def _place(
    document: Document, page: Page, size: tuple[float, float], air: float, least: float
) -> tuple[tuple[float, float], str] | None:
    """Return the lower left corner of a free rectangle, and the colour that it is on.

    *size* is its width and height, *air* the white around it, and *least* the least luminance of that colour.
    """
    width, height = size
    things = [_taken(item) for item in page.items if not isinstance(item, Box)]
    things += [(fold - _FOLD, 0.0, fold + _FOLD, page.height) for fold in page.folds]
    things += [(0.0, fold - _FOLD, page.width, fold + _FOLD) for fold in page.level_folds]
    things += [_beside(box_around(finish.path), page.safe) for finish in page.finishing if finish.kind != "die"]
    boxes = [item for item in page.items if isinstance(item, Box)]
    for x, y in _corners(page, things, size, air):
        wanted = (x - air, y - air, x + width + air, y + height + air)
        if any(overlaps(wanted, thing) for thing in things):
            continue
        ground = _ground(boxes, wanted)
        if ground is not None and document.colours[ground].luminance >= least:
            return (x, y), ground
    return None


def _corners(
    page: Page, things: Sequence[Rectangle], size: tuple[float, float], air: float
) -> Iterator[tuple[float, float]]:
    """Yield lower left corners inside the safe area, from the foot up: at its sides, and *air* beside *things*."""
    width, height = size
    top, bottom = page.covered
    low, high = max(page.safe, bottom), page.height - max(page.safe, top) - height
    margins = (page.safe, page.width - page.safe - width)
    before = [left - air - width - 0.01 for left, _, _, _ in things]
    behind = [right + air + 0.01 for _, _, right, _ in things]
    columns = [x for x in dict.fromkeys((*margins, *behind, *before)) if margins[0] <= x <= margins[1]]
    for row in range(int((high - low) // _STEP) + 1 if high >= low else 0):
        yield from ((x, low + row * _STEP) for x in columns)


def _taken(item: Item) -> Rectangle:
    left, bottom, right, top = extent(item)
    quiet = _QUIET_ZONE * item.module if isinstance(item, QrCode) else 0.0
    return left - quiet, bottom - quiet, right + quiet, top + quiet


def _beside(box: Rectangle, margin: float) -> Rectangle:
    """Return a box around the line of a tool and the safe margin beside it."""
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def _ground(boxes: Sequence[Box], wanted: Rectangle) -> str | None:
    """Return the colour of the topmost box behind *wanted*; None if there is none, or an edge runs through it."""
    ground = None
    for box in boxes:
        edges = extent(box)
        if _inside(wanted, edges, box.radius):
            ground = box.colour
        elif overlaps(wanted, edges):
            return None
    return ground


def _inside(inner: Rectangle, outer: Rectangle, radius: float) -> bool:
    """Return whether *inner* is in *outer* and clear of its round corners."""
    left, bottom, right, top = outer
    across = left + radius <= inner[0] and inner[2] <= right - radius and bottom <= inner[1] and inner[3] <= top
    return across or (
        left <= inner[0] and inner[2] <= right and bottom + radius <= inner[1] and inner[3] <= top - radius
    )
