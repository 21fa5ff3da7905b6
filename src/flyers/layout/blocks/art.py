"""Kinds of block that show pictures: ``icon``, ``image`` and ``logo``."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import ClassVar

from flyers.content.schema import Flag, Length, Problem, Required
from flyers.layout.block import Art, Block, Fit, Gap, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.registry import AT, FIT, NAME, SIZE, BlockKind, register
from flyers.layout.images import Logo
from flyers.layout.placing import frame, put_image
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass

_AS_GOOD_AS_WHITE = 0.8
"""The luminance from which a ground needs no white under the logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IconBlock(Block):
    """A pictogram, ``size`` high. Without *alt* it is decoration to a screen reader: text beside it says the same."""

    name: str
    size: Gap
    colour: str = ""
    alt: str = ""

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.alt),), colours=(self.colour,))


@dataclass(slots=True)
class ArrangedIcon(ArrangedBlock[IconBlock]):
    """A pictogram with its colour."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, setting = self.block, self.setting
        colour = block.colour or setting.theme.grounds[self.ground].picture
        picture, size = setting.pictogram(block.name, block.source), setting.points(block.size)
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt) if block.alt else sheet.decoration():
            sheet.picture(picture, start, top, size, colour, self.ground, block.path, alt)


def _arrange_icon(block: IconBlock, width: float, setting: Setting, ground: str) -> ArrangedIcon:
    return ArrangedIcon(block, setting, ground, width, setting.points(block.size))


def _icon_width(block: IconBlock, setting: Setting, ground: str) -> float:
    return setting.points(block.size)


_ICON_KEYS = {"name": Required(NAME), "size": Required(SIZE), "colour": NAME, "alt": NAME}
register(BlockKind("icon", IconBlock, _ICON_KEYS, _arrange_icon, _icon_width))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageBlock(Block):
    """An image of the campaign: as wide as its column, or as high as ``height`` says, or both, with ``fit``.

    Attributes:
        alt: the message that a screen reader says; ``decoration``: it says nothing, since the words beside it do.
        mirror: whether the image is turned over on right-to-left pages.
        colour: what ``currentColor`` is in it; "" for the colour of pictograms on the ground.
    """

    name: str
    alt: str = ""
    decoration: bool = False
    mirror: bool = False
    fit: Fit = "contain"
    at: tuple[str, str] = ("center", "center")
    colour: str = ""

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.alt),), colours=(self.colour,), images=(self.name,))


@dataclass(slots=True)
class ArrangedImage(ArrangedBlock[ImageBlock]):
    """An image in its box."""

    @property
    def most_growth(self) -> float:
        return 0.0 if self.block.fit == "contain" else inf

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, setting = self.block, self.setting
        image = setting.pictures.image(block.name)
        how = Art(name=block.name, fit=block.fit, at=block.at, mirror=block.mirror, colour=block.colour)
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt) if block.alt else sheet.decoration():
            put_image(sheet, image, (start, top, width, height), how, self.ground, block, alt)


def _arrange_image(block: ImageBlock, width: float, setting: Setting, ground: str) -> ArrangedImage:
    height = _own_height(block, setting) or width / _proportion(block, setting)
    return ArrangedImage(block, setting, ground, width, height)


def _image_width(block: ImageBlock, setting: Setting, ground: str) -> float:
    return _own_height(block, setting) * _proportion(block, setting)


def _own_height(block: Block, setting: Setting) -> float:
    """Return the height that the layout gives to the picture itself, points; 0 if it gives none."""
    padding = setting.points(block.padding.top), setting.points(block.padding.bottom)
    return max(0.0, block.height - padding[0] - padding[1])


def _proportion(block: ImageBlock, setting: Setting) -> float:
    image = setting.pictures.image(block.name)
    return image.width / image.height


def _image_problems(block: ImageBlock) -> Iterator[Problem]:
    if bool(block.alt) == block.decoration:
        yield Problem(
            f"The image “{block.name}” has both “alt” and “decoration”."
            if block.alt
            else f"Nothing tells a screen reader what to say about the image “{block.name}”.",
            "Give it one: “alt” with a message, or “decoration: true” if the words around it say the same.",
        )
    if block.width == "fit" and not block.height:
        yield Problem(f"The image “{block.name}” has no size.", "Give it a “height”, or a “width” that is a length.")


_PLACE_KEYS = {"mirror": Flag(), "fit": FIT, "at": AT}
_IMAGE_KEYS = {"name": Required(NAME), "alt": NAME, "decoration": Flag(), **_PLACE_KEYS, "colour": NAME}
register(BlockKind("image", ImageBlock, _IMAGE_KEYS, _arrange_image, _image_width, _image_problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoBlock(Block):
    """The coalition's logo with its clear space: ``height`` high, at most ``most`` wide (points; 0: as wide as it is).

    In a campaign without a logo there is no such block, and no gap.
    """

    shows_logo: ClassVar[bool] = True

    most: float = 0.0
    at: tuple[str, str] = ("center", "center")


@dataclass(slots=True)
class ArrangedLogo(ArrangedBlock[LogoBlock]):
    """The logo in its box."""

    logo: Logo

    @property
    def most_growth(self) -> float:
        return 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        logo, theme = self.logo, self.setting.theme
        box = (start, -top - height, start + width, -top)
        around = Art(name="logo", fit="contain", at=self.block.at)
        left, bottom, right, upper = frame(logo.proportion, 1.0, box, around, rtl=False)
        start, top, width, height = left, -upper, right - left, upper - bottom
        if theme.colours[self.ground].luminance < _AS_GOOD_AS_WHITE:
            sheet.ground(start, top, width, height, "paper", self.block.path, 0.0)
        clear = height * logo.clear / (1 + 2 * logo.clear)
        inside = (start + clear, top + clear, width - 2 * clear, height - 2 * clear)
        alt, how = sheet.alternative(logo.alt), Art(name="logo", fit="contain", colour=theme.grounds["paper"].picture)
        with sheet.element("Figure", alt=alt):
            put_image(sheet, logo.picture, inside, how, self.ground, self.block, alt)


def _arrange_logo(block: LogoBlock, width: float, setting: Setting, ground: str) -> ArrangedLogo:
    logo = setting.pictures.logo
    assert logo is not None, "a block that is absent is not arranged"
    return ArrangedLogo(block, setting, ground, width, _own_height(block, setting), logo)


def _logo_width(block: LogoBlock, setting: Setting, ground: str) -> float:
    logo = setting.pictures.logo
    width = _own_height(block, setting) * logo.proportion if logo else 0.0
    return min(width, block.most) if block.most else width


def _logo_problems(block: LogoBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This logo has no size.", "Give it a “height”, which includes the space around it.")


_LOGO_KEYS = {"most": Length(), "at": AT}
register(BlockKind("logo", LogoBlock, _LOGO_KEYS, _arrange_logo, _logo_width, _logo_problems))
