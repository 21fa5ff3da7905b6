"""Words of all languages as messages quote them."""

from __future__ import annotations

_CODES = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069"))
"""Soft hyphen, zero-width space, marks of direction, word joiner and isolates, which a terminal shows as codes."""


def visible(text: str) -> str:
    """Return *text* for a message, without the invisible characters that words in many languages have.

    Joiners stay, since they change how letters look, and so do overrides, which no text needs: a terminal shows those
    as codes.
    """
    return text.translate(_CODES).strip()


def visibly_different(*texts: str) -> tuple[str, ...]:
    """Return *texts* as `visible` does, but as they are where they would look alike without being so."""
    shown = tuple(map(visible, texts))
    return shown if len(set(shown)) == len(set(texts)) else texts
