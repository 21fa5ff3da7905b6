"""Text and what is behind it: contrast by WCAG 2.2, letters on two backgrounds, and text on pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import pikepdf
import pypdfium2

from flyers.findings import Fault
from flyers.page.document import Shape
from flyers.page.items import extent
from flyers.proof.checks.structure import UA, quoted
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import PageContents, Paint, TextObject
from flyers.proof.covering import seen_under_glyphs, seen_under_ink
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.marks import as_named, finish_of
from flyers.proof.matching import page_pairs, quoted_glyphs
from flyers.proof.raster import alone
from flyers.proof.reading import PageReading, Reading

_OPERATORS = {"DeviceCMYK": "k", "DeviceRGB": "rg", "DeviceGray": "g"}

_SIDE = 8
"""Pixels of a swatch."""


@lru_cache(maxsize=256)
@alone
def shown(colour: PdfColour) -> tuple[int, int, int]:
    """Return red, green and blue of a pixel that is filled with *colour*."""
    fill = f"{' '.join(f'{value:.3f}' for value in colour.values)} {_OPERATORS[colour.space]} 0 0 {_SIDE} {_SIDE} re f"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(_SIDE, _SIDE)).Contents = pdf.make_stream(fill.encode())
    data = io.BytesIO()
    pdf.save(data)
    page = pypdfium2.PdfDocument(data.getvalue())[0]
    red, green, blue = page.render(scale=1, rev_byteorder=True).to_pil().convert("RGB").getpixel((_SIDE // 2,) * 2)
    return red, green, blue


_SAME = 0.1
"""Points by which paint may reach out of the art that it is."""


def art_on(page: PageReading, expectation: Expectation) -> list[Paint]:
    """Return the paint of *page* that is in the place and the colour of art that was composed there."""
    document = expectation.document
    if page.number > len(document.pages):
        return []
    places: dict[object, list[Box]] = {}
    for item in document.pages[page.number - 1].items:
        if isinstance(item, Shape) and item.art:
            colour = finish_of(document.colours[item.colour], expectation).colour
            places.setdefault(colour, []).append(extent(item))
    if not places:
        return []
    return [
        paint
        for paint in page.contents.paints
        if any(contains(box, paint.box, _SAME) for box in places.get(as_named(paint.colour), ()))
    ]


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


LEAST_IN_INKS = 3.0
"""The least contrast in a press file: what inks look like is only estimated, as a viewer without profiles does.

The layout has compared the colours of the theme, which need 4.5.
"""

LEAST_DPI = 300.0
_ROUNDED = 0.99
"""Part of the least resolution that is enough, since photographs are cut off between pixels."""

_RIM = 0.1
"""Points by which a letter may touch another colour: less than a plate shifts."""


@check(
    "T314",
    "text on art can be read",
    found="A letter is on a photograph, or on a part of a picture with which it has a contrast below 4.5 to 1 (in "
    "inks: 3 to 1).",
    why="In that part of the picture it can't be read; in another language the text may end there.",
    advice="Keep the text off that part by padding, give it a ground of its own, or change the picture's colour.",
    owner="designer",
    asked_by="issue 11: words on photographs",
    needs_expectation=True,
)
def text_on_art(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        art = [*art_on(page, expectation), *(paint for paint in page.contents.paints if paint.kind == "image")]
        for text in page.contents.texts if art else ():
            if text.box is None or not any(overlap(paint.box, text.box) for paint in art):
                continue
            if pale := _pale_glyphs(page, text, art):
                glyphs, colour, ratio = pale
                told = f"“{glyphs}” in “{text.text.strip()}” has a contrast of {ratio:.1f} to 1 with {colour}"
                yield Fault(told, page=page.number)


def _pale_glyphs(page: PageReading, text: TextObject, art: list[Paint]) -> tuple[str, PdfColour, float] | None:
    """Return the letters on art with too little contrast, with the worst colour under them; None if there are none."""
    places = {paint.order for paint in art}
    pale, worst = [], (WHITE, 99.0)
    for glyph, seen in seen_under_glyphs(page.contents, text, _RIM):
        if not any(paint is not None and paint.order in places for paint in seen):
            continue
        under = {WHITE if paint is None else paint.colour for paint in seen}
        ratio, colour = min((_contrast(own.colour, colour), colour) for own in text.paints for colour in under)
        if ratio < (LEAST_IN_INKS if colour.space == "DeviceCMYK" else LEAST):
            pale.append(glyph)
            worst = min(worst, (colour, ratio), key=lambda pair: pair[1])
    return (quoted_glyphs(pale), *worst) if pale else None


@lru_cache(maxsize=256)
def _contrast(one: PdfColour, other: PdfColour) -> float:
    """Return the contrast of two colours as a viewer shows them; 1 if one is unknown."""
    return contrast_ratio(_as_light(one), _as_light(other)) or 1.0


def _as_light(colour: PdfColour) -> PdfColour:
    if colour.space != "DeviceCMYK" or len(colour.values) != 4:
        return colour
    red, green, blue = shown(colour)
    return PdfColour("DeviceRGB", (red / 255, green / 255, blue / 255))


@check(
    "C510",
    "photographs have pixels enough",
    found="A photograph has fewer than 300 pixels per inch at its size.",
    why="On paper it looks soft, or one sees its pixels.",
    advice="Make it smaller, or take one with more pixels.",
    owner="designer",
    asked_by="issue 11: coarse photographs",
    press=True,
)
def pixels_enough(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for placed in page.contents.images:
            image, box = placed.stream, placed.box
            sides = ((image.get("/Width", 0), box[2] - box[0]), (image.get("/Height", 0), box[3] - box[1]))
            dpi = min(float(pixels) / length * 72 for pixels, length in sides if length > 0)
            if dpi < LEAST_DPI * _ROUNDED:
                yield Fault(f"a photograph has {dpi:.0f} dpi", page=page.number)


@check(
    "T311",
    "text is on one background",
    found="A letter reaches over the edge of its coloured box, into another box, or into a drawing.",
    why="Part of the letter has no contrast, or looks like part of the drawing.",
    advice="Give the lines more space around them.",
    owner="designer",
    asked_by="issue 2: text on two grounds",
    needs_expectation=True,
)
def on_one_background(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        for text, over in texts_across_edges(page, reading.fonts, art_on(page, expectation)):
            yield Fault(
                f"“{over}” in “{text.text.strip()}” reaches over an edge or into a drawing",
                page=page.number,
                where=expected.face,
            )


def texts_across_edges(
    page: PageReading, fonts: Mapping[str, FontReading], art: Sequence[Paint] = ()
) -> Iterator[tuple[TextObject, str]]:
    """Yield text objects of which a letter has several colours behind its ink, with those letters.

    *art*, which text may stand on, does not count.
    """
    passed = {paint.order for paint in art}
    counted = PageContents(
        paints=[
            paint
            for paint in page.contents.paints
            if not (paint.colour.is_registration or paint.colour.is_dieline) and paint.order not in passed
        ]
    )
    for text in page.contents.texts:
        over = [
            glyph
            for glyph, near in seen_under_glyphs(counted, text, TOLERANCE)
            if len(near) > 1
            and len({_seen(paint) for paint in seen_under_ink(counted, text, glyph, fonts, TOLERANCE)}) > 1
        ]
        if over:
            yield text, quoted_glyphs(over)


def _seen(paint: Paint | None) -> PdfColour | None:
    """Return the colour of what is behind a letter; None for that of paper."""
    return None if paint is None or paint.colour.is_white else paint.colour
