"""Where a block for each language puts its entries: in columns that read down, level across, in an order of scripts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from flyers.errors import Source
from flyers.layout.block import Gap
from flyers.layout.blocks.containers import ArrangedLanguages, LanguagesBlock
from flyers.layout.blocks.registry import arrange
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import TextLine
from flyers.pipeline.session import Session
from flyers.translation.localization import with_others

HERE = Source("layout.yaml")
SIDE = 600.0
BY_NAME = ("es", "fr", "pl", "ru", "ar", "km")  # Español, français, polski, русский, العربية, ខ្មែរ


@pytest.fixture
def setting(session: Session) -> Setting:
    layout = replace(session.layout("wallet-card"), width=SIDE, height=SIDE, many_languages=True)
    tags = ("km", "fr", "ar", "es", "ru", "pl")
    voices = with_others(session.localized("en"), [session.localized(tag) for tag in tags], "all")
    return Setting(voices, layout, session.theme, session.typesetter, session.pictures, Rung())


def block(**keys: Any) -> LanguagesBlock:
    text = TextBlock(source=HERE, message="help.danger", role="body")
    usual = {"children": (text,), "gap": Gap(8.0), "column_gap": Gap(30.0), "entry_gap": Gap(4.0)}
    return LanguagesBlock(source=HERE, path="front/languages[0]", **{**usual, **keys})


def put(setting: Setting, block: LanguagesBlock, width: float = 430.0, more: float = 0.0) -> dict[str, TextLine]:
    """Return the first line of each language, in the order of the page."""
    sheet = Sheet(setting, 0, "front")
    arranged = arrange(block, width, setting, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height + more)
    assert [child.tag for child in sheet.sections["front"].children] == ["Sect"] * len(arranged.children)
    lines: dict[str, TextLine] = {}
    for item in sheet.items:
        assert isinstance(item, TextLine)
        lines.setdefault(item.message.language, item)
    return lines


def arranged(setting: Setting, block: LanguagesBlock, width: float = 430.0) -> ArrangedLanguages:
    found = arrange(block, width, setting, "paper")
    assert isinstance(found, ArrangedLanguages)
    return found


def starts(lines: dict[str, TextLine], width: float) -> list[int]:
    """Return the distances of entries, each *width* wide, from the start edge, whatever their direction."""
    return [round(line.x if line.language != "ar" else line.x + line.ink[2] - width) for line in lines.values()]


@pytest.mark.parametrize(("keys", "columns"), [
    ({}, 1), ({"columns": 2}, 2), ({"rows": 3}, 2), ({"rows": 6}, 1), ({"rows": 2}, 3), ({"columns": 3, "rows": 3}, 3),
    ({"rows": 4}, 2), ({"columns": 2, "rows": 2}, 3),
])  # fmt: skip  # several cases to a line
def test_languages_are_in_as_many_columns_as_they_need(setting: Setting, keys: dict[str, Any], columns: int) -> None:
    lines = put(setting, block(**keys))
    assert tuple(lines) == BY_NAME
    wide = (430 - 30 * (columns - 1)) / columns
    deep = -(-6 // columns)
    assert starts(lines, wide) == pytest.approx([50 + number // deep * (wide + 30) for number in range(6)], abs=2)
    found = arranged(setting, block(**keys))
    assert (found.column_width, found.deep) == (pytest.approx(wide), deep)
    heights = [max(entry.height for entry in found.children[row::deep]) for row in range(deep)]
    assert found.rows == heights
    assert found.height == pytest.approx(sum(heights) + sum(found.gaps))
    assert all(gap >= 8 for gap in found.gaps)


def test_a_row_begins_at_one_height_and_is_as_high_as_its_highest_entry(setting: Setting) -> None:
    found = arranged(setting, block(columns=2))
    still, moved = (
        [
            line.y + entry.lines.first_baseline
            for line, entry in zip(
                put(setting, block(columns=2), more=more).values(),
                (child.children[0] for child in found.children),
                strict=True,
            )
        ]
        for more in (0.0, 5.0)
    )
    assert still[:3] == pytest.approx(still[3:])
    assert still[0] == pytest.approx(SIDE - 60)
    steps = [row + gap for row, gap in zip(found.rows, found.gaps, strict=False)]
    assert [above - below for above, below in pairwise(still[:3])] == pytest.approx(steps)
    assert [above - below for above, below in zip(still, moved, strict=True)] == pytest.approx([0, 2.5, 5, 0, 2.5, 5])


@pytest.mark.parametrize(("more", "step"), [(0.0, 0.0), (10.0, 5.0), (18.0, 9.0), (40.0, 9.0)])
def test_rows_move_apart_by_three_spaces_at_most(setting: Setting, more: float, step: float) -> None:
    assert setting.layout.space == 3.0
    still, moved = (put(setting, block(columns=2), more=each) for each in (0.0, more))
    assert still["pl"].y - moved["pl"].y == pytest.approx(2 * step)


def test_only_some_languages_are_there_without_what_is_not_translated(setting: Setting, session: Session) -> None:
    assert tuple(put(setting, block(only=("ru", "zh-Hans", "ar")))) == ("ru", "ar")
    assert block(only=("ru", "ar"), needs="help.danger").references.languages == ("ru", "ar")
    assert arranged(setting, block(only=("ru", "en"))).omitted == []
    none = arranged(setting, block(only=("zh-Hans",)))
    assert (none.children, none.rows, none.gaps, none.height) == ([], [], [], 0.0)
    single = arranged(setting, block(only=("ru",)))
    assert (len(single.children), single.gaps, single.height) == (1, [], single.rows[0])


def test_what_needs_all_languages_is_told(session: Session) -> None:
    told = [list(block().faults(smallest_module=1.0, many_languages=many)) for many in (True, False)]
    assert [len(errors) for errors in told] == [0, 1]
