"""Imposed sheets as pages of a composed document, which is painted and proved like any other.

Every copy of a face becomes items at their place on the sheet, clipped where a neighbour begins. So the painter needs
no loop, and the proof looks for every number and every code of every copy. Form XObjects, drawn ten times, would save
some kilobytes, but tags and extraction would need rules of their own.

A draft mark on each piece of an office sheet, and on an image, says that it is not signed: a slug is cut off, and these
have none. It is inside the trim, small, where the face is quiet: on a light ground if one is free, as near to the foot
as it goes, clear of words, codes, pictures, lines and folds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from flyers.colour import Colour, contrast
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError, UsageError
from flyers.impose.place import Imposition, MarginNote, Placement, SheetMark, SheetSide
from flyers.layout.blocks.calendar import CALENDAR
from flyers.layout.blocks.texts import MEASURES
from flyers.layout.lines import LineLabels, text_line, text_lines
from flyers.page.document import SOURCE_LANGUAGE, Box, Document, Element, Item, Page, QrCode, TextLine
from flyers.page.items import Rectangle, bleeds, clipped, extent, moved, moved_rectangle, overlaps, union
from flyers.page.paths import box_around, moved_path
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.translation.localization import Localization

FAMILY = "noto-sans"
MESSAGE = MessageKey("draft mark")
DARK, LIGHT = "draft-dark", "draft-light"
COLOURS: Mapping[str, Colour] = {
    DARK: Colour(DARK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
    LIGHT: Colour(LIGHT, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
}
"""Colours that a mark adds."""

_TYPE_SIZES = (6.5, 6.0, 5.5, 5.0)  # Points; the first that finds room is used.
_LARGE, _LARGE_SIZES = 288.0, (9.0, 8.0, 7.0)
"""Sizes that are tried first on a piece both of whose sides are as long as that, points."""
_AIRS = (5.0, 2.0)  # White between the mark and anything else, points; the first with which it finds room is used.
_QUIET_ZONE = 4  # Modules that must stay white around a code.
_FOLD = 4.0  # White beside a fold, points.
_LIGHT = 0.4  # Luminance of grounds that are looked at first.
_STEP = 2.0  # Distance of the heights that are tried, points.
_ASCENT, _DESCENT = 0.78, 0.24  # Reach of the ink above and below the baseline, em.


def draft_mark(document: Document, page: Page, typesetter: Typesetter) -> TextLine:
    """Return the mark of one face, in the face's coordinates; raises OversetError if no part of the face is quiet."""
    sizes = (*(_LARGE_SIZES if min(page.width, page.height) >= _LARGE else ()), *_TYPE_SIZES)
    words = document.draft_mark
    forms = (f"{words} \u2013 nobody has signed it", words), (words.split()[0],)  # the last if no other has room
    for texts, least in product(forms, (_LIGHT, 0.0)):
        for text, air, size in product(texts, _AIRS, sizes):
            rich = RichText(text, SOURCE_LANGUAGE, MESSAGE)
            spec = TypeSpec((FAMILY,), size, size)
            width = typesetter.natural_width(rich, spec)
            place = _place(document, page, (width, (_ASCENT + _DESCENT) * size), air, least)
            if not place:
                continue
            (left, bottom), ground = place
            (line,) = typesetter.paragraph(rich, spec, width + 1.0)
            colour = max((DARK, LIGHT), key=lambda name: contrast(COLOURS[name], document.colours[ground]))
            labels = LineLabels("draft", MESSAGE, "draft", colour, ground, size, _TYPE_SIZES[-1])
            return text_line(line, rich, labels, left, bottom + _DESCENT * size)
    raise OversetError(
        f"No part of “{page.face}” has room for “{document.draft_mark}”.",
        hint="Have the language signed, or leave a free strip of 6 pt in the layout.",
        trail=[document.product, document.language],
    )


def with_draft_marks(document: Document, typesetter: Typesetter) -> Document:
    """Return *document* with a mark on each page if it is a draft; raises OversetError if no part of one is quiet."""
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


def _place(
    document: Document, page: Page, size: tuple[float, float], air: float, least: float
) -> tuple[tuple[float, float], str] | None:
    """Return the lower left corner of a free rectangle, *air* around it, and its colour, whose luminance is *least*."""
    width, height = size
    things = [
        _grown(extent(item), _QUIET_ZONE * item.module if isinstance(item, QrCode) else 0.0)
        for item in page.items
        if not isinstance(item, Box)
    ]
    things += [(fold - _FOLD, 0.0, fold + _FOLD, page.height) for fold in page.folds]
    things += [(0.0, fold - _FOLD, page.width, fold + _FOLD) for fold in page.level_folds]
    things += [_grown(box_around(finish.path), page.safe) for finish in page.finishing if finish.kind != "die"]
    boxes = [item for item in page.items if isinstance(item, Box)]
    for x, y in _corners(page, things, size, air):
        around = _grown((x, y, x + width, y + height), air)
        if any(overlaps(around, thing) for thing in things):
            continue
        ground = _ground(boxes, around)
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


def _grown(box: Rectangle, margin: float) -> Rectangle:
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def _ground(boxes: Sequence[Box], area: Rectangle) -> str | None:
    """Return the colour of the topmost box behind *area*; None if there is none, or an edge runs through it."""
    ground = None
    for box in boxes:
        left, bottom, right, top = edges = extent(box)
        clear = (
            (left + box.radius, bottom, right - box.radius, top),
            (left, bottom + box.radius, right, top - box.radius),
        )
        if any(union((area, inner)) == inner for inner in clear):
            ground = box.colour
        elif overlaps(area, edges):
            return None
    return ground


CUT, INK = "sheet-cut", "sheet-ink"
"""Two colours that a sheet adds: light grey for cut marks, black for words and rulers."""

_COLOURS = {
    CUT: Colour(CUT, (0.0, 0.0, 0.0, 0.3), (0.7, 0.7, 0.7)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
}
_WEIGHT = 0.4
_DASH, _DASHES = 1.2, (0.25, 0.45, 0.65)
"""The dashes of a fold's mark, points: where each begins, as a share of the mark, so that they take up half of it."""
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)  # Sizes of the margin's words, points; the first that fits is used.


def as_document(
    document: Document, imposition: Imposition, localized: Localization, typesetter: Typesetter, *, for_press: bool
) -> Document:
    """Return *document* on the sheets of *imposition*.

    Args:
        for_press: whether the sheet's trim is the block of its copies, with marks outside its bleed; otherwise the trim
            is the paper, and marks and words are part of the art.

    Raises:
        UsageError: copies are upside down, which is not supported.
        OversetError: the words of a margin do not fit.
    """
    if for_press:
        pages = [_press_page(document, side) for side in imposition.sides]
    else:
        drafts = marked_faces(document) if document.draft else ()
        marks = {face: draft_mark(document, document.pages[face], typesetter) for face in drafts}
        pages = []
        for side in imposition.sides:
            notes = [line for note in side.notes for line in _note(note, side, document, localized, typesetter)]
            pages.append(_office_page(document, side, marks, notes))
    return replace(
        document,
        pages=tuple(pages),
        structure=Element("Document"),
        colours={**document.colours, **_COLOURS, **(COLOURS if document.draft else {})},
        flip="" if for_press else imposition.flip,
    )


def in_black(document: Document) -> Document:
    """Return *document* for one ink: each colour becomes black or a light tint, to keep the contrast."""
    return replace(document, colours={name: colour.in_one_ink for name, colour in document.colours.items()})


def _office_page(
    document: Document, side: SheetSide, drafts: Mapping[int, TextLine], notes: Sequence[TextLine]
) -> Page:
    """Return the page of a *side*, with the draft mark of each face that has one, and the lines of its *notes*."""
    items = [item for placed in side.placements for item in _copy(document, placed, 0.0, 0.0, drafts)]
    # A mark over each straight cut and perforation of the pieces, for scissors and hands.
    tools = [
        SheetMark(*moved_rectangle(box_around(finish.path), placed.x, placed.y), "cut")
        for placed in side.placements
        for finish in document.pages[placed.face].finishing
        if finish.kind in ("cut", "perforation")
    ]
    items += [box for mark in (*side.marks, *tools) for box in _rules(mark)]
    left, bottom, right, top = side.printable
    return Page(
        face=f"sheet {side.sheet + 1}, {side.name}",
        width=side.width,
        height=side.height,
        bleed=0.0,
        safe=min(left, bottom, side.width - right, side.height - top),
        items=(*items, *notes),
        pieces=tuple(placed.trim for placed in side.placements if placed.face in drafts),
    )


def _press_page(document: Document, side: SheetSide) -> Page:
    block = union(placed.trim for placed in side.placements)
    art = union(placed.art for placed in side.placements)
    x, y = block[:2]
    items = [item for placed in side.placements for item in _copy(document, placed, -x, -y)]
    # Registration colour stays outside the sheet's bleed: lines to cut and to fold are marked in its margins alone.
    cuts: list[Rectangle] = []
    folds: list[Rectangle] = []
    for mark in side.marks:
        line = mark.x0, mark.y0, mark.x1, mark.y1
        if not overlaps(line, art):
            (folds if mark.kind == "fold" else cuts).append(moved_rectangle(line, -x, -y))
    return Page(
        face=f"sheet {side.sheet + 1}, {side.name}",
        width=block[2] - x,
        height=block[3] - y,
        bleed=min(x - art[0], y - art[1], art[2] - block[2], art[3] - block[3]),
        safe=document.pages[side.placements[0].face].safe,
        items=tuple(items),
        sheet=(-x, -y, side.width - x, side.height - y),
        marks=tuple(cuts),
        fold_marks=tuple(folds),
        finishing=tuple(
            replace(finish, path=moved_path(finish.path, placed.x - x, placed.y - y))
            for placed in side.placements
            for finish in document.pages[placed.face].finishing
        ),
    )


def _copy(
    document: Document, placed: Placement, x: float, y: float, marks: Mapping[int, TextLine] | None = None
) -> Iterator[Item]:
    """Yield the items of one face at their place, moved by (x, y), with its draft mark from *marks*."""
    if placed.rotated:
        raise UsageError(
            "On this sheet every second side would be upside down, which is not supported.",
            hint="Print it flipped on the other edge: leave “flip” out of the sheet's file.",
        )
    art = moved_rectangle(placed.art, x, y)
    mark = (marks or {}).get(placed.face)
    for item in (*document.pages[placed.face].items, *([mark] if mark else [])):
        copy = moved(item, placed.x + x, placed.y + y)
        shown = clipped(copy, art) if bleeds(copy) else copy
        if isinstance(shown, Box):
            yield shown
        elif shown is not None:
            yield replace(shown, block=f"{placed.row + 1}.{placed.column + 1}/{shown.block}")


def _rules(mark: SheetMark) -> Iterator[Box]:
    """Yield a mark, which is level or upright, as a thin box; one for a fold as dots, so that nobody cuts there."""
    colour = CUT if mark.kind in ("cut", "fold") else INK
    half = _WEIGHT / 2
    left, bottom = min(mark.x0, mark.x1), min(mark.y0, mark.y1)
    width, height = abs(mark.x1 - mark.x0), abs(mark.y1 - mark.y0)
    length = max(width, height)
    dashes = [(0.0, length)] if mark.kind != "fold" else [(length * at, _DASH) for at in _DASHES]
    for start, along in dashes:
        if width > height:
            yield Box(left + start, bottom - half, along, _WEIGHT, colour, f"sheet/{mark.kind}")
        else:
            yield Box(left - half, bottom + start, _WEIGHT, along, colour, f"sheet/{mark.kind}")


def _note(
    note: MarginNote, side: SheetSide, document: Document, localized: Localization, typesetter: Typesetter
) -> Iterator[TextLine]:
    language = localized.language
    if note.kind == "message":
        rich = localized.rich(note.words, "text")
    else:
        parts = [document.product, document.label, document.issue, document.code]
        job = " \u00b7 ".join([*parts, document.draft_mark] if document.draft else parts)
        rich = RichText(job if note.kind == "job" else note.words, "en", MessageKey(f"sheet.{note.kind}"), None, ())
    own = rich.language == language.tag
    for size in _SIZES:
        spec = TypeSpec(
            families=language.fonts,
            size=size,
            leading=size * (language.leading if own else 1.2),
            ascent=language.ascent,
            descent=language.descent,
            direction="rtl" if own and language.rtl else "ltr",
            script=language.script if own else "Latn",
            align="center" if note.kind == "figure" else "start",
        )
        try:
            lines = typesetter.paragraph(rich, spec, note.width)
        except OversetError:
            continue
        above = lines[0].baseline - lines[0].ink[3]
        below = lines[-1].baseline - lines[-1].ink[1]
        if below - above <= note.height:
            break
    else:
        raise OversetError(
            f"“{rich.text}” does not fit into the margin of the sheet.",
            hint="Leave it out of the sheet's notes, or choose a sheet with wider margins.",
            trail=[side.name],
        )
    top = note.y + note.height / 2 + (above + below) / 2
    labels = LineLabels(f"sheet/{note.kind}", rich.message, "sheet", INK, "paper", size, _SIZES[-1])
    yield from text_lines(lines, rich, labels, note.x, top)
