"""Pixels: pages as a reader shows them and a camera sees them, and what an image (PNG) of ours contains.

Pages are rendered by pdfium, and searched for codes. Between the pdfium of September 2025 and that of 2026, and between
processors, pixels differ by 4 of 255 levels at most, and squares of 8 × 8 by 0.6 on average. (PNG: W3C, Portable
Network Graphics, third edition.)
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from flyers import limits
from flyers.proof.geometry import Box, around, shared
from flyers.proof.objects import UnreadableError
from flyers.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

P = ParamSpec("P")
T = TypeVar("T")

_busy = threading.RLock()


def alone(function: Callable[P, T]) -> Callable[P, T]:
    """Return *function* so that no other thread of this process calls pdfium while it runs. Objects that it opens and
    drops are closed before it ends, since closing calls pdfium too.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        with _busy:
            return function(*args, **kwargs)

    return call


LEAST_BLUR = 1.0  # Pixels of blur at least (0.127 mm): a camera does not get sharper because a code is smaller.
PALE_CONTRAST = 0.3  # Share of the printed contrast that is left in the low-contrast test (dim light, faded print).


class DecodedCode(NamedTuple):
    text: str
    kind: str
    box: Box  # around its corners
    modules: int  # per side; 0: unknown


def grey_range(picture: Image.Image) -> tuple[float, float]:
    """Return the darkest and the lightest level, 0 to 255, of a grey *picture*. (Of others Pillow gives pairs.)"""
    darkest, lightest = picture.getextrema()
    assert not isinstance(darkest, tuple)
    assert not isinstance(lightest, tuple)
    return float(darkest), float(lightest)


def heaviest_share(picture: Image.Image) -> float:
    """Return the heaviest pixel of a CMYK *picture*, as a quarter of the sum of its four inks."""
    c, m, y, k = picture.split()
    # Halves of sums stay within 8 bits: ((c + m) / 2 + (y + k) / 2) / 2 is a quarter of the whole.
    mean = ImageChops.add(ImageChops.add(c, m, scale=2), ImageChops.add(y, k, scale=2), scale=2)
    return grey_range(mean)[1] / 255


def out_of_focus(image: Image.Image, module: float) -> Image.Image:
    """Return *image* as a camera out of focus sees it; *module* is the side of a code's module in pixels."""
    # By half a module of standard deviation, decoders give up.
    return image.filter(ImageFilter.GaussianBlur(max(LEAST_BLUR, 0.35 * module)))


def faded(image: Image.Image) -> Image.Image:
    """Return *image* with `PALE_CONTRAST` of its contrast, lifted towards light grey."""
    return image.point([round(255 * (1 - PALE_CONTRAST) * 0.8 + level * PALE_CONTRAST) for level in range(256)])


def decode(image: Image.Image) -> list[DecodedCode]:
    """Return the QR codes in *image*; boxes are left, top, right, bottom in pixels."""
    decoded, formats = [], zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode])
    # Of a picture, the decoder makes two copies; the bytes of one in grey it reads where they are.
    levels = memoryview(image.tobytes()).cast("B", image.size[::-1]) if image.mode == "L" else image
    for code in zxingcpp.read_barcodes(levels, formats=formats):
        at = code.position
        box = around((point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_left, at.bottom_right))
        extra: Any = getattr(code, "extra", None)
        version = str(extra.get("Version", "")) if isinstance(extra, dict) else ""
        # 17 modules per side and four for each version (ISO/IEC 18004, 6.1).
        modules = 17 + 4 * int(version) if version.isdigit() else 0
        decoded.append(DecodedCode(code.text, str(code.format), box, modules))
    return decoded


DPI = 200  # Resolution at which codes are read: that of an office scanner, and about that of a phone 20 cm from a card.
SEARCH_DPI = 100  # Where whole pages are searched: a code with modules of 0.35 mm, which few phones read, is found.


class PageView(NamedTuple):
    """A grey picture of a part of a page."""

    image: Image.Image
    left: float  # left, top: the place of its upper left corner in points
    top: float
    dpi: int

    def crop(self, box: Box, inset: float = 0.0) -> Image.Image | None:
        """Return the picture of *box*, *inset* pixels less on every side; None where nothing is left of it."""
        scale, (width, height) = self.dpi / 72, self.image.size
        left = max(round((box[0] - self.left) * scale + inset), 0)
        right = min(round((box[2] - self.left) * scale - inset), width)
        top = max(round((self.top - box[3]) * scale + inset), 0)
        bottom = min(round((self.top - box[1]) * scale - inset), height)
        return self.image.crop((left, top, right, bottom)) if left < right and top < bottom else None


class PageFrame(NamedTuple):
    crop: Box  # the part of a page that is rendered
    rotation: int  # degrees by which the page turns itself


class Raster:
    """Renders pages of a PDF, by number from 1; boxes are points from the lower left corner of the trim."""

    def __init__(self, data: bytes, frames: Sequence[PageFrame]) -> None:
        self._data, self._frames = data, frames
        self._pages: dict[int, Any] = {}
        self._views: dict[int, PageView] = {}
        self._codes: dict[int, list[DecodedCode]] = {}

    @cached_property
    def _document(self) -> Any:
        return pypdfium2.PdfDocument(self._data)

    def page(self, number: int) -> PageView:
        """Return the whole crop box in grey, at `SEARCH_DPI`."""
        if number not in self._views:
            self._views[number] = self._part(number, self._frames[number - 1].crop, SEARCH_DPI)
        return self._views[number]

    def close_up(self, number: int, box: Box) -> PageView | None:
        """Return the part of *box* inside the crop box, in grey, at `DPI`; None if there is no such part."""
        seen = shared(box, self._frames[number - 1].crop)
        return None if seen is None else self._part(number, seen, DPI)

    def _part(self, number: int, box: Box, dpi: int) -> PageView:
        """Return *box* and what it takes to fill its last pixels. pdfium cuts whole pixels off the page's edges."""
        crop, scale = self._frames[number - 1].crop, dpi / 72
        left, bottom, right, top = (int(abs(edge - side) * scale) for edge, side in zip(crop, box, strict=True))
        # Half a pixel less, because pdfium rounds the margins to be cut off upwards.
        cut = tuple(max(0.0, pixels - 0.5) / scale for pixels in (left, bottom, right, top))
        rendered = self._rendered(number, dpi, crop=cut, grayscale=True, draw_annots=False)
        return PageView(rendered.to_pil(), crop[0] + left / scale, crop[3] - top / scale, dpi)

    def picture(self, number: int, dpi: float) -> NDArray[np.uint32]:
        """Return the whole crop box in colour as a reader shows it, stretched to whole pixels: numbers with blue in the
        lowest byte, then green, then red.
        """
        import numpy as np

        rendered: NDArray[np.uint8] = self._rendered(number, dpi, prefer_bgrx=True).to_numpy()
        return rendered.copy().view(np.uint32)[..., 0]

    @alone
    def _rendered(self, number: int, dpi: float, **options: Any) -> Any:
        if number not in self._pages:
            self._pages[number] = self._document[number - 1]
        # P102 reports a page that turns itself; here it is rendered without the rotation.
        upright = -self._frames[number - 1].rotation % 360
        return self._pages[number].render(scale=dpi / 72, rotation=upright, may_draw_forms=False, **options)

    def codes(self, number: int) -> list[DecodedCode]:
        """Return every code on the page that a phone might open, expected or not; each page is searched once."""
        if number not in self._codes:
            view, codes = self.page(number), []
            for decoded in decode(view.image):
                left, top, right, bottom = (edge * 72 / view.dpi for edge in decoded.box)
                box = (view.left + left, view.top - bottom, view.left + right, view.top - top)
                codes.append(decoded._replace(box=box))
            self._codes[number] = codes
        return self._codes[number]


SIGNATURE = b"\x89PNG\r\n\x1a\n"

JPEG_QUALITY = 60  # What messengers and social networks leave of an image, at worst (products.md §3).
PIXELS = "IDAT"  # The kind of the chunks that have the pixels.
# Colour types (11.2.1).
_KINDS = {0: "grey", 2: "RGB", 3: "a palette", 4: "grey with transparency", 6: "RGB with transparency"}


class Chunk(NamedTuple):
    """A part of the file."""

    kind: str  # as ``IDAT``
    data: bytes


@dataclass(frozen=True)
class ImageReading:
    """A PNG file as it was read, and what is in the files beside it."""

    chunks: tuple[Chunk, ...]  # in the order of the file
    after: int  # bytes after the last chunk, which no program shows
    size: tuple[int, int]  # width and height in pixels
    depth: int  # depth, kind: bits of a sample, and what a pixel is (“RGB”)
    kind: str
    length: int  # bytes of the file
    picture: Image.Image = field(repr=False)  # its pixels, without transparency
    alt: str | None = None  # alt, text: its description, and the words to send along; None where there is no such file
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
        codes, half = {}, (self.size[0] // 2, self.size[1] // 2)
        for how, picture in (("", self.picture), ("at half its size, ", self.picture.resize(half))):
            data = io.BytesIO()
            picture.save(data, "JPEG", quality=JPEG_QUALITY)
            codes[f"{how}as a JPEG of quality {JPEG_QUALITY}"] = decode(Image.open(data))
        return codes

    def pixels(self) -> NDArray[np.uint32]:
        """Return its pixels as numbers: blue in the lowest byte, then green, then red, as `Raster.picture` has them."""
        import numpy as np

        rows = self.picture.convert("RGBA").tobytes("raw", "BGRA")
        return np.frombuffer(rows, np.dtype("<u4")).reshape(self.picture.size[::-1])


def is_png(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def labels_of(data: bytes) -> Mapping[str, str]:
    """Return the words in the PNG file *data*, by keyword; none if it cannot be read."""
    with suppress(UnreadableError):
        return _labels(_chunks(data)[0])
    return {}


def read_image(data: bytes, alt: str | None = None, text: str | None = None) -> ImageReading:
    """Return what the PNG file *data* contains; raises `UnreadableError` if it is none, is damaged or too large."""
    smaller, again = "No image of a campaign is as large.", "Build it again, or copy it again."
    if len(data) > limits.IMAGE_BYTES:
        raise UnreadableError(f"The image has {len(data) / 1e6:.0f} MB.", hint=smaller)
    chunks, after = _chunks(data)
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0].data[:10])
    if width * height > limits.IMAGE_PIXELS:
        raise UnreadableError(f"The image has {width} × {height} pixels.", hint=smaller)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            picture = image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(f"The image is damaged ({error}).", hint=again) from error
    what = _KINDS.get(kind, "an unknown kind of colour")
    return ImageReading(tuple(chunks), after, (width, height), depth, what, len(data), picture, alt, text)


def _chunks(data: bytes) -> tuple[list[Chunk], int]:
    """Return the chunks of a file, each of which has its checksum (5.3), and how many bytes follow the last."""
    if not is_png(data):
        raise UnreadableError("The file is not a PNG.", hint="Send or build it again.")
    chunks, position, again = list[Chunk](), len(SIGNATURE), "Build it again, or copy it again."
    while not chunks or chunks[-1].kind != "IEND":
        length = int.from_bytes(data[position : position + 4], "big")
        body = data[position + 4 : position + 8 + length]
        checksum = data[position + 8 + length : position + 12 + length]
        if len(checksum) < 4 or zlib.crc32(body) != int.from_bytes(checksum, "big"):
            raise UnreadableError("The image is cut off or damaged.", hint=again)
        chunks.append(Chunk(body[:4].decode("latin-1"), body[4:]))
        position += 12 + length
    if chunks[0].kind != "IHDR" or len(chunks[0].data) != 13:
        raise UnreadableError("The image does not begin with its size.", hint=again)
    return chunks, len(data) - position


def _labels(chunks: Iterable[Chunk]) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for kind, data in chunks:
        keyword, _, rest = data.partition(b"\0")
        if kind == "tEXt":
            labels[keyword.decode("latin-1")] = rest.decode("latin-1")
        elif kind == "iTXt" and rest[:1] == b"\0":  # not compressed
            labels[keyword.decode("latin-1")] = rest[2:].split(b"\0", 2)[-1].decode("utf-8", "replace")
    return labels


SQUARE = 8  # The side of the squares that are compared, in pixels.


def same_image(data: bytes, other: bytes) -> bool:
    """Return whether the PNG *data* is *other*: all it says is equal, and its pixels are but for rounding."""
    if data == other:
        return True
    try:
        one, two = read_image(data), read_image(other)
    except UnreadableError:
        return False
    # Libraries pack pixels differently.
    said, wanted = ([chunk for chunk in reading.chunks if chunk.kind != PIXELS] for reading in (one, two))
    if one.after or not _is_packed_whole(one) or said != wanted:
        return False
    return not different_squares(one.pixels(), two.pixels()).any()


def _is_packed_whole(reading: ImageReading) -> bool:
    """Return whether the pixels of an image are all that is packed in it, with their checksum: programs differ in
    whether they show an image with more. libpng shows none that refers farther back than it says.
    """
    packed = b"".join(chunk.data for chunk in reading.chunks if chunk.kind == PIXELS)
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed)  # as its reading did
    whole = len(pixels) == reading.size[1] * (1 + 3 * reading.size[0])
    # It may refer back as far as any may (RFC 1950, 2.2).
    return packed.startswith(b"\x78") and whole and unpacking.eof and not unpacking.unused_data


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
    return np.asarray((in_pixel > 8) | (on_average > 1.0))  # levels of 255, in any channel
