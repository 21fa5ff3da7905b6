"""Choosing breaks over a whole paragraph: the fewest lines, and among those the least ragged.

Dynamic programming over the possible breaks. The cost of a line is the square of what it leaves empty, relative to the
measure; a paragraph's last line may be short, but not one short word. Headings are balanced: there the last line
counts like the others, and for a given number of lines that makes them as even as they can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

_LAST_LINE = 0.02
"""Weight of the empty part of a body paragraph's last line."""

_SHORT_LAST_LINE = 0.6
"""Cost of a last line of no width at all; none from `_SHORT` of the measure on."""

_SHORT = 1 / 3

_TOLERANCE = 1e-6
"""Em; rounding must not turn away a line that fits exactly."""


class Measured(NamedTuple):
    """A possible line.

    ``width`` is what it needs, in em; ``bare`` the same without the hyphen that it may end in, which never shrinks as
    a line grows; ``penalty`` the cost of ending it where it ends.
    """

    width: float
    bare: float
    penalty: float


class TooWide(Exception):  # noqa: N818 - a signal to the caller, which knows the message
    """The piece between breaks ``index`` and ``index + 1`` is wider than the measure."""

    def __init__(self, index: int, width: float) -> None:
        self.index = index
        self.width = width


class _Way(NamedTuple):
    """The best way to set all up to a break: compared by lines, then cost. Its last line begins at ``start``."""

    lines: float
    cost: float
    start: int


_NONE = _Way(inf, inf, 0)
"""There is no way: a soft hyphen's own width does not fit there."""


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
    limit = width + _TOLERANCE
    best: list[_Way] = [_Way(0, 0.0, 0)]
    oldest = 0  # no line that begins earlier fits any more
    for end in range(1, count + 1):
        ways = []
        for start in range(end - 1, oldest - 1, -1):
            line = measure(start, end)
            if line.bare > limit:
                oldest = start + 1
                break
            if line.width <= limit and (before := best[start]) is not _NONE:
                cost = before.cost + _cost(line, width, end == count, start == 0, balance)
                ways.append(_Way(before.lines + 1, cost, start))
        if not ways and (oldest == end or end == count):
            raise TooWide(end - 1, measure(end - 1, end).width)
        best.append(min(ways, default=_NONE))
    chosen = []
    place = count
    while place:
        chosen.append(place)
        place = best[place].start
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
