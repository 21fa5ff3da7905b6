"""Lengths as designers write them, in points and back."""

from __future__ import annotations

import pytest

from flyers.units import PIXEL, POINTS, UnitError, at_most, dimensions, length, to_mm, total


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("9pt", 9.0),
        ("3.5in", 252.0),
        ("25.4mm", 72.0),
        ("2.54 cm", 72.0),
        (" 85  mm ", 240.9449),
        ("+1in", 72.0),
        ("-0.5in", -36.0),
        ("0", 0.0),
        ("0.00", 0.0),
        ("0mm", 0.0),
        (0, 0.0),
        (0.0, 0.0),
    ],
)
def test_a_length_is_a_number_and_a_unit_or_nothing(text: object, points: float) -> None:
    assert length(text) == pytest.approx(points, abs=1e-4)


@pytest.mark.parametrize(
    "value", [9, 0.5, True, False, None, ["9pt"], "9", "", "pt", "1,5mm", "9 pt 3", "1.pt", ".5in"]
)
def test_what_has_no_unit_is_no_length(value: object) -> None:
    with pytest.raises(UnitError, match=r"is not a length\.") as caught:
        length(value)
    assert ("“" in caught.value.problem) == isinstance(value, str)
    assert "(pt, in, mm, cm)" in caught.value.hint


@pytest.mark.parametrize(("text", "unit"), [("9px", "px"), ("0em", "em"), ("5%", "%"), ("9PT", "PT")])
def test_an_unknown_unit_is_named_with_those_that_there_are(text: str, unit: str) -> None:
    with pytest.raises(UnitError, match=f"“{unit}” is not a unit of length") as caught:
        length(text)
    assert "one of pt, in, mm, cm" in caught.value.hint


def test_units_are_those_of_the_trade() -> None:
    assert POINTS["cm"] == pytest.approx(10 * POINTS["mm"])
    assert (POINTS["in"], to_mm(72.0), PIXEL * 200) == (72.0, pytest.approx(25.4), 72.0)


@pytest.mark.parametrize(
    ("size", "digits", "said"),
    [
        ((252.0, 144.0), 4, "3.5 × 2 in (88.9 × 50.8 mm)"),
        ((595.2756, 841.8898), 4, "8.2677 × 11.6929 in (210 × 297 mm)"),
        ((595.2756, 841.8898), 2, "8.27 × 11.69 in (210 × 297 mm)"),
        ((720.0, 7.2), 1, "10 × 0.1 in (254 × 2.5 mm)"),
    ],
)
def test_a_size_is_said_in_inches_and_millimetres_without_zeros_at_the_end(
    size: tuple[float, float], digits: int, said: str
) -> None:
    assert dimensions(*size, digits=digits) == said
    if digits == 4:
        assert dimensions(*size) == said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (9.0, "0.125in (3.17mm)"),
        (72.0, "1in (25.4mm)"),
        (72.0 * 0.29, "0.29in (7.36mm)"),  # 0.29 × 1000 is 289.99… in floats
        (POINTS["mm"] * 1.15, "0.045in (1.15mm)"),
        (0.0, "0in (0mm)"),
    ],
)
def test_the_greatest_length_is_rounded_down_so_that_it_is_permitted(points: float, said: str) -> None:
    assert at_most(points) == said
    for text in (said.partition("in")[0] + "in", said.partition("(")[2].rstrip(")")):
        assert length(text) <= points + 1e-6 * 72


def test_a_sum_is_added_from_left_to_right_in_every_version_of_python() -> None:
    values = [0.1] * 10
    assert total(iter(values)) == 0.9999999999999999
    assert total([]) == 0.0
    assert isinstance(total([]), float)
