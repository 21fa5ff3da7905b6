"""From the shaper's glyphs to signs: what one code of a PDF font draws, with the text that it stands for.

A sign is a whole cluster: all glyphs that together draw some characters. Its origin is the pen's position on the
baseline, and every offset, up, down or aside, is inside it. So the text layer of the file is what readers expect of
text: one code after another on one baseline, each with its characters, none without.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import SOFT, one_character
from flyers.text.model import Glyph, GlyphRun


class Sign(NamedTuple):
    """What one code draws: components in font units, and the pen's advance; ``None`` for the glyph's own."""

    components: tuple[Component, ...]
    advance: int | None

    @classmethod
    def plain(cls, gid: int) -> Sign:
        """A glyph of the face as it is."""
        return cls((Component(gid, 0, 0),), None)

    @property
    def is_plain(self) -> bool:
        return self.advance is None


class PlacedSign(NamedTuple):
    """A sign on a line: its text, and its origin relative to the line's, points."""

    sign: Sign
    text: str
    x: float
    y: float


def placed_signs(run: GlyphRun, upem: int, composable: bool) -> list[PlacedSign]:
    """The signs of *run* in logical order.

    Args:
        upem: units per em of the run's face.
        composable: whether composites can be made in the face (TrueType outlines); else every glyph is a sign, and
            those without text carry a ZERO WIDTH SPACE.
    """
    rtl = run.level % 2 == 1
    if not composable:
        return [PlacedSign(Sign.plain(g.gid), _text(g.text, rtl), g.x, g.y) for g in run.glyphs]
    clusters = _clusters(run.glyphs)
    if not rtl and all(len(cluster) == 1 and not cluster[0].y for cluster in clusters):
        return [PlacedSign(Sign.plain(g.gid), _text(g.text, rtl), g.x, g.y) for g in run.glyphs]
    units = upem / run.size
    origins = _origins(clusters, rtl)
    placed = []
    for cluster, origin in zip(clusters, origins, strict=True):
        components = tuple(
            Component(glyph.gid, round((glyph.x - origin) * units), round(glyph.y * units)) for glyph in cluster
        )
        if len(cluster) == 1 and components[0].x == components[0].y == 0:
            sign = Sign.plain(cluster[0].gid)
        else:
            sign = Sign(components, max(0, round(sum(glyph.advance for glyph in cluster) * units)))
        placed.append(PlacedSign(sign, _text(cluster[0].text, rtl), origin, 0.0))
    return placed


def _text(text: str, rtl: bool) -> str:
    if rtl and len(text) > 1:
        return one_character(text)
    return text or SOFT


def _clusters(glyphs: tuple[Glyph, ...]) -> list[list[Glyph]]:
    clusters: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.text or not clusters:
            clusters.append([glyph])
        else:
            clusters[-1].append(glyph)
    return clusters


def _origins(clusters: list[list[Glyph]], rtl: bool) -> list[float]:
    """Where the pen stands at the left of each cluster.

    Glyphs are given with the shaper's offsets, the pen's own places are not: they are the running sum of advances from
    a start that leaves the most glyphs without an offset.
    """
    pens: list[float] = []
    pen = 0.0
    offsets: Counter[float] = Counter()
    for cluster in clusters:
        width = sum(glyph.advance for glyph in cluster)
        if rtl:
            pen -= width
        pens.append(pen)
        within = pen + width if rtl else pen
        for glyph in cluster:
            if rtl:
                within -= glyph.advance
            offsets[round(glyph.x - within, 3)] += 1
            if not rtl:
                within += glyph.advance
        if not rtl:
            pen += width
    start = max(offsets, key=lambda offset: (offsets[offset], -abs(offset))) if offsets else 0.0
    return [start + pen for pen in pens]
