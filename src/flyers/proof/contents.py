"""What a page paints, read from its content stream: an interpreter of PDF operators (ISO 32000-1, annex A) that keeps
positions, colours and texts instead of making pixels. Clipping paths are not followed: what is painted counts as seen.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers.proof.colours import BLACK_GRAY, INITIAL_VALUES, Colour, heaviest_inks, space_of
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, around, multiply, shrink, transform, transform_box, union
from flyers.proof.records import Glyph, PageContents, Paint, TextObject, TextPaint

DEEPEST_FORM = 12
"""Form XObjects nested deeper than this are a fault of the file, not art."""

INVISIBLE_MODES = (3, 7)


@dataclass(slots=True)
class _State:
    """The graphics state (ISO 32000-1, tables 52 and 104), as far as a proof needs it."""

    ctm: Matrix = IDENTITY
    fill: Colour = BLACK_GRAY
    stroke: Colour = BLACK_GRAY
    line_width: float = 1.0
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


class _Path:
    """The current path as boxes of its subpaths."""

    __slots__ = ("boxes", "points", "upright")

    def __init__(self) -> None:
        self.boxes: list[tuple[Box, bool]] = []
        self.points: list[tuple[float, float]] = []
        self.upright = True

    def close(self) -> None:
        if len(self.points) > 1:
            self.boxes.append((around(self.points), self.upright and len(set(self.points)) == 4))
        self.points, self.upright = [], True


class Interpreter:
    """Runs content streams and fills a `PageContents`.

    ``fonts`` is shared by all pages of a file, so that a font is opened once: {object id or resource name: reading}.
    """

    def __init__(self, fonts: dict[str, FontReading], origin: tuple[float, float]) -> None:
        self.contents = PageContents()
        self._fonts = fonts
        self._state = _State(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self._stack: list[_State] = []
        self._path = _Path()
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
        self._path.close()
        self._path.points = [transform(self._state.ctm, float(operands[0]), float(operands[1]))]

    def line(self, operands: Any) -> None:
        point = transform(self._state.ctm, float(operands[0]), float(operands[1]))
        points = self._path.points
        if points and abs(points[-1][0] - point[0]) > 1e-4 and abs(points[-1][1] - point[1]) > 1e-4:
            self._path.upright = False
        points.append(point)

    def curve(self, operands: Any) -> None:
        values = [float(value) for value in operands]
        start = self._path.points[-1] if self._path.points else (0.0, 0.0)
        controls = [transform(self._state.ctm, x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        self._path.upright = False
        self._path.points.extend(_flattened(start, controls))

    def curve_from_current(self, operands: Any) -> None:
        """v: the first control point is the current point."""
        values = [float(value) for value in operands]
        end = self._path.points[-1] if self._path.points else (0.0, 0.0)
        controls = [transform(self._state.ctm, x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        self._path.upright = False
        self._path.points.extend(_flattened(end, [end, *controls]))

    def curve_to_end(self, operands: Any) -> None:
        """y: the second control point is the end."""
        self.curve([*operands, *operands[2:]])

    def close(self, _: Any) -> None:
        points = self._path.points
        if len(points) > 1:
            self.line_to_start(points)
        last = points[0] if points else None
        self._path.close()
        if last is not None:
            self._path.points = [last]

    def line_to_start(self, points: list[tuple[float, float]]) -> None:
        if abs(points[-1][0] - points[0][0]) > 1e-4 and abs(points[-1][1] - points[0][1]) > 1e-4:
            self._path.upright = False

    def rectangle(self, operands: Any) -> None:
        x, y, width, height = (float(value) for value in operands)
        self._path.close()
        ctm = self._state.ctm
        box = transform_box(ctm, (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)))
        self._path.boxes.append((box, (ctm[1] == 0 == ctm[2]) or (ctm[0] == 0 == ctm[3])))

    def paint_path(self, _: Any, *, fill: bool, stroke: bool) -> None:
        self._path.close()
        subpaths, self._path = self._path.boxes, _Path()
        if not subpaths:
            return
        state = self._state
        boxes = tuple(box for box, _ in subpaths)
        if fill:
            thinnest = min(min(box[2] - box[0], box[3] - box[1]) for box in boxes)
            solid = len(subpaths) == 1 and subpaths[0][1]
            self._paint("fill", boxes, state.fill, state.fill_overprint, solid, thinnest)
        if stroke:
            width = state.line_width * _scale(state.ctm)
            outer = tuple(shrink(box, -width / 2) for box in boxes)
            self._paint("stroke", outer, state.stroke, state.stroke_overprint, False, width)

    def end_path(self, _: Any) -> None:
        self._path = _Path()

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
        self._paint(
            "image", (box,), colour, self._state.fill_overprint, True, min(box[2] - box[0], box[3] - box[1]), image
        )

    def inline_image(self, operands: Any) -> None:
        image = operands[0]
        spaces = {str(space) for space in (image.colorspace,) if space}
        colour = Colour(spaces.pop().lstrip("/"), ()) if spaces else self._state.fill
        box = transform_box(self._state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, min(box[2] - box[0], box[3] - box[1]))

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
        invisible = state.mode in INVISIBLE_MODES
        out = self.contents.hidden if invisible else self._text.glyphs
        if not invisible:
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


def _flattened(start: tuple[float, float], controls: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points on a cubic curve, dense enough for its box (error under 1 % of the curve's size)."""
    (x0, y0), ((x1, y1), (x2, y2), (x3, y3)) = start, controls
    points = []
    for step in (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0):
        rest = 1 - step
        a, b, c, d = rest**3, 3 * rest * rest * step, 3 * rest * step * step, step**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)


def _box(array: Any) -> Box:
    left, bottom, right, top = (float(value) for value in array)
    return (left, bottom, right, top)


def _scale(matrix: Matrix) -> float:
    """The factor by which a matrix widens a line: the root of its area factor."""
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


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
    "v": Interpreter.curve_from_current,
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
