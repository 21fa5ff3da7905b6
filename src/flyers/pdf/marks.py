"""What stands outside the bleed for the printer: crop marks, fold marks, the slug line.

Crop marks are 0.25 pt, 15 pt long and begin 3 pt outside the bleed, so that not even a mark that is off by a cutting
tolerance prints inside it. They and the fold marks are in registration colour (Separation ``All``, PDF 32000-1
8.6.6.4), which prints on every plate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.layout.pages import Document, Page
from flyers.pdf.boxes import PageBoxes
from flyers.pdf.numbers import number, numbers

WEIGHT = 0.25
LENGTH = 15.0
GAP = 3.0
"""Between the bleed and a mark."""

REGISTRATION = "CSall"
"""Name of the registration colour among a page's resources."""


def printer_marks(page: Page, boxes: PageBoxes) -> list[str]:
    """Eight crop marks, and a dashed mark above and below each fold."""
    strokes = [f"{numbers(*one)} m {numbers(*other)} l" for one, other in _crop_lines(boxes)]
    operators = ["q", f"/{REGISTRATION} CS 1 SCN {number(WEIGHT)} w", *strokes, "S"]
    folds = [boxes.trim[0] + x for x in page.folds]
    if folds:
        _, bottom, _, top = boxes.bleed
        operators.append("[2 2] 0 d")
        for x in folds:
            operators.append(f"{numbers(x, bottom - GAP)} m {numbers(x, bottom - GAP - LENGTH)} l")
            operators.append(f"{numbers(x, top + GAP)} m {numbers(x, top + GAP + LENGTH)} l")
        operators.append("S")
    operators.append("Q")
    return operators


Point = tuple[float, float]


def _crop_lines(boxes: PageBoxes) -> list[tuple[Point, Point]]:
    left, bottom, right, top = boxes.trim
    bleed = boxes.bleed
    near, far = GAP, GAP + LENGTH
    lines: list[tuple[Point, Point]] = []
    for y in (bottom, top):
        lines.append(((bleed[0] - near, y), (bleed[0] - far, y)))
        lines.append(((bleed[2] + near, y), (bleed[2] + far, y)))
    for x in (left, right):
        lines.append(((x, bleed[1] - near), (x, bleed[1] - far)))
        lines.append(((x, bleed[3] + near), (x, bleed[3] + far)))
    return lines


DRAFT = "draft translation \u2013 no native reader has signed it"


def slug_texts(document: Document, page: Page, language_name: str, date: str) -> tuple[list[str], list[str]]:
    """What is said above the page and below it, in parts that stay on a line."""
    above = [
        document.product,
        f"{document.language} {language_name}".strip(),
        document.edition,
        document.code,
        date,
    ]
    below = [page.face, trim_size(page)]
    if document.draft:
        below.append(DRAFT)
    return [part for part in above if part], [part for part in below if part]


def trim_size(page: Page) -> str:
    """``3.5 x 2 in (88.9 x 50.8 mm)``."""
    inches = [f"{value / 72:.4f}".rstrip("0").rstrip(".") for value in (page.width, page.height)]
    millimetres = [f"{value / 72 * 25.4:.1f}".removesuffix(".0") for value in (page.width, page.height)]
    return f"{_times(inches)} in ({_times(millimetres)} mm)"


def _times(sides: Sequence[str]) -> str:
    return " \u00d7 ".join(sides)


def registration_colour() -> Any:
    """The colour space Separation ``All``: every plate that the press has, 100 % of each where a reader shows four."""
    transform = {
        "FunctionType": 2,
        "Domain": pdfdoc.PDFArrayCompact([0, 1]),
        "C0": pdfdoc.PDFArrayCompact([0, 0, 0, 0]),
        "C1": pdfdoc.PDFArrayCompact([1, 1, 1, 1]),
        "N": 1,
    }
    return pdfdoc.PDFArrayCompact(
        [
            pdfdoc.PDFName("Separation"),
            pdfdoc.PDFName("All"),
            pdfdoc.PDFName("DeviceCMYK"),
            pdfdoc.PDFDictionary(transform),
        ]
    )
