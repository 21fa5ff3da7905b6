"""What the proof reads and computes: tables of fonts, geometry, and inks on the page."""

from __future__ import annotations

import pytest
from handmade import AREA, contents
from hypothesis import assume, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary

from flyers.proof.checks.press import ink_loads
from flyers.proof.fonts import texts_by_code, widths_by_cid
from flyers.proof.geometry import Box, contains, multiply, overlap, shared, transform, transform_box, union
from flyers.proof.painted import PdfColour, overprinted

# -- tables of fonts -------------------------------------------------------------------------------------------------


def test_width_arrays_are_read() -> None:
    assert widths_by_cid(Array([1, Array([500, 600]), 7, 9, 250])) == {1: 500, 2: 600, 7: 250, 8: 250, 9: 250}
    assert widths_by_cid(None) == {}
    assert widths_by_cid(Array([1, Array([500]), 7, 9])) == {1: 500}, "a width is missing at the end"
    assert widths_by_cid(Array([1, Array([500]), 7])) == {1: 500}
    assert widths_by_cid(Array([65534, 99999, 250])) == {65534: 250, 65535: 250}, "no code is larger"


def test_to_unicode_maps_are_read() -> None:
    cmap = b"""1 begincodespacerange <0000> <FFFF> endcodespacerange
    2 beginbfchar <0001> <0041> <0002> <D83DDE00> endbfchar
    2 beginbfrange <0003> <0005> <0061> <0006> <0007> [<00660069> <200B>] endbfrange"""
    assert texts_by_code(cmap) == {
        1: "A",
        2: "\U0001f600",
        3: "a",
        4: "b",
        5: "c",
        6: "fi",
        7: "\u200b",
    }
    odd = b"3 beginbfrange [<0001>] <0002> <0061> <0003> [<0004>] <0061> <0005> <0007> [<0062> <0063>] endbfrange"
    assert texts_by_code(odd) == {5: "b", 6: "c"}, "bounds that are lists, and a list that ends too soon"
    assert texts_by_code(b"1 beginbfrange <FFFE> <1FFFF> <0061> endbfrange") == {0xFFFE: "a", 0xFFFF: "b"}
    assert texts_by_code(b"1 beginbfchar <1> <00 4> endbfchar") == {16: "@"}, "a missing digit is a nought"


CODES = b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
ONE, SEVEN = b"<0001> <0031>", b"<0001> <0037>"


# -- geometry --------------------------------------------------------------------------------------------------------

_n = st.integers(-400, 400).map(lambda value: value / 4)
_matrices = st.tuples(_n, _n, _n, _n, _n, _n)
_boxes = st.tuples(_n, _n, _n, _n).map(lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])))


@given(_matrices, _matrices, _n, _n)
def test_matrices_multiply_in_the_order_of_application(first: object, then: object, x: float, y: float) -> None:
    once = transform(multiply(first, then), x, y)
    twice = transform(then, *transform(first, x, y))
    assert once == pytest.approx(twice)


@given(_matrices, _boxes)
def test_a_transformed_box_contains_its_corners(matrix: object, box: Box) -> None:
    outer = transform_box(matrix, box)
    corners = [transform(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    assert all(contains(outer, (x, y, x, y), 1e-6) for x, y in corners)


@given(_boxes, _boxes)
def test_boxes_share_something_exactly_when_they_overlap(one: Box, other: Box) -> None:
    common = shared(one, other)
    assume(one[0] < one[2] and one[1] < one[3] and other[0] < other[2] and other[1] < other[3])
    assert (common is not None) == overlap(one, other)
    both = union([one, other])
    assert both is not None
    assert contains(both, one)
    assert contains(both, other)


# -- ink -------------------------------------------------------------------------------------------------------------

OVER = Dictionary(ExtGState=Dictionary(O=Dictionary(op=True, OPM=1)))
ZERO = Dictionary(ExtGState=Dictionary(O=Dictionary(op=True, OPM=0)))


def most(operators: str, resources: Dictionary = OVER) -> float:
    return round(max(load for load, _, _ in ink_loads(contents(operators, resources), AREA)), 4)


def test_later_paint_hides_earlier_paint() -> None:
    assert most("1 1 0 0 k 0 0 100 100 re f 0 0 1 0 k 0 0 100 100 re f") == 2


def test_overprint_adds_to_the_ink_beneath() -> None:
    assert most("1 1 0 0 k 0 0 100 100 re f /O gs 0 0 0 1 k 10 10 5 5 re f") == 3


def test_overprint_in_mode_0_replaces_every_plate() -> None:
    assert most("1 1 0 0 k 0 0 100 100 re f /O gs 0 0 0 1 k 10 10 5 5 re f", ZERO) == 2


def test_covered_ink_does_not_count() -> None:
    background = "1 1 1 0 k 0 0 100 100 re f 0.2 0 0 0 k 0 0 50 50 re f"
    assert most(f"{background} /O gs 0 0 0 1 k 10 10 5 5 re f 0 0 0 0 k 0 0 1 1 re f") == 3
    covered = contents(f"{background} /O gs 0 0 0 1 k 10 10 5 5 re f", OVER)
    assert [round(load, 2) for load, _, _ in ink_loads(covered, AREA)][-1] == pytest.approx(1.2)


def test_a_shape_with_gaps_covers_nothing() -> None:
    read = contents("1 1 0 0 k 0 0 99 99 re f 0.1 0 0 0 k 0 0 m 50 0 l 50 50 l h f /O gs 0 0 0 1 k 1 1 5 5 re f", OVER)
    assert [round(load, 2) for load, _, _ in ink_loads(read, AREA)][-1] == pytest.approx(3)


@given(st.tuples(*[st.floats(0, 1)] * 4), st.tuples(*[st.floats(0, 1)] * 4))
def test_overprint_never_takes_ink_away_from_plates_it_leaves_alone(top: object, beneath: object) -> None:
    result = overprinted(top, beneath, 1)
    for new, old, left in zip(top, beneath, result, strict=True):
        assert left == (new if new > 0 else old)


def test_registration_colour_is_on_all_four_plates() -> None:
    assert PdfColour("Separation", (1.0,), "All").inks == (1, 1, 1, 1)
    assert PdfColour("Separation", (1.0,), "Gold").inks is None
