"""Photographs in a file are those that were composed, with pixels enough: image objects made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from flyers.proof.checks.art import photographs_as_composed, pixels_enough
from flyers.proof.colours import heaviest_inks
from flyers.proof.content_stream.records import PlacedImage
from flyers.proof.geometry import Box
from flyers.proof.pictures.expected import ExpectedPhotograph

FILE = pikepdf.new()
BOX: Box = (10.0, 20.0, 82.0, 92.0)  # a square inch
PIXELS = bytes(range(12))
DRAWING = ExpectedPhotograph(BOX, 2, 2, "DeviceRGB", False, "", "front/image", "the photograph “face”", PIXELS)


def image(data: bytes = PIXELS, **changes: Any) -> pikepdf.Stream:
    usual = {"Subtype": Name.Image, "Width": 2, "Height": 2, "BitsPerComponent": 8, "ColorSpace": Name.DeviceRGB}
    return pikepdf.Stream(FILE, data, Dictionary(**{**usual, **changes}))


def page(*images: PlacedImage) -> Any:
    return SimpleNamespace(number=1, contents=SimpleNamespace(images=list(images)))


def differences(*images: PlacedImage, wanted: tuple[Any, ...] = (DRAWING,)) -> list[str]:
    expectation: Any = SimpleNamespace(pictures=[SimpleNamespace(art=(object(), *wanted))])
    reading: Any = SimpleNamespace(pages=[page(*images)])
    faults = list(photographs_as_composed(reading, expectation))
    assert {(fault.page, fault.where) for fault in faults} <= {(1, "front/image")}
    return [fault.problem.removeprefix("the photograph “face” ") for fault in faults]


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize(("off", "same"), [(0.09, True), (-0.09, True), (0.11, False), (-0.11, False)])
def test_a_photograph_is_in_its_place(side: int, off: float, same: bool) -> None:
    box: Any = tuple(edge + off * (number == side) for number, edge in enumerate(BOX))
    assert differences(PlacedImage(box, True, image())) == ([] if same else ["is not in its place"])
    assert differences(PlacedImage(box, False, image())) == ["is not in its place"], "mirrored, or upside down"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ColorSpace": Name.DeviceCMYK}, "has other colours"),
        ({"BitsPerComponent": 4}, "has other colours"),
        ({"Decode": Array([1, 0] * 3)}, "is shown otherwise than its pixels say"),
        ({"Mask": Array([0, 1] * 3)}, "is shown otherwise than its pixels say"),
        ({"SMask": Dictionary()}, "is shown otherwise than its pixels say"),
        ({"ImageMask": True}, "is shown otherwise than its pixels say"),
        ({"Alternates": Array([])}, "is shown otherwise than its pixels say"),
        ({"OPI": Dictionary()}, "is shown otherwise than its pixels say"),
        ({"Width": 4}, "has another number of pixels"),
        ({"Height": 1}, "has another number of pixels"),
        ({"data": PIXELS[::-1]}, "has other pixels"),
        ({"data": PIXELS[:-1]}, "has other pixels"),
        ({"Filter": Name.DCTDecode}, "has other pixels"),
    ],
)
def test_what_differs_is_told(changes: dict[str, Any], problem: str) -> None:
    assert differences(PlacedImage(BOX, True, image(**changes))) == [problem]


def test_a_jpeg_is_compared_as_it_is_packed() -> None:
    packed = PlacedImage(BOX, True, image(Filter=Name.DCTDecode))
    assert differences(packed, wanted=(replace(DRAWING, is_jpeg=True),)) == []
    assert differences(packed, wanted=(replace(DRAWING, is_jpeg=True, data=PIXELS[::-1]),)) == ["has other pixels"]
    assert differences(PlacedImage(BOX, True, image()), wanted=(replace(DRAWING, is_jpeg=True),)) == [
        "has other pixels"
    ]


def test_each_photograph_is_compared_with_the_next_image() -> None:
    placed = PlacedImage(BOX, True, image())
    other = PlacedImage(BOX, True, image(PIXELS[::-1]))
    assert differences() == ["is missing"]
    assert differences(placed, wanted=(DRAWING, DRAWING)) == ["is missing"]
    assert differences(placed, other, wanted=(DRAWING, DRAWING)) == ["has other pixels"]
    assert differences(placed, other) == [], "the picture of the page shows one too many"


@pytest.mark.parametrize(
    ("box", "width", "height", "problem"),
    [
        (BOX, 300, 300, ""),
        (BOX, 297, 400, ""),  # a hundredth may be lost to rounding
        (BOX, 296, 400, "a photograph has 296 dpi"),
        (BOX, 400, 150, "a photograph has 150 dpi"),
        ((0.0, 0.0, 36.0, 144.0), 150, 600, ""),
        ((0.0, 0.0, 36.0, 144.0), 150, 300, "a photograph has 150 dpi"),
    ],
)
def test_the_side_with_fewer_pixels_to_the_inch_counts(box: Box, width: int, height: int, problem: str) -> None:
    reading: Any = SimpleNamespace(pages=[page(PlacedImage(box, True, image(Width=width, Height=height)))])
    faults = list(pixels_enough(reading, SimpleNamespace()))
    assert [(fault.problem, fault.page) for fault in faults] == ([(problem, 1)] if problem else [])


def test_the_heaviest_ink_of_an_image_is_known_if_it_is_in_four_inks() -> None:
    pixels = bytes([255, 0, 0, 0, 51, 51, 51, 102])
    heaviest, plates = heaviest_inks(image(pixels, Width=2, Height=1, ColorSpace=Name.DeviceCMYK))
    assert heaviest == pytest.approx((0.25, 0.25, 0.25, 0.25), abs=0.01)
    assert plates == (1.0, 0.2, 0.2, 0.4)
    assert heaviest_inks(image()) == (None, None)
    assert heaviest_inks(image(b"", Filter=Name.DCTDecode, ColorSpace=Name.DeviceCMYK)) == (None, None)
