"""Checks of the links on contacts and codes: at their limits, on records made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from handmade import BOX, CODE, SITE, letters

from expecting import contact, text_line
from flyers.page.editions import SCREEN
from flyers.proof.checks import structure
from flyers.proof.expectations import PlacedCode, PlacedContact, SpokenElement
from flyers.proof.geometry import Box
from flyers.proof.painted import TextObject
from flyers.proof.reading import DrawnContent, LinkArea, StructureElement, read_structure


def link(box: Box, target: str = SITE, *, tag: str = "Link", **values: Any) -> LinkArea:
    element = StructureElement(tag, None)
    values = {"contents": "A code", "element": element, **values}
    return LinkArea(0, box, target, **values)


def link_on_code(box: Box = BOX, *, figure: bool = True, **values: Any) -> LinkArea:
    made = link(box, **values)
    if figure and made.element:
        made.element.kids.append(StructureElement("Figure", made.element))
    return made


@pytest.mark.parametrize(
    ("over", "fault"),
    [
        ([], "a touch on the code to {} opens nothing"),
        ([link_on_code()], ""),
        ([link_on_code(target="https://x")], "a touch on the code to {} opens https://x"),
        ([link_on_code(target="")], "a touch on the code to {} opens nothing"),
        ([link_on_code((100.09, 100.0, 141.0, 141.0))], ""),
        ([link_on_code((100.2, 100.0, 141.0, 141.0))], "the link on the code to {} does not cover it"),
        ([link_on_code((95.91, 95.91, 145.09, 145.09))], ""),  # with the quiet zone
        ([link_on_code((95.8, 100.0, 141.0, 141.0))], "the link on the code to {} reaches out of it"),
        ([link_on_code(element=None)], "the link on the code to {} is in no Link of the tree"),
        ([link_on_code(tag="P")], "the link on the code to {} is in no Link of the tree"),
        ([link_on_code(figure=False)], "the Link to {} does not hold the code"),
        ([link_on_code(parts=(BOX,))], "the link on the code to {} has an area in parts"),
        ([link_on_code(contents="x")], "the link on the code to {} is described as “x”"),
        ([link_on_code(), link_on_code(target="https://x")], "a touch on the code to {} opens https://x"),
    ],
)
def test_a_touch_on_a_code_opens_what_a_camera_would(over: list[LinkArea], fault: str) -> None:
    assert structure._code_fault(over, CODE, {"A code"}) == fault.format(SITE)


INK: Box = (10.0, 50.0, 25.0, 60.0)
HOTLINE = contact("hotline", "911", "tel:911")
ON_PAGE = PlacedContact(0, text_line("911", 10.0, 50.0), HOTLINE, ((10.0, 25.0, 50.0),))


def contact_link(box: Box = INK, **values: Any) -> LinkArea:
    text = values.pop("text", "911")
    made = link(box, **{"target": "tel:911", "contents": "911", **values})
    if made.element is not None:
        made.element.kids = [DrawnContent(0, 0, said=[text])]
    return made


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (contact_link(), ""),
        (contact_link(target="tel:912"), "a touch on 911 opens tel:912, not tel:911"),
        (contact_link(target=""), "a touch on 911 opens nothing, not tel:911"),
        (contact_link((10.1, 50.0, 25.0, 60.0)), ""),
        (contact_link((10.2, 50.0, 25.0, 60.0)), "the link area of 911 does not cover it"),
        (contact_link((10.0, 50.0, 25.0, 59.8)), "the link area of 911 does not cover it"),
        (contact_link((7.5, 46.5, 27.5, 63.5)), ""),  # a quarter of an em beside it, and a third above and below
        (contact_link((7.4, 50.0, 25.0, 60.0)), "the link area of 911 reaches out of its line"),
        (contact_link((10.0, 46.4, 25.0, 60.0)), "the link area of 911 reaches out of its line"),
        (contact_link(parts=(INK,)), "the link area of 911 has 1 parts for 1 lines"),
        (contact_link(contents="x"), "the link on 911 is described as “x”"),
        (contact_link(tag="P"), "the link on 911 is in no Link of the tree"),
        (contact_link(text="912"), "the Link to tel:911 shows “912”"),
    ],
)
def test_a_touch_on_a_number_calls_it_and_a_touch_beside_it_does_not(one: LinkArea, fault: str) -> None:
    assert structure._link_fault(one, HOTLINE, [letters("911")]) == fault


UPPER, LOWER = (10.0, 50.0, 25.0, 60.0), (10.0, 30.0, 25.0, 40.0)
BOTH = (10.0, 30.0, 25.0, 60.0)


@pytest.mark.parametrize(
    ("box", "parts", "fault"),
    [
        (BOTH, (UPPER, LOWER), ""),
        (BOTH, (), "has no parts for 2 lines"),
        (BOTH, (BOTH,), "has 1 parts for 2 lines"),
        (UPPER, (UPPER, LOWER), "has a part outside itself"),
        (BOTH, (LOWER, UPPER), "has a part that does not cover its line"),
        (BOTH, ((10.0, 39.0, 25.0, 60.0), LOWER), "has a part that reaches into another line"),
        (BOTH, ((10.0, 39.9, 25.1, 60.0), (10.1, 30.0, 25.0, 40.0)), ""),  # but for rounding
        (BOTH, ((10.0, 39.8, 25.0, 60.0), LOWER), "has a part that reaches into another line"),
        (BOTH, ((10.0, 50.0, 25.2, 60.0), LOWER), "has a part outside itself"),
        (BOTH, (UPPER, (10.2, 30.0, 25.0, 40.0)), "has a part that does not cover its line"),
    ],
)
def test_a_number_on_two_lines_has_an_area_of_two_parts(box: Box, parts: tuple[Box, ...], fault: str) -> None:
    one = contact_link(box, parts=parts)
    assert structure._fault_of_parts(one, [UPPER, LOWER]) == fault


def test_an_area_is_no_larger_than_its_parts() -> None:
    lines = [letters("911"), letters("911", y=30.0)]
    assert structure._fault_of_reach(contact_link(BOTH, parts=(UPPER, LOWER)), lines) == ""
    for left, fault in ((9.9, ""), (9.8, "is larger than its parts"), (0.0, "is larger than its parts")):
        one = contact_link((left, *BOTH[1:]), parts=(UPPER, LOWER))
        assert structure._fault_of_reach(one, lines) == fault
    lower = (10.0, 26.4, 25.0, 40.0)
    for parts in ((UPPER, lower), (UPPER, (7.4, *LOWER[1:]))):
        assert structure._fault_of_reach(contact_link(BOTH, parts=parts), lines) == "reaches out of its line"


@pytest.mark.parametrize("axes", [(0.0, -10.0, 10.0, 0.0), (0.0, 10.0, -10.0, 0.0)])
def test_of_a_number_that_is_turned_along_is_up_and_down_the_page(axes: tuple[float, float, float, float]) -> None:
    line = [letter._replace(axes=axes) for letter in letters("911")]
    for area, fault in (
        ((6.5, 47.5, 28.5, 62.5), ""),
        ((6.4, 50.0, 25.0, 60.0), "reaches out of its line"),
        ((10.0, 47.4, 25.0, 60.0), "reaches out of its line"),
    ):
        assert structure._fault_of_reach(contact_link(area), [line]) == fault


def test_the_largest_letter_of_a_line_says_how_far_an_area_may_reach() -> None:
    line = letters("911")
    line[1] = line[1]._replace(size=20.0)
    assert structure._fault_of_reach(contact_link((5.0, 43.0, 30.0, 67.0)), [line]) == ""
    assert structure._fault_of_reach(contact_link((4.9, 50.0, 25.0, 60.0)), [line]) == "reaches out of its line"


def live(*found: LinkArea, contact: PlacedContact = ON_PAGE, codes_: Sequence[PlacedCode] = ()) -> list[str]:
    contents = SimpleNamespace(texts=[TextObject(1, letters("911"))])
    tree = SimpleNamespace(links=list(found))
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents)])
    reading.results = {read_structure.__wrapped__: tree}
    elements = (SpokenElement("Figure", alt="A code"),)
    expectation: Any = SimpleNamespace(edition=SCREEN, contacts=[contact], codes=codes_, elements=elements)
    faults = list(structure.contacts_live(reading, expectation))
    on_second = [fault.problem for fault in faults if fault.page != 1]
    assert on_second == [f"there is an unexpected link to {area.target}" for area in found if area.page == 1]
    return [fault.problem for fault in faults]


def test_every_contact_has_its_link_and_nothing_else_has_one() -> None:
    elsewhere = contact_link((200.0, 200.0, 210.0, 210.0))
    other_page = contact_link()
    other_page.page = 1
    assert live(contact_link()) == []
    assert live() == ["a touch on 911 opens nothing"]
    assert live(contact_link(), elsewhere) == ["there is an unexpected link to tel:911"]
    assert live(other_page) == ["a touch on 911 opens nothing", "there is an unexpected link to tel:911"]
    unlinked = ON_PAGE._replace(is_read=False)
    assert live(contact=unlinked) == []
    assert live(contact_link(), contact=unlinked) == ["there is an unexpected link to tel:911"]


def test_every_code_has_its_link_unless_it_is_part_of_a_picture() -> None:
    assert live(contact_link(), link_on_code(), codes_=[CODE]) == []
    assert live(contact_link(), codes_=[CODE]) == [f"a touch on the code to {SITE} opens nothing"]
    for left, fault in (
        (140.9, "there is an unexpected link to {}"),
        (140.8, "the link on the code to {} does not cover it"),
    ):
        beside = link_on_code((left, 100.0, 160.0, 141.0))
        assert live(contact_link(), link_on_code(), beside, codes_=[CODE]) == [fault.format(SITE)]
    drawn = CODE._replace(is_read=False)
    assert live(contact_link(), codes_=[drawn]) == []
