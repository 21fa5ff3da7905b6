"""Marks in the margins of sheets, and the words beside and between copies: where they are, how large, what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import imposechecks as checks
import pytest
from imposechecks import POSTER, PRODUCTS, WALLET, Card, Sheet

from flyers.errors import LayoutError, OversetError
from flyers.impose.document import as_document
from flyers.impose.place import (
    CellGrid,
    EdgeDistances,
    MarginNote,
    Placement,
    SheetMark,
    SheetSpec,
    impose,
    margin_marks,
)
from flyers.impose.sheets import calibration_page, find_sheet, load_calibration
from flyers.page.document import Box, Document, Finish, TextLine
from flyers.page.items import extent, union
from flyers.page.paths import moved_path
from flyers.pipeline.session import Session


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
