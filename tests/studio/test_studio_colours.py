"""The studio's colours stand out from one another, in light and in dark (WCAG 2.2: 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = files("flyers.studio").joinpath("static/studio.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)

LEAST = {
    ("ink", "paper"): 7,
    ("ink", "ground"): 7,
    ("ink", "pale-red"): 7,
    ("ink", "pale-amber"): 7,
    ("soft", "paper"): 4.5,
    ("soft", "ground"): 4.5,
    ("soft", "desk"): 4.5,
    ("blue", "paper"): 4.5,
    ("on-blue", "blue"): 4.5,
    ("red", "pale-red"): 4.5,
    ("amber", "pale-amber"): 4.5,
    ("green", "paper"): 4.5,
    ("edge", "paper"): 3,
    ("edge", "ground"): 3,
    ("blue", "desk"): 3,
}
"""Contrasts: of text, of the edges of fields and menus, of the ring round what has the focus."""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb``, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_stand_out(colours: dict[str, str]) -> None:
    found = {pair: contrast(*(colours[name] for name in pair)) for pair in LEAST}
    assert {pair: ratio for pair, ratio in found.items() if ratio < LEAST[pair]} == {}


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.478, abs=0.001)


def test_fields_and_menus_have_such_an_edge() -> None:
    edged = re.search(r'button, select, input\[type="search"\] \{[^}]*border: 1px solid var\(--(\w+)\)', STYLE)
    assert edged
    assert edged[1] == "edge"
