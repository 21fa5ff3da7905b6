"""The slug as lines of text like any other, so that it is embedded, subset and extracted in the same way."""

from __future__ import annotations

import time
from collections.abc import Sequence
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

_SIZES = (6.0, 5.5, 5.0, 4.5, 4.0)
_LEADING = 1.2
"""Em."""

_EDGE = 3.0
"""Between the slug's ink and the edge of the media, at most."""

_CLEARANCE = 5.0
"""Between the slug and a mark beside it."""

_ASCENT, _DESCENT = 0.78, 0.24
"""Em that the ink reaches above and below the baseline."""

_BETWEEN = " \u00b7 "


def slug_lines(document: Document, page: Page, boxes: PageBoxes, face: Any, moment: int) -> list[TextLine]:
    """Lines in the strip above the page, and in the one below it, in the page's (trim's) coordinates.

    They stand between the marks of the left edge and of the first fold or the right edge, in as many lines as it takes,
    in smaller type where there is no room for them.
    """
    date = time.strftime("%Y-%m-%d", time.gmtime(moment))
    above, below = slug_texts(document, page, date)
    strip = boxes.bleed[1] - boxes.media[1]
    top = boxes.media[3] - boxes.trim[1]
    bottom = boxes.media[1] - boxes.trim[1]
    room = min([*page.folds, page.width]) - 2 * _CLEARANCE
    size, texts = _fitted(above, room, strip, face)
    first = top - _EDGE - _ASCENT * size
    lines = [_line(text, first - _LEADING * size * row, size, face) for row, text in enumerate(texts)]
    size, texts = _fitted(below, room, strip, face)
    last = bottom + _EDGE + _DESCENT * size
    lines += [_line(text, last + _LEADING * size * row, size, face) for row, text in enumerate(reversed(texts))][::-1]
    return lines


def _fitted(parts: Sequence[str], room: float, strip: float, face: Any) -> tuple[float, list[str]]:
    """The largest size at which *parts* fit, and their lines; at the smallest, a part may be wider than the *room*."""
    for size in _SIZES:
        lines = _wrapped(parts, room / size, face)
        height = (_LEADING * (len(lines) - 1) + _ASCENT + _DESCENT) * size
        if height <= strip - _EDGE and all(_width(line, face) * size <= room for line in lines):
            break
    return size, lines


def _wrapped(parts: Sequence[str], room: float, face: Any) -> list[str]:
    """*parts* in lines no wider than *room* (em), each with as many as it holds."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and _width(longer, face) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _width(text: str, face: Any) -> float:
    return sum(advance for _, _, advance in _shaped(text, face))


@lru_cache(maxsize=256)
def _shaped(text: str, face: Any) -> list[tuple[int, str, float]]:
    """Glyph, its characters and its advance in em."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "en"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(face.font, buffer, {"liga": False})
    starts = [info.cluster for info in buffer.glyph_infos] + [len(text)]
    return [
        (info.codepoint, text[starts[index] : starts[index + 1]], position.x_advance / face.upem)
        for index, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    ]


def _line(text: str, y: float, size: float, face: Any) -> TextLine:
    glyphs = []
    pen = 0.0
    for gid, carried, advance in _shaped(text, face):
        glyphs.append(Glyph(gid, pen, 0.0, advance * size, carried))
        pen += advance * size
    return TextLine(
        x=_CLEARANCE,
        y=y,
        runs=(GlyphRun(FACE, size, 0, "Latn", "en", tuple(glyphs)),),
        colour=BLACK,
        ground="",
        block="slug",
        message="",
        role="slug",
        size=size,
        floor=0.0,
        text=text,
        language="en",
        ink=(0.0, -_DESCENT * size, pen, _ASCENT * size),
    )
