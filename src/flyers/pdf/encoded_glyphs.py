"""Encoded glyphs: what one code of a PDF font draws, with the text that it stands for.

An encoded glyph is a whole cluster: all of the shaper's glyphs that together draw some characters. Its origin is the
pen's position on the baseline, and every offset, up, down or sideways, is inside it. So the text layer of the file is
what readers expect of text: one code after another on one baseline, each with its characters, none without. Some
characters readers treat specially.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flyers.page.document import GlyphRun, PositionedGlyph
from flyers.records import dataclass

SOFT = "\u200b"
"""ZERO WIDTH SPACE, the text of a glyph whose cluster's text is on another glyph.

PDF/UA-1 (7.21.7) requires some text for every code, and readers that compare text ignore this character.
"""

LRM, RLM = "\u200e", "\u200f"  # LEFT-TO-RIGHT MARK and RIGHT-TO-LEFT MARK.

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ARABIC_DIGITS = "".join(map(chr, range(0x660, 0x66D)))

SPECIAL_IN_LTR = _BIDI_CONTROLS.union(_ARABIC_DIGITS, SOFT)
"""Characters of left-to-right runs that need more than to be drawn."""


def is_bidi_control(char: str) -> bool:
    """Return whether the character only directs the bidi algorithm (UAX #9, 2). On a finished page it has no effect."""
    return char in _BIDI_CONTROLS


def is_unneeded(text: str) -> bool:
    """Return whether a finished page has no use for a cluster: nobody sees it, and it only directs bidi or breaks.

    ZERO WIDTH SPACE has no code: beside it poppler loses a space between two words.
    """
    return text != "" and all(is_bidi_control(char) or char == SOFT for char in text)


def is_mark(char: str) -> bool:
    """Return whether the character is a non-spacing mark."""
    return unicodedata.category(char) == "Mn"


def has_mark(text: str) -> bool:
    return not text.isascii() and any(map(is_mark, text))


def is_rtl(char: str) -> bool:
    """Return whether every reader treats the character as right-to-left (UAX #9: R, AL and marks on them)."""
    return unicodedata.bidirectional(char) in ("R", "AL", "NSM")


def is_soft(char: str) -> bool:
    """Return whether the character is invisible and affects only joins and breaks (U+200B, U+200C, U+00AD …)."""
    return unicodedata.category(char) == "Cf" and not is_bidi_control(char)


def ends_in_arabic_digit(text: str) -> bool:
    """Return whether the text ends in a digit U+0660 … U+0669, or in what is written with such digits: the percent sign
    (U+066A) and their separators (U+066B, U+066C).
    """
    return text != "" and text[-1] in _ARABIC_DIGITS


_WIDE_GAP = 0.08  # Em between two letters of left-to-right text; to pdf.js 0.102 em is a space.

MARK_WIDTH = 1  # Font units of the code of a combining mark: pdfium drops glyphs without width.


class Component(NamedTuple):
    """A glyph and its offset, font units."""

    gid: int
    x: int
    y: int


STRUT = -1
"""The `Component.gid` of a strut: two points without ink, in a band that nearly every letter of Arabic type crosses."""


class PlacedGlyph(NamedTuple):
    """An encoded glyph on a line. The first three fields are what its code draws and says."""

    components: tuple[Component, ...]
    # The pen's, font units; None for a glyph as the font has it. It may have fractions of a unit on the page only.
    advance: float | None
    text: str
    x: float  # x, y: its origin, points from the line's
    y: float

    def width(self, face: EncodedFace) -> float:
        """Return the pen's advance, font units."""
        return face.advance(self.components[0].gid) if self.advance is None else self.advance


def plain(gid: int) -> tuple[tuple[Component], None]:
    """Return components and advance of a glyph as the font has it."""
    return (Component(gid, 0, 0),), None


def without_ink(space: int, advance: float = MARK_WIDTH) -> tuple[tuple[Component, Component], float]:
    """Return components and advance of one that shows nothing, but has a box: the glyph *space* and a strut."""
    return (Component(space, 0, 0), Component(STRUT, 0, 0)), advance


@dataclass(frozen=True, slots=True)
class EncodedFace:
    """The facts about a run's face that its encoding needs."""

    key: str  # in the font library
    upem: int  # units per em
    composable: bool  # whether composites can be made in it (TrueType outlines)
    advance: Callable[[int], int]  # returns a glyph's own advance, font units
    space: int  # the glyph of U+0020, or 0 if there is none


class GlyphStrings(NamedTuple):
    """Strings of one face and size (points), in logical order; positions are relative to the line's origin.

    ``run`` is the index of the run that they show, or -1 for strings that only help readers; ``rtl`` says how it runs.
    """

    face: EncodedFace
    size: float
    strings: list[list[PlacedGlyph]]
    run: int = -1
    rtl: bool = False

    @property
    def left(self) -> float:
        """The left edge of the leftmost glyph."""
        return self.strings[-1 if self.rtl else 0][0].x

    @property
    def right(self) -> float:
        """The pen's position after the rightmost glyph."""
        last = self.strings[0 if self.rtl else -1][-1]
        return last.x + last.width(self.face) * self.unit

    @property
    def unit(self) -> float:
        """Points of a font unit."""
        return self.size / self.face.upem


def glyph_strings(
    run: GlyphRun, face: EncodedFace, *, begins: bool = True, ends: bool = True, parts_ltr: bool = False
) -> list[list[PlacedGlyph]]:
    """Return the encoded glyphs of *run* as strings to be shown from left to right, without those that nobody needs.

    A run is one string; from right to left it begins with its last letter, since readers turn such strings round.
    Spaces and signs at its borders to other runs are strings of their own. RIGHT-TO-LEFT MARKs say which way a sign
    runs where a line begins or ends with it, or where it parts numbers or words that readers would turn round with it.

    Args:
        begins, ends: whether it is the first, the last of its line.
        parts_ltr: whether what is on both sides of it runs from left to right.
    """
    rtl = run.level % 2 == 1
    if not rtl and (simple := _simple_string(run.glyphs)):
        return [simple]
    clusters = [_GlyphCluster(glyph.text, [glyph], glyph.advance) for glyph in run.glyphs]
    clusters = _joined(clusters, lambda before, cluster: not cluster.text)
    clusters = [cluster for cluster in clusters if not is_unneeded(cluster.text)]
    if not clusters:
        return []
    if not face.composable:
        placed = [
            PlacedGlyph(*plain(glyph.gid), glyph.text or SOFT, glyph.x, glyph.y)
            for cluster in clusters
            for glyph in cluster.glyphs
        ]
        return [placed[::-1] if rtl else placed]
    units = face.upem / run.size
    if not rtl:
        clusters = _joined(_joined(clusters, _is_in_number), _is_overlaid)
        _set_origins(clusters, rtl=False)
        return [[part for cluster in clusters for part in _marks_apart(cluster, units, face)]]
    clusters = _join_soft(clusters)
    _set_origins(clusters, rtl=True)
    placed = [part for cluster in clusters for part in _from_right(cluster, units, face)]
    return _turned_strings(placed, units, face, begins=begins, ends=ends, parts_ltr=parts_ltr)


def _turned_strings(
    glyphs: list[PlacedGlyph], units: float, face: EncodedFace, *, begins: bool, ends: bool, parts_ltr: bool
) -> list[list[PlacedGlyph]]:
    """Return the *glyphs* of a right-to-left run as the strings of `glyph_strings`."""
    right = glyphs[0].x + (glyphs[0].width(face) - MARK_WIDTH) / units
    beginning = PlacedGlyph(*without_ink(face.space), RLM, right, 0.0)
    end = beginning._replace(x=glyphs[-1].x - MARK_WIDTH / units)
    letters = [index for index, glyph in enumerate(glyphs) if is_rtl(glyph.text[-1])]
    if not letters:
        signs = [[glyph] for glyph in glyphs]
        return [[beginning], *signs, [end]] if parts_ltr else [*([[end]] if ends else ()), *signs]
    first = 0 if begins else letters[0]
    last = len(glyphs) if ends else letters[-1] + 1
    string = [
        *([end] if letters[-1] + 1 < last else ()),
        *glyphs[first:last][::-1],
        *([beginning] if first < letters[0] else ()),
    ]
    return [*([glyph] for glyph in glyphs[:first]), string, *([glyph] for glyph in glyphs[last:])]


def _simple_string(glyphs: Sequence[PositionedGlyph]) -> list[PlacedGlyph] | None:
    """Return left-to-right text if each cluster of it is one glyph on the baseline, without a combining mark, as nearly
    always; else None.
    """
    placed = []
    for glyph in glyphs:
        text = glyph.text
        if not text or glyph.y or not (text.isascii() or (SPECIAL_IN_LTR.isdisjoint(text) and not has_mark(text))):
            return None
        placed.append(PlacedGlyph(*plain(glyph.gid), text, glyph.x, 0.0))
    return placed


@dataclass(eq=False, slots=True)
class _GlyphCluster:
    """Glyphs that together draw ``text``; ``origin`` is the left end of their advance."""

    text: str
    glyphs: list[PositionedGlyph]
    advance: float
    origin: float = 0.0


def _joined(
    clusters: list[_GlyphCluster], goes_on: Callable[[_GlyphCluster, _GlyphCluster], bool]
) -> list[_GlyphCluster]:
    """Return *clusters* with each that *goes_on* from the one before as one with it."""
    joined: list[_GlyphCluster] = []
    for cluster in clusters:
        if joined and goes_on(joined[-1], cluster):
            joined[-1].text += cluster.text
            joined[-1].glyphs += cluster.glyphs
            joined[-1].advance += cluster.advance
        else:
            joined.append(cluster)
    return joined


def _is_in_number(before: _GlyphCluster, cluster: _GlyphCluster) -> bool:
    """Return whether both are Arabic-Indic digits, which MuPDF takes for right-to-left letters, and reverses."""
    return ends_in_arabic_digit(cluster.text) and ends_in_arabic_digit(before.text)


def _is_overlaid(before: _GlyphCluster, cluster: _GlyphCluster) -> bool:
    """Return whether *cluster* is drawn over the one *before*, without an advance."""
    return not cluster.advance and has_mark(cluster.text)


def _join_soft(clusters: list[_GlyphCluster]) -> list[_GlyphCluster]:
    """Return *clusters* with the texts of invisible ones on the one before."""
    joined: list[_GlyphCluster] = []
    for cluster in clusters:
        if joined and all(map(is_soft, cluster.text)):
            joined[-1].text += cluster.text
        else:
            joined.append(cluster)
    return joined


def _set_origins(clusters: list[_GlyphCluster], *, rtl: bool) -> None:
    """Set the pen's position at the left of each cluster.

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


def _encode_cluster(cluster: _GlyphCluster, units: float, face: EncodedFace) -> PlacedGlyph:
    """Return a cluster of left-to-right text as one glyph.

    It is as wide as the shaper has it where the font's own advance would leave a gap that pdf.js takes for a space.
    """
    components = tuple(
        Component(glyph.gid, round((glyph.x - cluster.origin) * units), round(glyph.y * units))
        for glyph in cluster.glyphs
    )
    advance, gid = max(0, round(cluster.advance * units)), components[0].gid
    is_plain = components == (Component(gid, 0, 0),) and advance - face.advance(gid) < _WIDE_GAP * face.upem
    return PlacedGlyph(components, None if is_plain else advance, cluster.text or SOFT, cluster.origin, 0.0)


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
    share = max(0.0, cluster.advance * units - (len(stretches) - letters) * MARK_WIDTH) / letters
    parts, left = [], 0.0
    for index, text in enumerate(stretches):
        drawn = (Component(face.space, 0, 0),) if index else glyph.components
        own = round(left + share) - round(left) if index % 2 == 0 else MARK_WIDTH
        parts.append(PlacedGlyph(drawn, own, text, glyph.x + left / units, 0.0))
        left += own
    return parts


@lru_cache(maxsize=4096)
def _letters_and_marks(text: str) -> tuple[str, ...]:
    """Return the stretches of letters and of combining marks in *text*, by turns, joiners among the marks.

    pdf.js passes over a code that ends in a joiner and has no mark.
    """
    return tuple("".join(chars) for _, chars in groupby(text, key=lambda char: is_mark(char) or is_soft(char)))


def _from_right(cluster: _GlyphCluster, units: float, face: EncodedFace) -> list[PlacedGlyph]:
    """Return a cluster of right-to-left text as a code for each character, in logical order, from right to left.

    The first one draws the whole cluster. Letters share its advance; a mark has a font unit, since pdfium drops glyphs
    without width.
    """
    whole = _encode_cluster(cluster, units, face)
    texts = _with_joiners(whole.text)
    right = round(cluster.advance * units)
    if len(texts) == 1 and right >= MARK_WIDTH:
        return [whole._replace(text=texts[0])]
    marks = sum(is_mark(text[-1]) for text in texts)
    share = max(MARK_WIDTH, (right - marks * MARK_WIDTH) // max(1, len(texts) - marks))
    parts = []
    for index, text in enumerate(texts):
        width = MARK_WIDTH if is_mark(text[-1]) else share
        right -= width
        drawn = [Component(gid, x - right, y) for gid, x, y in whole.components]
        components = (Component(face.space, 0, 0),) if index else tuple(drawn)
        parts.append(PlacedGlyph(components, width, text, whole.x + right / units, 0.0))
    return parts


def _with_joiners(text: str) -> tuple[str, ...]:
    """Return the characters of *text*, an invisible one before the one that it follows.

    pdf.js passes over a code that ends in an invisible character.
    """
    parts: list[str] = []
    for char in text:
        if parts and is_soft(char):
            parts[-1] = char + parts[-1]
        else:
            parts.append(char)
    return tuple(parts)
