"""Tagged files: whether the structure tree exists, is complete and consistent, and has the right elements.

veraPDF checks much of this too, and the tests run it; these checks are part of every build, and report in the words of
the campaign. (Clauses of ISO 14289-1 are those that veraPDF's profile quotes.)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flyers.findings import Fault
from flyers.proof.claims import xmp_packet
from flyers.proof.content_stream.records import ContentMark
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import overlap
from flyers.proof.matching import matching, quoted_glyphs
from flyers.proof.reading import PageReading, Reading
from flyers.proof.structure_reading import read_structure
from flyers.proof.structure_tree import StructureElement

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
    for match in matching(reading, expectation).matches:
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
