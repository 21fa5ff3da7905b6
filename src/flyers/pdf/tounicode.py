"""What text a code stands for, so that a reader gets the sentence back."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SOFT = "\u200b"
"""ZERO WIDTH SPACE: what a glyph carries when its cluster's text is on another glyph. PDF/UA-1 (7.21.7) wants some text
for every code, and readers that compare text leave this one out."""

RLM = "\u200f"
"""RIGHT-TO-LEFT MARK."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_bidi_control(char: str) -> bool:
    """Whether the character only directs the bidi algorithm (UAX #9, 2). On a page its work is done."""
    return char in _BIDI_CONTROLS


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Whether the character is a non-spacing mark."""
    return unicodedata.category(char) == "Mn"


@lru_cache(maxsize=1024)
def right_to_left(text: str) -> list[str]:
    """The texts of the signs for *text*, the characters of one right-to-left glyph."""
    return [_guarded(char) for char in text]


def _guarded(char: str) -> str:
    if WRAP and not char.isspace() and unicodedata.bidirectional(char) not in ("R", "AL", "NSM"):
        return f"{RLM}{char}{RLM}"
    return char


WRAP = 1
