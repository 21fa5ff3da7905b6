"""``column``: blocks under one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from flyers.layout.block import Block, Edge
from flyers.layout.blocks.base import ArrangedBlock, EdgePart, PartExtent, least_gap, paragraph_gap
from flyers.layout.blocks.keys import GAP, JUSTIFY
from flyers.layout.blocks.registry import BLOCKS, BlockKind, arrange, natural_width, register
from flyers.layout.gaps import NO_GAP, Gap
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.units import total

_BELOW_HEADING = 0.5
"""Share of its gap by which a heading is further from its text than lines are from one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBlock(Block):
    """Blocks under one another. ``justify`` says where spare height goes when no child grows."""

    runs: ClassVar[bool] = True

    gap: Gap = NO_GAP
    justify: str = "start"

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        printing = tuple(child for child in self.children if not child.prints_nothing)
        return printing[:1] if edge == "top" else printing[-1:]


@dataclass(slots=True)
class ArrangedColumn(ArrangedBlock[ColumnBlock]):
    """An arranged column; ``offsets`` are the distances of its children from its start edge."""

    children: list[ArrangedBlock[Any]]
    gaps: list[float]
    offsets: list[float]

    @property
    def ink_above(self) -> float:
        return self.children[0].overhang_above if self.children else 0.0

    @property
    def ink_below(self) -> float:
        return self.children[-1].overhang_below if self.children else 0.0

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        room = self.room_above if edge == "top" else self.room_below
        if room or not self.children or self.setting.page is not None:
            return ArrangedBlock.edge_parts(self, edge)
        nearest = 0 if edge == "top" else -1
        child, offset = self.children[nearest], self.offsets[nearest]
        left = self.width - offset - child.width if self.setting.rtl else offset
        parts = child.edge_parts(edge)
        return parts and [part._replace(left=left + part.left) for part in parts]

    def parts(self) -> Iterator[PartExtent]:
        for child in self.children:
            yield from child.parts()

    def margins(self, height: float) -> tuple[float, float]:
        spare = max(0.0, height - self.height)
        if any(child.block.grow for child in self.children):
            return 0.0, 0.0
        return {"center": (spare / 2, spare / 2), "end": (spare, 0.0), "start": (0.0, spare)}.get(
            self.block.justify, (0.0, 0.0)
        )

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        spare = max(0.0, height - total(child.height for child in self.children) - total(self.gaps))
        growth = total(child.block.grow for child in self.children)
        more, y = 0.0, top
        if not growth:
            if self.block.justify == "between" and len(self.children) > 1:
                more = spare / (len(self.children) - 1)
            else:
                y += {"center": spare / 2, "end": spare}.get(self.block.justify, 0.0)
        below = [*self.gaps, 0.0] if self.children else []  # none may be shown in this language
        for child, offset, gap in zip(self.children, self.offsets, below, strict=True):
            extra = min(spare * child.block.grow / growth, child.most_growth) if growth else 0.0
            child.put(sheet, start + offset, y, child.height + extra)
            y += child.height + extra + gap + more


def arrange_column(block: ColumnBlock, width: float, setting: Setting, ground: str) -> ArrangedColumn:
    """Return *block* arranged in *width* points, its children below each other."""
    children, offsets = [], []
    for child in setting.shown(block):
        own = min(width, natural_width(child, setting, ground)) if child.width is not None else width
        children.append(arrange(child, own, setting, ground))
        offsets.append({"center": (width - own) / 2, "end": width - own}.get(child.align, 0.0))
    gap = setting.points(block.gap)
    gaps = [max(_wanted_gap(gap, above, below), least_gap(above, below)) for above, below in pairwise(children)]
    height = total(child.height for child in children) + total(gaps)
    return ArrangedColumn(block, setting, ground, width, height, children, gaps, offsets)


def _wanted_gap(gap: float, above: ArrangedBlock[Any], below: ArrangedBlock[Any]) -> float:
    role = above.setting.layout.roles.get(above.block.text_role)
    if role is not None and role.tag.startswith("H") and below.line_gap:
        # A heading is further from its text than the text's lines are from one another.
        return max(gap, below.line_gap + gap * _BELOW_HEADING)
    if below.block.is_paragraph and below.block.text_role == above.block.text_role:
        return paragraph_gap(gap, max(above.line_gap, below.line_gap))
    return gap


def _natural_width(block: ColumnBlock, setting: Setting, ground: str) -> float:
    return max((natural_width(child, setting, ground) for child in setting.shown(block)), default=0.0)


register(
    BlockKind(
        name="column",
        block=ColumnBlock,
        keys={"gap": GAP, "justify": JUSTIFY, "blocks": BLOCKS},
        arrange=arrange_column,
        natural_width=_natural_width,
    )
)
