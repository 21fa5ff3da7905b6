"""What the checks of the proof are given in tests: parts of a page, made by hand; no file is read."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary

from flyers.page.document import QrCode
from flyers.proof.expectations import PlacedCode
from flyers.proof.geometry import Box
from flyers.proof.interpreter import Interpreter
from flyers.proof.objects import WordBudget
from flyers.proof.painted import DrawnGlyph, PageContents, Paint, PdfColour

SITE = "https://www.example.org/es"
BOX: Box = (100.0, 100.0, 141.0, 141.0)
AREA: Box = (0, 0, 200, 200)
"""The page of `contents`."""
CODE = PlacedCode(0, QrCode(100.0, 100.0, 1.0, ("1" * 41,) * 41, "ink", "paper", "front/code", "site", SITE), SITE)
BLACK = PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))


def paint(box: Box = BOX, colour: PdfColour = BLACK, kind: str = "fill", **values: Any) -> Paint:
    usual = {"order": 1, "overprint": False, "overprint_mode": 0, "solid": False, "thinnest": 1.0, "parts": (box,)}
    return Paint(kind, box=box, colour=colour, inks=None, **{**usual, **values})


def letters(text: str, x: float = 10.0, y: float = 50.0, size: float = 10.0) -> list[DrawnGlyph]:
    """Letters half as wide as high, which fill their boxes."""
    return [
        DrawnGlyph(1, 1, letter, "F", size, left, y, 5.0, (left, y, left + 5.0, y + 10.0), (size, 0.0, 0.0, size))
        for number, letter in enumerate(text)
        for left in [x + 5.0 * number]
    ]


def contents(operators: str, resources: Dictionary | None = None, origin: tuple[float, float] = (0, 0)) -> PageContents:
    """Return what a page of 200 × 200 pt with these operators contains."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(operators.encode())
    interpreter = Interpreter({}, origin, WordBudget())
    interpreter.run(page.obj, resources)
    return interpreter.contents
