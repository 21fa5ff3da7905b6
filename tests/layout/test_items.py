"""Operations on items, and that lines of text are made in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from flyers.layout.lines import ends_in_space
from flyers.page.document import Box, ContactOnLine, GlyphRun, Item, PositionedGlyph, QrCode, Shape, TextLine
from flyers.page.items import clipped, extent, moved, scaled, stroke, within

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
ITEMS = pytest.mark.parametrize("item", [LINE, BOX, CODE, SHAPE], ids=["line", "box", "code", "shape"])


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


def test_a_box_is_clipped_to_the_window() -> None:
    plain = Box(-5.0, -5.0, 100.0, 30.0, "ink", "block")
    assert clipped(plain, (0.0, 0.0, 50.0, 50.0)) == Box(0.0, 0.0, 50.0, 25.0, "ink", "block")
    assert clipped(plain, (0.0, 30.0, 50.0, 50.0)) is None


def test_a_box_with_round_corners_is_kept_whole() -> None:
    assert clipped(BOX, (0.0, 0.0, 8.0, 50.0)) == BOX


def test_items_are_inside_a_window_if_their_middle_is() -> None:
    items = [LINE, BOX, CODE, SHAPE]
    assert [index for index, _ in within(items, (0.0, 0.0, 12.0, 30.0))] == [0, 1, 3]
    assert [index for index, _ in within(items, (12.5, 0.0, 30.0, 30.0))] == [2]


def test_a_stroke_has_its_weight_and_square_ends() -> None:
    line = stroke((0.0, 5.0), (10.0, 5.0), 2.0, "ink", "paper", "block", "name")
    assert extent(line) == pytest.approx((0.0, 4.0, 10.0, 6.0))


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
