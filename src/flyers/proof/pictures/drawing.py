"""Draws what a page must show, with the rasteriser of `coverage`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flyers.proof.pictures.coverage import Mask
from flyers.proof.pictures.expected import (
    Drawing,
    ExpectedColour,
    ExpectedGlyphs,
    ExpectedPhotograph,
    ExpectedPicture,
)
from flyers.proof.pictures.frames import Frame, PixelBox, within
from flyers.proof.pictures.glyph_masks import Part
from flyers.proof.pictures.parts import drawn_parts
from flyers.proof.pictures.photographs import photograph_pixels
from flyers.proof.pictures.swatches import Rgb

Pixels = NDArray[np.uint32]
"""A picture, one number for a pixel: blue in the lowest byte, then green, then red, as pdfium draws fastest."""


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
        self._colours = colours
        self._pixels = np.full((frame.height, frame.width), 0xFFFFFFFF, dtype=np.uint32)
        # Shares the memory of the array, so that nothing is copied. Pillow need not know which channel is red. (In a
        # picture with an alpha channel, painting would take twice as long.)
        self._image = Image.frombuffer(
            "RGBX",
            (frame.width, frame.height),
            self._pixels.data,  # type: ignore[arg-type]  # any buffer will do
            "raw",
            "RGBX",
            0,
            1,
        )
        self._image.readonly = 0
        drawings = (*picture.art, *picture.margin)
        self._drawn = list(zip(drawings, drawn_parts(drawings, frame, fonts), strict=True))
        for number, (drawing, parts) in enumerate(self._drawn):
            clip = frame.outer(picture.clip) if number < len(picture.art) else frame.whole
            if isinstance(drawing, ExpectedPhotograph):
                self._show(drawing, within(clip, frame.whole))
                continue
            self._paint(parts, (*colours[drawing.colour][::-1], 255), within(clip, frame.whole) or (0, 0, 0, 0))

    def pixels(self) -> Pixels:
        """Return the picture."""
        return self._pixels

    @property
    def marks(self) -> list[Mark]:
        """Return what was drawn, in order."""
        return [Mark(drawing, *part) for drawing, parts in self._drawn for part in parts]

    def colour(self, mark: Mark) -> Rgb:
        """Return the colour in which *mark*, which is no photograph, was drawn."""
        return self._colours[mark.drawing.colour]

    def _show(self, photograph: ExpectedPhotograph, clip: PixelBox | None) -> None:
        box, pixels = photograph_pixels(photograph, self.frame)
        seen = within(box, clip) if clip else None
        if seen is not None:
            left, top, right, bottom = seen
            shown = pixels[top - box[1] : bottom - box[1], left - box[0] : right - box[0]]
            self._pixels[top:bottom, left:right] = shown | 0xFF000000

    def _paint(self, parts: Iterable[Part], colour: tuple[int, ...], clip: PixelBox) -> None:
        # Pillow's own paste() looks at its arguments longer than it paints a letter.
        paste = self._image.im.paste
        left, top, right, bottom = clip
        for _, box, mask in parts:
            if box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom:
                seen = box
            elif (part := within(box, clip)) is not None:
                seen = part
                if mask is not None:
                    mask = mask.crop((seen[0] - box[0], seen[1] - box[1], seen[2] - box[0], seen[3] - box[1]))
            else:
                continue
            if mask is None:
                paste(colour, seen)
            else:
                paste(colour, seen, mask.im)
