"""An open face: its measures, and whether it has a character.

All lengths are in em (1 em = the type size), so that they are valid for every size.

One box around a letter of Nastaliq is mostly empty: the tail of a bari ye is long and low, the flag of a kaf high and
thin. Lines that are kept apart by such boxes stand at a new distance in every paragraph. Strips follow the outline.
"""

from __future__ import annotations

from functools import cache, cached_property
from math import inf
from unicodedata import normalize

import uharfbuzz as hb

from flyers.text.font_list import FaceEntry

_WIDTH = 0.08
"""Em."""

_AIR = 0.03
"""Em by which strips are higher and lower than the outline: letters of two lines should not all but touch."""

_SHARES = (0.25, 0.5, 0.75, 1.0)
"""A curve is measured as so many straight lines, up to these shares of it."""

_WEIGHTS = [((1 - share) ** 2, 2 * share * (1 - share), share**2) for share in _SHARES]
"""Of the three points of a quadratic curve, up to these shares of it."""

_Line = tuple[float, float, float, float]
"""From (x, y) to (x, y)."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; em."""


def strips(font: hb.Font, gid: int, upem: int) -> tuple[Box, ...]:
    """Return the boxes of the glyph's strips that have ink, from left to right."""
    width = _WIDTH * upem
    lows: dict[float, float] = {}
    highs: dict[float, float] = {}
    for x0, y0, x1, y1 in _segments(font, gid):
        strip, last = x0 // width, x1 // width
        if strip != last:
            _cross(lows, highs, (x0, y0, x1, y1), width)
            continue
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        if low < lows.get(strip, inf):
            lows[strip] = low
        if high > highs.get(strip, -inf):
            highs[strip] = high
    return tuple(
        (strip * _WIDTH, lows[strip] / upem - _AIR, (strip + 1) * _WIDTH, highs[strip] / upem + _AIR)
        for strip in sorted(lows)
    )


def _cross(lows: dict[float, float], highs: dict[float, float], line: _Line, width: float) -> None:
    """Add a line that is in several strips: in each, the heights at which it enters and leaves."""
    x0, y0, x1, y1 = line if line[0] < line[2] else (*line[2:], *line[:2])
    slope = (y1 - y0) / (x1 - x0)
    first, last = int(x0 // width), int(x1 // width)
    borders = [y0 + (strip * width - x0) * slope for strip in range(first + 1, last + 1)]
    for strip, ends in enumerate(zip([y0, *borders], [*borders, y1], strict=True), first):
        lows[strip] = min(lows.get(strip, inf), *ends)
        highs[strip] = max(highs.get(strip, -inf), *ends)


def _segments(font: hb.Font, gid: int) -> list[_Line]:
    """Return the glyph's outline as straight lines, font units."""
    pen = _Pen()
    font.draw_glyph(gid, _draw_funcs(), pen)
    return pen.lines


class _Pen:
    """Draws an outline as straight lines."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.start = self.here = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        self.start = self.here = (x, y)

    def line(self, x: float, y: float) -> None:
        self.lines.append((*self.here, x, y))
        self.here = (x, y)

    def quadratic(self, x1: float, y1: float, x2: float, y2: float) -> None:
        x0, y0 = here = self.here
        add = self.lines.append
        for before, middle, after in _WEIGHTS:
            x, y = before * x0 + middle * x1 + after * x2, before * y0 + middle * y1 + after * y2
            add((*here, x, y))
            here = x, y
        self.here = here

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> None:
        x0, y0 = self.here
        for share in _SHARES:
            ax, ay = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            bx, by = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            cx, cy = x2 + (x3 - x2) * share, y2 + (y3 - y2) * share
            ax, ay = ax + (bx - ax) * share, ay + (by - ay) * share
            bx, by = bx + (cx - bx) * share, by + (cy - by) * share
            self.line(ax + (bx - ax) * share, ay + (by - ay) * share)

    def close(self) -> None:
        self.line(*self.start)


@cache
def _draw_funcs() -> hb.DrawFuncs:
    """Return what tells a `_Pen`, the state of drawing, to draw."""
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    funcs.set_quadratic_to_func(lambda *values: values[-1].quadratic(*values[:-1]))
    funcs.set_cubic_to_func(lambda *values: values[-1].cubic(*values[:-1]))
    funcs.set_close_path_func(lambda pen: pen.close())
    return funcs


InkBox = tuple[float, float, float, float]
"""Left, bottom, right, top of an outline."""

_DRAWN_AS_SPACE = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""HarfBuzz draws these with the font's space and adjusts the width (hb-ot-shape-fallback, ``space_fallback``)."""

_NO_BREAK_HYPHEN, _HYPHEN = "\u2011", "\u2010"


class FontFace:
    """An open face.

    Attributes:
        key: such as ``"noto-sans:bold"``.
        path, sha256, index, axes: its source; ``axes`` (tag, value) pin a variable font.
        data: the whole font file.
        font: HarfBuzz's font, scaled to font units.
        upem: units per em.
        spaced_like: the face whose kerning its own must not exceed (`flyers.text.shaping`).
    """

    def __init__(self, entry: FaceEntry, data: bytes, spaced_like: FontFace | None = None) -> None:
        self.key = entry.key
        self.family = entry.family
        self.path = entry.path
        self.sha256 = entry.sha256
        self.index = entry.index
        self.axes = entry.axes
        self.data = data
        self.spaced_like = spaced_like
        self.cascades = entry.cascades
        face = hb.Face(hb.Blob(data), entry.index)
        self.font = hb.Font(face)
        if entry.axes:
            self.font.set_variations(dict(entry.axes))
        self.upem: int = face.upem
        self._glyphs: dict[str, bool] = {}
        self._clusters: dict[str, bool] = {}
        self._inks: dict[int, InkBox | None] = {}
        self._strips: dict[int, tuple[InkBox, ...]] = {}

    def __repr__(self) -> str:
        return f"FontFace({self.key!r})"

    @cached_property
    def ascender(self) -> float:
        """The ascender of the ``hhea`` table (or OS/2 where the font says so), em above the baseline."""
        return float(self.font.get_font_extents("ltr").ascender) / self.upem

    @cached_property
    def descender(self) -> float:
        """The descender, em below the baseline, >= 0."""
        return -float(self.font.get_font_extents("ltr").descender) / self.upem

    @cached_property
    def cap_height(self) -> float:
        """The cap height of the OS/2 table, or else the height of H, or else 0; em."""
        height = self.font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT)
        if not height:
            glyph = self.font.get_nominal_glyph(ord("H"))
            box = self.ink(glyph) if glyph else None
            return box[3] if box else 0.0
        return float(height) / self.upem

    def covers(self, char: str) -> bool:
        """Return whether the face has a glyph for the character, or HarfBuzz can compose one."""
        known = self._glyphs.get(char)
        if known is None:
            known = self._glyphs[char] = self._can_draw(char)
        return known

    def covers_all(self, text: str) -> bool:
        known = self._clusters.get(text)
        if known is None:
            known = self._clusters[text] = all(self.covers(char) for char in text)
        return known

    def nominal_glyph(self, char: str) -> int:
        """Return the index of the character's glyph before features are applied, or 0 if it has none."""
        return int(self.font.get_nominal_glyph(ord(char)) or 0)

    def nominal_advance(self, char: str) -> float:
        """Return the horizontal advance of that glyph, em."""
        return float(self.font.get_glyph_h_advance(self.nominal_glyph(char))) / self.upem

    def ink(self, gid: int) -> InkBox | None:
        """Return the box of the glyph's outline relative to its origin, em; None for a glyph without ink."""
        try:
            return self._inks[gid]
        except KeyError:
            box = self._inks[gid] = self._measure(gid)
            return box

    def strips(self, gid: int) -> tuple[InkBox, ...]:
        """Return the glyph's outline in narrow strips (`flyers.text.font_face`), em; none for a glyph without ink."""
        try:
            return self._strips[gid]
        except KeyError:
            boxes = self._strips[gid] = strips(self.font, gid, self.upem)
            return boxes

    def glyph_name(self, gid: int) -> str:
        return str(self.font.glyph_to_string(gid))

    def _can_draw(self, char: str) -> bool:
        if self._has(char):
            return True
        if char in _DRAWN_AS_SPACE:
            return self._has(" ")
        if char == _NO_BREAK_HYPHEN:
            return self._has(_HYPHEN)
        parts = normalize("NFD", char)
        return parts != char and all(self._has(part) for part in parts)

    def _has(self, char: str) -> bool:
        return bool(self.nominal_glyph(char))

    def _measure(self, gid: int) -> InkBox | None:
        extents = self.font.get_glyph_extents(gid)
        if extents is None or not extents.width or not extents.height:
            return None
        left, top = extents.x_bearing / self.upem, extents.y_bearing / self.upem
        return left, top + extents.height / self.upem, left + extents.width / self.upem, top
