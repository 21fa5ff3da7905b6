"""``contact``: a number or address as it is printed, a number on several lines if the layout says so.

``contacts``: those of a group, each under the name of whom it reaches; nothing in a campaign that has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, groupby, pairwise
from operator import attrgetter
from typing import ClassVar

from flyers.content.campaign import Campaign
from flyers.content.contacts import NUMBERS, Contact, ContactKind
from flyers.content.markup import RichText, SpanKind
from flyers.content.message_key import MessageKey
from flyers.content.messages import Group
from flyers.content.schema import Each, Flag, Number, Problem, Required
from flyers.layout.block import Block, References
from flyers.layout.blocks.base import ArrangedText, TypesetBlock
from flyers.layout.blocks.containers import ColumnBlock, RowBlock, arrange_column
from flyers.layout.blocks.registry import GAP, JUSTIFY, NAME, TEXT_ALIGN, BlockKind, register
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.lines import isolated, set_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass
from flyers.text.characters import LINE_SEPARATOR

_BETWEEN_LINES = 0.2  # White between the boxes of two lines of a number, em; a role's leading changes it.
_DIGITS_HEIGHT = 0.714  # Height of figures, em. A pictogram beside them is as high.
_BEFORE_ICON = 0.2  # White between a line of a number and the pictogram beside it, em.
_PIECE = re.compile(r"[^- ]+[- ]*")  # What stays together in a number: figures, with the hyphens or spaces after them.
_PART_OF_PLACE = re.compile(r"[^,]+(?:, *)?")  # What stays together in the address of a place.


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBlock(TypesetBlock):
    """The display form of a contact.

    Lines of a number are one block, read from left to right in every language, which stands where the column begins, or
    ends with ``set: end``.
    """

    contact: str
    fill: bool = False  # whether it is enlarged to the width of its column, up to the role's aim
    # A number is set on so many lines of nearly one width, each but the last ending in a hyphen or space of the number;
    # one that has fewer of these has fewer lines.
    lines: int = 1
    # A pictogram as high as the figures, which stands where the block begins, beside the shortest line; the lines leave
    # room for it, flush at the other side.
    icon: str = ""

    def own_references(self) -> References:
        return References(printed_contacts=(self.contact,)) + TypesetBlock.own_references(self)


def _problems(block: ContactBlock) -> Iterator[Problem]:
    if block.icon and block.set == "center":
        yield Problem("A number in the middle of its column has no side for a pictogram.", "Leave “set” or “icon” out.")


@dataclass(slots=True)
class ArrangedContact(ArrangedText[ContactBlock]):
    """A contact; ``beside`` is the number of the line that its pictogram stands beside."""

    beside: int

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        lines, block, setting = self.lines, self.block, self.setting
        page = setting.page or setting.localized
        against = page.language.rtl != setting.rtl  # on a page that runs the other way, it begins at the page's end
        if (block.set == "end") != (against and block.set != "center"):
            start += width - lines.width
        bearing = 0.0  # the white before a number on several lines, whose ink begins where its column does
        if LINE_SEPARATOR in lines.rich.text and block.set == "start":
            inks = [line.ink for line in setting.typesetter.paragraph(lines.rich, lines.spec, lines.width)]
            bearing = lines.width - max(ink[2] for ink in inks) if setting.rtl else min(ink[0] for ink in inks)
        ArrangedText.put_inside(self, sheet, start + (bearing if against else -bearing), top, width, height)
        if not block.icon:
            return
        side = _DIGITS_HEIGHT * lines.spec.size
        if against:
            start += lines.width - side
        down = top + lines.first_baseline + self.beside * lines.leading - side
        picture, colour = setting.pictogram(block.icon, block.source), setting.theme.grounds[self.ground].picture
        sheet.picture(picture, start, down, side, colour, self.ground, block.path)


@dataclass(frozen=True, slots=True)
class _Division:
    """A contact on its lines: the width of each in a type of 1 pt."""

    rich: RichText
    widths: tuple[float, ...]

    def unit(self, icon: str) -> float:
        """Return the width of all lines in a type of 1 pt, with the pictogram *icon* beside the shortest."""
        beside = _BEFORE_ICON + _DIGITS_HEIGHT if icon else 0.0
        return max(*self.widths, min(self.widths) + beside)


def _arrange_contact(block: ContactBlock, width: float, setting: Setting, ground: str) -> ArrangedContact:
    contact, role = setting.localized.contact(block.contact), setting.layout.roles[block.role]
    floor, size = setting.floor(role, ground, latin=True), setting.size(role, ground, latin=True)
    division = _division(block, setting)
    rich, unit = division.rich, division.unit(block.icon)
    separators = rich.text.count(LINE_SEPARATOR)
    if block.fill:
        size = min(size, width / unit)
    if unit * size > width + 0.01 or size < floor - 1e-6:
        on_lines = f" on {separators + 1} lines" if separators else ""
        more_lines = " more lines," if _is_digits(contact) else ""  # only numbers are divided
        lower = "its role" if floor == role.floor["latin"] else "light type (reversed_floor)"
        shorter = contact.shorter_display
        printed = f" Or have “{shorter}” printed, which opens the same ({contact.source})." if shorter else ""
        raise block.overset(
            f"{contact.display}{on_lines} is {unit * max(size, floor):.1f} pt wide at {max(size, floor):g} pt; "
            f"its column has {width:.1f} pt.",
            f"Give it a wider column,{more_lines} or {lower} a lower floor.{printed}",
        )
    measure = width + 0.01
    spec = setting.contact_spec(role, size, block.set, digits=_is_digits(contact))
    if separators:
        leading = (spec.ascent + spec.descent + _BETWEEN_LINES) * role.leading.get("latin", 1.0)
        spec = replace(spec, leading=leading * size)
    if separators or block.icon:
        spec = replace(spec, direction="ltr")
        if block.set != "center":
            measure = unit * size + 0.01
            spec = replace(spec, align="end" if block.icon and not setting.rtl else "start")
    lines = set_lines(block, rich, spec, measure, setting, ground, role=block.role, colour=block.colour, latin=True)
    lines.target = contact.target
    shortest = division.widths.index(min(division.widths))
    return ArrangedContact(block, setting, ground, width, lines.height, lines, shortest)


def _contact_width(block: ContactBlock, setting: Setting, ground: str) -> float:
    size = setting.size(setting.layout.roles[block.role], ground, latin=True)
    return _division(block, setting).unit(block.icon) * size


def _is_digits(contact: Contact) -> bool:
    return contact.display.replace("-", "").isdigit()


def _division(block: ContactBlock, setting: Setting) -> _Division:
    """Return the contact on the block's number of lines, which are as even as possible; once for all attempts."""
    request = ("division", block.path, setting.localized.language.tag, setting.own_tag)
    known: _Division | None = setting.cache.get(request)
    if known is not None:
        return known
    contact = setting.localized.contact(block.contact)
    key = MessageKey.of_contact(contact.id).in_language(setting.own_tag)
    spec = setting.contact_spec(setting.layout.roles[block.role], 1.0, "start", digits=_is_digits(contact))

    def width_of(text: str) -> float:
        visible = isolated(text.rstrip(" "), SpanKind.CONTACT, contact.id, key)
        return setting.typesetter.natural_width(visible, spec)

    piece = _PART_OF_PLACE if contact.kind is ContactKind.PLACE else _PIECE
    lines = block.lines if contact.kind in (*NUMBERS, ContactKind.PLACE) else 1
    divided = [
        _Division(isolated(text, SpanKind.CONTACT, contact.id, key), tuple(map(width_of, text.split(LINE_SEPARATOR))))
        for text in divisions(contact.display, lines, piece)
    ]
    most_even = setting.cache[request] = min(divided, key=lambda division: max(division.widths))
    return most_even


def divisions(number: str, lines: int, piece: re.Pattern[str] = _PIECE) -> Iterator[str]:
    """Yield *number* in every way in which so many lines, or as many as it has pieces, can hold it, with separators."""
    pieces = piece.findall(number)
    if "".join(pieces) != number:  # it begins with a hyphen: no number that anybody would divide
        pieces = [number]
    for ends in combinations(range(1, len(pieces)), min(lines, len(pieces)) - 1):
        edges = (0, *ends, len(pieces))
        yield LINE_SEPARATOR.join("".join(pieces[start:end]) for start, end in pairwise(edges))


register(BlockKind("contact", ContactBlock, {
    "contact": Required(NAME), "role": Required(NAME), "colour": NAME, "set": TEXT_ALIGN, "fill": Flag(),
    "lines": Number(1, 4, whole=True), "icon": NAME,
}, _arrange_contact, _contact_width, _problems))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsBlock(ColumnBlock):
    """The contacts of a group, in the order of the content; its children are made of them."""

    runs: ClassVar[bool] = False

    group: str
    role: str  # of the contacts
    name_role: str  # of the names
    without: tuple[str, ...] = ()  # contacts that the layout prints elsewhere
    named: str = ""  # the message with the name that stands above; whom it names needs no other
    beside: bool = False  # whether the contacts are beside their name, not below it

    def own_references(self) -> References:
        return References(contacts=self.without, messages=(self.named,), roles=(self.role, self.name_role))

    @property
    def prints_nothing(self) -> bool:
        return not self.children

    def is_absent(self, campaign: Campaign) -> bool:
        return not self.children

    def with_members(self, members: Iterable[Group | Contact]) -> ContactsBlock:
        contacts = [member for member in members if isinstance(member, Contact) and member.group == self.group]
        printed = [contact for contact in contacts if contact.id not in self.without]
        children: list[Block] = []
        for name, of_name in groupby(printed, key=attrgetter("name")):
            lines = tuple(map(self._line, of_name))
            label = TextBlock(source=self.source, message=name, role=self.name_role)
            if name == self.named:
                children += lines
            elif not self.beside:
                children += (label, *lines)
            else:
                numbers = ColumnBlock(source=self.source, width="fit", gap=self.gap, children=lines)
                beside = (replace(label, align="center"), numbers)
                children.append(RowBlock(source=self.source, gap=self.gap, children=beside))
        return replace(self, children=tuple(children))

    def _line(self, contact: Contact) -> ContactBlock:
        """Return the block of one contact; an address takes what width there is, down to the floor of its role."""
        fill, lines = contact.kind not in NUMBERS, 2 if contact.kind is ContactKind.PLACE else 1
        return ContactBlock(source=self.source, contact=contact.id, role=self.role, fill=fill, lines=lines)


register(BlockKind("contacts", ContactsBlock, {
    "group": Required(NAME), "role": Required(NAME), "name_role": Required(NAME),
    "without": Each(NAME, least=1, unique=True), "named": NAME, "beside": Flag(), "gap": GAP, "justify": JUSTIFY,
}, arrange_column))  # fmt: skip
