"""Sheets and what is placed on them, as plain immutable data: points from the lower left corner of the paper.

Each side is described as it is seen, like a page of a PDF: y is upwards, and the left of a back is the right of its
front.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from flyers.errors import Source
from flyers.page.items import Rectangle
from flyers.records import dataclass

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
class FreeCells:
    """As many cells of the product's size as the paper holds, in its middle and ``gutter`` apart."""

    gutter: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet of paper as it is sold.

    Attributes:
        name: of its file, or its size: ``avery-5371``, ``12x18``.
        title: as on the packet: ``Avery 5371``.
        width, height: of the paper.
        unprintable: where the printer cannot print (on a press, the gripper's margin too).
        cells: in fixed places, or as many as fit.
        flip: the edge about which the sheet turns; "" for the one of a book's page: the long edge of an upright sheet,
            the short edge of a wide one.
        marks: whether the margin has cut and fold marks.
        notes: in the margin of the front, of `flyers.impose.place.NOTE_KINDS`.
        source: where its file gives the size of its cells, or of the paper if it has none; None without a file.
    """

    name: str
    title: str
    width: float
    height: float
    unprintable: EdgeDistances
    cells: CellGrid | FreeCells
    flip: Literal["", "long", "short"] = ""
    marks: bool = True
    notes: tuple[str, ...] = ()
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Placement:
    """One face in one cell.

    Attributes:
        face: index among the faces.
        row, column: of the cell on this side, from the top left.
        x, y: lower left corner of the trim on the sheet; ``width`` and ``height`` are the trim's.
        rotated: 180 if the face is upside down.
        run: how far its art may run past the trim at each edge, in the directions of the sheet.
    """

    face: int
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float
    rotated: Literal[0, 180]
    run: EdgeDistances

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
    """Words that must fit a box.

    Attributes:
        kind: ``message``: *words* is a message's id; ``job``: the line that names the job, *words* is empty;
            ``figure``: *words* as they are, in the middle of the box.
    """

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
