"""Lists: items with markers, in one or more columns, as many as fit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest

from flyers.layout import blocks, pages
from flyers.layout.arrange import ArrangedBlock, paragraph_gap
from flyers.layout.figures import put_picture
from flyers.layout.lines import TextLines, message_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet

_SPREAD = 1.1
"""A spread list opens its gaps by no more than this many ems: beyond, the items no longer read as one list."""

_ITEMS = 0.5
"""Share of its gap by which a list parts its items beyond the distance of lines; their markers do the rest."""

_BULLET = 0.32
"""Diameter of a bullet, in ems."""

_KAPPA = 0.5522847498
"""Control-point distance for a quarter circle as a Bézier curve."""


@dataclass(slots=True)
class Entry:
    """One item: its lines, and how far lines and marker stand below the item's top."""

    message: str
    lines: TextLines
    height: float
    lines_down: float
    marker_down: float


@dataclass(slots=True)
class Items(ArrangedBlock):
    """An arranged list."""

    columns: list[list[Entry]]
    column_width: float
    gap: float
    marker: float
    indent: float
    omitted: list[str]

    @property
    def line_gap(self) -> float:
        return self.columns[0][0].lines.line_gap if self.columns else 0.0

    @property
    def ink_above(self) -> float:
        return max((max(0.0, column[0].lines.above - column[0].lines_down) for column in self.columns), default=0.0)

    @property
    def ink_below(self) -> float:
        return max((column[-1].lines.below for column in self.columns), default=0.0)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Listing)
        gap = self.gap + self._spread(height)
        step = self.column_width + self.setting.points(block.column_gap)
        with sheet.element("L"):
            for number, column in enumerate(self.columns):
                y = top
                for entry in column:
                    with sheet.element("LI"):
                        self._put_entry(sheet, entry, start + number * step, y)
                    y += entry.height + gap
        for message in self.omitted:
            sheet.omissions.append(pages.Omission(block.path, message, "left out for want of room"))

    def _spread(self, height: float) -> float:
        block = self.block
        assert isinstance(block, blocks.Listing)
        most = max((len(column) for column in self.columns), default=0)
        if not block.spread or most < 2:
            return 0.0
        tallest = max(_column_height(column, self.gap) for column in self.columns)
        size = self.columns[0][0].lines.spec.size
        return max(0.0, min((height - tallest) / (most - 1), size * _SPREAD))

    def _put_entry(self, sheet: Sheet, entry: Entry, start: float, top: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Listing)
        if block.marker != "none":
            with sheet.element("Lbl"):
                self._put_marker(sheet, entry, start, top + entry.marker_down)
        with sheet.element("LBody"):
            entry.lines.put(sheet, start + self.indent, top + entry.lines_down, self.ground)
        entry.lines.note_shorter_form(sheet)

    def _put_marker(self, sheet: Sheet, entry: Entry, start: float, top: float) -> None:
        block, setting = self.block, self.setting
        assert isinstance(block, blocks.Listing)
        colour = block.marker_colour or setting.theme.picture_on(self.ground)
        if block.marker == "bullet":
            path = _circle(sheet.left(start, self.marker), sheet.height - top - self.marker, self.marker)
            sheet.add(pages.Shape(path, colour, self.ground, block.path, "bullet"))
            return
        name = block.marker if block.marker != "icon" else setting.localized.campaign.message(entry.message).icon
        put_picture(sheet, setting.pictures[name], start, top, self.marker, colour, self.ground, block.path, "")


def arrange_listing(block: blocks.Listing, width: float, setting: Setting, ground: str) -> Items:
    """Arrange the list; which items it shows is decided by ``Fit.counts``, by priority, and their order stays."""
    role = setting.layout.roles[block.role]
    size = setting.size(role, ground)
    if block.marker == "none":
        marker = indent = 0.0
    elif block.marker == "bullet":
        marker = size * _BULLET
        indent = marker + (setting.points(block.marker_gap) or size * 0.5)
    else:
        marker = setting.points(block.marker_size) or size * 1.5
        indent = marker + (setting.points(block.marker_gap) or size * 0.55)
    between = setting.points(block.column_gap) * (block.columns - 1)
    column_width = (width - between) / block.columns
    form = setting.form(block)
    shown = chosen(block, setting)
    entries = [_entry(block, message, form, column_width - indent, marker, setting, ground) for message in shown]
    gap = setting.points(block.gap)
    if entries:
        lines = max(entry.lines.line_gap for entry in entries)
        gap = paragraph_gap(gap, lines) if block.marker == "none" else max(gap, lines + gap * _ITEMS)
    columns = _columns(entries, block.columns)
    for column in columns:
        _part(column, gap, setting)
    _level(columns)
    height = max((_column_height(column, gap) for column in columns), default=0.0)
    omitted = [message for message in block.messages if message not in shown]
    return Items(block, setting, ground, width, height, columns, column_width, gap, marker, indent, omitted)


def chosen(block: blocks.Listing, setting: Setting) -> list[str]:
    """The messages that the list shows at this attempt, in the list's own order."""
    count = setting.fit.counts.get(block.path, len(block.messages))
    if count >= len(block.messages):
        return list(block.messages)
    campaign = setting.localized.campaign
    ranked = sorted(block.messages, key=lambda message: campaign.message(message).priority)
    return [message for message in block.messages if message in set(ranked[:count])]


def _entry(
    block: blocks.Listing, message: str, form: str, width: float, marker: float, setting: Setting, ground: str
) -> Entry:
    lines = message_lines(block, message, form, width, setting, ground, colour=block.colour, align="start")
    if block.marker == "none":
        return Entry(message, lines, lines.height, 0.0, 0.0)
    # A marker is centred on the first line's body; one that is taller than the text takes the text to its middle.
    language = setting.localized.language
    middle = lines.first_baseline - (language.ascent - language.descent) / 2 * lines.spec.size
    if marker > lines.height:
        return Entry(message, lines, marker, (marker - lines.height) / 2, 0.0)
    marker_down = middle - marker / 2
    if marker_down < 0:
        return Entry(message, lines, lines.height - marker_down, -marker_down, 0.0)
    return Entry(message, lines, lines.height, 0.0, marker_down)


def _column_height(column: list[Entry], gap: float) -> float:
    return sum(entry.height for entry in column) + gap * max(0, len(column) - 1)


def _columns(entries: list[Entry], count: int) -> list[list[Entry]]:
    """Split in order, down the columns, the first ones taking the odd item."""
    deep = -(-len(entries) // count)
    return [entries[start : start + deep] for start in range(0, len(entries), deep)] if entries else []


def _part(column: list[Entry], gap: float, setting: Setting) -> None:
    """Make items higher under which *gap* is too little for ink that stands out of the lines."""
    for upper, lower in pairwise(column):
        needed = upper.lines.clearance(lower.lines, setting)
        under = upper.height - upper.lines_down - upper.lines.height
        upper.height += max(0.0, needed - under - gap - lower.lines_down)


def _level(columns: list[list[Entry]]) -> None:
    """Let items of one row begin at one height in every column: the list reads as a table, not as two lists."""
    for row in zip_longest(*columns):
        beside = [entry for entry in row if entry is not None]
        height = max(entry.height for entry in beside)
        for entry in beside:
            entry.height = height


def _circle(x: float, y: float, diameter: float) -> tuple[tuple[str | float, ...], ...]:
    r = diameter / 2
    cx, cy, k = x + r, y + r, r * _KAPPA
    return (
        ("M", cx + r, cy),
        ("C", cx + r, cy + k, cx + k, cy + r, cx, cy + r),
        ("C", cx - k, cy + r, cx - r, cy + k, cx - r, cy),
        ("C", cx - r, cy - k, cx - k, cy - r, cx, cy - r),
        ("C", cx + k, cy - r, cx + r, cy - k, cx + r, cy),
        ("Z",),
    )
