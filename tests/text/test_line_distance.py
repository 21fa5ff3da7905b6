"""Leading is increased only as far as lines need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.text.placing import STEP, TOUCH, least_distance, opened

DEEP = (0.0, -0.5, 0.4, 0.5)
TALL = (0.0, 0.0, 0.4, 1.0)


def test_lines_that_do_not_touch_keep_their_leading() -> None:
    assert least_distance([DEEP], [TALL], 1.5) == 1.5
    assert least_distance([TALL], [], 0.5) == least_distance([], [TALL], 0.5) == 0.5
    assert opened(1.2, 1.2) == 1.2


def test_leading_of_touching_lines_is_increased_in_steps() -> None:
    needed = least_distance([DEEP], [TALL], 1.42)
    assert needed == pytest.approx(1.5 - TOUCH)
    assert opened(1.42, needed) == pytest.approx(1.42 + 4 * STEP)


def test_deep_and_tall_letters_side_by_side_do_not_collide() -> None:
    assert least_distance([DEEP], [(1.0, 0.0, 1.4, 1.0)], 1.2) == 1.2
    assert least_distance([DEEP], [TALL], 1.2, offset=0.5) == 1.2
    assert least_distance([DEEP], [(1.0, 0.0, 1.4, 1.0)], 1.2, offset=-1.0) > 1.2


BOX = st.tuples(st.floats(0, 5), st.floats(-1, 0.2), st.floats(0.05, 1), st.floats(0.05, 2)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@given(st.lists(BOX, max_size=6), st.lists(BOX, max_size=6), st.floats(0.2, 2), st.floats(-2, 2))
def test_no_box_touches_one_of_the_next_line(
    upper: list[tuple[float, float, float, float]],
    lower: list[tuple[float, float, float, float]],
    wanted: float,
    offset: float,
) -> None:
    leading = opened(wanted, least_distance(upper, lower, wanted, offset))
    assert leading >= wanted
    for left, bottom, right, _ in upper:
        for other_left, _, other_right, top in lower:
            aside = min(right, other_right + offset) - max(left, other_left + offset) <= TOUCH
            assert aside or top - leading <= bottom + TOUCH + 1e-9
