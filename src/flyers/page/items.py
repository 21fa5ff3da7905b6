"""Operations on the items of a page: move, scale, turn, measure and clip. All functions are pure.

A turn is a number of degrees clockwise: 0, 90, 180 or 270. Text turned by 90° runs down the page, its letters' feet to
the left. *Own axes* are those of the turned thing: along its lines, and up through its letters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeGuard

from flyers.page import paths
from flyers.page.document import Box, GlyphRun, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.records import dataclass

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # Left, bottom, right, top.

AXES = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
"""By turn, the directions on the page of a step along the lines and of a step up through the letters: x, y of each."""


def is_quarter(turn: int) -> bool:
    """Return whether *turn* exchanges width and height."""
    return turn % 180 == 90


def turned_point(turn: int, along: float, up: float) -> tuple[float, float]:
    """Return the page's (x, y) of a place given from the same origin in own axes."""
    a, b, c, d = AXES[turn]
    return a * along + c * up, b * along + d * up


def own_point(turn: int, x: float, y: float) -> tuple[float, float]:
    """Return how far along and up a place of the page is in the axes of what is turned by *turn*."""
    a, b, c, d = AXES[turn]
    return a * x + b * y, c * x + d * y


def turned_rectangle(turn: int, rectangle: Rectangle) -> Rectangle:
    """Return the upright rectangle that *rectangle* of own axes covers on the page."""
    return _between(turned_point(turn, *rectangle[:2]), turned_point(turn, *rectangle[2:]))


def _between(one: Point, other: Point) -> Rectangle:
    (x0, y0), (x1, y1) = one, other
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class TurnedArea:
    """A rectangle of the page whose content is turned.

    Inside it, places count from the corner that is the lower left one in its own axes.
    """

    turn: int
    left: float  # left, bottom: points from the page's lower left corner
    bottom: float
    width: float
    height: float
    block: str  # path of the block or panel that fills it

    @property
    def inner_size(self) -> tuple[float, float]:
        """Its width and height in its own axes."""
        return (self.height, self.width) if is_quarter(self.turn) else (self.width, self.height)

    def rectangle(self, inner: Rectangle) -> Rectangle:
        """Return where a rectangle inside is on the page."""
        return _between(self._point(*inner[:2]), self._point(*inner[2:]))

    def inner_rectangle(self, rectangle: Rectangle) -> Rectangle:
        """Return where a rectangle of the page is inside."""
        x, y = self._point(0.0, 0.0)
        left, bottom, right, top = rectangle
        return _between(own_point(self.turn, left - x, bottom - y), own_point(self.turn, right - x, top - y))

    def item(self, item: Item) -> Item:
        if isinstance(item, Shape):
            return replace(item, path=paths.mapped(item.path, self._point))
        if isinstance(item, TextLine):
            x, y = self._point(item.x, item.y)
            return replace(item, x=x, y=y, turn=(item.turn + self.turn) % 360)
        x, y, right, top = self.rectangle(extent(item))
        if isinstance(item, QrCode):
            matrix = item.matrix
            for _ in range(self.turn // 90):
                matrix = tuple("".join(column) for column in zip(*reversed(matrix), strict=True))
            return replace(item, x=x, y=y, matrix=matrix)
        placed = replace(item, x=x, y=y, width=right - x, height=top - y)
        return replace(placed, turn=(placed.turn + self.turn) % 360) if isinstance(placed, Photo) else placed

    def _point(self, x: float, y: float) -> Point:
        corners = {0: (0.0, 0.0), 90: (0.0, self.height), 180: (self.width, self.height), 270: (self.width, 0.0)}
        across, up = corners[self.turn]
        right, above = turned_point(self.turn, x, y)
        return self.left + across + right, self.bottom + up + above


def moved(item: Item, across: float, up: float) -> Item:
    if isinstance(item, Shape):
        return replace(item, path=paths.moved_path(item.path, across, up))
    return replace(item, x=item.x + across, y=item.y + up)


def scaled(item: Item, factor: float) -> Item:
    """Return *item* scaled about the page's origin."""
    if isinstance(item, Shape):
        return replace(item, path=paths.mapped(item.path, lambda x, y: (x * factor, y * factor)))
    names = ("x", "y", "width", "height", "radius", "module", "size", "floor")
    lengths: dict[str, Any] = {name: getattr(item, name) * factor for name in names if hasattr(item, name)}
    if isinstance(item, TextLine):
        left, bottom, right, top = item.ink
        lengths |= {
            "runs": tuple(_scaled_run(run, factor) for run in item.runs),
            "ink": (left * factor, bottom * factor, right * factor, top * factor),
            "contacts": tuple(replace(part, x0=part.x0 * factor, x1=part.x1 * factor) for part in item.contacts),
        }
    return replace(item, **lengths)


def scaled_page(page: Page, factor: float) -> Page:
    """Return *page*, which has no folds and no finishing, scaled with all that is on it."""
    return replace(
        page,
        width=page.width * factor,
        height=page.height * factor,
        bleed=page.bleed * factor,
        safe=page.safe * factor,
        items=tuple(scaled(item, factor) for item in page.items),
        panels=tuple((name, left * factor, right * factor) for name, left, right in page.panels),
    )


def _scaled_run(run: GlyphRun, factor: float) -> GlyphRun:
    glyphs = tuple(
        glyph._replace(x=glyph.x * factor, y=glyph.y * factor, advance=glyph.advance * factor) for glyph in run.glyphs
    )
    return replace(run, size=run.size * factor, glyphs=glyphs)


def extent(item: Item) -> Rectangle:
    """Return the rectangle that *item* covers: the ink of text, the symbol of a code without its quiet zone."""
    match item:
        case TextLine():
            return moved_rectangle(turned_rectangle(item.turn, item.ink), item.x, item.y)
        case Box() | Photo():
            return item.x, item.y, item.x + item.width, item.y + item.height
        case QrCode():
            side = item.module * len(item.matrix)
            return item.x, item.y, item.x + side, item.y + side
        case Shape():
            return paths.box_around(item.path)


def moved_rectangle(rectangle: Rectangle, across: float, up: float) -> Rectangle:
    left, bottom, right, top = rectangle
    return left + across, bottom + up, right + across, top + up


def union(rectangles: Iterable[Rectangle]) -> Rectangle:
    """Return the smallest rectangle around *rectangles*, of which there is at least one."""
    lefts, bottoms, rights, tops = zip(*rectangles, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def bleeds(item: Item) -> TypeGuard[Box | Shape | Photo]:
    """Return whether *item* may run into the bleed, and so has to end where a neighbour begins: a ground, or art."""
    return isinstance(item, Box | Photo) or (isinstance(item, Shape) and item.art)


def clipped(item: Box | Shape | Photo, window: Rectangle) -> Box | Shape | Photo | None:
    """Return the part of a ground or of art inside *window*, or None if there is no such part.

    A box with round corners never bleeds: it is inside the trim as a whole, and is returned whole.
    """
    if isinstance(item, Shape):
        path = paths.clipped(item.path, window)
        return replace(item, path=path) if path else None
    if isinstance(item, Photo):
        return cropped(item, window)
    left, bottom, right, top = _shared(extent(item), window)
    if right <= left or top <= bottom:
        return None
    return item if item.radius else replace(item, x=left, y=bottom, width=right - left, height=top - bottom)


def cropped(photo: Photo, window: Rectangle) -> Photo | None:
    """Return the part of *photo* inside *window*, cut off between pixels, or None if there is no such part."""
    left, _, _, top = whole = extent(photo)
    x, y, right, above = seen = _shared(whole, window)
    if right <= x or above <= y:
        return None
    if seen == whole:
        return photo
    # Fractions of what is shown, downwards; then of the photograph before it was turned, and turned over.
    across = [(side - left) / photo.width for side in (x, right)]
    down = [(top - side) / photo.height for side in (above, y)]
    match photo.turn:
        case 90:
            across, down = down, [1 - across[1], 1 - across[0]]
        case 180:
            across, down = [1 - across[1], 1 - across[0]], [1 - down[1], 1 - down[0]]
        case 270:
            across, down = [1 - down[1], 1 - down[0]], across
    if photo.turned_over:
        across = [1 - across[1], 1 - across[0]]
    x0, y0, x1, y1 = photo.crop
    (a, b), (c, d) = (_pixels(start, end, *shares) for start, end, shares in ((x0, x1, across), (y0, y1, down)))
    return replace(photo, x=x, y=y, width=right - x, height=above - y, crop=(a, c, b, d))


def _shared(one: Rectangle, other: Rectangle) -> Rectangle:
    """Return the rectangle that two share; its sides are exchanged if they share none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _pixels(start: int, end: int, low: float, high: float) -> tuple[int, int]:
    """Return the pixels from *start* to *end* between two shares of them: one at least, and none outside."""
    first = min(round(start + (end - start) * low), end - 1)
    return first, max(round(start + (end - start) * high), first + 1)


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    """Return whether two rectangles share more than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def within(items: Iterable[Item], window: Rectangle) -> Iterator[tuple[int, Item]]:
    """Yield the items inside *window* with their indices.

    Grounds and art are clipped to it, others are inside if their middle is.
    """
    for index, item in enumerate(items):
        if bleeds(item):
            if part := clipped(item, window):
                yield index, part
            continue
        left, bottom, right, top = extent(item)
        if window[0] <= (left + right) / 2 <= window[2] and window[1] <= (bottom + top) / 2 <= window[3]:
            yield index, item


def stroke(start: Point, end: Point, weight: float, colour: str, ground: str, block: str, name: str) -> Shape:
    """Return a straight line, *weight* points thick, as a filled shape with square ends."""
    (x0, y0), (x1, y1) = start, end
    angle = math.atan2(y1 - y0, x1 - x0)
    dx, dy = -math.sin(angle) * weight / 2, math.cos(angle) * weight / 2
    corners = [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)]
    return polygon(corners, colour, ground, block, name)


def polygon(corners: Iterable[Point], colour: str, ground: str, block: str, name: str) -> Shape:
    """Return a filled shape with straight sides."""
    return Shape(tuple(paths.polygon_path(corners)), colour, ground, block, name)
