"""The bed: the paper as these faces use it, which way round it lies and where its cells are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor

from flyers.errors import LayoutError, UsageError
from flyers.impose.model import Axis, Edges, Face, Fit, Flip, Grid, Rectangle, SheetSpec
from flyers.units import dimensions

TOLERANCE = 0.01
"""Points by which a face and a cell may differ: the rounding of a length, no more."""

GAP = 3.0
"""Between art and a mark or note."""

MARK_LEAST = 6.0
"""A shorter cut mark is no help, and is left out."""

NOTE_LEAST = 8.0
"""Height that a line of small print needs."""

_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """Paper and cells for one job.

    Attributes:
        unprintable: clear of the printer's edges on both sides of the sheet.
        flip, axis: how the sheet is turned; ``axis`` holds for one-sided sheets too.
        whole: the face is as large as the paper: no margin, no bleed, no marks.
    """

    width: float
    height: float
    unprintable: Edges
    flip: Flip
    axis: Axis
    grid: Grid
    whole: bool = False

    @property
    def printable(self) -> Rectangle:
        return self.unprintable.inside(self.width, self.height)


def make_bed(faces: Sequence[Face], spec: SheetSpec) -> SheetGrid:
    """The bed for *faces*, all of one size.

    Raises:
        UsageError: no faces.
        LayoutError: they differ in size, or do not fit the sheet at their actual size.
    """
    face = _common(faces)
    duplex = len(faces) > 1
    if isinstance(spec.cells, Grid):
        return _fixed(face, spec, spec.cells, duplex)
    return _filled(face, spec, spec.cells, duplex)


def grid_faults(spec: SheetSpec) -> Iterator[tuple[str, str, str]]:
    """What is wrong with cells in fixed places: the key at fault, the problem, the cure."""
    grid = spec.cells
    assert isinstance(grid, Grid)
    for name, pitch, size, count in (
        ("side by side", grid.pitch_x, grid.width, grid.columns),
        ("one above the other", grid.pitch_y, grid.height, grid.rows),
    ):
        if count > 1 and pitch < size - _NOISE:
            yield "pitch", f"Cells {name} overlap.", "The pitch must not be less than the size of a cell."
    bed = _paper(spec, _flip(spec, spec.width, spec.height, duplex=True), grid, turned=False)
    left, bottom, right, top = bed.printable
    cells = _extent(grid, spec.height)
    if cells[0] < left - _NOISE or cells[2] > right + _NOISE:
        yield "left", "The cells reach into the edge that cannot be printed, at the left or right.", _CURE
    if cells[1] < bottom - _NOISE or cells[3] > top + _NOISE:
        yield "top", "The cells reach into the edge that cannot be printed, at the top or bottom.", _CURE


_CURE = "Check paper, unprintable, left, top, size and pitch; the back needs the room of the front turned over."


def _fixed(face: Face, spec: SheetSpec, grid: Grid, duplex: bool) -> SheetGrid:
    if fault := next(grid_faults(spec), None):
        raise LayoutError(fault[1], hint=fault[2], trail=[spec.name])
    if abs(face.width - grid.width) > TOLERANCE or abs(face.height - grid.height) > TOLERANCE:
        raise LayoutError(
            f"{dimensions(face.width, face.height)} does not fit the cells of {spec.title}, "
            f"which are {dimensions(grid.width, grid.height)}; nothing is scaled.",
            hint="Print it on a sheet with cells of its size, or on plain paper and cut it.",
            trail=[spec.name],
        )
    return _paper(spec, _flip(spec, spec.width, spec.height, duplex), grid, turned=False)


def _filled(face: Face, spec: SheetSpec, fit: Fit, duplex: bool) -> SheetGrid:
    """The way of laying the paper that holds more; as the sheet is given where both hold as many."""
    beds = []
    for turned in (False, True):
        width, height = (spec.height, spec.width) if turned else (spec.width, spec.height)
        flip = _flip(spec, width, height, duplex)
        bed = _paper(spec, flip, _as_large(face), turned=turned)
        if abs(face.width - width) <= TOLERANCE and abs(face.height - height) <= TOLERANCE:
            return _whole(face, replace(bed, whole=True), spec)
        beds.append(replace(bed, grid=_as_many(face, bed, spec, fit)))
    best = max(beds, key=lambda bed: bed.grid.columns * bed.grid.rows)
    if not best.grid.columns * best.grid.rows:
        margin = " with its bleed and marks" if spec.marks else " with its bleed"
        raise LayoutError(
            f"{dimensions(face.width, face.height)}{margin} does not fit on {spec.title} "
            f"({dimensions(spec.width, spec.height)}); nothing is scaled.",
            hint="Choose a larger sheet.",
            trail=[spec.name],
        )
    return best


def _whole(face: Face, bed: SheetGrid, spec: SheetSpec) -> SheetGrid:
    """A face as large as the paper; what matters on it must stay off the printer's edges."""
    edges = bed.unprintable
    widest = max(edges.left, edges.bottom, edges.right, edges.top)
    if face.safe < widest - _NOISE:
        raise LayoutError(
            f"Text may stand {face.safe:g} pt from the edge, where this printer cannot print: it leaves {widest:g} pt.",
            hint="Print on larger paper and cut it, or correct “unprintable” if the printer can do better.",
            trail=[spec.name],
        )
    return bed


def _as_large(face: Face) -> Grid:
    return Grid(1, 1, face.width, face.height, 0.0, 0.0, face.width, face.height)


def _as_many(face: Face, bed: SheetGrid, spec: SheetSpec, fit: Fit) -> Grid:
    """Cells in the middle of what can be printed, with room around them for bleed, marks and notes."""
    left, bottom, right, top = bed.printable
    beside = face.bleed + (GAP + MARK_LEAST if spec.marks else 0.0)
    above = max(beside, face.bleed + GAP + NOTE_LEAST) if spec.notes else beside
    columns = _count(right - left - 2 * beside, face.width, fit.gutter)
    rows = _count(top - bottom - 2 * above, face.height, fit.gutter)
    across = columns * (face.width + fit.gutter) - fit.gutter
    down = rows * (face.height + fit.gutter) - fit.gutter
    return Grid(
        columns=columns,
        rows=rows,
        width=face.width,
        height=face.height,
        left=(left + right - across) / 2,
        top=bed.height - (bottom + top + down) / 2,
        pitch_x=face.width + fit.gutter,
        pitch_y=face.height + fit.gutter,
    )


def _count(room: float, size: float, gutter: float) -> int:
    return max(0, floor((room + gutter + _NOISE) / (size + gutter)))


def _paper(spec: SheetSpec, flip: Flip, grid: Grid, *, turned: bool) -> SheetGrid:
    width, height = (spec.height, spec.width) if turned else (spec.width, spec.height)
    edges = spec.unprintable.turned() if turned else spec.unprintable
    axis = _axis(flip, width, height)
    return SheetGrid(width, height, edges.on_both_sides(axis), flip, axis, grid)


def _flip(spec: SheetSpec, width: float, height: float, duplex: bool) -> Flip:
    if not duplex:
        return "none"
    return spec.flip or ("long" if height >= width else "short")


def _axis(flip: Flip, width: float, height: float) -> Axis:
    """Long edges of an upright page and short edges of a wide one run from top to bottom."""
    return "upright" if flip == "none" or (flip == "long") == (height >= width) else "level"


def _extent(grid: Grid, paper_height: float) -> Rectangle:
    top = paper_height - grid.top
    return (
        grid.left,
        top - (grid.rows - 1) * grid.pitch_y - grid.height,
        grid.left + (grid.columns - 1) * grid.pitch_x + grid.width,
        top,
    )


def _common(faces: Sequence[Face]) -> Face:
    if not faces:
        raise UsageError("There is nothing to put on the sheet.", hint="Give at least one face.")
    first = faces[0]
    for face in faces:
        if (face.width, face.height, face.bleed) != (first.width, first.height, first.bleed):
            raise LayoutError(
                f"A face of {dimensions(face.width, face.height)} cannot stand behind one of "
                f"{dimensions(first.width, first.height)}.",
                hint="Faces of a product have one size and one bleed.",
            )
    return first
