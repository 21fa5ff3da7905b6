"""Where lines may break: ICU's rules and dictionaries (UAX #14), with further restrictions, and what a break costs.

The restrictions: no break inside a contact or a grapheme cluster; a translator's U+200B overrides the dictionary;
Korean breaks only between words; no closing mark begins a line and no opening mark ends one, even next to a U+200B; no
mark that repeats a word begins a line, even after a space; and words that a language ties to the next word never end a
line, nor do its particles begin one.

The costs are preferences, which `linebreak` weighs against the rag. They are on its scale, where a line that leaves a
tenth of the measure empty costs 0.01, and two tenths 0.04.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from unicodedata import category

from icu4py.breakers import LineBreaker

from flyers.records import dataclass
from flyers.text.characters import (
    CLOSING_MARKS,
    MANDATORY,
    OPENING_MARKS,
    PDI,
    SHY,
    ZWSP,
    is_combining,
    is_hanging_space,
    is_ignorable,
    joins_next,
    needs_dictionary,
)
from flyers.text.cjk import costs_among_ideographs
from flyers.text.scripts import grapheme_clusters
from flyers.translation.registry import LineBreakRules

_NEVER_FIRST = frozenset(
    "、。，．：；！？‥…・ゝゞヽヾーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ々〻％‰℃،؛؟۔।॥។៕៖፣፤፥፦።၊။,.:;!?%"
)
"""Marks, in addition to closing brackets (Pe), that no line begins with (JIS X 4051, CLREQ: line-start prohibition)."""

_REPEATS = frozenset("ๆໆៗ")
"""Marks of Thai, Lao and Khmer that repeat the word before them; Thai has a space between the two."""

_ISOLATE_OPENERS = frozenset("\u2066\u2067\u2068")

_DASHES = frozenset("\u2013\u2014")

_NO_BREAK_SPACES = frozenset("\u00a0\u202f")
"""No line ends after one of these, even with a U+200B, which is put before whole words in Burmese."""


class BreakKind(Enum):
    """What happens at a break."""

    SPACE = "space"
    """After a space, or where the script needs none; nothing is drawn."""
    HYPHEN = "hyphen"
    """After a soft hyphen, which is drawn."""
    MANDATORY = "mandatory"
    """After a line separator, or at the end of the text."""


@dataclass(frozen=True, slots=True)
class Break:
    """The next line may begin at ``text[position]``."""

    position: int
    kind: BreakKind


def line_breaks(
    text: str,
    language: str,
    contacts: Sequence[tuple[int, int]] = (),
    ties: frozenset[str] = frozenset(),
    particles: frozenset[str] = frozenset(),
    *,
    whole_words: bool = False,
) -> tuple[Break, ...]:
    """Return every place where a line of ``text`` may or must end, in order; the end of the text is the last.

    Args:
        text: in logical order.
        language: BCP 47; ICU adapts its rules to it. Chinese and Japanese are set with strict rules (lb-strict).
        contacts: slices that never break, in order.
        ties: words, in lower case, that never end a line.
        particles: words, in lower case, that never begin a line.
        whole_words: don't break words, where ICU would allow it between syllables (Korean).
    """
    if not text:
        return ()
    forbidden = _inside_contacts(contacts) | _overridden_by_translator(text)
    edges = {start for start, _ in grapheme_clusters(text)}
    breaks = []
    for position in _icu_breaks(text, language):
        if position == len(text) or text[position - 1] in MANDATORY:
            breaks.append(Break(position, BreakKind.MANDATORY))
        elif (
            position in edges
            and position not in forbidden
            and not _separates(text, position, ties, particles)
            and _permitted(text, position, whole_words)
        ):
            kind = BreakKind.HYPHEN if text[position - 1] == SHY else BreakKind.SPACE
            breaks.append(Break(position, kind))
    return tuple(breaks)


def drawn_end(text: str, start: int, end: int) -> int:
    """Return where the drawn part of the line ``text[start:end]`` ends: before its trailing space.

    U+200B counts as a space. Isolates and other invisible characters among or after the spaces are dropped with them;
    without a space they stay.
    """
    index = drawn = end
    while index > start and (is_hanging_space(text[index - 1]) or is_ignorable(text[index - 1])):
        index -= 1
        if text[index] == ZWSP or is_hanging_space(text[index]):
            drawn = index
    return drawn


def _icu_breaks(text: str, language: str) -> Iterator[int]:
    """Yield ICU's break positions in code points (its own ``segments`` count UTF-16 units).

    UAX #14 attaches the beginning of an isolate to the text before it; for the reader it belongs to the text after it.
    """
    end = last = 0
    for piece in LineBreaker(text, f"{language}-u-lb-strict"):
        end += len(piece)
        position = end
        while 0 < position < len(text) and text[position - 1] in _ISOLATE_OPENERS:
            position -= 1
        if position > last:
            yield position
            last = position


def _inside_contacts(contacts: Sequence[tuple[int, int]]) -> set[int]:
    """Return all positions inside contacts; ICU has none between a contact and the isolates around it."""
    return {position for start, end in contacts for position in range(start + 1, end)}


def _overridden_by_translator(text: str) -> set[int]:
    """Return the positions that only a dictionary could give, in stretches where the translator wrote U+200B.

    A stretch consists of characters that need a dictionary, and invisible ones, between spaces.
    """
    if ZWSP not in text:
        return set()
    forbidden: set[int] = set()
    start = 0
    for index in range(len(text) + 1):
        if index < len(text) and (needs_dictionary(text[index]) or is_ignorable(text[index])):
            continue
        if ZWSP in text[start:index]:
            forbidden.update(place for place in range(start + 1, index) if text[place - 1] not in (ZWSP, SHY))
        start = index + 1
    return forbidden


def _separates(text: str, position: int, ties: frozenset[str], particles: frozenset[str]) -> bool:
    """Return whether a break at this space would part a word from another that the language ties to it."""
    if not is_hanging_space(text[position - 1]):
        return False
    if ties and _word_before(text, position).casefold() in ties:
        return True
    return bool(particles) and word_at(text, position).casefold() in particles


def _permitted(text: str, position: int, whole_words: bool) -> bool:
    """Return whether the marks and letters around the position allow a break."""
    before, after = text[position - 1], text[position]
    left, right = neighbours(text, position)
    if joins_next(before) or right in _REPEATS or left in _NO_BREAK_SPACES:
        return False
    if is_hanging_space(before):
        return True
    if _never_first(right) or category(left) == "Ps":
        return False
    if whole_words and _within_korean_word(left, right):
        return False
    if left in _DASHES and right.isdigit():
        return False  # 9–5
    # A line may end with a dash but not begin with one, unless a space sets it off.
    return after not in _DASHES


def _word_before(text: str, position: int) -> str:
    """Return the word that ends there, without its space and opening marks: “w” for “(w ”."""
    words = text[:position].rsplit(maxsplit=1)
    return words[-1].lstrip(OPENING_MARKS) if words else ""


def word_at(text: str, position: int) -> str:
    """Return the word that begins there, without closing punctuation: “mi” for “mi?”."""
    end = text.find(" ", position)
    return text[position : end if end >= 0 else len(text)].rstrip(CLOSING_MARKS)


def neighbours(text: str, position: int) -> tuple[str, str]:
    """Return the nearest visible characters before and after the position (a space where there is none)."""
    before, after = position - 1, position
    while before >= 0 and is_ignorable(text[before]):
        before -= 1
    while after < len(text) and is_ignorable(text[after]):
        after += 1
    return text[before] if before >= 0 else " ", text[after] if after < len(text) else " "


def _never_first(char: str) -> bool:
    return char in _NEVER_FIRST or category(char) == "Pe"


def _within_korean_word(left: str, right: str) -> bool:
    """Return whether a break would split a Korean word, with a number or bracket before it: 18세, 1-888-373-7888번."""
    if _is_hangul(right):
        return left.isalnum() or category(left) in ("Pe", "Pf")
    return _is_hangul(left) and right.isalnum()


def _is_hangul(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f" or "\uac00" <= char <= "\ud7ff"


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

DIVIDED_WORD = 0.3
"""Inside a word that the dictionary divides and the language's registry entry does not."""

_BEFORE_ENCLITIC = 0.04
"""Before a postposition, a suffix or a copula, which belongs to the words before it."""

_BEFORE_SUFFIX = 0.07
"""The same without a space, where readers take both for one word."""

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
            if place.position in inside:
                cost = max(cost, DIVIDED_WORD)
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
        return _BEFORE_SUFFIX
    first = before == 0 or is_hanging_space(text[before - 1])
    return _PHRASE_JUST_BEGUN if first and len(_letters(word)) <= 3 else _WITHOUT_SPACE


def _after_sense(text: str, following: str) -> float:
    """Return the (negative) cost of ending a line after a sentence or a clause.

    In Khmer, Thai, Lao and Burmese the space between words is what ends a clause.
    """
    if _ends_with(text, _SENTENCE_END):
        return _AFTER_SENTENCE
    if is_hanging_space(text[-1]) and needs_dictionary(neighbours(text, len(text.rstrip()))[0]):
        return _AFTER_CLAUSE
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
