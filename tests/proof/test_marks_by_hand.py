"""What a page draws compared with what it has to show, at the bounds of what rounding makes: marks made by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pikepdf
import pytest
from handmade import BLACK, letters, paint
from pikepdf import Name
from PIL import Image

from expecting import CONDITION, ON_PRESS, composed, page
from flyers.colour import Colour
from flyers.content.press import Marks
from flyers.findings import Fault
from flyers.page.document import Box, Finish, Photo, Photograph, QrCode, Shape
from flyers.page.editions import SCREEN, Edition
from flyers.proof.checks import drawn
from flyers.proof.checks.drawn import Contour, Mark, shows
from flyers.proof.findings import CHECKS
from flyers.proof.fonts import ON_CURVE, ContourShape, PlacedShape
from flyers.proof.painted import PageContents, PaintStyle, PdfColour, PlacedImage, TextObject
from pressed import PRESS

INK, RED = PaintStyle(BLACK), PaintStyle(PdfColour("DeviceCMYK", (0.0, 1.0, 1.0, 0.0)))
SQUARE = Contour("mlll", ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)))


def moved(contour: Contour, dx: float, dy: float = 0.0) -> Contour:
    return contour._replace(points=tuple((x + dx, y + dy) for x, y in contour.points))


def fill(*contours: Contour, **changes: Any) -> Mark:
    return replace(Mark("fill", "the box", "front/box", frozenset({INK}), None, contours=contours), **changes)


def stroke(*lines: tuple[float, float, float, float], **changes: Any) -> Mark:
    contours = tuple(Contour("ml", ((x0, y0), (x1, y1)), closed=False) for x0, y0, x1, y1 in lines)
    return replace(Mark("stroke", "the set", "", frozenset({INK}), None, contours=contours, width=0.5), **changes)


def faults(wanted: Mark | list[Mark], found: Mark | list[Mark]) -> list[tuple[str, str]]:
    one, other = (marks if isinstance(marks, list) else [marks] for marks in (wanted, found))
    return [(code, problem) for code, problem, _ in drawn._faults(one, other)]


# -- paths ------------------------------------------------------------------------------------------------------------

WHOLE = fill(SQUARE)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (fill(moved(SQUARE, 0.029, -0.029)), []),
        (fill(moved(SQUARE, 0.04)), [("V903", "the box is 0.04 pt off its place")]),
        (fill(moved(SQUARE, 3.0, -4.0)), [("V903", "the box is 5.00 pt off its place")]),
        (
            fill(SQUARE._replace(points=((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 31.0)))),
            [("V904", "the box has another shape, by 1.00 pt")],
        ),
        (
            fill(SQUARE._replace(points=((float("nan"), 10.0), *SQUARE.points[1:]))),
            [("V904", "the box has another shape, by inf pt")],
        ),
        (fill(SQUARE._replace(kinds="mllc", points=(*SQUARE.points, (1, 1), (2, 2)))), [("V904", "the box has another shape")]),
        (fill(SQUARE._replace(closed=False)), [("V904", "the box has another shape")]),
        (fill(SQUARE, SQUARE), [("V902", "the box has 2 parts instead of 1")]),
        (fill(), [("V901", "the box has 0 parts instead of 1")]),
        (fill(SQUARE, even_odd=True), []),
        (fill(SQUARE, finishes=frozenset({RED})), [("V905", "the box has another colour: C0 M100 Y100 K0 instead of C0 M0 Y0 K100")]),
    ],
)  # fmt: skip
def test_a_path_has_its_shape_and_place(found: Mark, told: list[tuple[str, str]]) -> None:
    assert faults(WHOLE, found) == told


def test_parts_of_a_path_stay_where_they_are_to_each_other() -> None:
    two = fill(SQUARE, moved(SQUARE, 50.0))
    assert faults(two, fill(moved(SQUARE, 1.0), moved(SQUARE, 51.05))) == [("V903", "the box is 1.00 pt off its place")]
    assert faults(two, fill(moved(SQUARE, 1.0), moved(SQUARE, 52.0))) == [
        ("V904", "the box has another shape, by 1.00 pt")
    ]
    assert faults(two, replace(two, even_odd=True)) == [("V904", "the box is filled by another rule")]


def test_the_points_of_a_path_are_off_by_no_more_than_rounding() -> None:
    off = drawn.EXACT
    corner = Contour("mll", ((0.0, 0.0), (4.0, 0.0), (4.0, 5.0)))
    assert faults(fill(corner), fill(corner._replace(points=((off, -off), *corner.points[1:])))) == []
    beside = moved(corner, 1.0)
    together = corner._replace(points=((2 * off, 0.0), *corner.points[1:]))
    assert faults(fill(SQUARE, beside), fill(moved(SQUARE, -1.0), together)) == [
        ("V903", "the box is 1.00 pt off its place")
    ]
    line = stroke((0.0, 0.0, 10.0, 0.0), width=0.0)
    assert faults(line, replace(line, width=off)) == []
    whole = fill(corner, frame=(0.0, 0.0, 4.0, 5.0))
    assert faults(whole, replace(whole, frame=(off, 0.0, 4.0, 5.0))) == []
    assert faults(whole, replace(whole, frame=(off + 0.001, 0.0, 4.0, 5.0))) == [("V901", "the box is cut off")]


def test_lines_may_be_drawn_in_any_order_and_from_either_end() -> None:
    lines = [(0.0, 0.0, 10.0, 0.0), (0.0, 5.0, 10.0, 5.0), (20.0, 0.0, 20.0, 9.0)]
    wanted = stroke(*lines)
    assert faults(wanted, stroke(*lines[::-1])) == []
    assert faults(wanted, stroke(lines[1], (10.0, 0.0, 0.0, 0.0), (20.0, 9.0, 20.0, 0.0))) == []
    assert faults(wanted, stroke(lines[0], lines[0], lines[2])) == [("V904", "the set has another shape, by 5.00 pt")]
    assert faults(stroke(lines[0], lines[0]), stroke(*lines[:2])) == [("V904", "the set has another shape, by 5.00 pt")]
    assert faults(stroke(lines[0]), stroke((10.0, 0.0, 0.0, 0.0))) == [
        ("V904", "the set has another shape, by 10.00 pt")
    ]


@pytest.mark.parametrize(
    ("changes", "same"),
    [({"width": 0.529}, True), ({"width": 0.54}, False), ({"width": 0.46}, False), ({"dashes": (2.0, 2.0)}, False)],
)
def test_a_line_has_its_width_and_dashes(changes: dict[str, Any], same: bool) -> None:
    line = stroke((0.0, 0.0, 10.0, 0.0))
    told = f"the set is {changes.get('width', 0.5):.2f} pt thick, or has other dashes"
    assert faults(line, replace(line, **changes)) == ([] if same else [("V904", told)])


def test_more_or_less_of_a_path_may_be_seen() -> None:
    framed = replace(WHOLE, frame=(0.0, 0.0, 20.0, 50.0))
    assert faults(framed, replace(WHOLE, frame=(0.0, -5.0, 20.02, 90.0))) == []
    assert faults(framed, WHOLE) == [("V902", "the box reaches farther than the bleed")]
    assert faults(WHOLE, framed) == [("V901", "the box is cut off")]
    assert faults(framed, replace(WHOLE, frame=(0.0, 0.0, 19.9, 50.0))) == [("V901", "the box is cut off")]
    assert faults(framed, replace(WHOLE, frame=(80.0, 80.0, 90.0, 90.0)))
    assert faults(replace(WHOLE, frame=(40.0, 0.0, 50.0, 50.0)), WHOLE)


OVER = INK._replace(overprint=True, overprint_mode=1)


@pytest.mark.parametrize(
    ("wanted", "found", "told"),
    [
        (INK, INK, None),
        (INK, OVER, "prints over what is below it, instead of replacing it"),
        (OVER, INK, "does not print over what is below it"),
        (INK, INK._replace(rendering=1), "is not filled"),
        (OVER, OVER._replace(overprint_mode=0), "does not print over what is below it"),
    ],
)
def test_a_mark_is_painted_as_it_has_to_be(wanted: PaintStyle, found: PaintStyle, told: str | None) -> None:
    one, other = (fill(SQUARE, finishes=frozenset({style})) for style in (wanted, found))
    assert faults(one, other) == ([("V905", f"the box {told}")] if told else [])


def test_a_mark_with_two_colours_or_none_is_told() -> None:
    told = "the box has another colour: C0 M100 Y100 K0 instead of C0 M0 Y0 K100"
    assert faults(WHOLE, replace(WHOLE, finishes=frozenset({INK, RED}))) == [("V905", told)]
    assert faults(WHOLE, replace(WHOLE, finishes=frozenset())) == [("V905", "the box has no colour")]
    assert faults(replace(WHOLE, finishes=frozenset()), WHOLE) == []


def test_what_is_missing_and_what_was_added_is_named() -> None:
    line = stroke((50.0, 50.0, 90.0, 50.0))
    assert faults([WHOLE, line], [line]) == [("V901", "the box is missing")]
    assert faults([line], [WHOLE, line]) == [("V902", "there is the box that was not composed")]
    assert faults([WHOLE], [line]) == [
        ("V901", "the box is missing"),
        ("V902", "there is the set that was not composed"),
    ]
    other = replace(fill(moved(SQUARE, 50.0)), name="the other")
    assert faults([WHOLE, other, line], [other, line]) == [("V901", "the box is missing")]
    assert [where for *_, where in drawn._faults([WHOLE], [line])] == ["front/box", ""]


# -- codes ------------------------------------------------------------------------------------------------------------

MATRIX = ("110", "010", "001")
CODE = QrCode(10.0, 20.0, 2.0, MATRIX, "ink", "paper", "front/code", "site", "https://example.org")


def cell(column: int, row: int, width: int = 1, height: int = 1) -> Contour:
    """Modules, counted from the upper left one; drawn counter-clockwise."""
    x0, x1 = 10.0 + 2 * column, 10.0 + 2 * (column + width)
    y0, y1 = 26.0 - 2 * (row + height), 26.0 - 2 * row
    return Contour("mlll", ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


MODULES = (cell(0, 0), cell(1, 0, 1, 2), cell(2, 2))


@pytest.mark.parametrize(
    ("contours", "told"),
    [
        (MODULES, None),
        (tuple(moved(part, 0.02) for part in MODULES), None),
        (tuple(moved(part, 0.04) for part in MODULES), ("V903", "is 0.04 pt off its place")),
        (MODULES[:2], ("V904", "has other modules")),
        ((*MODULES, cell(0, 2)), ("V904", "has other modules")),
        ((*MODULES, cell(3, 0)), ("V902", "has parts outside its place")),
        ((*MODULES, cell(-1, 0)), ("V902", "has parts outside its place")),
        ((*MODULES, cell(0, -1)), ("V902", "has parts outside its place")),
        ((*MODULES, cell(0, 3)), ("V902", "has parts outside its place")),
        ((MODULES[0]._replace(points=MODULES[0].points[:3]), *MODULES[1:]), ("V904", "has another shape")),
        ((MODULES[0]._replace(kinds="mllc"), *MODULES[1:]), ("V903", "is 0.00 pt off its place")),
        ((MODULES[0]._replace(points=MODULES[0].points[::-1]), *MODULES[1:]), None),
    ],
)
def test_the_modules_of_a_code_are_dark_where_they_have_to_be(
    contours: tuple[Contour, ...], told: tuple[str, str] | None
) -> None:
    assert drawn._code_difference(CODE, fill(*contours)) == told
    wanted = fill(code=CODE, name="the code")
    assert faults(wanted, fill(*contours)) == ([(told[0], f"the code {told[1]}")] if told else [])


@pytest.mark.parametrize(("off", "told"), [(drawn.EXACT, None), (0.031, ("V903", "is 0.03 pt off its place"))])
def test_a_module_is_off_by_no_more_than_rounding(off: float, told: tuple[str, str] | None) -> None:
    one = replace(CODE, x=0.0, y=0.0, module=1.0, matrix=("1",))
    contour = Contour("mlll", ((off, 0.0), (1.0, 0.0), (1.0, 1.0), (off, 1.0)))
    assert drawn._code_difference(one, fill(contour)) == told


def test_what_is_drawn_twice_is_light_by_the_even_odd_rule() -> None:
    twice = fill(*MODULES, MODULES[0])
    assert drawn._code_difference(CODE, twice) is None
    assert drawn._code_difference(CODE, replace(twice, even_odd=True)) == ("V904", "has other modules")


# -- letters ----------------------------------------------------------------------------------------------------------


def shape(*corners: tuple[float, float], rounded: float = 0.0) -> ContourShape:
    return ContourShape(bytes([ON_CURVE] * len(corners)), corners, rounded)


STEM, BOWL = shape((0, 0), (0.5, 0), (0.5, 1)), shape((0, 0), (0.5, 0.1), (0.25, 1))
LETTER, ROUND = (PlacedShape(0.0, 0.0, STEM),), (PlacedShape(0.1, 0.0, BOWL),)
EM = (10.0, 0.0, 0.0, 10.0)


def text(*glyphs: Any, **changes: Any) -> Mark:
    return replace(Mark("text", "“lol”", "front/call", frozenset({INK}), None, tuple(glyphs)), **changes)


LINE = text((LETTER, EM, 0.0, 0.0, "l"), (ROUND, EM, 5.0, 0.0, "o"), (LETTER, EM, 10.0, 0.0, "l"))


def with_last(*glyph: Any) -> Mark:
    return replace(LINE, glyphs=(*LINE.glyphs[:2], *([glyph] if glyph else [])))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (replace(LINE, glyphs=LINE.glyphs[::-1]), []),
        (with_last(LETTER, EM, 10.029, -0.029, "l"), []),
        (with_last(LETTER, EM, 10.04, 0.0, "l"), [("V903", "“l” is 0.04 pt off its place in “lol”")]),
        (with_last(LETTER, EM, 10.0, -0.04, "l"), [("V903", "“l” is 0.04 pt off its place in “lol”")]),
        (with_last(LETTER, (10.014, 0.0, 0.0, 10.0), 10.0, 0.0, "l"), []),
        (with_last(LETTER, (10.0, drawn.EXACT / 2, 0.0, 10.0), 10.0, 0.0, "l"), []),
        (with_last(LETTER, (10.016, 0.0, 0.0, 10.0), 10.0, 0.0, "l"), [("V904", "“l” has another shape in “lol”")]),
        (with_last(ROUND, EM, 18.9, 0.0, "l"), [("V904", "“l” has another shape in “lol”")]),
        (
            with_last(ROUND, EM, 19.0, 0.0, "x"),  # an em away
            [
                ("V901", "“l” or a part of it is missing in “lol”"),
                ("V902", "there is ink that was not composed, at “x” in “lol”"),
            ],
        ),
        (with_last(ROUND, EM, 10.0, 0.0, "l"), [("V904", "“l” has another shape in “lol”")]),
        (with_last(), [("V901", "“l” or a part of it is missing in “lol”")]),
        (
            with_last(ROUND, EM, 30.0, 0.0, "x"),
            [
                ("V901", "“l” or a part of it is missing in “lol”"),
                ("V902", "there is ink that was not composed, at “x” in “lol”"),
            ],
        ),
        (
            replace(LINE, glyphs=(*LINE.glyphs, (ROUND, EM, 15.0, 0.0, " "))),
            [("V902", "there is ink that was not composed, at a sign in “lol”")],
        ),
        (with_last((PlacedShape(0.0, 0.0, shape((0, 0), (0.5, 0), (0.5, 1))),), EM, 10.0, 0.0, "l"), []),
        (with_last((PlacedShape(0.0, 0.0, shape((1e-6, 0), (0.5, 1e-6), (0.5, 1))),), EM, 10.0, 0.0, "l"), []),
        (
            with_last((PlacedShape(0.0, 0.0, shape((0, 0), (0.5, 0), (0.5, 1.001))),), EM, 10.0, 0.0, "l"),
            [("V904", "“l” has another shape in “lol”")],
        ),
    ],
)
def test_letters_have_their_shapes_and_places(found: Mark, told: list[tuple[str, str]]) -> None:
    assert faults(LINE, found) == told


def test_letters_of_a_variable_font_may_be_off_by_what_is_rounded() -> None:
    coarse = (PlacedShape(0.0, 0.0, shape((0, 0), (0.5, 0), (0.5, 1), rounded=0.001)),)
    off = (PlacedShape(0.0, 0.0, shape((0, 0), (0.5, 0), (0.5009, 1.0009))),)
    wanted = text((coarse, EM, 0.0, 0.0, "l"))
    assert faults(wanted, text((off, EM, 0.039, 0.0, "l"))) == []
    assert faults(wanted, text((off, EM, 0.041, 0.0, "l"))) == [("V903", "“l” is 0.04 pt off its place in “lol”")]
    assert faults(text((LETTER, EM, 0.0, 0.0, "l")), text((off, EM, 0.0, 0.0, "l")))


# -- what a page draws ------------------------------------------------------------------------------------------------


def test_what_a_page_draws_is_listed_in_the_order_of_painting() -> None:
    def read(*paints: Any, texts: Any = (), images: Any = ()) -> list[Mark]:
        contents: Any = type("Contents", (), {"paints": paints, "texts": texts, "images": images})()
        return list(drawn.drawn_marks(type("Page", (), {"contents": contents})(), {}))

    line, box = paint(kind="stroke", order=2, thinnest=0.5, dash=(2.0, 2.0)), paint(order=1, overprint=True)
    first, second = read(line, box)
    assert (first.kind, first.name, first.width, first.dashes) == ("fill", "a drawing", 0.0, ())
    assert (second.kind, second.name, second.width, second.dashes) == ("stroke", "a line", 0.5, (2.0, 2.0))
    assert first.finishes == {INK._replace(overprint=True)}
    (over,) = read(paint(overprint=True, overprint_mode=1, colour=BLACK._replace(values=(0.0, 0.0, 0.0, 0.33333))))
    assert over.finishes == {PaintStyle(BLACK._replace(values=(0.0, 0.0, 0.0, 0.333)), True, 1)}
    placed: Any = PlacedImage((0, 0, 1, 1), True, None, 4)
    assert [mark.image for mark in read(paint(kind="image", order=4), paint(order=5), images=[placed])] == [
        placed,
        None,
    ]


def test_a_letter_that_its_font_lacks_is_drawn_as_the_box_that_stands_for_it() -> None:
    outlines: Any = SimpleNamespace(outline=lambda gid: SimpleNamespace(shapes=LETTER if gid < 2 else ()))
    known: Any = {"F": SimpleNamespace(program=outlines), "unread": SimpleNamespace(program=None)}
    glyphs = [glyph._replace(gid=gid) for gid, glyph in zip((0, 1, 2, -1), letters("abcd"), strict=True)]
    text = TextObject(3, [*glyphs, glyphs[0]._replace(font="unread")], {PaintStyle(BLACK)}, clip=(0, 0, 9, 9))
    blank = TextObject(4, glyphs[2:])
    contents: Any = PageContents([text, blank])
    (mark,) = drawn.drawn_marks(SimpleNamespace(contents=contents), known)
    assert [(shapes, x, y, letter) for shapes, _, x, y, letter in mark.glyphs] == [
        (LETTER, 10.0, 50.0, "a"),
        (LETTER, 15.0, 50.0, "b"),
    ]
    assert (mark.kind, mark.name, mark.finishes, mark.frame) == ("text", "“abcda”", {INK}, (0, 0, 9, 9))


@pytest.mark.parametrize(("count", "more"), [(12, []), (13, ["and in 1 more places"]), (30, ["and in 18 more places"])])
def test_a_dozen_faults_of_a_kind_are_told_of_each_page(
    monkeypatch: pytest.MonkeyPatch, count: int, more: list[str]
) -> None:
    """Which faults there are of each page, with those of another kind between them."""
    found = [
        (code, Fault(f"{page} {number}", page=page))
        for page in (1, 2)
        for number in range(count)
        for code in (drawn.MISSING, drawn.ADDED)
    ]
    monkeypatch.setattr(drawn, "_page_faults", lambda reading, expectation: found)
    reading: Any = None
    told = [(fault.problem, fault.page) for fault in CHECKS[drawn.ADDED].function(reading, reading)]
    assert told == [
        (problem, page) for page in (1, 2) for problem in (*(f"{page} {number}" for number in range(12)), *more)
    ]


# -- what a page has to show ------------------------------------------------------------------------------------------

BLEED = (-9.0, -9.0, 261.0, 153.0)
REGISTRATION = PaintStyle(PdfColour("Separation", (1.0,), "All"))
COLOURS = {"ink": Colour("ink", (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))}


def wanted(*items: Any, edition: Edition = ON_PRESS, **changes: Any) -> list[Mark]:
    """Return what has to be shown of a page of 252 × 144 pt."""
    return list(drawn.composed_marks(composed(page(*items, **changes), edition=edition, colours=COLOURS), 0))


def bare(**marks: Any) -> Edition:
    """Return the edition for the press with these printer's marks."""
    marked = replace(CONDITION, marks=Marks(**{"crop": False, "fold": False, **marks}))
    return replace(ON_PRESS, condition=marked)


def lines_of(mark: Mark) -> list[tuple[float, ...]]:
    assert {(contour.kinds, contour.closed) for contour in mark.contours} == {("ml", False)}
    return [(*contour.points[0], *contour.points[1]) for contour in mark.contours]


def test_a_sheet_has_crop_marks_at_its_corners_and_dashed_ones_at_its_folds() -> None:
    edition = bare(crop=True, fold=True, offset=18.0, length=15.0, weight=0.5)
    cuts, folds = wanted(edition=edition, folds=(100.0,), level_folds=(60.0,))
    assert lines_of(cuts) == [
        *((0, -18, 0, -33), (0, 162, 0, 177), (252, -18, 252, -33), (252, 162, 252, 177)),
        *((-18, 0, -33, 0), (270, 0, 285, 0), (-18, 144, -33, 144), (270, 144, 285, 144)),
    ]
    assert lines_of(folds) == [(100, -18, 100, -33), (100, 162, 100, 177), (-18, 60, -33, 60), (270, 60, 285, 60)]
    for mark, name, dashes in ((cuts, "crop", ()), (folds, "fold", (2.0, 2.0))):
        assert (mark.kind, mark.name, mark.where) == ("stroke", f"the set of {name} marks", "")
        assert (mark.finishes, mark.frame, mark.width, mark.dashes) == ({REGISTRATION}, None, 0.5, dashes)
    assert [mark.name for mark in wanted(edition=edition)] == ["the set of crop marks"], "it is not folded"
    assert [mark.name for mark in wanted(edition=bare(fold=True), folds=(9.0,))] == ["the set of fold marks"]
    assert wanted(edition=bare(), folds=(9.0,)) == wanted(edition=SCREEN, folds=(9.0,)) == []


def test_a_sheet_with_many_copies_has_the_marks_of_its_own() -> None:
    own = {"sheet": (-50.0, -50.0, 300.0, 200.0), "folds": (100.0,)}
    cuts = ((0.0, 5.0, 0.0, 9.0), (5.0, 0.0, 9.0, 0.0))
    edition = bare(crop=True, fold=True)
    (one,) = wanted(edition=edition, **own, marks=cuts)
    assert (one.name, lines_of(one)) == ("the set of crop marks", [*cuts])
    (other,) = wanted(edition=edition, **own, fold_marks=cuts[:1])
    assert (other.name, lines_of(other)) == ("the set of fold marks", [cuts[0]])


def test_fine_things_in_black_overprint_on_the_press_and_large_ones_do_not() -> None:
    path = (("M", 10.0, 20.0), ("L", 30.0, 20.0), ("L", 30.0, 40.0), ("Z",))
    box = Box(10.0, 20.0, 30.0, 40.0, "ink", "front/box")
    sign, art = (
        Shape(path, "ink", "paper", "front/sign", name, "evenodd", art=name == "hand") for name in ("x", "hand")
    )
    code, beyond = replace(CODE, x=1.0), replace(box, x=270.0)
    marks = wanted(box, sign, art, code, beyond, edition=bare())
    assert [(mark.kind, mark.name, mark.where, mark.even_odd, mark.frame) for mark in marks] == [
        ("fill", "the box", "front/box", False, BLEED),
        ("fill", "the picture “x”", "front/sign", True, BLEED),
        ("fill", "the picture “hand”", "front/sign", True, BLEED),
        ("fill", "the code of site", "front/code", False, BLEED),
    ]
    assert [mark.finishes for mark in marks] == [{INK}, {OVER}, {INK}, {OVER}]
    assert marks[0].contours == (Contour("mlll", ((10, 20), (40, 20), (40, 60), (10, 60))),)
    assert marks[1].contours == (Contour("mll", ((10, 20), (30, 20), (30, 40))),)
    assert (marks[3].code, marks[3].contours) == (code, ())
    on_screen = wanted(box, sign, edition=SCREEN)
    assert [mark.finishes for mark in on_screen] == [{PaintStyle(PdfColour("DeviceRGB", (0.0, 0.0, 0.0)))}] * 2
    assert on_screen[0].frame == (0.0, 0.0, 252.0, 144.0)


def test_a_photograph_has_to_be_shown_on_its_ground_in_any_finish() -> None:
    one = photo(PIXELS)
    (mark,) = wanted(one, edition=bare())
    assert (mark.kind, mark.name, mark.where, mark.finishes, mark.frame) == (
        *("image", "the photograph “door”", "front", frozenset(), BLEED),
    )
    assert mark.photo == (one, COLOURS["ink"], bare())


def test_lines_for_tools_have_their_own_colour_on_the_press() -> None:
    cut, torn = (Finish(kind, (("M", 0.0, 60.0), ("L", 252.0, 60.0))) for kind in ("cut", "perforation"))
    hole = Finish("hole", (("M", 10.0, 10.0), ("L", 20.0, 10.0), ("L", 20.0, 20.0), ("Z",)))
    marks = wanted(edition=bare(), finishing=(cut, torn, hole))
    tool = PaintStyle(PdfColour("Separation", (1.0,), "Dieline"), overprint=True, overprint_mode=1)
    for mark, kind, dashes, closed in zip(
        marks, ("cut", "perforation", "hole"), ((), (2.0, 2.0), ()), (False, False, True), strict=True
    ):
        assert (mark.kind, mark.name, mark.where) == ("stroke", f"the line of the {kind}", "finishing")
        assert (mark.finishes, mark.frame, mark.width, mark.dashes) == ({tool}, BLEED, 0.5, dashes)
        assert [contour.closed for contour in mark.contours] == [closed]
    assert wanted(edition=SCREEN, finishing=(cut,)) == []


# -- photographs ------------------------------------------------------------------------------------------------------


def photo(pixels: Any, *, lossy: bool = False, **changes: Any) -> Photo:
    height, width, channels = pixels.shape
    source = Photograph("door", width, height, "", channels == 4, lossy, pixels.tobytes())
    usual = {"x": 0.0, "y": 0.0, "width": 72.0, "height": 72.0, "crop": (0, 0, width, height)}
    return Photo(**{**usual, **changes}, photograph=source, colour="ink", ground="paper", block="front", name="door")


def embedded(pixels: Any, *, jpeg: bytes = b"") -> pikepdf.Stream:
    height, width = pixels.shape[:2]
    space = Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB
    image = pikepdf.Stream(FILE, jpeg or pixels.tobytes(), Subtype=Name.Image, BitsPerComponent=8)
    image.Width, image.Height, image.ColorSpace = width, height, space
    if jpeg:
        image.Filter = Name.DCTDecode
    return image


FILE = pikepdf.new()
GROUND = Colour("ground", (0.0, 0.0, 0.0, 0.0), (1.0, 0.5, 0.0))
PIXELS = np.random.default_rng(1).integers(0, 256, (6, 4, 3), np.uint8)


def test_a_photograph_has_its_pixels() -> None:
    whole = photo(PIXELS)
    assert shows(whole, GROUND, SCREEN, embedded(PIXELS))
    for off, same in ((1, True), (2, False)):
        for sign in (1, -1):
            other = PIXELS.astype(np.int16)
            other[3, 2, 1] += sign * off
            if 0 <= other[3, 2, 1] <= 255:
                assert shows(whole, GROUND, SCREEN, embedded(other.astype(np.uint8))) is same
    assert not shows(whole, GROUND, SCREEN, embedded(PIXELS[..., 0].copy()))
    assert not shows(whole, GROUND, SCREEN, embedded(PIXELS[:5].copy()))
    assert not shows(whole, GROUND, SCREEN, embedded(np.concatenate([PIXELS, PIXELS])))


def test_a_photograph_is_cropped_turned_over_and_then_turned() -> None:
    part = PIXELS[1:5, 1:4]
    crop = {"crop": (1, 1, 4, 5)}
    assert shows(photo(PIXELS, **crop), GROUND, SCREEN, embedded(part.copy()))
    assert shows(photo(PIXELS, **crop, turned_over=True), GROUND, SCREEN, embedded(part[:, ::-1].copy()))
    assert not shows(photo(PIXELS, **crop), GROUND, SCREEN, embedded(part[:, ::-1].copy()))
    for turn, quarters in ((90, -1), (180, 2), (270, 1)):
        turned = np.rot90(part, quarters)
        assert shows(photo(PIXELS, **crop, turn=turn), GROUND, SCREEN, embedded(turned.copy()))
        both = np.rot90(part[:, ::-1], quarters)
        assert shows(photo(PIXELS, **crop, turned_over=True, turn=turn), GROUND, SCREEN, embedded(both.copy()))
        assert not shows(photo(PIXELS, **crop, turn=turn), GROUND, SCREEN, embedded(both.copy()))


def test_where_a_photograph_is_transparent_its_ground_is_seen() -> None:
    alpha = np.dstack([PIXELS, np.array([[255, 0, 255, 0]] * 6, np.uint8)])
    seen = PIXELS.copy()
    seen[:, 1::2] = (255, 128, 0)
    assert shows(photo(alpha), GROUND, SCREEN, embedded(seen))
    assert not shows(photo(alpha), GROUND, SCREEN, embedded(PIXELS))


def test_in_one_ink_a_photograph_and_its_ground_are_grey() -> None:
    alpha = np.dstack([PIXELS, np.array([[255, 0, 255, 0]] * 6, np.uint8)])
    light = np.asarray(Image.fromarray(PIXELS).convert("L")).copy()
    light[:, 1::2] = 204
    ground = Colour("ground", (0.0, 0.0, 0.0, 0.2), (1.0, 0.5, 0.0))
    assert shows(photo(alpha), ground, SCREEN.in_black(), embedded(light))
    assert not shows(photo(alpha), ground, SCREEN, embedded(light))
    black = np.zeros((6, 4, 4), np.uint8)
    black[..., 3] = 255 - light
    inks = embedded(black)
    inks.ColorSpace = Name.DeviceCMYK
    assert shows(photo(alpha), ground, PRESS.in_black(), inks)
    assert not shows(photo(alpha), ground, SCREEN.in_black(), inks)


def test_a_photograph_is_upright_in_its_place_and_shows_what_was_composed() -> None:
    wanted = fill(photo=(photo(PIXELS), GROUND, SCREEN))
    box = drawn._box(wanted)
    placed = PlacedImage(box, True, embedded(PIXELS))

    def told(found: PlacedImage | None) -> Any:
        return drawn._path_difference(wanted, fill(image=found))

    assert told(placed) is None
    for side in range(4):
        for off, problem in ((0.029, None), (0.04, (drawn.MOVED, "is not in its place"))):
            assert told(placed._replace(box=(*box[:side], box[side] - off, *box[side + 1 :]))) == problem
    assert told(placed._replace(box=(drawn.EXACT, -drawn.EXACT, *box[2:]))) is None
    for other in (None, placed._replace(upright=False)):
        assert told(other) == (drawn.SHAPE, "is turned or mirrored, or is another thing")
    assert told(placed._replace(stream=embedded(PIXELS[::-1].copy()))) == (drawn.SHAPE, "shows something else")


@pytest.mark.parametrize(("side", "enough"), [(299, True), (298, False), (300, True), (399, True), (401, False)])
def test_a_photograph_may_have_fewer_pixels_as_long_as_nobody_sees_it(side: int, enough: bool) -> None:
    """An inch of it has 300 pixels, give or take one."""
    large = np.full((400, 400, 3), 90, np.uint8)
    assert shows(photo(large), GROUND, SCREEN, embedded(np.full((side, side, 3), 90, np.uint8))) is enough
    assert not shows(photo(large), GROUND, SCREEN, embedded(np.full((300, 400, 3), 90, np.uint8)))


def test_a_photograph_that_came_as_jpeg_may_go_as_jpeg() -> None:
    plain = np.full((16, 16, 3), 90, np.uint8)
    for level, same in ((90, True), (93, True), (96, False)):
        data = io.BytesIO()
        Image.new("RGB", (16, 16), (level,) * 3).save(data, "JPEG", quality=95)
        image = embedded(plain, jpeg=data.getvalue())
        assert shows(photo(plain, lossy=True), GROUND, SCREEN, image) is same
        assert shows(photo(plain), GROUND, SCREEN, image) is (level == 90)
    assert not shows(photo(plain, lossy=True), GROUND, SCREEN, embedded(plain + np.uint8(3))), "nothing was lost there"


def test_of_a_jpeg_no_pixel_and_no_square_is_far_off() -> None:
    """A pixel by 48 levels at most, and each square of 8 × 8 by 4 on average: what the compression loses."""
    data = io.BytesIO()
    Image.new("RGB", (16, 24), (90, 120, 100)).save(data, "JPEG")
    decoded = np.asarray(Image.open(io.BytesIO(data.getvalue())))
    image = embedded(decoded, jpeg=data.getvalue())

    def same(rows: slice, columns: slice, channel: int, off: int) -> bool:
        pixels = decoded.astype(np.int16)
        pixels[rows, columns, channel] += off
        return shows(photo(pixels.astype(np.uint8), lossy=True), GROUND, SCREEN, image)

    for channel in range(3):
        for sign in (1, -1):
            assert same(slice(9, 10), slice(3, 4), channel, 48 * sign)
            assert not same(slice(9, 10), slice(3, 4), channel, 49 * sign)
            for top in (0, 8, 16):
                for left in (0, 8):
                    square = slice(top, top + 8), slice(left, left + 8)
                    assert same(*square, channel, 4 * sign)
                    assert not same(*square, channel, 5 * sign)
