"""The theme: colours as pairs of CMYK and sRGB, and grounds, which are colours that text and pictures are put on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from flyers.colour import Colour, contrast, printed_contrast
from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers
from flyers.content.schema import (
    Custom,
    Each,
    MapOf,
    Number,
    Problem,
    Record,
    Required,
    Text,
    check,
    describe,
    did_you_mean,
    shorten,
)
from flyers.errors import LayoutError, Source
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

LARGEST_INK = 300.0  # Total area coverage that no colour may exceed, percent (coated stock; press.md 6).
LEAST_CONTRAST = 4.5  # Of text on its ground (WCAG 2.2, 1.4.3).

LEAST_IN_INKS = 3.0  # Of the inks of text on those of its ground, as estimated: a colour that is right has 3.3 or more.
_REVERSED = 0.35  # Type lighter than a ground of less than this luminance is reversed out, so thin strokes fill in.


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of text, strong text and pictograms on a ground."""

    text: str
    strong: str
    picture: str
    shade: str = ""  # the second tone of pictograms; "" if they have one tone there


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours and grounds."""

    name: str
    colours: Mapping[str, Colour]
    grounds: Mapping[str, Ground]

    def is_reversed(self, ground: str) -> bool:
        """Whether text on *ground* is light on dark."""
        below, above = self.colours[ground].luminance, self.colours[self.grounds[ground].text].luminance
        return below < _REVERSED and above > below


def _srgb(value: Any) -> tuple[float, float, float]:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise Problem(f"{describe(value)} is not a colour.", "Write six hexadecimal digits: “#123f68”.")
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _colour(name: str, cmyk: tuple[float, ...], srgb: tuple[float, float, float], black: float | None = None) -> Colour:
    """Return the colour with its inks, percent in the file, as fractions."""
    cyan, magenta, yellow, key = (ink / 100 for ink in cmyk)
    return Colour(name, (cyan, magenta, yellow, key), srgb, black=None if black is None else black / 100)


_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COLOUR = Record({
    "cmyk": Required(Each(Number(0, 100), least=4, most=4)),
    "srgb": Required(Custom(_srgb, 'a colour, like `"#123f68"`')),
    "black": Number(0, 100),
}, make=_colour)  # fmt: skip
_GROUND = Record({**dict.fromkeys(("text", "strong", "picture"), Required(Text())), "shade": Text()}, make=Ground)
_COLOURS = Required(MapOf(_COLOUR, _NAME, "a name of small letters", id="name"))


def load_theme(campaign: Campaign, name: str) -> Theme:
    """Read ``content/themes/<name>.yaml``; colours and grounds of a base count where the campaign has no own.

    Raises:
        LayoutError: there is no such theme, the file is wrong, a ground names a colour that is not there, a colour has
            more than 300 % ink, or text would not be readable on its ground.
    """
    path = f"content/themes/{name}.yaml"
    file = campaign.layers.document(path)
    if file is None:
        known = tuple(campaign.layers.names("content/themes"))
        raise LayoutError(
            f"There is no theme “{shorten(name)}”.",
            hint=did_you_mean(name, known) or f"Those in content/themes/ are: {', '.join(known) or 'none'}.",
            source=campaign.layers.place_of("theme", name) or Source("content/campaign.yaml"),
        )
    theme: Theme = check(file, _record(name), error=LayoutError)
    return theme


@lru_cache(maxsize=8)  # the same record each time, so that a file that campaigns share is checked once
def _record(name: str) -> Record:
    def make(colours: Mapping[str, Colour], grounds: Mapping[str, Ground]) -> Theme:
        return Theme(name, dict(colours), dict(grounds))

    grounds = Required(MapOf(_GROUND, _NAME, "a name of small letters"))
    return Record({"colours": _COLOURS, "grounds": grounds}, make=make, rules=_problems)


def colours_of(layers: Layers) -> Mapping[str, Colour]:
    """Return the colours of the theme of a campaign with *layers*, without its grounds; none if it has no such file."""
    name = next((word for layer in layers if (word := layer.keys.get("theme"))), "")
    document = layers.document(f"content/themes/{name}.yaml")
    return {} if document is None else _colours_in(document)


@memoized_by_identity(64)
def _colours_in(document: yamlfile.Mapping) -> Mapping[str, Colour]:
    checked = check(document.only(["colours"]), Record({"colours": _COLOURS}), error=LayoutError)
    colours: Mapping[str, Colour] = checked["colours"]
    return colours


def _problems(theme: Theme) -> Iterator[Problem]:
    for name in ("black", "paper"):
        if name not in theme.colours:
            hint = "Codes are printed in “black” on “paper”, on every ground: add both."
            yield Problem(f"There is no colour called “{name}”.", hint)
    for name, colour in theme.colours.items():
        if colour.ink > LARGEST_INK:
            hint = f"Keep it under {LARGEST_INK:.0f} %: more does not dry."
            yield Problem(f"“{name}” has {colour.ink:.0f} % ink.", hint, path=("colours", name))
    for name, ground in theme.grounds.items():
        yield from _problems_with_ground(name, ground, theme.colours)


def _problems_with_ground(name: str, ground: Ground, colours: Mapping[str, Colour]) -> Iterator[Problem]:
    path = ("grounds", name)
    used = filter(None, (name, ground.text, ground.strong, ground.picture, ground.shade))
    unknown = [colour for colour in used if colour not in colours]
    for colour in unknown:
        hint = did_you_mean(colour, colours) or "Add it to colours."
        yield Problem(f"There is no colour called “{colour}”.", hint, path=path)
    if unknown:
        return
    for above in dict.fromkeys((ground.text, ground.strong)):
        if (ratio := contrast(colours[above], colours[name])) < LEAST_CONTRAST:
            hint = f"Text needs at least {LEAST_CONTRAST} (WCAG 2.2, 1.4.3)."
            yield Problem(f"“{above}” on “{name}” has a contrast of {ratio:.1f}.", hint, path=path)
        elif (ratio := printed_contrast(colours[above], colours[name])) < LEAST_IN_INKS:
            problem = f"In print, “{above}” on “{name}” has a contrast of about {ratio:.1f}."
            # The one whose inks are most lighter or darker than it is on screens.
            both = (colours[above], colours[name])
            wrong = max(both, key=lambda colour: abs(colour.printed_luminance - colour.luminance)).name
            hint = f"The “cmyk” of “{wrong}” is not the colour of its “srgb”: give percents of ink, 0 to 100, that "
            yield Problem(problem, f"{hint}look like it.", path=("colours", wrong))
        elif (ratio := contrast(colours[above].in_one_ink, colours[name].in_one_ink)) < LEAST_CONTRAST:
            hint = f"Text needs at least {LEAST_CONTRAST} in one ink too: give one of them another share of `black`."
            yield Problem(f"In one ink, “{above}” on “{name}” has a contrast of {ratio:.1f}.", hint, path=path)
