"""Place faces in the cells of a sheet: fronts as they are, every back behind its front.

Each side is described as it is seen, like a page of a PDF, in points from the lower left corner of the paper: the left
of a back is the right of its front. Marks are also in gutters that are wide enough, never on art; a press sheet takes
those in its margins alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import pairwise, product
from math import floor
from typing import Literal

from flyers import limits
from flyers.errors import LayoutError, Source, UsageError
from flyers.page.document import Page
from flyers.page.items import Rectangle, union
from flyers.records import dataclass
from flyers.units import POINTS, dimensions, to_mm

Flip = Literal["long", "short", "none"]
"""The edge about which a duplex printer turns the sheet; ``none`` for sheets printed on one side."""

Axis = Literal["upright", "level"]
"""How the edge of the flip runs on the page: ``upright`` turns like the page of a book, ``level`` like that of a wall
calendar."""


@dataclass(frozen=True, slots=True)
class EdgeDistances:
    """A distance at each edge of a rectangle, points."""

    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0

    @classmethod
    def all(cls, distance: float) -> EdgeDistances:
        return cls(distance, distance, distance, distance)

    def turned(self) -> EdgeDistances:
        """Return edges that are wide enough on paper turned by a quarter, in either direction."""
        upright, level = max(self.bottom, self.top), max(self.left, self.right)
        return EdgeDistances(upright, level, upright, level)

    def on_both_sides(self, axis: Axis) -> EdgeDistances:
        """Return edges that are wide enough on the front and, once the sheet is turned about *axis*, on the back."""
        if axis == "upright":
            side = max(self.left, self.right)
            return EdgeDistances(side, self.bottom, side, self.top)
        end = max(self.bottom, self.top)
        return EdgeDistances(self.left, end, self.right, end)

    def inside(self, width: float, height: float) -> Rectangle:
        return self.left, self.bottom, width - self.right, height - self.top


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Cells in fixed places: ``left`` and ``top`` are margins, ``pitch_x`` and ``pitch_y`` steps from cell to cell."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet of paper as it is sold."""

    name: str  # of its file, or its size: ``avery-5371``, ``12x18``
    title: str  # as on the packet: ``Avery 5371``
    width: float  # width, height: of the paper
    height: float
    unprintable: EdgeDistances  # where the printer cannot print (on a press, the gripper's margin too)
    # In fixed places; or, for as many of the product's size as fit, in the middle, the gutter between them.
    cells: CellGrid | float
    # The edge about which the sheet turns; "" for the one of a book's page: the long edge of an upright sheet, the
    # short edge of a wide one.
    flip: Literal["", "long", "short"] = ""
    marks: bool = True  # whether the margin has cut and fold marks
    notes: tuple[str, ...] = ()  # in the margin of the front, of `flyers.impose.place.NOTE_KINDS`
    # Where its file gives the size of its cells, or of the paper if it has none; None without a file.
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Placement:
    """One face in one cell."""

    face: int  # index among the faces
    row: int  # row, column: of the cell on this side, from the top left
    column: int
    x: float  # x, y: lower left corner of the trim on the sheet; ``width`` and ``height`` are the trim's
    y: float
    width: float
    height: float
    rotated: Literal[0, 180]  # 180 if the face is upside down
    run: EdgeDistances  # how far its art may run past the trim at each edge, in the directions of the sheet

    @property
    def trim(self) -> Rectangle:
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def art(self) -> Rectangle:
        """The rectangle that the face's art is clipped to."""
        left, bottom, right, top = self.trim
        return left - self.run.left, bottom - self.run.bottom, right + self.run.right, top + self.run.top


@dataclass(frozen=True, slots=True)
class SheetMark:
    """A thin line: ``cut`` and ``fold`` in margins, ``cross`` and ``ruler`` on the calibration page."""

    x0: float
    y0: float
    x1: float
    y1: float
    kind: Literal["cut", "fold", "cross", "ruler"]


@dataclass(frozen=True, slots=True)
class MarginNote:
    """Words that must fit a box."""

    # ``message``: *words* is a message's id; ``job``: the line that names the job, *words* is empty; ``figure``:
    # *words* as they are, in the middle of the box.
    kind: Literal["message", "job", "figure"]
    words: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetSide:
    """One page of the file; ``sheet`` counts from 0.

    Everything is inside ``printable``, except the art of a face that is as large as the paper.
    """

    sheet: int
    name: Literal["front", "back"]
    width: float
    height: float
    printable: Rectangle
    placements: tuple[Placement, ...]
    marks: tuple[SheetMark, ...] = ()
    notes: tuple[MarginNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Imposition:
    """A job's sheets: front, back, front, … ``flip`` is the printer's setting (PDF 32000-1, table 150, Duplex).

    ``flip`` names edges of the paper as the sides show it: the left and right edges of a wide side are short.
    """

    sheet: SheetSpec
    sides: tuple[SheetSide, ...]
    flip: Flip


TOLERANCE = 0.01  # Points by which a face and a cell may differ, for rounded lengths.
GAP = 3.0  # White between art and a mark or note, points.
MARK_LEAST = 6.0  # The least length of a cut mark that helps; shorter ones are left out.
NOTE_LEAST = 8.0  # Height that a line of small print needs, points.

_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """Paper and cells for one job."""

    width: float
    height: float
    unprintable: EdgeDistances  # the edges that the printer leaves white on one side or the other
    flip: Flip  # flip, axis: how the sheet is turned; one-sided sheets have an axis too
    axis: Axis
    cells: CellGrid
    whole: bool = False  # whether the face is as large as the paper, so that there is no margin, bleed or mark

    @property
    def printable(self) -> Rectangle:
        return self.unprintable.inside(self.width, self.height)


def make_grid(faces: Sequence[Page], spec: SheetSpec) -> SheetGrid:
    """Return the grid for *faces*, all of one size.

    Raises:
        UsageError: no faces.
        LayoutError: the faces differ in size, or do not fit the sheet at their actual size.
    """
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
    duplex = len(faces) > 1
    if isinstance(spec.cells, CellGrid):
        return _fixed(first, spec, spec.cells, duplex)
    return _filled(first, spec, spec.cells, duplex)


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
    grid = _paper(spec, cells, duplex=True)
    left, bottom, right, top = grid.printable
    far_right = cells.left + (cells.columns - 1) * cells.pitch_x + cells.width
    highest = spec.height - cells.top
    lowest = highest - (cells.rows - 1) * cells.pitch_y - cells.height
    hint = "Check paper, unprintable, left, top, size and pitch; the back needs the room of the front turned over."
    if cells.left < left - _NOISE or far_right > right + _NOISE:
        yield "left", "The cells reach into the edge that cannot be printed, at the left or right.", hint
    if lowest < bottom - _NOISE or highest > top + _NOISE:
        yield "top", "The cells reach into the edge that cannot be printed, at the top or bottom.", hint


def _fixed(face: Page, spec: SheetSpec, cells: CellGrid, duplex: bool) -> SheetGrid:
    if abs(face.width - cells.width) > TOLERANCE or abs(face.height - cells.height) > TOLERANCE:
        raise LayoutError(
            f"{dimensions(face.width, face.height)} does not fit the cells of {spec.title}, "
            f"which are {dimensions(cells.width, cells.height)}; nothing is scaled.",
            hint="Print it on a sheet with cells of its size, or on plain paper and cut it.",
            source=spec.source,
            trail=[spec.name],
        )
    return _paper(spec, cells, duplex)


def _filled(face: Page, spec: SheetSpec, gutter: float, duplex: bool) -> SheetGrid:
    """Return the orientation of the paper that holds more copies, or the sheet's own if both hold as many."""
    grids = []
    for turned in (False, True):
        grid = _paper(spec, CellGrid(1, 1, face.width, face.height, 0.0, 0.0, face.width, face.height), duplex, turned)
        if abs(face.width - grid.width) <= TOLERANCE and abs(face.height - grid.height) <= TOLERANCE:
            edges = grid.unprintable
            widest = max(edges.left, edges.bottom, edges.right, edges.top)
            if face.safe < widest - _NOISE:
                raise LayoutError(
                    f"Text may be {face.safe:g} pt from the edge, where this printer cannot print: "
                    f"it leaves {widest:g} pt.",
                    hint="Print on larger paper and cut it, or correct “unprintable” if the printer can do better.",
                    trail=[spec.name],
                )
            return replace(grid, whole=True)
        grids.append(replace(grid, cells=_as_many(face, grid, spec, gutter)))
    best = max(grids, key=lambda grid: grid.cells.columns * grid.cells.rows)
    copies = best.cells.columns * best.cells.rows
    if copies > limits.SHEET_COPIES:
        raise UsageError(
            f"{copies} copies fit on {spec.title}; the most is {limits.SHEET_COPIES}.", hint="Choose a smaller sheet."
        )
    if not copies:
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


def _margin(face: Page, spec: SheetSpec) -> str:
    """Return which margins make *face* too large for the sheet, in words; "" if it is too large without them."""
    short, long = sorted((spec.width, spec.height))
    if min(face.width, face.height) > short + TOLERANCE or max(face.width, face.height) > long + TOLERANCE:
        return ""
    parts = {
        "its bleed": face.bleed,
        "cut marks": spec.marks,
        "the printer's white edge": spec.unprintable != EdgeDistances(),
    }
    *first, last = [words for words, counts in parts.items() if counts] or ["notes in the margin"]
    return f" with {', '.join(first)} and {last}" if first else f" with {last}"


def _as_many(face: Page, grid: SheetGrid, spec: SheetSpec, gutter: float) -> CellGrid:
    """Return cells in the middle of the printable area, with room around them for bleed, marks and notes."""
    left, bottom, right, top = grid.printable
    beside = face.bleed + (GAP + MARK_LEAST if spec.marks else 0.0)
    above = max(beside, face.bleed + GAP + NOTE_LEAST) if spec.notes else beside
    pitch_x, pitch_y = face.width + gutter, face.height + gutter
    columns = max(0, floor((right - left - 2 * beside + gutter + _NOISE) / pitch_x))
    rows = max(0, floor((top - bottom - 2 * above + gutter + _NOISE) / pitch_y))
    from_left = (left + right - (columns * pitch_x - gutter)) / 2
    from_top = grid.height - (bottom + top + (rows * pitch_y - gutter)) / 2
    return CellGrid(columns, rows, face.width, face.height, from_left, from_top, pitch_x, pitch_y)


def _paper(spec: SheetSpec, cells: CellGrid, duplex: bool, turned: bool = False) -> SheetGrid:
    width, height = (spec.height, spec.width) if turned else (spec.width, spec.height)
    edges = spec.unprintable.turned() if turned else spec.unprintable
    flip: Flip = (spec.flip or ("long" if height >= width else "short")) if duplex else "none"
    # Long edges of an upright page and short ones of a wide one are upright.
    axis: Axis = "upright" if flip == "none" or (flip == "long") == (height >= width) else "level"
    return SheetGrid(width, height, edges.on_both_sides(axis), flip, axis, cells)


MARK_LENGTH = 15.0

NOTE_KINDS = ("scale", "flip", "job")
"""“Print at 100 %”, the edge of the flip (on two-sided sheets only), and the line that names the job."""

MESSAGES = {"scale": "sheet.scale", "long": "sheet.flip.long", "short": "sheet.flip.short"}
"""Messages of the campaign that notes are typeset from."""

NOTE_WIDTH, NOTE_HEIGHT = 180.0, 20.0  # Of a box for a line of small print in any language; several share wider room.
NOTE_LEAST_WIDTH = 90.0  # Room narrower than this is left empty, points.
_BESIDE = 4.0  # White between a box and a mark, points.


def margin_marks(
    placements: Sequence[Placement],
    folds: tuple[float, ...],
    printable: Rectangle,
    level_folds: tuple[float, ...] = (),
) -> tuple[SheetMark, ...]:
    """Return a mark for every edge of the trim and every fold, wherever there is room beside the art.

    Cards that share an edge share its mark.
    """
    cells = {(placed.row, placed.column): placed for placed in placements}
    marks: dict[tuple[float, ...], SheetMark] = {}
    for placed, axis in product(placements, (0, 1)):  # those above and below a card, then those at its sides
        row, column = placed.row, placed.column
        neighbours = ((row, column - 1), (row, column + 1)) if axis else ((row + 1, column), (row - 1, column))
        along, low, high = 1 - axis, placed.trim[axis], placed.trim[axis + 2]
        before, after = map(cells.get, neighbours)
        lines: list[tuple[float, Literal["cut", "fold"]]] = [(low, "cut"), (high, "cut")]
        own_folds = level_folds if axis else folds
        lines += [(high - fold if placed.rotated else low + fold, "fold") for fold in own_folds]
        for place, kind in lines:
            beyond = after.art[along] if after else None
            strokes = list(_stroke(placed.art[along + 2], beyond, printable[along + 2]))
            beyond = -before.art[along + 2] if before else None
            strokes += [(-end, -start) for start, end in _stroke(-placed.art[along], beyond, -printable[along])]
            for start, end in strokes:
                line = (start, place, end, place) if axis else (place, start, place, end)
                marks.setdefault(tuple(round(value, 2) for value in line), SheetMark(*line, kind))
    return tuple(marks.values())


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
    spec: SheetSpec, grid: SheetGrid, placements: Sequence[Placement], marks: tuple[SheetMark, ...]
) -> tuple[MarginNote, ...]:
    """Return the notes that *spec* asks for, from the top left, clear of art and marks, or raise LayoutError."""
    kinds = [kind for kind in spec.notes if kind != "flip" or grid.flip != "none"]
    boxes = list(_boxes(grid.printable, placements, marks))
    if len(boxes) < len(kinds):
        raise LayoutError(
            f"The margin of {spec.title} has no room for “{kinds[len(boxes)]}”.",
            hint="Take it out of the sheet's notes, or choose a sheet with wider margins.",
            trail=[spec.name],
        )
    notes = []
    for kind, (left, bottom, right, top) in zip(kinds, boxes, strict=False):
        message = MESSAGES.get(grid.flip if kind == "flip" else kind, "")
        notes.append(MarginNote("message" if message else "job", message, left, bottom, right - left, top - bottom))
    return tuple(notes)


def _boxes(printable: Rectangle, placements: Sequence[Placement], marks: tuple[SheetMark, ...]) -> Iterator[Rectangle]:
    """Yield free boxes above and below the cards, as near to the paper's edge as can be printed."""
    left, bottom, right, top = printable
    ceiling = max(placed.art[3] for placed in placements) + GAP
    floor = min(placed.art[1] for placed in placements) - GAP
    for low, high in ((max(ceiling, top - NOTE_HEIGHT), top), (bottom, min(floor, bottom + NOTE_HEIGHT))):
        if high - low < NOTE_LEAST - 1e-6:
            continue
        lines = sorted(mark.x0 for mark in marks if mark.x0 == mark.x1 and mark.y0 < high and mark.y1 > low)
        for start, end in pairwise([left, *lines, right]):
            start, end = start + _BESIDE, end - _BESIDE
            if end - start < NOTE_LEAST_WIDTH:
                continue
            parts = max(1, int((end - start) // NOTE_WIDTH))
            width = (end - start) / parts
            for part in range(parts):
                between = _BESIDE if part + 1 < parts else 0.0
                yield start + part * width, low, start + (part + 1) * width - between, high


MOST_OFFSET = 5 * POINTS["mm"]  # Printers drift by 1 to 3 mm; more is a slip of the unit, or a printer to be repaired.


def impose(faces: Sequence[Page], spec: SheetSpec, *, back_offset: tuple[float, float] = (0.0, 0.0)) -> Imposition:
    """*faces* many-up on *spec*: the first face fills the front of the first sheet, the second its back, and so on.

    A back is where its front shows once the sheet is turned about the edge of the flip. If that edge runs from top to
    bottom, the back of cell (r, c) is (r, columns − 1 − c), upright. If it runs across, the back is (rows − 1 − r, c),
    upside down, so that a card that is cut out and turned like a page is upright on both sides. Margins that differ are
    mirrored. This is the same in every language: the direction of writing mirrors the art, never the paper.

    Args:
        faces: of one size, in order.
        back_offset: how far backs are moved to the right and up, seen from the back, for a printer that prints them
            beside their fronts; points. The calibration page (`flyers.impose.sheets`) measures it.

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


def _side(index: int, face: Page, grid: SheetGrid, spec: SheetSpec, offset: tuple[float, float]) -> SheetSide:
    sheet, behind = divmod(index, 2)
    cells, upright = grid.cells, grid.axis == "upright"
    rotated: Literal[0, 180] = 180 if behind and not upright else 0
    placements = []
    for row, column in product(range(cells.rows), range(cells.columns)):  # as this side shows them
        front_row = cells.rows - 1 - row if behind and not upright else row
        front_column = cells.columns - 1 - column if behind and upright else column
        x = cells.left + front_column * cells.pitch_x
        y = grid.height - cells.top - front_row * cells.pitch_y - face.height
        if behind:
            x, y = turn_over(x, y, face.width, face.height, grid)
            x, y = x + offset[0], y + offset[1]
        run = _run(row, column, x, y, grid, face)
        placements.append(Placement(index, row, column, x, y, face.width, face.height, rotated, run))
    if behind and not grid.whole:
        _stay_on_paper(placements, grid)
    marks: tuple[SheetMark, ...] = ()
    if spec.marks and not grid.whole:
        marks = margin_marks(placements, face.folds, grid.printable, face.level_folds)
    notes = () if behind or grid.whole else margin_notes(spec, grid, placements, marks)
    name: Literal["front", "back"] = "back" if behind else "front"
    return SheetSide(sheet, name, grid.width, grid.height, grid.printable, tuple(placements), marks, notes)


def _run(row: int, column: int, x: float, y: float, grid: SheetGrid, face: Page) -> EdgeDistances:
    """Return how far art runs past the trim: the bleed, but no further than half a gutter or the printable edge."""
    cells = grid.cells
    left, bottom, right, top = (0.0, 0.0, grid.width, grid.height) if grid.whole else grid.printable
    beside, above = (cells.pitch_x - face.width) / 2, (cells.pitch_y - face.height) / 2
    rooms = (
        x - left if column == 0 else beside,
        y - bottom if row == cells.rows - 1 else above,
        right - x - face.width if column == cells.columns - 1 else beside,
        top - y - face.height if row == 0 else above,
    )
    return EdgeDistances(*(max(0.0, min(face.bleed, room)) for room in rooms))


def _stay_on_paper(backs: Sequence[Placement], grid: SheetGrid) -> None:
    furthest = union([grid.printable, *(back.trim for back in backs)])
    if max(abs(edge - limit) for edge, limit in zip(furthest, grid.printable, strict=True)) > _NOISE:
        raise UsageError(
            "With this back offset, cards on the back leave the printable area.",
            hint="Give a smaller offset, or a sheet with wider margins.",
        )
