"""Base of arranged blocks: a block with its place on the page worked out, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from math import inf
from typing import Any, Generic, NamedTuple, TypeVar

from flyers.layout.block import Block, Edge, References
from flyers.layout.lines import TextLines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet, put_image
from flyers.records import dataclass
from flyers.text.model import Align

B = TypeVar("B", bound=Block)

_BETWEEN_PARAGRAPHS = 0.7  # Share of its gap by which paragraphs of running text are further apart than its lines.
_OUT_OF_REACH = 0.6  # Share of a block's padding that ink reaching out of its first or last line may not enter.


class PartExtent(NamedTuple):
    """A text or a code on the page for the report of an overfull panel."""

    height: float  # points
    path: str  # of its block
    message: str = ""  # of the text; "" for a code, which has a contact
    contact: str = ""


class EdgePart(NamedTuple):
    """A part of a block at its upper or lower edge: a text whose ink may reach out of it, or something without text."""

    left: float  # distance of its left edge from the block's
    width: float
    inside: float  # distance of its box from the edge
    lines: TextLines | None = None


@dataclass(slots=True)
class ArrangedBlock(Generic[B]):
    """A block with its height in a given width; both include the padding. Lengths are points.

    Distances run from the start edge and from the top; the sheet turns them into places on paper.
    """

    block: B
    setting: Setting
    ground: str
    width: float
    height: float
    _rooms: dict[Edge, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def line_gap(self) -> float:
        """White between two lines of the block's text, by which it is at least apart from other text; 0 for no text."""
        return 0.0

    @property
    def most_growth(self) -> float:
        """Additional height that the block can use; the rest stays white at the foot."""
        return inf

    def ink(self, edge: Edge) -> float:
        """How far ink of its first or last line reaches out at *edge*; much only in scripts like Nastaliq."""
        return 0.0

    def margins(self, height: float) -> tuple[float, float]:
        """How far its content is from its top and from its bottom, without the padding, if it fills *height*."""
        return 0.0, max(0.0, height - self.height)

    def room(self, edge: Edge) -> float:
        """Distance from *edge* to the content: the padding, widened so that ink keeps clear of the edge or margin."""
        if edge not in self._rooms:  # each block around this one asks for it
            layout = self.setting.layout
            padding = self.setting.points(getattr(self.block.padding, edge))
            at_trim = self.block.path in layout.at_edge[edge]
            clear = min(padding, layout.clear[edge]) if at_trim else padding * _OUT_OF_REACH
            self._rooms[edge] = max(padding, clear + self.ink(edge)) if padding else 0.0
        return self._rooms[edge]

    def overhang(self, edge: Edge) -> float:
        """How far ink reaches out of the block at *edge* after its padding has taken what it can."""
        return 0.0 if self.room(edge) else self.ink(edge)

    def clearance(self, below: ArrangedBlock[Any]) -> float:
        """The distance that ink needs between this block and the one *below*, which begins at the same edge.

        Where the places of all ink that reaches out are known, it is that of letters that would meet.
        """
        bounds = self.overhang("bottom") + below.overhang("top")
        if not bounds:
            return 0.0
        upper, lower = self.edge_parts("bottom"), below.edge_parts("top")
        if upper is None or lower is None:
            return bounds
        moved = self.width - below.width if self.setting.rtl else 0.0
        needed = [self._between(over, under, moved + under.left - over.left) for over in upper for under in lower]
        return max(0.0, *needed)

    def _between(self, over: EdgePart, under: EdgePart, offset: float) -> float:
        """The distance that two parts need; the lower one is *offset* to the right of the upper one."""
        inside, setting = over.inside + under.inside, self.setting
        if over.lines and under.lines:
            return over.lines.clearance(under.lines, setting, offset) - inside
        if over.lines:
            return over.lines.reach("bottom", offset, offset + under.width, setting) - inside
        if under.lines:
            return under.lines.reach("top", -offset, over.width - offset, setting) - inside
        return 0.0

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        """The parts of the block at that edge; None if ink reaches out of it and its place is not known."""
        return None if self.overhang(edge) else [EdgePart(0.0, self.width, 0.0)]

    @property
    def parts_of_flow(self) -> int:
        """The number of parts between which a page may end; 1 for a block that stays whole."""
        return 1

    def flow_part(self, start: int, end: int) -> ArrangedBlock[B]:
        """Return these parts of a block that goes on over several pages."""
        return self

    def parts(self) -> Iterator[PartExtent]:
        """Yield the texts and codes inside, from which the report of an overfull panel names the highest."""
        yield from ()

    def put(self, sheet: Sheet, start: float, top: float, height: float) -> None:
        """Draw the block with its upper start corner at (*start*, *top*); it may fill *height*."""
        block, points = self.block, self.setting.points
        if block.ground:
            sheet.ground(start, top, self.width, height, block.ground, block.path, block.radius)
        if art := block.art:
            image = self.setting.pictures.image(art.name)
            with sheet.decoration():
                put_image(sheet, image, (start, top, self.width, height), art, self.ground, block)
        above, before = self.room("top"), points(block.padding.start)
        inner = self.width - before - points(block.padding.end)
        with sheet.read_last(block.read_last):
            self.put_inside(sheet, start + before, top + above, inner, height - above - self.room("bottom"))

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        """Draw what is inside the padding, if anything, with its upper start corner at (*start*, *top*)."""


@dataclass(slots=True)
class ArrangedContainer(ArrangedBlock[B]):
    """Arranged blocks inside another."""

    children: list[ArrangedBlock[Any]]

    def parts(self) -> Iterator[PartExtent]:
        for child in self.children:
            yield from child.parts()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetBlock(Block):
    """Base of blocks of one text in one role; *set* is its alignment."""

    role: str
    colour: str = ""
    set: Align = "start"

    def own_references(self) -> References:
        return References(roles=(self.role,), colours=(self.colour,))


@dataclass(slots=True)
class ArrangedText(ArrangedBlock[B]):
    """Lines of text: a message, a contact or the imprint."""

    lines: TextLines

    @property
    def line_gap(self) -> float:
        return self.lines.line_gap

    def ink(self, edge: Edge) -> float:
        return self.lines.above if edge == "top" else self.lines.below

    def edge_parts(self, edge: Edge) -> Sequence[EdgePart] | None:
        return [EdgePart(0.0, self.width, 0.0, None if self.room(edge) else self.lines)]

    def parts(self) -> Iterator[PartExtent]:
        yield PartExtent(self.height, self.block.path, str(self.lines.rich.message))

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        with sheet.element(self.lines.tag, target=self.lines.target, last=self.lines.last):
            self.lines.put(sheet, start, top)
        self.lines.note_shorter_form(sheet)


def paragraph_gap(gap: float, line_gap: float) -> float:
    """Return the gap, in points, between paragraphs of one look: always more than the white between their lines."""
    return max(gap, line_gap + gap * _BETWEEN_PARAGRAPHS)


def least_gap(above: ArrangedBlock[Any], below: ArrangedBlock[Any]) -> float:
    """The distance that two blocks must keep: the white between lines, and room for ink that reaches out of either."""
    return max(min(above.line_gap, below.line_gap), above.clearance(below))
