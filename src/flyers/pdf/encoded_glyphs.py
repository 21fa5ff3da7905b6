"""Encoded glyphs: what one code of a PDF font draws, with the text that it stands for.

An encoded glyph is a whole cluster: all of the shaper's glyphs that together draw some characters. Its origin is the
pen's position on the baseline, and every offset, up, down or sideways, is inside it. So the text layer of the file is
what readers expect of text: one code after another on one baseline, each with its characters, none without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flyers.page.glyphs import GlyphRun, PositionedGlyph
from flyers.pdf.composites import STRUT, STRUT_BAND, Component
from flyers.pdf.rtl_slots import RtlCluster, Slot, deal_slots
from flyers.pdf.tounicode import SOFT, SPECIAL_IN_LTR, ends_in_arabic_digit, has_mark, is_mark, is_soft, is_unneeded
from flyers.records import dataclass

_CACHE_SIZE = 1 << 16

_WIDE_GAP = 0.08
"""Em between two letters of left-to-right text; to pdf.js 0.102 em is a space."""

_MARK_WIDTH = 1
"""Font units of the code of a combining mark."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedGlyph:
    """What one code draws: components in font units, and the pen's advance; None for the glyph's own advance.

    An advance may have fractions of a unit on the page, but not in the font. Use `plain` and `composed` to make these:
    they return the same object for the same drawing, so that comparison is fast.
    """

    components: tuple[Component, ...]
    advance: float | None

    @property
    def is_plain(self) -> bool:
        return self.advance is None


@lru_cache(maxsize=_CACHE_SIZE)
def plain(gid: int) -> EncodedGlyph:
    """Return a glyph of the face, unchanged."""
    return EncodedGlyph((Component(gid, 0, 0),), None)


@lru_cache(maxsize=_CACHE_SIZE)
def composed(components: tuple[Component, ...], advance: float) -> EncodedGlyph:
    """Return a glyph that has to be added to the font."""
    return EncodedGlyph(components, advance)


class PlacedGlyph(NamedTuple):
    """An encoded glyph on a line: its text, and its origin relative to the line's, points."""

    encoded: EncodedGlyph
    text: str
    x: float
    y: float
    actual: str = ""


class GlyphStrings(NamedTuple):
    """Strings of one face and size (points), in logical order; positions are relative to the line's origin.

    ``run`` is the index of the run that they show, or -1 for strings that only help readers.
    """

    face: str
    size: float
    strings: list[list[PlacedGlyph]]
    run: int = -1


@dataclass(frozen=True, slots=True)
class EncodedFace:
    """The facts about a run's face that its encoding needs.

    Attributes:
        upem: units per em.
        composable: whether composites can be made in it (TrueType outlines).
        advance: returns a glyph's own advance, font units.
        ink: returns the box of a glyph's outline, em: left, bottom, right, top; None for a glyph without ink.
        space: the glyph of U+0020, or 0 if there is none.
        slotted: cache of the glyphs of right-to-left text, by components and width.
    """

    upem: int
    composable: bool
    advance: Callable[[int], int]
    ink: Callable[[int], tuple[float, float, float, float] | None]
    space: int
    slotted: dict[tuple[tuple[Component, ...], int], EncodedGlyph] = field(default_factory=dict)


def glyph_strings(
    run: GlyphRun, face: EncodedFace, *, before: str = "", after: str = "", tagged: bool = False
) -> list[list[PlacedGlyph]]:
    """Return the encoded glyphs of *run* as strings to be shown from left to right, without those that nobody needs.

    A left-to-right run is one string. In a right-to-left run every glyph is a string of its own, in logical order: the
    order in the file is the reading order, and readers that go by positions find each glyph where they expect it.

    Args:
        before, after: the neighbouring characters on the line, if they are in right-to-left runs.
        tagged: whether glyphs may have a text of their own in place of that of their codes.
    """
    rtl = run.level % 2 == 1
    if not rtl and (simple := _simple_string(run.glyphs)):
        return [simple]
    clusters = [cluster for cluster in _clusters(run.glyphs) if not is_unneeded(cluster.text, rtl=rtl)]
    if not clusters:
        return []
    if not face.composable:
        placed = [
            PlacedGlyph(plain(glyph.gid), glyph.text or SOFT, glyph.x, glyph.y)
            for cluster in clusters
            for glyph in cluster.glyphs
        ]
        return [[glyph] for glyph in placed] if rtl else [placed]
    units = face.upem / run.size
    if not rtl:
        clusters = _join_overlaid(_join_numbers(clusters))
        _set_origins(clusters, rtl=False)
        return [[part for cluster in clusters for part in _marks_apart(cluster, units, face)]]
    start = _set_origins(clusters, rtl=True)
    rtl_clusters = [_in_font_units(cluster, start, units) for cluster in clusters]
    slots = deal_slots(rtl_clusters, face.upem, before, after, tagged=tagged)
    return [
        [PlacedGlyph(_encode_slot(slot, face), slot.text, start + slot.left / units, 0.0, slot.actual)]
        for slot in slots
    ]


def _simple_string(glyphs: Sequence[PositionedGlyph]) -> list[PlacedGlyph] | None:
    """Return left-to-right text if each cluster of it is one glyph on the baseline, without a combining mark, as nearly
    always; else None.
    """
    placed = []
    for glyph in glyphs:
        text = glyph.text
        if not text or glyph.y or not (text.isascii() or (SPECIAL_IN_LTR.isdisjoint(text) and not has_mark(text))):
            return None
        placed.append(PlacedGlyph(plain(glyph.gid), text, glyph.x, 0.0))
    return placed


class _GlyphCluster:
    """Glyphs that together draw ``text``; ``origin`` is the left end of their advance."""

    __slots__ = ("advance", "glyphs", "origin", "text")

    def __init__(self, glyph: PositionedGlyph) -> None:
        self.text = glyph.text
        self.glyphs = [glyph]
        self.origin = 0.0
        self.advance = glyph.advance

    def add(self, other: _GlyphCluster) -> None:
        """Append *other*, the next cluster."""
        self.text += other.text
        self.glyphs += other.glyphs
        self.advance += other.advance


def _clusters(glyphs: Sequence[PositionedGlyph]) -> list[_GlyphCluster]:
    clusters: list[_GlyphCluster] = []
    for glyph in glyphs:
        if glyph.text or not clusters:
            clusters.append(_GlyphCluster(glyph))
        else:
            clusters[-1].glyphs.append(glyph)
            clusters[-1].advance += glyph.advance
    return clusters


def _join_numbers(clusters: list[_GlyphCluster]) -> list[_GlyphCluster]:
    """Return *clusters* with every number in Arabic-Indic digits as one cluster.

    MuPDF takes such digits for right-to-left letters in visual order, and reverses them.
    """
    joined: list[_GlyphCluster] = []
    for cluster in clusters:
        if joined and ends_in_arabic_digit(cluster.text) and ends_in_arabic_digit(joined[-1].text):
            joined[-1].add(cluster)
        else:
            joined.append(cluster)
    return joined


def _join_overlaid(clusters: list[_GlyphCluster]) -> list[_GlyphCluster]:
    """Return *clusters* with those that are drawn over the one before, without an advance, as one with it."""
    joined: list[_GlyphCluster] = []
    for cluster in clusters:
        if joined and not cluster.advance and has_mark(cluster.text):
            joined[-1].add(cluster)
        else:
            joined.append(cluster)
    return joined


def _set_origins(clusters: list[_GlyphCluster], *, rtl: bool) -> float:
    """Set the pen's position at the left of each cluster; return the position where the pen starts.

    Glyph positions include the shaper's offsets; the pen's own positions are not known. They are the running sum of
    advances from a start, chosen so that as many glyphs as possible have no offset.
    """
    pen = 0.0
    offsets: list[float] = []
    for cluster in clusters:
        within = pen
        if rtl:
            pen -= cluster.advance
            for glyph in cluster.glyphs:
                within -= glyph.advance
                offsets.append(round(glyph.x - within, 3))
            cluster.origin = pen
        else:
            cluster.origin = pen
            for glyph in cluster.glyphs:
                offsets.append(round(glyph.x - within, 3))
                within += glyph.advance
            pen += cluster.advance
    counts = Counter(offsets)
    # Of two that are as frequent: where a letter begins, not its vowel sign, which has its own offset.
    start = max(counts, key=lambda offset: (counts[offset], -abs(offset) if rtl else -offsets.index(offset)))
    for cluster in clusters:
        cluster.origin += start
    return start


def _encode_cluster(cluster: _GlyphCluster, units: float, face: EncodedFace) -> PlacedGlyph:
    """Return a cluster of left-to-right text as one glyph.

    It is as wide as the shaper has it where the font's own advance would leave a gap that pdf.js takes for a space.
    """
    components = tuple(
        [
            Component(glyph.gid, round((glyph.x - cluster.origin) * units), round(glyph.y * units))
            for glyph in cluster.glyphs
        ]
    )
    advance = max(0, round(cluster.advance * units))
    if _is_plain(components) and advance - face.advance(components[0].gid) < _WIDE_GAP * face.upem:
        encoded = plain(components[0].gid)
    else:
        encoded = composed(components, advance)
    return PlacedGlyph(encoded, cluster.text or SOFT, cluster.origin, 0.0)


def _marks_apart(cluster: _GlyphCluster, units: float, face: EncodedFace) -> list[PlacedGlyph]:
    """Return a cluster of left-to-right text as a code for each stretch of its letters and of its combining marks.

    To pdf.js a code with a combining mark has no width: after one it reads a space, in the middle of a word, or misses
    the one before it. So marks have codes of their own, a font unit wide, since pdfium drops glyphs without width. The
    letters share the advance: to poppler, two equal ones that are closer than a tenth of an em are one. The first code
    draws the whole cluster. One with the same mark twice stays whole: poppler and pdfium would take the second for a
    double.
    """
    glyph = _encode_cluster(cluster, units, face)
    stretches = _letters_and_marks(glyph.text)
    marks = stretches[1::2]
    if not marks or len(set(marks)) < len(marks) or is_mark(glyph.text[0]) or is_soft(glyph.text[0]) or not face.space:
        return [glyph]
    letters = (len(stretches) + 1) // 2
    share = max(0.0, cluster.advance * units - (len(stretches) - letters) * _MARK_WIDTH) / letters
    parts, left = [], 0.0
    for index, text in enumerate(stretches):
        drawn = (Component(face.space, 0, 0),) if index else glyph.encoded.components
        own = round(left + share) - round(left) if index % 2 == 0 else _MARK_WIDTH
        parts.append(PlacedGlyph(composed(drawn, own), text, glyph.x + left / units, 0.0))
        left += own
    return parts


@lru_cache(maxsize=4096)
def _letters_and_marks(text: str) -> tuple[str, ...]:
    """Return the stretches of letters and of combining marks in *text*, by turns, joiners among the marks.

    pdf.js passes over a code that ends in a joiner and has no mark.
    """
    return tuple("".join(chars) for _, chars in groupby(text, key=lambda char: is_mark(char) or is_soft(char)))


def _in_font_units(cluster: _GlyphCluster, start: float, units: float) -> RtlCluster:
    """Return a cluster of right-to-left text in font units."""
    glyphs = [
        Component(glyph.gid, round((glyph.x - start) * units), round(glyph.y * units)) for glyph in cluster.glyphs
    ]
    return RtlCluster(cluster.text or SOFT, round(cluster.advance * units), glyphs)


def _encode_slot(slot: Slot, face: EncodedFace) -> EncodedGlyph:
    """Return a slot of right-to-left text as a glyph that fills it."""
    left = slot.left
    components = tuple([Component(gid, x - left, y) for gid, x, y in slot.glyphs])
    encoded = face.slotted.get((components, slot.width))
    if encoded is None:
        if not _crosses_band(components, face):
            encoded = composed((*components, Component(STRUT, 0, 0)), slot.width)
        elif _is_plain(components) and face.advance(components[0].gid) == slot.width:
            encoded = plain(components[0].gid)
        else:
            encoded = composed(components, slot.width)
        face.slotted[components, slot.width] = encoded
    return encoded


def _crosses_band(components: Sequence[Component], face: EncodedFace) -> bool:
    """Return whether the box of the components reaches across the strut's band.

    pdfium breaks a line between two strings of large type that no horizontal line crosses both of, such as a raised
    Nastaliq letter and a comma.
    """
    boxes = [(box[1] + y / face.upem, box[3] + y / face.upem) for gid, _, y in components if (box := face.ink(gid))]
    low, high = STRUT_BAND
    return bool(boxes) and min(box[0] for box in boxes) <= low and max(box[1] for box in boxes) >= high


def _is_plain(components: Sequence[Component]) -> bool:
    """Return whether there is one component, at the origin."""
    return len(components) == 1 and components[0].x == components[0].y == 0
