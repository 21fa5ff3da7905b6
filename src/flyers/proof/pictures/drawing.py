"""Draws what a page must show, with the rasteriser of `coverage`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    ExpectedGlyphs,
    ExpectedPicture,
    ExpectedRectangles,
    ExpectedShape,
)
from flyers.proof.pictures.frames import Frame, PixelBox, within
from flyers.proof.pictures.glyph_masks import as_image, bounds, placed_masks, prepare_masks
from flyers.proof.pictures.outlines import Floats, flattened, rows
from flyers.proof.pictures.swatches import Rgb

Pixels = NDArray[np.uint32]
"""A picture, one number for a pixel: red in the lowest byte, then green, then blue."""

Part = tuple[int, PixelBox, "Image.Image | None"]
"""The number of a part of a drawing, the pixels that it may touch, and its mask; None: they are filled whole."""


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


class DrawnPage:
    """The expected picture of a page, drawn in *frame* with the font files *fonts*, in *colours* of pixels."""

    def __init__(
        self, picture: ExpectedPicture, frame: Frame, fonts: Mapping[str, bytes], colours: Mapping[ExpectedColour, Rgb]
    ) -> None:
        self.frame = frame
        self._picture = picture
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
        prepare_masks(
            (line for line in (*picture.art, *picture.margin) if isinstance(line, ExpectedGlyphs)), frame, fonts
        )
        for drawings, clip in ((picture.art, frame.outer(picture.clip)), (picture.margin, frame.whole)):
            inside = within(clip, frame.whole) or (0, 0, 0, 0)
            for drawing in drawings:
                self._draw(drawing, (*colours[drawing.colour], 255), inside)

    def pixels(self) -> Pixels:
        """Return the picture."""
        return self._pixels

    @property
    def marks(self) -> list[Mark]:
        """Return what was drawn, in order."""
        drawings = (*self._picture.art, *self._picture.margin)
        return [Mark(drawing, *part) for drawing in drawings for part in _parts(drawing, self.frame)]

    def colour(self, mark: Mark) -> Rgb:
        """Return the colour in which *mark* was drawn."""
        return self._colours[mark.drawing.colour]

    def _draw(self, drawing: Drawing, colour: tuple[int, ...], clip: PixelBox) -> None:
        # Pillow's own paste() looks at its arguments longer than it paints a letter.
        paste = self._image.im.paste
        for _, box, mask in _parts(drawing, self.frame):
            seen = within(box, clip)
            if seen is None:
                continue
            if mask is not None and seen != box:
                mask = mask.crop((seen[0] - box[0], seen[1] - box[1], seen[2] - box[0], seen[3] - box[1]))
            if mask is None:
                paste(colour, seen)
            else:
                paste(colour, seen, mask.im)


def _parts(drawing: Drawing, frame: Frame) -> Iterator[Part]:
    match drawing:
        case ExpectedGlyphs():
            yield from placed_masks(drawing, frame)
        case ExpectedShape():
            yield 0, *_shape(drawing, frame)
        case ExpectedRectangles(edges="path"):
            yield 0, *_joined(drawing, frame)
        case ExpectedRectangles():
            for index, box in enumerate(drawing.boxes):
                if drawing.edges == "stroke":
                    yield index, *_stroke(box, frame)
                else:
                    yield index, frame.box(box), None


@lru_cache(maxsize=512)
def _shape(shape: ExpectedShape, frame: Frame) -> tuple[PixelBox, Image.Image]:
    edges = path_edges(shape) * np.array([frame.across, frame.down] * 2) + np.array([frame.x(0), frame.y(0)] * 2)
    return _filled(edges, even_odd=shape.even_odd)


@lru_cache(maxsize=64)
def _joined(rectangles: ExpectedRectangles, frame: Frame) -> tuple[PixelBox, Image.Image]:
    """Return the mask of rectangles that are one path."""
    return _filled(np.concatenate([_upright_edges(_exact(box, frame)) for box in rectangles.boxes]))


@lru_cache(maxsize=512)
def _stroke(box: Box, frame: Frame) -> tuple[PixelBox, Image.Image]:
    """Return the mask of a straight line, which pdfium draws at least one pixel wide."""
    left, top, right, bottom = _exact(box, frame)
    wider, higher = (max(0.0, 1 - side) / 2 for side in (right - left, bottom - top))
    return _filled(_upright_edges((left - wider, top - higher, right + wider, bottom + higher)))


def _exact(box: Box, frame: Frame) -> Box:
    return frame.x(box[0]), frame.y(box[3]), frame.x(box[2]), frame.y(box[1])


def _upright_edges(box: Box) -> Floats:
    """Return the two upright edges of a rectangle, which are all that `coverage` needs."""
    left, top, right, bottom = box
    return np.array([[left, top, left, bottom], [right, bottom, right, top]])


def _filled(edges: Floats, *, even_odd: bool = False) -> tuple[PixelBox, Image.Image]:
    left, top, right, bottom = box = bounds(edges)
    (mask,) = coverage([edges - np.array([left, top] * 2)], [(right - left, bottom - top)], even_odd=even_odd)
    return box, as_image(mask)


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
