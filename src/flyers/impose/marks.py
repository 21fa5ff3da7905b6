"""Cut and fold marks: in the margins and in gutters that are wide enough, never on art."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from flyers.impose.model import Mark, Placement, Rectangle
from flyers.impose.sheet_grid import GAP, MARK_LEAST

LENGTH = 15.0

Kind = Literal["cut", "fold"]
_Cells = dict[tuple[int, int], Placement]


def margin_marks(placements: tuple[Placement, ...], folds: tuple[float, ...], printable: Rectangle) -> tuple[Mark, ...]:
    """A mark on every line of the trim, and on every fold, wherever there is room beside the art.

    Cards that share an edge share its mark.
    """
    cells = {(placed.row, placed.column): placed for placed in placements}
    marks: dict[tuple[float, ...], Mark] = {}
    for placed in placements:
        for mark in (*_up_and_down(placed, folds, cells, printable), *_to_the_sides(placed, cells, printable)):
            marks.setdefault(tuple(round(value, 2) for value in (mark.x0, mark.y0, mark.x1, mark.y1)), mark)
    return tuple(marks.values())


def _up_and_down(placed: Placement, folds: tuple[float, ...], cells: _Cells, printable: Rectangle) -> Iterator[Mark]:
    left, _, right, _ = placed.trim
    _, bottom, _, top = placed.art
    above, below = cells.get((placed.row - 1, placed.column)), cells.get((placed.row + 1, placed.column))
    lines: list[tuple[float, Kind]] = [(left, "cut"), (right, "cut")]
    lines += [(right - x if placed.rotated else left + x, "fold") for x in folds]
    for x, kind in lines:
        for y0, y1 in _stroke(top, above.art[1] if above else None, printable[3]):
            yield Mark(x, y0, x, y1, kind)
        for y0, y1 in _stroke(-bottom, -below.art[3] if below else None, -printable[1]):
            yield Mark(x, -y1, x, -y0, kind)


def _to_the_sides(placed: Placement, cells: _Cells, printable: Rectangle) -> Iterator[Mark]:
    _, bottom, _, top = placed.trim
    left, _, right, _ = placed.art
    before, after = cells.get((placed.row, placed.column - 1)), cells.get((placed.row, placed.column + 1))
    for y in (bottom, top):
        for x0, x1 in _stroke(right, after.art[0] if after else None, printable[2]):
            yield Mark(x0, y, x1, y, "cut")
        for x0, x1 in _stroke(-left, -before.art[2] if before else None, -printable[0]):
            yield Mark(-x1, y, -x0, y, "cut")


def _stroke(art: float, neighbour: float | None, edge: float) -> Iterator[tuple[float, float]]:
    """From the art outwards, to the printable *edge*; or, in a gutter, over all of it, or half of it if it is wide."""
    start = art + GAP
    room = (edge if neighbour is None else neighbour - GAP) - start
    if room < MARK_LEAST - 1e-6:
        return
    if neighbour is not None and room > LENGTH:
        room /= 2
    yield start, start + min(LENGTH, room)
