"""What a touch on a number, an address or a code opens, and where on the page it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flyers.content.contacts import Contact
from flyers.findings import Fault
from flyers.proof.checks.structure import UA, quoted
from flyers.proof.expectations import Expectation, PlacedCode
from flyers.proof.findings import check
from flyers.proof.geometry import Box, contains, overlap, shrink, union
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.matching import contact_lines, ink_of, visible
from flyers.proof.reading import Reading
from flyers.proof.structure_reading import read_structure
from flyers.proof.structure_tree import LinkArea

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
