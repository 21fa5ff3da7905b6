"""The interpreter of content streams: what operators draw, and what is under a line or a letter."""

from __future__ import annotations

import random

import pikepdf
import pytest
from handmade import AREA, contents
from pikepdf import Array, Dictionary, Name

from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box
from flyers.proof.interpreter import Interpreter
from flyers.proof.matching import below, seen_under, seen_under_glyphs
from flyers.proof.objects import UnreadableError, WordBudget


def test_a_rectangle_is_solid_wherever_it_comes_from() -> None:
    for path in ("10 20 30 40 re", "10 20 m 40 20 l 40 60 l 10 60 l h", "10 20 m 40 20 l 40 60 l 10 60 l"):
        (paint,) = contents(f"0 0 0 1 k {path} f").paints
        assert paint.box == (10, 20, 40, 60)
        assert paint.solid


@pytest.mark.parametrize(
    "path",
    [
        "10 20 m 40 20 l 25 60 l h",
        "10 20 m 40 20 l 40 60 l 70 60 l",
        "10 20 m 10 60 40 60 40 20 c h",
        "10 20 5 5 re 20 20 5 5 re",
    ],
    ids=["triangle", "closed aslant", "curve", "two"],
)
def test_a_shape_with_gaps_in_its_box_is_not_solid(path: str) -> None:
    (paint,) = contents(f"{path} f").paints
    assert not paint.solid


@pytest.mark.parametrize(("lean", "solid"), [("0.0001", True), ("0.0002", False)])
def test_the_edges_of_a_rectangle_lean_by_no_more_than_rounding(lean: str, solid: bool) -> None:
    for path in (f"0 0 m 10 0 l 10 10 l {lean} 10 l", f"0 0 m 10 {lean} l 10 10 l 0 10 l"):
        (paint,) = contents(f"{path} f").paints
        assert paint.solid is solid


@pytest.mark.parametrize(
    ("path", "clip"),
    [
        ("10 20 30 40 re", ((10, 20, 40, 60), True)),
        ("10 20 m 40 20 l 25 60 l", ((10, 20, 40, 60), False)),
        ("10 20 5 5 re 20 30 5 5 re", ((10, 20, 25, 35), False)),
        ("10 20 5 5 re 20 20 m 30 30 l", ((10, 20, 30, 30), False)),
        ("", ((0, 0, 0, 0), False)),
        ("10 20 m", ((0, 0, 0, 0), False)),
    ],
)
def test_a_clipping_path_is_the_box_around_it_if_it_is_one_rectangle(path: str, clip: tuple[Box, bool]) -> None:
    for operator in ("W n", "W* n"):
        read = contents(f"{path} {operator} 0 0 200 200 re f")
        assert read.clips == [clip]
        assert [paint.box for paint in read.paints] == ([clip[0]] if clip[0][2] else [])
        assert [paint.clip for paint in read.paints] == [clip[0]] * len(read.paints)


def test_a_subpath_of_one_point_is_not_filled_but_a_line_is() -> None:
    assert contents("10 20 l f").paints == contents("10 20 m f").paints == []
    (paint,) = contents("10 20 m 40 20 l f").paints
    assert (paint.box, paint.solid, paint.thinnest) == ((10, 20, 40, 20), False, 0)


def test_a_line_that_is_filled_is_under_no_letter() -> None:
    line, square = "90 90 m 110 110 l", "10 10 10 10 re"
    assert list(seen_under(contents(f"{square} {line} f").paints, (95, 95, 105, 105), 0)) == [None]
    (under, page) = seen_under(contents(f"{line} 110 90 l f").paints, (95, 95, 105, 105), 0)
    assert (under is not None, page) == (True, None)


def test_the_box_of_a_curve_ignores_its_handles() -> None:
    (paint,) = contents("0 0 m 0 100 100 100 100 0 c f").paints
    assert paint.box == pytest.approx((0, 0, 100, 75), abs=0.5)


def test_the_operators_v_and_y_imply_a_control_point() -> None:
    """v uses the current point as the first handle, y the end as the second."""
    (v,) = contents("0 0 m 0 90 90 90 v f").paints
    (c,) = contents("0 0 m 0 0 0 90 90 90 c f").paints
    (y,) = contents("0 0 m 0 90 90 90 y f").paints
    (d,) = contents("0 0 m 0 90 90 90 90 90 c f").paints
    assert v.box == c.box
    assert y.box == d.box


def test_matrices_nest_and_the_state_is_restored() -> None:
    first, second = contents("q 2 0 0 2 10 10 cm q 1 0 0 1 5 0 cm 0 0 1 1 re f Q Q 0 0 1 1 re f").paints
    assert first.box == (20, 10, 22, 12)
    assert second.box == (0, 0, 1, 1)


def test_the_width_of_a_stroke_is_scaled() -> None:
    (paint,) = contents("q 3 0 0 3 0 0 cm 0.5 w 0 0 m 10 0 l S Q").paints
    assert paint.thinnest == pytest.approx(1.5)
    assert paint.box == pytest.approx((-0.75, -0.75, 30.75, 0.75))
    (aslant,) = contents("1 1 -2 2 0 0 cm 0.5 w 0 0 m 10 0 l S").paints
    assert aslant.thinnest == pytest.approx(1.0), "by the root of how much larger areas become"
    assert aslant.box == pytest.approx((-0.5, -0.5, 10.5, 10.5))


def test_forms_are_followed_with_their_matrix() -> None:
    pdf = pikepdf.new()
    form = pdf.make_stream(b"0 1 0 0 k 0 0 4 4 re f")
    form.Type, form.Subtype, form.BBox, form.Matrix = (
        Name.XObject,
        Name.Form,
        Array([0, 0, 9, 9]),
        Array([1, 0, 0, 1, 7, 0]),
    )
    page = pdf.add_blank_page(page_size=(99, 99))
    page.Contents = pdf.make_stream(b"q 2 0 0 2 0 0 cm /Fm Do Q 0 0 1 1 re f")
    interpreter = Interpreter({}, (0, 0), WordBudget())
    interpreter.run(page.obj, Dictionary(XObject=Dictionary(Fm=form)))
    inner, outer = interpreter.contents.paints
    assert inner.box == (14, 0, 22, 8)
    assert str(inner.colour) == "C0 M100 Y0 K0"
    assert outer.colour.space == "DeviceGray"


def test_a_form_that_draws_itself_is_refused() -> None:
    pdf = pikepdf.new()
    form = pdf.make_stream(b"/Fm Do")
    form.Type, form.Subtype = Name.XObject, Name.Form
    resources = Dictionary(XObject=Dictionary(Fm=form))
    form.Resources = resources
    page = pdf.add_blank_page(page_size=(99, 99))
    page.Contents = pdf.make_stream(b"/Fm Do")
    interpreter = Interpreter({}, (0, 0), WordBudget())
    with pytest.raises(UnreadableError, match="nested deeper"):
        interpreter.run(page.obj, resources)


def test_text_operators_move_the_pen() -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"), FirstChar=32, Widths=Array([250] + [500] * 100)
    )
    text = contents(
        "BT /F 10 Tf 14 TL 1 0 0 1 20 100 Tm (ab) Tj T* [(c) -200 (d)] TJ 5 2 Td (e) Tj (f) ' 2 Ts 200 Tz (g) Tj ET",
        Dictionary(Font=Dictionary(F=font)),
    ).texts[0]
    assert text.text == "abcdefg"
    assert [(glyph.x, glyph.y) for glyph in text.glyphs] == [
        pytest.approx(place) for place in [(20, 100), (25, 100), (20, 86), (27, 86), (25, 88), (25, 74), (30, 76)]
    ]
    assert text.glyphs[-1].advance == pytest.approx(10)


def test_a_line_goes_on_in_another_text_object_and_marked_content() -> None:
    """MuPDF needs such parts where a sign follows right-to-left words (field-test R)."""
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"), FirstChar=32, Widths=Array([250] + [500] * 100)
    )
    page = contents(
        "/P <</MCID 0>> BDC BT /F 10 Tf 20 100 Td (ab) Tj ET /Line MP BT 30 100 Td (c) Tj ET /Line MP EMC "
        "/Span <</MCID 1>> BDC BT 35 100 Td (d) Tj ET EMC /P <</MCID 2>> BDC BT 20 80 Td (e) Tj ET EMC",
        Dictionary(Font=Dictionary(F=font)),
    )
    line, other = page.texts
    assert (line.text, other.text) == ("abcd", "e")
    assert [(marked.mcid, list(run)) for marked, run in page.marked_runs(line)] == [(0, [0, 1, 2]), (1, [3])]
    assert [marked.mcid for marked, _ in page.marked_runs(other)] == [2]


@pytest.mark.parametrize("between", ["/Line MP 0 0 9 9 re f", "/Other MP", "0 0 9 9 re f /Line MP", ""])
def test_what_is_drawn_between_two_text_objects_is_above_the_first(between: str) -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"), FirstChar=32, Widths=Array([250] + [500] * 100)
    )
    page = contents(
        f"BT /F 10 Tf 20 100 Td (ab) Tj ET {between} BT 30 100 Td (c) Tj ET", Dictionary(Font=Dictionary(F=font))
    )
    assert len(page.paints_after(page.texts[0].order)) == between.count("re")
    assert [text.text for text in page.texts] == (["abc"] if between.startswith("/Line") else ["ab", "c"])


def test_fonts_without_an_object_number_are_told_apart_by_their_contents() -> None:
    """One name may mean two fonts, on two pages or in a form and its page."""
    pdf = pikepdf.new()
    fonts: dict[str, FontReading] = {}
    for name in ("/One", "/Other", "/One"):
        page = pdf.add_blank_page(page_size=(99, 99))
        page.Contents = pdf.make_stream(b"BT /F 10 Tf (a) Tj ET")
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(name))
        Interpreter(fonts, (0, 0), WordBudget()).run(page.obj, Dictionary(Font=Dictionary(F=font)))
    assert [font.name for font in fonts.values()] == ["One", "Other"]


def test_what_is_under_a_line_is_under_each_of_its_letters() -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"), FirstChar=32, Widths=Array([250] + [500] * 100)
    )
    rng = random.Random(5)
    alone = apart = 0
    for _ in range(300):
        corners = [[rng.randrange(0, 160, 5) for _ in range(6)] for _ in range(rng.randrange(1, 6))]
        shapes = [
            f"{rng.random():.2f} g "
            + (f"{x} {y} {a} {b} re f" if rng.random() < 0.7 else f"{x} {y} m {a} {b} l {c} {d} l h f")
            for x, y, a, b, c, d in corners
        ]
        text = f"BT /F 10 Tf {rng.randrange(100)} {rng.randrange(150)} Td (a bcdef) Tj ET"
        read = contents(" ".join([*shapes, text]), Dictionary(Font=Dictionary(F=font)))
        (line,) = read.texts
        near = below(read, line.box or AREA, line.order)
        each = [(glyph, list(seen_under(near, glyph.box, 0.1))) for glyph in line.glyphs if glyph.box]
        assert [(glyph, list(seen)) for glyph, seen in seen_under_glyphs(read, line, 0.1)] == each
        together = len(list(seen_under(near, line.box or AREA, 0))) == 1
        alone, apart = alone + together, apart + (not together)
    assert min(alone, apart) > 50


@pytest.mark.parametrize(
    ("shape", "letter", "seen"),
    [
        ("circle", (95, 95, 105, 105), ["fill"]),
        ("circle", (101, 140, 110, 148), ["fill"]),
        ("circle", (138, 138, 148, 148), [None]),  # in the corner of its box
        ("circle", (130, 130, 140, 140), ["fill", None]),
        ("ring", (95, 95, 105, 105), [None]),
        ("ring", (60, 95, 70, 105), ["fill"]),
        ("ring filled by turns", (95, 95, 105, 105), ["fill"]),
        ("two squares", (50, 50, 60, 60), [None]),
        ("two squares", (12, 12, 18, 18), ["fill"]),
        ("two squares", (15, 15, 25, 25), ["fill", None]),
    ],
)
def test_what_is_under_a_letter_follows_the_edges_of_a_shape(shape: str, letter: Box, seen: list[str | None]) -> None:
    """And not its box: curves, holes, and what is between two parts."""

    def circle(radius: float) -> str:
        r, k, low, high = radius, 0.5523 * radius, 100 - radius, 100 + radius
        return (
            f"{high} 100 m {high} {100 + k} {100 + k} {high} 100 {high} c {100 - k} {high} {low} {100 + k} {100 - r} 100 c "
            f"{low} {100 - k} {100 - k} {low} 100 {low} c {100 + k} {low} {high} {100 - k} {high} 100 c h"
        )

    drawn = {
        "circle": f"{circle(50)} f",
        "ring": f"{circle(50)} {circle(20)} f*",
        "ring filled by turns": f"{circle(50)} {circle(20)} f",
        "two squares": "10 10 10 10 re 90 90 10 10 re f",
    }[shape]
    found = seen_under(contents(drawn).paints, letter, 0)
    assert [paint and paint.kind for paint in found] == seen


def test_invisible_text_is_recorded_separately() -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"))
    read = contents("BT /F 10 Tf 3 Tr (secret) Tj ET", Dictionary(Font=Dictionary(F=font)))
    assert read.texts == []
    assert "".join(glyph.text or "" for glyph in read.hidden) == "secret"


def test_unset_overprint_of_fills_follows_that_of_strokes() -> None:
    """ISO 32000-1, table 58: OP alone sets both."""
    resources = Dictionary(ExtGState=Dictionary(A=Dictionary(OP=True), B=Dictionary(OP=True, op=False)))
    a, b = contents("/A gs 0 0 1 1 re f /B gs 0 0 1 1 re f", resources).paints
    assert (a.overprint, b.overprint) == (True, False)
