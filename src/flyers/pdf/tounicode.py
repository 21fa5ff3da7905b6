"""The text that a character code stands for: which characters readers treat specially, and the ToUnicode map."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

SOFT = "\u200b"
"""ZERO WIDTH SPACE, the text of a glyph whose cluster's text is on another glyph.

PDF/UA-1 (7.21.7) requires some text for every code, and readers that compare text ignore this character.
"""

LRM, RLM = "\u200e", "\u200f"
"""LEFT-TO-RIGHT MARK and RIGHT-TO-LEFT MARK."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ARABIC_DIGITS = "".join(map(chr, range(0x660, 0x66D)))

SPECIAL_IN_LTR = _BIDI_CONTROLS.union(_ARABIC_DIGITS, SOFT)
"""Characters of left-to-right runs that need more than to be drawn."""

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


def is_unneeded(text: str) -> bool:
    """Return whether a finished page has no use for a cluster: nobody sees it, and it only directs bidi or breaks.

    ZERO WIDTH SPACE has no code: beside it poppler loses a space between two words.
    """
    return text != "" and all(is_bidi_control(char) or char == SOFT for char in text)


def is_mark(char: str) -> bool:
    """Return whether the character is a non-spacing mark."""
    return unicodedata.category(char) == "Mn"


def has_mark(text: str) -> bool:
    return not text.isascii() and any(map(is_mark, text))


def is_rtl(char: str) -> bool:
    """Return whether every reader treats the character as right-to-left (UAX #9: R, AL and marks on them)."""
    return unicodedata.bidirectional(char) in ("R", "AL", "NSM")


def is_soft(char: str) -> bool:
    """Return whether the character is invisible and affects only joins and breaks (U+200B, U+200C, U+00AD …)."""
    return unicodedata.category(char) == "Cf" and not is_bidi_control(char)


def ends_in_arabic_digit(text: str) -> bool:
    """Return whether the text ends in a digit U+0660 … U+0669, or in what is written with such digits: the percent sign
    (U+066A) and their separators (U+066B, U+066C).
    """
    return text != "" and text[-1] in _ARABIC_DIGITS


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
