"""Images on a page: a drawing or a photograph in its box, as long as a press can print it.

What extends beyond the box is cut off in the path itself (`flyers.page.paths.clipped`), not by a clipping path, which
the proof refuses because it could hide a digit.
"""

from __future__ import annotations

from flyers.errors import LayoutError
from flyers.layout.block import Block
from flyers.layout.drawing import Drawing
from flyers.layout.photograph import LEAST_DPI
from flyers.layout.placing import Place, placed, placed_photo
from flyers.layout.sheet import Sheet
from flyers.page.document import Photo, Photograph, Shape
from flyers.units import PIXEL

THINNEST = 0.25
"""Points: the thinnest line that a press holds in one ink (press.md 6)."""

Area = tuple[float, float, float, float]
"""A box: distances from the start edge and from the top, width and height, points."""


def put_image(
    sheet: Sheet,
    image: Drawing | Photograph,
    area: Area,
    place: Place,
    colour: str,
    ground: str,
    block: Block,
    alt: str = "",
) -> None:
    """Draw *image* in a box, as *place* says; *colour* is that of parts of a drawing without one of their own.

    Raises:
        LayoutError: a line of it would be too thin, or it has too few pixels.
    """
    if isinstance(image, Photograph):
        _put_photograph(sheet, image, area, place, ground, block, alt)
    else:
        _put_drawing(sheet, image, area, place, colour, ground, block, alt)


def _put_photograph(
    sheet: Sheet, image: Photograph, area: Area, place: Place, ground: str, block: Block, alt: str
) -> None:
    whole = Photo(0.0, 0.0, 0.0, 0.0, image, (0, 0, 0, 0), ground, ground, block.path, image.name, alt=alt)
    photo = placed_photo(whole, place, sheet.window(*area), rtl=sheet.setting.rtl)
    if photo is None:
        return
    least = 72 / PIXEL if sheet.setting.layout.is_image else LEAST_DPI
    dpi = (photo.crop[2] - photo.crop[0]) / photo.width * 72
    if dpi < least * 0.995:  # crops are whole pixels
        fits = " × ".join(f"{side / least:.2f}" for side in (image.width, image.height))
        raise LayoutError(
            f"The image “{image.name}” would be shown with {dpi:.0f} dpi; it needs {least:.0f}.",
            hint=f"Uncropped, it can be {fits} in large at most; or take one with more pixels.",
            source=block.source,
            trail=[block.path],
        )
    sheet.add(photo)


def _put_drawing(
    sheet: Sheet, drawing: Drawing, area: Area, place: Place, colour: str, ground: str, block: Block, alt: str
) -> None:
    for part in placed(drawing, sheet.box(*area), sheet.window(*area), place, rtl=sheet.setting.rtl):
        if 0 < part.line < THINNEST:
            raise LayoutError(
                f"A line of the image “{drawing.name}” is {part.line:.2f} pt thick, thinner than {THINNEST:g} pt.",
                hint="Make the line thicker, or the image larger.",
                source=block.source,
                trail=[block.path],
            )
        shade = part.colour or colour
        sheet.add(Shape(part.path, shade, ground, block.path, drawing.name, part.rule, alt, art=True))
