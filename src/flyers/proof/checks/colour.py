"""Colour and ink: which spaces are used, how much ink, and what overprints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, check_press
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.matching import page_pairs
from flyers.proof.painted import Inks, PageContents, Paint, PaintStyle, PdfColour, TextObject, overprinted
from flyers.proof.reading import PageReading, Reading
from flyers.units import total

PAPER: Inks = (0.0, 0.0, 0.0, 0.0)

EDGE = 0.05
"""Points by which boxes may overlap and still count as separate: rounding in the file."""

DEEPEST = 6
"""Layers of overprint that are followed; below them, the heaviest paint counts as what is beneath."""


class InkLoad(NamedTuple):
    """The heaviest ink that something painted can leave in a colour, as a sum of fractions."""

    amount: float
    painted: Paint | TextObject
    colour: PdfColour

    @property
    def what(self) -> str:
        painted = self.painted
        name = f"“{painted.text.strip()}”" if isinstance(painted, TextObject) else f"a {painted.kind}"
        return f"{name} in {self.colour}"


def ink_loads(contents: PageContents, area: Box) -> Iterator[InkLoad]:
    """Yield everything painted within *area* (the bleed), with the heaviest ink at its place.

    Colours whose inks are unknown (RGB, spot colours) are left out, since the check of colour spaces reports them.
    """
    for paint in contents.paints:
        if overlap(paint.box, area) and not paint.colour.is_registration:
            amount = max((total(inks) for inks in _left_by(contents, paint, 0)), default=0.0)
            yield InkLoad(amount, paint, paint.colour)
    for text in contents.texts:
        if text.box is None or not overlap(text.box, area):
            continue
        letters = [glyph.box for glyph in text.glyphs if glyph.box is not None]
        for colour, overprints, mode, _ in text.paints:
            if colour.inks is not None and not colour.is_registration:
                beneath = _beneath(contents, text.box, text.order, 0, letters) if overprints else [PAPER]
                yield InkLoad(max(total(overprinted(colour.inks, below, mode)) for below in beneath), text, colour)


def _left_by(contents: PageContents, paint: Paint, depth: int) -> Iterator[Inks]:
    if paint.inks is not None and (not paint.overprint or depth > DEEPEST):
        yield paint.inks
    elif paint.inks is not None:
        for below in _beneath(contents, paint.box, paint.order, depth + 1):
            yield overprinted(paint.inks, below, paint.overprint_mode)


def _beneath(contents: PageContents, box: Box, order: int, depth: int, letters: Sequence[Box] = ()) -> list[Inks]:
    """Return the inks that may be under *box*: those of paint before *order*, down to the first that covers it.

    Of a text, what is beside its *letters* is not under it: lines of Nastaliq rise to one side.
    """
    found: list[Inks] = []
    left, bottom, right, top = box[0] + EDGE, box[1] + EDGE, box[2] - EDGE, box[3] - EDGE
    for paint in contents.paints_before(order):
        x0, y0, x1, y1 = paint.box  # not by `overlap`: a page asks this ten thousand times
        if not (x0 < right and left < x1 and y0 < top and bottom < y1) or paint.colour.is_registration:
            continue
        covers = contains(paint.box, box, 0.01)
        if letters and not covers and not any(overlap(paint.box, letter, EDGE) for letter in letters):
            continue
        found.extend(_left_by(contents, paint, depth))
        if covers and paint.solid and not paint.overprint:
            return found or [PAPER]
    return [*found, PAPER]


SPACES = {"cmyk": ("DeviceCMYK",), "srgb": ("DeviceRGB", "DeviceGray"), "gray": ("DeviceGray",)}
"""Families of colour spaces allowed for each colour space of an edition."""

SMALL_TYPE = 8.0
"""Points: the smallest type that may be reversed or printed in several inks."""

DARK = 0.6
"""Text in at least this tint of black counts as black."""


@check(
    "C501",
    "colour spaces",
    found="A colour is not in the space of its edition: the four inks of the press, or the sRGB of screens.",
    why="Some program converts it in an unknown way: the printed blue is not the chosen blue, and black text ends "
    "up in four inks.",
    advice="Use CMYK for the press, sRGB for screens.",
    owner="designer, print shop",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 19005-2, 6.2.4.3"),
)
def colour_spaces(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    edition = expectation.edition
    if not (expectation.is_known or edition.for_press):
        return
    allowed = SPACES[edition.colour_space]
    has_dielines = edition.for_press and any(page.finishing for page in expectation.pages)
    known = {*allowed, "Separation All", "Pattern"} | ({"Separation Dieline"} if has_dielines else set())
    for page in reading.pages:
        strange = {
            colour.name: ""
            for colour in _used(page)
            if not (colour.space in allowed or colour.is_registration or (has_dielines and colour.is_dieline))
        }
        for space, where in page.spaces:
            if space not in known:
                strange[space] = strange.get(space) or f" ({where})"
        for space, where in strange.items():
            yield Fault(f"{space} is used{where} instead of {' or '.join(allowed)}", page=page.number)


def _used(page: PageReading) -> Iterator[PdfColour]:
    for paint in page.contents.paints:
        yield paint.colour
    for text in page.contents.texts:
        if text.box is not None:
            yield from (paint.colour for paint in text.paints)


@check_press(
    "C502",
    "no transparency",
    found="The page uses transparency.",
    why="PDF/X-4 allows it, PDF/X-1a does not; older presses flatten it, each in its own way, "
    "and text above it may change. These products don't need it.",
    advice="Use flat tints.",
    owner="designer",
    asked_by="ISO 15930-4, 6.16",
    rules=("ISO 15930-7, 6.20", "ISO 15930-4, 6.16"),
)
def no_transparency(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for use in dict.fromkeys(page.contents.transparency):
            yield Fault(f"the page uses {use}", page=page.number)


@check_press(
    "C503",
    "ink limit",
    found="A spot has more ink than the print condition allows.",
    why="It dries slowly, smears, and sets off on the back of the next sheet.",
    advice="Choose a lighter colour.",
    owner="designer",
    asked_by="issue 2: ink that does not dry",
)
def ink_limit(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    amounts: list[float] = []
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        loads = list(ink_loads(page.contents, bleed))
        most = max((load.amount for load in loads), default=0.0)
        amounts.append(most)
        if most > expectation.ink_limit + 0.005:
            what = max(load.what for load in loads if load.amount == most)
            inks = f"{most:.0%} of ink, more than {expectation.ink_limit:.0%}"
            yield Fault(f"{what} has {inks}", page=page.number, where=expected.face)
    reading.most_ink = max(amounts, default=None)


@check_press(
    "C504",
    "black text overprints",
    found="Black text does not overprint, or overprints where the print shop asks that it knock out.",
    why="Where black does not overprint, a white rim shows when the plates shift.",
    asked_by="issue 3: black that is misregistered",
    rules=("ISO 32000-1, 8.6.7",),
)
def black_overprints(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        overprints = paint.overprint and paint.overprint_mode == 1
        if paint.colour.is_solid_black and overprints != expectation.edition.overprints_black:
            what = "overprints, and the shop asks that it knock out" if overprints else "does not overprint"
            yield Fault(f"“{text.text.strip()}” is black and {what}", page=page.number)


@check_press(
    "C505",
    "white does not overprint",
    found="White text or a white picture is set to overprint.",
    why="White is the absence of ink: white that overprints is not printed at all.",
    advice="Switch overprint off for white.",
    asked_by="issue 3: white that vanishes",
    rules=("ISO 32000-1, 8.6.7",),
)
def white_knocks_out(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        if paint.colour.is_white and paint.overprint:
            yield Fault(f"“{text.text.strip()}” is white and overprints: it would vanish", page=page.number)
    for page, expected in page_pairs(reading, expectation):
        for drawn in page.contents.paints:
            if drawn.colour.is_white and drawn.overprint:
                yield Fault(f"a white {drawn.kind} overprints: it would vanish", page=page.number, where=expected.face)


@check_press(
    "C506",
    "no rich black text",
    found="Black text is mixed from several inks.",
    why="Four plates never align exactly: small letters get coloured rims.",
    advice="Print text in black ink alone.",
    owner="designer",
    asked_by="issue 3: rich black text",
)
def no_rich_black(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        inks = paint.colour.inks
        if inks and inks[3] >= DARK and max(inks[:3]) >= 0.005:
            yield Fault(f"“{text.text.strip()}” is printed in {paint.colour}", page=page.number)


@check_press(
    "C507",
    "small type in one ink",
    found="Type below 8 pt is white on a colour, or printed in several inks.",
    why="Its strokes fill or blur when the plates shift.",
    advice="Print it in black on paper.",
    owner="designer",
    asked_by="issue 2: fine type in several inks",
)
def small_type_in_one_ink(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, text, paint in _text_paints(reading, expectation):
        if not paint.colour.inks or paint.colour.is_black_alone:
            continue
        size = min(glyph.size for glyph in text.glyphs if glyph.box is not None)
        if size < SMALL_TYPE - 0.01:
            how = "white on a colour" if paint.colour.is_white else f"printed in {paint.colour}"
            yield Fault(f"“{text.text.strip()}” is {how} at {size:.1f} pt", page=page.number)


@check_press(
    "C508",
    "one ink",
    found="A file for one ink uses another ink than black.",
    why="The press has one plate: what is in another ink is missing from the sheet, or comes out as a grey that nobody "
    "chose.",
    advice="Build the file again with --ink black.",
    owner="designer",
    asked_by="issue 3: black for copiers",
    needs_expectation=True,
)
def one_ink(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages if expectation.edition.one_ink else ():
        photographs = [(paint.colour, max(paint.plates[:3])) for paint in page.contents.paints if paint.plates]
        grey = {colour for colour, chromatic in photographs if chromatic == 0}
        for colour in dict.fromkeys(_used(page)):
            black = colour.is_for_tools or colour in grey or (colour.inks is not None and max(colour.inks[:3]) <= 0)
            if not black:
                yield Fault(f"{colour} is used in a file for black ink alone", page=page.number)
        if any(chromatic > 0 for _, chromatic in photographs):
            yield Fault("a photograph has colours in a file for black ink alone", page=page.number)


def _text_paints(reading: Reading, expectation: Expectation) -> Iterator[tuple[PageReading, TextObject, PaintStyle]]:
    """Yield every way in which text inside the bleed is painted."""
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        for text in page.contents.texts:
            if text.box is not None and overlap(text.box, bleed):
                for paint in text.paints:
                    yield page, text, paint
