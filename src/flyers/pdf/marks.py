"""Marks for the print shop: crop and fold marks outside the bleed, the slug, and the lines by which tools cut.

Crop and fold marks have the places, lengths and weights of the print condition. They are in registration colour
(Separation ``All``, PDF 32000-1 8.6.6.4), which prints on every plate. The slug is small print that names the job, as
lines of text that are embedded like any others.

Lines of tools are in the Separation ``Dieline``, by which shops know them. They overprint, so that the art beneath is
whole on every plate. They are no optional content with processing steps (ISO 19593-1): PDF/X-1a forbids layers.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.press import Marks
from flyers.layout.lines import LineLabels, text_line
from flyers.page.document import Document, Page, TextLine
from flyers.page.editions import PageBoxes
from flyers.page.items import Rectangle, moved_rectangle
from flyers.pdf.graphics_operators import OVERPRINT, number, numbers, path_segments
from flyers.pdf.metadata import UNSIGNED
from flyers.text.fonts import OWN_FAMILY, FontLibrary
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.units import dimensions

REGISTRATION = "CSall"  # The name of the registration colour in a page's resources.


def printer_marks(page: Page, boxes: PageBoxes, marks: Marks) -> list[str]:
    """Return the operators of eight crop marks, and of a dashed mark at both ends of each fold.

    A page that is a sheet with many copies has its own lines to cut and to fold along instead.
    """
    operators = ["q", f"/{REGISTRATION} CS 1 SCN {number(marks.weight)} w"]
    left, bottom, right, top = boxes.trim
    if page.sheet:
        crops, folds = (
            [moved_rectangle(line, left, bottom) for line in lines] for lines in (page.marks, page.fold_marks)
        )
    else:
        crops = [*_level(boxes, marks, (bottom, top)), *_upright(boxes, marks, (left, right))]
        folds = [*_upright(boxes, marks, (left + fold for fold in page.folds))]
        folds += _level(boxes, marks, (bottom + fold for fold in page.level_folds))
    if marks.crop:
        operators += [*_strokes(crops), "S"]
    if marks.fold and folds:
        operators += ["[2 2] 0 d", *_strokes(folds), "S"]
    return [*operators, "Q"]


def _strokes(lines: Iterable[Rectangle]) -> list[str]:
    return [f"{numbers(x0, y0)} m {numbers(x1, y1)} l" for x0, y0, x1, y1 in lines]


def _level(boxes: PageBoxes, marks: Marks, places: Iterable[float]) -> Iterator[Rectangle]:
    """Yield a mark on either side of the trim at each of the *places* up the page, as its two ends."""
    near, far = marks.offset, marks.offset + marks.length
    for y in places:
        yield boxes.trim[0] - near, y, boxes.trim[0] - far, y
        yield boxes.trim[2] + near, y, boxes.trim[2] + far, y


def _upright(boxes: PageBoxes, marks: Marks, places: Iterable[float]) -> Iterator[Rectangle]:
    """Yield a mark below and above the trim at each of the *places* across the page, as its two ends."""
    near, far = marks.offset, marks.offset + marks.length
    for x in places:
        yield x, boxes.trim[1] - near, x, boxes.trim[1] - far
        yield x, boxes.trim[3] + near, x, boxes.trim[3] + far


SPOT, DIELINE = "Dieline", "CSdie"  # The name of the colorant, and of the colour in a page's resources.

ALTERNATE = (0.0, 1.0, 0.0, 0.0)  # What viewers show in its place: magenta, which no theme of ours has.

WEIGHT, DASH = 0.5, 2.0  # Points: of a line, and of a dash of a perforation and of the gap after it.


def finishing_operators(page: Page) -> list[str]:
    """Return the operators that draw what tools do to *page*, in coordinates of its trim."""
    if not page.finishing:
        return []
    operators = ["q", f"/{OVERPRINT} gs", f"/{DIELINE} CS 1 SCN {number(WEIGHT)} w"]
    for finish in page.finishing:
        dash = f"[{number(DASH)} {number(DASH)}] 0 d" if finish.kind == "perforation" else "[] 0 d"
        operators += [dash, *path_segments(finish.path), "S"]
    return [*operators, "Q"]


FACE = f"{OWN_FAMILY}:regular"
BLACK = "slug"  # The painter's name for the slug's colour, 100 % black.

_SIZES = (6.0, 5.5, 5.0, 4.5, 4.0)
_LEADING = 1.2  # Em.

_EDGE = 3.0  # Most white between the slug's ink and the edge of the media, points.

_CLEARANCE = 5.0  # White between the slug and a mark beside it, points.

_ASCENT, _DESCENT = 0.78, 0.24  # Reach of the ink above and below the baseline, em.

_BETWEEN = " \u00b7 "


@lru_cache(maxsize=1)
def slug_typesetter(library: FontLibrary) -> Typesetter:
    """Return one typesetter for the slugs of all files, because it caches shaped text."""
    return Typesetter(library)


def slug_lines(document: Document, page: Page, boxes: PageBoxes, typesetter: Typesetter, moment: int) -> list[TextLine]:
    """Return the lines in the strip above the page and in the one below it, in the coordinates of the page's trim.

    They fit between the marks of the left edge and those of the first fold or the right edge: in smaller type and on
    more lines where there is less room. *moment* is the date of the file, in seconds since 1970.
    """
    above, below = _texts(document, page, time.strftime("%Y-%m-%d", time.gmtime(moment)))
    strip, bottom = boxes.bleed[1], -boxes.trim[1]
    top = boxes.media[3] + bottom
    room = min([*page.folds, page.width]) - 2 * _CLEARANCE
    size, texts = _fitted(above, room, strip, typesetter)
    first = top - _EDGE - _ASCENT * size
    lines = [_line(text, first - _LEADING * size * row, size, typesetter) for row, text in enumerate(texts)]
    size, texts = _fitted(below, room, strip, typesetter)
    last = bottom + _EDGE + _DESCENT * size + _LEADING * size * (len(texts) - 1)
    lines += [_line(text, last - _LEADING * size * row, size, typesetter) for row, text in enumerate(texts)]
    return lines


def _texts(document: Document, page: Page, date: str) -> tuple[list[str], list[str]]:
    """Return what the slug says above the page and below it, in parts that are never broken."""
    names = f"{document.label} {document.language_names}".strip()
    above = [document.product, names, document.issue, document.code, date]
    below = [page.face, dimensions(page.width, page.height)]
    if document.draft:
        below.append(f"{document.draft_mark} \u2013 {UNSIGNED}")
    return [part for part in above if part], [part for part in below if part]


def _fitted(parts: Sequence[str], room: float, strip: float, typesetter: Typesetter) -> tuple[float, list[str]]:
    """Return the largest size at which *parts* fit, and their lines; at the smallest size a part may be too wide."""
    for size in _SIZES:
        lines = _wrapped(parts, room / size, typesetter)
        height = (_LEADING * (len(lines) - 1) + _ASCENT + _DESCENT) * size
        if height <= strip - _EDGE and all(_width(line, typesetter) * size <= room for line in lines):
            break
    return size, lines


def _wrapped(parts: Sequence[str], room: float, typesetter: Typesetter) -> list[str]:
    """Return *parts* in lines no wider than *room* (em), as many on each as it holds."""
    if parts and _width(whole := _BETWEEN.join(parts), typesetter) <= room:  # as nearly always
        return [whole]
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and _width(longer, typesetter) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _width(text: str, typesetter: Typesetter) -> float:
    """Return the width of *text* in em."""
    return typesetter.natural_width(_rich(text), _spec(1.0))


def _line(text: str, y: float, size: float, typesetter: Typesetter) -> TextLine:
    rich, spec = _rich(text), _spec(size)
    (line,) = typesetter.paragraph(rich, spec, typesetter.natural_width(rich, spec) + 1.0)
    placed = text_line(line, rich, LineLabels("slug", rich.message, "slug", BLACK, "", size, 0.0), _CLEARANCE, y)
    return replace(placed, ink=(0.0, -_DESCENT * size, line.width, _ASCENT * size))


def _rich(text: str) -> RichText:
    return RichText(text, "en", MessageKey("slug"))


def _spec(size: float) -> TypeSpec:
    return TypeSpec((OWN_FAMILY,), size, size)
