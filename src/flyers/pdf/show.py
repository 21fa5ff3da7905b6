"""Operators for one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flyers.layout.pages import TextLine
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.numbers import number
from flyers.pdf.signs import PlacedSign, Shown

_NEAR = 0.5
"""Thousandths of an em below which a sign stands where the pen is."""


def show_line(line: TextLine, shown: Sequence[Shown], fonts: Mapping[str, GlyphFont]) -> list[str]:
    """One text object: the strings *shown* of a line, in logical order, each at its own place."""
    operators = ["BT"]
    font_now = ""
    for part in shown:
        for string in part.strings:
            written, font_now = _show(string, line, fonts[part.face], part.size, font_now)
            operators += written
    operators.append("ET")
    return operators


def _show(
    string: Sequence[PlacedSign], line: TextLine, font: GlyphFont, size: float, font_now: str
) -> tuple[list[str], str]:
    """The operators of one string, and the font selection that they leave.

    Signs that follow one another with their own advances share one operand; a kerned sign is moved inside the operator
    (TJ); a change of height or of font layer starts anew with a text matrix.
    """
    operators: list[str] = []
    to_thousandths = 1000 / size
    parts: list[str] = []
    codes = ""
    pen_x, pen_y = 0.0, float("nan")
    for sign, text, x, y in string:
        layer, code = font.codes[sign, text]
        x, y = line.x + x, line.y + y
        selection = f"/{font.names[layer]} {number(size)} Tf"
        lag = (pen_x - x) * to_thousandths
        if selection == font_now and abs(pen_y - y) <= 0.0005 and abs(lag) <= 9999:
            if abs(lag) > _NEAR:
                parts.append(f"<{codes}>{round(lag)}")
                codes = ""
                pen_x -= round(lag) / to_thousandths
        else:
            if codes:
                operators.append(_shown([*parts, f"<{codes}>"]))
            parts, codes = [], ""
            if selection != font_now:
                operators.append(selection)
                font_now = selection
            operators.append(f"1 0 0 1 {number(x)} {number(y)} Tm")
            pen_x, pen_y = round(x, 3), y
        codes += f"{code:04X}"
        pen_x += font.width(sign) / to_thousandths
    if codes:
        operators.append(_shown([*parts, f"<{codes}>"]))
    return operators, font_now


def _shown(parts: list[str]) -> str:
    if len(parts) == 1:
        return f"{parts[0]}Tj"
    return f"[{''.join(parts)}]TJ"
