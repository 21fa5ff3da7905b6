"""What a composed page has to show, in the order of painting, as contours of glyphs and paths.

Coordinates are points from the lower left corner of the trim, y upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flyers.colour import Colour
from flyers.page.document import Box, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.page.items import Rectangle, moved_rectangle
from flyers.page.paths import Path, points_of, rounded_box, subpaths
from flyers.page.turning import axes, turned_point
from flyers.proof.colours import PdfColour
from flyers.proof.expectations import Expectation, FontFile
from flyers.proof.geometry import around, shared
from flyers.proof.glyph_outlines import opened
from flyers.proof.marks import Contour, Glyph, Mark, MarkPaint, as_named
from flyers.proof.photographs import ComposedPhoto

DASHES = (2.0, 2.0)
"""Points of the dashes of fold marks and perforations, and of the gaps between them."""

TOOL_LINE = 0.5
"""Points of the weight of lines for tools."""

_REGISTRATION = MarkPaint(PdfColour("Separation", (1.0,), "All"))
_DIELINE = MarkPaint(PdfColour("Separation", (1.0,), "Dieline"), overprints=True, keeps_plates=True)
_BLACK = Colour("black", (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0))

_SEGMENTS = {"M": "m", "L": "l", "C": "c"}


def composed_marks(file: Expectation, number: int) -> Iterator[Mark]:
    """Yield what the page with the index *number* has to show: its art, lines for tools, printer's marks, the slug."""
    page, edition = file.document.pages[number], file.edition
    boxes = page_boxes(page, edition)
    frame = moved_rectangle(boxes.bleed, -boxes.trim[0], -boxes.trim[1])
    for item in page.items:
        yield from _art(item, file, frame)
    if edition.for_press:
        yield from _tools(page, frame)
    if edition.marks and edition.condition:
        yield from _printer_marks(page, edition)
    for line in file.slug[number] if file.slug else ():
        yield from _text(line, finish_of(_BLACK, file, fine=True), None, file)


def _art(item: Item, file: Expectation, frame: Rectangle) -> Iterator[Mark]:
    """Yield the mark that *item* makes; none if nothing of it is seen."""
    colour = file.document.colours[item.colour]
    match item:
        case TextLine():
            yield from _text(item, finish_of(colour, file, fine=True), frame, file)
        case Box():
            box = (item.x, item.y, item.x + item.width, item.y + item.height)
            yield from _fill("the box", item.block, rounded_box(box, item.radius), finish_of(colour, file), frame)
        case Shape():
            name, finish = f"the picture “{item.name}”", finish_of(colour, file, fine=not item.art)
            for mark in _fill(name, item.block, item.path, finish, frame):
                mark.even_odd = item.rule == "evenodd"
                yield mark
        case QrCode():
            finishes = frozenset((finish_of(colour, file, fine=True),))
            yield Mark("fill", f"the code of {item.contact}", item.block, finishes, frame, code=item)
        case Photo():
            photo = ComposedPhoto(item, colour, file.edition)
            yield Mark("image", f"the photograph “{item.name}”", item.block, frozenset(), frame, photo=photo)


def finish_of(colour: Colour, file: Expectation, *, fine: bool = False) -> MarkPaint:
    """Return how *colour* is painted; *fine* things in black overprint on the press, so that no plate opens a halo."""
    edition = file.edition
    match edition.colour_space:
        case "cmyk":
            over = fine and colour.cmyk == (0, 0, 0, 1) and edition.overprints_black
            return MarkPaint(as_named(PdfColour("DeviceCMYK", colour.cmyk)), over, over)
        case "srgb":
            return MarkPaint(as_named(PdfColour("DeviceRGB", colour.srgb)))
        case _:
            return MarkPaint(as_named(PdfColour("DeviceGray", (1 - colour.cmyk[3],))))


def _fill(name: str, where: str, path: Path, finish: MarkPaint, frame: Rectangle) -> Iterator[Mark]:
    contours = tuple(_contours(path, closed=True))
    if any(shared(around(contour.points), frame) for contour in contours):
        yield Mark("fill", name, where, frozenset((finish,)), frame, contours=contours)


def _contours(path: Path, *, closed: bool = False) -> Iterator[Contour]:
    for subpath in subpaths(path):
        kinds = "".join(_SEGMENTS.get(str(segment[0]), "") for segment in subpath)
        points = tuple(point for segment in subpath for point in points_of(segment))
        yield Contour(kinds, points, closed or subpath[-1][0] == "Z")


def _text(line: TextLine, finish: MarkPaint, frame: Rectangle | None, file: Expectation) -> Iterator[Mark]:
    if glyphs := tuple(_glyphs(line, file.faces)):
        where = str(line.message) or line.block
        yield Mark("text", f"“{line.text}”", where, frozenset((finish,)), frame, glyphs)


def _glyphs(line: TextLine, faces: Mapping[str, FontFile]) -> Iterator[Glyph]:
    a, b, c, d = axes(line.turn)
    for run in line.runs:
        font = opened(*faces[run.face])
        em = (a * run.size, b * run.size, c * run.size, d * run.size)
        text = ""
        for gid, x, y, _, carried in run.glyphs:
            text = carried or text
            if shapes := font.outline(gid).shapes:
                across, up = turned_point(line.turn, x, y) if line.turn else (x, y)
                yield shapes, em, line.x + across, line.y + up, text


def _tools(page: Page, frame: Rectangle) -> Iterator[Mark]:
    for finish in page.finishing:
        contours = tuple(_contours(finish.path))
        dashes = DASHES if finish.kind == "perforation" else ()
        name = f"the line of the {finish.kind}"
        yield Mark(
            "stroke", name, "finishing", frozenset((_DIELINE,)), frame, (), contours, width=TOOL_LINE, dashes=dashes
        )


def _printer_marks(page: Page, edition: Edition) -> Iterator[Mark]:
    """Yield the crop marks and fold marks that the print condition asks for, or those of a sheet with many copies."""
    assert edition.condition is not None
    marks = edition.condition.marks
    near, far = marks.offset, marks.offset + marks.length
    cuts = page.marks if page.sheet else tuple(_ticks(page, (0.0, page.width), (0.0, page.height), near, far))
    folds = page.fold_marks if page.sheet else tuple(_ticks(page, page.folds, page.level_folds, near, far))
    for name, lines, dashes in (
        ("crop marks", cuts if marks.crop else (), ()),
        ("fold marks", folds if marks.fold else (), DASHES),
    ):
        if lines:
            contours = tuple(Contour("ml", ((x0, y0), (x1, y1)), closed=False) for x0, y0, x1, y1 in lines)
            finish = frozenset((_REGISTRATION,))
            yield Mark("stroke", name, "", finish, None, (), contours, width=marks.weight, dashes=dashes)


def _ticks(
    page: Page, xs: Iterable[float], ys: Iterable[float], near: float, far: float
) -> Iterator[tuple[float, float, float, float]]:
    """Yield lines outside the page on both ends of each upright line at one of *xs* and each level one of *ys*."""
    for x in xs:
        yield x, -near, x, -far
        yield x, page.height + near, x, page.height + far
    for y in ys:
        yield -near, y, -far, y
        yield page.width + near, y, page.width + far, y
