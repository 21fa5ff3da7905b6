"""What a finished file must contain: the composed document, and the few facts that its pages do not know.

Coordinates are points from the lower left corner of the trim box, y upwards. Order and kinds of blocks come from the
document, words and languages from the translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from flyers.content.contacts import Contact
from flyers.content.markup import SpanKind
from flyers.page.document import BULLET, Document, Element, Page, QrCode, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.page.items import Rectangle, extent, moved_rectangle, own_point
from flyers.records import dataclass
from flyers.translation.localization import Localization

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SpokenElement:
    """A block of the structure tree, as a screen reader says it."""

    tag: str
    # What it says, as (text, BCP 47 tag). Digits and addresses have no language of their own: theirs is that of the
    # words around them.
    pieces: tuple[tuple[str, str], ...] = ()
    alt: str = ""  # the description of a picture
    language: str = ""  # the language of the description; "" for the document's
    last: bool = False  # read after the rest of its panel, wherever it is
    actual: str = ""  # what is said in place of what it shows, a list item's marker
    around: tuple[str, ...] = ()  # the tags of the elements that it is in, the outermost first

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def spoken_elements(document: Document, localized: Localization) -> Iterator[SpokenElement]:
    """Yield every block of *document* in reading order."""
    for element, language, around in _blocks(document.structure, document.language):
        items = [document.pages[page].items[index] for page, index in element.items]
        lines = [item for item in items if isinstance(item, TextLine)]
        paragraphs = (list(group) for _, group in groupby(lines, key=lambda line: line.message))
        pieces = tuple(piece for paragraph in paragraphs for piece in _pieces(paragraph, language, localized))
        alt_language = language if element.alt and language != document.language else ""
        marker = BULLET if element.tag == "Lbl" and not lines else ""
        yield SpokenElement(element.tag, pieces, element.alt, alt_language, element.last, marker, around)


def _blocks(
    element: Element, language: str, around: tuple[str, ...] = ()
) -> Iterator[tuple[Element, str, tuple[str, ...]]]:
    """Yield every element that shows something, with its language and the tags of the elements that it is in."""
    language = element.language or language
    if element.items:
        yield element, language, around
    for child in element.children:
        yield from _blocks(child, language, (*around, element.tag))


def _pieces(lines: list[TextLine], language: str, localized: Localization) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph with their languages."""
    message, counts = lines[0].message, lines[0].counts
    if message.is_contact:
        yield localized.contact(message.id, message.language).display, language
    elif rich := localized.text(message):
        rich, end = rich.on_page(*counts) if counts else rich, 0
        for span in rich.spans:
            if span.kind is SpanKind.FOREIGN and span.start >= end:
                yield rich.text[end : span.start], rich.language
                yield rich.text[span.start : span.end], span.value
                end = span.end
        yield rich.text[end:], rich.language
    else:  # imprint, numerals, calendar or measures, which are not messages of the campaign
        yield from ((f"{line.text} " if line.spaced else line.text, line.language) for line in lines)


class FontFile(NamedTuple):
    """A face of the campaign."""

    data: bytes  # of its file
    number: int = 0  # in a collection
    axes: tuple[tuple[str, float], ...] = ()  # pinned ones of a variable font


class PlacedCode(NamedTuple):
    """A QR code on the page with the index ``page``."""

    page: int
    item: QrCode
    target: str  # what the contact that it names opens
    is_read: bool = True  # a screen reader meets it; not where it is part of a picture

    @property
    def box(self) -> Rectangle:  # without its quiet zone
        return extent(self.item)


class PlacedContact(NamedTuple):
    """A contact on the page with the index ``page``."""

    page: int
    line: TextLine  # the line that it begins on
    contact: Contact  # as the language of the line has it
    # X0, x1 and y of each of its lines, from the top, in the lines' own axes (`flyers.page.items.own_point`): it reads
    # from x0 to x1 on the baseline y.
    places: tuple[tuple[float, float, float], ...]
    is_read: bool = True  # a screen reader meets it; not in copies and in pictures of a page


@dataclass(frozen=True, slots=True)
class ExpectedImage:
    """What an image is besides the picture of its page."""

    most_bytes: int  # the most that its file may have; 0 for no limit
    labels: tuple[tuple[str, str], ...]  # what it says of itself, by keyword
    alt: str  # alt, text: its description for those who do not see it, and the words to send along
    text: str
    # The picture of the page, once that is proved, as `flyers.proof.images.Raster.picture` has it.
    page: NDArray[np.uint32] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Expectation:
    """Everything that the proof of one file compares with: words, numbers and targets are those of *words*, so that the
    proof does not excuse what the layout lost or mixed up.
    """

    document: Document  # what was composed
    edition: Edition  # how it became a file, with its print condition
    # The campaign's words in the document's languages; None for a file of which nothing is known.
    words: Localization | None = None
    smallest_module: float = 0.0  # the smallest side of a QR code's module, points
    # The lines outside the bleed of each page, which name the job; none without a slug.
    slug: tuple[tuple[TextLine, ...], ...] = ()
    # The font files of the glyphs, by the keys that runs have.
    faces: Mapping[str, FontFile] = field(default_factory=dict, repr=False, compare=False)
    image: ExpectedImage | None = None  # the image that shows the page; None if the pages themselves are handed out

    @property
    def is_known(self) -> bool:
        """Whether more is known of the file than what it says of itself."""
        return self.words is not None

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.document.pages

    @property
    def ink_limit(self) -> float:
        """The most ink allowed, as a sum of fractions; an assumption where the print condition is not known."""
        return self.edition.condition.ink_limit / 100 if self.edition.condition else 3.0

    def bleed(self, page: Page) -> float:
        """Return how far the art of *page* extends beyond the trim, points."""
        if self.edition.bleed and self.edition.condition is None:
            return page.bleed
        return page_boxes(page, self.edition).spread

    def bleed_box(self, page: Page) -> Rectangle:
        """Return the trim of *page* with its bleed."""
        bleed = self.bleed(page)
        return -bleed, -bleed, page.width + bleed, page.height + bleed

    def sheet(self, page: Page) -> Rectangle:
        """Return the edges of the whole page of the file."""
        boxes = page_boxes(page, self.edition)
        return moved_rectangle(boxes.media, -boxes.trim[0], -boxes.trim[1])

    @cached_property
    def lines(self) -> tuple[tuple[int, TextLine], ...]:
        """The lines of text, each with the index of its page."""
        items = ((number, item) for number, page in enumerate(self.pages) for item in page.items)
        return tuple((number, item) for number, item in items if isinstance(item, TextLine))

    @cached_property
    def codes(self) -> tuple[PlacedCode, ...]:
        return tuple(
            PlacedCode(number, item, self._contact(item.contact, item.language).target, id(item) in self._read)
            for number, page in enumerate(self.pages)
            for item in page.items
            if isinstance(item, QrCode)
        )

    @cached_property
    def contacts(self) -> tuple[PlacedContact, ...]:
        contacts: list[PlacedContact] = []
        for number, line in self.lines:
            along, up = own_point(line.turn, line.x, line.y)
            for part in line.contacts:
                place = along + part.x0, along + part.x1, up
                if contacts and not part.begins:
                    places = sorted((*contacts[-1].places, place), key=lambda place: -place[2])
                    contacts[-1] = contacts[-1]._replace(places=tuple(places))
                else:
                    contact = self._contact(part.contact, line.message.language)
                    contacts.append(PlacedContact(number, line, contact, (place,), id(line) in self._read))
        return tuple(contacts)

    def counts(self, page: int, line: TextLine) -> tuple[int, int] | None:
        """Return the number of the page and how many there are, if *line* says that; None if not."""
        # Pages are counted here, not taken from the line, except in a picture of a page (of a reader's proof).
        return (page + 1, len(self.pages)) if line.running else line.counts

    def message_text(self, page: int, line: TextLine) -> str | None:
        """Return the text of the message that *line*, on the page with the index *page*, is of; None of an imprint."""
        assert self.words is not None
        key, counts = line.message, self.counts(page, line)
        if key.is_contact:
            return self._contact(key.id, key.language).display
        rich = self.words.text(key)
        return (rich.on_page(*counts) if counts else rich).text if rich else None

    def _contact(self, contact: str, language: str) -> Contact:
        assert self.words is not None
        return self.words.contact(contact, language)

    @cached_property
    def _read(self) -> frozenset[int]:
        """The items, by identity, that a screen reader meets: no copies of others, and no decoration."""
        waiting, read = [self.document.structure], set[int]()
        while waiting:
            element = waiting.pop()
            read.update(id(self.document.pages[page].items[index]) for page, index in element.items)
            waiting += element.children
        return frozenset(read)

    @cached_property
    def elements(self) -> tuple[SpokenElement, ...]:
        """What a screen reader says, in order; nothing in a file without tags."""
        words = self.words if self.edition.tags else None
        return () if words is None else tuple(spoken_elements(self.document, words))


def expectation_of_unknown(edition: Edition, pages: tuple[Page, ...] = ()) -> Expectation:
    """Return what is expected of a file of which only *pages* and *edition* are known, by what it says of itself."""
    product = title = campaign = issue = code = ""
    structure = Element("Document")
    return Expectation(
        Document(product, "und", "ltr", title, campaign, issue, code, False, pages, structure, {}, {}), edition
    )
