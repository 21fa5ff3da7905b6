"""What all pages of a reader's proof share: margins, styles of type, numbers, tick boxes, and the words around texts.

These are in the reader's language where the program has them, else in English. They belong to the program, not to a
campaign: one file for each language in the folder ``words``, with `WORDS` and `ROW_WORDS` as keys. All of them are
drafts that no native reader has signed; the head of each file says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.schema import Record, Required, Text, check
from flyers.files import exists
from flyers.layout.page_builder import A4, INK, LETTER, MUTED, PAPER, PEN, SMALLEST, ItemPlace, PageBuilder, TextStyle
from flyers.page.document import Document
from flyers.records import dataclass
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Language

PAPERS = {"letter": LETTER, "a4": A4}

MARGIN = 42.0
FOOT = 50.0  # Height that is the footer's alone.
SAFE = 24.0  # White that office printers may leave at the edges of the paper, and more.

TITLE = TextStyle(26.0, "bold", leading=1.15)
HEADING = TextStyle(15.0, "bold")
SUBHEADING = TextStyle(10.5, "bold")
TEXT = TextStyle(10.5)
STRONG = TextStyle(10.5, "bold")
NOTE = TextStyle(9.0, colour=MUTED)
LABEL = TextStyle(9.5, colour=MUTED)

RADIUS = 7.5  # Of the disc behind a number.
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


ENGLISH = "en"

_WORDS = Path(__file__).with_name("words")

WORDS = (
    "lead", "do", "pictures", "texts", "beside", "sound", "tick", "others", "finish", "look", "letters", "order",
    "harm", "unclear", "contacts", "done", "ok", "change", "back", "name", "date", "role", "signature",
)  # fmt: skip  # a list to be read
"""The keys of the first page, in its order. Only ``lead`` has a placeholder, ``{minutes}``."""

ROW_WORDS = ("right", "should", "check", "numbered", "unseen")
"""The keys of the labels in the list of texts, and of its headings."""


def has_words(tag: str) -> bool:
    """Return whether the program has the first page in the language *tag*."""
    return exists(_WORDS / f"{tag}.yaml")


@cache
def words_of(tag: str) -> Mapping[str, str]:
    """Return the words of the first page and of rows in the language *tag*, by key; a broken file is a ContentError."""
    keys = dict.fromkeys((*WORDS, *ROW_WORDS), Required(Text())) | {"sound": Text(default="")}  # none in Latin letters
    words: Mapping[str, str] = check(yamlfile.load(_WORDS / f"{tag}.yaml", _WORDS), Record(keys))
    return words


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a line to write on, in a style and width in which they fit."""

    text: str | RichText
    style: TextStyle
    width: float
    height: float

    def put(self, builder: PageBuilder, x: float, foot: float) -> tuple[ItemPlace, ...]:
        """Set them with their foot at *foot*."""
        return builder.words(self.text, self.style, x, foot - self.height, self.width).places


@dataclass(frozen=True, slots=True)
class ReaderWords:
    """What a proof says around its texts: in the reader's language if the program has it, else in English."""

    language: Language | None = None  # of the words; None for English, the language of the proof's own pages

    @classmethod
    def of(cls, language: Language) -> ReaderWords:
        """Return the words for a reader of *language*."""
        return cls(language if language.tag != ENGLISH and has_words(language.tag) else None)

    @property
    def tag(self) -> str:
        return self.language.tag if self.language else ENGLISH

    @property
    def rtl(self) -> bool:
        """Whether lines begin at the right."""
        return self.language is not None and self.language.rtl

    def text(self, words: str) -> str | RichText:
        """Return *words* as words of this language."""
        return RichText(words, self.tag, MessageKey("instruction")) if self.language else words

    def words(self, *keys: str) -> str | RichText:
        """Return what is called by *keys*, of `WORDS` or `ROW_WORDS`, sentence by sentence."""
        sentences = words_of(self.tag)
        gap = "" if self.tag.startswith("zh") else " "  # Chinese has no space between sentences
        return self.text(gap.join(sentences[key] for key in keys if sentences[key]))

    def style(self, style: TextStyle, share: float = 1.0) -> TextStyle:
        """Return *style*, or a *share* of it, in a size at which the letters look as large as English ones."""
        optical = self.language.optical if self.language else 1.0
        return replace(style, size=max(SMALLEST, round(style.size * share * optical, 2)))

    def label(self, builder: PageBuilder, key: str, style: TextStyle, most: float) -> Label:
        """Return the words of *key* as a label that is at most *most* wide."""
        text, style = builder.fitting(self.words(key), style, most)
        width = min(most, builder.width_of(text, style) + 1)
        return Label(text, style, width, builder.height_of(text, style, width))

    def left(self, start: float, width: float, measure: float, x: float = MARGIN) -> float:
        """Return the left edge of what is *width* wide, *start* points from where a line from *x* on begins."""
        return x + (measure - start - width if self.rtl else start)
