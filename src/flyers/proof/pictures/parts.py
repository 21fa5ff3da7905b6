"""What each drawing of a page covers: the mask of every glyph, path and rectangle, drawn in few passes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from flyers.process_cache import ProcessCache
from flyers.proof.geometry import Box
from flyers.proof.pictures.cached_shapes import CachedShapes, DrawnPath
from flyers.proof.pictures.chords import Floats, flattened
from flyers.proof.pictures.coverage import levels_of, spans_of
from flyers.proof.pictures.edges import bounds
from flyers.proof.pictures.expected import (
    Drawing,
    ExpectedGlyphs,
    ExpectedPhotograph,
    ExpectedRectangles,
    ExpectedShape,
    Segment,
)
from flyers.proof.pictures.frames import Frame, PixelBox
from flyers.proof.pictures.glyph_masks import Part, glyph_parts
from flyers.proof.pictures.ink import Ink, LargeInk, ink_of
from flyers.proof.pictures.photographs import photograph_pixels

_DIGITS = 6
"""Decimals of a pixel that count."""

_AT_ONCE = 128
"""Small masks that are drawn in one pass."""


class _Filled(NamedTuple):
    """A path to be filled: its edges in pixels, and the part of its drawing that it is."""

    part: int
    edges: Floats
    even_odd: bool = False


_Outlined = ExpectedShape | ExpectedRectangles

_Key = tuple[object, ...]
"""What a drawing's masks depend on: its shape, and where in a pixel its page begins."""

_DRAWN: ProcessCache[_Key, list[DrawnPath]] = ProcessCache(128)
"""Parts of drawings, with boxes from the whole pixel in which the page begins.

The pictograms and codes of a piece are the same in all its editions, and in all variants of it.
"""


_PARTS: ProcessCache[tuple[int, Frame], tuple[Drawing, list[Part]]] = ProcessCache(256)
"""The parts of drawings in a frame by the identity of the drawing, which is kept with them: variants of a page have
most drawings in common."""


def drawn_parts(drawings: Sequence[Drawing], frame: Frame, fonts: Mapping[str, bytes]) -> list[list[Part]]:
    """Return the parts of each of *drawings* that have ink; nobody changes them."""
    known = [_PARTS.get((id(drawing), frame)) for drawing in drawings]
    new = [drawing for drawing, parts in zip(drawings, known, strict=True) if parts is None]
    drawn = iter(_newly_drawn(new, frame, fonts) if new else ())
    found: list[list[Part]] = []
    for drawing, recalled in zip(drawings, known, strict=True):
        if recalled is None:
            recalled = _PARTS[id(drawing), frame] = drawing, next(drawn)
        found.append(recalled[1])
    return found


def _newly_drawn(drawings: Sequence[Drawing], frame: Frame, fonts: Mapping[str, bytes]) -> list[list[Part]]:
    lines = glyph_parts([line for line in drawings if isinstance(line, ExpectedGlyphs)], frame, fonts)
    outlined = [one for one in drawings if isinstance(one, _Outlined) and not _fills_whole_pixels(one)]
    masks = iter(_outlined_parts(outlined, frame))
    found: list[list[Part]] = []
    for drawing in drawings:
        match drawing:
            case ExpectedGlyphs():
                found.append(next(lines))
            case ExpectedPhotograph():
                found.append([(0, photograph_pixels(drawing, frame)[0], None)])
            case ExpectedRectangles(edges="box"):
                found.append([(index, frame.box(box), None) for index, box in enumerate(drawing.boxes)])
            case ExpectedShape() | ExpectedRectangles():
                found.append(next(masks))
    return found


def _fills_whole_pixels(drawing: _Outlined) -> bool:
    return isinstance(drawing, ExpectedRectangles) and drawing.edges == "box"


def _outlined_parts(drawings: Sequence[_Outlined], frame: Frame) -> list[list[Part]]:
    """Return the parts of paths and strokes. New masks are drawn in few passes."""
    (across, right), (down, below) = _in_pixel(frame.x(0)), _in_pixel(frame.y(0))
    near = frame._replace(left=-right / frame.across, top=below / frame.down)
    keys = [_key(drawing, near) for drawing in drawings]
    # A key has all points of a path. Python hashes it again each time that it is looked up.
    known = [_DRAWN.get(key) for key in keys]
    new = [index for index, parts in enumerate(known) if parts is None]
    drawn = _found([drawings[index] for index in new], [keys[index] for index in new], near) if new else []
    for index, parts in zip(new, drawn, strict=True):
        known[index] = _DRAWN[keys[index]] = parts
    return [
        [
            (part, (left + across, top + down, right + across, bottom + down), mask)
            for part, (left, top, right, bottom), mask in parts or ()
        ]
        for parts in known
    ]


def _found(drawings: Sequence[_Outlined], keys: Sequence[_Key], frame: Frame) -> list[list[DrawnPath]]:
    """Return the masks of drawings, known by their *keys*, from the cache folder, or else drawn."""
    kept = CachedShapes(keys)
    found = kept.recall()
    if found is None:
        paths = [list(_paths(drawing, frame)) for drawing in drawings]
        masks = _filled([path for of_one in paths for path in of_one])
        found = [[(path.part, *next(masks)) for path in of_one] for of_one in paths]
        kept.keep(found)
    return found


def _in_pixel(place: float) -> tuple[int, float]:
    """Return the whole pixel of a place, and how far it is inside it."""
    rounded = round(place, _DIGITS)
    whole = math.floor(rounded)
    return whole, round(rounded - whole, _DIGITS)


def _key(drawing: _Outlined, frame: Frame) -> _Key:
    shape = (drawing.path, drawing.even_odd) if isinstance(drawing, ExpectedShape) else (drawing.boxes, drawing.edges)
    return *shape, frame.left, frame.top, frame.across, frame.down


def _paths(drawing: _Outlined, frame: Frame) -> Iterator[_Filled]:
    match drawing:
        case ExpectedShape():
            yield _Filled(0, path_edges(drawing.path, frame), drawing.even_odd)
        case ExpectedRectangles(edges="path"):
            yield _Filled(0, _upright_edges([_exact(box, frame) for box in drawing.boxes]))
        case ExpectedRectangles():
            for part, box in enumerate(drawing.boxes):
                yield _Filled(part, _upright_edges([_at_least_a_pixel(_exact(box, frame))]))


def _exact(box: Box, frame: Frame) -> Box:
    return frame.x(box[0]), frame.y(box[3]), frame.x(box[2]), frame.y(box[1])


def _at_least_a_pixel(box: Box) -> Box:
    """Return the box of a straight line, which pdfium draws at least one pixel wide."""
    left, top, right, bottom = box
    wider, higher = (max(0.0, 1 - side) / 2 for side in (right - left, bottom - top))
    return left - wider, top - higher, right + wider, bottom + higher


def _upright_edges(boxes: list[Box]) -> Floats:
    """Return the two upright edges of each rectangle, which are all that `levels_of` needs."""
    edges: Floats = np.array(boxes)[:, [0, 1, 0, 3, 2, 3, 2, 1]].reshape(-1, 4)
    return edges


def path_edges(path: tuple[Segment, ...], frame: Frame) -> Floats:
    """Return the edges of a path in the pixels of *frame*; open subpaths are closed."""
    scale, start = np.array([frame.across, -frame.down]), np.array([frame.x(0), frame.y(0)])
    lines, curves = ((part.reshape(-1, 2) * scale + start).reshape(part.shape) for part in _lines_and_curves(path))
    return flattened(lines, curves)


@lru_cache(maxsize=2048)
def _lines_and_curves(path: tuple[Segment, ...]) -> tuple[Floats, Floats]:
    """Return the lines and curves of a path in points: those of a pictogram are the same in all editions."""
    lines: list[float] = []
    curves: list[float] = []
    start = here = [0.0, 0.0]
    for kind, *numbers in (*path, ("Z",)):
        values = [float(number) for number in numbers]
        if kind in ("M", "Z") and here != start:
            lines += here + start
            here = start
        if kind == "M":
            start = here = values
        elif kind == "L":
            lines += here + values
            here = values
        elif kind == "C":
            curves += here + values
            here = values[4:]
    return np.array(lines).reshape(-1, 4), np.array(curves).reshape(-1, 8)


def _filled(paths: list[_Filled]) -> Iterator[tuple[PixelBox, Ink]]:
    """Return the pixels that each path touches, and its mask. Small masks are drawn many at a time."""
    boxes = [bounds(path.edges) for path in paths]
    sizes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    edges = [path.edges - np.array(box[:2] * 2) for path, box in zip(paths, boxes, strict=True)]
    inks: dict[int, Ink] = {}
    small: dict[bool, list[int]] = {False: [], True: []}
    for index, (path, (width, height)) in enumerate(zip(paths, sizes, strict=True)):
        if width * height < LargeInk.least:
            small[path.even_odd].append(index)
        else:
            inks[index] = LargeInk(spans_of(edges[index], width, height, even_odd=path.even_odd), width, height)
    for even_odd, indexes in small.items():
        for start in range(0, len(indexes), _AT_ONCE):
            few = indexes[start : start + _AT_ONCE]
            masks = _small_masks([edges[index] for index in few], [sizes[index] for index in few], even_odd=even_odd)
            inks.update(zip(few, masks, strict=True))
    return ((box, inks[index]) for index, box in enumerate(boxes))


def _small_masks(edges: list[Floats], sizes: list[tuple[int, int]], *, even_odd: bool) -> Iterator[Ink]:
    """Yield the mask of each path, given by its edges and by width and height of its mask."""
    owner = np.repeat(np.arange(len(edges)), [len(one) for one in edges])
    levels, starts = levels_of(np.concatenate(edges), owner, sizes, even_odd=even_odd)
    for start, (width, height) in zip(starts, sizes, strict=True):
        yield ink_of(levels[start:], width + 1, height).crop((0, 0, width, height))
