"""Copies of what stands on a composed page: smaller or larger, at another place, cut off at an edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flyers.layout.pages import Box, Item, QrCode, Shape, TextLine
from flyers.text.model import GlyphRun

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy goes: *scale* about the origin of the original, then so far to the right and up, in points."""

    scale: float
    across: float
    up: float

    def x(self, value: float) -> float:
        return value * self.scale + self.across

    def y(self, value: float) -> float:
        return value * self.scale + self.up

    def box(self, box: Rectangle) -> Rectangle:
        return self.x(box[0]), self.y(box[1]), self.x(box[2]), self.y(box[3])


def copied(item: Item, place: Place, block: str) -> Item:
    """*item* at *place*, its block's name with *block* before it."""
    scale, name = place.scale, f"{block}/{item.block}"
    match item:
        case TextLine():
            return _line(item, place, name)
        case Box():
            return replace(
                item,
                x=place.x(item.x),
                y=place.y(item.y),
                width=item.width * scale,
                height=item.height * scale,
                radius=item.radius * scale,
                block=name,
            )
        case QrCode():
            return replace(item, x=place.x(item.x), y=place.y(item.y), module=item.module * scale, block=name)
        case Shape():
            return replace(item, path=tuple(_segment(step, place) for step in item.path), block=name)


def _line(line: TextLine, place: Place, block: str) -> TextLine:
    scale = place.scale
    left, bottom, right, top = line.ink
    return replace(
        line,
        x=place.x(line.x),
        y=place.y(line.y),
        runs=tuple(_run(run, scale) for run in line.runs),
        size=line.size * scale,
        floor=line.floor * scale,
        ink=(left * scale, bottom * scale, right * scale, top * scale),
        contacts=tuple(replace(each, x0=each.x0 * scale, x1=each.x1 * scale) for each in line.contacts),
        block=block,
    )


def _run(run: GlyphRun, scale: float) -> GlyphRun:
    glyphs = tuple(
        glyph._replace(x=glyph.x * scale, y=glyph.y * scale, advance=glyph.advance * scale) for glyph in run.glyphs
    )
    return replace(run, size=run.size * scale, glyphs=glyphs)


def _segment(step: tuple[str | float, ...], place: Place) -> tuple[str | float, ...]:
    kind, *values = step
    return (kind, *(place.y(float(v)) if index % 2 else place.x(float(v)) for index, v in enumerate(values)))


def extent(item: Item) -> Rectangle:
    """What *item* covers: the ink of text, the symbol of a code."""
    match item:
        case TextLine():
            left, bottom, right, top = item.ink
            return item.x + left, item.y + bottom, item.x + right, item.y + top
        case Box():
            return item.x, item.y, item.x + item.width, item.y + item.height
        case QrCode():
            side = item.module * len(item.matrix)
            return item.x, item.y, item.x + side, item.y + side
        case Shape():
            xs = [float(value) for step in item.path for value in step[1::2]]
            ys = [float(value) for step in item.path for value in step[2::2]]
            return min(xs), min(ys), max(xs), max(ys)


def within(items: tuple[Item, ...], window: Rectangle) -> Iterator[tuple[int, Item]]:
    """What of *items* stands in *window*, with its index: boxes cut off at its edges, all else by its middle."""
    for index, item in enumerate(items):
        if isinstance(item, Box):
            if cut := _cut(item, window):
                yield index, cut
            continue
        left, bottom, right, top = extent(item)
        if window[0] <= (left + right) / 2 <= window[2] and window[1] <= (bottom + top) / 2 <= window[3]:
            yield index, item


def _cut(box: Box, window: Rectangle) -> Box | None:
    """A box with round corners stands inside the trim, and is left whole."""
    left, bottom = max(box.x, window[0]), max(box.y, window[1])
    right, top = min(box.x + box.width, window[2]), min(box.y + box.height, window[3])
    if right <= left or top <= bottom:
        return None
    return box if box.radius else replace(box, x=left, y=bottom, width=right - left, height=top - bottom)
