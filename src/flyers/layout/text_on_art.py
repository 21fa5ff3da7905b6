"""Checks text on art, which must be readable on every colour under it.

A theme guarantees this for its grounds, but art has several colours, and the place of text differs by language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from flyers.colour import Colour, contrast
from flyers.content.visible import visible
from flyers.errors import LayoutError
from flyers.layout.block import Block
from flyers.layout.theme import LEAST_CONTRAST
from flyers.page.document import Box, Item, Photo, Shape, TextLine
from flyers.page.items import Rectangle, extent
from flyers.page.paths import Path, Point, Window, area, box_around, clipped, flattened, subpaths, wound_area
from flyers.process_cache import memoized_by_identity

_WHOLE = 0.999
"""Part of a rectangle that a shape must cover to hide what is beneath it, give or take rounding."""


_SAME = 1e-6


def unreadable_on_art(
    items: Sequence[Item], colours: Mapping[str, Colour], blocks: Iterable[Block]
) -> Iterator[LayoutError]:
    """Yield an error for each block with a line on art whose contrast with a colour under it is too low."""
    if not any(isinstance(item, Photo) or (isinstance(item, Shape) and item.art) for item in items):
        return
    sources = {block.path: block.source for block in blocks}
    told: set[str] = set()
    for index, line in enumerate(items):
        if not isinstance(line, TextLine) or line.block in told:
            continue
        for below in _art_under(extent(line), items[:index]):
            if isinstance(below, Photo):
                told.add(line.block)
                yield LayoutError(
                    f"“{visible(line.text)}” is on the photograph “{below.name}”, which has no colour of its own.",
                    hint="Give the text a ground.",
                    source=sources.get(line.block),
                    trail=[line.block],
                )
                break
            ratio = contrast(colours[line.colour], colours[below.colour])
            if ratio < LEAST_CONTRAST:
                told.add(line.block)
                yield LayoutError(
                    f"“{visible(line.text)}” is on the image “{below.name}”, and “{line.colour}” on its "
                    f"“{below.colour}” has a contrast of {ratio:.1f}; text needs {LEAST_CONTRAST}.",
                    hint="Keep the text off that part of the image by padding, give it a ground, or draw that part in "
                    "another colour.",
                    source=sources.get(line.block),
                    trail=[line.block],
                )
                break


def _art_under(area_of_text: Rectangle, below: Sequence[Item]) -> Iterator[Shape | Photo]:
    """Yield the parts of art that can be seen under a rectangle, the topmost first."""
    for item in reversed(below):
        if isinstance(item, Box) and covers_box(item, area_of_text):
            return
        if isinstance(item, Photo) and overlaps(extent(item), area_of_text):
            yield item
        if not (isinstance(item, Shape) and item.art):
            continue
        part = covered_part(item, area_of_text)
        if part > 0:
            yield item
        if part == 1.0:
            return


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    """Return whether two rectangles share more than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def covers_box(box: Box, rectangle: Rectangle) -> bool:
    """Return whether *box* hides all of *rectangle*; one with round corners counts without its corners."""
    inset = box.radius * 0.3  # 1 less the sine of 45°
    left, bottom, right, top = extent(box)
    return (
        left + inset <= rectangle[0]
        and bottom + inset <= rectangle[1]
        and rectangle[2] <= right - inset
        and rectangle[3] <= top - inset
    )


def covers_photo(item: Item, rectangle: Rectangle) -> bool:
    """Return whether *item* is a photograph that hides all of *rectangle*."""
    if not isinstance(item, Photo):
        return False
    left, bottom, right, top = extent(item)
    return left <= rectangle[0] and bottom <= rectangle[1] and rectangle[2] <= right and rectangle[3] <= top


def covered_part(shape: Shape, rectangle: Rectangle) -> float:
    """Return how much of *rectangle* a shape covers: 1 for all, 0 for nothing, 0.5 for a part or if it is unknown, as
    with several subpaths, which may be holes.
    """
    if not overlaps(_box_around(shape.path), rectangle):
        return 0.0
    whole = (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])
    rings = [flattened(ring) for ring in subpaths(clipped(shape.path, rectangle))]
    rings = [ring for ring in rings if _covers_more(ring, rectangle, whole * (1 - _WHOLE))]
    if len(rings) == 1 and all(_is_on_edge(corner, rectangle) for corner in rings[0]):
        return 1.0 if abs(area(rings[0])) >= whole * _WHOLE else 0.5
    return 0.5 if rings else 0.0


def _covers_more(ring: Sequence[Point], rectangle: Rectangle, least: float) -> bool:
    """Return whether a part of a shape that was cut at a *rectangle* covers more than the area *least* of it."""
    if abs(area(ring)) > least:
        return True
    # Parts that wind one way and the other add up to little. What was outside has only corners and sides on the edge.
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in pairwise([*ring, *ring[:1]])]
    return not all(_is_on_edge(middle, rectangle) for middle in middles) and wound_area(ring) > least


@memoized_by_identity(1024)
def _box_around(path: Path) -> Window:
    """Return the box around *path*; an image has the same ones in every variant of a piece, and each line asks."""
    return box_around(path)


def _is_on_edge(corner: Point, rectangle: Rectangle) -> bool:
    x, y = corner
    left, bottom, right, top = rectangle
    return bool(min(abs(x - left), abs(x - right), abs(y - bottom), abs(y - top)) < _SAME)
