"""``imprint``: language, product, issue and content code in small print, by which a found piece can be traced."""

from __future__ import annotations

from typing import ClassVar

from flyers.content.markup import SpanKind
from flyers.content.message_key import MessageKey
from flyers.content.schema import Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import NAME, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import TextLines, isolated
from flyers.layout.references import References
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.text.model import Align


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprintBlock(Block):
    """The small print (``Spanish · es · wallet-card · 2026-11 · 4f2a91c``)."""

    runs: ClassVar[bool] = True

    role: str
    colour: str = ""
    set: Align = "start"

    def own_references(self) -> References:
        return References(roles=(self.role,), colours=(self.colour,))


@dataclass(slots=True)
class ArrangedImprint(ArrangedText[ImprintBlock]):
    """Small print, which a listener hears after everything that helps."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        with sheet.element(self.lines.tag, target=self.lines.target, last=True):
            self.lines.put(sheet, start, top, self.ground)


def _arrange_imprint(block: ImprintBlock, width: float, setting: Setting, ground: str) -> ArrangedImprint:
    lines = _imprint_lines(block, setting, ground, width)
    return ArrangedImprint(block, setting, ground, width, lines.height, lines)


def _natural_width(block: ImprintBlock, setting: Setting, ground: str) -> float:
    return _imprint_lines(block, setting, ground, float("inf")).natural


def _imprint_lines(block: ImprintBlock, setting: Setting, ground: str, width: float) -> TextLines:
    localized, layout = setting.localized, setting.layout
    own = setting.whole or localized
    text = " · ".join((own.english_label, own.label, layout.product, own.campaign.issue, own.code))
    role = layout.roles[block.role]
    rich = isolated(text, SpanKind.FOREIGN, "en", MessageKey("imprint"))
    size = setting.size(role, ground, latin=True)
    spec = setting.contact_spec(role, size, block.set, digits=False)
    natural = setting.typesetter.natural_width(rich, spec)
    measure = min(width, natural + 0.01) if width == float("inf") else width
    return TextLines(
        rich=rich,
        spec=spec,
        width=measure,
        height=setting.typesetter.measure(rich, spec, measure).height,
        leading=spec.leading,
        natural=natural + 0.01,
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=setting.floor(role, ground, latin=True),
        colour=block.colour or setting.theme.grounds[ground].text,
    )


register(
    BlockKind(
        name="imprint",
        block=ImprintBlock,
        keys={"role": Required(NAME), "colour": NAME, "set": TEXT_ALIGN},
        arrange=_arrange_imprint,
        natural_width=_natural_width,
    )
)
