"""Contours in little memory say what the contours say from which they are made."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.proof.packed_contours import (
    PackedContours,
    joined,
    packed,
    packed_bounds,
    those_enclosing,
    unpacked,
)
from flyers.proof.pictures.outlines import _of_charstring, _of_contours
from flyers.proof.segments import Contour, bounds, enclosing

POINTS = st.tuples(st.integers(-99, 999), st.integers(-99, 999).map(lambda number: number / 4))
MOVES = st.tuples(st.just("M"), POINTS)
LINES = st.tuples(st.just("L"), POINTS)
CUBICS = st.tuples(st.just("C"), POINTS, POINTS, POINTS)
QUADRATICS = st.lists(POINTS, min_size=2, max_size=5).map(lambda points: ("Q", *points))
WITHOUT_A_POINT_ON_IT = st.lists(POINTS, min_size=1, max_size=5).map(lambda points: [("Q", *points, None)])


def begun(steps: st.SearchStrategy[Any]) -> st.SearchStrategy[Contour]:
    return st.tuples(MOVES, st.lists(steps, max_size=6)).map(lambda contour: [contour[0], *contour[1]])


CHARSTRINGS = st.lists(begun(LINES | CUBICS), max_size=4)
CONTOURS = st.lists(begun(LINES | CUBICS | QUADRATICS) | WITHOUT_A_POINT_ON_IT, max_size=4)


@given(CONTOURS)
def test_packed_contours_are_unpacked_as_they_were(contours: list[Contour]) -> None:
    assert unpacked(packed(contours)) == contours


@given(CONTOURS, CONTOURS)
def test_equal_when_packed_means_equal(one: list[Contour], other: list[Contour]) -> None:
    assert (packed(one) == packed(other)) == (one == other)


@given(CONTOURS)
def test_what_encloses_nothing_is_left_out(contours: list[Contour]) -> None:
    assert those_enclosing(packed(contours)) == packed(enclosing(contours))


@given(CHARSTRINGS)
def test_the_box_reaches_to_the_extremes_of_curves(contours: list[Contour]) -> None:
    assert packed_bounds(packed(contours)) == bounds(contours)


def test_a_curve_that_bulges_beyond_its_ends_has_a_larger_box() -> None:
    bulging = [[("M", (0, 0)), ("C", (0, 40), (100, 40), (100, 0))]]
    assert packed_bounds(packed(bulging)) == pytest.approx((0, 0, 100, 30))


@given(CONTOURS, CONTOURS, POINTS)
def test_parts_are_joined_in_their_places(one: list[Contour], other: list[Contour], by: tuple[float, float]) -> None:
    moved = [
        [(kind, *(at and (at[0] + by[0], at[1] + by[1]) for at in points)) for kind, *points in contour]
        for contour in other
    ]
    assert joined([(packed(one), 0, 0)]) == packed(one)
    assert joined([(packed(one), 0, 0), (packed(other), *by)]) == packed([*one, *moved])


@given(CHARSTRINGS)
def test_a_charstring_has_the_same_outline_packed_or_not(contours: list[Contour]) -> None:
    assert _of_charstring(packed(contours), 1000) == _of_contours(contours, 1000)


def test_no_contours() -> None:
    assert packed([]) == PackedContours("", array("d"))
    assert packed_bounds(packed([])) is None
    assert joined([]) == packed([])
