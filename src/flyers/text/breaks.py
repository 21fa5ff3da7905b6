"""Where lines may break: ICU's rules and dictionaries (UAX #14), with further restrictions.

The restrictions: no break inside a contact or a grapheme cluster; a translator's U+200B overrides the dictionary;
Korean breaks only between words; no closing mark begins a line and no opening mark ends one, even next to a U+200B; no
mark that repeats a word begins a line, even after a space; and words that a language ties to the next word never end a
line, nor do its particles begin one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from unicodedata import category

from icu4py.breakers import LineBreaker

from flyers.records import dataclass
from flyers.text.characters import (
    CLOSING_MARKS,
    MANDATORY,
    OPENING_MARKS,
    SHY,
    ZWSP,
    is_hanging_space,
    is_ignorable,
    joins_next,
    needs_dictionary,
)
from flyers.text.scripts import grapheme_clusters

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
