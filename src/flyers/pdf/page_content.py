"""The content of pages: their content streams in one edition, with the strings of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from flyers.colour import Colour
from flyers.page.document import Box, Document, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, PageBoxes, page_boxes
from flyers.page.items import axes
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, plain
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.graphics_operators import (
    INKS,
    STATE_NAMES,
    EncodedPhoto,
    Inks,
    draw_box,
    draw_code,
    draw_photo,
    draw_shape,
    encoded_photo,
    number,
    numbers,
)
from flyers.pdf.lines import counterweight, encoded_face, line_strings, starts_over
from flyers.pdf.marks import BLACK, FACE, finishing_operators, printer_marks, slug_lines, slug_typesetter
from flyers.pdf.structure import END, MarkedContent, StructureTree
from flyers.process_cache import memoized_by_identity
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter

_NEAR = 0.5
"""Thousandths of an em by which a glyph may be away from the pen without moving the pen."""

_FARTHEST = 9999
"""Thousandths of an em by which the pen may be moved inside a string."""

CONTINUED = "/Line MP"
"""Between two text objects of one line: a marked-content point (PDF 32000-1, 14.6), which readers pass over."""


def draw_line(
    line: TextLine,
    parts: Sequence[GlyphStrings],
    fonts: Mapping[str, GlyphFont],
    openings: Mapping[int, str] | None = None,
) -> list[str]:
    """Return the *parts* of a line in logical order, each string at its own place: one text object or, in marked
    content, several where MuPDF needs them.

    Between two of them is a marked-content point, by which the proof knows that the line goes on.

    Args:
        parts: what the line shows.
        fonts: by face.
        openings: operators that begin marked content, by the index of the first part in it, 0 among them; each marked
            content ends where the next begins.
    """
    pen = _Pen(line)
    openings = openings or {}
    strings = [string for part in parts for string in part.strings]
    several = bool(openings) and any(starts_over(*pair) for pair in pairwise(strings))
    if not several:
        pen.begin()
    before: Sequence[PlacedGlyph] = ()
    for index, part in enumerate(parts):
        opening = openings.get(index)
        for string in part.strings:
            begins = several and (not before or opening is not None or starts_over(before, string))
            if begins and before:
                pen.operators += ["ET", CONTINUED]
            if opening is not None:
                pen.operators += [*(["EMC"] if before else []), opening]
            if begins:
                pen.begin()
            pen.show(string, fonts[part.face], part.size)
            before, opening = string, None
    ends = ["EMC", "ET"] if openings else ["ET"]
    return [*pen.operators, *(reversed(ends) if several else ends)]


class _Pen:
    """Writes strings, and remembers its font and the line matrix (PDF 32000-1, 9.4.2)."""

    def __init__(self, line: TextLine) -> None:
        self.operators: list[str] = []
        self._line = line
        self._x, self._y = (0.0, 0.0) if line.turn else (line.x, line.y)
        self._font = ("", 0.0)
        self._at = (0, 0)
        """The line matrix's origin, thousandths of a point: as written, not as intended, or errors would add up."""

    def begin(self) -> None:
        """Begin a text object, whose line matrix moves in the line's own axes."""
        self.operators.append("BT")
        self._at = (0, 0)
        if self._line.turn:
            self.operators.append(f"{numbers(*axes(self._line.turn), self._line.x, self._line.y)} Tm")

    def show(self, string: Sequence[PlacedGlyph], font: GlyphFont, size: float) -> None:
        """Show the glyphs of *string* from left to right.

        Glyphs that follow each other by their own advances share one operand. A kerned glyph is moved inside the
        operator (TJ). A change of height or of font layer begins a new operator.
        """
        scale = 1000 / size
        name_now, x_now, y_now = "", 0.0, 0.0
        operands: list[str] = []
        codes: list[str] = []
        for encoded, text, x, y in string:
            name, code, width = font.encoding[encoded, text]
            x += self._x
            y += self._y
            lag = (x_now - x) * scale
            begins = name != name_now or abs(y - y_now) > 0.0005 or not -_FARTHEST <= lag <= _FARTHEST
            if begins:
                self._end(operands, codes)
                operands, codes = [], []
                self._begin(x, y, name, size)
                name_now, x_now, y_now = name, self._at[0] / 1000, y
            elif not -_NEAR <= lag <= _NEAR:
                operands.append(f"<{''.join(codes)}>{round(lag)}" if codes else f"{round(lag)}")
                codes = []
                x_now -= round(lag) / scale
            codes.append(code)
            x_now += width / scale
        self._end(operands, codes)

    def _begin(self, x: float, y: float, name: str, size: float) -> None:
        """Select the font, and move the line matrix to (x, y)."""
        if self._font != (name, size):
            self._font = (name, size)
            self.operators.append(f"/{name} {number(size)} Tf")
        was_x, was_y = self._at
        self._at = is_x, is_y = round(x * 1000), round(y * 1000)
        up = number((is_y - was_y) / 1000) if is_y != was_y else "0"
        self.operators.append(f"{number((is_x - was_x) / 1000)} {up} Td")

    def _end(self, operands: list[str], codes: list[str]) -> None:
        if operands:
            self.operators.append(f"[{''.join(operands)}<{''.join(codes)}>]TJ")
        elif codes:
            self.operators.append(f"<{''.join(codes)}>Tj")


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
