"""The slug line as lines of text like any other, so that it is embedded, subset and extracted in the same way."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

import uharfbuzz as hb

from flyers.layout.pages import Document, Page, TextLine
from flyers.pdf.boxes import PageBoxes
from flyers.pdf.marks import slug_texts
from flyers.text.model import Glyph, GlyphRun

FACE = "noto-sans:regular"
BLACK = "slug"
"""Name under which the painter knows the slug's 100 % black."""

_LARGEST = 6.0
_EDGE = 4.0
"""Between the line and the edge of the media."""


def slug_lines(document: Document, page: Page, boxes: PageBoxes, face: Any, moment: int) -> list[TextLine]:
    """One line in the strip above the page and one below it, in the page's (trim's) coordinates.

    They stand outside the crop marks and shrink to the width of the media where they must.
    """
    date = time.strftime("%Y-%m-%d", time.gmtime(moment))
    above, below = slug_texts(document, page, language_name(document.language), date)
    media_width, media_height = boxes.media[2:]
    left, bottom = boxes.trim[:2]
    return [
        _line(above, _EDGE - left, media_height - _EDGE - 4.5 - bottom, media_width - 2 * _EDGE, face),
        _line(below, _EDGE - left, _EDGE - bottom, media_width - 2 * _EDGE, face),
    ]


def _line(text: str, x: float, y: float, room: float, face: Any) -> TextLine:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "en"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(face.font, buffer, {"liga": False})
    total = sum(position.x_advance for position in buffer.glyph_positions) / face.upem
    size = min(_LARGEST, room / total)
    scale = size / face.upem
    glyphs = []
    pen = 0.0
    starts = [info.cluster for info in buffer.glyph_infos] + [len(text)]
    for index, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
        advance = position.x_advance * scale
        glyphs.append(Glyph(info.codepoint, pen, 0.0, advance, text[starts[index] : starts[index + 1]]))
        pen += advance
    run = GlyphRun(FACE, size, 0, "Latn", "en", tuple(glyphs))
    return TextLine(
        x=x,
        y=y,
        runs=(run,),
        colour=BLACK,
        ground="",
        block="slug",
        message="",
        role="slug",
        size=size,
        floor=0.0,
        text=text,
        language="en",
        ink=(0.0, 0.0, pen, size),
    )


@lru_cache(maxsize=256)
def language_name(tag: str) -> str:
    """The English name of a language from CLDR, ``Chinese (Simplified)`` for ``zh-Hans``; "" where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return ""
