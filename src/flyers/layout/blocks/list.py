"""``list``: messages as a list with markers, in one or more columns, as many as fit.

Markers are pictograms, boxes to tick, bullets or numerals. Numerals (1, 2, 3) are in the type of their items and bold;
they are text, so they are copied and read aloud, with Western figures in every language, as in numbers to call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any

from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.messages import Group
from flyers.content.schema import Each, Flag, Kind, Number, Problem, Record, Required, Shorthand
from flyers.errors import LayoutError
from flyers.layout.block import ALWAYS, NO_GAP, Block, Gap, ItemRange, PrintedMessage, References, When
from flyers.layout.blocks.base import ArrangedBlock, PartExtent, paragraph_gap
from flyers.layout.blocks.registry import FORM, GAP, NAME, SHORTER_FORMS, WHEN, BlockKind, register
from flyers.layout.lines import TextLines, message_lines, set_lines
from flyers.layout.model import Role
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Omission
from flyers.records import dataclass
from flyers.text.model import TypeSpec
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


_BULLET = 0.32
"""Diameter of a bullet, in ems."""

_ROUNDING = 0.01
"""Points by which the measure of numerals is wider than the widest, so that none is broken."""


@dataclass(frozen=True, slots=True)
class Markers:
    """The arranged markers of a list.

    Attributes:
        block: the list.
        kind: none, bullet, number, icon (each message's own pictogram), or the name of a pictogram.
        role: of the items.
        colour: of the theme; "" for that of pictures, or of strong text for numerals, on the ground.
        size: of a marker, in points.
        indent: the distance of the text from a marker's start, in points.
    """

    block: Block
    kind: str
    role: Role
    colour: str
    setting: Setting
    ground: str
    size: float = 0.0
    indent: float = 0.0

    def put(self, sheet: Sheet, message: str, number: int, start: float, top: float) -> None:
        """Draw the marker of item *number*, which says *message*."""
        setting, ground = self.setting, self.ground
        if self.kind == "number":
            _numeral_lines(self, number).put(sheet, start, top, ground)
            return
        colour = self.colour or setting.theme.grounds[ground].picture
        if self.kind == "bullet":
            sheet.circle(start, top, self.size, colour, ground, self.block.path, "bullet")
            return
        if self.kind == "icon":
            picture = setting.pictures[_own_icon(message, setting)]
        else:
            picture = setting.pictogram(self.kind, self.block.source)
        sheet.picture(picture, start, top, self.size, colour, ground, self.block.path)


def arranged(markers: Markers, most: int, size: Gap, gap: Gap) -> Markers:
    """Return the *markers* with their size and indent, for a list of at most *most* items.

    *size* of pictograms and *gap* between markers and text are as the layout has them; nothing for the usual ones.
    """
    if markers.kind == "none":
        return markers
    em = markers.setting.size(markers.role, markers.ground)
    if markers.kind == "number":
        width, distance = _numerals_width(most, markers.role, markers.setting, markers.ground), em * 0.55
    elif markers.kind == "bullet":
        width, distance = em * _BULLET, em * 0.5
    else:
        width, distance = markers.setting.points(size) or em * 1.5, em * 0.55
    return replace(markers, size=width, indent=width + (markers.setting.points(gap) or distance))


def _own_icon(message: str, setting: Setting) -> str:
    found = setting.localized.campaign.message(message)
    if not found.icon:
        raise LayoutError(
            f"The message “{message}” has no pictogram, and its list is marked with pictograms.",
            hint="Give it an `icon`, or the list another `marker`.",
            source=found.source,
        )
    return found.icon


def _numerals_width(count: int, role: Role, setting: Setting, ground: str) -> float:
    """Return the width of the widest numeral of a list of *count* items, points."""
    spec = _spec(role, setting, ground)
    widths = (setting.typesetter.natural_width(_rich(number, setting), spec) for number in range(1, count + 1))
    return max(widths, default=0.0) + _ROUNDING


def _numeral_lines(markers: Markers, number: int) -> TextLines:
    """Return the numeral of item *number*, flush in the width of all with the side of the item's text."""
    setting, ground, role = markers.setting, markers.ground, markers.role
    spec = _spec(role, setting, ground)
    shade = markers.colour or setting.theme.grounds[ground].strong
    rich = _rich(number, setting)
    return set_lines(markers.block, rich, spec, markers.size, setting, ground, role=role, colour=shade)


def _spec(role: Role, setting: Setting, ground: str) -> TypeSpec:
    return replace(setting.spec(role, ground, "end"), weight="bold")


def _rich(number: int, setting: Setting) -> RichText:
    return RichText(str(number), setting.localized.language.tag, MessageKey(f"numeral {number}"))


_BETWEEN_ITEMS = 0.5
"""Share of its gap by which a list separates its items beyond the distance of lines; their markers do the rest."""


@dataclass(frozen=True, slots=True)
class ListMessage:
    """A message in a list, and the condition under which it is an item."""

    message: str
    when: When = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock(Block):
    """The messages of a group, or those given, as a list.

    Attributes:
        marker: none, bullet, number, icon (each message's own pictogram), or the name of a pictogram.
        least: with it, copy-fitting may drop items, those of the lowest priority first, down to this number.
        aim: the number of items to begin with, if items may be dropped; 0 for all.
        otherwise: keys with the values that they take before items are dropped, where it doesn't fit in large type.
        spread: whether the gaps open to fill the height.
    """

    role: str
    group: str = ""
    messages: tuple[ListMessage, ...] = ()
    form: str = "text"
    shorter: tuple[str, ...] = ()
    marker: str = "bullet"
    marker_size: Gap = NO_GAP
    marker_gap: Gap = NO_GAP
    colour: str = ""
    marker_colour: str = ""
    columns: int = 1
    column_gap: Gap = NO_GAP
    gap: Gap = NO_GAP
    otherwise: tuple[tuple[str, Any], ...] = ()
    least: int = 0
    aim: int = 0
    spread: bool = False

    def own_references(self) -> References:
        own = References(
            printed=tuple(PrintedMessage(item.message, self.forms) for item in self.messages),
            groups=(self.group,),
            roles=(self.role,),
            colours=(self.colour, self.marker_colour),
        )
        return sum((item.when.references for item in self.messages), own)

    def with_groups(self, groups: Mapping[str, Group]) -> ListBlock:
        if self.group not in groups:
            return self
        return replace(self, messages=tuple(map(ListMessage, groups[self.group].members)))

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


@dataclass(slots=True)
class ArrangedList(ArrangedBlock[ListBlock]):
    """An arranged list. ``omitted`` are messages that are dropped."""

    columns: list[list[ListItem]]
    column_width: float
    gap: float
    markers: Markers
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

    @property
    def parts_of_flow(self) -> int:
        items = self.columns[0] if len(self.columns) == 1 else []
        return max(1, len(items))

    def flow_part(self, start: int, end: int) -> ArrangedList:
        if self.parts_of_flow == 1:
            return self
        (items,) = self.columns
        whole = end == self.parts_of_flow
        items = items[start:end]
        part = replace(self, columns=[items], omitted=self.omitted if whole else [])
        part.height = column_height(items, self.gap) + part.room_above + part.room_below
        return part

    def parts(self) -> Iterator[PartExtent]:
        for item in (item for column in self.columns for item in column):
            yield PartExtent(item.height, self.block.path, str(item.lines.rich.message))

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        if not self.columns:  # no item's condition holds; an empty list would be a fault of the structure
            return
        placed = list(self._placed(start, top, height))
        with sheet.element("L"):
            for number, (item, x, y) in enumerate(placed, start=1):
                with sheet.element("LI"):
                    self._put_item(sheet, item, number, x, y)
        for message in self.omitted:
            omission = Omission(self.block.path, MessageKey(message), "left out: there is no room for it")
            sheet.omissions.append(omission)

    @property
    def most_growth(self) -> float:
        return most_growth(self.columns, self.gap) if self.block.spread else 0.0

    def _placed(self, start: float, top: float, height: float) -> Iterator[tuple[ListItem, float, float]]:
        """Yield the cells with their distances from the start edge and from the top."""
        step = self.column_width + self.setting.points(self.block.column_gap)
        for item, column, y in placed_in_rows(self.columns, self.gap, top, height if self.block.spread else None):
            yield item, start + column * step, y

    def _put_item(self, sheet: Sheet, item: ListItem, number: int, start: float, top: float) -> None:
        if self.markers.kind != "none":
            with sheet.element("Lbl"):
                self.markers.put(sheet, item.message, number, start, top + item.marker_down)
        with sheet.element("LBody"):
            item.lines.put(sheet, start + self.markers.indent, top + item.lines_down, self.ground)
        item.lines.note_shorter_form(sheet)


def _arrange_list(block: ListBlock, width: float, setting: Setting, ground: str) -> ArrangedList:
    """Arrange the items that copy-fitting has room for, in the list's own order."""
    if block.path in setting.rung.otherwise:
        block = replace(block, **dict(block.otherwise))
    role = setting.layout.roles[block.role]
    markers = Markers(block, block.marker, role, block.marker_colour, setting, ground)
    markers = arranged(markers, len(block.messages), block.marker_size, block.marker_gap)
    column_width = (width - setting.points(block.column_gap) * (block.columns - 1)) / block.columns
    text_width = column_width - markers.indent
    wanted = [item.message for item in block.messages if setting.holds(item.when)]
    shown = _shown(wanted, block, setting)
    items = [_item(block, message, text_width, markers.size, setting, ground) for message in shown]
    gap = setting.points(block.gap)
    columns = in_columns(items, block.columns)
    if items:
        lines = max(item.lines.line_gap for item in items)
        beside = lines - least_white(columns) + gap * _BETWEEN_ITEMS
        gap = paragraph_gap(gap, lines) if block.marker == "none" else max(gap, beside)
    for column in columns:
        make_room_for_ink(column, gap, setting)
    level_rows(columns)
    height = max((column_height(column, gap) for column in columns), default=0.0)
    omitted = [message for message in wanted if message not in shown]
    return ArrangedList(block, setting, ground, width, height, columns, column_width, gap, markers, omitted)


def _shown(wanted: list[str], block: ListBlock, setting: Setting) -> list[str]:
    """Those of *wanted* with the highest priority, as many as this attempt shows, in the list's own order."""
    count = setting.rung.counts.get(block.path, len(wanted))
    if count >= len(wanted):
        return wanted
    campaign = setting.localized.campaign
    ranked = sorted(wanted, key=lambda message: campaign.message(message).priority)
    return [message for message in wanted if message in set(ranked[:count])]


def _item(
    block: ListBlock,
    message: str,
    width: float,
    marker: float,
    setting: Setting,
    ground: str,
) -> ListItem:
    role = setting.layout.roles[block.role]
    lines = message_lines(block, message, width, setting, ground, role=role, colour=block.colour, align="start")
    if block.marker in ("none", "number"):
        return ListItem(message, lines, lines.height, 0.0, 0.0)
    return beside_marker(message, lines, marker, setting.localized.language)


_ARRANGEMENT: Mapping[str, Kind] = {
    "marker_size": GAP,
    "marker_gap": GAP,
    "columns": Number(1, 4, whole=True),
    "column_gap": GAP,
    "gap": GAP,
}
_ITEM = Shorthand(Record({"message": Required(NAME), "when": WHEN}, make=ListMessage), "message")

register(
    BlockKind(
        name="list",
        block=ListBlock,
        keys={
            "group": NAME,
            "messages": Each(_ITEM, least=1, unique=True),
            "role": Required(NAME),
            "form": FORM,
            "shorter": SHORTER_FORMS,
            "colour": NAME,
            "marker": NAME,
            "marker_colour": NAME,
            **_ARRANGEMENT,
            "otherwise": Record(_ARRANGEMENT, make=lambda **keys: tuple(keys.items())),
            "least": Number(1, whole=True),
            "aim": Number(1, whole=True),
            "spread": Flag(),
        },
        arrange=_arrange_list,
        rules=_problems,
    )
)
