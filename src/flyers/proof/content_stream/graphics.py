"""Operators of content streams that draw: graphics state, colour, paths, images, shadings (ISO 32000-1, annex A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.colours import BLACK_GRAY, INITIAL_VALUES, PdfColour, heaviest_inks, space_of
from flyers.proof.content_stream.records import PageContents, Paint, Path, PlacedImage
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, multiply, shared, shrink, transform_box, union
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
