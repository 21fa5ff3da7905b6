"""A page under construction: where things go on paper, how far grounds go, and what a screen reader is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flyers.content.message_key import MessageKey
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Box, Element, Shape, TextLine
from flyers.page.items import Rectangle, extent
from flyers.page.paths import box_around
from flyers.pipeline.session import Session

WIDTH, HEIGHT, BLEED = 252.0, 144.0, 9.0
LINE = TextLine(
    x=10.0, y=22.0, runs=(), colour="black", ground="paper", block="front/text[0]", message=MessageKey("m"),
    role="body", size=10.0, floor=6.0, text="Call now", language="en", ink=(0.0, -2.0, 50.0, 8.0),
)  # fmt: skip


def sheet(session: Session, tag: str = "en") -> Sheet:
    """Return an empty front of the wallet card, the third page of a piece."""
    layout = session.layout("wallet-card")
    assert (layout.width, layout.height, layout.bleed) == (WIDTH, HEIGHT, BLEED)
    setting = Setting(session.localized(tag), layout, session.theme, session.typesetter, session.pictures, Rung())
    return Sheet(setting, 2, "front")


def test_places_count_from_where_reading_starts_and_from_the_top(session: Session) -> None:
    assert sheet(session).left(10.0, 30.0) == 10.0
    assert sheet(session).box(10.0, 20.0, 30.0, 40.0) == (10.0, 84.0, 40.0, 124.0)
    assert sheet(session, "ar").left(10.0, 30.0) == 212.0
    assert sheet(session, "ar").box(10.0, 20.0, 30.0, 40.0) == (212.0, 84.0, 242.0, 124.0)


@pytest.mark.parametrize(("box", "window"), [
    ((0, 0, WIDTH, HEIGHT), (-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED)),
    ((0.009, 0.009, WIDTH - 0.018, HEIGHT - 0.018), (-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED)),
    ((0.02, 0.02, WIDTH - 0.04, HEIGHT - 0.04), (0.02, 0.02, WIDTH - 0.02, HEIGHT - 0.02)),
    ((0, 30, 100, 40), (-BLEED, 74, 100, 114)), ((152, 30, 100, 40), (152, 74, WIDTH + BLEED, 114)),
    ((50, 0, 100, 40), (50, 104, 150, HEIGHT + BLEED)), ((50, 104, 100, 40), (50, -BLEED, 150, 40)),
])  # fmt: skip  # several cases to a line
def test_a_ground_at_the_trim_goes_on_into_the_bleed(session: Session, box: Rectangle, window: Rectangle) -> None:
    page = sheet(session)
    assert page.window(*box) == pytest.approx(window)
    page.ground(*box, "deep", "front", 0.0)
    page.ground(*box, "deep", "front", 4.0)
    square, rounded = page.items
    assert extent(square) == pytest.approx(window)
    assert extent(rounded) == pytest.approx(page.box(*box)), "a rounded box stays inside"
    assert (square.radius, rounded.radius, square.block, square.colour) == (0.0, 4.0, "front", "deep")


@pytest.mark.parametrize(("tag", "over"), [("en", (103.0, 103.0)), ("ar", (WIDTH - 103, WIDTH - 103))])
def test_a_ground_at_a_fold_goes_on_over_it_or_stays_back(
    session: Session, tag: str, over: tuple[float, float]
) -> None:
    """The fold is 100 points from where reading starts, and boxes begin and end three to the end side of it."""
    page = sheet(session, tag)
    with page.section("panel", folds=((100.0, 3.0),)):
        behind, before = page.window(100.0, 20.0, 50.0, 30.0), page.window(40.0, 20.0, 60.0, 30.0)
        apart = page.window(100.02, 20.0, 50.0, 30.0)
    starts = (0, 2) if tag == "en" else (2, 0)
    assert (behind[starts[0]], before[starts[1]]) == pytest.approx(over)
    assert apart == pytest.approx(page.box(100.02, 20.0, 50.0, 30.0))
    assert page.window(100.0, 20.0, 50.0, 30.0) == page.box(100.0, 20.0, 50.0, 30.0), "not in another panel"


@pytest.mark.parametrize(("tag", "turn", "seen"), [("en", 90, 90), ("ar", 90, 270), ("en", 180, 180), ("ar", 180, 180)])
def test_what_is_turned_has_its_own_axes(session: Session, tag: str, turn: int, seen: int) -> None:
    page = sheet(session, tag)
    with page.turned(turn, 0.0, 20.0, 60.0, 100.0, "front/panel"):
        assert (page.width, page.height) == ((100.0, 60.0) if turn == 90 else (60.0, 100.0))
        page.ground(0.0, 0.0, page.width, page.height, "deep", "front", 0.0)
        page.add(replace(LINE, x=5.0, y=5.0))
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    box, line = page.items
    left = 0.0 if tag == "en" else WIDTH - 60
    assert page.turned_areas == [(seen, (left, 24.0, left + 60, 124.0))]
    bled = (-BLEED, 24, 60, 124) if tag == "en" else (WIDTH - 60, 24, WIDTH + BLEED, 124)
    assert extent(box) == pytest.approx(bled), "it goes on into the bleed at the side of the page"
    assert line.turn == seen
    inside = extent(line)
    assert left <= inside[0] < inside[2] <= left + 60
    assert 24 <= inside[1] < inside[3] <= 124


def test_the_structure_has_words_and_not_what_is_behind_them(session: Session) -> None:
    page = sheet(session)
    with page.section("panel", language="es"):
        page.add(LINE)  # of no element
        with page.element("P", alt="said", target="tel:911"):
            page.add(Box(0, 0, 5, 5, "deep", "front"))
            page.add(LINE)
            with page.decoration():
                page.add(LINE)
        with page.element("Figure"), page.decoration():
            page.circle(10.0, 20.0, 30.0, "deep", "paper", "front", "dot")
        with page.element("H1", last=True):
            page.add(LINE)
        with page.read_last(True), page.element("H2"):
            page.add(LINE)
            with page.element("Span"):
                page.add(LINE)
        with page.read_last(False), page.element("H3"):
            page.add(LINE)
    section = page.sections["panel"]
    assert (section.tag, section.language, section.items) == ("Sect", "es", ())
    first, third, late, later = section.children
    assert first == Element("P", items=((2, 2),), alt="said", target="tel:911")
    assert (third.tag, late.tag, later.tag) == ("H3", "H1", "H2"), "an empty element is none, and late ones are last"
    assert (third.last, late.last, later.last) == (False, True, True)
    assert [child.tag for child in later.children] == ["Span"]
    (dot,) = (item for item in page.items if isinstance(item, Shape))
    assert box_around(dot.path) == pytest.approx((10, HEIGHT - 50, 40, HEIGHT - 20), abs=0.01)


def test_lines_of_a_foot_run_through_all_pages(session: Session) -> None:
    page = sheet(session)
    page.setting = replace(page.setting, counts=(3, 7))
    with page.foot():
        page.add(LINE)
    page.add(LINE)
    foot, other = page.items
    assert (foot.running, foot.counts) == (True, (3, 7))
    assert other == LINE
    assert page.sections == {}


def test_a_picture_says_its_message_in_the_language_of_the_page(session: Session) -> None:
    page = sheet(session, "es")
    assert page.alternative("") == ""
    assert page.alternative("card.headline") == session.localized("es").plain("card.headline")
    assert page.spoken == [MessageKey("card.headline")]
