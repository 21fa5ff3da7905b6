"""Colours on screens, in inks and in one ink, against what standards and well-known colours say."""

from __future__ import annotations

import pytest

from flyers.colour import Colour, contrast, printed_contrast

NO_INK = (0.0, 0.0, 0.0, 0.0)


def on_screen(code: str, **more: float | bool) -> Colour:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return Colour(code, NO_INK, (red, green, blue), **more)


def in_inks(*inks: float) -> Colour:
    cyan, magenta, yellow, black = inks
    return Colour("inks", (cyan, magenta, yellow, black), (0.0, 0.0, 0.0))


def test_a_web_page_writes_a_colour_in_six_small_digits() -> None:
    for code in ("123f68", "000000", "ffffff", "0a0b0c"):
        assert on_screen(code).hexadecimal == f"#{code}"
    assert Colour("x", NO_INK, (0.5, 0.001, 0.999)).hexadecimal == "#8000ff"


@pytest.mark.parametrize(
    ("code", "luminance"),
    [
        ("ffffff", 1.0),
        ("000000", 0.0),
        ("ff0000", 0.2126),
        ("00ff00", 0.7152),
        ("0000ff", 0.0722),
        ("808080", 0.215861),
        ("0a0a0a", 10 / 255 / 12.92),  # the last grey of the straight part
        ("0b0b0b", 0.003347),  # the first one of the curve
    ],
)
def test_luminance_is_that_of_wcag(code: str, luminance: float) -> None:
    assert on_screen(code).luminance == pytest.approx(luminance, abs=5e-7)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("000000", "ffffff", 21.0), ("767676", "ffffff", 4.54), ("ff0000", "000000", 5.25)]
)
def test_contrast_is_that_of_wcag_whichever_comes_first(one: str, other: str, ratio: float) -> None:
    assert contrast(on_screen(one), on_screen(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(on_screen(other), on_screen(one)) == pytest.approx(ratio, abs=0.005)
    assert contrast(on_screen(one), on_screen(one)) == 1.0


def test_coverage_is_the_sum_of_the_inks_in_percent() -> None:
    assert in_inks(0.1, 0.2, 0.4, 0.8).ink == pytest.approx(150.0)
    assert (in_inks(*NO_INK).ink, in_inks(1.0, 1.0, 1.0, 1.0).ink) == (0.0, 400.0)


LIGHTNESS = {
    (0.0, 0.0, 0.0, 0.0): 95.0,
    (0.0, 0.0, 1.0, 0.0): 89.0,
    (0.0, 1.0, 0.0, 0.0): 48.0,
    (0.0, 1.0, 1.0, 0.0): 47.0,
    (1.0, 0.0, 0.0, 0.0): 55.0,
    (1.0, 0.0, 1.0, 0.0): 50.0,
    (1.0, 1.0, 0.0, 0.0): 24.0,
    (1.0, 1.0, 1.0, 0.0): 23.0,
    (0.0, 0.0, 0.0, 1.0): 16.0,
}
"""L* of solid inks on coated paper, and of one on another (ISO 12647-2:2004, paper type 1; Fogra39)."""


@pytest.mark.parametrize("inks", LIGHTNESS)
def test_solid_inks_reflect_what_the_standard_says(inks: tuple[float, ...]) -> None:
    reflected, paper = (((lightness + 16) / 116) ** 3 for lightness in (LIGHTNESS[inks], 95.0))
    assert in_inks(*inks).printed_luminance == pytest.approx(reflected / paper, abs=0.006)


def test_half_a_tint_is_darker_than_half_of_the_paper_as_dots_gain() -> None:
    """By Yule and Nielsen: the mean of the roots, squared."""
    assert in_inks(0.0, 0.0, 0.0, 0.5).printed_luminance == pytest.approx(((1 + 0.024**0.5) / 2) ** 2, abs=1e-6)
    assert in_inks(0.0, 0.5, 0.0, 0.0).printed_luminance == pytest.approx(((1 + 0.193**0.5) / 2) ** 2, abs=1e-6)
    quarter = (3 + 0.267**0.5) / 4
    assert in_inks(0.25, 0.0, 0.0, 0.0).printed_luminance == pytest.approx(quarter**2, abs=1e-6)


def test_black_on_a_colour_is_darker_than_black_alone_but_not_much() -> None:
    alone = in_inks(0.0, 0.0, 0.0, 1.0).printed_luminance
    overprinted = [in_inks(*inks[:3], 1.0).printed_luminance for inks in LIGHTNESS if sum(inks[:3]) > 0]
    assert all(alone > one > 0.008 for one in overprinted)
    assert min(overprinted) == in_inks(1.0, 1.0, 1.0, 1.0).printed_luminance


def test_contrast_in_print_is_that_of_inks_on_paper() -> None:
    black, paper, cyan = in_inks(0.0, 0.0, 0.0, 1.0), in_inks(*NO_INK), in_inks(1.0, 0.0, 0.0, 0.0)
    assert printed_contrast(black, paper) == printed_contrast(paper, black) == pytest.approx(14.2, abs=0.05)
    assert printed_contrast(cyan, paper) == pytest.approx(1.05 / 0.317, abs=0.01)
    assert printed_contrast(cyan, cyan) == 1.0


@pytest.mark.parametrize(
    ("code", "black"),
    [
        ("000000", 1.0),
        ("9f9f9f", 1.0),  # luminance 0.347
        ("a0a0a0", 0.25),  # 0.352, of which a tint would have 0.259
        ("e0e0e0", 0.102),
        ("ffffff", 0.0),
    ],
)
def test_in_one_ink_a_dark_colour_is_solid_and_a_light_one_nearly_white(code: str, black: float) -> None:
    colour = on_screen(code).in_one_ink
    assert (colour.name, colour.cmyk) == (code, (0.0, 0.0, 0.0, black))
    assert colour.srgb == (1 - black,) * 3
    assert not colour.tonal


def test_in_one_ink_a_colour_has_the_share_of_black_that_a_theme_gives_it() -> None:
    for share in (0.0, 0.4, 1.0):
        assert on_screen("ffd000", black=share).in_one_ink.cmyk == (0.0, 0.0, 0.0, share)


def test_in_one_ink_a_tone_becomes_a_grey_of_equal_lightness() -> None:
    for code in ("000000", "123f68", "2a7de1", "ffd000", "ffffff"):
        tone = on_screen(code, tonal=True)
        grey = tone.in_one_ink
        assert grey.luminance == pytest.approx(tone.luminance, abs=0.01)
        assert grey.cmyk == (0.0, 0.0, 0.0, pytest.approx(1 - grey.srgb[0], abs=5e-4))
        assert (len({*grey.srgb}), grey.tonal, grey.name) == (1, True, code)
        assert grey.srgb[0] == round(grey.srgb[0], 3)
        assert grey.cmyk[3] == round(grey.cmyk[3], 3)
