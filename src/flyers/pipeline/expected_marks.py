"""What must be on and around a page besides its items: printer's marks, and lines for tools, as plain data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.page.document import Page
from flyers.page.paths import Path, box_around, rounded_box
from flyers.pdf.finishing import ALTERNATE, WEIGHT
from flyers.proof.pictures.expected import Drawing, ExpectedColour, ExpectedRectangles, ExpectedShape

if TYPE_CHECKING:
    from flyers.content.press import Marks
    from flyers.proof.geometry import Box as PointBox

_DIELINE = ExpectedColour("DeviceCMYK", ALTERNATE)
_REGISTRATION = ExpectedColour("DeviceCMYK", (1.0, 1.0, 1.0, 1.0))

_DASH = 2.0
"""Points of a dash of a fold mark, and of the gap after it."""


def printer_marks(page: Page, marks: Marks) -> Iterator[ExpectedRectangles]:
    """Yield the crop marks and fold marks around *page* that the print condition asks for."""
    half = marks.weight / 2
    if marks.crop:
        lines = page.marks if page.sheet else tuple(_crop_lines(page, marks))
        yield ExpectedRectangles(
            tuple(_stroke(line, half) for line in lines), _REGISTRATION, "crop marks", "a crop mark", "stroke"
        )
    folds = page.fold_marks if page.sheet else tuple(_fold_lines(page, marks))
    if marks.fold and folds:
        dashes = (dash for line in folds for dash in _dashes(line))
        yield ExpectedRectangles(
            tuple(_stroke(line, half) for line in dashes), _REGISTRATION, "fold marks", "a fold mark", "stroke"
        )


def finishing_lines(page: Page) -> Iterator[Drawing]:
    """Yield the lines for the tools, as viewers show their spot colour."""
    half = WEIGHT / 2
    for finish in page.finishing:
        where, name = "finishing", f"the line of the {finish.kind}"
        box = box_around(finish.path)
        if finish.path[-1][0] != "Z":
            lines = _dashes(box) if finish.kind == "perforation" else (box,)
            yield ExpectedRectangles(tuple(_stroke(line, half) for line in lines), _DIELINE, where, name, "stroke")
            continue
        radius = _radius(finish.path, box)
        left, bottom, right, top = box
        outside = rounded_box((left - half, bottom - half, right + half, top + half), radius and radius + half)
        inside = rounded_box((left + half, bottom + half, right - half, top - half), radius and radius - half)
        yield ExpectedShape((*outside, *inside), _DIELINE, where, name, even_odd=True)


def _radius(path: Path, box: PointBox) -> float:
    """Return the radius of the corners of a box that `rounded_box` has made."""
    return float(path[0][1]) - box[0]


def _crop_lines(page: Page, marks: Marks) -> Iterator[PointBox]:
    near, far = marks.offset, marks.offset + marks.length
    for y in (0.0, page.height):
        yield -near, y, -far, y
        yield page.width + near, y, page.width + far, y
    for x in (0.0, page.width):
        yield x, -near, x, -far
        yield x, page.height + near, x, page.height + far


def _fold_lines(page: Page, marks: Marks) -> Iterator[PointBox]:
    near, far = marks.offset, marks.offset + marks.length
    for x in page.folds:
        yield x, -near, x, -far
        yield x, page.height + near, x, page.height + far
    for y in page.level_folds:
        yield -near, y, -far, y
        yield page.width + near, y, page.width + far, y


def _dashes(line: PointBox) -> Iterator[PointBox]:
    """Yield the dashes of a line, the first of which begins at its first end."""
    x0, y0, x1, y1 = line
    length = math.hypot(x1 - x0, y1 - y0)
    right, up = (x1 - x0) / length, (y1 - y0) / length
    for index in range(math.ceil(length / (2 * _DASH))):
        begin, end = 2 * _DASH * index, min(2 * _DASH * index + _DASH, length)
        yield x0 + right * begin, y0 + up * begin, x0 + right * end, y0 + up * end


def _stroke(line: PointBox, half: float) -> PointBox:
    """Return the box of a level or upright line with butt ends that is twice *half* wide."""
    left, right = sorted((line[0], line[2]))
    bottom, top = sorted((line[1], line[3]))
    if left == right:
        return left - half, bottom, right + half, top
    return left, bottom - half, right, top + half
