"""An interpreter of PDF operators (ISO 32000-1, annex A) that records positions, colours and texts instead of pixels.

Of clipping paths it follows the boxes around them. Coordinates are points from the lower left corner of the trim box.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from flyers import limits
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, Point, multiply, shared, shrink, transform_box, union
from flyers.proof.objects import WordBudget, too_large
from flyers.proof.painted import (
    BLACK_GRAY,
    INITIAL_VALUES,
    ContentMark,
    DrawnGlyph,
    PageContents,
    Paint,
    PaintStyle,
    Path,
    PdfColour,
    PlacedImage,
    TextObject,
    heaviest_inks,
    space_of,
)
from flyers.records import dataclass

NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
LETTER: Box = (0.0, 0.0, 612.0, 792.0)  # The media box of a page that states none, as most viewers take it.
WITHOUT_INK = frozenset(("d", "i", "j", "J", "M", "DP", "BX", "EX", "d0", "d1"))  # Operators without text or colour.

Operator = Callable[[Any], None]  # Carries out one operator, given its operands.


@dataclass(slots=True)
class GraphicsState:
    """What q saves and Q restores (ISO 32000-1, tables 52 and 104), as far as the proof needs it."""

    ctm: Matrix = IDENTITY
    clip: Box | None = None  # The box around the clipping path; None: the whole page.
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

    def clip_to(self, box: Box) -> None:
        self.clip = box if self.clip is None else shared(self.clip, box) or NOWHERE


def as_matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return (a, b, c, d, e, f)


def as_box(array: Any) -> Box:
    left, bottom, right, top = map(float, array)
    return (left, bottom, right, top)


def thickness(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])


class Interpreter:
    """Runs content streams and fills its `contents`. An operator's method takes its operands."""

    def __init__(self, fonts: dict[str, FontReading], origin: Point, budget: WordBudget, sheet: Box = LETTER) -> None:
        """Begin a page with its media box, the *sheet*, in points from the *origin*, the lower left corner of its trim.

        *fonts* and *budget* are the file's: each font is opened once, by object number or contents, and forms that draw
        forms that … come to an end.
        """
        self.contents = PageContents()
        self._fonts, self._budget, self._sheet = fonts, budget, sheet
        self._state = GraphicsState(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self._stack: list[GraphicsState] = []
        self._resources: list[Object] = []  # the dictionaries in force, the page's first
        self._found: dict[tuple[str, str], Any] = {}
        self._order = 0  # how many things the page has painted
        self._path = Path()
        self._clipping = False
        self._text: TextObject | None = None
        self._matrix = self._line = IDENTITY
        self._painted: tuple[Any, ...] = ()

    def _operators(self) -> dict[str, tuple[int | None, Operator]]:
        """Return how many operands each operator takes (None: any number; of too many, others take the last), and its
        function. (As an attribute it would make a reference cycle, which keeps the page in memory.)
        """
        return {
            "q": (0, self._save),
            "Q": (0, self._restore),
            "cm": (6, self._concatenate),
            "w": (1, self._setter("line_width")),
            "d": (None, self._set_dash),
            "gs": (1, self._set_graphics_state),
            "ri": (1, lambda operands: self.contents.rendering.append(str(operands[0]))),
            "g": (1, partial(self._set_device, "fill", "DeviceGray")),
            "G": (1, partial(self._set_device, "stroke", "DeviceGray")),
            "rg": (3, partial(self._set_device, "fill", "DeviceRGB")),
            "RG": (3, partial(self._set_device, "stroke", "DeviceRGB")),
            "k": (4, partial(self._set_device, "fill", "DeviceCMYK")),
            "K": (4, partial(self._set_device, "stroke", "DeviceCMYK")),
            "cs": (1, partial(self._set_space, "fill")),
            "CS": (1, partial(self._set_space, "stroke")),
            **dict.fromkeys(("sc", "scn"), (None, partial(self._set_components, "fill"))),
            **dict.fromkeys(("SC", "SCN"), (None, partial(self._set_components, "stroke"))),
            "m": (2, self._drawer(Path.move)),
            "l": (2, self._drawer(Path.line)),
            "c": (6, self._drawer(Path.curve)),
            "v": (4, self._drawer(Path.curve)),
            "y": (4, self._drawer(Path.curve_to_end)),
            "h": (0, lambda _: self._path.close()),
            "re": (4, self._drawer(Path.rectangle)),
            # Small ones that stroke close the path first, a star means the even-odd rule (table 60).
            **{name: (0, partial(self._paint_path, name)) for name in ["f", "F", "f*", "S", "s", "B", "B*", "b", "b*"]},
            "n": (0, self._end_path),
            **dict.fromkeys(("W", "W*"), (0, self._clip)),
            "sh": (1, self._shade),
            "Do": (1, self._draw_object),
            "INLINE IMAGE": (None, self._inline_image),
            "BT": (0, self._begin_text),
            "ET": (0, self._end_text),
            "MP": (None, self._continue_line),
            "Tf": (2, self._set_font),
            "Tm": (6, self._set_text_matrix),
            "Td": (2, self._move_text),
            "TD": (2, self._move_text_set_leading),
            "T*": (0, self._next_line),
            "Tj": (1, self._show),
            "TJ": (1, self._show_adjusted),
            "'": (1, self._show_on_next_line),
            '"': (3, self._show_spaced_on_next_line),
            "Tc": (1, self._setter("spacing")),
            "Tw": (1, self._setter("word_spacing")),
            "Tz": (1, self._setter("stretch", lambda percent: percent * 0.01)),
            "TL": (1, self._setter("leading")),
            "Ts": (1, self._setter("rise")),
            "Tr": (1, self._setter("mode", int)),
            "BMC": (1, self._begin_marked),
            "BDC": (2, self._begin_marked),
            "EMC": (0, self._end_marked),
        }

    def _setter(self, name: str, convert: Callable[[float], float] = float) -> Operator:
        """Return the operator that sets one parameter of the graphics state."""
        return lambda operands: setattr(self._state, name, convert(float(operands[0])))

    def _drawer(self, step: Callable[..., None]) -> Operator:
        """Return the operator that adds a step to the path."""
        return lambda operands: step(self._path, self._state.ctm, *map(float, operands))

    def run(self, stream: Object, resources: Object | None) -> None:
        """Interpret *stream* (a page or a form XObject) with its *resources*."""
        self._budget.spend_on(stream)
        operators, depth = self._operators(), len(self._stack)
        self._resources.append(resources if isinstance(resources, Dictionary) else Dictionary())
        self._found.clear()
        read: Any = pikepdf.parse_content_stream(stream)
        for instruction in read:  # not unpacked, which takes five times as long
            operator, operands = str(instruction.operator), instruction.operands
            if operator not in operators:
                if operator not in WITHOUT_INK:
                    self.contents.strange.append(operator)
                continue
            count, carry_out = operators[operator]
            if count is not None and len(operands) != count:
                self.contents.problems.append(f"operator {operator}: {len(operands)} operands")
            try:
                carry_out(operands)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                self.contents.problems.append(f"operator {operator}: {error}")
        while len(self._stack) > depth:
            self._restore(None)
        self._resources.pop()
        self._found.clear()

    def _resource(self, category: str, name: Object) -> Any:
        """Return the resource *name*, looked up from the innermost form to the page; None if there is none."""
        key = (category, str(name))
        if key not in self._found:
            listed = (resources.get(category) for resources in reversed(self._resources))
            entries = next((item for item in listed if isinstance(item, Dictionary) and key[1] in item), Dictionary())
            found: Any = entries.get(key[1])
            # Most pages set the same few graphics states over and over.
            is_state = category == "/ExtGState" and isinstance(found, Dictionary)
            self._found[key] = dict(found.items()) if is_state else found
        return self._found[key]

    def _save(self, _: Any) -> None:
        self._stack.append(replace(self._state))

    def _restore(self, _: Any) -> None:
        if self._stack:  # a Q without its q does nothing
            self._state = self._stack.pop()

    def _concatenate(self, operands: Any) -> None:
        self._state.ctm = multiply(as_matrix(operands), self._state.ctm)

    def _set_dash(self, operands: Any) -> None:
        pattern, phase = operands
        self._state.dash = (*map(float, pattern), *((float(phase),) if float(phase) else ()))

    def _set_graphics_state(self, operands: Any) -> None:
        entries = self._resource("/ExtGState", operands[0])
        if not isinstance(entries, dict):
            raise KeyError(f"no ExtGState {operands[0]}")
        state, transparency = self._state, self.contents.transparency
        if "/OP" in entries:
            state.stroke_overprint = state.fill_overprint = bool(entries["/OP"])
        if "/op" in entries:
            state.fill_overprint = bool(entries["/op"])
        if "/OPM" in entries:
            state.overprint_mode = int(entries["/OPM"] == 1)  # programs differ in what they make of 1.9
        if "/LW" in entries:
            state.line_width = float(entries["/LW"])
        if isinstance(font := entries.get("/Font"), Array):
            self._use_font(str(font[0].objgen), font[0], float(font[1]))
        for key in ("/ca", "/CA"):
            if key in entries and float(entries[key]) < 1:
                transparency.append(f"opacity {key[1:]} {float(entries[key]):g}")
        if "/SMask" in entries and entries["/SMask"] != Name("/None"):
            transparency.append("a soft mask")
        if "/BM" in entries and str(entries["/BM"]) not in ("/Normal", "/Compatible"):
            transparency.append(f"blend mode {str(entries['/BM'])[1:]}")

    def _set_space(self, which: str, operands: Any) -> None:
        found = self._resource("/ColorSpace", operands[0])
        family, colorant = space_of(operands[0]) if found is None else self._space_of(found)
        self._set_colour(which, PdfColour(family, INITIAL_VALUES.get(family, (1.0,)), colorant))

    def _set_components(self, which: str, operands: Any) -> None:
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
        self._set_colour(which, getattr(self._state, which)._replace(values=values))

    def _set_device(self, which: str, space: str, operands: Any) -> None:
        self._set_colour(which, PdfColour(space, tuple(map(float, operands))))

    def _set_colour(self, which: str, colour: PdfColour) -> None:
        if colour.space == "Pattern":
            self.contents.means.append("a pattern is used as a colour")
        setattr(self._state, which, colour)

    def _space_of(self, space: Object | None) -> tuple[str, str]:
        return space_of(space, self._resources[-1].get("/ColorSpace"))

    def _clip(self, _: Any) -> None:
        self._clipping = True  # the path that is painted or ended next narrows the clipping path

    def _paint_path(self, operator: str, _: Any) -> None:
        if operator[0] in "sb":
            self._path.close()
        state, subpaths = self._state, self._path.subpaths
        boxes = tuple(box for box, _ in subpaths)
        if boxes and operator[0] in "fFBb":
            solid, even_odd = len(subpaths) == 1 and subpaths[0][1], operator.endswith("*")
            thinnest = min(map(thickness, boxes))
            self._paint("fill", boxes, state.fill, state.fill_overprint, solid, thinnest, even_odd=even_odd)
        if boxes and operator[0] in "SsBb":
            a, b, c, d, _, _ = state.ctm
            width = state.line_width * float(abs(a * d - b * c) ** 0.5)
            outer = tuple(shrink(box, -width / 2) for box in boxes)
            self._paint("stroke", outer, state.stroke, state.stroke_overprint, False, width)
        self._end_path(None)

    def _end_path(self, _: Any) -> None:
        if self._clipping:
            subpaths = self._path.subpaths
            box = union(box for box, _ in subpaths) or NOWHERE
            self.contents.clips.append((box, len(subpaths) == 1 and subpaths[0][1]))
            self._state.clip_to(box)
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
        clip, mode = self._state.clip, self._state.overprint_mode
        seen = parts if clip is None else tuple(box for part in parts if (box := shared(part, clip)))
        if (box := union(seen)) is not None:
            inks, plates = heaviest_inks(image) if image is not None and not colour.values else (colour.inks, None)
            look = (colour, overprint, mode, solid, thinnest, seen, inks, plates)
            outline, dash = self._path.outline, self._state.dash if kind == "stroke" else ()
            self._order += 1
            self.contents.paints.append(Paint(kind, self._order, box, *look, outline, even_odd, clip, dash))

    def _draw_object(self, operands: Any) -> None:
        target = self._resource("/XObject", operands[0])
        if not isinstance(target, Stream):
            raise KeyError(f"no XObject {operands[0]}")
        if "/OC" in target:
            self.contents.means.append("a layer that can be hidden")
        match str(target.get("/Subtype")):
            case "/Image":
                self._image(target)
            case "/Form":
                self._form(target)
            case _:  # some programs take it for a form: pdfium if a string says so, Ghostscript if nothing is said
                self.contents.means.append("something that is neither a form nor an image")

    def _image(self, image: Stream) -> None:
        if "/SMask" in image:
            self.contents.transparency.append("an image with a soft mask")
        if bool(image.get("/ImageMask", False)):
            colour = self._state.fill
        else:
            family, colorant = self._space_of(image.get("/ColorSpace"))
            colour = PdfColour(family, (), colorant)
        a, b, c, d, _, _ = self._state.ctm
        box, upright = transform_box(self._state.ctm, (0, 0, 1, 1)), b == 0 == c and a > 0 < d
        self.contents.images.append(PlacedImage(box, upright, image, self._order + 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, thickness(box), image)

    def _inline_image(self, operands: Any) -> None:
        image: pikepdf.PdfInlineImage = operands[0]
        self.contents.means.append("an image inside its drawing instructions")
        self.contents.filters.extend(image.filters)
        colour = PdfColour(str(image.colorspace).lstrip("/"), ()) if image.colorspace else self._state.fill
        box = transform_box(self._state.ctm, (0, 0, 1, 1))
        self._paint("image", (box,), colour, self._state.fill_overprint, True, thickness(box))

    def _shade(self, operands: Any) -> None:
        self.contents.means.append("a colour gradient (shading)")
        shading = self._resource("/Shading", operands[0])
        if shading is None:
            raise KeyError(f"no Shading {operands[0]}")
        family, colorant = self._space_of(shading.get("/ColorSpace"))
        # Without a box it paints all that the clipping path leaves of the page (ISO 32000-1, 8.7.4.2).
        bounds = shading.get("/BBox")
        box = transform_box(self._state.ctm, as_box(bounds)) if isinstance(bounds, Array) else self._sheet
        self._paint("shading", (box,), PdfColour(family, (), colorant), False, False, 1.0)

    def _form(self, form: Stream) -> None:
        self.contents.means.append("drawing instructions outside the page (a form XObject)")
        if len(self._resources) > limits.PDF_FORM_DEPTH:
            raise too_large(f"forms on its pages are nested deeper than {limits.PDF_FORM_DEPTH}")
        if isinstance(group := form.get("/Group"), Dictionary) and str(group.get("/S")) == "/Transparency":
            self.contents.transparency.append("a transparency group")
        self._save(None)
        if isinstance(matrix := form.get("/Matrix"), Array):
            self._concatenate(matrix)
        if isinstance(bounds := form.get("/BBox"), Array):
            self._state.clip_to(transform_box(self._state.ctm, as_box(bounds)))
        self.run(form, form.get("/Resources"))
        self._restore(None)

    def _begin_text(self, _: Any) -> None:
        self._matrix = self._line = IDENTITY
        if self._text is None:
            self._order += 1
            self._text = TextObject(self._order)

    def _end_text(self, _: Any) -> None:
        if self._text is not None and self._text.glyphs:
            self._text.clip = self._state.clip
            self.contents.texts.append(self._text)
        self._text = None

    def _continue_line(self, operands: Any) -> None:
        """MP: a point of the name “Line” lets the next text object go on with the last one, as a part of its line."""
        texts = self.contents.texts
        if str(operands[0]) == "/Line" and texts and texts[-1].order == self._order:
            self._text = texts.pop()

    def _set_font(self, operands: Any) -> None:
        resource: Object | None = self._resource("/Font", operands[0])
        if resource is None:
            raise KeyError(f"no font {operands[0]}")
        # A direct font dictionary has no object number: it is identified by its contents.
        key = str(resource.objgen) if resource.is_indirect else repr(resource.unparse())
        self._use_font(key, resource, float(operands[1]))

    def _use_font(self, key: str, resource: Object, size: float) -> None:
        if key not in self._fonts:
            self._fonts[key] = FontReading(resource)
        self._state.font, self._state.font_key, self._state.size = self._fonts[key], key, size

    def _set_text_matrix(self, operands: Any) -> None:
        self._matrix = self._line = as_matrix(operands)

    def _move_text(self, operands: Any) -> None:
        x, y = float(operands[0]), float(operands[1])
        a, b, c, d, e, f = self._line
        self._matrix = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _move_text_set_leading(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self._move_text(operands)

    def _next_line(self, _: Any) -> None:
        self._move_text((0, -self._state.leading))

    def _show(self, operands: Any) -> None:
        self._draw(bytes(operands[0]))

    def _show_adjusted(self, operands: Any) -> None:
        for item in operands[0]:
            if item.__class__ is Object:  # a string; to ask whether it is one takes as long as to draw a glyph
                self._draw(bytes(item))
            else:
                self._advance(-float(item) / 1000 * self._state.size * self._state.stretch)

    def _show_on_next_line(self, operands: Any) -> None:
        self._next_line(None)
        self._show(operands)

    def _show_spaced_on_next_line(self, operands: Any) -> None:
        self._state.word_spacing, self._state.spacing = float(operands[0]), float(operands[1])
        self._show_on_next_line(operands[2:])

    def _advance(self, by: float) -> None:
        a, b, c, d, e, f = self._matrix
        self._matrix = (a, b, c, d, e + a * by, f + b * by)

    def _draw(self, data: bytes) -> None:
        state, font, shown = self._state, self._state.font, self._text
        if font is None or shown is None:
            raise ValueError("text outside a text object" if font else "text without a font")
        if state.mode in (3, 7):  # they paint nothing
            out = self.contents.hidden
        else:
            out = shown.glyphs
            painted = (shown, state.fill, state.fill_overprint, state.overprint_mode, state.mode)
            if painted != self._painted:  # most text objects have one paint
                self._painted = painted
                shown.paints.add(PaintStyle(*painted[1:]))
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
            box = None
            if ink is not None and upright:  # as nearly all text is
                left, bottom, right, top = ink
                box = (em_a * left + x_here, em_d * bottom + y_here, em_a * right + x_here, em_d * top + y_here)
            elif ink is not None:
                box = transform_box((*axes, x_here, y_here), ink)
            by = width / 1000 * size * stretch
            # Of a class with a constructor in Python, this makes objects in half the time.
            out.append(DrawnGlyph._make((gid, number, text, key, size_on_page, x_here, y_here, by * along, box, axes)))
            moved += by + (after_space if number == 32 else between)
        self._advance(moved)

    def _begin_marked(self, operands: Any) -> None:
        """BMC and BDC. Marked content in a form belongs to no page's tree, so its MCID is ignored."""
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if not isinstance(properties, Dictionary):
            properties = self._resource("/Properties", properties) or Dictionary()
        mcid = properties["/MCID"] if "/MCID" in properties and len(self._resources) == 1 else None
        if mcid is not None and not isinstance(mcid, int):
            raise ValueError("its number (MCID) is not a whole number")
        if str(operands[0]) == "/OC":
            self.contents.means.append("a layer that can be hidden")
        kind = "/".join(str(properties[key])[1:] for key in ("/Type", "/Subtype") if key in properties)
        actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
        self._mark(ContentMark(str(operands[0])[1:], mcid, actual, self._marked, kind))

    def _end_marked(self, _: Any) -> None:
        if self._marked is None:
            raise ValueError("marked content ends that never began")
        self._mark(self._marked.around)

    @property
    def _marked(self) -> ContentMark | None:
        return self.contents.marking[-1][1] if self.contents.marking else None

    def _mark(self, marked: ContentMark | None) -> None:
        """Begin *marked* at the next glyph of an open text object, or at what is painted next."""
        glyph = sys.maxsize if self._text is None else len(self._text.glyphs)
        self.contents.marking.append(((self._order, glyph), marked))
