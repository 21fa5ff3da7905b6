"""Kinds of block without content of their own: ``box``, ``rule`` and ``space``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from flyers.content.schema import Length, Problem, Required
from flyers.layout.block import NO_GAP, Block, Gap, References
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.registry import GAP, NAME, BlockKind, register
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass

_EDGE = 0.5
"""Points: the line around a box, in black alone, so that every press prints it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxBlock(Block):
    """White paper, ``height`` high, for what is added by hand, a stamp or a note; only where the layout says so."""

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


def _box_problems(block: BoxBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This box has no size.", "Give it a “height”, and a “width” if it is not as wide as its column.")


register(BlockKind("box", BoxBlock, {}, _arrange_box, rules=_box_problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBlock(Block):
    """A straight line across the column, ``weight`` points thick."""

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


register(BlockKind("rule", RuleBlock, {"weight": Required(Length(0.25)), "colour": NAME}, _arrange_rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceBlock(Block):
    """White space, ``size`` high; with ``grow`` it takes up spare height."""

    runs: ClassVar[bool] = True

    size: Gap = NO_GAP

    @property
    def prints_nothing(self) -> bool:
        return True


def _arrange_space(block: SpaceBlock, width: float, setting: Setting, ground: str) -> ArrangedBlock[SpaceBlock]:
    return ArrangedBlock(block, setting, ground, width, setting.points(block.size))


register(BlockKind("space", SpaceBlock, {"size": GAP}, _arrange_space))
