"""``contact``: a number or address as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from flyers.content.message_key import MessageKey
from flyers.content.richtext import SpanKind
from flyers.content.schema import Flag, Required
from flyers.errors import OversetError
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import NAME, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import TextLines, isolated
from flyers.layout.model import Block, References
from flyers.layout.setting import Setting
from flyers.text.model import Align


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBlock(Block):
    """The display form of a contact. ``fill`` enlarges it to the width of its column, up to the role's aim."""

    contact: str
    role: str
    fill: bool = False
    colour: str = ""
    set: Align = "start"

    def own_references(self) -> References:
        return References(printed_contacts=(self.contact,), roles=(self.role,), colours=(self.colour,))


def _arrange_contact(block: ContactBlock, width: float, setting: Setting, ground: str) -> ArrangedText[ContactBlock]:
    lines = _contact_lines(block, setting, ground, width)
    return ArrangedText(block, setting, ground, width, lines.height, lines)


def _natural_width(block: ContactBlock, setting: Setting, ground: str) -> float:
    return _contact_lines(block, setting, ground, float("inf")).natural


def _contact_lines(block: ContactBlock, setting: Setting, ground: str, width: float) -> TextLines:
    """Set the contact's display form, which is never broken.

    Raises:
        OversetError: it is wider than the column at the role's floor.
    """
    contact = setting.localized.contact(block.contact)
    role = setting.layout.roles[block.role]
    key = MessageKey.of_contact(contact.id).in_language(setting.own_tag)
    rich = isolated(contact.display, SpanKind.CONTACT, contact.id, key)
    digits = contact.display.replace("-", "").isdigit()
    floor = setting.floor(role, ground, latin=True)
    size = setting.size(role, ground, latin=True)
    unit = setting.typesetter.natural_width(rich, setting.contact_spec(role, 1.0, "start", digits=digits))
    if block.fill:
        size = min(size, width / unit) if width != float("inf") else size
    if unit * size > width + 0.01 or size < floor - 1e-6:
        raise OversetError(
            f"{contact.display} is {unit * max(size, floor):.1f} pt wide at {max(size, floor):g} pt; "
            f"its column has {width:.1f} pt.",
            hint="Give it a wider column or its role a lower floor.",
            source=block.source,
            trail=[block.path],
        )
    measure = (unit * size if width == float("inf") else width) + 0.01
    spec = setting.contact_spec(role, size, block.set, digits=digits)
    return TextLines(
        rich=rich,
        spec=spec,
        width=measure,
        height=(spec.ascent + spec.descent) * size,
        leading=spec.leading,
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=floor,
        colour=block.colour or setting.theme.text_on(ground),
        natural=unit * size,
        target=contact.target,
    )


register(
    BlockKind(
        name="contact",
        block=ContactBlock,
        keys={
            "contact": Required(NAME),
            "role": Required(NAME),
            "colour": NAME,
            "set": TEXT_ALIGN,
            "fill": Flag(),
        },
        arrange=_arrange_contact,
        natural_width=_natural_width,
    )
)
