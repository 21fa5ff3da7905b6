"""What helps PDF readers restore text without being seen: links between lines, cuts, counterweights, text objects.

Readers rebuild lines and paragraphs from the places of characters, each by its own heuristics.

- *Links* join lines whose leading is too wide for poppler. To poppler, lines more than one and a half ems apart are
  paragraphs, and it mixes those of neighbouring columns: the first lines of all columns, then the second ones. Khmer,
  Arabic and Nastaliq need such leading. A link is a glyph without ink at the beginning of the lower line, raised so far
  that poppler considers it close to both lines. How poppler proceeds is in its ``TextPage::coalesce`` (words into
  blocks: up to 1.5 em from the line last found, and 0.5 em for what counts as on that line) and
  ``TextBlock::coalesce`` (words into lines: within 0.5 em of the leftmost word).
- *Cuts* divide lines of mixed direction for pdfium. It restores the logical order by counting right-to-left stretches
  of letters against left-to-right ones, and a stretch ends at every space and symbol. ``www.example.org`` counts as
  three, so it comes out backwards in an Arabic line, or reverses that line. `needed_cuts` finds where a line must be
  cut so that each part is read correctly.
- *Counterweights* keep poppler from misjudging a page. It takes the direction of most letters for the page's own, and
  reorders text of the other direction stretch by stretch. A card has fewer Arabic letters than its slug and addresses
  have Latin ones, so such a page carries RIGHT-TO-LEFT MARKs beside its slug (`counterweight`): they have no ink and
  belong to no sentence, but poppler counts them.
- *Text objects* part a line for MuPDF (`starts_over`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from flyers.pdf.composites import Component
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, composed, plain
from flyers.pdf.slug import FACE
from flyers.pdf.tounicode import RLM, SOFT, is_rtl

LEAST_LINKED, MOST_LINKED = 1.48, 2.9
"""Leading of linked lines, em: closer lines need no link, and lines farther apart look like paragraphs anyway."""

_ON_THE_LINE, _ON_THE_LINE_RTL = 1.6, 1.94
"""Em up to which a link can be on the lower line; beyond, it is half-way between the lines, as a line of its own.

Left-to-right text could use the same limit as right-to-left, but then poppler splits some paragraphs of Burmese
(1.7 em).
"""

_ABOVE, _LARGER = 0.51, 1.04
"""Of the link of a left-to-right line: em above the baseline, so that poppler finds the line after the link and not
with it; and its size relative to the type, so that the link is the leftmost word of a line with a larger tolerance."""

_PAIR = (0.45, -0.1)
"""Heights of the two links of a right-to-left line, em above the baseline.

There the leftmost word is the last one. The two links are so far apart that poppler finds the lower one after the upper
one, and the line together with the lower one.
"""

_WIDTH, _OUTSIDE = 2.4, 2.2
"""Thousandths of an em of a link, and of its part to the left of left-to-right text.

A link must reach across the left ends of both lines. One of them may begin with a code for pdf.js, a font unit wide.
"""

_MARKS_PER_CODE = 8
"""Older versions of poppler read no more characters of one code."""

_STEP = 0.5
"""Em between two glyphs of a counterweight: poppler merges equal words that are less than a tenth of an em apart."""


def link(edge: float, size: float, leading: float, space: int, *, rtl: bool) -> GlyphStrings:
    """Return the link before a line that begins at *edge* (points from the line's origin).

    Args:
        size: of the line's type, points.
        leading: from the baseline above to the line's own, em, between `LEAST_LINKED` and `MOST_LINKED`.
        space: index of a glyph without ink in `FACE`.
        rtl: whether the line runs from right to left.
    """
    glyph = composed((Component(space, 0, 0),), 0 if rtl else _WIDTH)
    x = edge - (0.02 if rtl else _OUTSIDE / 1000) * size
    if leading > (_ON_THE_LINE_RTL if rtl else _ON_THE_LINE):
        heights, scale = [leading / 2], 1.0
    else:
        heights, scale = (list(_PAIR), 1.0) if rtl else ([_ABOVE], _LARGER)
    return GlyphStrings(FACE, size * scale, [[PlacedGlyph(glyph, SOFT, x, y * size)] for y in heights])


def counterweight(texts: Iterable[str], space: int, size: float, left: float, right: float) -> list[PlacedGlyph]:
    """Return glyphs on the baseline with enough RIGHT-TO-LEFT MARKs to outweigh the letters of *texts*.

    Args:
        space: index of a glyph without ink.
        size: of the type, points.
        left, right: the space that they may use, points from the line's origin.
    """
    # Marks of neighbouring codes may count once: to poppler they can be one, doubled.
    bidi_classes = [unicodedata.bidirectional(char) for text in texts for char in text if char != RLM]
    surplus = bidi_classes.count("L") - bidi_classes.count("R") - bidi_classes.count("AL")
    count = max(0, -(-(surplus + 1) // _MARKS_PER_CODE))
    step = min(_STEP * size, (right - left) / max(1, count))
    return [PlacedGlyph(plain(space), RLM * _MARKS_PER_CODE, left + step * index, 0.0) for index in range(count)]


def needed_cuts(stretches: Sequence[tuple[bool, str]], *, rtl: bool) -> list[bool]:
    """Return, for each pair of neighbouring *stretches* of a line, whether pdfium needs a cut between them.

    Args:
        stretches: in logical order, of alternating direction: whether right-to-left, and the texts of the codes.
        rtl: whether the paragraph runs from right to left.
    """
    kinds = [[kind for kind, _ in groupby(text, key=_pdfium_kind)] for _, text in stretches]
    neighbours = list(pairwise(range(len(stretches))))
    # In a right-to-left line a word or a number keeps its place; in a left-to-right line what follows a word does not.
    cuts = [not rtl or any(not stretches[i][0] and len(kinds[i]) > 1 for i in pair) for pair in neighbours]
    start = 0
    for end in range(1, len(stretches) + 1):
        if end == len(stretches) or cuts[end - 1]:
            together = [kind for part in kinds[start:end] for kind in part]
            if together.count("L") >= together.count("R") > 0:
                cuts[start : end - 1] = [True] * (end - 1 - start)
            start = end
    return cuts


def starts_over(before: Sequence[PlacedGlyph], string: Sequence[PlacedGlyph]) -> bool:
    """Return whether MuPDF needs a text object that begins with *string*, which follows the string *before*.

    A sign has the direction of the letters before it in its text object. From right-to-left letters, drawn from left to
    right, the pen goes back to the sign on their left, and MuPDF takes a step back within one direction for a new line.
    Where a text object begins, a sign runs from left to right, as it does in the files of other programs.
    """
    return is_rtl(before[-1].text[0]) and unicodedata.bidirectional(string[0].text[0]) in ("CS", "WS", "ON")


def _pdfium_kind(char: str) -> str:
    """Return ``L``, ``R``, ``W`` for digits and their company, or ``N`` for the rest (pdfium's ``CFX_BidiChar``)."""
    bidi_class = unicodedata.bidirectional(char)
    if bidi_class in ("L", "R"):
        return bidi_class
    if bidi_class == "AL":
        return "R"
    return "W" if bidi_class in ("EN", "AN", "ES", "ET", "CS", "NSM", "BN") else "N"
