"""A theme with another main colour, whose inks come from the profile of the usual print condition."""

from __future__ import annotations

import re

from PIL import ImageColor

from flyers.content import starter
from flyers.content.campaign import Campaign
from flyers.content.press import load_condition
from flyers.content.separation import inks_of
from flyers.errors import UsageError

_HEX = re.compile(r"#[0-9a-f]{6}")


def theme_with(colour: str) -> tuple[str, str]:
    """Return the path and the text of a theme file that has *colour*, ``#7a1f2b``, instead of the starter's main one.

    Raises:
        UsageError: it is not a colour.
    """
    hexadecimal = colour.strip().lower()
    if not _HEX.fullmatch(hexadecimal):
        raise UsageError(
            f"“{colour}” is not a colour.", hint="Write six hexadecimal digits, in quotation marks: “#7a1f2b”."
        )
    campaign = Campaign.load(starter.starter_folder())
    inks = ", ".join(map(str, _inks(hexadecimal, campaign)))
    text = f"""\
# Your colour in place of the base's. `cmyk` is what a press prints (percent of each ink), `srgb` what screens show. The
# inks were computed for coated paper: ask the print shop for a proof if the colour matters.

colours:
  night: {{cmyk: [{inks}], srgb: "{hexadecimal}"}}   # the ground of headlines
  deep: {{cmyk: [{inks}], srgb: "{hexadecimal}"}}    # headings
"""
    return f"content/themes/{campaign.theme}.yaml", text


def _inks(hexadecimal: str, campaign: Campaign) -> tuple[int, ...]:
    """Return percent of cyan, magenta, yellow and black that look like the colour on the starter's print condition."""
    red, green, blue = ImageColor.getrgb(hexadecimal)[:3]
    return inks_of((red, green, blue), load_condition(campaign, campaign.press).profile_bytes())
