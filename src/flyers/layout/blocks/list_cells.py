"""The items of a list as cells in columns and rows, and their heights."""

from __future__ import annotations

from itertools import pairwise, zip_longest

from flyers.layout.lines import TextLines
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.units import total


@dataclass(slots=True)
class ListItem:
    """One cell: its lines, and the distances of lines and marker from its top. The `closing` one is no item."""

    message: str
    lines: TextLines
    height: float
    lines_down: float
    marker_down: float
    closing: bool = False

    @property
    def white_below(self) -> float:
        """Distance from its lines to its bottom."""
        return self.height - self.lines_down - self.lines.height


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
    """Make items higher where *gap* is too little for the ink that reaches out of the lines."""
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


def even_out(columns: list[list[ListItem]]) -> None:
    """Make all items as high as the highest of them; the closing message only may be higher."""
    items = [item for column in columns for item in column]
    height = max((item.height for item in items if not item.closing), default=0.0)
    for item in items:
        item.height = max(item.height, height)


def raised(rows: list[float], spare: float) -> list[float]:
    """Return the heights of rows after the lowest ones have been raised, all to one height, by *spare* in total."""
    ranked = sorted(rows)
    for count, higher in enumerate([*ranked[1:], ranked[-1]], 1):
        level = min(higher, (total(ranked[:count]) + spare) / count)
        if level < higher or count == len(ranked):
            break
    return [max(row, level) for row in rows]
