"""The calibration page, which measures how far a printer's backs are from their fronts.

The front has cross hairs, and the back has rulers in millimetres where a perfect printer would put the same points.
Held against the light with the back towards the reader, the front's cross hair shows the ``back_offset`` to give on the
ruler, with its sign: to the right and up are positive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from flyers.content import yamlfile
from flyers.content.schema import Custom, Length, Problem, Record, Required, check
from flyers.errors import LayoutError, Source, UsageError
from flyers.impose.model import Imposition, MarginNote, SheetFace, SheetMark, SheetSide, SheetSpec
from flyers.impose.place import SheetGrid, check_offset, make_grid, turn_over
from flyers.records import dataclass
from flyers.units import POINTS, length, to_mm

MM = POINTS["mm"]
MINUS = "\u2212"
MESSAGES = {"front": "sheet.calibration.front", "back": "sheet.calibration.back"}
"""Messages of the campaign: measure the line; hold the sheet against the light and read the rulers."""

_TICK, _LONG_TICK = 0.75 * MM, 1.5 * MM
_FIGURE = (12.0, 7.0)
_ROOM = 24.0
"""White between a ruler and the instructions: for its figures, and for the largest offset."""

_ABOVE = 12.0
"""Height of the figure with the line's length above the line."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is on the page.

    Attributes:
        inset: distance of the outer cross hairs from the edges of the paper, points; one more is in the middle.
        reach: of the rulers to each side of zero, whole millimetres.
        line: length of the line that shows whether the printer scales, whole centimetres, given in millimetres.
        source: where the file says so.
    """

    inset: float
    reach: int
    line: int
    source: Source | None = None


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


def read_calibration(data: yamlfile.Mapping) -> Calibration:
    """Return what the file says.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    calibration: Calibration = check(data, _RECORD, error=LayoutError)
    return replace(calibration, source=data.source)


def calibration_page(
    faces: Sequence[SheetFace],
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
    places = _places(grid, calibration, spec)
    across, up = back_offset
    behind = [turn_over(x, y, 0.0, 0.0, grid) for x, y in places]
    front = [*_crosses(places, calibration.reach), *_line(grid, calibration)]
    back = _rulers([(x + across, y + up) for x, y in behind], calibration.reach)
    figures = [_figure(f"{calibration.line} mm", grid.width / 2, _line_height(grid, calibration) + _ABOVE)]
    numbers = [note for x, y in behind for note in _numbers(x + across, y + up, calibration.reach)]
    sides = (
        _side("front", grid, calibration, front, figures),
        _side("back", grid, calibration, back, numbers),
    )
    return Imposition(spec, sides, grid.flip)


def _side(
    name: Literal["front", "back"],
    grid: SheetGrid,
    calibration: Calibration,
    marks: list[SheetMark],
    figures: list[MarginNote],
) -> SheetSide:
    low = grid.height / 2 + calibration.reach * MM + _ROOM
    high = grid.height - calibration.inset - calibration.reach * MM - _ROOM
    words = MarginNote(
        "message", MESSAGES[name], calibration.inset, low, grid.width - 2 * calibration.inset, high - low
    )
    return SheetSide(0, name, grid.width, grid.height, grid.printable, (), tuple(marks), (words, *figures))


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


def _crosses(places: list[tuple[float, float]], reach: int) -> Iterator[SheetMark]:
    arm = reach * MM
    for x, y in places:
        yield SheetMark(x - arm, y, x + arm, y, "cross")
        yield SheetMark(x, y - arm, x, y + arm, "cross")


def _rulers(places: list[tuple[float, float]], reach: int) -> list[SheetMark]:
    """Return a level and an upright ruler for each place, with a tick for every millimetre."""
    marks = []
    for x, y in places:
        marks += [
            SheetMark(x - reach * MM, y, x + reach * MM, y, "ruler"),
            SheetMark(x, y - reach * MM, x, y + reach * MM, "ruler"),
        ]
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


def _line_height(grid: SheetGrid, calibration: Calibration) -> float:
    return (grid.height / 2 + calibration.inset) / 2


def _line(grid: SheetGrid, calibration: Calibration) -> Iterator[SheetMark]:
    """Yield a line of a known length with a tick for every centimetre."""
    start, y = grid.width / 2 - calibration.line * MM / 2, _line_height(grid, calibration)
    yield SheetMark(start, y, start + calibration.line * MM, y, "ruler")
    for step in range(0, calibration.line + 1, 10):
        x = start + step * MM
        yield SheetMark(x, y - _LONG_TICK, x, y + _LONG_TICK, "ruler")
