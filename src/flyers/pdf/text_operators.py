"""Content stream operators for one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flyers.page.document import TextLine
from flyers.page.turning import axes
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.graphics_operators import number, numbers

_NEAR = 0.5
"""Thousandths of an em by which a glyph may be away from the pen without moving the pen."""

_FARTHEST = 9999
"""Thousandths of an em by which the pen may be moved inside a string."""


def draw_line(
    line: TextLine,
    parts: Sequence[GlyphStrings],
    fonts: Mapping[str, GlyphFont],
    openings: Mapping[int, str] | None = None,
) -> list[str]:
    """Return one text object: the *parts* of a line in logical order, each string at its own place.

    Args:
        parts: what the line shows.
        fonts: by face.
        openings: operators that begin marked content, by the index of the first part in it, 0 among them; each marked
            content ends where the next begins.
    """
    pen = _Pen(line)
    openings = openings or {}
    for index, part in enumerate(parts):
        if index in openings:
            pen.operators += [*(["EMC"] if index else []), openings[index]]
        font = fonts[part.face]
        for string in part.strings:
            pen.show(string, font, part.size)
    return ["BT", *pen.operators, *(["EMC"] if openings else []), "ET"]


class _Pen:
    """Writes strings, and remembers its font and the line matrix (PDF 32000-1, 9.4.2)."""

    def __init__(self, line: TextLine) -> None:
        self.operators: list[str] = []
        self._x, self._y = line.x, line.y
        if line.turn:
            # From here on the line matrix moves in the line's own axes.
            self.operators.append(f"{numbers(*axes(line.turn), line.x, line.y)} Tm")
            self._x = self._y = 0.0
        self._font = ("", 0.0)
        self._at = (0, 0)
        """The line matrix's origin, thousandths of a point: as written, not as intended, or errors would add up."""

    def show(self, string: Sequence[PlacedGlyph], font: GlyphFont, size: float) -> None:
        """Show the glyphs of *string* from left to right.

        Glyphs that follow each other by their own advances share one operand. A kerned glyph is moved inside the
        operator (TJ). A change of height or of font layer begins a new operator.
        """
        scale = 1000 / size
        name_now, x_now, y_now = "", 0.0, 0.0
        operands: list[str] = []
        codes: list[str] = []
        for encoded, text, x, y in string:
            name, code, width = font.encoding[encoded, text]
            x += self._x
            y += self._y
            lag = (x_now - x) * scale
            begins = name != name_now or abs(y - y_now) > 0.0005 or not -_FARTHEST <= lag <= _FARTHEST
            if begins:
                self._end(operands, codes)
                operands, codes = [], []
                self._begin(x, y, name, size)
                name_now, x_now, y_now = name, self._at[0] / 1000, y
            elif not -_NEAR <= lag <= _NEAR:
                operands.append(f"<{''.join(codes)}>{round(lag)}" if codes else f"{round(lag)}")
                codes = []
                x_now -= round(lag) / scale
            codes.append(code)
            x_now += width / scale
        self._end(operands, codes)

    def _begin(self, x: float, y: float, name: str, size: float) -> None:
        """Select the font, and move the line matrix to (x, y)."""
        if self._font != (name, size):
            self._font = (name, size)
            self.operators.append(f"/{name} {number(size)} Tf")
        was_x, was_y = self._at
        self._at = is_x, is_y = round(x * 1000), round(y * 1000)
        up = number((is_y - was_y) / 1000) if is_y != was_y else "0"
        self.operators.append(f"{number((is_x - was_x) / 1000)} {up} Td")

    def _end(self, operands: list[str], codes: list[str]) -> None:
        if operands:
            self.operators.append(f"[{''.join(operands)}<{''.join(codes)}>]TJ")
        elif codes:
            self.operators.append(f"<{''.join(codes)}>Tj")
