"""The campaign's images: files of ``content/images/``, each called by its name without the ending."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.content.layers import Layers
from flyers.content.schema import NAME, Problem, shorten
from flyers.errors import ContentError, Source
from flyers.files import files_in, read_bytes
from flyers.layout.drawing import Drawing, read_drawing
from flyers.layout.theme import Theme, colours_of

if TYPE_CHECKING:
    from flyers.colour import Colour

FOLDER = "content/images"
ENDINGS = (".svg",)

_ALIASES = {"#000000": "black", "#ffffff": "paper"}
"""What plain black and white are in a theme that has no such colours; both names are in every theme."""


def image_names(layers: Layers) -> list[str]:
    """Return the names of the images of all layers, sorted."""
    return sorted({path.stem for layer in layers for path in images_in(layer.folder)})


def images_in(folder: Path) -> list[Path]:
    """Return the files of the images of the campaign in *folder* itself."""
    return [path for path in files_in(folder / FOLDER, "*.*") if path.suffix.lower() in ENDINGS]


class Images:
    """The images of a campaign, each read once; of images with one name, that of the nearest layer counts."""

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self._layers = layers
        self._theme = theme
        self._read: dict[str, Drawing] = {}

    def __getitem__(self, name: str) -> Drawing:
        """The image called *name*.

        Raises:
            ContentError: there is none, or more than one in a layer, or it is not what can be printed.
            FileAccessError: its file cannot be read.
        """
        if name not in self._read:
            self._read[name] = self._drawing(name)
        return self._read[name]

    def _drawing(self, name: str) -> Drawing:
        for number, layer in enumerate(self._layers):
            found = [path for path in images_in(layer.folder) if path.stem == name]
            shown = [self._layers.shown(path) for path in found]
            if len(found) > 1:
                raise ContentError(
                    f"There are two images called “{name}”: {', '.join(shown)}.",
                    hint="Keep one, or rename one.",
                    source=Source(shown[0]),
                )
            if found:
                if not NAME.fullmatch(name):
                    raise ContentError(
                        f"“{shorten(name)}” is not the name of an image.",
                        hint="Use small letters, digits and “-”.",
                        source=Source(shown[0]),
                    )
                data = read_bytes(found[0], shown[0], limits.PICTURE_BYTES)
                palette = colours_of(Layers(self._layers.layers[number:]))
                return read_drawing(data, shown[0], name, partial(theme_colour, theme=self._theme, palette=palette))
        raise ContentError(f"There is no image called “{shorten(name)}”.", hint=f"Put it into {FOLDER}/.")


def theme_colour(value: str, *, theme: Theme, palette: Mapping[str, Colour]) -> str:
    """Return the name of the colour of *theme* that *value* in a drawing stands for.

    A name of the theme stands for itself, another colour for the one of *palette*, the colours that the designer of the
    drawing had, with the same sRGB value: a campaign that gives its colours other values recolours its art with them.

    Raises:
        Problem: there is no such colour.
    """
    if value in theme.colours:
        return value
    shown = _hexadecimal(value)
    by_value = {_srgb(colour): name for name, colour in reversed([*theme.colours.items(), *palette.items()])}
    name = by_value.get(shown) or _ALIASES.get(shown, "")
    if name in theme.colours:
        return name
    nearest = min(theme.colours.values(), key=lambda colour: _distance(_srgb(colour), shown))
    hint = f"The nearest is “{nearest.name}”, {_srgb(nearest)}."
    if name:
        raise Problem(f"The theme “{theme.name}” has no colour “{name}”, which {shown} was in another.", hint)
    raise Problem(f"{shorten(value)} is not a colour of the theme “{theme.name}”.", hint)


def _hexadecimal(value: str) -> str:
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
