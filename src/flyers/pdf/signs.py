"""From the shaper's glyphs to signs: what one code of a PDF font draws, with the text that it stands for.

A sign is a whole cluster: all glyphs that together draw some characters. Its origin is the pen's position on the
baseline, and every offset, up, down or aside, is inside it. So the text layer of the file is what readers expect of
text: one code after another on one baseline, each with its characters, none without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flyers.pdf.composites import STRUT, STRUT_BAND, Component
from flyers.pdf.slots import Letter, Slot, deal
from flyers.pdf.tounicode import SOFT, is_arabic_digit, is_bidi_control
from flyers.text.model import Glyph, GlyphRun


class Sign(NamedTuple):
    """What one code draws: components in font units, and the pen's advance; ``None`` for the glyph's own.

    The page knows fractions of a unit in an advance, the font does not.
    """

    components: tuple[Component, ...]
    advance: float | None

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


class Shown(NamedTuple):
    """Strings of one face and size (points), in logical order; places are relative to the line's origin."""

    face: str
    size: float
    strings: list[list[PlacedSign]]


@dataclass(frozen=True, slots=True)
class SignFace:
    """What is asked of a run's face.

    Attributes:
        upem: units per em.
        composable: whether composites can be made in it (TrueType outlines).
        advance: a glyph's own advance, font units.
        ink: the box of a glyph's outline, em: left, bottom, right, top; None for a glyph without ink.
        space: the glyph of U+0020; 0 if there is none.
    """

    upem: int
    composable: bool
    advance: Callable[[int], int]
    ink: Callable[[int], tuple[float, float, float, float] | None]
    space: int


def strings(
    run: GlyphRun, face: SignFace, *, after_rtl: bool = False, before_rtl: bool = False
) -> list[list[PlacedSign]]:
    """The signs of *run* as strings, each to be shown from left to right; bidi controls have no sign.

    A left-to-right run is one string. In a right-to-left run every sign is a string of its own, in logical order: the
    order of the file is that of reading, and readers that go by places find each where they expect it.

    Args:
        after_rtl, before_rtl: whether right-to-left text precedes and follows the run on its line.
    """
    clusters = [
        cluster
        for cluster in _clusters(run.glyphs)
        if not (cluster.text and all(is_bidi_control(char) for char in cluster.text))
    ]
    if not clusters:
        return []
    rtl = run.level % 2 == 1
    if not rtl and face.composable:
        clusters = _numbers_joined(clusters)
    if not face.composable or (not rtl and all(len(c.glyphs) == 1 and not c.glyphs[0].y for c in clusters)):
        glyphs = [glyph for cluster in clusters for glyph in cluster.glyphs]
        placed = [PlacedSign(Sign.plain(glyph.gid), glyph.text or SOFT, glyph.x, glyph.y) for glyph in glyphs]
        return [[sign] for sign in placed] if rtl else [placed]
    units = face.upem / run.size
    start = _set_origins(clusters, rtl)
    if not rtl:
        return [[_whole(cluster, units) for cluster in clusters]]
    letters = [
        Letter(
            cluster.text or SOFT,
            round(cluster.advance * units),
            [
                Component(glyph.gid, round((glyph.x - start) * units), round(glyph.y * units))
                for glyph in cluster.glyphs
            ],
        )
        for cluster in clusters
    ]
    slots = deal(letters, face.upem, after_rtl=after_rtl, before_rtl=before_rtl)
    return [[_slotted(slot, face, start, units)] for slot in slots]


class _Cluster:
    """Glyphs that draw ``text`` together; ``origin`` is the left end of their advance."""

    def __init__(self, glyph: Glyph) -> None:
        self.text = glyph.text
        self.glyphs = [glyph]
        self.origin = 0.0
        self.advance = 0.0

    def add(self, other: _Cluster) -> None:
        """Make *other*, the next one, part of this."""
        self.text += other.text
        self.glyphs += other.glyphs
        self.advance += other.advance


def _clusters(glyphs: Sequence[Glyph]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for glyph in glyphs:
        if glyph.text or not clusters:
            clusters.append(_Cluster(glyph))
        else:
            clusters[-1].glyphs.append(glyph)
        clusters[-1].advance += glyph.advance
    return clusters


def _numbers_joined(clusters: list[_Cluster]) -> list[_Cluster]:
    """*clusters* with every number in Arabic-Indic digits as one: MuPDF takes its digits for right-to-left letters that
    stand in visual order, and turns them round."""
    if not any(is_arabic_digit(cluster.text) for cluster in clusters):
        return clusters
    joined: list[_Cluster] = []
    for cluster in clusters:
        if joined and is_arabic_digit(cluster.text) and is_arabic_digit(joined[-1].text):
            joined[-1].add(cluster)
        else:
            joined.append(cluster)
    return joined


def _set_origins(clusters: list[_Cluster], rtl: bool) -> float:
    """Find where the pen stands at the left of each cluster; gives where it starts.

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
    return start


def _whole(cluster: _Cluster, units: float) -> PlacedSign:
    """A cluster of left-to-right text as one sign."""
    components = tuple(
        Component(glyph.gid, round((glyph.x - cluster.origin) * units), round(glyph.y * units))
        for glyph in cluster.glyphs
    )
    if _is_plain(components):
        sign = Sign.plain(components[0].gid)
    else:
        sign = Sign(components, max(0, round(cluster.advance * units)))
    return PlacedSign(sign, cluster.text or SOFT, cluster.origin, 0.0)


def _slotted(slot: Slot, face: SignFace, start: float, units: float) -> PlacedSign:
    """A slot of right-to-left text as a sign that fills it."""
    components = tuple(Component(gid, x - slot.left, y) for gid, x, y in slot.glyphs)
    if not _crosses_band(components, face):
        sign = Sign((*components, Component(STRUT, 0, 0)), slot.width)
    elif _is_plain(components) and face.advance(components[0].gid) == slot.width:
        sign = Sign.plain(components[0].gid)
    else:
        sign = Sign(components, slot.width)
    return PlacedSign(sign, slot.text, start + slot.left / units, 0.0)


def _crosses_band(components: Sequence[Component], face: SignFace) -> bool:
    """Whether the sign's box reaches over the strut's. pdfium breaks a line between two strings of large type that no
    horizontal line crosses both of, as a raised Nastaliq letter and a comma."""
    boxes = [(box[1] + y / face.upem, box[3] + y / face.upem) for gid, _, y in components if (box := face.ink(gid))]
    low, high = STRUT_BAND
    return bool(boxes) and min(box[0] for box in boxes) <= low and max(box[1] for box in boxes) >= high


def _is_plain(components: Sequence[Component]) -> bool:
    """Whether it is one glyph at the sign's origin."""
    return len(components) == 1 and components[0].x == components[0].y == 0
