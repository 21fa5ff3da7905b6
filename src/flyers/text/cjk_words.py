"""Undesirable line breaks in Chinese and Japanese: inside words, and next to words of one character.

UAX #14 lets a line end after nearly every ideograph. Readers accept that, but read a poster or a card faster if words
stay whole ("word-break: auto-phrase" of CSS Text 4). ICU's dictionary knows most words. It returns others as words of
one character, so two of those in a row are probably a word that it doesn't know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from icu4py.breakers import LineBreaker, WordBreaker

from flyers.text.characters import ZWSP, is_ideograph

_INSIDE_WORD = 0.12

_BEFORE_PARTICLE = 0.06
"""Before a word of one character that belongs to the word before it, and between a number and its measure word."""

_ALONE = 0.08
"""Where one character would be separated from its clause."""

_UNKNOWN_WORD = 0.05
"""Between words of one character that are probably one word."""

_LEANING = 0.03
"""After a word of one character that belongs to the next word, such as a preposition or an adverb."""

_SENTENCE_JUST_BEGUN = 0.03
"""After a short word that begins a sentence."""

_SINGLE = 0.02
"""Next to any other word of one character."""

_INSIDE_PHRASE = 0.06
"""Between words of one Japanese phrase (bunsetsu)."""

_PARTICLES = frozenset(
    [*"的地得了着过吗呢吧啊嘛么们者上下里中内外前后时间年月日岁个位名次种些著過嗎們裡裏後時間歲個種", "的话", "的話"]
)

_LEANS_ON_NEXT = frozenset(
    "或和与及跟同而但且并在从被把将让使给对向往到至为因以于比就也都还又再才只不没未别很太更最能会可要该请是这那每某各第"
    "與並從將讓對為還沒別會該請這"
)

_ISOLATES = "\u2066\u2067\u2068\u2069"
"""ICU includes these in the word before them."""

_SENTENCE_END = frozenset("。！？…")


def costs_among_ideographs(text: str, language: str, inside: Set[int] = frozenset()) -> dict[int, float]:
    """Return the costs of ending a line between ideographs or kana, by position; positions without cost are absent.

    Costs are on the scale of `penalties`.

    Args:
        text: the whole message. Where a translator wrote U+200B, ending a line costs nothing.
        language: BCP 47.
        inside: positions inside of words that ICU's dictionary does not have.
    """
    if not any(map(is_ideograph, text)):
        return {}
    phrases = set(_edges(LineBreaker(text, "ja-u-lw-phrase"))) if language.partition("-")[0] == "ja" else None
    costs = {}
    edges = [0, *(edge for edge in _edges(WordBreaker(text, language)) if edge not in inside)]
    for place, (start, end) in enumerate(pairwise(edges)):
        if not is_ideograph(text[start]):
            continue
        costs.update(dict.fromkeys(range(start + 1, end), _INSIDE_WORD))
        if phrases is None:
            costs[start] = _before_word(text, edges[max(0, place - 1)], start, end)
        elif start not in phrases:
            costs[start] = _INSIDE_PHRASE
    return {position: cost for position, cost in costs.items() if cost and text[position - 1] != ZWSP}


def _before_word(text: str, before: int, start: int, end: int) -> float:
    """Return the cost of ending a line between the words ``text[before:start]`` and ``text[start:end]``."""
    word, last = (text[slice(*ends)].strip(_ISOLATES) for ends in ((start, end), (before, start)))
    if last.isdigit():
        return _BEFORE_PARTICLE
    if not is_ideograph(last[-1:]):
        return 0.0
    if word in _PARTICLES:
        return _BEFORE_PARTICLE
    starts, ends = text[before - 1 : before], text[end : end + 1]
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
