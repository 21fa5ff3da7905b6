"""The readers: interpreting operators, comparing texts, reading order, and inks on the page."""

from __future__ import annotations

import random
import unicodedata

import pikepdf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from flyers.proof.checks.colour import ink_loads
from flyers.proof.colours import PdfColour, overprinted
from flyers.proof.content_stream.interpreter import Interpreter
from flyers.proof.content_stream.records import PageContents, TextObject
from flyers.proof.covering import below, seen_under, seen_under_glyphs
from flyers.proof.fonts import FontReading, widths_by_cid
from flyers.proof.geometry import Box, contains, multiply, overlap, shared, transform, transform_box, union
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.matching import essence
from flyers.proof.reading_order import in_reading_order, is_rtl_line, stretches, words
from flyers.proof.size_guard import UnreadableError
from flyers.proof.unicode_maps import is_plain_map, texts_by_code

AREA: Box = (0, 0, 200, 200)


def contents(operators: str, resources: Dictionary | None = None, origin: tuple[float, float] = (0, 0)) -> PageContents:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(operators.encode())
    interpreter = Interpreter({}, origin)
    interpreter.run(page.obj, resources)
    return interpreter.contents


# -- operators -------------------------------------------------------------------------------------------------------


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
    interpreter = Interpreter({}, (0, 0))
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
    interpreter = Interpreter({}, (0, 0))
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


def test_fonts_without_an_object_number_are_told_apart_by_their_contents() -> None:
    """One name may mean two fonts, on two pages or in a form and its page."""
    pdf = pikepdf.new()
    fonts: dict[str, FontReading] = {}
    for name in ("/One", "/Other", "/One"):
        page = pdf.add_blank_page(page_size=(99, 99))
        page.Contents = pdf.make_stream(b"BT /F 10 Tf (a) Tj ET")
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(name))
        Interpreter(fonts, (0, 0)).run(page.obj, Dictionary(Font=Dictionary(F=font)))
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


@pytest.mark.parametrize(
    "cmap",
    [
        CODES + b"2 beginbfchar <0001> <0031> <0002> <D83DDE00> endbfchar",
        CODES + b"1 beginbfchar <0001> <0031> endbfchar\n1 beginbfchar\n<0002> <200F0020>\nendbfchar\n",
    ],
)
def test_a_map_with_one_text_for_each_code_is_plain(cmap: bytes) -> None:
    assert is_plain_map(cmap, 2)


@pytest.mark.parametrize(
    "cmap",
    [
        CODES + b"1 beginbfchar " + SEVEN + b" endbfchar % 1 beginbfchar " + ONE + b" endbfchar",
        CODES + b"1 beginbfchar " + SEVEN + b" endbfchar (1 beginbfchar " + ONE + b" endbfchar) pop",
        CODES + b"2 beginbfchar " + SEVEN + b" " + ONE + b" endbfchar",
        CODES + b"1 beginbfchar " + SEVEN + b" endbfchar endcmap 1 beginbfchar " + ONE + b" endbfchar",
        CODES + b"1 beginbfchar " + ONE + b" endbfchar 1 begincidchar <0001> 55 endcidchar",
        CODES + b"1 beginbfchar " + ONE + b" endbfchar 1 beginbfrange <10001> <10001> <0037> endbfrange",
        CODES + b"1 beginbfchar " + ONE + b" endbfchar 1 beginbfchar <0001> /seven endbfchar",
        b"/Other usecmap " + CODES + b"1 beginbfchar " + ONE + b" endbfchar",
        b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar " + ONE + b" endbfchar",
    ],
)
def test_a_map_of_which_readers_make_different_texts_is_not_plain(cmap: bytes) -> None:
    """The first five are read as a one here and as a seven by pdfium, MuPDF or poppler."""
    assert texts_by_code(cmap)[1] == "1"
    assert not is_plain_map(cmap, len(texts_by_code(cmap)))


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
    return round(max(ink_loads(contents(operators, resources), AREA)).amount, 4)


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
    assert [round(item.amount, 2) for item in ink_loads(covered, AREA)][-1] == pytest.approx(1.2)


def test_a_shape_with_gaps_covers_nothing() -> None:
    read = contents("1 1 0 0 k 0 0 99 99 re f 0.1 0 0 0 k 0 0 m 50 0 l 50 50 l h f /O gs 0 0 0 1 k 1 1 5 5 re f", OVER)
    assert [round(item.amount, 2) for item in ink_loads(read, AREA)][-1] == pytest.approx(3)


@given(st.tuples(*[st.floats(0, 1)] * 4), st.tuples(*[st.floats(0, 1)] * 4))
def test_overprint_never_takes_ink_away_from_plates_it_leaves_alone(top: object, beneath: object) -> None:
    result = overprinted(top, beneath, 1)
    for new, old, left in zip(top, beneath, result, strict=True):
        assert left == (new if new > 0 else old)


def test_registration_colour_is_on_all_four_plates() -> None:
    assert PdfColour("Separation", (1.0,), "All").inks == (1, 1, 1, 1)
    assert PdfColour("Separation", (1.0,), "Gold").inks is None


# -- text ------------------------------------------------------------------------------------------------------------


def test_equal_texts_have_equal_essences() -> None:
    assert essence("\ufefb") == essence("لا")
    assert essence("co\u00adop ") == essence("coop")
    assert essence("\u2066911\u2069") == "911"
    assert essence("1-888") != essence("1\u2010888")


SPACING_SIGNS = [
    character
    for character in map(chr, range(0x10000))
    if unicodedata.normalize("NFKC", character).startswith(" ")
    and len(unicodedata.normalize("NFKC", character)) > 1
    and not "\ufb50" <= character <= "\ufefe"
]
"""Characters that NFKC decomposes into a space and a mark, without the presentation forms of Arabic."""


@given(st.text() | st.text(alphabet=["A", "e", "\u0301", "\u0653", "ا", "ﹰ", "ﷺ", "\u200d", " ", *SPACING_SIGNS]))
def test_essence_is_idempotent(text: str) -> None:
    assert essence(essence(text)) == essence(text)


@given(st.characters(categories=["L", "M", "N", "P", "S"]))
def test_essence_keeps_every_visible_character(character: str) -> None:
    """Every letter, mark, digit and sign counts, except the few that Unicode defines as invisible."""
    never_seen = character in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" or "VARIATION SELECTOR" in unicodedata.name(
        character, ""
    )
    assert bool(essence(character)) != never_seen


@pytest.mark.parametrize("sign", SPACING_SIGNS)
def test_a_spacing_sign_is_not_a_mark_on_the_letter_before_it(sign: str) -> None:
    mark = unicodedata.normalize("NFKC", sign)[1:]
    assert essence(f"A{sign}") != essence(f"A{mark}")
    assert essence(f"A {sign}") == essence(f"A{sign}")


def test_all_forms_of_an_arabic_mark_are_equal() -> None:
    assert essence("\u062d\ufe70") == essence("\u062d\u064b")


@given(st.text(alphabet="abc123 אבגابت-"), st.integers(0, 20), st.characters(categories=["Lu", "Nd"]))
def test_an_added_letter_is_always_noticed(text: str, at: int, letter: str) -> None:
    assert essence(text[:at] + letter + text[at:]) != essence(text)


def _text(*glyphs: tuple[str, float]) -> TextObject:
    made = [DrawnGlyph(1, 1, text, "F", 10.0, x, 0.0, 5.0, None, (1, 0, 0, 1)) for text, x in glyphs]
    return TextObject(1, made)


def _read(*glyphs: tuple[str, float]) -> str:
    return "".join(glyph.text or "" for glyph in in_reading_order(_text(*glyphs).glyphs))


def test_words_are_runs_written_from_left_to_right() -> None:
    text = _text(("س", 30), ("ل", 25), (" ", 20), ("1", 5), ("\u0301", 6), ("2", 10), ("a", 40), ("b", 45), (".", 50))
    found = [word for stretch in text.stretches for word in words(stretch)]
    assert [[glyph.text for glyph in word] for word in found] == [["1", "2"], ["a", "b"]]


@pytest.mark.parametrize(
    "glyphs",
    [
        [("س", 30), ("ل", 25), ("م", 20), (" ", 15), ("ن", 10), ("ا", 5)],
        [("م", 20), ("ل", 25), ("س", 30), (" ", 15), ("ا", 5), ("ن", 10)],
        [("ا", 5), ("ن", 10), (" ", 15), ("م", 20), ("ل", 25), ("س", 30)],
        [("س", 30), ("م", 20), (" ", 15), ("ل", 25), ("ا", 5), ("ن", 10)],
    ],
    ids=["as spoken", "word by word", "from left to right", "in no order"],
)
def test_right_to_left_letters_are_read_by_their_places(glyphs: list[tuple[str, float]]) -> None:
    assert _read(*glyphs) == "سلم نا"


def test_signs_beside_right_to_left_letters_are_read_with_them() -> None:
    assert _read((":", 30), ("م", 20), ("ل", 25), ("،", 15)) == ":لم،"
    assert _read(("a", 0), ("b", 5), (" ", 10), ("م", 20), ("ل", 25), (",", 30), ("c", 40)) == "ab لم,c"


def test_marks_stay_with_their_letters() -> None:
    """A mark that moves the pen has a place of its own; another one belongs to the letter before it in the file."""
    assert _read(("ل", 20), ("\u064e", 25), ("س", 30)) == "س\u064eل"
    still = [
        glyph._replace(advance=0.0) if glyph.text == "\u064e" else glyph
        for glyph in _text(("س", 30), ("\u064e", 33), ("ل", 25)).glyphs
    ]
    assert "".join(glyph.text or "" for glyph in in_reading_order(still)) == "س\u064eل"


def test_stretches_end_at_a_new_line() -> None:
    first = _text(("ل", 20), ("م", 15)).glyphs
    second = [glyph._replace(y=-14.0) for glyph in _text(("س", 30), ("ن", 25)).glyphs]
    assert [[cluster.along for cluster in stretch.clusters] for stretch in stretches([*first, *second])] == [
        [20, 15],
        [30, 25],
    ]


def test_a_line_is_right_to_left_when_most_of_its_letters_are() -> None:
    assert is_rtl_line("قولوا: Yes")
    assert not is_rtl_line("Say: نعم")
    assert not is_rtl_line("1-888")
