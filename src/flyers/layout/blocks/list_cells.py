"""The items of a list as cells in columns and rows: their heights and their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest

from flyers.layout.lines import TextLines
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.translation.registry import Language
from flyers.units import total

_MOST_SPREAD = 0.3
"""Share by which a spread list opens its gaps at most; with more, its items would be further apart than its heading."""


@dataclass(slots=True)
class ListItem:
    """One cell: its lines, and the distances of lines and marker from its top."""

    message: str
    lines: TextLines
    height: float
    lines_down: float
    marker_down: float

    @property
    def white_below(self) -> float:
        """Distance from its lines to its bottom."""
        return self.height - self.lines_down - self.lines.height


def beside_marker(message: str, lines: TextLines, marker: float, language: Language) -> ListItem:
    """Return the cell of *lines* beside a marker of the size *marker*, in points.

    A marker is centred on the first line's body, a large one on as many lines as it is high; the text is centred on a
    marker that is taller than the text.
    """
    if marker > lines.height:
        return ListItem(message, lines, marker, (marker - lines.height) / 2, 0.0)
    middle = lines.first_baseline - (language.ascent - language.descent) / 2 * lines.spec.size
    beside = max(1, min(round(marker / lines.leading), lines.count))
    middle += (beside - 1) * lines.leading / 2
    marker_down = middle - marker / 2
    if marker_down < 0:
        return ListItem(message, lines, lines.height - marker_down, -marker_down, 0.0)
    return ListItem(message, lines, lines.height, 0.0, marker_down)


def column_height(column: list[ListItem], gap: float) -> float:
    """Return the height of a column in points, with *gap* between its items."""
    return total(item.height for item in column) + gap * max(0, len(column) - 1)


def in_columns(items: list[ListItem], count: int) -> list[list[ListItem]]:
    """Split in order, down the columns, the first ones taking the odd item."""
    deep = -(-len(items) // count)
    return [items[start : start + deep] for start in range(0, len(items), deep)] if items else []


def least_white(columns: list[list[ListItem]]) -> float:
    """Return the least white between the lines of two items, which markers higher than the lines leave there."""
    pairs = [pair for column in columns for pair in pairwise(column)]
    return min((upper.white_below + lower.lines_down for upper, lower in pairs), default=0.0)


def make_room_for_ink(column: list[ListItem], gap: float, setting: Setting) -> None:
    """Make items higher where *gap*, in points, is too little for the ink that reaches out of the lines."""
    for upper, lower in pairwise(column):
        needed = upper.lines.clearance(lower.lines, setting)
        upper.height += max(0.0, needed - upper.white_below - gap - lower.lines_down)


def level_rows(columns: list[list[ListItem]]) -> None:
    """Give the items of one row the same height in every column: the list reads as a table, not as two lists."""
    for row in zip_longest(*columns):
        neighbours = [item for item in row if item is not None]
        height = max(item.height for item in neighbours)
        for item in neighbours:
            item.height = height


def raised(rows: list[float], spare: float) -> list[float]:
    """Return the heights of rows after the lowest ones have been raised, all to one height, by *spare* in total."""
    ranked = sorted(rows)
    for count, higher in enumerate([*ranked[1:], ranked[-1]], 1):
        level = min(higher, (total(ranked[:count]) + spare) / count)
        if level < higher or count == len(ranked):
            break
    return [max(row, level) for row in rows]


def most_growth(columns: list[list[ListItem]], gap: float) -> float:
    """Return by how many points a list that spreads can become higher than its columns are."""
    if not columns:
        return 0.0
    rows = _rows(columns)
    level = (max(rows) * len(rows) - total(rows)) if len(columns) > 1 else 0.0
    return level + (len(rows) - 1) * gap * _MOST_SPREAD


def placed_in_rows(
    columns: list[list[ListItem]], gap: float, top: float, height: float | None
) -> Iterator[tuple[ListItem, int, float]]:
    """Yield the cells with their column and their distance from the top, in rows that are level across the columns.

    What a *height* to fill leaves free first raises low rows of several columns to one pitch, then opens the gaps.
    """
    rows, opened = _rows(columns), gap
    if height is not None and len(rows) > 1:
        spare = max(0.0, height - total(rows) - gap * (len(rows) - 1))
        if len(columns) > 1:
            level = raised(rows, spare)
            spare -= total(level) - total(rows)
            rows = level
        opened += min(spare / (len(rows) - 1), gap * _MOST_SPREAD)
    for number, column in enumerate(columns):
        y = top
        for item, row in zip(column, rows, strict=False):
            yield item, number, y
            y += row + opened


def _rows(columns: list[list[ListItem]]) -> list[float]:
    return [item.height for item in max(columns, key=len)]
