"""Pages of a face that flows: where one page ends and the next begins.

Blocks stay whole; a list of one column may go on over the next page after any of its items. A heading keeps what
follows it. Of the divisions with the fewest pages, it takes the one with the least white before the last page, more
than a line or two on the last page, headings at the beginnings of pages, and more than one item of a list below a
heading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf
from typing import Any

from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.containers import ArrangedColumn
from flyers.layout.blocks.registry import arrange
from flyers.layout.model import Face
from flyers.layout.setting import MOST_PAGES, Setting
from flyers.records import dataclass
from flyers.units import total

_TOLERANCE = 0.05
"""Points by which a page may be too full: less than a press can show."""

_LEAST_LAST = 0.3
"""Share of its height that the last page should fill. Less looks as if something had been left over."""

_AT_HEADING = 0.5
"""Share of the cost of white at a page's foot if the next page begins with a heading."""

_ONE_ITEM = 1.0
"""Cost of a page whose foot has a heading with only the first item of its list: as much as that of an empty page."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The content of one page; ``continues`` if its first items belong to a list of the page before."""

    content: ArrangedColumn
    continues: bool


@dataclass(frozen=True, slots=True)
class FlowPiece:
    """An unbreakable piece: a block of the column, or one of its parts (an item of a list), by their numbers.

    ``keeps_next`` if no page ends after it; ``is_second`` if it is the second item of a list below a heading.
    """

    block: int
    part: int
    keeps_next: bool = False
    is_heading: bool = False
    is_second: bool = False


class TooHigh(Exception):  # noqa: N818 - a signal to `flow`, which knows the block
    """The *piece* with this index, and the headings that keep it, are *excess* points higher than a page."""

    def __init__(self, piece: int, excess: float) -> None:
        self.piece = piece
        self.excess = excess


def flow(column: ArrangedColumn, room: float) -> list[FlowPage]:
    """Return *column* on as few pages as it needs, each with *room* points for it; raises OversetError."""
    pieces = _pieces(column)
    try:
        starts = page_starts(pieces, lambda start, end: _page(column, pieces[start:end]).height, room)
    except TooHigh as fault:
        child = column.children[pieces[fault.piece].block]
        highest = max((part for part in child.parts() if part.message), default=None)
        raise child.block.overset(
            f"This is {fault.excess:.1f} pt higher than a page"
            + (f"; its longest text is “{highest.message}”." if highest else "."),
            "Shorten that translation, or make several blocks of this one: a page ends between blocks.",
        ) from None
    if len(starts) > MOST_PAGES:
        raise column.block.overset(
            f"This face needs {len(starts)} pages; the most is {MOST_PAGES}.",
            "Make its type smaller, or its text shorter.",
        )
    return [
        FlowPage(_page(column, pieces[start:end]), pieces[start].part > 0)
        for start, end in pairwise([*starts, len(pieces)])
    ]


def arranged_foot(face: Face, setting: Setting) -> ArrangedBlock[Any] | None:
    """Return the foot of a face with the page numbers of *setting*; None if it has none."""
    return arrange(face.foot, setting.layout.width, setting, face.ground) if face.foot else None


def _pieces(column: ArrangedColumn) -> list[FlowPiece]:
    pieces: list[FlowPiece] = []
    for number, child in enumerate(column.children):
        role = child.setting.layout.roles.get(child.block.text_role)
        heading = child.parts_of_flow == 1 and role is not None and role.tag.startswith("H")
        last = number == len(column.children) - 1
        below_heading = bool(pieces) and pieces[-1].is_heading
        pieces += [
            FlowPiece(number, part, heading and not last, heading, is_second=part == 1 and below_heading)
            for part in range(child.parts_of_flow)
        ]
    return pieces


def _page(column: ArrangedColumn, pieces: Sequence[FlowPiece]) -> ArrangedColumn:
    """Return the part of *column* with these neighbouring *pieces*."""
    children: list[ArrangedBlock[Any]] = []
    numbers = []
    for number, group in groupby(pieces, key=lambda piece: piece.block):
        parts = [piece.part for piece in group]
        children.append(column.children[number].flow_part(parts[0], parts[-1] + 1))
        numbers.append(number)
    gaps = [column.gaps[number] for number in numbers[:-1]]
    height = total(child.height for child in children) + total(gaps)
    page = replace(
        column, children=children, gaps=gaps, offsets=[column.offsets[number] for number in numbers], height=height
    )
    page.height += page.room("top") + page.room("bottom")
    return page


def page_starts(pieces: Sequence[FlowPiece], height: Callable[[int, int], float], room: float) -> list[int]:
    """Return the index of the first piece of each page, each with *room*, in points, for its pieces; raises TooHigh.

    Args:
        pieces: in order.
        height: returns that of a page with the pieces from one index to before another; more pieces are higher.
    """
    count = len(pieces)
    # For the first pieces: the fewest pages, the white on them, and where the last of these pages begins.
    best: list[tuple[float, float, int]] = [(0, 0.0, 0)] + [(inf, inf, 0)] * count
    for end in range(1, count + 1):
        if end < count and pieces[end - 1].keeps_next:
            continue
        for start in range(end - 1, -1, -1):
            filled = height(start, end)
            if filled > room + _TOLERANCE:
                if all(piece.keeps_next for piece in pieces[start : end - 1]):
                    raise TooHigh(end - 1, filled - room)
                break
            pages, white, _ = best[start]
            cost = _cost(filled / room, pieces[end] if end < count else None)
            best[end] = min(best[end], (pages + 1, white + cost, start))
    starts: list[int] = []
    end = count
    while end > 0:
        end = best[end][2]
        starts.insert(0, end)
    return starts


def _cost(filled: float, after: FlowPiece | None) -> float:
    """Return the cost of a page that is filled to this share and ends before the piece *after*, if there is one."""
    if after is None:
        return max(0.0, 1.0 - filled / _LEAST_LAST) ** 2
    white = (1.0 - filled) ** 2 * (_AT_HEADING if after.is_heading else 1.0)
    return white + (_ONE_ITEM if after.is_second else 0.0)
