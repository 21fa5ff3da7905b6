"""What a screen reader says, in which order and in which language, compared with the campaign; and what a touch opens.

Text is compared as it stands in the file, through the fonts' own maps: so Arabic that was drawn backwards, which looks
right on the page and passes veraPDF, is found here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise, zip_longest

from flyers.findings import Fault
from flyers.proof.checks.structure import UA, quoted
from flyers.proof.expectations import Expectation, ExpectedContact, ExpectedElement
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, overlap, union
from flyers.proof.matching import contact_glyphs, essence
from flyers.proof.reading import Reading
from flyers.proof.structure_tree import LinkArea, StructureElement, read_structure

APART = 0.25
"""Share of the smaller extent by which blocks may overlap and still stand beside, or above, each other."""


@check(
    "U811",
    "screen readers say what was written, in its order",
    found="**The text that a screen reader says is not the campaign's, or not in its order.**",
    why="Who listens would hear another text than who reads: letters backwards, the end before the beginning.",
    advice="Never publish it; report it.",
    owner="developer",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.8.2.3, 14.8.2.4"),
    standards=UA,
    asked=True,
)
def order_asked(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = read_structure(reading).blocks
    for element, asked in zip_longest(found, expectation.elements):
        if fault := _difference(element, asked, expectation.elements):
            yield Fault(fault, page=element.page + 1 if element else 0)
            return  # What comes after the first difference is out of step.


def _difference(
    element: StructureElement | None, asked: ExpectedElement | None, elements: tuple[ExpectedElement, ...]
) -> str:
    if element is None:
        return f"{quoted(asked.text or asked.alt)} is never said" if asked else ""
    spoken = essence(element.text)
    if asked is None:
        return f"{quoted(element.text)} is said after all that was asked for"
    if spoken != essence(asked.text):
        elsewhere = spoken and spoken in {essence(each.text) for each in elements}
        what = "is out of its order: it" if elsewhere else ""
        return f"{quoted(element.text)} {what} stands where {quoted(asked.text or asked.alt)} should".replace("  ", " ")
    if fault := _word_fault(spoken, _breaks(element.text), _breaks(asked.text)):
        return f"{fault} in {quoted(asked.text)}"
    if element.tag != asked.tag:
        return f"{quoted(element.text)} is a {element.tag}, not a {asked.tag}"
    if element.actual and asked.text:
        return f"{quoted(asked.text)} is replaced by {quoted(element.actual)}"
    return ""


def _breaks(text: str) -> set[int]:
    """Where white space stands, in characters of the text's essence."""
    return set(accumulate(len(essence(word)) for word in unicodedata.normalize("NFKC", text).split()))


def _word_fault(spoken: str, found: set[int], asked: set[int]) -> str:
    """White space must stand between words at the ends of lines too (ISO 32000-1, 14.8.2.5), and in no word. Beside
    signs there may be more of it: where the direction changes, readers need it."""
    for place in sorted(asked - found):
        return f"no space parts {quoted(spoken[:place][-10:])} from {quoted(spoken[place:][:10])}"
    for place in sorted(found - asked):
        if spoken[place - 1 : place].isalnum() and spoken[place : place + 1].isalnum():
            return f"a space parts {quoted(spoken[:place][-10:])} from {quoted(spoken[place:][:10])}"
    return ""


@check(
    "U812",
    "every word is in its language",
    found="Words are marked as being in another language than they are.",
    why="A screen reader reads Spanish with an English voice, and nobody understands it.",
    advice="Build it again; report it if it stays.",
    owner="developer",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.9.2"),
    standards=UA,
    asked=True,
)
def languages_asked(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    tree = read_structure(reading)
    if tree.language != expectation.language:
        yield Fault(f"the file is said to be in {tree.language or 'no language'}, not in {expectation.language}")
        return
    for element, asked in zip(tree.blocks, expectation.elements, strict=False):
        found = list(_letters((shown.text, inner.spoken) for inner, shown in element.shown))
        wanted = list(_letters(asked.pieces))
        wrong = [(one[0], one[1], two[1]) for one, two in zip(found, wanted, strict=False) if one != two]
        if wrong and [letter for letter, _ in found] == [letter for letter, _ in wanted]:
            _, marked, language = wrong[0]
            words = "".join(letter for letter, _, _ in wrong)
            yield Fault(
                f"{quoted(words)} is marked {marked or 'without a language'}, not {language}", page=element.page + 1
            )
    for element, asked in zip(tree.blocks, expectation.elements, strict=False):
        if element.alt and element.spoken != (asked.language or expectation.language):
            yield Fault(f"the description {quoted(element.alt)} is marked {element.spoken}", page=element.page + 1)


def _letters(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Letters and marks with their languages: figures and signs are read in any."""
    for text, language in pieces:
        yield from ((letter, language) for letter in essence(text) if unicodedata.category(letter)[0] in "LM")


@check(
    "U813",
    "contacts are live",
    found="**A touch on a number or address opens nothing, or something else; or there is a link nobody asked for.**",
    why="A call that reaches the wrong person can put the caller in danger.",
    advice="Never publish it.",
    owner="developer",
    rules=("ISO 14289-1, 7.18.5", "ISO 32000-1, 12.5.6.5"),
    standards=UA,
    asked=True,
)
def contacts_live(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    links = read_structure(reading).links
    claimed_standards: set[int] = set()
    for contact in expectation.contacts:
        if not contact.target or contact.page >= len(reading.pages):
            continue
        ink = union(glyph.box for glyph in contact_glyphs(reading.pages[contact.page], contact) if glyph.box)
        over = [link for link in links if link.page == contact.page and ink and overlap(link.box, ink)]
        claimed_standards.update(map(id, over))
        if not over:
            yield Fault(f"a touch on {contact.display} opens nothing", page=contact.page + 1, where=contact.contact)
        for link in over:
            if fault := _link_fault(link, contact, ink):
                yield Fault(fault, page=contact.page + 1, where=contact.contact)
    for link in links:
        if id(link) not in claimed_standards:
            yield Fault(f"there is a link to {link.target or 'nowhere'} that nobody asked for", page=link.page + 1)


def _link_fault(link: LinkArea, contact: ExpectedContact, ink: Box | None) -> str:
    if link.target != contact.target:
        return f"a touch on {contact.display} opens {link.target or 'nothing'}, not {contact.target}"
    if ink and not contains(link.box, ink, 0.1):
        return f"the live area of {contact.display} does not cover it"
    if essence(link.contents) != essence(contact.display):
        return f"the link on {contact.display} is described as {quoted(link.contents)}"
    if link.element is None or link.element.tag != "Link":
        return f"the link on {contact.display} is in no Link of the tree"
    if essence(link.element.text) != essence(contact.display):
        return f"the Link to {contact.target} shows {quoted(link.element.text)}"
    return ""


@check(
    "U814",
    "the order is the eye's",
    found="What is read next stands above or before what was read last: tags and page have not the same order.",
    why="People who see the page and hear it, or follow it with a magnifier, lose their place.",
    advice="Correct the order of the blocks in the layout.",
    owner="designer",
    rules=("ISO 14289-1, 7.2",),
    standards=UA,
    asked=True,
)
def order_seen(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    blocks = [
        (element, area, panel)
        for element in read_structure(reading).blocks
        if (area := element.area) and (panel := _panel(element, area, expectation)) is not None
    ]
    visited = [panel for index, (_, _, panel) in enumerate(blocks) if not index or blocks[index - 1][2] != panel]
    if len(set(visited)) < len(visited):
        yield Fault("the order returns to a panel that it has left")
    for (one, above, panel), (other, below, same) in pairwise(blocks):
        rtl = expectation.pages[panel[0]].rtl
        if panel == same and (_climbs(above, below) or _turns_back(above, below, rtl=rtl)):
            words = f"{quoted(other.text or other.alt)} is read after {quoted(one.text or one.alt)}"
            yield Fault(f"{words}, and stands before it", page=other.page + 1)


def _panel(element: StructureElement, area: Box, expectation: Expectation) -> tuple[int, int] | None:
    """The page and the number of the panel, from the left, on which a block stands."""
    if not 0 <= element.page < len(expectation.pages):
        return None
    middle = (area[0] + area[2]) / 2
    return element.page, sum(fold < middle for fold in expectation.pages[element.page].folds)


def _climbs(one: Box, other: Box) -> bool:
    """Whether *other* stands above *one* in the same column."""
    return _shared(one, other, 0) > 0 and _shared(one, other, 1) <= 0 and other[1] >= one[3] - _slack(one, other, 1)


def _turns_back(one: Box, other: Box, *, rtl: bool) -> bool:
    """Whether *other* stands beside *one*, on the side where reading starts."""
    if _shared(one, other, 1) <= _slack(one, other, 1):
        return False
    slack = _slack(one, other, 0)
    return other[0] >= one[2] - slack if rtl else other[2] <= one[0] + slack


def _shared(one: Box, other: Box, axis: int) -> float:
    return min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])


def _slack(one: Box, other: Box, axis: int) -> float:
    return APART * min(one[axis + 2] - one[axis], other[axis + 2] - other[axis])
