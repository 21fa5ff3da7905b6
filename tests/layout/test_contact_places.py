"""A contact in a block of its own: as large as its column lets it be, where the column begins or ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.content.contacts import Contact, ContactKind
from flyers.errors import OversetError, Source
from flyers.layout.block import Block, Gap
from flyers.layout.blocks.contact import ContactBlock, ContactsBlock
from flyers.layout.blocks.containers import ColumnBlock, RowBlock
from flyers.layout.blocks.registry import arrange, natural_width
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.model import Role
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Shape, TextLine
from flyers.page.items import extent
from flyers.page.paths import box_around
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
AIM, FLOOR = 20.0, 10.0


def setting(session: Session, tag: str = "en") -> Setting:
    sizes, floors = (dict.fromkeys(("latin", "other", "nastaliq"), size) for size in (AIM, FLOOR))
    usual = session.layout("wallet-card")
    layout = replace(usual, width=400.0, height=400.0, roles={**usual.roles, "large": Role("large", sizes, floors)})
    return Setting(session.localized(tag), layout, session.theme, session.typesetter, session.pictures, Rung())


def hotline(**keys: Any) -> ContactBlock:
    return ContactBlock(source=HERE, path="front/contact[0]", contact="hotline", role="large", **keys)


def line(own: Setting, block: ContactBlock, width: float) -> TextLine:
    sheet = Sheet(own, 0, "front")
    arranged = arrange(block, width, own, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height)
    assert arranged.height == pytest.approx((0.73 + 0.02) * arranged.lines.spec.size)
    (found,) = sheet.items
    assert found.text.strip("\u2066\u2069") == "1-888-373-7888"
    assert (found.floor, found.contacts[0].contact) == (FLOOR, "hotline")
    return found


def test_a_number_that_fills_its_column_goes_down_to_its_floor(session: Session) -> None:
    own = setting(session)
    natural = natural_width(hotline(), own, "paper")
    assert line(own, hotline(fill=True), natural + 50).size == AIM
    for share in (0.9, 0.5001):
        found = line(own, hotline(fill=True), natural * share)
        assert found.size == pytest.approx(AIM * share)
        left, _, right, _ = extent(found)
        assert 50 <= left < right <= 50 + natural * share + 0.02
    with pytest.raises(OversetError, match=rf"1-888-373-7888 is {natural / 2:.1f} pt wide at 10 pt") as caught:
        arrange(hotline(fill=True), natural * 0.499, own, "paper")
    assert "a wider column, more lines, or its role a lower floor" in caught.value.hint


def test_a_number_that_does_not_fill_has_its_size_or_no_room(session: Session) -> None:
    own = setting(session)
    natural = natural_width(hotline(), own, "paper")
    assert line(own, hotline(), natural).size == AIM
    assert line(own, hotline(), natural - 0.005).size == AIM
    with pytest.raises(OversetError, match=rf"is {natural:.1f} pt wide at 20 pt; its column has {natural - 1:.1f} pt"):
        arrange(hotline(), natural - 1, own, "paper")
    smaller = own.on_rung(squeezes=tuple(1.0 for _ in own.layout.size_groups))
    assert line(smaller, hotline(), natural).size == FLOOR


@pytest.mark.parametrize(("tag", "where", "side"), [
    ("en", "start", "left"), ("en", "center", "middle"), ("en", "end", "right"),
    ("ar", "start", "right"), ("ar", "center", "middle"), ("ar", "end", "left"),
])  # fmt: skip  # several cases to a line
def test_a_number_stands_where_its_column_begins_or_ends(session: Session, tag: str, where: str, side: str) -> None:
    left, bottom, right, top = extent(line(setting(session, tag), hotline(set=where), 250.0))
    edges = (50.0, 300.0) if tag == "en" else (100.0, 350.0)
    at = {"left": left - edges[0], "right": edges[1] - right, "middle": (left + right) / 2 - sum(edges) / 2}[side]
    assert at == pytest.approx(0, abs=2.0)
    assert top == pytest.approx(400 - 60, abs=0.5)
    assert bottom == pytest.approx(400 - 60 - 0.75 * AIM, abs=0.5)


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize(("lines", "beside"), [(1, 0), (2, 0), (3, 1)])
def test_a_pictogram_is_as_high_as_figures_beside_the_shortest_line(
    session: Session, tag: str, lines: int, beside: int
) -> None:
    """Of “1-888-”, “373-” and “7888” that is the second."""
    own = setting(session, tag)
    sheet = Sheet(own, 0, "front")
    arranged = arrange(hotline(lines=lines, icon="phone"), 300.0, own, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height)
    written = [item for item in sheet.items if isinstance(item, TextLine)]
    assert len(written) == lines
    boxes = [box_around(item.path) for item in sheet.items if isinstance(item, Shape)]
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    baseline = written[beside].y
    assert baseline - 0.1 <= low < high <= baseline + 0.714 * AIM + 0.1
    left, _, right, _ = extent(written[beside])
    assert all(box[2] <= left or box[0] >= right for box in boxes)


@pytest.mark.parametrize(("tag", "page"), [("ar", "en"), ("en", "ar")])
@pytest.mark.parametrize("lines", [1, 2])
def test_on_a_page_that_runs_the_other_way_a_number_begins_at_the_other_side(
    session: Session, tag: str, page: str, lines: int
) -> None:
    """Its pictogram is there, and the figures are beside it; without one, the figures are."""
    on_page = setting(session, page)
    own = replace(setting(session, tag), page=on_page.localized)
    for keys in ({"icon": "phone"}, {}):
        sheet = Sheet(on_page, 0, "front")
        arranged = arrange(hotline(lines=lines, **keys), 300.0, own, "paper")
        with sheet.section("front"):
            arranged.put(sheet, 50.0, 60.0, arranged.height)
        figures = [extent(item) for item in sheet.items if isinstance(item, TextLine)]
        icons = [box_around(item.path) for item in sheet.items if isinstance(item, Shape)]
        assert len(figures) == lines
        assert len(icons) == (1 if keys else 0)
        side, near = 0.714 * AIM, 2.5  # white before figures, and in the square of a pictogram
        if tag == "ar":
            ends = [350 - right for _, _, right, _ in figures]
            assert all(350 - side <= left < right <= 350 for left, _, right, _ in icons)
        else:
            ends = [left - 50 for left, _, _, _ in figures]
            assert all(50 <= left < right <= 50 + side for left, _, right, _ in icons)
        assert min(ends) == pytest.approx(0 if not icons or lines > 1 else side + 0.2 * AIM, abs=near)
        assert icons or lines == 1 or min(ends) == pytest.approx(0, abs=1e-6), (
            "ink on several lines has no white before"
        )
        assert all(right <= one or left >= other for left, _, right, _ in icons for one, _, other, _ in figures[:1])


def grouped(name: str, kind: ContactKind, whose: str, group: str = "own") -> Contact:
    return Contact(
        id=name,
        kind=kind,
        name=whose,
        display="1-888",
        target="tel:1888",
        languages="all",
        origin="",
        source=HERE,
        group=group,
    )


def test_the_contacts_of_a_group_are_below_or_beside_the_name_of_whom_they_reach() -> None:
    """All numbers and addresses of one office below its name once; what the layout says elsewhere is left out."""
    members = [
        grouped("call", ContactKind.PHONE, "office"), grouped("write", ContactKind.MAIL, "office"),
        grouped("other", ContactKind.PHONE, "office", "others"), grouped("site", ContactKind.WEB, "office"),
        grouped("door", ContactKind.PLACE, "house"),
    ]  # fmt: skip  # as a table

    def shown(**keys: Any) -> list[str]:
        block = ContactsBlock(
            source=HERE, group="own", role="large", name_role="body", without=("site",), gap=Gap(5.0), **keys
        ).with_members(members)
        assert not block.prints_nothing
        return [said(child) for child in block.children]

    def said(block: Block) -> str:
        if isinstance(block, ContactBlock):
            assert block.role == "large"
            return f"{block.contact} {block.fill:d} {block.lines}"
        if isinstance(block, TextBlock):
            assert block.role == "body"
            return block.message
        assert isinstance(block, RowBlock | ColumnBlock)
        assert block.gap == Gap(5.0)
        return f"({', '.join(map(said, block.children))})"

    assert shown() == ["office", "call 0 1", "write 1 1", "house", "door 1 2"]
    assert shown(named="office") == ["call 0 1", "write 1 1", "house", "door 1 2"]
    assert shown(beside=True) == ["(office, (call 0 1, write 1 1))", "(house, (door 1 2))"]
    assert shown(beside=True, named="house") == ["(office, (call 0 1, write 1 1))", "door 1 2"]
    nothing = ContactsBlock(source=HERE, group="none", role="large", name_role="body").with_members(members)
    assert nothing.prints_nothing
    assert not nothing.children
