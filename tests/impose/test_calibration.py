"""The calibration page, read like a person does: printed with an offset and held against the light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import imposechecks as checks
import pytest
from imposechecks import Card

from flyers.content.campaign import Campaign
from flyers.errors import LayoutError, UsageError
from flyers.impose.place import EdgeDistances, Imposition, SheetMark, SheetSide, SheetSpec
from flyers.impose.sheets import Calibration, calibration_page, load_calibration

MM = 72 / 25.4
WALLET = [Card(), Card()]
BROCHURE = [Card(792, 612, safe=13.5), Card(792, 612, safe=13.5)]
CASES = [("avery-5371", WALLET), ("a4", WALLET), ("letter", BROCHURE), ("tabloid", WALLET)]


@pytest.fixture(scope="module")
def calibration(own_content: Campaign) -> Calibration:
    return load_calibration(own_content)


def middles(marks: tuple[SheetMark, ...], kind: str, reach: float) -> set[tuple[float, float]]:
    """Return where lines of twice *reach* cross."""
    across = {
        (round((m.x0 + m.x1) / 2, 3), round(m.y0, 3))
        for m in marks
        if m.kind == kind and m.y0 == m.y1 and abs(m.x1 - m.x0 - 2 * reach) < 1e-6
    }
    upwards = {
        (round(m.x0, 3), round((m.y0 + m.y1) / 2, 3))
        for m in marks
        if m.kind == kind and m.x0 == m.x1 and abs(m.y1 - m.y0 - 2 * reach) < 1e-6
    }
    return across & upwards


def readings(page: Imposition, drift: tuple[float, float], reach: int) -> set[tuple[float, float]]:
    """Return what the rulers of the back show where the cross hairs of the front shine through, in millimetres."""
    front, back = page.sides
    shown = {checks.through(x, y, front, page.flip) for x, y in middles(front.marks, "cross", reach * MM)}
    zeros = {(x + drift[0], y + drift[1]) for x, y in middles(back.marks, "ruler", reach * MM)}
    assert len(shown) == len(zeros) == 5
    return {
        min(
            ((round((x - a) / MM, 3) + 0.0, round((y - b) / MM, 3) + 0.0) for a, b in zeros),
            key=lambda r: abs(r[0]) + abs(r[1]),
        )
        for x, y in shown
    }


@pytest.mark.parametrize(("name", "faces"), CASES)
@pytest.mark.parametrize("drift", [(0.0, 0.0), (2.0, -1.5), (-3.0, 0.5)])
def test_the_offset_that_is_read_is_the_offset_to_give(
    sheet: Callable[[str], SheetSpec],
    calibration: Calibration,
    name: str,
    faces: list[Card],
    drift: tuple[float, float],
) -> None:
    off = drift[0] * MM, drift[1] * MM
    page = calibration_page(faces, sheet(name), calibration)
    (read,) = readings(page, off, calibration.reach)
    assert read == (-drift[0], -drift[1])
    again = calibration_page(faces, sheet(name), calibration, back_offset=(read[0] * MM, read[1] * MM))
    assert readings(again, off, calibration.reach) == {(0.0, 0.0)}


def test_it_is_true_on_a_sheet_that_is_turned_about_its_short_edge(
    sheet: Callable[[str], SheetSpec], calibration: Calibration
) -> None:
    page = calibration_page(WALLET, replace(sheet("avery-5371"), flip="short"), calibration)
    assert readings(page, (0.0, 0.0), calibration.reach) == {(0.0, 0.0)}


@pytest.mark.parametrize(("name", "faces"), CASES)
def test_the_page_is_printable_and_its_figures_are_at_their_ticks(
    sheet: Callable[[str], SheetSpec], calibration: Calibration, name: str, faces: list[Card]
) -> None:
    page = calibration_page(faces, sheet(name), calibration, back_offset=(5 * MM, -5 * MM))
    assert checks.within(page) == []
    back = page.sides[1]
    zeros = middles(back.marks, "ruler", calibration.reach * MM)
    for words, sign in (("+5", 1), ("\u22125", -1)):
        found = {(round(n.x + n.width / 2, 3), round(n.y + n.height / 2, 3)) for n in back.notes if n.words == words}
        assert len(found) == 10
        for x, y in zeros:
            beside = [(a - x) * sign / MM for a, b in found if b == y and abs(a - x) < 10 * MM]
            above = [(b - y) * sign / MM for a, b in found if a == x and abs(b - y) < 10 * MM]
            assert len(beside) == len(above) == 1
            assert 5 < beside[0] < 8
            assert 5 < above[0] < 8


def near(side: SheetSide, x: float, y: float, reach: int) -> set[tuple[float, ...]]:
    """Return the ends of the marks around a place, in millimetres from it."""
    placed = [tuple(end / MM for end in (m.x0 - x, m.y0 - y, m.x1 - x, m.y1 - y)) for m in side.marks]
    return {tuple(round(end, 3) + 0.0 for end in ends) for ends in placed if max(map(abs, ends)) < reach + 0.5}


def test_rulers_have_a_tick_each_millimetre_and_a_longer_one_each_five(
    sheet: Callable[[str], SheetSpec], calibration: Calibration
) -> None:
    back, reach = calibration_page(WALLET, sheet("avery-5371"), calibration).sides[1], calibration.reach
    expected = {(-reach, 0, reach, 0), (0, -reach, 0, reach)}
    for step in (*range(-reach, 0), *range(1, reach + 1)):
        half = 1.5 if step % 5 == 0 else 0.75
        expected |= {(step, -half, step, half), (-half, step, half, step)}
    for x, y in middles(back.marks, "ruler", reach * MM):
        assert near(back, x, y, reach) == expected
    assert len(back.marks) == 5 * len(expected)


def test_figures_stand_a_point_beyond_the_ends_of_rulers(
    sheet: Callable[[str], SheetSpec], calibration: Calibration
) -> None:
    front, back = calibration_page(WALLET, sheet("avery-5371"), calibration).sides
    figures = {
        (
            n.words,
            round(n.x + n.width / 2 - back.width / 2, 3) + 0.0,
            round(n.y + n.height / 2 - back.height / 2, 3) + 0.0,
        )
        for n in back.notes
    }
    across, up = round(calibration.reach * MM + 12 / 2 + 1, 3), round(calibration.reach * MM + 7 / 2 + 1, 3)
    assert figures >= {("+5", across, 0.0), ("\u22125", -across, 0.0), ("+5", 0.0, up), ("\u22125", 0.0, -up)}
    (length,) = [note for note in front.notes if note.kind == "figure"]
    assert (length.width, length.height) == (48.0, 10.5)


def test_the_line_is_as_long_as_it_says(sheet: Callable[[str], SheetSpec], calibration: Calibration) -> None:
    front = calibration_page(WALLET, sheet("avery-5371"), calibration).sides[0]
    (line,) = [mark for mark in front.marks if mark.kind == "ruler" and mark.y0 == mark.y1]
    assert line.x1 - line.x0 == pytest.approx(100 * MM)
    (figure,) = [note for note in front.notes if note.kind == "figure"]
    assert figure.words == "100 mm"
    back = calibration_page(WALLET, sheet("avery-5371"), calibration).sides[1]
    assert all(note.width < figure.width / 2 for note in back.notes if note.kind == "figure"), "“+5” is shorter"
    assert len([mark for mark in front.marks if mark.kind == "ruler" and mark.x0 == mark.x1]) == 11


@pytest.mark.parametrize(("name", "faces"), CASES)
def test_the_line_is_half_way_between_the_middle_and_the_lower_cross_hairs(
    sheet: Callable[[str], SheetSpec], calibration: Calibration, name: str, faces: list[Card]
) -> None:
    """It has a tick of three millimetres at each centimetre; its figure is 12 points above it."""
    front = calibration_page(faces, sheet(name), calibration, back_offset=(2 * MM, 1 * MM)).sides[0]
    y, start = (front.height / 2 + calibration.inset) / 2, front.width / 2 - 50 * MM
    rulers = [mark for mark in front.marks if mark.kind == "ruler"]
    ticks = [(start + at * MM, y - 1.5 * MM, start + at * MM, y + 1.5 * MM) for at in range(0, 101, 10)]
    places = [(mark.x0, mark.y0, mark.x1, mark.y1) for mark in rulers]
    assert places == [pytest.approx(place) for place in [(start, y, start + 100 * MM, y), *ticks]]
    (figure,) = [note for note in front.notes if note.kind == "figure"]
    middle = figure.x + figure.width / 2, figure.y + figure.height / 2
    assert middle == pytest.approx((front.width / 2, y + 12))


@pytest.mark.parametrize(("name", "faces"), CASES)
def test_instructions_are_two_dozen_points_from_the_rulers_and_as_wide_as_their_corners(
    sheet: Callable[[str], SheetSpec], calibration: Calibration, name: str, faces: list[Card]
) -> None:
    page = calibration_page(faces, sheet(name), calibration)
    for side in page.sides:
        (words,) = [note for note in side.notes if note.kind == "message"]
        low, high = side.height / 2 + 5 * MM + 24, side.height - calibration.inset - 5 * MM - 24
        box = (calibration.inset, low, side.width - calibration.inset, high)
        assert checks.note_box(words) == pytest.approx(box)


def test_each_side_has_instructions(sheet: Callable[[str], SheetSpec], calibration: Calibration) -> None:
    page = calibration_page(WALLET, sheet("avery-5371"), calibration, back_offset=(5 * MM, -5 * MM))
    for side in page.sides:
        (words,) = [note for note in side.notes if note.kind == "message"]
        assert words.words == f"sheet.calibration.{side.name}"
        assert not [mark for mark in side.marks if checks.overlap(checks.note_box(words), checks.line_box(mark))]
        figures = [note for note in side.notes if note is not words]
        assert not [note for note in figures if checks.overlap(checks.note_box(words), checks.note_box(note))]
        assert words.height > 72


def test_a_one_sided_product_is_refused(sheet: Callable[[str], SheetSpec], calibration: Calibration) -> None:
    with pytest.raises(UsageError, match="printed on one side"):
        calibration_page([Card(612, 792, safe=18)], sheet("letter"), calibration)


@pytest.mark.parametrize("offset", [(15.0, 0.0), (0.0, -15.0)])
def test_an_offset_that_no_printer_needs_is_refused_here_too(
    sheet: Callable[[str], SheetSpec], calibration: Calibration, offset: tuple[float, float]
) -> None:
    with pytest.raises(UsageError, match="larger than that of any printer"):
        calibration_page(WALLET, sheet("avery-5371"), calibration, back_offset=offset)


@pytest.mark.parametrize(("inset", "reach", "line", "fits"), [
    (52.6, 5, 100, True), (52.5, 5, 100, False), (225.3, 5, 100, True), (225.4, 5, 100, False), (108.0, 5, 190, True),
    (108.0, 5, 191, False),
])  # fmt: skip  # several cases to a line
def test_rulers_their_figures_and_the_line_need_so_much_room(
    sheet: Callable[[str], SheetSpec], inset: float, reach: int, line: int, fits: bool
) -> None:
    """A ruler has five millimetres and a figure beyond its end in the printable area, the line half an inch of paper."""
    made = Calibration(inset, reach, line)
    if fits:
        page = calibration_page(WALLET, sheet("avery-5371"), made)
        assert checks.within(page) == []
        crossed = middles(page.sides[0].marks, "cross", reach * MM)
        far = 612 - inset, 792 - inset
        expected = {(inset, inset), (far[0], inset), (inset, far[1]), far, (306.0, 396.0)}
        assert crossed == {(round(x, 3), round(y, 3)) for x, y in expected}
    else:
        with pytest.raises(LayoutError, match="does not fit on Avery 5371"):
            calibration_page(WALLET, sheet("avery-5371"), made)


@pytest.mark.parametrize(("edge", "flip"), [("left", ""), ("right", ""), ("bottom", "short"), ("top", "short"),
    ("bottom", ""), ("top", ""), ("left", "short"), ("right", "short")])  # fmt: skip  # several cases to a line
def test_rulers_need_room_beside_the_white_edge_on_every_side(
    sheet: Callable[[str], SheetSpec], edge: str, flip: str
) -> None:
    """A ruler, its figure and five millimetres reach 40.3 points beyond the cross hairs, which are 108 from the edge."""
    for white, fits in ((67.6, True), (67.7, False)):
        edges = replace(EdgeDistances.all(10.0), **{edge: white})
        spec = replace(sheet("avery-5371"), unprintable=edges, flip=flip)
        if fits:
            assert calibration_page(WALLET, spec, Calibration(108.0, 5, 100)).sides
        else:
            with pytest.raises(LayoutError, match="does not fit on Avery 5371"):
                calibration_page(WALLET, spec, Calibration(108.0, 5, 100))


@pytest.mark.parametrize(("spare", "fits"), [(0.1, True), (-0.1, False)])
def test_the_line_has_half_an_inch_of_paper_at_each_end(spare: float, fits: bool) -> None:
    spec = SheetSpec("strip", "Strip", 100 * MM + 72 + spare, 500.0, EdgeDistances.all(10.0), 0.0, marks=False)
    if fits:
        assert calibration_page([Card(100, 100)] * 2, spec, Calibration(60.0, 5, 100)).flip == "long"
    else:
        with pytest.raises(LayoutError, match="does not fit on Strip"):
            calibration_page([Card(100, 100)] * 2, spec, Calibration(60.0, 5, 100))


def test_rulers_that_do_not_fit_are_refused(sheet: Callable[[str], SheetSpec]) -> None:
    for wrong in (Calibration(300.0, 5, 100), Calibration(40.0, 10, 100), Calibration(108.0, 5, 250)):
        with pytest.raises(LayoutError, match="does not fit on Avery 5371"):
            calibration_page(WALLET, sheet("avery-5371"), wrong)


def test_rulers_that_do_not_fit_are_changed_in_a_file_that_is_named(
    sheet: Callable[[str], SheetSpec], calibration: Calibration
) -> None:
    with pytest.raises(LayoutError, match=r"content/sheets/calibration\.yaml:\d+"):
        calibration_page(WALLET, sheet("avery-5371"), replace(calibration, inset=300.0))
