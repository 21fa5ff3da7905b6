"""``space``: white space."""

from __future__ import annotations

from typing import ClassVar

from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.keys import GAP
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.gaps import NO_GAP, Gap
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceBlock(Block):
    """White space, ``size`` high; with ``grow`` it takes up spare height."""

    runs: ClassVar[bool] = True

    size: Gap = NO_GAP

    @property
    def prints_nothing(self) -> bool:
        return True


@dataclass(slots=True)
class ArrangedSpace(ArrangedBlock[SpaceBlock]):
    """White space of a known height."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        return


def _arrange_space(block: SpaceBlock, width: float, setting: Setting, ground: str) -> ArrangedSpace:
    return ArrangedSpace(block, setting, ground, width, setting.points(block.size))


register(BlockKind(name="space", block=SpaceBlock, keys={"size": GAP}, arrange=_arrange_space))
