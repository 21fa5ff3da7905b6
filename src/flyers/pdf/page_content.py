"""The content of pages: their content streams in one edition, with the strings of their lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flyers.colour import Colour
from flyers.page.document import Box, Document, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, PageBoxes, page_boxes
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, plain
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.graphics_operators import (
    INKS,
    STATE_NAMES,
    Inks,
    draw_box,
    draw_code,
    draw_photo,
    draw_shape,
    numbers,
)
from flyers.pdf.lines import line_strings
from flyers.pdf.marks import finishing_operators, printer_marks
from flyers.pdf.photographs import EncodedPhoto, encoded_photo
from flyers.pdf.reader_aids import counterweight
from flyers.pdf.run_strings import encoded_face
from flyers.pdf.slug import BLACK, FACE, slug_lines, slug_typesetter
from flyers.pdf.structure import END, MarkedContent, StructureTree
from flyers.pdf.text_operators import draw_line
from flyers.process_cache import memoized_by_identity
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter

_SLUG_BLACK = Colour(BLACK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


class PageContent:
    """The content of one page in one edition, including marks and slug outside its bleed."""

    def __init__(self, document: Document, page: Page, edition: Edition, typesetter: Typesetter, moment: int) -> None:
        self.page = page
        self.edition = edition
        self.boxes: PageBoxes = page_boxes(page, edition)
        self.colours = {**document.colours, BLACK: _SLUG_BLACK}
        self.slug = slug_lines(document, page, self.boxes, typesetter, moment) if edition.slug_line else []
        self.photos = {
            id(item): encoded_photo(item, self.colours[item.colour], edition)
            for item in page.items
            if isinstance(item, Photo)
        }
        texts = [item for item in page.items if isinstance(item, TextLine)]
        self._lines: dict[int, list[GlyphStrings]] = {}
        library = typesetter.library
        rtl = (page.direction or document.direction) == "rtl"
        lines = [*texts, *self.slug]
        for index, (line, above) in enumerate(zip(lines, [None, *lines], strict=False)):
            strings = _strings_of_text if index < len(texts) else line_strings  # those of the slug are added to
            self._lines[id(line)] = strings(line, above, library, rtl_page=rtl, tagged=edition.tags)
        if rtl and self.slug:
            self._balance_slug(self.slug[-1], library)

    def _balance_slug(self, last: TextLine, library: FontLibrary) -> None:
        """Add to the *last* line of the slug what readers of a right-to-left page need.

        It gets a counterweight close to the bleed, and an end at the right edge. pdfium assumes vertical lines, and
        breaks the text after every letter, if a page's text leaves much of the width free, as short lines at the right
        and a slug at the left do.
        """
        part = self._lines[id(last)][-1]
        space = encoded_face(library.face(FACE)).space
        texts = (glyph.text for part in self.strings() for string in part.strings for glyph in string)
        width = self.page.width - last.x
        marks = counterweight(texts, space, last.size, 0.0, width - last.size)
        rise = -self.page.bleed - last.size - last.y
        if width - last.ink[2] > last.size:
            part.strings[-1].append(PlacedGlyph(plain(space), " ", width - last.size, 0.0))
        if marks:
            part.strings.append([mark._replace(y=rise) for mark in marks])

    def strings(self) -> Iterator[GlyphStrings]:
        return chain.from_iterable(self._lines.values())

    def operators(self, fonts: dict[str, GlyphFont], structure: StructureTree | None, number: int) -> list[str]:
        """Return the content stream: the art, clipped to the bleed, then marks and slug outside it."""
        left, bottom, right, top = self.boxes.bleed
        origin = f"1 0 0 1 {numbers(*self.boxes.trim[:2])} cm"
        painter = self._item_painter(fonts)
        operators = ["q", f"{numbers(left, bottom, right - left, top - bottom)} re W n", origin]
        for index, item in enumerate(self.page.items):
            operators += painter.paint(item, structure.mark(number, index, item) if structure else None)
        operators += finishing_operators(self.page) if self.edition.for_press else []
        operators.append("Q")
        if self.edition.marks and self.edition.condition:
            operators += printer_marks(self.page, self.boxes, self.edition.condition.marks)
        if self.slug:
            slug_painter = self._item_painter(fonts)
            operators += ["q", origin]
            for line in self.slug:
                operators += slug_painter.paint(line)
            operators.append("Q")
        return operators

    def _item_painter(self, fonts: dict[str, GlyphFont]) -> _ItemPainter:
        condition = self.edition.condition
        overprint_black = condition is None or condition.overprint_black
        inks = INKS[self.edition.colour_space]
        return _ItemPainter(self.colours, inks, fonts, self._lines, self.photos, overprint_black)


@memoized_by_identity(128)
def _strings_of_text(
    line: TextLine, above: TextLine | None, library: FontLibrary, *, rtl_page: bool, tagged: bool
) -> list[GlyphStrings]:
    """Return the `line_strings` of a line that other pieces may have in the same place; nobody changes them."""
    return line_strings(line, above, library, rtl_page=rtl_page, tagged=tagged)


class _ItemPainter:
    """Writes the operators of items, and sets colour and overprint only where they change."""

    def __init__(
        self,
        colours: dict[str, Colour],
        inks: Inks,
        fonts: dict[str, GlyphFont],
        lines: dict[int, list[GlyphStrings]],
        photos: dict[int, EncodedPhoto],
        overprint_black: bool,
    ) -> None:
        self._overprint_black = overprint_black
        self._lines = lines
        self._photos = photos
        self._colours = colours
        self._inks = inks
        self._fonts = fonts
        self._state: list[str] = []

    def paint(self, item: Item, marked: MarkedContent | None = None) -> list[str]:
        """Return the operators of one item, inside its *marked* content.

        Everything inside the bleed passes through this method.
        """
        if marked is None:
            return [*self._state_changes(item), *self._draw(item, {})]
        if isinstance(item, TextLine) and marked.runs:
            return [*self._state_changes(item), *self._draw(item, self._openings(item, marked))]
        return [marked.opening, *self._state_changes(item), *self._draw(item, {}), END]

    def _openings(self, line: TextLine, marked: MarkedContent) -> dict[int, str]:
        """Return the opening operators by the index of the string where each part of *line* begins.

        Strings that only help readers belong to the part after them.
        """
        openings: dict[int, str] = {}
        run = 0
        for opening, length in marked.runs:
            strings = [index for index, part in enumerate(self._lines[id(line)]) if run <= part.run < run + length]
            if strings:
                openings[strings[0] if openings else 0] = opening
            run += length
        return openings

    def _state_changes(self, item: Item) -> list[str]:
        """Return the operators for the item's colour and overprint that differ from those in effect."""
        colour = self._colours[item.colour]
        state = []
        solid = isinstance(item, Box | Photo) or (isinstance(item, Shape) and item.art)
        overprint = self._inks.overprint(colour, fine=self._overprint_black and not solid)
        if overprint is not None:
            state.append(f"/{STATE_NAMES[overprint]} gs")
        state.append(self._inks.fill(colour))
        changes = [operator for operator in state if operator not in self._state]
        self._state = state
        return changes

    def _draw(self, item: Item, openings: dict[int, str]) -> list[str]:
        match item:
            case TextLine():
                return draw_line(item, self._lines[id(item)], self._fonts, openings)
            case Box():
                return draw_box(item)
            case Photo():
                return draw_photo(item, self._photos[id(item)])
            case Shape():
                return draw_shape(item)
            case QrCode():
                return draw_code(item)


def page_contents(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageContent]:
    """Return the content of each page of *document* in a file of the date *moment*."""
    typesetter = slug_typesetter(library)
    return [PageContent(document, page, edition, typesetter, moment) for page in document.pages]
