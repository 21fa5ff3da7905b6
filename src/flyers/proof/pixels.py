"""Pictures in memory: levels of grey, what a bad camera sees, and the codes that a phone would find."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flyers.proof.geometry import Box

if TYPE_CHECKING:
    from PIL import Image

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
    from PIL import ImageChops

    c, m, y, k = picture.split()
    # Halves of sums stay within 8 bits: ((c + m) / 2 + (y + k) / 2) / 2 is a quarter of the whole.
    mean = ImageChops.add(ImageChops.add(c, m, scale=2), ImageChops.add(y, k, scale=2), scale=2)
    return grey_range(mean)[1] / 255


def out_of_focus(image: Image.Image, module: float) -> Image.Image:
    """Return *image* as a camera out of focus sees it; *module* is the side of a code's module in pixels."""
    from PIL import ImageFilter

    return image.filter(ImageFilter.GaussianBlur(max(LEAST_BLUR, BLUR_MODULES * module)))


def faded(image: Image.Image) -> Image.Image:
    """Return *image* with `PALE_CONTRAST` of its contrast, lifted towards light grey."""
    return image.point(_FADED)


_FADED = [round(255 * (1 - PALE_CONTRAST) * 0.8 + value * PALE_CONTRAST) for value in range(256)]
"""What each level becomes."""


def decode(image: Image.Image) -> list[DecodedCode]:
    """Return the QR codes in *image*; boxes are left, top, right, bottom in pixels."""
    import zxingcpp

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
