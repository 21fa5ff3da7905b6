"""Colours of a theme: each has a CMYK value for the press and an sRGB value for the screen."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import prod

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """One named colour of a theme, or of a logo. Components are 0..1."""

    name: str
    cmyk: tuple[float, float, float, float]
    srgb: tuple[float, float, float]
    tonal: bool = False  # whether it becomes a grey of equal lightness in one ink
    black: float | None = None  # its share of black in one ink; None for solid black or, of a light one, nearly white

    @property
    def hexadecimal(self) -> str:
        """The colour on screens as a web page writes it: ``#123f68``."""
        return "#" + "".join(f"{round(part * 255):02x}" for part in self.srgb)

    @property
    def in_one_ink(self) -> Colour:
        """The colour in black alone; of a light one, a tint so light that a copier does not speckle letters on it."""
        if self.tonal:
            grey = round(self.luminance ** (1 / 2.2), 3)
            return Colour(self.name, (0.0, 0.0, 0.0, round(1 - grey, 3)), (grey, grey, grey), tonal=True)
        tone = self.black
        if tone is None:
            tone = 1.0 if self.luminance < 0.35 else round(min(0.25, (1 - self.luminance) * 0.4), 3)
        return Colour(self.name, (0.0, 0.0, 0.0, tone), (1 - tone, 1 - tone, 1 - tone))

    @property
    def ink(self) -> float:
        """Total area coverage in percent, 0..400 (ISO 12647-2's TAC)."""
        cyan, magenta, yellow, black = self.cmyk
        return (cyan + magenta + yellow + black) * 100

    @property
    def luminance(self) -> float:
        """Relative luminance of the sRGB value (WCAG 2.2, "relative luminance")."""
        return _luminance(self.srgb)

    @property
    def printed_luminance(self) -> float:
        """About how much light its inks reflect on coated paper, of what the paper reflects.

        By Neugebauer, with Yule and Nielsen's exponent 2 for the gain of dots. Of 4096 colours, separated through each
        of the four profiles in content/press, none with a contrast of 4.5 to white on screens has less than 3.3 here,
        and none with less than 2.5 has more than 3.0.
        """
        *inks, black = self.cmyk
        root = 0.0
        for luminance, solids in zip(_SOLIDS, product((0, 1), repeat=3), strict=True):
            share = prod(ink if solid else 1 - ink for solid, ink in zip(solids, inks, strict=True))
            root += share * ((1 - black) * luminance**0.5 + black * (_BLACK * luminance**0.3) ** 0.5)
        return root**2


_SOLIDS = (1.0, 0.846, 0.193, 0.184, 0.267, 0.21, 0.047, 0.043)
"""Luminance of white, Y, M, MY, C, CY, CM and CMY, as a part of the paper's (from L* in ISO 12647-2, coated)."""

_BLACK = 0.024  # The same of black.


@lru_cache(maxsize=256)  # copy-fitting asks for it with every line: type on a dark ground has a floor of its own
def _luminance(srgb: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in srgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG 2.2 contrast ratio, 1..21."""
    return _ratio(one.luminance, other.luminance)


def printed_contrast(one: Colour, other: Colour) -> float:
    """Return about the same ratio of the two as inks on paper."""
    return _ratio(one.printed_luminance, other.printed_luminance)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
