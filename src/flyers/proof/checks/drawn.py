"""What the file draws is what was composed: every contour of every letter and drawing, its place and its colour.

One side is what the content streams draw with the fonts in the file, the other what the items of
`flyers.page.document` look like in the campaign's own fonts: both as contours, in the order of painting. Coordinates
are points from the lower left corner of the trim, y upwards. Nothing here knows how a file is painted.
"""

from __future__ import annotations

import io
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache, partial
from itertools import accumulate, groupby, pairwise, zip_longest
from typing import NamedTuple

import pikepdf
from pikepdf import Name
from PIL import Image, ImageOps

from flyers.colour import Colour
from flyers.content.press import Marks
from flyers.findings import Fault
from flyers.page.document import Box, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.page.items import AXES, Rectangle, extent, moved_rectangle, turned_point
from flyers.page.paths import Path, points_of, rounded_box, subpaths
from flyers.proof.expectations import Expectation
from flyers.proof.findings import compare
from flyers.proof.fonts import ContourShape, FontReading, PlacedShape, opened
from flyers.proof.geometry import Point, around, contains, shared
from flyers.proof.matching import essence, visible
from flyers.proof.painted import Paint, PaintStyle, PdfColour, PlacedImage, TextObject
from flyers.proof.reading import PageReading, Reading, once
from flyers.records import dataclass

LEAST_DPI = 300  # Pixels per inch that are left of a photograph with more, at least.

_SQUARE = 8  # The side of the squares of a JPEG, in pixels.
# Levels, of 255, by which a pixel of a JPEG, and one of its squares on average, may be off. Quality 90 makes 6 and 1.8
# of a smooth picture, 44 and 3.2 of grain, 47 and 1.1 of noise.
_OF_JPEG, _OF_JPEG_ON_AVERAGE = 48, 4.0


def shows(photo: Photo, ground: Colour, edition: Edition, image: pikepdf.Stream) -> bool:
    """Return whether *image* has the pixels of *photo*, composed on a *ground*, the same way up and round."""
    import numpy as np

    source = photo.photograph
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
    wanted = _in_colours(seen, ground, edition)
    if drawn.mode != wanted.mode:
        return False
    off = np.asarray(drawn).astype(np.int16) - np.asarray(wanted)
    if not (source.lossy and image.get("/Filter") == Name.DCTDecode):
        # All pixels are equal, unless another LittleCMS rounds inks otherwise than the one that painted.
        return bool(np.abs(off).max() <= 1)
    # Squares that the edge cuts are left out.
    rows, columns = (side // _SQUARE for side in off.shape[:2])
    squares = off[: rows * _SQUARE, : columns * _SQUARE].reshape(rows, _SQUARE, columns, _SQUARE, -1)
    on_average = np.abs(squares.mean(axis=(1, 3))).max(initial=0.0)
    return bool(np.abs(off).max() <= _OF_JPEG and on_average <= _OF_JPEG_ON_AVERAGE)


def _in_colours(picture: Image.Image, ground: Colour, edition: Edition) -> Image.Image:
    """Return *picture* in the colours of *edition*, with its ground where it is transparent."""
    shown = picture.convert("RGB")
    behind: tuple[float, ...] = ground.srgb
    if edition.colour_space == "gray":
        shown, behind = shown.convert("L"), (1 - ground.cmyk[3],)
    elif edition.for_press:
        shown, behind = _inks(shown, edition), ground.cmyk
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


# A glyph on a page: its contours in ems, the axes of its em, its origin, and the text that it is part of. (A page has
# thousands; one with names for these takes ten times as long to make.)
Glyph = tuple[tuple[PlacedShape, ...], tuple[float, float, float, float], float, float, str]


class Contour(NamedTuple):
    """A part of a path on a page."""

    kinds: str  # of its segments (m, l, c)
    points: tuple[Point, ...]
    closed: bool = True


@dataclass(slots=True)
class Mark:
    """Something that is drawn, or has to be."""

    kind: str  # ``text``, ``fill``, ``stroke``, ``image`` or ``shading``
    name: str  # what it is, in words
    where: str  # its message or block
    finishes: frozenset[PaintStyle]
    frame: Rectangle | None  # the box of the clipping path, outside which nothing of it is seen; None: the whole page
    glyphs: tuple[Glyph, ...] = ()
    contours: tuple[Contour, ...] = ()
    even_odd: bool = False  # filled by the even-odd rule
    width: float = 0.0  # of a stroke, with its dashes
    dashes: tuple[float, ...] = ()
    code: QrCode | None = None  # the QR code whose dark modules a fill has to be
    photo: tuple[Photo, Colour, Edition] | None = None  # what an image has to show, with its ground and edition
    image: PlacedImage | None = None  # what it is in the file


def drawn_marks(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[Mark]:
    """Yield what *page* draws; text without ink draws nothing."""
    names = {"fill": "a drawing", "stroke": "a line", "image": "a picture", "shading": "a gradient"}
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
        fill, width = mark.kind == "fill", mark.thinnest if mark.kind == "stroke" else 0.0
        contours = tuple(
            Contour(kinds.decode(), points, fill or closed) for kinds, points, closed in mark.outline.parts
        )
        look = (frozenset((_finish(mark),)), mark.clip, (), contours, mark.even_odd, width, mark.dash)
        yield Mark(mark.kind, names[mark.kind], "", *look, image=images.get(mark.order))


def _finish(paint: Paint | PaintStyle, rendering: int = 0) -> PaintStyle:
    mode = int(paint.overprint and paint.overprint_mode == 1)
    return PaintStyle(as_named(paint.colour), paint.overprint, mode, rendering)


@lru_cache(maxsize=256)
def as_named(colour: PdfColour) -> PdfColour:
    """Return *colour* with the three decimals that files have; thousands of marks have the same few."""
    return colour._replace(values=tuple(round(value, 3) for value in colour.values))


DASHES = (2.0, 2.0)  # Points of the dashes of fold marks and perforations, and of the gaps between them.

_REGISTRATION = PaintStyle(PdfColour("Separation", (1.0,), "All"))
_DIELINE = PaintStyle(PdfColour("Separation", (1.0,), "Dieline"), overprint=True, overprint_mode=1)
_BLACK = Colour("black", (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))


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
        yield Mark("stroke", name, "finishing", paints, frame, contours=contours, width=0.5, dashes=dashes)
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
            photo = item, colour, file.edition
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
        kinds = "".join(str(segment[0]).lower() for segment in subpath).rstrip("z")
        points = tuple(point for segment in subpath for point in points_of(segment))
        yield Contour(kinds, points, closed or subpath[-1][0] == "Z")


def _text(line: TextLine, finish: PaintStyle, frame: Rectangle | None, file: Expectation) -> Iterator[Mark]:
    a, b, c, d = AXES[line.turn]
    glyphs: list[Glyph] = []
    for run in line.runs:
        font, size, text = opened(*file.faces[run.face]), run.size, ""
        em = (a * size, b * size, c * size, d * size)
        for gid, x, y, _, carried in run.glyphs:
            text = carried or text
            if shapes := font.outline(gid).shapes:
                across, up = turned_point(line.turn, x, y)
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


# Points by which anything may be off its place: five times what rounding makes of our files. In 210 of them (card,
# poster and brochure in 35 languages, for press and screen) letters are at most 0.0054 pt off, and paths 0.0007 pt. All
# 587,619 contours of letters have the points of the campaign's font, without any difference.
EXACT = 0.03
_SAME = 1e-6  # Ems by which equal points may differ after they were scaled.

MISSING, ADDED, MOVED, SHAPE, COLOUR = "V901", "V902", "V903", "V904", "V905"  # How a page may differ.
Difference = tuple[str, str]  # A code, and the problem in words.


def _faults(wanted: Sequence[Mark], drawn: Sequence[Mark]) -> Iterator[tuple[str, str, str]]:
    """Yield code, problem and place of the differences of marks: those alike are compared in the order of painting."""
    places = [("", 0, len(wanted), 0, len(drawn))]
    if [mark.kind for mark in wanted] != [mark.kind for mark in drawn]:
        matcher = SequenceMatcher(None, [*map(_likeness, wanted)], [*map(_likeness, drawn)], autojunk=False)
        places = [*matcher.get_opcodes()]
    for _, start, end, begin, stop in places:
        for mark, other in zip_longest(wanted[start:end], drawn[begin:stop]):
            if mark and other and mark.kind == other.kind:
                yield from ((*difference, mark.where) for difference in _differences(mark, other))
                continue
            if mark:
                yield MISSING, f"{mark.name} is missing", mark.where
            if other:
                yield ADDED, f"there is {other.name} that was not composed", ""


def _likeness(mark: Mark) -> Hashable:
    """Return what two marks have in common of which one may be drawn in place of the other."""
    if mark.kind == "text":
        return frozenset(shape.shape for shapes, *_ in mark.glyphs for shape in shapes)
    return mark.kind, tuple(round(side) for side in _box(mark))


def _box(mark: Mark) -> Rectangle:
    if item := mark.code or (mark.photo and mark.photo[0]):
        return extent(item)
    if mark.image:
        return mark.image.box
    points = [point for contour in mark.contours for point in contour.points]
    points += [point for contour in _placed(mark.glyphs) for point in contour.points]
    return around(points) if points else (0.0, 0.0, 0.0, 0.0)


def _differences(wanted: Mark, drawn: Mark) -> Iterator[Difference]:
    """Yield how a mark differs from the one that it has to be, of the same kind."""
    name = visible(wanted.name)
    if wanted.kind == "text":
        yield from ((code, f"{problem} in {name}") for code, problem in _glyph_differences(wanted.glyphs, drawn.glyphs))
    elif difference := _path_difference(wanted, drawn):
        yield difference[0], f"{wanted.name} {difference[1]}"
    if drawn.frame != wanted.frame:
        # More or less of it is seen than was composed, because something else frames it.
        box = _box(drawn)
        seen, other = _seen(box, wanted.frame), _seen(box, drawn.frame)
        if any(abs(side - its) > EXACT for side, its in zip(seen, other, strict=True)):
            cut = contains(seen, other, EXACT)
            yield (MISSING, f"{name} is cut off") if cut else (ADDED, f"{name} reaches farther than the bleed")
    if wanted.finishes and wanted.finishes != drawn.finishes:
        yield COLOUR, f"{name} {_other_finish(wanted, drawn)}"


def _seen(box: Rectangle, frame: Rectangle | None) -> Rectangle:
    """Return what a *frame* leaves of a box; a box of no size if that is nothing."""
    return (shared(box, frame) or (*frame[:2], *frame[:2])) if frame else box


def _other_finish(wanted: Mark, drawn: Mark) -> str:
    (finish,) = wanted.finishes
    for other in sorted(drawn.finishes - wanted.finishes) or sorted(drawn.finishes):
        if other.colour != finish.colour:
            return f"has another colour: {other.colour} instead of {finish.colour}"
        if other.rendering:
            return "is not filled"
        if other.overprint and not finish.overprint:
            return "prints over what is below it, instead of replacing it"
        return "does not print over what is below it"
    return "has no colour"


class _Placed(NamedTuple):
    """A contour of a glyph."""

    shape: ContourShape
    x: float  # x, y: where it begins
    y: float
    axes: tuple[float, float, float, float]  # of its em
    text: str  # which it is part of

    @property
    def points(self) -> list[Point]:
        a, b, c, d = self.axes
        return [(self.x + a * along + c * up, self.y + b * along + d * up) for along, up in self.shape.points]

    def is_same(self, other: _Placed) -> bool:
        """Return whether it is where *other* is, with its shape and size."""
        exact = EXACT + self.shape.rounded * max(map(abs, self.axes))
        return -exact <= self.x - other.x <= exact and -exact <= self.y - other.y <= exact and self.is_like(other)

    def is_like(self, other: _Placed) -> bool:
        if not _same_axes(self.axes, other.axes):
            return False
        if self.shape is other.shape:
            return True
        exact = self.shape.rounded + _SAME
        return self.shape.kinds == other.shape.kinds and all(
            abs(x - its_x) <= exact and abs(y - its_y) <= exact
            for (x, y), (its_x, its_y) in zip(self.shape.points, other.shape.points, strict=True)
        )


def _same_axes(axes: Sequence[float], others: Sequence[float]) -> bool:
    return axes == others or max(abs(axis - other) for axis, other in zip(axes, others, strict=True)) <= EXACT / 2


def _placed(glyphs: Iterable[Glyph]) -> Iterator[_Placed]:
    for shapes, em, x, y, text in glyphs:
        a, b, c, d = em
        for along, up, shape in shapes:
            yield _Placed(shape, x + a * along + c * up, y + b * along + d * up, em, text)


def _glyph_differences(wanted: Sequence[Glyph], drawn: Sequence[Glyph]) -> Iterator[Difference]:
    """Yield how letters differ: a line is painted in any order, since all of it has one colour."""

    def place(glyph: Glyph) -> tuple[int, float]:
        return id(glyph[0]), glyph[2]

    def order(contour: _Placed) -> tuple[int, float]:
        return id(contour.shape), contour.x

    if len(wanted) == len(drawn) and all(map(_is_same, sorted(wanted, key=place), sorted(drawn, key=place))):
        return  # as most lines of letters that are not made of others
    left, others = list(_placed(wanted)), list(_placed(drawn))
    if len(left) == len(others) and all(map(_Placed.is_same, sorted(left, key=order), sorted(others, key=order))):
        return  # as nearly all lines
    for contour in left[:]:
        if same := next((other for other in others if contour.is_same(other)), None):
            left.remove(contour)
            others.remove(same)
    yield from _told(left, others)


def _is_same(glyph: Glyph, other: Glyph) -> bool:
    """Return whether one glyph is where the other is, of its size; of equal glyphs a process has the contours once."""
    (shapes, axes, x, y, _), (its_shapes, its_axes, its_x, its_y, _) = glyph, other
    return (
        shapes is its_shapes
        and -EXACT <= x - its_x <= EXACT
        and -EXACT <= y - its_y <= EXACT
        and _same_axes(axes, its_axes)
    )


def _told(left: list[_Placed], others: list[_Placed]) -> Iterator[Difference]:
    """Yield in words what became of the contours *left*, in whose place there are *others*: each kind once."""
    told: dict[str, str] = {}
    for contour in left:
        name = _named(contour.text)
        nearest = sorted((math.hypot(contour.x - other.x, contour.y - other.y), at) for at, other in enumerate(others))
        like = next(((off, at) for off, at in nearest if contour.is_like(others[at])), None)
        if like is not None:
            other = others.pop(like[1])
            if not contour.is_same(other):
                told.setdefault(MOVED, f"{name} is {like[0]:.2f} pt off its place")
        elif nearest and nearest[0][0] < max(map(abs, contour.axes)):
            others.pop(nearest[0][1])
            told.setdefault(SHAPE, f"{name} has another shape")
        else:
            told.setdefault(MISSING, f"{name} or a part of it is missing")
    for other in others:
        told.setdefault(ADDED, f"there is ink that was not composed, at {_named(other.text)}")
    yield from told.items()


def _named(text: str) -> str:
    return f"“{visible(text)}”" if essence(text) else "a sign"


def _path_difference(wanted: Mark, drawn: Mark) -> Difference | None:
    if wanted.code:
        return _code_difference(wanted.code, drawn)
    if wanted.photo:
        if drawn.image is None or not drawn.image.upright:
            return SHAPE, "is turned or mirrored, or is another thing"
        if any(abs(side - other) > EXACT for side, other in zip(_box(wanted), _box(drawn), strict=True)):
            return MOVED, "is not in its place"
        return None if shows(*wanted.photo, drawn.image.stream) else (SHAPE, "shows something else")
    count, found = len(wanted.contours), len(drawn.contours)
    if count != found:
        return MISSING if found < count else ADDED, f"has {found} parts instead of {count}"
    contours = drawn.contours
    if wanted.kind == "stroke" and count > 1:
        contours = tuple(_in_order(contours, wanted.contours))
    for contour, other in zip(wanted.contours, contours, strict=True):
        if (contour.kinds, contour.closed) != (other.kinds, other.closed):
            return SHAPE, "has another shape"
        if (off := _off(contour, other)) > EXACT:
            if (moved := _moved_by(wanted.contours, contours)) is not None:
                return MOVED, f"is {moved:.2f} pt off its place"
            return SHAPE, f"has another shape, by {off:.2f} pt"
    if count > 1 and wanted.even_odd != drawn.even_odd:
        return SHAPE, "is filled by another rule"
    if abs(wanted.width - drawn.width) > EXACT or wanted.dashes != drawn.dashes:
        return SHAPE, f"is {drawn.width:.2f} pt thick, or has other dashes"
    return None


def _in_order(contours: Sequence[Contour], like: Sequence[Contour]) -> Iterator[Contour]:
    """Yield *contours*, each nearest to one of *like*: lines may be drawn in any order, and from either end."""
    left = [*contours, *(contour._replace(points=contour.points[::-1]) for contour in contours)]
    for contour in like:
        (start, *_, end) = contour.points
        nearest = min(left, key=lambda other: math.dist(start, other.points[0]) + math.dist(end, other.points[-1]))
        left = [other for other in left if other is not nearest and other.points[::-1] != nearest.points]
        yield nearest


def _off(contour: Contour, other: Contour) -> float:
    """Return how far the points of two contours with the same segments are apart; infinity of what is no number."""
    off = max(
        max(abs(x - its_x), abs(y - its_y)) for (x, y), (its_x, its_y) in zip(contour.points, other.points, strict=True)
    )
    return off if off >= 0 else math.inf


def _moved_by(wanted: Sequence[Contour], drawn: Sequence[Contour]) -> float | None:
    """Return by how much all contours were moved; None if they were not moved together."""
    (x, y), (drawn_x, drawn_y) = wanted[0].points[0], drawn[0].points[0]
    across, up = drawn_x - x, drawn_y - y
    moved = (contour._replace(points=tuple((x + across, y + up) for x, y in contour.points)) for contour in wanted)
    same = all(_off(contour, other) <= 2 * EXACT for contour, other in zip(moved, drawn, strict=True))
    return math.hypot(across, up) if same else None


def _code_difference(code: QrCode, drawn: Mark) -> Difference | None:
    """Return how a path differs from the dark modules of *code*, along whose edges all of it has to run."""
    count = len(code.matrix)
    rows = [[0] * (count + 1) for _ in range(count)]
    for contour in drawn.contours:
        corners = [((x - code.x) / code.module, (y - code.y) / code.module) for x, y in contour.points]
        places = [(round(x), round(y)) for x, y in corners]
        off = max(math.dist(corner, place) for corner, place in zip(corners, places, strict=True)) * code.module
        if off > EXACT or "c" in contour.kinds:
            return MOVED, f"is {off:.2f} pt off its place"
        for (x, y), (x1, y1) in pairwise([*places, places[0]]):
            if x != x1 and y != y1:
                return SHAPE, "has another shape"
            if not (0 <= x <= count and min(y, y1) >= 0 and max(y, y1) <= count):
                return ADDED, "has parts outside its place"
            for row in range(min(y, y1), max(y, y1)):
                rows[count - 1 - row][x] += 1 if y1 > y else -1
    for edges, cells in zip(rows, code.matrix, strict=True):
        for turns, cell in zip(accumulate(edges), cells, strict=False):
            if bool(turns % 2 if drawn.even_odd else turns) != (cell == "1"):
                return SHAPE, "has other modules"
    return None


MOST_FAULTS = 12  # Faults of one kind that are reported for a page.


@once
def _page_faults(reading: Reading, expectation: Expectation) -> list[tuple[str, Fault]]:
    """Return how the pages of a file differ from what was composed, each fault with its code."""
    faults: list[tuple[str, Fault]] = []
    for index, page in enumerate(reading.pages[: len(expectation.pages)]):
        wanted, drawn = list(composed_marks(expectation, index)), list(drawn_marks(page, reading.fonts))
        for code, problem, where in _faults(wanted, drawn):
            faults.append((code, Fault(problem, page=page.number, where=where)))
        if not all(is_box for _, is_box in page.contents.clips):
            faults.append((MISSING, Fault("a frame that is no rectangle cuts the page off", page=page.number)))
    return faults


def _of_code(code: str, reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    faults = [fault for other, fault in _page_faults(reading, expectation) if other == code]
    for page, group in groupby(faults, key=lambda fault: fault.page):
        found = list(group)
        yield from found[:MOST_FAULTS]
        if len(found) > MOST_FAULTS:
            yield Fault(f"and in {len(found) - MOST_FAULTS} more places", page=page)


compare_pages = partial(compare, owner="print shop, developer")

compare_pages(
    MISSING,
    "everything is on the page",
    found="**A character or a drawing is missing,** or a part of it is: it was removed or cut off.",
    why="Readers get other words or another number than the campaign's.",
    advice="Never print it; ask for the original, or build it again.",
    asked_by="issue 9: a digit that was painted over",
)(partial(_of_code, MISSING))

compare_pages(
    ADDED,
    "nothing else is on the page",
    found="**Something is drawn that was not composed:** a character, a shape, a line or a picture, even one that can "
    "hardly be seen.",
    why="A stroke turns one digit into another, and a bar hides it.",
    advice="Never print it; find out who added it, or build it again.",
    asked_by="issue 9: a stroke that was added",
)(partial(_of_code, ADDED))

compare_pages(
    MOVED,
    "everything is in its place",
    found="A character or a drawing is more than 0.03 pt off its place.",
    why="In another place it reads as something else, or is cut off.",
    advice="Ask for the original, or build it again.",
    asked_by="issue 9: moved ink",
)(partial(_of_code, MOVED))

compare_pages(
    SHAPE,
    "everything has its shape",
    found="**A character or a drawing has another shape or size** than in the campaign's font, pictogram, code or "
    "photograph.",
    why="A font in a file can draw a 7 where the text says 8.",
    advice="Never print it; ask for the original, or build it again.",
    asked_by="issue 9: another glyph in a font; issue 27: the glyph of another letter",
)(partial(_of_code, SHAPE))

compare_pages(
    COLOUR,
    "everything has its colour",
    found="A character or a drawing has another colour, or prints over what is below it where it has to replace it, or "
    "the other way round.",
    why="What is nearly as light as its background can't be read, and signs have their colours for a reason. Inks that "
    "overprint mix on the press, and not on the screen.",
    advice="Ask for the original, or build it again.",
    asked_by="issue 9: recoloured words",
)(partial(_of_code, COLOUR))
