"""``measures``: a short table of one measure in another: degrees, lengths, weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from flyers.content.markup import RichText, SpanKind
from flyers.content.message_key import MessageKey
from flyers.content.schema import Each, Number, OneOf, Required
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import NAME, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import isolated, set_lines
from flyers.layout.references import References
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import Align, TypeSpec

KEY = MessageKey("measures")
"""Key of its words, which are not messages of the campaign."""

Kind = Literal["temperature", "length", "weight"]


class Conversion(NamedTuple):
    """A unit, the unit that it is converted into, how, and to how many decimals."""

    unit: str
    into: str
    convert: Callable[[float], float]
    decimals: int


CONVERSIONS: Mapping[str, Conversion] = {
    "temperature": Conversion("°F", "°C", lambda degrees: (degrees - 32) * 5 / 9, 0),
    "length": Conversion("in", "cm", lambda inches: inches * 2.54, 1),
    "weight": Conversion("lb", "kg", lambda pounds: pounds * 0.45359237, 1),
}
"""By kind. The factors are exact (NIST SP 811, appendix B.8); symbols are the same in all languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresBlock(Block):
    """A line for each of the ``values`` of one kind: “68 °F = 20 °C”, in Latin figures from left to right."""

    of: Kind
    values: tuple[float, ...]
    role: str
    set: Align = "start"

    def own_references(self) -> References:
        return References(roles=(self.role,))


def rows(kind: str, values: tuple[float, ...]) -> list[str]:
    conversion = CONVERSIONS[kind]
    return [
        f"{_number(value, 1)}\u00a0{conversion.unit} = "
        f"{_number(conversion.convert(value), conversion.decimals)}\u00a0{conversion.into}"
        for value in values
    ]


def _number(value: float, decimals: int) -> str:
    """Return a number without needless zeros, with a minus sign that is as wide as a figure."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "0") else text.replace("-", "\u2212")


def _text(block: MeasuresBlock, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
    text = LINE_SEPARATOR.join(rows(block.of, block.values))
    rich = isolated(text, SpanKind.FOREIGN, "en", KEY.in_language(setting.own_tag))
    role = setting.layout.roles[block.role]
    spec = setting.contact_spec(role, setting.size(role, ground, latin=True), block.set, digits=False)
    return rich, spec


def _arrange_measures(block: MeasuresBlock, width: float, setting: Setting, ground: str) -> ArrangedText[MeasuresBlock]:
    rich, spec = _text(block, setting, ground)
    role = setting.layout.roles[block.role]
    lines = set_lines(block, rich, spec, width, setting, ground, role=role, colour="")
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _natural_width(block: MeasuresBlock, setting: Setting, ground: str) -> float:
    return setting.typesetter.natural_width(*_text(block, setting, ground))


register(
    BlockKind(
        name="measures",
        block=MeasuresBlock,
        keys={
            "of": Required(OneOf(*CONVERSIONS)),
            "values": Required(Each(Number(-500, 5000), least=1, most=40, make=tuple)),
            "role": Required(NAME),
            "set": TEXT_ALIGN,
        },
        arrange=_arrange_measures,
        natural_width=_natural_width,
    )
)
