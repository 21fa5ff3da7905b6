"""Printed lines compared with expected ones, at the limits of what is tolerated: pages made by hand, no file is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.proof.checks import picture
from flyers.proof.checks import text as checks
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import PageContents, Paint, TextObject, TextPaint
from flyers.proof.expectations import ExpectedContact, ExpectedLine, ExpectedMessage, ExpectedPage
from flyers.proof.geometry import Box
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.pictures.expected import ExpectedColour, ExpectedFace, ExpectedGlyphs
from flyers.proof.pictures.wording import FaultKind, PictureFault

WIDTH, HEIGHT, BLEED, SAFE = 252.0, 144.0, 9.0, 9.0
BLEED_BOX: Box = (-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED)
FONTS = {"Sans": SimpleNamespace(program=object()), "Unembedded": SimpleNamespace(program=None)}


def letter(text: str, x: float, y: float, size: float = 10.0, font: str = "Sans") -> DrawnGlyph:
    """A letter with ink from its origin, half as wide as it is high; a space has none."""
    box = None if text.isspace() else (x, y, x + size / 2, y + size)
    return DrawnGlyph(1, 1, text, font, size, x, y, size / 2, box, (size, 0.0, 0.0, size))


def drawn(
    words: str, x: float = 20.0, y: float = 60.0, *, order: int = 1, size: float = 10.0, font: str = "Sans"
) -> TextObject:
    return TextObject(order, [letter(sign, x + number * size / 2, y, size, font) for number, sign in enumerate(words)])


def wanted(words: str, x: float = 20.0, y: float = 60.0, *, page: int = 0, floor: float = 7.0) -> ExpectedLine:
    box = (x, y, x + 5.0 * len(words), y + 10.0)
    return ExpectedLine(page, f"message.{words.split()[0].lower()}", "front/line", words, "en", y, box, 10.0, floor)


def told(
    check: Any,
    lines: list[ExpectedLine],
    *pages: list[TextObject],
    hidden: str = "",
    art: Sequence[Paint] = (),
    seen: Sequence[tuple[int, PictureFault]] = (),
    **expected: Any,
) -> list[tuple[int, str, str]]:
    """Return page, place and problem of each fault of *pages*, each with its texts, *hidden* letters and *art*.

    *seen* are the differences of the pages' pictures.
    """
    usual = {
        "lines": lines, "messages": (), "contacts": (), "elements": (), "pictures": (),
        "pages": [ExpectedPage("front", WIDTH, HEIGHT, BLEED, SAFE)],
    }  # fmt: skip
    invisible = [letter(sign, 0, 0) for sign in hidden]
    readings = [
        SimpleNamespace(number=number, contents=PageContents(texts, list(art), hidden=invisible), bleed=BLEED_BOX)
        for number, texts in enumerate(pages, 1)
    ]
    kept: dict[Any, Any] = {picture._compared: list(seen)}

    def once(make: Any, *given: Any) -> Any:
        if make not in kept:
            kept[make] = make(reading, *given)
        return kept[make]

    reading: Any = SimpleNamespace(pages=readings, fonts=FONTS, once=once)
    faults = check(reading, SimpleNamespace(**{**usual, **expected}))
    return [(fault.page, fault.where, fault.problem) for fault in faults]


# -- T301 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Call 911", ""),
        ("Call 912", "“2” (DIGIT TWO) is in place of “1” (DIGIT ONE)"),
        ("Cal 911", "“9” (DIGIT NINE) is in place of “l” (LATIN SMALL LETTER L)"),
        ("Call 91", "“1” (DIGIT ONE) is missing"),
        ("Call 9111", "“1” (DIGIT ONE) is one too many"),
        ("Call 911\ue000", "“\ue000” (U+E000) is one too many"),
        ("Call911", "no space separates “Call” from “911”"),
        ("Ca ll 911", "a space separates “Ca” from “ll911”"),
    ],
)
def test_the_first_difference_of_a_line_is_told(words: str, problem: str) -> None:
    faults = told(checks.lines_complete, [wanted("Call 911")], [drawn(words)])
    assert faults == ([(1, "message.call", f"{problem} in “Call 911”")] if problem else [])


def test_in_a_file_with_tags_the_tags_say_where_words_end() -> None:
    assert told(checks.lines_complete, [wanted("Call 911")], [drawn("Call911")], elements=("a paragraph",)) == []


def test_a_missing_line_is_told_with_its_page() -> None:
    lines = [wanted("Call"), wanted("Text", page=1), wanted("Go", page=2)]
    assert told(checks.lines_complete, lines, [drawn("Call")], []) == [
        (2, "message.text", "the line “Text” is missing"),
        (3, "message.go", "the line “Go” is missing"),
    ]


def test_of_equal_lines_the_nearest_is_compared() -> None:
    lines = [wanted("Call", y=20.0), wanted("Call", y=60.0)]
    texts = [drawn("Call", y=60.01, order=1), drawn("Call", y=20.01, order=2)]
    assert told(checks.lines_in_place, lines, texts) == []


# -- T302 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-1, 0), (0, 1), (0, -1)])
@pytest.mark.parametrize(("off", "same"), [(0.029, True), (0.031, False), (2.0, False)])
def test_a_line_may_be_off_its_place_by_three_hundredths_of_a_point(dx: int, dy: int, off: float, same: bool) -> None:
    faults = told(checks.lines_in_place, [wanted("Call")], [drawn("Call", 20 + dx * off, 60 + dy * off)])
    assert faults == ([] if same else [(1, "message.call", f"“Call” is {off:.2f} pt off its place")])


def test_a_line_stands_on_its_baseline() -> None:
    """Marks may leave it, but not all letters, though their ink is where it should be."""
    glyphs = drawn("Call").glyphs
    raised = [glyph._replace(y=glyph.y + 1) for glyph in glyphs]
    one_raised = [raised[0], *glyphs[1:]]
    assert told(checks.lines_in_place, [wanted("Call")], [TextObject(1, one_raised)]) == []
    assert told(checks.lines_in_place, [wanted("Call")], [TextObject(1, raised)]) == [
        (1, "message.call", "“Call” is 0.03 pt off its place")
    ]
    upright = [glyph._replace(axes=(0.0, 10.0, -10.0, 0.0)) for glyph in glyphs]
    assert told(checks.lines_in_place, [wanted("Call")], [TextObject(1, upright)]) != [], "its letters are turned"


def test_the_ink_of_a_font_that_is_not_embedded_is_unknown() -> None:
    assert told(checks.lines_in_place, [wanted("Call")], [drawn("Call", 30.0, font="Unembedded")]) == []
    assert told(checks.lines_in_place, [wanted("Call")], [drawn("Fall", 30.0)]) == [], "T301 reports another text"
    assert told(checks.lines_in_place, [wanted("Call")], []) == []


# -- T303 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [("911", ""), ("119", "911 reads “119” from left to right"), ("   ", "911 is missing")],
)
def test_a_contact_is_read_from_left_to_right(words: str, problem: str) -> None:
    contact = ExpectedContact(0, "hotline", "message.call", "911", 20.0, 35.0, 60.0)
    faults = told(checks.contacts_read, [], [drawn(words)], contacts=[contact])
    assert faults == ([(1, "hotline", problem)] if problem else [])
    assert told(checks.contacts_read, [], [drawn("911")], contacts=[replace(contact, page=1)]) == []


# -- T305 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("floor", "small"), [(10.0, False), (10.009, False), (10.02, True)])
def test_the_smallest_letter_of_a_line_has_the_least_size(floor: float, small: bool) -> None:
    text = drawn("Call", size=12.0)
    text.glyphs[2] = text.glyphs[2]._replace(size=10.0)
    faults = told(checks.large_enough, [wanted("Call", floor=floor)], [text])
    problem = "“Call” is printed at 10.00 pt, less than 10.02 pt"
    assert faults == ([(1, "message.call", problem)] if small else [])
    assert told(checks.large_enough, [wanted("Call")], []) == []


# -- T309 -------------------------------------------------------------------------------------------------------------


def slug(*lines: str) -> Any:
    """What is expected on a page with *lines* in its margin."""
    face, black = ExpectedFace("0" * 64), ExpectedColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))
    margin = [ExpectedGlyphs(face, 6.0, -30.0, black, f"slug {line}", line, ()) for line in lines]
    return SimpleNamespace(margin=margin)


def strays(*texts: TextObject, margin: tuple[str, ...] = (), hidden: str = "") -> list[tuple[int, str, str]]:
    pictures = (slug(*margin),) if margin else ()
    return told(checks.no_unexpected_text, [], list(texts), pictures=pictures, hidden=hidden)


@pytest.mark.parametrize(
    ("x", "y", "problem"),
    [
        (20.0, 60.0, "“Call” is not expected here"),
        (9.0, 9.0, "“Call” is not expected here"),
        (8.94, 9.0, ""),  # outside the safe area, where T304 reports it
        (0.0, -5.0, ""),
        (20.0, -30.0, ""),  # beyond the bleed, where nothing is known of the margin
    ],
)
def test_text_that_nobody_expects_is_told(x: float, y: float, problem: str) -> None:
    assert strays(drawn("Call", x, y)) == ([(1, "front", problem)] if problem else [])


def test_the_margin_has_each_line_of_the_slug_once() -> None:
    card, draft = drawn("card", 20.0, -30.0, order=1), drawn("draft", 20.0, -20.0, order=2)
    assert strays(card, draft, margin=("card", "draft")) == []
    assert strays(card, drawn("card", 90.0, -30.0, order=3), margin=("card",)) == [
        (1, "the margin", "“card” is not expected beyond the bleed")
    ]
    assert strays(drawn("cart", 20.0, -30.0), margin=("card",)) == [
        (1, "the margin", "“cart” is not expected beyond the bleed")
    ]


def test_text_without_ink_is_told_unless_it_is_blank() -> None:
    blank = drawn("   ")
    assert strays(blank) == []
    silent = TextObject(1, [glyph._replace(box=None) for glyph in drawn("911").glyphs])
    assert strays(silent) == [(1, "", "“911” is in the file but shows nothing")]


def test_invisible_text_is_told() -> None:
    assert strays(hidden=" Call 911 ") == [(1, "", "“Call 911” is in the file but invisible")]


def test_pages_too_many_are_not_compared() -> None:
    assert told(checks.no_unexpected_text, [], [], [drawn("Call")]) == []


# -- T312 -------------------------------------------------------------------------------------------------------------


def test_lines_follow_each_other_on_their_page() -> None:
    lines = [wanted("First", y=90.0), wanted("Second"), wanted("Third", page=1)]
    one, two, third = drawn("First", y=90.0, order=1), drawn("Second", order=2), drawn("Third", order=1)
    assert told(checks.lines_in_order, lines, [one, two], [third]) == []
    one.order, two.order = 2, 1
    assert told(checks.lines_in_order, lines, [two, one], [third]) == [
        (1, "message.second", "“Second” comes before “First”")
    ]


def test_the_lines_of_a_slug_follow_each_other() -> None:
    pictures = (slug("card", "draft"),)
    card, draft = drawn("card", 20.0, -30.0, order=1), drawn("draft", 20.0, -20.0, order=2)
    assert told(checks.lines_in_order, [], [card, draft], pictures=pictures) == []
    assert told(checks.lines_in_order, [], [draft], pictures=pictures) == [], "T309 reports what is missing"
    card.order, draft.order = 2, 1
    assert told(checks.lines_in_order, [], [card, draft], pictures=pictures) == [
        (1, "the margin", "the lines of the slug are in another order")
    ]


# -- T310 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "problem"),
    [
        ("Never call", ""),
        ("Never call alone", "“a” (LATIN SMALL LETTER A) is missing"),
        ("Never", "“c” (LATIN SMALL LETTER C) is one too many"),
    ],
)
def test_the_lines_of_a_message_are_the_whole_of_it(whole: str, problem: str) -> None:
    lines = [wanted("Other", y=110.0), wanted("Never", y=90.0), wanted("call")]
    texts = [drawn("Other", y=110.0), drawn("Never", y=90.0, order=2), drawn("call", order=3)]
    message = ExpectedMessage("message.never", whole, (1, 2))
    faults = told(checks.messages_whole, lines, texts, messages=[message])
    assert faults == ([(1, "message.never", f"{problem} in the message")] if problem else [])
    texts[2] = drawn("fall", order=3)
    assert told(checks.messages_whole, lines, texts, messages=[message]) == [], "T301 reports another text"


# -- V905 -------------------------------------------------------------------------------------------------------------


BLACK, RED, WHITE = (PdfColour("DeviceCMYK", inks) for inks in ((0, 0, 0, 1.0), (0, 1.0, 1.0, 0), (0, 0, 0, 0)))


DIE = PdfColour("Separation", (1.0,), "Dieline")


def shown(line: ExpectedLine, colour: PdfColour) -> ExpectedGlyphs:
    face = ExpectedFace("0" * 64)
    return ExpectedGlyphs(face, 10.0, line.y, ExpectedColour(colour.space, colour.values), line.where, line.text, ())


def recoloured(*colours: PdfColour, art: Sequence[PdfColour] = (), **values: Any) -> list[tuple[int, str, str]]:
    """Return what is said of a page with a black and a red line, of which the first is painted in *colours*."""
    call, stop = wanted("Call"), wanted("Stop", y=90.0)
    first, second = drawn("Call"), drawn("Stop", y=90.0, order=2)
    first.paints = {TextPaint(colour, False, 0) for colour in colours}
    second.paints = {TextPaint(RED, False, 0)}
    pictures = [SimpleNamespace(art=[shown(call, BLACK), shown(stop, RED)], margin=())]
    paints = [_fill(colour) for colour in art]
    return told(picture.nothing_recoloured, [call, stop], [first, second], art=paints, pictures=pictures, **values)


def _fill(colour: PdfColour) -> Paint:
    box: Box = (0.0, 0.0, 9.0, 9.0)
    return Paint("fill", 9, box, colour, False, 0, True, 9.0, (box,), colour.inks)


@pytest.mark.parametrize("colours", [(RED,), (BLACK, RED)])
def test_a_line_has_its_colour_whether_or_not_the_picture_shows_it(colours: tuple[PdfColour, ...]) -> None:
    """Small type has no pixel without an edge; and another line of the page has that colour."""
    assert recoloured(BLACK) == []
    assert recoloured(*colours) == [(1, "message.call", "“Call” has another colour: C0 M100 Y100 K0")]


def test_a_line_that_the_picture_shows_is_told_once() -> None:
    seen = PictureFault(FaultKind.COLOUR, "message.call", "“Call” has another colour")
    assert recoloured(RED, seen=[(1, seen)]) == [(1, "message.call", "“Call” has another colour")]
    assert recoloured(BLACK, seen=[(1, seen._replace(kind=FaultKind.MOVED))]) == []


def test_art_has_a_colour_that_something_on_the_page_has() -> None:
    assert recoloured(BLACK, art=[BLACK, RED, PdfColour("Separation", (1.0,), "All"), DIE]) == []
    strange = "something is painted in C0 M0 Y0 K0, which nothing on the page has"
    assert recoloured(BLACK, art=[WHITE, WHITE, RED]) == [(1, "", strange)]
    assert len(recoloured(RED, art=[WHITE])) == 1, "of which a line tells already that it was changed"
