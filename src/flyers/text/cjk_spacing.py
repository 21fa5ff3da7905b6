"""White space of full-width type, and how much of it a line keeps (CLREQ 6.1.2 and 6.3; JLREQ 3.1).

A full-width mark is half white. Where two meet, one gives up its white half (the font's ``halt`` feature). At the end
or the start of a line the white half hangs outside, so that lines are as long as they look. In Traditional Chinese,
commas and stops are in the middle of their square: these keep all their white space, because there is no white half on
either side. The outline of a mark shows which kind it is, so no list of languages is needed. Between ideographs and
Latin letters or digits there is an eighth of an em (``text-autospace`` of CSS Text 4), unless the text has a space.
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
    """Return the indices of the full-width marks that give up their white half.

    Of two neighbouring marks it is the one whose white half is between them; if both have white there, the first. A
    mark in the middle of its square never does.

    Args:
        text: of a message.
        items: of the message, for the fonts of the marks.
    """
    if _MARKS.isdisjoint(text):
        return frozenset()
    halved = set()
    before = -1
    for index, char in enumerate(text):
        if is_ignorable(char):
            continue
        if char in _MARKS and before >= 0 and text[before] in _MARKS:
            if text[before] in _CLOSING and _is_one_sided(before, text, items):
                halved.add(before)
            elif char in _OPENING and _is_one_sided(index, text, items):
                halved.add(index)
        before = index
    return frozenset(halved)


def _is_one_sided(place: int, text: str, items: Sequence[TextItem]) -> bool:
    """Return whether a closing mark's ink is in the left half of a full square, or an opening mark's in the right."""
    face = items[bisect_right(items, place, key=lambda item: item.start) - 1].face
    ink = face.ink(face.nominal_glyph(text[place]))
    if ink is None or face.nominal_advance(text[place]) <= _HALF:
        return False
    return ink[2] <= _HALF if text[place] in _CLOSING else ink[0] >= _HALF


class Spacing:
    """White space at the ends of lines and between scripts, for one message.

    Args:
        text: of the message.
        items: of the message. Space between scripts is only at the borders of items, and only in messages without
            right-to-left text, where neighbours in logical order are neighbours on the line.
        shaped: each item, shaped.
    """

    def __init__(self, text: str, items: Sequence[TextItem], shaped: Sequence[ShapedText]) -> None:
        self._text = text
        self._items = items
        self._shaped = shaped
        self._starts = [item.start for item in items]
        self._hangs = not _MARKS.isdisjoint(text)
        ltr = not any(item.level % 2 for item in items)
        borders = _borders(text, self._starts) if ltr else ()
        self._between = {edge: (left, right) for edge, left, right in borders}
        self._lefts = [left for left, _ in self._between.values()]
        self._rights = [right for _, right in self._between.values()]

    def before_item(self, edge: int, start: int, end: int) -> float:
        """Return the space before the item that begins at ``edge``, on the line ``text[start:end]``; em."""
        left, right = self._between.get(edge, (-1, -1))
        return AUTOSPACE if start <= left and right < end else 0.0

    def passed(self, start: int) -> float:
        """Return all space between scripts whose first script is before ``start``; em."""
        return AUTOSPACE * bisect_left(self._lefts, start)

    def held(self, end: int) -> float:
        """Return all space between scripts whose second script is before ``end``; em."""
        return AUTOSPACE * bisect_left(self._rights, end)

    def hanging_before(self, start: int) -> float:
        """Return how far the white half of an opening mark hangs out before a line that starts at ``start``; em."""
        if not self._hangs or (place := self._first_visible(range(start, len(self._text)), _OPENING)) is None:
            return 0.0
        item, glyph = self._glyph(place)
        ink, white = item.face.ink(glyph.gid), glyph.advance - _HALF
        return white if not item.level and ink and 0 < white <= glyph.dx + ink[0] else 0.0

    def hanging_after(self, end: int) -> float:
        """Return how far the white half of a closing mark hangs out after a line that ends at ``end``; em."""
        if not self._hangs or (place := self._first_visible(range(end - 1, -1, -1), _CLOSING)) is None:
            return 0.0
        item, glyph = self._glyph(place)
        ink, white = item.face.ink(glyph.gid), glyph.advance - _HALF
        return white if not item.level and ink and white > 0 and glyph.dx + ink[2] <= _HALF else 0.0

    def _first_visible(self, places: Sequence[int], marks: frozenset[str]) -> int | None:
        """Return the first of the places whose character is visible, if that is one of the marks; else None."""
        place = next((place for place in places if not is_ignorable(self._text[place])), None)
        return place if place is not None and self._text[place] in marks else None

    def _glyph(self, place: int) -> tuple[TextItem, ShapedGlyph]:
        index = bisect_right(self._starts, place) - 1
        item, shaped = self._items[index], self._shaped[index]
        return item, next(shaped.glyphs(place - item.start))


def _borders(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the edges between ideographs and Latin, with the indices of the visible characters next to them."""
    for edge in edges:
        left = next((place for place in range(edge - 1, -1, -1) if not is_ignorable(text[place])), None)
        right = next((place for place in range(edge, len(text)) if not is_ignorable(text[place])), None)
        if left is None or right is None:
            continue
        one, other = text[left], text[right]
        if (is_ideograph(one) and is_latin(other)) or (is_latin(one) and is_ideograph(other)):
            yield edge, left, right
