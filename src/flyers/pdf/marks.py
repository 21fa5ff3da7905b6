"""Marks for the print shop: crop and fold marks outside the bleed, and the lines by which tools cut.

Crop and fold marks have the places, lengths and weights of the print condition. They are in registration colour
(Separation ``All``, PDF 32000-1 8.6.6.4), which prints on every plate.

Lines of tools are in the Separation ``Dieline``, by which shops know them. They overprint, so that the art beneath is
whole on every plate. They are no optional content with processing steps (ISO 19593-1): PDF/X-1a forbids layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flyers.content.press import Marks
from flyers.page.document import Finish, Page
from flyers.page.editions import PageBoxes
from flyers.page.items import Point, Rectangle
from flyers.pdf.graphics_operators import STATE_NAMES, number, numbers, path_segments

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


SPOT = "Dieline"
"""The name of the colorant."""

DIELINE = "CSdie"
"""The name of the colour in a page's resources."""

ALTERNATE = (0.0, 1.0, 0.0, 0.0)
"""What viewers show in its place: magenta, which no theme of ours has."""

WEIGHT = 0.5
DASH = 2.0
"""Points of a dash of a perforation, and of the gap after it."""


def finishing_operators(page: Page) -> list[str]:
    """Return the operators that draw what tools do to *page*, in coordinates of its trim."""
    if not page.finishing:
        return []
    begin = ["q", f"/{STATE_NAMES['over']} gs", f"/{DIELINE} CS 1 SCN {number(WEIGHT)} w"]
    return [*begin, *(operator for finish in page.finishing for operator in _stroke(finish)), "Q"]


def _stroke(finish: Finish) -> list[str]:
    dash = f"[{number(DASH)} {number(DASH)}] 0 d" if finish.kind == "perforation" else "[] 0 d"
    return [dash, *path_segments(finish.path), "S"]
