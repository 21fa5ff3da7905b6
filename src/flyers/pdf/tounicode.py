"""The text that a character code stands for: characters, direction marks, and the ToUnicode map.

Readers restore a sentence from the texts of its codes. This module knows which characters readers treat specially, and
adds the direction marks that they need.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SOFT = "\u200b"
"""ZERO WIDTH SPACE, the text of a glyph whose cluster's text is on another glyph.

PDF/UA-1 (7.21.7) requires some text for every code, and readers that compare text ignore this character.
"""

LRM, RLM = "\u200e", "\u200f"
"""LEFT-TO-RIGHT MARK and RIGHT-TO-LEFT MARK."""

CGJ = "\u034f"
"""COMBINING GRAPHEME JOINER, a mark that changes nothing."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ARABIC_DIGITS = "".join(map(chr, range(0x660, 0x66D)))

SPECIAL_IN_LTR = _BIDI_CONTROLS.union(_ARABIC_DIGITS, SOFT)
"""Characters of left-to-right runs that need more than to be drawn."""

_QUOTES = frozenset("\u2018\u2019\u201c\u201d")

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

_CMAP_BLOCK = 100
"""PDF 32000-1 allows a hundred entries between beginbfchar and endbfchar."""


def is_bidi_control(char: str) -> bool:
    """Return whether the character only directs the bidi algorithm (UAX #9, 2). On a finished page it has no effect."""
    return char in _BIDI_CONTROLS


def is_unneeded(text: str, *, rtl: bool) -> bool:
    """Return whether a finished page has no use for a cluster: nobody sees it, and it only directs bidi or breaks.

    ZERO WIDTH SPACE has no code in left-to-right text: beside it poppler loses a space between two words. (In
    right-to-left text it keeps its slot.)
    """
    return text != "" and all(is_bidi_control(char) or (char == SOFT and not rtl) for char in text)


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Return whether the character is a non-spacing mark."""
    return unicodedata.category(char) == "Mn"


@lru_cache(maxsize=4096)
def has_mark(text: str) -> bool:
    """Return whether there is a non-spacing mark in the text."""
    return not text.isascii() and any(map(is_mark, text))


@lru_cache(maxsize=4096)
def is_rtl(char: str) -> bool:
    """Return whether every reader treats the character as right-to-left (UAX #9: R, AL and marks on them)."""
    return unicodedata.bidirectional(char) in ("R", "AL", "NSM")


@lru_cache(maxsize=4096)
def is_soft(char: str) -> bool:
    """Return whether the character is invisible and affects only joins and breaks (U+200B, U+200C, U+00AD …)."""
    return unicodedata.category(char) == "Cf" and not is_bidi_control(char)


def ends_in_arabic_digit(text: str) -> bool:
    """Return whether the text ends in a digit U+0660 … U+0669, or in what is written with such digits: the percent sign
    (U+066A) and their separators (U+066B, U+066C).
    """
    return text != "" and text[-1] in _ARABIC_DIGITS


@lru_cache(maxsize=4096)
def runs_ltr(char: str) -> bool:
    """Return whether every reader treats the character as left-to-right, including digits and their separators."""
    return unicodedata.bidirectional(char) in ("L", "EN", "AN", "ES", "CS")


@lru_cache(maxsize=4096)
def is_swapped(char: str) -> bool:
    """Return whether pdfium replaces the character with its mirror image in a right-to-left line (``(`` with ``)``)."""
    return bool(unicodedata.mirrored(char)) or char in _QUOTES


def guards(char: str, before: str, after: str) -> tuple[str, str]:
    """Return the direction marks that readers need on the left and on the right of a character of a right-to-left run.

    poppler and pdfium restore the logical order by heuristics. They read a stretch of characters that are not
    themselves right-to-left from left to right, be it ``12`` or ``:`` and ``«``; a RIGHT-TO-LEFT MARK between two of
    them splits the stretch. pdfium also swaps brackets and quotes unless left-to-right text precedes them, which a
    LEFT-TO-RIGHT MARK provides, and moves a combining mark behind the sign that follows it. pdf.js drops a space
    between codes that run from right to left, unless its code begins with something else. All read a code's characters
    from left to right, so the one that is logically first comes last.

    Args:
        char: a character that has a code of its own.
        before, after: its neighbours in logical order; "" at the ends of the line and next to left-to-right text.
    """
    if is_rtl(char):
        return RLM if is_mark(char) and after and not after.isspace() and not is_rtl(after) else "", ""
    left = RLM if char.isspace() or not after or not before or not is_rtl(after) else ""
    right = RLM if not before or (not char.isspace() and before.isspace()) else ""
    if is_swapped(char):
        right = LRM + right
    return left, right


def to_unicode(texts: Sequence[tuple[int, str]]) -> bytes:
    """Return the ToUnicode CMap of (code, text) pairs (PDF 32000-1, 9.10.3); a text may have several characters."""
    parts = [_CMAP_HEAD]
    for start in range(0, len(texts), _CMAP_BLOCK):
        block = texts[start : start + _CMAP_BLOCK]
        parts.append(f"{len(block)} beginbfchar\n")
        parts.extend(f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in block)
        parts.append("endbfchar\n")
    parts.append(_CMAP_TAIL)
    return "".join(parts).encode("ascii")
