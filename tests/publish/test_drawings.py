"""The drawings of the ticket, each with its measures: a diff of the golden file shows what moved.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/publish/test_drawings.py``, read the diff,
commit.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from flyers.page.document import Box
from flyers.publish import ticket_page as drawings
from flyers.publish.order import FOLDS, Fold
from flyers.publish.ticket_page import DrawingItem

GOLDEN = Path(__file__).parent / "golden" / "drawings.txt"
WIDTH = 86.0
KINDS: list[Fold] = [kind for kind in FOLDS if kind != "none"]

Stroke = tuple[tuple[float, float], tuple[float, float]]


def line_of_drawing(item: DrawingItem) -> str:
    """Return a box with its measures, and a shape with all its corners."""
    if isinstance(item, Box):
        return f"box {item.x:.2f} {item.y:.2f} {item.width:.2f} × {item.height:.2f} {item.colour}"
    path = " ".join(f"{step[0]}{','.join(f'{value:.2f}' for value in step[1:])}" for step in item.path)
    return f"shape {path} {item.colour} on {item.ground}"


def test_every_drawing_is_as_approved() -> None:
    pictures = {
        "A face without folds, 90 × 60 with a bleed of 3": drawings.flat(90.0, 60.0, 3.0, ()),
        "A face with two folds": drawings.flat(90.0, 60.0, 3.0, (30.0, 60.0)),
        "A low face, whose arrow is a third of its height": drawings.flat(90.0, 12.0, 0.0, ()),
        "Two sides that turn, 86 × 20": drawings.turn(WIDTH, 20.0),
    }
    pictures |= {f"{kind}, {drawings.rise(WIDTH):.2f} high": drawings.fold(kind, WIDTH, True) for kind in KINDS}
    text = (
        "\n".join(
            line for title, drawing in pictures.items() for line in ("", f"== {title}", *map(line_of_drawing, drawing))
        )
        + "\n"
    )
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8"), "if that is meant, see the head of this file"


def middles(drawing: list[DrawingItem]) -> list[Stroke]:
    """Return both ends of each stroke, at the middle of its weight."""
    found = []
    for item in drawing:
        assert not isinstance(item, Box)
        a, b, c, d = ((float(step[1]), float(step[2])) for step in item.path[:4])
        found.append((_middle(a, d), _middle(b, c)))
    return found


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_fold_of_a_mirrored_sheet_is_mirrored(kind: Fold) -> None:
    """The narrow panel is then at the other end."""
    mirrored = [
        coordinate
        for stroke in middles(drawings.fold(kind, WIDTH, False))
        for x, y in stroke
        for coordinate in (WIDTH - x, y)
    ]
    assert mirrored == pytest.approx(
        [value for stroke in middles(drawings.fold(kind, WIDTH, True)) for point in stroke for value in point]
    )


@pytest.mark.parametrize(("kind", "panels"), [("half", 2), ("z-fold", 3)])
def test_panels_are_equally_wide_and_meet_at_the_folds(kind: Fold, panels: int) -> None:
    strokes = middles(drawings.fold(kind, WIDTH, True))
    assert [math.dist(*stroke) for stroke in strokes] == pytest.approx([0.4 * WIDTH] * panels)
    ends = [point for stroke in strokes for point in stroke]
    assert len({(round(x, 6), round(abs(y), 6)) for x, y in ends}) == panels + 1


def test_the_panel_that_folds_in_is_narrower_and_below() -> None:
    spine, inner, outer = middles(drawings.fold("c-fold", WIDTH, True))
    assert 0.95 * math.dist(*outer) < math.dist(*inner) < math.dist(*outer) == pytest.approx(math.dist(*spine))
    assert inner[1][1] < outer[1][1]
    assert (inner[0], outer[0]) == (pytest.approx(spine[0]), pytest.approx(spine[1]))


def test_a_z_fold_goes_down_up_and_down() -> None:
    falls = [end[1] - start[1] for start, end in middles(drawings.fold("z-fold", WIDTH, True))]
    assert [fall > 0 for fall in falls] == [False, True, False]
    assert [abs(fall) for fall in falls] == pytest.approx([abs(falls[0])] * 3)


def test_a_tent_stands_on_its_foot_with_its_flap_inside() -> None:
    foot, front, back, flap = middles(drawings.fold("tent", WIDTH, True))
    assert foot[0][1] == foot[1][1] == pytest.approx(0)
    assert front[1] == pytest.approx(back[0])
    assert math.dist(*front) == pytest.approx(math.dist(*back))
    assert foot[0][0] < flap[1][0] < foot[1][0]
    assert 0 < flap[1][1] < front[1][1]


def test_the_second_fold_of_a_cross_fold_is_in_the_middle_of_both_leaves() -> None:
    left, right, second = middles(drawings.fold("cross-fold", WIDTH, True))
    assert sorted([*second]) == [pytest.approx(point) for point in sorted([_middle(*left), _middle(*right)])]


def test_front_and_back_have_the_axis_in_the_middle_between_them() -> None:
    drawing = drawings.turn(WIDTH, 20.0)
    grounds = [item for item in drawing if isinstance(item, Box) and (item.width, item.height) == (38.0, 20.0)]
    axis = {item.x + item.width / 2 for item in drawing if isinstance(item, Box) and item.y < 1 and item.width < 1}
    assert [ground.x for ground in grounds] == [0.0, WIDTH - 38.0]
    assert axis == {WIDTH / 2}
