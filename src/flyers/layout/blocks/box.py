"""``box``: a white box for what is added by hand, a stamp, a sticker or a note; only where the layout says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from flyers.content.schema import Problem
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass

_EDGE = 0.5
"""Points: the line around it, in black alone, so that every press prints it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxBlock(Block):
    """A box of bare paper, ``height`` high."""

    is_local: ClassVar[bool] = True
    runs: ClassVar[bool] = True


@dataclass(slots=True)
class ArrangedBox(ArrangedBlock[BoxBlock]):
    """An empty box, which a screen reader passes over."""

    @property
    def most_growth(self) -> float:
        return 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        path = self.block.path
        sheet.ground(start, top, width, height, "black", path, 0.0)
        sheet.ground(start + _EDGE, top + _EDGE, width - 2 * _EDGE, height - 2 * _EDGE, "paper", path, 0.0)


def _arrange_box(block: BoxBlock, width: float, setting: Setting, ground: str) -> ArrangedBox:
    padding = setting.points(block.padding.top) + setting.points(block.padding.bottom)
    return ArrangedBox(block, setting, ground, width, block.height - padding)


def _rules(block: BoxBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This box has no size.", "Give it a “height”, and a “width” if it is not as wide as its column.")


register(BlockKind(name="box", block=BoxBlock, keys={}, arrange=_arrange_box, rules=_rules))
