"""Sheets by name (``content/sheets/*.yaml``) or by size (``12x18``, ``320x450mm``), and the calibration page.

The calibration page measures how far a printer's backs are from their fronts. The front has cross hairs, and the back
has rulers in millimetres where a perfect printer would put the same points. Held against the light with the back
towards the reader, the front's cross hair shows the ``back_offset`` to give on the ruler, with its sign: to the right
and up are positive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.schema import (
    Custom,
    Each,
    Flag,
    Length,
    Number,
    OneOf,
    Problem,
    Record,
    Required,
    Text,
    check,
    did_you_mean,
    place,
)
from flyers.errors import LayoutError, Source, UsageError
from flyers.impose.place import (
    NOTE_KINDS,
    CellGrid,
    EdgeDistances,
    Imposition,
    MarginNote,
    SheetGrid,
    SheetMark,
    SheetSide,
    SheetSpec,
    check_offset,
    grid_faults,
    make_grid,
    turn_over,
)
from flyers.page.document import Page
from flyers.records import dataclass
from flyers.units import POINTS, dimensions, length, to_mm

MM = POINTS["mm"]
MINUS = "\u2212"
MESSAGES = {"front": "sheet.calibration.front", "back": "sheet.calibration.back"}
"""Messages of the campaign: measure the line; hold the sheet against the light and read the rulers."""

_TICK, _LONG_TICK = 0.75 * MM, 1.5 * MM
_FIGURE = (12.0, 7.0)
_ROOM = 24.0  # White between a ruler and the instructions: for its figures, and for the largest offset.
_ABOVE = 12.0  # Height of the figure with the line's length above the line.


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is on the page."""

    inset: float  # distance of the outer cross hairs from the edges of the paper, points; one more is in the middle
    reach: int  # of the rulers to each side of zero, whole millimetres
    line: int  # length of the line that shows whether the printer scales, whole centimetres, given in millimetres
    source: Source | None = None  # where the file says so


def _whole(least: int, most: int, step: int) -> Custom:
    def convert(value: Any) -> int:
        millimetres = to_mm(length(value))
        whole = round(millimetres)
        if abs(millimetres - whole) > 1e-6 or whole % step or not least <= whole <= most:
            raise Problem(f"{value} is out of range.", f"It must be {least}mm to {most}mm, in steps of {step}mm.")
        return whole

    return Custom(convert, "a length in whole millimetres")


_RECORD = Record(
    {
        "inset": Required(Length(36)),
        "reach": Required(_whole(2, 10, 1)),
        "line": Required(_whole(50, 250, 10)),
    },
    make=Calibration,
)


def calibration_page(
    faces: Sequence[Page],
    spec: SheetSpec,
    calibration: Calibration,
    *,
    back_offset: tuple[float, float] = (0.0, 0.0),
) -> Imposition:
    """Return the page for a job, on the paper, in the orientation and with the flip that `impose` would choose.

    A page that is printed with the *back_offset* that an earlier one showed should show zero.

    Raises:
        UsageError: the job has only one side; the offset is more than 5 mm.
        LayoutError: the job does not fit the sheet, or the rulers do not.
    """
    check_offset(back_offset)
    grid = make_grid(faces, spec)
    if grid.flip == "none":
        raise UsageError(
            "This product is printed on one side: there is nothing to calibrate.", hint="Name a two-sided product."
        )
    reach, height = calibration.reach, (grid.height / 2 + calibration.inset) / 2
    front: list[SheetMark] = []
    back: list[SheetMark] = []
    numbers: list[MarginNote] = []
    for x, y in _places(grid, calibration, spec):
        front += _cross(x, y, reach, "cross")
        x, y = turn_over(x, y, 0.0, 0.0, grid)
        x, y = x + back_offset[0], y + back_offset[1]
        back += _ruler(x, y, reach)
        numbers += _numbers(x, y, reach)
    front += _line(grid.width / 2 - calibration.line * MM / 2, height, calibration.line)
    figures = [_figure(f"{calibration.line} mm", grid.width / 2, height + _ABOVE)]
    low = grid.height / 2 + reach * MM + _ROOM
    high = grid.height - calibration.inset - reach * MM - _ROOM
    box = calibration.inset, low, grid.width - 2 * calibration.inset, high - low

    def side(name: Literal["front", "back"], marks: list[SheetMark], notes: list[MarginNote]) -> SheetSide:
        words = MarginNote("message", MESSAGES[name], *box)
        return SheetSide(0, name, grid.width, grid.height, grid.printable, (), tuple(marks), (words, *notes))

    return Imposition(spec, (side("front", front, figures), side("back", back, numbers)), grid.flip)


def _places(grid: SheetGrid, calibration: Calibration, spec: SheetSpec) -> list[tuple[float, float]]:
    """Return the places of cross hairs: near the four corners, where a turn or a stretch shows most, and the middle."""
    inset, reach = calibration.inset, calibration.reach * MM + _FIGURE[0] + 5 * MM
    left, bottom, right, top = grid.printable
    room = min(inset - left, inset - bottom, right - grid.width + inset, top - grid.height + inset)
    if room < reach or min(grid.width, grid.height) / 2 - inset < 2 * reach or grid.width < calibration.line * MM + 72:
        raise LayoutError(
            f"The calibration page does not fit on {spec.title}.",
            hint="Change inset, reach or line, or use a larger sheet.",
            source=calibration.source,
            trail=[spec.name],
        )
    far_x, far_y = grid.width - inset, grid.height - inset
    return [(inset, inset), (far_x, inset), (inset, far_y), (far_x, far_y), (grid.width / 2, grid.height / 2)]


def _cross(x: float, y: float, reach: int, kind: Literal["cross", "ruler"]) -> list[SheetMark]:
    arm = reach * MM
    return [SheetMark(x - arm, y, x + arm, y, kind), SheetMark(x, y - arm, x, y + arm, kind)]


def _ruler(x: float, y: float, reach: int) -> list[SheetMark]:
    marks = _cross(x, y, reach, "ruler")
    for step in (step for step in range(-reach, reach + 1) if step):
        half, at = _LONG_TICK if step % 5 == 0 else _TICK, step * MM
        marks.append(SheetMark(x + at, y - half, x + at, y + half, "ruler"))
        marks.append(SheetMark(x - half, y + at, x + half, y + at, "ruler"))
    return marks


def _numbers(x: float, y: float, reach: int) -> Iterator[MarginNote]:
    away = reach * MM
    for sign, words in ((1, f"+{reach}"), (-1, f"{MINUS}{reach}")):
        yield _figure(words, x + sign * (away + _FIGURE[0] / 2 + 1), y)
        yield _figure(words, x, y + sign * (away + _FIGURE[1] / 2 + 1))


def _figure(words: str, x: float, y: float) -> MarginNote:
    width, height = _FIGURE if len(words) < 4 else (4 * _FIGURE[0], 1.5 * _FIGURE[1])
    return MarginNote("figure", words, x - width / 2, y - height / 2, width, height)


def _line(start: float, y: float, length: int) -> Iterator[SheetMark]:
    yield SheetMark(start, y, start + length * MM, y, "ruler")
    for step in range(0, length + 1, 10):
        x = start + step * MM
        yield SheetMark(x, y - _LONG_TICK, x, y + _LONG_TICK, "ruler")


_FOLDER = "content/sheets"

CALIBRATION = "calibration"  # The file among the sheets that describes the calibration page.

GRIPPER = 0.375 * POINTS["in"]
"""Lower margin of press sheets. Grippers need 3/8 to 1/2 in (printwiki.org, Gripper Margin): ask the shop."""

UNPRINTABLE = 0.17 * POINTS["in"]  # Margin at the other edges of press sheets; digital presses leave about 4 mm white.
GUTTER = 0.25 * POINTS["in"]  # White between cards on press sheets: a bleed of 1/8 in for each neighbour.

_LEAST_PAPER, _MOST_PAPER = 72.0, 14400.0
_SIZE = re.compile(r"(?P<width>\d+(?:\.\d+)?)\s*[x×]\s*(?P<height>\d+(?:\.\d+)?)\s*(?P<unit>in|mm|cm|pt)?")
_SIDES = ("left", "bottom", "right", "top")


def _edges(value: Any) -> EdgeDistances:
    if not isinstance(value, dict):
        return EdgeDistances.all(_distance(value))
    if unknown := sorted(set(value) - set(_SIDES)):
        raise Problem(f"There is no edge “{unknown[0]}”.", f"The edges are {', '.join(_SIDES)}.")
    if missing := [side for side in _SIDES if side not in value]:
        raise Problem(f"The edge “{missing[0]}” is missing.", "Give all four, or one length for all.")
    return EdgeDistances(**{side: _distance(distance) for side, distance in value.items()})


def _distance(value: Any) -> float:
    points = length(value)
    if points < 0:
        raise Problem(f"{value} is negative.")
    return points


def _cells(
    columns: int, rows: int, size: tuple[float, float], left: float, top: float, pitch: tuple[float, float]
) -> CellGrid:
    return CellGrid(columns, rows, *size, left, top, *pitch)


def _sheet(
    title: str,
    paper: tuple[float, float],
    unprintable: EdgeDistances,
    cells: CellGrid | None = None,
    gutter: float | None = None,
    flip: Literal["", "long", "short"] = "",
    cut_marks: bool = True,
    notes: tuple[str, ...] = (),
) -> SheetSpec:
    if (cells is None) == (gutter is None):
        raise Problem(
            "A sheet has either cells in fixed places or a gutter between as many as fit.",
            "Give “cells” for perforated paper, “gutter” for paper that is cut.",
        )
    return SheetSpec("", title, *paper, unprintable, cells or gutter or 0.0, flip, cut_marks, notes)


def _impossible(spec: SheetSpec) -> Iterator[Problem]:
    left, bottom, right, top = spec.unprintable.inside(spec.width, spec.height)
    if left >= right or bottom >= top:
        yield Problem("Nothing of the paper can be printed.", "Give smaller unprintable edges.", path=["unprintable"])
    elif isinstance(spec.cells, CellGrid):
        for key, problem, hint in grid_faults(spec):
            yield Problem(problem, hint, path=["cells", key])


_SHEET = Record(
    {
        "title": Required(Text()),
        "paper": Required(Each(Length(_LEAST_PAPER), least=2, most=2)),
        "unprintable": Required(Custom(_edges, "a length, or lengths by edge")),
        "cells": Record(
            {
                "columns": Required(Number(1, 50, whole=True)),
                "rows": Required(Number(1, 50, whole=True)),
                "size": Required(Each(Length(36), least=2, most=2)),
                "left": Required(Length()),
                "top": Required(Length()),
                "pitch": Required(Each(Length(), least=2, most=2)),
            },
            make=_cells,
        ),
        "gutter": Length(),
        "flip": OneOf("long", "short"),
        "cut_marks": Flag(),
        "notes": Each(OneOf(*NOTE_KINDS), unique=True),
    },
    make=_sheet,
    rules=_impossible,
)


def sheet_names(campaign: Campaign) -> list[str]:
    """Return the names of the campaign's sheets, in alphabetical order."""
    return [name for name in campaign.layers.names(_FOLDER) if name != CALIBRATION]


def find_sheet(campaign: Campaign, name: str, *, gutter: float | None = None) -> SheetSpec:
    """Return the sheet of ``--sheet``, by name or by size; *gutter*, in points, replaces the sheet's own.

    Raises:
        UsageError: there is no such sheet or size, or the gutter is for cells in fixed places.
        LayoutError: the sheet's file is wrong.
    """
    if name in sheet_names(campaign):
        spec = load_sheet(campaign, name)
    elif re.match(r"\d", name):
        spec = press_sheet(name)
    else:
        names = sheet_names(campaign)
        raise UsageError(
            f"There is no sheet “{name}”.",
            hint=f"Sheets are {', '.join(names)}, or a size: 12x18. {did_you_mean(name.lower(), tuple(names))}".strip(),
        )
    if gutter is None:
        return spec
    if isinstance(spec.cells, CellGrid):
        raise UsageError(f"The cells of {spec.title} are in fixed places.", hint="Leave --gutter out.")
    if gutter < 0:
        raise UsageError("A gutter cannot be negative.", hint="Give a length such as 0.25in, or 0.")
    return replace(spec, cells=gutter)


def load_sheet(campaign: Campaign, name: str) -> SheetSpec:
    """Read ``content/sheets/<name>.yaml``; raises LayoutError with all its problems."""
    file = _file(campaign, name)
    spec: SheetSpec = check(file, _SHEET, error=LayoutError)
    measured = ("cells", "size") if isinstance(spec.cells, CellGrid) else ("paper",)
    return replace(spec, name=name, source=place(file, measured, file.source))


def load_calibration(campaign: Campaign) -> Calibration:
    """Read ``content/sheets/calibration.yaml``; raises LayoutError with all its problems."""
    file = _file(campaign, CALIBRATION)
    calibration: Calibration = check(file, _RECORD, error=LayoutError)
    return replace(calibration, source=file.source)


def press_sheet(size: str, *, gripper: float = GRIPPER) -> SheetSpec:
    """Return a press sheet of *size*, ``12x18`` (inches) or ``320x450mm``, for as many copies as fit.

    The gripper holds the edge that is the lower one as *size* is written. Its margin is free on both sides, even if the
    sheet is turned by a quarter to hold more.

    Raises:
        UsageError: *size* is not a size, or too small or large for paper.
    """
    match = _SIZE.fullmatch(size.strip())
    if not match:
        raise UsageError(f"“{size}” is not a size of paper.", hint="Write width x height: 12x18, 13x19in, 320x450mm.")
    unit = match["unit"] or "in"
    width, height = (float(match[side]) * POINTS[unit] for side in ("width", "height"))
    if min(width, height) < _LEAST_PAPER or max(width, height) > _MOST_PAPER:
        raise UsageError(f"No paper is {size} ({unit}).", hint="Without a unit, sizes are inches: write 320x450mm.")
    edges = EdgeDistances(UNPRINTABLE, max(gripper, UNPRINTABLE), UNPRINTABLE, UNPRINTABLE)
    title = dimensions(width, height, digits=2)
    # A press operator knows to print at 100 %, and may not read the language of the cards.
    return SheetSpec(size.strip(), title, width, height, edges, GUTTER, notes=("job",))


def _file(campaign: Campaign, name: str) -> yamlfile.Mapping:
    path = f"{_FOLDER}/{name}.yaml"
    return campaign.layers.load(campaign.layers.file(path) or campaign.folder / path)
