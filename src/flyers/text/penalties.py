"""Penalties: what it costs the reader when a line ends at a break, however wide the line is.

These are preferences, not rules: `breaks` finds where a line may end at all, and `linebreak` weighs penalties against
the rag. They are on its scale, where a line that leaves a tenth of the measure empty costs 0.01, and two tenths 0.04.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import category

from flyers.text.breaks import Break, BreakKind, neighbours, word_at
from flyers.text.characters import (
    CLOSING_MARKS,
    OPENING_MARKS,
    PDI,
    ZWSP,
    is_combining,
    is_hanging_space,
    is_ignorable,
    needs_dictionary,
)
from flyers.text.cjk import costs_among_ideographs
from flyers.translation.registry import LineBreakRules

_HYPHEN = 0.1
_DASH_FIRST = 0.06

_STUMP = 0.05
"""At a hyphen that separates up to three letters: "кого-|то"."""

_IN_COMPOUND = 0.03
"""At any other hyphen inside a word: "ipade-|deport"."""

_IN_BODY = 0.15
"""Factor on the costs among ideographs in running text, whose lines fill their measure (CLREQ 6.1).

On a line of eighteen characters a word is kept whole where that leaves the places of up to three empty."""

_KEPT_TOGETHER = 0.4
"""Inside words of another language that readers repeat as a whole: "Cape | Verdean Creole, please."."""

_ONE_LETTER, _TWO_LETTERS = 0.03, 0.02
"""After "a", "y", "в"; and after "of", "de", which are less disturbing at the end of a line."""

_SENTENCE_JUST_BEGUN = 0.03
"""After a word of up to three letters that begins a sentence: "… a rescue. It"."""

_NUMBER = 0.03
"""Between a short number and what it counts, or the word before it: "under | 18"."""

_WITHOUT_SPACE = 0.01
"""Between words of Khmer, Thai, Lao or Burmese, which have spaces only between phrases."""

_PHRASE_JUST_BEGUN = 0.03
"""After the first short word of a phrase, in these languages."""

_PREFIX = 0.08
"""After a word that only turns the next one into a noun, or negates it."""

_DIVIDED_WORD = 0.3
"""Inside a word that the dictionary divides and the language's registry entry does not."""

_BEFORE_ENCLITIC = 0.04
"""Before a postposition, a suffix or a copula, which belongs to the words before it."""

_AFTER_SENTENCE, _AFTER_CLAUSE, _AFTER_LISTED = -0.08, -0.06, -0.015
"""In display type lines should end where a sentence or a clause does, and less so after a word of a list."""

_IN_DISPLAY = 2.0
"""Factor on the other costs in display type, where sense counts more than evenness."""

_SENTENCE_END = frozenset(".!?…。！？؟۔।॥។။።")
_CLAUSE_END = frozenset(",;:，；：、،؛៖၊፣፤፥")

_HYPHENS = frozenset("-\u2010")

_END_OF_SHORT_WORDS_RULE = "\u0530"
"""Latin, Greek and Cyrillic letters come before this code point."""

NO_LINE_BREAK_RULES = LineBreakRules()


def break_costs(
    text: str,
    language: str,
    breaks: Sequence[Break],
    display: bool,
    line_break_rules: LineBreakRules = NO_LINE_BREAK_RULES,
    together: Sequence[tuple[int, int]] = (),
) -> list[float]:
    """Return the cost of ending a line at each of the breaks.

    Args:
        text: the whole message.
        language: BCP 47.
        breaks: ascending, from the start of the text to its end.
        display: whether this is a heading or the like, whose few lines are read one by one.
        line_break_rules: of the language.
        together: slices that should stay on one line.
    """
    weight = 1.0 if display else _IN_BODY
    inside = _inside(line_break_rules.words, text)
    among_ideographs = costs_among_ideographs(text, language, inside)
    costs = [0.0]
    for before, place, after in zip(breaks, breaks[1:], [*breaks[2:], breaks[-1]], strict=False):
        cost = _cost(text, before.position, place, after.position, line_break_rules)
        if place.kind is BreakKind.SPACE:
            cost = max(cost, among_ideographs.get(place.position, 0.0) * weight)
            if place.position in inside and place.position not in among_ideographs:
                cost = max(cost, _DIVIDED_WORD)
            if any(start < place.position < end for start, end in together):
                cost = max(cost, _KEPT_TOGETHER)
            if display:
                cost = cost * _IN_DISPLAY or _after_sense(text[: place.position], text[place.position :])
        costs.append(cost)
    return costs


def begun_sentences(text: str, breaks: Sequence[Break]) -> list[int]:
    """Return for each of the breaks the index of the last one before it where a sentence begins; 0 for the first."""
    begun, begins = [0], 0
    for index, place in enumerate(breaks[1:], 1):
        begun.append(begins)
        if place.kind is BreakKind.MANDATORY or _ends_with(text[: place.position], _SENTENCE_END):
            begins = index
    return begun


def _inside(words: Iterable[str], text: str) -> set[int]:
    """Return the positions inside of *words*, wherever they are in the text."""
    inside: set[int] = set()
    for word in words:
        start = text.find(word)
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            start = text.find(word, start + 1)
    return inside


def _cost(text: str, before: int, place: Break, after: int, line_break_rules: LineBreakRules) -> float:
    """Return the cost of a break: between the pieces from ``before`` to its position, and from there to ``after``."""
    position = place.position
    if place.kind is not BreakKind.SPACE:
        return _HYPHEN if place.kind is BreakKind.HYPHEN else 0.0
    if text[position : position + 2] in ("\u2013 ", "\u2014 "):
        return _DASH_FIRST
    if text[position - 1] in _HYPHENS:
        if _leaves_a_stump(text, before, position):
            return _STUMP
        return _IN_COMPOUND if text[position : position + 1].isalpha() else 0.0
    if not is_hanging_space(text[position - 1]):
        return _inside_phrase(text, before, position, after, line_break_rules)
    if line_break_rules.enclitics and word_at(text, position).casefold() in line_break_rules.enclitics:
        return _BEFORE_ENCLITIC
    letters = _letters(text[before:position])
    if letters.isdigit():
        return _NUMBER if len(letters) <= 4 and neighbours(text, position)[1].isalpha() else 0.0
    if not letters.isalpha():
        return 0.0
    if text[position].isdigit() and len(word_at(text, position)) <= 4:
        return _NUMBER
    if len(letters) <= 3 and _ends_with(text[:before], _SENTENCE_END):
        return _SENTENCE_JUST_BEGUN
    if len(letters) <= 2 and max(letters) < _END_OF_SHORT_WORDS_RULE:
        return _ONE_LETTER if len(letters) == 1 else _TWO_LETTERS
    return 0.0


def _leaves_a_stump(text: str, before: int, position: int) -> bool:
    """Return whether a break at this hyphen would separate up to three letters from their word."""
    return min(len(_letters(text[before : position - 1])), len(word_at(text, position))) <= 3


def _letters(piece: str) -> str:
    """Return a word without spaces, combining marks and opening punctuation; "" for a contact."""
    if PDI in piece:
        return ""
    visible = "".join(char for char in piece if not is_combining(char) and not is_ignorable(char))
    return visible.rstrip().lstrip(OPENING_MARKS)


def _inside_phrase(text: str, before: int, position: int, after: int, line_break_rules: LineBreakRules) -> float:
    """Return the cost of a break without a space.

    It is between ``text[before:position]`` and ``text[position:after]``, words of the dictionary or of the translator.
    """
    left, right = neighbours(text, position)
    if not (needs_dictionary(left) and needs_dictionary(right)):
        return 0.0
    word, following = text[before:position].rstrip(ZWSP), text[position:after].rstrip(CLOSING_MARKS + ZWSP + " ")
    if word in line_break_rules.prefixes:
        return _PREFIX
    if following in line_break_rules.enclitics:
        return _BEFORE_ENCLITIC
    first = before == 0 or is_hanging_space(text[before - 1])
    return _PHRASE_JUST_BEGUN if first and len(_letters(word)) <= 3 else _WITHOUT_SPACE


def _after_sense(text: str, following: str) -> float:
    """Return the (negative) cost of ending a line after a sentence or a clause."""
    if _ends_with(text, _SENTENCE_END):
        return _AFTER_SENTENCE
    if not _ends_with(text, _CLAUSE_END):
        return 0.0
    before, _, last = text.rstrip().rpartition(" ")
    beside = (before, following.partition(" ")[0])  # where they end in a mark, too, a word is between two marks
    listed = last.endswith("、") or any(_ends_with(words, _CLAUSE_END) for words in beside)
    return _AFTER_LISTED if listed else _AFTER_CLAUSE


def _ends_with(text: str, marks: frozenset[str]) -> bool:
    """Return whether one of the marks ends the text, ignoring spaces and closing marks; the stop of "U.S." doesn't."""
    for index in range(len(text) - 1, -1, -1):
        char = text[index]
        if char in marks:
            return char != "." or not text[index - 1 : index].isupper()
        if not (is_hanging_space(char) or is_ignorable(char) or category(char) in ("Pe", "Pf")):
            return False
    return False
