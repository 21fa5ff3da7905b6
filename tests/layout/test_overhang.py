"""Ink that stands out at the side of a line, as letters of Nastaliq do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flyers.layout.lines import _OVERHANG, _inwards

SIZE, WIDTH = 10.0, 100.0
MOST = _OVERHANG * SIZE


def sides(left: float, right: float) -> tuple[float, float]:
    """How far ink stands out before and after the column once the line has moved."""
    moved = _inwards((left, -2.0, right, 8.0), WIDTH, SIZE)
    return -(left + moved), right + moved - WIDTH


@given(st.floats(-8, 60), st.floats(61, 108))
def test_ink_keeps_to_its_column_wherever_there_is_room(left: float, right: float) -> None:
    before, after = sides(left, right)
    if right - left <= WIDTH + 2 * MOST:
        assert before <= MOST + 1e-9
        assert after <= MOST + 1e-9


@given(st.floats(-MOST, 60), st.floats(61, WIDTH + MOST))
def test_a_line_that_keeps_to_its_column_stays_where_it_is(left: float, right: float) -> None:
    assert _inwards((left, -2.0, right, 8.0), WIDTH, SIZE) == 0.0


def test_a_letter_that_begins_too_early_is_moved_by_what_is_too_much() -> None:
    assert _inwards((20.0, -2.0, WIDTH + 5.5, 8.0), WIDTH, SIZE) == -(5.5 - MOST)
    assert _inwards((-5.5, -2.0, 60.0, 8.0), WIDTH, SIZE) == 5.5 - MOST
