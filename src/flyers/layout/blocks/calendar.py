"""``calendar``: the months of a year as small tables of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.schema import Each, Number, Required
from flyers.layout.block import NO_GAP, Block, Gap, References
from flyers.layout.blocks.base import ArrangedBlock, PartExtent
from flyers.layout.blocks.registry import GAP, NAME, BlockKind, register
from flyers.layout.lines import TextLines, set_lines
from flyers.layout.model import Role
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.text.characters import grapheme_clusters
from flyers.text.model import TypeSpec
from flyers.translation.language_data import SUNDAY, CalendarWords, calendar_words

CALENDAR = MessageKey("calendar")  # Key of its words, which are not messages of the campaign.

_DAYS, _WEEKS = 7, 6  # A month touches at most six weeks; each has room for them, so that all months are of one height.

_ROW = 1.04  # Height of a row of days, em.
_BETWEEN_DAYS = 0.13  # White between the names of two days, em.
_NAME_ROOM = 2.0  # Width that is given to the name of a day, in columns: a wide one reaches over narrow neighbours.
_BELOW_NAME = 1.5  # Points below the name of a month, and half as much below those of the days.


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarBlock(Block):
    """Some months of one year, and the year itself above them if it has a role."""

    year: int
    role: str  # of days
    month_role: str  # of the names of months
    year_role: str = ""  # of the year
    months: tuple[int, ...] = tuple(range(1, 13))  # 1 to 12
    columns: int = 3  # months beside one another
    gap: Gap = NO_GAP  # gap, column_gap: between months
    column_gap: Gap = NO_GAP

    def own_references(self) -> References:
        return References(roles=(self.role, self.month_role, self.year_role))


@dataclass(slots=True)
class ArrangedCalendar(ArrangedBlock[CalendarBlock]):
    """The names of the days as they fit, and the measures of the year's line, a month and its rows."""

    weekdays: tuple[str, ...]
    year_height: float
    month_width: float
    month_height: float
    name_height: float
    above: float  # how far ink of any month's name reaches out of the top of its line; all have one baseline
    head: float  # head, row: heights of the names of days, and of a week
    row: float

    def parts(self) -> Iterator[PartExtent]:
        yield PartExtent(self.height, self.block.path, "calendar")

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, points = self.block, self.setting.points
        if block.year_role:
            year = self._lines(str(block.year), block.year_role, width)
            with sheet.element(year.tag):
                year.put(sheet, start, top)
            top += self.year_height
        across, down = self.month_width + points(block.column_gap), self.month_height + points(block.gap)
        for index, month in enumerate(block.months):
            row, column = divmod(index, block.columns)
            self._put_month(sheet, month, start + column * across, top + row * down)

    def _put_month(self, sheet: Sheet, month: int, start: float, top: float) -> None:
        from calendar import Calendar  # and with it the locale; few pieces need it

        months = calendar_words(self.setting.localized.language.tag).months
        name = self._lines(months[month - 1], self.block.month_role, self.month_width)
        with sheet.element(name.tag):
            name.put(sheet, start, top + self.above)
        top += self.name_height
        day_width = self.month_width / _DAYS
        room = _NAME_ROOM * day_width
        weeks = Calendar(SUNDAY).monthdayscalendar(self.block.year, month)
        rows = [([str(day) if day else "" for day in week], self.row) for week in weeks]
        if weekdays := self.weekdays:
            rows.insert(0, ([weekdays[(SUNDAY + day) % _DAYS] for day in range(_DAYS)], self.head))
        with sheet.element("P"):
            for texts, height in rows:
                cells = [(at, self._lines(f"{text} ", self.block.role, room)) for at, text in enumerate(texts) if text]
                above = max(cell.above for _, cell in cells)  # one baseline
                for column, cell in cells:
                    middle = start + (column + 0.5) * day_width
                    cell.put(sheet, middle - room / 2, top + above)
                top += height

    def _lines(self, text: str, role: str, width: float) -> TextLines:
        return _lines(self.block, text, role, width, self.setting, self.ground)


def _arrange_calendar(block: CalendarBlock, width: float, setting: Setting, ground: str) -> ArrangedCalendar:
    roles, points = setting.layout.roles, setting.points
    words = calendar_words(setting.localized.language.tag)
    month_width = (width - points(block.column_gap) * (block.columns - 1)) / block.columns

    def room(names: Iterable[str], role: str, measure: float) -> tuple[float, float]:
        """Return the height that names of one kind need on one baseline, and how much of it is for ink above them."""
        lines = [_lines(block, name, role, measure, setting, ground) for name in names]
        above = max((line.above for line in lines), default=0.0)
        return above + max((line.height + line.below for line in lines), default=0.0), above

    row = _ROW * _figures(roles[block.role], setting, ground).size
    cell = month_width / _DAYS
    weekdays = _shortened(words, roles[block.role], cell, setting, ground) if block.months and words.weekdays else ()
    head = max(row, room(weekdays, block.role, _NAME_ROOM * cell)[0]) + _BELOW_NAME / 2 if weekdays else 0.0
    # With room for every name, the parts of a year in several blocks are alike.
    name, above = room(words.months if block.months else (), block.month_role, month_width)
    name += _BELOW_NAME if block.months else 0.0
    year, _ = room([str(block.year)] if block.year_role else (), block.year_role, width)
    stacked, month = -(-len(block.months) // block.columns), name + head + _WEEKS * row
    height = year + stacked * month + max(0, stacked - 1) * points(block.gap)
    sizes = (weekdays, year, month_width, month, name, above, head, row)
    return ArrangedCalendar(block, setting, ground, width, height, *sizes)


def _shortened(words: CalendarWords, role: Role, cell: float, setting: Setting, ground: str) -> tuple[str, ...]:
    """Return names of the days that fit over their columns of the width *cell*, all different if there are such.

    Where the short names are alike or too wide, they are the first two letters of the full ones, or the first.
    """
    spec = setting.spec(role, ground, "center")

    def fit(names: tuple[str, ...]) -> bool:
        riches = [RichText(name, setting.localized.language.tag, CALENDAR) for name in names]
        widths = [setting.typesetter.natural_width(rich, spec) for rich in riches]
        widest = max((one + other) / 2 for one, other in pairwise(widths))
        return widest <= cell - _BETWEEN_DAYS * spec.size and max(widths) < _NAME_ROOM * cell

    full = words.full_weekdays or words.weekdays
    choices = (words.weekdays, _beginnings(full, 2), _beginnings(words.weekdays, 2), _beginnings(words.weekdays, 1))
    fitting = [names for names in choices if fit(names)]
    return next((names for names in fitting if len(set(names)) == len(names)), (*fitting, choices[-1])[0])


def _beginnings(names: Iterable[str], letters: int) -> tuple[str, ...]:
    return tuple(name[: grapheme_clusters(name)[:letters][-1][1]] for name in names)


def _figures(role: Role, setting: Setting, ground: str) -> TypeSpec:
    """Return the type of days and years, which look the same in every language."""
    return setting.contact_spec(role, setting.size(role, ground, latin=True), "center", digits=True)


def _lines(block: CalendarBlock, text: str, role: str, width: float, setting: Setting, ground: str) -> TextLines:
    rich = RichText(text, setting.localized.language.tag, CALENDAR.in_language(setting.own_tag))
    type_role = setting.layout.roles[role]
    is_figure = text.strip().isdecimal()
    spec = _figures(type_role, setting, ground) if is_figure else setting.spec(type_role, ground, "center")
    return set_lines(block, rich, spec, width, setting, ground, role=role)


register(BlockKind("calendar", CalendarBlock, {
    "year": Required(Number(1900, 2199, whole=True)),
    "months": Each(Number(1, 12, whole=True), most=12, unique=True, make=tuple),
    "role": Required(NAME), "month_role": Required(NAME), "year_role": NAME,
    "columns": Number(1, 6, whole=True), "gap": GAP, "column_gap": GAP,
}, _arrange_calendar))  # fmt: skip
