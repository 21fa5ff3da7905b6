"""Theme colours as content stream operators, and the overprint that goes with them.

Press (press.md's rules in short): text, codes and pictures in 100 % black overprint, so that a shift of the plates
never opens a white halo round a letter; everything else knocks out, and white always does, or it would vanish.
OPM 1 (PDF 32000-1, 8.6.7) makes DeviceCMYK's zero components leave what lies beneath them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from flyers.colour import Colour
from flyers.pdf.numbers import number, numbers

Overprint = Literal["over", "knock"]

GRAPHICS_STATES: dict[Overprint, dict[str, str | int]] = {
    "over": {"Type": "/ExtGState", "OP": "true", "op": "true", "OPM": 1},
    "knock": {"Type": "/ExtGState", "OP": "false", "op": "false", "OPM": 0},
}

STATE_NAMES: dict[Overprint, str] = {"over": "GSover", "knock": "GSknock"}


class Inks(Protocol):
    """A colour space: how to fill with a theme colour."""

    def fill(self, colour: Colour) -> str:
        """The operator that sets the fill colour."""

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        """How *colour* meets what lies beneath; ``fine`` for text, codes and pictures. None where the space has no
        overprint at all."""


@dataclass(frozen=True, slots=True)
class ProcessInks:
    """DeviceCMYK for the press."""

    def fill(self, colour: Colour) -> str:
        return f"{numbers(*colour.cmyk)} k"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return "over" if fine and colour.cmyk == (0, 0, 0, 1) else "knock"


@dataclass(frozen=True, slots=True)
class ScreenLight:
    """DeviceRGB, meant as sRGB, for screens."""

    def fill(self, colour: Colour) -> str:
        return f"{numbers(*colour.srgb)} rg"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return None


@dataclass(frozen=True, slots=True)
class OneInk:
    """DeviceGray: one black ink in every copier."""

    def fill(self, colour: Colour) -> str:
        return f"{number(1 - colour.cmyk[3])} g"

    def overprint(self, colour: Colour, *, fine: bool) -> Overprint | None:
        return None


INKS: dict[str, Inks] = {"cmyk": ProcessInks(), "srgb": ScreenLight(), "gray": OneInk()}
