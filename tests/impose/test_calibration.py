"""The calibration page: where its cross hairs, rulers, ticks and figures are, in millimetres from a place's zero."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from imposechecks import Card

from flyers.impose.calibration import calibration_page
from flyers.impose.model import MarginNote, SheetMark, SheetSide, SheetSpec
from flyers.impose.sheets import load_calibration
from flyers.pipeline.session import Session
from flyers.units import POINTS

MM = POINTS["mm"]
CARDS = [Card(252, 144), Card(252, 144)]


@pytest.fixture
def sides(session: Session, sheet: Callable[[str], SheetSpec]) -> tuple[SheetSide, SheetSide]:
    front, back = calibration_page(CARDS, sheet("avery-5371"), load_calibration(session.campaign)).sides
    return front, back


@pytest.fixture
def reach(session: Session) -> int:
    return load_calibration(session.campaign).reach


def from_zero(mark: SheetMark, x: float, y: float) -> tuple[float, ...]:
    """Return a mark's ends in millimetres from a place."""
    ends = (mark.x0 - x, mark.y0 - y, mark.x1 - x, mark.y1 - y)
    return tuple(round(end / MM, 3) + 0.0 for end in ends)


def near(side: SheetSide, x: float, y: float, reach: int) -> set[tuple[float, ...]]:
    """Return the marks of the place at *x*, *y*."""
    placed = [from_zero(mark, x, y) for mark in side.marks]
    return {ends for ends in placed if all(abs(end) <= reach for end in ends)}


def test_cross_hairs_are_at_the_corners_and_in_the_middle(
    session: Session, sides: tuple[SheetSide, SheetSide], reach: int
) -> None:
    front, inset = sides[0], load_calibration(session.campaign).inset
    for x in (inset, front.width - inset):
        for y in (inset, front.height - inset):
            assert near(front, x, y, reach) == {(-reach, 0, reach, 0), (0, -reach, 0, reach)}
    middle = near(front, front.width / 2, front.height / 2, reach)
    assert middle == {(-reach, 0, reach, 0), (0, -reach, 0, reach)}
    assert sum(mark.kind == "cross" for mark in front.marks) == 10


def test_rulers_have_a_tick_each_millimetre_and_a_longer_one_each_five(
    sides: tuple[SheetSide, SheetSide], reach: int
) -> None:
    back = sides[1]
    expected = {(-reach, 0, reach, 0), (0, -reach, 0, reach)}
    for step in (*range(-reach, 0), *range(1, reach + 1)):
        half = 1.5 if step % 5 == 0 else 0.75
        expected |= {(step, -half, step, half), (-half, step, half, step)}
    assert near(back, back.width / 2, back.height / 2, reach) == expected
    assert len(back.marks) == 5 * len(expected)


def test_figures_stand_a_point_beyond_the_rulers_ends(sides: tuple[SheetSide, SheetSide], reach: int) -> None:
    back = sides[1]

    def middle(note: MarginNote) -> tuple[float, float]:
        return note.x + note.width / 2 - back.width / 2, note.y + note.height / 2 - back.height / 2

    figures = [note for note in back.notes if note.kind == "figure"]
    placed = {(note.words, *(round(way, 3) + 0.0 for way in middle(note))) for note in figures}
    across, up = round(reach * MM + 12 / 2 + 1, 3), round(reach * MM + 7 / 2 + 1, 3)
    assert placed >= {
        (f"+{reach}", across, 0.0),
        (f"\u2212{reach}", -across, 0.0),
        (f"+{reach}", 0.0, up),
        (f"\u2212{reach}", 0.0, -up),
    }
    assert len(figures) == 20


def test_the_line_has_its_length_and_a_tick_each_centimetre(
    session: Session, sides: tuple[SheetSide, SheetSide]
) -> None:
    front, length = sides[0], load_calibration(session.campaign).line
    line, *ticks = [mark for mark in front.marks if mark.kind == "ruler"]
    start = front.width / 2 - length * MM / 2
    assert from_zero(line, start, line.y0) == (0, 0, length, 0)
    assert [from_zero(tick, start, line.y0) for tick in ticks] == [
        (step, -1.5, step, 1.5) for step in range(0, length + 1, 10)
    ]
    (figure,) = [note for note in front.notes if note.kind == "figure"]
    assert (figure.words, figure.width, figure.height) == (f"{length} mm", 48.0, 10.5)
    assert figure.x + figure.width / 2 == pytest.approx(front.width / 2)
    assert figure.y + figure.height / 2 == pytest.approx(line.y0 + 12)
