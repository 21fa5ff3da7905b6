"""Reading a layout file: every key checked, every error with file, line and column.

A block is a map with one key, its kind: ``- text: {message: card.headline, role: headline}``. A *gap* is a length
(``6pt``) or a bare number of the layout's ``space``. ``extends: poster`` takes everything from another layout and
replaces the top-level keys and single roles that this one gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.content.schema import (
    Anything,
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
from flyers.layout import blocks
from flyers.layout.blocks import Gap, Insets
from flyers.units import length

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign

SIZE_CLASSES = ("latin", "other", "nastaliq")
"""Groups of scripts that share floors: research on small sizes speaks of these three (outreach.md 5.2)."""


def gap(value: Any) -> Gap:
    """``6pt`` or a number of spaces as a `Gap`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < 0:
            raise Problem(f"{value} is less than nothing.")
        return Gap(units=float(value))
    return Gap(fixed=length(value))


def insets(value: Any) -> Insets:
    """A gap for all sides, ``[above and below, at the sides]``, or a map of top, end, bottom, start, x, y."""
    if isinstance(value, list):
        if len(value) != 2:
            raise Problem("A list of padding has two gaps.", "Write [above and below, at the sides].")
        vertical, horizontal = map(gap, value)
        return Insets(vertical, horizontal, vertical, horizontal)
    if not isinstance(value, dict):
        every = gap(value)
        return Insets(every, every, every, every)
    known = {"top", "end", "bottom", "start", "x", "y"}
    if unknown := set(value) - known:
        raise Problem(f"The side “{min(unknown)}” is not known here.", f"The sides are {', '.join(sorted(known))}.")
    sides = {side: gap(points) for side, points in value.items()}
    x, y = sides.get("x", blocks.NONE), sides.get("y", blocks.NONE)
    return Insets(sides.get("top", y), sides.get("end", x), sides.get("bottom", y), sides.get("start", x))


def sizes(value: Any) -> dict[str, float]:
    """``9pt``, or a map of size classes; ``other`` stands for ``nastaliq`` where that is absent, ``latin`` for both."""
    if not isinstance(value, dict):
        return dict.fromkeys(SIZE_CLASSES, length(value))
    if "latin" not in value or set(value) - set(SIZE_CLASSES):
        raise Problem("Sizes by script need “latin”, and may have “other” and “nastaliq”.")
    given = {name: length(size) for name, size in value.items()}
    other = given.get("other", given["latin"])
    return {"latin": given["latin"], "other": other, "nastaliq": given.get("nastaliq", other)}


def _shorter(value: Any) -> tuple[str, ...]:
    """One form, or several, each shorter than the one before."""
    forms = tuple(value) if isinstance(value, list) else (value,)
    if any(form not in _FORMS[1:] for form in forms) or list(forms) != sorted(forms, key=_FORMS.index):
        raise Problem("Shorter forms are “poster”, “short”, or [poster, short].")
    return forms


def _tags(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


_BLOCK: dict[str, Kind] = {
    "grow": Number(0),
    "width": Custom(lambda value: value if value == "fit" else length(value)),
    "share": Number(0.01),
    "align": OneOf("start", "center", "end", "stretch"),
    "ground": Text(),
    "padding": Custom(insets),
    "radius": Length(),
    "when": Record(
        {
            "served": Text(),
            "not_served": Text(),
            "languages": Custom(_tags),
            "not_languages": Custom(_tags),
            "translated": Text(),
            "last_side": Flag(),
        }
    ),
}
_SET = OneOf("start", "center", "end")
_FORMS = ("text", "poster", "short")
_FORM = OneOf(*_FORMS)
_SHORTER = Custom(_shorter)
_WORDS: dict[str, Kind] = {"role": Required(Text()), "colour": Text()}

KINDS: dict[str, tuple[type[blocks.Block], Record]] = {
    "column": (
        blocks.Column,
        Record(
            _BLOCK
            | {
                "gap": Custom(gap),
                "justify": OneOf("start", "center", "end", "between"),
                "blocks": Required(Each(Anything(), least=1)),
            }
        ),
    ),
    "row": (blocks.Row, Record(_BLOCK | {"gap": Custom(gap), "blocks": Required(Each(Anything(), least=1))})),
    "languages": (
        blocks.Languages,
        Record(
            _BLOCK
            | {
                "needs": Text(),
                "columns": Number(1, 6, whole=True),
                "rows": Number(1, whole=True),
                "column_gap": Custom(gap),
                "gap": Custom(gap),
                "entry_gap": Custom(gap),
                "blocks": Required(Each(Anything(), least=1)),
            }
        ),
    ),
    "text": (
        blocks.Text,
        Record(
            _BLOCK
            | _WORDS
            | {"message": Required(Text()), "form": _FORM, "shorter": _SHORTER, "set": _SET, "follow_page": Flag()}
        ),
    ),
    "contact": (
        blocks.Contact,
        Record(_BLOCK | _WORDS | {"contact": Required(Text()), "fill": Flag(), "set": _SET}),
    ),
    "list": (
        blocks.Listing,
        Record(
            _BLOCK
            | _WORDS
            | {
                "group": Text(),
                "messages": Each(Text(), least=1, unique=True),
                "form": _FORM,
                "shorter": _SHORTER,
                "marker": Text(),
                "marker_size": Custom(gap),
                "marker_gap": Custom(gap),
                "marker_colour": Text(),
                "columns": Number(1, 4, whole=True),
                "column_gap": Custom(gap),
                "gap": Custom(gap),
                "least": Number(1, whole=True),
                "aim": Number(1, whole=True),
                "spread": Flag(),
            }
        ),
    ),
    "code": (
        blocks.Code,
        Record(
            _BLOCK
            | {
                "contact": Required(Text()),
                "module": Required(Length()),
                "level": OneOf("L", "M", "Q", "H"),
                "frame": Custom(gap),
                "frame_colour": Text(),
                "alt": Text(),
            }
        ),
    ),
    "icon": (
        blocks.Icon,
        Record(_BLOCK | {"name": Required(Text()), "size": Required(Custom(gap)), "colour": Text(), "alt": Text()}),
    ),
    "rule": (blocks.Rule, Record(_BLOCK | {"weight": Required(Length(0.25)), "colour": Text()})),
    "space": (blocks.Space, Record(_BLOCK | {"size": Custom(gap)})),
    "imprint": (blocks.Imprint, Record(_BLOCK | _WORDS | {"set": _SET})),
}
"""Kinds of block: the class, and what its map may hold. A new kind is one row here and one in `arrange`."""

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
        "padding": Custom(insets),
        "gap": Custom(gap),
        "justify": OneOf("start", "center", "end", "between"),
        "blocks": Required(Each(Anything(), least=1)),
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


def load_layout(campaign: Campaign, product: str) -> blocks.Layout:
    """Read the layout of *product* and check every name in it against the campaign and its theme.

    Raises:
        LayoutError: all problems of the file together, each with its place.
    """
    from flyers.layout.names import faults
    from flyers.layout.theme import load_theme

    data, source = _merged(campaign.layouts_folder, product, campaign.folder, ())
    problems: list[FlyersError] = [
        LayoutError(f"The key “{key}” is missing.", hint="Add it at the top level.", source=source)
        for key in _NEEDED
        if key not in data
    ]
    raise_all(problems)
    reader = _Reader(campaign)
    faces = tuple(reader.face(face) for face in data["faces"])
    layout = blocks.Layout(
        product=product,
        title=data["title"],
        width=data["trim"][0],
        height=data["trim"][1],
        bleed=data["bleed"],
        safe=data["safe"],
        space=data["space"],
        smallest_module=data["smallest_module"],
        roles={name: blocks.Role(name, **dict(role)) for name, role in data["roles"].items()},
        faces=faces,
        reading=tuple(data.get("reading") or (panel.name for face in faces for panel in face.panels)),
        source=source,
        reversed_floor=data.get("reversed_floor", 8.0),
        office=data.get("office", "letter"),
        on_request=data.get("on_request", False),
        bilingual=data.get("bilingual", ""),
        many_languages=data.get("many_languages", False),
        at_top=blocks.at_panel_edge(faces, 0),
        at_bottom=blocks.at_panel_edge(faces, -1),
    )
    raise_all(reader.problems or faults(layout, campaign, load_theme(campaign, campaign.theme)))
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

    def face(self, data: yamlfile.Mapping) -> blocks.Face:
        panels = tuple(self._panel(panel) for panel in data["panels"])
        return blocks.Face(data["name"], data["ground"], panels)

    def _panel(self, data: yamlfile.Mapping) -> blocks.Panel:
        name = data["name"]
        content = blocks.Column(
            path=name,
            source=data.source,
            ground=data.get("ground", ""),
            padding=data.get("padding", Insets()),
            gap=data.get("gap", blocks.NONE),
            justify=data.get("justify", "start"),
            children=tuple(self._blocks(data["blocks"], name)),
        )
        return blocks.Panel(name, data.get("width", 0.0), content)

    def _blocks(self, items: yamlfile.Sequence, path: str) -> Iterator[blocks.Block]:
        counts: dict[str, int] = {}
        for index, item in enumerate(items):
            source = items.item_source(index)
            try:
                kind = _kind(item, source)
                number = counts[kind] = counts.get(kind, -1) + 1
                yield self._block(kind, item[kind], f"{path}/{kind}[{number}]", source)
            except FlyersError as error:
                self.problems.append(error)

    def _block(self, kind: str, value: Any, path: str, source: Source) -> blocks.Block:
        make, record = KINDS[kind]
        if not isinstance(value, yamlfile.Mapping):
            raise LayoutError(f"A {kind} needs a map.", hint=f"Write “- {kind}: {{…}}”.", source=source)
        fields = dict(check(value, record, error=LayoutError))
        if "blocks" in fields:
            fields["children"] = tuple(self._blocks(fields.pop("blocks"), path))
        if fields.get("width") == "fit":
            fields.update(fit=True, width=None)
        if "when" in fields:
            fields["when"] = blocks.When(**dict(fields["when"]))
        if make is blocks.Listing:
            fields = self._listing(fields, source)
        return make(path=path, source=source, **fields)

    def _listing(self, fields: dict[str, Any], source: Source) -> dict[str, Any]:
        group = fields.pop("group", "")
        if bool(group) == ("messages" in fields):
            raise LayoutError("A list needs either “group” or “messages”.", source=source)
        if group:
            if group not in self.campaign.groups:
                known = ", ".join(sorted(self.campaign.groups))
                raise LayoutError(f"There is no group “{group}”.", hint=f"The groups are {known}.", source=source)
            fields["messages"] = self.campaign.groups[group].members
        fields["messages"] = tuple(fields["messages"])
        if least := fields.get("least"):
            fields["aim"] = max(least, min(fields.get("aim", len(fields["messages"])), len(fields["messages"])))
        return fields


def _kind(item: Any, source: Source) -> str:
    if isinstance(item, yamlfile.Mapping) and len(item) == 1 and (kind := next(iter(item))) in KINDS:
        return kind
    raise LayoutError(
        "A block is a map with one key, its kind.",
        hint=f"The kinds are {', '.join(KINDS)}: “- text: {{message: …, role: …}}”.",
        source=source,
    )
