"""``page_number``: the number of a page, and how many there are, in the foot of pages."""

from __future__ import annotations

from typing import ClassVar

from flyers.content.markup import RichText
from flyers.content.schema import Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import NAME, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import TextLines, set_lines
from flyers.layout.references import PrintedMessage, References
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.text.model import Align, TypeSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumberBlock(Block):
    """A message in which ``{page}`` and ``{pages}`` stand for the number of the page, and of pages."""

    counts_pages: ClassVar[bool] = True
    runs: ClassVar[bool] = True

    message: str
    role: str
    colour: str = ""
    set: Align = "start"

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.message),), roles=(self.role,), colours=(self.colour,))


def _arrange(block: PageNumberBlock, width: float, setting: Setting, ground: str) -> ArrangedText[PageNumberBlock]:
    role = setting.layout.roles[block.role]
    rich, spec = _text(block, setting, ground)
    lines: TextLines = set_lines(block, rich, spec, width, setting, ground, role=role, colour=block.colour)
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _text(block: PageNumberBlock, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
    rich = setting.rich(block.message, "text").on_page(*setting.counts)
    return rich, setting.spec(setting.layout.roles[block.role], ground, block.set)


def _natural_width(block: PageNumberBlock, setting: Setting, ground: str) -> float:
    return setting.typesetter.natural_width(*_text(block, setting, ground))


register(
    BlockKind(
        name="page_number",
        block=PageNumberBlock,
        keys={"message": Required(NAME), "role": Required(NAME), "colour": NAME, "set": TEXT_ALIGN},
        arrange=_arrange,
        natural_width=_natural_width,
    )
)
