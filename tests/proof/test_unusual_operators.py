"""Operators and resources that no file of ours has: what the interpreter records of them, and how it goes on."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from flyers.proof.interpreter import Interpreter
from flyers.proof.objects import WordBudget
from flyers.proof.painted import DrawnGlyph, PageContents, PaintStyle, PdfColour
from flyers.proof.reading import read

FILE = pikepdf.new()
SIMPLE = Dictionary(Type=Name.Font, Subtype=Name.TrueType, FirstChar=32, Widths=Array([250] + [500] * 100))
SPOT = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()])


SHEET = (-9.0, -9.0, 191.0, 191.0)


def contents(operators: str, **resources: Any) -> PageContents:
    page = FILE.add_blank_page(page_size=(200, 200))
    page.Contents = FILE.make_stream(operators.encode())
    interpreter = Interpreter({}, (0, 0), WordBudget(), SHEET)
    interpreter.run(page.obj, Dictionary(**resources))
    return interpreter.contents


def places(operators: str) -> list[tuple[str, float, float]]:
    """Return each glyph with its place."""
    (text,) = contents(f"BT /F 10 Tf {operators} ET", Font=Dictionary(F=SIMPLE)).texts
    return [(glyph.text or "", round(glyph.x, 3), round(glyph.y, 3)) for glyph in text.glyphs]


# -- text -------------------------------------------------------------------------------------------------------------


def test_a_move_that_sets_the_leading_sets_it_for_the_lines_that_follow() -> None:
    """TD: 5 to the right and 12 down, and 12 down again for each T*."""
    assert places("20 100 Td (a) Tj 5 -12 TD (b) Tj T* (c) Tj") == [("a", 20, 100), ("b", 25, 88), ("c", 25, 76)]


def test_a_string_on_the_next_line_may_bring_its_spacing() -> None:
    """The first number is for words, the second for letters; both stay in force."""
    shown = places('20 100 Td 12 TL 3 1 (a b) " (c d) Tj')
    assert shown == [
        *(("a", 20, 88), (" ", 26, 88), ("b", 32.5, 88)),
        *(("c", 38.5, 88), (" ", 44.5, 88), ("d", 51, 88)),
    ]


@pytest.mark.parametrize(
    ("operators", "problem"),
    [
        ("BT /Other 10 Tf ET", "operator Tf: 'no font /Other'"),
        ("BT (a) Tj ET", "operator Tj: text without a font"),
        ("BT /F 10 Tf ET (a) Tj", "operator Tj: text outside a text object"),
        ("/Other gs", "operator gs: 'no ExtGState /Other'"),
        ("/Other sh", "operator sh: 'no Shading /Other'"),
        ("/Other Do", "operator Do: 'no XObject /Other'"),
        ("EMC", "operator EMC: marked content ends that never began"),
        ("/P BMC EMC EMC", "operator EMC: marked content ends that never began"),
        ("/P <</MCID 1.5>> BDC EMC", "operator BDC: its number (MCID) is not a whole number"),
    ],
)
def test_what_cannot_be_carried_out_is_told_and_the_rest_is_read(operators: str, problem: str) -> None:
    read = contents(f"{operators} 10 20 30 40 re f", Font=Dictionary(F=SIMPLE))
    assert read.problems[:1] == [problem]
    assert [paint.box for paint in read.paints] == [(10, 20, 40, 60)]
    assert not read.texts


def drawn(operators: str) -> list[DrawnGlyph]:
    (text,) = contents(operators, Font=Dictionary(F=SIMPLE)).texts
    return text.glyphs


def test_turned_text_rises_moves_and_is_as_large_as_its_matrix_says() -> None:
    """Turned to the left and drawn twice as large, on a page that is drawn three times as large: up is to the left."""
    first, second = drawn("3 0 0 3 0 0 cm BT /F 10 Tf 2 Ts 1 Tc 0 2 -2 0 40 50 Tm (ab) Tj ET")
    assert (first.x, first.y) == (120 - 12, 150)
    assert (second.x, second.y) == (120 - 12, 150 + 30 + 6)
    assert first.axes == (0, 60, -60, 0)
    assert (first.size, first.advance) == (60, 30)


def test_text_that_is_narrowed_is_as_high_as_before() -> None:
    first, second = drawn("BT /F 10 Tf 50 Tz 2 Tc 20 100 Td (ab) Tj ET")
    assert (second.x - first.x, first.advance, first.size) == (3.5, 2.5, 10)
    assert first.axes == (5, 0, 0, 10)
    assert [round(glyph.x, 3) for glyph in drawn("BT /F 10 Tf 50 Tz 20 100 Td [(a) -200 (b)] TJ ET")] == [20, 23.5]


def test_a_text_object_begins_at_the_corner_again_with_the_font_and_its_settings() -> None:
    first, second = contents("BT /F 10 Tf 20 100 Td (a) Tj ET BT 7 0 Td (a) Tj ET", Font=Dictionary(F=SIMPLE)).texts
    assert [(text.glyphs[0].x, text.glyphs[0].y) for text in (first, second)] == [(20, 100), (7, 0)]


def test_a_graphics_state_may_set_the_font() -> None:
    font = FILE.make_indirect(SIMPLE)
    (text,) = contents("/G gs BT 20 100 Td (ab) Tj ET", ExtGState=Dictionary(G=Dictionary(Font=[font, 8]))).texts
    assert [(glyph.x, glyph.size, glyph.font) for glyph in text.glyphs] == [
        (20, 8, str(font.objgen)),
        (24, 8, str(font.objgen)),
    ]


OPERANDS = {
    **dict.fromkeys(
        ["q", "Q", "h", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n", "W", "W*", "BT", "ET", "T*", "EMC"], 0
    ),
    **dict.fromkeys(
        ["w", "gs", "ri", "g", "G", "cs", "CS", "sh", "Do", "Tj", "TJ", "'", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "BMC"],
        1,
    ),
    **dict.fromkeys(["m", "l", "Tf", "Td", "TD", "BDC"], 2),
    **dict.fromkeys(("rg", "RG", '"'), 3),
    **dict.fromkeys(["k", "K", "v", "y", "re"], 4),
    **dict.fromkeys(["cm", "c", "Tm"], 6),
}
"""How many operands an operator takes (ISO 32000-1, annex A)."""


@pytest.mark.parametrize("operator", OPERANDS)
def test_too_many_or_too_few_operands_are_told(operator: str) -> None:
    right = OPERANDS[operator]
    for count in {max(0, right - 1), right, right + 1}:
        told = f"operator {operator}: {count} operands" in contents(f"{'1 ' * count}{operator}").problems
        assert told is (count != right)


# -- graphics ---------------------------------------------------------------------------------------------------------


def test_a_line_is_dashed_until_it_is_set_to_go_through() -> None:
    read = contents("[3 2] 0 d 0 0 m 9 0 l S [3 2] 1 d 0 0 m 9 0 l S 0 0 5 5 re f [] 0 d 0 0 m 9 0 l S")
    assert [(paint.kind, paint.dash) for paint in read.paints] == [
        ("stroke", (3, 2)),
        ("stroke", (3, 2, 1)),
        ("fill", ()),
        ("stroke", ()),
    ]


@pytest.mark.parametrize(("entry", "mode"), [(1, 1), (0, 0), (1.9, 0), (2, 0)])
def test_a_graphics_state_may_set_the_mode_of_overprinting(entry: float, mode: int) -> None:
    states = Dictionary(G=Dictionary(OPM=entry), H=Dictionary(OPM=1), I=Dictionary())
    before, after, same = contents("/H gs 0 0 1 1 re f /G gs 0 0 1 1 re f /I gs 0 0 1 1 re f", ExtGState=states).paints
    assert (before.overprint_mode, after.overprint_mode, same.overprint_mode) == (1, mode, mode)


@pytest.mark.parametrize(
    ("operators", "fill", "stroke"),
    [
        ("", PdfColour("DeviceGray", (0.0,)), PdfColour("DeviceGray", (0.0,))),
        ("0.5 g 0.25 G", PdfColour("DeviceGray", (0.5,)), PdfColour("DeviceGray", (0.25,))),
        ("1 0 0 rg 0 1 0 RG", PdfColour("DeviceRGB", (1, 0, 0)), PdfColour("DeviceRGB", (0, 1, 0))),
        ("1 0 0 0 k 0 1 0 0 K", PdfColour("DeviceCMYK", (1, 0, 0, 0)), PdfColour("DeviceCMYK", (0, 1, 0, 0))),
        ("/Spot cs /DeviceRGB CS", PdfColour("Separation", (1.0,), "Gold"), PdfColour("DeviceRGB", (0, 0, 0))),
        ("/DeviceCMYK cs /Own CS", PdfColour("DeviceCMYK", (0, 0, 0, 1)), PdfColour("DeviceGray", (0.0,))),
        ("/Spot cs 0.5 scn /Spot CS 0.25 SCN", *(PdfColour("Separation", (tint,), "Gold") for tint in (0.5, 0.25))),
        (
            "/DeviceRGB cs 1 0 1 sc /DeviceGray CS 1 SC",
            PdfColour("DeviceRGB", (1, 0, 1)),
            PdfColour("DeviceGray", (1,)),
        ),
    ],
)
def test_colours_of_fills_and_strokes(operators: str, fill: PdfColour, stroke: PdfColour) -> None:
    read = contents(f"{operators} 0 0 9 9 re B", ColorSpace=Dictionary(Spot=SPOT, Own=Name.DeviceGray))
    assert [(paint.kind, paint.colour) for paint in read.paints] == [("fill", fill), ("stroke", stroke)]
    assert not read.means


def test_a_pattern_as_a_colour_is_told() -> None:
    assert contents("/Pattern cs").means == ["a pattern is used as a colour"]


def test_a_graphics_state_may_set_the_width_of_lines() -> None:
    read = contents("/G gs 10 10 m 50 10 l S", ExtGState=Dictionary(G=Dictionary(LW=3)))
    assert [(paint.box, paint.thinnest) for paint in read.paints] == [((8.5, 8.5, 51.5, 11.5), 3)]


@pytest.mark.parametrize(
    ("state", "transparency"),
    [
        (Dictionary(SMask=Name("/None"), BM=Name.Normal, ca=1, CA=1.0), []),
        (Dictionary(BM=Name.Compatible), []),
        (Dictionary(SMask=Dictionary(S=Name.Alpha)), ["a soft mask"]),
        (Dictionary(BM=Name.Multiply), ["blend mode Multiply"]),
        (Dictionary(ca=0.5, CA=0), ["opacity ca 0.5", "opacity CA 0"]),
    ],
)
def test_transparency_of_a_graphics_state_is_recorded(state: Dictionary, transparency: list[str]) -> None:
    assert contents("/G gs", ExtGState=Dictionary(G=state)).transparency == transparency


def test_a_closed_triangle_is_drawn_whether_or_not_the_stream_is_plain() -> None:
    triangle = "10 20 m 40 20 l 25 60 l h 15 25 m 20 25 l h f"
    plain, other = contents(triangle), contents(f"(a note) pop {triangle}")
    assert [paint.outline for paint in plain.paints] == [paint.outline for paint in other.paints]
    assert other.paints[0].parts == ((10, 20, 40, 60), (15, 25, 20, 25))
    assert other.strange == ["pop"]


@pytest.mark.parametrize(
    ("operator", "kinds", "even_odd", "closed"),
    [
        ("f", ["fill"], False, False),
        ("F", ["fill"], False, False),
        ("f*", ["fill"], True, False),
        ("S", ["stroke"], False, False),
        ("s", ["stroke"], False, True),
        ("B", ["fill", "stroke"], False, False),
        ("B*", ["fill", "stroke"], True, False),
        ("b", ["fill", "stroke"], False, True),
        ("b*", ["fill", "stroke"], True, True),
        ("n", [], False, False),
    ],
)
def test_a_path_is_filled_stroked_and_closed_as_its_operator_says(
    operator: str, kinds: list[str], even_odd: bool, closed: bool
) -> None:
    read = contents(f"10 20 m 40 20 l 25 60 l {operator} 0 0 5 5 re f")
    *painted, other = read.paints
    assert [paint.kind for paint in painted] == kinds
    assert [paint.even_odd for paint in painted if paint.kind == "fill"] == [even_odd] * ("fill" in kinds)
    assert {paint.outline.kinds for paint in painted} <= {b"mllm" if closed else b"mll"}
    assert (other.box, other.even_odd) == ((0, 0, 5, 5), False)


def image(**entries: Any) -> pikepdf.Stream:
    return pikepdf.Stream(FILE, b"\0\0\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, **entries)


@pytest.mark.parametrize(
    ("picture", "transparency"),
    [
        (image(ColorSpace=Name.DeviceRGB), []),
        (image(ColorSpace=Name.DeviceRGB, SMask=image(ColorSpace=Name.DeviceGray)), ["an image with a soft mask"]),
    ],
)
def test_an_image_fills_its_square(picture: pikepdf.Stream, transparency: list[str]) -> None:
    read = contents("q 40 0 0 30 10 20 cm /I Do Q", XObject=Dictionary(I=picture))
    assert [(paint.kind, paint.box, paint.colour.space) for paint in read.paints] == [
        ("image", (10, 20, 50, 50), "DeviceRGB")
    ]
    assert [(placed.box, placed.upright) for placed in read.images] == [((10, 20, 50, 50), True)]
    assert read.transparency == transparency


@pytest.mark.parametrize(
    ("matrix", "upright"),
    [
        ("40 0 0 30 10 20", True),
        ("-40 0 0 30 50 20", False),
        ("40 0 0 -30 10 50", False),
        ("0 30 -40 0 50 20", False),
        ("40 1 0 30 10 20", False),
        ("40 0 1 30 10 20", False),
    ],
)
def test_an_image_is_upright_unless_it_is_turned_mirrored_or_slanted(matrix: str, upright: bool) -> None:
    read = contents(f"{matrix} cm /I Do", XObject=Dictionary(I=image(ColorSpace=Name.DeviceRGB)))
    assert [placed.upright for placed in read.images] == [upright]


def test_a_gradient_fills_its_box_in_a_space_of_the_page() -> None:
    gradients = Dictionary(
        Inside=Dictionary(ColorSpace=Name.C0, BBox=Array([1, 2, 11, 22])), Everywhere=Dictionary(ColorSpace=SPOT)
    )
    read = contents(
        "/C0 cs q 2 0 0 2 10 0 cm /Inside sh Q /Everywhere sh",
        Shading=gradients,
        ColorSpace=Dictionary(C0=Name.DeviceRGB),
    )
    assert [(paint.kind, paint.box, paint.colour, paint.solid, paint.thinnest) for paint in read.paints] == [
        ("shading", (12, 4, 32, 44), PdfColour("DeviceRGB", ()), False, 1.0),
        ("shading", SHEET, PdfColour("Separation", (), "Gold"), False, 1.0),
    ]
    assert read.means == ["a colour gradient (shading)"] * 2


@pytest.mark.parametrize(
    ("operators", "box"),
    [
        ("2 0 0 2 10 0 cm /S sh", SHEET),
        ("10 10 20 20 re W n 2 0 0 2 0 0 cm /S sh", (10, 10, 30, 30)),
        ("10 10 400 20 re W n /S sh", (10, 10, 191, 30)),
        ("300 300 20 20 re W n /S sh", None),
    ],
)
def test_a_gradient_without_a_box_fills_what_the_clip_leaves_of_the_page(
    operators: str, box: tuple[float, ...] | None
) -> None:
    read = contents(operators, Shading=Dictionary(S=Dictionary(ColorSpace=Name.DeviceRGB)))
    assert [paint.box for paint in read.paints] == ([] if box is None else [box])


def test_a_gradient_without_a_box_fills_the_media_box_of_its_page() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.TrimBox = Array([9, 9, 191, 191])
    page.Resources = Dictionary(Shading=Dictionary(S=Dictionary(ColorSpace=Name.DeviceRGB)))
    page.Contents = pdf.make_stream(b"/S sh")
    whole = io.BytesIO()
    pdf.save(whole)
    (paint,) = read(whole.getvalue()).pages[0].contents.paints
    assert paint.box == SHEET


# -- forms and layers -------------------------------------------------------------------------------------------------


def form(operators: str, **entries: Any) -> pikepdf.Stream:
    return pikepdf.Stream(FILE, operators.encode(), Subtype=Name.Form, **entries)


def test_what_a_form_saves_and_does_not_restore_ends_with_it() -> None:
    drawn = form("q 1 0 0 1 50 50 cm q 0 0 1 1 re f")
    read = contents("q 1 0 0 1 10 10 cm /Fm Do 0 0 1 1 re f Q 0 0 1 1 re f", XObject=Dictionary(Fm=drawn))
    assert [paint.box for paint in read.paints] == [(60, 60, 61, 61), (10, 10, 11, 11), (0, 0, 1, 1)]


def test_of_what_a_form_draws_only_its_box_is_seen() -> None:
    drawn = form("-5 -5 100 100 re f", BBox=Array([0, 0, 9, 9]))
    read = contents("q 2 0 0 2 10 10 cm /Fm Do Q 0 0 50 50 re f", XObject=Dictionary(Fm=drawn))
    assert [paint.box for paint in read.paints] == [(10, 10, 28, 28), (0, 0, 50, 50)]


def test_a_name_means_what_the_innermost_form_says_and_then_what_it_meant_before() -> None:
    """A form without that name looks it up in what draws it."""
    inner = form("/G gs 0 0 1 1 re S", Resources=Dictionary(ExtGState=Dictionary(G=Dictionary(LW=7))))
    other = form("/G gs 0 0 1 1 re S", Resources=Dictionary(ExtGState=Dictionary(H=Dictionary(LW=9))))
    read = contents(
        "/G gs 0 0 1 1 re S /Fm Do /G gs 0 0 1 1 re S /Other Do",
        ExtGState=Dictionary(G=Dictionary(LW=3)),
        XObject=Dictionary(Fm=inner, Other=other),
    )
    assert [paint.thinnest for paint in read.paints] == [3, 7, 3, 3]


def test_a_stencil_is_painted_in_the_colour_of_fills() -> None:
    stencil = pikepdf.Stream(FILE, b"\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=1, ImageMask=True)
    (paint,) = contents("0 1 0 0.5 k 9 0 0 9 0 0 cm /I Do", XObject=Dictionary(I=stencil)).paints
    assert (paint.colour, paint.inks, paint.plates) == (PdfColour("DeviceCMYK", (0, 1, 0, 0.5)), (0, 1, 0, 0.5), None)


def test_of_an_image_in_inks_the_heaviest_pixel_counts() -> None:
    pixels = pikepdf.Stream(
        FILE, b"\xff\0\0\0" + b"\x66" * 4, Subtype=Name.Image, Width=2, Height=1, BitsPerComponent=8
    )
    pixels.ColorSpace = Name.DeviceCMYK
    (paint,) = contents("9 0 0 9 0 0 cm /I Do", XObject=Dictionary(I=pixels)).paints
    assert paint.inks == pytest.approx([0.4] * 4)
    assert paint.plates == pytest.approx([1, 0.4, 0.4, 0.4])


def test_the_paints_of_a_text_object_are_those_of_its_letters() -> None:
    black, red = PdfColour("DeviceGray", (0.0,)), PdfColour("DeviceRGB", (1, 0, 0))
    first, second, third = contents(
        "BT /F 10 Tf (a) Tj (b) Tj 1 0 0 rg 2 Tr (c) Tj ET BT (d) Tj ET BT 3 Tr (e) Tj 0 Tr 0 g /G gs (f) Tj ET",
        Font=Dictionary(F=SIMPLE),
        ExtGState=Dictionary(G=Dictionary(op=True, OPM=1)),
    ).texts
    assert first.paints == {PaintStyle(black), PaintStyle(red, rendering=2)}
    assert second.paints == {PaintStyle(red, rendering=2)}
    assert (third.paints, third.text) == ({PaintStyle(black, overprint=True, overprint_mode=1)}, "f")


def test_an_image_in_the_drawing_instructions_is_painted_and_its_filters_are_told() -> None:
    read = contents(
        "0 1 0 0.5 k q 40 0 0 30 10 20 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 80> EI Q "
        "9 0 0 9 0 0 cm BI /W 1 /H 1 /IM true /F [/AHx /Fl] ID 80> EI"
    )
    grey, stencil = read.paints
    assert (grey.kind, grey.box, grey.colour.space, grey.solid, grey.thinnest) == (
        "image", (10, 20, 50, 50), "DeviceGray", True, 30,
    )  # fmt: skip
    assert (stencil.box, stencil.colour, stencil.thinnest) == ((0, 0, 9, 9), PdfColour("DeviceCMYK", (0, 1, 0, 0.5)), 9)
    assert read.means == ["an image inside its drawing instructions"] * 2
    assert read.filters == ["/ASCIIHexDecode", "/ASCIIHexDecode", "/FlateDecode"]
    assert read.images == []


@pytest.mark.parametrize(
    ("group", "transparency"),
    [
        (Dictionary(S=Name.Transparency), ["a transparency group"]),
        (Dictionary(S=Name.Other), []),
    ],
)
def test_a_form_may_be_a_transparency_group(group: Dictionary, transparency: list[str]) -> None:
    assert contents("/Fm Do", XObject=Dictionary(Fm=form("", Group=group))).transparency == transparency


HIDDEN = "a layer that can be hidden"
A_FORM = "drawing instructions outside the page (a form XObject)"


@pytest.mark.parametrize(
    ("operators", "entries", "means"),
    [
        ("/OC /Layer BDC EMC", {}, [HIDDEN]),
        ("/Fm Do", {"OC": Dictionary(Type=Name.OCG)}, [HIDDEN, A_FORM]),
        ("/Fm Do", {}, [A_FORM]),
        ("/P /Layer BDC EMC", {}, []),
    ],
)
def test_a_layer_can_be_hidden(operators: str, entries: dict[str, Any], means: list[str]) -> None:
    assert contents(operators, XObject=Dictionary(Fm=form("", **entries))).means == means


@pytest.mark.parametrize("kind", [{}, {"Subtype": Name.PS}])
def test_what_is_neither_a_form_nor_an_image_is_told(kind: dict[str, Any]) -> None:
    read = contents("/X Do", XObject=Dictionary(X=FILE.make_stream(b"0 0 9 9 re f", **kind)))
    assert (read.means, read.paints) == (["something that is neither a form nor an image"], [])
