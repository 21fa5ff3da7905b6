"""The picture of each page: every glyph and every drawing is where it was composed, in its shape and its colour."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.checks.boxes import alike, rounding
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import Box
from flyers.proof.matching import matching, page_pairs, visible
from flyers.proof.pictures.expected import ExpectedColour, ExpectedGlyphs, ExpectedPicture, as_named
from flyers.proof.pictures.pages import page_faults
from flyers.proof.pictures.wording import FaultKind, PictureFault
from flyers.proof.reading import PageReading, Reading

SAME_SHEET = 0.1
"""Points by which the sheet may differ from the expected one: as much as a line from its place."""

MOST_FAULTS = 12
"""Faults of one kind that are reported for a page."""


def _compared(reading: Reading, expectation: Expectation) -> list[tuple[int, PictureFault]]:
    """Return the differences of all pages, each with its page number."""
    if len(expectation.pictures) != len(expectation.pages):
        raise ValueError("nothing says what the pages must show")
    return [
        (page.number, fault)
        for page, picture in zip(reading.pages, expectation.pictures, strict=False)
        if _same_sheet(page, picture)
        for fault in page_faults(reading.raster, page.number, page.crop, picture, expectation.fonts)
    ]


def _same_sheet(page: PageReading, picture: ExpectedPicture) -> bool:
    return all(abs(one - other) <= SAME_SHEET for one, other in zip(page.crop, picture.sheet, strict=True))


def _of_kind(kind: FaultKind, reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    told: dict[int, int] = {}
    for number, fault in reading.once(_compared, expectation):
        if fault.kind is kind:
            told[number] = told.get(number, 0) + 1
            if told[number] <= MOST_FAULTS:
                yield Fault(fault.problem, page=number, where=fault.where)
    for number, count in told.items():
        if count > MOST_FAULTS:
            yield Fault(f"and in {count - MOST_FAULTS} more places", page=number)


@check(
    "V901",
    "everything is on the page",
    found="**A character or a drawing is missing,** or a part of it is: it was removed, covered or cut off.",
    why="Readers get other words or another number than the campaign's.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: a digit that was painted over",
    needs_expectation=True,
    looks=True,
)
def nothing_missing(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(FaultKind.MISSING, reading, expectation)


@check(
    "V902",
    "nothing else is on the page",
    found="**There is unexpected ink,** on a character, on a drawing or on bare paper.",
    why="A stroke turns one digit into another, and a bar hides it.",
    advice="Never print it; find out who added it.",
    owner="print shop, developer",
    asked_by="issue 9: a stroke that was added",
    needs_expectation=True,
    looks=True,
)
def nothing_added(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(FaultKind.ADDED, reading, expectation)


@check(
    "V903",
    "everything is in its place",
    found="A character or a drawing was moved.",
    why="In another place it reads as something else, or is cut off.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: moved ink",
    needs_expectation=True,
    looks=True,
)
def nothing_moved(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(FaultKind.MOVED, reading, expectation)


@check(
    "V904",
    "everything has its shape",
    found="**A character or a drawing has another shape** than in the campaign's font file or pictogram.",
    why="A font in a file can draw a 7 where the text says 8.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: another glyph in a font",
    needs_expectation=True,
    looks=True,
)
def nothing_reshaped(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(FaultKind.SHAPE, reading, expectation)


@check(
    "V905",
    "everything has its colour",
    found="A character or a drawing has another colour.",
    why="What is nearly as light as its background can't be read, and signs have their colours for a reason.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: recoloured words",
    needs_expectation=True,
    looks=True,
)
def nothing_recoloured(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(FaultKind.COLOUR, reading, expectation)
    told = {
        (number, fault.where)
        for number, fault in reading.once(_compared, expectation)
        if fault.kind is FaultKind.COLOUR
    }
    wanted = _text_colours(expectation)
    for match in matching(reading, expectation).matches:
        where, number = match.line.where, match.line.page + 1
        colours = wanted.get((match.line.page, where, match.line.text))
        if match.found is None or colours is None or (number, where) in told:
            continue
        # Small type has no pixel without an edge, which may differ: its colour is read in the file, too.
        for paint in match.found.paints:
            if as_named(paint.colour) not in colours:
                line = visible(match.line.text)
                yield Fault(f"“{line}” has another colour: {paint.colour}", page=number, where=where)
                told.add((number, where))
    yield from _strange_colours(reading, expectation, {number for number, _ in told})


def _strange_colours(reading: Reading, expectation: Expectation, told: set[int]) -> Iterator[Fault]:
    """Yield what is painted in a colour that nothing on its page has, on pages of which nothing was *told*."""
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        known = {as_named(drawing.colour) for drawing in (*picture.art, *picture.margin)}
        colours = [paint.colour for paint in page.contents.paints]
        colours += [paint.colour for text in page.contents.texts for paint in text.paints]
        for colour in dict.fromkeys(colours):
            if page.number in told or colour.is_registration or colour.is_dieline or as_named(colour) in known:
                continue
            yield Fault(f"something is painted in {colour}, which nothing on the page has", page=page.number)


def _text_colours(expectation: Expectation) -> dict[tuple[int, str, str], set[ExpectedColour]]:
    """Return the colours of each line, by its page (from 0), its message or block, and its text."""
    colours: dict[tuple[int, str, str], set[ExpectedColour]] = {}
    for page, picture in enumerate(expectation.pictures):
        for drawing in picture.art:
            if isinstance(drawing, ExpectedGlyphs):
                colours.setdefault((page, drawing.where, drawing.line), set()).add(as_named(drawing.colour))
    return colours


@check(
    "V906",
    "pages have their size",
    found="The sheet that a viewer shows, with the margin around the trim, is larger or smaller than when it was made.",
    why="What is outside is not printed, and could not be compared.",
    advice="Don't crop or enlarge pages; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: cropped pages",
    needs_expectation=True,
)
def same_sheets(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for (page, expected), picture in zip(page_pairs(reading, expectation), expectation.pictures, strict=False):
        # Even what moves no edge by a pixel makes the picture of a page a pixel larger in some viewers.
        if not alike(page.crop, picture.sheet, rounding(page, expectation)):
            yield Fault(f"{_size(page.crop)} instead of {_size(picture.sheet)}", page=page.number, where=expected.face)


def _size(box: Box) -> str:
    return f"{box[2] - box[0]:.4f} × {box[3] - box[1]:.4f} pt around the trim from {box[0]:.4f}, {box[1]:.4f}"
