"""The campaign's sheets, and press sheets by size, compared with figures from packets and from the trade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from itertools import product as pairs

import imposechecks as checks
import pytest
from imposechecks import Card

from flyers import limits
from flyers.content.campaign import Campaign
from flyers.errors import ExitCode, LayoutError, OversetError, UsageError
from flyers.impose.document import as_document, draft_mark
from flyers.impose.place import (
    CellGrid,
    EdgeDistances,
    Imposition,
    MarginNote,
    Placement,
    SheetMark,
    SheetSpec,
    impose,
    margin_marks,
)
from flyers.impose.sheets import calibration_page, find_sheet, load_calibration, press_sheet, sheet_names
from flyers.page.document import Box, Document, Finish, TextLine
from flyers.page.items import extent, union
from flyers.page.paths import moved_path
from flyers.pipeline.session import Session
from flyers.units import dimensions, to_mm

Sheet = Callable[[str], SheetSpec]
WALLET = [Card(252, 144), Card(252, 144)]
METRIC = [Card(85 / 25.4 * 72, 54 / 25.4 * 72, 3 / 25.4 * 72) for _ in range(2)]
POSTER = [Card(612, 792, safe=18)]
BROCHURE = [Card(792, 612, safe=13.5, folds=(261, 526.5)), Card(792, 612, safe=13.5, folds=(265.5, 531))]
PRODUCTS = {"wallet": WALLET, "metric": METRIC, "poster": POSTER, "brochure": BROCHURE}


def corners(found: Imposition, side: int, unit: float) -> list[tuple[float, float]]:
    """Return the left and top edges of all cells, measured from the top left of the paper as on packets."""
    page = found.sides[side]
    return [
        (round(placed.x / unit, 4), round((page.height - placed.y - placed.height) / unit, 4))
        for placed in page.placements
    ]


def test_avery_5371(sheet: Sheet) -> None:
    found = impose(WALLET, sheet("avery-5371"))
    wanted = [(left, top) for top in (0.5, 2.5, 4.5, 6.5, 8.5) for left in (0.75, 4.25)]
    assert checks.up_on(found) == 10
    assert found.flip == "long"
    assert corners(found, 0, 72) == corners(found, 1, 72) == wanted
    assert (found.sides[0].width, found.sides[0].height) == (612, 792)
    # Bottom and right margins are those of the packet too.
    assert found.sides[0].placements[-1].trim[1:3] == pytest.approx((36, 612 - 54))
    # No gutter: art ends at the cut between two cards, and bleeds into the margin.
    inner = found.sides[0].placements[2].run
    assert (inner.left, inner.bottom, inner.right, inner.top) == (9, 0, 0, 0)


def test_marks_of_avery_5371_are_only_in_the_margin(sheet: Sheet) -> None:
    marks = impose(WALLET, sheet("avery-5371")).sides[0].marks
    upright = {(mark.x0, mark.y0 > 396) for mark in marks if mark.x0 == mark.x1}
    level = {(mark.y0, mark.x0 > 306) for mark in marks if mark.y0 == mark.y1}
    assert upright == {(x, above) for x in (54, 306, 558) for above in (True, False)}
    assert level == {(y, right) for y in (36, 180, 324, 468, 612, 756) for right in (True, False)}
    assert len(marks) == 18
    assert all(mark.kind == "cut" for mark in marks)
    for mark in marks:
        low, high = sorted((mark.y0, mark.y1)) if mark.x0 == mark.x1 else sorted((mark.x0, mark.x1))
        assert 6 <= high - low <= 15


def test_avery_c32011(sheet: Sheet) -> None:
    found = impose(METRIC, sheet("avery-c32011"))
    wanted = [(left, top) for top in (13.5, 67.5, 121.5, 175.5, 229.5) for left in (15, 110)]
    assert checks.up_on(found) == 10
    assert corners(found, 0, 72 / 25.4) == corners(found, 1, 72 / 25.4) == wanted
    last = found.sides[0].placements[-1].trim
    assert [round(to_mm(value), 3) for value in last] == [110, 13.5, 195, 67.5]
    # 10 mm between the columns hold both bleeds, nothing is between the rows.
    inner = found.sides[0].placements[2].run
    assert [round(to_mm(run), 3) for run in (inner.left, inner.bottom, inner.right, inner.top)] == [3, 0, 3, 0]


@pytest.mark.parametrize("name", ["avery-5371", "avery-c32011"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_perforated_sheets_refuse_other_sizes(sheet: Sheet, name: str, product: str) -> None:
    if (name, product) in (("avery-5371", "wallet"), ("avery-c32011", "metric")):
        assert checks.up_on(impose(PRODUCTS[product], sheet(name))) == 10
        return
    with pytest.raises(LayoutError, match=r"does not fit the cells of Avery .*; nothing is scaled") as caught:
        impose(PRODUCTS[product], sheet(name))
    assert caught.value.exit_code == ExitCode.LAYOUT


def test_a_us_card_on_a_metric_sheet_is_refused_with_both_sizes(sheet: Sheet) -> None:
    with pytest.raises(LayoutError) as caught:
        impose(WALLET, sheet("avery-c32011"))
    assert str(caught.value) == (
        "avery-c32011 → content/sheets/avery-c32011.yaml:12:9: 3.5 × 2 in (88.9 × 50.8 mm) does not fit the cells of "
        "Avery C32011, which are 3.3465 × 2.126 in (85 × 54 mm); nothing is scaled. Print it on a sheet with cells of its size, "
        "or on plain paper and cut it."
    )


def test_paper_that_is_too_small_is_shown_in_its_file(sheet: Sheet) -> None:
    with pytest.raises(LayoutError) as caught:
        impose(PRODUCTS["poster"], sheet("a4"))
    assert str(caught.value.source) == "content/sheets/a4.yaml:5:8"


@pytest.mark.parametrize(
    ("name", "product", "up", "flip", "size"),
    [
        ("letter", "wallet", 10, "long", (612, 792)),
        ("letter", "poster", 1, "none", (612, 792)),
        ("letter", "brochure", 1, "short", (792, 612)),
        ("a4", "wallet", 10, "long", (595.276, 841.89)),
        ("a4", "metric", 10, "long", (595.276, 841.89)),
        ("tabloid", "poster", 1, "none", (792, 1224)),
        ("tabloid", "brochure", 1, "short", (1224, 792)),
        ("12x18", "wallet", 21, "long", (864, 1296)),
        ("13x19", "wallet", 24, "long", (936, 1368)),
        ("13x19", "poster", 2, "none", (1368, 936)),
        ("320x450mm", "metric", 21, "long", (907.087, 1275.591)),
    ],
)
def test_plain_sheets(sheet: Sheet, name: str, product: str, up: int, flip: str, size: tuple[float, float]) -> None:
    found = impose(PRODUCTS[product], sheet(name))
    page = found.sides[0]
    assert (checks.up_on(found), found.flip) == (up, flip)
    assert (page.width, page.height) == pytest.approx(size, abs=0.001)
    assert page.placements[0].trim[2] - page.placements[0].trim[0] == PRODUCTS[product][0].width


@pytest.mark.parametrize(("name", "product"), list(pairs(["letter", "a4", "tabloid", "12x18", "320x450mm"], PRODUCTS)))
def test_shipped_sheets_follow_every_rule(sheet: Sheet, name: str, product: str) -> None:
    faces = PRODUCTS[product]
    if name == "a4" and product in ("poster", "brochure"):
        with pytest.raises(LayoutError) as caught:
            impose(faces, sheet(name))
        size = dimensions(faces[0].width, faces[0].height)
        says = f"a4 → content/sheets/a4.yaml:5:8: {size} does not fit on A4, 8.27 × 11.69 in (210 × 297 mm); nothing"
        assert str(caught.value).startswith(says)
        return
    found = impose(faces, sheet(name))
    whole = name == "letter" and product in ("poster", "brochure")
    assert checks.backs(found) == []
    assert checks.apart(found) == []
    assert checks.clear(found) == []
    assert checks.folds_meet(found) == []
    assert bool(checks.within(found)) == whole
    assert any(mark.kind == "fold" for mark in found.sides[0].marks) == (product == "brochure" and not whole)
    assert bool(found.sides[0].notes) != whole
    assert not any(side.notes for side in found.sides if side.name == "back")


@pytest.mark.parametrize("name", ["4.5x3", "100x70mm", "114.3x76.2mm", "a4"])
def test_a_sheet_that_is_too_small_is_named_with_its_size_once(sheet: Sheet, name: str) -> None:
    """The size of a sheet without a name is its name (a message had it twice)."""
    spec = sheet(name)
    with pytest.raises(LayoutError) as caught:
        impose(POSTER, spec)
    size = dimensions(spec.width, spec.height, digits=2)
    written = str(caught.value)
    for part in (size, *size.removesuffix(")").split(" (")):
        assert written.count(part) == 1, written


@pytest.mark.parametrize(
    ("changes", "bleed", "words"),
    [
        ({}, 9, "with its bleed, cut marks and the printer's white edge"),
        ({"marks": False}, 9, "with its bleed and the printer's white edge"),
        ({"marks": False}, 0, "with the printer's white edge"),
        ({"unprintable": EdgeDistances()}, 0, "with cut marks"),
        ({"unprintable": EdgeDistances(), "marks": False}, 0, "with notes in the margin"),
    ],
)
def test_what_needs_room_beside_a_face_is_named_where_the_face_alone_would_fit(
    sheet: Sheet, changes: dict[str, object], bleed: float, words: str
) -> None:
    spec = replace(sheet("8.6x11.1"), **changes)
    with pytest.raises(
        LayoutError, match=rf"^8\.6x11\.1: 8\.5 × 11 in \(215\.9 × 279\.4 mm\) {words} does not fit on 8\.6 × "
    ):
        impose([Card(612, 792, bleed)], spec)


@pytest.mark.parametrize(("size", "fits"), [
    ((600.0, 792.0), True), ((612.0, 780.0), True), ((792.0, 600.0), True), ((600.0, 792.02), False), ((612.02, 780.0), False),
])  # fmt: skip  # several cases to a line
def test_a_face_as_long_or_as_wide_as_the_paper_would_fit_alone(
    sheet: Sheet, size: tuple[float, float], fits: bool
) -> None:
    with pytest.raises(LayoutError) as caught:
        impose([Card(*size)], sheet("8.5x11"))
    assert (" with its bleed, cut marks and the printer's white edge does not fit" in str(caught.value)) is fits


@pytest.mark.parametrize("product", ["poster", "brochure"])
def test_a_face_as_large_as_the_paper_fills_it(sheet: Sheet, product: str) -> None:
    for side in impose(PRODUCTS[product], sheet("letter")).sides:
        (placed,) = side.placements
        assert placed.art == (0, 0, side.width, side.height)
        assert placed.rotated == 0
        assert side.marks == side.notes == ()
        # What matters on it stands where the printer can print.
        assert side.printable[0] <= PRODUCTS[product][0].safe


def test_a_face_with_text_at_the_edge_is_refused_on_paper_of_its_size(sheet: Sheet) -> None:
    with pytest.raises(LayoutError, match=r"Text may be 9 pt from the edge, .* leaves 12\.24 pt"):
        impose([Card(612, 792, safe=9)], sheet("letter"))


def test_notes_tell_how_to_print(sheet: Sheet) -> None:
    def said(product: str, name: str) -> list[str]:
        return [note.words or note.kind for note in impose(PRODUCTS[product], sheet(name)).sides[0].notes]

    assert said("wallet", "avery-5371") == ["sheet.scale", "sheet.flip.long", "job"]
    assert said("brochure", "tabloid") == ["sheet.scale", "sheet.flip.short", "job"]
    assert said("poster", "tabloid") == ["sheet.scale", "job"]
    assert said("wallet", "12x18") == ["job"]


@pytest.mark.parametrize("name", ["avery-5371", "letter", "a4", "tabloid"])
def test_notes_have_room_for_a_line(sheet: Sheet, name: str) -> None:
    for note in impose(WALLET, sheet(name)).sides[0].notes:
        assert note.height >= 11
        assert note.width >= 180


def test_the_gripper_margin_is_free_on_both_sides() -> None:
    for size in ("12x18", "18x12"):
        for faces in (WALLET, BROCHURE, POSTER):
            for side in impose(faces, press_sheet(size, gripper=36)).sides:
                upright = side.height > side.width
                left, bottom, right, _ = side.printable
                if upright == (size == "12x18"):
                    assert bottom == 36
                else:
                    assert (left, side.width - right) == (36, 36)


def test_a_gutter_can_be_given(own_content: Campaign) -> None:
    assert checks.up_on(impose(WALLET, find_sheet(own_content, "12x18", gutter=0.0))) == 24
    assert checks.up_on(impose(WALLET, find_sheet(own_content, "letter", gutter=18.0))) == 8
    with pytest.raises(UsageError, match="The cells of Avery 5371 are in fixed places"):
        find_sheet(own_content, "avery-5371", gutter=18.0)
    with pytest.raises(UsageError, match="cannot be negative"):
        find_sheet(own_content, "letter", gutter=-1.0)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("avery-5372", "Did you mean “avery-5371”?"),
        ("../layouts/poster", "There is no sheet"),
        ("calibration", "There is no sheet “calibration”"),
        ("12", "“12” is not a size of paper"),
        ("12x", "is not a size of paper"),
        ("12x18ft", "is not a size of paper"),
        ("320x450", "Without a unit, sizes are inches"),
        ("10mmx10mm", "is not a size of paper"),
        ("0x0", "No paper is 0x0"),
    ],
)
def test_unknown_sheets_are_refused(own_content: Campaign, name: str, problem: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_sheet(own_content, name)
    assert problem in str(caught.value)
    assert caught.value.exit_code == ExitCode.USAGE


def test_every_product_of_the_campaign_has_a_sheet(session: Session, sheet: Sheet) -> None:
    """So no product needs a print shop."""
    for product in ("wallet-card", "poster", "brochure"):
        layout = session.layout(product)
        faces = [Card(layout.width, layout.height, layout.bleed, layout.safe) for _ in layout.faces]
        found = []
        for name in sheet_names(session.campaign):
            try:
                found.append(impose(faces, sheet(name)).sheet.name)
            except LayoutError:
                continue
        assert {"letter", "tabloid"} <= set(found), product


@pytest.mark.parametrize("product", ["wallet-card", "brochure"])
def test_right_to_left_pages_are_placed_like_others(
    composed: Callable[[str, str], Document], sheet: Sheet, product: str
) -> None:
    """Arabic mirrors the art and the folds, not the paper."""
    name = "tabloid" if product == "brochure" else "avery-5371"
    english, arabic = (impose(composed(product, tag).pages, sheet(name)) for tag in ("en", "ar"))
    for one, other in zip(english.sides, arabic.sides, strict=True):
        assert one.placements == other.placements
    assert checks.folds_meet(english) == checks.folds_meet(arabic) == []
    if product == "brochure":
        assert english.sides[0].marks != arabic.sides[0].marks


@pytest.mark.parametrize("offset", [(15.0, 0.0), (0.0, -15.0), (float("nan"), 0.0)])
def test_a_large_back_offset_is_refused(sheet: Sheet, offset: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="larger than that of any printer"):
        impose(WALLET, sheet("avery-5371"), back_offset=offset)


def test_a_back_offset_that_leaves_the_paper_is_refused(sheet: Sheet) -> None:
    tight = replace(sheet("avery-5371"), unprintable=EdgeDistances.all(30), marks=False, notes=())
    assert checks.up_on(impose(WALLET, tight, back_offset=(6.0, 6.0))) == 10
    with pytest.raises(UsageError, match="leave the printable area"):
        impose(WALLET, tight, back_offset=(0.0, 7.0))


def test_a_back_offset_moves_only_backs_and_their_marks(sheet: Sheet) -> None:
    still, moved = (impose(WALLET, sheet("avery-5371"), back_offset=offset) for offset in ((0.0, 0.0), (2.0, -3.0)))
    assert still.sides[0] == moved.sides[0]
    for one, other in zip(still.sides[1].placements, moved.sides[1].placements, strict=True):
        assert (other.x - one.x, other.y - one.y) == (2.0, -3.0)
    assert {mark.x0 - 2 for mark in moved.sides[1].marks if mark.x0 == mark.x1} == {54, 306, 558}


def test_the_bleed_fills_what_an_offset_uncovers(sheet: Sheet) -> None:
    back = impose(BROCHURE, sheet("letter"), back_offset=(-2.0, 3.0)).sides[1].placements[0]
    assert (back.x, back.y) == (-2.0, 3.0)
    assert back.run == EdgeDistances(left=0.0, bottom=3.0, right=2.0, top=0.0)


def test_faces_of_different_sizes_are_refused(sheet: Sheet) -> None:
    with pytest.raises(LayoutError, match="cannot be behind"):
        impose([Card(252, 144), Card(252, 150)], sheet("letter"))
    with pytest.raises(UsageError, match="nothing to put"):
        impose([], sheet("letter"))


def test_three_faces_take_two_sheets(sheet: Sheet) -> None:
    found = impose([Card()] * 3, sheet("avery-5371"))
    assert [(side.sheet, side.name) for side in found.sides] == [(0, "front"), (0, "back"), (1, "front")]
    assert found.flip == "long"


def test_cells_fill_every_label_sheet_evenly(sheet: Sheet, own_content: Campaign) -> None:
    """Paper that is sold in cells has even margins. It caught four rows of published tables (issue 11)."""
    grids = {name: spec for name in sheet_names(own_content) if isinstance((spec := sheet(name)).cells, CellGrid)}
    assert {"avery-5371", "avery-5163", "avery-5388", "avery-l7160"} <= set(grids)
    for name, spec in grids.items():
        cells = spec.cells
        assert isinstance(cells, CellGrid)
        right = spec.width - (cells.left + (cells.columns - 1) * cells.pitch_x + cells.width)
        below = spec.height - (cells.top + (cells.rows - 1) * cells.pitch_y + cells.height)
        assert (right, below) == (pytest.approx(cells.left, abs=0.3), pytest.approx(cells.top, abs=0.3)), name


@pytest.mark.parametrize(("off", "fits"), [(0.005, True), (-0.005, True), (0.02, False), (-0.5, False)])
def test_a_card_that_is_a_little_larger_or_smaller_than_its_cell_is_refused(
    sheet: Sheet, off: float, fits: bool
) -> None:
    """Rounded lengths are a hundredth of a point off at most."""
    for cards in ([Card(252 + off, 144)] * 2, [Card(252, 144 + off)] * 2):
        if fits:
            assert checks.up_on(impose(cards, sheet("avery-5371"))) == 10
        else:
            with pytest.raises(LayoutError):
                impose(cards, sheet("avery-5371"))


def test_a_press_sheet_has_its_folds_and_its_cuts_apart_and_says_which_it_is(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    document = composed("brochure", "es")
    imposition = impose(document.pages, sheet("12x18"))
    made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=True)
    assert [page.face for page in made.pages] == ["sheet 1, front", "sheet 1, back"]
    for page, side in zip(made.pages, imposition.sides, strict=True):
        kinds = [mark.kind for mark in side.marks]
        assert len(page.fold_marks) == kinds.count("fold") > 0
        assert len(page.marks) == len(kinds) - kinds.count("fold") > 0


@pytest.mark.parametrize("product", ["wallet-card", "fold-card"])
@pytest.mark.parametrize("gutter", [36.0, 72.0])
def test_a_press_sheet_is_marked_in_its_margins_alone(
    product: str, gutter: float, session: Session, composed: Callable[[str, str], Document]
) -> None:
    """Marks print on every plate, so none may be between copies, however far apart these are; each line has its own."""
    document = composed(product, "es")
    imposition = impose(document.pages, find_sheet(session.campaign, "12x18", gutter=gutter))
    made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=True)
    for page, side in zip(made.pages, imposition.sides, strict=True):
        marks = (*page.marks, *page.fold_marks)
        for left, bottom, right, top in marks:
            beside = right <= -page.bleed or left >= page.width + page.bleed
            assert beside or top <= -page.bleed or bottom >= page.height + page.bleed
        trims = [placed.trim for placed in side.placements]
        x, y = min(trim[0] for trim in trims), min(trim[1] for trim in trims)
        cuts = {round(trim[edge] - x, 2) for trim in trims for edge in (0, 2)}
        assert cuts == {round(mark[0], 2) for mark in page.marks if mark[0] == mark[2]}
        cuts = {round(trim[edge] - y, 2) for trim in trims for edge in (1, 3)}
        assert cuts == {round(mark[1], 2) for mark in page.marks if mark[1] == mark[3]}


def test_lines_to_cut_are_grey_and_a_ruler_is_black(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    document = composed("wallet-card", "es")
    for imposition, kinds in (
        (impose(document.pages, sheet("avery-5371")), {"sheet/cut": "sheet-cut"}),
        (
            calibration_page(document.pages, sheet("avery-5371"), load_calibration(session.campaign)),
            {"sheet/cross": "sheet-ink", "sheet/ruler": "sheet-ink"},
        ),
    ):
        made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=False)
        boxes = [item for page in made.pages for item in page.items if isinstance(item, Box)]
        shown = {box.block: box.colour for box in boxes if box.block.startswith("sheet/")}
        assert shown == kinds
        light, black = made.colours["sheet-cut"], made.colours["sheet-ink"]
        assert (light.cmyk, light.srgb) == ((0.0, 0.0, 0.0, 0.3), (0.7, 0.7, 0.7))
        assert (black.cmyk, black.srgb) == ((0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


def test_words_in_a_wide_margin_are_as_large_as_they_may_be(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    document = composed("wallet-card", "es")
    imposition = impose(document.pages, sheet("avery-5371"))
    made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=False)
    sizes = {
        item.size for page in made.pages for item in page.items if isinstance(item, TextLine) and item.role == "sheet"
    }
    assert max(sizes) == 8.0
    assert min(sizes) >= 5.0


def beginnings(document: Document, face: int) -> list[tuple[str, float, float]]:
    """Return the lines of a face, and where each begins on it."""
    return [(item.text, item.x, item.y) for item in document.pages[face].items if isinstance(item, TextLine)]


@pytest.mark.parametrize(("product", "name", "for_press"), [
    ("wallet-card", "avery-5371", False), ("wallet-card", "12x18", True), ("brochure", "12x18", True),
])  # fmt: skip  # several cases to a line
def test_every_line_of_every_copy_is_where_its_copy_is(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet, product: str, name: str, for_press: bool
) -> None:
    """The pages of a press sheet are as large as the block of its copies, and places count from its corner."""
    document = composed(product, "es")
    imposition = impose(document.pages, sheet(name))
    made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=for_press)
    assert (made.flip, made.structure.children) == ("" if for_press else imposition.flip, ())
    for page, side in zip(made.pages, imposition.sides, strict=True):
        block = union(placed.trim for placed in side.placements)
        x, y = block[:2] if for_press else (0.0, 0.0)
        lines = [item for item in page.items if isinstance(item, TextLine) and item.role not in ("sheet", "draft")]
        drafts = [item for item in page.items if isinstance(item, TextLine) and item.role == "draft"]
        assert len(drafts) == len(page.pieces) == (0 if for_press else len(side.placements))
        for line, placed in zip(drafts, side.placements, strict=not for_press):
            own = draft_mark(document, document.pages[placed.face], session.typesetter)
            assert (line.x, line.y) == pytest.approx((placed.x + own.x, placed.y + own.y))
        expected = [
            (text, placed.x - x + left, placed.y - y + low)
            for placed in side.placements
            for text, left, low in beginnings(document, placed.face)
        ]
        assert [line.text for line in lines] == [text for text, _, _ in expected]
        for line, (_, left, low) in zip(lines, expected, strict=True):
            assert (line.x, line.y) == pytest.approx((left, low))
        copies = {line.block.partition("/")[0] for line in lines}
        assert copies == {f"{placed.row + 1}.{placed.column + 1}" for placed in side.placements}
        if for_press:
            assert (page.width, page.height) == pytest.approx((block[2] - x, block[3] - y))
            assert page.sheet == pytest.approx((-x, -y, side.width - x, side.height - y))
            assert (page.bleed, page.safe) == pytest.approx((document.pages[0].bleed, document.pages[0].safe))
        else:
            assert (page.face, page.pieces) == (
                f"sheet 1, {side.name}",
                tuple(placed.trim for placed in side.placements),
            )
            assert (page.width, page.height, page.bleed) == (side.width, side.height, 0.0)
            assert page.safe == pytest.approx(0.17 * 72)


def test_the_bleed_of_a_press_sheet_is_the_least_of_its_edges(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    document = composed("wallet-card", "es")
    imposition = impose(document.pages, sheet("12x18"))
    side = imposition.sides[0]
    ends = {"left": min(p.column for p in side.placements), "right": max(p.column for p in side.placements)}
    ends |= {"top": min(p.row for p in side.placements), "bottom": max(p.row for p in side.placements)}
    for edge, end in ends.items():
        placements = [
            replace(placed, run=replace(placed.run, **{edge: 4.0}))
            if end == (placed.column if edge in ("left", "right") else placed.row)
            else placed
            for placed in side.placements
        ]
        spoilt = replace(imposition, sides=(replace(side, placements=tuple(placements)),))
        made = as_document(document, spoilt, session.localized("es"), session.typesetter, for_press=True)
        assert made.pages[0].bleed == pytest.approx(4.0), edge


@pytest.mark.parametrize("least", range(4))
def test_on_an_office_sheet_all_is_as_far_from_the_paper_s_edge_as_the_least_white_edge(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet, least: int
) -> None:
    document = composed("wallet-card", "es")
    imposition = impose(document.pages, sheet("avery-5371"))
    left, bottom, right, top = (7.0 if edge == least else 9.0 for edge in range(4))
    sides = (replace(imposition.sides[0], printable=(left, bottom, 612 - right, 792 - top)),)
    changed = replace(imposition, sides=sides)
    made = as_document(document, changed, session.localized("es"), session.typesetter, for_press=False)
    assert made.pages[0].safe == 7.0


def test_a_mark_is_a_thin_box_about_its_line_and_that_of_a_fold_three_dashes(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    """The dashes of a fold, 1.2 points each, are about a quarter, a half and two thirds up the mark or along it."""
    document = composed("brochure", "es")
    imposition = impose(document.pages, sheet("tabloid"))
    side = imposition.sides[0]
    level = SheetMark(100.0, 20.0, 120.0, 20.0, "fold")
    imposition = replace(imposition, sides=(replace(side, marks=(*side.marks, level)),))
    (page,) = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=False).pages
    boxes = [item for item in page.items if isinstance(item, Box) and item.block.startswith("sheet/")]
    expected = []
    for mark in (*side.marks, level):
        left, bottom, right, top = checks.line_box(mark)
        for start, end in ((0.25, 1.2), (0.45, 1.2), (0.65, 1.2)) if mark.kind == "fold" else ((0.0, None),):
            across = right > left
            length = right - left if across else top - bottom
            along = length if end is None else end
            x, y = (left + start * length, bottom - 0.2) if across else (left - 0.2, bottom + start * length)
            expected.append((x, y, *((along, 0.4) if across else (0.4, along)), f"sheet/{mark.kind}"))
    assert {mark.kind for mark in side.marks} == {"cut", "fold"}
    assert len(boxes) == len(expected)
    for box, (*place, kind) in zip(boxes, expected, strict=True):
        assert [box.x, box.y, box.width, box.height] == pytest.approx(place)
        assert box.block == kind


@pytest.mark.parametrize("for_press", [False, True])
def test_lines_that_hands_cut_or_tear_are_marked_on_paper_and_told_to_the_printer(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet, for_press: bool
) -> None:
    """Scissors need a line to see. A die, and a hole, are the printer's own."""
    document = composed("wallet-card", "es")
    line = (("M", 0.0, 100.0), ("L", 252.0, 100.0))
    upright = (("M", 60.0, 0.0), ("L", 60.0, 144.0))
    tools = (Finish("cut", line), Finish("perforation", upright), Finish("die", line), Finish("hole", upright))
    document = replace(document, pages=tuple(replace(page, finishing=tools) for page in document.pages))
    imposition = impose(document.pages, sheet("12x18" if for_press else "avery-5371"))
    unmarked = replace(imposition, sides=tuple(replace(side, marks=()) for side in imposition.sides))
    made = as_document(document, unmarked, session.localized("es"), session.typesetter, for_press=for_press)
    for page, side in zip(made.pages, imposition.sides, strict=True):
        rules = [item for item in page.items if isinstance(item, Box) and item.block.startswith("sheet/")]
        if for_press:
            assert rules == []
            x, y = union(placed.trim for placed in side.placements)[:2]
            paths = [moved_path(tool.path, p.x - x, p.y - y) for p in side.placements for tool in tools]
            assert [finish.path for finish in page.finishing] == paths
            assert [finish.kind for finish in page.finishing[:4]] == ["cut", "perforation", "die", "hole"]
        else:
            assert page.finishing == ()
            boxes = [extent(rule) for rule in rules]
            expected = []
            for p in side.placements:
                expected.append((p.x, p.y + 99.8, p.x + 252, p.y + 100.2))
                expected.append((p.x + 59.8, p.y, p.x + 60.2, p.y + 144))
            assert len(boxes) == len(expected)
            for box, place in zip(boxes, expected, strict=True):
                assert box == pytest.approx(place)


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_a_note_stands_in_the_middle_of_its_height(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet, tag: str
) -> None:
    document = composed("wallet-card", tag)
    imposition = impose(document.pages, sheet("avery-5371"))
    made = as_document(document, imposition, session.localized(tag), session.typesetter, for_press=False)
    lines = [item for item in made.pages[0].items if isinstance(item, TextLine) and item.role == "sheet"]
    for note in imposition.sides[0].notes:
        own = [line for line in lines if str(line.message) == (note.words or f"sheet.{note.kind}")]
        left, bottom, right, top = union(map(extent, own))
        assert (bottom + top) / 2 == pytest.approx(note.y + note.height / 2, abs=0.01)
        assert note.x - 0.5 <= left
        assert right <= note.x + note.width + 0.5
        begins = left - note.x if tag == "es" or note.kind == "job" else note.x + note.width - right
        assert begins == pytest.approx(0, abs=1.0)
        assert {line.block for line in own} == {f"sheet/{note.kind}"}
        assert {line.language for line in own} == {"en" if note.kind == "job" else tag}


def test_a_note_is_smaller_in_a_low_box_and_refused_in_one_without_room(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    document = composed("wallet-card", "es")
    imposition = impose(document.pages, sheet("avery-5371"))
    side = imposition.sides[0]

    def size(height: float, width: float = 400.0) -> float:
        note = MarginNote("figure", "Hxg", 100.0, 10.0, width, height)
        sides = (replace(side, notes=(note,)),)
        made = as_document(
            document,
            replace(imposition, sides=sides),
            session.localized("es"),
            session.typesetter,
            for_press=False,
        )
        (line,) = [item for item in made.pages[0].items if isinstance(item, TextLine) and item.role == "sheet"]
        left, _, right, _ = extent(line)
        assert (left + right) / 2 == pytest.approx(100 + width / 2, abs=0.5), "a figure is in the middle"
        return line.size

    shape = session.typesetter.library.face("noto-sans:regular")
    inks = [shape.ink(shape.nominal_glyph(letter)) for letter in "Hxg"]
    high = 8.0 * (max(ink[3] for ink in inks) - min(ink[1] for ink in inks))
    sizes = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
    assert [size(high * at / 8.0 + 0.02) for at in sizes] == list(sizes)
    with pytest.raises(OversetError, match="does not fit into the margin of the sheet"):
        size(high * 4.8 / 8.0)
    with pytest.raises(OversetError, match="“Hxg” does not fit"):
        size(20.0, width=3.0)


@pytest.mark.parametrize(("tag", "kind"), [("es", "job"), ("es", "message"), ("ur", "message"), ("ur", "job")])
def test_the_lines_of_a_note_are_as_far_apart_as_their_language_wants(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet, tag: str, kind: str
) -> None:
    """The line that names the job is in English, 1.2 of its size apart."""
    document = composed("wallet-card", tag)
    imposition = impose(document.pages, sheet("avery-5371"))
    note = MarginNote(
        "message" if kind == "message" else "job", "sheet.scale" if kind == "message" else "", 100.0, 100.0, 60.0, 400.0
    )
    changed = replace(imposition, sides=(replace(imposition.sides[0], notes=(note,)),))
    localized = session.localized(tag)
    made = as_document(document, changed, localized, session.typesetter, for_press=False)
    rows = [item for item in made.pages[0].items if isinstance(item, TextLine) and item.role == "sheet"]
    leading = localized.language.leading if kind == "message" else 1.2
    assert len(rows) > 1
    for upper, lower in pairwise(rows):
        assert upper.y - lower.y == pytest.approx(8.0 * leading)
    assert {row.floor for row in rows} == {5.0}


def test_notes_are_in_free_boxes_at_the_edges_of_the_printable_area(sheet: Sheet) -> None:
    """Four points beside each mark and each other, three from the art, at most 20 high, and about 180 wide or more."""
    edge = 0.17 * 72
    boxes = [checks.note_box(note) for note in impose(WALLET, sheet("avery-5371")).sides[0].notes]
    assert boxes == [
        pytest.approx((58, 768, 302, 792 - edge)),
        pytest.approx((310, 768, 554, 792 - edge)),
        pytest.approx((58, edge, 302, 24)),
    ]
    side = impose(POSTER, sheet("tabloid")).sides[0]
    part = (792 - 2 * edge - 8) / 4
    assert [checks.note_box(note) for note in side.notes] == [
        pytest.approx((edge + 4, 1224 - edge - 20, edge + part, 1224 - edge)),
        pytest.approx((edge + 4 + part, 1224 - edge - 20, edge + 2 * part, 1224 - edge)),
    ]


def test_a_note_is_an_inch_and_a_quarter_wide_at_least() -> None:
    """90 points, and four beside it."""
    for width, right in ((98.0, True), (97.9, False)):
        spec = SheetSpec("strip", "Strip", width, 200.0, EdgeDistances(), 0.0, marks=False, notes=("job",))
        if right:
            (note,) = impose([Card(80.0, 45.0, 0.0)], spec).sides[0].notes
            assert (note.x, note.width) == (4.0, 90.0)
        else:
            with pytest.raises(LayoutError, match="has no room for “job”"):
                impose([Card(80.0, 45.0, 0.0)], spec)


def test_a_note_without_room_is_named(sheet: Sheet) -> None:
    with pytest.raises(LayoutError, match="The margin of Avery 5371 has no room for “job”"):
        impose(WALLET, replace(sheet("avery-5371"), notes=("scale", "scale", "scale", "scale", "job")))


def card(column: int, x: float, run: float = 0.0, row: int = 0, y: float = 100.0) -> Placement:
    return Placement(0, row, column, x, y, 50.0, 80.0, 0, EdgeDistances.all(run))


@pytest.mark.parametrize(("room", "length"), [(8.9, 0.0), (9.0, 6.0), (12.0, 9.0), (18.0, 15.0), (40.0, 15.0)])
@pytest.mark.parametrize("run", [0.0, 9.0])
def test_a_mark_in_the_margin_is_three_points_from_the_art_and_fifteen_long_if_there_is_room(
    room: float, length: float, run: float
) -> None:
    left, bottom, right, top = 200.0 - run, 100.0 - run, 250.0 + run, 180.0 + run
    found = margin_marks([card(0, 200.0, run)], (20.0,), (left - room, bottom - room, right + room, top + room))
    lines = {(*checks.line_box(mark), mark.kind) for mark in found}
    upright = {(x, kind) for x, kind in ((200.0, "cut"), (250.0, "cut"), (220.0, "fold"))}
    expected = {(x, top + 3, x, top + 3 + length, kind) for x, kind in upright}
    expected |= {(x, bottom - 3 - length, x, bottom - 3, kind) for x, kind in upright}
    expected |= {(right + 3, y, right + 3 + length, y, "cut") for y in (100.0, 180.0)}
    expected |= {(left - 3 - length, y, left - 3, y, "cut") for y in (100.0, 180.0)}
    assert lines == (expected if length else set())


@pytest.mark.parametrize(("gutter", "marks"), [
    (11.9, []), (12.0, [(3.0, 9.0)]), (21.0, [(3.0, 18.0)]), (26.0, [(3.0, 13.0), (13.0, 23.0)]),
    (60.0, [(3.0, 18.0), (42.0, 57.0)]),
])  # fmt: skip  # several cases to a line
def test_a_mark_in_a_gutter_is_shared_or_half_as_long_as_the_gutter_is_wide(
    gutter: float, marks: list[tuple[float, float]]
) -> None:
    first, second = card(0, 200.0), card(1, 250.0 + gutter)
    found = margin_marks([first, second], (), (0.0, 0.0, 600.0, 300.0))
    between = {(mark.x0, mark.x1) for mark in found if 250 < mark.x0 < second.x and mark.y0 == mark.y1}
    assert {tuple(sorted(ends)) for ends in between} == {(250 + start, 250 + end) for start, end in marks}
    assert {mark.y0 for mark in found if mark.y0 == mark.y1} == {100.0, 180.0}
    above, below = card(0, 200.0, row=0, y=180.0 + gutter), card(0, 200.0, row=1)
    found = margin_marks([above, below], (), (0.0, 0.0, 600.0, 600.0))
    between = {(mark.y0, mark.y1) for mark in found if 180 < mark.y0 < above.y and mark.x0 == mark.x1}
    assert {tuple(sorted(ends)) for ends in between} == {(180 + start, 180 + end) for start, end in marks}


def test_edges_that_hold_for_turned_paper_and_for_both_sides() -> None:
    edges = EdgeDistances(1.0, 2.0, 3.0, 4.0)
    assert edges.turned() == EdgeDistances(4.0, 3.0, 4.0, 3.0)
    assert EdgeDistances(3.0, 4.0, 1.0, 2.0).turned() == EdgeDistances(4.0, 3.0, 4.0, 3.0)
    assert edges.on_both_sides("upright") == EdgeDistances(3.0, 2.0, 3.0, 4.0)
    assert edges.on_both_sides("level") == EdgeDistances(1.0, 4.0, 3.0, 4.0)
    assert edges.inside(100.0, 200.0) == (1.0, 2.0, 97.0, 196.0)


def test_press_sheets_are_an_inch_to_two_hundred_and_leave_the_gripper_white() -> None:
    spec = press_sheet("1x200")
    assert (spec.width, spec.height, spec.cells, spec.notes, spec.marks) == (72.0, 14400.0, 18.0, ("job",), True)
    assert spec.unprintable == EdgeDistances(0.17 * 72, 27.0, 0.17 * 72, 0.17 * 72)
    assert press_sheet("12x18", gripper=0.0).unprintable == EdgeDistances.all(0.17 * 72)
    for size in ("0.99x18", "18x0.99", "12x200.01", "200.01x12"):
        with pytest.raises(UsageError, match=f"No paper is {size}"):
            press_sheet(size)


def test_a_sheet_has_so_many_copies_at_most() -> None:
    most = limits.SHEET_COPIES
    for columns, right in ((most, True), (most + 1, False)):
        side = columns * 40.0 + 30.0
        spec = SheetSpec("roll", "Roll", side, 70.0, EdgeDistances(), 0.0, marks=False)
        if right:
            assert checks.up_on(impose([Card(40.0, 45.0, 0.0)], spec)) == most
        else:
            with pytest.raises(UsageError, match=f"{most + 1} copies fit on Roll; the most is {most}"):
                impose([Card(40.0, 45.0, 0.0)], spec)


@pytest.mark.parametrize(("marks", "notes", "beside", "above"), [
    (False, (), 5.0, 5.0), (True, (), 14.0, 14.0), (True, ("job",), 14.0, 16.0), (False, ("job",), 5.0, 16.0),
])  # fmt: skip  # several cases to a line
def test_as_many_fit_as_bleed_marks_and_notes_leave_room_for(
    marks: bool, notes: tuple[str, ...], beside: float, above: float
) -> None:
    """A bleed of 5 points, then 3 of white and 6 of a mark, or 3 and 8 of a note; the wider side edge is on both sides."""
    edges = EdgeDistances(10.0, 20.0, 30.0, 40.0)

    def grid(width: float, height: float) -> tuple[int, int, Imposition]:
        spec = SheetSpec("paper", "Paper", width, height, edges, 12.0, marks=marks, notes=notes)
        found = impose([Card(120.0, 70.0, 5.0)], spec)
        placements = found.sides[0].placements
        return 1 + max(p.column for p in placements), 1 + max(p.row for p in placements), found

    width = 30 + 30 + 2 * beside + 3 * 120 + 2 * 12
    height = 20 + 40 + 2 * above + 9 * 70 + 8 * 12
    columns, rows, found = grid(width, height)
    assert (columns, rows) == (3, 9)
    first, last = found.sides[0].placements[0], found.sides[0].placements[-1]
    assert first.trim == pytest.approx((30 + beside, height - 40 - above - 70, 150 + beside, height - 40 - above))
    assert last.trim[:2] == pytest.approx((30 + beside + 2 * 132, 20 + above))
    assert grid(width - 0.01, height)[:2] == (5, 4), "turned, the paper holds more than eighteen"
    assert grid(width, height - 0.01)[:2] == (3, 8)


def test_a_face_of_the_paper_s_size_keeps_its_text_off_the_white_edge(sheet: Sheet) -> None:
    edge = 0.17 * 72
    for size in ((612.0, 792.0), (612.009, 791.991), (792.0, 612.0)):
        (side,) = impose([Card(*size, safe=edge)], sheet("letter")).sides
        assert (side.width > side.height) == (size[0] > size[1])
        assert len(side.placements) == 1
    with pytest.raises(LayoutError, match=r"Text may be 12\.2 pt from the edge"):
        impose([Card(612.0, 792.0, safe=12.2)], sheet("letter"))
    with pytest.raises(LayoutError, match="does not fit on"):
        impose([Card(612.02, 792.0, safe=edge)], sheet("letter"))


def margin(above: float, below: float, *notes: str) -> SheetSpec:
    """A sheet of a card of 200 by 100 with so much paper above and below it, and a hundred points beside it."""
    cells = CellGrid(1, 1, 200.0, 100.0, 100.0, above, 200.0, 100.0)
    return SheetSpec("one", "One", 400.0, above + 100.0 + below, EdgeDistances(), cells, notes=notes)


@pytest.mark.parametrize(("above", "below"), [(38.0, 9.0), (9.0, 38.0)])
def test_a_note_goes_on_above_a_mark_that_ends_where_it_begins(above: float, below: float) -> None:
    """Three points of white, fifteen of a mark, twenty of a note; two notes share the width of the paper."""
    (first, second) = impose([Card(200.0, 100.0, 0.0)], margin(above, below, "scale", "job")).sides[0].notes
    y = 0.0 if below > above else above + 100.0 + below - 20.0
    assert checks.note_box(first) == (4.0, y, 196.0, y + 20.0)
    assert checks.note_box(second) == (200.0, y, 396.0, y + 20.0)
    with pytest.raises(LayoutError, match="has no room for “scale”"):
        impose([Card(200.0, 100.0, 0.0)], margin(above, below, "job", "job", "scale"))
    less = margin(min(above, 37.9), min(below, 37.9), "job", "job", "job")
    found = impose([Card(200.0, 100.0, 0.0)], less).sides[0].notes
    assert [(note.x, note.width) for note in found] == [(4.0, 92.0), (104.0, 192.0), (304.0, 92.0)]


@pytest.mark.parametrize("edge", ["left", "bottom", "right", "top"])
def test_a_face_of_the_paper_s_size_keeps_its_text_off_the_widest_white_edge(sheet: Sheet, edge: str) -> None:
    spec = replace(sheet("letter"), unprintable=replace(EdgeDistances.all(10.0), **{edge: 14.0}))
    assert checks.up_on(impose([Card(612.0, 792.0, safe=14.0)], spec)) == 1
    with pytest.raises(LayoutError, match="it leaves 14 pt"):
        impose([Card(612.0, 792.0, safe=13.9)], spec)


@pytest.mark.parametrize(("offset", "fits"), [
    ((6.0, 6.0), True), ((-6.0, -6.0), True), ((7.0, 0.0), False), ((-7.0, 0.0), False), ((0.0, 7.0), False),
    ((0.0, -7.0), False),
])  # fmt: skip  # several cases to a line
def test_cards_stay_in_the_printable_area_on_every_side(sheet: Sheet, offset: tuple[float, float], fits: bool) -> None:
    edges = EdgeDistances(48.0, 30.0, 48.0, 30.0)
    tight = replace(sheet("avery-5371"), unprintable=edges, marks=False, notes=())
    if fits:
        assert checks.up_on(impose(WALLET, tight, back_offset=offset)) == 10
    else:
        with pytest.raises(UsageError, match="leave the printable area"):
            impose(WALLET, tight, back_offset=offset)


@pytest.mark.parametrize(
    ("offset", "run"),
    [((2.0, -3.0), EdgeDistances(left=2.0, top=3.0)), ((-10.0, 12.0), EdgeDistances(right=9.0, bottom=9.0))],
)
def test_the_bleed_fills_what_an_offset_uncovers_at_the_other_edges(
    sheet: Sheet, offset: tuple[float, float], run: EdgeDistances
) -> None:
    back = impose(BROCHURE, sheet("letter"), back_offset=offset).sides[1].placements[0]
    assert back.run == run


def test_art_ends_where_the_printer_does_on_every_side() -> None:
    """A bleed of nine points, with four, five, six and seven of them in the printable area."""
    edges = EdgeDistances(11.0, 22.0, 33.0, 44.0)
    cells = CellGrid(1, 1, 200.0, 100.0, 11.0 + 4.0, 44.0 + 7.0, 200.0, 100.0)
    spec = SheetSpec("one", "One", 15.0 + 200.0 + 6.0 + 33.0, 51.0 + 100.0 + 5.0 + 22.0, edges, cells, marks=False)
    (side,) = impose([Card(200.0, 100.0)], spec).sides
    left, bottom, right, top = side.printable
    assert (left, bottom, side.width - right, side.height - top) == (33.0, 22.0, 33.0, 44.0)
    (placed,) = side.placements
    assert placed.run == EdgeDistances(0.0, 5.0, 6.0, 7.0)
    narrow = replace(spec, unprintable=replace(edges, right=11.0), width=spec.width - 22.0)
    (placed,) = impose([Card(200.0, 100.0)], narrow).sides[0].placements
    assert placed.run == EdgeDistances(4.0, 5.0, 6.0, 7.0)
    assert placed.art == (11.0, 22.0, spec.width - 22.0 - 11.0, spec.height - 44.0)


def test_a_square_sheet_is_turned_like_the_page_of_a_book() -> None:
    spec = SheetSpec("square", "Square", 300.0, 300.0, EdgeDistances(10.0, 20.0, 30.0, 40.0), 0.0, marks=False)
    found = impose([Card(100.0, 100.0, 0.0)] * 2, spec)
    assert (found.flip, found.sides[0].printable) == ("long", (30.0, 20.0, 270.0, 260.0))
    assert {placed.rotated for placed in found.sides[1].placements} == {0}
    assert checks.backs(found) == []
    found = impose([Card(100.0, 100.0, 0.0)] * 2, replace(spec, flip="short"))
    assert (found.flip, found.sides[0].printable) == ("short", (10.0, 40.0, 270.0, 260.0))
    assert {placed.rotated for placed in found.sides[1].placements} == {180}
    assert checks.backs(found) == []
    (single,) = impose([Card(100.0, 100.0, 0.0)], spec).sides
    assert single.printable == (30.0, 20.0, 270.0, 260.0)


def test_the_line_that_names_the_job_says_that_it_is_a_draft(
    session: Session, composed: Callable[[str, str], Document], sheet: Sheet
) -> None:
    for draft, ends in ((True, ["draft translation"]), (False, [])):
        document = replace(composed("wallet-card", "es"), draft=draft)
        imposition = impose(document.pages, sheet("avery-5371"))
        made = as_document(document, imposition, session.localized("es"), session.typesetter, for_press=False)
        words = "".join(
            line.text
            for page in made.pages
            for line in page.items
            if isinstance(line, TextLine) and line.message.id == "sheet.job"
        )
        assert words.split(" \u00b7 ") == ["wallet-card", "es", document.issue, document.code, *ends]
        assert ("draft-dark" in made.colours) is draft
