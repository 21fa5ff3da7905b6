"""Puts drawings and photographs into their boxes: mirrored if need be, extended into the bleed, the rest cut off.

What extends beyond the box is cut off in the path itself (`flyers.page.paths.clipped`), not by a clipping path, which
the proof refuses because it could hide a digit.
"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.errors import LayoutError
from flyers.layout.block import Art, Block
from flyers.layout.images import LEAST_DPI
from flyers.layout.sheet import Sheet
from flyers.layout.svg import Drawing, DrawnPart
from flyers.page.document import Photo, Photograph, Shape
from flyers.page.items import cropped
from flyers.page.paths import Point, Window, box_around, clipped, mapped
from flyers.units import PIXEL

_EDGE = 0.02
"""Points by which an edge of a drawing may be off the edge that it is meant to be on."""

_SHARES = {"start": 0.0, "top": 0.0, "center": 0.5, "end": 1.0, "bottom": 1.0}


THINNEST = 0.25
"""Points: the thinnest line that a press holds in one ink (press.md 6)."""

Area = tuple[float, float, float, float]
"""A box: distances from the start edge and from the top, width and height, points."""


def frame(width: float, height: float, box: Window, how: Art, *, rtl: bool) -> Window:
    """Return where a picture of *width* times *height* units goes in *box*, on a page of that direction."""
    left, bottom, right, top = box
    scales = ((right - left) / width, (top - bottom) / height)
    scale = {"contain": min(scales), "cover": max(scales), "width": scales[0]}[how.fit]
    across, down = (_SHARES[word] for word in how.at)
    x = left + (right - left - width * scale) * (1 - across if rtl else across)
    y = bottom + (top - bottom - height * scale) * (1 - down)
    return x, y, x + width * scale, y + height * scale


def placed(drawing: Drawing, box: Window, window: Window, how: Art, *, rtl: bool) -> Iterator[DrawnPart]:
    """Yield the parts of *drawing* in points of the page, y upwards, as far as they show.

    Args:
        box: that the drawing takes, in points of the page.
        window: the same with the bleed: what ends at an edge of the box that is an edge of the drawing too goes on to
            the edge of the window, as grounds do; what goes beyond is cut off there.
        rtl: whether the page is read from right to left.
    """
    own = frame(drawing.width, drawing.height, box, how, rtl=rtl)
    ends = tuple(
        beyond if abs(edge - side) <= _EDGE else side for edge, side, beyond in zip(box, own, window, strict=True)
    )
    scale = (own[2] - own[0]) / drawing.width
    turned = rtl and how.mirror

    def point(x: float, y: float) -> Point:
        across = own[2] - x * scale if turned else own[0] + x * scale
        up = own[3] - y * scale
        for index in (0, 2):
            across = ends[index] if abs(across - own[index]) <= _EDGE else across
        for index in (1, 3):
            up = ends[index] if abs(up - own[index]) <= _EDGE else up
        return round(across, 3), round(up, 3)

    seen = (max(ends[0], window[0]), max(ends[1], window[1]), min(ends[2], window[2]), min(ends[3], window[3]))
    for part in drawing.parts:
        if path := clipped(mapped(part.path, point), seen):
            left, bottom, right, top = box_around(path)
            if right > left and top > bottom:
                yield DrawnPart(path, part.colour, part.rule, part.line * scale)


def put_image(
    sheet: Sheet, image: Drawing | Photograph, area: Area, how: Art, ground: str, block: Block, alt: str = ""
) -> None:
    """Draw *image* in a box, as *how* says; by default parts of a drawing without a colour are as pictograms."""
    window, rtl = sheet.window(*area), sheet.setting.rtl
    if isinstance(image, Photograph):
        # It has nothing to go on with beyond its edges, and takes the window with the bleed as its box.
        left, bottom, right, top = frame(image.width, image.height, window, how, rtl=rtl)
        size, whole, turned = (right - left, top - bottom), (0, 0, image.width, image.height), rtl and how.mirror
        uncropped = Photo(left, bottom, *size, image, whole, ground, ground, block.path, image.name, turned, alt=alt)
        photo = cropped(uncropped, window)
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
        return
    for part in placed(image, sheet.box(*area), window, how, rtl=rtl):
        if 0 < part.line < THINNEST:
            raise LayoutError(
                f"A line of the image “{image.name}” is {part.line:.2f} pt thick, thinner than {THINNEST:g} pt.",
                hint="Make the line thicker, or the image larger.",
                source=block.source,
                trail=[block.path],
            )
        shade = part.colour or how.colour or sheet.setting.theme.grounds[ground].picture
        sheet.add(Shape(part.path, shade, ground, block.path, image.name, part.rule, alt, art=True))
