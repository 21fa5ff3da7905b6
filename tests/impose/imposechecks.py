"""Checks of any imposition, which return faults. They know about paper, not about how faces were placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from flyers.impose.place import Imposition, MarginNote, Placement, SheetMark, SheetSide, SheetSpec
from flyers.page.items import Rectangle

EPSILON = 1e-6


@dataclass(frozen=True)
class Card:
    """A face without content."""

    width: float = 252.0
    height: float = 144.0
    bleed: float = 9.0
    safe: float = 9.0
    folds: tuple[float, ...] = ()
    level_folds: tuple[float, ...] = ()


Sheet = Callable[[str], SheetSpec]
WALLET = [Card(252, 144), Card(252, 144)]
METRIC = [Card(85 / 25.4 * 72, 54 / 25.4 * 72, 3 / 25.4 * 72) for _ in range(2)]
POSTER = [Card(612, 792, safe=18)]
BROCHURE = [Card(792, 612, safe=13.5, folds=(261, 526.5)), Card(792, 612, safe=13.5, folds=(265.5, 531))]
PRODUCTS = {"wallet": WALLET, "metric": METRIC, "poster": POSTER, "brochure": BROCHURE}


def matrix(placed: Placement) -> tuple[float, float, float, float, float, float]:
    """From the face's coordinates to the sheet's, as PDF's ``cm`` takes it (PDF 32000-1, 8.3.3)."""
    if placed.rotated:
        return -1.0, 0.0, 0.0, -1.0, placed.x + placed.width, placed.y + placed.height
    return 1.0, 0.0, 0.0, 1.0, placed.x, placed.y


def up_on(imposition: Imposition) -> int:
    """Return the number of copies on a sheet."""
    return len(imposition.sides[0].placements)


def through(x: float, y: float, side: SheetSide, flip: str) -> tuple[float, float]:
    """Return where a point of the front is on the back's page: half a turn about the middle line along the edge.

    A half turn about a unit vector u takes p to 2 (u·p) u − p.
    """
    edges = {(0.0, 1.0): side.height, (1.0, 0.0): side.width}
    u = (max if flip == "long" else min)(edges, key=edges.__getitem__)
    if side.width == side.height:
        u = (0.0, 1.0) if flip == "long" else (1.0, 0.0)
    p = x - side.width / 2, y - side.height / 2
    along = 2 * (u[0] * p[0] + u[1] * p[1])
    return along * u[0] - p[0] + side.width / 2, along * u[1] - p[1] + side.height / 2


def pairs(imposition: Imposition) -> Iterator[tuple[SheetSide, SheetSide]]:
    """Return the fronts with their backs."""
    yield from zip(imposition.sides[::2], imposition.sides[1::2], strict=False)


def counts(imposition: Imposition, faces: int, cells: set[tuple[int, int]]) -> list[str]:
    """Check that each face is once in every cell, and nothing else."""
    found = Counter((placed.face, placed.row, placed.column) for side in imposition.sides for placed in side.placements)
    wanted = Counter((face, *cell) for face in range(faces) for cell in cells)
    return [
        f"{key}: {found[key]}, not {wanted[key]}" for key in found.keys() | wanted.keys() if found[key] != wanted[key]
    ]


def order(imposition: Imposition) -> list[str]:
    """Check that fronts and backs alternate, with one face on a side and cells in reading order in their places."""
    faults = []
    for index, side in enumerate(imposition.sides):
        if (side.sheet, side.name) != (index // 2, ("front", "back")[index % 2]):
            faults.append(f"side {index} is {side.name} of sheet {side.sheet}")
        if {placed.face for placed in side.placements} != {index}:
            faults.append(f"side {index} has other faces")
        seen = sorted(side.placements, key=lambda placed: (-placed.y, placed.x))
        if list(side.placements) != seen or [(p.row, p.column) for p in seen] != sorted(
            (p.row, p.column) for p in seen
        ):
            faults.append(f"side {index} is out of order")
    return faults


def backs(imposition: Imposition, offset: tuple[float, float] = (0.0, 0.0)) -> list[str]:
    """Check that every back is behind its front, and that a card turned like a page stays upright."""
    faults = []
    for front, back in pairs(imposition):
        behind = {_key(_moved(placed.trim, offset)): placed for placed in back.placements}
        for placed in front.placements:
            left, bottom, right, top = placed.trim
            x0, y0 = through(left, bottom, front, imposition.flip)
            x1, y1 = through(right, top, front, imposition.flip)
            found = behind.get(_key((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
            if found is None:
                faults.append(f"nothing behind {placed.row, placed.column}")
            elif not _upright(placed, found, front, imposition.flip, offset):
                faults.append(f"upside down behind {placed.row, placed.column}")
    return faults


def _upright(front: Placement, back: Placement, side: SheetSide, flip: str, offset: tuple[float, float]) -> bool:
    """Check that a point (u, v) of a card's front is (width − u, v) of its back when the card is turned like a page."""
    for u, v in ((0.0, 0.0), (front.width, 0.0), (front.width / 3, front.height / 4)):
        seen = through(*_at(matrix(front), u, v), side, flip)
        there = _at(matrix(back), front.width - u, v)
        if abs(there[0] - offset[0] - seen[0]) > EPSILON or abs(there[1] - offset[1] - seen[1]) > EPSILON:
            return False
    return True


def _at(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(box: Rectangle, offset: tuple[float, float]) -> Rectangle:
    return box[0] - offset[0], box[1] - offset[1], box[2] - offset[0], box[3] - offset[1]


def _key(box: Rectangle) -> tuple[int, ...]:
    return tuple(round(value * 1000) for value in box)


def within(imposition: Imposition) -> list[str]:
    """Check that everything is on the paper and in the printable area."""
    faults = []
    for index, side in enumerate(imposition.sides):
        if not _holds((0.0, 0.0, side.width, side.height), side.printable):
            faults.append(f"side {index} prints off the paper")
        things = [
            *(placed.trim for placed in side.placements),
            *(placed.art for placed in side.placements),
            *(line_box(mark) for mark in side.marks),
            *(note_box(note) for note in side.notes),
        ]
        faults += [f"side {index}: {thing} outside" for thing in things if not _holds(side.printable, thing)]
    return faults


def apart(imposition: Imposition) -> list[str]:
    """Cells do not overlap, and no art enters another's."""
    faults = []
    for side in imposition.sides:
        for one, other in combinations(side.placements, 2):
            if overlap(one.art, other.art):
                faults.append(f"art of {one.row, one.column} enters {other.row, other.column}")
            if overlap(one.trim, other.trim):
                faults.append(f"{one.row, one.column} overlaps {other.row, other.column}")
    return faults


def runs(imposition: Imposition, bleed: float) -> list[str]:
    """Art runs past the trim by no more than the bleed, and never stops short of the trim."""
    return [
        f"{placed.row, placed.column} runs {placed.run}"
        for side in imposition.sides
        for placed in side.placements
        for run in (placed.run.left, placed.run.bottom, placed.run.right, placed.run.top)
        if not 0 <= run <= bleed + EPSILON
    ]


def clear(imposition: Imposition) -> list[str]:
    """Marks and notes stand clear of art and of each other."""
    faults = []
    for side in imposition.sides:
        marks, notes = [line_box(mark) for mark in side.marks], [note_box(note) for note in side.notes]
        for placed in side.placements:
            faults += [f"{box} on art" for box in (*marks, *notes) if overlap(placed.art, box)]
        faults += [f"mark {mark} in note" for mark in marks for note in notes if overlap(mark, note)]
        faults += [f"{one} and {other} overlap" for one, other in combinations(notes, 2) if overlap(one, other)]
    return faults


def true_marks(imposition: Imposition, folds: list[tuple[float, ...]]) -> list[str]:
    """Every mark points at a line of a trim, or at a fold of its face."""
    faults = []
    for side in imposition.sides:
        trims = [placed.trim for placed in side.placements]
        upright = {round(x, 3) for trim in trims for x in (trim[0], trim[2])}
        level = {round(y, 3) for trim in trims for y in (trim[1], trim[3])}
        folded = {round(_at(matrix(p), x, 0)[0], 3) for p in side.placements for x in folds[p.face]}
        for mark in side.marks:
            if mark.x0 == mark.x1:
                known = folded if mark.kind == "fold" else upright
            else:
                known = set() if mark.kind == "fold" else level
            if round(mark.x0 if mark.x0 == mark.x1 else mark.y0, 3) not in known:
                faults.append(f"{mark} points at nothing")
    return faults


def folds_meet(imposition: Imposition) -> list[str]:
    """Fold marks of the back lie behind those of the front."""
    faults = []
    for front, back in pairs(imposition):
        seen = {round(through(mark.x0, mark.y0, front, imposition.flip)[0], 2) for mark in _folds(front)}
        there = {round(mark.x0, 2) for mark in _folds(back)}
        faults += [f"fold at {x}" for x in seen ^ there]
    return faults


def _folds(side: SheetSide) -> list[SheetMark]:
    return [mark for mark in side.marks if mark.kind == "fold"]


def line_box(mark: SheetMark) -> Rectangle:
    return min(mark.x0, mark.x1), min(mark.y0, mark.y1), max(mark.x0, mark.x1), max(mark.y0, mark.y1)


def note_box(note: MarginNote) -> Rectangle:
    return note.x, note.y, note.x + note.width, note.y + note.height


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """Whether the insides meet; a line's inside is the line."""
    return (
        one[0] < other[2] - EPSILON
        and other[0] < one[2] - EPSILON
        and one[1] < other[3] - EPSILON
        and other[1] < one[3] - EPSILON
    )


def _holds(outer: Rectangle, inner: Rectangle) -> bool:
    return (
        inner[0] >= outer[0] - EPSILON
        and inner[1] >= outer[1] - EPSILON
        and inner[2] <= outer[2] + EPSILON
        and inner[3] <= outer[3] + EPSILON
    )
