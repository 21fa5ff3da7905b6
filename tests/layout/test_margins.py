"""A column says how far its content is from the top and the foot of its row, and which ink reaches out of it there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flyers.errors import Source
from flyers.layout.block import Gap
from flyers.layout.blocks.containers import ColumnBlock, RowBlock, arrange_column
from flyers.layout.blocks.graphics import SpaceBlock
from flyers.layout.blocks.list import ListBlock, ListMessage
from flyers.layout.blocks.registry import arrange
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.setting import Rung, Setting
from flyers.pipeline.session import open_session

ROOT = Path(__file__).resolve().parents[2]
HERE = Source("layout.yaml")


@pytest.fixture(scope="module")
def setting() -> Setting:
    session = open_session(ROOT)
    layout = session.layout("wallet-card")
    return Setting(session.localized("ur"), layout, session.theme, session.typesetter, session.pictures, Rung())


@pytest.mark.parametrize(
    ("justify", "above", "below"), [("start", 0, 12), ("center", 6, 6), ("end", 12, 0), ("between", 0, 0)]
)
def test_white_is_where_a_column_puts_it(setting: Setting, justify: str, above: float, below: float) -> None:
    spaces = tuple(SpaceBlock(source=HERE, path=f"front/space[{number}]", size=Gap(20.0)) for number in range(2))
    column = ColumnBlock(source=HERE, path="front", justify=justify, children=spaces)
    arranged = arrange_column(column, 100.0, setting, "paper")
    assert arranged.margins(arranged.height + 12) == (above, below)
    assert arranged.margins(arranged.height - 5) == (0, 0)


def test_a_column_that_grows_leaves_no_white_space(setting: Setting) -> None:
    growing = SpaceBlock(source=HERE, path="front/space[0]", size=Gap(20.0), grow=1.0)
    column = ColumnBlock(source=HERE, path="front", justify="center", children=(growing,))
    assert arrange_column(column, 100.0, setting, "paper").margins(80.0) == (0, 0)


def test_texts_in_columns_are_as_far_apart_as_by_themselves(setting: Setting) -> None:
    """Letters that reach out of their lines need room only where they would meet, whatever is around the lines."""

    def text(name: str) -> TextBlock:
        return TextBlock(source=HERE, path=f"front/{name}", message=name, role="body")

    def inside(name: str) -> RowBlock:
        column = ColumnBlock(source=HERE, path="front/row[0]/column[0]", children=(text(name),))
        return RowBlock(source=HERE, path="front/row[0]", children=(column,))

    upper, lower = (arrange(text(name), 170.0, setting, "paper") for name in ("help.danger", "contact.text-languages"))
    alone = upper.clearance(lower)
    assert 0 < alone < upper.ink("bottom") + lower.ink("top")
    for above, below in [(text, inside), (inside, text), (inside, inside)]:
        around = (above("help.danger"), below("contact.text-languages"))
        first, second = (arrange(block, 170.0, setting, "paper") for block in around)
        assert first.clearance(second) == pytest.approx(alone)


def words(name: str = "help.danger", **keys: Any) -> TextBlock:
    return TextBlock(source=HERE, path=f"front/{name}", message=name, role="body", **keys)


def bar(width: float, high: float = 20.0, **keys: Any) -> SpaceBlock:
    return SpaceBlock(source=HERE, path=f"front/{width}", size=Gap(high), width=width, **keys)


@pytest.mark.parametrize("wide", [20.0, 60.0, 110.0, 170.0])
def test_something_without_words_keeps_clear_of_the_letters_over_or_under_it(setting: Setting, wide: float) -> None:
    """It begins at the right, as the words do: letters further on do not count."""
    text, other = arrange(words(), 170.0, setting, "paper"), arrange(bar(wide), wide, setting, "paper")
    below = text.lines.reach("bottom", 170.0 - wide, 170.0, setting)
    above = text.lines.reach("top", 170.0 - wide, 170.0, setting)
    assert text.clearance(other) == pytest.approx(max(0.0, below))
    assert other.clearance(text) == pytest.approx(max(0.0, above))
    assert wide < 170 or min(above, below) > 1


@pytest.mark.parametrize("white", [0.0, 0.5, 1.0, 30.0])
def test_white_beside_a_higher_block_is_room_for_letters(setting: Setting, white: float) -> None:
    text = arrange(words(), 140.0, setting, "paper")
    reach = {edge: text.lines.reach(edge, 0.0, 140.0, setting) for edge in ("top", "bottom")}
    assert all(value > 0.5 for value in reach.values())
    whole = arrange(bar(170.0), 170.0, setting, "paper")
    for align, edge in (("start", "bottom"), ("end", "top")):
        children = (words(align=align), bar(30.0, text.height + white))
        row = arrange(RowBlock(source=HERE, path="front/row[0]", children=children), 170.0, setting, "paper")
        assert row.height == pytest.approx(text.height + white)
        assert row.ink(edge) == pytest.approx(max(0.0, text.ink(edge) - white))
        needed = row.clearance(whole) if edge == "bottom" else whole.clearance(row)
        assert needed == pytest.approx(reach[edge] - white if text.ink(edge) > white else 0.0)


def test_letters_over_letters_have_the_white_between_their_blocks(setting: Setting) -> None:
    upper, lower = (arrange(words(name), 140.0, setting, "paper") for name in ("help.danger", "contact.text-languages"))
    alone = upper.clearance(lower)
    assert alone > 1
    children = (words(align="start"), bar(30.0, upper.height + 1.0))
    row = arrange(RowBlock(source=HERE, path="front/row[0]", children=children), 170.0, setting, "paper")
    column = ColumnBlock(source=HERE, path="front/column[0]", children=(words("contact.text-languages", width=140.0),))
    assert row.clearance(arrange(column, 170.0, setting, "paper")) == pytest.approx(alone - 1)


@pytest.mark.parametrize(
    "order", [("help.danger", "contact.text-languages"), ("contact.text-languages", "help.danger")]
)
def test_letters_reach_out_of_the_first_and_the_last_item_of_a_list(setting: Setting, order: tuple[str, str]) -> None:
    first, last = (arrange(words(name), 170.0, setting, "paper") for name in order)
    assert (first.ink("top"), first.ink("bottom")) != (last.ink("top"), last.ink("bottom"))
    messages = tuple(map(ListMessage, order))
    usual = {"source": HERE, "path": "front/list[0]", "role": "body", "messages": messages}
    plain = arrange(ListBlock(marker="none", **usual), 170.0, setting, "paper")
    assert (plain.ink("top"), plain.ink("bottom")) == (first.ink("top"), last.ink("bottom"))
    both = arrange(ListBlock(marker="none", columns=2, **usual), 340.0, setting, "paper")
    assert both.ink("top") == max(first.ink("top"), last.ink("top"))
    assert both.ink("bottom") == max(first.ink("bottom"), last.ink("bottom"))
    size = first.height + 1.0
    marked = ListBlock(marker="phone", marker_size=Gap(size), marker_gap=Gap(1e-6), **usual)
    high = arrange(marked, 170.0 + size, setting, "paper")
    assert high.ink("top") == pytest.approx(first.ink("top") - 0.5)
    assert high.line_gap == first.line_gap > 0
