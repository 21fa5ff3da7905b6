"""What the file draws is what was composed: every contour of every letter and drawing, its place and its colour."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.drawn import PageDifference, PageFault, page_faults
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.reading import Reading

MOST_FAULTS = 12
"""Faults of one kind that are reported for a page."""


def _compared(reading: Reading, expectation: Expectation) -> list[PageFault]:
    if not expectation.is_known:
        raise ValueError("nothing says what the pages must show")
    return list(page_faults(reading, expectation))


def _of_kind(kind: PageDifference, reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    told: dict[int, int] = {}
    for fault in reading.once(_compared, expectation):
        if fault.kind is kind:
            told[fault.page] = told.get(fault.page, 0) + 1
            if told[fault.page] <= MOST_FAULTS:
                yield Fault(fault.problem, page=fault.page, where=fault.where)
    for page, count in told.items():
        if count > MOST_FAULTS:
            yield Fault(f"and in {count - MOST_FAULTS} more places", page=page)


@check(
    "V901",
    "everything is on the page",
    found="**A character or a drawing is missing,** or a part of it is: it was removed or cut off.",
    why="Readers get other words or another number than the campaign's.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: a digit that was painted over",
    needs_expectation=True,
)
def nothing_missing(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(PageDifference.MISSING, reading, expectation)


@check(
    "V902",
    "nothing else is on the page",
    found="**Something is drawn that was not composed:** a character, a shape, a line or a picture, even one that can "
    "hardly be seen.",
    why="A stroke turns one digit into another, and a bar hides it.",
    advice="Never print it; find out who added it.",
    owner="print shop, developer",
    asked_by="issue 9: a stroke that was added",
    needs_expectation=True,
)
def nothing_added(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(PageDifference.ADDED, reading, expectation)


@check(
    "V903",
    "everything is in its place",
    found="A character or a drawing is more than 0.03 pt off its place.",
    why="In another place it reads as something else, or is cut off.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: moved ink",
    needs_expectation=True,
)
def nothing_moved(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(PageDifference.MOVED, reading, expectation)


@check(
    "V904",
    "everything has its shape",
    found="**A character or a drawing has another shape or size** than in the campaign's font, pictogram, code or "
    "photograph.",
    why="A font in a file can draw a 7 where the text says 8.",
    advice="Never print it; ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: another glyph in a font; issue 27: the glyph of another letter",
    needs_expectation=True,
)
def nothing_reshaped(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(PageDifference.SHAPE, reading, expectation)


@check(
    "V905",
    "everything has its colour",
    found="A character or a drawing has another colour, or prints over what is below it where it has to replace it, or "
    "the other way round.",
    why="What is nearly as light as its background can't be read, and signs have their colours for a reason. Inks that "
    "overprint mix on the press, and not on the screen.",
    advice="Ask for the original, or build it again.",
    owner="print shop, developer",
    asked_by="issue 9: recoloured words",
    needs_expectation=True,
)
def nothing_recoloured(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind(PageDifference.COLOUR, reading, expectation)
