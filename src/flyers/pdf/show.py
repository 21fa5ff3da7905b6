"""Operators for one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flyers.layout.pages import TextLine
from flyers.pdf.glyphfont import GlyphFont
from flyers.pdf.numbers import number
from flyers.pdf.signs import PlacedSign

_NEAR = 0.5
"""Thousandths of an em below which a glyph stands where the pen is."""


def show_line(line: TextLine, fonts: Mapping[str, GlyphFont], signs: Sequence[Sequence[PlacedSign]]) -> list[str]:
    """One text object: the line's *signs*, run by run, in logical order, each at its own place.

    Signs that follow one another with their own advances share one string; a kerned sign of a left-to-right run is
    moved inside the string (TJ); anything else gets a text matrix of its own.
    """
    operators = ["BT"]
    font_now = ""
    for run, placed in zip(line.runs, signs, strict=True):
        if not placed:
            continue
        font = fonts[run.face]
        to_thousandths = 1000 / run.size
        rtl = run.level % 2 == 1
        parts: list[str] = []
        codes = ""
        pen_x = pen_y = 0.0
        for sign, text, x, y in placed:
            layer, code = font.codes[sign, text]
            x, y = line.x + x, line.y + y
            selection = f"/{font.names[layer]} {number(run.size)} Tf"
            lag = (pen_x - x) * to_thousandths
            if selection != font_now or abs(pen_y - y) > 0.0005 or (rtl and abs(lag) > _NEAR) or abs(lag) > 9999:
                if codes:
                    parts.append(f"<{codes}>")
                if parts:
                    operators.append(_shown(parts))
                parts, codes = [], f"{code:04X}"
                if selection != font_now:
                    operators.append(selection)
                    font_now = selection
                operators.append(f"1 0 0 1 {number(x)} {number(y)} Tm")
                pen_x, pen_y = round(x, 3), y
            elif abs(lag) > _NEAR:
                parts.append(f"<{codes}>{round(lag)}")
                codes = f"{code:04X}"
                pen_x -= round(lag) / to_thousandths
            else:
                codes += f"{code:04X}"
            pen_x += font.width(sign) / to_thousandths
        if codes:
            parts.append(f"<{codes}>")
        if parts:
            operators.append(_shown(parts))
    operators.append("ET")
    return operators


def _shown(parts: list[str]) -> str:
    if len(parts) == 1:
        return f"{parts[0]}Tj"
    return f"[{''.join(parts)}]TJ"
