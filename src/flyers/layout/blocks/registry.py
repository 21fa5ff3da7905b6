"""The registry of kinds of block, through which the rest of the program reads, measures and arranges blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from contextlib import contextmanager
from dataclasses import field, replace
from math import inf
from typing import Any, Generic

from flyers.content.schema import Each, Kind, Problem, Record, Report, Required, check, did_you_mean, shorten
from flyers.content.yamlfile import Mapping
from flyers.errors import OversetError, Source
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock, B, PartExtent
from flyers.layout.blocks.keys import COMMON_KEYS
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.items import is_quarter
from flyers.process_cache import forget
from flyers.records import dataclass

_NARROWER = 0.01
"""Points by which lines must have become longer for their block to be arranged again: rounding."""

Arrange = Callable[[Block, float, "Setting", str], ArrangedBlock[Any]]


@dataclass(slots=True)
class ArrangedTurned(ArrangedBlock[Block]):
    """A turned block; width and height are those that it takes on the page.

    Attributes:
        content: the block as it is in its own axes, its padding included.
        arrange: as in the registry.
    """

    content: ArrangedBlock[Any]
    arrange: Arrange

    @property
    def line_gap(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.line_gap

    @property
    def most_growth(self) -> float:
        return inf if is_quarter(self.block.rotate) else self.content.most_growth

    @property
    def overhang_above(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.overhang_below

    @property
    def overhang_below(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.overhang_above

    def parts(self) -> Iterator[PartExtent]:
        yield from self.content.parts()

    def put(self, sheet: Sheet, start: float, top: float, height: float) -> None:
        with sheet.turned(self.block.rotate, start, top, self.width, height, self.block.path):
            self.put_inside(sheet, 0.0, 0.0, sheet.width, sheet.height)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        content = self.content
        if not is_quarter(self.block.rotate):
            content.put(sheet, start, top, height)
            return
        if width > content.width + _NARROWER:
            # It is beside higher blocks or has grown, so its lines may be longer.
            content = self.arrange(content.block, width, self.setting, self.ground)
        above, below = content.overhang_above, content.overhang_below
        content.put(sheet, start, top + above, height - above - below)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockKind(Generic[B]):
    """A kind of block: how it is read, measured and arranged. `register` makes it known.

    Attributes:
        name: the key under which a layout file has it.
        block: its dataclass, whose fields are the common keys and ``keys``; the key ``blocks`` fills ``children``.
        keys: schema of the keys of its own.
        arrange: returns the block arranged in a width, on a ground. Width and resulting height exclude the padding.
        natural_width: returns the width of its content in points when nothing forces a line break; without it, 0.
        rules: yields what is wrong with a block as the file has it, beyond its single keys.
    """

    name: str
    block: type[B]
    keys: AnyMapping[str, Kind]
    arrange: Callable[[B, float, Setting, str], ArrangedBlock[B]]
    natural_width: Callable[[B, Setting, str], float] | None = None
    rules: Callable[[B], Iterable[Problem]] | None = None

    record: Record = field(init=False, repr=False, compare=False)
    """The schema of its map in a layout file."""

    def __post_init__(self) -> None:
        keys = {**COMMON_KEYS, **self.keys}
        record = Record(keys, make=self.block, names={"blocks": "children"}, source=True, rules=self._problems)
        object.__setattr__(self, "record", record)

    def _problems(self, block: B) -> Iterator[Problem]:
        yield from self.rules(block) if self.rules else ()
        if is_quarter(block.rotate) and not block.height and not _has_width_of_its_own(block):
            yield Problem(
                f"A {self.name} on its side needs a height: its lines may break anywhere.",
                "Give it “height”: how far its lines run on the page.",
            )


_TOLERANCE = 0.01
"""Points by which a turned block may be too high: rounding."""

_by_name: dict[str, BlockKind[Any]] = {}
_by_class: dict[type[Block], BlockKind[Any]] = {}


def register(kind: BlockKind[Any]) -> None:
    """Make *kind* known.

    Raises:
        ValueError: its name or its dataclass is taken.
    """
    if kind.name in _by_name or kind.block in _by_class:
        raise ValueError(f"The kind of block “{kind.name}” is registered twice.")
    forget(check)  # layouts that have been refused or read without it
    _by_name[kind.name] = _by_class[kind.block] = kind


@contextmanager
def registered(kind: BlockKind[Any]) -> Iterator[None]:
    """Make *kind* known for as long as the context lasts (for tests)."""
    register(kind)
    try:
        yield
    finally:
        del _by_name[kind.name], _by_class[kind.block]
        forget(check)


def block_kinds() -> AnyMapping[str, BlockKind[Any]]:
    """Return all kinds of block by name, in the order of registration."""
    return _by_name


def kind_of(block: Block) -> BlockKind[Any]:
    return _by_class[type(block)]


@dataclass(frozen=True, slots=True)
class AnyBlock(Kind):
    """A block of any kind in a layout file: a map with one key, its kind."""

    says: str = "a block"

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if not isinstance(value, Mapping) or len(value) != 1 or (name := next(iter(value))) not in _by_name:
            if isinstance(value, Mapping) and len(value) == 1:
                raise Problem(
                    f"There is no block “{shorten(name)}”.",
                    f"{did_you_mean(name, _by_name)} The kinds are {', '.join(_by_name)}.".strip(),
                )
            raise Problem(
                "A block is a map with one key, its kind.",
                f"The kinds are {', '.join(_by_name)}: “- text: {{message: …, role: …}}”.",
            )
        if not isinstance(value[name], Mapping):
            raise Problem(f"A {name} needs a map.", f"Write “- {name}: {{…}}”.")
        return _by_name[name].record.convert(value[name], at, report)


BLOCKS = Required(Each(AnyBlock(), least=1))
"""The key of a container with its blocks."""


def arrange(block: Block, width: float, setting: Setting, ground: str) -> ArrangedBlock[Any]:
    """Arrange *block* in *width* points on *ground*; a ground of its own takes over inside it.

    A step of copy-fitting changes few blocks; the others come from a cache.

    Raises:
        OversetError: something that may not be broken is wider than the width.
    """
    if block.second:
        block, setting = replace(block, second=False), setting.second
    if block.rotate:
        return arrange_turned(block, width, setting, ground)
    ground = block.ground or ground
    state = setting.state_of(block)
    key = (block.path, width, ground, state)
    known: ArrangedBlock[Any] | None = setting.blocks.get(key)
    if known is not None and known.block is block:
        return known
    try:
        arranged = _by_class[type(block)].arrange(block, _inner(block, width, setting), setting, ground)
    except OversetError as error:
        raise error.within(block.path) if not error.trail else error from None
    arranged.width = width
    least = block.height * (1.0 - setting.rung.loose.get(block.panel, 0.0))
    arranged.height = max(arranged.height + arranged.room_above + arranged.room_below, least)
    setting.blocks[key] = arranged
    return arranged


def _inner(block: Block, width: float, setting: Setting) -> float:
    """Return what the padding at the sides of *block* leaves of its *width*.

    Raises:
        OversetError: nothing.
    """
    sides = _sides(block, setting)
    if 0 < width <= sides:
        raise OversetError(
            f"This block is {width:.1f} pt wide, and the padding at its sides takes {sides:.1f} pt.",
            hint="Is the unit right? A number without one is a multiple of the layout's “space”.",
            source=block.source,
            trail=[block.path],
        )
    return width - sides


def natural_width(block: Block, setting: Setting, ground: str) -> float:
    """Return the width in points that *block* takes when nothing forces a line break, with its padding."""
    if isinstance(block.width, int | float):
        return block.width
    setting = setting.second if block.second else setting
    if is_quarter(block.rotate):
        return turned_width(block, setting, ground)
    measure = _by_class[type(block)].natural_width
    inner = measure(block, setting, block.ground or ground) if measure else 0.0
    return inner + _sides(block, setting)


def arrange_turned(block: Block, width: float, setting: Setting, ground: str) -> ArrangedTurned:
    """Arrange a turned *block* in *width* points of the page.

    Raises:
        OversetError: it is on its side, and its content is higher than *width*.
    """
    content = replace(block, rotate=0)
    if not is_quarter(block.rotate):
        arranged = arrange(content, width, setting, ground)
        return ArrangedTurned(block, setting, ground, width, arranged.height, arranged, arrange)
    arranged = _on_its_side(content, setting, ground)
    needed = arranged.overhang_above + arranged.height + arranged.overhang_below
    if needed > width + _TOLERANCE:
        raise OversetError(
            f"This turned block needs {needed:.1f} pt across its lines and has {width:.1f} pt.",
            hint="Give it more width, or more height for longer lines, or its roles a smaller floor.",
            source=block.source,
            trail=[block.path],
        )
    return ArrangedTurned(block, setting, ground, width, arranged.width, arranged, arrange)


def turned_width(block: Block, setting: Setting, ground: str) -> float:
    """Return the width in points that a *block* on its side takes on the page."""
    arranged = _on_its_side(replace(block, rotate=0), setting, ground)
    return arranged.overhang_above + arranged.height + arranged.overhang_below


def _on_its_side(content: Block, setting: Setting, ground: str) -> ArrangedBlock[Any]:
    """Arrange the content of a block on its side: its lines are as long as the block is high, or unbroken."""
    measure = content.height or natural_width(replace(content, width=None), setting, ground)
    return arrange(replace(content, height=0.0, width=None), measure, setting, ground)


def _has_width_of_its_own(block: Block) -> bool:
    """Whether something in *block* has a width when no line is broken."""
    if block.children:
        return any(map(_has_width_of_its_own, block.children))
    return block.width not in (None, "fit") or _by_class[type(block)].natural_width is not None


def _sides(block: Block, setting: Setting) -> float:
    return setting.points(block.padding.start) + setting.points(block.padding.end)
