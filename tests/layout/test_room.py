"""What copy-fitting gives to panels that have room left, and takes from those that are too full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.content.message_key import MessageKey
from flyers.errors import OversetError, Source
from flyers.layout.block import Block, Gap
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.graphics import CodeBlock, SpaceBlock
from flyers.layout.blocks.list import ListBlock, ListMessage
from flyers.layout.blocks.registry import arrange
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.fit import TOLERANCE, all_fit, attempt, fit, restored, with_room_used
from flyers.layout.model import Face, Panel
from flyers.layout.setting import Rung, Setting
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
SIGNS = ("signs.school", "signs.cut-off", "signs.changed", "signs.bruises", "signs.heading")


def setting(session: Session, *blocks: Block, width: float = 200.0, height: float = 400.0, **keys: Any) -> Setting:
    """English in one panel."""
    column = ColumnBlock(source=HERE, path="front", **{"children": blocks, **keys})
    faces = (Face("front", "paper", (Panel("front", 0.0, content=column),)),)
    usual = session.layout("wallet-card")
    layout = replace(usual, faces=faces, reading=("front",), width=width, height=height, give_way=())
    return Setting(session.localized("en"), layout, session.theme, session.typesetter, session.pictures, Rung())


def needed(own: Setting) -> float:
    """Return the height of the panel in its layout's own spacing."""
    ((_, panel, width),) = own.layout.panels()
    return arrange(panel.content, width, own, "paper").height


def space(name: str, size: float, **keys: Any) -> SpaceBlock:
    return SpaceBlock(source=HERE, path=f"front/{name}", size=Gap(size), **keys)


@pytest.mark.parametrize(("height", "spacing", "excess"), [
    (160.0, 1.0, 0.0), (150.0, 1.0, 0.0), (149.96, 1.0, 0.0), (149.9, 0.8, 0.0), (140.0, 0.8, 0.0), (139.0, 0.6, 0.0),
    (130.0, 0.6, 0.0), (129.96, 0.6, 0.0), (129.9, 0.6, 0.1), (100.0, 0.6, 30.0),
])  # fmt: skip  # several cases to a line
def test_a_panel_is_as_loose_as_it_fits(session: Session, height: float, spacing: float, excess: float) -> None:
    """Two blocks of 50 points with 50 between them, which become 40 and 30."""
    own = setting(session, space("a", 50.0), space("b", 50.0), gap=Gap(units=50 / 3), height=height)
    assert TOLERANCE == 0.05
    tried = attempt(own)
    assert tried.spacings == {"front": spacing}
    assert tried.fits is all_fit(own) is not excess
    assert tried.overfull == ({"front"} if excess else set())
    if excess:
        with pytest.raises(
            OversetError, match=rf"is {excess:.1f} pt too high at its smallest permitted size\. Shorten"
        ):
            fit(own)


def test_the_highest_text_of_a_panel_that_is_too_full_is_named(session: Session) -> None:
    texts = [
        TextBlock(source=HERE, path=f"front/{message}", message=message, role="body")
        for message in ("contact.text-line", "help.danger", "card.headline")
    ]
    (error,) = attempt(setting(session, *texts, height=5.0)).overset
    heights = {text.message: needed(setting(session, text)) for text in texts}
    highest = max(heights, key=heights.__getitem__)
    assert sorted(heights.values())[-1] > sorted(heights.values())[-2]
    assert error.problem.endswith(f"; its longest is “{highest}” in front/{highest}.")
    assert error.hint.startswith("Shorten that translation, give the message a shorter form")


@pytest.mark.parametrize("step", range(9))
def test_codes_take_what_room_is_left(session: Session, step: int) -> None:
    """In eighths of what they may grow, as long as nothing else becomes tighter."""
    code = CodeBlock(source=HERE, path="front/code[0]", contact="hotline", module=2.0, most=3.6)
    white = Gap(units=10.0)
    own = setting(session, code, space("a", 10.0), gap=white)
    sizes = [needed(own.on_rung(codes=steps / 8)) for steps in range(9)]
    assert sizes == sorted(set(sizes))
    roomy = setting(session, code, space("a", 10.0), gap=white, height=sizes[step] + 0.5)
    found = with_room_used(fit(roomy))
    assert found.setting.rung.codes == step / 8
    assert found.spacings == {"front": 1.0}
    tight = setting(session, code, space("a", 10.0), gap=white, height=sizes[0] - 1.0)
    assert with_room_used(fit(tight)).setting.rung.codes < 1.0
    still = replace(code, most=0.0)
    assert with_room_used(fit(setting(session, still, space("a", 10.0)))).setting.rung.codes == 0.0


@pytest.mark.parametrize("count", range(2, 6))
def test_items_come_back_as_far_as_they_fit_in_the_same_spacing(session: Session, count: int) -> None:
    """A list that begins with two of five items."""
    signs = ListBlock(
        source=HERE, path="front/list[0]", role="body", messages=tuple(map(ListMessage, SIGNS)), least=1, aim=2
    )
    gap = Gap(units=5.0)
    own = setting(session, space("a", 10.0), signs, gap=gap)
    heights = {most: needed(own.on_rung(counts={signs.path: most})) for most in range(1, 6)}
    assert sorted(heights.values()) == list(heights.values())
    good = fit(setting(session, space("a", 10.0), signs, gap=gap, height=heights[count] + 1.0))
    assert good.setting.rung.counts == {signs.path: 2}
    assert restored(good).setting.rung.counts == {signs.path: count}
    assert restored(good).spacings == {"front": 1.0}


@pytest.mark.parametrize(("more", "whole"), [(0.0, False), (10.0, False), (12.0, False), (13.0, True), (60.0, True)])
def test_sentences_have_lines_of_their_own_where_that_makes_nothing_tighter(
    session: Session, more: float, whole: bool
) -> None:
    text = TextBlock(source=HERE, path="front/text[0]", message="help.danger", role="body")
    other = replace(text, path="front/text[1]", message="card.headline")  # one sentence
    key = MessageKey("help.danger")

    def put(height: float) -> Setting:
        own = setting(session, text, other, gap=Gap(units=10.0), width=118.0, height=height)
        words = replace(
            own.localized.texts[key], text="You can leave now. We help. They cannot keep you here.", spans=()
        )
        return replace(own, localized=replace(own.localized, texts={**own.localized.texts, key: words}))

    good = fit(put(needed(put(400.0)) + more))
    found = with_room_used(good)
    assert found.setting.rung.whole == (frozenset({text.path}) if whole else frozenset())
    assert good.spacings == found.spacings == {"front": 1.0}
    lines = [(part.path, part.height) for *_, arranged in found.panels for part in arranged.parts()]
    assert dict(lines)[text.path] == pytest.approx(46.74 if whole else 34.2)


@pytest.mark.parametrize("width", [130.0, 160.0, 200.0])
def test_a_list_is_tried_in_both_ways_with_each_number_of_items(session: Session, width: float) -> None:
    """In type that stays as large as it is; first as it is, then in two columns, then with an item less."""
    usual = session.layout("wallet-card")
    roles = {**usual.roles, "body": replace(usual.roles["body"], floor=usual.roles["body"].aim)}
    signs = ListBlock(
        source=HERE,
        path="front/list[0]",
        role="body",
        messages=tuple(map(ListMessage, SIGNS)),
        column_gap=Gap(6.0),
        otherwise=(("columns", 2),),
        least=2,
    )
    above = space("a", 10.0)

    def put(height: float) -> Setting:
        own = setting(session, above, signs, width=width, height=height)
        return replace(own, layout=replace(own.layout, roles=roles))

    own, none = put(400.0), frozenset[str]()
    ways = [(count, way) for count in range(5, 1, -1) for way in (none, frozenset({signs.path}))]
    heights = [needed(own.on_rung(counts={signs.path: count}, otherwise=way)) for count, way in ways]
    for height in sorted(heights):
        good = fit(put(height + 0.5)).setting.rung
        first = next(way for way, high in zip(ways, heights, strict=True) if high <= height + 0.5)
        assert (good.counts[signs.path], good.otherwise) == first
    with pytest.raises(OversetError, match="pt too high"):
        fit(put(min(heights) - 0.5))


@pytest.mark.parametrize(("height", "named"), [(164.0, True), (166.0, False), (120.0, True)])
def test_a_code_that_takes_more_than_half_of_a_panel_is_named(session: Session, height: float, named: bool) -> None:
    code = CodeBlock(source=HERE, path="front/code[0]", contact="hotline", module=2.5)
    side = needed(setting(session, code))
    assert side == 82.5
    (error,) = attempt(setting(session, code, space("a", 100.0), height=height)).overset
    assert (
        error.problem.startswith(f"This panel is {side + 100 - height:.1f} pt too high; the code to “hotline”") is named
    )
    assert error.trail == (("front/code[0]",) if named else ("front",))


def test_only_a_panel_with_bands_of_fixed_height_can_have_lower_ones(session: Session) -> None:
    for band, lower in ((space("band", 10.0, height=80.0), True), (space("band", 80.0, grow=1.0), False)):
        own = setting(session, band, space("a", 50.0), height=100.0)
        if lower:
            assert 0 < fit(own).setting.rung.loose["front"] < 1
        else:
            with pytest.raises(OversetError, match=r"30\.0 pt too high"):
                fit(own)
