"""A part of a photograph shows the same pixels as before, however it is turned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flyers.page.document import Photo, Photograph
from flyers.page.items import Rectangle, clipped, cropped
from matrix import examples

places = st.tuples(st.floats(0, 60), st.floats(0, 60), st.floats(0, 60), st.floats(0, 60))


@settings(max_examples=examples(80), deadline=None)
@given(place=places, turned_over=st.booleans(), turn=st.sampled_from([0, 90, 180, 270]))
def test_a_part_of_a_photograph_shows_what_was_there(
    place: tuple[float, float, float, float], turned_over: bool, turn: int
) -> None:
    """However it is turned: the pixels of the part are those of the whole at the same place of the page."""
    (x0, x1), (y0, y1) = ((round(min(one, other)), round(max(one, other)) + 1) for one, other in (place[:2], place[2:]))
    pixels = np.arange(61 * 61, dtype=np.uint32).reshape(61, 61)
    rgb = np.stack([pixels >> 8, pixels & 255, pixels * 0], axis=-1).astype(np.uint8)
    picture = Photograph("x", 61, 61, "0", False, False, rgb.tobytes())
    whole = Photo(0, 0, 61, 61, picture, (0, 0, 61, 61), "paper", "paper", "b", "x", turned_over, turn)
    part = cropped(whole, (x0, y0, x1, y1))
    assert part is not None
    assert (part.x, part.y, part.width, part.height) == (x0, y0, x1 - x0, y1 - y0)
    shown = _display(whole)
    assert np.array_equal(_display(part), shown[61 - y1 : 61 - y0, x0:x1])


def _display(photo: Photo) -> np.ndarray:
    left, top, right, bottom = photo.crop
    rgb = np.frombuffer(photo.photograph.pixels, dtype=np.uint8).reshape(61, 61, 3)[top:bottom, left:right]
    rgb = rgb[:, ::-1] if photo.turned_over else rgb
    return np.rot90(rgb, k=-photo.turn // 90)


PHOTO = Photo(
    10.0, 20.0, 40.0, 30.0, Photograph("x", 80, 60, "0", False, False, b""), (0, 0, 80, 60), "paper", "paper", "b", "x"
)
"""Two pixels to the point."""


@pytest.mark.parametrize(
    "window",
    [(50.0, 0.0, 90.0, 90.0), (0.0, 0.0, 10.0, 90.0), (0.0, 50.0, 90.0, 90.0), (0.0, 0.0, 90.0, 20.0)],
)
def test_a_photograph_that_only_touches_a_window_is_not_in_it(window: Rectangle) -> None:
    assert cropped(PHOTO, window) is None
    assert clipped(PHOTO, window) is None


def test_a_photograph_inside_a_window_stays_as_it_is() -> None:
    assert cropped(PHOTO, (10.0, 20.0, 50.0, 50.0)) is PHOTO
    assert clipped(PHOTO, (0.0, 0.0, 90.0, 90.0)) is PHOTO


@pytest.mark.parametrize(
    ("window", "crop"),
    [
        ((20.0, 0.0, 90.0, 90.0), (20, 0, 80, 60)),
        ((0.0, 0.0, 20.0, 90.0), (0, 0, 20, 60)),
        ((0.0, 30.0, 90.0, 90.0), (0, 0, 80, 40)),
        ((0.0, 0.0, 90.0, 30.0), (0, 40, 80, 60)),
        ((20.0, 30.0, 30.2, 40.3), (20, 19, 40, 40)),  # between pixels
        ((49.9, 20.0, 90.0, 20.1), (79, 59, 80, 60)),  # one pixel at least
        ((0.0, 49.9, 10.1, 90.0), (0, 0, 1, 1)),
    ],
)
def test_a_photograph_is_cut_off_between_pixels(window: Rectangle, crop: tuple[int, int, int, int]) -> None:
    part = cropped(PHOTO, window)
    assert part is not None
    assert part.crop == crop
    assert (part.x, part.y) == (max(window[0], 10.0), max(window[1], 20.0))
    assert (part.x + part.width, part.y + part.height) == (min(window[2], 50.0), min(window[3], 50.0))


def test_a_part_of_a_part_is_cut_from_what_was_seen() -> None:
    part = replace(PHOTO, crop=(40, 30, 80, 60), width=20.0, height=15.0)
    again = cropped(part, (15.0, 20.0, 30.0, 30.0))
    assert again is not None
    assert again.crop == (50, 40, 80, 60)


@pytest.mark.parametrize(
    ("turn", "turned_over", "crop"),
    [
        (0, False, (60, 0, 80, 10)),
        (0, True, (0, 0, 20, 10)),
        (90, False, (0, 0, 10, 20)),
        (90, True, (70, 0, 80, 20)),
        (180, False, (0, 50, 20, 60)),
        (180, True, (60, 50, 80, 60)),
        (270, False, (70, 40, 80, 60)),
        (270, True, (0, 40, 10, 60)),
    ],
)
def test_the_upper_right_corner_of_a_turned_photograph_shows_its_own_pixels(
    turn: int, turned_over: bool, crop: tuple[int, int, int, int]
) -> None:
    """Ten points of its width and five of its height, with two pixels to the point."""
    width, height = (30.0, 40.0) if turn in (90, 270) else (40.0, 30.0)
    turned = replace(PHOTO, turn=turn, turned_over=turned_over, width=width, height=height)
    part = cropped(turned, (10.0 + width - 10.0, 20.0 + height - 5.0, 999.0, 999.0))
    assert part == replace(turned, x=width, y=15.0 + height, width=10.0, height=5.0, crop=crop)
    whole = cropped(turned, (-999.0, -999.0, 999.0, 999.0))
    assert whole is turned
