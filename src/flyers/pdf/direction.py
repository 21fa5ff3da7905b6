"""A counterweight to the Latin letters on right-to-left pages.

poppler takes the direction of most letters of a page for the page's own, and puts what runs the other way in another
order, stretch by stretch. A card has fewer Arabic letters than its slug and its addresses have Latin ones. So such a
page carries RIGHT-TO-LEFT MARKs beside its slug: without ink and in no sentence, but they count.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import bidirectional

from flyers.pdf.signs import PlacedSign, Sign
from flyers.pdf.tounicode import RLM

_MARKS = 8
"""To a code: older versions of poppler read no more characters of one."""

_STEP = 0.5
"""Em between two signs: poppler takes words of the same text less than a tenth of an em apart for one."""


def counterweight(texts: Iterable[str], space: int, x: float, size: float) -> list[PlacedSign]:
    """A string of as many marks as outweigh the letters of *texts*, none if they need none.

    Args:
        space: index of a glyph without ink.
        x: where the string begins, points from the origin of the line that it is added to.
        size: of that line, points.
    """
    count = -(-(_surplus(texts) + 1) // _MARKS)
    return [PlacedSign(Sign.plain(space), RLM * _MARKS, x + _STEP * size * index, 0.0) for index in range(count)]


def _surplus(texts: Iterable[str]) -> int:
    """How many more letters run from left to right."""
    kinds = [bidirectional(char) for text in texts for char in text]
    return kinds.count("L") - kinds.count("R") - kinds.count("AL")
