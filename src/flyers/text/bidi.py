"""The Unicode bidirectional algorithm, UAX #9 of Unicode 15.1: levels for the shaper, visual order for the line.

The text engine works on text in logical order. It computes levels once per paragraph (`embedding_levels`), shapes runs
of one level, breaks lines in logical order, and then puts the runs of each line in their order from left to right
(`visual_runs`). Rule L1 is not needed: the spaces at the end of a line, whose level it resets, are not drawn.

Indices are code points of the text. Every function is pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flyers.text.bidi_data import bidi_classes, mirrors
from flyers.text.bidi_explicit import first_strong_level, matching_isolates
from flyers.text.bidi_rules import resolve_levels

_LIFTS_LEVELS = frozenset({"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Without any of these classes a left-to-right paragraph is all at level 0."""


def embedding_levels(text: str, base: int | None = None) -> tuple[int, ...]:
    """Return the resolved level of every code point of ``text``: rules P1 to I2, before L1.

    Characters that X9 removes (embeddings, overrides, U+200B, …) get the level of the character before them, or the
    base level at the start of a paragraph, so that they never split a run (section 5.2). Text with paragraph
    separators (newline, U+2029) is resolved paragraph by paragraph.

    Args:
        text: in logical order.
        base: the paragraphs' level, 0 left to right, 1 right to left; None finds it for each paragraph (P2, P3).
    """
    if not base and text.isascii():
        return (0,) * len(text)
    classes = bidi_classes(text)
    if not base and _LIFTS_LEVELS.isdisjoint(classes):
        return (0,) * len(text)
    levels: list[int] = []
    for start, end in _paragraphs(text, classes):
        own = classes[start:end]
        level = _first_strong(own) if base is None else base
        levels += resolve_levels(text[start:end], own, level)
    return tuple(levels)


def visual_runs(levels: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the line's runs ``(start, end, level)`` from left to right (rule L2).

    A run of odd level is read from its end.
    """
    runs = list(_level_runs(levels))
    odd = [level for _, _, level in runs if level % 2]
    if not odd:
        # Without odd levels nothing is reversed, whatever the depth.
        return runs
    for level in range(max(level for _, _, level in runs), min(odd) - 1, -1):
        _reverse_stretches(runs, level)
    return runs


def mirrored(char: str) -> str | None:
    """Return the character whose glyph replaces that of ``char`` in right-to-left text (rule L4), or None."""
    return mirrors().get(char)


def _first_strong(classes: Sequence[str]) -> int:
    return first_strong_level(classes, matching_isolates(classes), 0, len(classes))


def _paragraphs(text: str, classes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield paragraphs as slices, each with the separator that ends it; CR LF is one separator (rule P1)."""
    start = 0
    for index, bidi_class in enumerate(classes):
        if bidi_class == "B" and text[index : index + 2] != "\r\n":
            yield start, index + 1
            start = index + 1
    if start < len(classes) or not start:
        yield start, len(classes)


def _level_runs(levels: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    start = 0
    for level, members in groupby(levels):
        end = start + sum(1 for _ in members)
        yield start, end, level
        start = end


def _reverse_stretches(runs: list[tuple[int, int, int]], level: int) -> None:
    """Reverse, in place, every stretch of neighbouring runs at ``level`` or higher."""
    start = 0
    while start < len(runs):
        if runs[start][2] < level:
            start += 1
            continue
        end = start
        while end < len(runs) and runs[end][2] >= level:
            end += 1
        runs[start:end] = reversed(runs[start:end])
        start = end
