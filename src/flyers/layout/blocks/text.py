"""``text``: one message."""

from __future__ import annotations

from typing import ClassVar

from flyers.content.schema import Flag, Required
from flyers.layout.block import Block, ItemRange
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import FORM, NAME, SHORTER_FORMS, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import message_lines
from flyers.layout.references import PrintedMessage, References
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.text.model import Align


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock(Block):
    """One message in the form asked for, or in one of the ``shorter`` forms if it doesn't fit.

    ``set`` counts from where reading starts in the text's language, with ``follow_page`` in the page's language.
    Copy-fitting may leave an ``optional`` text out, as it may drop items of a list.
    """

    runs: ClassVar[bool] = True

    message: str
    role: str
    form: str = "text"
    shorter: tuple[str, ...] = ()
    colour: str = ""
    set: Align = "start"
    follow_page: bool = False
    optional: bool = False

    def own_references(self) -> References:
        message = PrintedMessage(self.message, self.forms)
        return References(printed=(message,), roles=(self.role,), colours=(self.colour,))

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.form, *self.shorter)

    @property
    def item_range(self) -> ItemRange | None:
        return ItemRange(least=0, aim=1, most=1) if self.optional else None

    @property
    def text_role(self) -> str:
        return self.role

    @property
    def is_paragraph(self) -> bool:
        return True


def _arrange_text(block: TextBlock, width: float, setting: Setting, ground: str) -> ArrangedText[TextBlock]:
    lines = message_lines(
        block,
        block.message,
        width,
        setting,
        ground,
        role=setting.layout.roles[block.role],
        colour=block.colour,
        align=setting.align(block.set, follow_page=block.follow_page),
    )
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _natural_width(block: TextBlock, setting: Setting, ground: str) -> float:
    rich = setting.rich(block.message, setting.form(block))
    spec = setting.spec(setting.layout.roles[block.role], ground, "start")
    return setting.typesetter.natural_width(rich, spec)


register(
    BlockKind(
        name="text",
        block=TextBlock,
        keys={
            "message": Required(NAME),
            "role": Required(NAME),
            "form": FORM,
            "shorter": SHORTER_FORMS,
            "colour": NAME,
            "set": TEXT_ALIGN,
            "follow_page": Flag(),
            "optional": Flag(),
        },
        arrange=_arrange_text,
        natural_width=_natural_width,
    )
)
