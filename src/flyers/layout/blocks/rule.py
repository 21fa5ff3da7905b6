"""``rule``: a straight line across the column."""

from __future__ import annotations

from typing import ClassVar

from flyers.content.schema import Length, Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.keys import NAME
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.references import References
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBlock(Block):
    """A straight line, ``weight`` points thick."""

    runs: ClassVar[bool] = True

    weight: float
    colour: str = ""

    def own_references(self) -> References:
        return References(colours=(self.colour,))


@dataclass(slots=True)
class ArrangedRule(ArrangedBlock[RuleBlock]):
    """A rule with its colour."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        colour = self.block.colour or self.setting.theme.grounds[self.ground].picture
        sheet.ground(start, top, width, self.block.weight, colour, self.block.path, 0.0)


def _arrange_rule(block: RuleBlock, width: float, setting: Setting, ground: str) -> ArrangedRule:
    return ArrangedRule(block, setting, ground, width, block.weight)


register(
    BlockKind(
        name="rule",
        block=RuleBlock,
        keys={"weight": Required(Length(0.25)), "colour": NAME},
        arrange=_arrange_rule,
    )
)
