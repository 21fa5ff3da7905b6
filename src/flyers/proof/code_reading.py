"""Read composed QR codes from pictures of the page as cameras would: sharp, out of focus, and in poor light."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.content_stream.records import Paint
from flyers.proof.expectations import Expectation, PlacedCode
from flyers.proof.geometry import Box, overlap, shrink, union
from flyers.proof.pixels import decode, faded, grey_range, out_of_focus
from flyers.proof.raster import DPI
from flyers.proof.reading import PageReading, Reading
from flyers.records import dataclass

QUIET_MODULES = 4
"""Empty modules on every side (ISO/IEC 18004, 6.3.8)."""


@dataclass(frozen=True, slots=True)
class CodeExamination:
    """How a composed code reads under each condition.

    Attributes:
        sharp, blurred, pale: the texts decoded under each condition; None where none was.
        modules: modules per side; 0: unknown.
        art: what is painted within its box.
        quiet: the range of grey in the quiet zone, of 255 levels.
        contrast: the difference between background and darkest module, as a share of that between black and white.
    """

    code: PlacedCode
    sharp: str | None
    blurred: str | None
    pale: str | None
    modules: int
    art: tuple[Paint, ...]
    quiet: float
    contrast: float

    @property
    def opens(self) -> bool:
        """Return whether the sharp picture opens the target."""
        return self.sharp == self.code.target

    @property
    def module(self) -> float:
        """Return the side of a module in points, measured on what is painted if anything is."""
        if not self.modules:
            return self.code.item.module
        left, _, right, _ = union(paint.box for paint in self.art) or self.code.box
        return (right - left) / self.modules


def examine_codes(reading: Reading, expectation: Expectation) -> list[CodeExamination]:
    """Return the examinations of all composed codes, made once."""
    return reading.once(_examine_all, expectation)


def _examine_all(reading: Reading, expectation: Expectation) -> list[CodeExamination]:
    codes = [code for code in expectation.codes if code.page < len(reading.pages)]
    return [_examine(reading, reading.pages[code.page], code) for code in codes]


def _examine(reading: Reading, page: PageReading, code: PlacedCode) -> CodeExamination:
    art = tuple(_art(page, code.box))
    around = shrink(code.box, -QUIET_MODULES * code.item.module)
    view = reading.raster.close_up(page.number, around)
    if view is None:
        return CodeExamination(code, None, None, None, 0, art, 255.0, 0.0)
    picture = view.image
    decoded = decode(picture)
    sharp = next((one for one in decoded if one.text == code.target), decoded[0] if decoded else None)
    pixels = code.item.module * DPI / 72
    blurred, pale = decode(out_of_focus(picture, pixels)), decode(faded(picture))
    lightest, darkest, spread = 0.0, 255.0, 0.0
    for strip in _quiet_strips(code.box, around):
        # A pixel and a half, since the edge of the symbol shades its own pixel and may reach the next.
        if (zone := view.crop(strip, inset=1.5)) is not None:
            low, high = grey_range(zone)
            lightest, darkest = max(lightest, high), min(darkest, low)
            spread = lightest - darkest
    return CodeExamination(
        code=code,
        sharp=sharp.text if sharp else None,
        blurred=blurred[0].text if blurred else None,
        pale=pale[0].text if pale else None,
        modules=sharp.modules if sharp else 0,
        art=art,
        quiet=spread,
        contrast=(lightest - grey_range(picture)[0]) / 255,
    )


def _art(page: PageReading, box: Box) -> Iterator[Paint]:
    """Yield what is painted within *box*: the symbol itself, without the background behind it."""
    for paint in page.contents.paints:
        if (
            overlap(paint.box, box, 0.05)
            and not _surrounds(paint.box, box)
            and not (paint.colour.is_registration or paint.colour.is_dieline)
        ):
            yield paint


def _surrounds(outer: Box, box: Box) -> bool:
    """Return whether *outer* extends beyond *box* on all sides."""
    return all(inner > 0.05 for inner in (box[0] - outer[0], box[1] - outer[1], outer[2] - box[2], outer[3] - box[3]))


def _quiet_strips(box: Box, around: Box) -> Iterator[Box]:
    """Yield the four strips between the symbol and the outer edge of its quiet zone."""
    yield around[0], around[1], box[0], around[3]
    yield box[2], around[1], around[2], around[3]
    yield around[0], around[1], around[2], box[1]
    yield around[0], box[3], around[2], around[3]
