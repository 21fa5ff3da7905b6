"""``image``: art of the campaign's own."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from flyers.content.schema import Flag, Problem, Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.keys import AT, FIT, NAME
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.placed_images import put_image
from flyers.layout.placing import Fit, Place
from flyers.layout.references import PrintedMessage, References
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass


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


def _natural_width(block: ImageBlock, setting: Setting, ground: str) -> float:
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
        natural_width=_natural_width,
        rules=_rules,
    )
)
