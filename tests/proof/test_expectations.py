"""What an expectation works out of the composed pages: contacts on several lines, what is read, and counts of pages."""

from __future__ import annotations

from dataclasses import replace

from expecting import ON_PRESS, composed, contact, page, text_line
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.page.document import ContactOnLine, Element
from flyers.page.editions import SCREEN
from flyers.proof.expectations import expectation_of_unknown

SITE = contact("site", "a.org", "https://a.org")
BEGUN, REST = (ContactOnLine("site", "a.org", 1.0, 9.0, begins=begins) for begins in (True, False))


def test_a_contact_goes_on_in_the_next_line() -> None:
    lines = [text_line("a", 10, 50, contacts=(BEGUN,)), text_line("a.", 20, 40, contacts=(BEGUN,))]
    rest, other = text_line("org", 30, 30, contacts=(REST,)), text_line("a.org", 40, 20, contacts=(BEGUN,))
    found = composed(page(*lines, rest), page(other), contacts=[SITE]).contacts
    assert [(placed.page, placed.contact, placed.places) for placed in found] == [
        (0, SITE, ((11.0, 19.0, 50),)),
        (0, SITE, ((21.0, 29.0, 40), (31.0, 39.0, 30))),
        (1, SITE, ((41.0, 49.0, 20),)),
    ]


def test_the_lines_of_a_contact_are_told_from_the_top() -> None:
    low, high = text_line("a.", 20, 30, contacts=(BEGUN,)), text_line("org", 30, 40, contacts=(REST,))
    (placed,) = composed(page(low, high), contacts=[SITE]).contacts
    assert placed.places == ((31.0, 39.0, 40), (21.0, 29.0, 30))


def test_the_parts_of_a_turned_contact_are_in_the_axes_of_its_lines() -> None:
    turned = text_line("a.org", 10, 50, contacts=(BEGUN,), turn=90)
    (placed,) = composed(page(turned), contacts=[SITE]).contacts
    assert placed.places == ((-49.0, -41.0, 10),)


def test_what_is_in_no_block_is_not_read() -> None:
    lines = [text_line(word, contacts=(BEGUN,)) for word in "abcd"]
    structure = Element("Document", (Element("Sect", (Element("P", items=((0, 0), (1, 0))),)), Element("P")))
    found = composed(page(*lines[:3]), page(lines[3]), contacts=[SITE], structure=structure).contacts
    assert [placed.is_read for placed in found] == [True, False, False, True]


def test_pages_are_counted_in_the_foot_and_taken_from_a_picture_of_a_page() -> None:
    foot, shown = text_line("1 of 2", running=True), text_line("7 of 9", counts=(7, 9))
    expected = composed(page(foot), page(foot, shown))
    assert [expected.counts(*placed) for placed in expected.lines] == [(1, 2), (2, 2), (7, 9)]


def test_a_text_is_that_of_its_message_or_of_its_contact() -> None:
    expected = composed(page(), texts={"call": "Call us"}, contacts=[SITE])
    call, own = text_line("Call"), replace(text_line("a"), message=MessageKey.of_contact("site"))
    assert expected.message_text(0, call) == "Call us"
    assert expected.message_text(0, own) == "a.org"
    assert expected.message_text(0, replace(call, message=NO_KEY)) is None


def test_the_bleed_is_that_of_the_print_condition_or_of_a_file_of_others() -> None:
    wide = page(bleed=13.0)
    assert composed(wide).bleed(wide) == 9.0
    assert composed(wide, edition=SCREEN).bleed_box(wide) == (0.0, 0.0, 252.0, 144.0)
    assert expectation_of_unknown(replace(ON_PRESS, condition=None), (wide,)).bleed_box(wide) == (-13, -13, 265, 157)
