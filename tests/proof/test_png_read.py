"""What is read of an image and compared with another, and what is said of it: small pictures made by hand."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from expecting import composed, text_line
from expecting import page as wanted
from flyers import limits
from flyers.proof.checks import images
from flyers.proof.expectations import Expectation, ExpectedImage
from flyers.proof.images import (
    SIGNATURE,
    Chunk,
    DecodedCode,
    ImageReading,
    PageView,
    different_squares,
    is_png,
    labels_of,
    read_image,
    same_image,
)
from flyers.proof.objects import UnreadableError


def chunk(kind: str, data: bytes = b"") -> bytes:
    body = kind.encode() + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def header(width: int = 20, height: int = 10, depth: int = 8, kind: int = 2) -> bytes:
    return chunk("IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))


def png(*parts: bytes, rows: bytes = b"\0" * 610, first: bytes = header()) -> bytes:
    """Return a picture of 20 × 10 black pixels."""
    return SIGNATURE + first + b"".join(parts) + chunk("IDAT", zlib.compress(rows)) + chunk("IEND")


# -- the file ---------------------------------------------------------------------------------------------------------


def test_an_image_has_a_size_a_kind_and_parts() -> None:
    data = png(chunk("sRGB", b"\0"))
    read = read_image(data + b"more", "alt", "text")
    assert (read.size, read.depth, read.kind, read.after) == ((20, 10), 8, "RGB", 4)
    assert (read.length, read.alt, read.text) == (len(data) + 4, "alt", "text")
    assert [part.kind for part in read.chunks] == ["IHDR", "sRGB", "IDAT", "IEND"]
    assert read.chunks[1] == Chunk("sRGB", b"\0")
    assert is_png(data)
    assert not is_png(b"G" + data)


@pytest.mark.parametrize(
    ("mode", "kind", "depth"),
    [("L", "grey", 8), ("1", "grey", 1), ("LA", "grey with transparency", 8), ("RGBA", "RGB with transparency", 8)],
)
def test_the_kind_of_pixels_is_told(mode: str, kind: str, depth: int) -> None:
    data = io.BytesIO()
    Image.new(mode, (20, 10)).save(data, "PNG")
    read = read_image(data.getvalue())
    assert (read.kind, read.depth, read.picture.mode) == (kind, depth, "RGB")


def test_pixels_are_numbers_with_blue_in_the_lowest_byte() -> None:
    data = io.BytesIO()
    picture = Image.new("RGB", (3, 2), (1, 2, 3))
    picture.putpixel((2, 1), (4, 5, 6))
    picture.save(data, "PNG")
    pixels = read_image(data.getvalue()).pixels() & 0xFFFFFF
    assert pixels.tolist() == [[0x010203] * 3, [0x010203, 0x010203, 0x040506]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is not a PNG"),
        (SIGNATURE, "cut off or damaged"),
        (png()[:-1], "cut off or damaged"),
        (png()[:-12], "cut off or damaged"),
        (png().replace(b"IEND", b"IENd"), "cut off or damaged"),
        (SIGNATURE + chunk("IDAT") + png()[8:], "does not begin with its size"),
        (png(first=chunk("IHDR", bytes(12))), "does not begin with its size"),
        (png(first=chunk("IHDR", bytes(14))), "does not begin with its size"),
        (png(first=chunk("IHDR", bytes(13))), "The image is damaged"),
    ],
)
def test_a_broken_image_is_refused_with_a_hint(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=told) as refused:
        read_image(data)
    assert refused.value.hint
    assert not same_image(data, png())


def test_an_image_may_be_as_large_as_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png()
    monkeypatch.setattr(limits, "IMAGE_BYTES", len(data))
    monkeypatch.setattr(limits, "IMAGE_PIXELS", 200)
    read_image(data)
    with pytest.raises(UnreadableError, match="The image has 0 MB"):
        read_image(data + b"x")
    with pytest.raises(UnreadableError, match="The image has 3 MB"):
        read_image(bytes(2_500_001))
    monkeypatch.setattr(limits, "IMAGE_PIXELS", 199)
    with pytest.raises(UnreadableError, match="The image has 20 × 10 pixels"):
        read_image(data)


def test_labels_are_words_by_keyword_unless_they_are_compressed() -> None:
    data = png(
        chunk("tEXt", b"Author\0Zo\xe9"),
        chunk("iTXt", b"Title\0\0\0es\0T\xc3\xadtulo\0Ayuda \xe2\x80\xa2"),
        chunk("iTXt", b"Other\0\1\0\0\0" + zlib.compress(b"words")),
        chunk("zTXt", b"More\0\0" + zlib.compress(b"words")),
    )
    assert labels_of(data) == read_image(data).labels == {"Author": "Zoé", "Title": "Ayuda •"}
    assert labels_of(b"") == {}


# -- the same image ---------------------------------------------------------------------------------------------------


def test_an_image_that_is_packed_otherwise_is_the_same() -> None:
    whole = png()
    rows = zlib.compress(b"\0" * 610, 0)
    two = SIGNATURE + header() + chunk("IDAT", rows[:9]) + chunk("IDAT", rows[9:]) + chunk("IEND")
    assert same_image(whole, whole)
    assert same_image(two, whole)
    assert same_image(whole, two)


@pytest.mark.parametrize(
    "other",
    [
        png() + b"x",
        png(chunk("tEXt", b"Author\0Z")),
        png(rows=b"\0" * 611),
        png(rows=b"\0" * 609 + b"\x40"),
        png(first=header(height=9), rows=b"\0" * 549),
        SIGNATURE + header() + chunk("IDAT", zlib.compress(b"\0" * 610) + b"x") + chunk("IEND"),
        SIGNATURE + header() + chunk("IDAT", zlib.compress(b"\0" * 610, wbits=9)) + chunk("IEND"),
    ],
    ids=["more after it", "a label", "more pixels", "another pixel", "lower", "more packed", "a small window"],
)
def test_an_image_with_anything_else_is_another(other: bytes) -> None:
    assert not same_image(other, png())


def pixels(*places: tuple[int, int, int], size: tuple[int, int] = (20, 12), ground: int = 0) -> Any:
    made = np.full(size[::-1], ground, np.uint32)
    for x, y, value in places:
        made[y, x] = value
    return made


@pytest.mark.parametrize("shift", [0, 8, 16], ids=["blue", "green", "red"])
def test_squares_differ_by_more_than_rounding_in_any_channel(shift: int) -> None:
    assert not different_squares(pixels((9, 9, 8 << shift)), pixels()).any()
    for one, other in (
        (pixels((9, 9, 9 << shift)), pixels()),
        (pixels(), pixels((9, 9, 9 << shift))),
    ):
        assert different_squares(one, other).tolist() == [[False] * 3, [False, True, False]]


def test_squares_differ_on_average_by_more_than_a_level() -> None:
    assert not different_squares(pixels(size=(16, 8), ground=0x010101), pixels(size=(16, 8))).any()
    level = pixels(size=(16, 8), ground=0x010101)
    level[3, 12] = 0x010201
    assert different_squares(level, pixels(size=(16, 8))).tolist() == [[False, True]]
    mixed = pixels(size=(8, 8), ground=0x020202)
    mixed[::2] = 0
    assert not different_squares(mixed, pixels(size=(8, 8), ground=0x010101)).any(), "lighter and darker even out"


def test_pictures_of_other_sizes_differ_everywhere() -> None:
    assert different_squares(pixels(size=(8, 8)), pixels(size=(8, 9))).tolist() == [[True]]


# -- parts of pages ---------------------------------------------------------------------------------------------------


def test_a_part_of_a_page_is_cut_out_by_its_place_and_what_is_beyond_is_left_out() -> None:
    view = PageView(Image.new("L", (200, 100)), -9.0, 63.0, 144)

    def size(left: float, bottom: float, right: float, top: float, inset: float = 0.0) -> tuple[int, int] | None:
        part = view.crop((left, bottom, right, top), inset)
        return part and part.size

    assert size(0, 20, 30, 60) == (60, 80)
    assert size(0, 20, 30, 60, 2) == (56, 76)
    assert size(-50, -50, 500, 500) == (200, 100)
    assert size(-50, 20, -8, 60) == (2, 80)
    assert size(-50, 20, -9, 60) is size(0, 63, 30, 90) is size(0, 20, 2, 60, 2) is None
    view.image.paste(255, (18, 6, 20, 10))
    part = view.crop((0, 58, 1, 60))
    assert part is not None
    assert (part.size, part.getextrema()) == ((2, 4), (255, 255))


# -- what is said of it -----------------------------------------------------------------------------------------------


def reading(**changes: Any) -> ImageReading:
    parts = tuple(Chunk(kind, b"") for kind in ("IHDR", "sRGB", "iTXt", "IDAT", "IEND"))
    usual: dict[str, Any] = {
        "chunks": parts, "after": 0, "size": (160, 80), "depth": 8, "kind": "RGB", "length": 900,
        "picture": Image.new("RGB", (160, 80)), "alt": "Call 211", "text": "Call 211\n",
    }  # fmt: skip
    return ImageReading(**{**usual, **changes})


PAGE = wanted(text_line("Call", 4.0, 20.0), width=80.0, height=40.0)
"""Drawn with two pixels a point: the line is in columns 1 to 6 and rows 2 to 4 of squares."""


def expecting(expected: Expectation | None = None, **changes: Any) -> Expectation:
    usual: dict[str, Any] = {"labels": (), "most_bytes": 900, "alt": "Call 211", "text": "Call 211\n"}
    return replace(expected or composed(PAGE, pixels=(160, 80)), image=ExpectedImage(**{**usual, **changes}))


def found(check: Any, read: ImageReading, expected: Expectation) -> list[str]:
    return [fault.problem for fault in check(read, expected)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"size": (160, 81)}, ["160 × 81 pixels instead of 160 × 80"]),
        ({"depth": 16}, ["its pixels are RGB of 16 bits"]),
        ({"kind": "grey"}, ["its pixels are grey of 8 bits"]),
    ],
)
def test_an_image_has_the_pixels_of_its_layout(changes: dict[str, Any], told: list[str]) -> None:
    assert found(images.has_its_size, reading(**changes), expecting()) == told


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["IHDR", "sRGB", "IDAT"], []),
        (["IHDR", "IDAT"], ["it says of its colours: nothing"]),
        (["sRGB", "gAMA"], ["it says of its colours: sRGB, gAMA"]),
        (["iCCP"], ["it says of its colours: iCCP"]),
    ],
)
def test_an_image_says_that_its_colours_are_srgb_and_nothing_else_of_them(kinds: list[str], told: list[str]) -> None:
    read = reading(chunks=tuple(Chunk(kind, b"") for kind in kinds))
    assert found(images.in_srgb, read, expecting()) == told


def test_an_image_has_its_own_labels_and_nothing_that_does_not_show() -> None:
    title, other = Chunk("tEXt", b"Title\0Ayuda"), Chunk("tEXt", b"Title\0Help")
    author, place = Chunk("tEXt", b"Author\0Z"), Chunk("eXIf", b"")
    labelled = expecting(labels=(("Title", "Ayuda"),))
    assert found(images.nothing_else, reading(chunks=(title, Chunk("gAMA", b""))), labelled) == []
    assert found(images.nothing_else, reading(chunks=(place, title, place)), labelled) == ["the file has a part “eXIf”"]
    assert found(images.nothing_else, reading(chunks=(other, author)), labelled) == [
        "the label “Title” says “Help”",
        "the label “Author” says “Z”",
    ]
    assert found(images.nothing_else, reading(chunks=()), labelled) == ["the label “Title” says “”"]


@pytest.mark.parametrize(
    ("most", "length", "told"),
    [(2000, 2000, []), (2000, 2600, ["3 kB, more than 2 kB"]), (2000, 2001, ["2 kB, more than 2 kB"]), (0, 9000, [])],
)
def test_an_image_may_have_as_many_bytes_as_its_layout_says(most: int, length: int, told: list[str]) -> None:
    assert found(images.small_enough, reading(length=length), expecting(most_bytes=most)) == told


def shown(*different: tuple[int, int]) -> list[str]:
    picture = Image.new("RGB", (160, 80))
    for place in different:
        picture.putpixel(place, (90, 90, 90))
    page = Image.new("RGB", (160, 80)).convert("RGBA").tobytes("raw", "BGRA")
    expected = expecting(page=np.frombuffer(page, np.dtype("<u4")).reshape(80, 160))
    return found(images.shows_its_page, reading(picture=picture), expected)


def test_a_line_that_looks_different_is_named_and_other_places_are_told_in_pixels() -> None:
    """The line is from 8 to 48 pixels, and from 20 to 40 below the upper edge; whole squares count."""
    line, other = "“Call” looks different", "something is different at pixel {}, {} from the upper left corner"
    assert shown() == []
    for place in ((8, 16), (8, 39), (55, 16), (55, 39)):
        assert shown(place) == [line]
    assert shown((7, 30)) == [other.format(0, 24)]
    assert shown((56, 30)) == [other.format(56, 24)]
    assert shown((8, 15)) == [other.format(8, 8)]
    assert shown((8, 40)) == [other.format(8, 40)]
    assert shown((30, 30), (100, 9)) == [line, other.format(96, 8)]


def test_what_an_image_must_show_is_known() -> None:
    with pytest.raises(ValueError, match="what the image must show"):
        found(images.shows_its_page, reading(), expecting())
    two = expecting(composed(PAGE, PAGE, pixels=(160, 80)), page=pixels())
    with pytest.raises(ValueError, match="what the image must show"):
        found(images.shows_its_page, reading(), two)
    with pytest.raises(ValueError, match="what the image must be"):
        found(images.nothing_else, reading(), composed(PAGE))
    assert found(images.shows_its_page, reading(size=(9, 9)), expecting(page=pixels())) == [], "that is told by I002"


def decoded(*texts: str) -> list[DecodedCode]:
    return [DecodedCode(text, "QR Code", (0, 0, 1, 1), 21) for text in texts]


def sent(codes: list[DecodedCode], **coarse: list[DecodedCode]) -> Any:
    return SimpleNamespace(codes=codes, coarse=coarse)


def test_codes_are_read_as_they_are_and_after_they_were_sent() -> None:
    expected: Any = SimpleNamespace(codes=[SimpleNamespace(target="tel:211", item=SimpleNamespace(contact="hotline"))])
    check, right, wrong = images.codes_survive, decoded("x", "tel:211"), decoded("tel:212")
    assert found(check, sent(right, half=right), expected) == []
    assert found(check, sent(right, half=wrong, coarsely=right), expected) == [
        "the code for tel:211 can't be read half"
    ]
    assert found(check, sent(wrong, half=right), expected) == ["the code for tel:211 can't be read"]
    assert found(check, sent([], half=[]), expected) == [
        "the code for tel:211 can't be read",
        "the code for tel:211 can't be read half",
    ]


def test_codes_open_what_is_meant_or_at_least_what_is_allowed() -> None:
    check = images.only_meant_codes
    ours: Any = SimpleNamespace(is_known=True, codes=[SimpleNamespace(target="tel:211")])
    strange: Any = SimpleNamespace(is_known=False, codes=[])
    assert found(check, sent(decoded("tel:211")), ours) == []
    assert found(check, sent(decoded("tel:212")), ours) == ["an unexpected QR Code opens “tel:212”"]
    assert found(check, sent(decoded("tel:212", "HTTPS://example.org")), strange) == []
    assert found(check, sent(decoded("javascript:1")), strange) == ["“javascript:1” is not an allowed target"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"alt": None}, ["the description is not beside the image"]),
        ({"text": None}, ["the words to send along is not beside the image"]),
        ({"alt": "Call 212"}, ["the description says something else: “Call 212” instead of “Call 211”"]),
        ({"text": "Call 211"}, ["the words to send along says something else: lines are missing"]),
        ({"text": "Call 211\n\n"}, ["the words to send along says something else: there are more lines"]),
        ({"alt": "x" * 81}, [f"the description says something else: “{'x' * 80}” instead of “Call 211”"]),
    ],
)
def test_the_words_beside_an_image_are_its_own(changes: dict[str, Any], told: list[str]) -> None:
    assert found(images.words_are_its_own, reading(**changes), expecting()) == told


LRI, PDI = images.LRI, images.PDI


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("211", ""),
        ("Call 211.", ""),
        ("1211 or 211", ""),
        ("Call 2110", "is not whole"),
        ("Call 1211", "is not whole"),
        ("Call 2 11", "is not whole"),
        ("", "is not whole"),
        (f"اتصل {LRI}211{PDI}", ""),
        (f"התקשרו {LRI}211{PDI}", ""),
        ("اتصل 211", "is not held together"),
        (f"اتصل {LRI}211", "is not held together"),
        (f"اتصل 211{PDI}", "is not held together"),
        (f"اتصل {LRI}211{PDI} 211", "is not held together"),
    ],
)
def test_numbers_are_whole_in_the_words_beside_an_image(words: str, problem: str) -> None:
    contacts = [SimpleNamespace(contact=SimpleNamespace(display="211"))] * 2
    expected: Any = SimpleNamespace(contacts=contacts)
    told = [f"211 {problem} in the description"] if problem else []
    assert found(images.numbers_whole, reading(alt=words, text=None), expected) == told
    told = [f"211 {problem} in the words to send along"] if problem else []
    assert found(images.numbers_whole, reading(alt=None, text=words), expected) == told
