"""Draws the masks of many glyphs in one pass, as pdfium draws them: see `glyph_masks`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from flyers.proof.pictures.chords import Outline
from flyers.proof.pictures.coverage import Mask, levels_of
from flyers.proof.pictures.edges import Edges
from flyers.proof.pictures.expected import ExpectedFace
from flyers.proof.pictures.ink import Ink, ink_of
from flyers.proof.pictures.outlines import typeface

LARGEST_BITMAP = 50
"""Pixels of an em up to which pdfium draws glyphs as bitmaps; above, it fills their outlines."""

THIRDS = 3
"""Places of a bitmap's origin in a pixel, from left to right."""

EIGHTHS = 8
"""Places of an outline's origin in a pixel, in both directions: it is moved by a sixteenth of a pixel at most."""

_DARKENING = np.rint(255 * (np.arange(256) / 255) ** 0.9).astype(np.uint8)
"""By how much pdfium darkens a part of a pixel in a bitmap."""

_DARKENED_MEANS = _DARKENING[(np.arange(9 * 255 + 1) + 4) // 9]
"""The darkened mean of nine levels, by their sum."""

_AT_ONCE = 128
"""Masks that are drawn in one pass. A page of Chinese has a thousand, and all edges of them take more room than it."""

SizeKey = tuple[ExpectedFace, float, int]
"""A face, its size in pixels, and the degrees clockwise by which it is turned."""

GlyphKey = tuple[int, int, int]
"""A glyph, and the thirds or eighths of a pixel by which it is moved to the right and down."""


class GlyphMask(NamedTuple):
    """The picture of a glyph, and its box in pixels from the whole pixel of its origin, y downwards.

    ``ink`` is None if there is nothing to see.
    """

    ink: Ink | None
    left: int
    top: int
    right: int
    bottom: int


NO_INK = GlyphMask(None, 0, 0, 0, 0)


class DrawnMask(NamedTuple):
    """A mask that was drawn, and the levels of its pixels, row by row, which its ink shares."""

    mask: GlyphMask
    levels: bytes


_NOTHING = DrawnMask(NO_INK, b"")

DrawnMasks = dict[GlyphKey, DrawnMask]


class _Shape(NamedTuple):
    """An outline whose masks are drawn together, moved to the right and down by eighths of a pixel.

    Its masks go into ``masks``, by ``keys``. A bitmap is not moved to the right: its masks for all thirds of a pixel
    are windows of one drawing.
    """

    outline: Outline
    size: float
    turn: int
    right: int
    below: int
    masks: DrawnMasks
    keys: list[GlyphKey]


class MaskSheet:
    """Outlines of which masks are drawn all at once."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self._fonts = fonts
        self._small: list[_Shape] = []
        self._large: list[_Shape] = []
        self._drawn: dict[SizeKey, DrawnMasks] = {}

    def add(self, size_key: SizeKey, wanted: Iterable[GlyphKey]) -> None:
        """Add glyphs to be drawn."""
        face, size, turn = size_key
        masks = self._drawn.setdefault(size_key, {})
        small = size <= LARGEST_BITMAP
        alike: dict[GlyphKey, list[GlyphKey]] = {}
        for key in wanted:
            gid, right, below = key
            alike.setdefault((gid, 0 if small else right, below), []).append(key)
        font = typeface(face, self._fonts)
        shapes = self._small if small else self._large
        for (gid, right, below), keys in alike.items():
            outline = font.outline(gid, rounded=small)
            if outline:
                shapes.append(_Shape(outline, size, turn, right, below, masks, keys))
            else:
                masks.update(dict.fromkeys(keys, _NOTHING))

    def draw(self) -> dict[SizeKey, DrawnMasks]:
        """Draw the masks of all that were added, and return them."""
        for shapes, draw in ((self._small, _draw_bitmaps), (self._large, _draw_outlines)):
            for start in range(0, len(shapes), _AT_ONCE):
                few = shapes[start : start + _AT_ONCE]
                draw(few, _edges(few))
        return self._drawn


def _edges(shapes: Sequence[_Shape]) -> Edges:
    edges = Edges([shape.outline for shape in shapes], [shape.size for shape in shapes])
    edges.turn([shape.turn for shape in shapes])
    edges.move([(shape.right / EIGHTHS, shape.below / EIGHTHS) for shape in shapes])
    return edges


def _draw_bitmaps(shapes: Sequence[_Shape], edges: Edges) -> None:
    """Draw bitmaps: each pixel is the mean of the thirds of pixels in its window.

    Rows are a whole number of pixels long, with one that is empty at the end, so that the windows of all pixels of all
    masks are one stride apart.
    """
    # The windows reach a third of a pixel further, and outlines are moved by two thirds.
    boxes = [(left - 1, top, right + 2, bottom) for left, top, right, bottom in edges.boxes()]
    edges.move([(-left, -top) for left, top, _, _ in boxes])
    edges.edges[:, 0::2] *= THIRDS
    sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    thirds, _ = levels_of(
        edges.edges,
        edges.owner,
        [(THIRDS * width + THIRDS - 1, height) for width, height in sizes],
    )
    windows = _windows(thirds)
    start = 0
    for shape, (left, top, _, _), (width, height) in zip(shapes, boxes, sizes, strict=True):
        end = start + (width + 1) * height
        for key in shape.keys:
            shape.masks[key] = _inked(windows[key[1]][start:end], width + 1, height, left, top)
        start = end


def _draw_outlines(shapes: Sequence[_Shape], edges: Edges) -> None:
    edges.align_rectangles()
    boxes = edges.boxes()
    edges.move([(-left, -top) for left, top, _, _ in boxes])
    sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    levels, starts = levels_of(edges.edges, edges.owner, sizes)
    for shape, (left, top, _, _), (width, height), start in zip(shapes, boxes, sizes, starts, strict=True):
        mask = _inked(levels[start : start + (width + 1) * height], width + 1, height, left, top)
        shape.masks.update(dict.fromkeys(shape.keys, mask))


def _inked(mask: Mask, width: int, height: int, left: int, top: int) -> DrawnMask:
    """Return the part of a mask that has ink."""
    box = ink_of(mask, width, height).getbbox()
    if box is None:
        return _NOTHING
    x0, y0, x1, y1 = box
    levels = mask.reshape(height, width)[y0:y1, x0:x1].tobytes()
    ink = ink_of(levels, x1 - x0, y1 - y0)
    return DrawnMask(GlyphMask(ink, left + x0, top + y0, left + x1, top + y1), levels)


def _windows(thirds: Mask) -> list[Mask]:
    """Return the pixels of bitmaps whose origin is on the first, the second and the third third of a pixel.

    Each is the mean of three windows that are three thirds of a pixel wide and a third apart, and darkened. The first
    of them begins a third of a pixel before the pixel, less one for each third of the origin.
    """
    around = np.zeros(len(thirds) + 2 * THIRDS, dtype=np.uint16)
    around[THIRDS:-THIRDS] = thirds
    wide = around[:-2] + around[1:-1] + around[2:]
    sums = wide[:-2] + wide[1:-1] + wide[2:]
    return [_DARKENED_MEANS[sums[THIRDS - 1 - third :: THIRDS][: len(thirds) // THIRDS]] for third in range(THIRDS)]
