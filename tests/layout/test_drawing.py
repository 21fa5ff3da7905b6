"""Vector art: what designers' programs write is read as filled paths in colours of the theme, the rest is refused."""

from __future__ import annotations

import math
import re
from functools import partial
from pathlib import Path

import pytest
from fontTools.misc.transform import Transform
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flyers.errors import ContentError
from flyers.layout.block import Art
from flyers.layout.sheet import placed
from flyers.layout.svg import Drawing, DrawnPart, read_drawing, theme_colour
from flyers.layout.svg_shapes import Stroke, outline
from flyers.page.paths import area, box_around, clipped, flattened, mapped, subpaths
from flyers.pipeline.session import Session
from matrix import examples

pytestmark = pytest.mark.slow

BAD = Path(__file__).resolve().parents[1] / "bad" / "images"
MANY = settings(max_examples=examples(120), deadline=None)


def read(session: Session, inside: str, box: str = "0 0 100 50", head: str = "") -> Drawing:
    svg = f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
    return read_svg(session, svg.encode(), "content/images/door.svg")


def read_svg(session: Session, data: bytes, file: str) -> Drawing:
    return read_drawing(data, file, "door", partial(theme_colour, theme=session.theme, palette={}))


def colours(drawing: Drawing) -> list[str]:
    return [part.colour for part in drawing.parts]


@pytest.mark.parametrize("file", sorted(BAD.glob("*.svg")), ids=lambda file: file.stem)
def test_what_is_not_drawn_alike_everywhere_is_refused_with_its_line(session: Session, file: Path) -> None:
    data = file.read_bytes()
    (wanted,) = re.findall(r"<!-- expect: (.+) -->", data.decode())
    with pytest.raises(ContentError) as caught:
        read_svg(session, data, f"content/images/{file.name}")
    assert re.search(wanted, str(caught.value)), str(caught.value)


INKSCAPE = """
<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="#505050"/>
<defs id="defs2"><linearGradient id="unused"/></defs>
<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="Layer 1" inkscape:groupmode="layer"
   transform="translate(10,5)">
 <rect style="fill:#123f68;fill-opacity:1;stroke:none;stroke-width:2;stroke-dasharray:none;paint-order:stroke fill
   markers" width="40" height="20" x="0" y="0"/>
 <path style="fill:none;stroke:#ffc03d;stroke-width:2px;stroke-linecap:round;stroke-linejoin:round;stroke-opacity:1"
   d="m 5,5 h 10"/>
</g>
<g style="display:none"><text>hidden words</text></g>
"""
ILLUSTRATOR = """
<defs><style>.cls-1{fill:#123f68;}.cls-1,.cls-2{stroke-width:0px;}.cls-2 { fill: #ffc03d }</style></defs>
<g id="Layer_1"><rect class="cls-1" x="10" y="5" width="40" height="20"/><circle class="cls-2" cx="20" cy="10" r="5"/></g>
"""
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


@pytest.mark.parametrize("inside", [INKSCAPE, ILLUSTRATOR], ids=["Inkscape", "Illustrator"])
def test_files_of_common_programs_are_read(session: Session, inside: str) -> None:
    drawing = read(session, inside, head=DOCTYPE)
    assert colours(drawing) == ["deep", "accent"]
    assert box_around(drawing.parts[0].path) == (10, 5, 50, 25)


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        ("#123f68", "deep"),
        ("#123F68", "deep"),
        ("rgb(18,63,104)", "deep"),
        ("deep", "deep"),
        ("accent", "accent"),
        ("black", "black"),
        ("#000", "black"),
        ("#1a1a1a", "black"),
        ("white", "paper"),
        ("#ffffff", "paper"),
        ("currentColor", ""),
    ],
)
def test_a_colour_is_found_by_its_name_or_its_value(session: Session, fill: str, name: str) -> None:
    assert colours(read(session, f'<path d="M0 0h8v8z" fill="{fill}"/>')) == [name]


def test_styles_are_inherited_and_the_nearest_counts(session: Session) -> None:
    inside = (
        "<style>.a{fill:accent}</style>"
        '<g fill="deep" stroke="line" stroke-width="2">'
        '<rect width="5" height="5" stroke="none"/>'
        '<rect width="5" height="5" stroke="none" class="a"/>'
        '<rect width="5" height="5" stroke="none" class="a" style="fill:tint"/>'
        '<line x2="9" y2="0"/><rect width="5" height="5" visibility="hidden"/></g>'
        '<rect width="5" height="5"/>'
    )
    assert colours(read(session, inside)) == ["deep", "accent", "tint", "line", "black"]


def test_every_shape_has_its_extent(session: Session) -> None:
    inside = (
        '<rect x="10%" y="10%" width="20" height="10"/><rect x="10" y="5" width="20" height="10" rx="3"/>'
        '<ellipse cx="20" cy="10" rx="10" ry="5"/><circle cx="20" cy="10" r="5"/>'
        '<polygon points="10,5 30,5 30 15 10 15"/><path d="M10 5h20v10h-20"/>'
    )
    boxes = [tuple(round(value, 6) for value in box_around(part.path)) for part in read(session, inside).parts]
    assert boxes == [(10, 5, 30, 15)] * 3 + [(15, 5, 25, 15)] + [(10, 5, 30, 15)] * 2


def test_units_and_the_corner_of_the_view_box_count(session: Session) -> None:
    (part,) = read(session, '<rect x="1in" y="72pt" width="96px" height="25.4mm"/>', box="96 0 300 300").parts
    assert box_around(part.path) == pytest.approx((0, 96, 96, 192))


matrices = st.lists(
    st.sampled_from(["translate(3,-2)", "scale(2)", "scale(1.5,0.5)", "rotate(30)", "rotate(-45 10 5)", "skewX(20)"])
    | st.just("matrix(0.5 0.2 -0.3 1 4 2)"),
    max_size=4,
)


@MANY
@given(outer=matrices, inner=matrices)
def test_transforms_of_groups_apply_from_the_inside_out(session: Session, outer: list[str], inner: list[str]) -> None:
    shape = '<path d="M1 2L8 3L4 9z" transform="{}"/>'
    nested = read(session, f'<g transform="{" ".join(outer)}">{shape.format(",".join(inner))}</g>')
    flat = read(session, shape.format(" ".join([*outer, *inner])))
    (one,), (other,) = nested.parts, flat.parts
    for segment, same in zip(one.path, other.path, strict=True):
        assert segment[1:] == pytest.approx(same[1:])


# -- strokes -----------------------------------------------------------------------------------------------------------


def winding(path: tuple[tuple[str | float, ...], ...], x: float, y: float) -> int:
    """Return how often *path* winds round a point."""
    turns = 0
    for subpath in subpaths(path):
        corners = flattened(subpath, 0.001)
        for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
            side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
            turns += (y0 <= y < y1 and side > 0) - (y1 <= y < y0 and side < 0)
    return turns


def distance(corners: list[tuple[float, float]], closed: bool, x: float, y: float) -> float:
    ends = zip(corners, [*corners[1:], corners[0]], strict=True)
    lines = list(ends) if closed else list(ends)[:-1]
    found = []
    for (x0, y0), (x1, y1) in lines:
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        share = min(1.0, max(0.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) if length else 0.0
        found.append(math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0)))
    return min(found)


places = st.tuples(st.integers(0, 20), st.integers(0, 20))


@MANY
@example(corners=[(0, 4), (8, 0)], closed=True, width=1.0, seen=[(8.0, 0.0), (8.2, -0.1), (-0.2, 4.1)])
@given(
    corners=st.lists(places, min_size=2, max_size=6, unique=True),
    closed=st.booleans(),
    width=st.sampled_from([1.0, 2.5, 6.0]),
    seen=st.lists(st.tuples(st.floats(-4, 24), st.floats(-4, 24)), min_size=20, max_size=20),
)
def test_a_round_stroke_covers_what_is_within_half_its_width(
    corners: list[tuple[int, int]], closed: bool, width: float, seen: list[tuple[float, float]]
) -> None:
    ends = [(float(x), float(y)) for x, y in corners]
    path = (("M", *ends[0]), *(("L", *end) for end in ends[1:]), *([("Z",)] if closed else []))
    rim = outline(path, Stroke(width, "round", "round", flatness=0.001))
    for x, y in seen:
        far = distance(ends, closed, x, y)
        if abs(far - width / 2) > 0.01:
            assert (winding(rim, x, y) != 0) == (far < width / 2), (x, y)


@MANY
@given(
    controls=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), min_size=4, max_size=4, unique=True),
    seen=st.lists(st.tuples(st.floats(-4, 24), st.floats(-4, 24)), min_size=20, max_size=20),
)
def test_a_stroked_curve_has_its_width_everywhere(
    controls: list[tuple[float, float]], seen: list[tuple[float, float]]
) -> None:
    (start, *others) = controls
    path = (("M", *start), ("C", *(value for point in others for value in point)))
    rim = outline(path, Stroke(3.0, "round", "round", flatness=0.002))
    fine = flattened(path, 0.0005)
    for x, y in seen:
        far = distance(fine, False, x, y)
        if abs(far - 1.5) > 0.02:
            assert (winding(rim, x, y) != 0) == (far < 1.5), (x, y)


@pytest.mark.parametrize(
    ("join", "limit", "corner_is_full"),
    [
        ("miter", 4.0, True),
        ("miter", 1 / math.sqrt(0.5), True),  # just long enough
        ("miter", 1.41, False),
        ("bevel", 4.0, False),
        ("round", 4.0, False),
    ],
)
def test_joins(join: str, limit: float, corner_is_full: bool) -> None:
    rim = outline((("M", 0.0, 0.0), ("L", 10.0, 0.0), ("L", 10.0, 10.0)), Stroke(4.0, join, "butt", limit))
    assert (winding(rim, 11.9, -1.9) != 0) == corner_is_full
    assert winding(rim, -0.1, 0.0) == 0, "a butt end stops at the end"


def test_caps_and_dots() -> None:
    line = (("M", 0.0, 0.0), ("L", 10.0, 0.0))
    square = outline(line, Stroke(4.0, cap="square"))
    assert winding(square, 11.9, 1.9)
    assert not winding(outline(line, Stroke(4.0, cap="round")), 11.9, 1.9)
    dot = (("M", 5.0, 5.0), ("L", 5.0, 5.0))
    assert winding(outline(dot, Stroke(4.0, cap="round")), 6.9, 5.0)
    assert outline(dot, Stroke(4.0)) == ()


# -- clipping and placing ----------------------------------------------------------------------------------------------

loops = st.lists(st.tuples(st.floats(-10, 30), st.floats(-10, 30)), min_size=3, max_size=7)


@MANY
@given(
    rings=st.lists(loops, min_size=1, max_size=3),
    seen=st.lists(st.tuples(st.floats(0.01, 19.99), st.floats(0.01, 9.99)), min_size=15, max_size=15),
)
def test_clipping_changes_nothing_inside_the_window(
    rings: list[list[tuple[float, float]]], seen: list[tuple[float, float]]
) -> None:
    path = tuple(
        segment for ring in rings for segment in (("M", *ring[0]), *(("L", *point) for point in ring[1:]), ("Z",))
    )
    cut = clipped(path, (0.0, 0.0, 20.0, 10.0))
    if cut:
        box = box_around(cut)
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 20
        assert box[3] <= 10
    for x, y in seen:
        if min(distance(ring, True, x, y) for ring in rings) > 1e-6:
            assert winding(cut, x, y) == winding(path, x, y)


def test_a_circle_cut_in_half_keeps_half_its_area() -> None:
    k = 5.522847498
    circle = (
        ("M", 10.0, 0.0), ("C", 10.0, k, k, 10.0, 0.0, 10.0), ("C", -k, 10.0, -10.0, k, -10.0, 0.0),
        ("C", -10.0, -k, -k, -10.0, 0.0, -10.0), ("C", k, -10.0, 10.0, -k, 10.0, 0.0), ("Z",),
    )  # fmt: skip
    (half,) = subpaths(clipped(circle, (0.0, -20.0, 20.0, 20.0)))
    assert area(flattened(half)) == pytest.approx(50 * math.pi, rel=0.002)


BOX, WINDOW = (0.0, 0.0, 200.0, 100.0), (-9.0, -9.0, 209.0, 109.0)


def square(x: float, y: float, width: float, height: float) -> DrawnPart:
    path = (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))
    return DrawnPart(path, "deep")


def how(fit: str = "contain", at: tuple[str, str] = ("center", "center"), *, mirror: bool = False) -> Art:
    return Art(name="door", fit=fit, at=at, mirror=mirror)


@pytest.mark.parametrize(
    ("size", "place", "box"),
    [
        ((20, 10), how(), (-9, -9, 209, 109)),  # the same shape: all edges go on into the bleed
        ((10, 10), how(), (50, -9, 150, 109)),  # smaller: in the middle
        ((10, 10), how(at=("start", "center")), (-9, -9, 100, 109)),
        ((10, 10), how(at=("end", "center")), (100, -9, 209, 109)),
        ((10, 10), how("cover"), (-9, -9, 209, 109)),  # larger: cut off in the bleed
        ((40, 10), how(), (-9, 25, 209, 75)),
        ((40, 10), how("width", ("center", "bottom")), (-9, -9, 209, 50)),
        ((40, 10), how("width", ("center", "top")), (-9, 50, 209, 109)),
        ((10, 10), how("width", ("center", "bottom")), (-9, -9, 209, 109)),
    ],
)
def test_a_drawing_takes_its_box(size: tuple[int, int], place: Art, box: tuple[int, ...]) -> None:
    drawing = Drawing("door", *map(float, size), (square(0, 0, *size),))
    (part,) = placed(drawing, BOX, WINDOW, place, rtl=False)
    assert box_around(part.path) == box


@MANY
@given(
    x=st.floats(0, 15), y=st.floats(0, 8), fit=st.sampled_from(["contain", "cover", "width"]),
    across=st.sampled_from(["start", "center", "end"]), width=st.sampled_from([10.0, 20.0, 35.0]),
)  # fmt: skip
def test_a_mirrored_drawing_is_the_mirror_image(x: float, y: float, fit: str, across: str, width: float) -> None:
    drawing = Drawing("door", width, 10.0, (square(x, y, 3.0, 2.0), square(0, 0, width, 1.0)))
    place = how(fit, (across, "center"), mirror=True)
    plain, turned = (list(placed(drawing, BOX, WINDOW, place, rtl=rtl)) for rtl in (False, True))
    assert len(plain) == len(turned)
    for one, other in zip(plain, turned, strict=True):
        assert box_around(mapped(one.path, lambda a, b: (200 - a, b))) == pytest.approx(
            box_around(other.path), abs=0.002
        )


def test_a_drawing_that_has_no_direction_is_not_turned() -> None:
    drawing = Drawing("door", 20.0, 10.0, (square(2, 2, 3, 3),))
    (plain,), (other,) = (list(placed(drawing, BOX, WINDOW, how(), rtl=rtl)) for rtl in (False, True))
    assert plain == other


def test_matrices_are_those_of_the_standard() -> None:
    from flyers.layout.svg_shapes import transform

    turned = transform("translate(10 20) rotate(90)")
    assert turned.transformPoint((1, 0)) == pytest.approx((10, 21))
    assert tuple(transform("skewY(45)")) == pytest.approx((1, 1, 0, 1, 0, 0))
    assert transform("") == Transform()
