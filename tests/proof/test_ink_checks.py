"""Checks of colours and ink at their limits, on pages made by hand: which spaces, how much ink, and what overprints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from expecting import CONDITION, ON_PRESS, composed, page, with_edition
from flyers.colour import Colour
from flyers.page.document import Finish
from flyers.page.editions import OFFICE, SCREEN, Edition
from flyers.proof.checks import press
from flyers.proof.checks.drawn import finish_of
from flyers.proof.checks.press import ink_loads
from flyers.proof.expectations import Expectation, expectation_of_unknown
from flyers.proof.geometry import Box
from flyers.proof.painted import DrawnGlyph, Inks, PageContents, Paint, PaintStyle, PdfColour, TextObject
from pressed import PRESS


def cmyk(*inks: float) -> PdfColour:
    return PdfColour("DeviceCMYK", inks)


BLACK, WHITE, DEEP = cmyk(0, 0, 0, 1), cmyk(0, 0, 0, 0), cmyk(1, 0.7, 0, 0.2)
RGB, GRAY = PdfColour("DeviceRGB", (1.0, 0.0, 0.0)), PdfColour("DeviceGray", (0.0,))
REGISTRATION, TOOL = PdfColour("Separation", (1.0,), "All"), PdfColour("Separation", (1.0,), "Dieline")

BAND: Box = (0.0, 0.0, 100.0, 50.0)


def paint(tint: PdfColour = DEEP, box: Box = BAND, *, order: int = 1, **values: Any) -> Paint:
    usual = {
        "kind": "fill", "overprint": False, "overprint_mode": 0, "solid": True, "thinnest": 9.0, "parts": (box,),
        "inks": tint.inks,
    }  # fmt: skip
    return Paint(order=order, box=box, colour=tint, **{**usual, **values})


def over(tint: PdfColour, box: Box = BAND, *, order: int = 2, mode: int = 1) -> Paint:
    return paint(tint, box, order=order, overprint=True, overprint_mode=mode)


def text(
    tint: PdfColour = BLACK, box: Box = (10.0, 10.0, 20.0, 20.0), *, overprint: bool = True, mode: int = 1, size: float = 9.0,
    order: int = 10,
) -> TextObject:  # fmt: skip
    letter = DrawnGlyph(1, 1, "a", "F", size, box[0], box[1], size, box, (size, 0.0, 0.0, size))
    return TextObject(order, [letter], {PaintStyle(tint, overprint, mode)})


GOOD = composed(page())


def told(
    check: Any,
    paints: Sequence[Paint] = (),
    texts: Sequence[TextObject] = (),
    *,
    spaces: Sequence[tuple[str, str]] = (),
    transparency: Sequence[str] = (),
    measured: Any = None,
    expectation: Expectation = GOOD,
) -> list[str]:
    contents = PageContents(list(texts), list(paints), transparency=list(transparency))
    read = SimpleNamespace(number=1, contents=contents, spaces=spaces)
    reading: Any = measured or SimpleNamespace()
    reading.pages = [read]
    faults = list(check(reading, expectation))
    assert {fault.page for fault in faults} <= {1}
    return [fault.problem for fault in faults]


# -- spaces -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("space", "tint", "told_of"),
    [
        ("cmyk", DEEP, None),
        ("cmyk", REGISTRATION, None),
        ("cmyk", RGB, "DeviceRGB is used instead of DeviceCMYK"),
        ("cmyk", GRAY, "DeviceGray is used instead of DeviceCMYK"),
        ("cmyk", PdfColour("Separation", (1.0,), "Gold"), "Separation Gold is used instead of DeviceCMYK"),
        ("cmyk", TOOL, "Separation Dieline is used instead of DeviceCMYK"),
        ("srgb", RGB, None),
        ("srgb", GRAY, None),
        ("srgb", DEEP, "DeviceCMYK is used instead of DeviceRGB or DeviceGray"),
        ("gray", GRAY, None),
        ("gray", RGB, "DeviceRGB is used instead of DeviceGray"),
    ],
)
def test_colours_are_in_the_space_of_the_edition(space: str, tint: PdfColour, told_of: str | None) -> None:
    faults = [told_of] if told_of else []
    own = with_edition(GOOD, colour_space=space)
    assert told(press.colour_spaces, [paint(tint)], expectation=own) == faults
    assert told(press.colour_spaces, texts=[text(tint)], expectation=own) == faults
    assert told(press.colour_spaces, [paint(tint)] * 2, [text(tint)], expectation=own) == faults, "each once"


def test_nobody_knows_the_space_of_a_file_of_others_but_for_a_press() -> None:
    for edition, faults in ((SCREEN, []), (ON_PRESS, ["DeviceRGB is used instead of DeviceCMYK"])):
        unknown = expectation_of_unknown(edition, (page(),))
        assert told(press.colour_spaces, [paint(RGB)], expectation=unknown) == faults


def test_what_a_page_could_use_counts_too() -> None:
    spaces = [("DeviceCMYK", "image I0"), ("DeviceRGB", "image I1"), ("DeviceRGB", "image I2"), ("Pattern", "x")]
    assert told(press.colour_spaces, spaces=spaces) == ["DeviceRGB is used (image I1) instead of DeviceCMYK"]
    assert told(press.colour_spaces, spaces=[("Separation All", "colour space C0")]) == []
    blank = text(RGB)
    blank.glyphs = [blank.glyphs[0]._replace(box=None)]
    assert told(press.colour_spaces, texts=[blank]) == [], "spaces show no colour"


def test_a_file_with_lines_for_tools_has_their_colour() -> None:
    own = composed(page(finishing=(Finish("cut", (("M", 0.0, 9.0), ("L", 9.0, 9.0))),)))
    spaces = [("Separation Dieline", "colour space C0")]
    assert told(press.colour_spaces, [paint(TOOL)], spaces=spaces, expectation=own) == []
    assert told(press.colour_spaces, [paint(TOOL)], spaces=spaces, expectation=replace(own, edition=OFFICE)) == [
        "Separation Dieline is used (colour space C0) instead of DeviceRGB or DeviceGray"
    ]
    other = ["DeviceRGB is used instead of DeviceCMYK"]
    assert told(press.colour_spaces, [paint(RGB), paint(REGISTRATION)], expectation=own) == other


def test_each_use_of_transparency_is_told_once() -> None:
    uses = ["an alpha of 0.5", "a soft mask", "an alpha of 0.5"]
    assert told(press.no_transparency, transparency=uses) == [
        "the page uses an alpha of 0.5",
        "the page uses a soft mask",
    ]


# -- the amount of ink ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inks", "told_of"),
    [
        ((1, 1, 1, 0), None),
        ((1, 1, 1, 0.005), None),
        ((1, 1, 1, 0.006), "a fill in C100 M100 Y100 K1 has 301% of ink, more than 300%"),
        ((1, 1, 1, 1), "a fill in C100 M100 Y100 K100 has 400% of ink, more than 300%"),
    ],
)
def test_no_spot_has_more_ink_than_the_paper_takes(inks: Inks, told_of: str | None) -> None:
    measured = SimpleNamespace(most_ink=None)
    assert told(press.ink_limit, [paint(cmyk(*inks))], measured=measured) == ([told_of] if told_of else [])
    assert measured.most_ink == pytest.approx(sum(inks))


HEAVY, CYAN = cmyk(0.8, 0.8, 0.8, 0.0), cmyk(0.0, 0.0, 0.0, 0.9)


@pytest.mark.parametrize(
    ("paints", "amount"),
    [
        ([], 0.0),
        ([paint(HEAVY)], 2.4),
        ([paint(HEAVY), over(CYAN)], 3.3),
        ([paint(HEAVY), over(CYAN, mode=0)], 2.4),  # which replaces all four plates
        ([paint(HEAVY), paint(CYAN, order=2)], 2.4),
        ([paint(HEAVY, order=3), over(CYAN)], 2.4),  # painted later
        ([paint(HEAVY, (200.0, 0.0, 250.0, 50.0)), over(CYAN)], 2.4),  # elsewhere
        ([paint(HEAVY, (99.96, 0.0, 250.0, 50.0)), over(CYAN)], 2.4),  # beside it, but for rounding
        ([paint(HEAVY, (99.8, 0.0, 250.0, 50.0)), over(CYAN)], 3.3),
        ([paint(HEAVY, (100.0 - press.EDGE, 0.0, 250.0, 50.0)), over(CYAN)], 2.4),
        ([paint(HEAVY, (-9.0, 0.0, press.EDGE, 50.0)), over(CYAN)], 2.4),
        ([paint(HEAVY, (0.0, 50.0 - press.EDGE, 100.0, 90.0)), over(CYAN)], 2.4),
        ([paint(HEAVY, (0.0, -9.0, 100.0, press.EDGE)), over(CYAN)], 2.4),
        ([paint(HEAVY, (-9.0, 0.0, 0.2, 50.0)), over(CYAN)], 3.3),
        ([paint(HEAVY, (0.0, 49.8, 100.0, 90.0)), over(CYAN)], 3.3),
        ([paint(HEAVY, (0.0, -9.0, 100.0, 0.2)), over(CYAN)], 3.3),
        ([paint(HEAVY), paint(WHITE, order=2), over(CYAN, order=3)], 2.4),  # covered
        ([paint(HEAVY), paint(WHITE, order=2, solid=False), over(CYAN, order=3)], 3.3),
        ([paint(HEAVY), paint(WHITE, (0.0, 0.0, 50.0, 50.0), order=2), over(CYAN, order=3)], 3.3),
        ([paint(HEAVY), over(cmyk(0, 0, 0, 0.5)), over(CYAN, order=3)], 3.3),
        ([paint(HEAVY, (-30.0, 0.0, -10.0, 50.0))], 0.0),  # beyond the bleed
        ([paint(REGISTRATION, inks=(1.0, 1.0, 1.0, 1.0))], 0.0),
        ([paint(RGB)], 0.0),
        ([paint(HEAVY), over(REGISTRATION), over(CYAN, order=3)], 3.3),
    ],
)
def test_inks_of_what_overprints_add_up(paints: list[Paint], amount: float) -> None:
    contents = PageContents(paints=paints)
    loads = list(ink_loads(contents, (-9.0, -9.0, 261.0, 153.0)))
    assert max((load for load, _, _ in loads), default=0.0) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("one", "amount"),
    [
        (text(CYAN), 3.3),
        (text(CYAN, overprint=False), 0.9),
        (text(CYAN, (150.0, 10.0, 160.0, 20.0)), 0.9),
        (text(RGB), None),
        (text(CYAN, (-30.0, 0.0, -20.0, 10.0)), None),
    ],
)
def test_text_lies_on_what_is_below_its_letters(one: TextObject, amount: float | None) -> None:
    contents = PageContents([one], [paint(HEAVY)])
    loads = [load for load, painted, _ in ink_loads(contents, (-9.0, -9.0, 261.0, 153.0)) if painted is one]
    assert loads == ([] if amount is None else [pytest.approx(amount)])
    heavy = ["“a” in C0 M0 Y0 K90 has 330% of ink, more than 300%"] if amount == 3.3 else []
    assert told(press.ink_limit, [paint(HEAVY)], [one], measured=SimpleNamespace(most_ink=None)) == heavy


def test_what_is_beside_the_letters_of_a_line_is_not_under_it() -> None:
    line = text(CYAN, (0.0, 60.0, 10.0, 70.0))
    line.glyphs.append(line.glyphs[0]._replace(box=(90.0, 90.0, 100.0, 100.0)))
    between = paint(HEAVY, (40.0, 75.0, 60.0, 85.0))
    (load,) = [load for load, one, _ in ink_loads(PageContents([line], [between]), BAND_AND_MORE) if one is line]
    assert load == pytest.approx(0.9)
    under = paint(HEAVY, (0.0, 60.0, 60.0, 85.0))
    (load,) = [load for load, one, _ in ink_loads(PageContents([line], [under]), BAND_AND_MORE) if one is line]
    assert load == pytest.approx(3.3)


BAND_AND_MORE: Box = (0.0, 0.0, 250.0, 150.0)


# -- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "asked", "told_of"),
    [
        (text(), True, None),
        (text(overprint=False), True, "“a” is black and does not overprint"),
        (text(mode=0), True, "“a” is black and does not overprint"),
        (text(), False, "“a” is black and overprints, and the shop asks that it knock out"),
        (text(overprint=False), False, None),
        (text(cmyk(0, 0, 0, 0.996), overprint=False), True, "“a” is black and does not overprint"),
        (text(cmyk(0, 0, 0, 0.99), overprint=False), True, None),  # a tint
        (text(DEEP, overprint=False), True, None),
        (text(overprint=False, box=(-30.0, 0.0, -20.0, 9.0)), True, None),  # beyond the bleed
    ],
)
def test_black_text_overprints_unless_the_shop_asks_otherwise(
    one: TextObject, asked: bool, told_of: str | None
) -> None:
    own = with_edition(GOOD, condition=replace(CONDITION, overprint_black=asked))
    assert told(press.black_overprints, texts=[one], expectation=own) == ([told_of] if told_of else [])


def test_white_never_overprints() -> None:
    assert told(press.white_knocks_out, [paint(WHITE), over(DEEP)], [text(WHITE, overprint=False)]) == []
    assert told(press.white_knocks_out, [over(WHITE)], [text(WHITE)]) == [
        "“a” is white and overprints: it would vanish",
        "a white fill overprints: it would vanish",
    ]


@pytest.mark.parametrize(
    ("inks", "rich"),
    [
        ((0, 0, 0, 1), False),
        ((0, 0, 0.004, 1), False),
        ((0, 0, 0.005, 1), True),
        ((1, 1, 1, 0.59), False),
        ((0.1, 0, 0, 0.6), True),
        ((0, 0.005, 0, 0.6), True),
    ],
)
def test_dark_text_is_in_one_ink(inks: Inks, rich: bool) -> None:
    one = text(cmyk(*inks))
    assert told(press.no_rich_black, texts=[one]) == ([f"“a” is printed in {cmyk(*inks)}"] if rich else [])


@pytest.mark.parametrize(
    ("tint", "size", "told_of"),
    [
        (BLACK, 5.0, None),
        (cmyk(0, 0, 0, 0.5), 5.0, None),
        (DEEP, 8.0, None),
        (DEEP, 8.0 - 0.01, None),
        (DEEP, 7.98, "“a” is printed in C100 M70 Y0 K20 at 8.0 pt"),
        (WHITE, 6.0, "“a” is white on a colour at 6.0 pt"),
        (RGB, 5.0, None),  # its space is reported
    ],
)
def test_small_type_is_in_black(tint: PdfColour, size: float, told_of: str | None) -> None:
    assert told(press.small_type_in_one_ink, texts=[text(tint, size=size)]) == ([told_of] if told_of else [])


# -- one ink ----------------------------------------------------------------------------------------------------------


IMAGE = PdfColour("ICCBased", ())


@pytest.mark.parametrize(
    ("one", "faults"),
    [
        (paint(cmyk(0, 0, 0, 0.4)), []),
        (paint(GRAY), []),
        (paint(REGISTRATION), []),
        (paint(TOOL), []),
        (paint(DEEP), ["C100 M70 Y0 K20 is used in a file for black ink alone"]),
        (paint(RGB), ["DeviceRGB 1 0 0 is used in a file for black ink alone"]),
        (paint(IMAGE, kind="image", plates=(0.0, 0.0, 0.0, 0.8)), []),
        (
            paint(IMAGE, kind="image", plates=(0.0, 0.1, 0.0, 0.8)),
            [
                "ICCBased is used in a file for black ink alone",
                "a photograph has colours in a file for black ink alone",
            ],
        ),
    ],
)
def test_a_file_for_one_ink_has_black_alone(one: Paint, faults: list[str]) -> None:
    assert told(press.one_ink, [one], expectation=with_edition(GOOD, one_ink=True)) == faults
    assert told(press.one_ink, [one]) == []


@pytest.mark.parametrize(
    ("edition", "painted"),
    [
        (PRESS, cmyk(0.1, 0.2, 0.3, 0.75)),
        (SCREEN, PdfColour("DeviceRGB", (0.2, 0.3, 0.4))),
        (OFFICE.in_black(), PdfColour("DeviceGray", (0.25,))),
    ],
    ids=["press", "screen", "one ink"],
)
def test_a_colour_is_expected_as_the_edition_paints_it(edition: Edition, painted: PdfColour) -> None:
    """One ink is black's share of the four, and grey in a PDF is what it leaves white."""
    slate = Colour("slate", (0.1, 0.2, 0.3, 0.75), (0.2, 0.3, 0.4))
    expected = finish_of(slate, composed(page(), edition=edition))
    assert expected.colour == painted
    assert not expected.overprint
