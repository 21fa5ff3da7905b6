"""Numbers at the edges of a picture, each with a hairline to the text that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Way:
    """How a line runs from the edge of a picture to a text: in at *side*, level at *height* as far as *reach*, and from
    there down to *foot* where it runs above the text (elsewhere *foot* is *height*)."""

    side: Side
    height: float
    reach: float
    foot: float


@dataclass(frozen=True, slots=True)
class Callout:
    """A number with its middle at height *y* beside the picture, and the way from there."""

    number: int
    y: float
    way: Way


def callouts(
    targets: Sequence[Target],
    others: Sequence[Rectangle],
    marks: Sequence[Rectangle],
    window: Rectangle,
    start: Side,
) -> list[Callout]:
    """Numbers for all *targets* in the picture that fills *window*.

    They stand on the side where texts *start*, unless the way from the other side is much shorter or the only free one.
    No line runs over a text or any of the *others* (codes, small print). It ends before the text, or before the mark of
    an item of a list, one of *marks*.
    """
    ways = []
    for target in targets:
        walls = [box for each in targets if each is not target for box in each.lines]
        ways.append((target.number, _way(target, [*walls, *others], marks, window, start)))
    made = []
    for side in ("left", "right"):
        found = sorted((each for each in ways if each[1].side == side), key=lambda each: each[1].height)
        places = spread([way.height for _, way in found], APART, window[1], window[3])
        made += [Callout(number, y, way) for (number, way), y in zip(found, places, strict=True)]
    return made


_LEVELS = (0.45, 0.3, 0.6, 0.15, 0.75)
"""Heights at which a line may run, in parts of the first line's; the first is the middle of its small letters."""
_ABOVE = (1.8, 2.6, 3.6, 5.0)
"""Points above the first line at which it may run instead, and then come down."""
_CLEAR = 2.0
"""White between a line and what it ends at."""
_BESIDE = 1.1
"""White between a line and what it passes."""
_INWARDS = 3.0
"""How far over the text a line that runs above it comes down."""
_NEAR = 34.0
"""A mark no further from a text than this is its own."""
_OTHER_SIDE = 40.0
"""How many points longer the way from the usual side may be."""


def _way(target: Target, walls: Sequence[Rectangle], marks: Sequence[Rectangle], window: Rectangle, start: Side) -> Way:
    _, bottom, _, top = target.first
    best: tuple[float, Way] | None = None
    for side in _sides(start):
        edge = window[0] if side == "left" else window[2]
        middle = bottom + _LEVELS[0] * (top - bottom)
        for way in _ways(target, marks, side):
            if _blocked(way, edge, target, walls, marks):
                continue
            cost = abs(way.reach - edge) + abs(way.height - middle) + (0.0 if side == start else _OTHER_SIDE)
            if best is None or cost < best[0]:
                best = cost, way
    if best is None:  # walled in: the number stands beside it, and points no further than the edge
        edge = window[0] if start == "left" else window[2]
        middle = bottom + _LEVELS[0] * (top - bottom)
        return Way(start, middle, edge, middle)
    return best[1]


def _sides(start: Side) -> tuple[Side, Side]:
    return ("left", "right") if start == "left" else ("right", "left")


def _ways(target: Target, marks: Sequence[Rectangle], side: Side) -> Iterator[Way]:
    left, bottom, right, top = target.first
    for part in _LEVELS:
        height = bottom + part * (top - bottom)
        ends = [left if side == "left" else right]
        ends += [mark[0] if side == "left" else mark[2] for mark in marks if _is_own(mark, target, side, height)]
        reach = min(ends) - _CLEAR if side == "left" else max(ends) + _CLEAR
        yield Way(side, height, reach, height)
    for rise in _ABOVE:
        reach = left + _INWARDS if side == "left" else right - _INWARDS
        yield Way(side, top + rise, reach, top + 1.0)


def _is_own(mark: Rectangle, target: Target, side: Side, height: float) -> bool:
    """Whether *mark* stands before the text on that side, at that *height*, and belongs to it."""
    gap = target.first[0] - mark[2] if side == "left" else mark[0] - target.first[2]
    return mark[1] - _BESIDE <= height <= mark[3] + _BESIDE and 0 <= gap <= _NEAR


def _blocked(way: Way, edge: float, target: Target, walls: Sequence[Rectangle], marks: Sequence[Rectangle]) -> bool:
    low, high = min(edge, way.reach), max(edge, way.reach)
    foreign = [mark for mark in marks if not _is_own(mark, target, way.side, way.height)]
    return any(
        box[0] - _BESIDE < high and box[2] + _BESIDE > low and box[1] - _BESIDE < way.height < box[3] + _BESIDE
        for box in (*walls, *foreign)
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
