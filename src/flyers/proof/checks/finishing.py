"""Lines for tools: where dies, cuts, perforations and holes were composed, in a colour that no plate prints."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault
from flyers.page.document import Finish
from flyers.page.paths import box_around
from flyers.proof.content_stream.records import Paint
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import Box, shared, shrink
from flyers.proof.matching import page_pairs
from flyers.proof.reading import PageReading, Reading

PLACE_TOLERANCE = 0.1
"""Points by which a line may be off its place: rounding."""


@check(
    "P110",
    "lines for tools",
    found="A line along which the piece is cut out, cut, perforated or punched is missing or off its place, or there "
    "is one that was not composed. Only press files have such lines.",
    why="The die is made after these lines: a hole through a number, or a perforation through a word, ruins the run.",
    advice="Build the file again; never move these lines by hand.",
    owner="print shop, developer",
    asked_by="issue 11: dies, folds and holes",
    needs_expectation=True,
)
def lines_for_tools(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        found = list(dielines(page))
        wanted = expected.finishing if expectation.edition.for_press else ()
        bleed = expectation.bleed_box(expected)
        for finish in wanted:
            match = next((paint for paint in found if _is_at(paint, finish, bleed)), None)
            if match is None:
                yield Fault(
                    f"the {finish.kind} at {_place(box_around(finish.path))} is missing",
                    page=page.number,
                    where=expected.face,
                )
            else:
                found.remove(match)
        for paint in found:
            yield Fault(
                f"there is a line for a tool at {_place(paint.box)}, where none was composed",
                page=page.number,
                where=expected.face,
            )


def dielines(page: PageReading) -> Iterator[Paint]:
    """Yield what is painted in the spot colour of lines for tools."""
    return (paint for paint in page.contents.paints if paint.colour.is_dieline)


def _is_at(paint: Paint, finish: Finish, bleed: Box) -> bool:
    """Return whether *paint* is around the path of *finish*; a stroke has half its weight on all sides.

    Of a line along the cut, the half that would be beyond the *bleed* is not there.
    """
    box = box_around(finish.path)
    around = shrink(box, -paint.thinnest / 2) if paint.kind == "stroke" else box
    seen = shared(around, bleed) or around
    return all(abs(one - other) <= PLACE_TOLERANCE for one, other in zip(paint.box, seen, strict=True))


def _place(box: Box) -> str:
    left, bottom, right, top = (round(edge / 72, 2) for edge in box)
    return f"{left:g}, {bottom:g} to {right:g}, {top:g} in"


@check(
    "C509",
    "lines for tools are not art",
    found="A line for a tool is filled, does not overprint, or is not at the full strength of its colour; or text is "
    "in that colour.",
    why="The shop takes this colour out before printing. What does not overprint leaves a white line in the art, and "
    "art in this colour would not be printed.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer, print shop",
    asked_by="issue 11: dies that print",
    rules=("ISO 32000-1, 8.6.6.4, 8.6.7",),
    press=True,
)
def tools_are_no_art(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for paint in dielines(page):
            if paint.kind != "stroke":
                yield Fault(f"a {paint.kind} at {_place(paint.box)} is in {paint.colour}", page=page.number)
            elif not paint.overprint:
                yield Fault(f"the line at {_place(paint.box)} does not overprint", page=page.number)
            elif paint.colour.values != (1.0,):
                yield Fault(f"the line at {_place(paint.box)} is in {paint.colour}", page=page.number)
        for text in page.contents.texts:
            if any(paint.colour.is_dieline for paint in text.paints):
                yield Fault(f"“{text.text.strip()}” is in the colour of lines for tools", page=page.number)
