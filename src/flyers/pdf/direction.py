"""What readers need where text of both directions meets, beside the order of the characters.

pdfium puts a line in logical order by counting: stretches of letters from right to left against stretches from left to
right, and a stretch ends at every space and sign. ``www.example.org`` is three, so it comes out backwards in an Arabic
line, or turns that line round. What cannot be told rightly so is told in parts (`partings`).

poppler takes the direction of most letters of a page for the page's own, and puts what runs the other way in another
order, stretch by stretch. A card has fewer Arabic letters than its slug and its addresses have Latin ones. So such a
page carries RIGHT-TO-LEFT MARKs beside its slug (`counterweight`): without ink and in no sentence, but they count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from flyers.pdf.encoded_glyphs import PlacedGlyph, plain
from flyers.pdf.tounicode import RLM

_MARKS = 8
"""To a code: older versions of poppler read no more characters of one."""

_STEP = 0.5
"""Em between two signs: poppler takes words of the same text less than a tenth of an em apart for one."""


def counterweight(texts: Iterable[str], space: int, size: float, left: float, right: float) -> list[PlacedGlyph]:
    """A string of signs with as many marks as outweigh the letters of *texts*, on the line's baseline.

    Args:
        space: index of a glyph without ink.
        size: of type, points.
        left, right: where they may stand, points from the line's origin.
    """
    kinds = [unicodedata.bidirectional(char) for text in texts for char in text]
    surplus = kinds.count("L") - kinds.count("R") - kinds.count("AL")
    count = max(0, -(-(surplus + 1) // _MARKS))
    step = min(_STEP * size, (right - left) / max(1, count))
    return [PlacedGlyph(plain(space), RLM * _MARKS, left + step * index, 0.0) for index in range(count)]


def partings(stretches: Sequence[tuple[bool, str]], *, rtl: bool) -> list[bool]:
    """Between which neighbours of a line's *stretches* it must be parted for pdfium.

    Args:
        stretches: in logical order, of alternating direction: whether from right to left, and the texts of the codes.
        rtl: the direction of the paragraph.
    """
    kinds = [[kind for kind, _ in groupby(text, key=_kind)] for _, text in stretches]
    neighbours = list(pairwise(range(len(stretches))))
    # A word or a number keeps its place in a right-to-left line; what follows a word in a left-to-right one does not.
    parted = [not rtl or any(not stretches[i][0] and len(kinds[i]) > 1 for i in pair) for pair in neighbours]
    start = 0
    for end in range(1, len(stretches) + 1):
        if end == len(stretches) or parted[end - 1]:
            together = [kind for part in kinds[start:end] for kind in part]
            if together.count("L") >= together.count("R") > 0:
                parted[start : end - 1] = [True] * (end - 1 - start)
            start = end
    return parted


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """``L``, ``R``, ``W`` for digits and what keeps with them, ``N`` for the rest (pdfium's ``CFX_BidiChar``)."""
    kind = unicodedata.bidirectional(char)
    if kind in ("L", "R"):
        return kind
    if kind == "AL":
        return "R"
    return "W" if kind in ("EN", "AN", "ES", "ET", "CS", "NSM", "BN") else "N"
