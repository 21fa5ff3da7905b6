"""The margins of a sheet: cut and fold marks, instructions for printing, and the name of the job.

Marks are also in gutters that are wide enough, never on art; a press sheet takes those in its margins alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from flyers.errors import LayoutError
from flyers.impose.model import MarginNote, Placement, SheetMark, SheetSpec
from flyers.impose.sheet_grid import GAP, MARK_LEAST, NOTE_LEAST, SheetGrid
from flyers.page.items import Rectangle

MARK_LENGTH = 15.0

NOTE_KINDS = ("scale", "flip", "job")
"""“Print at 100 %”, the edge of the flip (on two-sided sheets only), and the line that names the job."""

MESSAGES = {"scale": "sheet.scale", "long": "sheet.flip.long", "short": "sheet.flip.short"}
"""Messages of the campaign that notes are typeset from."""

NOTE_HEIGHT = 20.0
NOTE_WIDTH = 180.0
"""Size of a box for a line of small print in any language, points; several boxes share wider room."""

NOTE_LEAST_WIDTH = 90.0
"""Room narrower than this is left empty, points."""

_BESIDE = 4.0
"""White between a box and a mark, points."""

_MarkKind = Literal["cut", "fold"]
_Cells = dict[tuple[int, int], Placement]


def margin_marks(
    placements: tuple[Placement, ...],
    folds: tuple[float, ...],
    printable: Rectangle,
    level_folds: tuple[float, ...] = (),
) -> tuple[SheetMark, ...]:
    """Return a mark for every edge of the trim and every fold, wherever there is room beside the art.

    Cards that share an edge share its mark.
    """
    cells = {(placed.row, placed.column): placed for placed in placements}
    marks: dict[tuple[float, ...], SheetMark] = {}
    for placed in placements:
        for mark in (
            *_up_and_down(placed, folds, cells, printable),
            *_to_the_sides(placed, level_folds, cells, printable),
        ):
            marks.setdefault(tuple(round(value, 2) for value in (mark.x0, mark.y0, mark.x1, mark.y1)), mark)
    return tuple(marks.values())


def _up_and_down(
    placed: Placement, folds: tuple[float, ...], cells: _Cells, printable: Rectangle
) -> Iterator[SheetMark]:
    left, _, right, _ = placed.trim
    _, bottom, _, top = placed.art
    above, below = cells.get((placed.row - 1, placed.column)), cells.get((placed.row + 1, placed.column))
    lines: list[tuple[float, _MarkKind]] = [(left, "cut"), (right, "cut")]
    lines += [(right - x if placed.rotated else left + x, "fold") for x in folds]
    for x, kind in lines:
        for y0, y1 in _stroke(top, above.art[1] if above else None, printable[3]):
            yield SheetMark(x, y0, x, y1, kind)
        for y0, y1 in _stroke(-bottom, -below.art[3] if below else None, -printable[1]):
            yield SheetMark(x, -y1, x, -y0, kind)


def _to_the_sides(
    placed: Placement, folds: tuple[float, ...], cells: _Cells, printable: Rectangle
) -> Iterator[SheetMark]:
    _, bottom, _, top = placed.trim
    left, _, right, _ = placed.art
    before, after = cells.get((placed.row, placed.column - 1)), cells.get((placed.row, placed.column + 1))
    lines: list[tuple[float, _MarkKind]] = [(bottom, "cut"), (top, "cut")]
    lines += [(top - y if placed.rotated else bottom + y, "fold") for y in folds]
    for y, kind in lines:
        for x0, x1 in _stroke(right, after.art[0] if after else None, printable[2]):
            yield SheetMark(x0, y, x1, y, kind)
        for x0, x1 in _stroke(-left, -before.art[2] if before else None, -printable[0]):
            yield SheetMark(-x1, y, -x0, y, kind)


def _stroke(art: float, neighbour: float | None, edge: float) -> Iterator[tuple[float, float]]:
    """Yield where a mark starts and ends: between art and printable *edge*, or in a gutter, over half of a wide one."""
    start = art + GAP
    room = (edge if neighbour is None else neighbour - GAP) - start
    if room < MARK_LEAST - 1e-6:
        return
    if neighbour is not None and room > MARK_LENGTH:
        room /= 2
    yield start, start + min(MARK_LENGTH, room)


def margin_notes(
    spec: SheetSpec, grid: SheetGrid, placements: tuple[Placement, ...], marks: tuple[SheetMark, ...]
) -> tuple[MarginNote, ...]:
    """Return the notes that *spec* asks for, from the top left, in boxes clear of art and marks.

    Raises:
        LayoutError: a note has no room.
    """
    wanted = [kind for kind in spec.notes if kind != "flip" or grid.flip != "none"]
    boxes = list(_boxes(grid.printable, placements, marks))
    if len(boxes) < len(wanted):
        raise LayoutError(
            f"The margin of {spec.title} has no room for “{wanted[len(boxes)]}”.",
            hint="Take it out of the sheet's notes, or choose a sheet with wider margins.",
            trail=[spec.name],
        )
    return tuple(_note(kind, box, grid) for kind, box in zip(wanted, boxes, strict=False))


def _note(kind: str, box: Rectangle, grid: SheetGrid) -> MarginNote:
    left, bottom, right, top = box
    place = left, bottom, right - left, top - bottom
    if kind == "job":
        return MarginNote("job", "", *place)
    return MarginNote("message", MESSAGES[grid.flip if kind == "flip" else kind], *place)


def _boxes(
    printable: Rectangle, placements: tuple[Placement, ...], marks: tuple[SheetMark, ...]
) -> Iterator[Rectangle]:
    """Yield free boxes above and below the cards, as near to the paper's edge as can be printed."""
    left, bottom, right, top = printable
    ceiling = max(placed.art[3] for placed in placements) + GAP
    floor = min(placed.art[1] for placed in placements) - GAP
    for low, high in ((max(ceiling, top - NOTE_HEIGHT), top), (bottom, min(floor, bottom + NOTE_HEIGHT))):
        if high - low < NOTE_LEAST - 1e-6:
            continue
        lines = sorted(mark.x0 for mark in marks if mark.x0 == mark.x1 and mark.y0 < high and mark.y1 > low)
        for start, end in pairwise([left, *lines, right]):
            yield from ((x0, low, x1, high) for x0, x1 in _shared(start + _BESIDE, end - _BESIDE))


def _shared(start: float, end: float) -> Iterator[tuple[float, float]]:
    if end - start < NOTE_LEAST_WIDTH:
        return
    parts = max(1, int((end - start) // NOTE_WIDTH))
    width = (end - start) / parts
    for part in range(parts):
        yield start + part * width, start + (part + 1) * width - (_BESIDE if part + 1 < parts else 0.0)
