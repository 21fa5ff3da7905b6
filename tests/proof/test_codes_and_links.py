"""Checks of codes, of links and of the places of characters and drawings: at their limits, on records made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.proof.checks import codes, links, places
from flyers.proof.colours import PdfColour
from flyers.proof.content_stream.records import Paint, TextObject
from flyers.proof.expectations import ExpectedCode, ExpectedContact, ExpectedElement
from flyers.proof.geometry import Box
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.pictures.expected import (
    ExpectedColour,
    ExpectedRectangles,
    ExpectedShape,
    PlacedCode,
)
from flyers.proof.structure_tree import DrawnContent, LinkArea, StructureElement

SITE = "https://www.example.org/es"
BOX: Box = (100.0, 100.0, 141.0, 141.0)
CODE = ExpectedCode(0, "site", SITE, BOX, module=1.0, smallest_module=1.0)
BLACK, WHITE = PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0)), PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 0.0))
BLUE = PdfColour("DeviceCMYK", (1.0, 0.0, 0.0, 1.0))


def paint(box: Box = BOX, colour: PdfColour = BLACK, kind: str = "fill", **values: Any) -> Paint:
    usual = {"order": 1, "overprint": False, "overprint_mode": 0, "solid": False, "thinnest": 1.0, "parts": (box,)}
    return Paint(kind, box=box, colour=colour, inks=None, **{**usual, **values})


# -- codes ------------------------------------------------------------------------------------------------------------


def examined(**values: Any) -> Any:
    usual = {
        "code": CODE, "opens": True, "sharp": SITE, "blurred": SITE, "pale": SITE, "quiet": 0, "module": 1.0,
        "contrast": 0.9, "art": [paint()],
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **values})


def told(monkeypatch: pytest.MonkeyPatch, check: Any, one: Any, edition: str = "press") -> list[str]:
    monkeypatch.setattr(codes, "examine_codes", lambda reading, expectation: [one])
    faults = list(check(None, SimpleNamespace(edition=edition)))
    assert all((fault.page, fault.where) == (1, "site") for fault in faults)
    return [fault.problem for fault in faults]


@pytest.mark.parametrize(
    ("check", "one", "faults"),
    [
        (codes.opens_target, examined(), []),
        (codes.opens_target, examined(opens=False, sharp="x"), [f"the code for {SITE} opens x"]),
        (codes.opens_target, examined(opens=False, sharp=""), [f"the code for {SITE} can't be read"]),
        (codes.reads_out_of_focus, examined(), []),
        (codes.reads_out_of_focus, examined(blurred=""), [f"the code for {SITE} cannot be read out of focus"]),
        (codes.reads_out_of_focus, examined(opens=False, blurred=""), []),  # that it does not open is told already
        (codes.reads_in_poor_light, examined(), []),
        (codes.reads_in_poor_light, examined(pale="x"), [f"the code for {SITE} cannot be read in poor light"]),
        (codes.reads_in_poor_light, examined(opens=False, pale=""), []),
        (codes.quiet_zone, examined(quiet=24), []),
        (codes.quiet_zone, examined(quiet=25), ["something is printed in the code's quiet zone"]),
        (codes.modules_large, examined(module=0.996), []),
        (codes.modules_large, examined(module=0.994), ["the code's modules are 0.35 mm, less than 0.35 mm"]),
        (codes.modules_large, examined(module=0.5), ["the code's modules are 0.18 mm, less than 0.35 mm"]),
        (codes.black_on_light, examined(), []),
        (codes.black_on_light, examined(contrast=0.4), []),
        (
            codes.black_on_light,
            examined(contrast=0.39),
            ["the contrast of the code with its background is only 39%"],
        ),
        (codes.black_on_light, examined(art=[paint(colour=WHITE), paint()]), []),
        (
            codes.black_on_light,
            examined(art=[paint(), paint(colour=BLUE)]),
            ["the code is printed in C100 M0 Y0 K100"],
        ),
        (
            codes.black_on_light,
            examined(art=[paint(colour=PdfColour("DeviceGray", (0.1,)))]),
            ["the code is printed in DeviceGray 0.1"],
        ),
        (codes.black_on_light, examined(art=[paint(colour=PdfColour("DeviceGray", (0.0,)))]), []),
        (codes.one_path, examined(), []),
        (codes.one_path, examined(art=[]), ["the code is drawn as 0 objects instead of one filled path"]),
        (
            codes.one_path,
            examined(art=[paint(), paint()]),
            ["the code is drawn as 2 objects instead of one filled path"],
        ),
        (
            codes.one_path,
            examined(art=[paint(kind="image")]),
            ["the code is drawn as one image instead of one filled path"],
        ),
        (codes.one_path, examined(opens=False, art=[]), []),
    ],
)
def test_a_code_is_fit_for_cameras(monkeypatch: pytest.MonkeyPatch, check: Any, one: Any, faults: list[str]) -> None:
    assert told(monkeypatch, check, one) == faults


def test_on_screens_a_code_may_have_other_dark_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    one = examined(art=[paint(colour=PdfColour("DeviceRGB", (0.1, 0.1, 0.3)))])
    assert told(monkeypatch, codes.black_on_light, one, "screen") == []
    assert told(monkeypatch, codes.black_on_light, one, "press") == ["the code is printed in DeviceRGB 0.1 0.1 0.3"]


@pytest.mark.parametrize(
    ("text", "target", "says"),
    [
        ("example.org/es", SITE, True),
        ("Www.Example.org/es/", "https://example.org/es", True),
        ("Visite example.org/es.", "https://www.example.org/es/", True),
        ("example.org", SITE, False),
        ("1-888-373-7888", "tel:+18883737888", True),
        ("888 373 7888", "tel:+18883737888", True),
        ("(888) 373-788", "tel:+18883737888", False),
        ("Envíe un texto al 233733.", "sms:233733?body=HELP", True),
        ("HELP", "sms:233733?body=HELP", False),
        ("help@example.org", "mailto:help@example.org", True),
    ],
)
def test_who_reads_the_address_can_type_it(text: str, target: str, says: bool) -> None:
    assert codes._says(text, target) is says


def written(check: Any, *texts: tuple[str, Box | None]) -> list[str]:
    contents = SimpleNamespace(texts=[SimpleNamespace(text=text, box=box) for text, box in texts])
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents)])
    expectation: Any = SimpleNamespace(codes=[CODE, ExpectedCode(7, "x", "x", BOX, 1.0, 1.0)], contacts=[])
    return [fault.problem for fault in check(reading, expectation)]


@pytest.mark.parametrize(
    ("box", "beside"),
    [
        ((100.0, 80.0, 200.0, 90.0), True),
        ((100.0, 10.0, 200.0, 28.1), True),
        ((100.0, 10.0, 200.0, 27.9), False),  # more than 72 pt below the code
        ((213.5, 100.0, 300.0, 110.0), False),
        (None, False),
    ],
)
def test_an_address_is_within_an_inch_of_its_code(box: Box | None, beside: bool) -> None:
    text = ("example.org/es", box)
    assert written(codes.address_printed, text) == []
    assert written(codes.address_beside, text) == ([] if beside else [f"{SITE} is more than an inch from its code"])


def test_an_address_that_is_not_printed_is_told_once() -> None:
    assert written(codes.address_printed, ("example.com", BOX)) == [f"{SITE} is not printed on the page of its code"]
    assert written(codes.address_beside, ("example.com", BOX)) == []


def decoded(text: str, box: Box = BOX) -> Any:
    return SimpleNamespace(text=text, box=box, kind="QR code")


def test_codes_that_nobody_expects_are_told_with_what_they_open() -> None:
    found = [decoded(SITE), decoded("https://trap", (0.0, 0.0, 20.0, 20.0)), decoded("x", (141.0, 100.0, 180.0, 141.0))]
    reading: Any = SimpleNamespace(
        pages=[SimpleNamespace(number=1, links=())], raster=SimpleNamespace(codes=lambda number: found)
    )
    expectation: Any = SimpleNamespace(codes=[CODE])
    assert [fault.problem for fault in codes.no_unexpected_codes(reading, expectation)] == [
        "an unexpected QR code opens “https://trap”",
        "an unexpected QR code opens “x”",
    ]


def test_only_some_schemes_may_be_opened() -> None:
    links_ = ("HTTPS://a", "tel:1", "sms:1", "mailto:a", "http://a", "action Launch", "http://a")
    reading: Any = SimpleNamespace(
        pages=[SimpleNamespace(number=1, links=links_)],
        raster=SimpleNamespace(codes=lambda number: [decoded("javascript:a")]),
    )
    assert [fault.problem for fault in codes.allowed_targets(reading, None)] == [
        "“http://a” is not an allowed target",
        "“action Launch” is not an allowed target",
        "“javascript:a” is not an allowed target",
    ]


# -- links ------------------------------------------------------------------------------------------------------------


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
    assert links._code_fault(over, CODE, {"A code"}) == fault.format(SITE)


def letters(text: str, x: float = 10.0, y: float = 50.0, size: float = 10.0) -> list[DrawnGlyph]:
    """Letters half as wide as high, which fill their boxes."""
    return [
        DrawnGlyph(1, 1, letter, "F", size, left, y, 5.0, (left, y, left + 5.0, y + 10.0), (size, 0.0, 0.0, size))
        for number, letter in enumerate(text)
        for left in [x + 5.0 * number]
    ]


INK: Box = (10.0, 50.0, 25.0, 60.0)
HOTLINE = ExpectedContact(0, "hotline", "card.call", "911", 10.0, 25.0, 50.0, target="tel:911")


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
    assert links._link_fault(one, HOTLINE, [letters("911")]) == fault


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
    ],
)
def test_a_number_on_two_lines_has_an_area_of_two_parts(box: Box, parts: tuple[Box, ...], fault: str) -> None:
    one = contact_link(box, parts=parts)
    assert links._fault_of_parts(one, [UPPER, LOWER]) == fault


def test_an_area_is_no_larger_than_its_parts() -> None:
    lines = [letters("911"), letters("911", y=30.0)]
    assert links._fault_of_reach(contact_link(BOTH, parts=(UPPER, LOWER)), lines) == ""
    wide = (0.0, 30.0, 25.0, 60.0)
    assert links._fault_of_reach(contact_link(wide, parts=(UPPER, LOWER)), lines) == "is larger than its parts"


def live(*found: LinkArea, contact: ExpectedContact = HOTLINE, codes_: Sequence[ExpectedCode] = ()) -> list[str]:
    contents = SimpleNamespace(texts=[TextObject(1, letters("911"))])
    tree = SimpleNamespace(links=list(found))
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents)], once=lambda make: tree)
    elements = (ExpectedElement("Figure", alt="A code"),)
    expectation: Any = SimpleNamespace(contacts=[contact], codes=codes_, elements=elements)
    faults = list(links.contacts_live(reading, expectation))
    assert {fault.page for fault in faults} <= {1, 2}
    return [fault.problem for fault in faults]


def test_every_contact_has_its_link_and_nothing_else_has_one() -> None:
    elsewhere = contact_link((200.0, 200.0, 210.0, 210.0))
    other_page = contact_link()
    other_page.page = 1
    assert live(contact_link()) == []
    assert live() == ["a touch on 911 opens nothing"]
    assert live(contact_link(), elsewhere) == ["there is an unexpected link to tel:911"]
    assert live(other_page) == ["a touch on 911 opens nothing", "there is an unexpected link to tel:911"]
    unlinked = ExpectedContact(0, "hotline", "card.call", "911", 10.0, 25.0, 50.0)
    assert live(contact=unlinked) == []
    assert live(contact_link(), contact=unlinked) == ["there is an unexpected link to tel:911"]


def test_every_code_has_its_link_unless_it_is_part_of_a_picture() -> None:
    assert live(contact_link(), link_on_code(), codes_=[CODE]) == []
    assert live(contact_link(), codes_=[CODE]) == [f"a touch on the code to {SITE} opens nothing"]
    drawn = ExpectedCode(0, "site", SITE, BOX, 1.0, 1.0, linked=False)
    assert live(contact_link(), codes_=[drawn]) == []


# -- places -----------------------------------------------------------------------------------------------------------


def placed(text: str, x: float = 10.0) -> list[PlacedCode]:
    return [PlacedCode(letter, x + 5.0 * number, 50.0) for number, letter in enumerate(text)]


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        (letters("911"), ""),
        (letters("911", x=10.029), ""),
        (letters("911", x=10.04), "“9” is 0.04 pt off its place"),
        (letters("911", y=49.9), "“9” is 0.10 pt off its place"),
        (letters("911", x=float("nan")), "“9” is nan pt off its place"),
        (letters("912"), "“2” is in place of “1”"),
        (letters("91"), "“1” is missing"),
        (letters("9111"), "“1” is one too many"),
        (letters("91\u200b"), "an invisible character is in place of “1”"),
        (letters("911\u200b"), "an invisible character is one too many"),
    ],
)
def test_every_character_is_in_its_place(found: list[DrawnGlyph], difference: str) -> None:
    assert places._difference(TextObject(1, found), placed("911")) == difference


BLACK_INK = ExpectedColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0))
ORANGE = ExpectedColour("DeviceCMYK", (0.0, 0.5, 1.0, 0.0))
CLIP: Box = (-9.0, -9.0, 261.0, 153.0)


def rectangles(*boxes: Box, colour: ExpectedColour = ORANGE, edges: Any = "box") -> ExpectedRectangles:
    return ExpectedRectangles(boxes, colour, "card.panel", "the rule", edges)


def drawn(drawing: Any, *paints: Paint, edition: str = "press", overprint_black: bool = True) -> list[str]:
    picture = SimpleNamespace(art=[drawing], clip=CLIP, texts=None)
    page = SimpleNamespace(number=1, contents=SimpleNamespace(paints=list(paints), texts=[]))
    expectation: Any = SimpleNamespace(pictures=[picture], edition=edition, overprint_black=overprint_black)
    reading: Any = SimpleNamespace(pages=[page])
    faults = list(places.drawings_in_place(reading, expectation))
    assert {fault.page for fault in faults} <= {1}
    return [fault.problem for fault in faults]


ORANGE_PAINT = PdfColour("DeviceCMYK", (0.0, 0.5, 1.0, 0.0))
RULE: Box = (10.0, 20.0, 60.0, 21.0)
OTHER: Box = (10.0, 30.0, 60.0, 31.0)


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize(("off", "faults"), [(0.029, []), (0.04, ["the rule is 0.04 pt off its place or its size"])])
def test_a_drawing_is_in_its_place(side: int, off: float, faults: list[str]) -> None:
    box: Any = tuple(edge - off * (index == side) for index, edge in enumerate(RULE))
    assert drawn(rectangles(RULE), paint(box, ORANGE_PAINT)) == faults


def test_drawings_are_counted_and_so_are_their_parts() -> None:
    one = paint(RULE, ORANGE_PAINT)
    assert drawn(rectangles(RULE)) == ["there are 0 drawings instead of 1"]
    assert drawn(rectangles(RULE), one, one) == ["there are 2 drawings instead of 1"]
    assert drawn(rectangles(RULE), one, paint(RULE, ORANGE_PAINT, kind="stroke")) == []
    assert drawn(rectangles(RULE, OTHER), one) == ["the rule has 1 parts instead of 2"]
    assert drawn(rectangles(RULE, OTHER), paint(RULE, ORANGE_PAINT, parts=(RULE, OTHER))) == []
    whole: Box = (10.0, 20.0, 60.0, 31.0)
    assert drawn(rectangles(RULE, OTHER, edges="path"), paint(whole, ORANGE_PAINT)) == [], "as one path"


def test_a_colour_has_three_decimals() -> None:
    near, other = (PdfColour("DeviceCMYK", (0.0, value, 1.0, 0.0)) for value in (0.5004, 0.501))
    assert drawn(rectangles(RULE), paint(RULE, near)) == []
    assert drawn(rectangles(RULE), paint(RULE, other)) == ["the rule has another colour: C0 M50 Y100 K0"]


def test_of_a_drawing_beyond_the_bleed_only_the_part_inside_counts() -> None:
    over: Box = (-20.0, 20.0, 60.0, 21.0)
    assert drawn(rectangles(over), paint((-9.0, 20.0, 60.0, 21.0), ORANGE_PAINT)) == []
    assert drawn(rectangles((-20.0, 20.0, -10.0, 21.0))) == []


ON, OFF = {"overprint": True, "overprint_mode": 1}, {"overprint": False, "overprint_mode": 0}
OVER, NOT_OVER = (
    "the rule prints over what is below it, instead of replacing it",
    "the rule does not print over what is below it",
)


@pytest.mark.parametrize(
    ("edges", "colour", "printed", "faults"),
    [
        ("path", BLACK_INK, ON, []),
        ("path", BLACK_INK, OFF, [NOT_OVER]),
        ("path", BLACK_INK, {"overprint": True, "overprint_mode": 0}, [NOT_OVER]),
        ("path", ORANGE, OFF, []),
        ("path", ORANGE, ON, [OVER]),
        ("box", BLACK_INK, OFF, []),
        ("box", BLACK_INK, ON, [OVER]),
    ],
)
def test_only_fine_black_art_overprints(
    edges: str, colour: ExpectedColour, printed: dict[str, Any], faults: list[str]
) -> None:
    found = paint(RULE, PdfColour(colour.space, colour.values), **printed)
    assert drawn(rectangles(RULE, colour=colour, edges=edges), found) == faults
    assert drawn(rectangles(RULE, colour=colour, edges=edges), found, edition="screen") == []


@pytest.mark.parametrize(("values", "over"), [({}, True), ({"ground": True}, False), ({"art": True}, False)])
def test_of_shapes_pictures_overprint_and_grounds_do_not(values: dict[str, bool], over: bool) -> None:
    path = (("M", 10.0, 20.0), ("L", 60.0, 20.0), ("L", 60.0, 21.0), ("L", 10.0, 21.0), ("Z",))
    shape = ExpectedShape(path, BLACK_INK, "card.panel", "the rule", **values)
    assert drawn(shape, paint(RULE, **(ON if over else OFF))) == []
    assert drawn(shape, paint(RULE, **(OFF if over else ON))) == [NOT_OVER if over else OVER]
    assert drawn(shape, paint(RULE, **OFF), overprint_black=False) == []


def test_pieces_of_text_are_counted() -> None:
    def told(found: list[TextObject], wanted: Any) -> list[str]:
        page = SimpleNamespace(number=1, contents=SimpleNamespace(texts=found))
        reading: Any = SimpleNamespace(pages=[page])
        expectation: Any = SimpleNamespace(pictures=[SimpleNamespace(texts=wanted)])
        return [fault.problem for fault in places.characters_in_place(reading, expectation)]

    text = TextObject(1, letters("911"))
    assert told([text], (placed("911"),)) == []
    assert told([text], None) == []
    assert told([text, text], (placed("911"),)) == ["there are 2 pieces of text instead of 1"]
    assert told([TextObject(1, letters("912"))], (placed("911"),)) == ["“2” is in place of “1” in “911”"]
