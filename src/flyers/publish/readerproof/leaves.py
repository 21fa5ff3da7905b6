"""The proof's own pages: words, boxes and copies of composed items at given places, with tags and a footer.

Positions are points from the left edge of the page and, downwards, from its top; items themselves count from the foot,
like those of any composed page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from flyers.colour import Colour
from flyers.content.richtext import RichText
from flyers.layout.pages import Box, Document, Element, Item, Page, TextLine
from flyers.pipeline.prove import READER_PROOF
from flyers.text.model import Align, TypeSpec, Weight

if TYPE_CHECKING:
    from flyers.text.model import GlyphRun, Paragraph
    from flyers.text.paragraph import Typesetter
    from flyers.translation.registry import Language

MARGIN = 42.0
SAFE = 24.0
"""What office printers may leave white, with room to spare."""
_FOOTER = 30.0
"""From the foot of the page to the baseline of its last line."""
FOOT = 50.0
"""Below this nothing but the footer stands."""

PAPER, INK, MUTED, RULE, PEN, SHADE = (f"proof-{name}" for name in ("paper", "ink", "muted", "rule", "pen", "shade"))
COLOURS = {
    PAPER: Colour(PAPER, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.1, 0.1, 0.1)),
    MUTED: Colour(MUTED, (0.0, 0.0, 0.0, 0.7), (0.35, 0.35, 0.35)),
    RULE: Colour(RULE, (0.0, 0.0, 0.0, 0.3), (0.74, 0.74, 0.74)),
    PEN: Colour(PEN, (0.1, 1.0, 0.8, 0.15), (0.7, 0.07, 0.2)),
    SHADE: Colour(SHADE, (0.0, 0.0, 0.0, 0.05), (0.95, 0.95, 0.95)),
}
"""The proof's own, beside the theme's: what is not the product's is grey, or in the red of a corrector's pen."""

_UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"

HAIR = 0.5
"""Weight of rules and frames."""


@dataclass(frozen=True, slots=True)
class Style:
    """Type of the proof's own words."""

    size: float
    weight: Weight = "regular"
    colour: str = INK
    ground: str = PAPER
    align: Align = "start"
    leading: float = 1.34


TITLE = Style(26.0, "bold", leading=1.15)
HEADING = Style(15.0, "bold")
SUBHEADING = Style(10.5, "bold")
TEXT = Style(10.5)
STRONG = Style(10.5, "bold")
NOTE = Style(9.0, colour=MUTED)
LABEL = Style(9.5, colour=MUTED)


@dataclass(frozen=True, slots=True)
class Placed:
    """Items by (page, index), the height that they take up, and how far below its top their visual box begins."""

    items: tuple[tuple[int, int], ...]
    height: float
    lowered: float = 0.0


@dataclass(slots=True)
class _Sheet:
    name: str
    width: float
    height: float
    direction: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Leaves:
    """Pages under construction; ``top`` is where the next thing goes.

    Args:
        typesetter: of the campaign.
        english, language: how the proof's own words are set, and the translation's.
        paper: width and height, upright.
    """

    typesetter: Typesetter
    english: Language
    language: Language
    paper: tuple[float, float]
    top: float = MARGIN
    sheets: list[_Sheet] = field(default_factory=list)
    said: dict[str, RichText] = field(default_factory=dict)
    """Every text that was set here, by what its lines call their message: what the finished file must say."""

    @property
    def width(self) -> float:
        return self.sheets[-1].width

    @property
    def height(self) -> float:
        return self.sheets[-1].height

    @property
    def measure(self) -> float:
        """Between the margins."""
        return self.width - 2 * MARGIN

    @property
    def left_over(self) -> float:
        return self.height - FOOT - self.top

    @property
    def number(self) -> int:
        """Of the page under construction, from 1."""
        return len(self.sheets)

    def turn_over(self, name: str, *, lying: bool = False, direction: str = "") -> None:
        """Go on with a new page, upright or *lying* on its side; *direction* where most of its text has another."""
        width, height = sorted(self.paper, reverse=lying)
        self.sheets.append(_Sheet(name, width, height, direction))
        self.top = MARGIN

    def spec(self, style: Style, rich: RichText) -> TypeSpec:
        """How *rich* is set in *style*: in the way of its own language."""
        own = rich.language == self.language.tag
        language = self.language if own else self.english
        return TypeSpec(
            families=tuple(dict.fromkeys((*language.fonts, *self.english.fonts, *self.language.fonts))),
            size=style.size,
            leading=style.size * (language.leading if own else style.leading),
            weight=style.weight,
            ascent=language.ascent,
            descent=language.descent,
            direction="rtl" if own and language.rtl else "ltr",
            script=language.script,
            align=style.align,
        )

    def height_of(self, text: str | RichText, style: Style, width: float) -> float:
        """What `words` will take up at most."""
        rich = self.rich(text)
        measured = self.typesetter.measure(rich, self.spec(style, rich), width)
        return measured.height + max(0.0, measured.above) + max(0.0, measured.below)

    def width_of(self, text: str | RichText, style: Style) -> float:
        rich = self.rich(text)
        return self.typesetter.natural_width(rich, self.spec(style, rich))

    def divided(self, text: str, style: Style, width: float) -> str:
        """*text* with places to break, which nothing shows, inside words that are wider than *width*: addresses."""
        words = text.split(" ")
        fits = (not word or self.width_of(word, style) <= width for word in words)
        return " ".join(word if fit else "\u200b".join(word) for word, fit in zip(words, fits, strict=True))

    def words(self, text: str | RichText, style: Style, x: float, top: float, width: float) -> Placed:
        """Set *text*, with its visual box below *top*; ink of another script that stands out of that box gets room."""
        rich = self.rich(text)
        spec = self.spec(style, rich)
        paragraph = self.typesetter.paragraph(rich, spec, width)
        lowered = hanging = 0.0
        if rich.language != self.english.tag or rich.spans:
            measured = self.typesetter.measure(rich, spec, width)
            lowered, hanging = max(0.0, measured.above), max(0.0, measured.below)
        name = f"proof {len(self.said) + 1}"
        self.said[name] = rich
        lines = self._lines(rich, paragraph, style, name)
        places = tuple(self.add(replace(line, x=x, y=line.y + self.height - top - lowered)) for line in lines)
        return Placed(places, lowered + paragraph.height + hanging, lowered)

    def _lines(self, rich: RichText, paragraph: Paragraph, style: Style, name: str) -> Iterator[TextLine]:
        for line in paragraph.lines:
            parts = _one_way(line.runs)
            for runs in parts:
                last = runs is parts[-1]
                yield TextLine(
                    x=0.0,
                    y=-line.baseline,
                    runs=runs,
                    colour=style.colour,
                    ground=style.ground,
                    block=name,
                    message=name,
                    role="proof",
                    size=style.size,
                    floor=style.size,
                    text=line.text if len(parts) == 1 else "".join(run.text for run in runs),
                    language=rich.language,
                    ink=line.ink if len(parts) == 1 else self._ink(runs),
                    contacts=line.contacts if len(parts) == 1 else (),
                    spaced=last and _ends_in_space(rich.text[line.start : line.end]),
                )

    def _ink(self, runs: Sequence[GlyphRun]) -> tuple[float, float, float, float]:
        """The outlines of *runs*, as `flyers.text.model.Line` has them for a whole line."""
        boxes = []
        for run in runs:
            face = self.typesetter.library.face(run.face)
            for glyph in run.glyphs:
                if ink := face.ink(glyph.gid):
                    left, bottom, right, top = (value * run.size for value in ink)
                    boxes.append((glyph.x + left, glyph.y + bottom, glyph.x + right, glyph.y + top))
        if not boxes:
            return 0.0, 0.0, 0.0, 0.0
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)

    def say(
        self, tag: str, text: str | RichText, style: Style, *, x: float = MARGIN, width: float = 0, gap: float = 0
    ) -> Element:
        """Set *text* at ``top``, leave *gap* below it, and give its element."""
        placed = self.words(text, style, x, self.top, width or self.measure)
        self.top += placed.height + gap
        language = text.language if isinstance(text, RichText) and text.language != self.english.tag else ""
        return Element(tag, items=placed.items, language=language)

    def add(self, item: Item) -> tuple[int, int]:
        """Put *item* on the page as it is; gives its place for the structure tree."""
        items = self.sheets[-1].items
        items.append(item)
        return len(self.sheets) - 1, len(items) - 1

    def box(
        self, x: float, top: float, width: float, height: float, colour: str, radius: float = 0.0
    ) -> tuple[int, int]:
        return self.add(Box(x, self.height - top - height, width, height, colour, "proof", radius))

    def rule(self, top: float, colour: str = RULE, *, x: float = MARGIN, width: float = 0) -> None:
        self.box(x, top, width or self.measure, HAIR, colour)

    def frame(
        self, x: float, top: float, width: float, height: float, colour: str = INK, weight: float = HAIR
    ) -> tuple[tuple[int, int], ...]:
        """Four rules around a rectangle, outside it."""
        across = (x - weight, width + 2 * weight)
        return (
            self.box(across[0], top - weight, across[1], weight, colour),
            self.box(across[0], top + height, across[1], weight, colour),
            self.box(x - weight, top, weight, height, colour),
            self.box(x + width, top, weight, height, colour),
        )

    def tick_box(self, x: float, top: float, side: float = 12.0) -> None:
        self.frame(x, top, side, side, INK, 0.8)

    def rich(self, text: str | RichText) -> RichText:
        return RichText(text, self.english.tag, "proof") if isinstance(text, str) else text

    def pages(self, footer: tuple[str, str]) -> tuple[Page, ...]:
        """All pages, each with the words *footer* at left and middle, and its number."""
        finished, self.sheets = self.sheets, []
        return tuple(self._page(sheet, footer, number, len(finished)) for number, sheet in enumerate(finished, start=1))

    def _page(self, sheet: _Sheet, footer: tuple[str, str], number: int, count: int) -> Page:
        self.sheets.append(sheet)
        top = sheet.height - _FOOTER - 7.0
        self.rule(sheet.height - FOOT + 8)
        left, middle = footer
        self.words(left, NOTE, MARGIN, top, self.measure * 0.58)
        self.words(middle, replace(STRONG, align="end"), MARGIN + self.measure * 0.5, top - 0.6, self.measure * 0.33)
        self.words(f"page {number} of {count}", replace(NOTE, align="end"), MARGIN, top, self.measure)
        return Page(
            face=sheet.name,
            width=sheet.width,
            height=sheet.height,
            bleed=0.0,
            safe=SAFE,
            items=tuple(sheet.items),
            direction=sheet.direction,
        )


def document(
    leaves: Leaves, footer: tuple[str, str], structure: Iterable[Element], like: Document, title: str
) -> Document:
    """The finished document, of the campaign and edition of the document that it is *like*."""
    tag = leaves.english.tag
    return Document(
        product=READER_PROOF,
        language=tag,
        beside="" if like.language == tag else like.language,
        direction="ltr",
        title=title,
        campaign=like.campaign,
        issue=like.issue,
        code=like.code,
        draft=like.draft,
        pages=leaves.pages(footer),
        structure=Element("Document", tuple(structure), language=tag),
        colours={**like.colours, **COLOURS},
        sizes={},
    )


def _ends_in_space(text: str) -> bool:
    """Whether a space ends *text*, whatever unseen characters stand after it."""
    return text.rstrip(_UNSEEN)[-1:].isspace()


def _one_way(runs: Sequence[GlyphRun]) -> list[tuple[GlyphRun, ...]]:
    """The stretches of a line that run from left to right, and those that do not.

    English with much Arabic in it would look to a proof like an Arabic line that is out of order. So each stretch
    becomes a line of its own, beside the others on one baseline.
    """
    if min(run.level for run in runs) % 2:
        return [tuple(runs)]
    raised = [(rising, list(group)) for rising, group in groupby(runs, key=lambda run: run.level > 0)]
    ways = [(rising and any(run.level % 2 for run in group), group) for rising, group in raised]
    return [tuple(chain.from_iterable(group for _, group in same)) for _, same in groupby(ways, key=lambda way: way[0])]
