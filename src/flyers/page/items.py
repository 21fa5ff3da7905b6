"""Operations on the items of a page: move, scale, measure and clip. All functions are pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from flyers.page import paths
from flyers.page.document import Box, Item, Page, Photo, QrCode, Shape, TextLine
from flyers.page.glyphs import GlyphRun
from flyers.page.turning import turned_rectangle

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def moved(item: Item, across: float, up: float) -> Item:
    if isinstance(item, Shape):
        return replace(item, path=tuple((step[0], *_moved_points(step[1:], across, up)) for step in item.path))
    return replace(item, x=item.x + across, y=item.y + up)


def _moved_points(values: tuple[str | float, ...], across: float, up: float) -> Iterator[float]:
    for index, value in enumerate(values):
        yield float(value) + (up if index % 2 else across)


def scaled(item: Item, factor: float) -> Item:
    """Return *item* scaled about the page's origin."""
    match item:
        case TextLine():
            return _scaled_line(item, factor)
        case Box():
            return replace(
                item,
                x=item.x * factor,
                y=item.y * factor,
                width=item.width * factor,
                height=item.height * factor,
                radius=item.radius * factor,
            )
        case Photo():
            return replace(
                item, x=item.x * factor, y=item.y * factor, width=item.width * factor, height=item.height * factor
            )
        case QrCode():
            return replace(item, x=item.x * factor, y=item.y * factor, module=item.module * factor)
        case Shape():
            path = tuple((step[0], *(float(value) * factor for value in step[1:])) for step in item.path)
            return replace(item, path=path)


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


def _scaled_line(line: TextLine, factor: float) -> TextLine:
    left, bottom, right, top = line.ink
    return replace(
        line,
        x=line.x * factor,
        y=line.y * factor,
        runs=tuple(_scaled_run(run, factor) for run in line.runs),
        size=line.size * factor,
        floor=line.floor * factor,
        ink=(left * factor, bottom * factor, right * factor, top * factor),
        contacts=tuple(replace(contact, x0=contact.x0 * factor, x1=contact.x1 * factor) for contact in line.contacts),
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
            xs = [float(value) for step in item.path for value in step[1::2]]
            ys = [float(value) for step in item.path for value in step[2::2]]
            return min(xs), min(ys), max(xs), max(ys)


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
    box = item
    left, bottom = max(box.x, window[0]), max(box.y, window[1])
    right, top = min(box.x + box.width, window[2]), min(box.y + box.height, window[3])
    if right <= left or top <= bottom:
        return None
    return box if box.radius else replace(box, x=left, y=bottom, width=right - left, height=top - bottom)


def cropped(photo: Photo, window: Rectangle) -> Photo | None:
    """Return the part of *photo* inside *window*, cut off between pixels, or None if there is no such part."""
    left, bottom, right, top = extent(photo)
    seen = (max(left, window[0]), max(bottom, window[1]), min(right, window[2]), min(top, window[3]))
    if seen[2] <= seen[0] or seen[3] <= seen[1]:
        return None
    if seen == (left, bottom, right, top):
        return photo
    # Fractions of what is shown, downwards; then of the photograph before it was turned, and turned over.
    across = [(side - left) / photo.width for side in (seen[0], seen[2])]
    down = [(top - side) / photo.height for side in (seen[3], seen[1])]
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
    crop = (a, c, b, d)
    return replace(photo, x=seen[0], y=seen[1], width=seen[2] - seen[0], height=seen[3] - seen[1], crop=crop)


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
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    dx, dy = -math.sin(angle) * weight / 2, math.cos(angle) * weight / 2
    corners = [
        (start[0] + dx, start[1] + dy),
        (end[0] + dx, end[1] + dy),
        (end[0] - dx, end[1] - dy),
        (start[0] - dx, start[1] - dy),
    ]
    return polygon(corners, colour, ground, block, name)


def polygon(corners: Iterable[Point], colour: str, ground: str, block: str, name: str) -> Shape:
    """Return a filled shape with straight sides."""
    first, *others = corners
    return Shape((("M", *first), *(("L", *corner) for corner in others), ("Z",)), colour, ground, block, name)
