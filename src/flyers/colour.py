"""Colours of a theme: each has a CMYK value for the press and an sRGB value for the screen."""

from __future__ import annotations

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """One named colour of a theme, or of a logo. Components are 0..1.

    ``tonal`` colours become a grey as light as they are where there is one ink; others black or nearly white.
    """

    name: str
    cmyk: tuple[float, float, float, float]
    srgb: tuple[float, float, float]
    tonal: bool = False

    @property
    def ink(self) -> float:
        """Total area coverage in percent, 0..400 (ISO 12647-2's TAC)."""
        cyan, magenta, yellow, black = self.cmyk
        return (cyan + magenta + yellow + black) * 100

    @property
    def luminance(self) -> float:
        """Relative luminance of the sRGB value (WCAG 2.2, "relative luminance")."""
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in self.srgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG 2.2 contrast ratio, 1..21."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
