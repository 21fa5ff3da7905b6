"""``copies``: the same blocks several times beside one another, such as the tabs of a tear-off flyer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, ClassVar

from flyers.content.schema import Number, Required
from flyers.layout.block import Block, Edge
from flyers.layout.blocks.base import ArrangedBlock, PartExtent
from flyers.layout.blocks.column import ColumnBlock
from flyers.layout.blocks.keys import GAP
from flyers.layout.blocks.registry import BLOCKS, BlockKind, arrange, natural_width, register
from flyers.layout.gaps import NO_GAP, Gap
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesBlock(Block):
    """Its blocks, in a column, ``count`` times from start to end.

    A screen reader meets the first copy only, as if it were alone: hearing a number ten times helps nobody.
    """

    repeats: ClassVar[bool] = True

    count: int
    gap: Gap = NO_GAP

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        return self.children[:1] if edge == "top" else self.children[-1:]


@dataclass(slots=True)
class ArrangedCopies(ArrangedBlock[CopiesBlock]):
    """An arranged copy, which is drawn several times."""

    copy: ArrangedBlock[Any]
    gap: float

    @property
    def ink_above(self) -> float:
        return self.copy.overhang_above

    @property
    def ink_below(self) -> float:
        return self.copy.overhang_below

    def parts(self) -> Iterator[PartExtent]:
        yield from self.copy.parts()

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        for number in range(self.block.count):
            with sheet.decoration() if number else nullcontext():
                self.copy.put(sheet, start + number * (self.copy.width + self.gap), top, height)


def _arrange_copies(block: CopiesBlock, width: float, setting: Setting, ground: str) -> ArrangedCopies:
    gap = setting.points(block.gap)
    copy = arrange(_one(block), (width - gap * (block.count - 1)) / block.count, setting, ground)
    return ArrangedCopies(block, setting, ground, width, copy.height, copy, gap)


def _natural_width(block: CopiesBlock, setting: Setting, ground: str) -> float:
    own = natural_width(_one(block), setting, ground)
    return own * block.count + setting.points(block.gap) * (block.count - 1)


def _one(block: CopiesBlock) -> ColumnBlock:
    return ColumnBlock(source=block.source, path=block.path, children=block.children)


register(
    BlockKind(
        name="copies",
        block=CopiesBlock,
        keys={"count": Required(Number(2, 100, whole=True)), "gap": GAP, "blocks": BLOCKS},
        arrange=_arrange_copies,
        natural_width=_natural_width,
    )
)
