"""The page as a camera sees it: one gray raster per page, rendered by pdfium, and the codes that a phone would find."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flyers.proof.geometry import Box

if TYPE_CHECKING:
    from PIL import Image

    from flyers.proof.reading import PageReading

DPI = 200
"""What a plain office scanner gives, and about what a phone sees of a card held at 20 cm."""

BLUR_MODULES = 0.35
"""Blur of the out-of-focus test: standard deviation in modules. Half a module is where decoders give up."""

LEAST_BLUR = 1.0
"""The least blur in pixels (0.127 mm at 200 dpi): a camera does not get sharper because a code is smaller."""

PALE_CONTRAST = 0.3
"""Share of the printed contrast that is left in the low-contrast test (dim light, faded print)."""


class Decoded(NamedTuple):
    """A code that was read: its text, the box of its corners, and its modules per side (0: unknown)."""

    text: str
    kind: str
    box: Box
    modules: int


class Raster:
    """Renders pages of a PDF on demand, each once. Boxes are points from the lower left corner of the trim."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._images: dict[int, Image.Image] = {}
        self._codes: dict[int, list[Decoded]] = {}

    def image(self, page: PageReading) -> Image.Image:
        """The whole crop box in gray, `DPI` pixels to the inch."""
        if page.number not in self._images:
            import pypdfium2  # type: ignore[import-untyped]

            document = pypdfium2.PdfDocument(self._data)
            try:
                rendered = document[page.number - 1].render(scale=DPI / 72, grayscale=True, draw_annots=False)
                self._images[page.number] = rendered.to_pil().copy()
            finally:
                document.close()
        return self._images[page.number]

    def crop(self, page: PageReading, box: Box, inset: float = 0.0) -> Image.Image | None:
        """The pixels of *box*, *inset* pixels less on every side; None where nothing is left of it."""
        image = self.image(page)
        scale = DPI / 72
        left = round((box[0] - page.crop[0]) * scale + inset)
        right = round((box[2] - page.crop[0]) * scale - inset)
        top = round((page.crop[3] - box[3]) * scale + inset)
        bottom = round((page.crop[3] - box[1]) * scale - inset)
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height)
        return image.crop((left, top, right, bottom)) if left < right and top < bottom else None

    def codes(self, page: PageReading) -> list[Decoded]:
        """Every code on the page that a phone might open, known or not; each page is searched once."""
        if page.number not in self._codes:
            scale = 72 / DPI
            self._codes[page.number] = []
            for decoded in decode(self.image(page)):
                left, top, right, bottom = (edge * scale for edge in decoded.box)
                x, y = page.crop[0], page.crop[3]
                self._codes[page.number].append(decoded._replace(box=(x + left, y - bottom, x + right, y - top)))
        return self._codes[page.number]


def decode(image: Image.Image) -> list[Decoded]:
    """The two-dimensional codes in *image*; boxes in pixels: left, top, right, bottom."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    found = []
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode])):
        corners = code.position
        points = [corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right]
        xs, ys = [point.x for point in points], [point.y for point in points]
        found.append(Decoded(code.text, str(code.format), (min(xs), min(ys), max(xs), max(ys)), _modules(code)))
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
