"""Tagged files: whether the structure tree exists, is complete and consistent, and has the right elements.

veraPDF checks much of this too, and the tests run it; these checks are part of every build, and report in the words of
the campaign. (Clauses of ISO 14289-1 are those that veraPDF's profile quotes.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flyers.content.contacts import Contact
from flyers.findings import Fault
from flyers.proof.checks.identification import xmp_packet
from flyers.proof.content_stream.records import ContentMark
from flyers.proof.expectations import Expectation, PlacedCode
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, overlap, shrink, union
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.matching import contact_lines, ink_of, matching, quoted_glyphs, visible
from flyers.proof.reading import PageReading, Reading
from flyers.proof.structure_tree import LinkArea, StructureElement, read_structure

UA = ("PDF/UA-1",)

ARTIFACT = "Artifact"
FOOTER = "Pagination/Footer"

HEADINGS = {f"H{level}": level for level in range(1, 7)}

CHILDREN = {"L": {"LI", "Caption", "L"}, "LI": {"Lbl", "LBody"}}
"""The only kids that an element may have (ISO 32000-1, table 336)."""

PARENTS = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}}

EXACT = 0.01
"""Points by which the box that a figure declares may be off: both are written with three decimals."""

QUOTED = 60
"""Characters of a text that a finding quotes."""


def quoted(text: str) -> str:
    """Return the beginning of *text* in quotation marks."""
    words = " ".join(text.split())
    return f"“{words[:QUOTED]}…”" if len(words) > QUOTED else f"“{words}”"


ISOLATES = "\u2066\u2067\u2068\u2069"
"""They order letters on a page; in a description some voices and tooltips name them or show boxes."""


@check(
    "U801",
    "the file is tagged and shows its title",
    found="The file has no tags, or doesn't declare them; or viewers would show the file's name instead of its title.",
    why="Screen readers would guess the order of the text, and begin with a name like “poster.screen.pdf”.",
    advice="Build the file again; other programs drop the tags when they save a file.",
    owner="developer",
    asked_by="ISO 14289-1, 7.1",
    rules=("ISO 14289-1, 6.2, 7.1", "ISO 19005-2, 6.7.2.2, 6.7.3.3"),
    standards=UA,
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


@check(
    "U802",
    "the title is the campaign's",
    found="The file's title is not its translated title.",
    why="It is the first thing that a screen reader says.",
    advice="Build the file again.",
    owner="developer",
    asked_by="ISO 14289-1, 7.1",
    rules=("ISO 14289-1, 7.1",),
    standards=UA,
    needs_expectation=True,
)
def title_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    titles = {"the information dictionary": reading.info.get("Title", ""), "XMP": xmp_packet(reading).get("dc:title")}
    for where, title in titles.items():
        if title.strip() != expectation.document.title:
            yield Fault(f"{where} has the title {quoted(title)}, not {quoted(expectation.document.title)}")


@check(
    "U803",
    "everything is tagged or decoration",
    found="Something on the page is neither tagged nor marked as decoration.",
    why="Screen readers skip it, and reflow on a phone loses it.",
    advice="Build the file again; a program that adds something to a page must tag it.",
    owner="developer",
    asked_by="ISO 14289-1, 7.1",
    rules=("ISO 14289-1, 7.1", "ISO 32000-1, 14.8.2.2"),
    standards=UA,
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
    decoration = any(one.tag == ARTIFACT for one in chain)
    tags = sum(one.mcid is not None for one in chain)
    if decoration and tags:
        return "is both tagged and decoration"
    if tags > 1:
        return "is tagged twice"
    return "" if decoration or tags else "is not tagged"


@check(
    "U809",
    "the foot of pages is marked as such",
    found="A page number, or other words in the foot of every page, are not marked as a running foot.",
    why="A screen reader would say them in the middle of a sentence that goes on over the page.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 14289-1, 7.8",
    rules=("ISO 14289-1, 7.8", "ISO 32000-1, 14.8.2.2.2"),
    standards=UA,
    needs_expectation=True,
)
def feet_marked(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        if not match.line.running or match.found is None:
            continue
        page = reading.pages[match.page]
        marks = [mark for mark, _ in page.contents.marked_runs(match.found)]
        if not all(mark is not None and any(_is_footer(one) for one in mark.chain) for mark in marks):
            yield Fault(f"{quoted(match.line.text)} is not marked as a foot", page=page.number, where=match.line.where)


def _is_footer(marked: ContentMark) -> bool:
    return marked.tag == ARTIFACT and marked.kind == FOOTER


@check(
    "U804",
    "tags and pages refer to each other",
    found="A tag refers to something that does not exist, or something on the page refers to the wrong tag.",
    why="What a screen reader says would differ from what is touched or searched on the page.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 32000-1, 14.7.4",
    rules=("ISO 32000-1, 14.7.4", "ISO 14289-1, 7.1, 7.18.1"),
    standards=UA,
)
def pointers_meet(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, problem in read_structure(reading).problems:
        yield Fault(problem, page=page)
    for one in reading.pages:
        if one.contents.marking and one.contents.marking[-1][1] is not None:
            yield Fault("marked content begins and never ends", page=one.number)


@check(
    "U805",
    "heading levels have no gaps",
    found="The first heading is not of level 1, there are several of level 1, or a level is skipped.",
    why="People who can't see the page jump from heading to heading, and a missing level suggests a missing part.",
    advice="Correct the “tag” of the roles in the layout.",
    owner="designer",
    asked_by="ISO 14289-1, 7.4.2",
    rules=("ISO 14289-1, 7.4.2",),
    standards=UA,
)
def headings_step(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = [element for element in read_structure(reading).root.elements if element.tag in HEADINGS]
    levels = [HEADINGS[element.tag] for element in found]
    if not found:
        yield Fault("there is no heading")
        return
    if levels[0] != 1:
        yield Fault(f"the first heading, {quoted(found[0].text)}, is an {found[0].tag}", page=found[0].page + 1)
    for element in [one for one in found if one.tag == "H1"][1:]:
        yield Fault(f"{quoted(element.text)} is a second H1", page=element.page + 1)
    for (before, after), element in zip(pairwise(levels), found[1:], strict=True):
        if after > before + 1:
            yield Fault(f"{quoted(element.text)} is an {element.tag} after an H{before}", page=element.page + 1)


@check(
    "U806",
    "lists have only items",
    found="A list has something other than items, or an item has something other than its label and its text.",
    why="Screen readers say “list of 13 items”, and people rely on it.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 14289-1, 7.2",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.8.4.3.3"),
    standards=UA,
)
def lists_nest(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for element in read_structure(reading).root.elements:
        allowed = CHILDREN.get(element.tag)
        strange = [child.tag for child in element.children if allowed and child.tag not in allowed]
        for tag in dict.fromkeys(strange):
            yield Fault(f"an {element.tag} has a {tag}", page=element.page + 1)
        if element.tag in PARENTS and (not element.parent or element.parent.tag not in PARENTS[element.tag]):
            yield Fault(f"{quoted(element.text)} is an {element.tag} outside its list", page=element.page + 1)
        if element.tag == "LI" and [child.tag for child in element.children].count("LBody") != 1:
            yield Fault("an item of a list has no text, or two", page=element.page + 1)


@check(
    "U807",
    "pictures are described",
    found="A picture has no description, another one than was translated for it, one with invisible direction marks, "
    "or the place of another picture.",
    why="People who can't see the code are not told where it leads.",
    advice="Write the picture's “alt” in the layout and translate it.",
    owner="designer, translator",
    asked_by="ISO 14289-1, 7.3",
    rules=("ISO 14289-1, 7.3",),
    standards=UA,
)
def pictures_described(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    figures = [element for element in read_structure(reading).root.elements if element.tag == "Figure"]
    for figure in figures:
        if not (figure.alt.strip() or (figure.actual or "").strip()):
            yield Fault("a picture has no description", page=figure.page + 1)
        if any(mark in figure.alt for mark in ISOLATES):
            yield Fault(f"the description {quoted(figure.alt)} has direction marks", page=figure.page + 1)
        if not _boxed(figure, EXACT if expectation.is_known else 1.0):
            yield Fault(
                f"the place given for {quoted(figure.alt)} is not where it is drawn",
                hint="Build the file again; report the problem if it persists.",
                page=figure.page + 1,
            )
    expected = [element.alt for element in expectation.elements if element.tag == "Figure"]
    for figure, alt in zip(figures, expected, strict=False):
        if figure.alt and figure.alt != alt:
            yield Fault(f"{quoted(figure.alt)} describes the picture of {quoted(alt)}", page=figure.page + 1)


def _boxed(figure: StructureElement, tolerance: float) -> bool:
    """Return whether a figure declares the box of what it shows, within *tolerance* points."""
    area = figure.area
    if area is None or figure.box is None:
        return False
    return max(abs(one - other) for one, other in zip(area, figure.box, strict=True)) <= tolerance


@check(
    "U808",
    "links don't overlap",
    found="The areas of two links overlap.",
    why="A touch on one number could call the other.",
    advice="Give the lines more leading.",
    owner="designer",
    asked_by="issue 3: a touch that calls another number",
    standards=UA,
)
def links_apart(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    links = read_structure(reading).links
    for index, one in enumerate(links):
        for other in links[index + 1 :]:
            if one.page == other.page and overlap(one.box, other.box):
                yield Fault(f"the links of {one.contents} and {other.contents} overlap", page=one.page + 1)


ALONG, ACROSS = 0.25, 0.35
"""Em by which a link may reach out of its line's ink, before and after it, and above and below: its area is as wide as
the characters with the space around them, and as high as a line with figures."""

QUIET = 4.1
"""Modules by which a link may reach out of its code: the quiet zone, and rounding."""


@check(
    "U813",
    "contacts and codes have working links",
    found="**A touch on a number, an address or a code opens nothing, or the wrong target; a touch beside it opens "
    "something; or there is an unexpected link.**",
    why="A call that reaches the wrong person, or that nobody meant to make, can put the caller in danger.",
    advice="Never publish it.",
    owner="developer",
    asked_by="ISO 14289-1, 7.18.5",
    rules=("ISO 14289-1, 7.18.5", "ISO 32000-1, 12.5.6.5"),
    standards=UA,
    needs_expectation=True,
)
def contacts_live(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    links = read_structure(reading).links
    claimed_standards: set[int] = set()
    linked = expectation.edition.links
    for contact in expectation.contacts:
        if not (linked and contact.is_read) or contact.page >= len(reading.pages):
            continue
        known = contact.contact
        lines = contact_lines(reading.pages[contact.page], contact)
        inks = [ink_of(line) for line in lines]
        over = [
            link for link in links if link.page == contact.page and any(ink and overlap(link.box, ink) for ink in inks)
        ]
        claimed_standards.update(map(id, over))
        if not over:
            yield Fault(f"a touch on {known.display} opens nothing", page=contact.page + 1, where=known.id)
        for link in over:
            if fault := _link_fault(link, known, lines):
                yield Fault(fault, page=contact.page + 1, where=known.id)
    descriptions = {element.alt for element in expectation.elements if element.tag == "Figure"}
    for code in expectation.codes:
        if not (linked and code.is_read):
            continue
        over = [link for link in links if link.page == code.page and overlap(link.box, code.box, 0.1)]
        claimed_standards.update(map(id, over))
        if fault := _code_fault(over, code, descriptions):
            yield Fault(fault, page=code.page + 1, where=code.item.contact)
    for link in links:
        if id(link) not in claimed_standards:
            yield Fault(f"there is an unexpected link to {link.target or 'nowhere'}", page=link.page + 1)


def _code_fault(over: list[LinkArea], code: PlacedCode, descriptions: set[str]) -> str:
    """Return what is wrong with the links over a code: nobody can scan a code on their own phone's screen."""
    if not over:
        return f"a touch on the code to {code.target} opens nothing"
    for link in over:
        if link.target != code.target:
            return f"a touch on the code to {code.target} opens {link.target or 'nothing'}"
        if not contains(link.box, code.box, 0.1):
            return f"the link on the code to {code.target} does not cover it"
        if not contains(shrink(code.box, -QUIET * code.item.module), link.box):
            return f"the link on the code to {code.target} reaches out of it"
        if link.element is None or link.element.tag != "Link":
            return f"the link on the code to {code.target} is in no Link of the tree"
        if not any(element.tag == "Figure" for element in link.element.elements):
            return f"the Link to {code.target} does not hold the code"
        if link.parts:
            return f"the link on the code to {code.target} has an area in parts"
        if link.contents not in descriptions:
            return f"the link on the code to {code.target} is described as {quoted(link.contents)}"
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
    """Return what is wrong with the parts of a link's area: one for each line of its contact, none for a single line.

    Viewers that don't know them take the whole box, so no part may reach out of it.
    """
    if len(link.parts) != (len(inks) if len(inks) > 1 else 0):
        return f"has {len(link.parts) or 'no'} parts for {len(inks)} lines"
    for part, ink in zip(link.parts, inks, strict=False):
        if not contains(link.box, part, 0.1):
            return "has a part outside itself"
        if ink and not contains(part, ink, 0.1):
            return "has a part that does not cover its line"
        if any(other and other != ink and overlap(part, other, 0.1) for other in inks):
            return "has a part that reaches into another line"
    return ""


def _fault_of_reach(link: LinkArea, lines: Sequence[Sequence[DrawnGlyph]]) -> str:
    """Return whether a touch beside the contact opens it: viewers take the parts of an area, or else the whole box."""
    rooms = [_room(line) for line in lines]
    areas = link.parts or (link.box,)
    if any(room and not contains(room, area) for room, area in zip(rooms, areas, strict=False)):
        return "reaches out of its line"
    edges = union(areas)
    return "is larger than its parts" if edges and not contains(edges, link.box, 0.1) else ""


def _room(line: Sequence[DrawnGlyph]) -> Box | None:
    """Return the box in which the link of a line has to be; None if the line has no ink."""
    ink = ink_of(line)
    if ink is None:
        return None
    size = max(glyph.size for glyph in line)
    across, up = (ACROSS, ALONG) if line[0].turn in (90, 270) else (ALONG, ACROSS)
    left, bottom, right, top = ink
    return (left - across * size, bottom - up * size, right + across * size, top + up * size)
