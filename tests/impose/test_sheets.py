"""The campaign's sheets, and press sheets by size, compared with figures from packets and from the trade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product as pairs

import imposechecks as checks
import pytest
from imposechecks import BROCHURE, METRIC, POSTER, PRODUCTS, WALLET, Card, Sheet

from flyers import limits
from flyers.content.campaign import Campaign
from flyers.errors import ExitCode, LayoutError, UsageError
from flyers.impose.document import as_document, draft_mark
from flyers.impose.place import (
    CellGrid,
    EdgeDistances,
    Imposition,
    SheetSpec,
    impose,
)
from flyers.impose.sheets import find_sheet, press_sheet, sheet_names
from flyers.page.document import Document, TextLine
from flyers.page.items import union
from flyers.pipeline.session import Session
from flyers.units import dimensions, to_mm


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
