"""Properties of imposition on any sheet with any faces, and proof that the checks report spoiled impositions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import imposechecks as checks
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from imposechecks import Card

from flyers.errors import LayoutError
from flyers.impose import place
from flyers.impose.place import (
    GAP,
    MARK_LEAST,
    MOST_OFFSET,
    NOTE_LEAST,
    CellGrid,
    EdgeDistances,
    Imposition,
    MarginNote,
    SheetMark,
    SheetSpec,
    impose,
)

pytestmark = pytest.mark.slow

lengths = st.floats(0, 40)
flips = st.sampled_from(["", "long", "short"])


@dataclass(frozen=True)
class Job:
    spec: SheetSpec
    faces: list[Card]
    offset: tuple[float, float] = (0.0, 0.0)

    def impose(self) -> Imposition:
        return impose(self.faces, self.spec, back_offset=self.offset)


@st.composite
def cards(draw: Any, sides: st.SearchStrategy[float]) -> list[Card]:
    width, height, bleed = draw(sides), draw(sides), draw(st.floats(0, 14))
    folds = st.lists(st.floats(0.1, 0.9).map(lambda share: share * width), max_size=2).map(tuple)
    return [Card(width, height, bleed, folds=draw(folds)) for _ in range(draw(st.integers(1, 4)))]


@st.composite
def perforated(draw: Any) -> Job:
    """Draw a sheet with cells in fixed places and four different margins."""
    faces = draw(cards(st.floats(40, 300)))
    width, height = faces[0].width, faces[0].height
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    pitch_x, pitch_y = width + draw(st.just(0.0) | lengths), height + draw(st.just(0.0) | lengths)
    edges = EdgeDistances(*(draw(st.floats(0, 30)) for _ in range(4)))
    clear = max(edges.left, edges.bottom, edges.right, edges.top)
    room = [draw(st.floats(0, 60)) for _ in range(4)]
    left, bottom, right, top = (clear + distance for distance in room)
    grid = CellGrid(columns, rows, width, height, left, top, pitch_x, pitch_y)
    paper = left + (columns - 1) * pitch_x + width + right, bottom + (rows - 1) * pitch_y + height + top
    spec = SheetSpec("any", "Any", *paper, edges, grid, flip=draw(flips), marks=draw(st.booleans()))
    most = min(MOST_OFFSET, *room) * 0.999
    offset = draw(st.just((0.0, 0.0)) | st.tuples(st.floats(-most, most), st.floats(-most, most)))
    return Job(spec, faces, offset)


@st.composite
def plain(draw: Any) -> Job:
    """Draw a sheet for as many copies as fit, with notes and marks."""
    faces = draw(cards(st.floats(100, 600)))
    edges = EdgeDistances(*(draw(st.floats(0, 30)) for _ in range(4)))
    paper = draw(st.floats(300, 1300)), draw(st.floats(300, 1300))
    fit = draw(st.just(0.0) | lengths)
    notes = draw(st.sampled_from([(), ("job",)]))
    return Job(
        SheetSpec("any", "Any", *paper, edges, fit, flip=draw(flips), marks=draw(st.booleans()), notes=notes), faces
    )


def imposed(job: Job) -> Imposition:
    try:
        return job.impose()
    except LayoutError as error:
        # Refusals that are right, and tested elsewhere.
        assume(not any(words in error.problem for words in ("does not fit", "has no room for", "cannot print")))
        raise


any_job = perforated() | plain()

AS_LARGE_AS_THE_PAPER = Job(
    SheetSpec("any", "Any", 300.0, 300.0, EdgeDistances(0.0, 0.0, 0.0, 1.0), 0.0, flip="", marks=False),
    [Card(300.0, 300.0, 0.0)],
)
"""It may run to the edges; such a face is drawn by chance alone."""


@given(any_job)
def test_each_face_is_once_in_each_cell(job: Job) -> None:
    found = imposed(job)
    cells = {(placed.row, placed.column) for placed in found.sides[0].placements}
    rows, columns = (max(numbers) + 1 for numbers in zip(*cells, strict=True))
    assert checks.up_on(found) == len(cells) == rows * columns
    if isinstance(job.spec.cells, CellGrid):
        assert (rows, columns) == (job.spec.cells.rows, job.spec.cells.columns)
    assert checks.counts(found, len(job.faces), cells) == []
    assert checks.order(found) == []


@given(any_job)
def test_every_back_is_behind_its_front(job: Job) -> None:
    found = imposed(job)
    assert (found.flip == "none") == (len(job.faces) == 1)
    assert job.spec.flip in ("", found.flip) or found.flip == "none"
    assert checks.backs(found, job.offset) == []


@example(AS_LARGE_AS_THE_PAPER)
@given(any_job)
def test_everything_is_in_the_printable_area(job: Job) -> None:
    """Only a face as large as the paper runs to its edges, alone on it."""
    found = imposed(job)
    if (job.faces[0].width, job.faces[0].height) != (job.spec.width, job.spec.height):
        assert checks.within(found) == []
        return
    paper = (0.0, 0.0, job.spec.width, job.spec.height)
    for side in found.sides:
        assert [(placed.trim, placed.art) for placed in side.placements] == [(paper, paper)]
        assert not side.marks
        assert not side.notes


@given(any_job)
def test_no_card_overlaps_another(job: Job) -> None:
    found = imposed(job)
    assert checks.apart(found) == []
    assert checks.runs(found, job.faces[0].bleed) == []


@given(any_job)
def test_marks_and_notes_are_clear_of_cards_and_in_the_right_places(job: Job) -> None:
    found = imposed(job)
    assert checks.clear(found) == []
    assert checks.true_marks(found, [face.folds for face in job.faces]) == []
    assert job.spec.marks or not any(side.marks for side in found.sides)


@given(plain())
def test_art_has_its_whole_bleed_without_a_neighbour(job: Job) -> None:
    found = imposed(job)
    gutter = 0.0 if isinstance(job.spec.cells, CellGrid) else job.spec.cells
    bleed, columns = job.faces[0].bleed, max(placed.column for placed in found.sides[0].placements)
    for side in found.sides:
        left, _, right, _ = side.printable
        for placed in side.placements:
            beyond = placed.x + placed.width
            # A face as large as the paper may run to its edge, any other to where the printer can print.
            at_left = {placed.x, placed.x - left} if placed.column == 0 else {gutter / 2}
            at_right = {side.width - beyond, right - beyond} if placed.column == columns else {gutter / 2}
            assert any(placed.run.left == pytest.approx(within(bleed, room), abs=1e-6) for room in at_left)
            assert any(placed.run.right == pytest.approx(within(bleed, room), abs=1e-6) for room in at_right)


def within(bleed: float, room: float) -> float:
    return max(0.0, min(bleed, room))


@given(plain(), st.floats(0, 30))
def test_no_other_orientation_of_the_paper_holds_more(job: Job, white: float) -> None:
    spec, face = replace(job.spec, unprintable=EdgeDistances.all(white)), job.faces[0]
    assert not isinstance(spec.cells, CellGrid)
    beside = white + face.bleed + (GAP + MARK_LEAST if spec.marks else 0)
    above = max(beside, white + face.bleed + GAP + NOTE_LEAST) if spec.notes else beside
    best = max(
        _most(across - 2 * beside, face.width, spec.cells) * _most(down - 2 * above, face.height, spec.cells)
        for across, down in ((spec.width, spec.height), (spec.height, spec.width))
    )
    assert checks.up_on(imposed(replace(job, spec=spec))) == best


def _most(room: float, size: float, gutter: float) -> int:
    """Return how many copies fit in *room*, by trying."""
    count = 0
    while (count + 1) * size + count * gutter <= room + 1e-6:
        count += 1
    return count


# Negative controls: a sound job, spoiled in one way, is told by the check that is there for it.

ASYMMETRIC = SheetSpec("any", "Any", 612, 792, EdgeDistances.all(10), CellGrid(2, 3, 200, 150, 20, 30, 240, 180))
TUMBLED = replace(ASYMMETRIC, flip="short")
TWO = [Card(200, 150), Card(200, 150)]
SHIFT = (3.0, -4.0)


def spoil(imposition: Imposition, side: int, change: Callable[[Any], Any], index: int | None = None) -> Imposition:
    """Change the placements of one side, or one of them."""
    sides = list(imposition.sides)
    placements = [
        change(placed) if index in (None, number) else placed for number, placed in enumerate(sides[side].placements)
    ]
    sides[side] = replace(sides[side], placements=tuple(placements))
    return replace(imposition, sides=tuple(sides))


def add(imposition: Imposition, **things: Any) -> Imposition:
    """Add marks or notes to the front."""
    return replace(imposition, sides=(replace(imposition.sides[0], **things), *imposition.sides[1:]))


def all_cells(imposition: Imposition) -> list[str]:
    return checks.counts(imposition, 2, {(row, column) for row in range(3) for column in range(2)})


FAULTS: dict[str, tuple[SheetSpec, Callable[[Imposition], Imposition], Callable[[Imposition], list[str]]]] = {
    "a cell left out": (
        ASYMMETRIC,
        lambda job: replace(job, sides=(replace(job.sides[0], placements=job.sides[0].placements[1:]), job.sides[1])),
        all_cells,
    ),
    "a face twice in a cell": (ASYMMETRIC, lambda job: spoil(job, 0, lambda p: replace(p, column=0), 1), all_cells),
    "the front again on the back": (ASYMMETRIC, lambda job: spoil(job, 1, lambda p: replace(p, face=0)), checks.order),
    "cells out of order": (
        ASYMMETRIC,
        lambda job: replace(job, sides=(job.sides[0], replace(job.sides[1], placements=job.sides[1].placements[::-1]))),
        checks.order,
    ),
    "margins not mirrored": (ASYMMETRIC, lambda job: spoil(job, 1, lambda p: replace(p, x=p.x - 132)), checks.backs),
    "flipped about the other edge": (ASYMMETRIC, lambda job: replace(job, flip="short"), checks.backs),
    "one back a point too high": (
        ASYMMETRIC,
        lambda job: spoil(job, 1, lambda p: replace(p, y=p.y + 1), 3),
        checks.backs,
    ),
    "upside-down backs": (ASYMMETRIC, lambda job: spoil(job, 1, lambda p: replace(p, rotated=180)), checks.backs),
    "tumbled backs upright": (TUMBLED, lambda job: spoil(job, 1, lambda p: replace(p, rotated=0)), checks.backs),
    "a card at the paper's edge": (
        ASYMMETRIC,
        lambda job: spoil(job, 0, lambda p: replace(p, x=9.0), 0),
        checks.within,
    ),
    "art at the paper's edge": (
        ASYMMETRIC,
        lambda job: spoil(job, 0, lambda p: replace(p, run=EdgeDistances.all(11)), 0),
        checks.within,
    ),
    "a mark at the paper's edge": (
        ASYMMETRIC,
        lambda job: add(job, marks=(SheetMark(5, 300, 15, 300, "cut"),)),
        checks.within,
    ),
    "a note off the paper": (
        ASYMMETRIC,
        lambda job: add(job, notes=(MarginNote("job", "", 400, 5, 300, 9),)),
        checks.within,
    ),
    "art beyond the middle of the gutter": (
        ASYMMETRIC,
        lambda job: spoil(job, 0, lambda p: replace(p, run=EdgeDistances.all(21)), None),
        checks.apart,
    ),
    "more art than bleed": (
        ASYMMETRIC,
        lambda job: spoil(job, 0, lambda p: replace(p, run=EdgeDistances.all(9.1)), 2),
        lambda job: checks.runs(job, 9.0),
    ),
    "a mark across a card": (
        ASYMMETRIC,
        lambda job: add(job, marks=(SheetMark(20, 300, 60, 300, "cut"),)),
        checks.clear,
    ),
    "a note on a card": (
        ASYMMETRIC,
        lambda job: add(job, notes=(MarginNote("job", "", 30, 400, 90, 9),)),
        checks.clear,
    ),
    "a mark that points at nothing": (
        ASYMMETRIC,
        lambda job: add(job, marks=(SheetMark(21, 770, 21, 780, "cut"),)),
        lambda job: checks.true_marks(job, [(), ()]),
    ),
}


@pytest.mark.parametrize(("spec", "change", "check"), FAULTS.values(), ids=FAULTS)
def test_the_checks_report_a_spoiled_imposition(
    spec: SheetSpec, change: Callable[[Imposition], Imposition], check: Callable[[Imposition], list[str]]
) -> None:
    sound = impose(TWO, spec)
    assert check(sound) == []
    assert check(change(sound)) != []


def test_the_checks_report_an_offset_of_the_wrong_sign() -> None:
    found = impose(TWO, ASYMMETRIC, back_offset=SHIFT)
    assert checks.backs(found, SHIFT) == []
    assert checks.backs(found, (-SHIFT[0], -SHIFT[1])) != []
    assert checks.backs(found) != []


@pytest.mark.parametrize("spec", [ASYMMETRIC, TUMBLED], ids=["long", "short"])
def test_the_checks_report_backs_that_are_not_turned_over(spec: SheetSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "turn_over", lambda x, y, width, height, grid: (x, y))
    assert checks.backs(impose(TWO, spec)) != []


def test_the_checks_report_folds_that_miss_each_other(sheet: Callable[[str], SheetSpec]) -> None:
    outside, inside = Card(792, 612, folds=(261.0, 526.5)), Card(792, 612, folds=(265.5, 531.0))
    assert checks.folds_meet(impose([outside, inside], sheet("tabloid"))) == []
    assert checks.folds_meet(impose([outside, outside], sheet("tabloid"))) != []
