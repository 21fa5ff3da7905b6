"""What a page of a file draws, in the order of painting, as contours of glyphs and paths.

Coordinates are points from the lower left corner of the trim, y upwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Name
from PIL import Image, ImageOps

from flyers.colour import Colour
from flyers.content.press import Marks
from flyers.page.document import Box, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.page.items import Rectangle, axes, extent, moved_rectangle, turned_point
from flyers.page.paths import Path, points_of, rounded_box, subpaths
from flyers.proof.expectations import Expectation
from flyers.proof.fonts import FontReading, PlacedShape, opened
from flyers.proof.geometry import Point, around, shared
from flyers.proof.matching import visible
from flyers.proof.painted import Paint, PaintStyle, PdfColour, PlacedImage, TextObject
from flyers.proof.reading import PageReading
from flyers.records import dataclass

if TYPE_CHECKING:
    pass

LEAST_DPI = 300
"""Pixels per inch that are left of a photograph with more, at least."""

_ROUNDED = 1
"""Levels, of 255, by which a pixel may be off that is packed without loss, since another LittleCMS may round inks
otherwise than the one that painted. (With that one all pixels are equal.)
"""

_SQUARE = 8
"""The side of the squares of a JPEG, in pixels."""

_OF_JPEG, _OF_JPEG_ON_AVERAGE = 48, 4.0
"""Levels by which a pixel of a JPEG, and one of its squares on average, may be off. Quality 90 makes 6 and 1.8 of a
smooth picture, 44 and 3.2 of grain, 47 and 1.1 of noise.
"""


class ComposedPhoto(NamedTuple):
    """A photograph as it was composed, on a *ground*, for an edition."""

    photo: Photo
    ground: Colour
    edition: Edition


def shows(wish: ComposedPhoto, image: pikepdf.Stream) -> bool:
    """Return whether *image* has the pixels of the photograph that were composed, the same way up and round; raises
    exceptions of many kinds if it can't be decoded.
    """
    import numpy as np

    photo, source = wish.photo, wish.photo.photograph
    drawn = pikepdf.PdfImage(image).as_pil_image()
    mode = "RGBA" if source.has_alpha else "RGB"
    seen = Image.frombytes(mode, (source.width, source.height), source.pixels).crop(photo.crop)
    if photo.turned_over:
        seen = ImageOps.mirror(seen)
    if photo.turn:
        seen = seen.rotate(-photo.turn, expand=True)
    if drawn.size != seen.size:
        # It may have fewer pixels, as long as nobody sees that.
        least = [side / 72 * LEAST_DPI - 1 for side in (photo.width, photo.height)]
        if not all(low <= side < most for low, side, most in zip(least, drawn.size, seen.size, strict=True)):
            return False
        seen = seen.resize(drawn.size, Image.Resampling.LANCZOS)
    wanted = _in_colours(seen, wish)
    if drawn.mode != wanted.mode:
        return False
    off = np.asarray(drawn).astype(np.int16) - np.asarray(wanted)
    if not (source.lossy and image.get("/Filter") == Name.DCTDecode):
        return bool(np.abs(off).max() <= _ROUNDED)
    # Squares that the edge cuts are left out.
    rows, columns = (side // _SQUARE for side in off.shape[:2])
    squares = off[: rows * _SQUARE, : columns * _SQUARE].reshape(rows, _SQUARE, columns, _SQUARE, -1)
    on_average = np.abs(squares.mean(axis=(1, 3))).max(initial=0.0)
    return bool(np.abs(off).max() <= _OF_JPEG and on_average <= _OF_JPEG_ON_AVERAGE)


def _in_colours(picture: Image.Image, wish: ComposedPhoto) -> Image.Image:
    """Return *picture* in the colours of the edition, with its ground where it is transparent."""
    rgb, ground = picture.convert("RGB"), wish.ground
    behind: tuple[float, ...]
    match wish.edition.colour_space:
        case "srgb":
            shown, behind = rgb, ground.srgb
        case "gray":
            shown, behind = rgb.convert("L"), (1 - ground.cmyk[3],)
        case _:
            shown, behind = _inks(rgb, wish.edition), ground.cmyk
    if picture.mode == "RGB":
        return shown
    colour = tuple(round(255 * level) for level in behind)
    return Image.composite(shown, Image.new(shown.mode, shown.size, colour), picture.getchannel("A"))


def _inks(picture: Image.Image, edition: Edition) -> Image.Image:
    """Return the inks of *picture* on the press; black alone if that has one ink."""
    import numpy as np
    from PIL import ImageCms

    if edition.one_ink:
        none = Image.new("L", picture.size, 0)
        return Image.merge("CMYK", (none, none, none, ImageOps.invert(picture.convert("L"))))
    condition = edition.condition
    assert condition is not None
    press = ImageCms.ImageCmsProfile(io.BytesIO(condition.profile_bytes()))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    converted = ImageCms.profileToProfile(picture, ImageCms.createProfile("sRGB"), press, intent, "CMYK")
    assert converted is not None
    # No pixel has more ink than the limit: cyan, magenta and yellow give way to black.
    inks = np.asarray(converted)
    chromatic, black = inks[..., :3].astype(np.float64), inks[..., 3:]
    room = np.maximum(255 * condition.ink_limit / 100 - black, 0)
    share = np.minimum(room / np.maximum(chromatic.sum(axis=2, keepdims=True), 1), 1)
    return Image.fromarray(np.concatenate([np.floor(chromatic * share).astype(np.uint8), black], axis=2), mode="CMYK")


Glyph = tuple[tuple[PlacedShape, ...], tuple[float, float, float, float], float, float, str]
"""A glyph on a page: its contours in ems, the axes of its em, its origin, and the text that it is part of. (A page has
thousands; one with names for these takes ten times as long to make.)
"""


class Contour(NamedTuple):
    """A part of a path on a page: the kinds of its segments (m, l, c), their points, and whether it is closed."""

    kinds: str
    points: tuple[Point, ...]
    closed: bool = True


@dataclass(slots=True)
class Mark:
    """Something that is drawn, or has to be.

    Attributes:
        kind: ``text``, ``fill``, ``stroke``, ``image`` or ``shading``.
        name: what it is, in words.
        where: its message or block.
        frame: the box of the clipping path, outside which nothing of it is seen; None: the whole page.
        even_odd: filled by the even-odd rule.
        width: of a stroke, with its dashes.
        code: the QR code whose dark modules a fill has to be.
        photo: what an image has to show; image: what it is in the file.
    """

    kind: str
    name: str
    where: str
    finishes: frozenset[PaintStyle]
    frame: Rectangle | None
    glyphs: tuple[Glyph, ...] = ()
    contours: tuple[Contour, ...] = ()
    even_odd: bool = False
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    code: QrCode | None = None
    photo: ComposedPhoto | None = None
    image: PlacedImage | None = None


_NAMES = {"fill": "a drawing", "stroke": "a line", "image": "a picture", "shading": "a gradient"}


def drawn_marks(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[Mark]:
    """Yield what *page* draws; text without ink draws nothing."""
    images = {image.order: image for image in page.contents.images}
    painted: list[TextObject | Paint] = [*page.contents.texts, *page.contents.paints]
    for mark in sorted(painted, key=lambda mark: mark.order):
        if isinstance(mark, TextObject):
            glyphs = tuple(
                (shapes, glyph.axes, glyph.x, glyph.y, glyph.text or "")
                for glyph in mark.glyphs
                if (program := fonts[glyph.font].program) and glyph.gid >= 0
                if (shapes := program.outline(glyph.gid).shapes)
            )
            if glyphs:
                finishes = frozenset(_finish(paint, paint.rendering) for paint in mark.paints)
                yield Mark("text", f"“{visible(mark.text)}”", "", finishes, mark.clip, glyphs)
            continue
        yield Mark(
            mark.kind,
            _NAMES[mark.kind],
            "",
            frozenset((_finish(mark),)),
            mark.clip,
            contours=tuple(
                Contour(kinds.decode(), points, closed or mark.kind == "fill")
                for kinds, points, closed in mark.outline.parts
            ),
            even_odd=mark.even_odd,
            width=mark.thinnest if mark.kind == "stroke" else 0.0,
            dashes=mark.dash,
            image=images.get(mark.order),
        )


def _finish(paint: Paint | PaintStyle, rendering: int = 0) -> PaintStyle:
    mode = int(paint.overprint and paint.overprint_mode == 1)
    return PaintStyle(as_named(paint.colour), paint.overprint, mode, rendering)


@lru_cache(maxsize=256)
def as_named(colour: PdfColour) -> PdfColour:
    """Return *colour* with the three decimals that files have; thousands of marks have the same few."""
    return colour._replace(values=tuple(round(value, 3) for value in colour.values))


DASHES = (2.0, 2.0)
"""Points of the dashes of fold marks and perforations, and of the gaps between them."""

TOOL_LINE = 0.5
"""Points of the weight of lines for tools."""

_REGISTRATION = PaintStyle(PdfColour("Separation", (1.0,), "All"))
_DIELINE = PaintStyle(PdfColour("Separation", (1.0,), "Dieline"), overprint=True, overprint_mode=1)
_BLACK = Colour("black", (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))

_SEGMENTS = {"M": "m", "L": "l", "C": "c"}


def composed_marks(file: Expectation, number: int) -> Iterator[Mark]:
    """Yield what the page with the index *number* has to show: its art, lines for tools, printer's marks, the slug."""
    page, edition = file.pages[number], file.edition
    boxes = page_boxes(page, edition)
    frame = moved_rectangle(boxes.bleed, -boxes.trim[0], -boxes.trim[1])
    for item in page.items:
        yield from _art(item, file, frame)
    for finish in page.finishing if edition.for_press else ():
        dashes = DASHES if finish.kind == "perforation" else ()
        name, paints, contours = f"the line of the {finish.kind}", frozenset((_DIELINE,)), tuple(_contours(finish.path))
        yield Mark("stroke", name, "finishing", paints, frame, contours=contours, width=TOOL_LINE, dashes=dashes)
    if edition.marks and edition.condition:
        yield from _printer_marks(page, edition.condition.marks)
    for line in file.slug[number] if file.slug else ():
        yield from _text(line, finish_of(_BLACK, file, fine=True), None, file)


def _art(item: Item, file: Expectation, frame: Rectangle) -> Iterator[Mark]:
    """Yield the mark that *item* makes; none if nothing of it is seen."""
    colour, where = file.document.colours[item.colour], item.block
    fine = not isinstance(item, Box | Shape) or (isinstance(item, Shape) and not item.art)
    finish = finish_of(colour, file, fine=fine)
    match item:
        case TextLine():
            yield from _text(item, finish, frame, file)
        case QrCode():
            yield Mark("fill", f"the code of {item.contact}", where, frozenset((finish,)), frame, code=item)
        case Photo():
            photo = ComposedPhoto(item, colour, file.edition)
            yield Mark("image", f"the photograph “{item.name}”", where, frozenset(), frame, photo=photo)
        case Box():
            yield from _fill(item, "the box", rounded_box(extent(item), item.radius), finish, frame)
        case Shape():
            yield from _fill(item, f"the picture “{item.name}”", item.path, finish, frame, item.rule == "evenodd")


def _fill(
    item: Item, name: str, path: Path, finish: PaintStyle, frame: Rectangle, even_odd: bool = False
) -> Iterator[Mark]:
    contours = tuple(_contours(path, closed=True))
    if any(shared(around(contour.points), frame) for contour in contours):
        yield Mark("fill", name, item.block, frozenset((finish,)), frame, contours=contours, even_odd=even_odd)


def finish_of(colour: Colour, file: Expectation, *, fine: bool = False) -> PaintStyle:
    """Return how *colour* is painted; *fine* things in black overprint on the press, so that no plate opens a halo."""
    match file.edition.colour_space:
        case "cmyk":
            over = fine and colour.cmyk == (0, 0, 0, 1) and file.edition.overprints_black
            return PaintStyle(as_named(PdfColour("DeviceCMYK", colour.cmyk)), over, int(over))
        case "srgb":
            return PaintStyle(as_named(PdfColour("DeviceRGB", colour.srgb)))
        case _:
            return PaintStyle(as_named(PdfColour("DeviceGray", (1 - colour.cmyk[3],))))


def _contours(path: Path, *, closed: bool = False) -> Iterator[Contour]:
    for subpath in subpaths(path):
        kinds = "".join(_SEGMENTS.get(str(segment[0]), "") for segment in subpath)
        points = tuple(point for segment in subpath for point in points_of(segment))
        yield Contour(kinds, points, closed or subpath[-1][0] == "Z")


def _text(line: TextLine, finish: PaintStyle, frame: Rectangle | None, file: Expectation) -> Iterator[Mark]:
    a, b, c, d = axes(line.turn)
    glyphs: list[Glyph] = []
    for run in line.runs:
        font, size, text = opened(*file.faces[run.face]), run.size, ""
        em = (a * size, b * size, c * size, d * size)
        for gid, x, y, _, carried in run.glyphs:
            text = carried or text
            if shapes := font.outline(gid).shapes:
                across, up = turned_point(line.turn, x, y) if line.turn else (x, y)
                glyphs.append((shapes, em, line.x + across, line.y + up, text))
    if glyphs:
        yield Mark("text", f"“{line.text}”", line.where, frozenset((finish,)), frame, tuple(glyphs))


def _printer_marks(page: Page, marks: Marks) -> Iterator[Mark]:
    """Yield the crop marks and fold marks that the print condition asks for, or those of a sheet with many copies."""
    cuts = page.marks if page.sheet else tuple(_ticks(page, (0.0, page.width), (0.0, page.height), marks))
    folds = page.fold_marks if page.sheet else tuple(_ticks(page, page.folds, page.level_folds, marks))
    for name, lines, dashes in (
        ("the set of crop marks", cuts if marks.crop else (), ()),
        ("the set of fold marks", folds if marks.fold else (), DASHES),
    ):
        if lines:
            contours = tuple(Contour("ml", ((x0, y0), (x1, y1)), closed=False) for x0, y0, x1, y1 in lines)
            finish = frozenset((_REGISTRATION,))
            yield Mark("stroke", name, "", finish, None, contours=contours, width=marks.weight, dashes=dashes)


def _ticks(page: Page, xs: Iterable[float], ys: Iterable[float], marks: Marks) -> Iterator[Rectangle]:
    """Yield lines outside the page on both ends of each upright line at one of *xs* and each level one of *ys*."""
    near, far = marks.offset, marks.offset + marks.length
    for x in xs:
        yield x, -near, x, -far
        yield x, page.height + near, x, page.height + far
    for y in ys:
        yield -near, y, -far, y
        yield page.width + near, y, page.width + far, y
