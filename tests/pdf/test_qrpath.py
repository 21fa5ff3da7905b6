"""The outlines of a code's dark modules: whatever the matrix is, they fill these and nothing else."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from flyers.pdf.graphics_operators import outline

Corner = tuple[int, int]


def outlines(matrix: tuple[str, ...]) -> list[list[Corner]]:
    """Return the corners of each closed outline."""
    found: list[list[Corner]] = []
    words: list[int] = []
    for word in outline(matrix).split():
        if word == "m":
            found.append([(words[0], words[1])])
        elif word == "l":
            found[-1].append((words[0], words[1]))
        elif word != "h":
            words.append(int(word))
            continue
        words.clear()
    return found


def winding(loops: list[list[Corner]], x: int, y: int) -> int:
    """Return how often *loops* run round the middle of the module at (x, y), counter-clockwise."""
    sides = ((one, other) for loop in loops for one, other in pairwise([*loop, loop[0]]))
    upright = [(one, other) for one, other in sides if one[0] == other[0] and one[0] > x]
    return sum(
        (1 if one[1] < other[1] else -1) for one, other in upright if min(one[1], other[1]) <= y < max(one[1], other[1])
    )


@pytest.mark.parametrize("seed", range(200))
def test_outlines_wind_once_round_dark_modules_and_never_round_light_ones(seed: int) -> None:
    chance = random.Random(seed)
    wide, high, share = chance.randint(1, 12), chance.randint(1, 12), chance.random()
    matrix = tuple("".join("01"[chance.random() < share] for _ in range(wide)) for _ in range(high))
    loops = outlines(matrix)
    for row, cells in enumerate(matrix):
        for x, cell in enumerate(cells):
            assert winding(loops, x, high - 1 - row) == int(cell)


def test_modules_that_touch_at_a_corner_have_outlines_of_their_own() -> None:
    assert outline(("10", "01")) == "0 1 m 1 1 l 1 2 l 0 2 l h 1 0 m 2 0 l 2 1 l 1 1 l h"


def test_a_hole_runs_the_other_way_and_straight_sides_have_no_points_inside() -> None:
    assert outline(("111", "101", "111")) == "0 0 m 3 0 l 3 3 l 0 3 l h 1 1 m 1 2 l 2 2 l 2 1 l h"
