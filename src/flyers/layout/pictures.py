"""The campaign's pictures: pictograms, images, which are files of ``content/images/``, and its logo.

A pictogram is SVG paths, read once, scaled, and mirrored on right-to-left pages if it has a direction. An image is a
drawing in the colours of the theme, or a photograph from PNG or JPEG: pixels in sRGB, upright, with their transparency.
A logo is such pixels, or a drawing in its own colours, each with inks and with a grey for one ink.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flyers import limits
from flyers.colour import Colour, contrast
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers
from flyers.content.press import Rgb, inks_of, load_condition
from flyers.content.schema import (
    NAME,
    NAME_SAYS,
    Anything,
    Flag,
    MapOf,
    Problem,
    Record,
    Required,
    Text,
    check,
    did_you_mean,
    shorten,
)
from flyers.content.yamlfile import display_path, parse
from flyers.errors import ContentError, Source
from flyers.files import exists, files_in, read_bytes, read_known
from flyers.layout.svg import (
    FARTHEST,
    Drawing,
    SvgElement,
    closed,
    hexadecimal,
    is_near,
    parse_svg,
    read_drawing,
    theme_colour,
    view_box,
)
from flyers.layout.svg_shapes import path_data
from flyers.layout.theme import Theme, colours_of
from flyers.page.document import Photograph
from flyers.page.paths import Path as Outline
from flyers.page.paths import Point, Segment, mapped
from flyers.process_cache import ProcessCache, memoized
from flyers.records import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels


PHOTOGRAPH_ENDINGS = (".png", ".jpg", ".jpeg")

LEAST_DPI = 300.0  # Pixels per inch that a photograph needs at the size at which it is printed (press.md 6).

_AGAIN = "Save it again as PNG or JPEG, in sRGB."


def read_photograph(data: bytes, file: str, name: str) -> Photograph:
    """Return the photograph in *data*, in sRGB and upright.

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
        kind = "the inks of a press" if opened.mode in ("CMYK", "YCCK") else f"mode {opened.mode}"
        hint = f"{_AGAIN} The colours of the press are made from that for each print condition."
        raise ContentError(f"This picture is in {kind}.", hint=hint, source=source)
    try:
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
    problem = f"This picture has more than {limits.PHOTOGRAPH_PIXELS / 1e6:g} million pixels."
    return ContentError(problem, hint="Scale it down to 300 dpi at its size.", source=source)


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
        self._campaign, self._layers, self._theme = campaign, campaign.layers, theme
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
            source = Source(shown[0])
            if len(paths) > 1:
                problem = f"There are two images called “{name}”: {', '.join(shown)}."
                raise ContentError(problem, hint="Keep one, or rename one.", source=source)
            if not NAME.fullmatch(name):
                hint = "Use small letters, digits and “-”."
                raise ContentError(f"“{shorten(name)}” is not the name of an image.", hint=hint, source=source)
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


MOST_INK = 240.0  # Percent of ink that a colour of a logo gets at most: newsprint takes no more, other paper does.
LEAST_SEEN = 1.3  # The contrast with the paper that one colour of a logo must have: white on white is not there.
_PAPER = Colour("paper", (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Logo:
    """A campaign's logo."""

    picture: Drawing | Photograph
    colours: Mapping[str, Colour]  # its own, by the names that its parts have
    alt: str  # id of the message that a screen reader says
    clear: float  # white space around it, as a part of its height

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
        hint = "Put the logo beside campaign.yaml."
        raise ContentError(f"There is no file “{entry.file}”.", hint=hint, source=source)
    found: dict[str, Colour] = {}
    profile = cache(lambda: load_condition(campaign, campaign.press).profile_bytes())

    def named(value: str) -> str:
        """Return the name of the colour that has this value in the file."""
        shown = hexadecimal(value)
        if shown not in found:
            red, green, blue = (int(shown[i : i + 2], 16) for i in (1, 3, 5))
            inks = entry.colours.get(shown) or _inks((red, green, blue), profile)
            found[shown] = Colour(f"logo-{shown[1:]}", inks, (red / 255, green / 255, blue / 255), tonal=True)
        return found[shown].name

    shown = layers.shown(path)
    picture: Drawing | Photograph
    if path.suffix.lower() in PHOTOGRAPH_ENDINGS:
        picture = read_photograph(read_bytes(path, shown, limits.PHOTOGRAPH_BYTES), shown, "logo")
    else:
        picture = read_drawing(read_bytes(path, shown, limits.PICTURE_BYTES), shown, "logo", named)
    for value in entry.colours:
        if value not in found:
            hint = "Only drawings (SVG) have colours with inks of their own."
            if found:
                hint = did_you_mean(value, found) or f"It has {', '.join(found)}."
            raise ContentError(f"The logo has no colour {value}.", hint=hint, source=source)
    if found and all(contrast(colour, _PAPER) < LEAST_SEEN for colour in found.values()):
        hint = "Take the file that its owner has for light grounds."
        raise ContentError("The logo is as light as the paper, and nobody would see it.", hint=hint, source=source)
    colours = {colour.name: colour for colour in found.values()}
    return Logo(picture, colours, entry.alt or campaign.publisher, entry.clear)


def _inks(rgb: Rgb, profile: Callable[[], bytes]) -> tuple[float, float, float, float]:
    """Return inks as fractions: of a grey, black alone; of a colour, what looks like it on the usual press."""
    red, green, blue = rgb
    if red == green == blue:
        tone = Colour("", (0, 0, 0, 0), (red / 255,) * 3).luminance ** (1 / 2.2)
        return 0.0, 0.0, 0.0, round(1 - tone, 2)
    *chromatic, black = inks_of(rgb, profile())
    least = min(1.0, (MOST_INK - black) / max(1, chromatic[0] + chromatic[1] + chromatic[2]))
    cyan, magenta, yellow = (int(ink * least) / 100 for ink in chromatic)
    return cyan, magenta, yellow, black / 100


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram in a square of ``side`` units, y downwards as in SVG."""

    name: str
    side: float
    path: Outline
    rule: str  # of filling
    mirror: bool
    shade: Outline = ()  # what has its second, lighter tone and is behind the rest; empty in a picture of one tone
    # Both paths, in one tone: the path on the shade runs in the other direction, and leaves a hole.
    whole: Outline = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.shade + self.path)

    def placed(self, path: Outline, x: float, y: float, size: float, *, mirrored: bool) -> Outline:
        """Return one of its paths in a square of *size* points with the lower left corner (x, y), y upwards."""
        key = (id(path), x, y, size, mirrored)
        known = _placed.get(key)
        if known is None or known[0] is not path:
            scale, turned = size / self.side, mirrored and self.mirror

            def point(across: float, down: float) -> Point:
                along = size - across * scale if turned else across * scale
                return round(x + along, 3), round(y + size - down * scale, 3)

            known = _placed[key] = path, mapped(path, point)
        return known[1]


# Placed paths of pictures, shared by pieces of many campaigns; with the path, so that its id stays taken.
_placed: ProcessCache[tuple[float | bool, ...], tuple[Outline, Outline]] = ProcessCache(512)


class IconEntry(NamedTuple):
    """An entry of ``icons.yaml``."""

    file: str  # in the same folder
    mirror: bool  # whether the picture has a direction
    source: Source


_FILE = Text(
    re.compile(rf"(?=.{{1,{limits.NAME_CHARACTERS}}}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.svg"),
    "the name of an .svg file beside icons.yaml",
)
_ICONS = Record({
    **dict.fromkeys(
        ("set", "style", "version", "licence", "licence_file", "view_box", "source", "own", "files"), Anything()
    ),
    "icons": Required(MapOf(
        Record({
            "file": Required(_FILE),
            "mirror": Flag(),
            **dict.fromkeys(("meaning", "shows", "source_name", "source_path", "sha256"), Text()),
        }, make=lambda file, source, mirror=False, **_: IconEntry(file, mirror, source), source=True),
        NAME, NAME_SAYS,
    )),
})  # fmt: skip  # nested like the file that it describes


class Pictures:
    """The campaign's pictograms, from ``icons.yaml`` and the SVG files in its folder, then those of its *base*."""

    def __init__(
        self,
        folder: Path,
        shown: Callable[[Path], str] | None = None,
        base: Pictures | None = None,
        images: Images | None = None,
    ) -> None:
        self._images = images
        self._folder = folder
        self._shown = shown or partial(display_path, root=folder.parent)
        self._base = base
        self._read: dict[str, Picture] = {}

    def image(self, name: str) -> Image:
        """The image called *name*; see `flyers.layout.pictures.Images`."""
        if self._images is None:
            raise ContentError(f"There is no image called “{shorten(name)}”.")
        return self._images[name]

    @property
    def logo(self) -> Logo | None:
        return self._images.logo if self._images else None

    @cached_property
    def index(self) -> Mapping[str, IconEntry]:
        """The entries of ``icons.yaml`` by name, with those of the base."""
        return {**(self._base.index if self._base else {}), **self._own}

    @cached_property
    def _own(self) -> Mapping[str, IconEntry]:
        file = self._folder / "icons.yaml"
        name = self._shown(file)
        document = check(parse(read_known(file, name, limits.YAML_BYTES), name), _ICONS)
        entries: Mapping[str, IconEntry] = document["icons"]
        return entries

    def __getitem__(self, name: str) -> Picture:
        """The pictogram called *name*; raises ContentError if it does not exist, or has anything but filled paths."""
        if name not in self._own and self._base and name in self._base.index:
            return self._base[name]
        if name in self._read:
            return self._read[name]
        if name not in self._own:
            source = Source(self._shown(self._folder / "icons.yaml"))
            hint = f"Those in icons.yaml are: {', '.join(sorted(self.index))}."
            raise ContentError(f"There is no pictogram called “{shorten(name)}”.", hint=hint, source=source)
        entry = self._own[name]
        path = self._folder / entry.file
        if path.is_symlink() and exists(path) and not path.resolve().is_relative_to(self._folder.resolve()):
            problem = f"The file of the pictogram “{name}” is a link that leads out of its folder."
            raise ContentError(problem, hint="Copy the picture into the folder.", source=entry.source)
        shown = self._shown(path)
        self._read[name] = read_svg(read_known(path, shown, limits.PICTURE_BYTES), shown, name, mirror=entry.mirror)
        return self._read[name]


@memoized(256)
def read_svg(data: bytes, file: str, name: str, *, mirror: bool = False) -> Picture:
    """Return the pictogram in the SVG *data*: a square viewBox with filled paths and nothing else.

    Paths with an ``opacity`` are its second tone, whatever the opacity is: a tone of the theme, printed solid.
    """
    root = parse_svg(data, file)

    def refused(problem: str, element: SvgElement) -> ContentError:
        hint = "Flatten it to <path d=…> elements in a square viewBox."
        return ContentError(problem, hint=hint, source=Source(file, element.line))

    for shape in root.children:
        if shape.tag != "path" or "d" not in shape.attributes:
            raise refused(_FLAT, shape)
    try:
        left, top, side, height = view_box(root)
    except Problem:
        raise refused(_FLAT, root) from None
    if side != height or "viewBox" not in root.attributes:
        raise refused(_FLAT, root)
    tones: dict[bool, list[Segment]] = {True: [], False: []}
    for shape in root.children:
        try:
            path = closed(path_data(shape.attributes["d"]))
        except Problem as problem:
            raise refused(problem.text, shape) from problem
        tones["opacity" in shape.attributes] += mapped(path, lambda x, y: (x - left, y - top))
    if len(tones[True]) + len(tones[False]) > limits.PICTURE_SEGMENTS:
        raise refused(f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves.", root)
    if not is_near((*tones[True], *tones[False]), FARTHEST):
        raise refused("A point of this picture is far outside it.", root)
    rule = "evenodd" if any(shape.attributes.get("fill-rule") == "evenodd" for shape in root.children) else "nonzero"
    return Picture(name, side, tuple(tones[False]), rule, mirror, tuple(tones[True]))


_FLAT = "A pictogram must be a square picture of filled paths."
