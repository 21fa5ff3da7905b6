"""Draws what a page must show, with the rasteriser of `coverage`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.proof.pictures.coverage import Mask
from flyers.proof.pictures.expected import (
    Drawing,
    ExpectedColour,
    ExpectedPhotograph,
    ExpectedPicture,
)
from flyers.proof.pictures.frames import Frame, PixelBox, within
from flyers.proof.pictures.glyph_masks import Part
from flyers.proof.pictures.ink import Ink, LargeInk, as_mask
from flyers.proof.pictures.parts import drawn_parts
from flyers.proof.pictures.photographs import photograph_pixels
from flyers.proof.pictures.scratch import Memory
from flyers.proof.pictures.swatches import Rgb

Pixels = NDArray[np.uint32]
"""A picture, one number for a pixel: blue in the lowest byte, then green, then red, as pdfium draws fastest."""


_WHITE = 0xFFFFFFFF


class Mark(NamedTuple):
    """Something drawn on the expected picture: a part of a drawing, and the pixels that it may touch.

    ``part`` is the glyph of a line, the box of rectangles, or 0. ``mask`` is None for a box that is filled whole.
    """

    drawing: Drawing
    part: int
    box: PixelBox
    mask: Ink | None

    def ink(self) -> Mask:
        """Return how much of each pixel of its box it covers, 0 to 255."""
        left, top, right, bottom = self.box
        whole = np.full((bottom - top, right - left), 255, dtype=np.uint8)
        return whole if self.mask is None else as_mask(self.mask)


class Wanted(NamedTuple):
    """What is expected in a part of a page: the drawings there, and a key that is equal where the same objects are
    drawn in the same way.
    """

    key: Hashable
    drawings: tuple[Drawing, ...]


class DrawnPage:
    """The expected picture of a page, to be drawn in *frame* with the font files *fonts*, in *colours* of pixels."""

    def __init__(
        self, picture: ExpectedPicture, frame: Frame, fonts: Mapping[str, bytes], colours: Mapping[ExpectedColour, Rgb]
    ) -> None:
        self.frame = frame
        self._colours = colours
        drawings = (*picture.art, *picture.margin)
        clips = [frame.outer(picture.clip)] * len(picture.art) + [frame.whole] * len(picture.margin)
        self._drawn = list(zip(drawings, drawn_parts(drawings, frame, fonts), strict=True))
        self._layers = [
            _Layer(drawing, parts, _around(parts), within(clip, frame.whole) or (0, 0, 0, 0))
            for (drawing, parts), clip in zip(self._drawn, clips, strict=True)
            if parts
        ]

    def pixels(
        self,
        first: int = 0,
        last: int | None = None,
        memory: Memory | None = None,
        *,
        columns: tuple[int, int] | None = None,
    ) -> Pixels:
        """Return the picture, or its rows from *first* up to *last* and its *columns*, in *memory* if it is given."""
        last = self.frame.height if last is None else last
        left, right = columns or (0, self.frame.width)
        rows, across = last - first, right - left
        count = rows * across
        pixels = (np.empty(count, dtype=np.uint32) if memory is None else memory[:count]).reshape(rows, -1)
        pixels.fill(_WHITE)
        # Shares the memory of the array, so that nothing is copied. Pillow need not know which channel is red. (In a
        # picture with an alpha channel, painting would take twice as long.)
        image = Image.frombuffer(
            "RGBX",
            (across, rows),
            pixels.data,  # type: ignore[arg-type]  # any buffer will do
            "raw",
            "RGBX",
            0,
            1,
        )
        image.readonly = 0
        for layer in self._layers:
            if within(layer.box, (left, first, right, last)) is None:
                continue
            if isinstance(layer.drawing, ExpectedPhotograph):
                self._show(layer.drawing, pixels, layer.clip, left, first)
            else:
                _paint(image, pixels, layer, (*self._colours[layer.drawing.colour][::-1], 255), left, first)
        return pixels

    def wanted(self, first: int, last: int, columns: Iterable[tuple[int, int]]) -> Iterator[Wanted]:
        """Yield what is expected in each of some *columns* of the rows from *first* up to *last*."""
        layers = [layer for layer in self._layers if layer.box[3] > first and layer.box[1] < last]
        for left, right in columns:
            here = [layer for layer in layers if layer.box[2] > left and layer.box[0] < right]
            seen = [(id(layer.drawing), layer.clip) for layer in here]
            yield Wanted((self.frame, first, last, left, right, *seen), tuple([layer.drawing for layer in here]))

    @property
    def marks(self) -> list[Mark]:
        """Return what was drawn, in order."""
        return [Mark(drawing, *part) for drawing, parts in self._drawn for part in parts]

    def colour(self, mark: Mark) -> Rgb:
        """Return the colour in which *mark*, which is not a photograph, was drawn."""
        return self._colours[mark.drawing.colour]

    def _show(
        self, photograph: ExpectedPhotograph, pixels: Pixels, clip: PixelBox, first_column: int, first: int
    ) -> None:
        """Show a photograph on *pixels*, which begin with the column *first_column* and the row *first*."""
        box, picture = photograph_pixels(photograph, self.frame)
        height, width = pixels.shape
        clip = within(clip, (first_column, first, first_column + width, first + height)) or (0, 0, 0, 0)
        if (seen := within(box, clip)) is not None:
            left, top, right, bottom = seen
            shown = picture[top - box[1] : bottom - box[1], left - box[0] : right - box[0]]
            pixels[top - first : bottom - first, left - first_column : right - first_column] = shown | 0xFF000000


class _Layer(NamedTuple):
    """A drawing with its parts, the pixels around them, and those within which it is seen."""

    drawing: Drawing
    parts: list[Part]
    box: PixelBox
    clip: PixelBox


def _around(parts: list[Part]) -> PixelBox:
    lefts, tops, rights, bottoms = zip(*[box for _, box, _ in parts], strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _paint(image: Image.Image, pixels: Pixels, layer: _Layer, colour: tuple[int, ...], left: int, first: int) -> None:
    """Paint a layer on an image, whose first pixel is in the column *left* and the row *first* of the page; *pixels*
    share its memory.
    """
    # Pillow's own paste() looks at its arguments longer than it paints a letter.
    paste = image.im.paste
    right, last = left + image.width, first + image.height
    whole = within(layer.box, layer.clip) == layer.box
    for _, box, mask in layer.parts:
        x0, y0, x1, y1 = box
        if y1 <= first or y0 >= last or x1 <= left or x0 >= right:
            continue
        if not whole:
            seen = within(box, layer.clip)
            if seen is None:
                continue
            if mask is not None:
                mask = mask.crop((seen[0] - x0, seen[1] - y0, seen[2] - x0, seen[3] - y0))
            x0, y0, x1, y1 = seen
        # What is beyond the edges is left out by Pillow.
        place = x0 - left, y0 - first, x1 - left, y1 - first
        if mask is None:
            paste(colour, place)
        elif mask.__class__ is LargeInk:
            mask.paint(pixels, colour, *place[:2])
        else:
            paste(colour, place, mask)
