"""One document of each thing that can be drawn, painted in every edition and compared with golden files, operator by
operator.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/pdf/test_golden_files.py``, read the diff,
commit.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from filedump import dump
from pdffeed import document, library, rich_text, set_line, set_paragraph

from flyers.content.press import Marks
from flyers.page.document import (
    Box,
    ContactOnLine,
    Document,
    Element,
    Finish,
    Page,
    Photo,
    Photograph,
    QrCode,
    Shape,
    TextLine,
)
from flyers.page.editions import OFFICE, SCREEN, Edition
from flyers.page.paths import rounded_box
from flyers.pdf.painter import paint
from pressed import PRESS

GOLDEN = Path(__file__).parent / "golden"
MOMENT = 1_790_000_000
CODE = QrCode(200, 20, 1.25, ("110", "101", "011"), "black", "white", "code", "hotline", "tel:+18883737888", "Call.")
PICTURE = Photograph("harbor", 2, 2, "cafe" * 16, True, False, bytes(range(0, 256, 16)))


def number_line(text: str, x: float, y: float, *, turn: int = 0) -> TextLine:
    line = set_line(text, "en", x, y, 14)
    last = line.runs[-1].glyphs[-1]
    return replace(line, turn=turn, contacts=(ContactOnLine("hotline", text, 0.0, last.x + last.advance),))


def front() -> Page:
    items = (
        Box(-9, 100, 270, 53, "deep", "ground"),
        set_line("Help is near", "en", 12, 120, 18, "white"),
        *set_paragraph(rich_text("Call now, at any hour, for free", "en"), 12, 84, 90.0, 10),
        number_line("1-888-373-7888", 12, 20),
        number_line("911", 240, 30, turn=90),
        Box(150, 60, 40, 20, "deep", "button", radius=6),
        Shape((("M", 10, 10), ("L", 30, 10), ("C", 30, 20, 20, 30, 10, 30), ("Z",)), "black", "white", "icon", "phone"),
        Shape((("M", 0, 0), ("L", 9, 0), ("L", 0, 9), ("Z",)), "deep", "white", "art", "art", rule="evenodd", art=True),
        CODE,
        Photo(140, 20, 36, 24, PICTURE, (0, 0, 2, 2), "white", "white", "photo", "harbor", alt="A harbor."),
        replace(set_line("page 1 of 2", "en", 12, 4, 6), running=True, counts=(1, 2)),
    )
    tools = (
        Finish("die", rounded_box((0.0, 0.0, 252.0, 144.0), 9.0)),
        Finish("perforation", (("M", 126.0, 0.0), ("L", 126.0, 144.0))),
    )
    return Page("front", 252, 144, 9, 9, items, folds=(126.0,), level_folds=(72.0,), finishing=tools)


def back() -> Page:
    items = (
        set_line("المساعدة مجانية، اتصلوا بـ 911 الآن", "ar", 40, 100, 12),
        set_line("www.example.org", "en", 40, 60, 10, "deep"),
        set_line("តើអ្នកមានសុវត្ថិភាពទេ?", "km", 40, 30, 12),
    )
    return Page("back", 252, 144, 9, 9, items, direction="rtl")


TREE = Element(
    "Document",
    (
        Element("H1", items=((0, 1),)),
        Element("P", items=((0, 2), (0, 3))),
        Element("P", items=((0, 4),)),
        Element("L", (Element("LI", (Element("Lbl", items=((0, 7),)), Element("LBody", items=((0, 5),)))),)),
        Element("Figure", items=((0, 9),), alt="Call."),
        Element("Figure", items=((0, 10),), alt="A harbor."),
        Element("P", items=((1, 0),), language="ar"),
        Element("P", items=((1, 1),)),
        Element("P", items=((1, 2),), language="km"),
    ),
    language="en",
)


def sample() -> Document:
    return document(front(), back(), structure=TREE, targets={("hotline", ""): "tel:+18883737888"}, secondary="ar")


BARE = replace(PRESS.condition, marks=Marks(crop=False, fold=False), slug=0.0, pdfx="1a", overprint_black=False)
EDITIONS = {
    "press": PRESS,
    "press-bare": PRESS.on(BARE),
    "screen": SCREEN,
    "office": replace(OFFICE, colour_space="gray"),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_a_file_is_as_approved(name: str) -> None:
    edition: Edition = EDITIONS[name]
    whole = replace(sample(), flip="short") if name == "office" else sample()
    text = dump(paint(whole, edition, library(), MOMENT))
    file = GOLDEN / f"file.{name}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if that is meant, see the head of this file"
