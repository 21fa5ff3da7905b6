"""Line breaking over a whole paragraph: the fewest lines, and among those the least ragged.

The cost of a line is the square of its empty part, relative to the measure, plus what its end costs the reader
(`breaks`). A paragraph's last line may be short, but not a single short word. Headings are balanced: there the last
line counts like the others, which makes a given number of lines as even as possible; and there a line with the end of a
sentence inside of it had better have whole sentences. If the caller has room, a line more may be taken for that.

For a given number of lines, each line must end between the end of the fullest lines before it and the beginning of the
fullest lines after it. Dynamic programming over those few breaks finds the best choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf

from flyers.records import dataclass
from flyers.text.breaks import DIVIDED_WORD

_LAST_LINE = 0.02
"""Weight of the empty part of the last line of body text."""

_SHORT_LAST_LINE = 0.8
"""Cost of a last line without any width; it falls to 0 at `_SHORT` of the measure."""

_SHORT = 1 / 3

_PART_OF_A_SENTENCE = 0.2
"""Cost of a line with the end of a sentence inside of it and part of another: "Free. Day and | night."."""

_TOLERANCE = 1e-6
"""Em; rounding must not exclude a line that fits exactly."""


@dataclass(frozen=True, slots=True)
class PossibleLines:
    """All possible lines of a paragraph: from any of its breaks to any later one.

    Breaks are numbered from 0, the paragraph's start, to ``count``, its end. A line from ``start`` to ``end`` is
    ``ends[end] - starts[start]`` wide (em), unless one of the two breaks is in ``reshaped``.

    Attributes:
        starts, ends: the positions where a line begins, or ends, at each break, on one scale (em).
        costs: of ending a line at each break.
        begun: for each break the last one before it where a sentence begins; 0 for all in running text, whose sentences
            may begin anywhere.
        reshaped: breaks where letters change shape; ``starts`` and ``ends`` are approximate there, ``width`` is exact.
        hyphens: those among ``reshaped`` that draw a hyphen, which ``ends`` doesn't include.
        width: returns the exact width of the line between two breaks, em.
    """

    starts: Sequence[float]
    ends: Sequence[float]
    costs: Sequence[float]
    begun: Sequence[int]
    reshaped: frozenset[int]
    hyphens: frozenset[int]
    width: Callable[[int, int], float]

    @property
    def count(self) -> int:
        return len(self.ends) - 1

    def bare_width(self, start: int, end: int) -> float:
        """Return the width without a hyphen, which never shrinks as the line grows; em."""
        if end not in self.hyphens and (start in self.reshaped or end in self.reshaped):
            return self.width(start, end)
        return self.ends[end] - self.starts[start]

    def divides(self, chosen: Sequence[int]) -> bool:
        """Return whether a line ends inside a word, or has parts of two sentences and not both whole, if lines end at
        the *chosen* breaks.
        """
        if any(self.costs[end] >= DIVIDED_WORD for end in chosen):
            return True
        edges = {*self.begun, self.count}
        return any(start < self.begun[end] and not {start, end} <= edges for start, end in pairwise([0, *chosen]))


class UnbreakablePiece(Exception):  # noqa: N818 - a signal to the caller, which knows the message
    """The piece between breaks ``index`` and ``index + 1`` is wider than the measure."""

    def __init__(self, index: int, width: float) -> None:
        self.index = index
        self.width = width


def choose_breaks(lines: PossibleLines, width: float, balance: bool, keep_whole: bool = False) -> list[int]:
    """Return the breaks at which lines end, in order; the last one is the paragraph's end.

    Args:
        lines: of a paragraph that isn't empty.
        width: of the measure, em.
        balance: make all lines even, including the last.
        keep_whole: take a line more than the fewest if that divides no word and no sentence.

    Raises:
        UnbreakablePiece: a piece without a break inside doesn't fit.
    """
    limit = width + _TOLERANCE
    latest, earliest = _latest_ends(lines, limit), _earliest_starts(lines, limit)
    # The first pass succeeds, unless a hyphen doesn't fit on any line that would have to end with it.
    for number in range(len(latest) - 1, lines.count + 1):
        chosen = _least_ragged(lines, _windows(latest, earliest, number), width, balance)
        if chosen and keep_whole and number < lines.count and lines.divides(chosen):
            more = _least_ragged(lines, _windows(latest, earliest, number + 1), width, balance)
            return more if more and not lines.divides(more) else chosen
        if chosen:
            return chosen
    widths = [lines.width(index, index + 1) for index in range(lines.count)]
    widest = max(widths)
    raise UnbreakablePiece(widths.index(widest), widest)


def _latest_ends(lines: PossibleLines, limit: float) -> list[int]:
    """Return the start, and the end of each line if all lines are as full as possible."""
    latest = [0]
    while (start := latest[-1]) < lines.count:
        end = bisect_right(lines.ends, lines.starts[start] + limit, start + 1) - 1
        while end < lines.count and lines.bare_width(start, end + 1) <= limit:
            end += 1
        if end == start:
            raise UnbreakablePiece(start, lines.width(start, start + 1))
        latest.append(end)
    return latest


def _earliest_starts(lines: PossibleLines, limit: float) -> list[int]:
    """Return the end, and the start of each line, from the last back, if the last lines are as full as possible."""
    earliest = [lines.count]
    while (end := earliest[-1]) > 0:
        start = bisect_left(lines.starts, lines.ends[end] - limit, 0, end - 1)
        while start > 0 and lines.bare_width(start - 1, end) <= limit:
            start -= 1
        earliest.append(start)
    return earliest


def _windows(latest: Sequence[int], earliest: Sequence[int], number: int) -> list[tuple[int, int]]:
    """Return for each of ``number`` lines the first and last break where it may end."""
    count = earliest[0]
    windows = []
    for line in range(1, number + 1):
        after = number - line
        low = earliest[after] if after < len(earliest) else 0
        high = latest[line] if line < len(latest) else count
        windows.append((max(low, line), min(high, count - after)))
    return windows


def _least_ragged(
    lines: PossibleLines, windows: Sequence[tuple[int, int]], width: float, balance: bool
) -> list[int] | None:
    """Return the best choice of one break from each window, or None if the lines of no choice all fit."""
    first, costs = 0, [0.0]  # the costs of the best ways to `first` and the breaks after it
    origins: list[list[int]] = []
    for line, (low, high) in enumerate(windows, 1):
        last_line = (line == 1, balance) if line == len(windows) else None
        ways = [_best_way(lines, end, first, costs, width, last_line) for end in range(low, high + 1)]
        first, costs = low, [cost for cost, _ in ways]
        origins.append([origin for _, origin in ways])
    if costs[-1] == inf:
        return None
    return _trace(windows, origins)


def _best_way(
    lines: PossibleLines,
    end: int,
    first: int,
    costs: Sequence[float],
    width: float,
    last_line: tuple[bool, bool] | None,
) -> tuple[float, int]:
    """Return the cost of the best way to a line that ends at *end*, and where that line starts; inf if there is none.

    Args:
        first: the first break where the line may start.
        costs: of the best ways to that break and those after it.
        width: of the measure, em.
        last_line: for the last line, whether it is the only one and whether it is to be balanced.
    """
    limit = width + _TOLERANCE
    starts, reshaped = lines.starts, lines.reshaped
    stop, end_cost, end_reshaped, begun = lines.ends[end], lines.costs[end], end in reshaped, lines.begun[end]
    whole = last_line is not None or lines.begun[end + 1] == end
    best, origin = inf, -1
    for start in range(min(first + len(costs), end) - 1, first - 1, -1):
        needed = lines.width(start, end) if end_reshaped or start in reshaped else stop - starts[start]
        if needed > limit:
            if lines.bare_width(start, end) > limit:
                break
            continue
        if last_line is not None:
            cost = costs[start - first] + _last_line(needed / width, *last_line)
        else:
            slack = 1.0 - needed / width
            cost = costs[start - first] + slack * slack + end_cost
        if start < begun and not (whole and lines.begun[start + 1] == start):
            cost += _PART_OF_A_SENTENCE
        if cost < best:
            best, origin = cost, start
    return best, origin


def _last_line(filled: float, only: bool, balance: bool) -> float:
    """Return the cost of the last line, which fills this share of the measure."""
    if only:
        return 0.0
    slack = max(0.0, 1.0 - filled)
    if balance:
        return slack * slack
    short = max(0.0, 1.0 - filled / _SHORT)
    return _LAST_LINE * slack * slack + _SHORT_LAST_LINE * short * short


def _trace(windows: Sequence[tuple[int, int]], origins: Sequence[Sequence[int]]) -> list[int]:
    """Return the breaks of the best way, traced back from the end."""
    place = windows[-1][1]
    chosen = []
    for (low, _), came_from in zip(reversed(windows), reversed(origins), strict=True):
        chosen.append(place)
        place = came_from[place - low]
    return chosen[::-1]
