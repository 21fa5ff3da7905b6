"""The registry of kinds of block, through which the rest of the program reads, measures and arranges blocks.

It also has the keys in a layout file that several kinds share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from math import inf
from typing import Any, Generic

from flyers.content.schema import (
    Custom,
    Each,
    Flag,
    Kind,
    Length,
    Number,
    OneOf,
    Problem,
    Record,
    Report,
    Required,
    Shorthand,
    Text,
    check,
    did_you_mean,
    shorten,
)
from flyers.content.yamlfile import Mapping as YamlMapping
from flyers.errors import Source
from flyers.layout.block import NO_GAP, Art, Block, Edge, Gap, Insets, Percent, When
from flyers.layout.blocks.base import ArrangedBlock, B, PartExtent
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.items import is_quarter
from flyers.process_cache import forget
from flyers.records import dataclass
from flyers.units import length

_FORMS = ("text", "poster", "short")  # Forms of a message, from the longest to the shortest.

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def _gap(value: Any) -> Gap:
    """Read ``6pt``, or a number of spaces."""
    in_spaces = isinstance(value, int | float) and not isinstance(value, bool)
    number = float(value) if in_spaces else length(value)
    if number < 0:
        raise Problem(f"A gap cannot be negative: {value}.", "Give 0, or make the gap beside it smaller.")
    return Gap(units=number) if in_spaces else Gap(fixed=number)


def _size(value: Any) -> Gap:
    size = _gap(value)
    if size == NO_GAP:
        raise Problem(f"{value} is not a size.", "Leave the block out, or give a size such as “24pt”.")
    return size


def _insets(value: Any) -> Insets:
    """Read a gap for all sides, ``[above and below, at the sides]``, or a map of top, end, bottom, start, x, y."""
    if isinstance(value, list):
        if len(value) != 2:
            raise Problem("A list of padding has two gaps.", "Write [above and below, at the sides].")
        vertical, horizontal = map(_gap, value)
        return Insets(vertical, horizontal, vertical, horizontal)
    if not isinstance(value, dict):
        gap = _gap(value)
        return Insets(gap, gap, gap, gap)
    if unknown := value.keys() - {"top", "end", "bottom", "start", "x", "y"}:
        raise Problem(f"The side “{min(unknown)}” is not known here.", "The sides are bottom, end, start, top, x, y.")
    sides = {side: _gap(points) for side, points in value.items()}
    x, y = sides.get("x", NO_GAP), sides.get("y", NO_GAP)
    return Insets(sides.get("top", y), sides.get("end", x), sides.get("bottom", y), sides.get("start", x))


def _shorter_forms(value: Any) -> tuple[str, ...]:
    """Read one form, or several, each shorter than the one before."""
    forms = tuple(value) if isinstance(value, list) else (value,)
    if any(form not in _FORMS[1:] for form in forms) or list(forms) != sorted(forms, key=_FORMS.index):
        raise Problem("Shorter forms are “poster”, “short”, or [poster, short].")
    return forms


def _of_sheet(value: Any) -> float:
    if isinstance(value, str) and (match := _PERCENT.fullmatch(value)):
        return Percent(match[1])
    return length(value)


def _turn(value: Any) -> int:
    if isinstance(value, bool) or value not in (90, 180, 270):
        raise Problem(f"{value} is not a turn.", "Write 90, 180 or 270: degrees clockwise.")
    return int(value)


def _at(value: Any) -> tuple[str, str]:
    """Read ``bottom``, or ``[end, bottom]``: where a picture is across and down; in the middle where nothing says."""
    words = value if isinstance(value, list) else [value]
    across = [word for word in words if word in ("start", "end")]
    down = [word for word in words if word in ("top", "bottom")]
    if max(len(across), len(down)) > 1 or len(words) > 2 or len([*across, *down]) + words.count("center") != len(words):
        problem = "Places are start, center or end, and top, center or bottom."
        raise Problem(problem, "Write one of each: [end, bottom].")
    return (across or ["center"])[0], (down or ["center"])[0]


NAME = Text()
GAP = Custom(_gap, "a gap")
SIZE = Custom(_size, "a length, or a number of the layout’s `space`; more than 0")
PADDING = Custom(_insets, "a gap, two gaps, or gaps of `top`, `end`, `bottom`, `start`, `x`, `y`")
FORM = OneOf(*_FORMS)
SHORTER_FORMS = Custom(_shorter_forms, "`poster`, `short`, or both in a list")
TEXT_ALIGN = OneOf("start", "center", "end")
TURN = Custom(_turn, "`90`, `180` or `270`: degrees clockwise")
TAGS = Custom(lambda value: tuple(value) if isinstance(value, list) else (str(value),), "language tags")
JUSTIFY = OneOf("start", "center", "end", "between")
WHEN = Record({  # the condition of a block, or of an item in a list
    "served": NAME, "not_served": NAME, "languages": TAGS, "not_languages": TAGS, "translated": NAME, "has": NAME,
    "last_side": Flag(),
}, make=When)  # fmt: skip
FIT = OneOf("contain", "cover", "width")
AT = Custom(_at, "`start`, `end`, `top`, `bottom`, `center`, or two of them in a list")
_ART_KEYS = {"name": Required(NAME), "fit": FIT, "at": AT, "mirror": Flag(), "colour": NAME}
ART = Shorthand(Record(_ART_KEYS, make=Art), "name")  # The image behind a block, or behind the blocks of a panel.
PANEL_WIDTH = Custom(_of_sheet, "a length, or a percent of the sheet’s width (`33%`)")
COMMON_KEYS: Mapping[str, Kind] = {
    "grow": Number(0),
    "width": Custom(lambda value: "fit" if value == "fit" else length(value), "a length, or `fit`"),
    "share": Number(0.01),
    "height": Custom(_of_sheet, "a length, or a percent of the sheet’s height (`34%`)"),
    "align": OneOf("start", "center", "end", "stretch"), "rotate": TURN, "second": Flag(), "read_last": Flag(),
    "ground": NAME, "art": ART, "padding": PADDING, "radius": Length(), "when": WHEN,
}  # fmt: skip  # of every block

_TOLERANCE = 0.01  # Points by which a turned block may be too high, or lines longer without being broken again.


@dataclass(slots=True)
class ArrangedTurned(ArrangedBlock[Block]):
    """A turned block, with its *content* in its own axes, padding included; its size is what it takes on the page."""

    content: ArrangedBlock[Any]

    @property
    def line_gap(self) -> float:
        return 0.0 if is_quarter(self.block.rotate) else self.content.line_gap

    @property
    def most_growth(self) -> float:
        return inf if is_quarter(self.block.rotate) else self.content.most_growth

    def overhang(self, edge: Edge) -> float:
        upside_down: Edge = "bottom" if edge == "top" else "top"
        return 0.0 if is_quarter(self.block.rotate) else self.content.overhang(upside_down)

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
        if width > content.width + _TOLERANCE:
            # It is beside higher blocks or has grown, so its lines may be longer.
            content = arrange(content.block, width, self.setting, self.ground)
        above, below = content.overhang("top"), content.overhang("bottom")
        content.put(sheet, start, top + above, height - above - below)


@dataclass(frozen=True, slots=True)
class BlockKind(Generic[B]):
    """A kind of block: how it is read, measured and arranged. `register` makes it known."""

    name: str  # the key under which a layout file has it
    block: type[B]  # its dataclass, whose fields are the common keys and ``keys``; ``blocks`` fills ``children``
    keys: Mapping[str, Kind]  # schema of the keys of its own
    # Returns the block arranged in a width, on a ground. Width and resulting height exclude the padding.
    arrange: Callable[[B, float, Setting, str], ArrangedBlock[B]]
    # Returns the width of its content in points when nothing forces a line break; without it, 0.
    natural_width: Callable[[B, Setting, str], float] | None = None
    # Yields what is wrong with a block as the file has it, beyond its single keys.
    rules: Callable[[B], Iterable[Problem]] | None = None
    record: Record = field(init=False, repr=False, compare=False)  # the schema of its map in a layout file

    def __post_init__(self) -> None:
        keys = {**COMMON_KEYS, **self.keys}
        record = Record(keys, make=self.block, names={"blocks": "children"}, source=True, rules=self._problems)
        object.__setattr__(self, "record", record)

    def _problems(self, block: B) -> Iterator[Problem]:
        yield from self.rules(block) if self.rules else ()
        if is_quarter(block.rotate) and not block.height and not _has_width_of_its_own(block):
            problem = f"A {self.name} on its side needs a height: its lines may break anywhere."
            yield Problem(problem, "Give it “height”: how far its lines run on the page.")


def _has_width_of_its_own(block: Block) -> bool:
    if block.children:
        return any(map(_has_width_of_its_own, block.children))
    return block.width not in (None, "fit") or kind_of(block).natural_width is not None


KINDS: dict[str, BlockKind[Any]] = {}  # All kinds of block by name, in the order of registration.
_by_class: dict[type[Block], BlockKind[Any]] = {}


def register(kind: BlockKind[Any]) -> None:
    """Make *kind* known; raises ValueError if its name or its dataclass is taken."""
    if kind.name in KINDS or kind.block in _by_class:
        raise ValueError(f"The kind of block “{kind.name}” is registered twice.")
    forget(check)  # layouts that have been refused or read without it
    KINDS[kind.name] = _by_class[kind.block] = kind


def kind_of(block: Block) -> BlockKind[Any]:
    return _by_class[type(block)]


@dataclass(frozen=True, slots=True)
class AnyBlock(Kind):
    """A block of any kind in a layout file: a map with one key, its kind."""

    says: str = "a block"

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if not isinstance(value, YamlMapping) or len(value) != 1:
            hint = f"The kinds are {', '.join(KINDS)}: “- text: {{message: …, role: …}}”."
            raise Problem("A block is a map with one key, its kind.", hint)
        ((name, keys),) = value.items()
        if name not in KINDS:
            hint = f"{did_you_mean(name, KINDS)} The kinds are {', '.join(KINDS)}.".strip()
            raise Problem(f"There is no block “{shorten(name)}”.", hint)
        if not isinstance(keys, YamlMapping):
            raise Problem(f"A {name} needs a map.", f"Write “- {name}: {{…}}”.")
        return KINDS[name].record.convert(keys, at, report)


BLOCKS = Required(Each(AnyBlock(), least=1))  # The key of a container with its blocks.


def arrange(block: Block, width: float, setting: Setting, ground: str) -> ArrangedBlock[Any]:
    """Arrange *block* in *width* points on *ground*; a ground of its own takes over inside it. Raises OversetError."""
    if block.second:
        block, setting = replace(block, second=False), setting.second
    if block.rotate:
        return _arrange_turned(block, width, setting, ground)
    ground = block.ground or ground
    # A step of copy-fitting changes few blocks; the others come from a cache.
    key = ("block", block.path, width, ground, setting.state_of(block))
    known: ArrangedBlock[Any] | None = setting.cache.get(key)
    if known is not None and known.block is block:
        return known
    sides = _sides(block, setting)
    if 0 < width <= sides:
        problem = f"This block is {width:.1f} pt wide, and the padding at its sides takes {sides:.1f} pt."
        raise block.overset(problem, "Is the unit right? A number without one is a multiple of the layout's “space”.")
    arranged = kind_of(block).arrange(block, width - sides, setting, ground)
    arranged.width = width
    least = block.height * (1.0 - setting.rung.loose.get(block.panel, 0.0))
    arranged.height = max(arranged.height + arranged.room("top") + arranged.room("bottom"), least)
    setting.cache[key] = arranged
    return arranged


def natural_width(block: Block, setting: Setting, ground: str) -> float:
    """Return the width in points that *block* takes when nothing forces a line break, with its padding."""
    if isinstance(block.width, int | float):
        return block.width
    setting = setting.second if block.second else setting
    if is_quarter(block.rotate):
        return _across(_on_its_side(block, setting, ground))
    measure = kind_of(block).natural_width
    inner = measure(block, setting, block.ground or ground) if measure else 0.0
    return inner + _sides(block, setting)


def _arrange_turned(block: Block, width: float, setting: Setting, ground: str) -> ArrangedTurned:
    if not is_quarter(block.rotate):
        arranged = arrange(replace(block, rotate=0), width, setting, ground)
        return ArrangedTurned(block, setting, ground, width, arranged.height, arranged)
    arranged = _on_its_side(block, setting, ground)
    if (needed := _across(arranged)) > width + _TOLERANCE:
        problem = f"This turned block needs {needed:.1f} pt across its lines and has {width:.1f} pt."
        hint = "Give it more width, or more height for longer lines, or its roles a smaller floor."
        raise block.overset(problem, hint)
    return ArrangedTurned(block, setting, ground, width, arranged.width, arranged)


def _on_its_side(block: Block, setting: Setting, ground: str) -> ArrangedBlock[Any]:
    """Arrange the content of a block on its side: its lines are as long as the block is high, or unbroken."""
    content = replace(block, rotate=0, width=None)
    measure = content.height or natural_width(content, setting, ground)
    return arrange(replace(content, height=0.0), measure, setting, ground)


def _across(arranged: ArrangedBlock[Any]) -> float:
    """Return how much of the page a block on its side takes across its lines, points."""
    return arranged.overhang("top") + arranged.height + arranged.overhang("bottom")


def _sides(block: Block, setting: Setting) -> float:
    return setting.points(block.padding.start) + setting.points(block.padding.end)
