"""Kinds of block that show pictures: ``icon``, ``image`` and ``logo``."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import ClassVar

from flyers.content.schema import Flag, Length, Problem, Required
from flyers.layout.block import Block, Fit, Gap, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.registry import AT, FIT, NAME, SIZE, BlockKind, register
from flyers.layout.images import Logo
from flyers.layout.placing import Place, frame, put_image
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IconBlock(Block):
    """A pictogram, ``size`` high."""

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
        if not block.alt:
            # The text beside the pictogram says the same, so to a screen reader it is decoration.
            sheet.picture(picture, start, top, size, colour, self.ground, block.path)
            return
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt):
            sheet.picture(picture, start, top, size, colour, self.ground, block.path, alt)


def _arrange_icon(block: IconBlock, width: float, setting: Setting, ground: str) -> ArrangedIcon:
    return ArrangedIcon(block, setting, ground, width, setting.points(block.size))


def _natural_width(block: IconBlock, setting: Setting, ground: str) -> float:
    return setting.points(block.size)


register(
    BlockKind(
        name="icon",
        block=IconBlock,
        keys={"name": Required(NAME), "size": Required(SIZE), "colour": NAME, "alt": NAME},
        arrange=_arrange_icon,
        natural_width=_natural_width,
    )
)


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
        drawing = setting.pictures.image(block.name)
        colour = block.colour or setting.theme.grounds[self.ground].picture
        place = Place(fit=block.fit, across=block.at[0], down=block.at[1], mirror=block.mirror)
        inside = (start, top, width, height)
        if not block.alt:
            with sheet.decoration():
                put_image(sheet, drawing, inside, place, colour, self.ground, block)
            return
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt):
            put_image(sheet, drawing, inside, place, colour, self.ground, block, alt)


def _arrange_image(block: ImageBlock, width: float, setting: Setting, ground: str) -> ArrangedImage:
    return ArrangedImage(block, setting, ground, width, _height(block, setting) or width / _proportion(block, setting))


def _image_natural_width(block: ImageBlock, setting: Setting, ground: str) -> float:
    return _height(block, setting) * _proportion(block, setting)


def _height(block: ImageBlock, setting: Setting) -> float:
    """Return the height that the layout gives to the picture itself, points; 0 if it gives none."""
    points, padding = setting.points, block.padding
    return max(0.0, block.height - points(padding.top) - points(padding.bottom))


def _proportion(block: ImageBlock, setting: Setting) -> float:
    drawing = setting.pictures.image(block.name)
    return drawing.width / drawing.height


def _rules(block: ImageBlock) -> Iterator[Problem]:
    if bool(block.alt) == block.decoration:
        yield Problem(
            f"The image “{block.name}” has both “alt” and “decoration”."
            if block.alt
            else f"Nothing tells a screen reader what to say about the image “{block.name}”.",
            "Give it one: “alt” with a message, or “decoration: true” if the words around it say the same.",
        )
    if block.width == "fit" and not block.height:
        yield Problem(f"The image “{block.name}” has no size.", "Give it a “height”, or a “width” that is a length.")


register(
    BlockKind(
        name="image",
        block=ImageBlock,
        keys={
            "name": Required(NAME),
            "alt": NAME,
            "decoration": Flag(),
            "mirror": Flag(),
            "fit": FIT,
            "at": AT,
            "colour": NAME,
        },
        arrange=_arrange_image,
        natural_width=_image_natural_width,
        rules=_rules,
    )
)


_AS_GOOD_AS_WHITE = 0.8
"""The luminance from which a ground needs no white under the logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoBlock(Block):
    """The logo with the space around it: ``height`` high, at most ``most`` wide (points; 0: as wide as it is)."""

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
        logo, setting = self.logo, self.setting
        across, down = self.block.at
        place = Place(across=across, down=down)
        left, bottom, right, upper = frame(
            logo.proportion, 1.0, (start, -top - height, start + width, -top), place, rtl=False
        )
        own = (start, top, width, height) = left, -upper, right - left, upper - bottom
        colours = setting.theme.colours
        if colours[self.ground].luminance < _AS_GOOD_AS_WHITE:
            sheet.ground(*own, "paper", self.block.path, 0.0)
        clear = height * logo.clear / (1 + 2 * logo.clear)
        inside = (start + clear, top + clear, width - 2 * clear, height - 2 * clear)
        alt = sheet.alternative(logo.alt)
        with sheet.element("Figure", alt=alt):
            black = setting.theme.grounds["paper"].picture
            put_image(sheet, logo.picture, inside, Place(), black, self.ground, self.block, alt)


def _arrange_logo(block: LogoBlock, width: float, setting: Setting, ground: str) -> ArrangedLogo:
    logo = setting.logo
    assert logo is not None, "a block that is absent is not arranged"
    return ArrangedLogo(block, setting, ground, width, _logo_height(block, setting), logo)


def _logo_natural_width(block: LogoBlock, setting: Setting, ground: str) -> float:
    logo = setting.logo
    width = _logo_height(block, setting) * logo.proportion if logo else 0.0
    return min(width, block.most) if block.most else width


def _logo_height(block: LogoBlock, setting: Setting) -> float:
    points, padding = setting.points, block.padding
    return max(0.0, block.height - points(padding.top) - points(padding.bottom))


def _logo_rules(block: LogoBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This logo has no size.", "Give it a “height”, which includes the space around it.")


register(
    BlockKind(
        name="logo",
        block=LogoBlock,
        keys={"most": Length(), "at": AT},
        arrange=_arrange_logo,
        natural_width=_logo_natural_width,
        rules=_logo_rules,
    )
)
