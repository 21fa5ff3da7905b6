"""Tagged files: the structure tree is complete and consistent, has the right elements, and says what was written.

veraPDF checks much of this too, and the tests run it; these checks are part of every build, and report in the words of
the campaign. (Clauses of ISO 14289-1 are those that veraPDF's profile quotes.) What a screen reader says is compared as
the file has it, through the fonts' own maps: Arabic that was drawn backwards looks right on the page and passes
veraPDF, but is found here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, combinations, groupby, pairwise, zip_longest

from flyers.content.contacts import Contact
from flyers.findings import Fault
from flyers.page.items import own_point
from flyers.proof.checks.identification import xmp_packet
from flyers.proof.expectations import Expectation, PlacedCode, SpokenElement
from flyers.proof.findings import check_tags, compare_tags
from flyers.proof.geometry import Box, around, contains, overlap, shrink, union
from flyers.proof.matching import contact_lines, essence, ink_of, matching, quoted_glyphs, visible, word_fault
from flyers.proof.painted import ContentMark, DrawnGlyph
from flyers.proof.reading import INLINE, LinkArea, PageReading, Reading, StructureElement, read_structure

ARTIFACT = "Artifact"
HEADINGS = {f"H{level}": level for level in range(1, 7)}
# The only kids, and the only parents, that an element may have (ISO 32000-1, table 336).
CHILDREN = {"L": {"LI", "Caption", "L"}, "LI": {"Lbl", "LBody"}}
PARENTS = {"LI": "L", "Lbl": "LI", "LBody": "LI"}

EXACT = 0.01  # Points by which the box that a figure declares may be off: both are written with three decimals.
QUOTED = 60  # Characters of a text that a finding quotes.


def quoted(text: str) -> str:
    """Return the beginning of *text* in quotation marks."""
    words = " ".join(text.split())
    return f"“{words[:QUOTED]}…”" if len(words) > QUOTED else f"“{words}”"


@check_tags(
    "U801",
    "the file is tagged and shows its title",
    found="The file has no tags, or doesn't declare them; or viewers would show the file's name instead of its title.",
    why="Screen readers would guess the order of the text, and begin with a name like “poster.screen.pdf”.",
    advice="Build the file again; other programs drop the tags when they save a file.",
    asked_by="ISO 14289-1, 7.1",
    rules=("ISO 14289-1, 6.2, 7.1", "ISO 19005-2, 6.7.2.2, 6.7.3.3"),
)
def tagged(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    tree = read_structure(reading)
    if not tree.root.children:
        yield Fault("there is no structure tree")
    if not tree.marked:
        yield Fault("the catalog does not say that the file is tagged (MarkInfo)")
    if not tree.shows_title:
        yield Fault("viewers would show the file's name, not its title (DisplayDocTitle)")
    if not tree.language:
        yield Fault("the file does not say which language it is in")


@compare_tags(
    "U802",
    "the title is the campaign's",
    found="The file's title is not its translated title.",
    why="It is the first thing that a screen reader says.",
    advice="Build the file again.",
    rules=("ISO 14289-1, 7.1",),
)
def title_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    wanted, in_packet = expectation.document.title, xmp_packet(reading).get("dc:title", "")
    for where, title in (("the information dictionary", reading.info.get("Title", "")), ("XMP", in_packet)):
        if title.strip() != wanted:
            yield Fault(f"{where} has the title {quoted(title)}, not {quoted(wanted)}")


@check_tags(
    "U803",
    "everything is tagged or decoration",
    found="Something on the page is neither tagged nor marked as decoration.",
    why="Screen readers skip it, and reflow on a phone loses it.",
    advice="Build the file again; a program that adds something to a page must tag it.",
    rules=("ISO 14289-1, 7.1", "ISO 32000-1, 14.8.2.2"),
)
def nothing_untagged(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        yield from _untagged_texts(page)
        for paint in page.contents.paints:
            if fault := _fault(page.contents.marked(paint.order)):
                yield Fault(f"a {paint.kind} in {paint.colour} {fault}", page=page.number)


def _untagged_texts(page: PageReading) -> Iterator[Fault]:
    for text in page.contents.texts:
        faults: dict[str, list[int]] = {}
        for marked, run in page.contents.marked_runs(text):
            if fault := _fault(marked):
                faults.setdefault(fault, []).extend(run)
        for fault, numbers in faults.items():
            words = quoted_glyphs(text.glyphs[number] for number in numbers)
            yield Fault(f"{quoted(words)} {fault}", page=page.number)


def _fault(marked: ContentMark | None) -> str:
    """Return what is wrong with the marked content around something; "" if nothing."""
    chain = list(marked.chain) if marked else []
    decoration, tags = any(one.tag == ARTIFACT for one in chain), sum(one.mcid is not None for one in chain)
    if decoration and tags:
        return "is both tagged and decoration"
    if tags > 1:
        return "is tagged twice"
    return "" if decoration or tags else "is not tagged"


@compare_tags(
    "U809",
    "the foot of pages is marked as such",
    found="A page number, or other words in the foot of every page, are not marked as a running foot.",
    why="A screen reader would say them in the middle of a sentence that goes on over the page.",
    rules=("ISO 14289-1, 7.8", "ISO 32000-1, 14.8.2.2.2"),
)
def feet_marked(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        if not match.line.running or match.found is None:
            continue
        page = reading.pages[match.page]
        chains = [list(mark.chain) if mark else [] for mark, _ in page.contents.marked_runs(match.found)]
        if not all(any((mark.tag, mark.kind) == (ARTIFACT, "Pagination/Footer") for mark in chain) for chain in chains):
            yield Fault(f"{quoted(match.line.text)} is not marked as a foot", page=page.number, where=match.line.where)


@check_tags(
    "U804",
    "tags and pages refer to each other",
    found="A tag refers to something that does not exist, or something on the page refers to the wrong tag.",
    why="What a screen reader says would differ from what is touched or searched on the page.",
    rules=("ISO 32000-1, 14.7.4", "ISO 14289-1, 7.1, 7.18.1"),
)
def pointers_meet(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, problem in read_structure(reading).problems:
        yield Fault(problem, page=page)
    for one in reading.pages:
        if one.contents.marking and one.contents.marking[-1][1] is not None:
            yield Fault("marked content begins and never ends", page=one.number)


@check_tags(
    "U805",
    "heading levels have no gaps",
    found="The first heading is not of level 1, there are several of level 1, or a level is skipped.",
    why="People who can't see the page jump from heading to heading, and a missing level suggests a missing part.",
    advice="Correct the “tag” of the roles in the layout.",
    owner="designer",
    rules=("ISO 14289-1, 7.4.2",),
)
def headings_step(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = [element for element in read_structure(reading).root.elements if element.tag in HEADINGS]
    if not found:
        yield Fault("there is no heading")
        return
    if found[0].tag != "H1":
        yield Fault(f"the first heading, {quoted(found[0].text)}, is an {found[0].tag}", page=found[0].page + 1)
    for element in [heading for heading in found if heading.tag == "H1"][1:]:
        yield Fault(f"{quoted(element.text)} is a second H1", page=element.page + 1)
    for before, element in pairwise(found):
        if HEADINGS[element.tag] > HEADINGS[before.tag] + 1:
            yield Fault(f"{quoted(element.text)} is an {element.tag} after an {before.tag}", page=element.page + 1)


@check_tags(
    "U806",
    "lists have only items",
    found="A list has something other than items, or an item has something other than its label and its text.",
    why="Screen readers say “list of 13 items”, and people rely on it.",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.8.4.3.3"),
)
def lists_nest(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for element in read_structure(reading).root.elements:
        allowed = CHILDREN.get(element.tag)
        strange = [child.tag for child in element.children if allowed and child.tag not in allowed]
        for tag in dict.fromkeys(strange):
            yield Fault(f"an {element.tag} has a {tag}", page=element.page + 1)
        if element.tag in PARENTS and (not element.parent or element.parent.tag != PARENTS[element.tag]):
            yield Fault(f"{quoted(element.text)} is an {element.tag} outside its list", page=element.page + 1)
        if element.tag == "LI" and [child.tag for child in element.children].count("LBody") != 1:
            yield Fault("an item of a list has no text, or two", page=element.page + 1)


@check_tags(
    "U807",
    "pictures are described",
    found="A picture has no description, another one than was translated for it, one with invisible direction marks, "
    "or the place of another picture.",
    why="People who can't see the code are not told where it leads.",
    advice="Write the picture's “alt” in the layout and translate it.",
    owner="designer, translator",
    rules=("ISO 14289-1, 7.3",),
)
def pictures_described(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    figures = [element for element in read_structure(reading).root.elements if element.tag == "Figure"]
    tolerance = EXACT if expectation.is_known else 1.0
    for figure in figures:
        page, area = figure.page + 1, figure.area
        if not (figure.alt.strip() or (figure.actual or "").strip()):
            yield Fault("a picture has no description", page=page)
        # Isolates order letters on a page; in a description some voices and tooltips name them or show boxes.
        if any(mark in figure.alt for mark in "\u2066\u2067\u2068\u2069"):
            yield Fault(f"the description {quoted(figure.alt)} has direction marks", page=page)
        sides = zip(area, figure.box, strict=True) if area and figure.box else [(math.inf, 0.0)]
        if max(abs(side - other) for side, other in sides) > tolerance:
            problem, hint = "is not where it is drawn", "Build the file again; report the problem if it persists."
            yield Fault(f"the place given for {quoted(figure.alt)} {problem}", hint=hint, page=page)
    expected = [element.alt for element in expectation.elements if element.tag == "Figure"]
    for figure, alt in zip(figures, expected, strict=False):
        if figure.alt and figure.alt != alt:
            yield Fault(f"{quoted(figure.alt)} describes the picture of {quoted(alt)}", page=figure.page + 1)


@check_tags(
    "U808",
    "links don't overlap",
    found="The areas of two links overlap.",
    why="A touch on one number could call the other.",
    advice="Give the lines more leading.",
    owner="designer",
    asked_by="issue 3: a touch that calls another number",
)
def links_apart(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for one, other in combinations(read_structure(reading).links, 2):
        if one.page == other.page and overlap(one.box, other.box):
            yield Fault(f"the links of {one.contents} and {other.contents} overlap", page=one.page + 1)


# Em by which a link may reach out of its line's ink, before and after it, and above and below: its area is as wide as
# the characters with the space around them, and as high as a line with figures.
ALONG, ACROSS = 0.25, 0.35


@compare_tags(
    "U813",
    "contacts and codes have working links",
    found="**A touch on a number, an address or a code opens nothing, or the wrong target; a touch beside it opens "
    "something; or there is an unexpected link.**",
    why="A call that reaches the wrong person, or that nobody meant to make, can put the caller in danger.",
    advice="Never publish it.",
    rules=("ISO 14289-1, 7.18.5", "ISO 32000-1, 12.5.6.5"),
)
def contacts_live(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    links, linked = read_structure(reading).links, expectation.edition.links
    wanted: set[int] = set()
    for placed in expectation.contacts:
        if not (linked and placed.is_read) or placed.page >= len(reading.pages):
            continue
        contact, page = placed.contact, placed.page
        lines = contact_lines(reading.pages[page], placed)
        inks = [ink for line in lines if (ink := ink_of(line))]
        over = [link for link in links if link.page == page and any(overlap(link.box, ink) for ink in inks)]
        wanted.update(map(id, over))
        if not over:
            yield Fault(f"a touch on {contact.display} opens nothing", page=page + 1, where=contact.id)
        for link in over:
            if fault := _link_fault(link, contact, lines):
                yield Fault(fault, page=page + 1, where=contact.id)
    descriptions = {element.alt for element in expectation.elements if element.tag == "Figure"}
    for code in expectation.codes if linked else ():
        if code.is_read:
            over = [link for link in links if link.page == code.page and overlap(link.box, code.box, 0.1)]
            wanted.update(map(id, over))
            if fault := _code_fault(over, code, descriptions):
                yield Fault(fault, page=code.page + 1, where=code.item.contact)
    for link in links:
        if id(link) not in wanted:
            yield Fault(f"there is an unexpected link to {link.target or 'nowhere'}", page=link.page + 1)


def _code_fault(over: list[LinkArea], code: PlacedCode, descriptions: set[str]) -> str:
    """Return what is wrong with the links over a code: nobody can scan a code on their own phone's screen."""
    if not over:
        return f"a touch on the code to {code.target} opens nothing"
    name = f"the link on the code to {code.target}"
    for link in over:
        if link.target != code.target:
            return f"a touch on the code to {code.target} opens {link.target or 'nothing'}"
        if not contains(link.box, code.box, 0.1):
            return f"{name} does not cover it"
        # It may cover the quiet zone of four modules.
        if not contains(shrink(code.box, -4.1 * code.item.module), link.box):
            return f"{name} reaches out of it"
        if link.element is None or link.element.tag != "Link":
            return f"{name} is in no Link of the tree"
        if not any(element.tag == "Figure" for element in link.element.elements):
            return f"the Link to {code.target} does not hold the code"
        if link.parts:
            return f"{name} has an area in parts"
        if link.contents not in descriptions:
            return f"{name} is described as {quoted(link.contents)}"
    return ""


def _link_fault(link: LinkArea, contact: Contact, lines: Sequence[Sequence[DrawnGlyph]]) -> str:
    inks = [ink_of(line) for line in lines]
    if link.target != contact.target:
        return f"a touch on {contact.display} opens {link.target or 'nothing'}, not {contact.target}"
    if not all(contains(link.box, ink, 0.1) for ink in inks if ink):
        return f"the link area of {contact.display} does not cover it"
    if fault := _fault_of_parts(link, inks) or _fault_of_reach(link, lines):
        return f"the link area of {contact.display} {fault}"
    if link.contents != contact.display:
        return f"the link on {contact.display} is described as {quoted(link.contents)}"
    if link.element is None or link.element.tag != "Link":
        return f"the link on {contact.display} is in no Link of the tree"
    if visible(link.element.text) != visible(contact.display):
        return f"the Link to {contact.target} shows {quoted(link.element.text)}"
    return ""


def _fault_of_parts(link: LinkArea, inks: list[Box | None]) -> str:
    """Return what is wrong with the parts of a link's area: one for each line of its contact, none for a single one."""
    if len(link.parts) != (len(inks) if len(inks) > 1 else 0):
        return f"has {len(link.parts) or 'no'} parts for {len(inks)} lines"
    for part, ink in zip(link.parts, inks, strict=False):
        if not contains(link.box, part, 0.1):  # viewers that don't know parts take the whole box
            return "has a part outside itself"
        if ink and not contains(part, ink, 0.1):
            return "has a part that does not cover its line"
        if any(other and other != ink and overlap(part, other, 0.1) for other in inks):
            return "has a part that reaches into another line"
    return ""


def _fault_of_reach(link: LinkArea, lines: Sequence[Sequence[DrawnGlyph]]) -> str:
    """Return whether a touch beside the contact opens it: viewers take the parts of an area, or else the whole box."""
    areas = link.parts or (link.box,)
    for line, area in zip(lines, areas, strict=False):
        if ink := ink_of(line):
            size = max(glyph.size for glyph in line)
            across, up = (ACROSS, ALONG) if line[0].turn in (90, 270) else (ALONG, ACROSS)
            left, bottom, right, top = ink
            room = (left - across * size, bottom - up * size, right + across * size, top + up * size)
            if not contains(room, area):
                return "reaches out of its line"
    edges = union(areas)
    return "is larger than its parts" if edges and not contains(edges, link.box, 0.1) else ""


APART = 0.25  # Share of the smaller extent by which blocks may overlap and still count as beside each other.


@compare_tags(
    "U811",
    "screen readers say what was written, in order",
    found="**The text that a screen reader says is not the campaign's, or not in its order.**",
    why="Listeners would get another text than readers: letters backwards, or the end before the beginning.",
    advice="Never publish it; report it.",
    asked_by="issue 3: Arabic that veraPDF passes backwards",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.8.2.3, 14.8.2.4"),
)
def order_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for element, expected in zip_longest(read_structure(reading).blocks, expectation.elements):
        if fault := _difference(element, expected, expectation.elements):
            yield Fault(fault, page=element.page + 1 if element else 0)
            return  # Everything after the first difference is shifted.


def _difference(
    element: StructureElement | None, expected: SpokenElement | None, elements: tuple[SpokenElement, ...]
) -> str:
    if element is None:
        return f"{quoted(expected.text or expected.alt)} is never said" if expected else ""
    said, spoken = quoted(element.text), essence(element.text)
    if expected is None:
        return f"{said} is read after the last expected block"
    if spoken != essence(expected.text):
        elsewhere = spoken and spoken in {essence(each.text) for each in elements}
        what = "is out of order: it is" if elsewhere else "is"
        return f"{said} {what} in place of {quoted(expected.text or expected.alt)}"
    if fault := word_fault(element.text, expected.text):
        return f"{fault} in {quoted(expected.text)}"
    if _joiners(element.text) != _joiners(expected.text):
        return f"letters are joined or separated that should not be, in {quoted(expected.text)}"
    if element.tag != expected.tag:
        return f"{said} is a {element.tag}, not a {expected.tag}"
    if element.around != expected.around:
        inside, wanted = (" > ".join(tags) or "nothing" for tags in (element.around, expected.around))
        return f"{said} is in {inside}, not in {wanted}"
    if element.parent and element.parent.tag in INLINE and element.tag != "Figure":
        return f"{said} is inside a {element.parent.tag}, which is for words or one picture"
    if element.actual != (expected.actual or None):
        shown = expected.text or expected.actual or expected.alt
        return f"{quoted(element.actual or '')} is to be read in place of {quoted(shown)} (ActualText)"
    return ""


def _joiners(text: str) -> list[tuple[int, str]]:
    """Return ZERO WIDTH NON-JOINERs and JOINERs, which change how letters are read and written in Persian, Pashto or
    Sinhala, each with its place, counted in characters of the text's essence.
    """
    pieces = re.split("([\u200c\u200d])", text)
    places = accumulate(len(essence(piece)) for piece in pieces[::2])
    return list(zip(places, pieces[1::2], strict=False))


@compare_tags(
    "U812",
    "every word is in its language",
    found="Words are marked with the wrong language.",
    why="A screen reader reads Spanish with an English voice, and no one understands it.",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.9.2"),
)
def languages_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    tree, own = read_structure(reading), expectation.document.language
    if tree.language != own:
        yield Fault(f"the file claims to be in {tree.language or 'no language'}, not in {own}")
        return
    for element, expected in zip(tree.blocks, expectation.elements, strict=False):
        page, language = element.page + 1, element.language_read
        found = list(_letters((shown.text, inner.language_read) for inner, shown in element.shown))
        wanted = list(_letters(expected.pieces))
        wrong = [(one[0], one[1], two[1]) for one, two in zip(found, wanted, strict=False) if one != two]
        if wrong and [letter for letter, _ in found] == [letter for letter, _ in wanted]:
            _, marked, right = wrong[0]
            words = quoted("".join(letter for letter, _, _ in wrong))
            yield Fault(f"{words} is marked {marked or 'without a language'}, not {right}", page=page)
        # Figures have no language of their own: a contact is read in that of the words around it.
        for child in element.children:
            if child.tag == "Link" and child.language_read != language:
                yield Fault(f"{quoted(child.text)} is marked {child.language_read}", page=page)
        languages = {language for _, language in expected.pieces}
        if languages and not wanted and language not in languages:
            yield Fault(f"{quoted(element.text)} is marked {language}", page=page)
        if element.alt and language != (expected.language or own):
            yield Fault(f"the description {quoted(element.alt)} is marked {language}", page=page)
    for label, text in pairwise(tree.blocks):
        if (label.tag, text.tag) == ("Lbl", "LBody") and label.language_read != text.language_read:
            yield Fault(f"the bullet of {quoted(text.text)} is marked {label.language_read}", page=text.page + 1)


def _letters(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield letters and marks with their languages; figures and signs are read in any language."""
    for text, language in pieces:
        yield from ((letter, language) for letter in essence(text) if unicodedata.category(letter)[0] in "LM")


@compare_tags(
    "U814",
    "tags are in the order of the page",
    found="A block is read after another that it precedes on the page: tags and page differ in order.",
    why="People who see the page and hear it, or follow it with a magnifier, lose their place.",
    advice="Correct the order of the blocks in the layout.",
    owner="designer",
    asked_by="issue 3: the order of panels",
    rules=("ISO 14289-1, 7.2",),
)
def order_on_page(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    late = {index for index, expected in enumerate(expectation.elements) if expected.last}
    blocks = [
        (element, area, panel)
        for index, element in enumerate(read_structure(reading).blocks)
        if index not in late
        if (area := element.area) and (panel := _panel(element, area, expectation)) is not None
    ]
    visited = [panel for panel, _ in groupby(panel for _, _, panel in blocks)]
    if len(set(visited)) < len(visited):
        yield Fault("the order returns to a panel that it has left")
    for (one, above, panel), (other, below, same) in pairwise(blocks):
        page = expectation.pages[panel[0]]
        # Both are seen as the smallest turned area that holds them is. (Letters with long tails reach out of it.)
        holding = ((turn, box) for turn, box in page.turned if contains(box, union((above, below)) or box, 4.0))
        areas = (((box[2] - box[0]) * (box[3] - box[1]), turn) for turn, box in holding)
        turn = min(areas, default=(0.0, 0))[1]
        seen, following = (around((own_point(turn, *box[:2]), own_point(turn, *box[2:]))) for box in (above, below))
        rtl = (page.direction or expectation.document.direction) == "rtl"
        if panel == same and _precedes(following, seen, rtl=rtl):
            words = f"{quoted(other.text or other.alt)} is read after {quoted(one.text or one.alt)}"
            yield Fault(f"{words}, but precedes it on the page", page=other.page + 1)


def _panel(element: StructureElement, area: Box, expectation: Expectation) -> tuple[int, int] | None:
    """Return the page and the number of the panel, from the left, of a block; None if it is on no page."""
    if not 0 <= element.page < len(expectation.pages):
        return None
    page = expectation.pages[element.page]
    across, up = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
    between = [fold for fold in page.folds if fold not in page.crossed_folds]
    column, row = sum(fold < across for fold in between), sum(fold < up for fold in page.level_folds)
    return element.page, column + row * (len(between) + 1)


def _precedes(box: Box, other: Box, *, rtl: bool) -> bool:
    """Return whether *box* is above the *other* in the same column, or beside it on the side where reading starts."""
    across, up = (min(box[axis + 2], other[axis + 2]) - max(box[axis], other[axis]) for axis in (0, 1))
    slack_across, slack_up = (APART * min(box[axis + 2] - box[axis], other[axis + 2] - other[axis]) for axis in (0, 1))
    if up > slack_up:
        return box[0] >= other[2] - slack_across if rtl else box[2] <= other[0] + slack_across
    return across > 0 and box[1] >= other[3]
