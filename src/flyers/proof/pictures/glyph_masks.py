"""Masks of glyphs: how much of each pixel a glyph covers, drawn as pdfium draws it, and kept for all pages and files.

pdfium draws small type as bitmaps: with its baseline on a whole pixel and its origin on a third of a pixel across, each
pixel the mean of its own coverage and those of a window moved by a third of a pixel to either side, and then a little
darker. Marks and dots are parts of their letter's bitmap. Large type is filled as outlines in its exact place.

Where pdfium draws otherwise one day, or rounds to the other side, the tolerance of `comparison` still holds; what is
drawn alike is compared faster and more strictly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from flyers.kept import Kept
from flyers.proof.pictures.coverage import Mask, levels_of
from flyers.proof.pictures.expected import ExpectedFace, ExpectedGlyphs
from flyers.proof.pictures.frames import Frame, PixelBox, whole_pixels
from flyers.proof.pictures.ink import Ink, ink_of
from flyers.proof.pictures.outlines import Floats, Outline, flattened_all, typeface

LARGEST_BITMAP = 50
"""Pixels of an em up to which pdfium draws glyphs as bitmaps; above, it fills their outlines."""

_THIRDS = 3
"""Places of a bitmap's origin in a pixel, from left to right."""

_EIGHTHS = 8
"""Places of an outline's origin in a pixel, in both directions: it is moved by a sixteenth of a pixel at most."""

_DARKENING = np.rint(255 * (np.arange(256) / 255) ** 0.9).astype(np.uint8)
"""By how much pdfium darkens a part of a pixel in a bitmap."""

_WINDOW = np.array([1, 2, 3, 2, 1]) / 9
"""The mean of three windows that are three thirds of a pixel wide and a third apart."""

_NOISE = 0.001
"""Thirds of a pixel by which a place that is a whole number in decimals may be less in binary."""

_MOST_MASKS = 20000

_AT_ONCE = 128
"""Masks that are drawn in one pass. A page of Chinese has a thousand, and all edges of them take more room than it."""

SizeKey = tuple[ExpectedFace, float, int]
"""A face, its size in pixels, and the degrees clockwise by which it is turned."""

GlyphKey = tuple[int, int, int]
"""A glyph, and the thirds or eighths of a pixel by which it is moved to the right and down."""


class GlyphMask:
    """The picture of a glyph; (left, top) is its upper left corner from the whole pixel of its origin."""

    __slots__ = ("height", "ink", "left", "top", "width")

    def __init__(self, ink: Ink | None, left: int, top: int) -> None:
        self.ink = ink
        self.left = left
        self.top = top
        size: tuple[int, int] = ink.size if ink else (0, 0)
        self.width, self.height = size


Part = tuple[int, PixelBox, Ink | None]
"""The number of a part of a drawing, the pixels that it may touch, and its mask; None: they are filled whole."""

_Place = tuple[GlyphKey, int, int]
"""A glyph, and the whole pixel of its origin."""

_MASKS: Kept[SizeKey, dict[GlyphKey, GlyphMask]] = Kept(1024)


def glyph_parts(lines: Iterable[ExpectedGlyphs], frame: Frame, fonts: Mapping[str, bytes]) -> Iterator[list[Part]]:
    """Yield the glyphs with ink of each of *lines*, by their numbers in it. New masks are drawn in one pass."""
    if sum(map(len, _MASKS.values())) > _MOST_MASKS:
        _MASKS.turn()
    sheet = _MaskSheet(fonts)
    placed: list[tuple[dict[GlyphKey, GlyphMask], list[_Place]]] = []
    for line in lines:
        size_key = _size_key(line, frame)
        known = _MASKS.get(size_key)
        if known is None:
            known = _MASKS[size_key] = {}
        places = list(_places(line, frame))
        for key, _, _ in places:
            if key not in known:
                known[key] = GlyphMask(None, 0, 0)
                sheet.add(size_key, key, known)
        placed.append((known, places))
    sheet.draw()
    return (_parts(masks, places) for masks, places in placed)


def _parts(masks: Mapping[GlyphKey, GlyphMask], places: list[_Place]) -> list[Part]:
    parts: list[Part] = []
    for index, (key, across, down) in enumerate(places):
        mask = masks[key]
        if mask.ink is not None:
            left, top = across + mask.left, down + mask.top
            parts.append((index, (left, top, left + mask.width, top + mask.height), mask.ink))
    return parts


def _size_key(line: ExpectedGlyphs, frame: Frame) -> SizeKey:
    return line.face, round(line.size * frame.across, 2), line.turn


def _is_bitmap(size: float) -> bool:
    return size <= LARGEST_BITMAP


def _places(line: ExpectedGlyphs, frame: Frame) -> Iterator[_Place]:
    """Yield the mask's key and the whole pixel of each glyph's origin."""
    left, top, across, down = frame[:4]
    floor = math.floor
    if _is_bitmap(_size_key(line, frame)[1]):
        across *= _THIRDS
        baseline, level = line.baseline, line.turn % 180 == 0
        base = floor((top - baseline) * down + 0.5)
        for gid, x, y, _ in line.glyphs:
            column, part = divmod(floor((x - left) * across + _NOISE), _THIRDS)
            if not level:
                yield (gid, part, 0), column, floor((top - y) * down + 0.5)
                continue
            row, below = divmod(floor((baseline - y) * down * _EIGHTHS + 0.5), _EIGHTHS) if y != baseline else (0, 0)
            yield (gid, part, below), column, base + row
    else:
        across, down = across * _EIGHTHS, down * _EIGHTHS
        for gid, x, y, _ in line.glyphs:
            column, right = divmod(floor((x - left) * across + 0.5), _EIGHTHS)
            row, below = divmod(floor((top - y) * down + 0.5), _EIGHTHS)
            yield (gid, right, below), column, row


class _Shape(NamedTuple):
    """An outline whose masks are drawn together: ``right`` and ``below`` are eighths of a pixel by which it is moved.

    A bitmap is not moved to the right: its masks for all thirds of a pixel are windows of one drawing.
    """

    size_key: SizeKey
    gid: int
    right: int
    below: int


class _MaskSheet:
    """Outlines of which masks are drawn all at once."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self._fonts = fonts
        self._wanted: dict[_Shape, list[tuple[GlyphKey, dict[GlyphKey, GlyphMask]]]] = {}

    def add(self, size_key: SizeKey, key: GlyphKey, masks: dict[GlyphKey, GlyphMask]) -> None:
        """Add a glyph, whose mask goes into *masks*; nothing if it has no outline."""
        gid, right, below = key
        shape = _Shape(size_key, gid, 0 if _is_bitmap(size_key[1]) else right, below)
        self._wanted.setdefault(shape, []).append((key, masks))

    def draw(self) -> None:
        """Draw the masks of all that were added."""
        drawn = [(shape, self._outline(shape)) for shape in self._wanted]
        inked = [(shape, outline) for shape, outline in drawn if len(outline.lines) or len(outline.curves)]
        for is_bitmap, draw in ((True, self._draw_bitmaps), (False, self._draw_outlines)):
            chosen = [pair for pair in inked if _is_bitmap(pair[0].size_key[1]) is is_bitmap]
            for start in range(0, len(chosen), _AT_ONCE):
                draw([shape for shape, _ in chosen[start : start + _AT_ONCE]], _Edges(chosen[start : start + _AT_ONCE]))

    def _outline(self, shape: _Shape) -> Outline:
        face, size, _ = shape.size_key
        return typeface(face, self._fonts).outline(shape.gid, rounded=_is_bitmap(size))

    def _draw_bitmaps(self, shapes: list[_Shape], edges: _Edges) -> None:
        """Draw bitmaps: each pixel is the mean of the thirds of pixels in its window.

        Rows are a whole number of pixels long, with one that is empty at the end, so that the windows of all pixels of
        all masks are one stride apart.
        """
        # The windows reach a third of a pixel further, and outlines are moved by two thirds.
        boxes = [(left - 1, top, right + 2, bottom) for left, top, right, bottom in edges.boxes()]
        edges.move([(-left, -top) for left, top, _, _ in boxes])
        sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
        thirds, _ = levels_of(
            edges.edges * np.array([_THIRDS, 1] * 2),
            edges.owner,
            [(_THIRDS * width + _THIRDS - 1, height) for width, height in sizes],
        )
        around = np.pad(thirds, (_THIRDS, 1))
        windows: dict[int, Mask] = {}
        start = 0
        for shape, (left, top, _, _), (width, height) in zip(shapes, boxes, sizes, strict=True):
            end = start + (width + 1) * height
            for key, kept in self._wanted[shape]:
                third = key[1]
                if third not in windows:
                    windows[third] = _windows(around[_THIRDS - 1 - third :], len(thirds))
                mask = windows[third][start:end]
                kept[key] = _inked(mask, width + 1, height, left, top) or kept[key]
            start = end

    def _draw_outlines(self, shapes: list[_Shape], edges: _Edges) -> None:
        edges.align_rectangles()
        boxes = edges.boxes()
        edges.move([(-left, -top) for left, top, _, _ in boxes])
        sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
        levels, starts = levels_of(edges.edges, edges.owner, sizes)
        for shape, (left, top, _, _), (width, height), start in zip(shapes, boxes, sizes, starts, strict=True):
            mask = levels[start : start + (width + 1) * height]
            for key, kept in self._wanted[shape]:
                kept[key] = _inked(mask, width + 1, height, left, top) or kept[key]


def _inked(mask: Mask, width: int, height: int, left: int, top: int) -> GlyphMask | None:
    """Return the part of a mask that has ink; None if none has."""
    ink = ink_of(mask, width, height)
    box = ink.getbbox()
    return None if box is None else GlyphMask(ink.crop(box), left + box[0], top + box[1])


def _windows(thirds: Mask, count: int) -> Mask:
    """Return the pixels of which *thirds* begins a third of a pixel before the first."""
    mean = sum(part * thirds[start : start + count : _THIRDS] for start, part in enumerate(_WINDOW))
    pixels: Mask = _DARKENING[np.rint(mean).astype(np.uint8)]
    return pixels


class _Edges:
    """The edges of shapes, in pixels from their origins, y downwards.

    Attributes:
        edges: a row of x0, y0, x1, y1 for each, in parts that are sorted by the shapes.
        owner: the number of the shape of each edge.
    """

    def __init__(self, shapes: Sequence[tuple[_Shape, Outline]]) -> None:
        self._parts = list(
            flattened_all([outline for _, outline in shapes], [shape.size_key[1] for shape, _ in shapes])
        )
        self._count = len(shapes)
        self.edges = np.concatenate([edges for edges, _ in self._parts])
        self.owner = np.concatenate([owner for _, owner in self._parts])
        turns = np.array([shape.size_key[2] // 90 for shape, _ in shapes])[self.owner]
        for turn in (1, 2, 3) if turns.any() else ():
            turned = turns == turn
            self.edges[turned] = _turned(self.edges[turned], 90 * turn)
        self.move([(shape.right / _EIGHTHS, shape.below / _EIGHTHS) for shape, _ in shapes])

    def move(self, by: Sequence[tuple[float, float]]) -> None:
        """Move each shape to the right and down."""
        self.edges += np.tile(np.array(by, dtype=np.float64), 2)[self.owner]

    def boxes(self) -> list[PixelBox]:
        """Return the pixels that each shape touches."""
        low, high = np.full((self._count, 4), np.inf), np.full((self._count, 4), -np.inf)
        start = 0
        for edges, owner in self._parts:
            part = self.edges[start : start + len(edges)]
            start += len(edges)
            firsts = np.flatnonzero(np.diff(owner, prepend=-1))
            owners = owner[firsts]
            low[owners] = np.minimum(low[owners], np.minimum.reduceat(part, firsts))
            high[owners] = np.maximum(high[owners], np.maximum.reduceat(part, firsts))
        first = np.floor(np.minimum(low[:, :2], low[:, 2:])).astype(np.int64)
        last = np.maximum(np.ceil(np.maximum(high[:, :2], high[:, 2:])).astype(np.int64), first + 1)
        return [
            (left, top, right, bottom)
            for (left, top), (right, bottom) in zip(first.tolist(), last.tolist(), strict=True)
        ]

    def align_rectangles(self) -> None:
        """Move the edges of shapes that are rectangles to the borders of pixels, as pdfium does with such paths."""
        counts = np.bincount(self.owner, minlength=self._count)
        for number in np.flatnonzero(counts == len(_RECTANGLE)):
            places = np.flatnonzero(self.owner == number)
            if _is_rectangle(self.edges[places]):
                self.edges[places] = _on_pixels(self.edges[places])


def _turned(edges: Floats, turn: int) -> Floats:
    """Return edges, y downwards, turned by *turn* degrees clockwise."""
    for _ in range(turn // 90):
        x0, y0, x1, y1 = edges.T
        edges = np.stack([-y0, x0, -y1, x1], axis=1)
    return edges


_RECTANGLE = range(4)
"""The edges of a rectangle."""


def _is_rectangle(edges: Floats) -> bool:
    level, upright = edges[:, 1] == edges[:, 3], edges[:, 0] == edges[:, 2]
    return bool((level ^ upright).all())


def _on_pixels(edges: Floats) -> Floats:
    """Return the edges of a rectangle moved to the borders of pixels, as pdfium does with a path that is one."""
    moved = edges.copy()
    for axis in (0, 1):
        places = edges[:, axis::2]
        low, high = places.min(), places.max()
        start, end = whole_pixels(low, high)
        moved[:, axis::2] = np.where(places == low, start, end)
    return moved


def bounds(edges: Floats) -> PixelBox:
    """Return the pixels that *edges* touch."""
    low, high = edges.min(axis=0), edges.max(axis=0)
    left, top = math.floor(min(low[0], low[2])), math.floor(min(low[1], low[3]))
    return left, top, max(math.ceil(max(high[0], high[2])), left + 1), max(math.ceil(max(high[1], high[3])), top + 1)
