"""Compares a page of a file with what was composed: coarsely first, and closely if something seems to differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flyers.proof.geometry import Box
from flyers.proof.pictures.comparison import Differences, differences
from flyers.proof.pictures.drawing import DrawnPage, Pixels
from flyers.proof.pictures.expected import ExpectedColour, ExpectedPhotograph, ExpectedPicture, ExpectedRectangles
from flyers.proof.pictures.faults import picture_faults
from flyers.proof.pictures.frames import NUDGES, Frame, PixelBox
from flyers.proof.pictures.swatches import shown
from flyers.proof.pictures.wording import PictureFault
from flyers.proof.raster import DPI, Raster

FINE_DPI = 300
"""Resolution at which a suspected difference is judged: that of print."""


def page_faults(
    raster: Raster, number: int, crop: Box, picture: ExpectedPicture, fonts: Mapping[str, bytes]
) -> list[PictureFault]:
    """Return the differences of page *number*, whose crop box is *crop*, from what *picture* says that it shows."""
    if not _Comparison(raster, number, crop, picture, fonts, DPI).found:
        return []
    return _Comparison(raster, number, crop, picture, fonts, FINE_DPI).faults()


def image_faults(
    actual: Pixels, page: Pixels, picture: ExpectedPicture, fonts: Mapping[str, bytes]
) -> list[PictureFault]:
    """Return the differences of an image from *page*, the picture of a page that shows what *picture* says.

    Both have the same pixels, so there is no other resolution at which to look again.
    """
    found = differences(actual, page)
    if not found:
        return []
    height, width = actual.shape
    colours = shown(_flat_colours(picture))
    drawn = DrawnPage(picture, Frame.of(picture.sheet, width, height), fonts, colours)
    return picture_faults(found, actual, page, drawn)


def _flat_colours(picture: ExpectedPicture) -> Iterator[ExpectedColour]:
    """Yield the colours of everything but photographs."""
    drawings = (*picture.art, *picture.margin)
    return (drawing.colour for drawing in drawings if not isinstance(drawing, ExpectedPhotograph))


class _Comparison:
    """A page at one resolution."""

    def __init__(
        self,
        raster: Raster,
        number: int,
        crop: Box,
        picture: ExpectedPicture,
        fonts: Mapping[str, bytes],
        dpi: int,
    ) -> None:
        self._picture = picture
        self._fonts = fonts
        self._colours = shown(_flat_colours(picture))
        self._actual = raster.picture(number, dpi)
        height, width = self._actual.shape
        self._drawn = self._draw(Frame.of(crop, width, height))
        self.found = self._without_noise(differences(self._actual, self._drawn.pixels()))

    def faults(self) -> list[PictureFault]:
        return picture_faults(self.found, self._actual, self._drawn.pixels(), self._drawn)

    def _draw(self, frame: Frame) -> DrawnPage:
        return DrawnPage(self._picture, frame, self._fonts, self._colours)

    def _without_noise(self, found: Differences) -> Differences:
        """Return *found* without what the last bit of a number decides: which whole pixels a rectangle fills."""
        for frame in _nudged(self._picture, self._drawn.frame):
            if not found:
                break
            found = found.also_in(differences(self._actual, self._draw(frame).pixels()))
        return found


def _nudged(picture: ExpectedPicture, frame: Frame) -> Iterator[Frame]:
    """Yield the frames in which a rectangle fills other pixels because its edges are off by no more than noise."""
    seen = [_filled(picture, frame)]
    for nudge in NUDGES[1:]:
        nudged = frame._replace(nudge=nudge)
        if (filled := _filled(picture, nudged)) not in seen:
            seen.append(filled)
            yield nudged


def _filled(picture: ExpectedPicture, frame: Frame) -> list[PixelBox]:
    rectangles = [one for one in (*picture.art, *picture.margin) if isinstance(one, ExpectedRectangles)]
    boxes = [box for one in rectangles if one.edges == "box" for box in one.boxes]
    return [frame.outer(picture.clip), *(frame.box(box) for box in boxes)]
