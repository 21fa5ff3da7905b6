"""The page as a camera sees it: rendered in gray by pdfium, and the codes that a phone would find."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from flyers.proof.geometry import Box, shared

if TYPE_CHECKING:
    from PIL import Image

    from flyers.proof.reading import PageReading

DPI = 200
"""What a plain office scanner gives, and about what a phone sees of a card held at 20 cm. Codes are read at it."""

SEARCH_DPI = 100
"""At this, whole pages are looked over: a code with modules of 0.35 mm, which few phones read, is still found."""

BLUR_MODULES = 0.35
"""Blur of the out-of-focus test: standard deviation in modules. Half a module is where decoders give up."""

LEAST_BLUR = 1.0
"""The least blur in pixels (0.127 mm at 200 dpi): a camera does not get sharper because a code is smaller."""

PALE_CONTRAST = 0.3
"""Share of the printed contrast that is left in the low-contrast test (dim light, faded print)."""


class DecodedCode(NamedTuple):
    """A code that was read: its text, the box of its corners, and its modules per side (0: unknown)."""

    text: str
    kind: str
    box: Box
    modules: int


class View(NamedTuple):
    """A picture of a part of a page; ``left`` and ``top`` are where its upper left corner stands, in points."""

    image: Image.Image
    left: float
    top: float
    dpi: int

    def crop(self, box: Box, inset: float = 0.0) -> Image.Image | None:
        """The pixels of *box*, *inset* pixels less on every side; None where nothing is left of it."""
        scale = self.dpi / 72
        left = max(round((box[0] - self.left) * scale + inset), 0)
        right = min(round((box[2] - self.left) * scale - inset), self.image.width)
        top = max(round((self.top - box[3]) * scale + inset), 0)
        bottom = min(round((self.top - box[1]) * scale - inset), self.image.height)
        return self.image.crop((left, top, right, bottom)) if left < right and top < bottom else None


def grey_range(picture: Image.Image) -> tuple[float, float]:
    """The darkest and the lightest level, 0 to 255, of a *picture* in grey. (Of others Pillow gives pairs.)"""
    darkest, lightest = picture.getextrema()
    assert not isinstance(darkest, tuple)
    assert not isinstance(lightest, tuple)
    return float(darkest), float(lightest)


class Raster:
    """Renders pages of a PDF on demand, each once. Boxes are points from the lower left corner of the trim."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: dict[int, Any] = {}
        self._views: dict[int, View] = {}
        self._codes: dict[int, list[DecodedCode]] = {}

    @cached_property
    def _document(self) -> Any:
        import pypdfium2

        return pypdfium2.PdfDocument(self._data)

    def _page(self, number: int) -> Any:
        if number not in self._pages:
            self._pages[number] = self._document[number - 1]
        return self._pages[number]

    def page(self, page: PageReading) -> View:
        """The whole crop box in gray, at `SEARCH_DPI`."""
        if page.number not in self._views:
            self._views[page.number] = self._rendered(page, page.crop, SEARCH_DPI)
        return self._views[page.number]

    def close_up(self, page: PageReading, box: Box) -> View | None:
        """What of *box* lies inside the crop box, in gray, at `DPI`; None where nothing does."""
        seen = shared(box, page.crop)
        return None if seen is None else self._rendered(page, seen, DPI)

    def _rendered(self, page: PageReading, box: Box, dpi: int) -> View:
        """*box* and what it takes to fill its last pixels. pdfium cuts whole pixels off the page's edges."""
        scale = dpi / 72
        cut = [max(0.0, abs(edge - side)) for edge, side in zip(page.crop, box, strict=True)]
        left, bottom, right, top = (int(amount * scale) for amount in cut)
        # Half a pixel less, because pdfium rounds what is to be cut off upwards.
        crop = [max(0.0, pixels - 0.5) / scale for pixels in (left, bottom, right, top)]
        # A page that turns itself is a finding of its own; here it is looked at as its contents are.
        upright = -page.rotation % 360
        rendered = self._page(page.number).render(
            scale=scale, rotation=upright, crop=tuple(crop), grayscale=True, draw_annots=False
        )
        return View(rendered.to_pil(), page.crop[0] + left / scale, page.crop[3] - top / scale, dpi)

    def codes(self, page: PageReading) -> list[DecodedCode]:
        """Every code on the page that a phone might open, known or not; each page is searched once."""
        if page.number not in self._codes:
            view = self.page(page)
            scale = 72 / view.dpi
            self._codes[page.number] = []
            for decoded in decode(view.image):
                left, top, right, bottom = (edge * scale for edge in decoded.box)
                box = (view.left + left, view.top - bottom, view.left + right, view.top - top)
                self._codes[page.number].append(decoded._replace(box=box))
        return self._codes[page.number]


def decode(image: Image.Image) -> list[DecodedCode]:
    """The two-dimensional codes in *image*; boxes in pixels: left, top, right, bottom."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    found = []
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode])):
        corners = code.position
        points = [corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right]
        xs, ys = [point.x for point in points], [point.y for point in points]
        found.append(DecodedCode(code.text, str(code.format), (min(xs), min(ys), max(xs), max(ys)), _modules(code)))
    return found


def _modules(code: object) -> int:
    """Modules per side of a QR code: 17 and four for each version (ISO/IEC 18004, 6.1)."""
    extra = getattr(code, "extra", None)
    version = str(extra.get("Version", "")) if isinstance(extra, dict) else ""
    return 17 + 4 * int(version) if version.isdigit() else 0


def out_of_focus(image: Image.Image, module: float) -> Image.Image:
    """*image* as a camera without focus sees it; *module* in pixels."""
    from PIL import ImageFilter

    return image.filter(ImageFilter.GaussianBlur(max(LEAST_BLUR, BLUR_MODULES * module)))


def faded(image: Image.Image) -> Image.Image:
    """*image* with `PALE_CONTRAST` of its contrast, lifted towards light gray."""
    return image.point([round(255 * (1 - PALE_CONTRAST) * 0.8 + value * PALE_CONTRAST) for value in range(256)])
