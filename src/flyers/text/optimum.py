"""Choosing breaks over a whole paragraph: the fewest lines, and among those the least ragged.

Dynamic programming over the possible breaks. The cost of a line is the square of what it leaves empty, relative to the
measure; a paragraph's last line may be short, but not one short word. Headings are balanced: there the last line
counts like the others, and for a given number of lines that makes them as even as they can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

_LAST_LINE = 0.02
"""Weight of the empty part of a body paragraph's last line."""

_SHORT_LAST_LINE = 0.35
"""Cost of a last line of no width at all; none from `_SHORT` of the measure on."""

_SHORT = 1 / 3

_TOLERANCE = 1e-6
"""Em; rounding must not turn away a line that fits exactly."""


class Measured(NamedTuple):
    """A possible line: its width in em and the cost of ending it where it ends."""

    width: float
    penalty: float


class TooWide(Exception):  # noqa: N818 - a signal to the caller, which knows the message
    """The piece between breaks ``index`` and ``index + 1`` is wider than the measure."""

    def __init__(self, index: int, width: float) -> None:
        self.index = index
        self.width = width


def choose_breaks(count: int, measure: Callable[[int, int], Measured], width: float, balance: bool) -> Sequence[int]:
    """The breaks to end lines at.

    Args:
        count: possible breaks are numbered 0 (the paragraph's start) to ``count`` (its end).
        measure: what the line from one break to a later one needs.
        width: of the measure, same unit as ``measure``.
        balance: make all lines even, the last too.

    Returns:
        Ascending numbers of breaks, the last of them ``count``.

    Raises:
        TooWide: a piece without a break inside does not fit.
    """
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    oldest = 0  # no line that begins earlier fits any more: lines only grow
    for end in range(1, count + 1):
        choice: tuple[int, float, int] | None = None
        for start in range(end - 1, oldest - 1, -1):
            line = measure(start, end)
            if line.width > width + _TOLERANCE:
                if start == end - 1:
                    raise TooWide(start, line.width)
                oldest = start + 1
                break
            lines, cost, _ = best[start]
            cost += _cost(line, width, end == count, start == 0, balance)
            if choice is None or (lines + 1, cost) < choice[:2]:
                choice = (lines + 1, cost, start)
        assert choice is not None
        best.append(choice)
    chosen = []
    place = count
    while place:
        chosen.append(place)
        place = best[place][2]
    return chosen[::-1]


def _cost(line: Measured, width: float, last: bool, only: bool, balance: bool) -> float:
    slack = max(0.0, 1 - line.width / width)
    if not last:
        return slack * slack + line.penalty
    if only:
        return 0.0
    if balance:
        return slack * slack
    short = max(0.0, 1 - line.width / (width * _SHORT))
    return _LAST_LINE * slack * slack + _SHORT_LAST_LINE * short * short
