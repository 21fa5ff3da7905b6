"""Finishing in a layout file: what is done to the printed sheet with tools, and where.

Places count from the start edge and from the top of the trim, on the front; on the back they are those of the same
sheet of paper, turned about its upright edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Literal, get_args

from flyers.content.schema import Each, Flag, Kind, Length, Number, Problem, Record, Report, Required
from flyers.content.yamlfile import Mapping
from flyers.errors import LayoutError, Source
from flyers.page.document import Finish
from flyers.page.paths import Point, rounded_box
from flyers.records import dataclass

LineKind = Literal["fold", "perforation", "cut"]

_EDGE = 0.02  # Points by which a fold may miss the trim's edge.


@dataclass(frozen=True, slots=True)
class FinishLine:
    """A level or upright line, or several. Points from the start edge and the top."""

    kind: LineKind  # a fold runs from edge to edge of the trim, the others may end inside
    start: Point
    end: Point
    source: Source
    times: int = 1  # how many lines, each a step further
    step: Point = (0.0, 0.0)

    def lines(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield each line as the x and the y of both ends."""
        for number in range(self.times):
            across, down = number * self.step[0], number * self.step[1]
            yield self.start[0] + across, self.start[1] + down, self.end[0] + across, self.end[1] + down


@dataclass(frozen=True, slots=True)
class FinishShape:
    """A closed line: a *die*, whose inside is the piece, or a *hole*. Points from the start edge and the top."""

    kind: Literal["die", "hole"]
    at: Point
    size: Point
    source: Source
    radius: float = 0.0  # of the corners; it makes a round hole a circle
    by_printer: bool = False  # whether the printer has a tool of its own: place and size are to be asked for


FinishSpec = FinishLine | FinishShape


def _round_hole(middle: Point, diameter: float, source: Source, by_printer: bool = False) -> FinishShape:
    at = (middle[0] - diameter / 2, middle[1] - diameter / 2)
    return FinishShape("hole", at, (diameter, diameter), source, diameter / 2, by_printer)


def _line_problems(line: FinishLine) -> Iterator[Problem]:
    if (line.start[0] != line.end[0]) == (line.start[1] != line.end[1]):
        yield Problem("This line is neither level nor upright.", "Let “from” and “to” have the same x or the same y.")
    if line.times > 1 and line.step == (0.0, 0.0):
        yield Problem("These lines lie on one another.", "Give them a “step”: [along the page, down the page].")


_POINT = Each(Length(), least=2, most=2, make=tuple)
_TIMES = Number(1, 50, whole=True)
_LINE_KEYS = {"from": Required(_POINT), "to": Required(_POINT), "times": _TIMES, "step": _POINT}
_LINE = partial(Record, _LINE_KEYS, names={"from": "start", "to": "end"}, source=True, rules=_line_problems)
_SHAPE_KEYS: dict[str, Kind] = {"at": Required(_POINT), "size": Required(_POINT), "radius": Length()}
_RECORDS = {
    **{kind: _LINE(make=partial(FinishLine, kind)) for kind in get_args(LineKind)},
    "die": Record(_SHAPE_KEYS, make=partial(FinishShape, "die"), source=True),
    "hole": Record({**_SHAPE_KEYS, "by_printer": Flag()}, make=partial(FinishShape, "hole"), source=True),
}
_ROUND_KEYS = {"middle": Required(_POINT), "diameter": Required(Length(1)), "by_printer": Flag()}
_ROUND = Record(_ROUND_KEYS, make=_round_hole, source=True)


@dataclass(frozen=True, slots=True)
class _AnyFinish(Kind):
    says: str = (
        "`fold`, `perforation` or `cut` (`from`, `to`, `times`, `step`), `die` (`at`, `size`, `radius`), `hole` \
(`middle`, `diameter`, or `at`, `size`, `radius`; `by_printer`)"
    )

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if not isinstance(value, Mapping) or len(value) != 1 or (kind := next(iter(value))) not in _RECORDS:
            hint = f"The kinds are {', '.join(_RECORDS)}: “- fold: {{from: […], to: […]}}”."
            raise Problem("An entry under “finishing” is a map with one key, its kind.", hint)
        entry = value[kind]
        record = _ROUND if kind == "hole" and isinstance(entry, Mapping) and "middle" in entry else _RECORDS[kind]
        return record.convert(entry, at, report)


FINISHING = Each(_AnyFinish(), most=100, make=tuple)  # The key of a layout with its finishing.


def faults(finishing: Iterable[FinishSpec], width: float, height: float) -> Iterator[LayoutError]:
    """Yield what is wrong with finishing on a trim of *width* times *height* points."""
    for spec in finishing:
        if isinstance(spec, FinishLine):
            corners = [corner for x0, y0, x1, y1 in spec.lines() for corner in ((x0, y0), (x1, y1))]
        else:
            corners = [spec.at, (spec.at[0] + spec.size[0], spec.at[1] + spec.size[1])]
        xs, ys = zip(*corners, strict=True)
        if min(*xs, *ys) < -_EDGE or max(xs) > width + _EDGE or max(ys) > height + _EDGE:
            hint = "Places count from the start edge and the top."
            yield LayoutError(f"This {spec.kind} is outside the trim.", hint=hint, source=spec.source)
            continue
        across = min(xs) <= _EDGE and max(xs) >= width - _EDGE
        down = min(ys) <= _EDGE and max(ys) >= height - _EDGE
        if spec.kind == "fold" and not (across or down):
            hint = "Only a perforation or a cut may end inside."
            yield LayoutError("A fold runs from edge to edge of the sheet.", hint=hint, source=spec.source)


def placed(
    finishing: Iterable[FinishSpec], width: float, height: float, *, mirrored: bool
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[Finish, ...]]:
    """Return the x of upright folds, the y of level ones, upwards, and all other finishing of a page in points.

    *width* and *height* are the page's; if it is *mirrored*, its start edge is at the right.
    """
    folds, level_folds, others = list[float](), list[float](), list[Finish]()

    def x(start: float) -> float:
        return round(width - start if mirrored else start, 3)

    for spec in finishing:
        if isinstance(spec, FinishShape):
            left, right = sorted((x(spec.at[0]), x(spec.at[0] + spec.size[0])))
            top, bottom = height - spec.at[1], height - spec.at[1] - spec.size[1]
            path = rounded_box((left, bottom, right, top), spec.radius)
            others.append(Finish(spec.kind, path, spec.by_printer))
            continue
        for x0, y0, x1, y1 in spec.lines():
            if spec.kind != "fold":
                # Dashes begin at the lower or left end, in all languages.
                (left, bottom), (right, top) = sorted(((x(x0), round(height - y0, 3)), (x(x1), round(height - y1, 3))))
                others.append(Finish(spec.kind, (("M", left, bottom), ("L", right, top))))
            elif x0 == x1:
                folds.append(x(x0))
            else:
                level_folds.append(round(height - y0, 3))
    return tuple(sorted(folds)), tuple(sorted(level_folds)), tuple(others)
