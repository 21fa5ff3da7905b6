"""Mutants of images: the file, its chunks and its labels."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import replace

from image_mutants import mutant
from imagefiles import RealImage, real, with_chunks
from PIL import Image

from flyers.proof.images import Chunk, read_image


def _png(image: RealImage, change: Callable[[list[Chunk]], list[Chunk]]) -> RealImage:
    return replace(image, png=with_chunks(image.png, change))


def _without(kind: str) -> Callable[[list[Chunk]], list[Chunk]]:
    return lambda chunks: [chunk for chunk in chunks if chunk.kind != kind]


def _with(kind: str, data: bytes) -> Callable[[list[Chunk]], list[Chunk]]:
    return lambda chunks: [chunks[0], Chunk(kind, data), *chunks[1:]]


def _label(keyword: str, words: str) -> bytes:
    return f"{keyword}\0\0\0\0\0{words}".encode()


@mutant()
def packed_in_an_unknown_way() -> RealImage:
    return _png(real(), lambda chunks: [Chunk("IHDR", chunks[0].data[:10] + b"\1\0\0"), *chunks[1:]])


@mutant("I001")
def no_png() -> RealImage:
    return replace(real(), png=b"GIF89a")


@mutant("I001")
def cut_off() -> RealImage:
    return replace(real(), png=real().png[:-500])


@mutant("I001")
def a_byte_changed() -> RealImage:
    png = bytearray(real().png)
    png[len(png) // 2] ^= 1
    return replace(real(), png=bytes(png))


@mutant("I001")
def pixels_that_cannot_be_unpacked() -> RealImage:
    def spoil(chunks: list[Chunk]) -> list[Chunk]:
        return [Chunk("IDAT", b"no zlib") if chunk.kind == "IDAT" else chunk for chunk in chunks]

    return _png(real(), spoil)


@mutant()
def pixels_packed_for_a_small_window() -> RealImage:
    """libpng says that they refer too far back, and shows nothing."""

    def narrow(chunks: list[Chunk]) -> list[Chunk]:
        first = next(index for index, chunk in enumerate(chunks) if chunk.kind == "IDAT")
        return [*chunks[:first], Chunk("IDAT", b"\x08\x1d" + chunks[first].data[2:]), *chunks[first + 1 :]]

    return _png(real(), narrow)


@mutant("I001")
def more_pixels_than_any_image() -> RealImage:
    def enlarge(chunks: list[Chunk]) -> list[Chunk]:
        return [Chunk("IHDR", (100_000).to_bytes(4, "big") * 2 + chunks[0].data[8:]), *chunks[1:]]

    return _png(real(), enlarge)


@mutant("I001")
def no_header() -> RealImage:
    return _png(real(), _without("IHDR"))


@mutant("I002")
def a_row_less() -> RealImage:
    picture = read_image(real().png).picture
    return _saved(picture.crop((0, 0, picture.width, picture.height - 1)))


@mutant("I002")
def with_transparency() -> RealImage:
    return _saved(read_image(real().png).picture.convert("RGBA"))


def _saved(picture: Image.Image) -> RealImage:
    """Return the image with another picture, and the chunks of the first in front of it."""
    data = io.BytesIO()
    picture.save(data, "PNG")
    own = [chunk for chunk in read_image(real().png).chunks if chunk.kind in ("sRGB", "iTXt")]
    return replace(real(), png=with_chunks(data.getvalue(), lambda chunks: [chunks[0], *own, *chunks[1:]]))


@mutant()
def with_more_than_its_pixels() -> RealImage:
    """MuPDF shows no such image, and browsers the same as before."""

    def more(chunks: list[Chunk]) -> list[Chunk]:
        last = max(number for number, chunk in enumerate(chunks) if chunk.kind == "IDAT")
        return [*chunks[:last], Chunk("IDAT", chunks[last].data + b"911"), *chunks[last + 1 :]]

    return _png(real(), more)


@mutant()
def converted_in_another_way() -> RealImage:
    return _png(real(), lambda chunks: [Chunk("sRGB", b"\2") if one.kind == "sRGB" else one for one in chunks])


@mutant()
def words_in_its_end() -> RealImage:
    return _png(real(), lambda chunks: [*chunks[:-1], Chunk("IEND", b"Call 911")])


@mutant()
def a_label_with_a_second_name() -> RealImage:
    """Programs show it in place of the first, to people who read its language."""

    def named(chunk: Chunk) -> Chunk:
        key, _, rest = chunk.data.partition(b"\0")
        return Chunk("iTXt", key + b"\0\0\0es\0Call 911\0" + rest[4:]) if key == b"Title" else chunk

    return _png(real(), lambda chunks: [named(chunk) for chunk in chunks])


@mutant("I003")
def without_its_colour_space() -> RealImage:
    return _png(real(), _without("sRGB"))


@mutant("I003")
def with_another_gamma_too() -> RealImage:
    return _png(real(), _with("gAMA", (45455).to_bytes(4, "big")))


@mutant("I004")
def with_a_date() -> RealImage:
    return _png(real(), _with("tIME", bytes([7, 234, 11, 26, 12, 0, 0])))


@mutant("I004")
def with_a_place() -> RealImage:
    exif = Image.Exif()
    exif[0x010F] = "a telephone"
    return _png(real(), _with("eXIf", exif.tobytes()[6:]))


@mutant("I004")
def with_a_second_frame() -> RealImage:
    """Some programs show what follows, and some what the proof looks at."""
    return _png(real(), _with("acTL", (2).to_bytes(4, "big") + (0).to_bytes(4, "big")))


@mutant("I004")
def with_a_colour_that_is_not_painted() -> RealImage:
    return _png(real(), lambda chunks: [*chunks[:2], Chunk("tRNS", bytes([0, 26] * 3)), *chunks[2:]])


@mutant()
def with_something_after_its_end() -> RealImage:
    return replace(real(), png=real().png + b"something")


@mutant("I004")
def with_another_title() -> RealImage:
    def retitle(chunks: list[Chunk]) -> list[Chunk]:
        kept = [chunk for chunk in chunks if not chunk.data.startswith(b"Title")]
        return [kept[0], Chunk("iTXt", _label("Title", "Another")), *kept[1:]]

    return _png(real(), retitle)


@mutant("I004")
def with_a_label_more() -> RealImage:
    return _png(real(), _with("tEXt", b"Artist\0somebody"))


@mutant()
def with_a_compressed_label() -> RealImage:
    return _png(real(), _with("iTXt", b"Artist\0\1\0\0\0" + zlib.compress(b"somebody")))


@mutant()
def with_two_heads() -> RealImage:
    """Chromium shows no picture."""
    return _png(real(), lambda chunks: [chunks[0], *chunks])


@mutant()
def that_names_its_colours_when_it_is_too_late() -> RealImage:
    def change(chunks: list[Chunk]) -> list[Chunk]:
        colours = next(chunk for chunk in chunks if chunk.kind == "sRGB")
        return [*(chunk for chunk in chunks[:-1] if chunk is not colours), colours, chunks[-1]]

    return _png(real(), change)


@mutant("I005")
def larger_than_its_layout_allows() -> RealImage:
    return real().expecting(most_bytes=len(real().png) - 1)
