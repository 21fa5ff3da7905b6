"""What text a code stands for, so that a reader gets the sentence back."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SOFT = "\u200b"
"""ZERO WIDTH SPACE: what a glyph carries when its cluster's text is on another glyph. PDF/UA-1 (7.21.7) wants some text
for every code, and readers that compare text leave this one out."""

LRM, RLM = "\u200e", "\u200f"
"""LEFT-TO-RIGHT MARK and RIGHT-TO-LEFT MARK."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ARABIC_DIGITS = "".join(map(chr, range(0x660, 0x66D)))

SPECIAL_IN_LTR = _BIDI_CONTROLS.union(_ARABIC_DIGITS)
"""Characters of left-to-right runs that are not simply drawn."""

_QUOTES = frozenset("\u2018\u2019\u201c\u201d")


def is_bidi_control(char: str) -> bool:
    """Whether the character only directs the bidi algorithm (UAX #9, 2). On a page its work is done."""
    return char in _BIDI_CONTROLS


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Whether the character is a non-spacing mark."""
    return unicodedata.category(char) == "Mn"


@lru_cache(maxsize=4096)
def is_rtl(char: str) -> bool:
    """Whether every reader knows the character as right-to-left (UAX #9's classes R and AL, and marks on them)."""
    return unicodedata.bidirectional(char) in ("R", "AL", "NSM")


@lru_cache(maxsize=4096)
def is_soft(char: str) -> bool:
    """Whether the character is never seen and directs nothing but joins and breaks (U+200B, U+200C, U+00AD …)."""
    return unicodedata.category(char) == "Cf" and not is_bidi_control(char)


def is_arabic_digit(text: str) -> bool:
    """Whether it ends in a digit U+0660 … U+0669, or in a sign that stands between such (U+066B, U+066C)."""
    return text != "" and text[-1] in _ARABIC_DIGITS


@lru_cache(maxsize=4096)
def runs_ltr(char: str) -> bool:
    """Whether every reader knows the character as left-to-right, digits and what stands between them included."""
    return unicodedata.bidirectional(char) in ("L", "EN", "AN", "ES", "CS")


@lru_cache(maxsize=4096)
def is_turned(char: str) -> bool:
    """Whether pdfium takes the character of a right-to-left line for its mirror image (``(`` for ``)``)."""
    return bool(unicodedata.mirrored(char)) or char in _QUOTES


def guarded(char: str, before: str, after: str) -> str:
    """The text of a character of a right-to-left run, with the direction marks that poppler and pdfium need.

    Both restore the logical order by heuristics: a stretch of characters that are not right-to-left by themselves is
    read from left to right, be it ``12`` or ``:`` and ``«``; a RIGHT-TO-LEFT MARK between two of them parts the
    stretch. pdfium also swaps brackets and quotes, unless left-to-right text stands before them: a LEFT-TO-RIGHT
    MARK does. Both take a code's characters from left to right, so that what comes first logically stands last.

    Args:
        char: a character of its own, no mark.
        before, after: its neighbours in logical order; "" at the line's ends and where left-to-right text adjoins.
    """
    if is_rtl(char):
        return char
    left = RLM if not after or not before or (not char.isspace() and not is_rtl(after)) else ""
    right = RLM if not before or (not char.isspace() and before.isspace()) else ""
    if char.isspace() and right:
        left = RLM
    if is_turned(char):
        right = LRM + right
    return f"{left}{char}{right}"
