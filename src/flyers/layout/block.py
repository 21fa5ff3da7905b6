"""The base of all kinds of block, what it refers to, and its distances; what the program may ask of any block.

The kinds are in `flyers.layout.blocks`. `flyers.layout.names` looks for the names that blocks refer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.messages import Group
from flyers.errors import LayoutError, OversetError, Source
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class PrintedMessage:
    """A message that a block may print, and the forms in which it may print it."""

    id: str
    forms: tuple[str, ...] = ("text",)


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Names that a block refers to. Empty names are ignored."""

    printed: tuple[PrintedMessage, ...] = ()  # printed, printed_contacts: messages and contacts that it may print
    printed_contacts: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()  # messages, contacts: those that it only asks about, as a condition does
    contacts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # of messages
    languages: tuple[str, ...] = ()  # tags
    roles: tuple[str, ...] = ()  # type roles of the layout
    grounds: tuple[str, ...] = ()  # grounds, colours: of the theme
    colours: tuple[str, ...] = ()
    images: tuple[str, ...] = ()  # of the campaign

    def __add__(self, other: References) -> References:
        return References(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which a block or an item is shown; all parts that are given must hold."""

    # served, not_served: a contact that answers, or does not answer, in the language of the build directly.
    served: str = ""
    not_served: str = ""
    languages: tuple[str, ...] = ()  # languages, not_languages: tags
    not_languages: tuple[str, ...] = ()
    translated: str = ""  # a message that must be translated into the block's language
    has: str = ""  # a contact that the campaign has, and not one of which it says that it has none
    # True holds on the back of a piece in two languages, and on a piece in one; false on the front of a piece in two.
    # None holds everywhere.
    last_side: bool | None = None

    @property
    def references(self) -> References:
        """The names that it asks about."""
        return References(
            contacts=(self.served, self.not_served, self.has),
            languages=self.languages + self.not_languages,
            messages=(self.translated,),
        )


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance: `fixed` points plus `units` times the layout's space, which copy-fitting may tighten."""

    fixed: float = 0.0
    units: float = 0.0

    def points(self, space: float) -> float:
        return self.fixed + self.units * space


NO_GAP = Gap()


@dataclass(frozen=True, slots=True)
class Insets:
    """Padding inside a block."""

    top: Gap = NO_GAP
    end: Gap = NO_GAP
    bottom: Gap = NO_GAP
    start: Gap = NO_GAP


Edge = Literal["top", "bottom"]

Fit = Literal["contain", "cover", "width"]
"""How a picture takes its box: as large as fits inside; as small as covers it, what is beyond being cut off; or as wide
as the box, whatever its height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """An image behind a block."""

    name: str
    fit: Fit = "cover"
    # Where it is in its box if it is smaller or larger: start, center or end; top, center or bottom.
    at: tuple[str, str] = ("center", "center")
    mirror: bool = False  # whether it is turned over on right-to-left pages
    colour: str = ""  # what ``currentColor`` is in it; "" for the colour of pictograms on the block's ground


@dataclass(frozen=True, slots=True)
class ItemRange:
    """How many items a block shows: copy-fitting begins with `aim` and may go down to `least` or up to `most`."""

    least: int
    aim: int
    most: int


class Percent(float):
    """A width or height in percent of the sheet's, as a layout file gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Base of all blocks: what every block has, and what the rest of the program may ask of any block."""

    shows_logo: ClassVar[bool] = False  # whether the kind is the campaign's logo, which not every campaign has
    # Whether the kind is for something local, which is only in layouts that say so (`Layout.local`).
    is_local: ClassVar[bool] = False
    counts_pages: ClassVar[bool] = False  # whether the kind puts numbers in place of ``{page}`` and ``{pages}``
    repeats: ClassVar[bool] = False  # whether the kind shows its blocks several times, to be torn or cut apart
    # Whether the kind may be in a foot, where a screen reader passes over it and nothing can be touched.
    runs: ClassVar[bool] = False

    source: Source
    path: str = ""  # its place in the layout (``front/column[1]/text[0]``), for errors and the build report
    grow: float = 0.0  # share of a column's spare height that it takes
    # Fixed; ``fit`` for the natural width of its content; None for a ``share`` of what is left in a row.
    width: float | Literal["fit"] | None = None
    share: float = 1.0
    # The least height, padding included; see `on_sheet` for one in percent. Bands whose heights add up to that of their
    # panel are fixed: more text makes the panel too full, and type gives way.
    height: float = 0.0
    height_percent: float = 0.0  # the same in percent of the sheet's; 0 if the layout gives a length
    align: str = "stretch"
    # Degrees by which it is turned with all that is in it, clockwise on left-to-right pages and the other way on
    # right-to-left ones, which are mirrored. Its width, height, share, growth and alignment are those of the turned
    # block on the page; its padding and gaps turn with it.
    rotate: int = 0
    second: bool = False  # in the second of two languages on the piece, if there are two
    read_last: bool = False  # a screen reader meets it after the rest of its panel, wherever it is
    ground: str = ""
    art: Art | None = None  # an image over its ground and behind its content
    padding: Insets = Insets()
    radius: float = 0.0
    when: When = When()
    children: tuple[Block, ...] = ()  # the blocks directly inside, for the kinds that have any

    @property
    def panel(self) -> str:
        return panel_of(self.path)

    @property
    def references(self) -> References:
        """All names that the block itself refers to, without its children."""
        behind = References(images=(self.art.name,), colours=(self.art.colour,)) if self.art else References()
        return References(grounds=(self.ground,)) + behind + self.when.references + self.own_references()

    def own_references(self) -> References:
        """The names in the keys of its kind."""
        return References()

    def with_members(self, members: Iterable[Group | Contact]) -> Block:
        """The block with what the group that it names has; *members* are groups of messages, and contacts of groups."""
        return self

    def faults(self, *, smallest_module: float, many_languages: bool) -> Iterator[LayoutError]:
        """Yield what is wrong with the block in a layout that says this of itself, apart from unknown names."""
        yield from ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The form of its messages in the layout, then the shorter ones that copy-fitting may use."""
        return ()

    @property
    def item_range(self) -> ItemRange | None:
        """How many items it may show, if copy-fitting may drop some."""
        return None

    @property
    def has_other_way(self) -> bool:
        """Whether copy-fitting may arrange it in another way, as in more columns."""
        return False

    @property
    def grows(self) -> bool:
        """Whether it becomes larger where nothing else needs the room."""
        return False

    @property
    def text_role(self) -> str:
        """The role of its running text; "" for a block of another sort."""
        return ""

    @property
    def is_paragraph(self) -> bool:
        """Whether only white space separates it from text above, not a marker or a box."""
        return False

    def is_absent(self, campaign: Campaign) -> bool:
        """Whether it shows nothing in *campaign*: a logo or a contact of which it has none, or only such blocks."""
        if self.shows_logo:
            return campaign.logo is None
        if campaign.absent and not campaign.absent.isdisjoint((*self.own_references().printed_contacts, self.when.has)):
            return True
        return bool(self.children) and all(child.is_absent(campaign) for child in self.children)

    def overset(self, problem: str, hint: str, path: str = "") -> OversetError:
        """The error that it has too little room; *path* is that of a block in it that needs the room."""
        return OversetError(problem, hint=hint, source=self.source, trail=[path or self.path])

    @property
    def prints_nothing(self) -> bool:
        """Whether it is white space only, which is not the first or last thing in a panel."""
        return False

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        return ()


def panel_of(path: str) -> str:
    """The name of the panel that a block's path begins with."""
    return path.partition("/")[0]


def on_sheet(block: Block, height: float) -> Block:
    """Return *block* with the heights in percent, its own and those inside it, on a sheet *height* points high."""
    percent = float(block.height) if isinstance(block.height, Percent) else block.height_percent
    return replace(
        block,
        height=percent / 100 * height if percent else block.height,
        height_percent=percent,
        children=tuple(on_sheet(child, height) for child in block.children),
    )


def within(block: Block) -> Iterator[Block]:
    """Yield *block* and every block inside it, containers before their children."""
    yield block
    for child in block.children:
        yield from within(child)
