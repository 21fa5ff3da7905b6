"""Numbers at the edges of a picture, each with a hairline to the text that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from flyers.publish.readerproof.copies import Rectangle

Side = Literal["left", "right"]

APART = 17.0
"""Points between the middles of two numbers at least."""


@dataclass(frozen=True, slots=True)
class Target:
    """A text to be pointed at: its number, the ink of its first line, and the ink of all of them."""

    number: int
    first: Rectangle
    lines: tuple[Rectangle, ...]


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """How a line runs from the edge of a picture to a text: from *side*, through *points*, all of them level with or
    upright over the one before. One point: the text is walled in, and the line ends at the edge."""

    side: Side
    points: tuple[Point, ...]

    @property
    def height(self) -> float:
        """At which it leaves the picture."""
        return self.points[0][1]

    @property
    def strokes(self) -> tuple[Rectangle, ...]:
        """Its pieces, as rectangles without width."""
        return tuple(
            (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for (x0, y0), (x1, y1) in pairwise(self.points)
        )

    @property
    def length(self) -> float:
        return sum(box[2] - box[0] + box[3] - box[1] for box in self.strokes)


@dataclass(frozen=True, slots=True)
class Callout:
    """A number with its middle at height *y* beside the picture, and the way from there."""

    number: int
    y: float
    way: LeaderLine


def callouts(
    targets: Sequence[Target],
    others: Sequence[Rectangle],
    marks: Sequence[Rectangle],
    window: Rectangle,
    start: Side,
) -> list[Callout]:
    """Numbers for all *targets* in the picture that fills *window*.

    They stand on the side where texts *start*, unless the way from the other side is much shorter or the only free one.
    No line runs over a text, another line, or any of the *others* (codes, small print). It ends before the text, or
    before the mark of an item of a list, one of *marks*.
    """
    ways: list[tuple[int, LeaderLine]] = []
    for target in targets:
        walls = [box for each in targets if each is not target for box in each.lines]
        walls += [stroke for _, way in ways for stroke in way.strokes]
        ways.append((target.number, _way(target, [*walls, *others], marks, window, start)))
    made = []
    for side in _sides(start):
        found = sorted((each for each in ways if each[1].side == side), key=lambda each: each[1].height)
        places = spread([way.height for _, way in found], APART, window[1], window[3])
        made += [Callout(number, y, way) for (number, way), y in zip(found, places, strict=True)]
    return made


_LEVELS = (0.45, 0.3, 0.6, 0.15, 0.75)
"""Heights at which a line may run, in parts of the first line's; the first is the middle of its small letters."""
_ABOVE = (1.8, 2.6, 3.6, 5.0)
"""Points above the first line at which it may run instead, and then come down."""
_DETOUR, _STEP = 90.0, 1.0
"""How far up or down a line may look for a free height, and in which steps."""
_ASIDE = (0.0, 4.0, 8.0)
"""White between the text and the upright piece of such a line, beyond what is always left."""
_CLEAR = 2.0
"""White between a line and what it ends at."""
_BESIDE = 1.1
"""White between a line and what it passes."""
_INWARDS = 3.0
"""How far over the text a line that runs above it comes down."""
_NEAR = 34.0
"""A mark no further from a text than this is its own."""
_OTHER_SIDE, _BEND = 40.0, 12.0
"""How many points longer the way from the usual side may be, and one without a bend."""


def _way(
    target: Target, walls: Sequence[Rectangle], marks: Sequence[Rectangle], window: Rectangle, start: Side
) -> LeaderLine:
    for kind in (_short_ways, _long_ways):
        found = [
            (_cost(way, target, start), way)
            for side in _sides(start)
            for way in kind(target, marks, window, side)
            if not _blocked(way, target, walls, marks)
        ]
        if found:
            return min(found, key=lambda each: each[0])[1]
    return LeaderLine(start, ((window[0] if start == "left" else window[2], _middle(target)),))


def _sides(start: Side) -> tuple[Side, Side]:
    return ("left", "right") if start == "left" else ("right", "left")


def _middle(target: Target) -> float:
    _, bottom, _, top = target.first
    return bottom + _LEVELS[0] * (top - bottom)


def _cost(way: LeaderLine, target: Target, start: Side) -> float:
    detour = abs(way.height - _middle(target)) + _BEND * (len(way.points) - 2)
    return way.length + detour + (0.0 if way.side == start else _OTHER_SIDE)


def _short_ways(target: Target, marks: Sequence[Rectangle], window: Rectangle, side: Side) -> Iterator[LeaderLine]:
    """Level with the first line, or close above it."""
    left, bottom, right, top = target.first
    edge = window[0] if side == "left" else window[2]
    for part in _LEVELS:
        height = bottom + part * (top - bottom)
        yield LeaderLine(side, ((edge, height), (_reach(target, marks, side, height), height)))
    over = left + _INWARDS if side == "left" else right - _INWARDS
    for rise in _ABOVE:
        yield LeaderLine(side, ((edge, top + rise), (over, top + rise), (over, top + 1.0)))


def _long_ways(target: Target, marks: Sequence[Rectangle], window: Rectangle, side: Side) -> Iterator[LeaderLine]:
    """At any free height, then up or down in the white before the text."""
    edge, out = (window[0], -1.0) if side == "left" else (window[2], 1.0)
    middle = _middle(target)
    reach = _reach(target, marks, side, middle)
    for aside in _ASIDE:
        turn = reach + out * aside
        for step in range(2, int(_DETOUR / _STEP)):
            for height in (middle + step * _STEP, middle - step * _STEP):
                if window[1] < height < window[3]:
                    last = ((reach, middle),) if aside else ()
                    yield LeaderLine(side, ((edge, height), (turn, height), (turn, middle), *last))


def _reach(target: Target, marks: Sequence[Rectangle], side: Side, height: float) -> float:
    """Where a line at that *height* ends before the text, or before its mark."""
    own = [mark for mark in marks if _is_own(mark, target, side, height)]
    if side == "left":
        return min([target.first[0], *(mark[0] for mark in own)]) - _CLEAR
    return max([target.first[2], *(mark[2] for mark in own)]) + _CLEAR


def _is_own(mark: Rectangle, target: Target, side: Side, height: float) -> bool:
    """Whether *mark* stands before the text on that side, at that *height*, and belongs to it."""
    gap = target.first[0] - mark[2] if side == "left" else mark[0] - target.first[2]
    return mark[1] - _BESIDE <= height <= mark[3] + _BESIDE and 0 <= gap <= _NEAR


def _blocked(way: LeaderLine, target: Target, walls: Sequence[Rectangle], marks: Sequence[Rectangle]) -> bool:
    height = way.points[-1][1]
    foreign = [mark for mark in marks if not _is_own(mark, target, way.side, height)]
    own = [line for line in target.lines if len(way.points) > 3]
    strokes = way.strokes
    return any(_meet(box, stroke) for box in (*walls, *foreign, *own) for stroke in strokes)


def _meet(box: Rectangle, stroke: Rectangle) -> bool:
    return (
        box[0] - _BESIDE < stroke[2]
        and box[2] + _BESIDE > stroke[0]
        and box[1] - _BESIDE < stroke[3]
        and box[3] + _BESIDE > stroke[1]
    )


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places for points that would like to be at *wanted*, in its order: none outside *low* to *high*, no two nearer
    than *apart*, and the sum of the squares of what they give way as small as can be.

    Where they need more room than there is, they share it evenly. *wanted* must ascend.
    """
    count = len(wanted)
    if not count:
        return []
    if count > 1 and (count - 1) * apart > high - low:
        return [low + index * (high - low) / (count - 1) for index in range(count)]
    # Without the distances they owe to each other the places only have to ascend: isotonic regression, by pooling
    # neighbours that are out of order into their mean. Cutting that off at the ends keeps it the best.
    pools: list[tuple[float, int]] = []
    for index, place in enumerate(wanted):
        pool = (place - index * apart, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, size = pools.pop()
            total = size + pool[1]
            pool = ((mean * size + pool[0] * pool[1]) / total, total)
        pools.append(pool)
    ceiling = high - (count - 1) * apart
    level = [min(max(mean, low), ceiling) for mean, size in pools for _ in range(size)]
    return [place + index * apart for index, place in enumerate(level)]
