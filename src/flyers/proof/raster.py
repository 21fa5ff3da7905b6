"""Pages as a reader shows them and a camera sees them: rendered by pdfium, and searched for codes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from flyers.proof.geometry import Box, shared

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


BLUR_MODULES = 0.35
"""Blur of the out-of-focus test: standard deviation in modules. Half a module is where decoders give up."""

LEAST_BLUR = 1.0
"""The least blur in pixels (0.127 mm at 200 dpi): a camera does not get sharper because a code is smaller."""

PALE_CONTRAST = 0.3
"""Share of the printed contrast that is left in the low-contrast test (dim light, faded print)."""


class DecodedCode(NamedTuple):
    """A decoded code: its text, its kind, the box around its corners, and its modules per side (0: unknown)."""

    text: str
    kind: str
    box: Box
    modules: int


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
    return image.filter(ImageFilter.GaussianBlur(max(LEAST_BLUR, BLUR_MODULES * module)))


def faded(image: Image.Image) -> Image.Image:
    """Return *image* with `PALE_CONTRAST` of its contrast, lifted towards light grey."""
    return image.point(_FADED)


_FADED = [round(255 * (1 - PALE_CONTRAST) * 0.8 + value * PALE_CONTRAST) for value in range(256)]
"""What each level becomes."""


def decode(image: Image.Image) -> list[DecodedCode]:
    """Return the QR codes in *image*; boxes are left, top, right, bottom in pixels."""
    kinds = zxingcpp.BarcodeFormat
    decoded = []
    # Of a picture, the decoder makes two copies; the bytes of one in grey it reads where they are.
    levels = memoryview(image.tobytes()).cast("B", image.size[::-1]) if image.mode == "L" else image
    for code in zxingcpp.read_barcodes(levels, formats=zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode])):
        corners = code.position
        points = [corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right]
        xs, ys = [point.x for point in points], [point.y for point in points]
        decoded.append(DecodedCode(code.text, str(code.format), (min(xs), min(ys), max(xs), max(ys)), _modules(code)))
    return decoded


def _modules(code: object) -> int:
    """Return the modules per side of a QR code: 17 and four for each version (ISO/IEC 18004, 6.1)."""
    extra = getattr(code, "extra", None)
    version = str(extra.get("Version", "")) if isinstance(extra, dict) else ""
    return 17 + 4 * int(version) if version.isdigit() else 0


DPI = 200
"""Resolution at which codes are read: that of an office scanner, and about that of a phone 20 cm from a card."""

SEARCH_DPI = 100
"""Resolution at which whole pages are searched: a code with modules of 0.35 mm, which few phones read, is found."""


class PageView(NamedTuple):
    """A grey picture of a part of a page; ``left`` and ``top`` are the place of its upper left corner in points."""

    image: Image.Image
    left: float
    top: float
    dpi: int

    def crop(self, box: Box, inset: float = 0.0) -> Image.Image | None:
        """Return the picture of *box*, *inset* pixels less on every side; None where nothing is left of it."""
        scale = self.dpi / 72
        width, height = self.image.size
        left = max(round((box[0] - self.left) * scale + inset), 0)
        right = min(round((box[2] - self.left) * scale - inset), width)
        top = max(round((self.top - box[3]) * scale + inset), 0)
        bottom = min(round((self.top - box[1]) * scale - inset), height)
        return self.image.crop((left, top, right, bottom)) if left < right and top < bottom else None


class PageFrame(NamedTuple):
    """The part of a page that is rendered, and how many degrees the page turns itself."""

    crop: Box
    rotation: int


class Raster:
    """Renders pages of a PDF on demand.

    Boxes are points from the lower left corner of the trim; page numbers count from 1.
    """

    def __init__(self, data: bytes, frames: Sequence[PageFrame]) -> None:
        self._data = data
        self._frames = frames
        self._pages: dict[int, Any] = {}
        self._views: dict[int, PageView] = {}
        self._codes: dict[int, list[DecodedCode]] = {}

    @cached_property
    def _document(self) -> Any:
        return pypdfium2.PdfDocument(self._data)

    def _page(self, number: int) -> Any:
        if number not in self._pages:
            self._pages[number] = self._document[number - 1]
        return self._pages[number]

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
        frame = self._frames[number - 1]
        scale = dpi / 72
        cut = [max(0.0, abs(edge - side)) for edge, side in zip(frame.crop, box, strict=True)]
        left, bottom, right, top = (int(amount * scale) for amount in cut)
        # Half a pixel less, because pdfium rounds the margins to be cut off upwards.
        crop = [max(0.0, pixels - 0.5) / scale for pixels in (left, bottom, right, top)]
        rendered = self._rendered(number, dpi, crop=tuple(crop), grayscale=True, draw_annots=False)
        corner = frame.crop[0] + left / scale, frame.crop[3] - top / scale
        return PageView(rendered.to_pil(), *corner, dpi)

    def picture(self, number: int, dpi: float) -> NDArray[np.uint32]:
        """Return the whole crop box in colour as a reader shows it.

        A number is a pixel: blue in the lowest byte, then green, then red. The page is stretched to whole pixels.
        """
        import numpy as np

        pixels: NDArray[np.uint32] = (
            self._rendered(number, dpi, prefer_bgrx=True).to_numpy().copy().view(np.uint32)[..., 0]
        )
        return pixels

    @alone
    def _rendered(self, number: int, dpi: float, **options: Any) -> Any:
        # P102 reports a page that turns itself; here it is rendered without the rotation.
        upright = -self._frames[number - 1].rotation % 360
        return self._page(number).render(scale=dpi / 72, rotation=upright, may_draw_forms=False, **options)

    def codes(self, number: int) -> list[DecodedCode]:
        """Return every code on the page that a phone might open, expected or not; each page is searched once."""
        if number not in self._codes:
            self._codes[number] = list(_decoded(self.page(number)))
        return self._codes[number]


def _decoded(view: PageView) -> Iterator[DecodedCode]:
    """Yield the codes in the picture of a page, with their boxes on it."""
    scale = 72 / view.dpi
    for decoded in decode(view.image):
        left, top, right, bottom = (edge * scale for edge in decoded.box)
        yield decoded._replace(box=(view.left + left, view.top - bottom, view.left + right, view.top - top))
