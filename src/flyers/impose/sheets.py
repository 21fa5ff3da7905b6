"""Sheets by name (``content/sheets/*.yaml``) or by size (``12x18``, ``320x450mm``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from flyers.errors import LayoutError, UsageError
from flyers.impose.calibration import Calibration, read_calibration
from flyers.impose.model import CellGrid, EdgeDistances, FreeCells, SheetSpec
from flyers.impose.place import NOTE_KINDS, grid_faults
from flyers.units import POINTS, dimensions, length

_FOLDER = "content/sheets"

CALIBRATION = "calibration"
"""The file among the sheets that describes the calibration page."""

GRIPPER = 0.375 * POINTS["in"]
"""Lower margin of press sheets. Grippers need 3/8 to 1/2 in (printwiki.org, Gripper Margin): ask the shop."""

UNPRINTABLE = 0.17 * POINTS["in"]
"""Margin at the other edges of press sheets; digital presses leave about 4 mm white."""

GUTTER = 0.25 * POINTS["in"]
"""White between cards on press sheets: a bleed of 1/8 in for each neighbour."""

_LEAST_PAPER, _MOST_PAPER = 72.0, 14400.0
_SIZE = re.compile(r"(?P<width>\d+(?:\.\d+)?)\s*[x×]\s*(?P<height>\d+(?:\.\d+)?)\s*(?P<unit>in|mm|cm|pt)?")
_SIDES = ("left", "bottom", "right", "top")


def _edges(value: Any) -> EdgeDistances:
    """Return one length for all edges, or those of a map with one for each."""
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
    return SheetSpec("", title, *paper, unprintable, cells or FreeCells(gutter or 0.0), flip, cut_marks, notes)


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
    return spec if gutter is None else _with_gutter(spec, gutter)


def load_sheet(campaign: Campaign, name: str) -> SheetSpec:
    """Read ``content/sheets/<name>.yaml``.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    file = _file(campaign, name)
    spec: SheetSpec = check(file, _SHEET, error=LayoutError)
    measured = ("cells", "size") if isinstance(spec.cells, CellGrid) else ("paper",)
    return replace(spec, name=name, source=place(file, measured, file.source))


def load_calibration(campaign: Campaign) -> Calibration:
    """Read ``content/sheets/calibration.yaml``.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    return read_calibration(_file(campaign, CALIBRATION))


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
    return SheetSpec(size.strip(), title, width, height, edges, FreeCells(GUTTER), notes=("job",))


def _with_gutter(spec: SheetSpec, gutter: float) -> SheetSpec:
    if isinstance(spec.cells, CellGrid):
        raise UsageError(f"The cells of {spec.title} are in fixed places.", hint="Leave --gutter out.")
    if gutter < 0:
        raise UsageError("A gutter cannot be negative.", hint="Give a length such as 0.25in, or 0.")
    return replace(spec, cells=FreeCells(gutter))


def _file(campaign: Campaign, name: str) -> yamlfile.Mapping:
    path = f"{_FOLDER}/{name}.yaml"
    return campaign.layers.load(campaign.layers.file(path) or campaign.folder / path)
