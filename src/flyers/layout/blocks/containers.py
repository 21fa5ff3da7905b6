"""Kinds of block that hold others: ``column``, ``row``, ``copies`` and ``languages``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import pairwise, zip_longest
from typing import Any, ClassVar
from unicodedata import normalize

from flyers.content.message_key import MessageKey
from flyers.content.schema import Number, Required
from flyers.errors import LayoutError, OversetError
from flyers.layout.block import NO_GAP, Block, Edge, Gap, References
from flyers.layout.blocks.base import ArrangedBlock, ArrangedContainer, EdgePart, least_gap, paragraph_gap
from flyers.layout.blocks.registry import BLOCKS, GAP, JUSTIFY, NAME, TAGS, BlockKind, arrange, natural_width, register
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Omission
from flyers.records import dataclass
from flyers.units import total

_BELOW_HEADING = 0.5  # Share of its gap by which a heading is further from its text than lines are from one another.


def _white(align: str, spare: float) -> tuple[float, float] | None:
    """Return the white above and below something in *spare* more height; None if it fills that."""
    return {"center": (spare / 2, spare / 2), "end": (spare, 0.0), "start": (0.0, spare)}.get(align)


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
class ArrangedColumn(ArrangedContainer[ColumnBlock]):
    """An arranged column; ``offsets`` are the distances of its children from its start edge."""

    gaps: list[float]
    offsets: list[float]

    def ink(self, edge: Edge) -> float:
        return self.children[0 if edge == "top" else -1].overhang(edge) if self.children else 0.0

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        if self.room(edge) or not self.children or self.setting.page is not None:
            return ArrangedBlock.edge_parts(self, edge)
        nearest = 0 if edge == "top" else -1
        child, offset = self.children[nearest], self.offsets[nearest]
        left = self.width - offset - child.width if self.setting.rtl else offset
        parts = child.edge_parts(edge)
        return parts and [part._replace(left=left + part.left) for part in parts]

    def margins(self, height: float) -> tuple[float, float]:
        spare = max(0.0, height - self.height)
        if any(child.block.grow for child in self.children):
            return 0.0, 0.0
        return _white(self.block.justify, spare) or (0.0, 0.0)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        spare = max(0.0, height - total(child.height for child in self.children) - total(self.gaps))
        growth = total(child.block.grow for child in self.children)
        more, y = 0.0, top
        if not growth:
            if self.block.justify == "between" and len(self.children) > 1:
                more = spare / (len(self.children) - 1)
            elif white := _white(self.block.justify, spare):
                y += white[0]
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
    gaps = [max(_gap_between(gap, above, below), least_gap(above, below)) for above, below in pairwise(children)]
    height = total(child.height for child in children) + total(gaps)
    return ArrangedColumn(block, setting, ground, width, height, children, gaps, offsets)


def _gap_between(gap: float, above: ArrangedBlock[Any], below: ArrangedBlock[Any]) -> float:
    role = above.setting.layout.roles.get(above.block.text_role)
    if role is not None and role.tag.startswith("H") and below.line_gap:
        # A heading is further from its text than the text's lines are from one another.
        return max(gap, below.line_gap + gap * _BELOW_HEADING)
    if below.block.is_paragraph and below.block.text_role == above.block.text_role:
        return paragraph_gap(gap, max(above.line_gap, below.line_gap))
    return gap


def _column_width(block: ColumnBlock, setting: Setting, ground: str) -> float:
    return max((natural_width(child, setting, ground) for child in setting.shown(block)), default=0.0)


_KEYS = {"gap": GAP, "justify": JUSTIFY, "blocks": BLOCKS}
register(BlockKind("column", ColumnBlock, _KEYS, arrange_column, _column_width))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBlock(Block):
    """Blocks beside one another, from start to end."""

    runs: ClassVar[bool] = True

    gap: Gap = NO_GAP

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        return self.children


@dataclass(slots=True)
class ArrangedRow(ArrangedContainer[RowBlock]):
    """An arranged row."""

    gap: float

    def ink(self, edge: Edge) -> float:
        return max((child.overhang(edge) - margins[edge] for child, margins in self._with_margins()), default=0.0)

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        if self.room(edge) or self.setting.page is not None:  # the row may run against its page
            return ArrangedBlock.edge_parts(self, edge)
        parts: list[EdgePart] = []
        start = 0.0
        for child, margins in self._with_margins():
            left = self.width - start - child.width if self.setting.rtl else start
            start += child.width + self.gap
            own = child.edge_parts(edge)
            if own is None:
                return None
            parts += [part._replace(left=left + part.left, inside=margins[edge] + part.inside) for part in own]
        return parts

    def _with_margins(self) -> Iterator[tuple[ArrangedBlock[Any], dict[Edge, float]]]:
        """Yield the blocks with how far their content is from the row's top and bottom, which ink may reach into."""
        height = max((child.height for child in self.children), default=0.0)
        for child in self.children:
            above, below = _white(child.block.align, height - child.height) or child.margins(height)
            yield child, {"top": above, "bottom": below}

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        # In a language that runs against its page, the blocks do too.
        page = self.setting.page
        against = page is not None and page.language.rtl != self.setting.rtl
        for child in reversed(self.children) if against else self.children:
            if white := _white(child.block.align, height - child.height):
                child.put(sheet, start, top + white[0], child.height)
            else:
                child.put(sheet, start, top, height)
            start += child.width + self.gap


def _arrange_row(block: RowBlock, width: float, setting: Setting, ground: str) -> ArrangedRow:
    shown = setting.shown(block)
    gap = setting.points(block.gap)
    fixed = {
        index: natural_width(child, setting, ground) for index, child in enumerate(shown) if child.width is not None
    }
    left = width - gap * max(0, len(shown) - 1) - total(fixed.values())
    shares = total(child.share for index, child in enumerate(shown) if index not in fixed)
    if left < -0.01:
        problem = f"The blocks of this row need {-left:.1f} pt more than the {width:.1f} pt that it has."
        hint = "Make a column or a code narrower, or let one of them take a share instead of its natural width."
        raise block.overset(problem, hint)
    widths = [fixed[index] if index in fixed else left * child.share / shares for index, child in enumerate(shown)]
    try:
        children = [arrange(child, own, setting, ground) for child, own in zip(shown, widths, strict=True)]
    except OversetError:
        own = [arrange(child, widths[index], setting, ground) for index, child in enumerate(shown) if index in fixed]
        for code in (part for child in own for part in child.parts() if part.contact):
            if code.height > width / 2:
                raise block.overset(
                    f"The code to “{code.contact}” takes {code.height:.1f} pt of this row and leaves "
                    f"{width - code.height:.1f} pt to what is beside it.",
                    "Give it a smaller module, or a row of its own.",
                    code.path,
                ) from None
        raise
    height = max((child.height for child in children), default=0.0)
    return ArrangedRow(block, setting, ground, width, height, children, gap)


def _row_width(block: RowBlock, setting: Setting, ground: str) -> float:
    shown = setting.shown(block)
    gaps = setting.points(block.gap) * max(0, len(shown) - 1)
    return total(natural_width(child, setting, ground) for child in shown) + gaps


register(BlockKind("row", RowBlock, {"gap": GAP, "blocks": BLOCKS}, _arrange_row, _row_width))


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesBlock(Block):
    """Its blocks in a column, several times from start to end, as the tabs of a tear-off flyer; read aloud once."""

    repeats: ClassVar[bool] = True

    count: int
    gap: Gap = NO_GAP

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        return self.children[:1] if edge == "top" else self.children[-1:]

    @property
    def copy(self) -> ColumnBlock:
        return ColumnBlock(source=self.source, path=self.path, children=self.children)


@dataclass(slots=True)
class ArrangedCopies(ArrangedContainer[CopiesBlock]):
    """An arranged copy, its only child, which is drawn several times."""

    gap: float

    def ink(self, edge: Edge) -> float:
        return self.children[0].overhang(edge)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        (copy,) = self.children
        for number in range(self.block.count):
            with sheet.decoration() if number else nullcontext():
                copy.put(sheet, start + number * (copy.width + self.gap), top, height)


def _arrange_copies(block: CopiesBlock, width: float, setting: Setting, ground: str) -> ArrangedCopies:
    gap = setting.points(block.gap)
    copy = arrange(block.copy, (width - gap * (block.count - 1)) / block.count, setting, ground)
    return ArrangedCopies(block, setting, ground, width, copy.height, [copy], gap)


def _copies_width(block: CopiesBlock, setting: Setting, ground: str) -> float:
    return natural_width(block.copy, setting, ground) * block.count + setting.points(block.gap) * (block.count - 1)


_COPIES_KEYS = {"count": Required(Number(2, 100, whole=True)), "gap": GAP, "blocks": BLOCKS}
register(BlockKind("copies", CopiesBlock, _COPIES_KEYS, _arrange_copies, _copies_width))


_MOST_SPREAD = 3  # Rows move apart by at most this many of the layout's spaces; a few languages look lost with more.


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagesBlock(Block):
    """Its blocks once for every language, each set as that language is, in columns that read down, rows level across.

    Languages are in the order of their own names: those of one script are together, in its alphabet, so that a reader
    who knows none of the others finds hers.
    """

    needs: str = ""  # a message; languages into which it isn't translated are left out
    # Tags of the languages to show, in this order; empty for all. The page's own language gives its place to the one in
    # which messages are written, so that no language is there twice.
    only: tuple[str, ...] = ()
    columns: int = 1  # how many columns, or more if ``rows`` asks for it
    rows: int = 0  # the most languages in a column (0: any number)
    column_gap: Gap = NO_GAP
    gap: Gap = NO_GAP
    entry_gap: Gap = NO_GAP  # between the blocks of one language

    def own_references(self) -> References:
        return References(messages=(self.needs,), languages=self.only)

    def faults(self, *, smallest_module: float, many_languages: bool) -> Iterator[LayoutError]:
        if not many_languages:
            problem = "Only a product that shows all languages can have a block for each of them."
            hint = "Write “many_languages: true” at the top level of this layout."
            yield LayoutError(problem, hint=hint, source=self.source)


@dataclass(slots=True)
class ArrangedLanguages(ArrangedContainer[LanguagesBlock]):
    """The blocks of each language, column by column."""

    deep: int  # the number of languages in a column
    column_width: float
    rows: list[float]  # heights
    gaps: list[float]  # distances between rows
    omitted: list[str]  # tags of the languages that are left out

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


register(BlockKind("languages", LanguagesBlock, {
    "needs": NAME, "only": TAGS, "columns": Number(1, 6, whole=True), "rows": Number(1, whole=True),
    "column_gap": GAP, "gap": GAP, "entry_gap": GAP, "blocks": BLOCKS,
}, _arrange_languages))  # fmt: skip
