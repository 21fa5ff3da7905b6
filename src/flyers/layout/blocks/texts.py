"""Kinds of block that are one text: ``text``, ``page_number``, ``imprint`` and ``measures``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal, NamedTuple

from flyers.content.markup import RichText, SpanKind
from flyers.content.message_key import MessageKey
from flyers.content.schema import Each, Flag, Number, OneOf, Required
from flyers.layout.block import Block, ItemRange, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.registry import FORM, NAME, SHORTER_FORMS, TEXT_ALIGN, BlockKind, register
from flyers.layout.lines import TextLines, isolated, message_lines, set_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import Align, TypeSpec


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


def _arrange_page_number(
    block: PageNumberBlock, width: float, setting: Setting, ground: str
) -> ArrangedText[PageNumberBlock]:
    role = setting.layout.roles[block.role]
    rich, spec = _text(block, setting, ground)
    lines: TextLines = set_lines(block, rich, spec, width, setting, ground, role=role, colour=block.colour)
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _text(block: PageNumberBlock, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
    rich = setting.rich(block.message, "text").on_page(*setting.counts)
    return rich, setting.spec(setting.layout.roles[block.role], ground, block.set)


def _page_number_natural_width(block: PageNumberBlock, setting: Setting, ground: str) -> float:
    return setting.typesetter.natural_width(*_text(block, setting, ground))


register(
    BlockKind(
        name="page_number",
        block=PageNumberBlock,
        keys={"message": Required(NAME), "role": Required(NAME), "colour": NAME, "set": TEXT_ALIGN},
        arrange=_arrange_page_number,
        natural_width=_page_number_natural_width,
    )
)


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


def _imprint_natural_width(block: ImprintBlock, setting: Setting, ground: str) -> float:
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
        natural_width=_imprint_natural_width,
    )
)


MEASURES = MessageKey("measures")
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


def _measures_text(block: MeasuresBlock, setting: Setting, ground: str) -> tuple[RichText, TypeSpec]:
    text = LINE_SEPARATOR.join(rows(block.of, block.values))
    rich = isolated(text, SpanKind.FOREIGN, "en", MEASURES.in_language(setting.own_tag))
    role = setting.layout.roles[block.role]
    spec = setting.contact_spec(role, setting.size(role, ground, latin=True), block.set, digits=False)
    return rich, spec


def _arrange_measures(block: MeasuresBlock, width: float, setting: Setting, ground: str) -> ArrangedText[MeasuresBlock]:
    rich, spec = _measures_text(block, setting, ground)
    role = setting.layout.roles[block.role]
    lines = set_lines(block, rich, spec, width, setting, ground, role=role, colour="")
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _measures_natural_width(block: MeasuresBlock, setting: Setting, ground: str) -> float:
    return setting.typesetter.natural_width(*_measures_text(block, setting, ground))


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
        natural_width=_measures_natural_width,
    )
)
