"""Pages as a print shop sees them: how many, their boxes, how far the art extends, where tools cut, slug, draft mark;
which colour spaces are used, how much ink, and what overprints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flyers.findings import Fault
from flyers.page.document import Page
from flyers.proof.expectations import Expectation
from flyers.proof.findings import PDF_X, check, check_press, compare
from flyers.proof.geometry import Box, contains, overlap
from flyers.proof.matching import essence, page_pairs
from flyers.proof.painted import Inks, PageContents, Paint, PaintStyle, PdfColour, TextObject, overprinted
from flyers.proof.reading import PageReading, Reading
from flyers.units import total

# Points by which a box may be off: two edges, each written with six digits. Those of a page of more than 1000 pt have
# three decimals. More than that moves the page against the pixels of a viewer, or makes its picture a pixel larger.
SIX_DIGITS, LARGE = 0.0001, 0.001
TOUCH = 0.5  # Points: art that ends this near the trim edge is meant to be cut, and must bleed.


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
    advice="Keep the page boxes when you export; a press file needs all three, nested, and no crop box that cuts into "
    "the bleed.",
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
    (width, height), exact = page.size, rounding(page, expectation)
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
        return 0.02  # other programs write fewer digits
    x, y = page.trim_origin
    return (SIX_DIGITS if max(x + page.media[2], y + page.media[3]) < 1000.0 else LARGE) * (1 + 1e-6)


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
                for number, side, inwards in ((0, "left", 1), (1, "bottom", 1), (2, "right", -1), (3, "top", -1))
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
            if paint.thinnest < 0.25 - 0.01:
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


EXACT = 0.02  # Points by which a mark or a text may reach out of the sheet: rounding in the file.


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
        problems: list[str] = []
        if not has_line and slug:
            problems.append(f"“{slug[0].text.strip()}” is outside the bleed, where the print condition has no slug")
        elif has_line:
            printed = " ".join(text.text for text in slug)
            if missing := [word for word in (*needed, date) if word not in printed]:
                problems.append(f"the slug does not say “{'”, “'.join(missing)}”")
            if not all(contains(page.media, text.box, EXACT) for text in slug if text.box):
                problems.append("the slug runs off the sheet")
            marks = list(registration_boxes(page))
            # No mark is near most lines, so that few letters have to be compared with any.
            near = [(text, mark) for text in slug if text.box for mark in marks if overlap(text.box, mark)]
            if any(glyph.box and overlap(glyph.box, mark) for text, mark in near for glyph in text.glyphs):
                problems.append("the slug overlaps a mark")
        for problem in problems:
            yield Fault(problem, page=page.number, where=expected.face)


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
        if without := [piece for piece in expected.pieces if not any(contains(piece, box, EXACT) for box in marks)]:
            problem = f"{len(without)} of {len(expected.pieces)} pieces do not say “{words}”"
            yield Fault(problem, page=page.number, where=expected.face)


PAPER: Inks = (0.0, 0.0, 0.0, 0.0)
EDGE = 0.05  # Points by which boxes may overlap and still count as separate: rounding in the file.


def ink_loads(contents: PageContents, area: Box) -> Iterator[tuple[float, Paint | TextObject, PdfColour]]:
    """Yield the heaviest ink, a sum of fractions, at the place of what is painted within *area*, that, and its colour.

    Colours whose inks are unknown (RGB, spot colours) are left out, since the check of colour spaces reports them.
    """
    for paint in contents.paints:
        if overlap(paint.box, area) and not paint.colour.is_registration:
            amount = max((total(inks) for inks in _left_by(contents, paint, 0)), default=0.0)
            yield amount, paint, paint.colour
    for text in contents.texts:
        if text.box is None or not overlap(text.box, area):
            continue
        letters = [glyph.box for glyph in text.glyphs if glyph.box is not None]
        for colour, overprints, mode, _ in text.paints:
            if colour.inks is not None and not colour.is_registration:
                beneath = _beneath(contents, text.box, text.order, 0, letters) if overprints else [PAPER]
                amount = max(total(overprinted(colour.inks, below, mode)) for below in beneath)
                yield amount, text, colour


def _left_by(contents: PageContents, paint: Paint, depth: int) -> Iterator[Inks]:
    # Six layers of overprint are followed; below them, the heaviest paint counts as what is beneath.
    if paint.inks is not None and (not paint.overprint or depth > 6):
        yield paint.inks
    elif paint.inks is not None:
        for below in _beneath(contents, paint.box, paint.order, depth + 1):
            yield overprinted(paint.inks, below, paint.overprint_mode)


def _beneath(contents: PageContents, box: Box, order: int, depth: int, letters: Sequence[Box] = ()) -> list[Inks]:
    """Return the inks that may be under *box*: those of paint before *order*, down to the first that covers it. Of a
    text, what is beside its *letters* is not under it: lines of Nastaliq rise to one side.
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
    spaces = {"cmyk": ("DeviceCMYK",), "srgb": ("DeviceRGB", "DeviceGray"), "gray": ("DeviceGray",)}
    allowed = spaces[edition.colour_space]
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
    yield from (paint.colour for paint in page.contents.paints)
    yield from (paint.colour for text in page.contents.texts if text.box is not None for paint in text.paints)


@check_press(
    "C502",
    "no transparency",
    found="The page uses transparency.",
    why="PDF/X-4 allows it, PDF/X-1a does not; older presses flatten it, each in its own way, and text above it may "
    "change. These products don't need it.",
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
        loads = list(ink_loads(page.contents, expectation.bleed_box(expected)))
        most = max((amount for amount, _, _ in loads), default=0.0)
        amounts.append(most)
        if most > expectation.ink_limit + 0.005:
            heaviest = [(painted, colour) for amount, painted, colour in loads if amount == most]
            texts = (f"“{one.text.strip()}” in {colour}" for one, colour in heaviest if isinstance(one, TextObject))
            paints = (f"a {one.kind} in {colour}" for one, colour in heaviest if isinstance(one, Paint))
            what = max((*texts, *paints))
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
        if inks and inks[3] >= 0.6 and max(inks[:3]) >= 0.005:
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
        if size < 8.0 - 0.01:
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
