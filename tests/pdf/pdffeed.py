"""Pages for the painter's tests: text set by the text engine, in documents made by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flyers.colour import Colour
from flyers.content.richtext import RichText
from flyers.layout.pages import Document, Element, Item, Page, TextLine
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter
from flyers.text.spec import TypeSpec

ROOT = Path(__file__).parents[2]

STACKS = {
    "en": (("noto-sans",), "Latn", 0),
    "es": (("noto-sans",), "Latn", 0),
    "ar": (("noto-sans-arabic", "noto-sans"), "Arab", 1),
    "ur": (("noto-nastaliq-urdu", "noto-sans"), "Arab", 1),
    "hi": (("noto-sans-devanagari", "noto-sans"), "Deva", 0),
    "zh-Hans": (("noto-sans-sc", "noto-sans"), "Hans", 0),
    "km": (("noto-sans-khmer", "noto-sans"), "Khmr", 0),
    "am": (("noto-sans-ethiopic", "noto-sans"), "Ethi", 0),
}

COLOURS = {
    "black": Colour("black", (0, 0, 0, 1), (0, 0, 0)),
    "white": Colour("white", (0, 0, 0, 0), (1, 1, 1)),
    "deep": Colour("deep", (1, 0.7, 0.1, 0.3), (0, 0.2, 0.45)),
}


@lru_cache(maxsize=1)
def library() -> FontLibrary:
    return FontLibrary.load(ROOT / "fonts")


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    return Typesetter(library())


def spec(language: str, size: float, leading: float = 1.5) -> TypeSpec:
    families, script, base = STACKS[language]
    return TypeSpec(families, size, leading * size, direction="rtl" if base else "ltr", script=script)


def set_line(text: str, language: str, x: float, y: float, size: float = 12, colour: str = "black") -> TextLine:
    """*text* on one line whose left edge is at (x, y)."""
    (line,) = set_paragraph(text, language, x, y, None, size, colour=colour)
    return line


def set_paragraph(
    text: str,
    language: str,
    x: float,
    top: float,
    measure: float | None,
    size: float = 12,
    leading: float = 1.5,
    colour: str = "black",
) -> list[TextLine]:
    """*text* in lines no wider than *measure*, or in one; the first baseline is at *top*."""
    rich, asked = RichText(unicodedata.normalize("NFC", text), language, "test.message"), spec(language, size, leading)
    if measure is None:
        measure = typesetter().natural_width(rich, asked) + 0.001
    lines = typesetter().paragraph(rich, asked, measure).lines
    return [
        TextLine(
            x=x,
            y=top - (line.baseline - lines[0].baseline),
            runs=line.runs,
            colour=colour,
            ground="white",
            block="test/block",
            message="test.message",
            role="body",
            size=size,
            floor=6.0,
            text=line.text,
            language=language,
            ink=line.ink,
        )
        for line in lines
    ]


def document(
    *pages: Sequence[Item],
    language: str = "en",
    size: tuple[float, float] = (612, 792),
    bleed: float = 9,
    **fields: object,
) -> Document:
    made = tuple(Page("front", *size, bleed, 9, tuple(items)) for items in pages)
    values: dict[str, object] = {
        "product": "poster",
        "language": language,
        "direction": "rtl" if STACKS[language][2] else "ltr",
        "title": "Help is near",
        "campaign": "Test campaign",
        "edition": "2026-11",
        "code": "4f2a91c",
        "draft": True,
        "pages": made,
        "structure": Element("Document"),
        "colours": COLOURS,
        "sizes": {},
    }
    return Document(**{**values, **fields})  # type: ignore[arg-type]
