"""The keys of a layout file, each with what it takes. `flyers.layout.layout_files` reads the files.

A block is a map with one key, its kind: ``- text: {message: card.headline, role: headline}``. A *gap* is a length
(``6pt``) or a bare number of the layout's ``space``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flyers.content.schema import (
    NAME,
    NAME_SAYS,
    Custom,
    Each,
    Flag,
    Kind,
    Length,
    MapOf,
    Number,
    OneOf,
    Problem,
    Record,
    Required,
    Text,
)
from flyers.content.yamlfile import Mapping
from flyers.errors import Source
from flyers.layout.block import Block
from flyers.layout.blocks import ColumnBlock
from flyers.layout.blocks.keys import ART, GAP, JUSTIFY, PADDING, PANEL_WIDTH, TURN
from flyers.layout.blocks.registry import BLOCKS
from flyers.layout.finishing import FINISHING
from flyers.layout.model import Face, Panel
from flyers.layout.roles import Role
from flyers.units import length

_SIZE_CLASSES = ("latin", "other", "nastaliq")
"""Groups of scripts that share floors; research on small sizes distinguishes these three (outreach.md 5.2)."""


_LEAST_TYPE = 4.0
"""Points: no type is read below that, and no press holds its strokes."""


def _sizes(value: Any) -> dict[str, float]:
    """Read ``9pt``, or a map by size class, where ``nastaliq`` defaults to ``other``, and ``other`` to ``latin``."""
    return _by_size_class(value, _type_size)


def _type_size(value: Any) -> float:
    size = length(value)
    if size < _LEAST_TYPE:
        raise Problem(f"Type of {value} is too small to read.", f"The least is {_LEAST_TYPE:g} pt.")
    return size


def _leading(value: Any) -> dict[str, float]:
    """Read a factor from 0.7 to 2, or a map of factors by size class."""
    return _by_size_class(value, _factor)


def _factor(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.7 <= value <= 2:
        raise Problem(f"{value} is not a number from 0.7 to 2.")
    return float(value)


def _by_size_class(value: Any, read: Callable[[Any], float]) -> dict[str, float]:
    if not isinstance(value, dict):
        return dict.fromkeys(_SIZE_CLASSES, read(value))
    if "latin" not in value or set(value) - set(_SIZE_CLASSES):
        raise Problem("Values by script need “latin”, and may have “other” and “nastaliq”.")
    given = {name: read(one) for name, one in value.items()}
    other = given.get("other", given["latin"])
    return {"latin": given["latin"], "other": other, "nastaliq": given.get("nastaliq", other)}


def _upside_down(role: Role) -> Iterator[Problem]:
    """Yield a problem if type would be larger where there is no room than where there is."""
    if name := next((name for name in _SIZE_CLASSES if role.aim[name] < role.floor[name]), ""):
        yield Problem(
            f"For “{name}” the aim, {role.aim[name]:g} pt, is smaller than the floor, {role.floor[name]:g} pt.",
            "The floor is the smallest size permitted: lower it, or raise the aim.",
            path=["aim"],
        )


def _group_of_roles(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise Problem("This is not a role, nor a list of roles.", "Write names of “roles”: [sign, [heading, promise]].")
    return tuple(names)


def _panel(
    *,
    name: str,
    blocks: tuple[Block, ...],
    source: Source,
    width: float = 0.0,
    over_fold: float = 0.0,
    rotate: int = 0,
    **column: Any,
) -> Panel:
    """Return a panel with its blocks in a column, which takes the other keys."""
    return Panel(name, width, ColumnBlock(path=name, source=source, children=blocks, **column), over_fold, rotate)


def _foot(*, blocks: tuple[Block, ...], source: Source, **column: Any) -> ColumnBlock:
    return ColumnBlock(source=source, children=blocks, **column)


def _format(value: Any) -> Any:
    """Return the keys of a format as they are: they are checked when a layout is read in it (`FORMAT`)."""
    if not isinstance(value, Mapping):
        raise Problem(
            "These are not the keys of a format.", "Write them as in “a4: {trim: [210mm, 297mm], office: a4}”."
        )
    return value


def _formats(formats: Mapping) -> Mapping:
    if (first := next(iter(formats), "")) and formats[first]:
        raise Problem(
            f"The first format, “{first}”, is that of the layout itself, and has no keys.",
            f"Write “{first}: {{}}”, and its keys at the top level of the layout.",
            path=[first],
        )
    if bare := next((name for name, keys in formats.items() if not keys and name != first), ""):
        raise Problem(f"The format “{bare}” is the same as “{first}”.", "Give it a trim of its own.", path=[bare])
    return formats


ROLE = Record({
    "aim": Required(Custom(_sizes, "a length, or lengths of `latin`, `other`, `nastaliq`")),
    "floor": Required(Custom(_sizes, "a length, or lengths of `latin`, `other`, `nastaliq`")),
    "weight": OneOf("regular", "bold"),
    "leading": Custom(_leading, "a number from 0.7 to 2, or numbers of `latin`, `other`, `nastaliq`"),
    "balance": Flag(),
    "tag": OneOf("H1", "H2", "H3", "P"),
}, make=Role, rules=_upside_down)  # fmt: skip
PANEL = Record({
    "name": Required(Text()),
    "width": PANEL_WIDTH,
    "over_fold": Length(),
    "rotate": TURN,
    "ground": Text(),
    "art": ART,
    "padding": PADDING,
    "gap": GAP,
    "justify": JUSTIFY,
    "blocks": BLOCKS,
}, make=_panel, source=True)  # fmt: skip
_FOOT = Record({
    "ground": Text(),
    "padding": PADDING,
    "gap": GAP,
    "blocks": BLOCKS,
}, make=_foot, source=True)  # fmt: skip
_FACE = Record({
    "name": Required(Text()),
    "ground": Required(Text()),
    "panels": Required(Each(PANEL, least=1, most=8)),
    "flow": Flag(),
    "foot": _FOOT,
}, make=Face)  # fmt: skip
_KEYS: dict[str, Kind] = {
    "title": Text(),
    "about": Text(),
    "trim": Each(Length(36), least=2, most=2),
    "pixels": Each(Number(200, 4096, whole=True), least=2, most=2, make=tuple),
    "covered": Each(Length(), least=2, most=2, make=tuple),
    "seen_only": Each(Text(), unique=True, make=tuple),
    "most_kilobytes": Number(1, 5000, whole=True),
    "bleed": Length(),
    "safe": Length(),
    "space": Length(0.5),
    "smallest_module": Length(),
    "office": Text(),
    "on_request": Flag(),
    "bilingual": Text(),
    "local": OneOf("box", "none"),
    "many_languages": Flag(),
    "finishing": FINISHING,
    "reversed_floor": Length(),
    "roles": MapOf(ROLE, id="name"),
    "give_way": Each(Custom(_group_of_roles, "a role, or a list of roles"), least=1),
    "faces": Each(_FACE, least=1, most=4),
    "reading": Each(Text(), unique=True),
}
FORMAT = Record({"scale": Number(0.25, 4), **_KEYS})
_FORMATS = MapOf(
    Custom(_format, "a map of `scale`, a number from 0.25 to 4, and of other keys of the layout"),
    NAME,
    NAME_SAYS,
    make=_formats,
)
LAYOUT = Record({"extends": Text(), **_KEYS, "formats": _FORMATS})
