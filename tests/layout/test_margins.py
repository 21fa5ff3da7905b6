"""A column says how far its content is from the top and the foot of its row, and which ink reaches out of it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import Source
from flyers.layout.block import Gap
from flyers.layout.blocks.containers import ColumnBlock, RowBlock, arrange_column
from flyers.layout.blocks.graphics import SpaceBlock
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
