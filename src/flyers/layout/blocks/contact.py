"""``contact``: a number or address as it is printed, a number on several lines if the layout says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from flyers.content.contacts import NUMBERS, Contact
from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText, SpanKind
from flyers.content.schema import Flag, Number, Required
from flyers.errors import OversetError
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.keys import NAME, TEXT_ALIGN
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.lines import TextLines, isolated
from flyers.layout.model import Block, References
from flyers.layout.setting import Setting
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR
from flyers.text.model import Align

MOST_LINES = 4

_BETWEEN_LINES = 0.2
"""White between the boxes of two lines of a number, em; a role's leading changes it."""

_PIECE = re.compile(r"[^- ]+[- ]*")
"""What stays together in a number: figures, with the hyphens or spaces after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBlock(Block):
    """The display form of a contact. ``fill`` enlarges it to the width of its column, up to the role's aim.

    A number is set on ``lines`` lines of nearly one width, each but the last ending in a hyphen or space of the number;
    one that has fewer of these has fewer lines.
    """

    contact: str
    role: str
    fill: bool = False
    lines: int = 1
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
    """Set the contact's display form, which is broken only as the block says.

    Raises:
        OversetError: it is wider than the column at the role's floor.
    """
    contact = setting.localized.contact(block.contact)
    role = setting.layout.roles[block.role]
    digits = contact.display.replace("-", "").isdigit()
    floor = setting.floor(role, ground, latin=True)
    size = setting.size(role, ground, latin=True)
    rich, unit = _evenly_divided(block, contact, setting, digits=digits)
    if block.fill:
        size = min(size, width / unit) if width != float("inf") else size
    if unit * size > width + 0.01 or size < floor - 1e-6:
        raise OversetError(
            f"{contact.display}{_on_lines(rich)} is {unit * max(size, floor):.1f} pt wide at {max(size, floor):g} pt; "
            f"its column has {width:.1f} pt.",
            hint="Give it a wider column, more lines, or its role a lower floor.",
            source=block.source,
            trail=[block.path],
        )
    measure = (unit * size if width == float("inf") else width) + 0.01
    spec = setting.contact_spec(role, size, block.set, digits=digits)
    if LINE_SEPARATOR in rich.text:
        leading = (spec.ascent + spec.descent + _BETWEEN_LINES) * role.leading.get("latin", 1.0)
        spec = replace(spec, leading=leading * size)
    measured = setting.typesetter.measure(rich, spec, measure)
    return TextLines(
        rich=rich,
        spec=spec,
        width=measure,
        height=measured.height,
        leading=measured.leading,
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=floor,
        colour=block.colour or setting.theme.text_on(ground),
        natural=unit * size,
        target=contact.target,
    )


def _evenly_divided(block: ContactBlock, contact: Contact, setting: Setting, *, digits: bool) -> tuple[RichText, float]:
    """Return the contact on the block's number of lines, and the width of the widest of them in a type of 1 pt."""
    key = MessageKey.of_contact(contact.id).in_language(setting.own_tag)
    spec = setting.contact_spec(setting.layout.roles[block.role], 1.0, "start", digits=digits)
    lines = block.lines if contact.kind in NUMBERS else 1
    texts = [isolated(text, SpanKind.CONTACT, contact.id, key) for text in divisions(contact.display, lines)]
    widths = [setting.typesetter.natural_width(text, spec) for text in texts]
    narrowest = widths.index(min(widths))
    return texts[narrowest], widths[narrowest]


def _on_lines(rich: RichText) -> str:
    separators = rich.text.count(LINE_SEPARATOR)
    return f" on {separators + 1} lines" if separators else ""


def divisions(number: str, lines: int) -> Iterator[str]:
    """Yield *number* in every way in which it can be divided into so many lines, with line separators between them.

    A number of fewer pieces has as many lines as pieces.
    """
    pieces = _PIECE.findall(number)
    if "".join(pieces) != number:  # it begins with a hyphen: no number that anybody would divide
        pieces = [number]
    for ends in combinations(range(1, len(pieces)), min(lines, len(pieces)) - 1):
        edges = (0, *ends, len(pieces))
        yield LINE_SEPARATOR.join("".join(pieces[start:end]) for start, end in pairwise(edges))


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
            "lines": Number(1, MOST_LINES, whole=True),
        },
        arrange=_arrange_contact,
        natural_width=_natural_width,
    )
)
