"""Links between the lines of a paragraph whose leading is too wide for poppler.

Lines more than one and a half ems apart are paragraphs to poppler, and it mixes those of neighbouring columns: the
first lines of all, then the second ones. Khmer, Arabic and Nastaliq need such leading. A link is a sign without ink at
the beginning of the lower line, raised so far that poppler finds it near enough to both. How it goes on from what it
finds is in poppler's ``TextPage::coalesce`` (words into blocks: up to 1.5 em from the line last found, and 0.5 em for
what counts as on that line) and ``TextBlock::coalesce`` (words into lines: within 0.5 em of the leftmost word).
"""

from __future__ import annotations

from flyers.pdf.composites import Component
from flyers.pdf.encoded_glyphs import GlyphStrings, PlacedGlyph, composed
from flyers.pdf.slug import FACE
from flyers.pdf.tounicode import SOFT

NEAR, FAR = 1.48, 2.9
"""Em from baseline to baseline: nearer lines need no link, farther ones cannot be told from paragraphs."""

_ON_THE_LINE, _ON_THE_LINE_RTL = 1.6, 1.94
"""Em up to which a link can be on the lower line; beyond, it is half-way, and a line of its own.

From left to right it could be so up to the same leading, but then poppler parts some paragraphs of Burmese (1.7 em).
"""

_ABOVE, _LARGER = 0.51, 1.04
"""Of a left-to-right line's link: em above the baseline, so that the line is found after it and not with it; and its
size, by which it is the leftmost word of a line in which so much is still near."""

_PAIR = (0.45, -0.1)
"""Of a right-to-left line's links, where the leftmost word is the last: em above the baseline. The two are so far
apart that the lower one is found after the upper one, and with it the line."""

_WIDTH = 0.4
"""Thousandths of an em: it must reach over the left ends of both lines, and pdfium leaves out what has no width."""


def link(edge: float, size: float, leading: float, space: int, *, rtl: bool) -> GlyphStrings:
    """The link before a line that begins at *edge* (points from the line's origin).

    Args:
        size: of the line's type, points.
        leading: from the baseline above to the line's own, em, in `NEAR` … `FAR`.
        space: index of a glyph without ink in `FACE`.
        rtl: the direction of the line.
    """
    sign = composed((Component(space, 0, 0),), 0 if rtl else _WIDTH)
    x = edge - (0.02 if rtl else _WIDTH / 2000) * size
    if leading > (_ON_THE_LINE_RTL if rtl else _ON_THE_LINE):
        heights, scale = [leading / 2], 1.0
    else:
        heights, scale = (list(_PAIR), 1.0) if rtl else ([_ABOVE], _LARGER)
    return GlyphStrings(FACE, size * scale, [[PlacedGlyph(sign, SOFT, x, y * size)] for y in heights])
