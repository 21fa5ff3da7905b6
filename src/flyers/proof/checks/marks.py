"""Outside the bleed: printer's marks, and the slug line that names the job, as the print condition wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flyers.content.press import Marks
from flyers.findings import Fault
from flyers.page.document import Page
from flyers.proof.checks.boxes import SIDES, registration_boxes
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.matching import essence, page_pairs
from flyers.proof.reading import PageReading, Reading

MARK_TOLERANCE = 0.25
"""Points by which a mark may be off what it shows: the width of the mark."""

THICKEST_MARK = 1.0
"""Points: a thicker mark does not show where to cut."""

EXACT = 0.02
"""Points by which a mark or a text may reach out of the sheet: rounding in the file."""

MEASURE = 0.05
"""Points by which a mark may be off the print condition's measures: rounding in the file."""


@check(
    "P107",
    "crop and fold marks",
    found="A crop mark or a fold mark is missing at one of its two ends, is too thick to cut by or printed in a tint, "
    "does not have the length or place that the print condition asks for, or is outside the media box; or there is a "
    "mark that the condition leaves out.",
    why="The cutter and the folding machine are set by these marks; printers who ask for none may refuse a page with "
    "them, or print them.",
    advice="Build the file again for this print condition.",
    owner="developer",
    asked_by="issue 3: marks of a print condition",
    press=True,
    needs_expectation=True,
)
def marks_present(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    condition, no_marks = expectation.edition.condition, Marks(crop=False, fold=False)
    asked = condition.marks if condition and expectation.edition.marks else no_marks
    for page, expected in page_pairs(reading, expectation):
        # A mark that the media box cuts off shows nothing.
        marks = [box for box in registration_boxes(page) if contains(page.media, box, EXACT)]
        if marks and not (asked.crop or asked.fold):
            yield Fault("there are marks, and the print condition asks for none", page=page.number, where=expected.face)
            continue
        if any(paint.colour.is_registration and paint.colour.values != (1.0,) for paint in page.contents.paints):
            yield Fault("a mark is printed in a tint of registration colour", page=page.number, where=expected.face)
        bleed = expectation.bleed_box(expected)
        for guide in _guides(expected, asked):
            for problem in guide.problems(marks, expected, bleed, asked):
                yield Fault(problem, page=page.number, where=expected.face)


class _Guide(NamedTuple):
    """What marks must show, or must not: the *axis* (0: x, 1: y) and the place on it."""

    name: str
    axis: int
    place: float
    wanted: bool

    def problems(self, marks: list[Box], page: Page, bleed: Box, asked: Marks) -> Iterator[str]:
        axis, across = self.axis, 1 - self.axis
        trim = (0.0, 0.0, page.width, page.height)
        lines = [
            box
            for box in marks
            if abs((box[axis] + box[axis + 2]) / 2 - self.place) <= MARK_TOLERANCE
            and box[axis + 2] - box[axis] <= THICKEST_MARK + MEASURE
        ]
        if not self.wanted:
            if lines:
                yield f"a mark shows the {self.name}, and the print condition asks for none"
            return
        ends = (
            [box for box in lines if box[across + 2] <= bleed[across] + MEASURE],
            [box for box in lines if box[across] >= bleed[across + 2] - MEASURE],
        )
        if missing := [SIDES[across + 2 * end] for end in (0, 1) if not ends[end]]:
            yield f"no mark shows the {self.name} at the {' and '.join(missing)}"
        if page.sheet:  # with many copies, marks only have to show the place
            return
        measures = asked.offset, asked.length, asked.weight
        for end, near in zip(ends, (2, 0), strict=True):
            edge = trim[across] if near == 2 else trim[across + 2]
            found = [_stroke(box, axis, edge, near) for box in end]
            if end and not any(_alike(stroke, measures) for stroke in found):
                yield f"the mark of the {self.name} is {_measures(found[0])} instead of {_measures(measures)}"


def _stroke(box: Box, axis: int, edge: float, near: int) -> tuple[float, float, float]:
    """Return offset, length and weight of a mark that shows a place on *axis*.

    The box of a stroke has half its weight on all sides, at its ends too (`flyers.proof.content_stream.graphics`).
    """
    across, weight = 1 - axis, box[axis + 2] - box[axis]
    return abs(box[across + near] - edge) + weight / 2, box[across + 2] - box[across] - weight, weight


def _alike(stroke: tuple[float, float, float], measures: tuple[float, float, float]) -> bool:
    return all(abs(one - other) <= MEASURE for one, other in zip(stroke, measures, strict=True))


def _measures(measures: tuple[float, float, float]) -> str:
    offset, length, weight = measures
    return f"{offset:.2f} pt from the trim, {length:.2f} pt long and {weight:.2f} pt thick"


def _guides(page: Page, asked: Marks) -> Iterator[_Guide]:
    for name, axis, place in (
        ("left cut", 0, 0.0),
        ("right cut", 0, page.width),
        ("lower cut", 1, 0.0),
        ("upper cut", 1, page.height),
    ):
        yield _Guide(name, axis, place, asked.crop)
    for fold in page.folds:
        yield _Guide(f"fold at {fold:g} pt", 0, fold, asked.fold)
    for fold in page.level_folds:
        yield _Guide(f"fold at {fold:g} pt from the foot", 1, fold, asked.fold)


@check(
    "P108",
    "slug line",
    found="The slug line lacks product, language, edition, content code, the day on which the file was made, or “draft "
    "translation” (for English, “draft text”) on an unsigned file; or it overlaps a mark or the edge of the sheet. "
    "Where the print condition has no slug, the file's title and keywords lack that, or text is outside the bleed.",
    why="The print shop can't tell which file this is, and a draft could be printed as if it were approved.",
    advice="Build the file again.",
    owner="developer",
    asked_by="issue 2: slug and draft mark",
    press=True,
    needs_expectation=True,
)
def slug_line(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    has_line = expectation.edition.slug_line
    if not has_line:
        yield from _information_faults(reading, expectation)
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        slug = [text for text in page.contents.texts if text.box and not overlap(text.box, bleed)]
        problems = _slug_problems(reading, expectation, page, slug) if has_line else _no_slug(slug)
        for problem in problems:
            yield Fault(problem, page=page.number, where=expected.face)


def _information_faults(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    """Yield what the file does not say of itself, and its pages cannot."""
    said = " ".join(reading.info.get(key, "") for key in ("Title", "Keywords"))
    if missing := [word for word in _slug_words(expectation) if word not in said]:
        yield Fault(f"title and keywords do not say “{'”, “'.join(missing)}”")


def _slug_words(expectation: Expectation) -> Iterator[str]:
    """Yield the words that the slug of every page must have; the file's information, if there is no slug."""
    document = expectation.document
    yield from (document.product, document.label, document.issue, document.code)
    if document.draft_mark:
        yield document.draft_mark


def _no_slug(slug: list[TextObject]) -> Iterator[str]:
    if slug:
        yield f"“{slug[0].text.strip()}” is outside the bleed, where the print condition has no slug"


def _slug_problems(
    reading: Reading, expectation: Expectation, page: PageReading, slug: list[TextObject]
) -> Iterator[str]:
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", reading.info.get("CreationDate", ""))
    date = "-".join(created.groups()) if created else ""
    printed = " ".join(text.text for text in slug)
    missing = [
        word
        for word in (*_slug_words(expectation), date or "the day on which the file was made")
        if word not in printed
    ]
    if missing:
        yield f"the slug does not say “{'”, “'.join(missing)}”"
    if not all(contains(page.media, text.box, EXACT) for text in slug if text.box):
        yield "the slug runs off the sheet"
    marks = list(registration_boxes(page))
    # No mark is near most lines, so that few letters have to be compared with any.
    near = [(text, mark) for text in slug if text.box for mark in marks if overlap(text.box, mark)]
    if any(glyph.box and overlap(glyph.box, mark) for text, mark in near for glyph in text.glyphs):
        yield "the slug overlaps a mark"


@check(
    "P109",
    "draft mark on every piece",
    found="Nobody has signed the words on a piece of an office sheet, or on an image, and it does not say “draft” "
    "inside its trim.",
    why="The margin of the sheet is cut off: without the mark, a draft would be handed out as if it were approved.",
    advice="Build the file again, or have the product read and signed.",
    owner="developer",
    asked_by="issue 3: drafts among the cards of a sheet",
    needs_expectation=True,
)
def draft_marks(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    words = expectation.document.draft_mark
    mark = essence(words)
    for page, expected in page_pairs(reading, expectation) if mark else ():
        if not expected.pieces:
            continue
        marks = [text.box for text in page.contents.texts if text.box and mark in essence(text.text)]
        without = [piece for piece in expected.pieces if not any(contains(piece, box, EXACT) for box in marks)]
        if without:
            yield Fault(
                f"{len(without)} of {len(expected.pieces)} pieces do not say “{words}”",
                page=page.number,
                where=expected.face,
            )
