"""Plain, immutable data at the text engine's border: what a paragraph is set from, and the glyphs that come out.

Coordinates are points, y upwards, relative to the *line's* origin: the left edge of the paragraph's measure on the
line's baseline. Glyphs and runs are in **logical** order (the order in which the text is read and typed), whatever the
direction. Positions are absolute, so a painter needs no bidi algorithm.
"""

from __future__ import annotations

from typing import Literal

from flyers.page.document import ContactOnLine, GlyphRun
from flyers.records import dataclass

Weight = Literal["regular", "bold"]
BaseDirection = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """How one paragraph is set.

    Attributes:
        families: the font stack, keys of ``fonts.yaml``, the first choice first.
        size: points.
        leading: points from baseline to baseline; increased when lines would touch.
        weight: of plain text; ``**strong**`` is bold in either weight.
        ascent, descent: the visual box above the first and below the last baseline, em of the size, both >= 0.
        direction: of the paragraph. ``start`` is left in ``ltr``, right in ``rtl``.
        script: ISO 15924 code of the language's script, for text that doesn't show its own.
        align: of the lines in the measure.
        balance: make all lines even, for headings; otherwise the last line may be shorter.
        keep_whole: take a line more if no line then divides a word, or with ``balance`` has parts of two sentences.
    """

    families: tuple[str, ...]
    size: float
    leading: float
    weight: Weight = "regular"
    ascent: float = 1.0
    descent: float = 0.3
    direction: BaseDirection = "ltr"
    script: str = "Latn"
    align: Align = "start"
    balance: bool = False
    keep_whole: bool = False

    def __hash__(self) -> int:
        return hash((self.size, self.leading, self.weight, self.align))  # by these, nearly all are told apart


@dataclass(frozen=True, slots=True)
class ParagraphLine:
    """One line of a paragraph.

    Attributes:
        runs: in logical order.
        width: from the first to the last glyph's advance, without trailing space.
        baseline: distance of the baseline below the paragraph's top.
        ink: left, bottom, right, top of the drawn outlines (glyph boxes), relative to the line's origin.
        start, end: the slice of the paragraph's text that the line contains (with its trailing space or break).
        text: the characters of that slice that are drawn (no trailing space).
    """

    runs: tuple[GlyphRun, ...]
    width: float
    baseline: float
    ink: tuple[float, float, float, float]
    start: int
    end: int
    text: str
    contacts: tuple[ContactOnLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: lines in a measure of ``width``.

    ``height`` is that of a visual box, so that blocks of every script are at equal optical distances: (ascent +
    descent) x size + (lines - 1) x leading, with the ascent and descent of the language's registry entry.
    """

    lines: tuple[ParagraphLine, ...]
    width: float
    height: float
    size: float
    leading: float
