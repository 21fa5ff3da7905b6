"""``icon``: a pictogram."""

from __future__ import annotations

from flyers.content.schema import Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.keys import NAME, SIZE
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.gaps import Gap
from flyers.layout.references import PrintedMessage, References
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
