"""Drawn glyphs, and the order in which people read them.

Programs write right-to-left text in any order: in logical order, from left to right, or word by word. Readers of the
paper see only places. So letters of right-to-left scripts are read by their places, in whatever order they come;
everything else follows the pen and keeps the order of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flyers.proof.geometry import Box, Matrix, own_point, turn_of
from flyers.records import dataclass

Axes = tuple[float, float, float, float]
"""The first four numbers of a matrix."""


class DrawnGlyph(NamedTuple):
    """A glyph on a page: origin, advance and ``box`` of its outline (None: nothing to see) in points.

    ``font`` is a key of `Reading.fonts`; ``axes`` are the first four numbers of `em`, one object in a whole string.
    """

    gid: int
    code: int
    text: str | None
    font: str
    size: float
    x: float
    y: float
    advance: float
    box: Box | None
    axes: Axes

    @property
    def em(self) -> Matrix:
        """The matrix that takes its outline from ems to the page."""
        return (*self.axes, self.x, self.y)

    @property
    def turn(self) -> int:
        """The nearest quarter turn of its letter, degrees clockwise."""
        _, _, c, d = self.axes
        return 0 if 0 <= d >= abs(c) else turn_of(self.em)

    @property
    def place(self) -> tuple[float, float]:
        """Its origin in its own axes: along its line, and up."""
        return own_point(self.turn, self.x, self.y)

    @property
    def along(self) -> float:
        """How far along its line its origin is: from left to right if it is upright."""
        _, _, c, d = self.axes
        return self.x if 0 <= d >= abs(c) else self.place[0]

    @property
    def up(self) -> float:
        """The height of its origin, seen as the letter stands."""
        _, _, c, d = self.axes
        return self.y if 0 <= d >= abs(c) else self.place[1]


NO_ADVANCE = 0.001
"""Points: a mark that moves the pen less than this belongs to the glyph before it in the file."""

OTHER_LINE = 0.7
"""Ems between two baselines: less is a letter that leaves its line, as in Nastaliq; more is another line."""


_WAYS = {"R": "R", "L": "L", "digits": "L", "": " ", "mark": "m"}
_RTL_LETTERS = re.compile("m*R(?:[Rm ]*R)?")
"""Letters of one right-to-left stretch, the marks of the last one before it."""


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """Return which way *text* runs.

    "R", "L" or "digits" by its first strong character or digit (UAX #9, table 4); "" for spaces and signs; "mark" for
    what has no place of its own: combining marks and invisible characters.
    """
    ends_word = False
    for character in text:
        bidi = unicodedata.bidirectional(character)
        if bidi == "L":
            return "L"
        if bidi in ("R", "AL"):
            return "R"
        if unicodedata.category(character) == "Cf":
            continue
        if bidi in ("EN", "AN"):
            return "digits"
        ends_word = ends_word or bidi not in ("NSM", "BN")
    return "" if ends_word else "mark"


def has_rtl(texts: Iterable[str]) -> bool:
    """Return whether any of *texts*, those of glyphs, runs from right to left: others are read as the file has them."""
    return any(direction(text) == "R" for text in set(texts))


def is_rtl_line(text: str) -> bool:
    """Return whether most letters of *text* are of right-to-left scripts."""
    ways = [direction(character) for character in text]
    return ways.count("R") > ways.count("L")


@dataclass(slots=True)
class _MarkCluster:
    """A glyph and the marks without advance after it; ``way`` is its `direction`."""

    glyphs: list[DrawnGlyph]
    way: str

    @property
    def along(self) -> float:
        return self.glyphs[0].along


@dataclass(slots=True)
class Stretch:
    """Adjacent glyphs of a line that run the same way: from right to left (``rtl``), or with the pen."""

    rtl: bool
    clusters: list[_MarkCluster] = field(default_factory=list)

    def glyphs(self) -> Iterator[DrawnGlyph]:
        clusters = sorted(self.clusters, key=lambda cluster: -cluster.along) if self.rtl else self.clusters
        for cluster in clusters:
            yield from cluster.glyphs

    @property
    def text(self) -> str:
        """The text of the glyphs in reading order; that of a right-to-left code is turned round, as its string is."""
        texts = [glyph.text or "" for glyph in self.glyphs()]
        return "".join(text[::-1] for text in texts) if self.rtl else "".join(texts)


def in_reading_order(glyphs: Sequence[DrawnGlyph]) -> list[DrawnGlyph]:
    """Return *glyphs*, given in the order of the file, in reading order."""
    return [glyph for stretch in stretches(glyphs) for glyph in stretch.glyphs()]


def turned_round(glyphs: Sequence[DrawnGlyph]) -> list[str]:
    """Return the texts of *glyphs* as readers of the file take them: in its order, but with right-to-left letters and
    what is between them turned round, as far as the pen runs from left to right.
    """
    texts = [glyph.text or "\ufffd" for glyph in glyphs]
    if not has_rtl(texts):
        return texts
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or glyphs[end].along < glyphs[end - 1].along:
            ways = "".join(_WAYS[direction(text)] for text in texts[start:end])
            for found in _RTL_LETTERS.finditer(ways):
                part = slice(start + found.start(), start + found.end())
                texts[part] = [text[::-1] for text in reversed(texts[part])]
            start = end
    return texts


def stretches(glyphs: Sequence[DrawnGlyph]) -> list[Stretch]:
    """Return the stretches of a text object, in the order of the file.

    Spaces and signs, and marks with a place of their own, belong to the right-to-left letters that precede them in
    reading direction.
    """
    if not has_rtl(glyph.text or "" for glyph in glyphs):
        return [Stretch(False, line) for line in _lines(_clusters(glyphs))]
    found: list[Stretch] = []
    for line in _lines(_clusters(glyphs)):
        groups = [(way, list(group)) for way, group in groupby(line, key=lambda cluster: _kind(cluster.way))]
        rtl = [way == "R" for way, _ in groups]
        for index, (way, group) in enumerate(groups):
            before = groups[index - 1][1] if index and rtl[index - 1] else []
            after = groups[index + 1][1] if index + 1 < len(groups) and rtl[index + 1] else []
            for cluster in group:
                # A file that has a word from left to right may begin its line with the space after that word, and a
                # word with the mark of its last letter.
                leads = not index and bool(after) and (cluster.glyphs[0].text or "").isspace()
                leads = leads or (bool(after) and cluster.way == "mark" and cluster is group[-1])
                joins = way == "R" or (way == "" and (leads or _is_beside(cluster, before, after)))
                if not found or found[-1].rtl != joins or cluster is line[0]:
                    found.append(Stretch(joins))
                found[-1].clusters.append(cluster)
    return found


def _kind(way: str) -> str:
    return {"digits": "L", "mark": ""}.get(way, way)


def _is_beside(cluster: _MarkCluster, before: list[_MarkCluster], after: list[_MarkCluster]) -> bool:
    """Return whether *cluster* is between right-to-left letters, left of those *before* it, or right of those *after*.

    Beyond the outermost letter is enough, since a file may have the letters of a word from left to right.
    """
    if before and after:
        return True
    return any(cluster.along < other.along for other in before) or any(cluster.along > other.along for other in after)


def _clusters(glyphs: Sequence[DrawnGlyph]) -> list[_MarkCluster]:
    clusters: list[_MarkCluster] = []
    for glyph in glyphs:
        way = direction(glyph.text or "")
        if way == "mark" and clusters and glyph.advance < NO_ADVANCE:
            clusters[-1].glyphs.append(glyph)
        else:
            clusters.append(_MarkCluster([glyph], way))
    return clusters


def _lines(clusters: list[_MarkCluster]) -> Iterator[list[_MarkCluster]]:
    line: list[_MarkCluster] = []
    before = 0.0
    for cluster in clusters:
        first = cluster.glyphs[0]
        up = first.up
        if line and abs(up - before) > OTHER_LINE * first.size:
            yield line
            line = []
        line.append(cluster)
        before = up
    if line:
        yield line


def words(stretch: Stretch) -> Iterator[list[DrawnGlyph]]:
    """Yield runs of letters or of digits that the pen writes from left to right, without marks.

    A right-to-left stretch, which is in order by its places, has none.
    """
    if stretch.rtl:
        return
    for way, clusters in groupby((one for one in stretch.clusters if one.way != "mark"), key=lambda one: one.way):
        word = [cluster.glyphs[0] for cluster in clusters]
        if way and len(word) > 1:
            yield word
