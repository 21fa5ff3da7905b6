"""Puts drawings and photographs into their boxes: mirrored if need be, extended into the bleed, the rest cut off.

What extends beyond the box is cut off in the path itself (`flyers.page.paths.clipped`), not by a clipping path, which
the proof refuses because it could hide a digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flyers.errors import LayoutError
from flyers.layout.block import Block, Fit
from flyers.layout.images import LEAST_DPI
from flyers.layout.sheet import Sheet
from flyers.layout.svg import Drawing, DrawnPart
from flyers.page.document import Photo, Photograph, Shape
from flyers.page.items import cropped
from flyers.page.paths import Point, Window, box_around, clipped, mapped
from flyers.records import dataclass
from flyers.units import PIXEL

_EDGE = 0.02
"""Points by which an edge of a drawing may be off the edge that it is meant to be on."""

_SHARES = {"start": 0.0, "top": 0.0, "center": 0.5, "end": 1.0, "bottom": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How a picture takes its box: see `flyers.layout.block.Art`, whose two places are ``across`` and ``down``."""

    fit: Fit = "contain"
    across: str = "center"
    down: str = "center"
    mirror: bool = False


def frame(width: float, height: float, box: Window, place: Place, *, rtl: bool) -> Window:
    """Return where a picture of *width* times *height* units goes in *box*, on a page of that direction."""
    left, bottom, right, top = box
    scales = ((right - left) / width, (top - bottom) / height)
    scale = {"contain": min(scales), "cover": max(scales), "width": scales[0]}[place.fit]
    share = _SHARES[place.across]
    x = left + (right - left - width * scale) * (1 - share if rtl else share)
    y = bottom + (top - bottom - height * scale) * (1 - _SHARES[place.down])
    return x, y, x + width * scale, y + height * scale


def placed(drawing: Drawing, box: Window, window: Window, place: Place, *, rtl: bool) -> tuple[DrawnPart, ...]:
    """Return the parts of *drawing* in points of the page, y upwards, as far as they show.

    Args:
        box: that the drawing takes, in points of the page.
        window: the same with the bleed: what ends at an edge of the box that is an edge of the drawing too goes on to
            the edge of the window, as grounds do; what goes beyond is cut off there.
        rtl: whether the page is read from right to left.
    """
    return tuple(_parts_in_place(drawing, box, window, place, rtl))


def _parts_in_place(drawing: Drawing, box: Window, window: Window, place: Place, rtl: bool) -> Iterator[DrawnPart]:
    own = frame(drawing.width, drawing.height, box, place, rtl=rtl)
    ends = tuple(
        beyond if abs(edge - side) <= _EDGE else side for edge, side, beyond in zip(box, own, window, strict=True)
    )
    scale = (own[2] - own[0]) / drawing.width
    turned = rtl and place.mirror

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
        path = clipped(mapped(part.path, point), seen)
        if path and _has_extent(box_around(path)):
            yield DrawnPart(path, part.colour, part.rule, part.line * scale)


def placed_photo(photo: Photo, place: Place, window: Window, *, rtl: bool) -> Photo | None:
    """Return *photo*, whose box is to be filled, as it goes into *window*; None if nothing of it is there.

    A photograph has nothing to go on with beyond its edges: it takes the window with the bleed as its box.
    """
    picture = photo.photograph
    left, bottom, right, top = frame(picture.width, picture.height, window, place, rtl=rtl)
    whole = replace(
        photo,
        x=left,
        y=bottom,
        width=right - left,
        height=top - bottom,
        crop=(0, 0, picture.width, picture.height),
        turned_over=rtl and place.mirror,
    )
    return cropped(whole, window)


def _has_extent(box: Window) -> bool:
    return box[2] - box[0] > 0 and box[3] - box[1] > 0


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
