"""Operators of content streams that show text (ISO 32000-1, 9.4)."""

from __future__ import annotations

import math
from typing import Any

from pikepdf import Object, String

from flyers.proof.content_stream.graphics import GraphicsInterpreter, as_matrix
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, contains, multiply, transform_box
from flyers.proof.records import Glyph, TextObject, TextPaint

CLIP_TOLERANCE = 0.05
"""Points by which ink may reach over the clipping path's box: rounding in the file."""


class TextInterpreter(GraphicsInterpreter):
    """`GraphicsInterpreter`, and what stands between BT and ET."""

    def __init__(self, fonts: dict[str, FontReading], origin: tuple[float, float]) -> None:
        super().__init__(fonts, origin)
        self._text: TextObject | None = None
        self._matrix = self._line = IDENTITY

    def begin_text(self, _: Any) -> None:
        self._matrix = self._line = IDENTITY
        self._text = TextObject(self._next())

    def end_text(self, _: Any) -> None:
        text, clip = self._text, self._state.clip
        if text is not None and text.glyphs:
            text.cut_off = clip is not None and text.box is not None and not contains(clip, text.box, CLIP_TOLERANCE)
            self.contents.texts.append(text)
        self._text = None

    def set_font(self, operands: Any) -> None:
        resource: Object | None = self._resource("/Font", operands[0])
        if resource is None:
            raise KeyError(f"no font {operands[0]}")
        # A direct font dictionary has no object number: its name tells it apart within this page.
        key = str(resource.objgen) if resource.is_indirect else f"{operands[0]} of {id(self)}"
        self._use_font(key, resource, float(operands[1]))

    def set_text_matrix(self, operands: Any) -> None:
        self._matrix = self._line = as_matrix(operands)

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
            if isinstance(item, String):
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
        size, stretch = state.size, state.stretch
        a, b, c, d, e, f = multiply(self._matrix, state.ctm)
        em_a, em_b, em_c, em_d = a * size * stretch, b * size * stretch, c * size, d * size
        x, y = e + c * state.rise, f + d * state.rise
        along, size_on_page = math.hypot(a, b), abs(size) * math.hypot(c, d)
        moved = 0.0
        for code in font.codes(data):
            em = (em_a, em_b, em_c, em_d, x + a * moved, y + b * moved)
            box = None if code.box is None else transform_box(em, code.box)
            by = code.width / 1000 * size * stretch
            out.append(
                Glyph(code.gid, code.code, code.text, state.font_key, size_on_page, em[4], em[5], by * along, box, em)
            )
            # Word spacing counts for the single-byte code 32 only (ISO 32000-1, 9.3.3).
            between = state.spacing + (state.word_spacing if code.code == 32 and not font.composite else 0.0)
            moved += by + between * stretch
        self._advance(moved)
