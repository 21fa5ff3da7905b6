"""The areas of links on closely set lines: a finger on a figure opens the link of its own line, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdffeed import document, set_line

from flyers.content.message_key import MessageKey
from flyers.page.document import ContactOnLine, Element, QrCode, TextLine
from flyers.page.items import Rectangle, turned_point, turned_rectangle
from flyers.pdf.structure import StructureTree
from matrix import examples

SIZE = 40.0
FIGURES = 0.72
"""Em by which figures rise above the baseline."""


@cache
def number(text: str = "373-7888", size: float = SIZE) -> TextLine:
    line = set_line(text, "en", 0, 0, size)
    first, last = (
        line.runs[0].glyphs[0],
        line.runs[-1].glyphs[-1],
    )  # large type begins with its ink, not with its origin
    contact = ContactOnLine("hotline", line.text, first.x, last.x + last.advance)
    return replace(line, message=MessageKey("test.message", language="en"), contacts=(contact,))


def placed(turn: int, distances: list[float]) -> list[TextLine]:
    """Return lines one below the other, *distances* em apart."""
    lines, up = [], 0.0
    for distance in [0.0, *distances]:
        up -= distance * SIZE
        x, y = turned_point(turn, 0.0, up)
        lines.append(replace(number(), x=300 + x, y=400 + y, turn=turn))
    return lines


def link_areas(lines: Sequence[TextLine | QrCode]) -> list[Rectangle]:
    structure = Element("Document", tuple(Element(_tag(line), items=((0, at),)) for at, line in enumerate(lines)))
    made = document(lines, structure=structure, targets={("hotline", "en"): "tel:+18883737888"})
    tree = StructureTree(made, [(0.0, 0.0)])
    for index, line in enumerate(lines):
        tree.mark(0, index, line)
    tree.close_gaps()
    return [area for link in tree.links for area in link.areas]


def _tag(item: TextLine | QrCode) -> str:
    return "P" if isinstance(item, TextLine) else "Figure"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@settings(max_examples=examples(40), deadline=None)
@given(distances=st.lists(st.floats(FIGURES, 1.4), min_size=1, max_size=3))
@example(distances=[0.86])
@example(distances=[FIGURES, FIGURES])
def test_an_area_has_all_figures_of_its_line_and_none_of_another(turn: int, distances: list[float]) -> None:
    lines = placed(turn, distances)
    areas = link_areas(lines)
    assert len(areas) == len(lines)
    for line, area in zip(lines, areas, strict=True):
        _contains(area, turned_rectangle(turn, (0.0, 0.0, line.contacts[0].x1, FIGURES * SIZE)), line)
    for one, other in combinations(areas, 2):
        assert min(_common(one, other)) <= 0.01, (one, other)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_lines_with_room_between_them_keep_their_areas(turn: int) -> None:
    lines = placed(turn, [1.2])
    together = link_areas(lines)
    assert len(together) == len(lines)
    assert together == [area for line in lines for area in link_areas([line])]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [6.0, 8.0, 12.0])
@pytest.mark.parametrize("gap", [0.5, 2.0, 6.0])
def test_an_address_below_a_large_number_keeps_its_letters(turn: int, size: float, gap: float) -> None:
    """The area of the number reaches further down than the small line is high."""
    x, y = turned_point(turn, 0.0, -gap - 0.78 * size)
    large = replace(number(), x=300, y=400, turn=turn)
    small = replace(number("example.org/bdfg", size), x=300 + x, y=400 + y, turn=turn)
    upper, lower = link_areas([large, small])
    _contains(upper, turned_rectangle(turn, (0.0, 0.0, large.contacts[0].x1, FIGURES * SIZE)), large)
    _contains(lower, turned_rectangle(turn, (0.0, -0.22 * size, small.contacts[0].x1, 0.77 * size)), small)
    assert min(_common(upper, lower)) <= 0.01


@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_code_beside_a_large_number_keeps_all_of_itself(turn: int, above: bool) -> None:
    line = replace(number(), x=300, y=400, turn=turn)
    ink = turned_rectangle(turn, (0.0, 0.0, line.contacts[0].x1, FIGURES * SIZE))
    side = 2.0 * 21
    x, y = turned_point(turn, 30.0, FIGURES * SIZE + 2 + side / 2 if above else -2 - side / 2)
    code = QrCode(
        300 + x - side / 2, 400 + y - side / 2, 2.0, ("1" * 21,) * 21, "black", "white", "code", "hotline", "tel:1"
    )
    number_area, code_area = link_areas([line, code])
    _contains(number_area, ink, line)
    assert code_area == pytest.approx((code.x, code.y, code.x + side, code.y + side))
    assert min(_common(number_area, code_area)) <= 0.01


def _contains(area: Rectangle, ink: Rectangle, line: TextLine) -> None:
    left, bottom, right, top = ink
    assert area[0] <= line.x + left + 0.01
    assert area[1] <= line.y + bottom + 0.01
    assert area[2] >= line.x + right - 0.01
    assert area[3] >= line.y + top - 0.01


def _common(one: Rectangle, other: Rectangle) -> tuple[float, float]:
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
