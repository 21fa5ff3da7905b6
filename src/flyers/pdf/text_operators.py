"""Content stream operators for one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from flyers.page.document import TextLine
from flyers.page.items import axes
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.graphics_operators import number, numbers
from flyers.pdf.reader_aids import starts_over

_NEAR = 0.5
"""Thousandths of an em by which a glyph may be away from the pen without moving the pen."""

_FARTHEST = 9999
"""Thousandths of an em by which the pen may be moved inside a string."""

CONTINUED = "/Line MP"
"""Between two text objects of one line: a marked-content point (PDF 32000-1, 14.6), which readers pass over."""


def draw_line(
    line: TextLine,
    parts: Sequence[GlyphStrings],
    fonts: Mapping[str, GlyphFont],
    openings: Mapping[int, str] | None = None,
) -> list[str]:
    """Return the *parts* of a line in logical order, each string at its own place: one text object or, in marked
    content, several where MuPDF needs them.

    Between two of them is a marked-content point, by which the proof knows that the line goes on.

    Args:
        parts: what the line shows.
        fonts: by face.
        openings: operators that begin marked content, by the index of the first part in it, 0 among them; each marked
            content ends where the next begins.
    """
    pen = _Pen(line)
    openings = openings or {}
    strings = [string for part in parts for string in part.strings]
    several = bool(openings) and any(starts_over(*pair) for pair in pairwise(strings))
    if not several:
        pen.begin()
    before: Sequence[PlacedGlyph] = ()
    for index, part in enumerate(parts):
        opening = openings.get(index)
        for string in part.strings:
            begins = several and (not before or opening is not None or starts_over(before, string))
            if begins and before:
                pen.operators += ["ET", CONTINUED]
            if opening is not None:
                pen.operators += [*(["EMC"] if before else []), opening]
            if begins:
                pen.begin()
            pen.show(string, fonts[part.face], part.size)
            before, opening = string, None
    ends = ["EMC", "ET"] if openings else ["ET"]
    return [*pen.operators, *(reversed(ends) if several else ends)]


class _Pen:
    """Writes strings, and remembers its font and the line matrix (PDF 32000-1, 9.4.2)."""

    def __init__(self, line: TextLine) -> None:
        self.operators: list[str] = []
        self._line = line
        self._x, self._y = (0.0, 0.0) if line.turn else (line.x, line.y)
        self._font = ("", 0.0)
        self._at = (0, 0)
        """The line matrix's origin, thousandths of a point: as written, not as intended, or errors would add up."""

    def begin(self) -> None:
        """Begin a text object, whose line matrix moves in the line's own axes."""
        self.operators.append("BT")
        self._at = (0, 0)
        if self._line.turn:
            self.operators.append(f"{numbers(*axes(self._line.turn), self._line.x, self._line.y)} Tm")

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
