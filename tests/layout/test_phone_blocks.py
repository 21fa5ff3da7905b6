"""What a panel of a small layout becomes on a phone: sizes of type and distances, what is left out, what is stacked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.errors import Source
from flyers.layout.block import NO_GAP, Block, Gap, Insets
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.containers import ColumnBlock, RowBlock
from flyers.layout.blocks.graphics import BoxBlock, CodeBlock, IconBlock, SpaceBlock
from flyers.layout.blocks.list import ListBlock, ListMessage
from flyers.layout.blocks.texts import ImprintBlock, TextBlock
from flyers.layout.model import Face, Layout, Panel, Role
from flyers.layout.phone import HIGHEST, phone_layouts
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")


def sizes(latin: float, other: float = 0.0) -> dict[str, float]:
    return {"latin": latin, "other": other or latin, "nastaliq": other or latin}


ROLES = {
    "title": Role("title", sizes(20.0), sizes(10.0), tag="H1"),
    "body": Role("body", sizes(8.0, 9.0), sizes(6.0, 7.0)),
    "number": Role("number", sizes(60.0), sizes(20.0)),
    "small": Role("small", sizes(5.0), sizes(5.0)),
}


def words(message: str = "help.danger", role: str = "body", **keys: Any) -> TextBlock:
    return TextBlock(source=HERE, path=f"front/{message}", message=message, role=role, **keys)


def number(contact: str = "hotline", **keys: Any) -> ContactBlock:
    return ContactBlock(source=HERE, path=f"front/{contact}", contact=contact, role="number", **keys)


def code(contact: str = "hotline") -> CodeBlock:
    return CodeBlock(source=HERE, path="front/code", contact=contact, module=2.0)


def icon(size: float = 10.0) -> IconBlock:
    return IconBlock(source=HERE, path="front/icon", name="phone", size=Gap(size))


def column(*children: Block, **keys: Any) -> ColumnBlock:
    return ColumnBlock(source=HERE, path="front", children=children, **keys)


def row(*children: Block, **keys: Any) -> RowBlock:
    return RowBlock(source=HERE, path="front/row", children=children, **keys)


def phone(session: Session, *blocks: Block, width: float = 195.0, foot: Block | None = None, **keys: Any) -> Layout:
    """Return the layout of the one panel, by default half as wide as the screen, so that pages are twice as large."""
    panel = Panel("front", 0.0, content=column(*blocks, **keys), over_fold=2.0)
    face = Face("front", "paper", (panel,), flow=foot is not None, foot=foot)
    layout = replace(
        session.layout("wallet-card"),
        width=width, height=100.0, roles=ROLES, faces=(face,), reading=("front",), space=3.0, safe=9.0, give_way=(),
    )  # fmt: skip  # a few keys
    (made,) = phone_layouts(layout, lambda block: block.when.languages != ("none",))
    return made


def inside(layout: Layout) -> tuple[Block, ...]:
    (face,) = layout.faces
    (panel,) = face.panels
    assert (panel.name, panel.width, panel.over_fold, face.flow, face.foot) == ("front", 0.0, 0.0, False, None)
    return panel.content.children


@pytest.mark.parametrize(("width", "scale"), [(195.0, 2.0), (780.0, 0.5)])
def test_type_is_large_enough_once_the_page_is_as_wide_as_the_screen(
    session: Session, width: float, scale: float
) -> None:
    """16 points, 11 in small print, and no more than 40 in words; scripts keep their proportion."""
    small = ImprintBlock(source=HERE, path="front/imprint", role="small")
    made = phone(session, words(role="title"), words(), number(), small, width=width)
    assert (made.scale, made.width, made.height, made.bleed, made.finishing) == (scale, width, HIGHEST, 0.0, ())
    assert made.space == 3.0 * max(1.0, 1 / scale)
    aims = {name: role.aim["latin"] * scale for name, role in made.roles.items()}
    assert aims == pytest.approx({
        "title": 40.0 if scale == 2 else 16.0, "body": 16.0, "number": 60.0 * scale, "small": 11.0,
    })  # fmt: skip  # as a table
    assert made.roles["body"].aim["other"] == pytest.approx(made.roles["body"].aim["latin"] * 9 / 8)
    floors = {name: role.floor["latin"] * scale for name, role in made.roles.items()}
    assert floors == pytest.approx({"title": 16.0, "body": 16.0, "number": 16.0, "small": 11.0})
    assert made.roles["body"].floor["other"] * scale == pytest.approx(16.0 * 9 / 8)


@pytest.mark.parametrize(("width", "larger"), [(195.0, 1.0), (780.0, 2.0)])
def test_distances_are_larger_where_the_page_will_be_reduced(session: Session, width: float, larger: float) -> None:
    padding = Insets(Gap(1.0), Gap(2.0), Gap(3.0), Gap(4.0))
    space = SpaceBlock(source=HERE, path="front/space", size=Gap(5.0, 2.0))
    inner = column(words(padding=padding), icon(10.0), space, gap=Gap(6.0))
    (made,) = inside(phone(session, inner, width=width))
    text, picture, white = made.children
    assert isinstance(made, ColumnBlock)
    assert isinstance(picture, IconBlock)
    assert isinstance(white, SpaceBlock)
    assert (made.gap, picture.size, white.size) == (Gap(6 * larger), Gap(10 * larger), Gap(5 * larger, 2.0))
    assert text.padding == Insets(Gap(1 * larger), Gap(2.0), Gap(3 * larger), Gap(4.0))


def test_what_a_phone_has_no_use_for_is_left_out(session: Session) -> None:
    """Codes with their captions, a box for a stamp, what is not shown in the language, and a number said already."""
    none = words("card.headline", when=replace(words().when, languages=("none",)))
    box = BoxBlock(source=HERE, path="front/box", height=20.0)
    found = inside(phone(session, number(), code(), words("qr.hotline"), box, none, words(), number(), row(code())))
    assert [type(block) for block in found] == [ContactBlock, TextBlock]


def test_the_contact_of_a_code_takes_its_place_where_nothing_prints_it(session: Session) -> None:
    title, caption = words(role="title"), words("qr.site", role="small")
    found = inside(phone(session, title, caption, words(), code("site"), code("site"), code(), number()))
    assert [type(block) for block in found] == [TextBlock, TextBlock, ContactBlock, ContactBlock]
    site = found[2]
    assert isinstance(site, ContactBlock)
    assert (site.contact, site.role, site.path) == ("site", "body", "front/code")
    assert [type(block) for block in inside(phone(session, title, code("site")))] == [TextBlock], "no role for it"


def test_lists_and_numbers_are_in_one_column_where_reading_starts(session: Session) -> None:
    messages = (ListMessage("signs.school"),)
    signs = ListBlock(source=HERE, path="front/list", role="body", messages=messages, columns=2, least=1, aim=1)
    found = inside(phone(session, signs, number(lines=2, set="end"), words(set="center")))
    listed, contact, text = found
    assert isinstance(listed, ListBlock)
    assert isinstance(contact, ContactBlock)
    assert isinstance(text, TextBlock)
    assert (listed.columns, listed.aim, contact.lines, contact.set, text.set) == (1, 0, 1, "start", "start")


@pytest.mark.parametrize(
    ("gap", "apart"), [(Gap(1.0), Gap(4.0)), (Gap(5.0), Gap(5.0)), (Gap(units=2.0), Gap(units=2.0))]
)
def test_what_is_side_by_side_is_stacked_but_for_a_pictogram(session: Session, gap: Gap, apart: Gap) -> None:
    """With the gap of the column around it, or eight points on the screen."""
    beside = row(icon(), words(), gap=Gap(7.0))
    pair = row(words(width=50.0, align="end"), words("card.headline"), gap=Gap(7.0))
    kept, stacked = inside(phone(session, beside, pair, gap=gap))
    assert (type(kept), [type(child) for child in kept.children]) == (RowBlock, [IconBlock, TextBlock])
    assert isinstance(stacked, ColumnBlock)
    assert stacked.gap == apart
    assert [(child.width, child.align) for child in stacked.children] == [(None, "stretch")] * 2
    three = inside(phone(session, row(icon(), words(), words("card.headline")), gap=gap))[0]
    assert isinstance(three, ColumnBlock)
    assert len(three.children) == 3


def test_the_small_print_of_every_page_is_at_the_end(session: Session) -> None:
    small = ImprintBlock(source=HERE, path="foot/imprint", role="small")
    foot = column(words("card.headline"), small)
    made = phone(session, words(), foot=foot)
    assert [type(block) for block in inside(made)] == [TextBlock, ImprintBlock]
    (face,) = made.faces
    assert face.panels[0].content.padding.bottom == Gap(9.0 + 4.0)
    assert face.panels[0].content.padding.top == NO_GAP
    assert made.roles["small"].aim["latin"] == 5.5
