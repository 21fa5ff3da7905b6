"""Places, colours and sizes at the bounds of what the proof lets pass: plain arithmetic, without a file."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from flyers import limits
from flyers.page import items
from flyers.page.document import Finish
from flyers.page.paths import chords
from flyers.proof import fonts, geometry, matching, painted
from flyers.proof.checks.legibility import TOLERANCE, distance_to, tool_problems
from flyers.proof.geometry import Box
from flyers.proof.images import LEAST_BLUR, faded, grey_range, heaviest_share, out_of_focus
from flyers.proof.matching import seen_under
from flyers.proof.objects import UnreadableError, check_pixels, check_size
from flyers.proof.painted import BLACK_GRAY, PdfColour, overprinted, space_of

BOX: Box = (10.0, 20.0, 30.0, 50.0)


# -- boxes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize("tolerance", [0.0, 0.5])
def test_a_box_is_in_itself_and_no_farther_out_than_the_tolerance(side: int, tolerance: float) -> None:
    outwards = -1.0 if side < 2 else 1.0
    for more, inside in ((0.0, True), (tolerance, True), (tolerance + 0.01, False)):
        other = tuple(value + outwards * more * (index == side) for index, value in enumerate(BOX))
        assert geometry.contains(BOX, other, tolerance) is inside


@pytest.mark.parametrize(
    ("dx", "dy"), [(20.0, 0.0), (-20.0, 0.0), (0.0, 30.0), (0.0, -30.0)], ids=["right", "left", "above", "below"]
)
def test_boxes_that_touch_do_not_overlap_and_a_rim_may_be_let_pass(dx: float, dy: float) -> None:
    beside = geometry.shift(BOX, dx, dy)
    assert not geometry.overlap(BOX, beside)
    assert geometry.shared(BOX, beside) is None
    nearer = geometry.shift(beside, -math.copysign(0.4, dx) * bool(dx), -math.copysign(0.4, dy) * bool(dy))
    assert geometry.overlap(BOX, nearer)
    assert not geometry.overlap(BOX, nearer, 0.41)
    assert geometry.overlap(BOX, nearer, 0.39)
    common = geometry.shared(BOX, nearer)
    assert common is not None
    assert min(common[2] - common[0], common[3] - common[1]) == pytest.approx(0.4)


def test_boxes_are_moved_shrunk_and_united() -> None:
    assert geometry.shift(BOX, 1.0, -2.0) == (11.0, 18.0, 31.0, 48.0)
    assert geometry.shrink(BOX, 1.0) == (11.0, 21.0, 29.0, 49.0)
    assert geometry.shrink(BOX, -1.0) == (9.0, 19.0, 31.0, 51.0)
    assert geometry.union([BOX, (0.0, 30.0, 20.0, 90.0)]) == (0.0, 20.0, 30.0, 90.0)
    assert geometry.union([]) is None


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_turn_is_known_by_where_up_goes_and_undone_in_own_axes(turn: int, x: float, y: float) -> None:
    matrix = (*map(float, items.AXES[turn]), 0.0, 0.0)
    assert geometry.turn_of(matrix) == turn
    assert items.own_point(turn, *geometry.transform(matrix, x, y)) == pytest.approx((x, y))


@pytest.mark.parametrize(
    ("degrees", "turn"), [(44, 0), (46, 90), (134, 90), (136, 180), (224, 180), (226, 270), (316, 0)]
)
def test_slanted_text_is_turned_by_the_nearest_quarter(degrees: int, turn: int) -> None:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    assert geometry.turn_of((c, -s, s, c, 5.0, 6.0)) == turn


@pytest.mark.parametrize(("up", "turn"), [((1, 1), 0), ((-1, 1), 0), ((1, -1), 180), ((-1, -1), 180), ((0, 0), 0)])
def test_between_two_quarters_a_letter_stands_upright_or_on_its_head(up: tuple[int, int], turn: int) -> None:
    assert geometry.turn_of((1, 0, *up, 5.0, 6.0)) == turn


numbers = st.floats(-10, 10)
matrices = st.tuples(*[numbers] * 6)


@given(matrices, matrices, numbers, numbers)
def test_the_product_of_two_matrices_applies_one_and_then_the_other(
    first: geometry.Matrix, then: geometry.Matrix, x: float, y: float
) -> None:
    both = geometry.transform(geometry.multiply(first, then), x, y)
    assert both == pytest.approx(geometry.transform(then, *geometry.transform(first, x, y)))
    assert geometry.multiply(first, geometry.IDENTITY) == geometry.multiply(geometry.IDENTITY, first) == first


@pytest.mark.parametrize(
    ("matrix", "box"),
    [
        ((2, 0, 0, 3, 5, 7), (25, 67, 65, 157)),
        ((-2, 0, 0, -3, 5, 7), (-55, -143, -15, -53)),
        ((0, 2, -3, 0, 5, 7), (-145, 27, -55, 67)),
        ((1, 0, 1, 1, 0, 0), (30, 20, 80, 50)),
        ((1, 1, 0, 1, 0, 0), (10, 30, 30, 80)),
    ],
)
def test_a_box_is_scaled_mirrored_turned_and_slanted(matrix: geometry.Matrix, box: Box) -> None:
    assert geometry.transform_box(matrix, BOX) == box


@pytest.mark.parametrize(
    ("one", "other", "inside"),
    [
        ((0, 30), (9, 30), False),  # it ends before the box
        ((0, 30), (10, 30), False),
        ((0, 30), (11, 30), True),
        ((0, 30), (90, 30), True),
        ((31, 30), (90, 30), False),
        ((20, 0), (20, 20), False),
        ((20, 0), (20, 21), True),
        ((20, 51), (20, 90), False),
        ((20, 30), (21, 31), True),
        ((0, 20), (90, 20), False),  # along an edge
        ((30, 0), (30, 90), False),
        ((0, 21), (90, 21), True),
        ((0, 0), (40, 60), True),
        ((0, 9), (11, 20), False),  # past a corner
        ((0, 40), (22, 62), False),
        ((0, 39), (22, 61), True),
    ],
)
def test_a_line_enters_a_box_that_it_has_a_part_in(one: geometry.Point, other: geometry.Point, inside: bool) -> None:
    assert geometry.enters(one, other, BOX) is inside
    assert geometry.enters(other, one, BOX) is inside


def test_a_ring_winds_round_a_point_once_for_each_turn_and_back_for_each_turn_clockwise() -> None:
    ring = [(10.0, 20.0), (30.0, 20.0), (30.0, 50.0), (10.0, 50.0)]
    for point, inside in (((20.0, 30.0), 1), ((9.0, 30.0), 0), ((31.0, 30.0), 0), ((20.0, 51.0), 0), ((20.0, 9.0), 0)):
        assert geometry.turns(ring, point) == inside
        assert geometry.turns(ring[::-1], point) == -inside
        assert geometry.turns(ring * 2, point) == 2 * inside
    assert geometry.turns([(0.0, 0.0), (10.0, 5.0), (0.0, 10.0)], (4.0, 5.0)) == 1
    assert geometry.turns([(10.0, 0.0), (10.0, 10.0), (0.0, 5.0)], (4.0, 5.0)) == 1
    assert geometry.turns([(0.0, 0.0), (10.0, 5.0), (0.0, 10.0)], (9.0, 8.0)) == 0


def test_a_point_on_the_edge_between_two_rings_is_in_one_of_them() -> None:
    ring = [(10.0, 20.0), (30.0, 20.0), (30.0, 50.0), (10.0, 50.0)]
    for one in (ring, ring[::-1]):
        beside, above = ([(x + dx, y + dy) for x, y in one] for dx, dy in ((20.0, 0.0), (0.0, 30.0)))
        assert sorted(abs(geometry.turns(each, (30.0, 40.0))) for each in (one, beside)) == [0, 1]
        assert sorted(abs(geometry.turns(each, (20.0, 50.0))) for each in (one, above)) == [0, 1]


# -- colours ----------------------------------------------------------------------------------------------------------


def cmyk(*inks: float) -> PdfColour:
    return PdfColour("DeviceCMYK", inks)


SPOT = PdfColour("Separation", (0.5,), "All")


@pytest.mark.parametrize(
    ("colour", "inks", "white", "black"),
    [
        (cmyk(0, 0, 0, 0), (0, 0, 0, 0), True, False),
        (cmyk(0, 0, 0, 0.0049), (0, 0, 0, 0.0049), True, False),
        (cmyk(0, 0, 0, 0.005), (0, 0, 0, 0.005), False, True),
        (cmyk(0.005, 0, 0, 1), (0.005, 0, 0, 1), False, False),
        (cmyk(0.0049, 0, 0.0049, 1), (0.0049, 0, 0.0049, 1), False, True),
        (cmyk(0, 0.005, 0, 0), (0, 0.005, 0, 0), False, False),
        (cmyk(0, 0, 0), None, False, False),
        (PdfColour("DeviceGray", (0.25,)), (0, 0, 0, 0.75), False, True),
        (PdfColour("DeviceGray", (1.0,)), (0, 0, 0, 0), True, False),
        (PdfColour("DeviceGray", ()), None, False, False),
        (SPOT, (0.5, 0.5, 0.5, 0.5), False, False),
        (PdfColour("Separation", (0.5,), "Gold"), None, False, False),
        (PdfColour("DeviceRGB", (1.0, 0.996, 1.0)), None, True, False),
        (PdfColour("DeviceRGB", (1.0, 0.995, 1.0)), None, False, False),
        (PdfColour("DeviceRGB", ()), None, False, False),
        (PdfColour("Lab", (100.0,)), None, False, False),
    ],
)
def test_what_a_colour_puts_on_the_plates(colour: PdfColour, inks: Any, white: bool, black: bool) -> None:
    assert (colour.inks, colour.is_white, colour.is_black_alone) == (inks, white, black)


def test_spot_colours_for_marks_and_tools_are_known_by_their_names() -> None:
    tool = PdfColour("Separation", (1.0,), "Dieline")
    assert (SPOT.is_registration, SPOT.is_dieline) == (True, False)
    assert (tool.is_registration, tool.is_dieline) == (False, True)
    fake = PdfColour("DeviceN", (1.0,), "All")
    assert not fake.is_registration
    assert not PdfColour("DeviceN", (1.0,), "Dieline").is_dieline


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        (cmyk(0, 0.1, 0.256, 1), "C0 M10 Y26 K100"),
        (SPOT, "Separation All 0.5"),
        (PdfColour("DeviceRGB", (1.0, 0.25, 0.0)), "DeviceRGB 1 0.25 0"),
        (PdfColour("Pattern", ()), "Pattern"),
        (BLACK_GRAY, "DeviceGray 0"),
    ],
)
def test_a_colour_is_told_in_the_terms_of_printers(colour: PdfColour, words: str) -> None:
    assert str(colour) == words


def test_colour_spaces_are_looked_up() -> None:
    spot = Array([Name.Separation, Name.Dieline, Name.DeviceCMYK, Dictionary()])
    spaces = Dictionary(CSdie=spot, Mine=Array([Name.Indexed, Name.DeviceRGB, 1, b"abc"]))
    assert space_of(Name.DeviceCMYK, spaces) == ("DeviceCMYK", "")
    assert space_of(Name.G) == ("DeviceGray", "")
    assert space_of(Name.CSdie, spaces) == ("Separation", "Dieline")
    assert space_of(Name.Mine, spaces) == ("DeviceRGB", "")
    assert space_of(Array([Name.DeviceN, Array([Name.Gold, Name.Black]), Name.DeviceCMYK, Dictionary()])) == (
        "DeviceN",
        "Gold+Black",
    )
    assert space_of(Array([Name.ICCBased, Dictionary()])) == ("ICCBased", "")
    assert space_of(Array([Name.CalGray, Dictionary()])) == ("CalGray", "")
    assert space_of(Name.Nowhere, spaces) == ("Nowhere", "")
    assert space_of(None) == space_of(Array([])) == ("unknown", "")


def test_overprint_leaves_plates_of_which_it_says_nothing() -> None:
    top, beneath = (0.0, 0.2, 0.0, 1.0), (0.5, 0.6, 0.7, 0.0)
    assert overprinted(top, beneath, 1) == (0.5, 0.2, 0.7, 1.0)
    assert overprinted(top, beneath, 0) == top


# -- tools ------------------------------------------------------------------------------------------------------------


def finish(kind: str, *corners: tuple[float, float], closed: bool = True) -> Finish:
    (x, y), *others = corners
    path = (("M", x, y), *(("L", *corner) for corner in others))
    return Finish(kind, (*path, ("Z",)) if closed else path)


SQUARE = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0))
CUT = finish("cut", (0.0, 60.0), (100.0, 60.0), closed=False)


@pytest.mark.parametrize(
    ("box", "distance"),
    [
        ((10.0, 20.0, 30.0, 50.0), 10.0),  # below the line
        ((10.0, 70.0, 30.0, 90.0), 10.0),
        ((10.0, 60.0, 30.0, 90.0), 0.0),
        ((10.0, 50.0, 30.0, 70.0), 0.0),
        ((103.0, 64.0, 120.0, 90.0), 5.0),  # its corner is nearest to the end
        ((-20.0, 50.0, -4.0, 70.0), 4.0),
    ],
)
def test_the_distance_to_a_cut(box: Box, distance: float) -> None:
    assert distance_to(box, CUT) == pytest.approx(distance)


def test_a_closed_line_has_a_side_from_its_last_corner_to_its_first() -> None:
    near = (2.0, 40.0, 8.0, 60.0)
    assert distance_to(near, finish("die", *SQUARE)) == pytest.approx(2.0)
    assert distance_to(near, finish("cut", *SQUARE, closed=False)) == pytest.approx(40.0)


def test_a_line_without_length_is_as_far_as_its_point() -> None:
    assert distance_to((10.0, 20.0, 30.0, 50.0), finish("cut", (33.0, 54.0), (33.0, 54.0), closed=False)) == 5.0


def test_a_line_is_near_a_corner_of_a_box_between_its_ends() -> None:
    aslant = finish("cut", (0.0, 40.0), (40.0, 0.0), closed=False)
    assert distance_to((23.0, 24.0, 90.0, 90.0), aslant) == pytest.approx(7.0 / math.sqrt(2.0))
    assert distance_to((-9.0, -9.0, 10.0, 16.0), aslant) == pytest.approx(14.0 / math.sqrt(2.0))


@given(st.floats(-1, 2), st.floats(-1, 2))
def test_a_point_is_inside_a_circle_by_its_distance(x: float, y: float) -> None:
    corners = tuple((math.cos(n / 50 * math.pi), math.sin(n / 50 * math.pi)) for n in range(100))
    distance = math.hypot(x, y)
    if abs(distance - 1) > 0.01:
        assert bool(geometry.turns(corners, (x, y))) is (distance < 1)


def problems(box: Box, *tools: Finish, safe: float = 9.0) -> list[str]:
    page: Any = type("Page", (), {"finishing": tools, "safe": safe})()
    return list(tool_problems(box, page))


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (9.0, []),
        (9.0 - TOLERANCE, []),
        (9.0 - TOLERANCE - 0.01, ["8.9 pt from the cut, nearer than 9 pt"]),
        (0.0, ["0.0 pt from the cut, nearer than 9 pt"]),
    ],
)
def test_text_keeps_the_safe_margin_from_a_cut(gap: float, told: list[str]) -> None:
    cut = finish("cut", (0.0, 0.0), (100.0, 0.0), closed=False)
    assert problems((10.0, gap, 30.0, 20.0 + gap), cut) == told
    assert problems((10.0, -20.0 - gap, 30.0, -gap), cut) == told


def test_text_is_inside_the_die_and_not_in_a_hole() -> None:
    die, hole = finish("die", *SQUARE), finish("hole", (40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0))
    assert problems((20.0, 20.0, 30.0, 30.0), die, hole) == []
    assert problems((120.0, 20.0, 130.0, 30.0), die, hole) == ["outside the die"]
    assert problems((45.0, 45.0, 55.0, 55.0), die, hole) == ["where the hole is"]
    assert problems((20.0, 45.0, 35.0, 55.0), die, hole) == ["5.0 pt from the hole, nearer than 9 pt"]
    assert problems((2.0, 20.0, 30.0, 30.0), die, hole) == ["2.0 pt from the die, nearer than 9 pt"]
    assert problems((120.0, 20.0, 130.0, 30.0), hole) == []


# -- outlines ---------------------------------------------------------------------------------------------------------


ON, CONTROL, CUBIC = fonts.ON_CURVE, fonts.QUADRATIC, fonts.CUBIC


def polygon(*steps: tuple[int, float, float]) -> list[tuple[float, float]]:
    shape = fonts.ContourShape(bytes(kind for kind, _, _ in steps), tuple((x, y) for _, x, y in steps))
    return fonts.polygon(shape)


def test_chords_stay_on_the_curve_and_ends_are_kept() -> None:
    corners = polygon((ON, 50, 0), (CUBIC, 50, 27.614), (CUBIC, 27.614, 50), (ON, 0, 50), (ON, 0, 0))
    assert len(corners) == fonts.CHORDS + 2
    assert corners[-3:] == [(0.0, 50.0), (0.0, 0.0), (50.0, 0.0)], "the last corner is the first point"
    arc = [corners[-1], *corners[:-2]]
    assert all(math.hypot(*corner) == pytest.approx(50.0, abs=0.03) for corner in arc)
    angles = [math.atan2(y, x) for x, y in arc]
    assert all(0.1 < after - before < 0.3 for before, after in pairwise(angles))


def test_a_quadratic_curve_is_drawn_as_the_same_cubic_one() -> None:
    corners = polygon((ON, 0, 0), (CONTROL, 30, 60), (ON, 60, 0))
    assert len(corners) == fonts.CHORDS + 1
    for number, (x, y) in enumerate(corners[:-1], 1):
        t = number / fonts.CHORDS
        assert (x, y) == pytest.approx((60 * t, 120 * t * (1 - t)))


def test_between_two_controls_an_end_is_implied() -> None:
    corners = polygon((CONTROL, 0, 10), (CONTROL, 10, 10), (ON, 10, 0), (ON, 0, 0))
    assert corners[0] == (0.0, 0.0)
    assert corners[fonts.CHORDS] == (5.0, 10.0)
    assert corners[-1] == (10.0, 0.0)
    loop = polygon((CONTROL, 0, 0), (CONTROL, 10, 0), (CONTROL, 10, 10))
    assert loop[fonts.CHORDS - 1 :: fonts.CHORDS] == [(5.0, 0.0), (10.0, 5.0), (5.0, 5.0)]


def on_curve(controls: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Return the point of a curve, by halving what is between its points (de Casteljau)."""
    while len(controls) > 1:
        controls = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for (x0, y0), (x1, y1) in pairwise(controls)]
    return controls[0]


four_points = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=4, max_size=4)


@given(four_points)
def test_a_curve_of_a_page_is_followed(controls: list[tuple[float, float]]) -> None:
    """By eight points for its box, and by as many as its length needs for what is under a letter."""
    for share, point in zip(range(1, 9), chords(*controls, painted.CHORDS), strict=True):
        assert point == pytest.approx(on_curve(controls, share / 8), abs=1e-6)
    corners = chords(*controls, matching._short_chords(*controls))
    length = sum(math.dist(one, other) for one, other in pairwise(controls))
    assert len(corners) == min(max(2, math.ceil(length / 1.5)), 200)
    for number, point in enumerate(corners, 1):
        assert point == pytest.approx(on_curve(controls, number / len(corners)), abs=1e-6)


@given(four_points)
def test_the_box_of_a_path_holds_its_curves(controls: list[tuple[float, float]]) -> None:
    path = painted.Path()
    path.move(geometry.IDENTITY, *controls[0])
    path.curve(geometry.IDENTITY, *(value for point in controls[1:] for value in point))
    path.line(geometry.IDENTITY, 60.0, 60.0)
    ((box, solid),) = path.subpaths
    size = max(abs(value) for point in controls for value in point) + 60
    points = [on_curve(controls, step / 50) for step in range(51)]
    assert all(geometry.contains(box, (x, y, x, y), 0.01 * size) for x, y in points)
    around = geometry.around([*controls, (60.0, 60.0)])
    assert geometry.contains(around, box, 1e-9), "and no more than its points"
    assert not solid


# -- pictures ---------------------------------------------------------------------------------------------------------


def test_the_heaviest_pixel_is_that_with_most_ink_in_all() -> None:
    picture = Image.new("CMYK", (2, 1))
    picture.putpixel((0, 0), (255, 0, 0, 0))
    picture.putpixel((1, 0), (100, 100, 100, 100))
    assert heaviest_share(picture) == pytest.approx(100 / 255, abs=0.005)
    assert grey_range(picture.split()[0]) == (100.0, 255.0)


def test_a_faded_picture_has_a_third_of_its_contrast() -> None:
    picture = Image.new("L", (3, 1))
    picture.putdata([0, 128, 255])
    dark, middle, light = (faded(picture).getpixel((x, 0)) for x in range(3))
    assert light - dark == pytest.approx(0.3 * 255, abs=1)
    assert (dark, middle) == (143, 181)


@pytest.mark.parametrize(("module", "radius"), [(1.0, LEAST_BLUR), (2.8, LEAST_BLUR), (10.0, 3.5)])
def test_a_camera_out_of_focus_blurs_by_modules_and_never_less_than_a_pixel(
    monkeypatch: pytest.MonkeyPatch, module: float, radius: float
) -> None:
    seen: list[float] = []
    monkeypatch.setattr("PIL.ImageFilter.GaussianBlur", lambda radius: seen.append(radius))
    picture: Any = type("Picture", (), {"filter": lambda self, blur: self})()
    out_of_focus(picture, module)
    assert seen == pytest.approx([radius])


# -- limits -----------------------------------------------------------------------------------------------------------


def test_a_file_may_be_as_large_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_BYTES", 2_500_001)
    check_size(bytes(2_500_001))
    with pytest.raises(UnreadableError) as refused:
        check_size(bytes(2_500_002))
    assert refused.value.problem == "The file was not proved: it has 3 MB, and the most is 3 MB."
    assert refused.value.hint.startswith("No printed piece needs that much")


def test_pages_may_have_as_many_pixels_as_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGE_PIXELS", 20_000)
    monkeypatch.setattr(limits, "PDF_PIXELS", 30_000)
    page: Box = (10.0, 20.0, 82.0, 92.0)  # a square inch
    check_pixels([page, page, page], 100)
    with pytest.raises(UnreadableError, match="its 4 pages have 0 million pixels together at 100 dpi"):
        check_pixels([page] * 4, 100)
    monkeypatch.setattr(limits, "PDF_PIXELS", 2_000_000)
    with pytest.raises(UnreadableError, match="its 251 pages have 3 million pixels together at 100 dpi"):
        check_pixels([page] * 251, 100)
    with pytest.raises(UnreadableError, match="page 2 is 144 × 147 pt"):
        check_pixels([page, (0.0, 0.0, 144.0, 147.0)], 70)
    with pytest.raises(UnreadableError, match="page 1 is nan"):
        check_pixels([(0.0, 0.0, float("nan"), 1.0)], 70)


def test_paint_that_only_touches_a_rim_is_not_under_a_letter() -> None:
    """The rim is never more than a third of the letter, or small letters would stand on nothing."""

    def paint(box: Box) -> Any:
        parts = {"box": box, "parts": (box,), "solid": True, "kind": "fill", "outline": None}
        return type("Paint", (), parts)()

    beside, whole = paint((20.0, 0.0, 90.0, 90.0)), paint((0.0, 0.0, 90.0, 90.0))
    letter: Box = (10.0, 20.0, 20.4, 50.0)
    assert list(seen_under([beside, whole], letter, 0.5)) == [whole]
    assert list(seen_under([beside, whole], letter, 0.3)) == [beside, whole]
    assert list(seen_under([beside], letter, 0.5)) == [None]
    assert list(seen_under([whole, beside], letter, 0.3)) == [whole]
    thin: Box = (10.0, 20.0, 10.3, 50.0)
    left = paint((0.0, 0.0, 10.15, 90.0))
    assert list(seen_under([left], thin, 5.0)) == [left, None]


@pytest.mark.parametrize(
    ("space", "name"),
    [
        (None, "unknown"),
        (Array([]), "unknown"),
        (Array([Name.Separation]), "Separation"),
        (Array([Name.DeviceN]), "DeviceN"),
        (Array([Name.Indexed]), "Indexed"),
        (Array([Name.Indexed, Name.DeviceCMYK, 1, String("ab")]), "DeviceCMYK"),
        (Array([Name.I, Name.RGB, 1, String("ab")]), "DeviceRGB"),
        (Array([Name.Pattern]), "Pattern"),
        (Array([Name.Pattern, Name.DeviceGray]), "DeviceGray"),
        (Array([Name.Pattern, Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()])]), "Separation Gold"),
        (Array([Name.DeviceCMYK]), "DeviceCMYK"),
    ],
)
def test_a_space_of_others_is_the_one_that_it_is_made_of(space: Any, name: str) -> None:
    assert " ".join(space_of(space)).strip() == name


def test_a_path_has_the_subpaths_that_have_segments() -> None:
    """A path that is closed goes on at its start."""
    a, b, c, d, e = ((float(number), 0.0) for number in range(5))
    outline = painted.PathOutline(
        b"m" + b"mll" + b"m" + b"mc" + b"nl" + b"ml" + b"m", (e, a, b, c, a, a, b, c, d, e, a, b, b)
    )
    assert list(outline.parts) == [
        (b"mll", (a, b, c), True),
        (b"mc", (a, b, c, d), False),
        (b"nl", (e,), False),
        (b"ml", (a, b), False),
    ]
    assert list(painted.PathOutline(b"mlml", (a, b, a, b)).parts) == [(b"ml", (a, b), True), (b"ml", (a, b), False)]
    assert list(painted.PathOutline(b"mlnl", (a, b, a)).parts) == [(b"ml", (a, b), False), (b"nl", (a,), False)]
    assert list(painted.PathOutline().parts) == list(painted.PathOutline(b"m", (a,)).parts) == []
