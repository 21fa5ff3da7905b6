"""Contrast of text with its background by WCAG 2.2, from the colours drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flyers.findings import Fault
from flyers.proof.checks.structure import UA, quoted
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import TextObject
from flyers.proof.covering import seen_under_glyphs, seen_under_ink
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.fonts import FontReading
from flyers.proof.reading import PageReading, Reading

WHITE = PdfColour("DeviceRGB", (1.0, 1.0, 1.0))
"""The page where nothing is painted."""

LEAST, LEAST_LARGE = 4.5, 3.0
"""WCAG 2.2, success criterion 1.4.3, level AA."""

LARGE, LARGE_BOLD = 18.0, 14.0
"""Points from which text counts as large."""

TOLERANCE = 0.1
"""Points by which ink may reach over an edge without having a second background."""


@check(
    "U821",
    "text has enough contrast with its background",
    found="The contrast of text with its background is below 4.5 to 1, or below 3 to 1 from 18 pt (bold: 14 pt).",
    why="On a phone in the sun, or with tired eyes, it can't be read.",
    advice="Choose a darker or a lighter colour in the theme.",
    owner="designer",
    asked_by="WCAG 2.2, 1.4.3",
    rules=("WCAG 2.2, 1.4.3",),
    standards=UA,
)
def enough_contrast(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    ratios: list[float] = []
    for page in reading.pages:
        if page.contents.transparency:
            yield Fault(f"contrast is unknown, since the page uses {page.contents.transparency[0]}", page=page.number)
        for text in page.contents.texts:
            wanted = _wanted(text, reading)
            for colour, background in _pairs(page, text, reading.fonts):
                contrast = contrast_ratio(colour, background)
                if contrast is None:
                    yield Fault(f"{quoted(text.text)} in {colour} on {background}: contrast unknown", page=page.number)
                elif contrast < wanted:
                    figures = f"{contrast:.1f} to 1, less than {wanted:g} to 1"
                    yield Fault(f"{quoted(text.text)} has a contrast of {figures}", page=page.number)
                if contrast is not None:
                    ratios.append(contrast)
    reading.measurements.least_contrast = min(ratios, default=None)


def _wanted(text: TextObject, reading: Reading) -> float:
    """Return the contrast that the smallest and lightest letter of a line requires."""
    return max(
        (
            required_contrast(glyph.size, bold="bold" in reading.fonts[glyph.font].name.lower())
            for glyph in text.glyphs
            if glyph.box
        ),
        default=1.0,
    )


def _pairs(page: PageReading, text: TextObject, fonts: Mapping[str, FontReading]) -> set[tuple[PdfColour, PdfColour]]:
    """Return the colours of a line's letters, each with a colour behind one of them."""
    backgrounds = {
        WHITE if paint is None else paint.colour
        for glyph, near in seen_under_glyphs(page.contents, text, TOLERANCE)
        for paint in (len(near) > 1 and set(seen_under_ink(page.contents, text, glyph, fonts, TOLERANCE))) or near
    }
    return {(paint.colour, background) for paint in text.paints for background in backgrounds}


def luminance(colour: PdfColour) -> float | None:
    """Return the relative luminance; None for a colour that would need a conversion."""
    if colour.space == "DeviceGray" and len(colour.values) == 1:
        channels = colour.values * 3
    elif colour.space == "DeviceRGB" and len(colour.values) == 3:
        channels = colour.values
    else:
        return None
    red, green, blue = map(_linear, channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast_ratio(one: PdfColour, other: PdfColour) -> float | None:
    """Return the contrast, from 1 to 21; None if a luminance is unknown."""
    first, second = luminance(one), luminance(other)
    if first is None or second is None:
        return None
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def required_contrast(size: float, *, bold: bool) -> float:
    """Return the least contrast allowed for text of *size* points."""
    return LEAST_LARGE if size >= (LARGE_BOLD if bold else LARGE) else LEAST
