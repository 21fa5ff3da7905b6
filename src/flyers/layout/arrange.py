"""Arranging blocks: how high is each in a given width, and where do its parts go.

`arrange` answers the first question without drawing; `ArrangedBlock.put` draws into a `Sheet`. Distances run from the
start edge and from the top; the sheet turns them into places on paper.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flyers.errors import OversetError
from flyers.layout import blocks
from flyers.layout.codes import code_side
from flyers.layout.lines import TextLines, contact_lines, imprint_lines, message_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet

_PARAGRAPHS = 0.7
"""Share of its gap by which running text parts its paragraphs beyond the distance of lines."""

_OUT_OF_REACH = 0.4
"""Share of a block's padding that ink standing out of its first or last line may not enter."""


@dataclass(slots=True)
class ArrangedBlock(ABC):
    """A block that knows its height in its width; both include the padding."""

    block: blocks.Block
    setting: Setting
    ground: str
    width: float
    height: float

    @property
    def line_gap(self) -> float:
        """White between two lines of the block's text, points; 0 where it is no text.

        Text that follows text keeps at least this distance, or paragraphs of a script with wide leading would stand
        closer to each other than their own lines do.
        """
        return 0.0

    @property
    def ink_above(self) -> float:
        """How far ink of the first line stands out of the block's top, points; much only in scripts like Nastaliq."""
        return 0.0

    @property
    def ink_below(self) -> float:
        """How far ink of the last line hangs out of the block's bottom, points."""
        return 0.0

    @property
    def room_above(self) -> float:
        """Points between the block's top and its content: the padding, opened for ink that stands out."""
        above = self.setting.points(self.block.padding.top)
        return self._opened(above, self.ink_above, at_trim=self.block.path in self.setting.layout.at_top)

    @property
    def room_below(self) -> float:
        """Points between the block's content and its bottom."""
        below = self.setting.points(self.block.padding.bottom)
        return self._opened(below, self.ink_below, at_trim=self.block.path in self.setting.layout.at_bottom)

    def _opened(self, padding: float, ink: float, *, at_trim: bool) -> float:
        """Padding in which ink that stands out keeps clear of the block's edge, and at the trim of the safe margin."""
        if not padding:
            return 0.0
        clear = min(padding, self.setting.layout.safe) if at_trim else padding * _OUT_OF_REACH
        return max(padding, clear + ink)

    def put(self, sheet: Sheet, start: float, top: float, height: float) -> None:
        """Draw the block with its upper start corner at (*start*, *top*); *height* is what it may fill."""
        if self.block.ground:
            sheet.ground(start, top, self.width, height, self.block.ground, self.block.path, self.block.radius)
        padding, points = self.block.padding, self.setting.points
        above, below = self.room_above, self.room_below
        inner = self.width - points(padding.start) - points(padding.end)
        self.put_inside(sheet, start + points(padding.start), top + above, inner, height - above - below)

    @abstractmethod
    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        """Draw what stands inside the padding, with its upper start corner at (*start*, *top*)."""


def arrange(block: blocks.Block, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    """Arrange *block* in *width* points on *ground* (its own ground, if it has one, takes over inside it).

    Raises:
        OversetError: a piece that may not be broken is wider than the width.
    """
    ground = block.ground or ground
    padding, points = block.padding, setting.points
    inner = width - points(padding.start) - points(padding.end)
    try:
        arranged = _ARRANGE[type(block)](block, inner, setting, ground)
    except OversetError as error:
        raise error.within(block.path) if not error.trail else error from None
    arranged.width = width
    arranged.height += arranged.room_above + arranged.room_below
    return arranged


def natural_width(block: blocks.Block, setting: Setting, ground: str) -> float:
    """The width that the block takes when nothing makes it break."""
    ground = block.ground or ground
    points = setting.points
    sides = points(block.padding.start) + points(block.padding.end)
    if block.width is not None:
        return block.width
    match block:
        case blocks.Column():
            inner = max((natural_width(child, setting, ground) for child in _shown(block, setting)), default=0.0)
        case blocks.Row():
            children = _shown(block, setting)
            inner = sum(natural_width(child, setting, ground) for child in children)
            inner += points(block.gap) * max(0, len(children) - 1)
        case blocks.Text():
            role = setting.layout.roles[block.role]
            rich = setting.rich(block.message, setting.form(block))
            inner = setting.typesetter.natural_width(rich, setting.spec(role, ground, "start"))
        case blocks.Contact():
            inner = contact_lines(block, setting, ground, float("inf")).natural
        case blocks.Code():
            inner = code_side(block, setting)
        case blocks.Imprint():
            inner = imprint_lines(block, setting, ground, float("inf")).natural
        case blocks.Icon():
            inner = points(block.size)
        case _:
            inner = 0.0
    return inner + sides


def _shown(block: blocks.Column | blocks.Row, setting: Setting) -> list[blocks.Block]:
    return [child for child in block.children if setting.applies(child)]


# --- stacks -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Stack(ArrangedBlock):
    """Blocks under one another."""

    children: list[ArrangedBlock]
    gaps: list[float]
    offsets: list[float]

    @property
    def ink_above(self) -> float:
        return _sticking_out_above(self.children[0]) if self.children else 0.0

    @property
    def ink_below(self) -> float:
        return _sticking_out_below(self.children[-1]) if self.children else 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Column)
        spare = max(0.0, height - sum(child.height for child in self.children) - sum(self.gaps))
        growth = sum(child.block.grow for child in self.children)
        more, y = 0.0, top
        if not growth:
            if block.justify == "between" and len(self.children) > 1:
                more = spare / (len(self.children) - 1)
            else:
                y += {"center": spare / 2, "end": spare}.get(block.justify, 0.0)
        for child, offset, gap in zip(self.children, self.offsets, [*self.gaps, 0.0], strict=True):
            extra = spare * child.block.grow / growth if growth else 0.0
            child.put(sheet, start + offset, y, child.height + extra)
            y += child.height + extra + gap + more


def _arrange_column(block: blocks.Column, width: float, setting: Setting, ground: str) -> Stack:
    children, offsets = [], []
    for child in _shown(block, setting):
        own = min(width, natural_width(child, setting, ground)) if child.fit or child.width is not None else width
        children.append(arrange(child, own, setting, ground))
        offsets.append({"center": (width - own) / 2, "end": width - own}.get(child.align, 0.0))
    gap = setting.points(block.gap)
    gaps = [max(_wanted_gap(gap, above, below), least_gap(above, below)) for above, below in pairwise(children)]
    height = sum(child.height for child in children) + sum(gaps)
    return Stack(block, setting, ground, width, height, children, gaps, offsets)


def _wanted_gap(gap: float, above: ArrangedBlock, below: ArrangedBlock) -> float:
    if _is_paragraph(below.block) and _role(below.block) == _role(above.block):
        return paragraph_gap(gap, max(above.line_gap, below.line_gap))
    return gap


def _is_paragraph(block: blocks.Block) -> bool:
    """Whether nothing but white parts the block from text before it."""
    return isinstance(block, blocks.Text) or (isinstance(block, blocks.Listing) and block.marker == "none")


def _role(block: blocks.Block) -> str:
    return block.role if isinstance(block, blocks.Text | blocks.Listing) else ""


def paragraph_gap(gap: float, line_gap: float) -> float:
    """The gap between paragraphs of one look: always more than the white between their lines."""
    return max(gap, line_gap + gap * _PARAGRAPHS)


def least_gap(above: ArrangedBlock, below: ArrangedBlock) -> float:
    """What two blocks must keep between them: the white between lines, and room for ink that stands out of either."""
    if isinstance(above, Words) and isinstance(below, Words) and above.width == below.width:
        return max(min(above.line_gap, below.line_gap), above.lines.clearance(below.lines, above.setting))
    return max(min(above.line_gap, below.line_gap), _sticking_out_below(above) + _sticking_out_above(below))


def _sticking_out_above(block: ArrangedBlock) -> float:
    return 0.0 if block.room_above else block.ink_above


def _sticking_out_below(block: ArrangedBlock) -> float:
    return 0.0 if block.room_below else block.ink_below


# --- rows -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Beside(ArrangedBlock):
    """Blocks beside one another."""

    children: list[ArrangedBlock]
    gap: float

    @property
    def ink_above(self) -> float:
        return max((_sticking_out_above(child) for child in self.children), default=0.0)

    @property
    def ink_below(self) -> float:
        return max((_sticking_out_below(child) for child in self.children), default=0.0)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        x = start
        for child in self.children:
            spare = height - child.height
            align = child.block.align
            down = {"center": spare / 2, "end": spare}.get(align, 0.0)
            child.put(sheet, x, top + down, height if align == "stretch" else child.height)
            x += child.width + self.gap


def _arrange_row(block: blocks.Row, width: float, setting: Setting, ground: str) -> Beside:
    shown = _shown(block, setting)
    gap = setting.points(block.gap)
    left = width - gap * max(0, len(shown) - 1)
    fixed = {
        index: natural_width(child, setting, ground)
        for index, child in enumerate(shown)
        if child.fit or child.width is not None
    }
    left -= sum(fixed.values())
    shares = sum(child.share for index, child in enumerate(shown) if index not in fixed)
    if left < -0.01:
        raise OversetError(
            f"The blocks of this row need {-left:.1f} pt more than the {width:.1f} pt that it has.",
            hint="Make a column narrower, or let one of them take a share instead of its natural width.",
            source=block.source,
            trail=[block.path],
        )
    children = [
        arrange(child, fixed[index] if index in fixed else left * child.share / shares, setting, ground)
        for index, child in enumerate(shown)
    ]
    height = max((child.height for child in children), default=0.0)
    return Beside(block, setting, ground, width, height, children, gap)


# --- text -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Words(ArrangedBlock):
    """Set lines of a message, a contact or the imprint."""

    lines: TextLines

    @property
    def line_gap(self) -> float:
        return self.lines.line_gap

    @property
    def ink_above(self) -> float:
        return self.lines.above

    @property
    def ink_below(self) -> float:
        return self.lines.below

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        with sheet.element(self.lines.tag, target=self.lines.target):
            self.lines.put(sheet, start, top, self.ground)
        self.lines.note_shorter_form(sheet)


def _arrange_text(block: blocks.Text, width: float, setting: Setting, ground: str) -> Words:
    form = setting.form(block)
    align = setting.align(block)
    lines = message_lines(block, block.message, form, width, setting, ground, colour=block.colour, align=align)
    return Words(block, setting, ground, width, lines.height, lines)


def _arrange_contact(block: blocks.Contact, width: float, setting: Setting, ground: str) -> Words:
    lines = contact_lines(block, setting, ground, width)
    return Words(block, setting, ground, width, lines.height, lines)


def _arrange_imprint(block: blocks.Imprint, width: float, setting: Setting, ground: str) -> Words:
    lines = imprint_lines(block, setting, ground, width)
    return Words(block, setting, ground, width, lines.height, lines)


# --- the rest -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Nothing(ArrangedBlock):
    """Space."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        return


def _arrange_space(block: blocks.Space, width: float, setting: Setting, ground: str) -> Nothing:
    return Nothing(block, setting, ground, width, setting.points(block.size))


def _arrange_languages(block: blocks.Languages, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    from flyers.layout.entries import arrange_entries

    return arrange_entries(block, width, setting, ground)


def _arrange_code(block: blocks.Code, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    from flyers.layout.figures import arrange_code

    return arrange_code(block, width, setting, ground)


def _arrange_icon(block: blocks.Icon, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    from flyers.layout.figures import arrange_icon

    return arrange_icon(block, width, setting, ground)


def _arrange_rule(block: blocks.Rule, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    from flyers.layout.figures import arrange_rule

    return arrange_rule(block, width, setting, ground)


def _arrange_listing(block: blocks.Listing, width: float, setting: Setting, ground: str) -> ArrangedBlock:
    from flyers.layout.listing import arrange_listing

    return arrange_listing(block, width, setting, ground)


_ARRANGE: dict[type[blocks.Block], Callable[[Any, float, Setting, str], ArrangedBlock]] = {
    blocks.Column: _arrange_column,
    blocks.Row: _arrange_row,
    blocks.Languages: _arrange_languages,
    blocks.Text: _arrange_text,
    blocks.Contact: _arrange_contact,
    blocks.Imprint: _arrange_imprint,
    blocks.Listing: _arrange_listing,
    blocks.Code: _arrange_code,
    blocks.Icon: _arrange_icon,
    blocks.Rule: _arrange_rule,
    blocks.Space: _arrange_space,
}
