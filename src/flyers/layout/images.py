"""The campaign's images, files of ``content/images/`` called by their names without the endings, and its logo.

Photographs are read from PNG and JPEG: pixels in sRGB, upright, with their transparency. A logo is such pixels, or a
drawing in its own colours, each with inks and with a grey for one ink.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.colour import Colour, contrast
from flyers.content.campaign import Campaign, LogoEntry
from flyers.content.layers import Layers
from flyers.content.press import Rgb, inks_of, load_condition
from flyers.content.schema import NAME, did_you_mean, shorten
from flyers.errors import ContentError, Source
from flyers.files import exists, files_in, read_bytes, read_known
from flyers.layout.svg import Drawing, hexadecimal, read_drawing, theme_colour
from flyers.layout.theme import Theme, colours_of
from flyers.page.document import Photograph
from flyers.process_cache import ProcessCache
from flyers.records import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels


PHOTOGRAPH_ENDINGS = (".png", ".jpg", ".jpeg")

LEAST_DPI = 300.0
"""Pixels per inch that a photograph needs at the size at which it is printed (press.md 6)."""

_AGAIN = "Save it again as PNG or JPEG, in sRGB."


def read_photograph(data: bytes, file: str, name: str) -> Photograph:
    """Return the photograph in *data*.

    Colours are converted from the profile that the file has, and the picture is turned as it says.

    Raises:
        ContentError: it is not a PNG or JPEG, is damaged, has inks of a press, or is too large.
    """
    from PIL import Image as Pillow
    from PIL import ImageOps

    source = Source(file)
    try:
        opened = Pillow.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Pillow.DecompressionBombError:
        raise _too_large(source) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise ContentError("This is not a PNG or JPEG picture.", hint=_AGAIN, source=source) from error
    if opened.width * opened.height > limits.PHOTOGRAPH_PIXELS:
        raise _too_large(source)
    if opened.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        kind = {"CMYK": "the inks of a press", "YCCK": "the inks of a press"}.get(opened.mode, f"mode {opened.mode}")
        raise ContentError(
            f"This picture is in {kind}.",
            hint=f"{_AGAIN} The colours of the press are made from that for each print condition.",
            source=source,
        )
    try:
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        see_through = upright.mode in ("LA", "PA", "RGBA") or "transparency" in upright.info
        picture = _in_srgb(upright.convert("RGBA" if see_through else "RGB"), upright.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ContentError(f"This picture is damaged ({error}).", hint="Copy it again.", source=source) from error
    has_alpha = picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255)
    pixels = picture.convert("RGBA" if has_alpha else "RGB").tobytes()
    digest = hashlib.sha256(pixels).hexdigest()
    return Photograph(name, picture.width, picture.height, digest, has_alpha, opened.format == "JPEG", pixels)


def _in_srgb(picture: Pixels, profile: bytes | None) -> Pixels:
    """Return *picture* in sRGB, from the RGB profile that its file has."""
    from PIL import Image as Pillow
    from PIL import ImageCms

    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if own.profile.xcolor_space != "RGB ":
            return picture  # of a grey picture: its greys are close to those of sRGB
        rgb = ImageCms.profileToProfile(picture.convert("RGB"), own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError) as error:
        raise ValueError(f"its colour profile: {error}") from error
    assert rgb is not None
    if picture.mode == "RGBA":
        return Pillow.merge("RGBA", (*rgb.split(), picture.getchannel("A")))
    return rgb


def _too_large(source: Source) -> ContentError:
    most = f"{limits.PHOTOGRAPH_PIXELS / 1e6:g} million pixels"
    return ContentError(
        f"This picture has more than {most}.", hint="Scale it down to 300 dpi at its size.", source=source
    )


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
        return load_logo(self._campaign)

    def __getitem__(self, name: str) -> Image:
        """The image called *name*; raises ContentError if there is not one, or it is not what can be printed."""
        if name not in self._read:
            self._read[name] = self._image(name)
        return self._read[name]

    def _image(self, name: str) -> Image:
        for number, layer in enumerate(self._layers):
            paths = [path for path in images_in(layer.folder) if path.stem == name]
            if not paths:
                continue
            shown = [self._layers.shown(path) for path in paths]
            if len(paths) > 1:
                raise ContentError(
                    f"There are two images called “{name}”: {', '.join(shown)}.",
                    hint="Keep one, or rename one.",
                    source=Source(shown[0]),
                )
            if not NAME.fullmatch(name):
                raise ContentError(
                    f"“{shorten(name)}” is not the name of an image.",
                    hint="Use small letters, digits and “-”.",
                    source=Source(shown[0]),
                )
            if paths[0].suffix.lower() in PHOTOGRAPH_ENDINGS:
                return read_photograph(read_bytes(paths[0], shown[0], limits.PHOTOGRAPH_BYTES), shown[0], name)
            # It is drawn in the colours of the theme as its layer has it.
            palette = colours_of(Layers(self._layers.layers[number:])) if number else self._theme.colours
            return _drawing(read_known(paths[0], shown[0], limits.PICTURE_BYTES), shown[0], name, self._theme, palette)
        raise ContentError(f"There is no image called “{shorten(name)}”.", hint=f"Put it into {FOLDER}/.")


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


MOST_INK = 240.0
"""Percent of ink that a colour of a logo gets at most: newsprint takes no more, and any other paper does."""

LEAST_SEEN = 1.3
"""The contrast with the paper that one colour of a logo must have: a white one on white paper is not there."""

_PAPER = Colour("paper", (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Logo:
    """A campaign's logo.

    Attributes:
        colours: its own, by the names that its parts have.
        alt: id of the message that a screen reader says.
        clear: white space around it, as a part of its height.
    """

    picture: Drawing | Photograph
    colours: Mapping[str, Colour]
    alt: str
    clear: float

    @property
    def proportion(self) -> float:
        """Its width divided by its height, both with the space around it."""
        around = 2 * self.clear
        return (self.picture.width / self.picture.height + around) / (1 + around)


def load_logo(campaign: Campaign) -> Logo | None:
    """Return the logo of *campaign*, None if it has none; raises ContentError if it cannot be printed."""
    if campaign.logo is None:
        return None
    entry, source = campaign.logo
    layers = campaign.layers
    path = layers.layer_of(source).folder / "content" / entry.file
    if not exists(path):
        raise ContentError(
            f"There is no file “{entry.file}”.", hint="Put the logo beside campaign.yaml.", source=source
        )
    colours = _Colours(campaign, entry)
    shown = layers.shown(path)
    picture: Drawing | Photograph
    if path.suffix.lower() in PHOTOGRAPH_ENDINGS:
        picture = read_photograph(read_bytes(path, shown, limits.PHOTOGRAPH_BYTES), shown, "logo")
    else:
        picture = read_drawing(read_bytes(path, shown, limits.PICTURE_BYTES), shown, "logo", colours.named)
    for value in entry.colours:
        if value not in colours.found:
            hint = "Only drawings (SVG) have colours with inks of their own."
            if colours.found:
                hint = did_you_mean(value, colours.found) or f"It has {', '.join(colours.found)}."
            raise ContentError(f"The logo has no colour {value}.", hint=hint, source=source)
    if colours.found and all(contrast(colour, _PAPER) < LEAST_SEEN for colour in colours.found.values()):
        raise ContentError(
            "The logo is as light as the paper, and nobody would see it.",
            hint="Take the file that its owner has for light grounds.",
            source=source,
        )
    named = {colour.name: colour for colour in colours.found.values()}
    return Logo(picture, named, entry.alt or campaign.publisher, entry.clear)


class _Colours:
    """Finds the colours of one logo, by their values in its file."""

    def __init__(self, campaign: Campaign, entry: LogoEntry) -> None:
        self._campaign = campaign
        self._entry = entry
        self._profile = b""
        self.found: dict[str, Colour] = {}

    def named(self, value: str) -> str:
        shown = hexadecimal(value)
        if shown not in self.found:
            red, green, blue = (int(shown[i : i + 2], 16) for i in (1, 3, 5))
            inks = self._entry.colours.get(shown) or self._inks((red, green, blue))
            srgb = (red / 255, green / 255, blue / 255)
            self.found[shown] = Colour(f"logo-{shown[1:]}", inks, srgb, tonal=True)
        return self.found[shown].name

    def _inks(self, rgb: Rgb) -> tuple[float, float, float, float]:
        """Return inks as fractions: of a grey, black alone; of a colour, what looks like it on the usual press."""
        red, green, blue = rgb
        if red == green == blue:
            tone = Colour("", (0, 0, 0, 0), (red / 255, red / 255, red / 255)).luminance ** (1 / 2.2)
            return 0.0, 0.0, 0.0, round(1 - tone, 2)
        if not self._profile:
            self._profile = load_condition(self._campaign, self._campaign.press).profile_bytes()
        *chromatic, black = inks_of(rgb, self._profile)
        least = min(1.0, (MOST_INK - black) / max(1, chromatic[0] + chromatic[1] + chromatic[2]))
        cyan, magenta, yellow = (int(ink * least) / 100 for ink in chromatic)
        return cyan, magenta, yellow, black / 100
