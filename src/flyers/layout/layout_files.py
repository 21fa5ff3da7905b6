"""Layout files: their keys, which files make a product, and the layout that they say.

A block is a map with one key, its kind: ``- text: {message: card.headline, role: headline}``. A *gap* is a length
(``6pt``) or a bare number of the layout's ``space``.

``extends: poster`` takes everything from another layout and replaces the top-level keys and single roles that this file
has. A format does the same within a file: ``poster-a4`` is the poster with the keys of its format ``a4``, unless a file
has that name.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from flyers import limits
from flyers.content import LAYOUTS_FOLDER, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.layers import Layer
from flyers.content.messages import Group
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
    check,
    did_you_mean,
)
from flyers.errors import LayoutError, Source, raise_all
from flyers.files import exists
from flyers.layout.block import Block, Percent
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.registry import ART, BLOCKS, GAP, JUSTIFY, PADDING, PANEL_WIDTH, TURN, kind_of
from flyers.layout.finishing import FINISHING
from flyers.layout.model import Face, Layout, Panel, Role
from flyers.layout.names import require_known_names
from flyers.layout.pictures import images_in
from flyers.layout.theme import Theme
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.units import PIXEL, POINTS, length

# Groups of scripts that share floors; research on small sizes distinguishes these three (outreach.md 5.2).
_SIZE_CLASSES = ("latin", "other", "nastaliq")


def _by_size_class(read: Callable[[Any], float]) -> Callable[[Any], dict[str, float]]:
    """Return a reader of a value, or of a map by size class: no “nastaliq” is as “other”, and that as “latin”."""

    def values(value: Any) -> dict[str, float]:
        if not isinstance(value, dict):
            return dict.fromkeys(_SIZE_CLASSES, read(value))
        if "latin" not in value or set(value) - set(_SIZE_CLASSES):
            raise Problem("Values by script need “latin”, and may have “other” and “nastaliq”.")
        by_class = {name: read(own) for name, own in value.items()}
        other = by_class.get("other", by_class["latin"])
        return {"latin": by_class["latin"], "other": other, "nastaliq": by_class.get("nastaliq", other)}

    return values


def _type_size(value: Any) -> float:
    size = length(value)
    if size < 4:  # no press holds its strokes
        raise Problem(f"Type of {value} is too small to read.", "The least is 4 pt.")
    return size


def _leading(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.7 <= value <= 2:
        raise Problem(f"{value} is not a number from 0.7 to 2.")
    return float(value)


def _upside_down(role: Role) -> Iterator[Problem]:
    if name := next((name for name in _SIZE_CLASSES if role.aim[name] < role.floor[name]), ""):
        sizes = f"the aim, {role.aim[name]:g} pt, is smaller than the floor, {role.floor[name]:g} pt."
        hint = "The floor is the smallest size permitted: lower it, or raise the aim."
        yield Problem(f"For “{name}” {sizes}", hint, path=["aim"])


def _group_of_roles(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise Problem("This is not a role, nor a list of roles.", "Write names of “roles”: [sign, [heading, promise]].")
    return tuple(names)


def _panel(
    name: str, blocks: tuple[Block, ...], width: float = 0.0, over_fold: float = 0.0, rotate: int = 0, **column: Any
) -> Panel:
    return Panel(name, width, ColumnBlock(path=name, children=blocks, **column), over_fold, rotate)


def _format(value: Any) -> Any:
    """Return the keys of a format as they are: they are checked when a layout is read in it (`FORMAT`)."""
    if not isinstance(value, yamlfile.Mapping):
        hint = "Write them as in “a4: {trim: [210mm, 297mm], office: a4}”."
        raise Problem("These are not the keys of a format.", hint)
    return value


def _formats(formats: yamlfile.Mapping) -> yamlfile.Mapping:
    if (first := next(iter(formats), "")) and formats[first]:
        problem = f"The first format, “{first}”, is that of the layout itself, and has no keys."
        raise Problem(problem, f"Write “{first}: {{}}”, and its keys at the top level of the layout.", path=[first])
    if bare := next((name for name, keys in formats.items() if not keys and name != first), ""):
        raise Problem(f"The format “{bare}” is the same as “{first}”.", "Give it a trim of its own.", path=[bare])
    return formats


_SIZES = Custom(_by_size_class(_type_size), "a length, or lengths of `latin`, `other`, `nastaliq`")
ROLE = Record({
    "aim": Required(_SIZES), "floor": Required(_SIZES), "weight": OneOf("regular", "bold"),
    "leading": Custom(_by_size_class(_leading), "a number from 0.7 to 2, or numbers of `latin`, `other`, `nastaliq`"),
    "balance": Flag(), "tag": OneOf("H1", "H2", "H3", "P"),
}, make=Role, rules=_upside_down)  # fmt: skip
PANEL = Record({
    "name": Required(Text()), "width": PANEL_WIDTH, "over_fold": Length(), "rotate": TURN, "ground": Text(),
    "art": ART, "padding": PADDING, "gap": GAP, "justify": JUSTIFY, "blocks": BLOCKS,
}, make=_panel, source=True)  # fmt: skip
_FOOT_KEYS = {"ground": Text(), "padding": PADDING, "gap": GAP, "blocks": BLOCKS}
_FACE = Record({
    "name": Required(Text()), "ground": Required(Text()), "panels": Required(Each(PANEL, least=1, most=8)),
    "flow": Flag(), "foot": Record(_FOOT_KEYS, make=ColumnBlock, names={"blocks": "children"}, source=True),
}, make=Face)  # fmt: skip
_KEYS: dict[str, Kind] = {
    "title": Text(), "about": Text(), "trim": Each(Length(36), least=2, most=2),
    "pixels": Each(Number(200, 4096, whole=True), least=2, most=2, make=tuple),
    "covered": Each(Length(), least=2, most=2, make=tuple), "seen_only": Each(Text(), unique=True, make=tuple),
    "most_kilobytes": Number(1, 5000, whole=True),
    "bleed": Length(), "safe": Length(), "space": Length(0.5), "smallest_module": Length(),
    "office": Text(), "on_request": Flag(), "bilingual": Text(), "local": OneOf("box", "none"),
    "many_languages": Flag(), "finishing": FINISHING, "reversed_floor": Length(), "roles": MapOf(ROLE, id="name"),
    "give_way": Each(Custom(_group_of_roles, "a role, or a list of roles"), least=1),
    "faces": Each(_FACE, least=1, most=4), "reading": Each(Text(), unique=True),
}  # fmt: skip
FORMAT = Record({"scale": Number(0.25, 4), **_KEYS})
_FORMAT_KEYS = Custom(_format, "a map of `scale`, a number from 0.25 to 4, and of other keys of the layout")
LAYOUT = Record({"extends": Text(), **_KEYS, "formats": MapOf(_FORMAT_KEYS, NAME, NAME_SAYS, make=_formats)})

_LENGTH = re.compile(rf"\s*([+-]?\d+(?:\.\d+)?)\s*(px|{'|'.join(POINTS)})\s*")


def in_points(value: Any, scale: float = 1.0) -> Any:
    """Return a copy of *value*, parsed YAML, with every length times *scale* in points; each knows its place."""
    if isinstance(value, yamlfile.Mapping):
        converted = value.like()
        converted.update((key, in_points(item, scale)) for key, item in value.items())
        return converted
    if isinstance(value, yamlfile.Sequence):
        items = value.like()
        items.extend(in_points(item, scale) for item in value)
        return items
    if isinstance(value, str) and (match := _LENGTH.fullmatch(value)) and (scale != 1.0 or match[2] == "px"):
        points = PIXEL if match[2] == "px" else POINTS[match[2]]
        return type(value)(f"{round(float(match[1]) * points * scale, 6)}pt")
    return value


_NEEDED = ("title", "safe", "space", "smallest_module", "roles", "faces")
_NEEDED_IN_PRINT = ("title", "trim", "bleed", *_NEEDED[1:])
_OF_PAPER = ("trim", "bleed", "office", "bilingual")  # Keys that an image has not.
_OF_IMAGES = ("pixels", "covered", "seen_only", "most_kilobytes")
_OF_ONE_FILE = ("extends", "formats")
_AS_CUT = ("trim", "bleed", *_OF_ONE_FILE)  # Keys whose lengths a format does not scale.


def products(campaign: Campaign) -> list[str]:
    """Return the names of the products that the campaign has layouts for and chooses, in alphabetical order."""
    return [
        name for name in campaign.layers.names(LAYOUTS_FOLDER) if name in campaign.products or not campaign.products
    ]


def unchanged_products(campaign: Campaign, layer: Layer, parse: Callable[[Path], yamlfile.Mapping]) -> list[str]:
    """Return the products whose pages look as in the base *layer*: no nearer layer has a part of their design."""
    nearer = campaign.layers.layers[: campaign.layers.layers.index(layer)]
    shared = (f"content/themes/{campaign.theme}.yaml", "content/icons/icons.yaml", "fonts/fonts.yaml")
    grouped = [contact.source for contact in campaign.contacts.values() if contact.group]
    places = [*(group.source for group in campaign.groups.values()), *grouped]
    groups = {campaign.layers.layer_of(place).name for place in places}
    for one in nearer:  # theme, pictograms, images, fonts and groups are parts of every product
        own_theme = one.keys.get("theme") not in (None, layer.keys.get("theme"))
        own_part = images_in(one.folder) or any(exists(one.folder / path) for path in shared)
        if own_theme or own_part or one.name in groups:
            return []
    reader, folders = _LayoutReader(campaign, parse), [one.folder for one in nearer]
    return [
        product
        for product in campaign.layers.names(LAYOUTS_FOLDER)
        if not any(file.parents[2] in folders for file in reader.files(product))
    ]


def related_layouts(campaign: Campaign, product: str, parse: Callable[[Path], yamlfile.Mapping]) -> list[str]:
    """Return the names of the layouts on which a product depends: in any layer its own, extended and bilingual ones."""
    found: set[str] = set()
    reader, waiting = _LayoutReader(campaign, parse), [product]
    while waiting:
        name = waiting.pop()
        if name in found or "/" in name:
            continue
        found.add(name)
        for file in campaign.layers.all(f"{LAYOUTS_FOLDER}/{name}.yaml"):
            keys = parse(file)
            waiting += [keys[key] for key in ("extends", "bilingual") if isinstance(keys.get(key), str)]
        if format_ := reader.format_named(name):
            waiting += [format_.product, *(pair for pair in [format_.keys.get("bilingual")] if isinstance(pair, str))]
    return sorted(found)


def product_of_format(campaign: Campaign, name: str, parse: Callable[[Path], yamlfile.Mapping]) -> str:
    """Return the product of which *name* is a format, as ``poster`` for ``poster-a4``; "" for any other name."""
    format_ = _LayoutReader(campaign, parse).format_named(name)
    return format_.product if format_ else ""


def load_layout(
    campaign: Campaign,
    product: str,
    theme: Theme,
    languages: Collection[str],
    parse: Callable[[Path], yamlfile.Mapping] | None = None,
) -> Layout:
    """Read the layout of *product*, and check its names against the campaign, its *theme* and the tags of *languages*.

    *parse* returns the parsed file, unchecked, for callers that keep those that several layouts extend.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    data, document = _LayoutReader(campaign, parse or campaign.layers.load).read(product, ())
    raise_all(
        LayoutError(f"The key “{key}” is missing.", hint="Add it at the top level.", source=document.source)
        for key in (_NEEDED if "pixels" in data else _NEEDED_IN_PRINT)
        if key not in data
    )
    grouped = [contact for contact in campaign.contacts.values() if contact.group]
    layout = _layout(sys.intern(product), document, data, *campaign.groups.values(), *grouped)
    require_known_names(layout, campaign, theme, languages)
    return layout


@memoized_by_identity(64)  # so that campaigns with the same files have the same blocks
def _layout(product: str, document: yamlfile.Mapping, data: yamlfile.Mapping, *members: Group | Contact) -> Layout:
    """Return the layout whose checked top level is *data*; *members* are groups of messages, and grouped contacts."""
    places: dict[str, Source] = {}
    for key, value in data.items():
        places[key] = data.value_source(key)
        if isinstance(value, yamlfile.Sequence):
            places |= {f"{key}/{index}": value.item_source(index) for index in range(len(value))}
    pixels = data.get("pixels")
    width, height = data.get("trim") or [side * PIXEL for side in pixels or ()]
    faces = tuple(_finished_face(face, members, width, height) for face in data["faces"])
    shape = {
        "bleed": 0.0,
        **{key: value for key, value in data.items() if key != "trim"},
        "reading": tuple(data.get("reading", ())) or tuple(panel.name for face in faces for panel in face.panels),
        **{key: tuple(data.get(key, ())) for key in ("give_way", "formats")},
        "roles": dict(data["roles"]),
        "faces": faces,
        "width": width,
        "height": height,
        "pixels": pixels,
    }
    return Layout(product=product, source=document.source, places=places, **shape)


def _finished_face(face: Face, members: Collection[Group | Contact], width: float, height: float) -> Face:
    panels = tuple(
        replace(
            panel,
            width=panel.width / 100 * width if isinstance(panel.width, Percent) else panel.width,
            content=_finished(panel.content, panel.name, members),
        )
        for panel in face.panels
    )
    foot = face.foot and _finished(face.foot, f"{face.name}-foot", members)
    return replace(face, panels=panels, foot=foot).on_sheet(height)


def _finished(block: Block, path: str, members: Collection[Group | Contact]) -> Block:
    """Return *block* with the paths of all inside it, and with the *members* of their groups."""
    block = block.with_members(members)
    children = []
    counts: Counter[str] = Counter()
    for child in block.children:
        kind = kind_of(child).name
        children.append(_finished(child, f"{path}/{kind}[{counts[kind]}]", members))
        counts[kind] += 1
    return replace(block, path=path, children=tuple(children))


@memoized_by_identity(256)
def _in_points(file: yamlfile.Mapping, scale: float) -> yamlfile.Mapping:
    """Return *file* with its lengths in points, and those that a format scales times *scale*."""
    scaled = in_points(file.only(key for key in file if key not in _AS_CUT), scale)
    converted: yamlfile.Mapping = scaled.over(in_points(file.only(_AS_CUT)))
    return converted


@memoized_by_identity(256)
def _without(keys: tuple[str, ...], checked: yamlfile.Mapping) -> yamlfile.Mapping:
    return checked.only(key for key in checked if key not in keys)


@memoized_by_identity(256)
def _extending(extended: yamlfile.Mapping, data: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return the top level *data* completed by that of the *extended* layout."""
    # An image has no trim, paper no pixels.
    unfit = {*(_OF_PAPER if "pixels" in data else _OF_IMAGES if "trim" in data else ())}
    # The other's layout in two languages is for other faces, its formats for another size.
    unfit |= {*(["bilingual"] if "faces" in data else []), *(["formats"] if _is_sized(data) else [])}
    return data.over(extended.only(key for key in extended if key not in unfit), depth=2)


def _is_sized(data: Mapping[str, Any]) -> bool:
    return any(key in data for key in ("trim", "pixels", "formats"))


class _Format(NamedTuple):
    """A format other than the first: of which product, and what it replaces, unchecked."""

    product: str
    keys: yamlfile.Mapping


@dataclass(frozen=True, slots=True)
class _LayoutReader:
    """Reads the files of one product: its own, and those that it extends, in any layer of the campaign."""

    campaign: Campaign
    parse: Callable[[Path], yamlfile.Mapping]

    def read(
        self, product: str, below: tuple[Path, ...], scale: float = 1.0
    ) -> tuple[yamlfile.Mapping, yamlfile.Mapping]:
        """Return the checked top level of a layout, completed by the layout that it extends, and its file.

        *below* are the files that extend this one. A layout that extends its own name extends that of a base.
        """
        if format_ := self.format_named(product, below):
            own = check(format_.keys, FORMAT, error=LayoutError)
            data, raw = self.read(format_.product, below, scale * own.get("scale", 1.0))
            return _extending(_without(_OF_ONE_FILE, data), _without(("scale",), own)), raw
        file = self._file(product, below)
        raw = self.parse(file or self.campaign.folder / LAYOUTS_FOLDER / f"{product}.yaml")
        sized = (keys for _, keys in self._extended(product, below) if "pixels" in keys or "trim" in keys)
        lengths = _in_points(raw, scale) if scale != 1.0 or "pixels" in next(sized, {}) else raw
        checked = check(lengths, LAYOUT, error=LayoutError)
        data = _without(("extends",), checked)

        def fault(key: str, problem: str, hint: str) -> LayoutError:
            return LayoutError(problem, hint=hint.strip(), source=raw.value_source(key))

        pair = data.get("bilingual", "")
        if pair and pair not in self._names and self.format_named(pair) is None:
            hint = f"{did_you_mean(pair, self._names)} Each file in content/layouts/ is one."
            raise fault("bilingual", f"There is no layout “{pair}”.", hint)
        if "pixels" in data and (of_paper := [key for key in _OF_PAPER if key in data]):
            hint = "An image has “pixels”; “trim”, “bleed”, “office” and “bilingual” are for paper."
            raise fault(of_paper[0], f"This layout has “pixels” and “{of_paper[0]}” too.", hint)
        base = checked.get("extends", "")
        if not base or file is None:
            return data, raw
        if not self._can_extend(base, (*below, file)):
            others = tuple(name for name in self._names if self._can_extend(name, (*below, file)))
            hint = f"{did_you_mean(base, others)} It is the name of another file in content/layouts/."
            raise fault("extends", f"“{base}” is not a layout that this one can extend.", hint)
        if len(below) >= limits.EXTENDS_DEPTH:
            problem = f"More than {limits.EXTENDS_DEPTH} layouts extend each other."
            raise fault("extends", problem, "Extend the first of them.")
        extended, _ = self.read(base, (*below, file), scale)
        return _extending(extended, data), raw

    def format_named(self, name: str, below: tuple[Path, ...] = ()) -> _Format | None:
        """Return the format that has *name*, as ``poster-a4`` has; None if a file has it, or nothing."""
        if name in (names := self._names):
            return None
        products = [product for product in names if name.startswith(f"{product}-")]
        for product in sorted(products, key=len, reverse=True):
            others = dict(list(self._formats(product, below).items())[1:])
            keys = others.get(name.removeprefix(f"{product}-"))
            if keys and isinstance(keys, yamlfile.Mapping):
                return _Format(product, keys)
        return None

    def _formats(self, product: str, below: tuple[Path, ...]) -> Mapping[str, Any]:
        """Return the formats of a layout: its own, or those of the one that it extends in its size."""
        sized = (keys for file, keys in self._extended(product, below) if file is None or _is_sized(keys))
        formats = next(sized, {}).get("formats")
        return formats if isinstance(formats, yamlfile.Mapping) else {}

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.campaign.layers.names(LAYOUTS_FOLDER))

    def files(self, product: str) -> list[Path]:
        """Return the files that make the layout, as far as they can be followed."""
        return [file for file, _ in self._extended(product, ()) if file]

    def _extended(self, product: str, below: tuple[Path, ...]) -> Iterator[tuple[Path | None, Mapping[str, Any]]]:
        """Yield the keys of a layout, of the one that it extends, and so on, with their files; a format has none."""
        if format_ := self.format_named(product, below):
            yield None, format_.keys
            yield from self._extended(format_.product, below)
            return
        file = self._file(product, below)
        if file is None or file in below or len(below) > limits.EXTENDS_DEPTH:
            return
        keys = self.parse(file)
        yield file, keys
        if isinstance(base := keys.get("extends"), str):
            yield from self._extended(base, (*below, file))

    def _file(self, product: str, below: tuple[Path, ...]) -> Path | None:
        candidates = list(self.campaign.layers.all(f"{LAYOUTS_FOLDER}/{product}.yaml"))
        return next((path for path in candidates if path not in below), candidates[0] if candidates else None)

    def _can_extend(self, base: str, below: tuple[Path, ...]) -> bool:
        """Return whether there is a layout *base* that is none of the files *below*."""
        if "/" in base:
            return False
        if format_ := self.format_named(base, below):
            return self._can_extend(format_.product, below)
        return any(path not in below for path in self.campaign.layers.all(f"{LAYOUTS_FOLDER}/{base}.yaml"))
