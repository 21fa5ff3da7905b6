"""The content of pages: their content streams in one edition, with the strings of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from flyers.colour import Colour
from flyers.page.document import Box, Document, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, PageBoxes, page_boxes
from flyers.page.items import AXES
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, plain
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.graphics_operators import (
    draw_box,
    draw_code,
    draw_photo,
    draw_shape,
    encoded_photo,
    fill,
    number,
    numbers,
    overprint,
)
from flyers.pdf.lines import counterweight, encoded_face, line_strings, starts_over
from flyers.pdf.marks import BLACK, FACE, finishing_operators, printer_marks, slug_lines, slug_typesetter
from flyers.pdf.structure import END, MarkedContent, StructureTree
from flyers.process_cache import memoized_by_identity
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter

_NEAR = 0.5  # Thousandths of an em by which a glyph may be away from the pen without moving the pen.

_FARTHEST = 9999  # Thousandths of an em by which the pen may be moved inside a string.

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

    Between two of them is a marked-content point, by which the proof knows that the line goes on. *openings* are the
    operators that begin marked content, by the index of the first part in it, 0 among them; each ends where the next
    begins.
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
            pen.show(string, fonts[part.face.key], part.size)
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
            self.operators.append(f"{numbers(*AXES[self._line.turn], self._line.x, self._line.y)} Tm")

    def show(self, string: Sequence[PlacedGlyph], font: GlyphFont, size: float) -> None:
        """Show the glyphs of *string* from left to right.

        Glyphs that follow each other by their own advances share one operand. A kerned glyph is moved inside the
        operator (TJ). A change of height or of font layer begins a new operator.
        """
        scale = 1000 / size
        name_now, x_now, y_now = "", 0.0, 0.0
        operands: list[str] = []
        codes: list[str] = []
        for components, advance, text, x, y in string:
            name, code, width = font.encoding[(components, advance), text]
            x += self._x
            y += self._y
            lag = (x_now - x) * scale
            if name != name_now or abs(y - y_now) > 0.0005 or not -_FARTHEST <= lag <= _FARTHEST:
                self._end(operands, codes)
                operands, codes = [], []
                if self._font != (name, size):
                    self._font = (name, size)
                    self.operators.append(f"/{name} {number(size)} Tf")
                was_x, was_y = self._at
                self._at = is_x, is_y = round(x * 1000), round(y * 1000)
                self.operators.append(f"{numbers((is_x - was_x) / 1000, (is_y - was_y) / 1000)} Td")
                name_now, x_now, y_now = name, is_x / 1000, y
            elif not -_NEAR <= lag <= _NEAR:
                operands.append(f"<{''.join(codes)}>{round(lag)}")
                codes = []
                x_now -= round(lag) / scale
            codes.append(code)
            x_now += width / scale
        self._end(operands, codes)

    def _end(self, operands: list[str], codes: list[str]) -> None:
        if operands:
            self.operators.append(f"[{''.join(operands)}<{''.join(codes)}>]TJ")
        elif codes:
            self.operators.append(f"<{''.join(codes)}>Tj")


class PageContent:
    """The content of one page in one edition, including marks and slug outside its bleed."""

    def __init__(self, document: Document, page: Page, edition: Edition, typesetter: Typesetter, moment: int) -> None:
        self.page = page
        self.edition = edition
        self.boxes: PageBoxes = page_boxes(page, edition)
        self.colours = {**document.colours, BLACK: Colour(BLACK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))}
        self.slug = slug_lines(document, page, self.boxes, typesetter, moment) if edition.slug_line else []
        self.photos = {
            id(item): encoded_photo(item, self.colours[item.colour], edition)
            for item in page.items
            if isinstance(item, Photo)
        }
        self.lines: dict[int, list[GlyphStrings]] = {}
        texts = [item for item in page.items if isinstance(item, TextLine)]
        library = typesetter.library
        rtl = (page.direction or document.direction) == "rtl"
        lines = [*texts, *self.slug]
        for index, (line, above) in enumerate(zip(lines, [None, *lines], strict=False)):
            strings = _strings_of_text if index < len(texts) else line_strings  # those of the slug are added to
            self.lines[id(line)] = strings(line, above, library, rtl_page=rtl, tagged=edition.tags)
        if rtl and self.slug:
            self._balance_slug(self.slug[-1], encoded_face(library.face(FACE)).space)

    def _balance_slug(self, last: TextLine, space: int) -> None:
        """Add to the *last* line of the slug what readers of a right-to-left page need.

        It gets a counterweight close to the bleed, and an end at the right edge. pdfium assumes vertical lines, and
        breaks the text after every letter, if a page's text leaves much of the width free, as short lines at the right
        and a slug at the left do.
        """
        part = self.lines[id(last)][-1]
        texts = (glyph.text for part in self.strings() for string in part.strings for glyph in string)
        width = self.page.width - last.x
        marks = counterweight(texts, space, last.size, 0.0, width - last.size)
        rise = -self.page.bleed - last.size - last.y
        if width - last.ink[2] > last.size:
            part.strings[-1].append(PlacedGlyph(*plain(space), " ", width - last.size, 0.0))
        if marks:
            part.strings.append([mark._replace(y=rise) for mark in marks])

    def strings(self) -> Iterator[GlyphStrings]:
        return chain.from_iterable(self.lines.values())

    def operators(self, fonts: dict[str, GlyphFont], structure: StructureTree | None, number: int) -> list[str]:
        """Return the content stream: the art, clipped to the bleed, then marks and slug outside it."""
        left, bottom, right, top = self.boxes.bleed
        origin = f"1 0 0 1 {numbers(*self.boxes.trim[:2])} cm"
        painter = _ItemPainter(self, fonts)
        operators = ["q", f"{numbers(left, bottom, right - left, top - bottom)} re W n", origin]
        for index, item in enumerate(self.page.items):
            operators += painter.paint(item, structure.mark(number, index, item) if structure else None)
        operators += finishing_operators(self.page) if self.edition.for_press else []
        operators.append("Q")
        if self.edition.marks and self.edition.condition:
            operators += printer_marks(self.page, self.boxes, self.edition.condition.marks)
        if self.slug:
            painter = _ItemPainter(self, fonts)
            operators += ["q", origin, *chain.from_iterable(map(painter.paint, self.slug)), "Q"]
        return operators


@memoized_by_identity(128)
def _strings_of_text(
    line: TextLine, above: TextLine | None, library: FontLibrary, *, rtl_page: bool, tagged: bool
) -> list[GlyphStrings]:
    """Return the `line_strings` of a line that other pieces may have in the same place; nobody changes them."""
    return line_strings(line, above, library, rtl_page=rtl_page, tagged=tagged)


class _ItemPainter:
    """Writes the operators of items, and sets colour and overprint only where they change."""

    def __init__(self, content: PageContent, fonts: dict[str, GlyphFont]) -> None:
        self._content = content
        self._fonts = fonts
        self._state: list[str] = []

    def paint(self, item: Item, marked: MarkedContent | None = None) -> list[str]:
        """Return the operators of one item, inside its *marked* content.

        Everything inside the bleed passes through this method.
        """
        operators = self._state_changes(item)
        match item:
            case TextLine():
                openings = self._openings(item, marked) if marked else {}
                operators += draw_line(item, self._content.lines[id(item)], self._fonts, openings)
            case Box():
                operators += draw_box(item)
            case Photo():
                operators += draw_photo(item, self._content.photos[id(item)])
            case Shape():
                operators += draw_shape(item)
            case QrCode():
                operators += draw_code(item)
        return [marked.opening, *operators, END] if marked and not marked.runs else operators

    def _openings(self, line: TextLine, marked: MarkedContent) -> dict[int, str]:
        """Return the opening operators by the index of the string where each part of *line* begins.

        Strings that only help readers belong to the part before them, at the beginning of the line to the first.
        """
        openings: dict[int, str] = {}
        run = 0
        for opening, length in marked.runs:
            strings = [i for i, part in enumerate(self._content.lines[id(line)]) if run <= part.run < run + length]
            if strings:
                openings[strings[0] if openings else 0] = opening
            run += length
        return openings

    def _state_changes(self, item: Item) -> list[str]:
        """Return the operators for the item's colour and overprint that differ from those in effect."""
        colour, edition = self._content.colours[item.colour], self._content.edition
        state = [fill(colour, edition.colour_space)]
        if edition.for_press:
            solid = isinstance(item, Box | Photo) or (isinstance(item, Shape) and item.art)
            state.insert(0, f"/{overprint(colour, fine=edition.overprints_black and not solid)} gs")
        changes = [operator for operator in state if operator not in self._state]
        self._state = state
        return changes


def page_contents(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageContent]:
    """Return the content of each page of *document* in a file of the date *moment*."""
    typesetter = slug_typesetter(library)
    return [PageContent(document, page, edition, typesetter, moment) for page in document.pages]
