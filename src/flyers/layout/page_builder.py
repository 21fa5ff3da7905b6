"""Pages that no layout arranges, such as the job ticket and the reader's proof.

A `PageBuilder` typesets words at given places, draws boxes, rules and frames, and collects them as items of pages under
construction. What it adds returns either an `Element` of the structure tree or the places of items to build one from.
`PageBuilder.document` finishes the pages, so that the painter and the proof see a composed document like any other.

Arguments are points from the left edge of the page and, downwards, from its top. Items themselves, as
`PageBuilder.add` takes them, have y upwards from the foot of the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain, groupby

from flyers.colour import Colour
from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.layout.lines import LineLabels, text_lines
from flyers.page.document import SOURCE_LANGUAGE, Box, Document, Element, GlyphRun, Item, Page, TextLine
from flyers.page.items import Rectangle, moved_rectangle, union
from flyers.records import dataclass
from flyers.text.model import Align, TypeSpec, Weight
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Language

PAPER, INK, MUTED, RULE, SHADE, PEN = (f"page-{name}" for name in ("paper", "ink", "muted", "rule", "shade", "pen"))
# Greys, since these pages are printed on any printer at hand, and the red of a corrector's pen.
PALETTE: Mapping[str, Colour] = {
    PAPER: Colour(PAPER, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.1, 0.1, 0.1)),
    MUTED: Colour(MUTED, (0.0, 0.0, 0.0, 0.7), (0.35, 0.35, 0.35)),
    RULE: Colour(RULE, (0.0, 0.0, 0.0, 0.3), (0.74, 0.74, 0.74)),
    SHADE: Colour(SHADE, (0.0, 0.0, 0.0, 0.08), (0.93, 0.93, 0.93)),
    PEN: Colour(PEN, (0.1, 1.0, 0.8, 0.15), (0.7, 0.07, 0.2)),
}
SMALLEST = 7.5  # The least size, in points, to which `PageBuilder.fitting` goes down.


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The type of a builder's words: size in points, leading in em."""

    size: float
    weight: Weight = "regular"
    colour: str = INK
    ground: str = PAPER
    align: Align = "start"
    leading: float = 1.34


def quoting(before: str, quoted: str, language: str, after: str = "") -> RichText:
    """Return English words around some words *quoted* from another *language*."""
    span = Span(len(before), len(before) + len(quoted), SpanKind.FOREIGN, language)
    return RichText(f"{before}{quoted}{after}", SOURCE_LANGUAGE, MessageKey("quotation"), spans=(span,))


LETTER, A4 = (612.0, 792.0), (595.276, 841.89)  # Width and height of upright office paper, points.

HAIRLINE = 0.5  # Weight of rules and frames, points.
ItemPlace = tuple[int, int]  # Where an item is: the index of its page, and its index on that page.


@dataclass(frozen=True, slots=True)
class TypesetText:
    """Typeset words: the places of their lines, and the height that they take up."""

    places: tuple[ItemPlace, ...]
    height: float


@dataclass(slots=True)
class _OpenPage:
    name: str
    width: float
    height: float
    direction: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class PageBuilder:
    """Pages under construction; `turn_over` begins the first and each further one."""

    kind: str  # of the pages, ``ticket``; the role of their lines, and the beginning of their blocks' names
    typesetter: Typesetter
    languages: tuple[Language, ...]  # the pages' own first, then those of words that the pages quote
    paper: tuple[float, float]  # width and height of the paper, upright
    margin: float  # white at the left, right and top
    foot: float  # white at the bottom, where the footer is
    safe: float = 0.0  # the white that the printer of these pages may need at the edges
    top: float = 0.0  # where the next thing goes, as far as the caller moves it
    # Everything that was typeset, by what its lines call their message: what the finished file must say.
    texts: dict[MessageKey, RichText] = field(default_factory=dict)
    _pages: list[_OpenPage] = field(default_factory=list)

    # The page under construction.

    @property
    def width(self) -> float:
        return self._pages[-1].width

    @property
    def height(self) -> float:
        return self._pages[-1].height

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def remaining(self) -> float:
        """The height between `top` and the foot."""
        return self.height - self.foot - self.top

    def turn_over(self, name: str = "", *, landscape: bool = False, direction: str = "") -> None:
        """Begin a new page; *direction* is that of most of its text, if it is not that of the pages' own language."""
        width, height = sorted(self.paper, reverse=landscape)
        self._pages.append(_OpenPage(name or f"page {len(self._pages) + 1}", width, height, direction))
        self.top = self.margin

    def trial(self) -> PageBuilder:
        """Return a builder like this one with an empty page, to find out how much room things take."""
        trial = replace(self, texts={}, _pages=[])
        trial.turn_over()
        return trial

    def add(self, item: Item) -> ItemPlace:
        """Put *item* on the page as it is, and return its place."""
        items = self._pages[-1].items
        items.append(item)
        return len(self._pages) - 1, len(items) - 1

    # Words.

    def height_of(self, text: str | RichText, style: TextStyle, width: float) -> float:
        """Return the most height that `PageBuilder.words` would need for *text*."""
        rich = self.rich(text)
        measured = self.typesetter.measure(rich, self.spec(rich, style), width)
        return measured.height + max(0.0, measured.above) + max(0.0, measured.below)

    def width_of(self, text: str | RichText, style: TextStyle) -> float:
        rich = self.rich(text)
        return self.typesetter.natural_width(rich, self.spec(rich, style))

    def fitting(self, text: str | RichText, style: TextStyle, width: float) -> tuple[str | RichText, TextStyle]:
        """Return *text* in a size at which its widest word fits *width*; words that would be unreadable are divided."""
        rich = self.rich(text)
        widest = self.typesetter.min_width(rich, self.spec(rich, style))
        if widest <= width:
            return text, style
        size = math.floor(style.size * width / widest * 20) / 20
        if size >= SMALLEST:
            return text, replace(style, size=size)
        # Spans are lost: a number in two parts is not a contact to the proof.
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

    def _split_by_direction(self, line: TextLine) -> Iterator[TextLine]:
        """Yield the parts of a left-to-right *line* that do and do not run so, as lines on one baseline.

        A proof would take a line of English with much Arabic in it for an Arabic line in the wrong order.
        """
        raised = [(rising, list(group)) for rising, group in groupby(line.runs, key=lambda run: run.level > 0)]
        ways = [(rising and any(run.level % 2 for run in group), group) for rising, group in raised]
        parts = [
            tuple(chain.from_iterable(group for _, group in same)) for _, same in groupby(ways, key=lambda way: way[0])
        ]
        if len(parts) == 1:
            yield line
            return
        for number, runs in enumerate(parts, start=1):
            text = "".join(run.text for run in runs)
            last = number == len(parts)
            yield replace(line, runs=runs, text=text, ink=self._ink(runs), contacts=(), spaced=last and line.spaced)

    def _ink(self, runs: Sequence[GlyphRun]) -> Rectangle:
        """Return the box around the outlines of *runs*, as `flyers.text.placing.SetLine` has it for a whole line."""
        boxes = []
        for run in runs:
            face = self.typesetter.library.face(run.face)
            for glyph in run.glyphs:
                if ink := face.ink(glyph.gid):
                    left, bottom, right, top = (value * run.size for value in ink)
                    boxes.append(moved_rectangle((left, bottom, right, top), glyph.x, glyph.y))
        return union(boxes) if boxes else (0.0, 0.0, 0.0, 0.0)

    def words(self, text: str | RichText, style: TextStyle, x: float, top: float, width: float) -> TypesetText:
        """Typeset *text* with its visual box below *top*; ink of another script that leaves that box gets more room.

        Raises FontError, and OversetError for a word that is wider than *width* (see `divided`).
        """
        rich = self.rich(text)
        spec = self.spec(rich, style)
        measured, above, below = self.typesetter.measure(rich, spec, width), 0.0, 0.0
        if rich.language != self.languages[0].tag or rich.spans:
            above, below = max(0.0, measured.above), max(0.0, measured.below)
        message = MessageKey(f"{self.kind} {len(self.texts) + 1}")
        self.texts[message] = rich
        labels = LineLabels(str(message), message, self.kind, style.colour, style.ground, style.size, floor=style.size)
        lines = text_lines(self.typesetter.paragraph(rich, spec, width), rich, labels, x, self.height - top - above)
        places = tuple(self.add(part) for line in lines for part in self._split_by_direction(line))
        return TypesetText(places, above + measured.height + below)

    def paragraph(
        self, tag: str, text: str | RichText, style: TextStyle, *, x: float = 0, width: float = 0, gap: float = 0
    ) -> Element:
        """Typeset *text* at `top`, by default between the margins, move `top` below it and the *gap*, and return it."""
        block = self.words(text, style, x or self.margin, self.top, width or self.measure)
        self.top += block.height + gap
        language = self.rich(text).language
        return Element(tag, items=block.places, language="" if language == self.languages[0].tag else language)

    # Boxes.

    def box(self, x: float, top: float, width: float, height: float, colour: str, radius: float = 0.0) -> ItemPlace:
        return self.add(Box(x, self.height - top - height, width, height, colour, self.kind, radius))

    def rule(
        self, top: float, colour: str = RULE, *, x: float = 0, width: float = 0, weight: float = HAIRLINE
    ) -> ItemPlace:
        """Draw a level rule below *top*; without *x* and *width* it fills the measure."""
        return self.box(x or self.margin, top, width or self.measure, weight, colour)

    def frame(
        self, x: float, top: float, width: float, height: float, colour: str = INK, weight: float = HAIRLINE
    ) -> tuple[ItemPlace, ...]:
        """Draw four rules around a rectangle, outside it."""
        left, wide = x - weight, width + 2 * weight
        level = [(left, y, wide, weight) for y in (top - weight, top + height)]
        upright = [(side, top, weight, height) for side in (left, x + width)]
        return tuple(self.box(*place, colour) for place in (*level, *upright))

    # The finished pages.

    def document(
        self,
        product: str,
        title: str,
        structure: Iterable[Element],
        *,
        campaign: str,
        issue: str,
        code: str,
        draft: bool,
        secondary: str = "",
        colours: Mapping[str, Colour] | None = None,
        footer: tuple[str, str] | None = None,
    ) -> Document:
        """Return all pages as a document; the fields mean what they mean in `flyers.page.document.Document`.

        Args:
            secondary: a language besides the pages' own.
            colours: of items that were copied from other documents, beside the `PALETTE`.
            footer: what every page says at its foot, beside its number: words at the left, and strong ones in the
                middle; without it, pages are not numbered.
        """
        own, children = self.languages[0].tag, tuple(structure)
        return Document(
            product=product,
            language=own,
            secondary="" if secondary == own else secondary,
            direction="ltr",
            title=title,
            campaign=campaign,
            issue=issue,
            code=code,
            draft=draft,
            pages=tuple(self._finished(footer)),
            structure=Element("Document", children, language=own),
            colours={**(colours or {}), **PALETTE},
            sizes={},
        )

    def _finished(self, footer: tuple[str, str] | None) -> Iterator[Page]:
        pages, self._pages = self._pages, []
        for number, page in enumerate(pages, start=1):
            self._pages.append(page)
            if footer:
                self._put_footer(*footer, f"page {number} of {len(pages)}")
            sizes = page.width, page.height, 0.0, self.safe
            yield Page(page.name, *sizes, items=tuple(page.items), direction=page.direction)

    def _put_footer(self, left: str, middle: str, number: str) -> None:
        note, strong = TextStyle(9.0, colour=MUTED), TextStyle(10.5, "bold", align="end")
        top, x, measure = self.height - self.foot + 13, self.margin, self.measure
        self.rule(self.height - self.foot + 8)
        self.words(left, note, x, top, measure * 0.58)
        self.words(middle, strong, x + measure * 0.5, top - 0.6, measure * 0.33)
        self.words(number, replace(note, align="end"), x, top, measure)
