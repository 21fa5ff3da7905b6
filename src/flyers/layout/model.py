"""A layout as data: the product's format, its faces and panels, and what all blocks have in common.

Directions are neutral: *start* is where reading starts, left in English and right in Arabic. Lengths are points. The
kinds of block are in `flyers.layout.blocks`, one file for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import ClassVar, Literal

from flyers.content.messages import Group
from flyers.errors import LayoutError, Source
from flyers.layout.finishing import FinishSpec
from flyers.layout.turning import is_quarter
from flyers.records import dataclass
from flyers.text.model import Weight

Edge = Literal["top", "bottom"]


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


@dataclass(frozen=True, slots=True)
class PrintedMessage:
    """A message that a block may print, and the forms in which it may print it."""

    id: str
    forms: tuple[str, ...] = ("text",)


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Names that a block refers to. Empty names are ignored.

    Attributes:
        printed, printed_contacts: messages and contacts that it may print.
        messages, contacts: those that it only asks about, as a condition does.
        groups: of messages.
        languages: tags.
        roles: type roles of the layout.
        grounds, colours: of the theme.
        images: of the campaign.
    """

    printed: tuple[PrintedMessage, ...] = ()
    printed_contacts: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    def __add__(self, other: References) -> References:
        return References(
            printed=self.printed + other.printed,
            printed_contacts=self.printed_contacts + other.printed_contacts,
            messages=self.messages + other.messages,
            contacts=self.contacts + other.contacts,
            groups=self.groups + other.groups,
            languages=self.languages + other.languages,
            roles=self.roles + other.roles,
            grounds=self.grounds + other.grounds,
            colours=self.colours + other.colours,
            images=self.images + other.images,
        )


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which a block or an item is shown; all parts that are given must hold.

    Attributes:
        served, not_served: a contact that answers, or does not answer, in the language of the build directly.
        languages, not_languages: tags.
        translated: a message that must be translated into the block's language.
        last_side: holds on the back of a piece in two languages, and on a piece in one language.
    """

    served: str = ""
    not_served: str = ""
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    translated: str = ""
    last_side: bool = False

    @property
    def references(self) -> References:
        """The names that it asks about."""
        return References(
            contacts=(self.served, self.not_served),
            languages=self.languages + self.not_languages,
            messages=(self.translated,),
        )


ALWAYS = When()


Fit = Literal["contain", "cover", "width"]
"""How a picture takes its box: as large as fits inside; as small as covers it, what is beyond being cut off; or as wide
as the box, whatever its height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """An image behind a block.

    Attributes:
        at: where it is in its box if it is smaller or larger: start, center or end; top, center or bottom.
        mirror: whether it is turned over on right-to-left pages.
        colour: what ``currentColor`` is in it; "" for the colour of pictograms on the block's ground.
    """

    name: str
    fit: Fit = "cover"
    at: tuple[str, str] = ("center", "center")
    mirror: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ItemRange:
    """How many items a block shows: copy-fitting begins with `aim` and may go down to `least` or up to `most`."""

    least: int
    aim: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Base of all blocks: what every block has, and what the rest of the program may ask of any block.

    Attributes:
        source: its place in the file.
        path: its place in the layout (``front/column[1]/text[0]``), for errors and the build report.
        grow: share of a column's spare height that it takes.
        width: fixed; ``fit`` for the natural width of its content; None for a ``share`` of what is left in a row.
        height: the least height, padding included. Bands whose heights add up to that of their panel are fixed: more
            text makes the panel too full, and type gives way.
        align: across the container's axis: start, center, end, stretch.
        rotate: degrees by which it is turned with all that is in it, clockwise on left-to-right pages and the other way
            on right-to-left ones, which are mirrored. Its width, height, share, growth and alignment are those of the
            turned block on the page; its padding and gaps turn with it.
        art: an image over its ground and behind its content.
        second: in the second of two languages on the piece, if there are two.
        read_last: a screen reader meets it after the rest of its panel, wherever it stands.
        children: the blocks directly inside, for the kinds that have any.
    """

    prints_nothing: ClassVar[bool] = False
    """Whether the kind is white space only, which is not the first or last thing in a panel."""

    shows_logo: ClassVar[bool] = False
    """Whether the kind is the campaign's logo, which not every campaign has."""

    counts_pages: ClassVar[bool] = False
    """Whether the kind puts numbers in place of ``{page}`` and ``{pages}``."""

    runs: ClassVar[bool] = False
    """Whether the kind may stand in a foot, where a screen reader passes over it and nothing can be touched."""

    source: Source
    path: str = ""
    grow: float = 0.0
    width: float | Literal["fit"] | None = None
    share: float = 1.0
    height: float = 0.0
    align: str = "stretch"
    rotate: int = 0
    second: bool = False
    read_last: bool = False
    ground: str = ""
    art: Art | None = None
    padding: Insets = Insets()
    radius: float = 0.0
    when: When = When()
    children: tuple[Block, ...] = ()

    @property
    def panel(self) -> str:
        """The name of the panel that the block is in."""
        return panel_of(self.path)

    @property
    def references(self) -> References:
        """All names that the block itself refers to, without its children."""
        behind = References(images=(self.art.name,), colours=(self.art.colour,)) if self.art else References()
        return References(grounds=(self.ground,)) + behind + self.when.references + self.own_references()

    def own_references(self) -> References:
        """The names in the keys of its kind."""
        return References()

    def with_groups(self, groups: Mapping[str, Group]) -> Block:
        """The block with the messages of the *groups* that it names."""
        return self

    def faults(self, layout: Layout) -> Iterator[LayoutError]:
        """Yield what is wrong with the block in *layout*, apart from unknown names."""
        yield from ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The form of its messages that it asks for, then the shorter ones that copy-fitting may fall back to."""
        return ()

    @property
    def item_range(self) -> ItemRange | None:
        """How many items it may show, if copy-fitting may drop some."""
        return None

    @property
    def gives_up_rows(self) -> bool:
        """Whether it has rows of one height, which copy-fitting may give up."""
        return False

    @property
    def text_role(self) -> str:
        """The role of its running text; "" for a block of another sort."""
        return ""

    @property
    def is_paragraph(self) -> bool:
        """Whether white space alone separates it from text above, without a marker or a box."""
        return False

    @property
    def is_for_logo(self) -> bool:
        """Whether nothing but the logo is in it."""
        return self.shows_logo or bool(self.children and all(child.is_for_logo for child in self.children))

    def at_edge(self, edge: Edge) -> tuple[Block, ...]:
        """The children that touch that edge of the block."""
        return ()


def panel_of(path: str) -> str:
    """The name of the panel that a block's path begins with."""
    return path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Role:
    """A type role: the size to aim at and the smallest one permitted, by size class (latin, other, nastaliq).

    ``tag`` is the structure type of a text in this role; ``leading`` multiplies the language's own leading, by size
    class (1 where none is given).
    """

    name: str
    aim: Mapping[str, float]
    floor: Mapping[str, float]
    weight: Weight = "regular"
    leading: Mapping[str, float] = field(default_factory=dict)
    balance: bool = False
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class Panel:
    """A vertical part of a face. ``width`` 0 means an equal share of what the other panels leave.

    ``rotate`` turns its content as it does that of a block (`Block`).
    ``over_fold`` is how far its colours run past a fold onto its neighbour, less the neighbour's own ``over_fold``,
    points. Paper is never folded exactly, and a line of the neighbour's colour at its edge would show.
    """

    name: str
    width: float
    content: Block
    over_fold: float = 0.0
    rotate: int = 0


@dataclass(frozen=True, slots=True)
class Face:
    """One side of the sheet, with its panels from start to end.

    Attributes:
        flow: whether its one panel goes on over as many pages as its words need.
        foot: blocks at the foot of each of these pages; None for none.
        second: whether it is in the second of two languages.
    """

    name: str
    ground: str
    panels: tuple[Panel, ...]
    flow: bool = False
    foot: Block | None = None
    second: bool = False

    @property
    def content(self) -> tuple[Block, ...]:
        """The outermost blocks: those of its panels, and its foot."""
        return (*(panel.content for panel in self.panels), *([self.foot] if self.foot else []))


@dataclass(frozen=True, slots=True)
class Layout:
    """A product's layout.

    Attributes:
        width, height: trim.
        about: a sentence that tells a coordinator what the product is for.
        reading: names of the panels in the order in which a reader meets them.
        smallest_module: of QR codes.
        office: the sheet on which an office prints it.
        on_request: whether it is built only when it is named.
        pixels: width and height of an image; None for a product that is printed.
        covered: heights at the top and the bottom of an image that the program which shows it covers, points.
        seen_only: messages that mean nothing to those who do not see the image, as the caption of a code.
        most_kilobytes: the most that an image's file may have, in 1000 bytes; 0 for no limit.
        bilingual: the layout with one face that is set twice when a second language goes on the back.
        many_languages: whether it shows all languages of the campaign at once.
        finishing: what is done to the printed sheet with tools, in the places of the front.
        give_way: groups of roles in the order in which their type becomes smaller when text is too long. Roles that it
            doesn't name are a group that gives way first.
        size_groups: all groups in that order, worked out from it; one with all roles if there is no order.
        group_of: the number of each role's group.
        groups_in: the numbers of the groups that a panel has text in, by its name.
        at_top, at_bottom: paths of the blocks that begin or end a panel, worked out from the faces; their padding keeps
            the safe area clear.
    """

    product: str
    title: str
    width: float
    height: float
    bleed: float
    safe: float
    space: float
    smallest_module: float
    roles: Mapping[str, Role]
    faces: tuple[Face, ...]
    reading: tuple[str, ...]
    source: Source
    reversed_floor: float = 8.0
    about: str = ""
    office: str = "letter"
    on_request: bool = False
    bilingual: str = ""
    many_languages: bool = False
    pixels: tuple[int, int] | None = None
    covered: tuple[float, float] = (0.0, 0.0)
    seen_only: tuple[str, ...] = ()
    most_kilobytes: int = 0
    finishing: tuple[FinishSpec, ...] = ()
    give_way: tuple[tuple[str, ...], ...] = ()
    size_groups: tuple[frozenset[str], ...] = field(init=False)
    group_of: Mapping[str, int] = field(init=False)
    groups_in: Mapping[str, tuple[int, ...]] = field(init=False)
    at_top: frozenset[str] = field(init=False)
    at_bottom: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at_top", _at_panel_edge(self.faces, "top"))
        object.__setattr__(self, "at_bottom", _at_panel_edge(self.faces, "bottom"))
        named = [frozenset(group) for group in self.give_way]
        unnamed = frozenset(self.roles).difference(*named)
        groups = (*([unnamed] if unnamed or not named else []), *named)
        object.__setattr__(self, "size_groups", groups)
        group_of = {role: number for number, group in enumerate(groups) for role in sorted(group)}
        object.__setattr__(self, "group_of", group_of)
        object.__setattr__(self, "groups_in", self._groups_in_panels())

    def _groups_in_panels(self) -> dict[str, tuple[int, ...]]:
        panels = [panel for face in self.faces for panel in face.panels]
        if len(self.size_groups) == 1:
            return dict.fromkeys((panel.name for panel in panels), (0,))
        found = {}
        for panel in panels:
            roles = {role for block in within(panel.content) for role in block.references.roles}
            found[panel.name] = tuple(sorted({self.group_of[role] for role in roles & self.group_of.keys()}))
        return found

    @property
    def takes_a_second(self) -> bool:
        """Whether a second language can go on the piece: an image has no room for one."""
        return not self.is_image and (bool(self.bilingual) or len(self.faces) == 1 or self.has_second)

    @property
    def clear(self) -> tuple[float, float]:
        """How far words keep from the upper and from the lower edge, points."""
        top, bottom = self.covered
        return max(self.safe, top), max(self.safe, bottom)

    @property
    def is_image(self) -> bool:
        """Whether it is an image for screens and not a printed piece."""
        return self.pixels is not None

    @property
    def has_second(self) -> bool:
        """Whether a part of the layout is in the second of two languages, so that the piece needs no other back."""
        return any(block.second for block in walk(self))


def walk(layout: Layout) -> Iterator[Block]:
    """Yield every block of the layout, containers before their children."""
    for face in layout.faces:
        for block in face.content:
            yield from within(block)


def within(block: Block) -> Iterator[Block]:
    """Yield *block* and every block inside it, containers before their children."""
    yield block
    for child in block.children:
        yield from within(child)


def _at_panel_edge(faces: Iterable[Face], edge: Edge) -> frozenset[str]:
    """Return the paths of the blocks that touch that edge of a panel, with the panels' own.

    The edges are those of the content: a turned panel turns its own. Both edges of what is turned upside down in a
    panel change places, and those of a block on its side are at the sides.
    """
    paths: set[str] = set()
    contents = [block for face in faces for block in face.content]
    todo: list[tuple[Block, Edge]] = [*((one, "top") for one in contents), *((one, "bottom") for one in contents)]
    while todo:
        block, touched = todo.pop()
        if is_quarter(block.rotate):
            continue
        if block.rotate:
            touched = "bottom" if touched == "top" else "top"
        if touched == edge:
            paths.add(block.path)
        todo += [(child, touched) for child in block.at_edge(touched)]
    return frozenset(paths)
