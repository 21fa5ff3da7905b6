"""Lines of text for the painter's tests: itemised and shaped by the text engine, broken at spaces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flyers.colour import Colour
from flyers.content.richtext import RichText
from flyers.layout.pages import Document, Element, Item, Page, TextLine
from flyers.text.bidi import visual_order
from flyers.text.fonts import FontLibrary
from flyers.text.itemize import itemize
from flyers.text.model import Glyph, GlyphRun
from flyers.text.shaping import Shaper

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

_SHAPER = Shaper()


@lru_cache(maxsize=1)
def library() -> FontLibrary:
    return FontLibrary.load(ROOT / "fonts")


def set_line(text: str, language: str, x: float, y: float, size: float = 12, colour: str = "black") -> TextLine:
    """*text* on one line whose left edge is at (x, y)."""
    families, script, base = STACKS[language]
    rich = RichText(text, language, "test.message")
    items = itemize(rich, library(), families, "regular", base, script)
    shaped = [
        _SHAPER.shape(text, item.start, item.end, item.face, item.script, item.shaping_language, item.level % 2 == 1)
        for item in items
    ]
    lefts = [0.0] * len(items)
    pen = 0.0
    for index in visual_order([item.level for item in items]):
        lefts[index] = pen
        pen += shaped[index].width * size
    runs = []
    for item, glyphs, left in zip(items, shaped, lefts, strict=True):
        placed = []
        for glyph in glyphs.glyphs:
            before = glyphs.width - glyph.before - glyph.advance if item.level % 2 else glyph.before
            placed.append(
                Glyph(
                    glyph.gid,
                    left + (before + glyph.dx) * size,
                    glyph.dy * size,
                    glyph.advance * size,
                    glyph.text,
                )
            )
        runs.append(GlyphRun(item.face.key, size, item.level, item.script, language, tuple(placed)))
    return TextLine(
        x,
        y,
        tuple(runs),
        colour,
        "white",
        "test/block",
        "test.message",
        "body",
        size,
        6,
        text,
        language,
        (0, -size / 4, pen, size),
    )


def set_paragraph(
    text: str, language: str, x: float, top: float, measure: float, size: float = 12, leading: float = 1.5
) -> list[TextLine]:
    """*text* broken at spaces (or anywhere in Chinese) into lines no wider than *measure*."""
    lines: list[TextLine] = []
    pieces = list(text) if language == "zh-Hans" else [f"{word} " for word in text.split(" ")]
    held = ""
    y = top
    for piece in pieces:
        if held and width(set_line((held + piece).strip(), language, 0, 0, size)) > measure:
            lines.append(_aligned(held.strip(), language, x, y, measure, size))
            y -= leading * size
            held = ""
        held += piece
    lines.append(_aligned(held.strip(), language, x, y, measure, size))
    return lines


def _aligned(text: str, language: str, x: float, y: float, measure: float, size: float) -> TextLine:
    if STACKS[language][2]:
        x += measure - width(set_line(text, language, 0, 0, size))
    return set_line(text, language, x, y, size)


def width(line: TextLine) -> float:
    return line.ink[2]


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
