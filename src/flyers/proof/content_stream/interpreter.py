"""What a page paints, read from its content stream: an interpreter of PDF operators (ISO 32000-1, annex A) that keeps
positions, colours and texts instead of making pixels. Of clipping paths the boxes around them are followed.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from flyers.proof.content_stream.graphics import as_box
from flyers.proof.content_stream.text import TextInterpreter
from flyers.proof.geometry import transform_box
from flyers.proof.records import MarkedContent, Place

DEEPEST_FORM = 12
"""Form XObjects nested deeper than this are a fault of the file, not art."""


class Interpreter(TextInterpreter):
    """Runs content streams and fills a `PageContents`."""

    def run(self, stream: Object, resources: Object | None) -> None:
        """Interpret *stream* (a page or a form XObject) with its *resources*."""
        self._resources.append(resources if isinstance(resources, Dictionary) else Dictionary())
        depth = len(self._stack)
        instructions: Any = pikepdf.parse_content_stream(stream)
        for instruction in instructions:  # not unpacked, which takes five times as long
            operator = str(instruction.operator)
            handler = OPERATORS.get(operator)
            if handler is None:
                if operator not in WITHOUT_TRACE:
                    self.contents.strange.append(operator)
                continue
            try:
                handler(self, instruction.operands)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                self.contents.problems.append(f"operator {operator}: {error}")
        while len(self._stack) > depth:
            self._state = self._stack.pop()
        self._resources.pop()

    def begin_marked(self, operands: Any) -> None:
        """BMC and BDC. Marks in a form belong to no page's tree, so they count as none."""
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if not isinstance(properties, Dictionary):
            properties = self._resource("/Properties", properties) or Dictionary()
        of_page = "/MCID" in properties and len(self._resources) == 1
        mcid = int(properties["/MCID"]) if of_page else None
        marked = MarkedContent(str(operands[0])[1:], mcid, str(properties.get("/ActualText", "")), self._marked)
        self.contents.marking.append((self._place(), marked))

    def end_marked(self, _: Any) -> None:
        if self._marked is None:
            raise ValueError("nothing marked ends here")
        self.contents.marking.append((self._place(), self._marked.around))

    @property
    def _marked(self) -> MarkedContent | None:
        return self.contents.marking[-1][1] if self.contents.marking else None

    def _place(self) -> Place:
        """Where the next glyph of an open text will be, or what is painted next."""
        return Place(self._order, len(self._text.glyphs) if self._text else sys.maxsize)

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
        if isinstance(bounds := form.get("/BBox"), Array):
            self._clip_to(transform_box(self._state.ctm, as_box(bounds)))
        self.run(form, form.get("/Resources"))
        self.restore(None)


def _set_text_number(name: str, factor: float = 1.0) -> Callable[[Interpreter, Any], None]:
    def handler(interpreter: Interpreter, operands: Any) -> None:
        setattr(interpreter._state, name, float(operands[0]) * factor)

    return handler


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
    "ri": lambda interpreter, operands: interpreter.contents.rendering.append(str(operands[0])),
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
    "W": Interpreter.clip,
    "W*": Interpreter.clip,
    "BMC": Interpreter.begin_marked,
    "BDC": Interpreter.begin_marked,
    "EMC": Interpreter.end_marked,
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

WITHOUT_TRACE = frozenset(("d", "i", "j", "J", "M", "d0", "d1", "MP", "DP", "BX", "EX"))
"""Operators that leave no ink, text or colour of their own."""
