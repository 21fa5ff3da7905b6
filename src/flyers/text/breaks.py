"""Where lines may break: ICU's rules and dictionaries (UAX #14), with further restrictions; and where they do.

The restrictions: no break inside a contact or a grapheme cluster; a translator's U+200B overrides the dictionary;
Korean breaks only between words; no closing mark begins a line and no opening mark ends one, even next to a U+200B; no
mark that repeats a word begins a line, even after a space; and words that a language ties to the next word never end a
line, nor do its particles begin one.

A paragraph has the fewest lines, and among those the least ragged. The cost of a line is the square of its empty part,
relative to the measure (0.01 for a tenth of it, 0.04 for two), plus what its end costs the reader (`break_costs`). A
last line may be short, but not a single short word. Headings are balanced: there the last line counts like the others,
which makes a given number of lines as even as possible; and there a line with the end of a sentence inside of it had
better have whole sentences. If the caller has room, a line more may be taken for that.

For a given number of lines, each line must end between the end of the fullest lines before it and the beginning of the
fullest lines after it. Dynamic programming over those few breaks finds the best choice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from math import inf
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
    grapheme_clusters,
    is_combining,
    is_hanging_space,
    is_ignorable,
    joins_next,
    needs_dictionary,
)
from flyers.text.cjk import costs_among_ideographs
from flyers.translation.registry import LineBreakRules

NO_LINE_BREAK_RULES = LineBreakRules()

_NEVER_FIRST = frozenset(
    "、。，．：；！？‥…・ゝゞヽヾーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ々〻％‰℃،؛؟۔।॥។៕៖፣፤፥፦።၊။,.:;!?%"
)
"""Marks, in addition to closing brackets (Pe), that no line begins with (JIS X 4051, CLREQ: line-start prohibition)."""

_REPEATS = frozenset("ๆໆៗ")
"""Marks of Thai, Lao and Khmer that repeat the word before them; Thai has a space between the two."""

_DASHES = frozenset("\u2013\u2014")

_NO_BREAK_SPACES = frozenset("\u00a0\u202f")
"""No line ends after one of these, even with a U+200B, which is put before whole words in Burmese."""


class BreakKind(Enum):
    """What happens at a break."""

    SPACE = "space"  # After a space, or where the script needs none; nothing is drawn.
    HYPHEN = "hyphen"  # After a soft hyphen, which is drawn.
    MANDATORY = "mandatory"  # After a line separator, or at the end of the text.


@dataclass(frozen=True, slots=True)
class Break:
    """The next line may begin at ``text[position]``."""

    position: int
    kind: BreakKind


def line_breaks(
    text: str,
    language: str,
    contacts: Sequence[tuple[int, int]] = (),
    rules: LineBreakRules = NO_LINE_BREAK_RULES,
) -> tuple[Break, ...]:
    """Return every place where a line of ``text`` may or must end, in order; the end of the text is the last.

    ICU adapts its rules to the language; Chinese and Japanese are set with strict ones (lb-strict). *contacts* are
    slices that never break.
    """
    if not text:
        return ()
    # ICU has no break between a contact and the isolates around it.
    inside_contacts = {position for start, end in contacts for position in range(start + 1, end)}
    forbidden = inside_contacts | _overridden_by_translator(text)
    edges = {start for start, _ in grapheme_clusters(text)}
    breaks = []
    for position in _icu_breaks(text, language):
        if position == len(text) or text[position - 1] in MANDATORY:
            breaks.append(Break(position, BreakKind.MANDATORY))
        elif (
            position in edges
            and position not in forbidden
            and not _separates(text, position, rules)
            and _permitted(text, position, rules.whole_words)
        ):
            kind = BreakKind.HYPHEN if text[position - 1] == SHY else BreakKind.SPACE
            breaks.append(Break(position, kind))
    return tuple(breaks)


def drawn_end(text: str, end: int) -> int:
    """Return where the drawn part of a line that ends before ``text[end]`` ends: before its trailing space.

    U+200B counts as a space. Isolates and other invisible characters among or after the spaces are dropped with them;
    without a space they stay.
    """
    index = drawn = end
    while index and (is_hanging_space(text[index - 1]) or is_ignorable(text[index - 1])):
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
        while 0 < position < len(text) and text[position - 1] in "\u2066\u2067\u2068":
            position -= 1
        if position > last:
            yield position
            last = position


def _overridden_by_translator(text: str) -> set[int]:
    """Return the positions that only a dictionary could give, in stretches where the translator wrote U+200B.

    A stretch consists of characters that need a dictionary, and invisible ones, between spaces.
    """
    if ZWSP not in text:
        return set()
    forbidden: set[int] = set()
    start = 0
    for index, char in enumerate(f"{text} "):  # the last stretch ends with the text
        if needs_dictionary(char) or is_ignorable(char):
            continue
        if ZWSP in text[start:index]:
            forbidden.update(place for place in range(start + 1, index) if text[place - 1] not in (ZWSP, SHY))
        start = index + 1
    return forbidden


def _separates(text: str, position: int, rules: LineBreakRules) -> bool:
    """Return whether a break at this space would part a word from another that the language ties to it."""
    if not is_hanging_space(text[position - 1]):
        return False
    before = text[:position].split()[-1:] if rules.ties else []
    if any(word.lstrip(OPENING_MARKS).casefold() in rules.ties for word in before):
        return True
    return bool(rules.particles) and word_at(text, position).casefold() in rules.particles


def _permitted(text: str, position: int, whole_words: bool) -> bool:
    """Return whether the marks and letters around the position allow a break."""
    before, after = text[position - 1], text[position]
    left, right = neighbours(text, position)
    if joins_next(before) or right in _REPEATS or left in _NO_BREAK_SPACES:
        return False
    if is_hanging_space(before):
        return True
    if right in _NEVER_FIRST or category(right) == "Pe" or category(left) == "Ps":
        return False
    if whole_words and (
        # Inside a Korean word, with a number or bracket before it: 18세, 1-888-373-7888번.
        (_is_hangul(right) and (left.isalnum() or category(left) in ("Pe", "Pf")))
        or (_is_hangul(left) and right.isalnum())
    ):
        return False
    if left in _DASHES and right.isdigit():
        return False  # 9–5
    # A line may end with a dash but not begin with one, unless a space sets it off.
    return after not in _DASHES


def word_at(text: str, position: int) -> str:
    """Return the word that begins there, without closing punctuation: “mi” for “mi?”."""
    return text[position:].partition(" ")[0].rstrip(CLOSING_MARKS)


def neighbours(text: str, position: int) -> tuple[str, str]:
    """Return the nearest visible characters before and after the position (a space where there is none)."""
    before, after = reversed(text[:position]), text[position:]
    left, right = (next((char for char in side if not is_ignorable(char)), " ") for side in (before, after))
    return left, right


def _is_hangul(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f" or "\uac00" <= char <= "\ud7ff"


_HYPHEN = 0.1
_DASH_FIRST = 0.06
_STUMP = 0.05  # At a hyphen that separates up to three letters: "кого-|то".
_IN_COMPOUND = 0.03  # At any other hyphen inside a word: "ipade-|deport".
_KEPT_TOGETHER = 0.4  # Inside words of another language that readers repeat: "Cape | Verdean Creole, please."
_ONE_LETTER, _TWO_LETTERS = 0.03, 0.02  # After "a", "y", "в"; and after "of", "de", which are less disturbing there.
_SENTENCE_JUST_BEGUN = 0.03  # After a word of up to three letters that begins a sentence: "… a rescue. It".
_NUMBER = 0.03  # Between a short number and what it counts, or the word before it: "under | 18".
_WITHOUT_SPACE = 0.01  # Between words of Khmer, Thai, Lao or Burmese, which have spaces only between phrases.
_PHRASE_JUST_BEGUN = 0.03  # After the first short word of a phrase, in these languages.
_PREFIX = 0.08  # After a word that only turns the next one into a noun, or negates it.
DIVIDED_WORD = 0.3  # Inside a word that the dictionary divides and the language's registry entry does not.
_BEFORE_ENCLITIC = 0.04  # Before a postposition, a suffix or a copula, which belongs to the words before it.
_BEFORE_SUFFIX = 0.07  # The same without a space, where readers take both for one word.

_AFTER_SENTENCE, _AFTER_CLAUSE, _AFTER_LISTED = -0.08, -0.06, -0.015
"""In display type lines should end where a sentence or a clause does, and less so after a word of a list."""

_IN_DISPLAY = 2.0  # Factor on the other costs in display type, where sense counts more than evenness.

_IN_BODY = 0.15
"""Factor on the costs among ideographs in running text, whose lines fill their measure (CLREQ 6.1).

On a line of eighteen characters a word is kept whole where that leaves the places of up to three empty."""

_SENTENCE_END = frozenset(".!?…。！？؟۔।॥។။።")
_CLAUSE_END = frozenset(",;:，；：、،؛៖၊፣፤፥")

_HYPHENS = frozenset("-\u2010")

_END_OF_SHORT_WORDS_RULE = "\u0530"  # Latin, Greek and Cyrillic letters come before this code point.


def break_costs(
    text: str,
    language: str,
    breaks: Sequence[Break],
    display: bool,
    line_break_rules: LineBreakRules = NO_LINE_BREAK_RULES,
    together: Sequence[tuple[int, int]] = (),
) -> list[float]:
    """Return the cost of ending a line at each of the breaks, which go from the start of the text to its end.

    *display* type is a heading or the like, whose few lines are read one by one. *together* are slices that should stay
    on one line.
    """
    weight = 1.0 if display else _IN_BODY
    inside: set[int] = set()  # positions inside of words that no line should divide
    for word in line_break_rules.words:
        for match in re.finditer(f"(?={re.escape(word)})", text):  # ahead, since words may overlap
            inside.update(range(match.start() + 1, match.start() + len(word)))
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


def _cost(text: str, before: int, place: Break, after: int, line_break_rules: LineBreakRules) -> float:
    """Return the cost of a break: between the pieces from ``before`` to its position, and from there to ``after``."""
    position = place.position
    if place.kind is not BreakKind.SPACE:
        return _HYPHEN if place.kind is BreakKind.HYPHEN else 0.0
    if text[position : position + 2] in ("\u2013 ", "\u2014 "):
        return _DASH_FIRST
    if text[position - 1] in _HYPHENS:
        if min(len(_letters(text[before : position - 1])), len(word_at(text, position))) <= 3:
            return _STUMP
        return _IN_COMPOUND if text[position].isalpha() else 0.0
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


def _letters(piece: str) -> str:
    """Return a word without spaces, combining marks and opening punctuation; "" for a contact."""
    if PDI in piece:
        return ""
    visible = "".join(char for char in piece if not is_combining(char) and not is_ignorable(char))
    return visible.rstrip().lstrip(OPENING_MARKS)


def _inside_phrase(text: str, before: int, position: int, after: int, line_break_rules: LineBreakRules) -> float:
    """Return the cost of a break without a space, between words of the dictionary or of the translator."""
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


_LAST_LINE = 0.02  # Weight of the empty part of the last line of body text.
_SHORT_LAST_LINE = 0.8  # Cost of a last line without any width; it falls to 0 at `_SHORT` of the measure.

_SHORT = 1 / 3

_PART_OF_A_SENTENCE = 0.2
"""Cost of a line with the end of a sentence inside of it and part of another: "Free. Day and | night."."""

_TOLERANCE = 1e-6  # Em; rounding must not exclude a line that fits exactly.


@dataclass(frozen=True, slots=True)
class PossibleLines:
    """All possible lines of a paragraph: from any of its breaks to any later one.

    Breaks are numbered from 0, the paragraph's start, to ``count``, its end. A line from ``start`` to ``end`` is
    ``ends[end] - starts[start]`` wide (em), unless one of the two breaks is in ``reshaped``.
    """

    # starts, ends: the positions where a line begins, or ends, at each break, on one scale (em).
    starts: Sequence[float]
    ends: Sequence[float]
    costs: Sequence[float]  # of ending a line at each break
    # For each break the last one before it where a sentence begins; 0 for all in running text, whose sentences may
    # begin anywhere.
    begun: Sequence[int]
    # Breaks where letters change shape or a hyphen is drawn; ``starts`` and ``ends`` are approximate there, without the
    # hyphen, ``width`` is exact.
    reshaped: frozenset[int]
    width: Callable[[int, int], float]  # returns the exact width of the line between two breaks, em

    @property
    def count(self) -> int:
        return len(self.ends) - 1

    def divides(self, chosen: Sequence[int]) -> bool:
        """Return whether a line ends inside a word, or has parts of two sentences and not both whole, if lines end at
        the *chosen* breaks.
        """
        if any(self.costs[end] >= DIVIDED_WORD for end in chosen):
            return True
        edges = {*self.begun, self.count}
        return any(start < self.begun[end] and not {start, end} <= edges for start, end in pairwise([0, *chosen]))


class UnbreakablePiece(Exception):  # noqa: N818 - a signal to callers, which know the message, size and measure
    """The ``piece`` between breaks ``index`` and ``index + 1`` is ``width`` em wide, wider than the measure."""

    def __init__(self, index: int, width: float, piece: str = "") -> None:
        self.index = index
        self.width = width
        self.piece = piece


def choose_breaks(lines: PossibleLines, width: float, balance: bool, keep_whole: bool = False) -> list[int]:
    """Return the breaks at which lines end in a measure of *width* em; the last one is the paragraph's end.

    With *balance* all lines are even, including the last; with *keep_whole* there is a line more than the fewest if
    that divides no word and no sentence. Raises UnbreakablePiece if a piece without a break inside doesn't fit.
    """
    limit = width + _TOLERANCE
    latest, earliest = _latest_ends(lines, limit), _earliest_starts(lines, limit)
    # The first pass succeeds, unless a hyphen doesn't fit on any line that would have to end with it.
    for number in range(len(latest) - 1, lines.count + 1):
        chosen = _least_ragged(lines, _windows(latest, earliest, number), width, balance)
        if chosen and keep_whole and number < lines.count and lines.divides(chosen):
            more = _least_ragged(lines, _windows(latest, earliest, number + 1), width, balance)
            chosen = more if more and not lines.divides(more) else chosen
        if chosen:
            return chosen
    widths = [lines.width(index, index + 1) for index in range(lines.count)]
    widest = max(widths)
    raise UnbreakablePiece(widths.index(widest), widest)


def _latest_ends(lines: PossibleLines, limit: float) -> list[int]:
    """Return the start, and the end of each line if all lines are as full as possible."""
    latest = [0]
    while (start := latest[-1]) < lines.count:
        end = bisect_right(lines.ends, lines.starts[start] + limit, start + 1) - 1
        while end < lines.count and lines.width(start, end + 1) <= limit:
            end += 1
        if end == start:
            raise UnbreakablePiece(start, lines.width(start, start + 1))
        latest.append(end)
    return latest


def _earliest_starts(lines: PossibleLines, limit: float) -> list[int]:
    """Return the end, and the start of each line, from the last back, if the last lines are as full as possible."""
    earliest = [lines.count]
    while end := earliest[-1]:
        start = bisect_left(lines.starts, lines.ends[end] - limit, hi=end - 1)
        while start and lines.width(start - 1, end) <= limit:
            start -= 1
        earliest.append(start)
    return earliest


def _windows(latest: Sequence[int], earliest: Sequence[int], number: int) -> list[tuple[int, int]]:
    """Return for each of ``number`` lines the first and last break where it may end."""
    count, windows = earliest[0], []
    for line in range(1, number + 1):
        after = number - line
        low = earliest[after] if after < len(earliest) else line
        high = latest[line] if line < len(latest) else count
        windows.append((max(low, line), min(high, count - after)))
    return windows


def _least_ragged(
    lines: PossibleLines, windows: Sequence[tuple[int, int]], width: float, balance: bool
) -> list[int] | None:
    """Return the best choice of one break from each window, or None if the lines of no choice all fit."""
    first, costs = 0, lines.costs[:1]  # the costs of the best ways to `first` and the breaks after it
    origins: list[list[int]] = []
    for line, (low, high) in enumerate(windows, 1):
        last_line = balance if line == len(windows) else None
        ways = [_best_way(lines, end, first, costs, width, last_line) for end in range(low, high + 1)]
        first, costs = low, [cost for cost, _ in ways]
        origins.append([origin for _, origin in ways])
    if costs[-1] == inf:
        return None
    place = windows[-1][1]
    chosen = []
    for (low, _), came_from in zip(reversed(windows), reversed(origins), strict=True):
        chosen.append(place)
        place = came_from[place - low]
    return chosen[::-1]


def _best_way(
    lines: PossibleLines,
    end: int,
    first: int,
    costs: Sequence[float],
    width: float,
    last_line: bool | None,
) -> tuple[float, int]:
    """Return the cost of the best way to a line that ends at *end*, and where that line starts; inf if there is none.

    The line may start at the break *first*, to which and to those after it the best ways have these *costs*. Of the
    *last_line*: whether it is to be balanced.
    """
    limit = width + _TOLERANCE
    starts, reshaped = lines.starts, lines.reshaped
    stop, end_cost, end_reshaped, begun = lines.ends[end], lines.costs[end], end in reshaped, lines.begun[end]
    whole = last_line is not None or lines.begun[end + 1] == end
    best, origin = inf, end
    for start in range(min(first + len(costs), end) - 1, first - 1, -1):
        needed = lines.width(start, end) if end_reshaped or start in reshaped else stop - starts[start]
        if needed > limit:
            break
        if last_line is not None:
            cost = costs[start - first] + _last_line(needed / width, last_line)
        else:
            slack = 1.0 - needed / width
            cost = costs[start - first] + slack * slack + end_cost
        if start < begun and not (whole and lines.begun[start + 1] == start):
            cost += _PART_OF_A_SENTENCE
        if cost < best:
            best, origin = cost, start
    return best, origin


def _last_line(filled: float, balance: bool) -> float:
    """Return the cost of the last line, which fills this share of the measure."""
    slack = max(0.0, 1.0 - filled)
    if balance:
        return slack * slack
    short = max(0.0, 1.0 - filled / _SHORT)
    return _LAST_LINE * slack * slack + _SHORT_LAST_LINE * short * short
