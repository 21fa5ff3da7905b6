"""``contacts``: those of a group, each under the name of whom it reaches; nothing in a campaign that has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from flyers.content.campaign import Campaign
from flyers.content.contacts import NUMBERS, Contact, ContactKind
from flyers.content.schema import Each, Flag, Required
from flyers.layout.block import Block
from flyers.layout.blocks.column import ColumnBlock, arrange_column
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.keys import GAP, JUSTIFY, NAME
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.blocks.row import RowBlock
from flyers.layout.blocks.text import TextBlock
from flyers.layout.references import References
from flyers.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsBlock(ColumnBlock):
    """The contacts of a group, in the order of the content; its children are made of them.

    Attributes:
        role: of the contacts.
        name_role: of the names.
        without: contacts that the layout prints elsewhere.
        named: the message with the name that stands above; whom it names needs no other.
        beside: whether the contacts are beside their name, not below it.
    """

    runs: ClassVar[bool] = False

    group: str
    role: str
    name_role: str
    without: tuple[str, ...] = ()
    named: str = ""
    beside: bool = False

    def own_references(self) -> References:
        return References(contacts=self.without, messages=(self.named,), roles=(self.role, self.name_role))

    @property
    def prints_nothing(self) -> bool:
        return not self.children

    def is_absent(self, campaign: Campaign) -> bool:
        return not self.children

    def with_contacts(self, contacts: Iterable[Contact]) -> ContactsBlock:
        members = [contact for contact in contacts if contact.group == self.group and contact.id not in self.without]
        children: list[Block] = []
        for name, of_name in groupby(members, key=attrgetter("name")):
            children += self._under_name(name, [self._line(contact) for contact in of_name])
        return replace(self, children=tuple(children))

    def _line(self, contact: Contact) -> ContactBlock:
        """Return the block of one contact; an address takes what width there is, down to the floor of its role."""
        fill, lines = contact.kind not in NUMBERS, 2 if contact.kind is ContactKind.PLACE else 1
        return ContactBlock(source=self.source, contact=contact.id, role=self.role, fill=fill, lines=lines)

    def _under_name(self, name: str, lines: Sequence[ContactBlock]) -> Sequence[Block]:
        if name == self.named:
            return lines
        label = TextBlock(source=self.source, message=name, role=self.name_role)
        if not self.beside:
            return (label, *lines)
        numbers = ColumnBlock(source=self.source, width="fit", gap=self.gap, children=tuple(lines))
        return (RowBlock(source=self.source, gap=self.gap, children=(replace(label, align="center"), numbers)),)


register(
    BlockKind(
        name="contacts",
        block=ContactsBlock,
        keys={
            "group": Required(NAME),
            "role": Required(NAME),
            "name_role": Required(NAME),
            "without": Each(NAME, least=1, unique=True),
            "named": NAME,
            "beside": Flag(),
            "gap": GAP,
            "justify": JUSTIFY,
        },
        arrange=arrange_column,
    )
)
