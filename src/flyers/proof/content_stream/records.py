"""What a page paints, as records: glyphs in text objects, and filled or stroked paths.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import NamedTuple

from flyers.proof.colours import Inks, PdfColour
from flyers.proof.geometry import Box, union
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.reading_order import Stretch, stretches


class TextPaint(NamedTuple):
    """How text is painted: its fill colour and whether it overprints."""

    colour: PdfColour
    overprint: bool
    overprint_mode: int


@dataclass(slots=True, eq=False)
class TextObject:
    """What stands between BT and ET: in our files one set line.

    ``order`` counts painted objects of the page; ``glyphs`` come in the order of the file; ``cut_off`` says that ink of
    it lies outside the clipping path.
    """

    order: int
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    paints: set[TextPaint] = field(default_factory=set)
    cut_off: bool = False
    _box: Box | None = None
    _stretches: list[Stretch] | None = None
    _text: str | None = None

    @property
    def stretches(self) -> list[Stretch]:
        """The glyphs by the way they run (`flyers.proof.reading_order`)."""
        if self._stretches is None:
            self._stretches = stretches(self.glyphs)
        return self._stretches

    @property
    def text(self) -> str:
        """What it says, in the order in which it is read from the paper."""
        if self._text is None:
            self._text = "".join(glyph.text or "" for stretch in self.stretches for glyph in stretch.glyphs())
        return self._text

    @property
    def box(self) -> Box | None:
        """The box around all outlines, None for blank text."""
        if self._box is None:
            self._box = union(glyph.box for glyph in self.glyphs if glyph.box is not None)
        return self._box


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled or stroked path, an image or a shading.

    ``parts`` are the boxes of its subpaths, ``box`` the one around them.
    ``solid`` is True where the whole box is covered (one upright rectangle). ``thinnest`` is the line width of a
    stroke, or the least extent of a subpath of a fill. ``inks`` is the heaviest ink that it
    lays down by itself (None: unknown).
    """

    kind: str
    order: int
    box: Box
    colour: PdfColour
    overprint: bool
    overprint_mode: int
    solid: bool
    thinnest: float
    parts: tuple[Box, ...]
    inks: Inks | None


class PaintPosition(NamedTuple):
    """A place in the painting order of a page: ``order`` as in `TextObject` and `Paint`, and a glyph in a text."""

    order: int
    glyph: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MarkedContent:
    """Marked content (ISO 32000-1, 14.6): its tag and MCID, what it is said to read ("": what it shows), and the marked
    content around it."""

    tag: str
    mcid: int | None
    actual: str
    around: MarkedContent | None

    @property
    def chain(self) -> Iterator[MarkedContent]:
        """This, and all that is around it, the nearest first."""
        marked: MarkedContent | None = self
        while marked is not None:
            yield marked
            marked = marked.around


@dataclass(slots=True)
class PageContents:
    """Everything painted on one page, in painting order."""

    texts: list[TextObject] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    hidden: list[DrawnGlyph] = field(default_factory=list)
    """Glyphs in an invisible rendering mode."""
    transparency: list[str] = field(default_factory=list)
    """Every use of an alpha, soft mask, blend mode or group, in words."""
    problems: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """Operators that no PDF knows."""
    rendering: list[str] = field(default_factory=list)
    """Rendering intents asked for."""
    filters: list[str] = field(default_factory=list)
    """Filters of images that stand in the page's own stream."""

    marking: list[tuple[PaintPosition, MarkedContent | None]] = field(default_factory=list)
    """From which place on which marked content is the innermost, in order."""

    def marked(self, order: int, glyph: int = 0) -> MarkedContent | None:
        """The innermost marked content at a place."""
        index = bisect_right(self.marking, (order, glyph), key=itemgetter(0))
        return self.marking[index - 1][1] if index else None

    def paints_after(self, order: int) -> list[Paint]:
        """What is painted later than *order*."""
        return self.paints[bisect_right(self.paints, order, key=attrgetter("order")) :]

    def paints_before(self, order: int) -> list[Paint]:
        """What is painted earlier than *order*, the last first."""
        return self.paints[: bisect_left(self.paints, order, key=attrgetter("order"))][::-1]
