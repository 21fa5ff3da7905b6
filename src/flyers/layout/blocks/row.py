"""``row``: blocks beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flyers.errors import OversetError
from flyers.layout.block import Block, Edge
from flyers.layout.blocks.base import ArrangedBlock, EdgePart, PartExtent
from flyers.layout.blocks.keys import GAP
from flyers.layout.blocks.registry import BLOCKS, BlockKind, arrange, natural_width, register
from flyers.layout.gaps import NO_GAP, Gap
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.units import total


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBlock(Block):
    """Blocks beside one another, from start to end."""

    runs: ClassVar[bool] = True

    gap: Gap = NO_GAP

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        return self.children


@dataclass(slots=True)
class ArrangedRow(ArrangedBlock[RowBlock]):
    """An arranged row."""

    children: list[ArrangedBlock[Any]]
    gap: float

    @property
    def ink_above(self) -> float:
        return max((child.overhang_above - above for child, (above, _) in self._with_margins()), default=0.0)

    @property
    def ink_below(self) -> float:
        return max((child.overhang_below - below for child, (_, below) in self._with_margins()), default=0.0)

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        room = self.room_above if edge == "top" else self.room_below
        if room or self.setting.page is not None:  # the row may run against its page
            return ArrangedBlock.edge_parts(self, edge)
        parts = []
        start = 0.0
        for child, margins in self._with_margins():
            left = self.width - start - child.width if self.setting.rtl else start
            inside = margins[edge == "bottom"]
            start += child.width + self.gap
            own = child.edge_parts(edge)
            if own is None:
                return None
            parts += [part._replace(left=left + part.left, inside=inside + part.inside) for part in own]
        return parts

    def _with_margins(self) -> Iterator[tuple[ArrangedBlock[Any], tuple[float, float]]]:
        """Yield the blocks with how far their content is from the row's top and bottom, which ink may reach into."""
        height = max((child.height for child in self.children), default=0.0)
        for child in self.children:
            spare = height - child.height
            if child.block.align == "stretch":
                yield child, child.margins(height)
            elif child.block.align == "center":
                yield child, (spare / 2, spare / 2)
            else:
                yield child, (spare, 0.0) if child.block.align == "end" else (0.0, spare)

    def parts(self) -> Iterator[PartExtent]:
        for child in self.children:
            yield from child.parts()

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        x = start
        # In a language that runs against its page, the blocks do too.
        page = self.setting.page
        against = page is not None and page.language.rtl != self.setting.rtl
        for child in reversed(self.children) if against else self.children:
            spare = height - child.height
            align = child.block.align
            down = {"center": spare / 2, "end": spare}.get(align, 0.0)
            child.put(sheet, x, top + down, height if align == "stretch" else child.height)
            x += child.width + self.gap


def _arrange_row(block: RowBlock, width: float, setting: Setting, ground: str) -> ArrangedRow:
    shown = setting.shown(block)
    gap = setting.points(block.gap)
    left = width - gap * max(0, len(shown) - 1)
    fixed = {
        index: natural_width(child, setting, ground) for index, child in enumerate(shown) if child.width is not None
    }
    left -= total(fixed.values())
    shares = total(child.share for index, child in enumerate(shown) if index not in fixed)
    if left < -0.01:
        raise OversetError(
            f"The blocks of this row need {-left:.1f} pt more than the {width:.1f} pt that it has.",
            hint="Make a column or a code narrower, or let one of them take a share instead of its natural width.",
            source=block.source,
            trail=[block.path],
        )
    widths = [fixed[index] if index in fixed else left * child.share / shares for index, child in enumerate(shown)]
    try:
        children = [arrange(child, given, setting, ground) for child, given in zip(shown, widths, strict=True)]
    except OversetError:
        own = [arrange(child, widths[index], setting, ground) for index, child in enumerate(shown) if index in fixed]
        for code in (part for child in own for part in child.parts() if part.contact):
            if code.height > width / 2:
                raise _code_too_wide(block, code, width - code.height) from None
        raise
    height = max((child.height for child in children), default=0.0)
    return ArrangedRow(block, setting, ground, width, height, children, gap)


def _code_too_wide(row: RowBlock, code: PartExtent, left: float) -> OversetError:
    return OversetError(
        f"The code to “{code.contact}” takes {code.height:.1f} pt of this row and leaves {left:.1f} pt to what is "
        "beside it.",
        hint="Give it a smaller module, or a row of its own.",
        source=row.source,
        trail=[code.path],
    )


def _natural_width(block: RowBlock, setting: Setting, ground: str) -> float:
    shown = setting.shown(block)
    gaps = setting.points(block.gap) * max(0, len(shown) - 1)
    return total(natural_width(child, setting, ground) for child in shown) + gaps


register(
    BlockKind(
        name="row",
        block=RowBlock,
        keys={"gap": GAP, "blocks": BLOCKS},
        arrange=_arrange_row,
        natural_width=_natural_width,
    )
)
