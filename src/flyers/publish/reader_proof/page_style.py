"""What all pages of a reader's proof share: margins, styles of type, and small parts such as numbers and tick boxes."""

from __future__ import annotations

from collections.abc import Iterable

from flyers.layout.page_builder import A4, INK, LETTER, MUTED, PAPER, PEN, ItemPlace, PageBuilder, TextStyle
from flyers.page.document import Document
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Language

PAPERS = {"letter": LETTER, "a4": A4}

MARGIN = 42.0
FOOT = 50.0
"""Height that is the footer's alone."""
SAFE = 24.0
"""White that office printers may leave at the edges of the paper, and more."""

TITLE = TextStyle(26.0, "bold", leading=1.15)
HEADING = TextStyle(15.0, "bold")
SUBHEADING = TextStyle(10.5, "bold")
TEXT = TextStyle(10.5)
STRONG = TextStyle(10.5, "bold")
NOTE = TextStyle(9.0, colour=MUTED)
LABEL = TextStyle(9.5, colour=MUTED)

RADIUS = 7.5
"""Of the disc behind a number."""
_NUMBER = TextStyle(8.5, "bold", PAPER, PEN, align="center")


def new_builder(typesetter: Typesetter, languages: Iterable[Language], paper: str) -> PageBuilder:
    """Return a builder for pages in the first of *languages* that quote the others; *paper* is one of `PAPERS`."""
    return PageBuilder("proof", typesetter, tuple(dict.fromkeys(languages)), PAPERS[paper], MARGIN, FOOT, SAFE)


def numeral(builder: PageBuilder, number: int, x: float, top: float) -> tuple[ItemPlace, ...]:
    """Put *number* in a disc, or in a lozenge if it is long, with its middle at *x*, *top*; return the text's place."""
    text = str(number)
    width = max(2 * RADIUS, builder.width_of(text, _NUMBER) + 6.5)
    builder.box(x - width / 2, top - RADIUS, width, 2 * RADIUS, PEN, RADIUS)
    above = _NUMBER.size * builder.languages[0].ascent / 2 - 0.1
    return builder.words(text, _NUMBER, x - width / 2, top - above, width).places


def tick_box(builder: PageBuilder, x: float, top: float, side: float = 12.0) -> None:
    """Draw a square for a tick."""
    builder.frame(x, top, side, side, INK, 0.8)


def product_name(document: Document) -> str:
    """Return a product's name for people: ``Wallet card``."""
    return document.product.replace("-", " ").capitalize()
