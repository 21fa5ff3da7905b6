"""What a layout says, as data: faces, panels and the blocks inside them.

Directions are neutral: *start* is where reading starts (left in English, right in Arabic). Lengths are points. A gap is
a `Gap`: either a fixed length or a multiple of the layout's `space`, which copy-fitting may tighten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flyers.errors import Source
from flyers.text.model import Align, Weight


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance: `fixed` points, plus `units` times the layout's space (which tightens when text needs room)."""

    fixed: float = 0.0
    units: float = 0.0

    def points(self, space: float) -> float:
        return self.fixed + self.units * space


NONE = Gap()


def panel_of(path: str) -> str:
    """The name of the panel that a block's path begins with."""
    return path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Insets:
    """Padding inside a block."""

    top: Gap = NONE
    end: Gap = NONE
    bottom: Gap = NONE
    start: Gap = NONE


@dataclass(frozen=True, slots=True)
class When:
    """A block's condition: every part that is given must hold.

    ``served``/``not_served`` name a contact: does it answer in the language of the build directly? ``languages`` and
    ``not_languages`` are tags; ``translated`` is a message that must be there in the block's language;
    ``last_side`` holds behind, where a second language stands behind the first, and on a thing in one language.
    """

    served: str = ""
    not_served: str = ""
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    translated: str = ""
    last_side: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What every block has.

    Attributes:
        path: where the block stands in the layout (``front/column[1]/text[0]``), for errors and the build report.
        grow: share of the spare height (in a column) that it takes.
        width: fixed width; ``fit`` takes the natural width of the content; else ``share`` of what is left in a row.
        align: across the container's axis: start, center, end, stretch.
    """

    path: str
    source: Source
    grow: float = 0.0
    width: float | None = None
    fit: bool = False
    share: float = 1.0
    align: str = "stretch"
    ground: str = ""
    padding: Insets = Insets()
    radius: float = 0.0
    when: When = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Block):
    """Blocks under one another. ``justify`` says where spare height goes when no child grows."""

    children: tuple[Block, ...]
    gap: Gap = NONE
    justify: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Block):
    """Blocks beside one another, from start to end."""

    children: tuple[Block, ...]
    gap: Gap = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages(Block):
    """Its blocks once for every language of the campaign, in columns, each set as that language is.

    ``needs`` is a message: languages into which it is not translated are left out. ``rows`` are the most languages in a
    column (0: any number); for more there are more columns.
    """

    children: tuple[Block, ...]
    needs: str = ""
    columns: int = 1
    rows: int = 0
    column_gap: Gap = NONE
    gap: Gap = NONE
    entry_gap: Gap = NONE


Container = Column | Row | Languages
"""The blocks that hold others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Block):
    """One message. ``form`` is the form wanted; ``shorter`` the forms to fall back to, one after the other.

    ``set`` counts from where its language begins to be read, with ``follow_page`` from where the page's does.
    """

    message: str
    role: str
    form: str = "text"
    shorter: tuple[str, ...] = ()
    colour: str = ""
    set: Align = "start"
    follow_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Block):
    """The display form of a contact. ``fill`` enlarges it to the width of its column, up to the role's aim."""

    contact: str
    role: str
    fill: bool = False
    colour: str = ""
    set: Align = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Block):
    """Messages as a list. With ``least``, as many as fit are shown in order of priority, never fewer than that."""

    messages: tuple[str, ...]
    role: str
    form: str = "text"
    shorter: tuple[str, ...] = ()
    marker: str = "bullet"
    marker_size: Gap = NONE
    marker_gap: Gap = NONE
    colour: str = ""
    marker_colour: str = ""
    columns: int = 1
    column_gap: Gap = NONE
    gap: Gap = NONE
    least: int = 0
    aim: int = 0
    spread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Block):
    """A QR code to a contact's target, on paper white with its quiet zone; ``frame`` is the band around that."""

    contact: str
    module: float
    level: str = "M"
    frame: Gap = NONE
    frame_colour: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon(Block):
    """A pictogram, ``size`` high."""

    name: str
    size: Gap
    colour: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Block):
    """A straight line across the column, ``weight`` thick."""

    weight: float
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space(Block):
    """Nothing, ``size`` high; with ``grow`` it takes up spare height."""

    size: Gap = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint(Block):
    """The edition code in small print (``es · wallet-card · 2026-11 · 4f2a91c``)."""

    role: str
    colour: str = ""
    set: Align = "start"


@dataclass(frozen=True, slots=True)
class Role:
    """A type role: the size to aim at, and the smallest permitted, per size class (latin, other, nastaliq).

    ``tag`` is the structure type of a text in this role; ``leading`` multiplies the language's own leading.
    """

    name: str
    aim: Mapping[str, float]
    floor: Mapping[str, float]
    weight: Weight = "regular"
    leading: float = 1.0
    balance: bool = False
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class Panel:
    """A vertical part of a face, ``width`` wide (0: an equal share of what is left)."""

    name: str
    width: float
    content: Column


@dataclass(frozen=True, slots=True)
class Face:
    """One side of the sheet, panels from start to end; ``second`` when it speaks the second language of two."""

    name: str
    ground: str
    panels: tuple[Panel, ...]
    second: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A product's layout.

    Attributes:
        width, height: trim.
        reading: names of the panels in the order in which a reader meets them.
        smallest_module: of QR codes, points.
        office: the sheet on which an office prints it.
        on_request: whether it is made only when it is asked for by name.
        bilingual: the layout of one face that is set twice when a second language stands behind the first.
        many_languages: whether it speaks all languages of the campaign at once.
        at_top, at_bottom: paths of the blocks that begin or end a panel: their padding keeps the safe area clear.
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
    office: str = "letter"
    on_request: bool = False
    bilingual: str = ""
    many_languages: bool = False
    at_top: frozenset[str] = frozenset()
    at_bottom: frozenset[str] = frozenset()

    @property
    def takes_a_second(self) -> bool:
        """Whether a second language can stand behind the first."""
        return bool(self.bilingual) or len(self.faces) == 1


def at_panel_edge(faces: Iterable[Face], place: int) -> frozenset[str]:
    """Paths of the blocks that come first (*place* 0) or last (-1) in a panel, with the panel's own."""
    found: set[str] = set()
    todo: list[Block] = [panel.content for face in faces for panel in face.panels]
    while todo:
        block = todo.pop()
        found.add(block.path)
        if isinstance(block, Column):
            shown = [child for child in block.children if not isinstance(child, Space)]
            todo += shown[:1] if place == 0 else shown[-1:]
        elif isinstance(block, Row):
            todo += block.children
    return frozenset(found)


def children(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside."""
    return block.children if isinstance(block, Container) else ()
