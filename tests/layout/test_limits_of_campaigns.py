"""Limits that a theme and a layout keep in a campaign: the last value that is right, and the first that is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import FlyersError, LayoutError
from flyers.layout.names import require_known_names
from flyers.layout.theme import load_theme
from flyers.pipeline.session import Session

BLACK, PAPER = 'cmyk: [0, 0, 0, 100], srgb: "#000000"', 'cmyk: [0, 0, 0, 0], srgb: "#ffffff"'
GROUND = "text: black, strong: black, picture: black"


def theme_of(campaign: Campaign, ground: str = GROUND, **colours: str) -> Any:
    colours = {"black": BLACK, "paper": PAPER, **colours}
    lines = ["colours:", *(f"  {name}: {{{keys}}}" for name, keys in colours.items())]
    text = "\n".join([*lines, "grounds:", f"  paper: {{{ground}}}", ""])
    (campaign.folder / "content" / "themes" / "limit.yaml").write_text(text, encoding="utf-8")
    return load_theme(campaign, "limit")


def problem(campaign: Campaign, ground: str = GROUND, **colours: str) -> str:
    with pytest.raises(LayoutError) as caught:
        theme_of(campaign, ground, **colours)
    return f"{caught.value.problem} {caught.value.hint}"


def test_a_colour_is_shares_of_inks_and_lights(spoilt: Campaign) -> None:
    theme = theme_of(spoilt, deep='cmyk: [100, 90, 10, 50], srgb: "#0033ff", black: 80')
    deep = theme.colours["deep"]
    assert (deep.cmyk, deep.srgb, deep.black) == ((1.0, 0.9, 0.1, 0.5), (0.0, 0.2, 1.0), 0.8)
    assert theme.colours["black"].black is None
    assert (theme.name, theme.grounds["paper"].shade) == ("limit", "")


@pytest.mark.parametrize(("keys", "told"), [
    ('cmyk: [100, 100, 100, 1], srgb: "#000000"', "“deep” has 301 % ink. Keep it under 300 %: more does not dry."),
    ('cmyk: [101, 0, 0, 0], srgb: "#000000"', "101 is out of range. It must be from 0 to 100."),
    ('cmyk: [0, 0, 0, -1], srgb: "#000000"', "-1 is out of range. It must be from 0 to 100."),
    ('cmyk: [0, 0, 0, 0], srgb: "#000000", black: 101', "101 is out of range. It must be from 0 to 100."),
    ('cmyk: [0, 0, 0, 0], srgb: "#000000", black: -1', "-1 is out of range. It must be from 0 to 100."),
    ('cmyk: [0, 0, 0], srgb: "#000000"', ""), ('cmyk: [0, 0, 0, 0, 0], srgb: "#000000"', ""),
    ('cmyk: [0, 0, 0, 0], srgb: "#00000"', "Write six hexadecimal digits"),
    ('cmyk: [0, 0, 0, 0], srgb: "#00000g"', "Write six hexadecimal digits"), ("cmyk: [0, 0, 0, 0], srgb: 0", "is not a colour"),
])  # fmt: skip  # several cases to a line
def test_what_is_said_of_a_colour(spoilt: Campaign, keys: str, told: str) -> None:
    assert told in problem(spoilt, deep=keys)


@pytest.mark.parametrize("inks", ["[100, 100, 100, 0]", "[0, 0, 0, 0]"])
def test_the_most_and_the_least_ink(spoilt: Campaign, inks: str) -> None:
    assert theme_of(spoilt, deep=f'cmyk: {inks}, srgb: "#000000", black: 100').colours["deep"].ink in (300, 0)


@pytest.mark.parametrize(("deep", "part", "told"), [
    ('cmyk: [0, 0, 0, 60], srgb: "#767676"', "text", ""),
    ('cmyk: [0, 0, 0, 60], srgb: "#787878"', "text", "“deep” on “paper” has a contrast of 4.4. Text needs at least 4.5"),
    ('cmyk: [0, 0, 0, 60], srgb: "#787878"', "strong", "“deep” on “paper” has a contrast of 4.4. Text needs at least 4.5"),
    ('cmyk: [0, 0, 0, 60], srgb: "#787878"', "picture", ""), ('cmyk: [0, 0, 0, 60], srgb: "#787878"', "shade", ""),
    ('cmyk: [0, 0, 0, 20], srgb: "#000000"', "text", "The “cmyk” of “deep” is not the colour of its “srgb”"),
    ('cmyk: [0, 0, 0, 100], srgb: "#000000", black: 20', "strong", "In one ink, “deep” on “paper” has a contrast of 1."),
])  # fmt: skip  # several cases to a line
def test_text_is_read_on_its_ground_on_screens_in_print_and_in_one_ink(
    spoilt: Campaign, deep: str, part: str, told: str
) -> None:
    keys = {"text": "black", "strong": "black", "picture": "black", part: "deep"}
    ground = ", ".join(f"{key}: {colour}" for key, colour in keys.items())
    if told:
        assert told in problem(spoilt, ground, deep=deep)
    else:
        assert getattr(theme_of(spoilt, ground, deep=deep).grounds["paper"], part) == "deep"


@pytest.mark.parametrize("part", ["text", "strong", "picture", "shade"])
def test_a_ground_names_colours_of_the_theme(spoilt: Campaign, part: str) -> None:
    keys = {"text": "black", "strong": "black", "picture": "black", part: "blak"}
    told = problem(spoilt, ", ".join(f"{key}: {colour}" for key, colour in keys.items()))
    assert told == "There is no colour called “blak”. Did you mean “black”?"


def test_type_is_reversed_if_it_is_lighter_than_a_dark_ground(session: Session) -> None:
    theme = session.theme
    dark, light, white = (replace(theme.colours["paper"], srgb=(level,) * 3) for level in (0.3, 0.7, 1.0))
    for ground, text, is_reversed in (
        (dark, white, True),
        (light, white, False),
        (white, dark, False),
        (dark, dark, False),
    ):
        colours = {**theme.colours, "paper": ground, "words": text}
        made = replace(theme, colours=colours, grounds={"paper": replace(theme.grounds["paper"], text="words")})
        assert made.is_reversed("paper") is is_reversed


@pytest.mark.parametrize(("key", "right", "wrong", "told"), [
    ("bleed", 72.0, 72.1, "No bleed is wider than 1 in."), ("safe", 4.5, 4.4, "Text may come within 4.4 pt of the cut."),
    ("safe", 71.9, 72.0, "A safe area of 72 pt at all edges leaves nothing of the trim."),
    ("reading", ("front", "back"), ("front",), "“reading” must name every panel once."),
    ("covered", (0.0, 0.0), (0.0, 1.0), "Only an image, which has “pixels”, may have “covered”."),
    ("most_kilobytes", 0, 1, "Only an image, which has “pixels”, may have “most_kilobytes”."),
    ("give_way", (("body",), ("urgent",)), (("body",), ("body",)), "“give_way” names the role “body” twice."),
])  # fmt: skip  # several cases to a line
def test_what_a_layout_keeps_in_its_campaign(session: Session, key: str, right: Any, wrong: Any, told: str) -> None:
    layout = session.layout("wallet-card")
    assert (layout.width, layout.height) == (252.0, 144.0)
    languages = {language.tag for language in session.registry}
    require_known_names(replace(layout, **{key: right}), session.campaign, session.theme, languages)
    with pytest.raises(FlyersError) as caught:
        require_known_names(replace(layout, **{key: wrong}), session.campaign, session.theme, languages)
    assert told in str(caught.value)
