"""From the shaper's glyphs to signs: what one code of a PDF font draws, with the text that it stands for.

A sign is a whole cluster: all glyphs that together draw some characters. Its origin is the pen's position on the
baseline, and every offset, up, down or aside, is inside it. So the text layer of the file is what readers expect of
text: one code after another on one baseline, each with its characters, none without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import SOFT, is_bidi_control, is_mark, right_to_left
from flyers.text.model import Glyph, GlyphRun

MARK_SLOT = 0.1
"""Share of a letter's advance that a mark over it is given as its own place."""


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
    """The signs of *run* in logical order; bidi controls have none.

    Args:
        upem: units per em of the run's face.
        composable: whether composites can be made in the face (TrueType outlines); else every glyph is a sign, and
            those without text carry a ZERO WIDTH SPACE.
    """
    clusters = [
        cluster
        for cluster in _clusters(run.glyphs)
        if not (cluster.text and all(is_bidi_control(char) for char in cluster.text))
    ]
    rtl = run.level % 2 == 1
    if not composable or (not rtl and all(len(c.glyphs) == 1 and not c.glyphs[0].y for c in clusters)):
        return [
            PlacedSign(Sign.plain(glyph.gid), glyph.text or SOFT, glyph.x, glyph.y)
            for cluster in clusters
            for glyph in cluster.glyphs
        ]
    units = upem / run.size
    _set_origins(clusters, rtl)
    if rtl:
        return [sign for letter in _letters(clusters) for sign in _slots(letter, units)]
    return [_whole(cluster, units) for cluster in clusters]


class _Cluster:
    """Glyphs that draw ``text`` together; ``origin`` is the left end of their advance."""

    def __init__(self, glyph: Glyph) -> None:
        self.text = glyph.text
        self.glyphs = [glyph]
        self.origin = 0.0
        self.advance = 0.0


def _clusters(glyphs: Sequence[Glyph]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for glyph in glyphs:
        if glyph.text or not clusters:
            clusters.append(_Cluster(glyph))
        else:
            clusters[-1].glyphs.append(glyph)
        clusters[-1].advance += glyph.advance
    return clusters


def _set_origins(clusters: list[_Cluster], rtl: bool) -> None:
    """Find where the pen stands at the left of each cluster.

    Glyphs are given with the shaper's offsets, the pen's own places are not: they are the running sum of advances from
    a start that leaves the most glyphs without an offset.
    """
    pen = 0.0
    offsets: Counter[float] = Counter()
    for cluster in clusters:
        within = pen
        if rtl:
            pen -= cluster.advance
        cluster.origin = pen
        for glyph in cluster.glyphs:
            if rtl:
                within -= glyph.advance
            offsets[round(glyph.x - within, 3)] += 1
            if not rtl:
                within += glyph.advance
        if not rtl:
            pen += cluster.advance
    start = max(offsets, key=lambda offset: (offsets[offset], -abs(offset)), default=0.0)
    for cluster in clusters:
        cluster.origin += start


def _whole(cluster: _Cluster, units: float) -> PlacedSign:
    """A cluster as one sign."""
    sign = _sign(cluster.glyphs, cluster.origin, cluster.advance, units)
    return PlacedSign(sign, cluster.text or SOFT, cluster.origin, 0.0)


def _sign(glyphs: Sequence[Glyph], origin: float, advance: float, units: float, *, plain: bool = True) -> Sign:
    components = tuple(
        Component(glyph.gid, round((glyph.x - origin) * units), round(glyph.y * units)) for glyph in glyphs
    )
    if plain and len(components) == 1 and components[0].x == components[0].y == 0:
        return Sign.plain(components[0].gid)
    return Sign(components, max(0, round(advance * units)))


def _letters(clusters: list[_Cluster]) -> list[list[_Cluster]]:
    """Each base with the marks that follow it."""
    letters: list[list[_Cluster]] = []
    for cluster in clusters:
        if letters and not cluster.advance and all(is_mark(char) for char in cluster.text):
            letters[-1].append(cluster)
        else:
            letters.append([cluster])
    return letters


def _slots(letter: list[_Cluster], units: float) -> list[PlacedSign]:
    """One sign per character of a right-to-left letter, each in a place of its own, from right to left.

    A ligature's outline is drawn by its first character; those after it draw nothing and take their share of its width.
    """
    base, *marks = letter
    characters = right_to_left(base.text) if base.text else [SOFT]
    if len(characters) == 1 and not marks:
        return [PlacedSign(_sign(base.glyphs, base.origin, base.advance, units), characters[0], base.origin, 0.0)]
    for_mark = base.advance * MARK_SLOT
    plain = [char for char in characters if not is_mark(char)]
    mark_count = len(characters) - len(plain) + len(marks)
    for_letter = (base.advance - mark_count * for_mark) / max(1, len(plain))
    placed: list[PlacedSign] = []
    left = base.origin + base.advance
    for index, char in enumerate(characters):
        width = for_mark if is_mark(char) else for_letter
        left -= width
        glyphs = base.glyphs if index == 0 else []
        placed.append(PlacedSign(_sign(glyphs, left, width, units, plain=False), char, left, 0.0))
    for mark in marks:
        left -= for_mark
        placed.append(PlacedSign(_sign(mark.glyphs, left, for_mark, units, plain=False), mark.text, left, 0.0))
    return placed
