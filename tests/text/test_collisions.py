"""Leading opens just as far as lines need."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.text.collisions import STEP, TOUCH, bounds, clear_leading

DEEP = (0.0, -0.5, 0.4, 0.5)
TALL = (0.0, 0.0, 0.4, 1.0)


def test_lines_that_do_not_touch_keep_their_leading() -> None:
    assert clear_leading([[DEEP], [TALL]], 1.5) == 1.5
    assert clear_leading([[TALL], []], 0.5) == 0.5
    assert clear_leading([], 1.2) == 1.2


def test_lines_that_touch_are_moved_apart_in_steps() -> None:
    assert clear_leading([[DEEP], [TALL]], 1.41) == pytest.approx(1.41 + 4 * STEP)


def test_deep_and_tall_letters_may_stand_side_by_side() -> None:
    beside = (1.0, 0.0, 1.4, 1.0)
    assert clear_leading([[DEEP], [beside]], 1.2) == 1.2


BOX = st.tuples(
    st.floats(0, 5), st.floats(-1, 0.2), st.floats(0.05, 1), st.floats(0.05, 2)
).map(lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3]))  # fmt: skip


@given(st.lists(st.lists(BOX, max_size=6), max_size=4), st.floats(0.2, 2))
def test_no_box_meets_one_of_the_next_line(lines: list[list[tuple[float, float, float, float]]], asked: float) -> None:
    leading = clear_leading(lines, asked)
    assert leading >= asked
    for upper, lower in itertools.pairwise(lines):
        for left, bottom, right, _ in upper:
            for other_left, _, other_right, top in lower:
                aside = min(right, other_right) - max(left, other_left) <= TOUCH
                assert aside or top - leading <= bottom + TOUCH + 1e-9


def test_bounds() -> None:
    assert bounds([DEEP, (1.0, 0.0, 2.0, 0.2)]) == (0.0, -0.5, 2.0, 0.5)
    assert bounds([]) == (0, 0, 0, 0)
