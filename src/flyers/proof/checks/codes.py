"""QR codes: what they open, how well cameras read them, and the space around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flyers.findings import Fault, Severity
from flyers.proof.expectations import Expectation, PlacedCode
from flyers.proof.findings import check, compare
from flyers.proof.geometry import Box, contains, overlap, shrink, union
from flyers.proof.images import DPI, decode, faded, grey_range, out_of_focus
from flyers.proof.matching import contact_glyphs, essence, ink_of
from flyers.proof.painted import Paint
from flyers.proof.reading import PageReading, Reading, once
from flyers.records import dataclass

QUIET_MODULES = 4  # Empty modules on every side (ISO/IEC 18004, 6.3.8).


@dataclass(frozen=True, slots=True)
class CodeExamination:
    """How a composed code reads under each condition."""

    code: PlacedCode
    sharp: str | None  # sharp, blurred, pale: the texts decoded under each condition; None where none was
    blurred: str | None
    pale: str | None
    modules: int  # per side; 0: unknown
    art: tuple[Paint, ...]  # what is painted within its box
    quiet: float  # the range of grey in the quiet zone, of 255 levels
    contrast: float  # the difference between background and darkest module, as a share of that between black and white

    @property
    def opens(self) -> bool:
        return self.sharp == self.code.target

    @property
    def module(self) -> float:
        """Return the side of a module in points, measured on what is painted if anything is."""
        if not self.modules:
            return self.code.item.module
        left, _, right, _ = union(paint.box for paint in self.art) or self.code.box
        return (right - left) / self.modules


@once
def examine_codes(reading: Reading, expectation: Expectation) -> list[CodeExamination]:
    codes = (code for code in expectation.codes if code.page < len(reading.pages))
    return [_examine(reading, reading.pages[code.page], code) for code in codes]


def _examine(reading: Reading, page: PageReading, code: PlacedCode) -> CodeExamination:
    left, bottom, right, top = box = code.box
    x0, y0, x1, y1 = around = shrink(box, -QUIET_MODULES * code.item.module)
    # The symbol itself, without the background behind it, which extends beyond it on all sides.
    art = tuple(
        paint
        for paint in page.contents.paints
        if overlap(paint.box, box, 0.05) and not paint.colour.is_for_tools
        if not contains(paint.box, box, -0.05)
    )
    view = reading.raster.close_up(page.number, around)
    if view is None:
        return CodeExamination(code, None, None, None, 0, art, 255.0, 0.0)
    decoded = decode(view.image)
    sharp = next((one for one in decoded if one.text == code.target), decoded[0] if decoded else None)
    blurred = decode(out_of_focus(view.image, code.item.module * DPI / 72))
    pale = decode(faded(view.image))
    # A pixel and a half, since the edge of the symbol shades its own pixel and may reach the next.
    strips = ((x0, y0, left, y1), (right, y0, x1, y1), (x0, y0, x1, bottom), (x0, top, x1, y1))
    zones = [grey_range(zone) for strip in strips if (zone := view.crop(strip, inset=1.5)) is not None]
    darkest, lightest = min((low for low, _ in zones), default=255.0), max((high for _, high in zones), default=0.0)
    return CodeExamination(
        code=code,
        sharp=sharp.text if sharp else None,
        blurred=blurred[0].text if blurred else None,
        pale=pale[0].text if pale else None,
        modules=sharp.modules if sharp else 0,
        art=art,
        quiet=lightest - darkest if zones else 0.0,
        contrast=(lightest - grey_range(view.image)[0]) / 255,
    )


SCHEMES = ("https:", "tel:", "sms:", "mailto:")  # What a printed code or a live link may open.


def _fault(code: PlacedCode, problem: str) -> Fault:
    return Fault(problem, page=code.page + 1, where=code.item.contact)


@compare(
    "Q401",
    "each QR code opens its target",
    found="**A code cannot be read, or opens the wrong target.**",
    why="People who trust it reach nothing, or a stranger's site.",
    advice="Never print it.",
    asked_by="issue 2: codes that open something else",
)
def opens_target(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for examined in examine_codes(reading, expectation):
        if not examined.opens:
            result = f"opens {examined.sharp}" if examined.sharp else "can't be read"
            yield _fault(examined.code, f"the code for {examined.code.target} {result}")


@compare(
    "Q402",
    "codes can be read out of focus",
    found="A code cannot be read out of focus.",
    why="That is how cheap cameras and shaking hands see it.",
    advice="Print the code larger.",
    owner="designer",
    asked_by="issue 2: codes that phones can't read",
)
def reads_out_of_focus(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    return _unread(reading, expectation, "blurred", "out of focus")


def _unread(reading: Reading, expectation: Expectation, picture: str, how: str) -> Iterator[Fault]:
    for examined in examine_codes(reading, expectation):
        if examined.opens and getattr(examined, picture) != examined.code.target:
            yield _fault(examined.code, f"the code for {examined.code.target} cannot be read {how}")


@compare(
    "Q403",
    "codes can be read in poor light",
    found="A code cannot be read in poor light.",
    why="People need it in a rest room, at a truck stop or in a bus at night.",
    advice="Print it in black on white.",
    owner="designer",
    asked_by="issue 2: codes in poor light",
)
def reads_in_poor_light(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    return _unread(reading, expectation, "pale", "in poor light")


@compare(
    "Q404",
    "empty space around codes",
    found="Something is printed in the four empty modules around a code.",
    why="Cameras find a code by the empty space around it.",
    advice="Leave four modules empty on every side.",
    owner="designer",
    rules=("ISO/IEC 18004, 6.3.8",),
)
def quiet_zone(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for examined in examine_codes(reading, expectation):
        if examined.quiet > 24:  # levels of grey, of 255
            yield _fault(examined.code, "something is printed in the code's quiet zone")


@compare(
    "Q405",
    "modules are large enough",
    found="The modules are smaller than the product allows.",
    why="Ink spreads on paper: small modules merge, and cameras can't tell them apart at arm's length.",
    advice="Print the code larger, or shorten its address.",
    owner="designer",
    asked_by="issue 2: modules of 0.4 mm",
)
def modules_large(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for examined in examine_codes(reading, expectation):
        if examined.module < expectation.smallest_module - 0.005:
            size, least = (side * 25.4 / 72 for side in (examined.module, expectation.smallest_module))
            yield _fault(examined.code, f"the code's modules are {size:.2f} mm, less than {least:.2f} mm")


@compare(
    "Q406",
    "no unexpected codes",
    found="**There is an unexpected code.**",
    why="It may lead people into a trap.",
    advice="Never print it; find out where the code came from.",
    owner="print shop",
    asked_by="issue 9: a sticker with another code",
)
def no_unexpected_codes(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for index, page in enumerate(reading.pages):
        for decoded in reading.raster.codes(page.number):
            if not any(code.page == index and overlap(decoded.box, code.box) for code in expectation.codes):
                yield Fault(f"an unexpected {decoded.kind} opens “{decoded.text}”", page=page.number)


@compare(
    "Q407",
    "codes are black on a light background",
    found="A code is not in black ink alone, or its contrast with the background is below 40 %.",
    why="Several plates never align exactly, which blurs its edges; cameras can't see light inks.",
    advice="Print it in black ink alone, on paper.",
    owner="designer",
    rules=("ISO/IEC 15415, 7.8",),
)
def black_on_light(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for examined in examine_codes(reading, expectation):
        colours = (paint.colour for paint in examined.art)
        coloured = next((colour for colour in colours if not (colour.is_white or colour.is_solid_black)), None)
        if coloured and expectation.edition.for_press:
            yield _fault(examined.code, f"the code is printed in {coloured}")
        elif examined.contrast < 0.4:  # grade C (ISO/IEC 15415)
            yield _fault(examined.code, f"the contrast of the code with its background is only {examined.contrast:.0%}")


@compare(
    "Q410",
    "the address of each code is printed",
    found="The number or address that a code opens is not printed on its page.",
    why="Not everyone has a phone that reads codes, or dares to use it.",
    advice="Print it beside the code.",
    owner="designer",
    asked_by="issue 2: codes that nobody can type",
)
def address_printed(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for code, texts in _read_with(reading, expectation):
        if not any(_says(text, code.target) for text, _ in texts):
            yield _fault(code, f"{code.target} is not printed on the page of its code")


@compare(
    "Q411",
    "the address is beside its code",
    found="The number or address that a code opens is more than an inch from it.",
    why="People should see where a code leads before they open it.",
    advice="Print it beside the code.",
    owner="designer",
    asked_by="brief: the address under its code",
    severity=Severity.WARNING,
)
def address_beside(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for code, texts in _read_with(reading, expectation):
        near = shrink(code.box, -72.0)
        saying = [box for text, box in texts if _says(text, code.target)]
        if saying and not any(box and overlap(box, near) for box in saying):
            yield _fault(code, f"{code.target} is more than an inch from its code")


def _read_with(reading: Reading, expectation: Expectation) -> Iterator[tuple[PlacedCode, list[tuple[str, Box | None]]]]:
    """Yield each code with the texts of its page and their boxes; a number on several lines is one text."""
    for code in expectation.codes:
        if code.page < len(reading.pages):
            page = reading.pages[code.page]
            texts = [(text.text, text.box) for text in page.contents.texts]
            for contact in expectation.contacts:
                if len(contact.places) > 1 and contact.page == code.page:
                    glyphs = contact_glyphs(page, contact)
                    texts.append(("".join(glyph.text or "" for glyph in glyphs), ink_of(glyphs)))
            yield code, texts


def _says(text: str, target: str) -> bool:
    """Return whether a person who reads *text* could dial or type *target*."""
    scheme, _, address = target.partition(":")
    if scheme in ("tel", "sms"):
        number = re.sub(r"\D", "", address.partition("?")[0])
        # The country code may be left out, since everyone dials without it.
        return number.removeprefix("1") in re.sub(r"\D", "", essence(text))
    return address.strip("/").removeprefix("www.").lower() in essence(text).lower()


@check(
    "Q408",
    "codes and links open only what is allowed",
    found="A code or a link opens something other than a web page (https), a call, a text message or a mail.",
    why="Other targets can start programs or pay money, and unencrypted pages can be watched and forged.",
    advice="Correct the contact.",
    owner="coordinator",
    asked_by="issue 2: links of other schemes",
)
def allowed_targets(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for target in dict.fromkeys([*page.links, *(code.text for code in reading.raster.codes(page.number))]):
            if not target.lower().startswith(SCHEMES):
                yield Fault(f"“{target}” is not an allowed target", page=page.number)
