"""Editions, page boxes, numbers and colours in content streams: plain values, no file."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdffeed import document, open_session

from flyers.colour import Colour
from flyers.content.press import Marks
from flyers.errors import LayoutError, UsageError
from flyers.page import editions
from flyers.page.document import Box, Page, QrCode, Shape
from flyers.page.editions import (
    IMAGE,
    OFFICE,
    SCREEN,
    ColourSpace,
    Edition,
    page_boxes,
    require_supported,
)
from flyers.pdf.glyphfont import to_unicode
from flyers.pdf.graphics_operators import draw_box, draw_code, fill, number, numbers, overprint
from flyers.pdf.marks import printer_marks
from flyers.pdf.metadata import text_string
from flyers.pdf.page_content import page_contents
from flyers.units import POINTS
from pressed import PRESS

assert PRESS.condition is not None
CONDITION = PRESS.condition
CARD = Page("front", 252.0, 144.0, 9.0, 9.0, ())


# -- editions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "edition"),
    [
        ({}, {"marks": True, "slug_line": True, "standards": ("PDF/X-4",), "pdf_version": (1, 6)}),
        ({"pdfx": "1a"}, {"standards": ("PDF/X-1a:2003",), "pdf_version": (1, 4), "marks": True}),
        ({"marks": Marks(crop=False)}, {"marks": True}),
        ({"marks": Marks(fold=False)}, {"marks": True}),
        ({"marks": Marks(crop=False, fold=False)}, {"marks": False, "slug_line": True}),
        ({"slug": 0.0}, {"slug_line": False, "marks": True}),
    ],
)
def test_a_press_file_is_as_its_print_condition_wants_it(changes: dict[str, Any], edition: dict[str, Any]) -> None:
    condition = replace(CONDITION, **changes)
    made = editions.PRESS.on(condition)
    assert {name: getattr(made, name) for name in edition} == edition
    assert made.condition is condition
    assert made.hides_drafts is not made.slug_line


@pytest.mark.parametrize("edition", [SCREEN, OFFICE, IMAGE], ids=lambda edition: edition.name)
def test_other_editions_have_no_print_condition(edition: Edition) -> None:
    assert edition.on(CONDITION) is edition
    assert not edition.for_press
    assert not edition.hides_drafts
    require_supported(edition)


def test_for_one_ink_a_press_file_stays_in_cmyk_and_others_become_grey() -> None:
    assert (PRESS.in_black().colour_space, PRESS.in_black().one_ink) == ("cmyk", True)
    assert (OFFICE.in_black().colour_space, OFFICE.in_black().one_ink) == ("gray", True)


@pytest.mark.parametrize(
    ("edition", "problem"),
    [
        (editions.PRESS, "The edition “press” has no print condition."),
        (replace(PRESS, links=True), "The edition “press” asks for links in a press file."),
        (replace(SCREEN, tags=False), "The edition “screen” claims PDF/UA but has no tags."),
    ],
)
def test_what_no_standard_allows_is_refused(edition: Edition, problem: str) -> None:
    with pytest.raises(UsageError) as refused:
        require_supported(edition)
    assert refused.value.problem == problem
    assert refused.value.hint


def test_without_a_claim_a_screen_file_needs_no_tags() -> None:
    require_supported(replace(SCREEN, tags=False, standards=("PDF/A-2a",)))
    require_supported(PRESS)


def test_black_overprints_unless_the_print_condition_refuses() -> None:
    assert SCREEN.overprints_black
    assert PRESS.overprints_black
    assert not replace(PRESS, condition=replace(CONDITION, overprint_black=False)).overprints_black


def test_the_bleed_that_is_needed_is_that_of_the_print_condition() -> None:
    assert PRESS.needed_bleed == CONDITION.bleed == 9
    assert replace(PRESS, bleed=False).needed_bleed == 0
    assert (SCREEN.needed_bleed, editions.PRESS.needed_bleed) == (0, 0)


def test_a_file_has_the_version_that_its_standards_were_written_for() -> None:
    assert {name: edition.pdf_version for name, edition in editions.EDITIONS.items()} == {
        "press": (1, 6), "screen": (1, 7), "phone": (1, 7), "office": (1, 7), "image": (1, 7),
    }  # fmt: skip


# -- page boxes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "media", "bleed", "trim", "spread"),
    [
        (PRESS, (0, 0, 324, 216), (27, 27, 297, 189), (36, 36, 288, 180), 9),
        (SCREEN, (0, 0, 252, 144), (0, 0, 252, 144), (0, 0, 252, 144), 0),
        (replace(PRESS, bleed=False), (0, 0, 306, 198), (27, 27, 279, 171), (27, 27, 279, 171), 0),
    ],
)
def test_boxes_lie_round_the_trim(edition: Edition, media: Any, bleed: Any, trim: Any, spread: float) -> None:
    boxes = page_boxes(CARD, edition)
    assert (boxes.media, boxes.bleed, boxes.trim, boxes.spread) == (media, bleed, trim, spread)


def test_a_sheet_has_its_own_paper() -> None:
    sheet = replace(CARD, sheet=(-36.0, -18.0, 276.0, 198.0))
    boxes = page_boxes(sheet, PRESS)
    assert (boxes.media, boxes.trim) == ((0, 0, 312, 216), (36, 18, 288, 162))
    assert boxes.bleed == (27, 9, 297, 171)


@pytest.mark.parametrize(("wanted", "fits"), [(9.0, True), (9.01, True), (9.02, False)])
def test_art_reaches_as_far_as_the_shop_asks(wanted: float, fits: bool) -> None:
    edition = editions.PRESS.on(replace(CONDITION, bleed=wanted))
    if fits:
        assert page_boxes(CARD, edition).spread == pytest.approx(wanted)
        return
    with pytest.raises(LayoutError) as refused:
        page_boxes(CARD, edition)
    assert refused.value.problem == f"The art extends 9 pt beyond the trim, but {CONDITION.title} asks for 9.02 pt."
    assert refused.value.trail == ("front",)
    assert page_boxes(CARD, replace(edition, bleed=False)).spread == 0


def test_the_spread_of_millimetres_has_no_noise() -> None:
    edition = editions.PRESS.on(replace(CONDITION, bleed=3 * POINTS["mm"]))
    assert page_boxes(CARD, edition).spread == 8.503937


def test_sheets_are_cut_and_folded_along_their_own_lines() -> None:
    sheet = replace(
        CARD,
        sheet=(-36.0, -18.0, 276.0, 198.0),
        folds=(126.0,),
        marks=((0.0, -10.0, 0.0, -4.0),),
        fold_marks=((126.0, -10.0, 126.0, -4.0),),
    )
    boxes = page_boxes(sheet, PRESS)
    both = printer_marks(sheet, boxes, Marks(weight=0.25))
    assert both == [
        "q", "/CSall CS 1 SCN 0.25 w", "36 8 m 36 14 l", "S", "[2 2] 0 d", "162 8 m 162 14 l", "S", "Q",
    ]  # fmt: skip
    assert printer_marks(sheet, boxes, Marks(crop=False, weight=0.25)) == [*both[:2], *both[4:]]
    assert printer_marks(sheet, boxes, Marks(fold=False, weight=0.25)) == [*both[:4], "Q"]
    assert printer_marks(replace(sheet, fold_marks=()), boxes, Marks(weight=0.25)) == [*both[:4], "Q"]


def test_art_is_drawn_from_the_corner_of_the_trim_and_ends_at_the_bleed() -> None:
    """On a sheet, whose margins differ."""
    sheet = replace(CARD, items=(Box(1, 2, 3, 4, "deep", "b"),), sheet=(-36.0, -18.0, 276.0, 198.0))
    (content,) = page_contents(document(sheet), replace(PRESS, slug_line=False), open_session().library, 0)
    written = content.operators({}, None, 0)
    assert written[:4] == ["q", "27 9 270 162 re W n", "1 0 0 1 36 18 cm", "/GSknock gs"]
    assert written[5:7] == ["1 2 3 4 re f", "Q"]


# -- operators --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"), (-0.0004, "0"), (-0.0005001, "-0.001"), (12.5000001, "12.5"), (100, "100"), (-3.25, "-3.25"),
        (0.0004, "0"), (1e-9, "0"), (123456.7894, "123456.789"), (10.0, "10"),
    ],
)  # fmt: skip
def test_a_number_has_three_decimals_at_most(value: float, written: str) -> None:
    assert number(value) == written
    assert numbers(value, 1) == f"{written} 1"


@given(st.floats(-1e6, 1e6))
def test_a_written_number_is_off_by_half_a_thousandth(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.0005 + 1e-9


BLACK, DEEP = Colour("black", (0, 0, 0, 1), (0, 0, 0)), Colour("deep", (1, 0.7, 0.1, 0.3), (0, 0.2, 0.45))


@pytest.mark.parametrize(
    ("space", "colour", "written"),
    [
        ("cmyk", BLACK, "0 0 0 1 k"),
        ("cmyk", DEEP, "1 0.7 0.1 0.3 k"),
        ("srgb", DEEP, "0 0.2 0.45 rg"),
        ("gray", DEEP, "0.7 g"),
        ("gray", BLACK, "0 g"),
    ],
)
def test_a_colour_is_written_in_the_space_of_the_edition(space: ColourSpace, colour: Colour, written: str) -> None:
    assert fill(colour, space) == written


def test_fine_black_overprints_on_the_press_and_nothing_else() -> None:
    assert (overprint(BLACK, fine=True), overprint(BLACK, fine=False)) == ("GSover", "GSknock")
    assert (overprint(DEEP, fine=True), overprint(DEEP, fine=False)) == ("GSknock", "GSknock")
    shape = Shape((("M", 0, 0), ("L", 9, 9)), "black", "white", "b", "picture")
    items = (Box(0, 0, 40, 20, "black", "b"), shape, replace(shape, art=True))

    def states(edition: Edition) -> list[str]:
        (content,) = page_contents(document(replace(CARD, items=items)), edition, open_session().library, 0)
        return [operator for operator in content.operators({}, None, 0) if operator.endswith(" gs")]

    bare = replace(PRESS, slug_line=False)
    assert states(bare) == ["/GSknock gs", "/GSover gs", "/GSknock gs"]
    assert states(replace(bare, condition=replace(CONDITION, overprint_black=False))) == ["/GSknock gs"]
    assert [states(replace(SCREEN, tags=False)), states(OFFICE.in_black())] == [[], []]


@pytest.mark.parametrize(("radius", "corner"), [(5.0, 5.0), (10.0, 10.0), (11.0, 10.0), (99.0, 10.0)])
def test_corners_are_half_circles_at_most(radius: float, corner: float) -> None:
    first, *_ = draw_box(Box(0, 0, 40, 20, "ink", "b", radius=radius))
    assert first == f"{corner:g} 0 m {40 - corner:g} 0 l"
    assert draw_box(Box(0, 0, 40, 20, "ink", "b", radius=0)) == ["0 0 40 20 re f"]


@pytest.mark.parametrize(("width", "height"), [(40.0, 20.0), (20.0, 40.0)])
def test_a_rounded_box_is_symmetric_and_goes_round_once(width: float, height: float) -> None:
    """Its corners are quarter circles of 10 pt, the most that its shorter side allows, and the nearest curves to them."""
    drawn = draw_box(Box(3.0, 4.0, width, height, "ink", "b", radius=50))
    words = " ".join(drawn).split()
    places = [float(word) for word in words if word[-1].isdigit()]
    points = list(zip(places[::2], places[1::2], strict=True))
    assert "".join(word for word in words if word.isalpha()) == "mlclclclcf"
    assert (points[0], points[-1]) == ((13.0, 4.0), (13.0, 4.0))
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (3.0, 3.0 + width)
    assert (min(y for _, y in points), max(y for _, y in points)) == (4.0, 4.0 + height)
    for mirrored in (
        {(round(6.0 + width - x, 3), y) for x, y in points},
        {(x, round(8.0 + height - y, 3)) for x, y in points},
    ):
        assert mirrored == set(points)
    start, first, second, end = points[1:5]
    assert start == (3.0 + width - 10.0, 4.0)
    assert end == (3.0 + width, 14.0)
    halfway = [(a + 3 * b + 3 * c + d) / 8 for a, b, c, d in zip(start, first, second, end, strict=True)]
    assert math.dist(halfway, (start[0], end[1])) == pytest.approx(10.0, abs=0.003)


@pytest.mark.parametrize(
    ("module", "scale"), [(1.25, "1.25"), (2.0, "2"), (0.9448818897, "0.944882"), (1.2345, "1.234500")]
)
def test_modules_keep_their_size_since_the_system_is_scaled(module: float, scale: str) -> None:
    code = QrCode(10, 20, module, ("1",), "ink", "paper", "b", "c", "tel:911")
    assert draw_code(code) == ["q", f"{scale} 0 0 {scale} 10 20 cm", "0 0 m 1 0 l 1 1 l 0 1 l h", "f", "Q"]


# -- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "blocks"), [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_a_map_has_a_hundred_entries_between_its_heads(count: int, blocks: list[int]) -> None:
    written = to_unicode([(code, "é\U0001f600") for code in range(count)]).decode()
    assert [int(line.split()[0]) for line in written.splitlines() if line.endswith("beginbfchar")] == blocks
    assert written.count("endbfchar") == len(blocks)
    assert written.count("> <00E9D83DDE00>\n") == count


@pytest.mark.parametrize("text", ["Help", "Señal", "مساعدة", "soft\u00adhyphen"])
def test_a_text_string_says_its_text(text: str) -> None:
    assert text_string(text).s == text
