"""The Unicode bidirectional algorithm, UAX #9: levels for the shaper, visual order for the line.

The text engine works on text in logical order. It computes levels once per paragraph (`embedding_levels`), shapes runs
of one level, breaks lines in logical order, and then puts the runs of each line in their order from left to right
(`visual_runs`). The levels are ICU's (``ubidi.h``).

Indices are code points of the text. Every function is pure.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, groupby, pairwise
from types import SimpleNamespace
from unicodedata import normalize

from flyers import icu

_REMOVED = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]")  # Characters of the class BN that occur in texts.

_MIXED = "\u2029א"
"""A paragraph of its own that goes the other way. ICU resolves no levels where all letters go one way, but the isolated
number in an English sentence is at level 2."""

_BRACKET_TYPE, _OPENS = 0x1015, 1  # ``UCHAR_BIDI_PAIRED_BRACKET_TYPE`` and its value ``U_BPT_OPEN``.

_RIGHT_TO_LEFT = "\u0590"
"""The first character of a right-to-left script; without any from here on, a left-to-right text is all at level 0."""


def embedding_levels(text: str, base: int) -> tuple[int, ...]:
    """Return the resolved level of every code point of ``text``, as if it stood on one line (rules P1 to L1).

    Invisible characters (U+200B, U+200C, …), which X9 removes, get the level of the character before them, or the base
    level at the start, so that they never split a run (section 5.2). ICU itself takes them for neutral ones. *base* is
    the paragraph's level: 0 left to right, 1 right to left.
    """
    if not text or (not base and max(text) < _RIGHT_TO_LEFT):
        return (0,) * len(text)
    if _REMOVED.search(text):
        rest = iter(embedding_levels(_REMOVED.sub("", text), base))
        level = base
        return tuple(level := level if _REMOVED.match(char) else next(rest) for char in text)
    functions = _functions()
    units = (text + _MIXED).encode("utf-16-le", "surrogatepass")
    length = len(units) // 2
    status = ctypes.c_int(0)
    paragraph = functions.create()
    try:
        functions.set_paragraph(paragraph, units, length, base, None, ctypes.byref(status))
        levels = functions.levels(paragraph, ctypes.byref(status))
        if status.value > 0:
            raise ValueError(f"ICU could not find the levels of “{text}” ({status.value})")
        of_units = ctypes.string_at(levels, length - len(_MIXED))
    finally:
        functions.close(paragraph)
    starts = accumulate((2 if char > "\uffff" else 1 for char in text[:-1]), initial=0)
    return tuple(of_units[unit] for unit in starts)


def bracket(char: str) -> tuple[str, str]:
    """Return the bracket that *char* opens, itself, and the one that it closes; "" for none.

    Both are in canonical form, which BD16 compares (BD14, BD15; ``uchar.h``).
    """
    functions = _functions()
    kind = functions.property(ord(char), _BRACKET_TYPE)
    if kind == _OPENS:
        return normalize("NFC", char), ""
    return "", normalize("NFC", chr(functions.partner(ord(char)))) if kind else ""


@cache
def _functions() -> SimpleNamespace:
    pointer, function = ctypes.c_void_p, icu.load().function
    return SimpleNamespace(
        property=function("u_getIntPropertyValue", ctypes.c_int32, ctypes.c_int32, ctypes.c_int),
        partner=function("u_getBidiPairedBracket", ctypes.c_int32, ctypes.c_int32),
        create=function("ubidi_open", pointer),
        close=function("ubidi_close", None, pointer),
        set_paragraph=function(
            "ubidi_setPara", None, pointer, ctypes.c_char_p, ctypes.c_int32, ctypes.c_uint8, pointer, pointer
        ),
        levels=function("ubidi_getLevels", pointer, pointer, pointer),
    )


def visual_runs(levels: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the line's runs ``(start, end, level)`` from left to right (rule L2).

    A run of odd level is read from its end.
    """
    edges = [index for index in range(1, len(levels)) if levels[index] != levels[index - 1]]
    runs = [(start, end, levels[start]) for start, end in pairwise([0, *edges, len(levels)] if levels else ())]
    odd = [level for level in levels if level % 2]
    for level in range(max(levels), min(odd) - 1, -1) if odd else ():  # else nothing is reversed, whatever the depth
        start = 0
        for high, members in groupby([run[2] >= level for run in runs]):
            end = start + len(list(members))
            if high:
                runs[start:end] = runs[start:end][::-1]
            start = end
    return runs
