"""Months of a calendar: each day below the name of its day, each month in its place, in as much room as it needs."""

from __future__ import annotations

from calendar import monthrange, weekday
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from flyers.errors import Source
from flyers.layout.block import Gap
from flyers.layout.blocks.calendar import CALENDAR, CalendarBlock
from flyers.layout.blocks.registry import arrange
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Element, TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
MONTH, ACROSS, DOWN, TOP = 140.0, 10.0, 20.0, 30.0
WIDTH = 2 * MONTH + ACROSS


@pytest.fixture
def setting(session: Session) -> Setting:
    """English on a sheet that is large enough for four months."""
    layout = replace(session.layout("wallet-card"), width=400.0, height=500.0)
    return Setting(session.localized("en"), layout, session.theme, session.typesetter, session.pictures, Rung())


def calendar(**keys: Any) -> CalendarBlock:
    usual = {"year": 2027, "role": "body", "month_role": "heading", "months": (1, 2, 3, 10), "columns": 2}
    usual |= {"gap": Gap(DOWN), "column_gap": Gap(ACROSS)}
    return CalendarBlock(source=HERE, path="front/calendar[0]", **{**usual, **keys})


def put(setting: Setting, block: CalendarBlock) -> tuple[list[TextLine], Element, float]:
    """Return the lines of a calendar at the start edge, its part of the structure, and its height."""
    sheet = Sheet(setting, 0, "front")
    arranged = arrange(block, WIDTH, setting, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 0.0, TOP, arranged.height)
    assert [part.path for part in arranged.parts()] == [block.path]
    return [item for item in sheet.items if isinstance(item, TextLine)], sheet.sections["front"], arranged.height


def middle(line: TextLine) -> float:
    left, _, right, _ = extent(line)
    return (left + right) / 2


def test_each_day_is_below_the_name_of_its_day(setting: Setting) -> None:
    """Weeks begin on a Sunday; weeks of a month are as far apart as those of any other."""
    lines, section, _ = put(setting, calendar(months=(2,), columns=1, column_gap=Gap()))
    (name,) = [line for line in lines if line.role == "heading"]
    assert name.text == "February"
    days = [line for line in lines if line.role == "body"]
    names, figures = days[:7], days[7:]
    assert [line.text for line in figures] == [str(day) for day in range(1, 29)]
    day_width = WIDTH / 7
    assert len({line.y for line in names}) == 1
    rows = sorted({line.y for line in figures}, reverse=True)
    for day, line in enumerate(figures, 1):
        column = (weekday(2027, 2, day) + 1) % 7
        assert middle(line) == pytest.approx((column + 0.5) * day_width, abs=1.0)
        assert middle(names[column]) == pytest.approx((column + 0.5) * day_width, abs=1.5)
        assert rows.index(line.y) == (day + weekday(2027, 2, 1)) // 7
    steps = {round(above - below, 6) for above, below in pairwise(rows)}
    assert len(steps) == 1
    assert names[0].y - rows[0] >= next(iter(steps)) - 1e-6
    assert 0.9 * figures[0].size < next(iter(steps)) < 2 * figures[0].size
    assert {line.message for line in lines} == {CALENDAR}
    tags = [child.tag for child in section.children]
    assert tags == [setting.layout.roles["heading"].tag, "P"], "a name, and one paragraph of all days"
    assert [line.text for line in names] == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
    assert all(line.spaced for line in days), "so that a screen reader does not run them together"


def test_months_are_side_by_side_and_then_below_one_another(setting: Setting) -> None:
    lines, _, height = put(setting, calendar())
    names = [line for line in lines if line.role == "heading"]
    assert [line.text for line in names] == ["January", "February", "March", "October"]
    first, second, third, fourth = names
    assert (first.y, third.y) == (second.y, fourth.y)
    for line, middle_of_month in zip(names, (MONTH / 2, MONTH * 1.5 + ACROSS) * 2, strict=True):
        assert middle(line) == pytest.approx(middle_of_month, abs=1.0)
    month = first.y - third.y - DOWN
    assert height == pytest.approx(2 * month + DOWN)
    ones = [line for line in lines if line.text.strip() == "31"]
    assert len(ones) == 3
    lowest = min(extent(line)[1] for line in lines)
    assert 500 - TOP - height <= lowest, "six weeks have room"
    assert len(lines) == 4 + 4 * 7 + sum(monthrange(2027, month)[1] for month in (1, 2, 3, 10))


def test_a_year_stands_above_its_months(setting: Setting) -> None:
    plain, _, height = put(setting, calendar())
    lines, section, higher = put(setting, calendar(year_role="headline"))
    year, *others = lines
    assert (year.text, year.role) == ("2027", "headline")
    assert section.children[0].tag == setting.layout.roles["headline"].tag
    assert middle(year) == pytest.approx(WIDTH / 2, abs=1.0)
    (moved,) = {round(before.y - after.y, 6) for before, after in zip(plain, others, strict=True)}
    assert moved == pytest.approx(higher - height)
    assert higher - height > 0.7 * year.size
    only, _, least = put(setting, calendar(year_role="headline", months=()))
    assert [line.text for line in only] == ["2027"]
    assert least == pytest.approx(higher - height)


def test_names_of_days_that_are_too_wide_are_shorter_and_told_apart(setting: Setting) -> None:
    found = {}
    for width in range(70, 291, 10):
        arranged = arrange(calendar(months=(1,), columns=1, column_gap=Gap()), float(width), setting, "paper")
        found[width] = arranged.weekdays
    assert (found[70][0], found[290][0]) == ("M", "Mo")
    kinds = [names[0] for _, names in sorted(found.items())]
    assert kinds == sorted(kinds, key=len), "never shorter in more room"
    for names in found.values():
        assert len(names) == 7
        assert len(set(names)) == (7 if names[0] == "Mo" else 5)
