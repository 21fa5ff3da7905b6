"""Finds lines of text that touch: by the boxes of glyphs first, and where those overlap, by the outlines.

The box around a slanting Nastaliq word reaches far into the next line without any ink there. Boxes alone would report
false collisions, or need a tolerance that hides true ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from flyers.proof.content_stream.records import TextObject
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, overlap, shared
from flyers.proof.glyphs import DrawnGlyph, mask
from flyers.proof.reading import PageReading

TOLERANCE = 0.1
"""Points by which boxes may overlap: the curve that touches a box's edge is thinner than that."""

PIXELS_PER_POINT = 24
"""Resolution at which outlines are compared: one pixel is 0.015 mm, far below what a press resolves."""

MOST_PIXELS = 1 << 20
"""Pixels in which two outlines are compared, fifty times those of any two letters on our pages. Where letters of a
foreign file overlap in more than 40 × 40 pt, pixels are larger: in the usual ones, a hundred pairs took 15 s."""


def touching_texts(page: PageReading, fonts: Mapping[str, FontReading]) -> Iterator[tuple[TextObject, TextObject]]:
    """Yield pairs of text objects whose ink touches."""
    texts = sorted((text for text in page.contents.texts if text.box), key=lambda text: text.box[1] if text.box else 0)
    for position, lower in enumerate(texts):
        assert lower.box is not None
        for upper in texts[position + 1 :]:
            assert upper.box is not None
            if upper.box[1] >= lower.box[3] - TOLERANCE:
                break
            if overlap(lower.box, upper.box, TOLERANCE) and _touch(lower, upper, fonts):
                yield lower, upper


def _touch(one: TextObject, other: TextObject, fonts: Mapping[str, FontReading]) -> bool:
    common = shared(one.box or (0, 0, 0, 0), other.box or (0, 0, 0, 0))
    if common is None:
        return False
    for a in _within(one, common):
        for b in _within(other, common):
            if a.box and b.box and overlap(a.box, b.box, TOLERANCE) and _ink_meets(a, b, fonts):
                return True
    return False


def _within(text: TextObject, box: Box) -> list[DrawnGlyph]:
    return [glyph for glyph in text.glyphs if glyph.box is not None and overlap(glyph.box, box, TOLERANCE)]


def _ink_meets(a: DrawnGlyph, b: DrawnGlyph, fonts: Mapping[str, FontReading]) -> bool:
    """Return whether the outlines of two glyphs share a spot. Counters count as ink: a dot inside an o is too near."""
    assert a.box is not None
    assert b.box is not None
    common = shared(a.box, b.box)
    if common is None:
        return False
    left, bottom, right, top = common
    pixels_per_point = min(PIXELS_PER_POINT, math.sqrt(MOST_PIXELS / ((right - left) * (top - bottom))))
    first, second = (mask(glyph, common, pixels_per_point, fonts) for glyph in (a, b))
    if first is None or second is None:
        return True
    from PIL import ImageChops

    return ImageChops.logical_and(first, second).getbbox() is not None
