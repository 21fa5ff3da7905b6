"""Values in SVG files: lengths, corners, points, styles, and what is said of those that cannot be printed."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.colour import Colour
from flyers.content.schema import Problem
from flyers.errors import ContentError
from flyers.layout.svg import INITIAL, class_rules, declarations, is_near, paints, read_drawing, style_of, theme_colour
from flyers.layout.svg_shapes import Stroke, numbers, outline, path_data, segments, transform, user_units
from flyers.page.paths import box_around
from flyers.pipeline.session import Session

K = 0.5522847498
"""Control points of a quarter of a circle, in radii."""


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("12", 12.0), (" 12px ", 12.0), ("-1.5", -1.5), ("+.5", 0.5), ("1e2", 100.0), ("3.", 3.0), ("72pt", 96.0),
        ("6pc", 96.0), ("25.4mm", 96.0), ("2.54cm", 96.0), ("1in", 96.0), ("25%", 50.0), ("1 in", 96.0),
    ],
)  # fmt: skip
def test_a_length_is_in_user_units(text: str, units: float) -> None:
    assert user_units(text, 200.0) == pytest.approx(units)


@pytest.mark.parametrize("text", ["", "wide", "1em", "1 2", "--1", "1px;"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        user_units(text, 1.0)
    assert refused.value.text == f"“{text}” is not a length."
    assert refused.value.hint == "Write a number, in the units of the viewBox."


def test_numbers_are_parted_by_commas_and_white_space() -> None:
    assert numbers(" 1,2 -3\n4e1 , .5 ") == [1.0, 2.0, -3.0, 40.0, 0.5]
    assert numbers("") == []
    with pytest.raises(Problem, match="“1 two” are not numbers"):
        numbers("1 two")


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("", (1.0, 0.0)),
        ("translate(5)", (6.0, 0.0)),
        ("translate(5 6)", (6.0, 6.0)),
        ("scale(2)", (2.0, 0.0)),
        ("scale(2, 3) translate(0, 1)", (2.0, 3.0)),
        ("rotate(90)", (0.0, 1.0)),
        ("rotate(90, 1, 0)", (1.0, 0.0)),
        ("rotate(180 2 3)", (3.0, 6.0)),
        ("skewY(45)", (1.0, 1.0)),
        ("skewX(45)", (1.0, 0.0)),
        ("matrix(1 2 3 4 5 6)", (6.0, 8.0)),
    ],
)
def test_a_transform_moves_a_point(text: str, point: tuple[float, float]) -> None:
    assert transform(text).transformPoint((1.0, 0.0)) == pytest.approx(point)
    if text == "skewX(45)":
        assert transform(text).transformPoint((0.0, 1.0)) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize("text", ["turn(3)", "rotate(1 2)", "scale()", "translate(1,2,3)", "matrix(1 2)", "scale(2) x"])
def test_what_is_no_transform_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is not a transform"):
        transform(text)


def path(tag: str, **attributes: str) -> tuple[tuple[Any, ...], ...]:
    """Return the outline of an element in a picture of 200 by 100 units."""
    return segments(tag, {name.replace("_", "-"): value for name, value in attributes.items()}, 200.0, 100.0)


def test_a_rectangle_runs_from_its_corner() -> None:
    assert path("rect", x="1", y="2", width="10%", height="10%") == (
        ("M", 1.0, 2.0), ("L", 21.0, 2.0), ("L", 21.0, 12.0), ("L", 1.0, 12.0), ("Z",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "radii"),
    [
        ({"rx": "2"}, (2.0, 2.0)),
        ({"ry": "2"}, (2.0, 2.0)),
        ({"rx": "2", "ry": "3"}, (2.0, 3.0)),
        ({"rx": "auto", "ry": "3"}, (3.0, 3.0)),
        ({"rx": "99", "ry": "3"}, (10.0, 3.0)),
        ({"rx": "3", "ry": "99"}, (3.0, 5.0)),
        ({"rx": "1%", "ry": "1%"}, (2.0, 1.0)),
    ],
)
def test_a_corner_is_rounded_by_half_its_side_at_most(attributes: dict[str, str], radii: tuple[float, float]) -> None:
    rx, ry = radii
    outline = path("rect", width="20", height="10", **attributes)
    assert outline[:3] == (
        ("M", rx, 0.0),
        ("L", 20.0 - rx, 0.0),
        ("C", *(pytest.approx(value) for value in (20 - rx * (1 - K), 0.0, 20.0, ry * (1 - K), 20.0, ry))),
    )
    assert len(outline) == 10


@pytest.mark.parametrize(
    "attributes", [{"rx": "0", "ry": "3"}, {"rx": "3", "ry": "0"}, {"rx": "auto"}, {"rx": "-1", "ry": "-1"}]
)
def test_a_corner_without_a_radius_is_square(attributes: dict[str, str]) -> None:
    assert len(path("rect", width="20", height="10", **attributes)) == 5


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("rect", {"width": "0", "height": "5"}),
        ("rect", {"width": "5", "height": "-1"}),
        ("rect", {"width": "5", "height": "0"}),
        ("circle", {"r": "0"}),
        ("ellipse", {"rx": "5"}),
        ("polyline", {"points": ""}),
        ("polygon", {}),
    ],
)
def test_what_has_no_extent_is_nothing(tag: str, attributes: dict[str, str]) -> None:
    assert path(tag, **attributes) == ()


def test_an_ellipse_has_its_radii() -> None:
    outline = path("ellipse", cx="50%", cy="50%", rx="5%", ry="5%")
    ends = [step[-2:] for step in outline[:-1]]
    assert ends == [(110.0, 50.0), (100.0, 55.0), (90.0, 50.0), (100.0, 45.0), (110.0, 50.0)]
    assert outline[1] == ("C", 110.0, pytest.approx(50 + 5 * K), pytest.approx(100 + 10 * K), 55.0, 100.0, 55.0)


def test_a_percentage_of_a_radius_is_of_the_diagonal() -> None:
    (first, *_) = path("circle", r="10%")
    assert first == ("M", pytest.approx(math.hypot(200, 100) / math.sqrt(2) / 10), 0.0)


def test_lines_and_polygons() -> None:
    assert path("line", x1="1", y1="2", x2="50%", y2="50%") == (("M", 1.0, 2.0), ("L", 100.0, 50.0))
    assert path("polyline", points="1,2 3,4") == (("M", 1.0, 2.0), ("L", 3.0, 4.0))
    assert path("polygon", points="1,2 3,4") == (("M", 1.0, 2.0), ("L", 3.0, 4.0), ("Z",))
    with pytest.raises(Problem, match="The last of these points has no second number"):
        path("polygon", points="1,2 3")


# -- styles -----------------------------------------------------------------------------------------------------------


def test_declarations_are_those_that_count() -> None:
    assert declarations("fill:#123f68; stroke : none !important;font-size:3;;nonsense") == {
        "fill": "#123f68",
        "stroke": "none",
    }


def test_rules_are_of_classes_and_add_up() -> None:
    sheet = "/* a { } */ .one, .two-b { fill: red } .one { stroke: blue; fill: green }"
    assert class_rules(sheet) == {"one": {"fill": "green", "stroke": "blue"}, "two-b": {"fill": "red"}}
    for selector in ("path", "#one", ".one .two", ".one:hover"):
        with pytest.raises(Problem) as refused:
            class_rules(f"{selector} {{ fill: red }}")
        assert refused.value.text == f"“{selector}” in <style> is not the name of a class."


def style(attributes: dict[str, str], parent: dict[str, str] | None = None) -> dict[str, str]:
    element: Any = SimpleNamespace(attributes=attributes)
    rules = {"red": {"fill": "red"}, "thick": {"stroke-width": "3", "fill": "blue"}}
    return style_of(element, {**INITIAL, **(parent or {})}, rules)


def test_the_nearest_style_counts() -> None:
    assert style({})["fill"] == "#000000"
    assert style({}, {"fill": "green"})["fill"] == "green"
    assert style({"fill": " white "}, {"fill": "green"})["fill"] == "white"
    assert style({"fill": "white", "class": "red"})["fill"] == "red"
    assert style({"class": "red thick unknown"})["fill"] == "blue"
    assert style({"class": "red", "style": "fill: black"})["fill"] == "black"
    assert style({"fill": "inherit"}, {"fill": "green"})["fill"] == "green"
    assert style({"display": "none"})["display"] == "none"
    assert "display" not in style({}, {"display": "none"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("opacity", "1"), ("opacity", "100%"), ("fill-opacity", "1.5"), ("filter", "none"), ("mask", "inherit"),
        ("mix-blend-mode", "normal"), ("stroke-dasharray", "none"), ("fill", "currentColor"),
    ],
)  # fmt: skip
def test_what_is_flat_and_opaque_can_be_printed(name: str, value: str) -> None:
    assert style({name: value})


FLAT = "Viewers and presses draw it differently"


@pytest.mark.parametrize(
    ("name", "value", "problem", "hint"),
    [
        ("opacity", "0.99", "This is transparent (opacity: 0.99).", FLAT),
        ("fill-opacity", "99%", "This is transparent (fill-opacity: 99%).", FLAT),
        ("stroke-opacity", "half", "This is transparent (stroke-opacity: half).", FLAT),
        ("filter", "url(#a)", "This has a filter.", FLAT),
        ("mask", "url(#a)", "This has a mask.", "Cut the shapes themselves"),
        ("clip-path", "url(#a)", "This has a clipping path.", "Cut the shapes themselves"),
        ("mix-blend-mode", "multiply", "This has a blend mode.", FLAT),
        ("stroke-dasharray", "1 2", "This has a dashed line.", "Make it a filled path"),
        ("marker-end", "url(#a)", "This has an arrowhead (marker).", "Make it a filled path"),
        ("vector-effect", "non-scaling-stroke", "This has a stroke that does not scale (vector-effect).", "Make it"),
        ("fill", "url(#a)", "This is painted with a gradient or a pattern.", FLAT),
        ("stroke", "url(#a) red", "This is painted with a gradient or a pattern.", FLAT),
    ],
)
def test_what_is_not_drawn_alike_everywhere_is_refused(name: str, value: str, problem: str, hint: str) -> None:
    for attributes in ({name: value}, {"style": f"{name}: {value}"}):
        with pytest.raises(Problem) as refused:
            style(attributes)
        assert refused.value.text == problem
        assert refused.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({}, ["fill"]),
        ({"stroke": "red"}, ["fill", "stroke"]),
        ({"stroke": "red", "paint-order": "stroke fill"}, ["stroke", "fill"]),
        ({"stroke": "red", "paint-order": "fill stroke"}, ["fill", "stroke"]),
        ({"stroke": "red", "paint-order": ""}, ["fill", "stroke"]),
        ({"stroke": "red", "fill": "none"}, ["stroke"]),
        ({"stroke": "transparent", "fill": "transparent"}, []),
    ],
)
def test_what_is_painted_is_painted_in_order(changes: dict[str, str], order: list[str]) -> None:
    assert paints({**INITIAL, **changes}) == order


@pytest.mark.parametrize(("values", "wanted", "nearest"), [
    (("#400000", "#c00000"), "#a00000", "other"), (("#004000", "#00c000"), "#00a000", "other"),
    (("#000040", "#0000c0"), "#0000a0", "other"), (("#c00000", "#400000"), "#a00000", "one"),
    (("#000009", "#00000f"), "#00000d", "other"), (("#000900", "#000f00"), "#000d00", "other"),
    (("#090000", "#0f0000"), "#0d0000", "other"), (("#300000", "#002020"), "#010101", "other"),
])  # fmt: skip  # several cases to a line
def test_of_a_colour_that_is_none_of_the_theme_the_nearest_is_told(
    session: Session, values: tuple[str, str], wanted: str, nearest: str
) -> None:
    """By the distance in red, green and blue."""
    shares = [tuple(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)) for value in values]
    found = {name: Colour(name, (0, 0, 0, 0), share) for name, share in zip(("one", "other"), shares, strict=True)}
    with pytest.raises(Problem) as refused:
        theme_colour(wanted, theme=replace(session.theme, colours=found), palette={})
    assert refused.value.text == f"{wanted} is not a colour of the theme “open-door”."
    value = values[("one", "other").index(nearest)]
    assert refused.value.hint == f"The nearest is “{nearest}”, {value}."


@pytest.mark.parametrize(("value", "near"), [(100_000.0, True), (-100_000.0, True), (100_000.5, False)])
def test_a_picture_has_its_points_within_so_many_units(value: float, near: bool) -> None:
    def drawn(box: str, path: str) -> bool:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path}"/></svg>'
        try:
            return bool(read_drawing(svg.encode(), "a.svg", "a", lambda value: "black").parts)
        except ContentError:
            return False

    assert drawn("0 0 10 10", f"M 0 0 H {value} V 10 Z") is near
    assert drawn("0 0 10 10", f"M 0 0 V {value} H 10 Z") is near
    assert drawn(f"{value} 0 10 10", f"M {value} 0 h 10 v 10 Z") is near
    assert drawn(f"0 {value} 10 10", f"M 0 {value} h 10 v 10 Z") is near
    assert drawn(f"0 0 {abs(value)} 10", "M 0 0 H 10 V 10 Z") is near
    assert drawn(f"0 0 10 {abs(value)}", "M 0 0 H 10 V 10 Z") is near
    assert not is_near((("M", 0.0, math.nan),), 10.0)


@pytest.mark.parametrize(("box", "problem"), [
    ("0 0 0 10", "This picture has no size."), ("0 0 10 0", "This picture has no size."),
    ("0 0 10", "“0 0 10” is not a viewBox."), ("0 0 10 wide", "“0 0 10 wide” is not a viewBox."),
])  # fmt: skip  # several cases to a line
def test_what_is_said_of_a_picture_without_a_size(box: str, problem: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="M0 0h1v1z"/></svg>'
    with pytest.raises(ContentError) as refused:
        read_drawing(svg.encode(), "a.svg", "a", lambda value: "black")
    assert refused.value.problem == problem


def test_a_picture_without_a_view_box_has_its_own_width_and_height() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="72pt"><path d="M0 0h1v1z"/></svg>'
    drawing = read_drawing(svg.encode(), "a.svg", "a", lambda value: "black")
    assert (drawing.width, drawing.height) == (96.0, 96.0)
    assert box_around(drawing.parts[0].path) == (0.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize(("matrix", "line"), [
    ("", 3.0), ("scale(2)", 6.0), ("scale(2 8)", 12.0), ("rotate(45)", 3.0), ("matrix(0 2 -8 0 0 0)", 12.0),
    ("matrix(2 1 1 2 0 0)", 3 * math.sqrt(3)), ("scale(-1 1)", 3.0),
])  # fmt: skip  # several cases to a line
def test_a_line_is_as_thick_as_its_transform_makes_it_on_average(matrix: str, line: float) -> None:
    drawn = f'<path transform="{matrix}" fill="none" stroke="black" stroke-width="3" d="M0 0h9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{drawn}</svg>'
    (part,) = read_drawing(svg.encode(), "a.svg", "a", lambda value: "black").parts
    assert part.line == pytest.approx(line)


@pytest.mark.parametrize("cap", ["round", "butt"])
def test_a_line_that_turns_back_has_half_a_circle_there(cap: Any) -> None:
    """Its points are as near to one another as those of any arc; so are those of a cap, and of a dot all round."""
    path = (("M", 0.0, 0.0), ("L", 10.0, 0.0), ("L", 0.0, 0.0))
    rim = points(outline(path, Stroke(8.0, join="round", cap=cap)))
    for middle, towards in ((10.0, 1.0), *([(0.0, -1.0)] if cap == "round" else [])):
        arc = {(round(x - middle, 6), round(y, 6)) for x, y in rim if (x - middle) * towards > -1e-6}
        angles = sorted(math.atan2(y, x * towards) for x, y in arc if math.hypot(x, y) > 1)
        assert all(math.hypot(x, y) == pytest.approx(4.0, abs=1e-5) for x, y in arc if math.hypot(x, y) > 1)
        assert (angles[0], angles[-1]) == pytest.approx((-math.pi / 2, math.pi / 2), abs=1e-5)
        steps = [after - before for before, after in pairwise(angles)]
        assert max(steps) < 1.3 * min(steps)
        assert 4.0 * (1 - math.cos(max(steps) / 2)) <= 0.02 + 1e-9, "no further off than its curves may be"
    dot = points(outline((("M", 3.0, 3.0), ("L", 3.0, 3.0)), Stroke(8.0, cap="round")))
    steps = [math.dist(before, after) for before, after in pairwise([*dot, dot[0]])]
    assert max(steps) < 1.3 * min(steps)


@pytest.mark.parametrize(
    ("data", "at"), [("M2 4 Q5 10 8 1", 1), ("M9 9 L2 4 Q5 10 8 1", 2), ("M2 4 l3 3z q3 6 6 -3", -1)]
)
def test_a_quadratic_curve_is_the_same_curve_as_a_cubic_one(data: str, at: int) -> None:
    """It begins where the part before it ends, or the closed one before that began."""
    letter, *values = path_data(data)[at]
    assert letter == "C"
    assert values == pytest.approx([4, 8, 6, 7, 8, 1])


@pytest.mark.parametrize(("limit", "pointed"), [(1.99, False), (2.0, True), (2.01, True)])
def test_a_corner_is_pointed_up_to_the_limit_of_its_miter(limit: float, pointed: bool) -> None:
    """Two lines at 60 degrees have a point that is twice as long as they are wide."""
    corner = (("M", 0.0, 0.0), ("L", 10.0, 0.0), ("L", 5.0, 5 * math.sqrt(3)))
    rim = points(outline(corner, Stroke(2.0, "miter", "butt", limit + 1e-9)))
    assert max(x for x, _ in rim) == pytest.approx(10 + math.sqrt(3) if pointed else 10 + math.sqrt(3) / 2)
    assert min(y for _, y in rim) == pytest.approx(-1.0)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e5])
def test_a_line_of_any_size_and_direction_turns_back_in_half_a_circle(scale: float) -> None:
    """Where it goes back by a third only, rounding makes the two directions differ by next to nothing."""
    for degrees in range(0, 360, 7):
        x, y = 7 * scale * math.cos(math.radians(degrees)), 7 * scale * math.sin(math.radians(degrees))
        path = (("M", 0.0, 0.0), ("L", x, y), ("L", x / 3, y / 3))
        rim = points(outline(path, Stroke(2 * scale, "round", "butt", flatness=0.02 * scale)))
        assert max(a * x + b * y for a, b in rim) == pytest.approx(56 * scale**2, rel=0.004), degrees


def test_a_line_that_turns_back_has_no_point_there() -> None:
    rim = points(outline((("M", 0.0, 0.0), ("L", 10.0, 0.0), ("L", 0.0, 0.0)), Stroke(2.0, "miter", "butt", 1e9)))
    assert max(x for x, _ in rim) == 10.0


@pytest.mark.parametrize("end", [(), (("L", 5.0, 5.0), ("Z",)), (("Z",),)])
@pytest.mark.parametrize(("cap", "box"), [("square", (3, 3, 7, 7)), ("round", (3, 3, 7, 7)), ("butt", None)])
def test_a_line_of_no_length_shows_its_cap_closed_or_not(end: Any, cap: Any, box: Any) -> None:
    dot = outline((("M", 5.0, 5.0), *(end or (("L", 5.0, 5.0),))), Stroke(4.0, cap=cap))
    assert (box_around(dot) if dot else None) == (box and pytest.approx(box))


def test_a_closed_line_that_ends_where_it_began_has_no_corner_more() -> None:
    """An editor writes the first corner again before it closes a shape."""
    corners = (("M", 0.0, 0.0), ("L", 9.0, 0.0), ("L", 9.0, 9.0))
    again = (*corners, ("L", 0.0, 0.0), ("Z",))
    assert outline(again, Stroke(2.0)) == outline((*corners, ("Z",)), Stroke(2.0))


def test_an_arc_has_no_more_corners_than_anybody_can_see() -> None:
    """The finest steps are a hundredth of a radian, however exact it is to be; a thin line has a few corners."""
    line = (("M", 0.0, 0.0), ("L", 10.0, 0.0))
    assert len(outline(line, Stroke(8.0, cap="round", flatness=1e-9))) == 2 * 2 * math.ceil(math.pi / 2 / 0.01) + 3
    assert len(outline(line, Stroke(0.02, cap="round", flatness=0.02))) == 2 * 2 + 3


def points(path: Any) -> list[tuple[float, float]]:
    return [segment[1:] for segment in path if segment[0] != "Z"]
