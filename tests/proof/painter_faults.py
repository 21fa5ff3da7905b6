"""Faults planted in the program's own functions, from composing a page to writing the file: each makes a bad file.

A fault names the function that it replaces where that is used, and makes the replacement from the original. The page is
composed before a fault of the painter is planted, and after one of layout or imposition is.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PIL import Image

from artcampaign import MOMENT, with_photographs
from flyers import process_cache
from flyers.page.document import Document, Element, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.editions import PageBoxes
from flyers.page.items import extent, moved, moved_rectangle, scaled
from flyers.page.paths import mapped
from flyers.pdf.encoded_glyphs import STRUT, Component, GlyphStrings, PlacedGlyph
from flyers.pdf.glyphfont import Drawing
from flyers.pdf.graphics_operators import EncodedPhoto
from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import Composition, compose_job, composition_expectation
from flyers.pipeline.session import Session, open_session
from flyers.proof.expectations import Expectation
from flyers.translation.localization import Localization

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Piece:
    """A file to be made: a product of a language in an edition, of this campaign or of one with photographs."""

    language: str
    product: str
    edition: str = "press"

    @property
    def _session(self) -> Session:
        return _photographs() if self.product == "photo-card" else _campaign()

    @property
    def job(self) -> Job:
        return Job(self._session.folder, self.language, self.product, self.edition, Path())

    def composed(self) -> tuple[Composition, Localization]:
        """Return its pages."""
        session = self._session
        localized = session.localized(self.language, allow_untranslated=True)
        return compose_job(self.job, localized, session), localized

    def painted(self, composition: Composition) -> bytes:
        """Return the file of pages of which no cache knows anything."""
        process_cache.forget_all()
        document: Document = pickle.loads(pickle.dumps(composition.document))
        return paint(document, composition.edition, self._session.library, MOMENT)

    def expectation(self, composition: Composition, localized: Localization) -> Expectation:
        return composition_expectation(composition, localized, self._session.library, MOMENT, self.job.purpose)


@cache
def _campaign() -> Session:
    return open_session(ROOT)


@cache
def _photographs() -> Session:
    return open_session(with_photographs(Path(mkdtemp())))


Function = Callable[..., Any]
Plant = Callable[[Function], Function]
"""Makes a faulty function of a good one."""


@dataclass(frozen=True)
class PlantedFault:
    """A fault: the function that it replaces, by module and name, and a code of the proof that finds it."""

    name: str
    piece: Piece
    target: str
    plant: Plant
    code: str
    composes: bool = False
    """Whether the page is composed with the fault already."""


FAULTS: list[PlantedFault] = []

POSTER, KHMER, URDU = Piece("ar", "poster"), Piece("km", "wallet-card"), Piece("ur", "self-card")
BROCHURE, SCREEN, SHEET = (
    Piece("es", "brochure"),
    Piece("ar", "wallet-card", "screen"),
    Piece("es", "wallet-card", "office"),
)
STRIPS, HANGER, PHOTOS = Piece("es", "tear-off"), Piece("es", "sticker-3x5"), Piece("en", "photo-card")


def fault(name: str, piece: Piece, target: str, code: str, *, composes: bool = False) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        FAULTS.append(PlantedFault(name, piece, f"flyers.{target}", plant, code, composes))
        return plant

    return register


def once(faulty: Function, good: Function, wanted: Callable[..., bool] = lambda *_: True) -> Function:
    """Return what calls *faulty* the first time that *wanted* is true of the arguments, and *good* otherwise."""
    done: list[bool] = []

    def function(*args: Any, **kwargs: Any) -> Any:
        if done or not wanted(*args):
            return good(*args, **kwargs)
        done.append(True)
        return faulty(*args, **kwargs)

    return function


def on_item(change: Callable[[Any], Item | None], kind: Callable[[Any], bool] = lambda item: True) -> Plant:
    """Return what draws an item of some *kind* as *change* makes it, the first time; or not at all."""

    def plant(draw: Function) -> Function:
        def faulty(item: Item, *args: Any) -> list[str]:
            changed = change(item)
            return [] if changed is None else draw(changed, *args)

        return once(faulty, draw, lambda item, *_: kind(item))

    return plant


def on_strings(change: Callable[[list[PlacedGlyph]], list[PlacedGlyph]], least: int = 3) -> Plant:
    """Return what draws a line whose longest string is changed, the first time that it has *least* glyphs."""

    def longest(parts: Iterable[GlyphStrings]) -> list[PlacedGlyph]:
        return max((string for part in parts for string in part.strings), key=len, default=[])

    def plant(draw: Function) -> Function:
        def faulty(line: TextLine, parts: list[GlyphStrings], *args: Any) -> list[str]:
            wrong = longest(parts)
            strings = [[change(s) if s is wrong else s for s in part.strings] for part in parts]
            return draw(line, [part._replace(strings=s) for part, s in zip(parts, strings, strict=True)], *args)

        return once(faulty, draw, lambda line, parts, *_: len(longest(parts)) >= least)

    return plant


LINE, BOX, SHAPE = "pdf.page_content.draw_line", "pdf.page_content.draw_box", "pdf.page_content.draw_shape"
CODE, PHOTO, STRINGS = "pdf.page_content.draw_code", "pdf.page_content.draw_photo", "pdf.page_content.line_strings"


# --- letters ----------------------------------------------------------------------------------------------------------


def _swapped(string: list[PlacedGlyph]) -> list[PlacedGlyph]:
    index = next(i for i in range(1, len(string)) if string[i][:2] != string[i - 1][:2])
    one, other = string[index - 1], string[index]
    return [
        *string[: index - 1],
        PlacedGlyph(*other[:3], one.x, one.y),
        PlacedGlyph(*one[:3], other.x, other.y),
        *string[index + 1 :],
    ]


fault("a glyph is swapped with the next", BROCHURE, LINE, "V903")(on_strings(_swapped))
fault("the last glyph of a string is lost", BROCHURE, LINE, "V901")(on_strings(lambda string: string[:-1]))
fault("a glyph is drawn twice", BROCHURE, LINE, "V902")(
    on_strings(lambda string: [*string, string[0]._replace(x=90.0)])
)
fault("a letter is a point up", KHMER, LINE, "V903")(
    on_strings(lambda string: [string[0]._replace(y=string[0].y + 1), *string[1:]])
)
fault("the fourth glyph is the fifth", KHMER, LINE, "V904")(
    on_strings(lambda string: [*string[:3], PlacedGlyph(*string[4][:3], *string[3][3:]), *string[4:]], 5)
)
fault("a line is missing", POSTER, LINE, "V901")(on_item(lambda line: None))
fault("a line is a tenth of a point up", POSTER, LINE, "V903")(on_item(lambda line: moved(line, 0, 0.1)))
fault("a turned line is upright", STRIPS, LINE, "V904")(
    on_item(lambda line: replace(line, turn=0), lambda line: line.turn)
)


@fault("a line is drawn twice", POSTER, LINE, "V902")
def _(draw: Function) -> Function:
    return once(lambda *args: [*draw(*args), *draw(*args)], draw)


@fault("a line is a fiftieth larger", BROCHURE, LINE, "V904")
def _(draw: Function) -> Function:
    def larger(line: TextLine, parts: list[GlyphStrings], *args: Any) -> list[str]:
        return draw(line, [part._replace(size=part.size * 1.02) for part in parts], *args)

    return once(larger, draw)


@fault("a run is reversed", POSTER, LINE, "V903")
def _(draw: Function) -> Function:
    def reversed_run(line: TextLine, parts: list[GlyphStrings], *args: Any) -> list[str]:
        string, *others = parts[0].strings
        turned = [glyph._replace(x=at.x) for glyph, at in zip(reversed(string), string, strict=True)]
        return draw(line, [parts[0]._replace(strings=[turned, *others]), *parts[1:]], *args)

    return once(reversed_run, draw, lambda line, parts, *_: line.runs[0].level % 2 and len(parts[0].strings[0]) > 3)


@fault("a line is in the other weight", POSTER, "pdf.painter.page_contents", "V904")
def _(contents: Function) -> Function:
    def exchanged(document: Document, *args: Any) -> Any:
        def bold(item: Item) -> Item:
            if not isinstance(item, TextLine):
                return item
            return replace(item, runs=tuple(replace(r, face=r.face.replace("regular", "bold")) for r in item.runs))

        pages = tuple(replace(page, items=tuple(map(bold, page.items))) for page in document.pages)
        return contents(replace(document, pages=pages), *args)

    return exchanged


def on_parts(change: Callable[[tuple[Component, ...]], tuple[Component, ...]], several: bool = True) -> Plant:
    """Return what writes a composite of other parts into the font."""

    def plant(renumbered: Function) -> Function:
        def faulty(*args: Any) -> Drawing:
            components, advance = renumbered(*args)
            parts = tuple(part for part in components if part.gid != STRUT)
            return (change(parts) if len(parts) > several else components), advance

        return faulty

    return plant


PARTS = "pdf.glyphfont._renumbered"
fault("a mark is lost", POSTER, PARTS, "V901")(on_parts(lambda parts: parts[:-1]))
fault("a mark is 12 units up", POSTER, PARTS, "V903")(
    on_parts(lambda parts: (*parts[:-1], parts[-1]._replace(y=parts[-1].y + 12)))
)
fault("a part of a Khmer cluster is gone", KHMER, PARTS, "V901")(on_parts(lambda parts: parts[1:]))
fault("letters of Nastaliq stand on the line", URDU, PARTS, "V903")(
    on_parts(lambda parts: tuple(part._replace(y=0) for part in parts), several=False)
)


# --- drawings ---------------------------------------------------------------------------------------------------------

fault("a box is missing", POSTER, BOX, "V901")(on_item(lambda box: None))
fault("a box is moved", POSTER, BOX, "V903")(on_item(lambda box: moved(box, 0.1, 0)))
fault("a box is higher", POSTER, BOX, "V904")(on_item(lambda box: replace(box, height=box.height + 1)))
fault("the corners of a box are sharp", BROCHURE, BOX, "V904")(
    on_item(lambda box: replace(box, radius=0.0), lambda box: box.radius > 0)
)
fault("a picture is missing", POSTER, SHAPE, "V901")(on_item(lambda shape: None))
fault("a picture is moved", POSTER, SHAPE, "V903")(on_item(lambda shape: moved(shape, 0, -0.2)))
fault("holes of a picture are filled by another rule", POSTER, SHAPE, "V904")(
    on_item(
        lambda shape: replace(shape, rule="nonzero" if shape.rule == "evenodd" else "evenodd"),
        lambda shape: sum(step[0] == "M" for step in shape.path) > 1,
    )
)


def _mirrored(shape: Shape) -> Shape:
    left, _, right, _ = extent(shape)
    return replace(shape, path=mapped(shape.path, lambda x, y: (left + right - x, y)))


fault("art is not mirrored", POSTER, SHAPE, "V904")(on_item(_mirrored))
fault("a curve is a straight line", POSTER, SHAPE, "V904")(
    on_item(
        lambda shape: replace(shape, path=tuple(("L", *step[-2:]) if step[0] == "C" else step for step in shape.path)),
        lambda shape: any(step[0] == "C" for step in shape.path),
    )
)


def _flipped(code: QrCode) -> QrCode:
    *rows, last = code.matrix
    return replace(code, matrix=(*rows, last[:-1] + ("0" if last[-1] == "1" else "1")))


fault("a module of a code is turned", POSTER, CODE, "V904")(on_item(_flipped))
fault("a code is shifted by half a module", POSTER, CODE, "V903")(on_item(lambda code: moved(code, code.module / 2, 0)))
fault("a code is mirrored", POSTER, CODE, "V904")(
    on_item(lambda code: replace(code, matrix=tuple(row[::-1] for row in code.matrix)))
)
fault("a code is smaller", POSTER, CODE, "V903")(on_item(lambda code: replace(code, module=code.module * 0.98)))
fault("a photograph is shifted", PHOTOS, PHOTO, "V903")(on_item(lambda photo: moved(photo, 0.5, 0)))
fault("a photograph is missing", PHOTOS, PHOTO, "V901")(on_item(lambda photo: None))


def on_photo(change: Callable[[Photo], Photo]) -> Plant:
    return lambda encode: lambda photo, *args: encode(change(photo), *args)


ENCODED = "pdf.page_content.encoded_photo"
fault("a photograph is cropped wrongly", PHOTOS, ENCODED, "V904")(
    on_photo(lambda photo: replace(photo, crop=(photo.crop[0] // 2, 0, photo.crop[2] * 2 // 3, photo.crop[3])))
)
fault("a photograph is mirrored", PHOTOS, ENCODED, "V904")(
    on_photo(lambda photo: replace(photo, turned_over=not photo.turned_over))
)
fault("a photograph is upside down", PHOTOS, ENCODED, "V904")(
    on_photo(lambda photo: replace(photo, turn=(photo.turn + 180) % 360))
)


def on_pixels(change: Callable[[Image.Image], Image.Image]) -> Plant:
    """Change the pixels of photographs that are packed without loss."""

    def plant(encode: Function) -> Function:
        def encoded(*args: Any) -> EncodedPhoto:
            made: EncodedPhoto = encode(*args)
            if made.is_jpeg:
                return made
            mode = {"DeviceCMYK": "CMYK", "DeviceRGB": "RGB"}[made.space]
            picture = change(Image.frombytes(mode, (made.width, made.height), made.data))
            data = picture.tobytes()
            digest = hashlib.sha256(data).hexdigest()
            return replace(made, width=picture.width, height=picture.height, sha256=digest, data=data)

        return encoded

    return plant


for photos in (PHOTOS, Piece("en", "photo-card", "screen")):
    fault(f"a photograph is a little lighter, {photos.edition}", photos, ENCODED, "V904")(
        on_pixels(lambda picture: picture.point(lambda level: min(level + 2, 255)))
    )
    fault(f"a photograph has too few pixels, {photos.edition}", photos, ENCODED, "V904")(
        on_pixels(lambda picture: picture.resize((picture.width // 2, picture.height // 2)))
    )


# --- colours, clips, inks ---------------------------------------------------------------------------------------------


@fault("two colours are exchanged", POSTER, "pdf.painter.page_contents", "V905")
def _(contents: Function) -> Function:
    def exchanged(document: Document, *args: Any) -> Any:
        (one, its), (other, mine), *rest = document.colours.items()
        return contents(replace(document, colours={one: mine, other: its, **dict(rest)}), *args)

    return exchanged


@fault("a tint is a little darker", SCREEN, "pdf.page_content.fill", "V905")
def _(fill: Function) -> Function:
    return lambda colour, space: fill(replace(colour, srgb=tuple(channel * 0.99 for channel in colour.srgb)), space)


@fault("black letters knock out", POSTER, "pdf.page_content.overprint", "V905")
def _(overprint: Function) -> Function:
    return lambda colour, fine: "GSknock"


@fault("white overprints", POSTER, "pdf.page_content.overprint", "V905")
def _(overprint: Function) -> Function:
    return lambda colour, fine: "GSover"


def on_boxes(change: Callable[[PageBoxes], PageBoxes]) -> Plant:
    return lambda boxes: lambda *args: change(boxes(*args))


BOXES = "pdf.page_content.page_boxes"


@fault("the clip is too small", POSTER, "pdf.page_content.PageContent.operators", "V901")
def _(operators: Function) -> Function:
    def small(content: Any, *args: Any) -> list[str]:
        boxes = content.boxes
        content.boxes = replace(boxes, bleed=boxes.trim)
        drawn = operators(content, *args)
        content.boxes = boxes
        return drawn

    return small


@fault("there is no clip", Piece("es", "poster", "screen"), "pdf.page_content.PageContent.operators", "V902")
def _(operators: Function) -> Function:
    return lambda *args: [o for o in operators(*args) if not o.endswith("re W n")]


fault("the trim is off by a point", POSTER, BOXES, "P102")(
    on_boxes(lambda boxes: replace(boxes, trim=moved_rectangle(boxes.trim, 1, 0)))
)


# --- around the page --------------------------------------------------------------------------------------------------

MARKS = "pdf.page_content.printer_marks"


@fault("there are no crop marks", POSTER, MARKS, "V901")
def _(marks: Function) -> Function:
    return lambda page, boxes, wanted: marks(page, boxes, replace(wanted, crop=False))


@fault("crop marks are nearer", POSTER, MARKS, "V904")
def _(marks: Function) -> Function:
    return lambda page, boxes, wanted: marks(page, boxes, replace(wanted, offset=wanted.offset - 0.5))


@fault("marks are thicker", POSTER, MARKS, "V904")
def _(marks: Function) -> Function:
    return lambda page, boxes, wanted: marks(page, boxes, replace(wanted, weight=wanted.weight * 2))


@fault("fold marks have no gaps", BROCHURE, MARKS, "V904")
def _(marks: Function) -> Function:
    return lambda *args: [operator for operator in marks(*args) if not operator.endswith(" d")]


@fault("a fold mark is elsewhere", BROCHURE, MARKS, "V904")
def _(marks: Function) -> Function:
    def elsewhere(page: Page, *args: Any) -> list[str]:
        return marks(replace(page, folds=(page.folds[0] + 1, *page.folds[1:])), *args)

    return elsewhere


TOOLS = "pdf.page_content.finishing_operators"


@fault("a line for a tool is missing", HANGER, TOOLS, "V901")
def _(tools: Function) -> Function:
    return lambda page: tools(replace(page, finishing=page.finishing[1:]))


@fault("a line for a tool is moved", HANGER, TOOLS, "V903")
def _(tools: Function) -> Function:
    def aside(page: Page) -> list[str]:
        first, *others = page.finishing
        path = mapped(first.path, lambda x, y: (x, y + 0.2))
        return tools(replace(page, finishing=(replace(first, path=path), *others)))

    return aside


@fault("perforations are whole lines", STRIPS, TOOLS, "V904")
def _(tools: Function) -> Function:
    return lambda page: [operator.replace("[2 2] 0 d", "[] 0 d") for operator in tools(page)]


@fault("lines for tools are filled", HANGER, TOOLS, "C509")
def _(tools: Function) -> Function:
    return lambda page: [{"S": "f"}.get(o, o.replace("CS 1 SCN", "cs 1 scn")) for o in tools(page)]


@fault("lines for tools knock out", HANGER, TOOLS, "C509")
def _(tools: Function) -> Function:
    return lambda page: [operator.replace("GSover", "GSknock") for operator in tools(page)]


SLUG = "pdf.page_content.slug_lines"


@fault("there is no slug", POSTER, SLUG, "P108")
def _(slug: Function) -> Function:
    return lambda *args: []


@fault("the slug is too low", POSTER, SLUG, "V903")
def _(slug: Function) -> Function:
    return lambda *args: [moved(line, 0, -0.5) for line in slug(*args)]


@fault("a line of the slug is smaller", POSTER, SLUG, "V904")
def _(slug: Function) -> Function:
    def smaller(*args: Any) -> list[TextLine]:
        first, *others = slug(*args)
        return [replace(moved(scaled(replace(first, x=0, y=0), 0.9), first.x, first.y)), *others]

    return smaller


# --- what programs read -----------------------------------------------------------------------------------------------


@fault("two codes exchange their texts", BROCHURE, "pdf.glyphfont.to_unicode", "T301")
def _(to_unicode: Function) -> Function:
    def exchanged(texts: list[tuple[int, str]]) -> bytes:
        (one, its), (other, mine), *rest = texts
        return to_unicode([(one, mine), (other, its), *rest])

    return exchanged


@fault("a code has no text", BROCHURE, "pdf.glyphfont.to_unicode", "F205")
def _(to_unicode: Function) -> Function:
    return lambda texts: to_unicode(texts[1:])


@fault("widths are wrong", BROCHURE, "pdf.glyphfont.GlyphFont._widths", "F206")
def _(widths: Function) -> Function:
    def wrong(font: Any) -> Any:
        program = font.program
        font.program = replace(program, widths={glyph: width + 5 for glyph, width in program.widths.items()})
        written = widths(font)
        font.program = program
        return written

    return wrong


def on_structure(change: Callable[[Element], Element]) -> Plant:
    """Return what makes the tags of another structure."""

    def every(element: Element) -> Element:
        return change(replace(element, children=tuple(map(every, element.children))))

    def plant(tree: Function) -> Function:
        return lambda document, *args: tree(replace(document, structure=every(document.structure)), *args)

    return plant


TAGS = "pdf.painter.StructureTree"
fault("the order of reading is reversed", SCREEN, TAGS, "U811")(
    on_structure(
        lambda element: replace(element, children=element.children[::-1]) if element.tag == "Sect" else element
    )
)
fault("headings are paragraphs", SCREEN, TAGS, "U805")(
    on_structure(lambda element: replace(element, tag="P") if element.tag == "H1" else element)
)
fault("pictures have no description", SCREEN, TAGS, "U807")(on_structure(lambda element: replace(element, alt="")))


@fault("links open another number", SCREEN, TAGS, "U813")
def _(tree: Function) -> Function:
    def other(document: Document, *args: Any) -> Any:
        targets = {contact: target.replace("1", "2") for contact, target in document.targets.items()}
        return tree(replace(document, targets=targets), *args)

    return other


@fault("the title is another", SCREEN, "pdf.painter.metadata", "U802")
def _(metadata: Function) -> Function:
    return lambda document, *args: metadata(replace(document, title="Untitled"), *args)


# --- sheets -----------------------------------------------------------------------------------------------------------


def on_copy(change: Callable[[list[Item]], list[Item]]) -> Plant:
    """Return what places one copy otherwise on a sheet."""

    def plant(copy: Function) -> Function:
        def faulty(*args: Any) -> Iterator[Item]:
            return iter(change(list(copy(*args))))

        return once(faulty, copy, lambda document, placed, *_: (placed.row, placed.column) == (1, 1))

    return plant


COPY = "impose.document._copy"
fault("a copy of a sheet has no draft mark", SHEET, COPY, "P109", composes=True)(on_copy(lambda items: items[:-1]))
fault("a copy of a sheet is missing", SHEET, COPY, "P109", composes=True)(on_copy(lambda items: []))


@fault("a copy of a sheet is not painted", SHEET, LINE, "V901")
def _(draw: Function) -> Function:
    return lambda line, *args: [] if line.block.startswith("2.2/") else draw(line, *args)


# --- composition ------------------------------------------------------------------------------------------------------


def on_page(change: Callable[[Item], Item | None]) -> Plant:
    """Return what composes pages of other items."""

    def plant(page: Function) -> Function:
        def faulty(*args: Any) -> Page:
            composed: Page = page(*args)
            return replace(composed, items=tuple(other for item in composed.items if (other := change(item))))

        return faulty

    return plant


PAGE = "layout.compose._page"


def _of_number(change: Callable[[TextLine], TextLine]) -> Callable[[Item], Item]:
    return lambda item: change(item) if isinstance(item, TextLine) and item.contacts else item


def _backwards(line: TextLine) -> TextLine:
    (run,) = [run for run in line.runs if sum(glyph.text.isdigit() for glyph in run.glyphs) > 2]
    places = [glyph.x for glyph in run.glyphs][::-1]
    turned = tuple(glyph._replace(x=x) for glyph, x in zip(run.glyphs, places, strict=True))
    return replace(line, runs=tuple(replace(r, glyphs=turned) if r is run else r for r in line.runs))


fault("a number runs backwards", Piece("es", "wallet-card"), PAGE, "T303", composes=True)(
    on_page(_of_number(_backwards))
)
fault("words are too close to the edge", BROCHURE, PAGE, "T311", composes=True)(
    on_page(lambda item: moved(item, -8, 0) if isinstance(item, TextLine) else item)
)


def _small(line: TextLine) -> TextLine:
    small = scaled(replace(line, x=0.0, y=0.0), 0.5)
    return replace(moved(small, line.x, line.y), floor=line.floor)


fault("type is too small", BROCHURE, PAGE, "T305", composes=True)(
    on_page(lambda item: _small(item) if isinstance(item, TextLine) else item)
)
fault("codes are too small", POSTER, PAGE, "Q405", composes=True)(
    on_page(lambda item: replace(item, module=item.module / 5) if isinstance(item, QrCode) else item)
)
