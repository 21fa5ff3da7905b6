"""Blocks repeated for every language of the campaign, in columns that read down, rows level across."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest

from flyers.layout import blocks, pages
from flyers.layout.arrange import ArrangedBlock, arrange, least_gap
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet

_SPREAD = 3
"""Rows move apart by no more than this many of the layout's spaces: beyond, a few languages look lost."""


@dataclass(slots=True)
class Entries(ArrangedBlock):
    """What each language has, column by column; ``rows`` are the heights of the rows, ``gaps`` those between them."""

    children: list[ArrangedBlock]
    deep: int
    column_width: float
    rows: list[float]
    gaps: list[float]
    omitted: list[str]

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Languages)
        spare = max(0.0, height - sum(self.rows) - sum(self.gaps))
        more = min(spare / len(self.gaps), _SPREAD * self.setting.layout.space) if self.gaps else 0.0
        step = self.column_width + self.setting.points(block.column_gap)
        for number in range(0, len(self.children), self.deep):
            y = top
            column = self.children[number : number + self.deep]
            for entry, row, gap in zip_longest(column, self.rows[: len(column)], self.gaps, fillvalue=0.0):
                if not isinstance(entry, ArrangedBlock):
                    break
                with sheet.element("Sect"):
                    entry.put(sheet, start + number / self.deep * step, y, row)
                y += row + gap + more
        for tag in self.omitted:
            sheet.omissions.append(pages.Omission(block.path, f"{tag}:{block.needs}", "left out: not translated"))


def arrange_entries(block: blocks.Languages, width: float, setting: Setting, ground: str) -> Entries:
    """Arrange the block's own blocks once for every language that has what it ``needs``."""
    voices = setting.localized.voices
    omitted = [tag for tag, voice in voices.items() if block.needs and not voice.is_translated(block.needs)]
    shown = [tag for tag in voices if tag not in omitted]
    count = max(block.columns, -(-len(shown) // block.rows) if block.rows else 0)
    column_width = (width - setting.points(block.column_gap) * (count - 1)) / count
    entry = blocks.Column(path=f"{block.path}/entry", source=block.source, children=block.children, gap=block.entry_gap)
    children = [arrange(entry, column_width, setting.speaking(tag), ground) for tag in shown]
    deep = max(1, -(-len(children) // count))
    columns = [children[start : start + deep] for start in range(0, len(children), deep)]
    rows = [max(cell.height for cell in row if cell) for row in zip_longest(*columns)]
    gap = setting.points(block.gap)
    gaps = [gap] * max(0, len(rows) - 1)
    for column in columns:
        for index, (above, below) in enumerate(pairwise(column)):
            gaps[index] = max(gaps[index], least_gap(above, below))
    height = sum(rows) + sum(gaps)
    return Entries(block, setting, ground, width, height, children, deep, column_width, rows, gaps, omitted)
