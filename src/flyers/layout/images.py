"""The campaign's images: files of ``content/images/``, each called by its name without the ending."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path

from flyers import limits
from flyers.colour import Colour
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers
from flyers.content.schema import NAME, shorten
from flyers.errors import ContentError, Source
from flyers.files import files_in, read_bytes, read_known
from flyers.layout.drawing import Drawing, read_drawing
from flyers.layout.logo import Logo, load_logo
from flyers.layout.photograph import PHOTOGRAPH_ENDINGS, read_photograph
from flyers.layout.svg import theme_colour
from flyers.layout.theme import Theme, colours_of
from flyers.page.document import Photograph
from flyers.process_cache import ProcessCache

Image = Drawing | Photograph

FOLDER = "content/images"
ENDINGS = (".svg", *PHOTOGRAPH_ENDINGS)


def image_names(layers: Layers) -> list[str]:
    return sorted({path.stem for layer in layers for path in images_in(layer.folder)})


def images_in(folder: Path) -> list[Path]:
    """Return the files of the images of the campaign in *folder* itself."""
    return [path for path in files_in(folder / FOLDER, "*.*") if path.suffix.lower() in ENDINGS]


class Images:
    """The images of a campaign, each read once; of images with one name, that of the nearest layer counts."""

    def __init__(self, campaign: Campaign, theme: Theme) -> None:
        self._campaign = campaign
        self._layers = campaign.layers
        self._theme = theme
        self._read: dict[str, Image] = {}

    @cached_property
    def logo(self) -> Logo | None:
        """The coalition's logo; see `flyers.layout.logo.load_logo`."""
        return load_logo(self._campaign)

    def __getitem__(self, name: str) -> Image:
        """The image called *name*.

        Raises:
            ContentError: there is none, or more than one in a layer, or it is not what can be printed.
            FileAccessError: its file cannot be read.
        """
        if name not in self._read:
            self._read[name] = self._image(name)
        return self._read[name]

    def _image(self, name: str) -> Image:
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
                if found[0].suffix.lower() in PHOTOGRAPH_ENDINGS:
                    data = read_bytes(found[0], shown[0], limits.PHOTOGRAPH_BYTES)
                    return read_photograph(data, shown[0], name)
                data = read_known(found[0], shown[0], limits.PICTURE_BYTES)
                return _drawing(data, shown[0], name, self._theme, self._palette(number))
        raise ContentError(f"There is no image called “{shorten(name)}”.", hint=f"Put it into {FOLDER}/.")

    def _palette(self, number: int) -> Mapping[str, Colour]:
        """Return the colours in which the images of a layer are drawn: those of the theme as that layer has it."""
        return colours_of(Layers(self._layers.layers[number:])) if number else self._theme.colours


_drawings: ProcessCache[tuple[bytes, str], tuple[Theme, Mapping[str, Colour], Drawing]] = ProcessCache(64)


def _drawing(data: bytes, shown: str, name: str, theme: Theme, palette: Mapping[str, Colour]) -> Drawing:
    """Return the drawing in *data*: the same one for all campaigns that have it in the same colours."""
    key = (hashlib.sha256(data).digest(), shown)
    known = _drawings.get(key)
    if known is not None and known[0] is theme and known[1] == palette and known[2].name == name:
        return known[2]
    drawing = read_drawing(data, shown, name, partial(theme_colour, theme=theme, palette=palette))
    _drawings[key] = (theme, palette, drawing)
    return drawing
