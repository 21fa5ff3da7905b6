"""Finishing as a layout's data: dies, cuts, perforations, holes and level folds, from the file to the page."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expecting import with_pages
from flyers.errors import Source
from flyers.findings import Severity
from flyers.impose.document import in_black
from flyers.layout.finishing import FinishLine, FinishShape, faults, placed
from flyers.page.document import Finish
from flyers.page.editions import OFFICE, PRESS, SCREEN, Edition
from flyers.page.paths import box_around, rounded_box
from flyers.proof.checks.legibility import corners, distance_to
from flyers.proof.geometry import turns
from flyers.proof.run import proof
from turned import add_layout, composed, made, painted, session

LAYOUT = """\
title: document.wallet-card.title
trim: [6in, 6in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
on_request: true
roles:
  headline: {aim: 13pt, floor: 8.5pt, weight: bold, balance: true, tag: H1}
  number:   {aim: 20pt, floor: 13pt, weight: bold}
  body: {aim: 9pt, floor: 7pt}
finishing:
  - die: {at: [0.25in, 0.25in], size: [5.5in, 5.5in], radius: 0.25in}
  - hole: {middle: [2.5in, 0.9in], diameter: 0.6in, by_printer: true}
  - hole: {at: [1in, 0.75in], size: [1in, 0.25in], radius: 0.125in}
  - fold: {from: [0in, 3in], to: [6in, 3in]}
  - perforation: {from: [1.5in, 287pt], to: [1.5in, 5.75in], times: 3, step: [1in, 0in]}
  - cut: {from: [0.25in, 4in], to: [5.75in, 4in]}
  - perforation: {from: [0.25in, 283pt], to: [411pt, 283pt]}
faces:
  - name: front
    ground: tint
    panels:
      - name: front
        padding: {x: 36pt, top: 1.55in, bottom: 36pt}
        gap: 3pt
        blocks:
          - text: {message: card.headline, role: headline}
          - contact: {contact: hotline, role: number}
          - space: {size: 1.1in}
          - text: {message: help.hotline.line, role: body}
  - name: back
    ground: paper
    panels:
      - name: back
        padding: {x: 36pt, top: 1.55in, bottom: 36pt}
        blocks:
          - text: {message: help.danger, role: body}
"""
PRODUCT = "finished"
SOURCE = Source("layout.yaml")


@pytest.fixture(scope="module", autouse=True)
def _layout() -> None:
    add_layout(PRODUCT, LAYOUT)


def press(condition: str = "gracol", pdfx: str = "4") -> Edition:
    return PRESS.on(replace(session().condition(condition), pdfx=pdfx))


# --- places -----------------------------------------------------------------------------------------------------------


def test_places_count_from_the_start_and_backs_are_the_same_paper() -> None:
    """The hole is nearer to the start: left on an English front, right on its back and on an Arabic front."""
    for language, sides in (("en", (180.0, 252.0)), ("ar", (252.0, 180.0))):
        _, document = composed(language, PRODUCT)
        middles = []
        for page in document.pages:
            hole = next(finish for finish in page.finishing if finish.by_printer)
            left, bottom, right, top = box_around(hole.path)
            middles.append((left + right) / 2)
            assert (bottom + top) / 2 == pytest.approx(432 - 64.8)
            assert page.level_folds == (216.0,)
            assert page.folds == ()
        assert tuple(middles) == pytest.approx(sides)


def test_a_line_may_be_repeated() -> None:
    _, document = composed("en", PRODUCT)
    lines = [box_around(finish.path) for finish in document.pages[0].finishing if finish.kind == "perforation"]
    assert [(box[0], box[1], box[3]) for box in lines[:3]] == [(108, 18, 145), (180, 18, 145), (252, 18, 145)]


@pytest.mark.parametrize(("spec", "told"), [
    (FinishLine("fold", (0.02, 50.0), (99.98, 50.0), SOURCE), ""), (FinishLine("fold", (30.0, 0.02), (30.0, 79.98), SOURCE), ""),
    (FinishLine("fold", (0.03, 50.0), (100.0, 50.0), SOURCE), "runs from edge to edge"),
    (FinishLine("fold", (0.0, 50.0), (99.97, 50.0), SOURCE), "runs from edge to edge"),
    (FinishLine("fold", (30.0, 0.03), (30.0, 80.0), SOURCE), "runs from edge to edge"),
    (FinishLine("fold", (30.0, 0.0), (30.0, 79.97), SOURCE), "runs from edge to edge"),
    (FinishLine("cut", (10.0, 50.0), (90.0, 50.0), SOURCE), ""), (FinishLine("perforation", (30.0, 10.0), (30.0, 70.0), SOURCE), ""),
    (FinishLine("cut", (-0.02, 50.0), (100.02, 50.0), SOURCE), ""), (FinishLine("cut", (10.0, -0.02), (10.0, 80.02), SOURCE), ""),
    (FinishLine("cut", (-0.03, 50.0), (90.0, 50.0), SOURCE), "This cut is outside the trim."),
    (FinishLine("cut", (10.0, 50.0), (100.03, 50.0), SOURCE), "This cut is outside the trim."),
    (FinishLine("cut", (10.0, 10.0), (10.0, 80.03), SOURCE), "This cut is outside the trim."),
    (FinishLine("cut", (10.0, -0.03), (10.0, 80.0), SOURCE), "This cut is outside the trim."),
    (FinishLine("cut", (10.0, 50.0), (20.0, 50.0), SOURCE, 5, (20.0, 0.0)), ""),
    (FinishLine("cut", (10.0, 50.0), (20.0, 50.0), SOURCE, 6, (20.0, 0.0)), "This cut is outside the trim."),
    (FinishLine("cut", (10.0, 50.0), (20.0, 50.0), SOURCE, 4, (0.0, 10.0)), ""),
    (FinishLine("cut", (10.0, 50.0), (20.0, 50.0), SOURCE, 5, (0.0, 10.0)), "This cut is outside the trim."),
    (FinishShape("die", (0.0, 0.0), (100.0, 80.0), SOURCE), ""),
    (FinishShape("die", (1.0, 0.0), (100.0, 80.0), SOURCE), "This die is outside the trim."),
    (FinishShape("hole", (0.0, 1.0), (100.0, 80.0), SOURCE), "This hole is outside the trim."),
])  # fmt: skip  # several cases to a line
def test_tools_stay_on_the_sheet_and_folds_cross_it(spec: FinishLine | FinishShape, told: str) -> None:
    found = [error.problem for error in faults([spec], 100.0, 80.0)]
    assert len(found) == (1 if told else 0)
    assert all(told in problem for problem in found)


@given(st.floats(10, 200), st.floats(10, 200), st.floats(0, 300))
def test_a_rounded_box_stays_in_its_box(width: float, height: float, radius: float) -> None:
    path = rounded_box((0, 0, width, height), radius)
    assert box_around(path) == pytest.approx((0, 0, width, height))
    assert path[-1] == ("Z",)


@given(st.booleans(), st.floats(0, 100), st.floats(0, 100))
def test_mirroring_keeps_heights_and_turns_places_over(mirrored: bool, x: float, y: float) -> None:
    hole = FinishShape("hole", (x, y), (20, 10), SOURCE)
    line = FinishLine("cut", (x, y), (x, y + 50), SOURCE)
    *_, others = placed([hole, line], 200, 300, mirrored=mirrored)
    left, bottom, right, top = box_around(others[0].path)
    assert (right - left, top - bottom) == pytest.approx((20, 10), abs=0.002)  # places are rounded to a thousandth
    assert top == pytest.approx(300 - y, abs=0.001)
    assert left == pytest.approx(200 - x - 20 if mirrored else x, abs=0.001)
    assert box_around(others[1].path)[0] == pytest.approx(200 - x if mirrored else x, abs=0.001)


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "ur", "km"])
@pytest.mark.parametrize("edition", ["screen", "office", "gracol", "1a", "black"])
def test_every_edition_is_proved_and_only_press_files_have_lines_for_tools(language: str, edition: str) -> None:
    wanted = {"screen": SCREEN, "office": OFFICE}.get(edition) or press(pdfx="1a" if edition == "1a" else "4")
    localized, document = composed(language, PRODUCT)
    if edition == "black":
        document, wanted = in_black(document), wanted.in_black()
    data, expected = painted(document, wanted, localized, PRODUCT)
    result = proof(data, expected)
    assert [str(finding) for finding in result.findings] == []
    assert (b"/Dieline" in data) == wanted.for_press


def test_the_lines_are_a_plate_of_their_own() -> None:
    data, _ = made("en", press(), PRODUCT)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        space = pdf.pages[0].Resources.ColorSpace.CSdie
        assert list(map(str, space[:3])) == ["/Separation", "/Dieline", "/DeviceCMYK"]
        assert [float(ink) for ink in space[3].C1] == [0, 1, 0, 0]
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    lines = content[content.index("/CSdie CS") :]
    assert content[: content.index("/CSdie CS")].rstrip().endswith("/GSover gs")
    assert lines.count("S\n") >= 7


# --- the safe margin --------------------------------------------------------------------------------------------------


@given(st.floats(0, 400), st.floats(0, 400), st.floats(1, 100), st.floats(1, 100), st.floats(0, 400), st.floats(0, 400))
def test_the_distance_to_a_line_is_that_of_the_nearest_points(
    left: float, bottom: float, width: float, height: float, x: float, y: float
) -> None:
    box = (left, bottom, left + width, bottom + height)
    line = Finish("cut", (("M", x, y), ("L", x, y + 60)))
    steps = [y + 60 * share / 60 for share in range(61)]
    sampled = min(math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - at, 0, at - box[3])) for at in steps)
    assert distance_to(box, line) <= sampled + 1e-9
    assert distance_to(box, line) >= sampled - 1.0


@given(st.floats(-60, 60), st.floats(-60, 60))
def test_what_is_inside_a_round_hole(x: float, y: float) -> None:
    hole = rounded_box((-40, -40, 40, 40), 40)
    if abs(math.hypot(x, y) - 40) > 0.1:
        assert bool(turns(corners(hole), (x, y))) == (math.hypot(x, y) < 40)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("perforation: {from: [0in, 1.7in], to: [6in, 1.7in]}", "0.0 pt from the perforation, nearer than 9 pt"),
        ("cut: {from: [0.4in, 1in], to: [0.4in, 3in]}", "pt from the cut, nearer than 9 pt"),
        ("hole: {middle: [0.7in, 1.95in], diameter: 0.5in}", "where the hole is|pt from the hole, nearer than 9 pt"),
        ("die: {at: [0in, 3in], size: [6in, 3in]}", "outside the die"),
        ("fold: {from: [0in, 1.7in], to: [6in, 1.7in]}", "beyond the safe area"),
    ],
)
@pytest.mark.parametrize("edition", ["screen", "press"])
def test_text_keeps_its_distance_from_every_tool(entry: str, problem: str, edition: str) -> None:
    name = f"unsafe-{entry.partition(':')[0]}"
    start, end = LAYOUT.index("finishing:"), LAYOUT.index("faces:")
    add_layout(name, f"{LAYOUT[:start]}finishing:\n  - {entry}\n{LAYOUT[end:]}")
    data, expected = made("en", press() if edition == "press" else SCREEN, name)
    findings = [finding for finding in proof(data, expected).findings if finding.code == "T304"]
    assert findings
    assert all(finding.severity is Severity.ERROR for finding in findings)
    assert any(re.search(problem, str(finding)) for finding in findings), list(map(str, findings))


# --- mutants ----------------------------------------------------------------------------------------------------------


def changed(old: str, new: str, *, count: int = 1) -> bytes:
    data, _ = made("en", press(), PRODUCT)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
        start = content.index("/CSdie CS") - 40
        head, tail = content[:start], content[start:]
        assert old in tail, tail[:400]
        pdf.pages[0].Contents = pdf.make_stream((head + tail.replace(old, new, count)).encode("latin-1"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("[2 2] 0 d\n108 18 m\n108 145 l\nS\n", "", {"V901"}),
        ("108 18 m\n108 145 l", "112 18 m\n112 145 l", {"V903"}),
        ("/GSover gs", "/GSknock gs", {"C509"}),
        ("/CSdie CS 1 SCN", "/CSdie CS 0.5 SCN", {"C509"}),
        ("/CSdie CS 1 SCN", "0 1 0 0 K", {"V905"}),
        ("[2 2] 0 d\n108 18 m", "200 200 50 50 re S\n[2 2] 0 d\n108 18 m", {"V902"}),
        ("[2 2] 0 d\n108 18 m", "/CSdie cs 1 scn 200 200 50 50 re f\n[2 2] 0 d\n108 18 m", {"V902", "C509"}),
    ],
)
def test_a_changed_line_for_a_tool_is_found(old: str, new: str, codes: set[str]) -> None:
    _, expected = made("en", press(), PRODUCT)
    result = proof(changed(old, new), expected)
    assert codes <= set(result.codes), [str(finding) for finding in result.findings]


def test_a_line_for_a_tool_in_a_file_without_any_is_found() -> None:
    """A spot colour is no ink of ours: C501 says so where nothing was composed in it."""
    data, expected = made("en", press(), PRODUCT)
    bare = with_pages(expected, lambda page: replace(page, finishing=()))
    assert {"V902", "C501"} <= set(proof(data, bare).codes)


def test_a_missing_mark_of_a_level_fold_is_found() -> None:
    data, expected = made("en", press(), PRODUCT)
    folded = with_pages(expected, lambda page: replace(page, level_folds=(*page.level_folds, 100.0)))
    found = [str(finding) for finding in proof(data, folded).findings]
    assert any("V901" in finding and "the set of fold marks" in finding for finding in found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_press_sheet_has_the_lines_of_every_copy(language: str) -> None:
    from flyers.impose.document import as_document
    from flyers.impose.place import impose
    from flyers.impose.sheets import find_sheet

    localized, document = composed(language, PRODUCT)
    imposition = impose(document.pages, find_sheet(session().campaign, "13x19"))
    sheets = as_document(document, imposition, localized, session().typesetter, for_press=True)
    copies = len(imposition.sides[0].placements)
    assert copies > 1
    for page, face in zip(sheets.pages, document.pages, strict=True):
        assert len(page.finishing) == copies * len(face.finishing)
        assert page.fold_marks
    data, expected = painted(sheets, press(), localized, PRODUCT)
    assert [str(finding) for finding in proof(data, expected).findings] == []


def test_an_office_sheet_shows_where_to_cut_with_scissors() -> None:
    from flyers.impose.document import CUT, as_document
    from flyers.impose.place import impose
    from flyers.impose.sheets import find_sheet

    localized, document = composed("en", PRODUCT)
    imposition = impose(document.pages, find_sheet(session().campaign, "letter"))
    sheets = as_document(document, imposition, localized, session().typesetter, for_press=False)
    lines = [item for item in sheets.pages[0].items if getattr(item, "block", "") == "sheet/cut"]
    upright = [line for line in lines if line.height > 100 and line.colour == CUT]
    level = [line for line in lines if line.width > 100 and line.colour == CUT]
    assert (len(upright), len(level)) == (3, 2)
    assert not any(page.finishing for page in sheets.pages)


@pytest.mark.parametrize(("mirrored", "left"), [(False, 10.0), (True, 60.0)])
def test_a_hole_is_as_far_from_the_start_and_the_top_as_it_says(mirrored: bool, left: float) -> None:
    """30 by 20 points, 10 from the start and 5 from the top of a page of 100 by 50."""
    hole = FinishShape("hole", (10.0, 5.0), (30.0, 20.0), Source("layout.yaml"), 2.0, by_printer=True)
    folds, level, (made,) = placed([hole], 100.0, 50.0, mirrored=mirrored)
    assert (folds, level, made.kind, made.by_printer) == ((), (), "hole", True)
    assert box_around(made.path) == pytest.approx((left, 25.0, left + 30, 45.0))


def test_a_fold_outside_the_trim_is_told_once() -> None:
    outside = FinishLine("fold", (120.0, 10.0), (120.0, 40.0), Source("layout.yaml"))
    assert [error.problem for error in faults([outside], 100.0, 50.0)] == ["This fold is outside the trim."]
    short = replace(outside, start=(20.0, 10.0), end=(20.0, 40.0))
    assert [error.problem for error in faults([outside, short], 100.0, 50.0)] == [
        "This fold is outside the trim.", "A fold runs from edge to edge of the sheet.",
    ]  # fmt: skip  # one a line
