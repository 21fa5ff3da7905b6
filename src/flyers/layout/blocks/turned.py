"""Turned blocks: any block upside down or on its side. `flyers.layout.blocks.registry` arranges them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import TYPE_CHECKING, Any

from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock, PartExtent
from flyers.page.turning import is_quarter
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.layout.setting import Setting
    from flyers.layout.sheet import Sheet

_NARROWER = 0.01
"""Points by which lines must have become longer for their block to be arranged again: rounding."""

Arrange = Callable[[Block, float, "Setting", str], ArrangedBlock[Any]]


@dataclass(slots=True)
class ArrangedTurned(ArrangedBlock[Block]):
    """A turned block; width and height are those that it takes on the page.

    Attributes:
        content: the block as it is in its own axes, its padding included.
        arrange: as in the registry.
    """

    content: ArrangedBlock[Any]
    arrange: Arrange

    @property
    def line_gap(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.line_gap

    @property
    def most_growth(self) -> float:
        return inf if is_quarter(self.block.rotate) else self.content.most_growth

    @property
    def overhang_above(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.overhang_below

    @property
    def overhang_below(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.overhang_above

    def parts(self) -> Iterator[PartExtent]:
        yield from self.content.parts()

    def put(self, sheet: Sheet, start: float, top: float, height: float) -> None:
        with sheet.turned(self.block.rotate, start, top, self.width, height, self.block.path):
            self.put_inside(sheet, 0.0, 0.0, sheet.width, sheet.height)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        content = self.content
        if not is_quarter(self.block.rotate):
            content.put(sheet, start, top, height)
            return
        if width > content.width + _NARROWER:
            # It is beside higher blocks or has grown, so its lines may be longer.
            content = self.arrange(content.block, width, self.setting, self.ground)
        above, below = content.overhang_above, content.overhang_below
        content.put(sheet, start, top + above, height - above - below)
