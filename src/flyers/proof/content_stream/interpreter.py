"""An interpreter of PDF operators (ISO 32000-1, annex A) that records positions, colours and texts instead of pixels.

Of clipping paths it follows the boxes around them.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from flyers import limits
from flyers.proof.content_stream.graphics import LETTER, GraphicsOperators, Operator, StreamContext, as_box, as_matrix
from flyers.proof.content_stream.records import ContentMark, PageContents, PaintPosition, TextObject, TextPaint
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, multiply, transform_box
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.size_guard import WordBudget, too_large


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
