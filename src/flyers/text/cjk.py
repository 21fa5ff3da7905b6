"""White space of full-width type, and how much of it a line keeps (CLREQ 6.1.2 and 6.3; JLREQ 3.1).

A full-width mark is half white. Where two meet, one gives up its white half (the font's ``halt`` feature). At the end
or the start of a line the white half hangs outside, so that lines are as long as they look. In Traditional Chinese,
commas and stops are in the middle of their square: these keep all their white space, because there is no white half on
either side. The outline of a mark shows which kind it is, so no list of languages is needed. Between ideographs and
Latin letters or digits there is an eighth of an em (``text-autospace`` of CSS Text 4), unless the text has a space.

UAX #14 lets a line end after nearly every ideograph. Readers accept that, but read a poster or a card faster if words
stay whole ("word-break: auto-phrase" of CSS Text 4). ICU's dictionary knows most words. It returns others as words of
one character, so two of those in a row are probably a word that it doesn't know.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from icu4py.breakers import LineBreaker, WordBreaker

from flyers.text.characters import is_ideograph, is_ignorable, is_latin
from flyers.text.itemize import TextItem
from flyers.text.shaping import ShapedText

AUTOSPACE = 0.125  # Em.

_HALF = 0.5
_CLOSING = frozenset("、。，．：；！？）］｝」』】》〉〕〗”’")
_OPENING = frozenset("（［｛「『【《〈〔〖“‘")
_MARKS = _CLOSING | _OPENING


def half_width_marks(text: str, items: Sequence[TextItem]) -> frozenset[int]:
    """Return the indices of the full-width marks that give up their white half.

    Of two neighbouring marks it is the one whose white half is between them; if both have white there, the first. A
    mark in the middle of its square never does. The *items* of the message have the fonts.
    """
    if _MARKS.isdisjoint(text):
        return frozenset()
    halved = set()
    for before, after in pairwise([index for index, char in enumerate(text) if not is_ignorable(char)]):
        if text[before] in _MARKS and text[after] in _MARKS:
            if text[before] in _CLOSING and _is_one_sided(before, text, items):
                halved.add(before)
            elif text[after] in _OPENING and _is_one_sided(after, text, items):
                halved.add(after)
    return frozenset(halved)


def _is_one_sided(place: int, text: str, items: Sequence[TextItem]) -> bool:
    """Return whether a closing mark's ink is in the left half of a full square, or an opening mark's in the right."""
    face = items[bisect_right(items, place, key=lambda item: item.start) - 1].face
    ink = face.ink(face.nominal_glyph(text[place]))
    if ink is None or face.nominal_advance(text[place]) <= _HALF:
        return False
    return ink[2] <= _HALF if text[place] in _CLOSING else ink[0] >= _HALF


class Spacing:
    """White space at the ends of lines and between scripts, for one message with its items, shaped.

    Space between scripts is only at the borders of items, and only in messages without right-to-left text, where
    neighbours in logical order are neighbours on the line.
    """

    def __init__(self, text: str, items: Sequence[TextItem], shaped: Sequence[ShapedText]) -> None:
        self._text = text
        self._items = items
        self._shaped = shaped
        self._starts = [item.start for item in items]
        self._hangs = not _MARKS.isdisjoint(text)
        # The visible characters on both sides of each edge between ideographs and Latin.
        self._between: dict[int, tuple[int, int]] = {}
        for edge in () if any(item.level % 2 for item in items) else self._starts:
            left, right = _visible(text, range(edge - 1, -1, -1)), _visible(text, range(edge, len(text)))
            if left is None or right is None:
                continue
            for one, other in ((text[left], text[right]), (text[right], text[left])):
                if is_ideograph(one) and is_latin(other):
                    self._between[edge] = left, right
        self._lefts = [left for left, _ in self._between.values()]
        self._rights = [right for _, right in self._between.values()]

    def before_item(self, edge: int, start: int, end: int) -> float:
        """Return the space before the item that begins at ``edge``, on the line ``text[start:end]``; em."""
        if edge not in self._between:
            return 0.0
        left, right = self._between[edge]
        return AUTOSPACE if start <= left and right < end else 0.0

    def passed(self, start: int) -> float:
        """Return all space between scripts whose first script is before ``start``; em."""
        return AUTOSPACE * bisect_left(self._lefts, start)

    def held(self, end: int) -> float:
        """Return all space between scripts whose second script is before ``end``; em."""
        return AUTOSPACE * bisect_left(self._rights, end)

    def hanging_before(self, start: int) -> float:
        """Return how far the white half of an opening mark hangs out before a line that starts at ``start``; em."""
        return self._hanging(range(start, len(self._text)), _OPENING) if self._hangs else 0.0

    def hanging_after(self, end: int) -> float:
        """Return how far the white half of a closing mark hangs out after a line that ends at ``end``; em."""
        return self._hanging(range(end - 1, -1, -1), _CLOSING) if self._hangs else 0.0

    def _hanging(self, places: Sequence[int], marks: frozenset[str]) -> float:
        """Return the white half of the first visible character at the *places* if it is one of the *marks*; else 0."""
        place = _visible(self._text, places)
        if place is None or self._text[place] not in marks:
            return 0.0
        index = bisect_right(self._starts, place) - 1
        item, shaped = self._items[index], self._shaped[index]
        glyph = shaped.first[place - item.start]
        ink, white = item.face.ink(shaped.gids[glyph]), max(0.0, shaped.advances[glyph] - _HALF)
        if item.level or not ink:
            return 0.0
        left, right = shaped.dxs[glyph] + ink[0], shaped.dxs[glyph] + ink[2]
        return white if (white <= left if marks is _OPENING else right <= _HALF) else 0.0


def _visible(text: str, places: Iterable[int]) -> int | None:
    """Return the first of *places* with a visible character."""
    return next((place for place in places if not is_ignorable(text[place])), None)


_INSIDE_WORD = 0.12

_BEFORE_PARTICLE = 0.06
"""Before a word of one character that belongs to the word before it, and between a number and its measure word."""

_ALONE = 0.08  # Where one character would be separated from its clause.
_UNKNOWN_WORD = 0.05  # Between words of one character that are probably one word.
_LEANING = 0.03  # After a word of one character that belongs to the next word, such as a preposition or an adverb.
_SENTENCE_JUST_BEGUN = 0.03  # After a short word that begins a sentence.
_SINGLE = 0.02  # Next to any other word of one character.
_INSIDE_PHRASE = 0.06  # Between words of one Japanese phrase (bunsetsu).

_PARTICLES = frozenset(
    [*"的地得了着过吗呢吧啊嘛么们者上下里中内外前后时间年月日岁个位名次种些著過嗎們裡裏後時間歲個種", "的话", "的話"]
)

_LEANS_ON_NEXT = frozenset(
    "或和与及跟同而但且并在从被把将让使给对向往到至为因以于比就也都还又再才只不没未别很太更最能会可要该请是这那每某各第"
    "與並從將讓對為還沒別會該請這"
)

_ISOLATES = "\u2066\u2067\u2068\u2069"  # ICU includes these in the word before them.

_SENTENCE_END = frozenset("。！？…")


def costs_among_ideographs(text: str, language: str, inside: Set[int] = frozenset()) -> dict[int, float]:
    """Return the costs of ending a line between ideographs or kana, on the scale of `breaks`, by position.

    Where a translator wrote U+200B, ICU's words end, and there is no cost. Positions *inside* are in words that ICU's
    dictionary does not have.
    """
    if not any(map(is_ideograph, text)):
        return {}
    phrases = set(_edges(LineBreaker(text, "ja-u-lw-phrase"))) if language.partition("-")[0] == "ja" else None
    costs: dict[int, float] = {}
    edges = [0, *(edge for edge in _edges(WordBreaker(text, language)) if edge not in inside)]
    for place, (start, end) in enumerate(pairwise(edges)):
        if not is_ideograph(text[start]):
            continue
        costs.update(dict.fromkeys(range(start + 1, end), _INSIDE_WORD))
        if phrases is None:
            costs[start] = _before_word(text, edges[max(0, place - 1)], start, end)
        elif start not in phrases:
            costs[start] = _INSIDE_PHRASE
    return costs


def _before_word(text: str, before: int, start: int, end: int) -> float:
    """Return the cost of ending a line between the words ``text[before:start]`` and ``text[start:end]``."""
    word, last = (text[slice(*ends)].strip(_ISOLATES) for ends in ((start, end), (before, start)))
    if last.isdigit():
        return _BEFORE_PARTICLE
    if not is_ideograph(last):
        return 0.0
    if word in _PARTICLES:
        return _BEFORE_PARTICLE
    starts, ends = text[before - 1 : before], f"{text} "[end]
    single, after_single = len(word) == 1, len(last) == 1 and last not in _PARTICLES
    if (single and not is_ideograph(ends)) or (after_single and not is_ideograph(starts)):
        return _ALONE
    if single and after_single and last not in _LEANS_ON_NEXT:
        return _UNKNOWN_WORD
    if last in _LEANS_ON_NEXT:
        return _LEANING
    if len(last) <= 2 and starts in _SENTENCE_END:
        return _SENTENCE_JUST_BEGUN
    return _SINGLE if single or after_single else 0.0


def _edges(pieces: Iterable[str]) -> Iterator[int]:
    """Yield the ends of ICU's pieces in code points."""
    position = 0
    for piece in pieces:
        position += len(piece)
        yield position
