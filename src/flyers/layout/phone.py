"""Layouts for the narrow screen of a phone: each panel is a page of its own, as high as its words need.

The blocks are those of the printed piece. A page is composed at its panel's width, with type that is large enough once
the page is as wide as the screen; then all of it is scaled. What is side by side on paper is one below the
other here, since a phone has no room beside: only a pictogram keeps its place beside its text. Codes are left out, with
the captions that say to scan them: a phone cannot scan its own screen. Where a code's contact is printed nowhere else,
its number or address takes the code's place, and can be touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields, replace
from math import inf
from typing import Any

from flyers.errors import UsageError
from flyers.layout.block import Block, Gap, within
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.containers import ColumnBlock, RowBlock
from flyers.layout.blocks.graphics import CodeBlock, IconBlock
from flyers.layout.blocks.list import ListBlock
from flyers.layout.blocks.texts import ImprintBlock, TextBlock
from flyers.layout.model import Face, Layout, Panel, Role, walk
from flyers.records import dataclass

SCREEN = 390.0  # Width of a page, points: that of the usual phones of these years (390 or 393 CSS pixels).
BODY = 16.0  # The smallest type on the screen, points, but for small print: what browsers set by default.
HEADLINE = 40.0  # The largest type of words; numbers may be larger.

SMALL_PRINT = 11.0
APART = 8.0  # The least white on the screen between what is side by side on paper, points.
HIGHEST = 14_400.0  # Height of a page until its words are set: the most that PDF readers take (PDF 32000-1, C.2).

Shows = Callable[[Block], bool]  # Whether a block is shown in a language.


def phone_layouts(layout: Layout, shows: Shows) -> list[Layout]:
    """Return a layout for each panel of *layout* that has words on a phone, in reading order."""
    if not layout.suits_phones:
        raise not_for_phones(layout.product)
    printed = {block.contact for block in walk(layout) if isinstance(block, ContactBlock)}
    panels = {panel.name: (face, panel, width) for face, panel, width in layout.panels()}
    return list(filter(None, (_for_panel(layout, *panels[name], shows, printed) for name in layout.reading)))


def not_for_phones(product: str) -> UsageError:
    return UsageError(
        f"“{product}” has no edition “phone”: it is an image, is in all languages, or parts of it are torn off, cut "
        "out or turned.",
        hint="Leave it out here; cards, posters and the brochure are made for phones.",
    )


def _for_panel(
    layout: Layout, face: Face, panel: Panel, width: float, shows: Shows, printed: set[str]
) -> Layout | None:
    scale = SCREEN / width
    larger = max(1.0, 1 / scale)
    space = layout.space * larger
    texts = (block for block in within(panel.content) if isinstance(block, TextBlock) and not _is_caption(block))
    body = next((text.role for text in texts if layout.roles[text.role].tag == "P"), "")
    narrowing = _Narrowing(shows, larger, printed, body, space, APART / scale)
    content = narrowing.block(panel.content)
    if content is None:
        return None
    if face.foot:  # which kept the words from the edge, and had the small print of every page
        edge = Gap(layout.safe + APART / scale)
        small_print = tuple(block for block in within(face.foot) if isinstance(block, ImprintBlock))
        padding = replace(content.padding, bottom=edge)
        content = replace(content, padding=padding, children=(*content.children, *small_print))
    blocks = list(within(content))
    small = {role for block in blocks if isinstance(block, ImprintBlock) for role in block.references.roles}
    numbers = {role for block in blocks if isinstance(block, ContactBlock) for role in block.references.roles}
    narrow = replace(panel, width=0.0, content=content, over_fold=0.0)
    return replace(
        layout,
        width=width,
        height=HIGHEST,
        bleed=0.0,
        space=space,
        faces=(replace(face, name=panel.name, panels=(narrow,), flow=False, foot=None),),
        reading=(panel.name,),
        roles={
            name: _legible(role, scale, small=name in small, number=name in numbers)
            for name, role in layout.roles.items()
        },
        finishing=(),
        scale=scale,
    )


def _legible(role: Role, scale: float, *, small: bool, number: bool) -> Role:
    """Return *role* in sizes that are legible once pages are scaled; those of the scripts keep their proportion."""
    least, usual = (SMALL_PRINT if small else BODY) / scale, min(role.aim.values())
    most = inf if number else max(least, HEADLINE / scale)
    size = min(max(usual, least), most)
    aim = {size_class: own / usual * size for size_class, own in role.aim.items()}
    return replace(role, aim=aim, floor={name: min(own, own / size * least) for name, own in aim.items()})


def _is_caption(block: Block) -> bool:
    return isinstance(block, TextBlock) and block.message.startswith("qr.")


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """What the blocks of a panel become on a phone."""

    shows: Shows  # whether a block is shown in the language
    larger: float  # by how much distances in the layout are larger, since the page will be reduced
    printed: set[str]  # the contacts that the piece prints somewhere, with those that have taken the place of a code
    body: str  # the role of such a contact, that of the panel's first running text; "" if it has none
    space: float  # the layout's, points
    apart: float  # the least white between blocks that are beside one another on paper, points
    shown: set[str] = field(default_factory=set)  # the contacts that the panel has shown so far

    def block(self, block: Block, gap: Gap | None = None) -> Block | None:
        """Return *block* as it is on a phone; None if nothing of it is. *gap* is that of the column around it."""
        if not self.shows(block) or _is_caption(block) or block.is_local:
            return None
        if isinstance(block, CodeBlock):
            if block.contact in self.printed or not self.body:
                return None
            self.printed.add(block.contact)
            source, path, when, contact = block.source, block.path, block.when, block.contact
            return ContactBlock(source=source, path=path, when=when, contact=contact, role=self.body)
        block = self._enlarged(block)
        if isinstance(block, ListBlock):
            return replace(block, columns=1, aim=0)
        if isinstance(block, ContactBlock):
            if block.contact in self.shown:  # its code is left out
                return None
            self.shown.add(block.contact)
            return replace(block, lines=1, set="start")
        if not block.children:
            settings: dict[str, Any] = {"set": "start"} if "set" in _names(block) else {}
            return replace(block, **settings)
        below = block.gap if isinstance(block, ColumnBlock) else gap
        children = tuple(filter(None, (self.block(child, below) for child in block.children)))
        if not children:
            return None
        if isinstance(block, RowBlock) and sum(not isinstance(child, IconBlock) for child in children) > 1:
            return self._stacked(block, children, gap)
        return replace(block, children=children)

    def _enlarged(self, block: Block) -> Block:
        """Return *block* with larger fixed distances: gaps, pictograms, and white above and below."""

        def larger(gap: Gap) -> Gap:
            return replace(gap, fixed=gap.fixed * self.larger)

        values = {name: getattr(block, name) for name in _names(block)}
        distances: dict[str, Any] = {name: larger(gap) for name, gap in values.items() if isinstance(gap, Gap)}
        padding = replace(block.padding, top=larger(block.padding.top), bottom=larger(block.padding.bottom))
        return replace(block, padding=padding, **distances)

    def _stacked(self, row: RowBlock, children: tuple[Block, ...], gap: Gap | None) -> ColumnBlock:
        """Return the blocks of *row* one below the other, with the *gap* of the column around it, or more."""
        own = {name: getattr(row, name) for name in _names(row)}
        below = tuple(replace(child, width=None, align="stretch") for child in children)
        apart = gap if gap and gap.points(self.space) > self.apart else Gap(self.apart)
        return ColumnBlock(**{**own, "gap": apart, "children": below})


def _names(block: Block) -> list[str]:
    return [each.name for each in fields(block) if each.init]
