"""The calibration page: how far apart a printer puts front and back.

Fronts have cross hairs; backs have rulers in millimetres where a true printer would put the same points. Held against
the light with the back towards the reader, the front's cross hair shows on the ruler the ``back_offset`` to give, as it
is: to the right and up are positive, as the figures say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flyers.content import yamlfile
from flyers.content.schema import Custom, Length, Problem, Record, Required, check
from flyers.errors import LayoutError, UsageError
from flyers.impose.model import Face, Imposition, Mark, Note, SheetSide, SheetSpec
from flyers.impose.place import check_offset, turn_over
from flyers.impose.sheet_grid import SheetGrid, make_bed
from flyers.units import POINTS, length, to_mm

MM = POINTS["mm"]
MINUS = "\u2212"
MESSAGES = {"front": "sheet.calibration.front", "back": "sheet.calibration.back"}
"""Messages of the campaign: measure the line; hold the sheet against the light and read."""

_TICK, _LONG_TICK = 0.75 * MM, 1.5 * MM
_FIGURE = (12.0, 7.0)
_ROOM = 24.0
"""Between a ruler and the words beside it: its figures, and the most that an offset moves them."""

_ABOVE = 12.0
"""From the line to the figure that says how long it is."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is on the page.

    Attributes:
        inset: of the outer cross hairs from the edges of the paper; there is one more in the middle.
        reach: of the rulers to each side of zero, whole millimetres.
        line: length of the line that shows whether the printer scales, whole centimetres in millimetres.
    """

    inset: float
    reach: int
    line: int


def _whole(least: int, most: int, step: int) -> Custom:
    def convert(value: Any) -> int:
        millimetres = to_mm(length(value))
        whole = round(millimetres)
        if abs(millimetres - whole) > 1e-6 or whole % step or not least <= whole <= most:
            raise Problem(f"{value} is out of range.", f"It must be {least}mm to {most}mm, in steps of {step}mm.")
        return whole

    return Custom(convert)


_RECORD = Record(
    {
        "inset": Required(Length(36)),
        "reach": Required(_whole(2, 10, 1)),
        "line": Required(_whole(50, 250, 10)),
    }
)


def read_calibration(data: yamlfile.Mapping) -> Calibration:
    """Check the file's map.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    return Calibration(**check(data, _RECORD, error=LayoutError))


def calibration_page(
    faces: Sequence[Face],
    spec: SheetSpec,
    calibration: Calibration,
    *,
    back_offset: tuple[float, float] = (0.0, 0.0),
) -> Imposition:
    """The page for a job: on the paper, the same way round and turned about the same edge as `impose` would have it.

    Printed with the *back_offset* that it showed, it shows zero.

    Raises:
        UsageError: the job has one side only; the offset is more than 5 mm.
        LayoutError: the job does not fit the sheet, or the rulers do not.
    """
    check_offset(back_offset)
    bed = make_bed(faces, spec)
    if bed.flip == "none":
        raise UsageError(
            "This is printed on one side: there is nothing to calibrate.", hint="Name a two-sided product."
        )
    places = _places(bed, calibration, spec)
    across, up = back_offset
    behind = [turn_over(x, y, 0.0, 0.0, bed) for x, y in places]
    front = [*_crosses(places, calibration.reach), *_line(bed, calibration)]
    back = _rulers([(x + across, y + up) for x, y in behind], calibration.reach)
    figures = [_figure(f"{calibration.line} mm", bed.width / 2, _line_height(bed, calibration) + _ABOVE)]
    numbers = [note for x, y in behind for note in _numbers(x + across, y + up, calibration.reach)]
    sides = (
        _side("front", bed, calibration, front, figures),
        _side("back", bed, calibration, back, numbers),
    )
    return Imposition(spec, sides, bed.flip)


def _side(
    name: Literal["front", "back"], bed: SheetGrid, calibration: Calibration, marks: list[Mark], figures: list[Note]
) -> SheetSide:
    low = bed.height / 2 + calibration.reach * MM + _ROOM
    high = bed.height - calibration.inset - calibration.reach * MM - _ROOM
    words = Note("message", MESSAGES[name], calibration.inset, low, bed.width - 2 * calibration.inset, high - low)
    return SheetSide(0, name, bed.width, bed.height, bed.printable, (), tuple(marks), (words, *figures))


def _places(bed: SheetGrid, calibration: Calibration, spec: SheetSpec) -> list[tuple[float, float]]:
    """Near the four corners, where a turn or a stretch shows most, and in the middle."""
    inset, reach = calibration.inset, calibration.reach * MM + _FIGURE[0] + 5 * MM
    left, bottom, right, top = bed.printable
    room = min(inset - left, inset - bottom, right - bed.width + inset, top - bed.height + inset)
    if room < reach or min(bed.width, bed.height) / 2 - inset < 2 * reach or bed.width < calibration.line * MM + 72:
        raise LayoutError(
            f"The calibration page does not fit on {spec.title}.",
            hint="Change inset, reach or line in calibration.yaml, or use a larger sheet.",
            trail=[spec.name],
        )
    far_x, far_y = bed.width - inset, bed.height - inset
    return [(inset, inset), (far_x, inset), (inset, far_y), (far_x, far_y), (bed.width / 2, bed.height / 2)]


def _crosses(places: list[tuple[float, float]], reach: int) -> Iterator[Mark]:
    arm = reach * MM
    for x, y in places:
        yield Mark(x - arm, y, x + arm, y, "cross")
        yield Mark(x, y - arm, x, y + arm, "cross")


def _rulers(places: list[tuple[float, float]], reach: int) -> list[Mark]:
    """A ruler across and one upwards at each place, a tick for every millimetre."""
    marks = []
    for x, y in places:
        marks += [
            Mark(x - reach * MM, y, x + reach * MM, y, "ruler"),
            Mark(x, y - reach * MM, x, y + reach * MM, "ruler"),
        ]
        for step in (step for step in range(-reach, reach + 1) if step):
            half, at = _LONG_TICK if step % 5 == 0 else _TICK, step * MM
            marks.append(Mark(x + at, y - half, x + at, y + half, "ruler"))
            marks.append(Mark(x - half, y + at, x + half, y + at, "ruler"))
    return marks


def _numbers(x: float, y: float, reach: int) -> Iterator[Note]:
    away = reach * MM
    for sign, words in ((1, f"+{reach}"), (-1, f"{MINUS}{reach}")):
        yield _figure(words, x + sign * (away + _FIGURE[0] / 2 + 1), y)
        yield _figure(words, x, y + sign * (away + _FIGURE[1] / 2 + 1))


def _figure(words: str, x: float, y: float) -> Note:
    width, height = _FIGURE if len(words) < 4 else (4 * _FIGURE[0], 1.5 * _FIGURE[1])
    return Note("figure", words, x - width / 2, y - height / 2, width, height)


def _line_height(bed: SheetGrid, calibration: Calibration) -> float:
    return (bed.height / 2 + calibration.inset) / 2


def _line(bed: SheetGrid, calibration: Calibration) -> Iterator[Mark]:
    """A line of a known length with a tick for every centimetre."""
    start, y = bed.width / 2 - calibration.line * MM / 2, _line_height(bed, calibration)
    yield Mark(start, y, start + calibration.line * MM, y, "ruler")
    for step in range(0, calibration.line + 1, 10):
        x = start + step * MM
        yield Mark(x, y - _LONG_TICK, x, y + _LONG_TICK, "ruler")
