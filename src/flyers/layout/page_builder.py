"""Pages that no layout arranges, such as the job ticket and the reader's proof.

A `PageBuilder` typesets words at given places, draws boxes, rules and frames, and collects them as items of pages under
construction. What it adds returns either an `Element` of the structure tree or the places of items to build one from.
`PageBuilder.document` finishes the pages, so that the painter and the proof see a composed document like any other.

Arguments are points from the left edge of the page and, downwards, from its top. Items themselves, as
`PageBuilder.add` takes them, have y upwards from the foot of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText
from flyers.layout.page_type import INK, MUTED, PALETTE, RULE, PageType, TextStyle
from flyers.layout.set_lines import LineLabels, text_lines
from flyers.page.document import Box, Document, Element, Item, Page
from flyers.records import dataclass

LETTER, A4 = (612.0, 792.0), (595.276, 841.89)
"""Width and height of upright office paper, points."""

HAIRLINE = 0.5
"""Weight of rules and frames, points."""

ItemPlace = tuple[int, int]
"""Where an item is: the index of its page, and its index on that page."""


@dataclass(frozen=True, slots=True)
class TypesetText:
    """Typeset words: the places of their lines, and the height that they take up."""

    places: tuple[ItemPlace, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Footer:
    """What every page says at its foot, beside its number: words at the left, and strong ones in the middle."""

    left: str
    middle: str


@dataclass(slots=True)
class _OpenPage:
    name: str
    width: float
    height: float
    direction: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class PageBuilder(PageType):
    """Pages under construction; `turn_over` begins the first and each further one.

    Attributes:
        paper: width and height of the paper, upright.
        margin: white at the left, right and top; foot: white at the bottom, where the footer is.
        safe: the white that the printer of these pages may need at the edges.
        top: where the next thing goes, as far as the caller moves it.
        texts: everything that was typeset, by what its lines call their message: what the finished file must say.
    """

    paper: tuple[float, float]
    margin: float
    foot: float
    safe: float = 0.0
    top: float = 0.0
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
        """Begin a new page.

        Args:
            name: of the page; by default its number.
            direction: of most of its text, if it is not that of the pages' own language.
        """
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

    def words(self, text: str | RichText, style: TextStyle, x: float, top: float, width: float) -> TypesetText:
        """Typeset *text* with its visual box below *top*; ink of another script that leaves that box gets more room.

        Raises:
            FontError: the campaign's fonts lack a character of *text*.
            OversetError: a word is wider than *width* (see `divided`).
        """
        rich = self.rich(text)
        spec = self.spec(rich, style)
        paragraph = self.typesetter.paragraph(rich, spec, width)
        above = below = 0.0
        if rich.language != self.languages[0].tag or rich.spans:
            measured = self.typesetter.measure(rich, spec, width)
            above, below = max(0.0, measured.above), max(0.0, measured.below)
        message = MessageKey(f"{self.kind} {len(self.texts) + 1}")
        self.texts[message] = rich
        labels = LineLabels(
            block=str(message),
            message=message,
            role=self.kind,
            colour=style.colour,
            ground=style.ground,
            size=style.size,
            floor=style.size,
        )
        lines = text_lines(paragraph, rich, labels, x, self.height - top - above)
        places = tuple(self.add(part) for line in lines for part in self.split_by_direction(line))
        return TypesetText(places, above + paragraph.height + below)

    def paragraph(
        self, tag: str, text: str | RichText, style: TextStyle, *, x: float = 0, width: float = 0, gap: float = 0
    ) -> Element:
        """Typeset *text* at `top`, move `top` below it and the *gap*, and return its element.

        Without *x* and *width* it begins at the margin and fills the measure.
        """
        block = self.words(text, style, x or self.margin, self.top, width or self.measure)
        self.top += block.height + gap
        language = self.rich(text).language
        return Element(tag, items=block.places, language="" if language == self.languages[0].tag else language)

    # Boxes.

    def box(self, x: float, top: float, width: float, height: float, colour: str, radius: float = 0.0) -> ItemPlace:
        """Fill a rectangle."""
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
        return (
            self.box(left, top - weight, wide, weight, colour),
            self.box(left, top + height, wide, weight, colour),
            self.box(left, top, weight, height, colour),
            self.box(x + width, top, weight, height, colour),
        )

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
        footer: Footer | None = None,
    ) -> Document:
        """Return all pages as a document; the fields mean what they mean in `flyers.page.document.Document`.

        Args:
            secondary: a language besides the pages' own.
            colours: of items that were copied from other documents, beside the `PALETTE`.
            footer: what every page says at its foot; without one, pages are not numbered.
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

    def _finished(self, footer: Footer | None) -> Iterator[Page]:
        pages, self._pages = self._pages, []
        for number, page in enumerate(pages, start=1):
            self._pages.append(page)
            if footer:
                self._put_footer(footer, f"page {number} of {len(pages)}")
            yield Page(
                face=page.name,
                width=page.width,
                height=page.height,
                bleed=0.0,
                safe=self.safe,
                items=tuple(page.items),
                direction=page.direction,
            )

    def _put_footer(self, footer: Footer, number: str) -> None:
        note, strong = TextStyle(9.0, colour=MUTED), TextStyle(10.5, "bold", align="end")
        top, x, measure = self.height - self.foot + 13, self.margin, self.measure
        self.rule(self.height - self.foot + 8)
        self.words(footer.left, note, x, top, measure * 0.58)
        self.words(footer.middle, strong, x + measure * 0.5, top - 0.6, measure * 0.33)
        self.words(number, replace(note, align="end"), x, top, measure)
