"""Imposed sheets as pages of a composed document, which is painted and proved like any other.

Every copy of a face becomes items at their place on the sheet, clipped where a neighbour begins. So the painter needs
no loop, and the proof looks for every number and every code of every copy.

Form XObjects, drawn ten times, would save some kilobytes, but tags and extraction would need rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from flyers.colour import Colour
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError, UsageError
from flyers.impose.draft_mark import COLOURS, draft_mark, marked_faces
from flyers.impose.model import Imposition, MarginNote, Placement, SheetMark, SheetSide
from flyers.layout.lines import LineLabels, text_lines
from flyers.page.document import Box, Document, Element, Item, Page, TextLine
from flyers.page.items import Rectangle, bleeds, clipped, moved, moved_rectangle, union
from flyers.page.paths import box_around, moved_path
from flyers.text.model import Align, TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.translation.localization import Localization

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
