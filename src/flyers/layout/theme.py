"""The theme: colours as CMYK and sRGB pairs, and what stands on which ground."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flyers.colour import Colour, contrast
from flyers.content import yamlfile
from flyers.content.schema import Custom, Each, MapOf, Number, Problem, Record, Required, Text, check, did_you_mean
from flyers.errors import FlyersError, LayoutError, Source, raise_all

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign

LARGEST_INK = 300.0
"""Total area coverage that no colour may exceed, percent (coated stock; press.md 6)."""

LEAST_CONTRAST = 4.5
"""Of text on its ground (WCAG 2.2, 1.4.3)."""

_REVERSED = 0.35
"""Type lighter than its ground whose luminance is below this is reversed out: thin strokes fill in."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours of what stands on a ground."""

    text: str
    strong: str
    picture: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours and grounds."""

    name: str
    colours: Mapping[str, Colour]
    grounds: Mapping[str, Ground]

    def text_on(self, ground: str) -> str:
        return self.grounds[ground].text

    def picture_on(self, ground: str) -> str:
        return self.grounds[ground].picture

    def is_reversed(self, ground: str) -> bool:
        """Whether text on *ground* is light on dark."""
        below, above = self.colours[ground].luminance, self.colours[self.grounds[ground].text].luminance
        return below < _REVERSED and above > below


def _srgb(value: Any) -> tuple[float, float, float]:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise Problem(f"{value!r} is not a colour.", "Write six hexadecimal digits: “#123f68”.")
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


_NEEDED = ("black", "paper")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_THEME = Record(
    {
        "colours": Required(
            MapOf(
                Record({"cmyk": Required(Each(Number(0, 100), least=4, most=4)), "srgb": Required(Custom(_srgb))}),
                key=_NAME,
                says="a name of small letters",
            )
        ),
        "grounds": Required(
            MapOf(
                Record({"text": Required(Text()), "strong": Required(Text()), "picture": Required(Text())}),
                key=_NAME,
                says="a name of small letters",
            )
        ),
    }
)


def load_theme(campaign: Campaign, name: str) -> Theme:
    """Read ``content/themes/<name>.yaml``.

    Raises:
        LayoutError: the file is wrong, a ground names a colour that is not there, a colour has more than 300 % ink, or
            text would not be readable on its ground.
    """
    raw = yamlfile.load(campaign.themes_folder / f"{name}.yaml", campaign.folder)
    checked = check(raw, _THEME, error=LayoutError)
    colours = {
        key: Colour(key, tuple(part / 100 for part in value["cmyk"]), value["srgb"])
        for key, value in checked["colours"].items()
    }
    grounds = {key: Ground(**dict(value)) for key, value in checked["grounds"].items()}
    raise_all(_faults(raw, colours, grounds))
    return Theme(name, colours, grounds)


def _faults(raw: yamlfile.Mapping, colours: dict[str, Colour], grounds: dict[str, Ground]) -> list[FlyersError]:
    faults: list[FlyersError] = []

    def fault(problem: str, hint: str, source: Source) -> None:
        faults.append(LayoutError(problem, hint=hint, source=source))

    for name in _NEEDED:
        if name not in colours:
            hint = "Codes are printed in “black” on “paper”, whatever they stand on: add both."
            fault(f"There is no colour called “{name}”.", hint, raw.key_source("colours"))
    for name, colour in colours.items():
        if colour.ink > LARGEST_INK:
            place = raw["colours"].value_source(name)
            fault(
                f"“{name}” has {colour.ink:.0f} % ink.", f"Keep it under {LARGEST_INK:.0f} %: more does not dry.", place
            )
    for name, ground in grounds.items():
        place = raw["grounds"].value_source(name)
        named = (name, ground.text, ground.strong, ground.picture)
        unknown = [each for each in named if each not in colours]
        for missing in unknown:
            fault(
                f"There is no colour called “{missing}”.", did_you_mean(missing, colours) or "Add it to colours.", place
            )
        if unknown:
            continue
        for above in (ground.text, ground.strong):
            if (ratio := contrast(colours[above], colours[name])) < LEAST_CONTRAST:
                fault(
                    f"“{above}” on “{name}” has a contrast of {ratio:.1f}.",
                    f"Text needs at least {LEAST_CONTRAST} (WCAG 2.2, 1.4.3).",
                    place,
                )
    return faults
