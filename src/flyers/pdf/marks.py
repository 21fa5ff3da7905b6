"""Crop marks and fold marks outside the bleed.

Their places, lengths and weights are those of the print condition. They are in registration colour (Separation ``All``,
PDF 32000-1 8.6.6.4), which prints on every plate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flyers.content.press import Marks
from flyers.page.document import Page
from flyers.page.editions import PageBoxes
from flyers.page.items import Point, Rectangle
from flyers.pdf.graphics_operators import number, numbers

REGISTRATION = "CSall"
"""The name of the registration colour in a page's resources."""


def printer_marks(page: Page, boxes: PageBoxes, marks: Marks) -> list[str]:
    """Return the operators of eight crop marks, and of a dashed mark at both ends of each fold.

    A page that is a sheet with many copies has its own lines to cut and to fold along instead.
    """
    operators = ["q", f"/{REGISTRATION} CS 1 SCN {number(marks.weight)} w"]
    if marks.crop:
        operators += [*_strokes(_sheet_lines(page.marks, boxes) if page.sheet else _crop_lines(boxes, marks)), "S"]
    folds = _sheet_lines(page.fold_marks, boxes) if page.sheet else _fold_lines(page, boxes, marks)
    if marks.fold and (dashed := list(_strokes(folds))):
        operators += ["[2 2] 0 d", *dashed, "S"]
    return [*operators, "Q"]


Stroke = tuple[Point, Point]


def _strokes(lines: Iterable[Stroke]) -> Iterator[str]:
    for one, other in lines:
        yield f"{numbers(*one)} m {numbers(*other)} l"


def _crop_lines(boxes: PageBoxes, marks: Marks) -> Iterator[Stroke]:
    left, bottom, right, top = boxes.trim
    near, far = marks.offset, marks.offset + marks.length
    for y in (bottom, top):
        yield (left - near, y), (left - far, y)
        yield (right + near, y), (right + far, y)
    for x in (left, right):
        yield (x, bottom - near), (x, bottom - far)
        yield (x, top + near), (x, top + far)


def _sheet_lines(lines: Iterable[Rectangle], boxes: PageBoxes) -> Iterator[Stroke]:
    """Yield the lines along which a sheet with many copies is cut, or folded."""
    x, y = boxes.trim[:2]
    for x0, y0, x1, y1 in lines:
        yield (x0 + x, y0 + y), (x1 + x, y1 + y)


def _fold_lines(page: Page, boxes: PageBoxes, marks: Marks) -> Iterator[Stroke]:
    left, bottom, right, top = boxes.trim
    near, far = marks.offset, marks.offset + marks.length
    for x in (boxes.trim[0] + fold for fold in page.folds):
        yield (x, bottom - near), (x, bottom - far)
        yield (x, top + near), (x, top + far)
    for y in (bottom + fold for fold in page.level_folds):
        yield (left - near, y), (left - far, y)
        yield (right + near, y), (right + far, y)
