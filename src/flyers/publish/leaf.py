"""A small composer for the ticket: words at given places on Letter pages, with the tags of a document to be read aloud.

It makes a `flyers.layout.pages.Document` like any other, so the painter needs to know nothing of tickets. Positions are
points from the left edge of the page and, downwards, from its top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flyers.colour import Colour
from flyers.content.richtext import RichText, Span, SpanKind
from flyers.layout import pages
from flyers.text.model import TypeSpec, Weight
from flyers.text.paragraph import Typesetter

WIDTH, HEIGHT = 612.0, 792.0
MARGIN = 38.0

PAPER, INK, MUTED, RULE, SHADE = "paper", "ink", "muted", "rule", "shade"
COLOURS = {
    PAPER: Colour(PAPER, (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    INK: Colour(INK, (0.0, 0.0, 0.0, 1.0), (0.1, 0.1, 0.1)),
    MUTED: Colour(MUTED, (0.0, 0.0, 0.0, 0.7), (0.35, 0.35, 0.35)),
    RULE: Colour(RULE, (0.0, 0.0, 0.0, 0.35), (0.7, 0.7, 0.7)),
    SHADE: Colour(SHADE, (0.0, 0.0, 0.0, 0.08), (0.93, 0.93, 0.93)),
}
"""Greys: shops print tickets on whatever stands nearest."""

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Style:
    """Type of one kind of line."""

    size: float
    weight: Weight = "regular"
    colour: str = INK
    ground: str = PAPER

    @property
    def leading(self) -> float:
        return self.size * 1.3


TITLE = Style(17.0, "bold")
HEADING = Style(11.0, "bold")
TEXT = Style(8.25)
LABEL = Style(8.25, colour=MUTED)
STRONG = Style(8.25, "bold")
ALARM = Style(8.25, "bold", PAPER, INK)
ALARM_HEADING = Style(11.0, "bold", PAPER, INK)

_ASCENT, _DESCENT = 0.74, 0.22


@dataclass(slots=True)
class Leaf:
    """Pages under construction; ``top`` is where the next thing goes."""

    typesetter: Typesetter
    families: tuple[str, ...] = ("noto-sans",)
    top: float = MARGIN
    _pages: list[list[pages.Item]] = field(default_factory=lambda: [[]])

    @property
    def left_over(self) -> float:
        return HEIGHT - MARGIN - self.top

    def turn_over(self) -> None:
        """Go on with a new page."""
        self._pages.append([])
        self.top = MARGIN

    def height(self, text: str | RichText, style: Style, width: float) -> float:
        return self.typesetter.measure(_rich(text), self._spec(style), width).height

    def divided(self, address: str, style: Style, width: float) -> str:
        """*address* as it is where it fits, else with a place to break after each character, which nothing shows."""
        fits = self.typesetter.natural_width(_rich(address), self._spec(style)) <= width
        return address if fits else "\u200b".join(address)

    def words(self, text: str | RichText, style: Style, x: float, top: float, width: float) -> Placed:
        """Set *text*; gives what it takes up, for the structure tree."""
        spec, rich = self._spec(style), _rich(text)
        paragraph = self.typesetter.paragraph(rich, spec, width)
        places = tuple(
            self.add(
                pages.TextLine(
                    x=x,
                    y=HEIGHT - top - line.baseline,
                    runs=line.runs,
                    colour=style.colour,
                    ground=style.ground,
                    block="ticket",
                    message="ticket",
                    role="ticket",
                    size=style.size,
                    floor=style.size,
                    text=line.text,
                    language=LANGUAGE,
                    ink=line.ink,
                    spaced=rich.text[line.start : line.end][-1:].isspace(),
                )
            )
            for line in paragraph.lines
        )
        return Placed(places, paragraph.height)

    def add(self, item: pages.Item) -> tuple[int, int]:
        """Put *item* on the page as it is (y upwards, from the foot); gives its place for the structure tree."""
        items = self._pages[-1]
        items.append(item)
        return len(self._pages) - 1, len(items) - 1

    def box(self, x: float, top: float, width: float, height: float, colour: str) -> tuple[int, int]:
        return self.add(pages.Box(x, HEIGHT - top - height, width, height, colour, "ticket"))

    def document(self, title: str, structure: Iterable[pages.Element], **about: Any) -> pages.Document:
        """All pages; *about* are further fields of the document."""
        return pages.Document(
            product="job-ticket",
            language=LANGUAGE,
            direction="ltr",
            title=title,
            pages=tuple(
                pages.Page(f"page {number}", WIDTH, HEIGHT, 0.0, 0.0, tuple(items))
                for number, items in enumerate(self._pages, start=1)
            ),
            structure=pages.Element("Document", tuple(structure), language=LANGUAGE),
            colours=COLOURS,
            sizes={},
            **about,
        )

    def _spec(self, style: Style) -> TypeSpec:
        return TypeSpec(
            families=self.families,
            size=style.size,
            leading=style.leading,
            weight=style.weight,
            ascent=_ASCENT,
            descent=_DESCENT,
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Items by (page, index), and the height that they take up."""

    items: tuple[tuple[int, int], ...]
    height: float


def foreign(before: str, text: str, language: str, after: str = "") -> RichText:
    """English words with a stretch of another *language* among them."""
    span = Span(len(before), len(before) + len(text), SpanKind.FOREIGN, language)
    return RichText(f"{before}{text}{after}", LANGUAGE, "ticket", spans=(span,))


def _rich(text: str | RichText) -> RichText:
    return RichText(text, LANGUAGE, "ticket") if isinstance(text, str) else text
