"""Which colour of the theme a colour in a drawing stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flyers.content.schema import Problem, shorten

if TYPE_CHECKING:
    from flyers.colour import Colour
    from flyers.layout.theme import Theme

_ALIASES = {"#000000": "black", "#ffffff": "paper"}
"""What plain black and white are in a theme that has no such colours; both names are in every theme."""


def theme_colour(value: str, *, theme: Theme, palette: Mapping[str, Colour]) -> str:
    """Return the name of the colour of *theme* that *value* in a drawing stands for.

    A name of the theme stands for itself, another colour for the one of *palette*, the colours that the designer of the
    drawing had, with the same sRGB value: a campaign that gives its colours other values recolours its art with them.

    Raises:
        Problem: there is no such colour.
    """
    if value in theme.colours:
        return value
    shown = hexadecimal(value)
    by_value = {_srgb(colour): name for name, colour in reversed([*theme.colours.items(), *palette.items()])}
    name = by_value.get(shown) or _ALIASES.get(shown, "")
    if name in theme.colours:
        return name
    nearest = min(theme.colours.values(), key=lambda colour: _distance(_srgb(colour), shown))
    hint = f"The nearest is “{nearest.name}”, {_srgb(nearest)}."
    if name:
        raise Problem(f"The theme “{theme.name}” has no colour “{name}”; in another theme, that is {shown}.", hint)
    raise Problem(f"{shorten(value)} is not a colour of the theme “{theme.name}”.", hint)


def hexadecimal(value: str) -> str:
    """Return a colour as a drawing has it in six digits, ``#123f68``.

    Raises:
        Problem: it is none, or is transparent.
    """
    from PIL import ImageColor

    try:
        red, green, blue, *alpha = ImageColor.getrgb(value)
    except ValueError:
        raise Problem(f"“{shorten(value)}” is not a colour.", "Write a colour of the theme, like “#123f68”.") from None
    if alpha and alpha[0] < 255:
        raise Problem(f"{shorten(value)} is transparent.", "Give it the lighter colour itself, as one of the theme.")
    return f"#{red:02x}{green:02x}{blue:02x}"


def _srgb(colour: Colour) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour.srgb)


def _distance(one: str, other: str) -> int:
    """Return how far apart two colours are, as the square of their distance in sRGB."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return sum((a - b) ** 2 for a, b in pairs)
