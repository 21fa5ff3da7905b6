"""Operations on items, and that lines of text are made in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.layout.lines import ends_in_space
from flyers.page.document import (
    Box,
    ContactOnLine,
    GlyphRun,
    Item,
    Page,
    Photo,
    Photograph,
    PositionedGlyph,
    QrCode,
    Shape,
    TextLine,
)
from flyers.page.items import (
    Rectangle,
    TurnedArea,
    bleeds,
    clipped,
    extent,
    is_quarter,
    moved,
    overlaps,
    polygon,
    scaled,
    scaled_page,
    stroke,
    within,
)

SOURCE = Path(__file__).parents[2] / "src"

RUN = GlyphRun(
    "noto-sans:regular",
    10.0,
    0,
    "Latn",
    "en",
    (PositionedGlyph(1, 0.0, 0.5, 6.0, "a"), PositionedGlyph(2, 6.0, 0.0, 6.0, "b")),
)
LINE = TextLine(
    x=5.0,
    y=20.0,
    runs=(RUN,),
    colour="ink",
    ground="paper",
    block="block",
    message="message",
    role="role",
    size=10.0,
    floor=8.0,
    text="ab",
    language="en",
    ink=(1.0, -2.0, 11.0, 7.0),
    contacts=(ContactOnLine("hotline", "911", 1.0, 9.0),),
)
BOX = Box(2.0, 3.0, 10.0, 20.0, "ink", "block", radius=1.0)
CODE = QrCode(10.0, 12.0, 2.0, ("101", "010", "111"), "ink", "paper", "block", "hotline", "tel:911")
SHAPE = Shape(
    (("M", 1.0, 2.0), ("L", 5.0, 8.0), ("C", 5.0, 9.0, 4.0, 9.0, 3.0, 2.0), ("Z",)), "ink", "paper", "block", ""
)
PHOTO = Photo(
    4.0, 6.0, 8.0, 2.0, Photograph("x", 8, 2, "0", False, False, b""), (0, 0, 8, 2), "ink", "paper", "block", "x"
)
ITEMS = pytest.mark.parametrize("item", [LINE, BOX, CODE, SHAPE, PHOTO], ids=["line", "box", "code", "shape", "photo"])


def constructions(name: str) -> Iterator[str]:
    """Yield the functions of the program that construct a *name*."""
    texts = {file: file.read_text("utf-8") for file in sorted(SOURCE.rglob("*.py"))}
    for file in [file for file, text in texts.items() if name in text]:
        for function in (node for node in ast.walk(ast.parse(texts[file])) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if called == name:
                        yield f"{file.relative_to(SOURCE).as_posix()}:{function.name}"


def test_lines_of_text_are_constructed_in_one_place() -> None:
    assert list(constructions("TextLine")) == ["flyers/layout/lines.py:text_line"]


@ITEMS
def test_what_is_moved_keeps_its_size(item: Item) -> None:
    left, bottom, right, top = extent(item)
    assert extent(moved(item, 3.0, -4.0)) == pytest.approx((left + 3, bottom - 4, right + 3, top - 4))
    assert moved(moved(item, 3.0, -4.0), -3.0, 4.0) == item


@ITEMS
def test_what_is_scaled_is_scaled_about_the_origin(item: Item) -> None:
    assert extent(scaled(item, 0.5)) == pytest.approx([value / 2 for value in extent(item)])
    assert scaled(item, 1.0) == item
    assert scaled(scaled(item, 0.5), 2.0) == item


def test_everything_on_a_line_is_scaled() -> None:
    line = scaled(LINE, 2.0)
    assert isinstance(line, TextLine)
    assert (line.size, line.floor) == (20.0, 16.0)
    assert [(glyph.x, glyph.y, glyph.advance) for glyph in line.runs[0].glyphs] == [(0.0, 1.0, 12.0), (12.0, 0.0, 12.0)]
    assert line.runs[0].size == 20.0
    assert line.contacts == (ContactOnLine("hotline", "911", 2.0, 18.0),)


def test_a_scaled_box_has_smaller_corners_and_a_code_smaller_modules() -> None:
    assert scaled(BOX, 0.5) == Box(1.0, 1.5, 5.0, 10.0, "ink", "block", radius=0.5)
    assert scaled(CODE, 0.5) == QrCode(5.0, 6.0, 1.0, CODE.matrix, "ink", "paper", "block", "hotline", "tel:911")


def test_a_page_is_scaled_with_all_that_is_on_it() -> None:
    page = Page("front", 40.0, 60.0, 9.0, 12.0, (BOX, LINE), panels=(("one", 0.0, 18.0), ("two", 18.0, 40.0)))
    assert scaled_page(page, 0.5) == Page(
        "front", 20.0, 30.0, 4.5, 6.0, (scaled(BOX, 0.5), scaled(LINE, 0.5)),
        panels=(("one", 0.0, 9.0), ("two", 9.0, 20.0)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "rectangle"),
    [
        (LINE, (6.0, 18.0, 16.0, 27.0)),
        (replace(LINE, turn=90), (3.0, 9.0, 12.0, 19.0)),
        (BOX, (2.0, 3.0, 12.0, 23.0)),
        (CODE, (10.0, 12.0, 16.0, 18.0)),
        (SHAPE, (1.0, 2.0, 5.0, 9.0)),
        (PHOTO, (4.0, 6.0, 12.0, 8.0)),
    ],
)
def test_an_item_covers_its_ink_its_sides_or_its_symbol(item: Item, rectangle: Rectangle) -> None:
    assert extent(item) == rectangle


# -- turned areas ------------------------------------------------------------------------------------------------------


def test_a_quarter_exchanges_width_and_height() -> None:
    assert [turn for turn in (0, 90, 180, 270) if is_quarter(turn)] == [90, 270]
    assert TurnedArea(90, 0.0, 0.0, 30.0, 50.0, "block").inner_size == (50.0, 30.0)
    assert TurnedArea(180, 0.0, 0.0, 30.0, 50.0, "block").inner_size == (30.0, 50.0)


WHERE = [
    (0, (102.0, 203.0, 112.0, 223.0)),
    (90, (103.0, 238.0, 123.0, 248.0)),
    (180, (118.0, 227.0, 128.0, 247.0)),
    (270, (107.0, 202.0, 127.0, 212.0)),
]
"""By turn, where `BOX` is in an area of 30 by 50 points at (100, 200)."""


@pytest.mark.parametrize(("turn", "rectangle"), WHERE)
def test_places_of_a_turned_area_count_from_its_own_lower_left_corner(turn: int, rectangle: Rectangle) -> None:
    area = TurnedArea(turn, 100.0, 200.0, 30.0, 50.0, "block")
    assert area.rectangle(extent(BOX)) == rectangle
    assert area.inner_rectangle(rectangle) == extent(BOX)
    for item in (BOX, SHAPE, PHOTO, CODE):
        assert extent(area.item(item)) == area.rectangle(extent(item))


@pytest.mark.parametrize("own", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turns_of_words_and_photographs_add_up(turn: int, own: int) -> None:
    area = TurnedArea(turn, 100.0, 200.0, 30.0, 50.0, "block")
    line, photo = area.item(replace(LINE, turn=own)), area.item(replace(PHOTO, turn=own))
    assert isinstance(line, TextLine)
    assert isinstance(photo, Photo)
    assert (line.turn, photo.turn) == ((turn + own) % 360, (turn + own) % 360)
    assert extent(line) == area.rectangle(extent(replace(LINE, turn=own)))
    assert (line.runs, line.ink, photo.crop) == (LINE.runs, LINE.ink, PHOTO.crop)


# -- windows -----------------------------------------------------------------------------------------------------------


def test_a_box_is_clipped_to_the_window() -> None:
    plain = Box(-5.0, -5.0, 100.0, 30.0, "ink", "block")
    assert clipped(plain, (0.0, 0.0, 50.0, 50.0)) == Box(0.0, 0.0, 50.0, 25.0, "ink", "block")
    assert clipped(plain, (0.0, 30.0, 50.0, 50.0)) is None
    assert clipped(plain, (3.0, 4.0, 50.0, 9.0)) == Box(3.0, 4.0, 47.0, 5.0, "ink", "block")


AROUND_BOX = [(0.0, 3.0, 2.0, 23.0), (12.0, 3.0, 22.0, 23.0), (2.0, 0.0, 12.0, 3.0), (2.0, 23.0, 12.0, 43.0)]
"""Rectangles that share an edge with `BOX`: at the left, at the right, below and above."""


@pytest.mark.parametrize("window", AROUND_BOX)
def test_what_only_touches_a_window_is_not_in_it(window: Rectangle) -> None:
    assert clipped(BOX, window) is None
    assert clipped(replace(BOX, radius=0.0), window) is None
    assert not overlaps(extent(BOX), window)
    assert not overlaps(window, extent(BOX))


@pytest.mark.parametrize("window", [(left - 1, low - 1, right + 1, top + 1) for left, low, right, top in AROUND_BOX])
def test_rectangles_overlap_that_share_more_than_an_edge(window: Rectangle) -> None:
    assert overlaps(extent(BOX), window)
    assert overlaps(window, extent(BOX))
    assert clipped(BOX, window) == BOX


def test_a_box_with_round_corners_is_kept_whole() -> None:
    assert clipped(BOX, (0.0, 0.0, 8.0, 50.0)) == BOX


def test_a_shape_is_cut_at_the_window() -> None:
    part = clipped(SHAPE, (0.0, 0.0, 3.0, 90.0))
    assert part is not None
    assert extent(part) == (1.0, 2.0, 3.0, 5.0)
    assert clipped(SHAPE, (5.0, 0.0, 9.0, 90.0)) is None


def test_grounds_photographs_and_art_may_bleed() -> None:
    assert [item for item in (BOX, PHOTO, replace(SHAPE, art=True), SHAPE, LINE, CODE) if bleeds(item)] == [
        BOX, PHOTO, replace(SHAPE, art=True),
    ]  # fmt: skip


def test_items_are_inside_a_window_if_their_middle_is() -> None:
    items = [LINE, BOX, CODE, SHAPE]
    assert [index for index, _ in within(items, (0.0, 0.0, 12.0, 30.0))] == [0, 1, 3]
    assert [index for index, _ in within(items, (12.5, 0.0, 30.0, 30.0))] == [2]


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        ((13.0, 15.0, 90.0, 90.0), True),  # its middle is on a corner of the window
        ((0.0, 0.0, 13.0, 15.0), True),
        ((13.1, 0.0, 90.0, 90.0), False),
        ((0.0, 15.1, 90.0, 90.0), False),
        ((0.0, 0.0, 12.9, 90.0), False),
        ((0.0, 0.0, 90.0, 14.9), False),
    ],
)
def test_the_edge_of_a_window_is_inside(window: Rectangle, inside: bool) -> None:
    assert list(within([CODE], window)) == ([(0, CODE)] if inside else [])


def test_grounds_are_cut_at_a_window_and_keep_their_number() -> None:
    ground = replace(BOX, radius=0.0)
    window = (0.0, 0.0, 7.0, 10.0)
    assert list(within([CODE, ground, PHOTO], window)) == [(1, clipped(ground, window)), (2, clipped(PHOTO, window))]
    assert list(within([CODE, ground, PHOTO], (50.0, 50.0, 60.0, 60.0))) == []


# -- lines and polygons ------------------------------------------------------------------------------------------------


def test_a_stroke_has_its_weight_and_square_ends() -> None:
    line = stroke((0.0, 5.0), (10.0, 5.0), 2.0, "ink", "paper", "block", "name")
    assert extent(line) == pytest.approx((0.0, 4.0, 10.0, 6.0))


def test_a_slanted_stroke_is_as_thick_as_a_level_one() -> None:
    line = stroke((10.0, 20.0), (40.0, 60.0), 10.0, "ink", "paper", "block", "name")
    corners = [(6.0, 23.0), (36.0, 63.0), (44.0, 57.0), (14.0, 17.0)]
    assert [tuple(round(float(value), 9) for value in segment[1:]) for segment in line.path[:-1]] == corners
    assert replace(line, path=()) == Shape((), colour="ink", ground="paper", block="block", name="name")


def test_a_polygon_has_straight_sides_and_is_closed() -> None:
    drawn = polygon([(1.0, 2.0), (5.0, 2.0), (3.0, 9.0)], "ink", "paper", "block", "name")
    path = (("M", 1.0, 2.0), ("L", 5.0, 2.0), ("L", 3.0, 9.0), ("Z",))
    assert drawn == Shape(path, colour="ink", ground="paper", block="block", name="name")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("word ", True),
        ("word \u200b", True),
        ("word\u200b", False),
        ("word \u2069\u200f", True),
        ("", False),
        ("\u200b", False),
    ],
)
def test_invisible_characters_after_a_space_do_not_count(text: str, ends: bool) -> None:
    assert ends_in_space(text) is ends
