"""What is read of a photograph: its pixels as they are seen, and what is refused in it."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from flyers import limits
from flyers.errors import ContentError
from flyers.layout.pictures import read_photograph
from flyers.page.document import Photograph


def file_of(image: Image.Image, kind: str = "PNG", **keys: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **keys)
    return file.getvalue()


def read(data: bytes) -> Photograph:
    return read_photograph(data, "content/images/a.png", "a")


def problem(data: bytes) -> str:
    with pytest.raises(ContentError) as caught:
        read(data)
    assert caught.value.source is not None
    assert caught.value.source.path == "content/images/a.png"
    return f"{caught.value.problem} {caught.value.hint}"


def test_a_photograph_has_so_many_pixels_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PHOTOGRAPH_PIXELS", 50_000)
    assert read(file_of(Image.new("RGB", (250, 200)))).width == 250
    told = problem(file_of(Image.new("RGB", (251, 200))))
    assert told == "This picture has more than 0.05 million pixels. Scale it down to 300 dpi at its size."


@pytest.mark.parametrize(("mode", "colour", "pixel"), [
    ("RGB", (10, 20, 30), (10, 20, 30)), ("L", 40, (40, 40, 40)), ("1", 1, (255, 255, 255)), ("P", 0, (0, 0, 0)),
    ("RGBA", (10, 20, 30, 255), (10, 20, 30)), ("RGBA", (10, 20, 30, 128), (10, 20, 30, 128)), ("LA", (40, 0), (40, 40, 40, 0)),
])  # fmt: skip  # several cases to a line
def test_pixels_are_colours_with_what_can_be_seen_through_them(mode: str, colour: Any, pixel: tuple[int, ...]) -> None:
    found = read(file_of(Image.new(mode, (3, 2), colour)))
    assert (found.name, found.width, found.height) == ("a", 3, 2)
    assert found.pixels == bytes(pixel) * 6
    assert found.sha256 == hashlib.sha256(found.pixels).hexdigest()
    assert (found.has_alpha, found.lossy) == (len(pixel) == 4, False)


def test_a_picture_is_turned_as_it_says() -> None:
    image = Image.new("RGB", (3, 2), (255, 0, 0))
    image.putpixel((0, 0), (0, 0, 255))
    turned = image.getexif()
    turned[0x0112] = 6  # a quarter clockwise
    found = read(file_of(image, exif=turned))
    assert (found.width, found.height) == (2, 3)
    assert found.pixels[3:6] == bytes((0, 0, 255)), "its upper left corner is at the upper right"


def test_colours_of_another_profile_are_converted_and_greys_are_not() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = Image.new("RGBA", (2, 2), (200, 100, 50, 70))
    found = read(file_of(image, icc_profile=srgb))
    assert all(abs(one - other) <= 1 for one, other in zip(found.pixels, bytes((200, 100, 50, 70)) * 4, strict=True))
    assert read(file_of(image, icc_profile=lab)).pixels == bytes((200, 100, 50, 70)) * 4
    assert "This picture is damaged (its colour profile: " in problem(file_of(image, icc_profile=b"none"))


def test_what_is_no_photograph_is_refused() -> None:
    assert problem(b"x").startswith("This is not a PNG or JPEG picture. Save it again as PNG or JPEG, in sRGB.")
    assert problem(file_of(Image.new("RGB", (3, 2)), "BMP")).startswith("This is not a PNG or JPEG picture.")
    assert problem(file_of(Image.new("CMYK", (3, 2)), "JPEG")).startswith("This picture is in the inks of a press.")
    assert problem(file_of(Image.new("I;16", (3, 2)))).startswith("This picture is in mode I;16.")
    whole = file_of(Image.effect_noise((60, 60), 90))
    assert "damaged" in problem(whole[: len(whole) // 2])
    assert read(file_of(Image.new("RGB", (8, 8)), "JPEG")).lossy
