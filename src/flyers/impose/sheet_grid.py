"""The sheet grid: the paper as a product uses it, with its orientation and the places of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor

from flyers import limits
from flyers.errors import LayoutError, UsageError
from flyers.impose.model import Axis, CellGrid, EdgeDistances, Flip, FreeCells, SheetFace, SheetSpec
from flyers.page.items import Rectangle
from flyers.records import dataclass
from flyers.units import dimensions

TOLERANCE = 0.01
"""Points by which a face and a cell may differ, for rounded lengths."""

GAP = 3.0
"""White between art and a mark or note, points."""

MARK_LEAST = 6.0
"""The least length of a cut mark that helps; shorter ones are left out."""

NOTE_LEAST = 8.0
"""Height that a line of small print needs, points."""

_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """Paper and cells for one job.

    Attributes:
        unprintable: the edges that the printer leaves white on one side or the other.
        flip, axis: how the sheet is turned; one-sided sheets have an axis too.
        whole: whether the face is as large as the paper, so that there is no margin, bleed or mark.
    """

    width: float
    height: float
    unprintable: EdgeDistances
    flip: Flip
    axis: Axis
    cells: CellGrid
    whole: bool = False

    @property
    def printable(self) -> Rectangle:
        return self.unprintable.inside(self.width, self.height)


def make_grid(faces: Sequence[SheetFace], spec: SheetSpec) -> SheetGrid:
    """Return the grid for *faces*, all of one size.

    Raises:
        UsageError: no faces.
        LayoutError: the faces differ in size, or do not fit the sheet at their actual size.
    """
    face = _common(faces)
    duplex = len(faces) > 1
    if isinstance(spec.cells, CellGrid):
        return _fixed(face, spec, spec.cells, duplex)
    return _filled(face, spec, spec.cells, duplex)


def grid_faults(spec: SheetSpec) -> Iterator[tuple[str, str, str]]:
    """Yield the faults of cells in fixed places: the key, the problem, what to do."""
    cells = spec.cells
    assert isinstance(cells, CellGrid)
    for name, pitch, size, count in (
        ("side by side", cells.pitch_x, cells.width, cells.columns),
        ("one above the other", cells.pitch_y, cells.height, cells.rows),
    ):
        if count > 1 and pitch < size - _NOISE:
            yield "pitch", f"Cells {name} overlap.", "The pitch must not be less than the size of a cell."
    grid = _paper(spec, _flip(spec, spec.width, spec.height, duplex=True), cells, turned=False)
    left, bottom, right, top = grid.printable
    extent = _extent(cells, spec.height)
    if extent[0] < left - _NOISE or extent[2] > right + _NOISE:
        yield "left", "The cells reach into the edge that cannot be printed, at the left or right.", _HINT
    if extent[1] < bottom - _NOISE or extent[3] > top + _NOISE:
        yield "top", "The cells reach into the edge that cannot be printed, at the top or bottom.", _HINT


_HINT = "Check paper, unprintable, left, top, size and pitch; the back needs the room of the front turned over."


def _fixed(face: SheetFace, spec: SheetSpec, cells: CellGrid, duplex: bool) -> SheetGrid:
    if fault := next(grid_faults(spec), None):
        raise LayoutError(fault[1], hint=fault[2], trail=[spec.name])
    if abs(face.width - cells.width) > TOLERANCE or abs(face.height - cells.height) > TOLERANCE:
        raise LayoutError(
            f"{dimensions(face.width, face.height)} does not fit the cells of {spec.title}, "
            f"which are {dimensions(cells.width, cells.height)}; nothing is scaled.",
            hint="Print it on a sheet with cells of its size, or on plain paper and cut it.",
            source=spec.source,
            trail=[spec.name],
        )
    return _paper(spec, _flip(spec, spec.width, spec.height, duplex), cells, turned=False)


def _filled(face: SheetFace, spec: SheetSpec, free: FreeCells, duplex: bool) -> SheetGrid:
    """Return the orientation of the paper that holds more copies, or the sheet's own if both hold as many."""
    grids = []
    for turned in (False, True):
        width, height = (spec.height, spec.width) if turned else (spec.width, spec.height)
        flip = _flip(spec, width, height, duplex)
        grid = _paper(spec, flip, _as_large(face), turned=turned)
        if abs(face.width - width) <= TOLERANCE and abs(face.height - height) <= TOLERANCE:
            return _whole(face, replace(grid, whole=True), spec)
        grids.append(replace(grid, cells=_as_many(face, grid, spec, free)))
    best = max(grids, key=lambda grid: grid.cells.columns * grid.cells.rows)
    if (copies := best.cells.columns * best.cells.rows) > limits.SHEET_COPIES:
        raise UsageError(
            f"{copies} copies fit on {spec.title}; the most is {limits.SHEET_COPIES}.", hint="Choose a smaller sheet."
        )
    if not best.cells.columns * best.cells.rows:
        size = dimensions(face.width, face.height, digits=2)
        raise LayoutError(
            f"{size}{_margin(face, spec)} does not fit on {described(spec)}; nothing is scaled.",
            hint="Choose a larger sheet.",
            source=spec.source,
            trail=[spec.name],
        )
    return best


def described(spec: SheetSpec) -> str:
    """Return title and size; a sheet without a name of its own has its size as title."""
    size = dimensions(spec.width, spec.height, digits=2)
    return size if spec.title == size else f"{spec.title}, {size}"


def _margin(face: SheetFace, spec: SheetSpec) -> str:
    """Return which margins make *face* too large for the sheet, in words; "" if it is too large without them."""
    short, long = sorted((spec.width, spec.height))
    if min(face.width, face.height) > short + TOLERANCE or max(face.width, face.height) > long + TOLERANCE:
        return ""
    parts = {
        "its bleed": face.bleed,
        "cut marks": spec.marks,
        "the printer's white edge": spec.unprintable != EdgeDistances(),
    }
    *first, last = [words for words, counts in parts.items() if counts]
    return f" with {', '.join(first)} and {last}" if first else f" with {last}"


def _whole(face: SheetFace, grid: SheetGrid, spec: SheetSpec) -> SheetGrid:
    """Return *grid* for a face as large as the paper, whose text must keep off the printer's edges."""
    edges = grid.unprintable
    widest = max(edges.left, edges.bottom, edges.right, edges.top)
    if face.safe < widest - _NOISE:
        raise LayoutError(
            f"Text may be {face.safe:g} pt from the edge, where this printer cannot print: it leaves {widest:g} pt.",
            hint="Print on larger paper and cut it, or correct “unprintable” if the printer can do better.",
            trail=[spec.name],
        )
    return grid


def _as_large(face: SheetFace) -> CellGrid:
    return CellGrid(1, 1, face.width, face.height, 0.0, 0.0, face.width, face.height)


def _as_many(face: SheetFace, grid: SheetGrid, spec: SheetSpec, free: FreeCells) -> CellGrid:
    """Return cells in the middle of the printable area, with room around them for bleed, marks and notes."""
    left, bottom, right, top = grid.printable
    beside = face.bleed + (GAP + MARK_LEAST if spec.marks else 0.0)
    above = max(beside, face.bleed + GAP + NOTE_LEAST) if spec.notes else beside
    columns = _count(right - left - 2 * beside, face.width, free.gutter)
    rows = _count(top - bottom - 2 * above, face.height, free.gutter)
    across = columns * (face.width + free.gutter) - free.gutter
    down = rows * (face.height + free.gutter) - free.gutter
    return CellGrid(
        columns=columns,
        rows=rows,
        width=face.width,
        height=face.height,
        left=(left + right - across) / 2,
        top=grid.height - (bottom + top + down) / 2,
        pitch_x=face.width + free.gutter,
        pitch_y=face.height + free.gutter,
    )


def _count(room: float, size: float, gutter: float) -> int:
    return max(0, floor((room + gutter + _NOISE) / (size + gutter)))


def _paper(spec: SheetSpec, flip: Flip, cells: CellGrid, *, turned: bool) -> SheetGrid:
    width, height = (spec.height, spec.width) if turned else (spec.width, spec.height)
    edges = spec.unprintable.turned() if turned else spec.unprintable
    axis = _axis(flip, width, height)
    return SheetGrid(width, height, edges.on_both_sides(axis), flip, axis, cells)


def _flip(spec: SheetSpec, width: float, height: float, duplex: bool) -> Flip:
    if not duplex:
        return "none"
    return spec.flip or ("long" if height >= width else "short")


def _axis(flip: Flip, width: float, height: float) -> Axis:
    """Return how the edge of the flip runs: long edges of an upright page and short ones of a wide one are upright."""
    return "upright" if flip == "none" or (flip == "long") == (height >= width) else "level"


def _extent(cells: CellGrid, paper_height: float) -> Rectangle:
    top = paper_height - cells.top
    return (
        cells.left,
        top - (cells.rows - 1) * cells.pitch_y - cells.height,
        cells.left + (cells.columns - 1) * cells.pitch_x + cells.width,
        top,
    )


def _common(faces: Sequence[SheetFace]) -> SheetFace:
    if not faces:
        raise UsageError("There is nothing to put on the sheet.", hint="Give at least one face.")
    first = faces[0]
    for face in faces:
        if (face.width, face.height, face.bleed) != (first.width, first.height, first.bleed):
            raise LayoutError(
                f"A face of {dimensions(face.width, face.height)} cannot be behind one of "
                f"{dimensions(first.width, first.height)}.",
                hint="Faces of a product have one size and one bleed.",
            )
    return first
