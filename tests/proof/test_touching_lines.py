"""Which lines of text touch, on glyphs made by hand: by the boxes around them, then by the ink of their outlines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from flyers.proof.checks.legibility import touching_texts
from flyers.proof.painted import DrawnGlyph, TextObject

BOX, SQUARE, TRIANGLE, RING, LINE = range(5)
CONTOURS: dict[int, list[list[tuple[float, float]]]] = {
    BOX: [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]],  # in place of a letter that the font lacks
    SQUARE: [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]],
    TRIANGLE: [[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]],  # its upper right half is empty
    RING: [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)], [(0.2, 0.2), (0.2, 0.8), (0.8, 0.8), (0.8, 0.2)]],
    LINE: [[(0.0, 0.0), (1.0, 1.0)]],  # two points have no inside
}
FONTS: Any = {
    "F": SimpleNamespace(program=SimpleNamespace(polygons=CONTOURS.__getitem__)),
    "unread": SimpleNamespace(program=None),
}


def glyph(gid: int, x: float, y: float, size: float = 10.0, font: str = "F", turn: int = 1) -> DrawnGlyph:
    """A glyph in a box from (x, y); with *turn* -1 it stands on its head."""
    origin = (x, y) if turn == 1 else (x + size, y + size)
    axes = (turn * size, 0.0, 0.0, turn * size)
    return DrawnGlyph(gid, gid, None, font, size, *origin, size, (x, y, x + size, y + size), axes)


def line(*glyphs: DrawnGlyph) -> TextObject:
    return TextObject(0, list(glyphs))


def touching(*texts: TextObject) -> list[tuple[int, int]]:
    """The pairs that touch, by their numbers."""
    page: Any = SimpleNamespace(contents=SimpleNamespace(texts=list(texts)))
    by_identity = {id(text): number for number, text in enumerate(texts)}
    return [(by_identity[id(one)], by_identity[id(other)]) for one, other in touching_texts(page, FONTS)]


@pytest.mark.parametrize(
    ("dx", "dy", "touches"),
    [
        (0.0, 9.8, True),
        (0.0, 9.95, False),  # less than a tenth of a point
        (0.0, 10.0, False),
        (0.0, 12.0, False),
        (9.8, 0.0, True),
        (9.95, 0.0, False),
        (9.8, 9.8, True),
        (-9.8, 5.0, True),
        (-10.5, 5.0, False),
    ],
)
def test_squares_touch_where_they_share_a_tenth_of_a_point(dx: float, dy: float, touches: bool) -> None:
    assert touching(line(glyph(SQUARE, 0, 0)), line(glyph(SQUARE, dx, dy))) == ([(0, 1)] if touches else [])


@pytest.mark.parametrize(("turn", "touches"), [(1, True), (-1, False)])
def test_boxes_may_overlap_where_the_ink_does_not_meet(turn: int, touches: bool) -> None:
    """Two triangles whose long sides face each other overlap in their boxes only, as slanting Nastaliq words do."""
    lower, upper = line(glyph(TRIANGLE, 0, 0)), line(glyph(TRIANGLE, 3, 3, turn=turn))
    assert touching(lower, upper) == ([(0, 1)] if touches else [])


def test_a_dot_inside_of_a_ring_is_too_near() -> None:
    assert touching(line(glyph(RING, 0, 0)), line(glyph(SQUARE, 4, 4, size=2))) == [(0, 1)]


def test_a_glyph_whose_outline_cannot_be_read_is_taken_for_its_box() -> None:
    lower = line(glyph(TRIANGLE, 0, 0))
    corner = (6.0, 6.0)
    assert touching(lower, line(glyph(SQUARE, *corner, size=3))) == []
    assert touching(lower, line(glyph(SQUARE, *corner, size=3, font="unread"))) == [(0, 1)]
    assert touching(lower, line(glyph(-1, *corner, size=3))) == [(0, 1)]
    assert touching(lower, line(glyph(BOX, *corner, size=3))) == [], "that has an outline"


def test_an_outline_of_two_points_has_no_ink() -> None:
    assert touching(line(glyph(SQUARE, 0, 0)), line(glyph(LINE, 0, 5))) == []


def test_any_glyph_of_a_line_may_touch_any_of_the_other() -> None:
    lower = line(glyph(SQUARE, 0, 0), glyph(SQUARE, 20, 0), glyph(SQUARE, 40, 5))
    upper = line(glyph(SQUARE, 0, 12), glyph(SQUARE, 20, 12), glyph(SQUARE, 40, 12))
    assert touching(lower, upper) == [(0, 1)]
    without = line(*lower.glyphs[:2])
    assert touching(without, upper) == []


def test_spaces_have_no_box_and_touch_nothing() -> None:
    space = glyph(SQUARE, 0, 0)._replace(box=None)
    assert touching(line(space), line(glyph(SQUARE, 0, 0))) == []
    assert touching(line(space, glyph(SQUARE, 30, 0)), line(glyph(SQUARE, 0, 0), glyph(SQUARE, 60, 0))) == []


def test_every_pair_is_found_the_lower_line_first_in_whatever_order_they_are_drawn() -> None:
    top, middle, bottom = (line(glyph(SQUARE, 0, y)) for y in (12.0, 6.0, 0.0))
    assert touching(top, middle, bottom) == [(2, 1), (1, 0)]
    far = line(glyph(SQUARE, 0, 40))
    aside = line(glyph(SQUARE, 50, 7))
    assert touching(far, aside, bottom, middle) == [(2, 3)]
    tall = line(glyph(SQUARE, 0, 0, size=50))
    assert touching(tall, far) == [(0, 1)]


def test_letters_are_compared_in_two_dozen_pixels_of_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    new = Image.new
    monkeypatch.setattr(Image, "new", lambda mode, size: (sizes.append(size), new(mode, size))[1])
    assert touching(line(glyph(SQUARE, 0, 0)), line(glyph(SQUARE, 5, 8))) == [(0, 1)]
    assert sizes == [(5 * 24, 2 * 24)] * 2


@pytest.mark.parametrize(("turn", "touches"), [(1, True), (-1, False)])
def test_letters_as_large_as_sheets_are_compared_in_few_pixels(
    monkeypatch: pytest.MonkeyPatch, turn: int, touches: bool
) -> None:
    """At the resolution for type, a hundred pairs of a foreign file took a proof 15 s."""
    sizes: list[int] = []
    new = Image.new

    def drawn(mode: str, size: tuple[int, int]) -> Image.Image:
        sizes.append(size[0] * size[1])
        return new(mode, size)

    monkeypatch.setattr(Image, "new", drawn)
    lower, upper = line(glyph(TRIANGLE, 0, 0, size=2000)), line(glyph(TRIANGLE, 600, 600, size=2000, turn=turn))
    assert touching(lower, upper) == ([(0, 1)] if touches else [])
    assert sizes == [pytest.approx(1 << 20, rel=0.01)] * 2
