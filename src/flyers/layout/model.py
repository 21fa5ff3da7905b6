"""A layout as data: the product's format, its type roles, its faces and their panels, which hold blocks.

Directions are neutral: *start* is where reading starts, left in English and right in Arabic. Lengths are points. The
kinds of block are in `flyers.layout.blocks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields, replace

from flyers.errors import LayoutError, Source, UsageError
from flyers.layout.block import NO_GAP, Block, Edge, on_sheet, within
from flyers.layout.finishing import FinishSpec
from flyers.page.items import is_quarter
from flyers.records import dataclass
from flyers.text.model import Weight
from flyers.units import total


@dataclass(frozen=True, slots=True)
class Role:
    """A type role: the size to aim at and the smallest one permitted, by size class (latin, other, nastaliq)."""

    name: str
    aim: Mapping[str, float]
    floor: Mapping[str, float]
    weight: Weight = "regular"
    leading: Mapping[str, float] = field(default_factory=dict)  # multiplies the language's own; 1 if none is given
    balance: bool = False
    tag: str = "P"  # the structure type of its texts


@dataclass(frozen=True, slots=True)
class Panel:
    """A vertical part of a face."""

    name: str
    width: float  # 0 for an equal share of what the other panels leave
    content: Block
    # How far its colours run past a fold onto its neighbour, less the neighbour's own ``over_fold``, points. Paper is
    # never folded exactly, and a line of the neighbour's colour at its edge would show.
    over_fold: float = 0.0
    rotate: int = 0  # turns its content as it does that of a block (`Block`)


@dataclass(frozen=True, slots=True)
class Face:
    """One side of the sheet, with its panels from start to end."""

    name: str
    ground: str
    panels: tuple[Panel, ...]
    flow: bool = False  # whether its one panel goes on over as many pages as its words need
    foot: Block | None = None  # blocks at the foot of each of these pages; None for none
    second: bool = False  # whether it is in the second of two languages

    @property
    def content(self) -> tuple[Block, ...]:
        """The outermost blocks: those of its panels, and its foot."""
        return (*(panel.content for panel in self.panels), *([self.foot] if self.foot else []))

    def on_sheet(self, height: float) -> Face:
        """The face on a sheet that is *height* points high, of which its blocks may have a percentage."""
        panels = tuple(replace(panel, content=on_sheet(panel.content, height)) for panel in self.panels)
        return replace(self, panels=panels, foot=self.foot and on_sheet(self.foot, height))


@dataclass(frozen=True, slots=True)
class Layout:
    """A product's layout: what the keys of its file say (``docs/layouts.md``), with the following."""

    product: str
    title: str
    width: float  # width, height: trim
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
    bilingual: str = ""  # the layout with one face that is set twice when a second language goes on the back
    formats: tuple[str, ...] = ()  # names of the formats in which it is made, its own first; none if it has one only
    local: str = "none"
    many_languages: bool = False
    pixels: tuple[int, int] | None = None  # width and height of an image; None for a product that is printed
    # Heights at the top and the bottom of an image that the program which shows it covers, points.
    covered: tuple[float, float] = (0.0, 0.0)
    seen_only: tuple[str, ...] = ()
    most_kilobytes: int = 0  # the most that an image's file may have, in 1000 bytes; 0 for no limit
    finishing: tuple[FinishSpec, ...] = ()  # what is done to the printed sheet with tools, in the places of the front
    scale: float = 1.0  # by how much its composed pages are enlarged or reduced (`flyers.layout.phone`)
    # Groups of roles in the order in which their type becomes smaller when text is too long. Roles that it doesn't name
    # are a group that gives way first.
    give_way: tuple[tuple[str, ...], ...] = ()
    # Where the file, or the one that it extends, has each of its keys (``title``), and each item of a list
    # (``reading/0``).
    places: Mapping[str, Source] = field(default_factory=dict, repr=False, compare=False)
    # These groups, worked out from it: all roles, each in one group; without “give_way” there is one.
    size_groups: tuple[frozenset[str], ...] = field(init=False)
    size_group_of: Mapping[str, int] = field(init=False)  # the number of each role's group
    # Paths of the blocks that begin or end a panel, worked out from the faces; their padding keeps the safe area clear.
    at_edge: Mapping[Edge, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at_edge", _at_panel_edges(self.faces))
        named = [frozenset(group) for group in self.give_way]
        unnamed = frozenset(self.roles).difference(*named)
        groups = (*([unnamed] if unnamed or not named else []), *named)
        object.__setattr__(self, "size_groups", groups)
        numbered = {role: number for number, group in enumerate(groups) for role in group}
        object.__setattr__(self, "size_group_of", numbered)

    def place(self, key: str, *items: int) -> Source:
        """Where the layout has a key of its top level, or an item of its list; the file's beginning if it has none."""
        whole = "/".join((key, *map(str, items)))
        return self.places.get(whole) or self.places.get(key) or self.source

    def panels(self) -> Iterator[tuple[Face, Panel, float]]:
        """Yield the panels from start to end with their widths; those without one share what the others leave."""
        for face in self.faces:
            left = self.width - total(panel.width for panel in face.panels)
            flexible = sum(not panel.width for panel in face.panels)
            for panel in face.panels:
                yield face, panel, panel.width or left / flexible

    @property
    def takes_a_second(self) -> bool:
        """Whether a second language can go on the piece: an image has no room for one."""
        return not self.is_image and (bool(self.bilingual) or len(self.faces) == 1 or self.has_second)

    @property
    def has_box(self) -> bool:
        """Whether the blocks for something local are shown."""
        return self.local == "box"

    @property
    def clear(self) -> Mapping[Edge, float]:
        """How far words keep from the upper and from the lower edge, points."""
        top, bottom = self.covered
        return {"top": max(self.safe, top), "bottom": max(self.safe, bottom)}

    @property
    def is_image(self) -> bool:
        """Whether it is an image for screens and not a printed piece."""
        return self.pixels is not None

    @property
    def suits_phones(self) -> bool:
        """Whether it is of use on a phone: no image, in one language, with nothing to tear off, cut out or turn."""
        tools = any(finish.kind != "fold" for finish in self.finishing)
        blocks = any(block.rotate or block.repeats for block in walk(self))
        panels = any(panel.rotate for face in self.faces for panel in face.panels)
        return not (self.is_image or self.many_languages or tools or blocks or panels)

    @property
    def has_second(self) -> bool:
        """Whether a part of the layout is in the second of two languages, so that the piece needs no other back."""
        return any(block.second for block in walk(self))


def walk(layout: Layout) -> Iterator[Block]:
    """Yield every block of the layout, containers before their children."""
    for face in layout.faces:
        for block in face.content:
            yield from within(block)


def _at_panel_edges(faces: Iterable[Face]) -> Mapping[Edge, frozenset[str]]:
    """Return the paths of the blocks that touch each edge of a panel's content, with the panels' own."""
    paths: dict[Edge, set[str]] = {"top": set(), "bottom": set()}
    todo: list[tuple[Block, Edge]] = [(block, edge) for face in faces for block in face.content for edge in paths]
    while todo:
        block, edge = todo.pop()
        if is_quarter(block.rotate):  # its edges are at the sides
            continue
        if block.rotate:
            edge = "bottom" if edge == "top" else "top"
        paths[edge].add(block.path)
        if getattr(block.padding, edge) == NO_GAP:  # what has padding there keeps its children off the edge
            todo += [(child, edge) for child in block.at_edge(edge)]
    return {edge: frozenset(touching) for edge, touching in paths.items()}


SECOND = "second-"  # Prefix of the names of faces, panels and roles in the second language.


def with_second_language(layout: Layout, bilingual: Layout | None) -> Layout:
    """Return *layout* for two languages: the one face of *bilingual*, or of *layout* itself, on the front and the back.

    It has the size of *layout*, whatever that of *bilingual*.

    Raises:
        UsageError: it is an image, or has several faces and no layout for two languages.
        LayoutError: *bilingual* is a layout for many languages, or an image.
    """
    if layout.is_image:
        problem = f"{layout.product} is an image and has no back for a second language."
        raise UsageError(problem, hint="Make an image in each language.")
    if bilingual and bilingual.is_image:
        problem = f"“{bilingual.product}” is an image; the layout under “bilingual” must be for paper."
        raise LayoutError(problem, source=layout.source)
    if layout.has_second:
        return layout
    if bilingual and bilingual.many_languages:
        problem = f"“{bilingual.product}” shows all languages; the layout under “bilingual” must be for one language."
        raise LayoutError(problem, source=layout.source)
    one_face = bilingual or layout
    if (faces := len(one_face.faces)) != 1:
        problem = f"A second language cannot go on the back of {layout.product}: it has {faces} faces already."
        hint = "Build the two languages separately, or write a layout with one face and name it under “bilingual” in "
        raise UsageError(problem, hint=f"{hint}{layout.source.path}.")
    front = one_face.faces[0].on_sheet(layout.height)
    again = {SECOND + name: replace(role, name=SECOND + name) for name, role in one_face.roles.items()}
    panels = tuple(replace(panel, name=SECOND + panel.name, content=_renamed(panel.content)) for panel in front.panels)
    foot = front.foot and _renamed(front.foot)
    back = replace(front, name=SECOND + front.name, panels=panels, foot=foot, second=True)
    give_way = tuple(tuple(sorted(group)) for group in one_face.size_groups)
    return replace(
        one_face,
        **{name: getattr(layout, name) for name in ("product", "width", "height", "bleed", "office")},
        bilingual=one_face.product,
        faces=(front, back),
        roles={**one_face.roles, **again},
        give_way=(*give_way, *(tuple(SECOND + name for name in group) for group in give_way)),
        reading=(*one_face.reading, *(SECOND + name for name in one_face.reading)),
    )


def _renamed(block: Block) -> Block:
    children = tuple(_renamed(child) for child in block.children)
    roles = {
        field.name: SECOND + role
        for field in fields(block)
        if field.name.endswith("role") and (role := getattr(block, field.name))
    }
    return replace(block, path=f"{SECOND}{block.path}", children=children, **roles)
