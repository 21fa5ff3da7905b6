"""An interpreter of PDF operators (ISO 32000-1, annex A) that records positions, colours and texts instead of pixels.

`Interpreter` carries out a page; `TextOperators` those of text, and `GraphicsOperators` all others, on the state that
they share. Of clipping paths it follows the boxes around them.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers import limits
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, multiply, shared, shrink, transform_box, union
from flyers.proof.objects import WordBudget, too_large
from flyers.proof.painted import (
    BLACK_GRAY,
    INITIAL_VALUES,
    ContentMark,
    DrawnGlyph,
    PageContents,
    Paint,
    PaintPosition,
    Path,
    PdfColour,
    PlacedImage,
    TextObject,
    TextPaint,
    heaviest_inks,
    space_of,
)
from flyers.records import dataclass

INVISIBLE_MODES = (3, 7)
"""Text rendering modes that paint nothing."""

NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

LETTER: Box = (0.0, 0.0, 612.0, 792.0)
"""The media box of a page that states none, as most viewers take it."""

Operator = Callable[[Any], None]
"""Carries out one operator, given its operands."""


@dataclass(slots=True)
class GraphicsState:
    """What q saves and Q restores (ISO 32000-1, tables 52 and 104), as far as the proof needs it."""

    ctm: Matrix = IDENTITY
    clip: Box | None = None
    """The box around the clipping path; None: the whole page."""
    fill: PdfColour = BLACK_GRAY
    stroke: PdfColour = BLACK_GRAY
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    fill_overprint: bool = False
    stroke_overprint: bool = False
    overprint_mode: int = 0
    font: FontReading | None = None
    font_key: str = ""
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    @property
    def line_width_on_page(self) -> float:
        """Return the line width in points: widened by the root of the matrix's area factor."""
        a, b, c, d, _, _ = self.ctm
        return self.line_width * float(abs(a * d - b * c) ** 0.5)

    @property
    def invisible(self) -> bool:
        return self.mode in INVISIBLE_MODES

    def clip_to(self, box: Box) -> None:
        """Narrow the clipping path to *box*."""
        self.clip = box if self.clip is None else shared(self.clip, box) or NOWHERE


class StreamContext:
    """The state of an interpreter while it runs a page and the forms in it.

    Attributes:
        contents: the records of what is painted.
        state: the graphics state in force.
        stack: the states that q has saved.
        resources: the resource dictionaries in force, the page's first.
        sheet: the media box.
        order: how many things the page has painted.
    """

    def __init__(self, fonts: dict[str, FontReading], origin: tuple[float, float], sheet: Box = LETTER) -> None:
        self.contents = PageContents()
        self.sheet = sheet
        self.state = GraphicsState(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self.stack: list[GraphicsState] = []
        self.resources: list[Object] = []
        self.order = 0
        self._fonts = fonts
        self._found: dict[tuple[str, str], Object | None] = {}
        self._entries: dict[tuple[str, str], dict[str, Any] | None] = {}

    def save(self) -> None:
        self.stack.append(replace(self.state))

    def restore(self) -> None:
        """Restore the state that was saved last; a Q without its q does nothing."""
        if self.stack:
            self.state = self.stack.pop()

    def enter(self, resources: Object) -> None:
        """Begin a page or a form with its *resources*."""
        self.resources.append(resources)
        self._found.clear()
        self._entries.clear()

    def leave(self) -> None:
        """End a page or a form."""
        self.resources.pop()
        self._found.clear()
        self._entries.clear()

    def resource(self, category: str, name: Object) -> Object | None:
        """Return the resource *name*, looked up from the innermost form to the page."""
        key = (category, str(name))
        if key not in self._found:
            self._found[key] = self._look_up(*key)
        return self._found[key]

    def _look_up(self, category: str, name: str) -> Object | None:
        for resources in reversed(self.resources):
            entries = resources.get(category)
            if isinstance(entries, Dictionary) and name in entries:
                return entries[name]
        return None

    def entries(self, category: str, name: Object) -> dict[str, Any] | None:
        """Return the entries of the resource *name*, read once; None if it is not a dictionary."""
        key = (category, str(name))
        if key not in self._entries:
            found = self.resource(category, name)
            self._entries[key] = dict(found.items()) if isinstance(found, Dictionary) else None
        return self._entries[key]

    def next_order(self) -> int:
        """Return the place in the painting order of what is painted now."""
        self.order += 1
        return self.order

    def use_font(self, key: str, resource: Object, size: float) -> None:
        """Select a font, opened once for all pages of the file under *key*."""
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = FontReading(resource)
        self.state.font, self.state.font_key, self.state.size = font, key, size


class GraphicsOperators:
    """Records what is drawn in the page's contents; an operator's method takes its operands."""

    def __init__(self, context: StreamContext) -> None:
        self._context = context
        self._path = Path()
        self._clipping = False

    @property
    def operators(self) -> Mapping[str, Operator]:
        return {
            "q": self.save,
            "Q": self.restore,
            "cm": self.concatenate,
            "w": self.set_line_width,
            "d": self.set_dash,
            "gs": self.set_graphics_state,
            "ri": self.set_rendering_intent,
            "g": partial(self.set_device, space="DeviceGray"),
            "G": partial(self.set_device, space="DeviceGray", stroke=True),
            "rg": partial(self.set_device, space="DeviceRGB"),
            "RG": partial(self.set_device, space="DeviceRGB", stroke=True),
            "k": partial(self.set_device, space="DeviceCMYK"),
            "K": partial(self.set_device, space="DeviceCMYK", stroke=True),
            "cs": self.set_space,
            "CS": partial(self.set_space, stroke=True),
            "sc": self.set_components,
            "scn": self.set_components,
            "SC": partial(self.set_components, stroke=True),
            "SCN": partial(self.set_components, stroke=True),
            "m": self.move,
            "l": self.line,
            "c": self.curve,
            "v": self.curve,
            "y": self.curve_to_end,
            "h": self.close,
            "re": self.rectangle,
            "f": partial(self.paint_path, fill=True),
            "F": partial(self.paint_path, fill=True),
            "f*": partial(self.paint_path, fill=True, even_odd=True),
            "S": partial(self.paint_path, stroke=True),
            "s": partial(self.paint_path, stroke=True, close=True),
            "B": partial(self.paint_path, fill=True, stroke=True),
            "B*": partial(self.paint_path, fill=True, stroke=True, even_odd=True),
            "b": partial(self.paint_path, fill=True, stroke=True, close=True),
            "b*": partial(self.paint_path, fill=True, stroke=True, close=True, even_odd=True),
            "n": self.end_path,
            "W": self.clip,
            "W*": self.clip,
            "sh": self.shade,
            "INLINE IMAGE": self.inline_image,
        }

    # -- graphics state ------------------------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        self._context.save()

    def restore(self, _: Any) -> None:
        self._context.restore()

    def concatenate(self, operands: Any) -> None:
        self._context.state.ctm = multiply(as_matrix(operands), self._context.state.ctm)

    def set_line_width(self, operands: Any) -> None:
        self._context.state.line_width = float(operands[0])

    def set_dash(self, operands: Any) -> None:
        pattern, phase = operands
        self._context.state.dash = (*numbers(pattern), *((float(phase),) if float(phase) else ()))

    def set_rendering_intent(self, operands: Any) -> None:
        self._context.contents.rendering.append(str(operands[0]))

    def set_graphics_state(self, operands: Any) -> None:
        entries = self._context.entries("/ExtGState", operands[0])
        if entries is None:
            raise KeyError(f"no ExtGState {operands[0]}")
        state, contents = self._context.state, self._context.contents
        if "/OP" in entries:
            state.stroke_overprint = bool(entries["/OP"])
            if "/op" not in entries:
                state.fill_overprint = state.stroke_overprint
        if "/op" in entries:
            state.fill_overprint = bool(entries["/op"])
        if "/OPM" in entries:
            # Programs differ in what they make of 1.9.
            state.overprint_mode = 1 if entries["/OPM"] == 1 else 0
        if "/LW" in entries:
            state.line_width = float(entries["/LW"])
        if isinstance(font := entries.get("/Font"), Array):
            self._context.use_font(str(font[0].objgen), font[0], float(font[1]))
        for key in ("/ca", "/CA"):
            if key in entries and float(entries[key]) < 1:
                contents.transparency.append(f"opacity {key[1:]} {float(entries[key]):g}")
        if "/SMask" in entries and entries["/SMask"] != Name.None_:
            contents.transparency.append("a soft mask")
        if "/BM" in entries and str(entries["/BM"]) not in ("/Normal", "/Compatible"):
            contents.transparency.append(f"blend mode {str(entries['/BM'])[1:]}")

    # -- colour --------------------------------------------------------------------------------------------------

    def set_space(self, operands: Any, *, stroke: bool = False) -> None:
        family, colorant = self._space(operands[0])
        self._set_colour(PdfColour(family, INITIAL_VALUES.get(family, (1.0,)), colorant), stroke)

    def set_components(self, operands: Any, *, stroke: bool = False) -> None:
        current = self._context.state.stroke if stroke else self._context.state.fill
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
        self._set_colour(PdfColour(current.space, values, current.colorant), stroke)

    def set_device(self, operands: Any, *, space: str, stroke: bool = False) -> None:
        self._set_colour(PdfColour(space, tuple(float(value) for value in operands)), stroke)

    def _set_colour(self, colour: PdfColour, stroke: bool) -> None:
        if colour.space == "Pattern":
            self._context.contents.means.append("a pattern is used as a colour")
        if stroke:
            self._context.state.stroke = colour
        else:
            self._context.state.fill = colour

    def _space(self, name: Object) -> tuple[str, str]:
        found = self._context.resource("/ColorSpace", name)
        return space_of(name) if found is None else space_of(found, self._context.resources[-1].get("/ColorSpace"))

    # -- paths ---------------------------------------------------------------------------------------------------

    def move(self, operands: Any) -> None:
        self._path.move(self._context.state.ctm, *numbers(operands))

    def line(self, operands: Any) -> None:
        self._path.line(self._context.state.ctm, *numbers(operands))

    def curve(self, operands: Any) -> None:
        """c and v: with two points, the current point is the first control point."""
        self._path.curve(self._context.state.ctm, *numbers(operands))

    def curve_to_end(self, operands: Any) -> None:
        """y: the second control point is the end."""
        self.curve([*operands, *operands[2:]])

    def close(self, _: Any) -> None:
        self._path.close()

    def rectangle(self, operands: Any) -> None:
        self._path.rectangle(self._context.state.ctm, *numbers(operands))

    def clip(self, _: Any) -> None:
        """W: the path that is painted or ended next narrows the clipping path."""
        self._clipping = True

    def paint_path(
        self, _: Any, *, fill: bool = False, stroke: bool = False, close: bool = False, even_odd: bool = False
    ) -> None:
        if close:
            self._path.close()
        self._path.finish()
        subpaths = self._path.subpaths
        if subpaths:
            state = self._context.state
            boxes = tuple(subpath.box for subpath in subpaths)
            if fill:
                solid = len(subpaths) == 1 and subpaths[0].solid
                thinnest = min(map(thickness, boxes))
                self._paint("fill", boxes, state.fill, state.fill_overprint, solid, thinnest, even_odd=even_odd)
            if stroke:
                width = state.line_width_on_page
                outer = tuple(shrink(box, -width / 2) for box in boxes)
                self._paint("stroke", outer, state.stroke, state.stroke_overprint, False, width)
        self.end_path(None)

    def end_path(self, _: Any) -> None:
        self._path.finish()
        if self._clipping:
            subpaths = self._path.subpaths
            box = union(subpath.box for subpath in subpaths) or NOWHERE
            self._context.contents.clips.append((box, len(subpaths) == 1 and subpaths[0].solid))
            self._context.state.clip_to(box)
        self._path, self._clipping = Path(), False

    def _paint(
        self,
        kind: str,
        parts: tuple[Box, ...],
        colour: PdfColour,
        overprint: bool,
        solid: bool,
        thinnest: float,
        image: Stream | None = None,
        even_odd: bool = False,
    ) -> None:
        clip = self._context.state.clip
        seen = parts if clip is None else tuple(box for part in parts if (box := shared(part, clip)))
        box = union(seen)
        if box is not None:
            mode = self._context.state.overprint_mode
            inks, plates = heaviest_inks(image) if image is not None and not colour.values else (colour.inks, None)
            order, outline = self._context.next_order(), self._path.outline
            dash = self._context.state.dash if kind == "stroke" else ()
            self._context.contents.paints.append(
                Paint(
                    kind,
                    order,
                    box,
                    colour,
                    overprint,
                    mode,
                    solid,
                    thinnest,
                    seen,
                    inks,
                    plates,
                    outline,
                    even_odd,
                    clip,
                    dash,
                )
            )

    # -- images and shadings ---------------------------------------------------------------------------------------

    def image(self, image: Stream) -> None:
        if "/SMask" in image:
            self._context.contents.transparency.append("an image with a soft mask")
        if bool(image.get("/ImageMask", False)):
            colour = self._context.state.fill
        else:
            family, colorant = space_of(image.get("/ColorSpace"), self._context.resources[-1].get("/ColorSpace"))
            colour = PdfColour(family, (), colorant)
        a, b, c, d, _, _ = self._context.state.ctm
        box = transform_box(self._context.state.ctm, (0, 0, 1, 1))
        upright, order = b == 0 == c and a > 0 < d, self._context.order + 1
        self._context.contents.images.append(PlacedImage(box, upright, image, order))
        self._paint_unit_square(colour, image)

    def inline_image(self, operands: Any) -> None:
        image: pikepdf.PdfInlineImage = operands[0]
        self._context.contents.means.append("an image inside its drawing instructions")
        self._context.contents.filters.extend(image.filters)
        colour = PdfColour(str(image.colorspace).lstrip("/"), ()) if image.colorspace else self._context.state.fill
        self._paint_unit_square(colour, None)

    def _paint_unit_square(self, colour: PdfColour, image: Stream | None) -> None:
        box = transform_box(self._context.state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._context.state.fill_overprint, True, thickness(box), image)

    def shade(self, operands: Any) -> None:
        self._context.contents.means.append("a colour gradient (shading)")
        shading = self._context.resource("/Shading", operands[0])
        if shading is None:
            raise KeyError(f"no Shading {operands[0]}")
        family, colorant = space_of(shading.get("/ColorSpace"), self._context.resources[-1].get("/ColorSpace"))
        bounds = shading.get("/BBox")
        # Without a box it paints all that the clipping path leaves of the page (ISO 32000-1, 8.7.4.2).
        sheet = self._context.sheet
        box = transform_box(self._context.state.ctm, as_box(bounds)) if isinstance(bounds, Array) else sheet
        self._paint("shading", (box,), PdfColour(family, (), colorant), False, False, 1.0)


def numbers(operands: Any) -> list[float]:
    return list(map(float, operands))


def as_matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = numbers(operands)
    return (a, b, c, d, e, f)


def as_box(array: Any) -> Box:
    left, bottom, right, top = numbers(array)
    return (left, bottom, right, top)


def thickness(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])


class TextOperators:
    """Records text as `TextObject` entries of the page's contents; an operator's method takes its operands."""

    def __init__(self, context: StreamContext) -> None:
        self._context = context
        self._text: TextObject | None = None
        self._matrix = self._line = IDENTITY
        self._painted: tuple[Any, ...] = ()

    @property
    def operators(self) -> Mapping[str, Operator]:
        return {
            "BT": self.begin_text,
            "ET": self.end_text,
            "MP": self.continue_line,
            "Tf": self.set_font,
            "Tm": self.set_text_matrix,
            "Td": self.move_text,
            "TD": self.move_text_set_leading,
            "T*": self.next_line,
            "Tj": self.show,
            "TJ": self.show_adjusted,
            "'": self.show_on_next_line,
            '"': self.show_spaced_on_next_line,
            "Tc": self._setter("spacing"),
            "Tw": self._setter("word_spacing"),
            "Tz": self._setter("stretch", lambda percent: percent * 0.01),
            "TL": self._setter("leading"),
            "Ts": self._setter("rise"),
            "Tr": self._setter("mode", int),
        }

    def _setter(self, name: str, convert: Callable[[float], float] = float) -> Operator:
        """Return the operator that sets one parameter of the graphics state."""
        return lambda operands: setattr(self._context.state, name, convert(float(operands[0])))

    @property
    def next_glyph(self) -> int | None:
        """Return the index of the next glyph in the open text object; None outside a text object."""
        return None if self._text is None else len(self._text.glyphs)

    def begin_text(self, _: Any) -> None:
        self._matrix = self._line = IDENTITY
        if self._text is None:
            self._text = TextObject(self._context.next_order())

    def end_text(self, _: Any) -> None:
        text = self._text
        if text is not None and text.glyphs:
            text.clip = self._context.state.clip
            self._context.contents.texts.append(text)
        self._text = None

    def continue_line(self, operands: Any) -> None:
        """Let the next text object go on with the last one, as another part of a line."""
        texts = self._context.contents.texts
        if str(operands[0]) == CONTINUED and texts and texts[-1].order == self._context.order:
            self._text = texts.pop()

    def set_font(self, operands: Any) -> None:
        resource: Object | None = self._context.resource("/Font", operands[0])
        if resource is None:
            raise KeyError(f"no font {operands[0]}")
        # A direct font dictionary has no object number: it is identified by its contents.
        key = str(resource.objgen) if resource.is_indirect else repr(resource.unparse())
        self._context.use_font(key, resource, float(operands[1]))

    def set_text_matrix(self, operands: Any) -> None:
        self._matrix = self._line = as_matrix(operands)

    def move_text(self, operands: Any) -> None:
        x, y = float(operands[0]), float(operands[1])
        a, b, c, d, e, f = self._line
        self._matrix = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def move_text_set_leading(self, operands: Any) -> None:
        self._context.state.leading = -float(operands[1])
        self.move_text(operands)

    def next_line(self, _: Any) -> None:
        self.move_text((0, -self._context.state.leading))

    def show(self, operands: Any) -> None:
        self._draw(bytes(operands[0]))

    def show_adjusted(self, operands: Any) -> None:
        state = self._context.state
        for item in operands[0]:
            if item.__class__ is Object:  # a string; to ask whether it is one takes as long as to draw a glyph
                self._draw(bytes(item))
            else:
                self._advance(-float(item) / 1000 * state.size * state.stretch)

    def show_on_next_line(self, operands: Any) -> None:
        self.next_line(None)
        self.show(operands)

    def show_spaced_on_next_line(self, operands: Any) -> None:
        self._context.state.word_spacing, self._context.state.spacing = float(operands[0]), float(operands[1])
        self.show_on_next_line(operands[2:])

    def _note_paint(self, text: TextObject) -> None:
        """Record how text is painted, unless that of the last string was the same: most text objects have one paint."""
        state = self._context.state
        paint = (text, state.fill, state.fill_overprint, state.overprint_mode, state.mode)
        if paint == self._painted:
            return
        self._painted = paint
        text.paints.add(TextPaint(*paint[1:]))

    def _advance(self, by: float) -> None:
        a, b, c, d, e, f = self._matrix
        self._matrix = (a, b, c, d, e + a * by, f + b * by)

    def _draw(self, data: bytes) -> None:
        state, font, shown = self._context.state, self._context.state.font, self._text
        if font is None:
            raise ValueError("text without a font")
        if shown is None:
            raise ValueError("text outside a text object")
        if state.invisible:
            out = self._context.contents.hidden
        else:
            out = shown.glyphs
            self._note_paint(shown)
        size, stretch, key = state.size, state.stretch, state.font_key
        a, b, c, d, e, f = multiply(self._matrix, state.ctm)
        axes = em_a, em_b, em_c, em_d = a * size * stretch, b * size * stretch, c * size, d * size
        x, y = e + c * state.rise, f + d * state.rise
        along, size_on_page = math.hypot(a, b), abs(size) * math.hypot(c, d)
        upright = em_b == 0 == em_c and em_a > 0 < em_d
        moved = 0.0
        # Word spacing counts for the single-byte code 32 only (ISO 32000-1, 9.3.3).
        between = state.spacing * stretch
        after_space = between if font.composite else (state.spacing + state.word_spacing) * stretch
        for number, gid, text, width, ink in font.codes(data):
            x_here, y_here = x + a * moved, y + b * moved
            if ink is None:
                box = None
            elif upright:  # as nearly all text is
                left, bottom, right, top = ink
                box = (em_a * left + x_here, em_d * bottom + y_here, em_a * right + x_here, em_d * top + y_here)
            else:
                box = transform_box((*axes, x_here, y_here), ink)
            by = width / 1000 * size * stretch
            # Of a class with a constructor in Python, this makes objects in half the time.
            out.append(DrawnGlyph._make((gid, number, text, key, size_on_page, x_here, y_here, by * along, box, axes)))
            moved += by + (after_space if number == 32 else between)
        self._advance(moved)


CONTINUED = "/Line"
"""The marked-content point between two text objects that are one line."""

WITHOUT_INK = frozenset(("d", "i", "j", "J", "M", "DP", "BX", "EX", "d0", "d1"))
"""Operators without ink, text or colour."""

OPERANDS = {
    **dict.fromkeys(("q", "Q", "h", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n", "W", "W*"), 0),
    **dict.fromkeys(("BT", "ET", "T*", "EMC"), 0),
    **dict.fromkeys(("w", "gs", "ri", "g", "G", "cs", "CS", "sh", "Do", "BMC"), 1),
    **dict.fromkeys(("Tj", "TJ", "'", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"), 1),
    **dict.fromkeys(("m", "l", "Tf", "Td", "TD", "BDC"), 2),
    **dict.fromkeys(("rg", "RG", '"'), 3),
    **dict.fromkeys(("k", "K", "v", "y", "re"), 4),
    **dict.fromkeys(("cm", "c", "Tm"), 6),
}
"""How many operands each operator takes, but those that take any number. Of too many, this interpreter takes the first,
and others the last."""


class Interpreter:
    """Runs content streams and fills a `PageContents`.

    ``fonts`` is shared by all pages of a file, so that a font is opened once: {object id or contents: reading}.
    ``origin`` is the lower left corner of the trim box. ``budget`` is the file's: it ends forms that draw forms
    that … ``sheet`` is the page's media box, in points from the trim.
    """

    def __init__(
        self,
        fonts: dict[str, FontReading],
        origin: tuple[float, float],
        budget: WordBudget | None = None,
        sheet: Box = LETTER,
    ) -> None:
        self._budget = budget or WordBudget()
        self._context = StreamContext(fonts, origin, sheet)
        self._graphics = GraphicsOperators(self._context)
        self._text = TextOperators(self._context)

    @property
    def contents(self) -> PageContents:
        return self._context.contents

    def _operators(self) -> dict[str, Operator]:
        """Return the function of each operator. (As an attribute it would make a reference cycle, which keeps the page
        in memory.)
        """
        return {
            **self._graphics.operators,
            **self._text.operators,
            "BMC": self.begin_marked,
            "BDC": self.begin_marked,
            "EMC": self.end_marked,
            "Do": self.do,
        }

    def run(self, stream: Object, resources: Object | None) -> None:
        """Interpret *stream* (a page or a form XObject) with its *resources*."""
        self._budget.spend_on(stream)
        context, operators = self._context, self._operators()
        context.enter(resources if isinstance(resources, Dictionary) else Dictionary())
        depth = len(context.stack)
        read: Any = pikepdf.parse_content_stream(stream)
        for instruction in read:  # not unpacked, which takes five times as long
            operator, operands = str(instruction.operator), instruction.operands
            carry_out = operators.get(operator)
            if carry_out is None:
                if operator not in WITHOUT_INK:
                    context.contents.strange.append(operator)
                continue
            if len(operands) != OPERANDS.get(operator, len(operands)):
                context.contents.problems.append(f"operator {operator}: {len(operands)} operands")
            try:
                carry_out(operands)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                context.contents.problems.append(f"operator {operator}: {error}")
        while len(context.stack) > depth:
            context.restore()
        context.leave()

    def begin_marked(self, operands: Any) -> None:
        """BMC and BDC. Marked content in a form belongs to no page's tree, so its MCID is ignored."""
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if not isinstance(properties, Dictionary):
            properties = self._context.resource("/Properties", properties) or Dictionary()
        of_page = "/MCID" in properties and len(self._context.resources) == 1
        mcid = properties["/MCID"] if of_page else None
        if mcid is not None and not isinstance(mcid, int):
            raise ValueError("its number (MCID) is not a whole number")
        if str(operands[0]) == "/OC":
            self.contents.means.append("a layer that can be hidden")
        kind = "/".join(str(properties[key])[1:] for key in ("/Type", "/Subtype") if key in properties)
        actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
        marked = ContentMark(str(operands[0])[1:], mcid, actual, self._marked, kind)
        self.contents.marking.append((self._place(), marked))

    def end_marked(self, _: Any) -> None:
        if self._marked is None:
            raise ValueError("marked content ends that never began")
        self.contents.marking.append((self._place(), self._marked.around))

    @property
    def _marked(self) -> ContentMark | None:
        return self.contents.marking[-1][1] if self.contents.marking else None

    def _place(self) -> PaintPosition:
        """Return the place of the next glyph of an open text object, or of what is painted next."""
        glyph = self._text.next_glyph
        return PaintPosition(self._context.order, sys.maxsize if glyph is None else glyph)

    def do(self, operands: Any) -> None:
        target = self._context.resource("/XObject", operands[0])
        if isinstance(target, Stream) and "/OC" in target:
            self.contents.means.append("a layer that can be hidden")
        if not isinstance(target, Stream):
            raise KeyError(f"no XObject {operands[0]}")
        if str(target.get("/Subtype")) == "/Image":
            self._graphics.image(target)
        elif str(target.get("/Subtype")) == "/Form":
            self._form(target)
        else:
            # Some programs take it for a form: pdfium if a string says so, Ghostscript if nothing is said.
            self.contents.means.append("something that is neither a form nor an image")

    def _form(self, form: Stream) -> None:
        self.contents.means.append("drawing instructions outside the page (a form XObject)")
        if len(self._context.resources) > limits.PDF_FORM_DEPTH:
            raise too_large(f"forms on its pages are nested deeper than {limits.PDF_FORM_DEPTH}")
        if isinstance(group := form.get("/Group"), Dictionary) and str(group.get("/S")) == "/Transparency":
            self.contents.transparency.append("a transparency group")
        self._context.save()
        if isinstance(matrix := form.get("/Matrix"), Array):
            self._graphics.concatenate(matrix)
        if isinstance(bounds := form.get("/BBox"), Array):
            self._context.state.clip_to(transform_box(self._context.state.ctm, as_box(bounds)))
        self.run(form, form.get("/Resources"))
        self._context.restore()
