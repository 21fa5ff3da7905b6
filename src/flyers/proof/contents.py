"""What a page paints, read from its content stream: an interpreter of PDF operators (ISO 32000-1, annex A) that keeps
positions, colours and texts instead of making pixels. Clipping paths are not followed: what is painted counts as seen.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.colours import INITIAL_VALUES, Colour, heaviest_inks, space_of
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, multiply, shrink, transform_box, union
from flyers.proof.paths import Path
from flyers.proof.records import Glyph, PageContents, Paint, TextObject, TextPaint
from flyers.proof.state import GraphicsState

DEEPEST_FORM = 12
"""Form XObjects nested deeper than this are a fault of the file, not art."""


class Interpreter:
    """Runs content streams and fills a `PageContents`.

    ``fonts`` is shared by all pages of a file, so that a font is opened once: {object id or resource name: reading}.
    """

    def __init__(self, fonts: dict[str, FontReading], origin: tuple[float, float]) -> None:
        self.contents = PageContents()
        self._fonts = fonts
        self._state = GraphicsState(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self._stack: list[GraphicsState] = []
        self._path = Path()
        self._resources: list[Object] = []
        self._text: TextObject | None = None
        self._matrix = self._line = IDENTITY
        self._order = 0

    def run(self, stream: Object, resources: Object | None) -> None:
        """Interpret *stream* (a page or a form XObject) with its *resources*."""
        self._resources.append(resources if isinstance(resources, Dictionary) else Dictionary())
        depth = len(self._stack)
        instructions: Any = pikepdf.parse_content_stream(stream)
        for operands, operator in instructions:
            handler = OPERATORS.get(str(operator))
            if handler is None:
                continue
            try:
                handler(self, operands)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                self.contents.problems.append(f"operator {operator}: {error}")
        while len(self._stack) > depth:
            self._state = self._stack.pop()
        self._resources.pop()

    def _resource(self, category: str, name: Object) -> Object | None:
        for resources in reversed(self._resources):
            entries = resources.get(category)
            if isinstance(entries, Dictionary) and str(name) in entries:
                return entries[str(name)]
        return None

    # -- graphics state ------------------------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        self._stack.append(replace(self._state))

    def restore(self, _: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def concatenate(self, operands: Any) -> None:
        self._state.ctm = multiply(_matrix(operands), self._state.ctm)

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
        self._path.move(self._state.ctm, *_numbers(operands))

    def line(self, operands: Any) -> None:
        self._path.line(self._state.ctm, *_numbers(operands))

    def curve(self, operands: Any) -> None:
        """c and v: with two points, the current one is the first control point."""
        self._path.curve(self._state.ctm, *_numbers(operands))

    def curve_to_end(self, operands: Any) -> None:
        """y: the second control point is the end."""
        self.curve([*operands, *operands[2:]])

    def close(self, _: Any) -> None:
        self._path.close()

    def rectangle(self, operands: Any) -> None:
        self._path.rectangle(self._state.ctm, *_numbers(operands))

    def paint_path(self, _: Any, *, fill: bool, stroke: bool) -> None:
        self._path.finish()
        subpaths, self._path = self._path.subpaths, Path()
        if not subpaths:
            return
        state = self._state
        boxes = tuple(subpath.box for subpath in subpaths)
        if fill:
            solid = len(subpaths) == 1 and subpaths[0].solid
            self._paint("fill", boxes, state.fill, state.fill_overprint, solid, min(map(_thickness, boxes)))
        if stroke:
            width = state.line_width_on_page
            outer = tuple(shrink(box, -width / 2) for box in boxes)
            self._paint("stroke", outer, state.stroke, state.stroke_overprint, False, width)

    def end_path(self, _: Any) -> None:
        self._path = Path()

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
        box = union(parts)
        if box is not None:
            mode = self._state.overprint_mode
            inks = heaviest_inks(image) if image is not None and not colour.values else colour.inks
            self.contents.paints.append(
                Paint(kind, self._next(), box, colour, overprint, mode, solid, thinnest, parts, inks)
            )

    def _next(self) -> int:
        self._order += 1
        return self._order

    # -- images, shadings, forms -----------------------------------------------------------------------------------

    def do(self, operands: Any) -> None:
        target = self._resource("/XObject", operands[0])
        if not isinstance(target, Stream):
            raise KeyError(f"no XObject {operands[0]}")
        if str(target.get("/Subtype")) == "/Image":
            self._image(target)
        elif str(target.get("/Subtype")) == "/Form":
            self._form(target)

    def _form(self, form: Stream) -> None:
        if len(self._resources) > DEEPEST_FORM:
            raise ValueError("form XObjects are nested too deep")
        if isinstance(group := form.get("/Group"), Dictionary) and str(group.get("/S")) == "/Transparency":
            self.contents.transparency.append("a transparency group")
        self.save(None)
        if isinstance(matrix := form.get("/Matrix"), Array):
            self.concatenate(matrix)
        self.run(form, form.get("/Resources"))
        self.restore(None)

    def _image(self, image: Stream) -> None:
        if "/SMask" in image:
            self.contents.transparency.append("an image with a soft mask")
        if bool(image.get("/ImageMask", False)):
            colour = self._state.fill
        else:
            family, colorant = space_of(image.get("/ColorSpace"), self._resources[-1].get("/ColorSpace"))
            colour = Colour(family, (), colorant)
        box = transform_box(self._state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, _thickness(box), image)

    def inline_image(self, operands: Any) -> None:
        image = operands[0]
        spaces = {str(space) for space in (image.colorspace,) if space}
        colour = Colour(spaces.pop().lstrip("/"), ()) if spaces else self._state.fill
        box = transform_box(self._state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, _thickness(box))

    def shade(self, operands: Any) -> None:
        shading = self._resource("/Shading", operands[0])
        if shading is None:
            raise KeyError(f"no Shading {operands[0]}")
        family, colorant = space_of(shading.get("/ColorSpace"), self._resources[-1].get("/ColorSpace"))
        bounds = shading.get("/BBox")
        box = transform_box(self._state.ctm, _box(bounds)) if isinstance(bounds, Array) else (0.0, 0.0, 0.0, 0.0)
        self._paint("shading", (box,), Colour(family, (), colorant), False, False, 1.0)

    # -- text ----------------------------------------------------------------------------------------------------

    def begin_text(self, _: Any) -> None:
        self._matrix = self._line = IDENTITY
        self._text = TextObject(self._next())

    def end_text(self, _: Any) -> None:
        if self._text is not None and self._text.glyphs:
            self.contents.texts.append(self._text)
        self._text = None

    def set_font(self, operands: Any) -> None:
        resource = self._resource("/Font", operands[0])
        if resource is None:
            raise KeyError(f"no font {operands[0]}")
        # A direct font dictionary has no object number: its name tells it apart within this page.
        key = str(resource.objgen) if resource.is_indirect else f"{operands[0]} of {id(self)}"
        self._use_font(key, resource, float(operands[1]))

    def _use_font(self, key: str, resource: Object, size: float) -> None:
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = FontReading(resource)
        self._state.font, self._state.font_key, self._state.size = font, key, size

    def set_text_matrix(self, operands: Any) -> None:
        self._matrix = self._line = _matrix(operands)

    def move_text(self, operands: Any) -> None:
        self._line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
        self._matrix = self._line

    def move_text_set_leading(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self.move_text(operands)

    def next_line(self, _: Any) -> None:
        self.move_text((0, -self._state.leading))

    def show(self, operands: Any) -> None:
        self._draw(bytes(operands[0]))

    def show_adjusted(self, operands: Any) -> None:
        state = self._state
        for item in operands[0]:
            if isinstance(item, pikepdf.String):
                self._draw(bytes(item))
            else:
                self._advance(-float(item) / 1000 * state.size * state.stretch)

    def show_on_next_line(self, operands: Any) -> None:
        self.next_line(None)
        self.show(operands)

    def show_spaced_on_next_line(self, operands: Any) -> None:
        self._state.word_spacing, self._state.spacing = float(operands[0]), float(operands[1])
        self.show_on_next_line(operands[2:])

    def _advance(self, by: float) -> None:
        a, b, c, d, e, f = self._matrix
        self._matrix = (a, b, c, d, e + a * by, f + b * by)

    def _draw(self, data: bytes) -> None:
        state, font = self._state, self._state.font
        if font is None:
            raise ValueError("text without a font")
        if self._text is None:
            raise ValueError("text outside a text object")
        out = self.contents.hidden if state.invisible else self._text.glyphs
        if not state.invisible:
            self._text.paints.add(TextPaint(state.fill, state.fill_overprint, state.overprint_mode))
        size, stretch, rise = state.size, state.stretch, state.rise
        for code in font.codes(data):
            a, b, c, d, e, f = multiply(self._matrix, state.ctm)
            x, y = e + c * rise, f + d * rise
            em = (a * size * stretch, b * size * stretch, c * size, d * size, x, y)
            box = None if code.box is None else transform_box(em, code.box)
            by = code.width / 1000 * size * stretch
            out.append(
                Glyph(
                    code.gid,
                    code.code,
                    code.text,
                    state.font_key,
                    abs(size) * (c * c + d * d) ** 0.5,
                    x,
                    y,
                    by * (a * a + b * b) ** 0.5,
                    box,
                    em,
                )
            )
            # Word spacing counts for the single-byte code 32 only (ISO 32000-1, 9.3.3).
            between = state.spacing + (state.word_spacing if code.code == 32 and not font.composite else 0.0)
            self._advance(by + between * stretch)


def _set_text_number(name: str, factor: float = 1.0) -> Callable[[Interpreter, Any], None]:
    def handler(interpreter: Interpreter, operands: Any) -> None:
        setattr(interpreter._state, name, float(operands[0]) * factor)

    return handler


def _numbers(operands: Any) -> list[float]:
    return [float(operand) for operand in operands]


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = _numbers(operands)
    return (a, b, c, d, e, f)


def _box(array: Any) -> Box:
    left, bottom, right, top = _numbers(array)
    return (left, bottom, right, top)


def _thickness(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])


def _painter(*, fill: bool = False, stroke: bool = False, close: bool = False) -> Callable[[Interpreter, Any], None]:
    def handler(interpreter: Interpreter, operands: Any) -> None:
        if close:
            interpreter.close(operands)
        interpreter.paint_path(operands, fill=fill, stroke=stroke)

    return handler


def _device(space: str, *, stroke: bool) -> Callable[[Interpreter, Any], None]:
    return lambda interpreter, operands: interpreter.set_device(operands, space=space, stroke=stroke)


OPERATORS: dict[str, Callable[[Interpreter, Any], None]] = {
    "q": Interpreter.save,
    "Q": Interpreter.restore,
    "cm": Interpreter.concatenate,
    "w": Interpreter.set_line_width,
    "gs": Interpreter.set_graphics_state,
    "g": _device("DeviceGray", stroke=False),
    "G": _device("DeviceGray", stroke=True),
    "rg": _device("DeviceRGB", stroke=False),
    "RG": _device("DeviceRGB", stroke=True),
    "k": _device("DeviceCMYK", stroke=False),
    "K": _device("DeviceCMYK", stroke=True),
    "cs": Interpreter.set_space,
    "CS": lambda interpreter, operands: interpreter.set_space(operands, stroke=True),
    "sc": Interpreter.set_components,
    "scn": Interpreter.set_components,
    "SC": lambda interpreter, operands: interpreter.set_components(operands, stroke=True),
    "SCN": lambda interpreter, operands: interpreter.set_components(operands, stroke=True),
    "m": Interpreter.move,
    "l": Interpreter.line,
    "c": Interpreter.curve,
    "v": Interpreter.curve,
    "y": Interpreter.curve_to_end,
    "h": Interpreter.close,
    "re": Interpreter.rectangle,
    "f": _painter(fill=True),
    "F": _painter(fill=True),
    "f*": _painter(fill=True),
    "S": _painter(stroke=True),
    "s": _painter(stroke=True, close=True),
    "B": _painter(fill=True, stroke=True),
    "B*": _painter(fill=True, stroke=True),
    "b": _painter(fill=True, stroke=True, close=True),
    "b*": _painter(fill=True, stroke=True, close=True),
    "n": Interpreter.end_path,
    "Do": Interpreter.do,
    "sh": Interpreter.shade,
    "INLINE IMAGE": Interpreter.inline_image,
    "BT": Interpreter.begin_text,
    "ET": Interpreter.end_text,
    "Tf": Interpreter.set_font,
    "Tm": Interpreter.set_text_matrix,
    "Td": Interpreter.move_text,
    "TD": Interpreter.move_text_set_leading,
    "T*": Interpreter.next_line,
    "Tj": Interpreter.show,
    "TJ": Interpreter.show_adjusted,
    "'": Interpreter.show_on_next_line,
    '"': Interpreter.show_spaced_on_next_line,
    "Tc": _set_text_number("spacing"),
    "Tw": _set_text_number("word_spacing"),
    "Tz": _set_text_number("stretch", 0.01),
    "TL": _set_text_number("leading"),
    "Ts": _set_text_number("rise"),
    "Tr": lambda interpreter, operands: setattr(interpreter._state, "mode", int(operands[0])),
}
