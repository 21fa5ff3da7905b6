"""What is said of a page that looks otherwise: two pictures drawn by hand, one as expected and one as printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from flyers.proof.geometry import Box
from flyers.proof.pictures.comparison import differences
from flyers.proof.pictures.drawing import DrawnPage
from flyers.proof.pictures.expected import ExpectedColour, ExpectedPicture, ExpectedRectangles, ExpectedShape
from flyers.proof.pictures.faults import picture_faults
from flyers.proof.pictures.frames import Frame

SHEET: Box = (0.0, 0.0, 120.0, 80.0)
FRAME = Frame.of(SHEET, 240, 160)
"""Two pixels to a point."""

BLACK, RED, DEEP, PALE = (
    ExpectedColour("DeviceRGB", values) for values in ((0.0,) * 3, (1.0, 0.0, 0.0), (0.0, 0.2, 0.6), (0.9, 0.9, 0.8))
)
COLOURS: Any = {colour: tuple(round(255 * value) for value in colour.values) for colour in (BLACK, RED, DEEP, PALE)}


def rule(*boxes: Box, colour: ExpectedColour = BLACK, name: str = "the rule") -> ExpectedRectangles:
    return ExpectedRectangles(boxes, colour, "card.panel", name)


def picture(
    x: float = 20.0, y: float = 20.0, *, size: float = 20.0, colour: ExpectedColour = BLACK, mirrored: bool = False
) -> ExpectedShape:
    """An angle, whose edges are those of pixels, and which no turn makes coincide with itself."""
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 0.25), (0.5, 0.25), (0.5, 1.0), (0.0, 1.0)]
    if mirrored:
        corners = [(1.0 - across, up) for across, up in corners]
    (start, *others) = [(x + size * across, y + size * up) for across, up in corners]
    return ExpectedShape(
        (("M", *start), *(("L", *point) for point in others), ("Z",)), colour, "card.art", "the picture"
    )


GROUND = rule(SHEET, colour=PALE, name="the ground")


def drawn(art: Sequence[Any]) -> DrawnPage:
    return DrawnPage(ExpectedPicture(SHEET, SHEET, tuple(art), ()), FRAME, {}, COLOURS)


def told(wanted: Sequence[Any], printed: Sequence[Any]) -> list[str]:
    """What is said of the page *printed* where *wanted* was composed, without the places."""
    page = drawn(wanted)
    actual, expected = drawn(printed).pixels(), page.pixels()
    faults = picture_faults(differences(actual, expected), actual, expected, page)
    return [fault.problem.rpartition(" (")[0] or fault.problem for fault in faults]


RULE: Box = (10.0, 60.0, 110.0, 64.0)
ALL = (GROUND, rule(RULE), picture())
NO_RULE = "the rule is missing or covered"


def test_a_page_as_expected_has_no_fault() -> None:
    assert told(ALL, ALL) == []
    assert told((), ()) == []


@pytest.mark.parametrize(
    ("printed", "faults"),
    [
        ((GROUND, rule(RULE)), ["the picture is missing or covered"]),
        ((GROUND, picture()), [NO_RULE]),
        ((GROUND,), ["the picture is missing or covered", NO_RULE]),
        ((*ALL, rule((15.0, 15.0, 45.0, 45.0), colour=PALE)), ["the picture is missing or covered"]),
        ((GROUND, rule(RULE), picture(23.0)), ["the picture is not in its place, but 3.0 pt to the right"]),
        ((GROUND, rule(RULE), picture(20.0, 17.0)), ["the picture is not in its place, but 3.0 pt down"]),
        (
            (GROUND, rule(RULE), picture(18.0, 22.0)),
            ["the picture is not in its place, but 2.0 pt to the left and 2.0 pt up"],
        ),
        ((GROUND, rule(RULE), picture(colour=RED)), ["the picture has another colour, #ff0000 instead of #000000"]),
        ((GROUND, rule(RULE, colour=DEEP), picture()), ["the rule has another colour, #003399 instead of #000000"]),
        (
            (rule(SHEET, colour=DEEP, name="the ground"), rule(RULE), picture()),
            ["the ground has another colour, #003399 instead of #e6e6cc"],
        ),
    ],
)
def test_each_change_is_told_as_what_it_is(printed: Sequence[Any], faults: list[str]) -> None:
    assert told(ALL, printed) == faults


def test_every_fault_of_a_page_is_told_once() -> None:
    printed = (rule(SHEET, colour=RED, name="the ground"), rule(RULE, colour=DEEP), picture(colour=DEEP))
    assert told(ALL, printed) == [
        "the picture has another colour, #003399 instead of #000000",
        "the ground has another colour, #ff0000 instead of #e6e6cc",
        "the rule has another colour, #003399 instead of #000000",
    ]


def test_a_part_of_a_rule_may_be_missing() -> None:
    assert told(ALL, (GROUND, rule((10.0, 60.0, 80.0, 64.0)), picture())) == ["the rule is partly missing or covered"]


def test_ink_beside_a_picture_is_told_with_it_and_ink_on_bare_paper_by_its_place() -> None:
    blot = rule((38.0, 36.0, 42.0, 40.0))
    assert told((picture(),), (picture(), blot)) == ["there is unexpected ink on or beside the picture"]
    far = rule((90.0, 10.0, 94.0, 14.0))
    assert told((picture(),), (picture(), far)) == [
        "something unexpected is printed 1.3 in from the left edge, 0.2 in from the foot"
    ]


def test_another_shape_in_its_place_is_told() -> None:
    assert told((picture(),), (picture(mirrored=True),)) == [
        "the picture has another shape than in the campaign's font or drawing"
    ]


def test_the_topmost_mark_explains_a_difference() -> None:
    """A picture on a band: what differs in the picture is not said of the band."""
    band = rule((10.0, 10.0, 60.0, 50.0), colour=PALE, name="the band")
    assert told((band, picture()), (band,)) == ["the picture is missing or covered"]
    assert told((band, picture()), (picture(),)) == ["the band is missing or covered"]


def test_a_rectangle_in_whose_place_its_ground_is_seen_is_missing() -> None:
    """Whatever that ground is: bare paper, another rectangle, or a ground that has itself another colour."""
    deep = rule(SHEET, colour=DEEP, name="the ground")
    assert told((GROUND, rule(RULE)), (deep,)) == [
        "the ground has another colour, #003399 instead of #e6e6cc", NO_RULE
    ]  # fmt: skip
    assert told((GROUND, rule(RULE)), ()) == ["the ground is missing or covered", NO_RULE]
    edge: Box = (100.0, 0.0, 120.0, 80.0)
    assert told((GROUND, rule(edge)), (GROUND,)) == [NO_RULE]
    assert told((GROUND, rule(edge)), (GROUND, rule(edge, colour=RED))) == [
        "the rule has another colour, #ff0000 instead of #000000"
    ]


def test_places_of_a_code_are_told_together() -> None:
    modules = [(10.0 + 10 * number, 10.0, 14.0 + 10 * number, 14.0) for number in range(5)]
    assert told((rule(*modules, name="the code"),), (rule(*modules[2:], name="the code"),)) == [
        "the code, in 2 places, is missing or covered"
    ]
