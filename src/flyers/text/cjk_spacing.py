"""The white that full-width type brings along, and how much of it a line keeps (CLREQ 6.1.2 and 6.3; JLREQ 3.1).

A full-width mark is half white. Where two meet, one gives up its white (the font's ``halt`` feature). At the end or the
start of a line the white hangs outside, so that lines are as long as they look. In Traditional Chinese commas and stops
stand in the middle of their square: these keep all their white, which is no half on either side. What a mark has is
seen from its outline, so that no list of languages is needed. Between ideographs and Latin letters or digits stands an
eighth of an em (``text-autospace`` of CSS Text 4), unless someone typed a space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from flyers.text.characters import is_ideograph, is_ignorable, is_latin
from flyers.text.itemize import TextItem
from flyers.text.shaping import ShapedGlyph, ShapedText

AUTOSPACE = 0.125
"""Em."""

_HALF = 0.5

_CLOSING = frozenset("、。，．：；！？）］｝」』】》〉〕〗”’")
_OPENING = frozenset("（［｛「『【《〈〔〖“‘")
_MARKS = _CLOSING | _OPENING


def half_width_marks(text: str, items: Sequence[TextItem]) -> frozenset[int]:
    """Places of the full-width marks that give up their white to a neighbour.

    Of two that meet it is the one whose white lies between them; where both have white there, the first. A mark in the
    middle of its square is none of these.

    Args:
        text: of a message.
        items: of the message, for the fonts of the marks.
    """
    if _MARKS.isdisjoint(text):
        return frozenset()
    found = set()
    before = -1
    for index, char in enumerate(text):
        if is_ignorable(char):
            continue
        if char in _MARKS and before >= 0 and text[before] in _MARKS:
            if text[before] in _CLOSING and _is_one_sided(before, text, items):
                found.add(before)
            elif char in _OPENING and _is_one_sided(index, text, items):
                found.add(index)
        before = index
    return frozenset(found)


def _is_one_sided(place: int, text: str, items: Sequence[TextItem]) -> bool:
    """Whether a closing mark's ink is in the left half of a full square, or an opening one's in the right."""
    face = items[bisect_right(items, place, key=lambda item: item.start) - 1].face
    ink = face.ink(face.nominal_glyph(text[place]))
    if ink is None or face.nominal_advance(text[place]) <= _HALF:
        return False
    return ink[2] <= _HALF if text[place] in _CLOSING else ink[0] >= _HALF


class Spacing:
    """The white at the ends of lines, and between scripts, of one message.

    Args:
        text: of the message.
        items: of the message. White between scripts stands only at their borders, and only where no text runs from
            right to left, so that what is next in logical order is next on the line.
        shaped: each of them.
    """

    def __init__(self, text: str, items: Sequence[TextItem], shaped: Sequence[ShapedText]) -> None:
        self._text = text
        self._items = items
        self._shaped = shaped
        self._starts = [item.start for item in items]
        self._hangs = not _MARKS.isdisjoint(text)
        mixed = not any(item.level % 2 for item in items)
        borders = _borders(text, self._starts) if mixed else ()
        self._between = {edge: (left, right) for edge, left, right in borders}
        self._lefts = [left for left, _ in self._between.values()]
        self._rights = [right for _, right in self._between.values()]

    def before_item(self, edge: int, start: int, end: int) -> float:
        """Em; the white before the item that begins at ``edge``, on a line that holds ``text[start:end]``."""
        left, right = self._between.get(edge, (-1, -1))
        return AUTOSPACE if start <= left and right < end else 0.0

    def passed(self, start: int) -> float:
        """Em; all white between scripts whose first script stands before ``start``."""
        return AUTOSPACE * bisect_left(self._lefts, start)

    def held(self, end: int) -> float:
        """Em; all white between scripts whose second script stands before ``end``."""
        return AUTOSPACE * bisect_left(self._rights, end)

    def hanging_before(self, start: int) -> float:
        """Em; what hangs out before a line that starts at ``start``: the white half of an opening mark."""
        if not self._hangs or (place := self._shown(range(start, len(self._text)), _OPENING)) is None:
            return 0.0
        item, glyph = self._glyph(place)
        ink, white = item.face.ink(glyph.gid), glyph.advance - _HALF
        return white if not item.level and ink and 0 < white <= glyph.dx + ink[0] else 0.0

    def hanging_after(self, end: int) -> float:
        """Em; what hangs out after a line that ends at ``end``: the white half of a closing mark."""
        if not self._hangs or (place := self._shown(range(end - 1, -1, -1), _CLOSING)) is None:
            return 0.0
        item, glyph = self._glyph(place)
        ink, white = item.face.ink(glyph.gid), glyph.advance - _HALF
        return white if not item.level and ink and white > 0 and glyph.dx + ink[2] <= _HALF else 0.0

    def _shown(self, places: Sequence[int], marks: frozenset[str]) -> int | None:
        """The first of the places whose character shows, if that is one of the marks."""
        place = next((place for place in places if not is_ignorable(self._text[place])), None)
        return place if place is not None and self._text[place] in marks else None

    def _glyph(self, place: int) -> tuple[TextItem, ShapedGlyph]:
        index = bisect_right(self._starts, place) - 1
        item, shaped = self._items[index], self._shaped[index]
        return item, next(shaped.glyphs(place - item.start))


def _borders(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Edges between ideographs and Latin, with the places of the characters beside them that show."""
    for edge in edges:
        left = next((place for place in range(edge - 1, -1, -1) if not is_ignorable(text[place])), None)
        right = next((place for place in range(edge, len(text)) if not is_ignorable(text[place])), None)
        if left is None or right is None:
            continue
        one, other = text[left], text[right]
        if (is_ideograph(one) and is_latin(other)) or (is_latin(one) and is_ideograph(other)):
            yield edge, left, right
