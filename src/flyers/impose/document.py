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
from functools import cached_property
from itertools import product

from flyers.colour import Colour, contrast
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError, UsageError
from flyers.impose.model import Imposition, MarginNote, Placement, SheetMark, SheetSide
from flyers.layout.blocks.calendar import CALENDAR
from flyers.layout.blocks.texts import MEASURES
from flyers.layout.lines import LineLabels, text_line, text_lines
from flyers.page.document import SOURCE_LANGUAGE, Box, Document, Element, Item, Page, QrCode, TextLine
from flyers.page.items import Rectangle, bleeds, clipped, extent, moved, moved_rectangle, overlaps, union
from flyers.page.paths import box_around, moved_path
from flyers.text.model import Align, TypeSpec
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

_TYPE_SIZES = (6.5, 6.0, 5.5, 5.0)
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
    sizes = (*(_LARGE_SIZES if min(page.width, page.height) >= _LARGE else ()), *_TYPE_SIZES)
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
            labels = LineLabels("draft", MESSAGE, "draft", colour, ground, size, _TYPE_SIZES[-1])
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


CUT, INK = "sheet-cut", "sheet-ink"
"""Two colours that a sheet adds: light grey for cut marks, black for words and rulers."""

_COLOURS = {
    CUT: Colour(CUT, (0.0, 0.0, 0.0, 0.3), (0.7, 0.7, 0.7)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
}
_WEIGHT = 0.4
_DASH, _DASHES = 1.2, (0.25, 0.45, 0.65)
"""The dashes of a fold's mark, points: where each begins, as a share of the mark, so that they take up half of it."""
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
"""Sizes of the margin's words, points; the first that fits is used."""

_ROLE = "sheet"


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
    setter = _NoteSetter(document, localized, typesetter)
    make = _press_page if for_press else _office_page
    pages = tuple(make(document, side, setter) for side in imposition.sides)
    return replace(
        document,
        pages=pages,
        structure=Element("Document"),
        colours={**document.colours, **_COLOURS, **(COLOURS if document.draft else {})},
        flip="" if for_press else imposition.flip,
    )


def in_black(document: Document) -> Document:
    """Return *document* for one ink, a copier's or a press's.

    Each colour becomes black or a light tint, to keep the contrast.
    """
    return replace(document, colours={name: colour.in_one_ink for name, colour in document.colours.items()})


def _office_page(document: Document, side: SheetSide, setter: _NoteSetter) -> Page:
    marks = setter.draft_marks
    items = [item for placed in side.placements for item in _copy(document, placed, 0.0, 0.0, marks)]
    items += [box for mark in (*side.marks, *_tool_marks(document, side)) for box in _rules(mark)]
    items += [line for note in side.notes for line in setter.lines(note, side)]
    left, bottom, right, top = side.printable
    return Page(
        face=f"sheet {side.sheet + 1}, {side.name}",
        width=side.width,
        height=side.height,
        bleed=0.0,
        safe=min(left, bottom, side.width - right, side.height - top),
        items=tuple(items),
        pieces=tuple(placed.trim for placed in side.placements if placed.face in marks),
    )


def _tool_marks(document: Document, side: SheetSide) -> Iterator[SheetMark]:
    """Yield a mark over each straight cut, perforation and fold of the pieces, for scissors and hands."""
    for placed in side.placements:
        page = document.pages[placed.face]
        for finish in page.finishing:
            if finish.kind in ("cut", "perforation"):
                yield SheetMark(*moved_rectangle(box_around(finish.path), placed.x, placed.y), "cut")


def _press_page(document: Document, side: SheetSide, setter: _NoteSetter) -> Page:
    block = union(placed.trim for placed in side.placements)
    art = union(placed.art for placed in side.placements)
    x, y = block[:2]
    items = [item for placed in side.placements for item in _copy(document, placed, -x, -y)]
    # Registration colour stays outside the sheet's bleed: lines to cut and to fold are marked in its margins alone.
    marks = [mark for mark in side.marks if _is_beside(mark, art)]
    return Page(
        face=f"sheet {side.sheet + 1}, {side.name}",
        width=block[2] - x,
        height=block[3] - y,
        bleed=min(x - art[0], y - art[1], art[2] - block[2], art[3] - block[3]),
        safe=document.pages[side.placements[0].face].safe,
        items=tuple(items),
        sheet=(-x, -y, side.width - x, side.height - y),
        marks=tuple(_line_of(mark, x, y) for mark in marks if mark.kind != "fold"),
        fold_marks=tuple(_line_of(mark, x, y) for mark in marks if mark.kind == "fold"),
        finishing=tuple(
            replace(finish, path=moved_path(finish.path, placed.x - x, placed.y - y))
            for placed in side.placements
            for finish in document.pages[placed.face].finishing
        ),
    )


def _is_beside(mark: SheetMark, art: Rectangle) -> bool:
    left, bottom, right, top = art
    return mark.x1 <= left or mark.x0 >= right or mark.y1 <= bottom or mark.y0 >= top


def _line_of(mark: SheetMark, x: float, y: float) -> Rectangle:
    return mark.x0 - x, mark.y0 - y, mark.x1 - x, mark.y1 - y


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


class _NoteSetter:
    """Typesets the notes of a margin."""

    def __init__(self, document: Document, localized: Localization, typesetter: Typesetter) -> None:
        self._document = document
        self._localized = localized
        self._typesetter = typesetter

    @cached_property
    def draft_marks(self) -> Mapping[int, TextLine]:
        """The draft mark of each face that is to have one; none if the words are signed."""
        document = self._document
        if not document.draft:
            return {}
        return {face: draft_mark(document, document.pages[face], self._typesetter) for face in marked_faces(document)}

    def lines(self, note: MarginNote, side: SheetSide) -> Iterator[TextLine]:
        """Yield the note's lines, in the middle of its box."""
        rich = self._rich(note)
        align: Align = "center" if note.kind == "figure" else "start"
        for size in _SIZES:
            spec = self._spec(rich, size, align)
            try:
                paragraph = self._typesetter.paragraph(rich, spec, note.width)
            except OversetError:
                continue
            lines = paragraph.lines
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
        labels = LineLabels(
            block=f"sheet/{note.kind}",
            message=rich.message,
            role=_ROLE,
            colour=INK,
            ground="paper",
            size=size,
            floor=_SIZES[-1],
        )
        yield from text_lines(paragraph, rich, labels, note.x, top)

    def _rich(self, note: MarginNote) -> RichText:
        if note.kind == "message":
            return self._localized.rich(note.words, "text")
        document = self._document
        job = " \u00b7 ".join(
            [document.product, document.label, document.issue, document.code]
            + ([document.draft_mark] if document.draft else [])
        )
        return RichText(job if note.kind == "job" else note.words, "en", MessageKey(f"sheet.{note.kind}"), None, ())

    def _spec(self, rich: RichText, size: float, align: Align) -> TypeSpec:
        language = self._localized.language
        own = rich.language == language.tag
        return TypeSpec(
            families=language.fonts,
            size=size,
            leading=size * (language.leading if own else 1.2),
            ascent=language.ascent,
            descent=language.descent,
            direction="rtl" if own and language.rtl else "ltr",
            script=language.script if own else "Latn",
            align=align,
        )
