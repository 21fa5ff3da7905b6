"""Whether a piece says what it is: the slug line that names the job, and the draft mark inside the trim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.checks.boxes import registration_boxes
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import contains, overlap
from flyers.proof.matching import essence, page_pairs
from flyers.proof.reading import PageReading, Reading

EXACT = 0.02
"""Points by which a mark or a text may reach out of the sheet: rounding in the file."""


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
        says = [(essence(text.text), text.box) for text in page.contents.texts if text.box]
        marks = [box for text, box in says if mark in text or text == words.split()[0]]
        without = [piece for piece in expected.pieces if not any(contains(piece, box, EXACT) for box in marks)]
        if without:
            yield Fault(
                f"{len(without)} of {len(expected.pieces)} pieces do not say “{words}”",
                page=page.number,
                where=expected.face,
            )
