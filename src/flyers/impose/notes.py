"""What the margin says: how to print the sheet, and which job it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flyers.errors import LayoutError
from flyers.impose.model import Mark, Note, Placement, Rectangle, SheetSpec
from flyers.impose.sheet_grid import GAP, NOTE_LEAST, SheetGrid

KINDS = ("scale", "flip", "job")
"""“Print at 100 %”, the edge about which to flip (two-sided sheets only), and the line that names the job."""

MESSAGES = {"scale": "sheet.scale", "long": "sheet.flip.long", "short": "sheet.flip.short"}
"""Messages of the campaign that the notes are set from."""

HEIGHT = 20.0
WIDTH = 180.0
"""Of a box that holds a line of small print in any language; wider room is shared."""

LEAST_WIDTH = 90.0
"""Narrower room is left empty."""

_BESIDE = 4.0
"""Between a box and a mark."""


def margin_notes(
    spec: SheetSpec, bed: SheetGrid, placements: tuple[Placement, ...], marks: tuple[Mark, ...]
) -> tuple[Note, ...]:
    """The notes that *spec* asks for, from the top left, in boxes clear of art and marks.

    Raises:
        LayoutError: there is no room for one.
    """
    wanted = [kind for kind in spec.notes if kind != "flip" or bed.flip != "none"]
    boxes = list(_boxes(bed.printable, placements, marks))
    if len(boxes) < len(wanted):
        raise LayoutError(
            f"The margin of {spec.title} has no room for “{wanted[len(boxes)]}”.",
            hint="Take it out of the sheet's notes, or choose a sheet with wider margins.",
            trail=[spec.name],
        )
    return tuple(_note(kind, box, bed) for kind, box in zip(wanted, boxes, strict=False))


def _note(kind: str, box: Rectangle, bed: SheetGrid) -> Note:
    left, bottom, right, top = box
    place = left, bottom, right - left, top - bottom
    if kind == "job":
        return Note("job", "", *place)
    return Note("message", MESSAGES[bed.flip if kind == "flip" else kind], *place)


def _boxes(printable: Rectangle, placements: tuple[Placement, ...], marks: tuple[Mark, ...]) -> Iterator[Rectangle]:
    """Free boxes above the cards and below them, as near to the paper's edge as can be printed."""
    left, bottom, right, top = printable
    ceiling = max(placed.art[3] for placed in placements) + GAP
    floor = min(placed.art[1] for placed in placements) - GAP
    for low, high in ((max(ceiling, top - HEIGHT), top), (bottom, min(floor, bottom + HEIGHT))):
        if high - low < NOTE_LEAST - 1e-6:
            continue
        lines = sorted(mark.x0 for mark in marks if mark.x0 == mark.x1 and mark.y0 < high and mark.y1 > low)
        for start, end in pairwise([left, *lines, right]):
            yield from ((x0, low, x1, high) for x0, x1 in _shared(start + _BESIDE, end - _BESIDE))


def _shared(start: float, end: float) -> Iterator[tuple[float, float]]:
    if end - start < LEAST_WIDTH:
        return
    parts = max(1, int((end - start) // WIDTH))
    width = (end - start) / parts
    for part in range(parts):
        yield start + part * width, start + (part + 1) * width - (_BESIDE if part + 1 < parts else 0.0)
