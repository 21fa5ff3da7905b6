"""What a file has of a photograph: its pixels, by edition, from photographs of few pixels."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from flyers.colour import Colour
from flyers.page.document import Photo, Photograph
from flyers.page.editions import OFFICE, SCREEN, Edition
from flyers.pdf.graphics_operators import EncodedPhoto, encoded_photo, within_limit
from pressed import PRESS

GROUND = Colour("deep", (1.0, 0.7, 0.1, 0.3), (0.0, 0.2, 0.4))
A, B, C, D = (10, 20, 30), (40, 50, 60), (70, 80, 90), (100, 110, 120)


def photo(*pixels: tuple[int, ...], wide: int = 2, lossy: bool = False, **fields: Any) -> Photo:
    """A photograph that is a point wide for each pixel."""
    high = len(pixels) // wide
    data = bytes(value for pixel in pixels for value in pixel)
    picture = Photograph("x", wide, high, repr(pixels), len(pixels[0]) == 4, lossy, data)
    usual = {"crop": (0, 0, wide, high), "width": float(wide), "height": float(high)}
    values = {**usual, **fields}
    return Photo(
        0, 0, values.pop("width"), values.pop("height"), picture, values.pop("crop"), "deep", "w", "b", "x", **values
    )


def shown(one: Photo, edition: Edition = SCREEN) -> list[tuple[int, ...]]:
    encoded = encoded_photo(one, GROUND, edition)
    size = len(encoded.data) // (encoded.width * encoded.height)
    return [tuple(encoded.data[start : start + size]) for start in range(0, len(encoded.data), size)]


@pytest.mark.parametrize(
    ("fields", "pixels"),
    [
        ({}, [A, B, C, D]),
        ({"turned_over": True}, [B, A, D, C]),
        ({"turn": 90}, [C, A, D, B]),
        ({"turn": 180}, [D, C, B, A]),
        ({"turn": 270}, [B, D, A, C]),
        ({"turned_over": True, "turn": 90}, [D, B, C, A]),
        ({"crop": (1, 0, 2, 2), "width": 1.0}, [B, D]),
    ],
)
def test_pixels_are_as_they_are_seen(fields: dict[str, Any], pixels: list[tuple[int, ...]]) -> None:
    assert shown(photo(A, B, C, D, **fields)) == pixels


def test_what_is_transparent_shows_the_ground() -> None:
    clear = photo((10, 20, 30, 255), (10, 20, 30, 0))
    assert shown(clear) == [A, (0, 51, 102)]
    assert shown(clear, OFFICE.in_black()) == [(18,), (round(0.7 * 255),)]
    assert shown(clear, PRESS.in_black()) == [(0, 0, 0, 237), (255, round(0.7 * 255), 26, 76)]


@pytest.mark.parametrize(
    ("edition", "space", "components"),
    [(SCREEN, "DeviceRGB", 3), (OFFICE.in_black(), "DeviceGray", 1), (PRESS, "DeviceCMYK", 4), (PRESS.in_black(), "DeviceCMYK", 4)],
)  # fmt: skip
def test_each_edition_has_its_own_colour_space(edition: Edition, space: str, components: int) -> None:
    encoded = encoded_photo(photo(A, B, C, D), GROUND, edition)
    assert (encoded.space, len(encoded.data)) == (space, 4 * components)
    assert (encoded.width, encoded.height, encoded.is_jpeg) == (2, 2, False)


def test_on_one_plate_a_photograph_is_black_alone() -> None:
    assert shown(photo((0, 0, 0), (255, 255, 255)), PRESS.in_black()) == [(0, 0, 0, 255), (0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("lossy", "edition", "jpeg"), [(True, SCREEN, True), (True, PRESS, False), (False, SCREEN, False)]
)
def test_only_what_came_as_jpeg_goes_as_jpeg_and_never_to_the_press(lossy: bool, edition: Edition, jpeg: bool) -> None:
    encoded = encoded_photo(photo(A, B, C, D, lossy=lossy), GROUND, edition)
    assert encoded.is_jpeg is jpeg
    if jpeg:
        with Image.open(io.BytesIO(encoded.data)) as opened:
            assert (opened.format, opened.size, opened.mode) == ("JPEG", (2, 2), "RGB")


def test_a_jpeg_is_fine_and_keeps_all_its_colours() -> None:
    """Of quality 90, with a sample of colour for each pixel."""
    encoded = encoded_photo(photo(A, B, C, D, lossy=True), GROUND, SCREEN)
    file = io.BytesIO()
    whole = Image.frombytes("RGB", (2, 2), bytes(value for pixel in (A, B, C, D) for value in pixel))
    whole.save(file, "JPEG", quality=90, subsampling="4:4:4")
    assert encoded.data == file.getvalue()


def size(pixels: int, points: float) -> tuple[int, int]:
    one = photo(*[A] * pixels * 2, wide=pixels, width=points, height=points / pixels * 2)
    encoded: EncodedPhoto = encoded_photo(one, GROUND, SCREEN)
    return encoded.width, encoded.height


def test_more_pixels_than_can_be_seen_are_too_many() -> None:
    most = 450
    assert size(most, 72.0) == (most, 2)
    assert size(most + 1, 72.0) == (300, 1)
    assert size(2000, 7.2) == (30, 1)


def test_equal_photographs_are_one_object_and_others_are_not() -> None:
    one = encoded_photo(photo(A, B), GROUND, SCREEN)
    assert one.sha256 == encoded_photo(replace(photo(A, B), x=5.0), GROUND, SCREEN).sha256
    others = [photo(B, A), photo(A, A), photo(A, B, wide=1)]
    assert one.sha256 not in {encoded_photo(other, GROUND, SCREEN).sha256 for other in others}


@pytest.mark.parametrize(
    ("pixel", "limit", "limited"),
    [
        ((255, 255, 255, 0), 300, (255, 255, 255, 0)),
        ((255, 255, 255, 255), 300, (170, 170, 170, 255)),
        ((200, 100, 0, 255), 200, (170, 85, 0, 255)),
        ((10, 20, 30, 255), 100, (0, 0, 0, 255)),
        ((0, 0, 0, 255), 90, (0, 0, 0, 255)),
        ((100, 100, 100, 100), 200, (100, 100, 100, 100)),
    ],
)
def test_too_much_ink_is_taken_from_the_colours_evenly(
    pixel: tuple[int, ...], limit: int, limited: tuple[int, ...]
) -> None:
    assert within_limit(Image.new("CMYK", (1, 1), pixel), limit).getpixel((0, 0)) == limited
