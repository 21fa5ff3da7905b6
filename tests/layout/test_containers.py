"""Where columns, rows and copies put their blocks, and how much of the spare height each takes."""

from __future__ import annotations

from typing import Any

import pytest

from flyers.errors import OversetError, Source
from flyers.layout.block import Block, Gap, Insets
from flyers.layout.blocks.containers import ColumnBlock, CopiesBlock, RowBlock
from flyers.layout.blocks.graphics import SpaceBlock
from flyers.layout.blocks.registry import arrange, natural_width
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.items import extent
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
Area = tuple[float, float, float, float]


def space(size: float, **keys: Any) -> SpaceBlock:
    """Return white space with a ground, so that it shows where it is."""
    return SpaceBlock(source=HERE, path=f"front/{size}", size=Gap(size), ground="deep", **keys)


def setting(session: Session, tag: str = "en") -> Setting:
    layout = session.layout("wallet-card")
    return Setting(session.localized(tag), layout, session.theme, session.typesetter, session.pictures, Rung())


def areas(session: Session, block: Block, width: float, height: float, tag: str = "en") -> list[Area]:
    """Return the boxes of a block whose upper start corner is 20 points from the start and the top: the distances from
    that corner, width and height."""
    own = setting(session, tag)
    sheet = Sheet(own, 0, "front")
    arrange(block, width, own, "paper").put(sheet, 20.0, 20.0, height)
    boxes = [extent(item) for item in sheet.items]
    starts = [left - 20 if tag == "en" else 252 - 20 - right for left, _, right, _ in boxes]
    return [
        tuple(round(value, 6) for value in (start, 144 - 20 - top, right - left, top - bottom))
        for start, (left, bottom, right, top) in zip(starts, boxes, strict=True)
    ]


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize(("justify", "tops"), [
    ("start", [0, 15, 40]), ("center", [10, 25, 50]), ("end", [20, 35, 60]), ("between", [0, 25, 60]),
])  # fmt: skip  # several cases to a line
def test_a_column_puts_its_blocks_below_one_another(
    session: Session, tag: str, justify: str, tops: list[float]
) -> None:
    """They are 10, 20 and 10 high, 5 apart, in 70 points."""
    blocks = (space(10.0), space(20.0, width=40.0, align="end"), space(10.0, width=30.0, align="center"))
    column = ColumnBlock(source=HERE, path="front", gap=Gap(5.0), justify=justify, children=blocks)
    assert arrange(column, 100.0, setting(session, tag), "paper").height == 50
    assert areas(session, column, 100.0, 70.0, tag) == [
        (0, tops[0], 100, 10), (60, tops[1], 40, 20), (35, tops[2], 30, 10),
    ]  # fmt: skip  # one row of figures


def test_a_block_that_is_wider_than_its_column_has_its_width(session: Session) -> None:
    column = ColumnBlock(source=HERE, path="front", children=(space(10.0, width=150.0, align="start"),))
    assert areas(session, column, 100.0, 10.0) == [(0, 0, 100, 10)]


def test_blocks_that_grow_share_the_spare_height(session: Session) -> None:
    """Three quarters and one quarter of 40 points; none is left for `justify`."""
    blocks = (space(10.0, grow=3.0), space(20.0), space(10.0, grow=1.0))
    column = ColumnBlock(source=HERE, path="front", gap=Gap(units=2.0), justify="end", children=blocks)
    gap = 2 * setting(session).layout.space
    height = 80 + 2 * gap
    assert gap == 6.0
    assert areas(session, column, 100.0, height) == [(0, 0, 100, 40), (0, 46, 100, 20), (0, 72, 100, 20)]


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_row_shares_what_fixed_widths_and_gaps_leave(session: Session, tag: str) -> None:
    """Of 110 points, 30 are fixed and 20 are gaps; 60 are two parts and one part."""
    blocks = (space(10.0, share=2.0, align="start"), space(20.0, width=30.0, align="end"), space(40.0, align="center"))
    row = RowBlock(source=HERE, path="front", gap=Gap(10.0), children=blocks)
    assert arrange(row, 110.0, setting(session, tag), "paper").height == 40
    assert areas(session, row, 110.0, 60.0, tag) == [(0, 0, 40, 10), (50, 40, 30, 20), (90, 10, 20, 40)]
    stretched = RowBlock(source=HERE, path="front", children=(space(10.0), space(20.0)))
    assert areas(session, stretched, 110.0, 60.0, tag) == [(0, 0, 55, 60), (55, 0, 55, 60)]


def test_a_row_without_room_says_how_much_it_needs(session: Session) -> None:
    blocks = (space(10.0, width=60.0), space(10.0, width=45.0))
    row = RowBlock(source=HERE, path="front/row[0]", gap=Gap(5.0), children=blocks)
    assert natural_width(row, setting(session), "paper") == 110.0
    assert arrange(row, 109.995, setting(session), "paper").height == 10
    with pytest.raises(
        OversetError, match=r"need 0\.5 pt more than the 109\.5 pt that it has\. Make a column"
    ) as caught:
        arrange(row, 109.5, setting(session), "paper")
    assert caught.value.trail == ("front/row[0]",)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_copies_are_as_wide_as_their_gaps_allow(session: Session, tag: str) -> None:
    copies = CopiesBlock(source=HERE, path="front", count=3, gap=Gap(5.0), children=(space(10.0),))
    assert arrange(copies, 100.0, setting(session, tag), "paper").height == 10
    assert areas(session, copies, 100.0, 10.0, tag) == [(0, 0, 30, 10), (35, 0, 30, 10), (70, 0, 30, 10)]
    fixed = CopiesBlock(source=HERE, path="front", count=3, gap=Gap(5.0), children=(space(10.0, width=20.0),))
    assert natural_width(fixed, setting(session, tag), "paper") == 70.0


def test_padding_is_inside_a_block_and_its_ground_around_it(session: Session) -> None:
    padding = Insets(Gap(1.0), Gap(2.0), Gap(3.0), Gap(4.0))
    column = ColumnBlock(source=HERE, path="front", ground="tint", padding=padding, children=(space(10.0),))
    assert arrange(column, 100.0, setting(session), "paper").height == 14
    for tag in ("en", "ar"):
        assert areas(session, column, 100.0, 14.0, tag) == [(0, 0, 100, 14), (4, 1, 94, 10)]
    assert natural_width(column, setting(session), "paper") == 6.0
    with pytest.raises(
        OversetError, match=r"is 6\.0 pt wide, and the padding at its sides takes 6\.0 pt\. Is the unit"
    ):
        arrange(column, 6.0, setting(session), "paper")


def test_a_block_has_its_least_height_unless_bands_are_lower(session: Session) -> None:
    own = setting(session)
    assert arrange(space(10.0, height=30.0), 50.0, own, "paper").height == 30
    assert arrange(space(40.0, height=30.0), 50.0, own, "paper").height == 40
    loose = own.on_rung(loose={"front": 0.25})
    assert arrange(space(10.0, height=32.0), 50.0, loose, "paper").height == 24
    assert arrange(space(10.0, height=32.0), 50.0, own.on_rung(loose={"back": 0.25}), "paper").height == 32


@pytest.mark.parametrize(("turn", "height"), [(0, 10.0), (180, 10.0), (90, 60.0), (270, 60.0)])
def test_a_turned_block_is_as_high_as_its_lines_are_long(session: Session, turn: int, height: float) -> None:
    block = ColumnBlock(
        source=HERE, path="front/column", rotate=turn, children=(space(10.0, width=60.0, align="start"),)
    )
    own = setting(session)
    assert arrange(block, 60.0, own, "paper").height == height
    assert natural_width(block, own, "paper") == (10.0 if turn in (90, 270) else 60.0)
    if turn in (90, 270):
        with pytest.raises(OversetError, match=r"needs 10\.0 pt across its lines and has 9\.5 pt\. Give it more width"):
            arrange(block, 9.5, own, "paper")


@pytest.mark.parametrize(("roles", "share"), [
    (("heading", "body"), 0.5), (("body", "body"), 0.7), (("body", "urgent"), 0.0), (("headline", "heading"), 0.5),
])  # fmt: skip  # several cases to a line
def test_texts_that_belong_together_are_further_apart_than_their_lines(
    session: Session, roles: tuple[str, str], share: float
) -> None:
    """A heading by half the gap, a paragraph by more; two texts of another look have their gap."""
    own = setting(session)
    texts = [
        TextBlock(source=HERE, path=f"front/{role}{number}", message="help.danger", role=role)
        for number, role in enumerate(roles)
    ]
    above, below = (arrange(text, 200.0, own, "paper") for text in texts)
    assert above.line_gap > 0
    assert below.line_gap > 0
    for gap in (2.0, 40.0):
        column = ColumnBlock(source=HERE, path="front", gap=Gap(gap), children=tuple(texts))
        between = arrange(column, 200.0, own, "paper").height - above.height - below.height
        own_gap = below.line_gap + gap * share if share else min(above.line_gap, below.line_gap)
        assert between == pytest.approx(max(gap, own_gap))
