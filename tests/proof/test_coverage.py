"""The rasteriser of the proof against areas that are known."""

from __future__ import annotations

from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flyers.proof.pictures.chords import FLATNESS, Outline, flattened_all
from flyers.proof.pictures.coverage import levels_of, spans_of
from flyers.proof.pictures.ink import LargeInk

WIDTH, HEIGHT = 13, 9

_PLACES = st.tuples(st.floats(0, WIDTH, width=32), st.floats(0, HEIGHT, width=32))
_POLYGONS = st.lists(_PLACES, min_size=3, max_size=7)


def edges_of(corners):
    """Return the edges of a polygon."""
    return np.array([(*one, *other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)], float)


def drawn(*shapes, even_odd=False):
    """Return the levels of some shapes, each a list of polygons, all drawn in one pass."""
    edges = [np.concatenate([edges_of(polygon) for polygon in polygons]) for polygons in shapes]
    owner = np.repeat(np.arange(len(edges)), [len(part) for part in edges])
    levels, starts = levels_of(np.concatenate(edges), owner, [(WIDTH, HEIGHT)] * len(edges), even_odd=even_odd)
    masks = [levels[start : start + (WIDTH + 1) * HEIGHT].reshape(HEIGHT, WIDTH + 1) for start in starts]
    assert not any(mask[:, -1].any() for mask in masks)
    return [mask[:, :-1].astype(int) for mask in masks]


def rectangle(left, top, right, bottom):
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def windings(corners, x, y):
    """Return how often a polygon winds round each of some points."""
    turns = np.zeros(x.shape, dtype=int)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        crosses = (y0 <= y) != (y1 <= y)
        at = x0 + (y - y0) * (x1 - x0) / (y1 - y0 or 1)
        turns += np.where(crosses & (at <= x), 1 if y1 > y0 else -1, 0)
    return turns


@given(st.lists(_PLACES, min_size=2, max_size=2))
def test_a_rectangle_covers_its_part_of_each_pixel(corners):
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    across, down = (
        np.clip(np.minimum(end, np.arange(size) + 1) - np.maximum(start, np.arange(size)), 0, 1)
        for start, end, size in ((x0, x1, WIDTH), (y0, y1, HEIGHT))
    )
    (mask,) = drawn([rectangle(x0, y0, x1, y1)])
    assert np.abs(mask - 255 * np.outer(down, across)).max() <= 0.6


@given(st.tuples(_PLACES, _PLACES, _PLACES))
def test_a_triangle_covers_its_area(corners):
    (x0, y0), (x1, y1), (x2, y2) = corners
    area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / 2
    (mask,) = drawn([list(corners)])
    assert mask.sum() / 255 == pytest.approx(area, abs=0.6 / 255 * WIDTH * HEIGHT)


@given(_POLYGONS)
def test_polygons_are_filled_where_they_wind(corners):
    steps = 4
    x, y = np.meshgrid(*((np.arange(side * steps) + 0.5) / steps for side in (WIDTH, HEIGHT)))
    turns = windings(corners, x, y)
    for even_odd in (False, True):
        inside = turns % 2 != 0 if even_odd else turns != 0
        share = inside.reshape(HEIGHT, steps, WIDTH, steps).mean(axis=(1, 3))
        (mask,) = drawn([corners], even_odd=even_odd)
        # A pixel that an edge crosses has the sum of its areas, with their signs.
        assert np.abs(mask - 255 * share)[~_touched(corners)].max(initial=0) <= 1


def _touched(corners):
    """Return the pixels that an edge of a polygon may touch, generously."""
    touched = np.zeros((HEIGHT + 1, WIDTH + 1), dtype=bool)
    share = np.linspace(0, 1, 400)
    for x0, y0, x1, y1 in edges_of(corners):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        for across in (-0.05, 0.05):
            for down in (-0.05, 0.05):
                touched[np.maximum(y + down, 0).astype(int), np.maximum(x + across, 0).astype(int)] = True
    return touched[:-1, :-1]


def test_overlaps_are_filled_and_holes_are_not():
    outer, inner = rectangle(1, 1, 8, 8), rectangle(3, 3, 6, 6)
    both, hole, odd = (
        drawn([outer, inner])[0],
        drawn([outer, inner[::-1]])[0],
        drawn([outer, inner], even_odd=True)[0],
    )
    assert both[4, 4] == both[2, 2] == 255
    assert hole[4, 4] == odd[4, 4] == 0
    assert hole[2, 2] == odd[2, 2] == 255


@given(st.lists(_POLYGONS, min_size=1, max_size=3), st.booleans())
def test_spans_say_the_same_as_levels(polygons, even_odd):
    (mask,) = drawn(polygons, even_odd=even_odd)
    edges = np.concatenate([edges_of(polygon) for polygon in polygons])
    spans = spans_of(edges, WIDTH, HEIGHT, even_odd=even_odd)
    assert np.array_equal(LargeInk(spans, WIDTH, HEIGHT).mask(), mask)
    assert set(spans.levels.tolist()) <= set(range(1, 255))
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in spans.boxes) == (mask == 255).sum()
    assert np.all(np.diff(spans.rows * WIDTH + spans.columns) > 0)


def test_boxes_of_spans_are_few():
    spans = spans_of(edges_of(rectangle(1, 1, 8, 8)), WIDTH, HEIGHT)
    assert (spans.boxes, len(spans.rows)) == ([(1, 1, 8, 8)], 0)
    # A frame is what is above its hole, below it, and on both sides.
    frame = np.concatenate([edges_of(rectangle(1, 1, 8, 8)), edges_of(rectangle(3, 3, 6, 6)[::-1])])
    assert sorted(spans_of(frame, WIDTH, HEIGHT).boxes) == [(1, 1, 8, 3), (1, 3, 3, 6), (1, 6, 8, 8), (6, 3, 8, 6)]


def test_a_shape_without_area_covers_nothing():
    spans = spans_of(edges_of(rectangle(2, 2, 2, 5)), WIDTH, HEIGHT)
    assert (len(spans.rows), spans.boxes) == (0, [])


_LEVELS = st.integers(0, 255)


@given(
    _POLYGONS,
    st.tuples(_LEVELS, _LEVELS, _LEVELS),
    st.lists(_LEVELS, min_size=4, max_size=4),
    st.integers(0, 3),
    st.integers(-HEIGHT, HEIGHT),
    st.lists(_PLACES, min_size=2, max_size=2),
)
def test_large_ink_is_painted_as_pillow_paints_it(corners, colour, ground, left, top, part):
    (mask,) = drawn([corners])
    (x0, x1), (y0, y1) = (sorted(map(round, values)) for values in zip(*part, strict=True))
    ink = LargeInk(spans_of(edges_of(corners), WIDTH, HEIGHT), WIDTH, HEIGHT)
    for ours, levels in ((ink, mask), (ink.crop((x0, y0, x1, y1)), mask[y0:y1, x0:x1])):
        assert np.array_equal(ours.mask(), levels)
        pixels = np.full((HEIGHT, WIDTH + 3), np.array(ground, dtype=np.uint8).view(np.uint32)[0])
        image = Image.fromarray(pixels.view(np.uint8).reshape(HEIGHT, WIDTH + 3, 4), "RGBX")
        if levels.size:
            image.paste((*colour, 255), (left, top), Image.fromarray(levels.astype(np.uint8)))
        ours.paint(pixels, (*colour, 255), left, top)
        assert np.array_equal(pixels.view(np.uint8).reshape(HEIGHT, WIDTH + 3, 4), np.asarray(image))


@given(st.lists(_POLYGONS, min_size=2, max_size=5))
def test_shapes_of_one_pass_do_not_touch_each_other(polygons):
    together = drawn(*([polygon] for polygon in polygons))
    for mask, polygon in zip(together, polygons, strict=True):
        assert np.abs(mask - drawn([polygon])[0]).max() <= 1


@given(st.lists(st.tuples(st.floats(-2, 2, width=32), st.floats(-2, 2, width=32)), min_size=4, max_size=4))
def test_chords_are_close_to_their_curve(points):
    scale = 40.0
    outline = Outline(1.0, array("d"), array("d"), array("d", sum(points, ())))
    ((edges, owner),) = flattened_all([outline], [scale])
    assert owner.tolist() == [0] * len(edges)
    t = np.linspace(0, 1, 500)[:, None]
    p0, p1, p2, p3 = (np.array(point) * (scale, -scale) for point in points)
    curve = (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t**3 * p3
    assert edges[0, :2] == pytest.approx(p0)
    assert edges[-1, 2:] == pytest.approx(p3)
    assert np.allclose(edges[1:, :2], edges[:-1, 2:])
    # The parameter is the same in both, so each point of the curve is close to that of its own chord.
    number = np.minimum((t[:, 0] * len(edges)).astype(int), len(edges) - 1)
    share = t * len(edges) - number[:, None]
    chord = edges[number, :2] * (1 - share) + edges[number, 2:] * share
    assert np.hypot(*(curve - chord).T).max() <= FLATNESS * np.sqrt(2)
