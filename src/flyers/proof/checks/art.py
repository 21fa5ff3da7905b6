"""Pictures: text on art can be read, and photographs are as they were composed, with enough pixels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from flyers.findings import Fault
from flyers.proof.art import art_on
from flyers.proof.checks.contrast import LEAST, WHITE, contrast_ratio
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import Paint, PlacedImage, TextObject
from flyers.proof.covering import seen_under_glyphs
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import overlap
from flyers.proof.matching import quoted_glyphs
from flyers.proof.pictures.expected import ExpectedColour, ExpectedPhotograph
from flyers.proof.pictures.swatches import shown
from flyers.proof.reading import PageReading, Reading

LEAST_IN_INKS = 3.0
"""The least contrast in a press file: what inks look like is only estimated, as a viewer without profiles does.

The layout has compared the colours of the theme, which need 4.5.
"""

LEAST_DPI = 300.0
_ROUNDED = 0.99
"""Part of the least resolution that is enough, since photographs are cut off between pixels."""

_SAME_PLACE = 0.1
"""Points by which a photograph may be off its place."""

_WHOLE = ("/Width", "/Height", "/BitsPerComponent")
"""Entries of an image that are whole numbers: poppler shows none whose pixels have 8.0 bits."""

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
    inks = ExpectedColour(colour.space, colour.values)
    red, green, blue = shown([inks])[inks]
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
        for box, _, image in page.contents.images:
            sides = ((image.get("/Width", 0), box[2] - box[0]), (image.get("/Height", 0), box[3] - box[1]))
            dpi = min(float(pixels) / length * 72 for pixels, length in sides if length > 0)
            if dpi < LEAST_DPI * _ROUNDED:
                yield Fault(f"a photograph has {dpi:.0f} dpi", page=page.number)


@check(
    "V908",
    "photographs are as they were composed",
    found="A photograph has other pixels, another place or another size, or is missing.",
    why="The changed picture may show another person, or other words.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked_by="issue 11: photographs",
    needs_expectation=True,
)
def photographs_as_composed(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        wanted = [drawing for drawing in picture.art if isinstance(drawing, ExpectedPhotograph)]
        for drawing, placed in zip_longest(wanted, page.contents.images[: len(wanted)]):
            if problem := "is missing" if placed is None else _difference(drawing, placed):
                yield Fault(f"{drawing.name} {problem}", page=page.number, where=drawing.where)


def _difference(drawing: ExpectedPhotograph, placed: PlacedImage) -> str:
    """Return how an image of the file differs from what was composed, in words; "" if it does not."""
    if not placed.upright or any(
        abs(one - other) > _SAME_PLACE for one, other in zip(drawing.box, placed.box, strict=True)
    ):
        return "is not in its place"
    image = placed.stream
    if not all(isinstance(image.get(key), int) for key in _WHOLE):
        return "is shown otherwise than its pixels say"
    if image.get("/BitsPerComponent") != 8 or str(image.get("/ColorSpace")) != f"/{drawing.space}":
        return "has other colours"
    if any(key in image for key in ("/Decode", "/Mask", "/SMask", "/ImageMask", "/Alternates", "/OPI")):
        return "is shown otherwise than its pixels say"
    if image.get("/Width") != drawing.width or image.get("/Height") != drawing.height:
        return "has another number of pixels"
    is_jpeg = str(image.get("/Filter")) == "/DCTDecode"
    data = image.read_raw_bytes() if is_jpeg else image.read_bytes()
    return "" if is_jpeg == drawing.is_jpeg and data == drawing.data else "has other pixels"
