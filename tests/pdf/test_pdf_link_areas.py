"""The areas of links on closely set lines: a finger on a figure opens the link of its own line, and no other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdffeed import document, set_line

from flyers.content.message_key import MessageKey
from flyers.layout.items import Rectangle
from flyers.layout.pages import Element, TextLine
from flyers.layout.turning import turned_point, turned_rectangle
from flyers.pdf.structure import StructureTree
from flyers.text.model import ContactOnLine

SIZE = 40.0
FIGURES = 0.72
"""Em by which figures rise above the baseline."""


@cache
def number() -> TextLine:
    line = set_line("373-7888", "en", 0, 0, SIZE)
    last = line.runs[-1].glyphs[-1]
    contact = ContactOnLine("hotline", line.text, 0.0, last.x + last.advance)
    return replace(line, message=MessageKey("test.message", language="en"), contacts=(contact,))


def placed(turn: int, distances: list[float]) -> list[TextLine]:
    """Return lines one below the other, *distances* em apart."""
    lines, up = [], 0.0
    for distance in [0.0, *distances]:
        up -= distance * SIZE
        x, y = turned_point(turn, 0.0, up)
        lines.append(replace(number(), x=300 + x, y=400 + y, turn=turn))
    return lines


def link_areas(lines: list[TextLine]) -> list[Rectangle]:
    structure = Element("Document", tuple(Element("P", items=((0, index),)) for index in range(len(lines))))
    made = document(lines, structure=structure, targets={("hotline", "en"): "tel:+18883737888"})
    tree = StructureTree(made, [(0.0, 0.0)])
    for index, line in enumerate(lines):
        tree.mark(0, index, line)
    tree.close_gaps()
    return [area for link in tree.links for area in link.areas]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@settings(max_examples=40, deadline=None)
@given(distances=st.lists(st.floats(FIGURES, 1.4), min_size=1, max_size=3))
@example(distances=[0.86])
@example(distances=[FIGURES, FIGURES])
def test_an_area_has_all_figures_of_its_line_and_none_of_another(turn: int, distances: list[float]) -> None:
    lines = placed(turn, distances)
    areas = link_areas(lines)
    assert len(areas) == len(lines)
    for line, area in zip(lines, areas, strict=True):
        left, bottom, right, top = turned_rectangle(turn, (0.0, 0.0, line.contacts[0].x1, FIGURES * SIZE))
        assert area[0] <= line.x + left + 0.01
        assert area[1] <= line.y + bottom + 0.01
        assert area[2] >= line.x + right - 0.01
        assert area[3] >= line.y + top - 0.01
    for one, other in combinations(areas, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        assert min(wide, high) <= 0.01, (one, other)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_lines_with_room_between_them_keep_their_areas(turn: int) -> None:
    lines = placed(turn, [1.2])
    together = link_areas(lines)
    assert len(together) == len(lines)
    assert together == [area for line in lines for area in link_areas([line])]
