"""Composed pages to the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.colour import Colour
from flyers.layout.pages import Box, Code, Document, Item, Page, Shape, TextLine
from flyers.pdf.canvas import Canvas, moment_of_build
from flyers.pdf.editions import Edition, PageBoxes, page_boxes, require_supported
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, plain
from flyers.pdf.glyphfont import GlyphFont, Pair
from flyers.pdf.graphics_operators import (
    GRAPHICS_STATES,
    INKS,
    STATE_NAMES,
    Inks,
    draw_box,
    draw_code,
    draw_shape,
    numbers,
)
from flyers.pdf.lines import shown_line, sign_face
from flyers.pdf.marks import REGISTRATION, printer_marks, registration_colour
from flyers.pdf.metadata import metadata, press_intent, screen_intent
from flyers.pdf.reader_aids import counterweight
from flyers.pdf.slug import BLACK, FACE, slug_lines
from flyers.pdf.structure import END, MarkedContent, StructureTree
from flyers.pdf.text_operators import show_line
from flyers.text.paragraph import Typesetter

_SLUG_BLACK = Colour(BLACK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


def paint(document: Document, edition: Edition, library: Any, moment: int | None = None) -> bytes:
    """The finished file of *document* for *edition*, with faces out of the font *library*.

    *moment* is the one date in the file, in seconds since 1970; by default ``SOURCE_DATE_EPOCH`` or now. The same
    arguments and the same moment give the same bytes.

    Raises:
        UsageError: the edition asks for what no standard allows (`require_supported`).
        LayoutError: the print condition asks for more bleed than the layout has.
        FontError: a glyph is the box for a missing letter, or a font cannot be embedded.
        KeyError: an item names a colour that the document does not have.
    """
    require_supported(edition)
    moment = moment_of_build() if moment is None else moment
    about = metadata(document, edition, moment)
    sheets = [_PageContent(document, page, edition, library, moment) for page in document.pages]
    structure = StructureTree(document, [sheet.boxes.trim[:2] for sheet in sheets]) if edition.tags else None
    canvas = Canvas(
        version=edition.pdf_version, language=document.language, information=about.information, moment=moment
    )
    fonts = _fonts(sheets, library)
    for font in fonts.values():
        font.register(canvas.document)
    resources = _resources(canvas, edition)
    for number, sheet in enumerate(sheets):
        canvas.finish_page(sheet.operators(fonts, structure, number), sheet.boxes, bleed=edition.bleed, **resources)
    canvas.describe(about.packet(), _intent(canvas, edition))
    if document.flip:
        canvas.print_unscaled(document.flip)
    if structure:
        structure.register(canvas.document)
    return canvas.finish()


def _resources(canvas: Canvas, edition: Edition) -> dict[str, dict[str, object]]:
    """What the pages' operators name, by the keywords of `Canvas.finish_page`."""
    states = GRAPHICS_STATES if edition.colour_space == "cmyk" else {}
    spaces = {REGISTRATION: registration_colour()} if edition.marks else {}
    reference = canvas.document.Reference
    return {
        "graphics_states": {
            STATE_NAMES[key]: reference(pdfdoc.PDFDictionary(dict(entries)), STATE_NAMES[key])
            for key, entries in states.items()
        },
        "colour_spaces": {name: reference(space, name) for name, space in spaces.items()},
    }


def _intent(canvas: Canvas, edition: Edition) -> object:
    if edition.condition:
        return press_intent(canvas.document, edition.condition)
    return screen_intent(canvas.document)


def _fonts(sheets: Iterable[_PageContent], library: Any) -> dict[str, GlyphFont]:
    """One font per face, in the order in which the pages use them."""
    pairs: dict[str, dict[Pair, None]] = {}
    for sheet in sheets:
        for part in sheet.shown():
            used = pairs.setdefault(part.face, {})
            for string in part.strings:
                for sign in string:
                    used[sign[:2]] = None
    return {
        key: GlyphFont(library.face(key), used, serial)
        for serial, (key, used) in enumerate(((key, used) for key, used in pairs.items() if used), start=1)
    }


class _PageContent:
    """One page in one edition, with what stands outside its bleed."""

    def __init__(self, document: Document, page: Page, edition: Edition, library: Any, moment: int) -> None:
        self.page = page
        self.edition = edition
        self.boxes: PageBoxes = page_boxes(page, edition)
        self.colours = {**document.colours, BLACK: _SLUG_BLACK}
        self.slug: list[TextLine] = []
        if edition.slug_line:
            self.slug = slug_lines(document, page, self.boxes, Typesetter(library), moment)
        texts = [item for item in page.items if isinstance(item, TextLine)]
        self._lines: dict[int, list[GlyphStrings]] = {}
        rtl = (page.direction or document.direction) == "rtl"
        lines = [*texts, *self.slug]
        for line, above in zip(lines, [None, *lines], strict=False):
            self._lines[id(line)] = shown_line(line, above, library, rtl_page=rtl, spaced=edition.tags)
        if rtl and self.slug:
            self._turn_slug(self.slug[-1], library)

    def _turn_slug(self, last: TextLine, library: Any) -> None:
        """Add to the *last* line of the slug what readers of a right-to-left page need: a counterweight, close to the
        bleed; and an end at the right edge. pdfium takes a page for one of vertical lines if its text leaves much of
        the width free, as short lines at the right and a slug at the left do, and breaks lines after every letter.
        """
        part = self._lines[id(last)][-1]
        space = sign_face(library.face(FACE)).space
        texts = (sign.text for part in self.shown() for string in part.strings for sign in string)
        width = self.page.width - last.x
        marks = counterweight(texts, space, last.size, 0.0, width - last.size)
        rise = -self.page.bleed - last.size - last.y
        if width - last.ink[2] > last.size:
            part.strings[-1].append(PlacedGlyph(plain(space), " ", width - last.size, 0.0))
        if marks:
            part.strings.append([mark._replace(y=rise) for mark in marks])

    def shown(self) -> Iterator[GlyphStrings]:
        """All strings on the sheet."""
        return chain.from_iterable(self._lines.values())

    def operators(self, fonts: dict[str, GlyphFont], structure: StructureTree | None, number: int) -> list[str]:
        """The page's content: the art, clipped to the bleed, then marks and slug outside it."""
        left, bottom, right, top = self.boxes.bleed
        origin = f"1 0 0 1 {numbers(*self.boxes.trim[:2])} cm"
        brush = self._brush(fonts)
        operators = ["q", f"{numbers(left, bottom, right - left, top - bottom)} re W n", origin]
        for index, item in enumerate(self.page.items):
            operators += brush.draw(item, structure.marks(number, index, item) if structure else None)
        operators.append("Q")
        if self.edition.marks and self.edition.condition:
            operators += printer_marks(self.page, self.boxes, self.edition.condition.marks)
        if self.slug:
            outside = self._brush(fonts)
            operators += ["q", origin]
            for line in self.slug:
                operators += outside.draw(line)
            operators.append("Q")
        return operators

    def _brush(self, fonts: dict[str, GlyphFont]) -> _ItemPainter:
        condition = self.edition.condition
        overprint_black = condition is None or condition.overprint_black
        return _ItemPainter(self.colours, INKS[self.edition.colour_space], fonts, self._lines, overprint_black)


class _ItemPainter:
    """Draws items, and sets colour and overprint only where they change."""

    def __init__(
        self,
        colours: dict[str, Colour],
        inks: Inks,
        fonts: dict[str, GlyphFont],
        lines: dict[int, list[GlyphStrings]],
        overprint_black: bool,
    ) -> None:
        self._overprint_black = overprint_black
        self._lines = lines
        self._colours = colours
        self._inks = inks
        self._fonts = fonts
        self._state: list[str] = []

    def draw(self, item: Item, marks: MarkedContent | None = None) -> list[str]:
        """The operators of one item, in the marked content that *marks* open.

        This is the one place through which everything inside the bleed passes.
        """
        if marks is None:
            return [*self._dip(item), *self._strokes(item, {})]
        if isinstance(item, TextLine) and marks.runs:
            return [*self._dip(item), *self._strokes(item, self._openings(item, marks))]
        return [marks.opening, *self._dip(item), *self._strokes(item, {}), END]

    def _openings(self, line: TextLine, marks: MarkedContent) -> dict[int, str]:
        """Where in what is shown of *line* each part of it begins; what only helps readers goes with what follows."""
        begins: dict[int, str] = {}
        run = 0
        for opening, length in marks.runs:
            shown = [index for index, part in enumerate(self._lines[id(line)]) if run <= part.run < run + length]
            if shown:
                begins[shown[0] if begins else 0] = opening
            run += length
        return begins

    def _dip(self, item: Item) -> list[str]:
        colour = self._colours[item.colour]
        state = []
        overprint = self._inks.overprint(colour, fine=self._overprint_black and not isinstance(item, Box))
        if overprint is not None:
            state.append(f"/{STATE_NAMES[overprint]} gs")
        state.append(self._inks.fill(colour))
        changed = [operator for operator in state if operator not in self._state]
        self._state = state
        return changed

    def _strokes(self, item: Item, openings: dict[int, str]) -> list[str]:
        match item:
            case TextLine():
                return show_line(item, self._lines[id(item)], self._fonts, openings)
            case Box():
                return draw_box(item)
            case Shape():
                return draw_shape(item)
            case Code():
                return draw_code(item)
