"""Where a code, its quiet zone and its frame are, and how large; and the places of a pictogram and of a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.errors import OversetError, Source
from flyers.layout.block import Gap
from flyers.layout.blocks.graphics import CodeBlock, IconBlock, RuleBlock
from flyers.layout.blocks.registry import arrange, natural_width
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Box, QrCode, Shape
from flyers.page.items import extent
from flyers.page.paths import box_around
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
SIDE = 300.0


def setting(session: Session, tag: str = "en") -> Setting:
    layout = replace(session.layout("wallet-card"), width=SIDE, height=SIDE)
    return Setting(session.localized(tag), layout, session.theme, session.typesetter, session.pictures, Rung())


def code(**keys: Any) -> CodeBlock:
    return CodeBlock(source=HERE, path="front/code[0]", **{"contact": "hotline", "module": 2.0, **keys})


def put(own: Setting, block: Any, width: float, ground: str = "paper") -> list[Any]:
    sheet = Sheet(own, 0, "front")
    arranged = arrange(block, width, own, ground)
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height)
    return sheet.items


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_code_is_in_the_middle_of_its_column_with_four_modules_of_white(session: Session, tag: str) -> None:
    own = setting(session, tag)
    (symbol,) = put(own, code(), 100.0)
    assert isinstance(symbol, QrCode)
    across = len(symbol.matrix) * 2.0
    whole = across + 16.0
    assert natural_width(code(), own, "paper") == arrange(code(), 100.0, own, "paper").height == whole
    start = 50 + (100 - whole) / 2 + 8
    assert symbol.x == pytest.approx(start if tag == "en" else SIDE - start - across)
    assert symbol.y == pytest.approx(SIDE - 60 - 8 - across)
    assert (symbol.module, symbol.contact, symbol.colour, symbol.ground) == (2.0, "hotline", "black", "paper")


def test_a_code_has_white_under_it_and_a_frame_around_that(session: Session) -> None:
    own = setting(session)
    white, symbol = put(own, code(), 100.0, "deep")
    assert isinstance(white, Box)
    left, bottom, right, top = extent(symbol)
    assert (white.colour, extent(white)) == ("paper", pytest.approx((left - 8, bottom - 8, right + 8, top + 8)))
    frame, white, symbol = put(own, code(frame=Gap(3.0), frame_colour="accent", radius=2.0), 100.0)
    left, bottom, right, top = extent(symbol)
    assert extent(white) == pytest.approx((left - 8, bottom - 8, right + 8, top + 8))
    assert extent(frame) == pytest.approx((left - 11, bottom - 11, right + 11, top + 11))
    assert (frame.colour, frame.radius, white.colour, white.radius) == ("accent", 2.0, "paper", 0.0)
    assert natural_width(code(frame=Gap(3.0)), own, "paper") == natural_width(code(), own, "paper") + 6


def test_modules_grow_as_far_as_there_is_room_and_a_short_target_has_larger_ones(session: Session) -> None:
    own = setting(session)
    modules = [put(own.on_rung(codes=share), code(most=3.0), 200.0)[0].module for share in (0.0, 0.25, 1.0)]
    assert modules == [2.0, 2.25, 3.0]
    assert put(own.on_rung(codes=1.0), code(), 200.0)[0].module == 2.0
    assert [block.grows for block in (code(), code(most=2.0), code(most=2.1))] == [False, False, True]
    (symbol,) = put(own, code(side=100.0), 200.0)
    assert symbol.module * len(symbol.matrix) == pytest.approx(100.0)
    assert put(own, code(side=10.0), 200.0)[0].module == 2.0


def test_a_code_that_is_too_wide_or_too_small_is_refused(session: Session) -> None:
    own = setting(session)
    whole = natural_width(code(), own, "paper")
    across = whole - 16
    assert arrange(code(), whole - 0.005, own, "paper").height == whole
    with pytest.raises(
        OversetError, match=rf"is {whole:.1f} pt wide and its column {whole - 0.5:.1f} pt\. Give it a wider"
    ):
        arrange(code(), whole - 0.5, own, "paper")
    assert arrange(code(distance=across * 10), 200.0, own, "paper").height == whole
    with pytest.raises(OversetError, match=r"too small to be read from .* in\. A camera reads"):
        arrange(code(distance=across * 10 + 1), 200.0, own, "paper")


def test_what_is_wrong_with_a_code(session: Session) -> None:
    def told(**keys: Any) -> list[str]:
        return [error.problem for error in code(**keys).faults(smallest_module=2.0, many_languages=False)]

    assert told() == told(frame=Gap(3.0), frame_colour="accent") == []
    assert told(frame=Gap(3.0)) == ["This code's frame has no colour."]
    assert told(module=1.99) == ["Modules of 1.99 pt are too small for a phone's camera."]


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_pictogram_and_a_rule_begin_where_their_column_does(session: Session, tag: str) -> None:
    own = setting(session, tag)
    icon = IconBlock(source=HERE, path="front/icon[0]", name="phone", size=Gap(24.0))
    assert natural_width(icon, own, "paper") == arrange(icon, 100.0, own, "paper").height == 24
    for shape in put(own, icon, 100.0):
        assert isinstance(shape, Shape)
        left, bottom, right, top = box_around(shape.path)
        start = 50 if tag == "en" else SIDE - 74
        assert start - 0.01 <= left < right <= start + 24.01
        assert SIDE - 84.01 <= bottom < top <= SIDE - 59.99
    rule = RuleBlock(source=HERE, path="front/rule[0]", weight=1.5, colour="accent")
    (box,) = put(own, rule, 100.0)
    assert extent(box) == pytest.approx(
        (50 if tag == "en" else 150, SIDE - 61.5, 150 if tag == "en" else 250, SIDE - 60)
    )
    assert (box.colour, arrange(rule, 100.0, own, "paper").height) == ("accent", 1.5)
