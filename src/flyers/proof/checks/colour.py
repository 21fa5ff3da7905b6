"""Colour and ink: what the plates get."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.checks.boxes import pairs
from flyers.proof.colours import Colour
from flyers.proof.expectations import Expectation
from flyers.proof.findings import Fault, check
from flyers.proof.geometry import overlap, shrink
from flyers.proof.inks import inked
from flyers.proof.reading import PageReading, Reading
from flyers.proof.records import TextObject, TextPaint

SPACES = {"cmyk": ("DeviceCMYK",), "srgb": ("DeviceRGB", "DeviceGray")}
"""Families allowed for each colour space of an edition."""

SMALL_TYPE = 8.0
"""Points: the least for type that is reversed or printed in several inks."""

DARK = 0.6
"""From this tint of black on, text counts as black."""


@check("C501", "colour spaces", advice="Use the press's own four inks: other colours are converted by chance.")
def colour_spaces(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    allowed = SPACES.get(expectation.colour_space)
    if allowed is None:
        return
    for page in reading.pages:
        strange = {_named(colour): "" for colour in _used(page) if not _is_allowed(colour, allowed)}
        for space, where in page.spaces:
            if space not in allowed and space not in ("Separation All", "Pattern"):
                strange[space] = strange.get(space) or where
        for space, where in strange.items():
            yield Fault(
                f"{space} is used{f' ({where})' if where else ''} instead of {' or '.join(allowed)}", page.number
            )


def _is_allowed(colour: Colour, allowed: tuple[str, ...]) -> bool:
    return colour.space in allowed or colour.is_registration


def _named(colour: Colour) -> str:
    return f"{colour.space} {colour.colorant}".strip()


def _used(page: PageReading) -> Iterator[Colour]:
    for paint in page.contents.paints:
        yield paint.colour
    for text in page.contents.texts:
        if text.box is not None:
            yield from (paint.colour for paint in text.paints)


@check(
    "C502", "no transparency", press=True, advice="Use flat tints: transparency is flattened differently by each shop."
)
def no_transparency(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for use in dict.fromkeys(page.contents.transparency):
            yield Fault(f"the page uses {use}", page.number)


@check("C503", "ink limit", press=True, advice="Choose a lighter colour: too much ink smears and sets off.")
def ink_limit(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    most: dict[int, float] = {}
    for page, asked in pairs(reading, expectation):
        bleed = shrink((0.0, 0.0, asked.width, asked.height), -asked.bleed)
        found = max(inked(page.contents, bleed), default=None)
        most[page.number] = found.amount if found else 0.0
        if found and found.amount > expectation.ink_limit + 0.005:
            inks = f"{found.amount:.0%} of ink, more than {expectation.ink_limit:.0%}"
            yield Fault(f"{found.what} lays down {inks}", page.number, asked.face)
    reading.kept["ink"] = most


@check(
    "C504",
    "black text overprints",
    press=True,
    advice="Set overprint (mode 1), or a white rim shows when plates shift.",
)
def black_overprints(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        solid = paint.colour.is_black_alone and (paint.colour.inks or (0, 0, 0, 0))[3] > 0.995
        if solid and not (paint.overprint and paint.overprint_mode == 1):
            yield Fault(f"“{text.text.strip()}” is black and does not overprint", page.number)


@check("C505", "white does not overprint", press=True, advice="White that overprints is not printed at all.")
def white_knocks_out(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        if paint.colour.is_white and paint.overprint:
            yield Fault(f"“{text.text.strip()}” is white and overprints: it would vanish", page.number)
    for page, asked in pairs(reading, expectation):
        for drawn in page.contents.paints:
            if drawn.colour.is_white and drawn.overprint:
                yield Fault(f"a white {drawn.kind} overprints: it would vanish", page.number, asked.face)


@check(
    "C506", "no rich black text", press=True, advice="Print text in black ink alone: four plates never meet exactly."
)
def no_rich_black(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        inks = paint.colour.inks
        if inks and inks[3] >= DARK and max(inks[:3]) >= 0.005:
            yield Fault(f"“{text.text.strip()}” is printed in {paint.colour}", page.number)


@check(
    "C507",
    "small type in one ink",
    press=True,
    advice=f"Below {SMALL_TYPE:g} pt print in black ink alone, on paper: plates that shift close thin strokes.",
)
def small_type_in_one_ink(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        size = min(glyph.size for glyph in text.glyphs if glyph.box is not None)
        if size < SMALL_TYPE - 0.01 and paint.colour.inks and not paint.colour.is_black_alone:
            how = "white on a ground" if paint.colour.is_white else f"printed in {paint.colour}"
            yield Fault(f"“{text.text.strip()}” is {how} at {size:.1f} pt", page.number)


def _text_paints(reading: Reading, expectation: Expectation) -> Iterator[tuple[PageReading, TextObject, TextPaint]]:
    """Every way in which text inside the bleed is painted."""
    for page, asked in pairs(reading, expectation):
        bleed = shrink((0.0, 0.0, asked.width, asked.height), -asked.bleed)
        for text in page.contents.texts:
            if text.box is not None and overlap(text.box, bleed):
                for paint in text.paints:
                    yield page, text, paint
