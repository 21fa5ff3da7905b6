"""A theme with another main colour, whose inks come from the profile of the usual print condition."""

from __future__ import annotations

import re

from PIL import ImageColor

from flyers.colour import Colour, contrast
from flyers.content import starter
from flyers.content.campaign import Campaign
from flyers.content.press import load_condition
from flyers.content.separation import inks_of
from flyers.errors import UsageError
from flyers.layout.theme import LEAST_CONTRAST, load_theme

REPLACED = {"night", "deep"}
"""The starter's colours of grounds and headings, which are replaced."""

_HEX = re.compile(r"#?([0-9a-f]{6})")


def theme_with(colour: str) -> tuple[str, str]:
    """Return the path and the text of a theme file that has *colour*, ``#7a1f2b``, instead of the starter's main one.

    Raises:
        UsageError: it is not a colour, or so light that text would not be read on it, or in it.
    """
    digits = _HEX.fullmatch(colour.strip().lower())
    if not digits:
        raise UsageError(
            f"“{colour}” is not a colour.", hint="Write six hexadecimal digits, in quotation marks: “#7a1f2b”."
        )
    hexadecimal = f"#{digits[1]}"
    campaign = Campaign.load(starter.starter_folder())
    _require_contrast(hexadecimal, campaign)
    inks = ", ".join(map(str, _inks(hexadecimal, campaign)))
    text = f"""\
# Your colour in place of the base's. `cmyk` is what a press prints (percent of each ink), `srgb` what screens show. The
# inks were computed for coated paper: ask the print shop for a proof if the colour matters.

colours:
  night: {{cmyk: [{inks}], srgb: "{hexadecimal}"}}   # the ground of headlines
  deep: {{cmyk: [{inks}], srgb: "{hexadecimal}"}}    # headings
"""
    return f"content/themes/{campaign.theme}.yaml", text


def _require_contrast(hexadecimal: str, campaign: Campaign) -> None:
    """Refuse a colour that has too little contrast with what is over it, or under it, in the campaign's theme."""
    theme = load_theme(campaign, campaign.theme)
    pairs = {(above, name) for name, ground in theme.grounds.items() for above in (ground.text, ground.strong)}
    others = [theme.colours[next(iter({*pair} - REPLACED))] for pair in pairs if len({*pair} & REPLACED) == 1]

    def least(tried: str) -> float:
        red, green, blue = (part / 255 for part in ImageColor.getrgb(tried)[:3])
        return min(contrast(Colour("", (0, 0, 0, 0), (red, green, blue)), other) for other in others)

    if (ratio := least(hexadecimal)) >= LEAST_CONTRAST:
        return
    shades = (_darker(hexadecimal, percent) for percent in range(99, -1, -1))
    fitting = next(shade for shade in shades if least(shade) >= LEAST_CONTRAST)
    raise UsageError(
        f"--colour {hexadecimal} is too light for headings, and for grounds of white text: its contrast is "
        f"{ratio:.2f}, and text needs {LEAST_CONTRAST} (WCAG 2.2, 1.4.3).",
        hint=f"Choose a darker one, such as “{fitting}”.",
    )


def _darker(hexadecimal: str, percent: int) -> str:
    return "#" + "".join(f"{part * percent // 100:02x}" for part in ImageColor.getrgb(hexadecimal)[:3])


def _inks(hexadecimal: str, campaign: Campaign) -> tuple[int, ...]:
    """Return percent of cyan, magenta, yellow and black that look like the colour on the starter's print condition."""
    red, green, blue = ImageColor.getrgb(hexadecimal)[:3]
    return inks_of((red, green, blue), load_condition(campaign, campaign.press).profile_bytes())
