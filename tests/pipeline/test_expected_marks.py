"""Where the proof expects printer's marks, the lines of tools and the modules of a code: written out for a small page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flyers.page.paths import rounded_box
from flyers.pdf.finishing import WEIGHT
from flyers.pipeline.expected_marks import finishing_lines, printer_marks
from flyers.pipeline.expected_pictures import _modules

HALF = 0.125
"""Of a line that is 0.25 pt wide."""


def page(**change: Any) -> Any:
    """A page of 100 × 60 pt that is folded upright at 40 and level at 20."""
    usual = {"width": 100.0, "height": 60.0, "folds": (40.0,), "level_folds": (20.0,), "sheet": False, "finishing": ()}
    return SimpleNamespace(**{**usual, **change})


def marks(**change: Any) -> Any:
    """Marks of 9 pt that begin 6 pt away from the trim."""
    return SimpleNamespace(**{"offset": 6.0, "length": 9.0, "weight": 0.25, "crop": True, "fold": True, **change})


CROP = {
    (-15, -HALF, -6, HALF), (106, -HALF, 115, HALF), (-15, 60 - HALF, -6, 60 + HALF), (106, 60 - HALF, 115, 60 + HALF),
    (-HALF, -15, HALF, -6), (-HALF, 66, HALF, 75), (100 - HALF, -15, 100 + HALF, -6), (100 - HALF, 66, 100 + HALF, 75),
}  # fmt: skip

FOLD = {
    # below and above, from the trim on: 2 pt and 2 pt of white, the last dash cut off
    (40 - HALF, -8, 40 + HALF, -6), (40 - HALF, -12, 40 + HALF, -10), (40 - HALF, -15, 40 + HALF, -14),
    (40 - HALF, 66, 40 + HALF, 68), (40 - HALF, 70, 40 + HALF, 72), (40 - HALF, 74, 40 + HALF, 75),
    # on the left and on the right
    (-8, 20 - HALF, -6, 20 + HALF), (-12, 20 - HALF, -10, 20 + HALF), (-15, 20 - HALF, -14, 20 + HALF),
    (106, 20 - HALF, 108, 20 + HALF), (110, 20 - HALF, 112, 20 + HALF), (114, 20 - HALF, 115, 20 + HALF),
}  # fmt: skip


def boxes(page: Any, marks: Any) -> dict[str, set[tuple[float, ...]]]:
    drawings = list(printer_marks(page, marks))
    assert all(len(one.boxes) == len(set(one.boxes)) for one in drawings)
    assert all((one.colour.space, one.colour.values) == ("DeviceCMYK", (1, 1, 1, 1)) for one in drawings)
    return {one.where: set(one.boxes) for one in drawings}


def test_crop_and_fold_marks_are_around_the_trim() -> None:
    assert boxes(page(), marks()) == {"crop marks": CROP, "fold marks": FOLD}


def test_each_kind_of_mark_may_be_left_out() -> None:
    assert boxes(page(), marks(crop=False)) == {"fold marks": FOLD}
    assert boxes(page(), marks(fold=False)) == {"crop marks": CROP}
    assert boxes(page(folds=(), level_folds=()), marks()) == {"crop marks": CROP}


def test_a_sheet_has_its_own_marks() -> None:
    sheet = page(sheet=True, marks=((0.0, 5.0, 9.0, 5.0),), fold_marks=((7.0, 0.0, 7.0, 3.0),))
    crop, fold = {(0, 5 - HALF, 9, 5 + HALF)}, {(7 - HALF, 0, 7 + HALF, 2)}
    assert boxes(sheet, marks()) == {"crop marks": crop, "fold marks": fold}


def test_a_line_of_a_tool_is_whole_or_of_dashes_and_a_die_is_a_frame() -> None:
    half = WEIGHT / 2
    line = (("M", 0.0, 30.0), ("L", 5.0, 30.0))
    die = rounded_box((10.0, 10.0, 90.0, 50.0), 4.0)
    finishes = [
        SimpleNamespace(kind=kind, path=path) for kind, path in (("cut", line), ("perforation", line), ("die", die))
    ]
    cut, perforation, frame = finishing_lines(page(finishing=finishes))
    assert cut.boxes == ((0.0, 30.0 - half, 5.0, 30.0 + half),)
    assert perforation.boxes == ((0.0, 30.0 - half, 2.0, 30.0 + half), (4.0, 30.0 - half, 5.0, 30.0 + half))
    outside = rounded_box((10 - half, 10 - half, 90 + half, 50 + half), 4 + half)
    inside = rounded_box((10 + half, 10 + half, 90 - half, 50 - half), 4 - half)
    assert (frame.path, frame.even_odd) == ((*outside, *inside), True)
    assert [one.name for one in (cut, perforation, frame)] == [f"the line of the {one.kind}" for one in finishes]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (("101", "011"), [(10, 22, 12, 24), (14, 22, 16, 24), (12, 20, 16, 22)]),
        (("111",), [(10, 20, 16, 22)]),
        (("000", "010"), [(12, 20, 14, 22)]),
    ],
)
def test_a_row_of_dark_modules_is_one_rectangle(matrix: tuple[str, ...], expected: list[tuple[int, ...]]) -> None:
    code = SimpleNamespace(x=10.0, y=20.0, module=2.0, matrix=matrix)
    assert list(_modules(code)) == expected
