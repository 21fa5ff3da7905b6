"""The type of pages that no layout arranges: their colours and styles, and the room that words take.

Lengths are points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText, Span, SpanKind
from flyers.page.document import SOURCE_LANGUAGE, TextLine
from flyers.page.items import Rectangle, moved_rectangle, union
from flyers.records import dataclass
from flyers.text.model import Align, TypeSpec, Weight

if TYPE_CHECKING:
    from flyers.page.glyphs import GlyphRun
    from flyers.text.paragraph import Typesetter
    from flyers.translation.registry import Language

PAPER, INK, MUTED, RULE, SHADE, PEN = (f"page-{name}" for name in ("paper", "ink", "muted", "rule", "shade", "pen"))
PALETTE: Mapping[str, Colour] = {
    PAPER: Colour(PAPER, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.1, 0.1, 0.1)),
    MUTED: Colour(MUTED, (0.0, 0.0, 0.0, 0.7), (0.35, 0.35, 0.35)),
    RULE: Colour(RULE, (0.0, 0.0, 0.0, 0.3), (0.74, 0.74, 0.74)),
    SHADE: Colour(SHADE, (0.0, 0.0, 0.0, 0.08), (0.93, 0.93, 0.93)),
    PEN: Colour(PEN, (0.1, 1.0, 0.8, 0.15), (0.7, 0.07, 0.2)),
}
"""Greys, since these pages are printed on any printer at hand, and the red of a corrector's pen."""

SMALLEST = 7.5
"""The least size, in points, to which `PageType.fitting` goes down."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The type of a builder's words: size in points, leading in em."""

    size: float
    weight: Weight = "regular"
    colour: str = INK
    ground: str = PAPER
    align: Align = "start"
    leading: float = 1.34


@dataclass(slots=True)
class PageType:
    """Words in styles, measured before they are on a page.

    Attributes:
        kind: of the pages, ``ticket``; the role of their lines, and the beginning of their blocks' names.
        languages: the pages' own first, then those of words that the pages quote.
    """

    kind: str
    typesetter: Typesetter
    languages: tuple[Language, ...]

    def height_of(self, text: str | RichText, style: TextStyle, width: float) -> float:
        """Return the most height that `PageBuilder.words` would need for *text*."""
        rich = self.rich(text)
        measured = self.typesetter.measure(rich, self.spec(rich, style), width)
        return measured.height + max(0.0, measured.above) + max(0.0, measured.below)

    def width_of(self, text: str | RichText, style: TextStyle) -> float:
        """Return the width of *text* on one line."""
        rich = self.rich(text)
        return self.typesetter.natural_width(rich, self.spec(rich, style))

    def fitting(self, text: str | RichText, style: TextStyle, width: float) -> tuple[str | RichText, TextStyle]:
        """Return *text* in a size at which its widest word fits *width*; words that would be unreadable are divided.

        Of a divided text the spans are lost: a number in two parts is not a contact to the proof.
        """
        rich = self.rich(text)
        widest = self.typesetter.min_width(rich, self.spec(rich, style))
        if widest <= width:
            return text, style
        size = math.floor(style.size * width / widest * 20) / 20
        if size >= SMALLEST:
            return text, replace(style, size=size)
        return replace(rich, text=self.divided(rich.text, style, width), spans=()), style

    def divided(self, text: str, style: TextStyle, width: float) -> str:
        """Return *text* with invisible places to break in words wider than *width*, such as addresses."""
        words = text.split(" ")
        fits = (not word or self.width_of(word, style) <= width for word in words)
        return " ".join(word if fit else "\u200b".join(word) for word, fit in zip(words, fits, strict=True))

    def rich(self, text: str | RichText) -> RichText:
        """Return *text*, in the pages' own language if it says no other."""
        return RichText(text, self.languages[0].tag, MessageKey(self.kind)) if isinstance(text, str) else text

    def spec(self, rich: RichText, style: TextStyle) -> TypeSpec:
        """Return the type of *rich* in *style*: fonts and leading are those of its language."""
        own = self.languages[0]
        language = next((language for language in self.languages if language.tag == rich.language), own)
        return TypeSpec(
            families=tuple(dict.fromkeys(font for other in (language, *self.languages) for font in other.fonts)),
            size=style.size,
            leading=style.size * (style.leading if language is own else language.leading),
            weight=style.weight,
            ascent=language.ascent,
            descent=language.descent,
            direction="rtl" if language.rtl else "ltr",
            script=language.script,
            align=style.align,
        )

    def split_by_direction(self, line: TextLine) -> Iterator[TextLine]:
        """Yield the parts of *line* that run from left to right, and those that do not, as lines on one baseline.

        A proof would take a line of English with much Arabic in it for an Arabic line in the wrong order.
        """
        parts = _by_direction(line.runs)
        if len(parts) == 1:
            yield line
            return
        for number, runs in enumerate(parts, start=1):
            text = "".join(run.text for run in runs)
            last = number == len(parts)
            yield replace(line, runs=runs, text=text, ink=self._ink(runs), contacts=(), spaced=last and line.spaced)

    def _ink(self, runs: Sequence[GlyphRun]) -> Rectangle:
        """Return the box around the outlines of *runs*, as `flyers.text.model.Line` has it for a whole line."""
        boxes = []
        for run in runs:
            face = self.typesetter.library.face(run.face)
            for glyph in run.glyphs:
                if ink := face.ink(glyph.gid):
                    left, bottom, right, top = (value * run.size for value in ink)
                    boxes.append(moved_rectangle((left, bottom, right, top), glyph.x, glyph.y))
        return union(boxes) if boxes else (0.0, 0.0, 0.0, 0.0)


def quoting(before: str, quoted: str, language: str, after: str = "") -> RichText:
    """Return English words around some words *quoted* from another *language*."""
    span = Span(len(before), len(before) + len(quoted), SpanKind.FOREIGN, language)
    return RichText(f"{before}{quoted}{after}", SOURCE_LANGUAGE, MessageKey("quotation"), spans=(span,))


def _by_direction(runs: Sequence[GlyphRun]) -> list[tuple[GlyphRun, ...]]:
    """Return *runs* of a left-to-right line in groups that run from left to right, and groups that do not.

    A right-to-left line stays one group.
    """
    if min(run.level for run in runs) % 2:
        return [tuple(runs)]
    raised = [(rising, list(group)) for rising, group in groupby(runs, key=lambda run: run.level > 0)]
    ways = [(rising and any(run.level % 2 for run in group), group) for rising, group in raised]
    return [tuple(chain.from_iterable(group for _, group in same)) for _, same in groupby(ways, key=lambda way: way[0])]
