"""Place faces in the cells of a sheet: fronts as they are, every back behind its front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flyers.errors import UsageError
from flyers.impose.margins import margin_marks, margin_notes
from flyers.impose.model import (
    Axis,
    CellGrid,
    EdgeDistances,
    Imposition,
    Placement,
    SheetFace,
    SheetMark,
    SheetSide,
    SheetSpec,
)
from flyers.impose.sheet_grid import SheetGrid, make_grid
from flyers.units import POINTS, to_mm

MOST_OFFSET = 5 * POINTS["mm"]
"""Printers drift by 1 to 3 mm; more is a slip of the unit, or a printer to be repaired."""


def impose(faces: Sequence[SheetFace], spec: SheetSpec, *, back_offset: tuple[float, float] = (0.0, 0.0)) -> Imposition:
    """*faces* many-up on *spec*: the first face fills the front of the first sheet, the second its back, and so on.

    A back is where its front shows once the sheet is turned about the edge of the flip. If that edge runs from top to
    bottom, the back of cell (r, c) is (r, columns − 1 − c), upright. If it runs across, the back is (rows − 1 − r, c),
    upside down, so that a card that is cut out and turned like a page is upright on both sides. Margins that differ are
    mirrored. This is the same in every language: the direction of writing mirrors the art, never the paper.

    Args:
        faces: of one size, in order, such as `flyers.page.document.Page`.
        back_offset: how far backs are moved to the right and up, seen from the back, for a printer that prints them
            beside their fronts; points. The calibration page (`flyers.impose.calibration`) measures it.

    Raises:
        UsageError: no faces; an offset of more than 5 mm, or one that moves cards out of the printable area.
        LayoutError: the faces differ in size or do not fit; a note has no room.
    """
    check_offset(back_offset)
    grid = make_grid(faces, spec)
    sides = tuple(_side(index, face, grid, spec, back_offset) for index, face in enumerate(faces))
    return Imposition(spec, sides, grid.flip)


def check_offset(offset: tuple[float, float]) -> None:
    """Raise UsageError for an offset, in points, that is larger than any printer needs."""
    for distance in offset:
        if not abs(distance) <= MOST_OFFSET:
            raise UsageError(
                f"A back offset of {to_mm(distance):.1f} mm is larger than that of any printer.",
                hint=f"The most is {to_mm(MOST_OFFSET):g} mm; read it off the calibration page, and give its unit.",
            )


def turn_over(x: float, y: float, width: float, height: float, grid: SheetGrid) -> tuple[float, float]:
    """Return the lower left corner of a rectangle of the front as seen from the back, all in points."""
    return (grid.width - x - width, y) if grid.axis == "upright" else (x, grid.height - y - height)


def _side(index: int, face: SheetFace, grid: SheetGrid, spec: SheetSpec, offset: tuple[float, float]) -> SheetSide:
    sheet, behind = divmod(index, 2)
    placements = _fronts(index, face, grid)
    if behind:
        placements = tuple(_behind(front, grid, face, offset) for front in placements)
        placements = tuple(sorted(placements, key=lambda placed: (placed.row, placed.column)))
        _stay_on_paper(placements, grid)
    marks: tuple[SheetMark, ...] = ()
    if spec.marks and not grid.whole:
        marks = margin_marks(placements, face.folds, grid.printable, face.level_folds)
    notes = () if behind or grid.whole else margin_notes(spec, grid, placements, marks)
    name: Literal["front", "back"] = "back" if behind else "front"
    return SheetSide(sheet, name, grid.width, grid.height, grid.printable, placements, marks, notes)


def _fronts(index: int, face: SheetFace, grid: SheetGrid) -> tuple[Placement, ...]:
    cells = grid.cells
    return tuple(
        _placed(
            index,
            row,
            column,
            cells.left + column * cells.pitch_x,
            grid.height - cells.top - row * cells.pitch_y - face.height,
            0,
            grid,
            face,
        )
        for row in range(cells.rows)
        for column in range(cells.columns)
    )


def _behind(front: Placement, grid: SheetGrid, face: SheetFace, offset: tuple[float, float]) -> Placement:
    x, y = turn_over(front.x, front.y, front.width, front.height, grid)
    row, column = _cell_behind(front.row, front.column, grid.cells, grid.axis)
    rotation: Literal[0, 180] = 0 if grid.axis == "upright" else 180
    return _placed(front.face, row, column, x + offset[0], y + offset[1], rotation, grid, face)


def _cell_behind(row: int, column: int, cells: CellGrid, axis: Axis) -> tuple[int, int]:
    return (row, cells.columns - 1 - column) if axis == "upright" else (cells.rows - 1 - row, column)


def _placed(
    index: int, row: int, column: int, x: float, y: float, rotated: Literal[0, 180], grid: SheetGrid, face: SheetFace
) -> Placement:
    run = _run(row, column, x, y, grid, face)
    return Placement(index, row, column, x, y, face.width, face.height, rotated, run)


def _run(row: int, column: int, x: float, y: float, grid: SheetGrid, face: SheetFace) -> EdgeDistances:
    """Return how far art runs past the trim: the bleed, but no further than half a gutter or the printable edge."""
    cells = grid.cells
    left, bottom, right, top = (0.0, 0.0, grid.width, grid.height) if grid.whole else grid.printable
    beside, above = (cells.pitch_x - face.width) / 2, (cells.pitch_y - face.height) / 2
    return EdgeDistances(
        left=_least(face.bleed, x - left if column == 0 else beside),
        bottom=_least(face.bleed, y - bottom if row == cells.rows - 1 else above),
        right=_least(face.bleed, right - x - face.width if column == cells.columns - 1 else beside),
        top=_least(face.bleed, top - y - face.height if row == 0 else above),
    )


def _least(bleed: float, room: float) -> float:
    return max(0.0, min(bleed, room))


def _stay_on_paper(backs: tuple[Placement, ...], grid: SheetGrid) -> None:
    """Raise UsageError if *backs* leave the printable area; only a face as large as the paper may."""
    if grid.whole:
        return
    left, bottom, right, top = grid.printable
    for back in backs:
        trim = back.trim
        if trim[0] < left - 1e-6 or trim[1] < bottom - 1e-6 or trim[2] > right + 1e-6 or trim[3] > top + 1e-6:
            raise UsageError(
                "With this back offset, cards on the back leave the printable area.",
                hint="Give a smaller offset, or a sheet with wider margins.",
            )
