"""Drawn glyphs, and the ink of their outlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, Matrix, own_point, transform, turn_of

if TYPE_CHECKING:
    from PIL import Image


Axes = tuple[float, float, float, float]
"""The first four numbers of a matrix."""


class DrawnGlyph(NamedTuple):
    """A glyph on a page: origin, advance and ``box`` of its outline (None: nothing to see) in points.

    ``font`` is a key of `Reading.fonts`; ``axes`` are the first four numbers of `em`, one object in a whole string.
    """

    gid: int
    code: int
    text: str | None
    font: str
    size: float
    x: float
    y: float
    advance: float
    box: Box | None
    axes: Axes

    @property
    def em(self) -> Matrix:
        """The matrix that takes its outline from ems to the page."""
        return (*self.axes, self.x, self.y)

    @property
    def turn(self) -> int:
        """The nearest quarter turn of its letter, degrees clockwise."""
        _, _, c, d = self.axes
        return 0 if 0 <= d >= abs(c) else turn_of(self.em)

    @property
    def place(self) -> tuple[float, float]:
        """Its origin in its own axes: along its line, and up."""
        return own_point(self.turn, self.x, self.y)

    @property
    def along(self) -> float:
        """How far along its line its origin is: from left to right if it is upright."""
        _, _, c, d = self.axes
        return self.x if 0 <= d >= abs(c) else self.place[0]

    @property
    def up(self) -> float:
        """The height of its origin, seen as the letter stands."""
        _, _, c, d = self.axes
        return self.y if 0 <= d >= abs(c) else self.place[1]


def outline(glyph: DrawnGlyph, fonts: Mapping[str, FontReading]) -> Iterator[tuple[float, float]]:
    """Yield points along the ink of *glyph*, in points of the page; none if the font's outlines can't be read."""
    program = fonts[glyph.font].program
    if program is not None and glyph.gid >= 0:
        for contour in program.polygons(glyph.gid):
            if len(contour) > 2:
                yield from (transform(glyph.em, x, y) for x, y in contour)


def mask(
    glyph: DrawnGlyph, window: Box, pixels_per_point: float, fonts: Mapping[str, FontReading]
) -> Image.Image | None:
    """Return the ink of *glyph* inside *window* as a picture of one bit; None if the font's outlines can't be read.

    Counters count as ink.
    """
    from PIL import Image, ImageDraw

    program = fonts[glyph.font].program
    if program is None or glyph.gid < 0:
        return None
    scale = pixels_per_point
    size = (max(1, round((window[2] - window[0]) * scale)), max(1, round((window[3] - window[1]) * scale)))
    image = Image.new("1", size)
    draw = ImageDraw.Draw(image)
    a, b, c, d, e, f = glyph.em
    for contour in program.polygons(glyph.gid):
        points = [
            ((a * x + c * y + e - window[0]) * scale, (window[3] - (b * x + d * y + f)) * scale) for x, y in contour
        ]
        if len(points) > 2:
            draw.polygon(points, fill=1)
    return image
