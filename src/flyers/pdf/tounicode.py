"""What text each drawn glyph carries, so that a reader gets the sentence back."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SOFT = "\u200b"
"""ZERO WIDTH SPACE: what a glyph carries when its cluster's text is on another glyph. PDF/UA-1 (7.21.7) wants some text
for every code, and readers that compare text leave this one out."""


@lru_cache(maxsize=1024)
def one_character(text: str) -> str:
    """*text* of a right-to-left ligature as the one presentation form that is compatibility equivalent to it.

    poppler and pdfium turn the characters of a right-to-left glyph round; one character cannot be turned.
    """
    return _presentation_forms().get(unicodedata.normalize("NFKC", text), text)


@lru_cache(maxsize=1)
def _presentation_forms() -> dict[str, str]:
    """NFKC text to the presentation form (Unicode blocks FB50-FDFF and FE70-FEFF) of several letters."""
    forms: dict[str, str] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) > 1 and " " not in plain:
            forms.setdefault(plain, chr(code))
    return forms
