"""Faces into cells: fronts as they are, every back behind its front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flyers.errors import UsageError
from flyers.impose.marks import margin_marks
from flyers.impose.model import Axis, Edges, Face, Grid, Imposition, Placement, SheetSide, SheetSpec
from flyers.impose.notes import margin_notes
from flyers.impose.sheet_grid import SheetGrid, make_bed
from flyers.units import POINTS, to_mm

MOST_OFFSET = 5 * POINTS["mm"]
"""Printers drift by 1 to 3 mm; more is a slip of the unit, or a printer to be repaired."""


def impose(faces: Sequence[Face], spec: SheetSpec, *, back_offset: tuple[float, float] = (0.0, 0.0)) -> Imposition:
    """*faces* many-up on *spec*: the first face fills the front of the first sheet, the second its back, and so on.

    A back stands where its front shows once the sheet is turned about the edge of the flip. Where that edge runs from
    top to bottom, the back of cell (r, c) is (r, columns − 1 − c), upright. Where it runs across, it is
    (rows − 1 − r, c), on its head, so that a card that is cut out and turned like a page stands upright on both sides.
    Margins that differ are mirrored. It is so in every language: the direction of writing turns the art, never the
    paper.

    Args:
        faces: of one size, in order; `flyers.layout.pages.Page` will do.
        back_offset: by how much backs are moved to the right and up, as one sees them, for a printer that does not
            meet the front; points. The calibration page (`flyers.impose.calibration`) shows how much.

    Raises:
        UsageError: no faces; an offset of more than 5 mm, or one that moves cards off what can be printed.
        LayoutError: the faces differ in size or do not fit; a note has no room.
    """
    check_offset(back_offset)
    bed = make_bed(faces, spec)
    sides = tuple(_side(index, face, bed, spec, back_offset) for index, face in enumerate(faces))
    return Imposition(spec, sides, bed.flip)


def check_offset(offset: tuple[float, float]) -> None:
    """Refuse an offset that no working printer needs."""
    for distance in offset:
        if not abs(distance) <= MOST_OFFSET:
            raise UsageError(
                f"A back offset of {to_mm(distance):.1f} mm is more than a printer drifts.",
                hint=f"The most is {to_mm(MOST_OFFSET):g} mm; read it off the calibration page, and give its unit.",
            )


def turn_over(x: float, y: float, width: float, height: float, bed: SheetGrid) -> tuple[float, float]:
    """Where the lower left corner of a rectangle of the front is when one sees its place from the back."""
    return (bed.width - x - width, y) if bed.axis == "upright" else (x, bed.height - y - height)


def _side(index: int, face: Face, bed: SheetGrid, spec: SheetSpec, offset: tuple[float, float]) -> SheetSide:
    sheet, behind = divmod(index, 2)
    placements = _fronts(index, face, bed)
    if behind:
        placements = tuple(_behind(front, bed, face, offset) for front in placements)
        placements = tuple(sorted(placements, key=lambda placed: (placed.row, placed.column)))
        _stay_on_paper(placements, bed)
    marks = margin_marks(placements, face.folds, bed.printable) if spec.marks and not bed.whole else ()
    notes = () if behind or bed.whole else margin_notes(spec, bed, placements, marks)
    name: Literal["front", "back"] = "back" if behind else "front"
    return SheetSide(sheet, name, bed.width, bed.height, bed.printable, placements, marks, notes)


def _fronts(index: int, face: Face, bed: SheetGrid) -> tuple[Placement, ...]:
    grid = bed.grid
    return tuple(
        _placed(
            index,
            row,
            column,
            grid.left + column * grid.pitch_x,
            bed.height - grid.top - row * grid.pitch_y - face.height,
            0,
            bed,
            face,
        )
        for row in range(grid.rows)
        for column in range(grid.columns)
    )


def _behind(front: Placement, bed: SheetGrid, face: Face, offset: tuple[float, float]) -> Placement:
    x, y = turn_over(front.x, front.y, front.width, front.height, bed)
    row, column = _cell_behind(front.row, front.column, bed.grid, bed.axis)
    on_its_head: Literal[0, 180] = 0 if bed.axis == "upright" else 180
    return _placed(front.face, row, column, x + offset[0], y + offset[1], on_its_head, bed, face)


def _cell_behind(row: int, column: int, grid: Grid, axis: Axis) -> tuple[int, int]:
    return (row, grid.columns - 1 - column) if axis == "upright" else (grid.rows - 1 - row, column)


def _placed(
    index: int, row: int, column: int, x: float, y: float, rotated: Literal[0, 180], bed: SheetGrid, face: Face
) -> Placement:
    run = _run(row, column, x, y, bed, face)
    return Placement(index, row, column, x, y, face.width, face.height, rotated, run)


def _run(row: int, column: int, x: float, y: float, bed: SheetGrid, face: Face) -> Edges:
    """The bleed, but not beyond the middle between two cells, nor where nothing can be printed."""
    grid = bed.grid
    left, bottom, right, top = (0.0, 0.0, bed.width, bed.height) if bed.whole else bed.printable
    beside, above = (grid.pitch_x - face.width) / 2, (grid.pitch_y - face.height) / 2
    return Edges(
        left=_least(face.bleed, x - left if column == 0 else beside),
        bottom=_least(face.bleed, y - bottom if row == grid.rows - 1 else above),
        right=_least(face.bleed, right - x - face.width if column == grid.columns - 1 else beside),
        top=_least(face.bleed, top - y - face.height if row == 0 else above),
    )


def _least(bleed: float, room: float) -> float:
    return max(0.0, min(bleed, room))


def _stay_on_paper(backs: tuple[Placement, ...], bed: SheetGrid) -> None:
    """A face as large as the paper may move; its printer prints what is then still on the paper."""
    if bed.whole:
        return
    left, bottom, right, top = bed.printable
    for back in backs:
        trim = back.trim
        if trim[0] < left - 1e-6 or trim[1] < bottom - 1e-6 or trim[2] > right + 1e-6 or trim[3] > top + 1e-6:
            raise UsageError(
                "With this back offset, cards on the back leave what can be printed.",
                hint="Give a smaller one, or a sheet with wider margins.",
            )
