"""``languages``: its blocks once for every language of the campaign, in columns that read down, rows level across.

Languages are in the order of their own names: those of one script are together, in its alphabet, so that a reader who
knows none of the others finds hers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest
from unicodedata import normalize

from flyers.content.message_key import MessageKey
from flyers.content.schema import Number
from flyers.errors import LayoutError
from flyers.layout.block import NO_GAP, Block, Gap, References
from flyers.layout.blocks.base import ArrangedBlock, PartExtent, least_gap
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.registry import BLOCKS, GAP, NAME, TAGS, BlockKind, arrange, register
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Omission
from flyers.records import dataclass
from flyers.units import total

_MOST_SPREAD = 3
"""Rows move apart by at most this many of the layout's spaces; a few languages look lost with more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagesBlock(Block):
    """Its blocks once for every language, each set as that language is.

    Attributes:
        needs: a message; languages into which it isn't translated are left out.
        only: tags of the languages to show, in this order; empty for all. The page's own language gives its place to
            the one in which messages are written, so that no language is there twice.
        columns: how many columns, or more if ``rows`` asks for it.
        rows: the most languages in a column (0: any number).
        entry_gap: between the blocks of one language.
    """

    needs: str = ""
    only: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 0
    column_gap: Gap = NO_GAP
    gap: Gap = NO_GAP
    entry_gap: Gap = NO_GAP

    def own_references(self) -> References:
        return References(messages=(self.needs,), languages=self.only)

    def faults(self, *, smallest_module: float, many_languages: bool) -> Iterator[LayoutError]:
        if not many_languages:
            yield LayoutError(
                "Only a product that shows all languages can have a block for each of them.",
                hint="Write “many_languages: true” at the top level of this layout.",
                source=self.source,
            )


@dataclass(slots=True)
class ArrangedLanguages(ArrangedBlock[LanguagesBlock]):
    """The blocks of each language, column by column.

    ``rows`` are the heights of the rows, ``gaps`` the distances between them, ``deep`` the number of languages in a
    column; ``omitted`` are the tags of the languages that are left out.
    """

    children: list[ArrangedBlock[ColumnBlock]]
    deep: int
    column_width: float
    rows: list[float]
    gaps: list[float]
    omitted: list[str]

    def parts(self) -> Iterator[PartExtent]:
        for child in self.children:
            yield from child.parts()

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        spare = max(0.0, height - total(self.rows) - total(self.gaps))
        more = min(spare / len(self.gaps), _MOST_SPREAD * self.setting.layout.space) if self.gaps else 0.0
        step = self.column_width + self.setting.points(block.column_gap)
        for number in range(0, len(self.children), self.deep):
            y = top
            column = self.children[number : number + self.deep]
            for entry, row, gap in zip(column, self.rows, [*self.gaps, 0.0], strict=False):
                with sheet.element("Sect"):
                    entry.put(sheet, start + number / self.deep * step, y, row)
                y += row + gap + more
        for tag in self.omitted:
            key = MessageKey(block.needs, language=tag)
            sheet.omissions.append(Omission(block.path, key, "left out: not translated"))


def _arrange_languages(block: LanguagesBlock, width: float, setting: Setting, ground: str) -> ArrangedLanguages:
    others = setting.localized.others
    source, own = setting.localized.campaign.source_language, setting.localized.language.tag
    # The source language takes the place of the page's own.
    only = [source if tag == own and source not in block.only else tag for tag in block.only]
    # Names by script, then by letters: Unicode has the letters of a script in one place.
    by_name = sorted(others, key=lambda tag: normalize("NFD", others[tag].language.autonym).casefold())
    tags = [tag for tag in only or by_name if tag in others]
    omitted = [tag for tag in tags if block.needs and not others[tag].is_translated(block.needs)]
    shown = [tag for tag in tags if tag not in omitted]
    count = max(block.columns, -(-len(shown) // block.rows) if block.rows else 0)
    column_width = (width - setting.points(block.column_gap) * (count - 1)) / count
    entry = ColumnBlock(path=f"{block.path}/entry", source=block.source, children=block.children, gap=block.entry_gap)
    children = [arrange(entry, column_width, setting.in_language(tag), ground) for tag in shown]
    deep = max(1, -(-len(children) // count))
    columns = [children[start : start + deep] for start in range(0, len(children), deep)]
    rows = [max(cell.height for cell in row if cell) for row in zip_longest(*columns)]
    gaps = [setting.points(block.gap)] * max(0, len(rows) - 1)
    for column in columns:
        for index, (above, below) in enumerate(pairwise(column)):
            gaps[index] = max(gaps[index], least_gap(above, below))
    height = total(rows) + total(gaps)
    return ArrangedLanguages(block, setting, ground, width, height, children, deep, column_width, rows, gaps, omitted)


_KEYS = {
    "needs": NAME,
    "only": TAGS,
    "columns": Number(1, 6, whole=True),
    "rows": Number(1, whole=True),
    "column_gap": GAP,
    "gap": GAP,
    "entry_gap": GAP,
    "blocks": BLOCKS,
}
register(BlockKind("languages", LanguagesBlock, _KEYS, _arrange_languages))
