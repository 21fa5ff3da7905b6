"""The geometry of outlines: subpaths, curves as lines, what is inside a window, areas, boxes and ellipses."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from flyers.page.paths import (
    Path,
    Point,
    Window,
    area,
    box_around,
    chords,
    clipped,
    ellipse,
    flattened,
    moved_path,
    points_of,
    polygon_path,
    rounded_box,
    subpaths,
    wound_area,
)

CURVE: Path = (("M", 0.0, 0.0), ("C", 0.0, 8.0, 6.0, 8.0, 6.0, 0.0), ("Z",))


def test_control_points_are_points_of_a_curve() -> None:
    assert points_of(CURVE[1]) == [(0.0, 8.0), (6.0, 8.0), (6.0, 0.0)]
    assert points_of(CURVE[2]) == []
    assert box_around(CURVE) == (0.0, 0.0, 6.0, 8.0)
    assert moved_path(CURVE, 1.0, -2.0) == (("M", 1.0, -2.0), ("C", 1.0, 6.0, 7.0, 6.0, 7.0, -2.0), ("Z",))


LINE: Path = (("M", 1.0, 2.0), ("L", 3.0, 4.0))


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ((), []),
        (LINE, [LINE]),
        ((*LINE, *CURVE), [LINE, CURVE]),
        ((*CURVE, *LINE), [CURVE, LINE]),
        ((("M", 9.0, 9.0), *LINE, ("M", 5.0, 5.0)), [LINE]),  # nothing is drawn by moving alone
        ((*CURVE, ("L", 7.0, 7.0), ("L", 7.0, 8.0)), [CURVE, (("M", 0.0, 0.0), ("L", 7.0, 7.0), ("L", 7.0, 8.0))]),
        ((*LINE, ("Z",), ("L", 7.0, 7.0)), [(*LINE, ("Z",)), (LINE[0], ("L", 7.0, 7.0))]),
    ],
)
def test_each_subpath_begins_where_its_lines_do(path: Path, parts: list[Path]) -> None:
    assert [tuple(part) for part in subpaths(path)] == parts


# -- curves ------------------------------------------------------------------------------------------------------------


def deviation(curve: tuple[Point, Point, Point, Point], corners: list[Point]) -> float:
    """Return how far the middles of the curve's parts are from the middles of their chords."""
    count = len(corners) - 1
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    found = 0.0
    for index, (one, other) in enumerate(pairwise(corners)):
        t = (index + 0.5) / count
        s = 1 - t
        x = s**3 * x0 + 3 * s * s * t * x1 + 3 * s * t * t * x2 + t**3 * x3
        y = s**3 * y0 + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t**3 * y3
        found = max(found, math.dist((x, y), ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)))
    return found


CURVES: list[tuple[Point, Point, Point, Point]] = [
    ((0.0, 0.0), (20.0, 40.0), (40.0, 40.0), (60.0, 0.0)),  # a parabola, which is bent alike everywhere
    ((0.0, 0.0), (40.0, 20.0), (40.0, 40.0), (0.0, 60.0)),
    ((5.0, 1.0), (5.0, 61.0), (30.0, 121.0), (80.0, 181.0)),
]


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("flatness", [0.02, 0.5])
def test_a_curve_becomes_as_few_lines_as_its_flatness_allows(
    curve: tuple[Point, Point, Point, Point], flatness: float
) -> None:
    start, *others = curve
    path = (("M", *start), ("C", *(value for point in others for value in point)))
    corners = flattened(path, flatness)
    assert corners == flattened(path) or flatness != 0.02, "unless another is given, it is 0.02 pt"
    assert (corners[0], corners[-1]) == (start, curve[3])
    assert deviation(curve, corners) <= flatness
    fewer = [start, *chords(*curve, len(corners) - 2)]
    assert deviation(curve, fewer) > flatness * 0.9


def test_a_curve_that_is_bent_at_one_end_becomes_as_many_lines_in_either_direction() -> None:
    bent = flattened((("M", 0.0, 0.0), ("C", 0.0, 30.0, 10.0, 30.0, 90.0, 30.0)))
    back = flattened((("M", 90.0, 30.0), ("C", 10.0, 30.0, 0.0, 30.0, 0.0, 0.0)))
    assert [(round(x, 9), round(y, 9)) for x, y in reversed(back)] == [(round(x, 9), round(y, 9)) for x, y in bent]
    assert len(bent) == 1 + math.ceil(math.sqrt(0.75 * 70 / 0.02))  # Wang's formula, with the larger difference


def test_a_straight_curve_is_one_line_and_the_largest_five_hundred() -> None:
    assert flattened((("M", 0.0, 0.0), ("C", 3.0, 1.0, 6.0, 2.0, 9.0, 3.0))) == [(0.0, 0.0), (9.0, 3.0)]
    assert len(flattened((("M", 0.0, 0.0), ("C", 0.0, 1e5, 1e5, 1e5, 1e5, 0.0)))) == 501


def test_lines_and_curves_of_a_subpath_follow_each_other() -> None:
    corners = flattened((("M", 0.0, 0.0), ("L", 5.0, 0.0), ("C", 5.0, 4.0, 9.0, 4.0, 9.0, 0.0), ("L", 9.0, -5.0)), 1.1)
    assert corners[:2] == [(0.0, 0.0), (5.0, 0.0)]
    assert corners[-2:] == [(9.0, 0.0), (9.0, -5.0)]
    assert corners[2:-2] == chords((5.0, 0.0), (5.0, 4.0), (9.0, 4.0), (9.0, 0.0), 2)[:-1]


def test_chords_end_on_the_curve() -> None:
    curve = (0.0, 0.0), (8.0, 16.0), (16.0, -8.0), (32.0, 8.0)
    assert chords(*curve, 1) == [(32.0, 8.0)]
    assert chords(*curve, 2) == [(13.0, 4.0), (32.0, 8.0)]
    assert chords(*curve, 4)[0] == (6.125, 5.75)
    assert chords(*curve, 4)[1::2] == chords(*curve, 2)


# -- what is inside a window ---------------------------------------------------------------------------------------------

WINDOW: Window = (0.0, 0.0, 6.0, 8.0)


def test_what_just_fits_into_a_window_keeps_its_curves() -> None:
    assert clipped(CURVE, WINDOW) == CURVE
    for edge in range(4):
        smaller = list(WINDOW)
        smaller[edge] += 0.5 if edge < 2 else -0.5
        cut = clipped(CURVE, (smaller[0], smaller[1], smaller[2], smaller[3]))
        assert {segment[0] for segment in cut} == {"M", "L", "Z"}


def box(left: float, bottom: float, right: float, top: float) -> Path:
    return tuple(polygon_path([(left, bottom), (right, bottom), (right, top), (left, top)]))


@pytest.mark.parametrize("place", [(-3.0, 0.0), (6.0, 0.0), (0.0, -3.0), (0.0, 8.0), (-3.0, -3.0), (6.0, 8.0)])
def test_nothing_is_left_of_what_only_touches_a_window(place: Point) -> None:
    x, y = place
    assert clipped(box(x, y, x + 3, y + 3), WINDOW) == ()
    assert clipped((*box(x, y, x + 3, y + 3), *CURVE), WINDOW) == CURVE


@pytest.mark.parametrize(
    ("around", "inside"),
    [
        ((-3.0, 2.0, 3.0, 5.0), (0.0, 2.0, 3.0, 5.0)),
        ((3.0, 2.0, 9.0, 5.0), (3.0, 2.0, 6.0, 5.0)),
        ((2.0, -3.0, 3.0, 5.0), (2.0, 0.0, 3.0, 5.0)),
        ((2.0, 2.0, 3.0, 9.0), (2.0, 2.0, 3.0, 8.0)),
        ((-9.0, -9.0, 9.0, 9.0), WINDOW),
    ],
)
def test_what_crosses_an_edge_ends_there(around: Window, inside: Window) -> None:
    cut = clipped(box(*around), WINDOW)
    assert box_around(cut) == inside
    assert abs(area(flattened(cut))) == pytest.approx((inside[2] - inside[0]) * (inside[3] - inside[1]))
    assert (cut[0][0], cut[-1]) == ("M", ("Z",))


def test_a_slanted_side_ends_where_it_crosses_the_edge() -> None:
    cut = clipped(tuple(polygon_path([(-2.0, 1.0), (4.0, 4.0), (-2.0, 4.0)])), WINDOW)
    assert set(flattened(cut)) == {(0.0, 2.0), (4.0, 4.0), (0.0, 4.0)}
    cut = clipped(tuple(polygon_path([(1.0, 5.0), (4.0, 11.0), (1.0, 11.0)])), WINDOW)
    assert set(flattened(cut)) == {(1.0, 5.0), (2.5, 8.0), (1.0, 8.0)}


def test_a_corner_that_a_shape_goes_round_is_not_inside_it() -> None:
    assert clipped(tuple(polygon_path([(-9.0, 4.0), (4.0, -9.0), (-9.0, -9.0)])), WINDOW) == ()


# -- areas ---------------------------------------------------------------------------------------------------------------

SQUARE: list[Point] = [(0.0, 0.0), (64.0, 0.0), (64.0, 64.0), (0.0, 64.0)]
BOW: list[Point] = [(0.0, 0.0), (64.0, 64.0), (64.0, 0.0), (0.0, 64.0)]


def test_an_area_is_positive_counter_clockwise() -> None:
    assert area(SQUARE) == 64 * 64
    assert area(SQUARE[::-1]) == -64 * 64
    assert area([(1.0, 1.0), (5.0, 1.0), (1.0, 4.0)]) == 6.0
    assert area(BOW) == 0.0


@pytest.mark.parametrize(
    ("corners", "wound"),
    [
        (SQUARE, 64 * 64),
        (SQUARE[::-1], 64 * 64),
        ([*SQUARE, *SQUARE], 64 * 64),  # twice round it
        ([*SQUARE, (0.0, 0.0), *SQUARE[::-1]], 0.0),  # there and back
        ([(0.0, 0.0), (64.0, 0.0), (0.0, 64.0)], 32 * 64),
        (BOW, 32 * 64),
        ([(0.0, 0.0), (9.0, 10.5), (64.0, 0.0), (64.0, 64.0), (0.0, 64.0)], 64 * 64 - 32 * 10.5),
        ([(x + 7, 3 * y - 5) for x, y in SQUARE], 3 * 64 * 64),
        ([(0.0, 0.0), (0.0, 5.0)], 0.0),
    ],
)
def test_an_area_that_is_wound_round_counts_once(corners: list[Point], wound: float) -> None:
    assert wound_area(corners) == pytest.approx(wound, rel=0.001)


def test_an_area_that_is_wound_round_is_measured_between_its_corners() -> None:
    """On 64 lines, of which none is where the two halves of a bow meet."""
    assert wound_area(BOW) == 32 * 64
    assert wound_area([(x, y + 1000.0) for x, y in BOW]) == 32 * 64


@pytest.mark.parametrize("start", range(5))
def test_a_corner_on_a_measuring_line_is_crossed_once(start: int) -> None:
    corners = [(0.0, 0.0), (64.0, 0.0), (64.0, 64.0), (0.0, 64.0), (0.0, 10.5)]
    assert wound_area([*corners[start:], *corners[:start]]) == 64 * 64
    assert wound_area([(64.0 - x, y) for x, y in corners]) == 64 * 64
    assert wound_area([(-9.0, 10.5) if corner == (0.0, 10.5) else corner for corner in corners]) == pytest.approx(
        64 * 64 + 32 * 9, rel=0.001
    )


# -- boxes and ellipses --------------------------------------------------------------------------------------------------


def test_a_box_without_round_corners_has_straight_sides() -> None:
    path = (("M", 1.0, 2.0), ("L", 5.0, 2.0), ("L", 5.0, 9.0), ("L", 1.0, 9.0), ("Z",))
    assert rounded_box((1.0, 2.0, 5.0, 9.0)) == path
    assert rounded_box((1.0, 2.0, 5.0, 9.0), 0.0) == path
    assert rounded_box((1.0, 2.0, 1.0, 9.0), 3.0) == (
        ("M", 1.0, 2.0),
        ("L", 1.0, 2.0),
        *path[3:4],
        ("L", 1.0, 9.0),
        ("Z",),
    )


@pytest.mark.parametrize("radius", [0.5, 2.0, 99.0])
@pytest.mark.parametrize(("width", "height"), [(8.0, 12.0), (12.0, 8.0)])
def test_the_corners_of_a_box_are_quarters_of_circles(width: float, height: float, radius: float) -> None:
    corners = flattened(rounded_box((3.0, 4.0, 3.0 + width, 4.0 + height), radius), 0.0005)
    r = min(radius, 4.0)
    assert area(corners) == pytest.approx(width * height - (4 - math.pi) * r * r, rel=0.001)
    for x, y in corners:
        across, up = min(x - 3, 3 + width - x), min(y - 4, 4 + height - y)
        if across < r and up < r:
            assert math.dist((across, up), (r, r)) == pytest.approx(r, rel=0.001)
        else:
            assert min(across, up) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("rx", "ry"), [(5.0, 5.0), (5.0, 2.0)])
def test_an_ellipse_has_its_radii_about_its_middle(rx: float, ry: float) -> None:
    path = ellipse(10.0, 20.0, rx, ry)
    corners = flattened(path, 0.0005)
    for x, y in corners:
        assert math.hypot((x - 10) / rx, (y - 20) / ry) == pytest.approx(1.0, rel=0.001)
    assert area(corners) == pytest.approx(math.pi * rx * ry, rel=0.001)
    assert path[-1] == ("Z",)
