"""Operators of content streams that show text (ISO 32000-1, 9.4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from pikepdf import Object, String

from flyers.proof.content_stream.graphics import as_matrix
from flyers.proof.content_stream.records import TextObject, TextPaint
from flyers.proof.content_stream.state import Operator, StreamContext
from flyers.proof.geometry import IDENTITY, contains, multiply, transform_box
from flyers.proof.glyphs import DrawnGlyph

CLIP_TOLERANCE = 0.05
"""Points by which ink may reach over the clipping path's box: rounding in the file."""


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
        self._text = TextObject(self._context.next_order())

    def end_text(self, _: Any) -> None:
        text, clip = self._text, self._context.state.clip
        if text is not None and text.glyphs:
            text.clip = clip
            text.cut_off = clip is not None and text.box is not None and not contains(clip, text.box, CLIP_TOLERANCE)
            self._context.contents.texts.append(text)
        self._text = None

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
            # Of a plain stream all are of these two classes; to ask pikepdf's takes as long as to draw a glyph.
            if item.__class__ is not float and (item.__class__ is bytes or isinstance(item, bytes | String)):
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
