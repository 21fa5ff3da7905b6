"""What each page of a composed document must show: its items, the printer's marks and the slug, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from flyers.colour import Colour
from flyers.page.document import Box, Document, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.paths import Path, rounded_box
from flyers.page.turning import turned_point
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.editions import Edition, PageBoxes, page_boxes
from flyers.pdf.page_content import EncodedLine, PageTexts
from flyers.pdf.page_contents import page_texts
from flyers.pdf.photographs import encoded_photo
from flyers.pdf.slug import BLACK
from flyers.pipeline.expected_marks import finishing_lines, printer_marks
from flyers.process_cache import ProcessCache, memoized, memoized_by_identity
from flyers.proof.pictures.expected import (
    Drawing,
    ExpectedColour,
    ExpectedFace,
    ExpectedGlyph,
    ExpectedGlyphs,
    ExpectedPhotograph,
    ExpectedPicture,
    ExpectedRectangles,
    ExpectedShape,
    GlyphPart,
    PlacedCode,
)

if TYPE_CHECKING:
    from flyers.proof.geometry import Box as PointBox
    from flyers.text.font_face import FontFace
    from flyers.text.fonts import FontLibrary

_SLUG = Colour(BLACK, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


def expected_pictures(
    document: Document, edition: Edition, library: FontLibrary, moment: int
) -> tuple[ExpectedPicture, ...]:
    """Return what each page of *document* shows in *edition*, in a file of the date *moment*."""
    maker = _PictureMaker(document, edition, library)
    pages = zip(document.pages, page_texts(document, edition, library, moment), strict=True)
    return tuple(maker.picture(page, texts) for page, texts in pages)


def _placed_codes(lines: Iterable[EncodedLine], library: FontLibrary) -> Iterator[tuple[PlacedCode, ...]]:
    """Yield the codes of each line that has any."""
    faces: dict[str, ExpectedFace] = {}
    parts: dict[int, tuple[GlyphPart, ...]] = {}  # by identity: equal glyphs of a line are one object
    for line, strings in lines:
        left, base = line.x, line.y
        codes: list[PlacedCode] = []
        for name, _, shown, _ in strings:
            face = faces.get(name) or faces.setdefault(name, _expected_face(library.face(name)))
            for encoded, text, x, y, _ in chain.from_iterable(shown):
                drawn = parts.get(id(encoded))
                if drawn is None:
                    drawn = parts[id(encoded)] = _parts(encoded.components)
                if line.turn:
                    x, y = turned_point(line.turn, x, y)
                codes.append(_tuple(PlacedCode, (text, left + x, base + y, face, drawn)))
        if codes:
            yield tuple(codes)


_tuple = tuple.__new__
"""Makes a named tuple in a third of the time of its class: a brochure has thousands of glyphs."""


@lru_cache(maxsize=1 << 14)
def _parts(components: tuple[Component, ...]) -> tuple[GlyphPart, ...]:
    """Return the parts of an encoded glyph that draw something: all but struts."""
    return tuple(GlyphPart(*component) for component in components if component.gid != STRUT)


def _expected_face(face: FontFace) -> ExpectedFace:
    return ExpectedFace(face.sha256, face.index, face.axes)


def font_files(pictures: Iterable[ExpectedPicture], library: FontLibrary) -> dict[str, bytes]:
    """Return the font files that *pictures* are drawn with, by checksum."""
    used = {
        drawing.face.sha256
        for picture in pictures
        for drawing in (*picture.art, *picture.margin)
        if isinstance(drawing, ExpectedGlyphs)
    }
    return {face.sha256: face.data for face in library.opened if face.sha256 in used}


class _PictureMaker:
    """Translates the items of pages."""

    def __init__(self, document: Document, edition: Edition, library: FontLibrary) -> None:
        self._edition = edition
        self._library = library
        self._colours: Mapping[str, Colour] = {**document.colours, BLACK: _SLUG}

    def picture(self, page: Page, texts: PageTexts) -> ExpectedPicture:
        edition, boxes = self._edition, page_boxes(page, self._edition)
        margin: list[Drawing] = list(map(_shared, finishing_lines(page))) if edition.for_press else []
        if edition.marks and edition.condition:
            margin += map(_shared, printer_marks(page, edition.condition.marks))
        for line, _ in texts.slug:
            margin += self._drawings(line)
        return ExpectedPicture(
            sheet=_from_trim(boxes.media, boxes),
            clip=_from_trim(boxes.bleed, boxes),
            art=tuple(drawing for item in page.items for drawing in self._drawings(item)),
            margin=tuple(margin),
            texts=tuple(_placed_codes(chain(*texts), self._library)),
        )

    def _drawings(self, item: Item) -> Iterator[Drawing]:
        colour = self._colour(item.colour)
        match item:
            case TextLine():
                yield from _glyphs(item, colour, self._library)
            case Box():
                yield _shared(_box(item, colour))
            case Photo():
                yield self._photograph(item)
            case Shape():
                yield _shape(item.path, colour, item.block, item.name, item.rule, item.art)
            case QrCode():
                yield _code(item, repr((item.x, item.y, item.module)), colour)

    def _colour(self, name: str) -> ExpectedColour:
        return _in_inks(self._edition.colour_space, self._colours[name])

    def _photograph(self, photo: Photo) -> ExpectedPhotograph:
        encoded = encoded_photo(photo, self._colours[photo.colour], self._edition)
        return ExpectedPhotograph(
            box=(photo.x, photo.y, photo.x + photo.width, photo.y + photo.height),
            width=encoded.width,
            height=encoded.height,
            space=encoded.space,
            is_jpeg=encoded.is_jpeg,
            sha256=encoded.sha256,
            where=photo.block,
            name=f"the photograph “{photo.name}”",
            data=encoded.data,
        )


# --- the same objects for all pieces that have the same item at the same place ----------------------------------------


@memoized_by_identity(64)
def _in_inks(space: str, colour: Colour) -> ExpectedColour:
    match space:
        case "cmyk":
            return ExpectedColour("DeviceCMYK", colour.cmyk)
        case "srgb":
            return ExpectedColour("DeviceRGB", colour.srgb)
        case _:
            return ExpectedColour("DeviceGray", (1 - colour.cmyk[3],))


@memoized_by_identity(256)
def _glyphs(line: TextLine, colour: ExpectedColour, library: FontLibrary) -> tuple[ExpectedGlyphs, ...]:
    return tuple(_glyphs_of_runs(line, colour, library))


def _glyphs_of_runs(line: TextLine, colour: ExpectedColour, library: FontLibrary) -> Iterator[ExpectedGlyphs]:
    left, base = line.x, line.y
    where = str(line.message) or line.block
    for run in line.runs:
        key = _expected_face(library.face(run.face))
        glyphs, text = [], ""
        for gid, x, y, _, said in run.glyphs:
            text = said or text
            if line.turn:
                x, y = turned_point(line.turn, x, y)
            glyphs.append(_tuple(ExpectedGlyph, (gid, left + x, base + y, text)))
        yield ExpectedGlyphs(key, run.size, line.y, colour, where, line.text, tuple(glyphs), line.turn)


def _shared(drawing: Drawing) -> Drawing:
    """Return the first object that is the same, number by number: 0.0 and -0.0 are equal and not the same."""
    exact = repr(drawing)
    known = _seen.get(exact)
    if known is None:
        known = _seen[exact] = drawing
    return known


_seen: ProcessCache[str, Drawing] = ProcessCache(256)


def _box(item: Box, colour: ExpectedColour) -> ExpectedShape | ExpectedRectangles:
    box = (item.x, item.y, item.x + item.width, item.y + item.height)
    if item.radius > 0:
        return ExpectedShape(rounded_box(box, item.radius), colour, item.block, "the box", ground=True)
    return ExpectedRectangles((box,), colour, item.block, "the box")


@memoized_by_identity(256)
def _shape(path: Path, colour: ExpectedColour, block: str, name: str, rule: str, art: bool) -> ExpectedShape:
    return ExpectedShape(path, colour, block, f"the picture “{name}”", rule == "evenodd", art)


@memoized(16)
def _code(item: QrCode, exact: str, colour: ExpectedColour) -> ExpectedRectangles:
    """*exact* has the numbers of *item*; see `_shared`."""
    return ExpectedRectangles(tuple(_modules(item)), colour, item.block, f"the code of {item.contact}", "path")


def _from_trim(box: PointBox, boxes: PageBoxes) -> PointBox:
    """Return a box of the file in coordinates of the trim."""
    x, y = boxes.trim[:2]
    return box[0] - x, box[1] - y, box[2] - x, box[3] - y


def _modules(code: QrCode) -> Iterator[PointBox]:
    """Yield a rectangle for each stretch of dark modules in a row."""
    top = code.y + code.module * len(code.matrix)
    for row, cells in enumerate(code.matrix):
        upper = top - row * code.module
        start = 0
        while (start := cells.find("1", start)) >= 0:
            end = cells.find("0", start)
            end = len(cells) if end < 0 else end
            yield code.x + start * code.module, upper - code.module, code.x + end * code.module, upper
            start = end
