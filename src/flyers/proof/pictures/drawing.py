"""Draws what a page must show, with the rasteriser of `coverage`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.proof.geometry import Box
from flyers.proof.pictures.coverage import Mask, coverage
from flyers.proof.pictures.expected import (
    Drawing,
    ExpectedColour,
    ExpectedFace,
    ExpectedGlyphs,
    ExpectedPicture,
    ExpectedRectangles,
    ExpectedShape,
)
from flyers.proof.pictures.outlines import Floats, flattened, rows, typeface
from flyers.proof.pictures.swatches import Rgb

Pixels = NDArray[np.uint32]
"""A picture, one number for a pixel: red in the lowest byte, then green, then blue."""

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom."""

LARGEST_BITMAP = 50
"""Pixels of an em up to which pdfium draws glyphs as bitmaps on whole pixels; above, it fills their outlines."""

_PHASES = 4
"""A mask of a glyph serves all places that differ by less than one of so many parts of a pixel."""

_MOST_MASKS = 20000

GlyphKey = tuple[ExpectedFace, int, float, int, int]
"""Face, glyph, size in pixels, and the part of a pixel by which it is shifted in x and y."""


class GlyphMask(NamedTuple):
    """The picture of a glyph; (left, top) is its upper left corner from the whole pixel of its origin."""

    image: Image.Image | None
    left: int
    top: int


_MASKS: dict[GlyphKey, GlyphMask] = {}


class Frame(NamedTuple):
    """Where the pixels of a picture of *width* times *height* pixels are.

    Attributes:
        left, top: the upper left corner of the first, in points.
        across, down: pixels in a point. pdfium stretches a page to whole pixels, so they differ a little.
    """

    left: float
    top: float
    across: float
    down: float
    width: int
    height: int

    @classmethod
    def of(cls, box: Box, width: int, height: int) -> Frame:
        """Return the frame of a picture of *box*, in points."""
        left, bottom, right, top = box
        return cls(left, top, width / (right - left), height / (top - bottom), width, height)

    def x(self, x: float) -> float:
        return (x - self.left) * self.across

    def y(self, y: float) -> float:
        return (self.top - y) * self.down

    def box(self, box: Box) -> PixelBox:
        """Return the pixels that pdfium fills for *box*."""
        left, right = _whole(self.x(box[0]), self.x(box[2]))
        top, bottom = _whole(self.y(box[3]), self.y(box[1]))
        return left, top, right, bottom


def _whole(start: float, end: float) -> tuple[int, int]:
    """Return the whole pixels that pdfium fills between two edges of a rectangle: never less than its width."""
    length = math.ceil(end - start)
    lower, upper = math.floor(start), math.ceil(start)
    nearer = lower if start - lower + abs(end - lower - length) <= upper - start + abs(end - upper - length) else upper
    return nearer, nearer + length


class Mark(NamedTuple):
    """Something drawn on the expected picture: a part of a drawing, and the pixels that it may touch.

    ``part`` is the glyph of a line, the box of rectangles, or 0. ``mask`` is None for a box that is filled whole.
    """

    drawing: Drawing
    part: int
    box: PixelBox
    mask: Image.Image | None

    @property
    def is_glyph(self) -> bool:
        return isinstance(self.drawing, ExpectedGlyphs)

    def ink(self) -> Mask:
        """Return how much of each pixel of its box it covers, 0 to 255."""
        left, top, right, bottom = self.box
        whole = np.full((bottom - top, right - left), 255, dtype=np.uint8)
        return whole if self.mask is None else np.asarray(self.mask)


class ExpectedPage:
    """The expected picture of a page.

    Attributes:
        marks: what was drawn, in order.
    """

    def __init__(
        self, picture: ExpectedPicture, frame: Frame, fonts: Mapping[str, bytes], colours: Mapping[ExpectedColour, Rgb]
    ) -> None:
        self.frame = frame
        self._fonts = fonts
        self._colours = colours
        self._pixels = np.full((frame.height, frame.width), 0xFFFFFFFF, dtype=np.uint32)
        # Shares the memory of the array, so that nothing is copied.
        self._image = Image.frombuffer(
            "RGBA",
            (frame.width, frame.height),
            self._pixels.data,  # type: ignore[arg-type]  # any buffer will do
            "raw",
            "RGBA",
            0,
            1,
        )
        self._image.readonly = 0
        self.marks: list[Mark] = []
        _prepare_masks([*picture.art, *picture.margin], frame, fonts)
        left, top, right, bottom = frame.box(picture.clip)
        whole = (0, 0, frame.width, frame.height)
        inside = (max(left, 0), max(top, 0), min(right, frame.width), min(bottom, frame.height))
        for drawings, clip in ((picture.art, inside), (picture.margin, whole)):
            for drawing in drawings:
                self._draw(drawing, clip)

    def pixels(self) -> Pixels:
        """Return the picture."""
        return self._pixels

    def _draw(self, drawing: Drawing, clip: PixelBox) -> None:
        colour = (*self._colours[drawing.colour], 255)
        for index, (box, mask) in enumerate(self._parts(drawing)):
            self.marks.append(Mark(drawing, index, box, mask))
            seen = _within(box, clip)
            if seen is None:
                continue
            if mask is None:
                self._image.paste(colour, seen)
            elif seen == box:
                self._image.paste(colour, box, mask)
            else:
                part = (seen[0] - box[0], seen[1] - box[1], seen[2] - box[0], seen[3] - box[1])
                self._image.paste(colour, seen, mask.crop(part))

    def _parts(self, drawing: Drawing) -> Iterator[tuple[PixelBox, Image.Image | None]]:
        frame = self.frame
        match drawing:
            case ExpectedRectangles():
                for box in drawing.boxes:
                    yield frame.box(box), None
            case ExpectedShape():
                yield _shape(drawing, frame)
            case ExpectedGlyphs():
                for key, left, top in _placed(drawing, frame):
                    mask = _MASKS[key]
                    x, y = left + mask.left, top + mask.top
                    size = mask.image.size if mask.image else (0, 0)
                    yield (x, y, x + size[0], y + size[1]), mask.image or _NOTHING


_NOTHING = Image.new("L", (0, 0))


def _within(box: PixelBox, clip: PixelBox) -> PixelBox | None:
    left, top = max(box[0], clip[0]), max(box[1], clip[1])
    right, bottom = min(box[2], clip[2]), min(box[3], clip[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


@lru_cache(maxsize=512)
def _shape(shape: ExpectedShape, frame: Frame) -> tuple[PixelBox, Image.Image]:
    edges = path_edges(shape) * np.array([frame.across, frame.down] * 2) + np.array([frame.x(0), frame.y(0)] * 2)
    left, top, right, bottom = box = _bounds(edges)
    (mask,) = coverage([edges - np.array([left, top] * 2)], [(right - left, bottom - top)], even_odd=shape.even_odd)
    return box, _as_image(mask)


def _bounds(edges: Floats) -> PixelBox:
    """Return the pixels that *edges* touch."""
    low, high = edges.min(axis=0), edges.max(axis=0)
    left, top = math.floor(min(low[0], low[2])), math.floor(min(low[1], low[3]))
    return left, top, max(math.ceil(max(high[0], high[2])), left + 1), max(math.ceil(max(high[1], high[3])), top + 1)


def path_edges(shape: ExpectedShape) -> Floats:
    """Return the edges of a path, y downwards; open subpaths are closed."""
    lines: list[tuple[float, ...]] = []
    curves: list[tuple[float, ...]] = []
    start = here = (0.0, 0.0)
    for kind, *numbers in (*shape.path, ("Z",)):
        values = [float(number) for number in numbers]
        if kind in ("M", "Z") and here != start:
            lines.append((*here, *start))
            here = start
        if kind == "M":
            start = here = (values[0], values[1])
        elif kind == "L":
            lines.append((*here, *values))
            here = (values[0], values[1])
        elif kind == "C":
            curves.append((*here, *values))
            here = (values[4], values[5])
    return flattened(rows(lines, 4), rows(curves, 8), 1.0)


def _placed(drawing: ExpectedGlyphs, frame: Frame) -> Iterator[tuple[GlyphKey, int, int]]:
    """Yield the mask's key and the whole pixel of each glyph's origin."""
    size = round(drawing.size * frame.across, 2)
    for glyph in drawing.glyphs:
        x, y = math.floor(frame.x(glyph.x) * _PHASES + 0.5), math.floor(frame.y(glyph.y) * _PHASES + 0.5)
        yield (drawing.face, glyph.gid, size, x % _PHASES, y % _PHASES), x // _PHASES, y // _PHASES


def _prepare_masks(drawings: Sequence[Drawing], frame: Frame, fonts: Mapping[str, bytes]) -> None:
    """Draw the masks that are not known yet, all at once."""
    keys = {
        key: None
        for drawing in drawings
        if isinstance(drawing, ExpectedGlyphs)
        for key, _, _ in _placed(drawing, frame)
        if key not in _MASKS
    }
    if len(_MASKS) + len(keys) > _MOST_MASKS:
        _MASKS.clear()
        _prepare_masks(drawings, frame, fonts)
        return
    shapes: list[Floats] = []
    sizes: list[tuple[int, int]] = []
    places: list[tuple[GlyphKey, int, int]] = []
    outlines: dict[tuple[ExpectedFace, int, float], Floats] = {}
    for key in keys:
        face, gid, size, across, down = key
        edges = outlines.get((face, gid, size))
        if edges is None:
            edges = outlines[face, gid, size] = typeface(face, fonts).outline(gid).flattened(size)
        if not len(edges):
            _MASKS[key] = GlyphMask(None, 0, 0)
            continue
        moved = edges + np.array([across, down] * 2) / _PHASES
        if size > LARGEST_BITMAP and len(edges) == len(_RECTANGLE) and _is_rectangle(moved):
            moved = _on_pixels(moved)
        left, top, right, bottom = _bounds(moved)
        shapes.append(moved - np.array([left, top] * 2))
        sizes.append((right - left, bottom - top))
        places.append((key, left, top))
    if shapes:
        for (key, left, top), mask in zip(places, coverage(shapes, sizes), strict=True):
            _MASKS[key] = GlyphMask(_as_image(mask), left, top)


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
        start, end = _whole(low, high)
        moved[:, axis::2] = np.where(places == low, start, end)
    return moved


def _as_image(mask: Mask) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(mask))
