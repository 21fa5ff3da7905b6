"""Reading a layout file: every key checked, every error with file, line and column.

A block is a map with one key, its kind: ``- text: {message: card.headline, role: headline}``. A *gap* is a length
(``6pt``) or a bare number of the layout's ``space``. ``extends: poster`` takes everything from another layout and
replaces the top-level keys and single roles that this one gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.content.schema import (
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
    check,
    did_you_mean,
)
from flyers.errors import FlyersError, LayoutError, Source, raise_all
from flyers.layout.blocks import ColumnBlock
from flyers.layout.blocks.keys import BLOCKS, GAP, JUSTIFY, PADDING
from flyers.layout.blocks.registry import BlockKind, block_kinds
from flyers.layout.model import Block, Face, Layout, Panel, Role, When
from flyers.layout.names import faults
from flyers.units import length

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.layout.theme import Theme

SIZE_CLASSES = ("latin", "other", "nastaliq")
"""Groups of scripts that share floors: research on small sizes speaks of these three (outreach.md 5.2)."""


def sizes(value: Any) -> dict[str, float]:
    """``9pt``, or a map of size classes; ``other`` stands for ``nastaliq`` where that is absent, ``latin`` for both."""
    if not isinstance(value, dict):
        return dict.fromkeys(SIZE_CLASSES, length(value))
    if "latin" not in value or set(value) - set(SIZE_CLASSES):
        raise Problem("Sizes by script need “latin”, and may have “other” and “nastaliq”.")
    given = {name: length(size) for name, size in value.items()}
    other = given.get("other", given["latin"])
    return {"latin": given["latin"], "other": other, "nastaliq": given.get("nastaliq", other)}


_ROLE = Record(
    {
        "aim": Required(Custom(sizes)),
        "floor": Required(Custom(sizes)),
        "weight": OneOf("regular", "bold"),
        "leading": Number(0.7, 2),
        "balance": Flag(),
        "tag": OneOf("H1", "H2", "H3", "P"),
    }
)
_PANEL = Record(
    {
        "name": Required(Text()),
        "width": Length(),
        "ground": Text(),
        "padding": PADDING,
        "gap": GAP,
        "justify": JUSTIFY,
        "blocks": BLOCKS,
    }
)
_FACE = Record(
    {"name": Required(Text()), "ground": Required(Text()), "panels": Required(Each(_PANEL, least=1, most=8))}
)
_LAYOUT: dict[str, Kind] = {
    "extends": Text(),
    "title": Text(),
    "trim": Each(Length(36), least=2, most=2),
    "bleed": Length(),
    "safe": Length(),
    "space": Length(0.5),
    "smallest_module": Length(),
    "office": Text(),
    "on_request": Flag(),
    "bilingual": Text(),
    "many_languages": Flag(),
    "reversed_floor": Length(),
    "roles": MapOf(_ROLE),
    "faces": Each(_FACE, least=1, most=4),
    "reading": Each(Text(), unique=True),
}
_NEEDED = ("title", "trim", "bleed", "safe", "space", "smallest_module", "roles", "faces")


def products(campaign: Campaign) -> list[str]:
    """Names of the products that the campaign has layouts for, in alphabetical order."""
    return products_in(campaign.layouts_folder)


def products_in(folder: Path) -> list[str]:
    """The same for the *folder* of layouts."""
    return sorted(file.stem for file in folder.glob("*.yaml"))


def load_layout(campaign: Campaign, product: str, theme: Theme, languages: Collection[str]) -> Layout:
    """Read the layout of *product*, and check its names against the campaign, its *theme* and the tags of *languages*.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    data, source = _merged(campaign.layouts_folder, product, campaign.folder, ())
    problems: list[FlyersError] = [
        LayoutError(f"The key “{key}” is missing.", hint="Add it at the top level.", source=source)
        for key in _NEEDED
        if key not in data
    ]
    raise_all(problems)
    reader = _Reader(campaign)
    faces = tuple(reader.face(face) for face in data["faces"])
    layout = Layout(
        product=product,
        title=data["title"],
        width=data["trim"][0],
        height=data["trim"][1],
        bleed=data["bleed"],
        safe=data["safe"],
        space=data["space"],
        smallest_module=data["smallest_module"],
        roles={name: Role(name, **dict(role)) for name, role in data["roles"].items()},
        faces=faces,
        reading=tuple(data.get("reading") or (panel.name for face in faces for panel in face.panels)),
        source=source,
        reversed_floor=data.get("reversed_floor", 8.0),
        office=data.get("office", "letter"),
        on_request=data.get("on_request", False),
        bilingual=data.get("bilingual", ""),
        many_languages=data.get("many_languages", False),
    )
    raise_all(reader.problems or faults(layout, campaign, theme, languages))
    return layout


def _merged(folder: Path, product: str, root: Path, below: tuple[str, ...]) -> tuple[dict[str, Any], Source]:
    """The checked top level of a layout, with what it extends underneath."""
    raw = yamlfile.load(folder / f"{product}.yaml", root)
    data = dict(check(raw, Record(_LAYOUT), error=LayoutError))
    if (pair := data.get("bilingual", "")) and pair not in products_in(folder):
        raise LayoutError(
            f"There is no layout “{pair}”.",
            hint=f"{did_you_mean(pair, tuple(products_in(folder)))} Each file in content/layouts/ is one.".strip(),
            source=raw.value_source("bilingual"),
        )
    base = data.pop("extends", "")
    if not base:
        return data, raw.source
    place = raw.value_source("extends")
    if base in (*below, product) or "/" in base or not (folder / f"{base}.yaml").is_file():
        raise LayoutError(f"“{base}” is not a layout that this one can extend.", source=place)
    under, _ = _merged(folder, base, root, (*below, product))
    roles = {**under.get("roles", {}), **data.get("roles", {})}
    return {**under, **data, "roles": roles}, raw.source


class _Reader:
    """Turns checked maps into blocks, collecting the problems of all of them."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.problems: list[FlyersError] = []

    def face(self, data: yamlfile.Mapping) -> Face:
        panels = tuple(self._panel(panel) for panel in data["panels"])
        return Face(data["name"], data["ground"], panels)

    def _panel(self, data: yamlfile.Mapping) -> Panel:
        fields = dict(data)
        name, width = fields.pop("name"), fields.pop("width", 0.0)
        children = tuple(self._blocks(fields.pop("blocks"), name))
        return Panel(name, width, ColumnBlock(path=name, source=data.source, children=children, **fields))

    def _blocks(self, items: yamlfile.Sequence, path: str) -> Iterator[Block]:
        counts: dict[str, int] = {}
        for index, item in enumerate(items):
            source = items.item_source(index)
            try:
                kind = _kind(item, source)
                number = counts[kind.name] = counts.get(kind.name, -1) + 1
                yield self._block(kind, item[kind.name], f"{path}/{kind.name}[{number}]", source)
            except FlyersError as error:
                self.problems.append(error)

    def _block(self, kind: BlockKind[Any], value: Any, path: str, source: Source) -> Block:
        if not isinstance(value, yamlfile.Mapping):
            raise LayoutError(f"A {kind.name} needs a map.", hint=f"Write “- {kind.name}: {{…}}”.", source=source)
        fields = {**check(value, kind.record, error=LayoutError), "path": path, "source": source}
        if "blocks" in fields:
            fields["children"] = tuple(self._blocks(fields.pop("blocks"), path))
        if fields.get("width") == "fit":
            fields.update(fit=True, width=None)
        if "when" in fields:
            fields["when"] = When(**fields["when"])
        if kind.complete:
            fields = kind.complete(fields, self.campaign)
        block: Block = kind.block(**fields)
        return block


def _kind(item: Any, source: Source) -> BlockKind[Any]:
    kinds = block_kinds()
    if isinstance(item, yamlfile.Mapping) and len(item) == 1 and (name := next(iter(item))) in kinds:
        return kinds[name]
    raise LayoutError(
        "A block is a map with one key, its kind.",
        hint=f"The kinds are {', '.join(kinds)}: “- text: {{message: …, role: …}}”.",
        source=source,
    )
