"""Masks of glyphs: how much of each pixel a glyph covers, drawn as pdfium draws it, and kept for all pages and files.

pdfium draws small type as bitmaps: with its baseline on a whole pixel and its origin on a third of a pixel across, each
pixel the mean of its own coverage and those of a window moved by a third of a pixel to either side, and then a little
darker. Marks and dots are parts of their letter's bitmap. Large type is filled as outlines in its exact place.

Where pdfium draws otherwise one day, or rounds to the other side, the tolerance of `comparison` still holds; what is
drawn alike is compared faster and more strictly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from flyers.process_cache import ProcessCache
from flyers.proof.pictures.cached_masks import CachedMasks, Masks
from flyers.proof.pictures.expected import ExpectedGlyphs
from flyers.proof.pictures.frames import Frame, PixelBox
from flyers.proof.pictures.ink import Ink
from flyers.proof.pictures.mask_sheet import (
    EIGHTHS,
    LARGEST_BITMAP,
    THIRDS,
    GlyphKey,
    GlyphMask,
    MaskSheet,
    SizeKey,
)

_NOISE = 0.001
"""Thirds of a pixel by which a place that is a whole number in decimals may be less in binary."""

_MOST_MASKS = 20000

Part = tuple[int, PixelBox, Ink | None]
"""The number of a part of a drawing, the pixels that it may touch, and its mask; None: they are filled whole."""

_Place = tuple[GlyphKey, int, int]
"""A glyph, and the whole pixel of its origin."""

_MASKS: ProcessCache[SizeKey, Masks] = ProcessCache(1024)


def glyph_parts(lines: Iterable[ExpectedGlyphs], frame: Frame, fonts: Mapping[str, bytes]) -> Iterator[list[Part]]:
    """Yield the glyphs with ink of each of *lines*, by their numbers in it. New masks are drawn in one pass."""
    if sum(map(len, _MASKS.values())) > _MOST_MASKS:
        _MASKS.next_generation()
    sizes: dict[SizeKey, Masks] = {}
    wanted: dict[SizeKey, dict[GlyphKey, None]] = {}
    placed: list[tuple[Masks, list[_Place]]] = []
    for line in lines:
        size_key = _size_key(line, frame)
        known = sizes.get(size_key)
        if known is None:
            known = sizes[size_key] = _masks_of(size_key)
        places = list(_places(line, frame))
        placed.append((known, places))
        wanted.setdefault(size_key, {}).update((key, None) for key, _, _ in places if key not in known)
    if any(wanted.values()):
        _find(sizes, wanted, fonts)
    return (_parts(masks, places) for masks, places in placed)


def _masks_of(size_key: SizeKey) -> Masks:
    """Return the masks of a face and size that this process has."""
    masks = _MASKS.get(size_key)
    if masks is None:
        masks = _MASKS[size_key] = {}
    return masks


def _find(
    sizes: Mapping[SizeKey, Masks], wanted: Mapping[SizeKey, Iterable[GlyphKey]], fonts: Mapping[str, bytes]
) -> None:
    """Add the masks that are *wanted* to those of their *sizes*: from the cache folder, or else drawn."""
    kept = CachedMasks(sizes)
    kept.recall()
    sheet = MaskSheet(fonts)
    for size_key, keys in wanted.items():
        known = sizes[size_key]
        if missing := [key for key in keys if key not in known]:
            sheet.add(size_key, missing)
    drawn = sheet.draw()
    for size_key, masks in drawn.items():
        sizes[size_key].update((key, one.mask) for key, one in masks.items())
    kept.keep(drawn)


def _parts(masks: Mapping[GlyphKey, GlyphMask], places: list[_Place]) -> list[Part]:
    parts: list[Part] = []
    for index, (key, across, down) in enumerate(places):
        ink, left, top, right, bottom = masks[key]
        if ink is not None:
            parts.append((index, (across + left, down + top, across + right, down + bottom), ink))
    return parts


def _size_key(line: ExpectedGlyphs, frame: Frame) -> SizeKey:
    return line.face, round(line.size * frame.across, 2), line.turn


def _places(line: ExpectedGlyphs, frame: Frame) -> Iterator[_Place]:
    """Yield the mask's key and the whole pixel of each glyph's origin."""
    left, top, across, down = frame[:4]
    floor = math.floor
    if _size_key(line, frame)[1] <= LARGEST_BITMAP:
        across *= THIRDS
        baseline, level = line.baseline, line.turn % 180 == 0
        base = floor((top - baseline) * down + 0.5)
        for gid, x, y, _ in line.glyphs:
            column, part = divmod(floor((x - left) * across + _NOISE), THIRDS)
            if not level:
                yield (gid, part, 0), column, floor((top - y) * down + 0.5)
                continue
            row, below = divmod(floor((baseline - y) * down * EIGHTHS + 0.5), EIGHTHS) if y != baseline else (0, 0)
            yield (gid, part, below), column, base + row
    else:
        across, down = across * EIGHTHS, down * EIGHTHS
        for gid, x, y, _ in line.glyphs:
            column, right = divmod(floor((x - left) * across + 0.5), EIGHTHS)
            row, below = divmod(floor((top - y) * down + 0.5), EIGHTHS)
            yield (gid, right, below), column, row
