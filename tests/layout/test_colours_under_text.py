"""What art is under a line, and whether the line is read on it: items made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.errors import LayoutError, Source
from flyers.layout.refusals import covered_part, covers_box, on_art, unreadable
from flyers.page.document import Box, Item, Photo, Photograph, Shape, TextLine
from flyers.page.items import Rectangle, overlaps
from flyers.page.paths import rounded_box


def grey(name: str, level: float) -> Colour:
    return Colour(name, (0.0, 0.0, 0.0, 1 - level), (level, level, level))


COLOURS = {"black": grey("black", 0.0), "white": grey("white", 1.0), "middle": grey("middle", 0.5)}
TEXT: Rectangle = (10.0, 20.0, 60.0, 30.0)
LINE = TextLine(
    x=10.0, y=22.0, runs=(), colour="white", ground="paper", block="front/text[0]", message=MessageKey("m"),
    role="body", size=10.0, floor=6.0, text="Call now ", language="en", ink=(0.0, -2.0, 50.0, 8.0),
)  # fmt: skip
PHOTO = Photo(
    0.0, 0.0, 90.0, 90.0, Photograph("harbor", 9, 9, "ab", False, False, b""), (0, 0, 9, 9), "white", "w", "b", "harbor"
)


def art(colour: str, box: Rectangle = (0.0, 0.0, 90.0, 90.0), *, radius: float = 0.0) -> Shape:
    return Shape(rounded_box(box, radius), colour, "white", "front/art", f"a {colour} part", art=True)


def errors(*items: Item) -> list[LayoutError]:
    block: Any = SimpleNamespace(path="front/text[0]", source=Source("card.yaml", 7))
    return list(unreadable(on_art(items, COLOURS), [block]))


def test_white_words_on_dark_art_are_read() -> None:
    assert errors(art("black"), LINE) == []
    assert errors(LINE) == []


def test_words_that_are_not_read_are_named_with_the_art_and_the_colours() -> None:
    (found,) = errors(art("black"), art("middle", (55.0, 0.0, 90.0, 90.0)), LINE)
    assert found.problem == (
        "“Call now” is on the image “a middle part”, and “white” on its “middle” has a contrast of 4.0; text needs 4.5."
    )
    assert found.hint.startswith("Keep the text off that part of the image by padding, give it a ground")
    assert (found.trail, str(found.source)) == (("front/text[0]",), "card.yaml:7")


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ([art("white"), art("black"), LINE], 0),  # the lower art is hidden
        ([art("black"), art("white"), LINE], 1),
        ([art("white"), art("black", (0.0, 0.0, 59.0, 90.0)), LINE], 1),  # and seen at the end of the line
        ([art("white", (61.0, 0.0, 90.0, 90.0)), LINE], 0),  # beside the line
        ([art("white", (60.0, 0.0, 90.0, 90.0)), LINE], 0),  # edge to edge
        ([art("white", (59.0, 0.0, 90.0, 90.0)), LINE], 1),
        ([LINE, art("white")], 0),  # above the line
        ([art("white"), Box(5.0, 15.0, 60.0, 20.0, "black", "ground"), LINE], 0),  # a ground between
        ([art("white"), Box(11.0, 15.0, 60.0, 20.0, "black", "ground"), LINE], 1),
        ([replace(art("white"), art=False), art("black", (0.0, 0.0, 5.0, 5.0)), LINE], 0),  # no part of an image
        ([art("white"), LINE, replace(LINE, y=40.0)], 1),  # each block is told once
        ([art("white"), LINE, replace(LINE, block="front/text[1]")], 2),
        ([PHOTO, LINE], 1),
        ([replace(PHOTO, x=60.0), LINE], 0),
        ([PHOTO, art("black"), LINE], 0),
    ],
)
def test_what_is_seen_under_a_line_counts(items: list[Item], count: int) -> None:
    assert len(errors(*items)) == count


def test_a_photograph_has_no_colour_of_its_own() -> None:
    (found,) = errors(PHOTO, LINE)
    assert found.problem == "“Call now” is on the photograph “harbor”, which has no colour of its own."
    assert found.hint == "Give the text a ground."


@pytest.mark.parametrize(
    ("box", "part"),
    [
        (TEXT, 1.0),
        ((0.0, 0.0, 90.0, 90.0), 1.0),
        ((10.0, 20.0, 59.96, 30.0), 1.0),  # all but a thousandth
        ((10.0, 20.0, 59.9, 30.0), 0.5),
        ((10.0, 20.0, 35.0, 30.0), 0.5),
        ((10.0, 20.0, 10.04, 30.0), 0.0),
        ((10.0, 20.0, 10.06, 30.0), 0.5),
        ((60.0, 20.0, 90.0, 30.0), 0.0),
        ((0.0, 0.0, 9.0, 9.0), 0.0),
    ],
)
def test_how_much_of_a_line_a_shape_covers(box: Rectangle, part: float) -> None:
    assert covered_part(art("black", box), TEXT) == part


def test_a_round_corner_in_a_line_leaves_a_part_of_it() -> None:
    assert covered_part(art("black", TEXT, radius=5.0), TEXT) == 0.5


def test_through_the_smallest_notch_something_else_is_seen() -> None:
    page: Rectangle = (0.0, 0.0, 1000.0, 1000.0)
    whole = rounded_box(page)
    notched = (*whole[:2], ("L", 1000.0, 400.0), ("L", 999.5, 450.0), ("L", 1000.0, 500.0), *whole[2:])
    assert covered_part(replace(art("black"), path=whole), page) == 1.0
    assert covered_part(replace(art("black"), path=notched), page) == 0.5


def test_of_a_shape_with_a_hole_the_part_is_not_known() -> None:
    ring = (*rounded_box((0.0, 0.0, 90.0, 90.0)), *rounded_box((20.0, 22.0, 30.0, 28.0)))
    assert covered_part(replace(art("black"), path=ring), TEXT) == 0.5


def test_of_a_shape_that_crosses_itself_both_parts_count() -> None:
    """One winds one way and one the other, so that their areas add up to nothing. One beside the text is not seen."""
    bow = (("M", 10.0, 20.0), ("L", 60.0, 30.0), ("L", 60.0, 20.0), ("L", 10.0, 30.0), ("Z",))
    assert covered_part(replace(art("black"), path=bow), TEXT) == 0.5
    beside = (
        ("M", 0.0, 0.0),
        ("L", 90.0, 0.0),
        ("L", 90.0, 90.0),
        ("L", 70.0, 90.0),
        ("L", 70.0, 10.0),
        ("L", 0.0, 10.0),
        ("Z",),
    )
    assert covered_part(replace(art("black"), path=beside), TEXT) == 0.0


@pytest.mark.parametrize(("radius", "covers"), [(0.0, True), (10.0, True), (16.0, True), (17.0, False)])
def test_round_corners_of_a_ground_do_not_hide_what_is_beneath(radius: float, covers: bool) -> None:
    """A corner of radius *r* is cut off by less than 0.3 *r* in both directions."""
    assert covers_box(Box(5.0, 15.0, 60.0, 20.0, "black", "b", radius=radius), TEXT) is covers


@pytest.mark.parametrize("side", range(4))
def test_a_ground_hides_a_line_to_its_very_edge(side: int) -> None:
    whole = Box(10.0, 20.0, 50.0, 10.0, "black", "b")
    assert covers_box(whole, TEXT)
    less = {0: {"x": 10.1, "width": 49.9}, 1: {"y": 20.1, "height": 9.9}, 2: {"width": 49.9}, 3: {"height": 9.9}}[side]
    assert not covers_box(replace(whole, **less), TEXT)


@pytest.mark.parametrize(("dx", "dy"), [(50.0, 0.0), (-50.0, 0.0), (0.0, 10.0), (0.0, -10.0)])
def test_rectangles_that_touch_do_not_overlap(dx: float, dy: float) -> None:
    left, bottom, right, top = TEXT
    assert not overlaps(TEXT, (left + dx, bottom + dy, right + dx, top + dy))
    assert overlaps(TEXT, (left + dx * 0.99, bottom + dy * 0.99, right + dx * 0.99, top + dy * 0.99))
