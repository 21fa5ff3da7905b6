"""Pages: how many, how large, how far the art extends, what is outside it, where tools cut, slug and draft mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flyers.findings import Fault
from flyers.page.document import Page
from flyers.proof.expectations import Expectation
from flyers.proof.findings import PDF_X, check, check_press, compare
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.matching import essence, page_pairs
from flyers.proof.painted import TextObject
from flyers.proof.reading import PageReading, Reading

SIX_DIGITS, LARGE = 0.0001, 0.001
"""Points by which a box may be off: two edges, each written with six digits. Those of a page of more than 1000 pt have
three decimals. More than that moves the page against the pixels of a viewer, or makes its picture a pixel larger."""

LONG = 1000.0
"""Points of an edge beyond which six digits leave three decimals."""

OF_OTHERS = 0.02
"""Points by which the boxes of another program's files may be off: those write fewer digits."""

TOUCH = 0.5
"""Points: art that ends this near the trim edge is meant to be cut, and must bleed."""

THINNEST_LINE = 0.25
"""Points: the thinnest line that a plate can print in one ink."""

SIDES = ("left", "bottom", "right", "top")


@compare(
    "P101",
    "number of pages",
    found="Pages are missing, or there are too many.",
    why="A card without its back, or a brochure without its inside, lacks half of the help.",
    advice="Build the file again. Don't add, remove or merge pages by hand.",
    owner="coordinator",
    asked_by="issue 2: sides that are missing",
)
def page_count(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found, expected = len(reading.pages), len(expectation.pages)
    if found != expected:
        yield Fault(f"the file has {found} pages instead of {expected}")


@check(
    "P102",
    "page boxes",
    found="The trim, bleed, media or crop box is missing or wrong, or a box is no rectangle: the shop would cut in the "
    "wrong place.",
    why="Print shops place and cut a page by these boxes, not by what is drawn on it.",
    advice="Keep the page boxes when you export; a press file needs all three, nested, and no crop "
    "box that cuts into the bleed.",
    owner="print shop, developer",
    rules=("ISO 15930-7, 6.12", "ISO 15930-4, 6.8", "ISO 32000-1, 14.11.2"),
)
def page_boxes(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        for problem in _box_problems(page, expected, expectation):
            yield Fault(problem, page=page.number, where=expected.face)


def _box_problems(page: PageReading, expected: Page, expectation: Expectation) -> Iterator[str]:
    for name in ("MediaBox", "TrimBox", "BleedBox") if expectation.edition.for_press else ("MediaBox",):
        if name not in page.declared:
            yield f"the page declares no {name}"
    for name in page.misshapen:
        yield f"the {name} is no rectangle of four numbers"
    if page.rotation or page.user_unit != 1:
        yield "the page is rotated or scaled by its own settings"
    width, height = page.size
    exact = rounding(page, expectation)
    if abs(width - expected.width) > exact or abs(height - expected.height) > exact:
        size = f"{width:.4f} × {height:.4f} pt instead of {expected.width:.4f} × {expected.height:.4f} pt"
        yield f"the trimmed size is {size}"
    if expectation.is_known:
        media = expectation.sheet(expected)
        shown = {"the whole page": page.media} | ({"what viewers show": page.crop} if page.crop != page.media else {})
        for what, box in shown.items():
            if any(abs(side - other) > exact for side, other in zip(box, media, strict=True)):
                yield f"{what} is {_size(box)} instead of {_size(media)}, or off its place"
        # X731 has those of PDF/X.
        if "ArtBox" in page.declared and set(PDF_X).isdisjoint(expectation.edition.standards):
            yield "the page declares an ArtBox, which some programs show alone"
    if "BleedBox" not in page.declared:
        return
    runs = [abs(edge - trim) for edge, trim in zip(page.bleed, page.trim, strict=True)]
    bleed = expectation.bleed(expected)
    # The size of the trim has been checked; the bleed is measured from it.
    if not contains(page.bleed, page.trim, exact):
        yield "the bleed box is inside the trim box"
    elif "TrimBox" in page.declared and any(abs(run - bleed) > exact for run in runs):
        yield f"the bleed is {', '.join(f'{run:.2f}' for run in runs)} pt instead of {bleed:.2f} pt"
    if not contains(page.media, page.bleed, exact):
        yield "the bleed box extends beyond the media box"
    if not contains(page.crop, page.bleed, exact):
        yield "the crop box cuts into the bleed"


def rounding(page: PageReading, expectation: Expectation) -> float:
    """Return by how much a place or a size of a box may be off."""
    if not expectation.is_known:
        return OF_OTHERS
    x, y = page.trim_origin
    digits = SIX_DIGITS if max(x + page.media[2], y + page.media[3]) < LONG else LARGE
    return digits * (1 + 1e-6)


def _size(box: Box) -> str:
    return f"{box[2] - box[0]:.4f} × {box[3] - box[1]:.4f} pt"


@check_press(
    "P103",
    "art extends into the bleed",
    found="Colour that touches the cutting edge does not extend into the bleed: a white sliver would show.",
    why="Paper shifts under the knife by up to 1/16 in; where colour ends at the cut, bare paper shows.",
    advice="Extend the background to the edge of the bleed, 0.125 in beyond the cut.",
    owner="designer",
    asked_by="issue 2: a white edge after the cut",
)
def art_bleeds(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        trim, bleed = (0.0, 0.0, expected.width, expected.height), expectation.bleed_box(expected)
        for paint in page.contents.paints:
            if paint.colour.is_white or paint.colour.is_for_tools:
                continue
            short = [
                (side, part)
                for part in paint.parts
                if overlap(part, trim)
                for number, (side, inwards) in enumerate(zip(SIDES, (1, 1, -1, -1), strict=True))
                if (part[number] - trim[number]) * inwards <= TOUCH and (part[number] - bleed[number]) * inwards > 0.1
            ]
            if short:
                sides = " and ".join(dict.fromkeys(side for side, _ in short))
                problem = f"art in {paint.colour} stops at the {sides} cutting edge"
                yield Fault(problem, page=page.number, where=expected.face, box=short[0][1])


@check_press(
    "P104",
    "nothing but marks and slug outside the bleed",
    found="Something other than marks and the slug line is painted outside the bleed.",
    why="It is cut off, or printed on the neighbouring page when the shop puts several on a sheet.",
    advice="Remove it.",
    owner="designer",
    asked_by="issue 2: art outside the bleed",
)
def nothing_outside(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        for paint in page.contents.paints:
            if not paint.colour.is_registration and not contains(bleed, paint.box, 0.1):
                problem = f"a {paint.kind} in {paint.colour} extends beyond the bleed"
                yield Fault(problem, page=page.number, where=expected.face)


@check_press(
    "P105",
    "marks stay outside the bleed",
    found="Registration colour, which prints on all plates, is used inside the bleed.",
    why="It prints all four inks at full strength: 400 % smears and never dries.",
    advice="Use it for printer's marks only, outside the bleed.",
    owner="designer, print shop",
    asked_by="issue 3: marks in registration colour",
    rules=("ISO 32000-1, 8.6.6.4",),
)
def marks_outside(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        if any(overlap(box, bleed, 0.01) for box in registration_boxes(page)):
            yield Fault("registration colour is printed inside the bleed", page=page.number, where=expected.face)


def registration_boxes(page: PageReading) -> Iterator[Box]:
    for paint in page.contents.paints:
        if paint.colour.is_registration:
            yield from paint.parts
    for text in page.contents.texts:
        if text.box and any(paint.colour.is_registration for paint in text.paints):
            yield text.box


@check_press(
    "P106",
    "no hairlines",
    found="A line is thinner than 0.25 pt.",
    why="On screen it looks fine; on the plate it breaks up or vanishes.",
    advice="Make it at least 0.25 pt thick.",
    owner="designer",
    asked_by="issue 3: hairlines",
)
def no_hairlines(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, expected in page_pairs(reading, expectation):
        for paint in page.contents.paints:
            if paint.thinnest < THINNEST_LINE - 0.01:
                yield Fault(f"a {paint.kind} is {paint.thinnest:.3f} pt thin", page=page.number, where=expected.face)


@check_press(
    "C509",
    "lines for tools are not art",
    found="A line for a tool is filled, does not overprint, or is not at the full strength of its colour; or text is "
    "in that colour.",
    why="The shop takes this colour out before printing. What does not overprint leaves a white line in the art, and "
    "art in this colour would not be printed.",
    owner="developer, print shop",
    asked_by="issue 11: dies that print",
    rules=("ISO 32000-1, 8.6.6.4, 8.6.7",),
)
def tools_are_no_art(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for paint in page.contents.paints:
            if not paint.colour.is_dieline:
                continue
            left, bottom, right, top = (round(edge / 72, 2) for edge in paint.box)
            place = f"{left:g}, {bottom:g} to {right:g}, {top:g} in"
            if paint.kind != "stroke":
                yield Fault(f"a {paint.kind} at {place} is in {paint.colour}", page=page.number)
            elif not paint.overprint:
                yield Fault(f"the line at {place} does not overprint", page=page.number)
            elif paint.colour.values != (1.0,):
                yield Fault(f"the line at {place} is in {paint.colour}", page=page.number)
        for text in page.contents.texts:
            if any(paint.colour.is_dieline for paint in text.paints):
                yield Fault(f"“{text.text.strip()}” is in the colour of lines for tools", page=page.number)


EXACT = 0.02
"""Points by which a mark or a text may reach out of the sheet: rounding in the file."""


@check_press(
    "P108",
    "slug line",
    found="The slug line lacks product, language, edition, content code, the day on which the file was made, or “draft "
    "translation” (for English, “draft text”) on an unsigned file; or it overlaps a mark or the edge of the sheet. "
    "Where the print condition has no slug, the file's title and keywords lack that, or text is outside the bleed.",
    why="The print shop can't tell which file this is, and a draft could be printed as if it were approved.",
    advice="Build the file again.",
    asked_by="issue 2: slug and draft mark",
    needs_expectation=True,
)
def slug_line(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    document, has_line = expectation.document, expectation.edition.slug_line
    needed = (document.product, document.label, document.issue, document.code, document.draft_mark)
    if not has_line:
        information = " ".join(reading.info.get(key, "") for key in ("Title", "Keywords"))
        if missing := [word for word in needed if word not in information]:
            yield Fault(f"title and keywords do not say “{'”, “'.join(missing)}”")
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", reading.info.get("CreationDate", ""))
    date = "-".join(created.groups()) if created else "the day on which the file was made"
    for page, expected in page_pairs(reading, expectation):
        bleed = expectation.bleed_box(expected)
        slug = [text for text in page.contents.texts if text.box and not overlap(text.box, bleed)]
        problems: Iterable[str] = ()
        if has_line:
            problems = _slug_problems((*needed, date), page, slug)
        elif slug:
            problems = [f"“{slug[0].text.strip()}” is outside the bleed, where the print condition has no slug"]
        for problem in problems:
            yield Fault(problem, page=page.number, where=expected.face)


def _slug_problems(needed: Iterable[str], page: PageReading, slug: list[TextObject]) -> Iterator[str]:
    printed = " ".join(text.text for text in slug)
    if missing := [word for word in needed if word not in printed]:
        yield f"the slug does not say “{'”, “'.join(missing)}”"
    if not all(contains(page.media, text.box, EXACT) for text in slug if text.box):
        yield "the slug runs off the sheet"
    marks = list(registration_boxes(page))
    # No mark is near most lines, so that few letters have to be compared with any.
    near = [(text, mark) for text in slug if text.box for mark in marks if overlap(text.box, mark)]
    if any(glyph.box and overlap(glyph.box, mark) for text, mark in near for glyph in text.glyphs):
        yield "the slug overlaps a mark"


@compare(
    "P109",
    "draft mark on every piece",
    found="Nobody has signed the words on a piece of an office sheet, or on an image, and it does not say “draft” "
    "inside its trim.",
    why="The margin of the sheet is cut off: without the mark, a draft would be handed out as if it were approved.",
    advice="Build the file again, or have the product read and signed.",
    asked_by="issue 3: drafts among the cards of a sheet",
)
def draft_marks(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    words = expectation.document.draft_mark
    mark = essence(words)
    for page, expected in page_pairs(reading, expectation) if mark else ():
        says = [(essence(text.text), text.box) for text in page.contents.texts if text.box]
        marks = [box for text, box in says if mark in text or text == words.split()[0]]
        without = [piece for piece in expected.pieces if not any(contains(piece, box, EXACT) for box in marks)]
        if without:
            problem = f"{len(without)} of {len(expected.pieces)} pieces do not say “{words}”"
            yield Fault(problem, page=page.number, where=expected.face)
