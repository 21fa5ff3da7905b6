"""``list``: messages as a list with markers, in one or more columns, as many as fit.

Markers are pictograms, boxes to tick, bullets or numerals. Numerals (1, 2, 3) are in the type of their items and bold;
they are text, so they are copied and read aloud, with Western figures in every language, as in numbers to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count, pairwise, zip_longest
from typing import Any

from flyers.content.contacts import Contact
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.messages import Group
from flyers.content.schema import Each, Flag, Kind, Number, Problem, Record, Required, Shorthand
from flyers.errors import LayoutError
from flyers.layout.block import ALWAYS, NO_GAP, Block, Edge, Gap, ItemRange, PrintedMessage, References, When
from flyers.layout.blocks.base import ArrangedBlock, PartExtent, paragraph_gap
from flyers.layout.blocks.registry import FORM, GAP, NAME, SHORTER_FORMS, WHEN, BlockKind, register
from flyers.layout.lines import TextLines, message_lines, set_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Omission
from flyers.records import dataclass
from flyers.text.model import TypeSpec
from flyers.units import total

_MOST_SPREAD = 0.3  # Share by which a spread list opens its gaps at most: its heading is to be further off than items.
_BETWEEN_ITEMS = 0.5  # Share of its gap by which items are further apart than lines; their markers do the rest.
_BULLET = 0.32  # Diameter of a bullet, in ems.
_ROUNDING = 0.01  # Points by which the measure of numerals is wider than the widest, so that none is broken.


@dataclass(frozen=True, slots=True)
class ListMessage:
    """A message in a list, and the condition under which it is an item."""

    message: str
    when: When = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock(Block):
    """The messages of a group, or those given, as a list."""

    role: str
    group: str = ""
    messages: tuple[ListMessage, ...] = ()
    form: str = "text"
    shorter: tuple[str, ...] = ()
    marker: str = "bullet"  # none, bullet, number, icon (each message's own pictogram), or the name of a pictogram
    marker_size: Gap = NO_GAP
    marker_gap: Gap = NO_GAP
    colour: str = ""
    marker_colour: str = ""
    columns: int = 1
    column_gap: Gap = NO_GAP
    gap: Gap = NO_GAP
    # Keys with the values that they take before items are dropped, where it doesn't fit in large type.
    otherwise: tuple[tuple[str, Any], ...] = ()
    least: int = 0  # with it, copy-fitting may drop items, those of the lowest priority first, down to this number
    aim: int = 0  # the number of items to begin with, if items may be dropped; 0 for all
    spread: bool = False  # whether the gaps open to fill the height

    def own_references(self) -> References:
        own = References(
            printed=tuple(PrintedMessage(item.message, self.forms) for item in self.messages),
            groups=(self.group,),
            roles=(self.role,),
            colours=(self.colour, self.marker_colour),
        )
        return sum((item.when.references for item in self.messages), own)

    def with_members(self, members: Iterable[Group | Contact]) -> ListBlock:
        for group in members:
            if isinstance(group, Group) and group.id == self.group:
                return replace(self, messages=tuple(map(ListMessage, group.members)))
        return self

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.form, *self.shorter)

    @property
    def item_range(self) -> ItemRange | None:
        most = len(self.messages)
        return ItemRange(self.least, max(self.least, min(self.aim or most, most)), most) if self.least else None

    @property
    def has_other_way(self) -> bool:
        return bool(self.otherwise)

    @property
    def text_role(self) -> str:
        return self.role

    @property
    def is_paragraph(self) -> bool:
        return self.marker == "none"


def _problems(block: ListBlock) -> Iterator[Problem]:
    if bool(block.group) == bool(block.messages):
        yield Problem("A list needs either “group” or “messages”.")


def _marker_sizes(block: ListBlock, setting: Setting, ground: str) -> tuple[float, float]:
    """Return the size of markers, and the distance of the text from a marker's start, in points."""
    if block.marker == "none":
        return 0.0, 0.0
    em = setting.size(setting.layout.roles[block.role], ground)
    if block.marker == "number":
        numerals = [_numeral(number, block, setting, ground) for number in range(1, len(block.messages) + 1)]
        widest = max((setting.typesetter.natural_width(*numeral) for numeral in numerals), default=0.0)
        size, distance = widest + _ROUNDING, em * 0.55
    elif block.marker == "bullet":
        size, distance = em * _BULLET, em * 0.5
    else:
        size, distance = setting.points(block.marker_size) or em * 1.5, em * 0.55
    return size, size + (setting.points(block.marker_gap) or distance)


def _numeral(number: int, block: ListBlock, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
    rich = RichText(str(number), setting.localized.language.tag, MessageKey(f"numeral {number}"))
    return rich, replace(setting.spec(setting.layout.roles[block.role], ground, "end"), weight="bold")


@dataclass(slots=True)
class ListItem:
    """One cell."""

    message: str
    lines: TextLines
    height: float
    lines_down: float = 0.0  # lines_down, marker_down: their distances from its top
    marker_down: float = 0.0

    @property
    def white_below(self) -> float:
        """Distance from its lines to its bottom."""
        return self.height - self.lines_down - self.lines.height


def _cell(block: ListBlock, message: str, lines: TextLines, marker: float, setting: Setting) -> ListItem:
    """Return the cell of *lines*, beside a marker of the size *marker*, in points, if there is one."""
    if block.marker in ("none", "number"):
        return ListItem(message, lines, lines.height)
    language = setting.localized.language
    if marker > lines.height:
        return ListItem(message, lines, marker, (marker - lines.height) / 2)
    # The marker is centred on the first line's body, a large one on as many lines as it is high.
    middle = lines.first_baseline - (language.ascent - language.descent) / 2 * lines.spec.size
    beside = max(1, min(round(marker / lines.leading), lines.count))
    middle += (beside - 1) * lines.leading / 2
    marker_down = middle - marker / 2
    if marker_down < 0:
        return ListItem(message, lines, lines.height - marker_down, -marker_down)
    return ListItem(message, lines, lines.height, 0.0, marker_down)


def _column_height(column: list[ListItem], gap: float) -> float:
    return total(item.height for item in column) + gap * max(0, len(column) - 1)


def _raised(rows: list[float], spare: float) -> list[float]:
    """Return the heights of rows after the lowest ones have been raised, all to one height, by *spare* in total."""
    ranked = sorted(rows)
    for low, higher in enumerate([*ranked[1:], ranked[-1]], 1):
        level = min(higher, (total(ranked[:low]) + spare) / low)
        if level < higher or low == len(ranked):
            break
    return [max(row, level) for row in rows]


@dataclass(slots=True)
class ArrangedList(ArrangedBlock[ListBlock]):
    """An arranged list."""

    columns: list[list[ListItem]]
    column_width: float
    gap: float
    marker_size: float
    indent: float
    omitted: list[str]  # messages that are dropped

    @property
    def line_gap(self) -> float:
        return self.columns[0][0].lines.line_gap if self.columns else 0.0

    def ink(self, edge: Edge) -> float:
        if edge == "bottom":
            return max((column[-1].lines.below for column in self.columns), default=0.0)
        return max((max(0.0, column[0].lines.above - column[0].lines_down) for column in self.columns), default=0.0)

    @property
    def parts_of_flow(self) -> int:
        return len(self.columns[0]) if len(self.columns) == 1 else 1

    def flow_part(self, start: int, end: int) -> ArrangedList:
        if self.parts_of_flow == 1:
            return self
        items, whole = self.columns[0][start:end], end == self.parts_of_flow
        part = replace(self, columns=[items], omitted=self.omitted if whole else [])
        part.height = _column_height(items, self.gap) + part.room("top") + part.room("bottom")
        return part

    def parts(self) -> Iterator[PartExtent]:
        for item in chain.from_iterable(self.columns):
            yield PartExtent(item.height, self.block.path, str(item.lines.rich.message))

    @property
    def _rows(self) -> list[float]:
        return [item.height for item in max(self.columns, key=len)]

    @property
    def most_growth(self) -> float:
        if not self.block.spread or not self.columns:
            return 0.0
        rows = self._rows
        level = (max(rows) * len(rows) - total(rows)) if len(self.columns) > 1 else 0.0
        return level + (len(rows) - 1) * self.gap * _MOST_SPREAD

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        if not self.columns:  # no item's condition holds; an empty list would be a fault of the structure
            return
        rows, gap = self._spread(height) if self.block.spread else (self._rows, self.gap)
        step = self.column_width + self.setting.points(self.block.column_gap)
        numbers = count(1)
        with sheet.element("L"):
            for place, column in enumerate(self.columns):
                y = top
                for item, row in zip(column, rows, strict=False):
                    left = start + place * step
                    with sheet.element("LI"):
                        if self.block.marker != "none":
                            with sheet.element("Lbl"):
                                self._put_marker(sheet, item.message, next(numbers), left, y + item.marker_down)
                        with sheet.element("LBody"):
                            item.lines.put(sheet, left + self.indent, y + item.lines_down)
                        item.lines.note_shorter_form(sheet)
                    y += row + gap
        note = "left out: there is no room for it"
        sheet.omissions += [Omission(self.block.path, MessageKey(message), note) for message in self.omitted]

    def _spread(self, height: float) -> tuple[list[float], float]:
        """Return the rows, level across the columns, and the gap with which it fills *height* as far as it may."""
        rows = self._rows
        if len(rows) < 2:
            return rows, self.gap
        spare = max(0.0, height - total(rows) - self.gap * (len(rows) - 1))
        if len(self.columns) > 1:
            level = _raised(rows, spare)
            spare -= total(level) - total(rows)
            rows = level
        return rows, self.gap + min(spare / (len(rows) - 1), self.gap * _MOST_SPREAD)

    def _put_marker(self, sheet: Sheet, message: str, number: int, start: float, top: float) -> None:
        setting, ground, block = self.setting, self.ground, self.block
        if block.marker == "number":  # flush, in the width of all, with the side of the item's text
            rich, spec = _numeral(number, block, setting, ground)
            colour = block.marker_colour or setting.theme.grounds[ground].strong
            lines = set_lines(block, rich, spec, self.marker_size, setting, ground, role=block.role, colour=colour)
            lines.put(sheet, start, top)
            return
        colour = block.marker_colour or setting.theme.grounds[ground].picture
        if block.marker == "bullet":
            sheet.circle(start, top, self.marker_size, colour, ground, block.path, "bullet")
            return
        if block.marker == "icon":
            own = setting.localized.campaign.message(message)
            if not own.icon:
                problem = f"The message “{message}” has no pictogram, and its list is marked with pictograms."
                raise LayoutError(problem, hint="Give it an `icon`, or the list another `marker`.", source=own.source)
            picture = setting.pictures[own.icon]
        else:
            picture = setting.pictogram(block.marker, block.source)
        sheet.picture(picture, start, top, self.marker_size, colour, ground, block.path)


def _arrange_list(block: ListBlock, width: float, setting: Setting, ground: str) -> ArrangedList:
    if block.path in setting.rung.otherwise:
        block = replace(block, **dict(block.otherwise))
    marker, indent = _marker_sizes(block, setting, ground)
    column_width = (width - setting.points(block.column_gap) * (block.columns - 1)) / block.columns
    messages = [item.message for item in block.messages if setting.holds(item.when)]
    shown = _shown(messages, block, setting)
    items = []
    for message in shown:
        room, role, colour = column_width - indent, block.role, block.colour
        lines = message_lines(block, message, room, setting, ground, role=role, colour=colour, align="start")
        items.append(_cell(block, message, lines, marker, setting))
    deep = -(-len(items) // block.columns)
    columns = [items[start : start + deep] for start in range(0, len(items), deep)] if items else []
    gap = setting.points(block.gap)
    neighbours = list(chain.from_iterable(map(pairwise, columns)))
    if items:
        between = max(item.lines.line_gap for item in items)
        # Markers that are higher than their lines leave white there.
        white = min((upper.white_below + lower.lines_down for upper, lower in neighbours), default=0.0)
        beside = between - white + gap * _BETWEEN_ITEMS
        gap = paragraph_gap(gap, between) if block.marker == "none" else max(gap, beside)
    for upper, lower in neighbours:  # room for ink that reaches out of the lines
        needed = upper.lines.clearance(lower.lines, setting)
        upper.height += max(0.0, needed - upper.white_below - gap - lower.lines_down)
    for row in zip_longest(*columns):  # one height in every column: it reads as a table, not as several lists
        level = [item for item in row if item is not None]
        height = max(item.height for item in level)
        for item in level:
            item.height = height
    height = max((_column_height(column, gap) for column in columns), default=0.0)
    omitted = [message for message in messages if message not in shown]
    return ArrangedList(block, setting, ground, width, height, columns, column_width, gap, marker, indent, omitted)


def _shown(messages: list[str], block: ListBlock, setting: Setting) -> list[str]:
    """Those of *messages* with the highest priority, as many as this attempt shows, in the list's own order."""
    most = setting.rung.counts.get(block.path, len(messages))
    if most >= len(messages):
        return messages
    campaign = setting.localized.campaign
    ranked = sorted(messages, key=lambda message: campaign.message(message).priority)
    return [message for message in messages if message in set(ranked[:most])]


_ITEM = Shorthand(Record({"message": Required(NAME), "when": WHEN}, make=ListMessage), "message")
_ARRANGEMENT: Mapping[str, Kind] = {
    "marker_size": GAP, "marker_gap": GAP, "columns": Number(1, 4, whole=True), "column_gap": GAP, "gap": GAP,
}  # fmt: skip
register(BlockKind("list", ListBlock, {
    "group": NAME, "messages": Each(_ITEM, least=1, unique=True), "role": Required(NAME),
    "form": FORM, "shorter": SHORTER_FORMS, "colour": NAME, "marker": NAME, "marker_colour": NAME, **_ARRANGEMENT,
    "otherwise": Record(_ARRANGEMENT, make=lambda **keys: tuple(keys.items())),
    "least": Number(1, whole=True), "aim": Number(1, whole=True), "spread": Flag(),
}, _arrange_list, rules=_problems))  # fmt: skip
