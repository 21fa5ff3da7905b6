"""An open face: its measures, and whether it has a character.

All lengths are in em (1 em = the type size), so that they are valid for every size.
"""

from __future__ import annotations

from functools import cached_property
from unicodedata import normalize

import uharfbuzz as hb

from flyers.text.font_list import FaceEntry
from flyers.text.strips import strips

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
        spaced_like: the face whose kerning its own must not exceed (`flyers.text.kerning`).
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
        """Return whether the face has every character of ``text``."""
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
        """Return the glyph's outline in narrow strips (`flyers.text.strips`), em; none for a glyph without ink."""
        try:
            return self._strips[gid]
        except KeyError:
            boxes = self._strips[gid] = strips(self.font, gid, self.upem)
            return boxes

    def glyph_name(self, gid: int) -> str:
        """Return the glyph's name in the font, or ``gid`` and its number."""
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
