"""Operators of content streams that draw: graphics state, colour, paths, images, shadings (ISO 32000-1, annex A)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.colours import INITIAL_VALUES, Colour, heaviest_inks, space_of
from flyers.proof.content_stream.state import GraphicsState
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, Matrix, multiply, shared, shrink, transform_box, union
from flyers.proof.paths import Path
from flyers.proof.records import PageContents, Paint

NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class GraphicsInterpreter:
    """Collects what is drawn in a `PageContents`; an operator's method takes its operands.

    ``fonts`` is shared by all pages of a file, so that a font is opened once: {object id or resource name: reading}.
    """

    def __init__(self, fonts: dict[str, FontReading], origin: tuple[float, float]) -> None:
        self.contents = PageContents()
        self._fonts = fonts
        self._state = GraphicsState(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self._stack: list[GraphicsState] = []
        self._path = Path()
        self._clipping = False
        self._resources: list[Object] = []
        self._order = 0

    def _resource(self, category: str, name: Object) -> Object | None:
        for resources in reversed(self._resources):
            entries = resources.get(category)
            if isinstance(entries, Dictionary) and str(name) in entries:
                return entries[str(name)]
        return None

    def _next(self) -> int:
        self._order += 1
        return self._order

    # -- graphics state ------------------------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        self._stack.append(replace(self._state))

    def restore(self, _: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def concatenate(self, operands: Any) -> None:
        self._state.ctm = multiply(as_matrix(operands), self._state.ctm)

    def set_line_width(self, operands: Any) -> None:
        self._state.line_width = float(operands[0])

    def set_graphics_state(self, operands: Any) -> None:
        entries = self._resource("/ExtGState", operands[0])
        if not isinstance(entries, Dictionary):
            raise KeyError(f"no ExtGState {operands[0]}")
        state = self._state
        if "/OP" in entries:
            state.stroke_overprint = bool(entries["/OP"])
            if "/op" not in entries:
                state.fill_overprint = state.stroke_overprint
        if "/op" in entries:
            state.fill_overprint = bool(entries["/op"])
        if "/OPM" in entries:
            state.overprint_mode = int(entries["/OPM"])
        if "/LW" in entries:
            state.line_width = float(entries["/LW"])
        if isinstance(font := entries.get("/Font"), Array):
            self._use_font(str(font[0].objgen), font[0], float(font[1]))
        for key in ("/ca", "/CA"):
            if key in entries and float(entries[key]) < 1:
                self.contents.transparency.append(f"opacity {key[1:]} {float(entries[key]):g}")
        if "/SMask" in entries and entries["/SMask"] != Name.None_:
            self.contents.transparency.append("a soft mask")
        if "/BM" in entries and str(entries["/BM"]) not in ("/Normal", "/Compatible"):
            self.contents.transparency.append(f"blend mode {str(entries['/BM'])[1:]}")

    def _use_font(self, key: str, resource: Object, size: float) -> None:
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = FontReading(resource)
        self._state.font, self._state.font_key, self._state.size = font, key, size

    # -- colour --------------------------------------------------------------------------------------------------

    def set_space(self, operands: Any, *, stroke: bool = False) -> None:
        family, colorant = self._space(operands[0])
        self._set_colour(Colour(family, INITIAL_VALUES.get(family, (1.0,)), colorant), stroke)

    def set_components(self, operands: Any, *, stroke: bool = False) -> None:
        current = self._state.stroke if stroke else self._state.fill
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
        self._set_colour(Colour(current.space, values, current.colorant), stroke)

    def set_device(self, operands: Any, *, space: str, stroke: bool) -> None:
        self._set_colour(Colour(space, tuple(float(value) for value in operands)), stroke)

    def _set_colour(self, colour: Colour, stroke: bool) -> None:
        if stroke:
            self._state.stroke = colour
        else:
            self._state.fill = colour

    def _space(self, name: Object) -> tuple[str, str]:
        found = self._resource("/ColorSpace", name)
        return space_of(name) if found is None else space_of(found, self._resources[-1].get("/ColorSpace"))

    # -- paths ---------------------------------------------------------------------------------------------------

    def move(self, operands: Any) -> None:
        self._path.move(self._state.ctm, *numbers(operands))

    def line(self, operands: Any) -> None:
        self._path.line(self._state.ctm, *numbers(operands))

    def curve(self, operands: Any) -> None:
        """c and v: with two points, the current one is the first control point."""
        self._path.curve(self._state.ctm, *numbers(operands))

    def curve_to_end(self, operands: Any) -> None:
        """y: the second control point is the end."""
        self.curve([*operands, *operands[2:]])

    def close(self, _: Any) -> None:
        self._path.close()

    def rectangle(self, operands: Any) -> None:
        self._path.rectangle(self._state.ctm, *numbers(operands))

    def clip(self, _: Any) -> None:
        """W: the path that is painted or ended next narrows the clipping path."""
        self._clipping = True

    def paint_path(self, _: Any, *, fill: bool, stroke: bool) -> None:
        self._path.finish()
        subpaths = self._path.subpaths
        if subpaths:
            state = self._state
            boxes = tuple(subpath.box for subpath in subpaths)
            if fill:
                solid = len(subpaths) == 1 and subpaths[0].solid
                self._paint("fill", boxes, state.fill, state.fill_overprint, solid, min(map(thickness, boxes)))
            if stroke:
                width = state.line_width_on_page
                outer = tuple(shrink(box, -width / 2) for box in boxes)
                self._paint("stroke", outer, state.stroke, state.stroke_overprint, False, width)
        self.end_path(None)

    def end_path(self, _: Any) -> None:
        self._path.finish()
        if self._clipping:
            self._clip_to(union(subpath.box for subpath in self._path.subpaths) or NOWHERE)
        self._path, self._clipping = Path(), False

    def _clip_to(self, box: Box) -> None:
        before = self._state.clip
        self._state.clip = box if before is None else shared(before, box) or NOWHERE

    def _paint(
        self,
        kind: str,
        parts: tuple[Box, ...],
        colour: Colour,
        overprint: bool,
        solid: bool,
        thinnest: float,
        image: Stream | None = None,
    ) -> None:
        """Record what is seen of a painted thing."""
        clip = self._state.clip
        seen = parts if clip is None else tuple(box for part in parts if (box := shared(part, clip)))
        box = union(seen)
        if box is not None:
            mode = self._state.overprint_mode
            inks = heaviest_inks(image) if image is not None and not colour.values else colour.inks
            self.contents.paints.append(
                Paint(kind, self._next(), box, colour, overprint, mode, solid, thinnest, seen, inks)
            )

    # -- images and shadings ---------------------------------------------------------------------------------------

    def _image(self, image: Stream) -> None:
        if "/SMask" in image:
            self.contents.transparency.append("an image with a soft mask")
        if bool(image.get("/ImageMask", False)):
            colour = self._state.fill
        else:
            family, colorant = space_of(image.get("/ColorSpace"), self._resources[-1].get("/ColorSpace"))
            colour = Colour(family, (), colorant)
        self._paint_unit_square(colour, image)

    def inline_image(self, operands: Any) -> None:
        image: pikepdf.PdfInlineImage = operands[0]
        self.contents.filters.extend(image.filters)
        colour = Colour(str(image.colorspace).lstrip("/"), ()) if image.colorspace else self._state.fill
        self._paint_unit_square(colour, None)

    def _paint_unit_square(self, colour: Colour, image: Stream | None) -> None:
        box = transform_box(self._state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, thickness(box), image)

    def shade(self, operands: Any) -> None:
        shading = self._resource("/Shading", operands[0])
        if shading is None:
            raise KeyError(f"no Shading {operands[0]}")
        family, colorant = space_of(shading.get("/ColorSpace"), self._resources[-1].get("/ColorSpace"))
        bounds = shading.get("/BBox")
        box = transform_box(self._state.ctm, as_box(bounds)) if isinstance(bounds, Array) else NOWHERE
        self._paint("shading", (box,), Colour(family, (), colorant), False, False, 1.0)


def numbers(operands: Any) -> list[float]:
    return [float(operand) for operand in operands]


def as_matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = numbers(operands)
    return (a, b, c, d, e, f)


def as_box(array: Any) -> Box:
    left, bottom, right, top = numbers(array)
    return (left, bottom, right, top)


def thickness(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])
