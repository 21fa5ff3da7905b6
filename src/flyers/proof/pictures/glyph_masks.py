"""Masks of glyphs: how much of each pixel a glyph covers, drawn as pdfium draws it, and kept for all pages and files.

pdfium draws small type as bitmaps: with its baseline on a whole pixel and its origin on a third of a pixel across, each
pixel the mean of its own coverage and those of a window moved by a third of a pixel to either side, and then a little
darker. Marks and dots are parts of their letter's bitmap. Large type is filled as outlines in its exact place.

Where pdfium draws otherwise one day, or rounds to the other side, the tolerance of `comparison` still holds; what is
drawn alike is compared faster and more strictly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.kept import Kept
from flyers.proof.pictures.coverage import Mask, coverage, levels_of
from flyers.proof.pictures.expected import ExpectedFace, ExpectedGlyphs
from flyers.proof.pictures.frames import Frame, PixelBox, whole_pixels
from flyers.proof.pictures.outlines import Floats, typeface

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

    __slots__ = ("height", "image", "left", "top", "width")

    def __init__(self, image: Image.Image | None, left: int, top: int) -> None:
        self.image = image
        self.left = left
        self.top = top
        self.width, self.height = image.size if image else (0, 0)


Part = tuple[int, PixelBox, "Image.Image | None"]
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
        if mask.image is not None:
            left, top = across + mask.left, down + mask.top
            parts.append((index, (left, top, left + mask.width, top + mask.height), mask.image))
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


class _MaskSheet:
    """Outlines of which masks are drawn all at once."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self._fonts = fonts
        self._outlines: dict[tuple[SizeKey, int], Floats] = {}
        self._edges: list[Floats] = []
        self._boxes: list[PixelBox] = []
        self._places: list[tuple[SizeKey, GlyphKey, dict[GlyphKey, GlyphMask]]] = []

    def add(self, size_key: SizeKey, key: GlyphKey, masks: dict[GlyphKey, GlyphMask]) -> None:
        """Add a glyph, whose mask goes into *masks*; nothing if it has no outline."""
        gid, right, below = key
        edges = self._outline(size_key, gid)
        if not len(edges):
            return
        bitmap = _is_bitmap(size_key[1])
        moved = edges + np.array([right / (_THIRDS if bitmap else _EIGHTHS), below / _EIGHTHS] * 2)
        if not bitmap and len(edges) == len(_RECTANGLE) and _is_rectangle(moved):
            moved = _on_pixels(moved)
        left, top, right, bottom = box = bounds(moved)
        if bitmap:  # The windows reach a third of a pixel further.
            box = left - 1, top, right + 1, bottom
        self._edges.append(moved - np.array([box[0], top] * 2))
        self._boxes.append(box)
        self._places.append((size_key, key, masks))

    def draw(self) -> None:
        """Draw the masks of all that were added."""
        bitmaps = [number for number, ((_, size, _), _, _) in enumerate(self._places) if _is_bitmap(size)]
        outlines = [number for number, ((_, size, _), _, _) in enumerate(self._places) if not _is_bitmap(size)]
        for numbers, drawn in ((bitmaps, _bitmaps), (outlines, coverage)):
            for start in range(0, len(numbers), _AT_ONCE):
                self._draw(numbers[start : start + _AT_ONCE], drawn)

    def _draw(self, numbers: list[int], drawn: Callable[[list[Floats], list[tuple[int, int]]], list[Mask]]) -> None:
        boxes = [self._boxes[number] for number in numbers]
        sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
        masks = drawn([self._edges[number] for number in numbers], sizes)
        for number, (left, top, _, _), mask in zip(numbers, boxes, masks, strict=True):
            image = as_image(mask)
            if (inked := image.getbbox()) is not None:
                _, key, kept = self._places[number]
                kept[key] = GlyphMask(image.crop(inked), left + inked[0], top + inked[1])

    def _outline(self, size_key: SizeKey, gid: int) -> Floats:
        if (size_key, gid) not in self._outlines:
            face, size, turn = size_key
            outline = typeface(face, self._fonts).outline(gid, rounded=_is_bitmap(size))
            self._outlines[size_key, gid] = _turned(outline.flattened(size), turn)
        return self._outlines[size_key, gid]


def _turned(edges: Floats, turn: int) -> Floats:
    """Return edges, y downwards, turned by *turn* degrees clockwise."""
    for _ in range(turn // 90):
        x0, y0, x1, y1 = edges.T
        edges = np.stack([-y0, x0, -y1, x1], axis=1)
    return edges


def _bitmaps(shapes: Sequence[Floats], sizes: Sequence[tuple[int, int]]) -> list[Mask]:
    """Return the masks of shapes as bitmaps.

    Each pixel is the mean of the thirds of pixels in its window. Rows are a whole number of pixels long, with one that
    is empty at the end, so that the windows of all pixels of all masks are one stride apart.
    """
    wide = np.array([_THIRDS, 1] * 2)
    thirds, _ = levels_of(
        [edges * wide for edges in shapes], [(_THIRDS * width + _THIRDS - 1, height) for width, height in sizes]
    )
    around = np.pad(thirds, 1)
    mean = sum(part * around[start : start + len(thirds) : _THIRDS] for start, part in enumerate(_WINDOW))
    pixels = _DARKENING[np.rint(mean).astype(np.uint8)]
    masks: list[Mask] = []
    start = 0
    for width, height in sizes:
        end = start + (width + 1) * height
        masks.append(pixels[start:end].reshape(height, width + 1)[:, :-1])
        start = end
    return masks


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


def as_image(mask: NDArray[np.uint8]) -> Image.Image:
    """Return a mask as Pillow's picture in grey."""
    return Image.fromarray(np.ascontiguousarray(mask))
