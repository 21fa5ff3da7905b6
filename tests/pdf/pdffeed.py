"""Pages for the painter's tests: text from the text engine, in documents built by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from flyers.colour import Colour
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.page.document import Document, Element, Item, Page, TextLine
from flyers.pipeline import session
from flyers.pipeline.session import Session
from flyers.text.fonts import FontLibrary
from flyers.text.model import TypeSpec

ROOT = Path(__file__).parents[2]

COLOURS = {
    "black": Colour("black", (0, 0, 0, 1), (0, 0, 0)),
    "white": Colour("white", (0, 0, 0, 0), (1, 1, 1)),
    "deep": Colour("deep", (1, 0.7, 0.1, 0.3), (0, 0.2, 0.45)),
}


def open_session() -> Session:
    """Return a session of this repository's campaign, with its fonts and languages."""
    return session.open_session(ROOT)


def library() -> FontLibrary:
    return open_session().library


def spec(language: str, size: float) -> TypeSpec:
    """Return the registry's type for *language*, with the campaign's other fonts for words of other scripts."""
    entry = open_session().registry.language(language)
    return TypeSpec(
        tuple(dict.fromkeys([*entry.fonts, *library().families])),
        size,
        entry.leading * size,
        ascent=entry.ascent,
        descent=entry.descent,
        direction="rtl" if entry.rtl else "ltr",
        script=entry.script,
    )


def rich_text(text: str, language: str) -> RichText:
    return RichText(unicodedata.normalize("NFC", text), language, MessageKey("test.message"))


def set_line(text: str, language: str, x: float, y: float, size: float = 12, colour: str = "black") -> TextLine:
    """Return *text* on one line whose left edge is at (x, y)."""
    (line,) = set_paragraph(rich_text(text, language), x, y, None, size, colour)
    return line


def set_paragraph(
    text: RichText, x: float, top: float, measure: float | None, size: float, colour: str = "black"
) -> list[TextLine]:
    """Return *text* in lines no wider than *measure* or its widest word, or on one line without a measure.

    The first baseline is at *top*.
    """
    typesetter, type_spec = open_session().typesetter, spec(text.language, size)
    least = typesetter.natural_width(text, type_spec) if measure is None else typesetter.min_width(text, type_spec)
    lines = typesetter.paragraph(text, type_spec, max(measure or 0, least + 0.001))
    return [
        TextLine(
            x=x,
            y=top - (line.baseline - lines[0].baseline),
            runs=line.runs,
            colour=colour,
            ground="white",
            block="test/block",
            message=MessageKey("test.message"),
            role="body",
            size=size,
            floor=6.0,
            text=line.text,
            language=text.language,
            ink=line.ink,
            contacts=line.contacts,
        )
        for line in lines
    ]


def document(
    *pages: Sequence[Item] | Page,
    language: str = "en",
    **fields: object,
) -> Document:
    """Return a document of *pages*; items without a page get a Letter page."""
    all_pages = tuple(page if isinstance(page, Page) else Page("front", 612, 792, 9, 9, tuple(page)) for page in pages)
    values: dict[str, object] = {
        "product": "poster",
        "language": language,
        "language_names": open_session().registry.language(language).english,
        "direction": "rtl" if open_session().registry.language(language).rtl else "ltr",
        "title": "Help is near",
        "campaign": "Test campaign",
        "issue": "2026-11",
        "code": "4f2a91c",
        "draft": True,
        "pages": all_pages,
        "structure": Element("Document"),
        "colours": COLOURS,
        "sizes": {},
    }
    return Document(**{**values, **fields})
