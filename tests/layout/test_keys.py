"""Values of the keys that many kinds of block share: each as it is read, and what is said of a wrong one."""

from __future__ import annotations

from typing import Any

import pytest

from flyers.content.schema import Problem
from flyers.layout.block import NO_GAP, Gap, Insets
from flyers.layout.blocks import registry
from flyers.units import UnitError

ONE, TWO = Gap(units=1.0), Gap(units=2.0)
INCH = Gap(fixed=72.0)


@pytest.mark.parametrize(
    ("value", "gap"),
    [(1, ONE), (0, NO_GAP), (2.5, Gap(units=2.5)), ("1in", INCH), ("0pt", NO_GAP), ("12pt", Gap(fixed=12.0))],
)
def test_a_gap_is_a_length_or_a_number_of_spaces(value: Any, gap: Gap) -> None:
    assert registry._gap(value) == gap
    if gap != NO_GAP:
        assert registry._size(value) == gap


def test_a_gap_in_spaces_grows_with_them_and_a_length_does_not() -> None:
    assert [Gap(units=2.0).points(6.0), Gap(fixed=12.0).points(6.0)] == [12.0, 12.0]
    assert [Gap(units=2.0).points(3.0), Gap(fixed=12.0).points(3.0)] == [6.0, 12.0]


@pytest.mark.parametrize(
    ("value", "insets"),
    [
        (1, Insets(ONE, ONE, ONE, ONE)),
        ("1in", Insets(INCH, INCH, INCH, INCH)),
        ([1, "1in"], Insets(ONE, INCH, ONE, INCH)),
        ({}, Insets(NO_GAP, NO_GAP, NO_GAP, NO_GAP)),
        ({"x": 1}, Insets(NO_GAP, ONE, NO_GAP, ONE)),
        ({"y": 1}, Insets(ONE, NO_GAP, ONE, NO_GAP)),
        ({"top": 1, "y": 2}, Insets(ONE, NO_GAP, TWO, NO_GAP)),
        ({"bottom": 1, "y": 2}, Insets(TWO, NO_GAP, ONE, NO_GAP)),
        ({"start": 1, "x": 2}, Insets(NO_GAP, TWO, NO_GAP, ONE)),
        ({"end": 1, "x": 2}, Insets(NO_GAP, ONE, NO_GAP, TWO)),
    ],
)
def test_padding_is_of_all_sides_two_or_each(value: Any, insets: Insets) -> None:
    """In the order of `Insets`: top, end, bottom, start; what is said of a side counts before its pair."""
    assert registry._insets(value) == insets


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("center", ("center", "center")),
        ("bottom", ("center", "bottom")),
        ("end", ("end", "center")),
        (["end", "bottom"], ("end", "bottom")),
        (["bottom", "end"], ("end", "bottom")),
        (["center", "top"], ("center", "top")),
        (["start", "center"], ("start", "center")),
        (["center", "center"], ("center", "center")),
        ([], ("center", "center")),
    ],
)
def test_a_picture_is_in_the_middle_where_nothing_else_is_said(value: Any, place: tuple[str, str]) -> None:
    assert registry._at(value) == place


@pytest.mark.parametrize(
    ("value", "forms"), [("short", ("short",)), ("poster", ("poster",)), (["poster", "short"], ("poster", "short")), ([], ())]
)  # fmt: skip
def test_shorter_forms_become_shorter(value: Any, forms: tuple[str, ...]) -> None:
    assert registry._shorter_forms(value) == forms


def test_other_values() -> None:
    assert [registry.COMMON_KEYS["width"].function(value) for value in ("fit", "1in")] == ["fit", 72.0]
    assert [registry._turn(value) for value in (90, 180, 270)] == [90, 180, 270]
    assert [registry.TAGS.function(value) for value in ("es", ["es", "ar"])] == [("es",), ("es", "ar")]


SIDES = "The sides are bottom, end, start, top, x, y."
FORMS = "Shorter forms are “poster”, “short”, or [poster, short]."
PLACES = ("Places are start, center or end, and top, center or bottom.", "Write one of each: [end, bottom].")


@pytest.mark.parametrize(
    ("read", "value", "problem", "hint"),
    [
        (registry._gap, -1, "A gap cannot be negative: -1.", "Give 0, or make the gap beside it smaller."),
        (registry._gap, "-1pt", "A gap cannot be negative: -1pt.", "Give 0, or make the gap beside it smaller."),
        (registry._size, 0, "0 is not a size.", "Leave the block out, or give a size such as “24pt”."),
        (registry._size, "0mm", "0mm is not a size.", "Leave the block out, or give a size such as “24pt”."),
        (registry._insets, [1], "A list of padding has two gaps.", "Write [above and below, at the sides]."),
        (registry._insets, [1, 2, 3], "A list of padding has two gaps.", "Write [above and below, at the sides]."),
        (registry._insets, {"left": 1, "above": 2}, "The side “above” is not known here.", SIDES),
        (registry._insets, {"x": -1}, "A gap cannot be negative: -1.", "Give 0, or make the gap beside it smaller."),
        (registry._shorter_forms, "text", FORMS, ""),
        (registry._shorter_forms, ["short", "poster"], FORMS, ""),
        (registry._turn, 45, "45 is not a turn.", "Write 90, 180 or 270: degrees clockwise."),
        (registry._turn, 0, "0 is not a turn.", "Write 90, 180 or 270: degrees clockwise."),
        (registry._turn, True, "True is not a turn.", "Write 90, 180 or 270: degrees clockwise."),
        *((registry._at, value, *PLACES) for value in (
            "left", ["start", "end"], ["top", "bottom"], ["end", "left"], ["end", "bottom", "center"], ["center"] * 3,
        )),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_to_be_wrong_and_how_to_write_it(read: Any, value: Any, problem: str, hint: str) -> None:
    with pytest.raises(Problem) as refused:
        read(value)
    assert (refused.value.text, refused.value.hint) == (problem, hint)


@pytest.mark.parametrize("value", ["12", "many", True, None, [1]])
def test_what_is_no_length_is_no_gap(value: Any) -> None:
    with pytest.raises(UnitError, match="is not a length"):
        registry._gap(value)
