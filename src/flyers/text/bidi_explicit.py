"""Rules P2, P3 and X1 to X8 of UAX #9 (Unicode 15.1): the levels that embeddings, overrides and isolates set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

MAX_DEPTH = 125
"""BD2: the deepest explicit level."""

ISOLATE_INITIATORS = frozenset({"LRI", "RLI", "FSI"})
EMBEDDING_INITIATORS = frozenset({"LRE", "RLE", "LRO", "RLO"})
ISOLATE_CONTROLS = ISOLATE_INITIATORS | {"PDI"}
REMOVED = EMBEDDING_INITIATORS | {"PDF", "BN"}
"""Classes that rule X9 removes from the text."""


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: str | None
    isolate: bool


def matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Return the index of each isolate initiator that has a matching PDI, with the index of that PDI (BD9)."""
    matches = {}
    open_isolates = []
    for index, bidi_class in enumerate(classes):
        if bidi_class in ISOLATE_INITIATORS:
            open_isolates.append(index)
        elif bidi_class == "PDI" and open_isolates:
            matches[open_isolates.pop()] = index
    return matches


def first_strong_level(classes: Sequence[str], matches: dict[int, int], start: int, end: int) -> int:
    """Apply P2 and P3 between ``start`` and ``end``: return 1 if the first strong character is R or AL, else 0."""
    index = start
    while index < end:
        bidi_class = classes[index]
        if bidi_class == "L":
            return 0
        if bidi_class in ("R", "AL"):
            return 1
        index = matches.get(index, end) if bidi_class in ISOLATE_INITIATORS else index + 1
    return 0


def explicit_levels(classes: Sequence[str], base: int, matches: dict[int, int]) -> tuple[list[int], list[str]]:
    """Return the explicit level of every character, and its class after overrides."""
    levels = [base] * len(classes)
    types = list(classes)
    stack = [_Status(base, None, isolate=False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0

    for index, bidi_class in enumerate(classes):
        if bidi_class in EMBEDDING_INITIATORS:  # X2 to X5
            level = _next_level(stack[-1].level, odd=bidi_class in ("RLE", "RLO"))
            if level <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                stack.append(_Status(level, {"LRO": "L", "RLO": "R"}.get(bidi_class), isolate=False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif bidi_class == "PDF":  # X7
            if overflow_isolates:
                pass
            elif overflow_embeddings:
                overflow_embeddings -= 1
            elif not stack[-1].isolate and len(stack) > 1:
                stack.pop()
        elif bidi_class in ISOLATE_INITIATORS:  # X5a to X5c
            levels[index] = stack[-1].level
            types[index] = stack[-1].override or bidi_class
            odd = bidi_class == "RLI" or (
                bidi_class == "FSI"
                and first_strong_level(classes, matches, index + 1, matches.get(index, len(classes))) == 1
            )
            level = _next_level(stack[-1].level, odd=odd)
            if level <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append(_Status(level, None, isolate=True))
            else:
                overflow_isolates += 1
        elif bidi_class == "PDI":  # X6a
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack.pop().isolate:
                    pass
                valid_isolates -= 1
            levels[index] = stack[-1].level
            types[index] = stack[-1].override or bidi_class
        elif bidi_class not in ("B", "BN"):  # X6; X8 leaves a paragraph separator at the base level
            levels[index] = stack[-1].level
            types[index] = stack[-1].override or bidi_class
    return levels, types


def _next_level(level: int, *, odd: bool) -> int:
    """Return the least odd (or even) level greater than ``level``."""
    return (level + 1) | 1 if odd else (level + 2) & ~1
