"""Pictures: text on art can be read, and photographs have enough pixels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flyers.findings import Fault
from flyers.proof.art import art_on
from flyers.proof.checks.contrast import LEAST, WHITE, contrast_ratio
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import Paint, TextObject
from flyers.proof.covering import seen_under_glyphs
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import overlap
from flyers.proof.matching import quoted_glyphs
from flyers.proof.reading import PageReading, Reading
from flyers.proof.swatches import shown

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
