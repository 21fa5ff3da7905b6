"""Where the items of a list and their markers are: columns level across, rows that spread, markers at the first line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.errors import Source
from flyers.layout.block import Gap
from flyers.layout.blocks.list import ListBlock, ListMessage, _raised
from flyers.layout.blocks.registry import arrange
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Shape, TextLine
from flyers.page.paths import box_around
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
SIGNS = ("signs.school", "signs.cut-off", "signs.changed", "signs.bruises", "signs.heading")


@given(st.lists(st.floats(5, 50), min_size=1, max_size=6), st.floats(0, 200))
def test_the_lowest_rows_are_raised_to_one_height_first(rows: list[float], spare: float) -> None:
    found = _raised(rows, spare)
    level = min(found)
    assert found == [max(row, level) for row in rows]
    assert level <= max(rows) + 1e-9
    assert sum(found) - sum(rows) == pytest.approx(min(spare, max(rows) * len(rows) - sum(rows)), abs=1e-6)


@pytest.fixture
def setting(session: Session) -> Setting:
    layout = replace(session.layout("wallet-card"), width=500.0, height=500.0)
    return Setting(session.localized("en"), layout, session.theme, session.typesetter, session.pictures, Rung())


def signs(**keys: Any) -> ListBlock:
    usual: dict[str, Any] = {"role": "body", "messages": tuple(map(ListMessage, SIGNS)), "gap": Gap(6.0)}
    return ListBlock(source=HERE, path="front/list[0]", **{**usual, **keys})


def put(setting: Setting, block: ListBlock, width: float, more: float = 0.0) -> tuple[Sheet, Any]:
    sheet = Sheet(setting, 0, "front")
    arranged = arrange(block, width, setting, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 0.0, 0.0, arranged.height + more)
    return sheet, arranged


def firsts(sheet: Sheet) -> dict[str, TextLine]:
    """Return the first line of each item by its message."""
    lines: dict[str, TextLine] = {}
    for item in sheet.items:
        if isinstance(item, TextLine) and item.message.id in SIGNS:
            lines.setdefault(item.message.id, item)
    return lines


def test_items_read_down_in_columns_and_rows_are_level_across(setting: Setting) -> None:
    """Five items in two columns: three and two."""
    sheet, arranged = put(setting, signs(columns=2, column_gap=Gap(20.0), marker="none"), 220.0)
    lines = firsts(sheet)
    assert list(lines) == list(SIGNS)
    assert [round(lines[sign].x) for sign in SIGNS] == [0, 0, 0, 120, 120]
    assert lines[SIGNS[0]].y == pytest.approx(lines[SIGNS[3]].y)
    assert lines[SIGNS[1]].y == pytest.approx(lines[SIGNS[4]].y)
    heights = [item.height for item in arranged.columns[0]]
    assert arranged.height == pytest.approx(sum(heights) + 2 * arranged.gap)
    assert lines[SIGNS[0]].y - lines[SIGNS[1]].y == pytest.approx(heights[0] + arranged.gap)
    assert [len(column) for column in arranged.columns] == [3, 2]


@pytest.mark.parametrize("order", [SIGNS[:4], SIGNS[3::-1]])
def test_a_row_is_as_high_as_its_highest_item_in_every_column(setting: Setting, order: tuple[str, ...]) -> None:
    """Whichever of the columns has it."""
    block = signs(columns=2, column_gap=Gap(20.0), marker="none", messages=tuple(map(ListMessage, order)))
    sheet, arranged = put(setting, block, 160.0)
    first, second = ([item.height for item in column] for column in arranged.columns)
    assert first == second
    texts = [[item.lines.height for item in column] for column in arranged.columns]
    assert any(one != other for one, other in zip(*texts, strict=True))
    assert all(row >= max(both) for row, *both in zip(first, *texts, strict=True))
    lines = firsts(sheet)
    assert lines[order[0]].y - lines[order[1]].y == pytest.approx(first[0] + arranged.gap)
    assert lines[order[2]].y - lines[order[3]].y == pytest.approx(first[0] + arranged.gap)


@pytest.mark.parametrize(("marker", "kind"), [("bullet", "bullet"), ("phone", "phone")])
def test_a_marker_is_beside_the_first_line(setting: Setting, marker: str, kind: str) -> None:
    sheet, arranged = put(setting, signs(marker=marker, marker_size=Gap(8.0), marker_gap=Gap(12.0)), 200.0)
    lines = firsts(sheet)
    shapes = [box_around(item.path) for item in sheet.items if isinstance(item, Shape) and item.name == kind]
    assert len(shapes) >= len(SIGNS)
    for line, (left, bottom, right, top) in zip(lines.values(), shapes, strict=False):
        assert -0.01 <= left < right <= 8.01
        assert line.x == pytest.approx(12 + arranged.marker_size)
        middle = (bottom + top) / 2
        assert line.y - 0.1 * line.size < middle < line.y + 0.7 * line.size
    elements = sheet.sections["front"].children[0]
    assert elements.tag == "L"
    assert [child.tag for child in elements.children] == ["LI"] * 5
    assert {child.children[-1].tag for child in elements.children} == {"LBody"}


def test_numbers_count_the_items(setting: Setting) -> None:
    sheet, _ = put(setting, signs(marker="number", columns=2, column_gap=Gap(10.0)), 300.0)
    numerals = [item.text for item in sheet.items if isinstance(item, TextLine) and item.message.id not in SIGNS]
    assert numerals == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("more", [0.0, 10.0, 1000.0])
def test_a_list_that_spreads_moves_its_rows_apart_to_a_limit(setting: Setting, more: float) -> None:
    still, arranged = put(setting, signs(marker="none"), 200.0, more)
    spread, same = put(setting, signs(marker="none", spread=True), 200.0, more)
    assert arranged.most_growth == 0.0
    before, after = ([line.y for line in firsts(sheet).values()] for sheet in (still, spread))
    moved = [one - other for one, other in zip(before, after, strict=True)]
    step = min(more, same.most_growth) / 4
    assert moved == pytest.approx([number * step for number in range(5)])
    assert same.most_growth == pytest.approx(4 * 0.3 * arranged.gap)


def test_items_without_room_are_told(setting: Setting) -> None:
    block = signs(marker="none", least=1)
    sheet, arranged = put(setting.on_rung(counts={block.path: 2}), block, 200.0)
    assert len(firsts(sheet)) == 2
    assert len(sheet.omissions) == len(arranged.omitted) == 3
    assert {omission.message.id for omission in sheet.omissions} | set(firsts(sheet)) == set(SIGNS)
    assert block.item_range is not None
    assert (block.item_range.least, block.item_range.aim, block.item_range.most) == (1, 5, 5)
    ranges = [signs(least=least, aim=aim).item_range for least, aim in ((2, 3), (4, 3), (2, 9))]
    assert [(found.least, found.aim, found.most) for found in ranges if found] == [(2, 3, 5), (4, 4, 5), (2, 5, 5)]
    assert signs().item_range is None


@pytest.mark.parametrize("tag", ["en", "km"])
@pytest.mark.parametrize(("share", "beside"), [(0.5, 1), (1.0, 1), (1.4, 1), (1.6, 2), (2.4, 2), (2.6, 3)])
def test_a_large_marker_is_beside_as_many_lines_as_it_is_high(
    setting: Setting, session: Session, tag: str, share: float, beside: int
) -> None:
    """Its middle is in the middle of their letters; an item begins higher if its marker does."""
    own = replace(setting, localized=session.localized(tag), cache={})
    usual = {"messages": tuple(map(ListMessage, SIGNS[:2])), "marker": "phone", "marker_gap": Gap(5.0)}
    leading = put(own, signs(**usual), 120.0)[1].columns[0][0].lines.leading
    sheet, arranged = put(own, signs(marker_size=Gap(share * leading), **usual), 120.0)
    language = own.localized.language
    top = 500.0
    for item, sign in zip(arranged.columns[0], SIGNS, strict=False):
        lines = [line for line in sheet.items if isinstance(line, TextLine) and line.message.id == sign]
        assert len(lines) >= beside
        letters = (language.ascent - language.descent) / 2 * lines[0].size
        middle = sum(line.y + letters for line in lines[:beside]) / beside
        size = share * leading
        assert top - item.marker_down - size / 2 == pytest.approx(middle)
        assert min(item.marker_down, item.lines_down) == 0
        assert item.height == pytest.approx(item.lines_down + item.lines.height)
        assert item.white_below == pytest.approx(0)
        top -= item.height + arranged.gap


def test_a_marker_that_is_higher_than_its_lines_has_them_in_its_middle(setting: Setting) -> None:
    block = signs(messages=(ListMessage(SIGNS[0]),) * 2, marker="phone", marker_size=Gap(90.0), marker_gap=Gap(5.0))
    sheet, arranged = put(setting, block, 300.0)
    first, _ = arranged.columns[0]
    height = first.lines.height
    assert height < 40
    assert first.height == 90
    assert [first.lines_down, first.white_below] == pytest.approx([(90 - height) / 2] * 2)
    assert arranged.gap == 6.0, "there is white enough between the lines"
    lines = [item for item in sheet.items if isinstance(item, TextLine)]
    assert lines[0].y - lines[len(lines) // 2].y == pytest.approx(96)
    shapes = [box_around(item.path) for item in sheet.items if isinstance(item, Shape)]
    assert all(500 - 186 - 0.01 <= bottom < top <= 500.01 for _, bottom, _, top in shapes)


@pytest.mark.parametrize(("marker", "gap", "apart"), [
    ("none", 2.0, "lines"), ("none", 40.0, "gap"), ("bullet", 2.0, "lines"), ("bullet", 40.0, "gap"),
])  # fmt: skip  # several cases to a line
def test_items_are_further_apart_than_their_lines(setting: Setting, marker: str, gap: float, apart: str) -> None:
    """By most of the gap where nothing but white parts them, by half of it where markers do."""
    _, arranged = put(setting, signs(marker=marker, gap=Gap(gap)), 200.0)
    between = max(item.lines.line_gap for item in arranged.columns[0])
    assert between > 1
    share = 0.7 if marker == "none" else 0.5
    assert arranged.gap == pytest.approx(between + gap * share if apart == "lines" else gap)


def test_a_list_that_spreads_in_columns_first_levels_its_rows(setting: Setting) -> None:
    block = signs(
        marker="none", columns=2, column_gap=Gap(20.0), spread=True, messages=tuple(map(ListMessage, SIGNS[:4]))
    )
    _, arranged = put(setting, block, 160.0)
    first, second = (item.height for item in arranged.columns[0])
    assert first != second
    level, most = abs(first - second), max(first, second)
    assert arranged.most_growth == pytest.approx(level + 0.3 * arranged.gap)
    for more in (0.0, level / 2, level, level + 0.1 * arranged.gap, level + 9 * arranged.gap):
        sheet, _ = put(setting, block, 160.0, more)
        lines = firsts(sheet)
        step = lines[SIGNS[0]].y - lines[SIGNS[1]].y
        wider = min(max(0.0, more - level), 0.3 * arranged.gap)
        row = max(first, min(most, first + more))
        assert step == pytest.approx(row + arranged.gap + wider)
        assert lines[SIGNS[2]].y - lines[SIGNS[3]].y == pytest.approx(step)


def test_parts_of_a_list_that_flows_are_its_items(setting: Setting) -> None:
    block = signs(marker="none", least=1)
    _, arranged = put(setting.on_rung(counts={block.path: 4}), block, 200.0)
    assert arranged.parts_of_flow == 4
    begin, end = arranged.flow_part(0, 1), arranged.flow_part(1, 4)
    assert begin.height == pytest.approx(arranged.columns[0][0].height)
    assert begin.height + arranged.gap + end.height == pytest.approx(arranged.height)
    assert (begin.omitted, end.omitted) == ([], arranged.omitted)
    assert [part.message for part in begin.parts()] + [part.message for part in end.parts()] == [
        part.message for part in arranged.parts()
    ]
    _, columns = put(setting, signs(marker="none", columns=2, column_gap=Gap(20.0)), 200.0)
    assert columns.parts_of_flow == 1
    assert columns.flow_part(0, 1) is columns
