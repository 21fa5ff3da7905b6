"""What a PNG file contains (W3C, Portable Network Graphics, third edition): its chunks, its labels and its pixels;
and whether it is another one, but for the rounding of another renderer.

Between the pdfium of September 2025 and that of 2026, and between processors, pixels differ by 4 of 255 levels at most,
and squares of 8 × 8 by 0.6 on average.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from flyers import limits
from flyers.proof.raster import DecodedCode, decode
from flyers.proof.size_guard import UnreadableError
from flyers.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"

JPEG_QUALITY = 60
"""What messengers and social networks leave of an image, at worst (products.md §3)."""

_HEADER, _END = "IHDR", "IEND"
PIXELS = "IDAT"
"""The kind of the chunks that have the pixels."""

_KINDS = {0: "grey", 2: "RGB", 3: "a palette", 4: "grey with transparency", 6: "RGB with transparency"}
"""Colour types (11.2.1)."""


class Chunk(NamedTuple):
    """A part of the file: its type, as ``IDAT``, and its data."""

    kind: str
    data: bytes


@dataclass(frozen=True)
class ImageReading:
    """A PNG file as it was read, and what is in the files beside it.

    Attributes:
        chunks: in the order of the file.
        after: bytes after the last chunk, which no program shows.
        size: width and height in pixels.
        depth, kind: bits of a sample, and what a pixel is (“RGB”).
        length: bytes of the file.
        picture: its pixels, without transparency.
        alt, text: its description, and the words to send along; None where there is no such file.
    """

    chunks: tuple[Chunk, ...]
    after: int
    size: tuple[int, int]
    depth: int
    kind: str
    length: int
    picture: Image.Image = field(repr=False)
    alt: str | None = None
    text: str | None = None

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Words in the file, by keyword (11.3.3); those that are compressed are left out."""
        return _labels(self.chunks)

    @cached_property
    def codes(self) -> list[DecodedCode]:
        """The QR codes that a phone finds in it; boxes are in pixels."""
        return decode(self.picture)

    @cached_property
    def coarse(self) -> Mapping[str, list[DecodedCode]]:
        """The codes that are found after it was sent, by the damage on the way."""
        half = self.picture.resize((self.size[0] // 2, self.size[1] // 2))
        return {
            f"as a JPEG of quality {JPEG_QUALITY}": decode(_as_jpeg(self.picture)),
            f"at half its size, as a JPEG of quality {JPEG_QUALITY}": decode(_as_jpeg(half)),
        }

    def pixels(self) -> NDArray[np.uint32]:
        """Return its pixels as numbers: blue in the lowest byte, then green, then red, as `Raster.picture` has them."""
        import numpy as np

        red, green, blue = np.moveaxis(np.asarray(self.picture, dtype=np.uint32), -1, 0)
        pixels: NDArray[np.uint32] = (0xFF << 24) | (red << 16) | (green << 8) | blue
        return pixels


def is_png(data: bytes) -> bool:
    """Return whether *data* begins as a PNG file does."""
    return data.startswith(SIGNATURE)


def labels_of(data: bytes) -> Mapping[str, str]:
    """Return the words in the PNG file *data*, by keyword; none if it cannot be read."""
    try:
        return _labels(_chunks(data)[0])
    except UnreadableError:
        return {}


def read_image(data: bytes, alt: str | None = None, text: str | None = None) -> ImageReading:
    """Return what the PNG file *data* contains.

    Raises:
        UnreadableError: it is not a PNG, is damaged, or has more bytes or pixels than any image of ours.
    """
    if len(data) > limits.IMAGE_BYTES:
        raise UnreadableError(f"The image has {len(data) / 1e6:.0f} MB.", hint="No image of a campaign is as large.")
    chunks, after = _chunks(data)
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0].data[:10])
    if width * height > limits.IMAGE_PIXELS:
        raise UnreadableError(f"The image has {width} × {height} pixels.", hint="No image of a campaign is as large.")
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            picture = image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(f"The image is damaged ({error}).", hint="Build it again, or copy it again.") from error
    what = _KINDS.get(kind, "an unknown kind of colour")
    return ImageReading(tuple(chunks), after, (width, height), depth, what, len(data), picture, alt, text)


def _chunks(data: bytes) -> tuple[list[Chunk], int]:
    """Return the chunks of a file, each of which has its checksum (5.3), and how many bytes follow the last."""
    if not is_png(data):
        raise UnreadableError("The file is not a PNG.", hint="Send or build it again.")
    chunks, position = list[Chunk](), len(SIGNATURE)
    while not chunks or chunks[-1].kind != _END:
        length = int.from_bytes(data[position : position + 4], "big")
        body = data[position + 4 : position + 8 + length]
        checksum = data[position + 8 + length : position + 12 + length]
        if len(checksum) < 4 or zlib.crc32(body) != int.from_bytes(checksum, "big"):
            raise UnreadableError("The image is cut off or damaged.", hint="Build it again, or copy it again.")
        chunks.append(Chunk(body[:4].decode("latin-1"), body[4:]))
        position += 12 + length
    if chunks[0].kind != _HEADER or len(chunks[0].data) != 13:
        raise UnreadableError("The image does not begin with its size.", hint="Build it again, or copy it again.")
    return chunks, len(data) - position


def _labels(chunks: Iterable[Chunk]) -> Mapping[str, str]:
    return dict(label for chunk in chunks for label in _label(chunk))


def _label(chunk: Chunk) -> Iterator[tuple[str, str]]:
    """Yield keyword and words of a chunk with text that is not compressed."""
    keyword, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == "tEXt":
        yield keyword.decode("latin-1"), rest.decode("latin-1")
    elif chunk.kind == "iTXt" and rest[:1] == b"\0":
        yield keyword.decode("latin-1"), rest[2:].split(b"\0", 2)[-1].decode("utf-8", "replace")


def _as_jpeg(picture: Image.Image) -> Image.Image:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=JPEG_QUALITY)
    sent = Image.open(data)
    sent.load()
    return sent


_LARGE_WINDOW = b"\x78"
"""How far back what is packed may refer (RFC 1950, 2.2)."""

SQUARE = 8
"""The side of the squares that are compared, in pixels."""

MOST_IN_PIXEL, MOST_ON_AVERAGE = 8, 1.0
"""Levels of 255 by which a pixel, and a square on average, may be off in any channel."""


def same_image(data: bytes, other: bytes) -> bool:
    """Return whether the PNG *data* is *other*: all it says is equal, and its pixels are but for rounding."""
    if data == other:
        return True
    try:
        one, two = read_image(data), read_image(other)
    except UnreadableError:
        return False
    if one.after or not _is_packed_whole(one) or _words(one) != _words(two):
        return False
    return not different_squares(one.pixels(), two.pixels()).any()


def _words(reading: ImageReading) -> list[tuple[str, bytes]]:
    """Return all parts of an image but its pixels, which libraries pack differently."""
    return [(chunk.kind, chunk.data) for chunk in reading.chunks if chunk.kind != PIXELS]


def _is_packed_whole(reading: ImageReading) -> bool:
    """Return whether the pixels of an image are all that is packed in it, with their checksum.

    Programs differ in whether they show an image with more. libpng shows none that refers farther back than it says.
    """
    packed = b"".join(chunk.data for chunk in reading.chunks if chunk.kind == PIXELS)
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed)  # as its reading did
    whole = len(pixels) == reading.size[1] * (1 + 3 * reading.size[0])
    return packed[:1] == _LARGE_WINDOW and whole and unpacking.eof and not unpacking.unused_data


def different_squares(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which squares of two pictures differ, by row and column of squares; all do if their sizes differ."""
    import numpy as np

    if one.shape != other.shape:
        return np.ones((1, 1), bool)
    height, width = (-(-side // SQUARE) * SQUARE for side in one.shape)
    off = np.zeros((3, height, width), np.int16)
    for channel, shift in zip(off, (16, 8, 0), strict=True):
        channel[: one.shape[0], : one.shape[1]] = (one >> shift & 0xFF).astype(np.int16) - (other >> shift & 0xFF)
    squares = off.reshape(3, height // SQUARE, SQUARE, width // SQUARE, SQUARE)
    in_pixel = np.abs(squares).max(axis=(0, 2, 4))
    on_average = np.abs(squares.mean(axis=(2, 4))).max(axis=0)
    return np.asarray((in_pixel > MOST_IN_PIXEL) | (on_average > MOST_ON_AVERAGE))
