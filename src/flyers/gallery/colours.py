"""The colours of the pages: those of the campaign's theme, darker or lighter where text would be hard to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flyers.colour import Colour, contrast

if TYPE_CHECKING:
    from flyers.layout.theme import Theme

LEAST_CONTRAST = 7.0
"""Of all text on the pages (WCAG 2.2, 1.4.6)."""

_NO_INK = (0.0, 0.0, 0.0, 0.0)
_WHITE = Colour("white", _NO_INK, (1.0, 1.0, 1.0))
_BLACK = Colour("black", _NO_INK, (0.0, 0.0, 0.0))
_SOFT = Colour("soft", _NO_INK, (0.953, 0.929, 0.886))
"""``--soft`` in gallery.css, the darkest ground of links."""

_INK = Colour("ink", _NO_INK, (0.106, 0.075, 0.0))
"""Text on ``--light``."""


def style_of(theme: Theme) -> str:
    """Return the style that puts the theme's colours in place of gallery.css's own; "" if it has no such names."""
    if not {"night", "accent", "deep"} <= theme.colours.keys():
        return ""
    light = _shade(theme.colours["accent"], _WHITE, over=[_INK])
    night = _shade(theme.colours["night"], _BLACK, over=[_WHITE, light])
    link = _shade(theme.colours["deep"], _BLACK, over=[_SOFT])
    return f":root {{ --night: {_hex(night)}; --light: {_hex(light)}; --link: {_hex(link)}; }}\n"


def _shade(colour: Colour, end: Colour, *, over: Sequence[Colour]) -> Colour:
    """Return the first colour on the way from *colour* to *end* that contrasts with all of *over*; else *end*."""
    for step in range(100):
        mixed = (part + (other - part) * step / 100 for part, other in zip(colour.srgb, end.srgb, strict=True))
        red, green, blue = mixed
        shade = Colour(colour.name, _NO_INK, (red, green, blue))
        if all(contrast(shade, other) >= LEAST_CONTRAST for other in over):
            return shade
    return end


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour.srgb)
