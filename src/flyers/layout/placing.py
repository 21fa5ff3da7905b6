"""Places drawings and photographs: in their box, mirrored if need be, extended into the bleed, the rest cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from flyers.layout.drawing import Drawing, DrawnPart
from flyers.page.document import Photo
from flyers.page.items import cropped
from flyers.page.paths import Point, Window, box_around, clipped, mapped
from flyers.records import dataclass

Fit = Literal["contain", "cover", "width"]
"""How a picture takes its box: as large as fits inside; as small as covers it, what is beyond being cut off; or as wide
as the box, whatever its height."""

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
