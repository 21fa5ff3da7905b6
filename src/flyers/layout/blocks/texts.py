"""Kinds of block that are one text: ``text``, ``page_number``, ``imprint`` and ``measures``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

from flyers.content.markup import RichText, SpanKind
from flyers.content.message_key import MessageKey
from flyers.content.schema import Each, Flag, Number, OneOf, Required
from flyers.layout.block import ItemRange, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedText, TypesetBlock
from flyers.layout.blocks.registry import FORM, NAME, SHORTER_FORMS, TEXT_ALIGN, BlockKind, register
from flyers.layout.lines import isolated, message_lines, set_lines
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import TypeSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock(TypesetBlock):
    """One message."""

    runs: ClassVar[bool] = True

    message: str
    form: str = "text"
    shorter: tuple[str, ...] = ()  # forms in which it may be set if it doesn't fit
    follow_page: bool = False  # whether ``set`` counts from where the page's language starts, not the text's
    optional: bool = False  # whether copy-fitting may leave it out, as it may drop items of a list

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.message, self.forms),)) + TypesetBlock.own_references(self)

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
    align = setting.align(block.set, follow_page=block.follow_page)
    message, role, colour = block.message, block.role, block.colour
    lines = message_lines(block, message, width, setting, ground, role=role, colour=colour, align=align)
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _text_width(block: TextBlock, setting: Setting, ground: str) -> float:
    spec = setting.spec(setting.layout.roles[block.role], ground, "start")
    return setting.typesetter.natural_width(setting.localized.rich(block.message, setting.form(block)), spec)


register(BlockKind("text", TextBlock, {
    "message": Required(NAME), "role": Required(NAME), "form": FORM, "shorter": SHORTER_FORMS, "colour": NAME,
    "set": TEXT_ALIGN, "follow_page": Flag(), "optional": Flag(),
}, _arrange_text, _text_width))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumberBlock(TypesetBlock):
    """A message in which ``{page}`` and ``{pages}`` stand for the number of the page, and of pages, in their foot."""

    counts_pages: ClassVar[bool] = True
    runs: ClassVar[bool] = True

    message: str

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.message),)) + TypesetBlock.own_references(self)

    def text(self, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
        rich = setting.localized.rich(self.message, "text").on_page(*setting.counts)
        return rich, setting.spec(setting.layout.roles[self.role], ground, self.set)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprintBlock(TypesetBlock):
    """Small print by which a found piece can be traced (``Spanish · es · wallet-card · 2026-11 · 4f2a91c``)."""

    runs: ClassVar[bool] = True

    def text(self, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
        own = setting.whole or setting.localized
        text = " · ".join((own.english_label, own.label, setting.layout.product, own.campaign.issue, own.code))
        role = setting.layout.roles[self.role]
        spec = setting.contact_spec(role, setting.size(role, ground, latin=True), self.set, digits=False)
        return isolated(text, SpanKind.FOREIGN, "en", MessageKey("imprint")), spec


MEASURES = MessageKey("measures")  # Key of the words of measures, which are not messages of the campaign.

CONVERSIONS: Mapping[str, tuple[str, str, Callable[[float], float], int]] = {
    "temperature": ("°F", "°C", lambda degrees: (degrees - 32) * 5 / 9, 0),
    "length": ("in", "cm", lambda inches: inches * 2.54, 1),
    "weight": ("lb", "kg", lambda pounds: pounds * 0.45359237, 1),
}
"""By kind: a unit, the unit that it is converted into, how, and to how many decimals.

The factors are exact (NIST SP 811, appendix B.8); symbols are the same in all languages.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresBlock(TypesetBlock):
    """A line for each of the ``values`` of one kind: “68 °F = 20 °C”, in Latin figures from left to right."""

    of: Literal["temperature", "length", "weight"]
    values: tuple[float, ...]

    def text(self, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
        text = LINE_SEPARATOR.join(rows(self.of, self.values))
        rich = isolated(text, SpanKind.FOREIGN, "en", MEASURES.in_language(setting.own_tag))
        role = setting.layout.roles[self.role]
        return rich, setting.contact_spec(role, setting.size(role, ground, latin=True), self.set, digits=False)


def rows(kind: str, values: tuple[float, ...]) -> list[str]:
    """Return the lines of measures of a *kind*, one of `CONVERSIONS`."""

    def number(value: float, decimals: int) -> str:
        """Return a number without needless zeros, with a minus sign that is as wide as a figure."""
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "0") else text.replace("-", "\u2212")

    unit, into, convert, decimals = CONVERSIONS[kind]
    return [f"{number(value, 1)}\u00a0{unit} = {number(convert(value), decimals)}\u00a0{into}" for value in values]


_Computed = PageNumberBlock | ImprintBlock | MeasuresBlock


def _arrange_computed(block: _Computed, width: float, setting: Setting, ground: str) -> ArrangedText[_Computed]:
    rich, spec = block.text(setting, ground)
    imprint = isinstance(block, ImprintBlock)
    lines = set_lines(block, rich, spec, width, setting, ground, role=block.role, colour=block.colour, latin=imprint)
    lines.last = imprint  # a listener hears it after everything that helps
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _computed_width(block: _Computed, setting: Setting, ground: str) -> float:
    width = setting.typesetter.natural_width(*block.text(setting, ground))
    return width + 0.01 if isinstance(block, ImprintBlock) else width  # rounding breaks no line


_KEYS = {"role": Required(NAME), "colour": NAME, "set": TEXT_ALIGN}
_NUMBER_KEYS = {"message": Required(NAME), **_KEYS}
register(BlockKind("page_number", PageNumberBlock, _NUMBER_KEYS, _arrange_computed, _computed_width))
register(BlockKind("imprint", ImprintBlock, _KEYS, _arrange_computed, _computed_width))
_VALUES = Required(Each(Number(-500, 5000), least=1, most=40, make=tuple))
_MEASURES_KEYS = {"of": Required(OneOf(*CONVERSIONS)), "values": _VALUES, "role": Required(NAME), "set": TEXT_ALIGN}
register(BlockKind("measures", MeasuresBlock, _MEASURES_KEYS, _arrange_computed, _computed_width))
