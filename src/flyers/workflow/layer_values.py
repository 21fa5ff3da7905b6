"""Lists every value of a campaign with its layer, and whether it replaces one of a base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flyers.content import CAMPAIGN_FILE, yamlfile
from flyers.content.campaign import CONTACTS_FILE
from flyers.content.layers import Layer, Layers
from flyers.content.message_key import Form
from flyers.content.visible import visible
from flyers.files import exists, files_in
from flyers.layout.images import image_names, images_in
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.defaults import REGISTRY_FILE

HERE = "this campaign"


@dataclass(frozen=True, slots=True)
class LayerValue:
    """One value.

    Attributes:
        kind: ``contact``, ``message`` …
        name: its id.
        value: all of it, on one line.
        layer: the layer that it comes from: `HERE`, ``starter``, or the folder of a base.
        instead_of: the nearest base that has one too; "" if none has.
    """

    kind: str
    name: str
    value: str
    layer: str
    instead_of: str = ""


FOLDERS = {
    "layout": "content/layouts",
    "sheet": "content/sheets",
    "condition": "content/press",
}
"""Kinds of whole files, by folder."""

ENTRIES = {
    "picture": ("content/icons/icons.yaml", "icons"),
    "font": ("fonts/fonts.yaml", "families"),
    "print job": ("content/print-jobs.yaml", "jobs"),
    "term": ("translations/glossary.yaml", "terms"),
}
"""Kinds of entries, by file and key."""


def layer_values(session: Session) -> Iterator[LayerValue]:
    """Yield every value of the campaign, kind by kind, in the order of the files."""
    campaign, layers = session.campaign, session.campaign.layers
    document = layers.document(CAMPAIGN_FILE)
    assert document is not None
    keys: yamlfile.Mapping = document["campaign"]
    for name in ("id", "name", "publisher", "source_language", "theme", "press", "issue"):
        layer = layers.layer_of(keys.value_source(name))
        others = [base for base in layers.bases if base is not layer and name != "id" and name in base.keys]
        yield LayerValue("campaign", name, str(getattr(campaign, name)), _name(layer), _nearest(others))
    if campaign.logo:
        entry, place = campaign.logo
        layer = layers.layer_of(place)
        others = [base for base in layers.bases if base is not layer and "logo" in base.keys]
        yield LayerValue("campaign", "logo", entry.file, _name(layer), _nearest(others))
    contacts = {name: contact.display for name, contact in campaign.contacts.items()}
    yield from _entries(layers, "contact", CONTACTS_FILE, "contacts", contacts)
    had = [(base, _message_ids(base)) for base in layers.bases]
    for message in campaign.messages.values():
        layer = layers.layer_of(message.source)
        others = [base for base, ids in had if base is not layer and message.id in ids]
        text = " ".join(message.forms[Form.TEXT].text.split())
        yield LayerValue("message", message.id, text, _name(layer), _nearest(others))
    yield from _languages(session)
    yield from _translations(session)
    theme = f"content/themes/{campaign.theme}.yaml"
    colours = {name: _hexadecimal(colour.srgb) for name, colour in session.theme.colours.items()}
    yield from _entries(layers, "colour", theme, "colours", colours)
    yield from _entries(layers, "ground", theme, "grounds", dict.fromkeys(session.theme.grounds, ""))
    for kind, folder in FOLDERS.items():
        for name in layers.names(folder):
            yield _file(layers, kind, name, f"{folder}/{name}.yaml")
    for name in image_names(layers):
        owners = [layer for layer in layers if any(path.stem == name for path in images_in(layer.folder))]
        yield LayerValue("image", name, "", _name(owners[0]), _nearest(owners[1:]))
    for kind, (path, key) in ENTRIES.items():
        if (found := layers.document(path)) is not None:
            yield from _entries(layers, kind, path, key, dict.fromkeys(found.get(key) or (), ""))


def _entries(layers: Layers, kind: str, path: str, key: str, values: Mapping[str, str]) -> Iterator[LayerValue]:
    """Yield the entries of one file, each with its layer."""
    having = [(layer, _keys(layer, path, key)) for layer in layers if exists(layer.folder / path)]
    for name, value in values.items():
        owners = [layer for layer, keys in having if name in keys]
        if owners:
            yield LayerValue(kind, name, value, _name(owners[0]), _nearest(owners[1:]))


def _keys(layer: Layer, path: str, key: str) -> Iterable[str]:
    listed = layer.load(path).get(key)
    return [name for name, value in listed.items() if value is not None] if isinstance(listed, dict) else ()


def _file(layers: Layers, kind: str, name: str, path: str) -> LayerValue:
    owners = [layer for layer in layers if exists(layer.folder / path)]
    return LayerValue(kind, name, "", _name(owners[0]), _nearest(owners[1:]))


def _message_ids(layer: Layer) -> set[str]:
    found: set[str] = set()
    for file in files_in(layer.folder / "content" / "messages", "*.yaml"):
        messages = layer.load(file.relative_to(layer.folder).as_posix()).get("messages")
        found.update(messages if isinstance(messages, dict) else ())
    return found


def _languages(session: Session) -> Iterator[LayerValue]:
    """Yield the languages of the campaign, then those of its bases that it does not choose."""
    registry, layers = session.registry, session.campaign.layers
    names = {language.tag: language.english for language in registry}
    yield from _entries(layers, "language", REGISTRY_FILE, "languages", names)
    others = {tag: "not chosen" for tag in registry.known_tags if tag not in names}
    yield from _entries(layers, "language", REGISTRY_FILE, "languages", others)


def _translations(session: Session) -> Iterator[LayerValue]:
    """Yield the translations that the campaign itself has; all others are those of its bases."""
    if not session.campaign.layers.bases:
        return
    for tag in session.registry.tags:
        if tag == session.campaign.source_language:
            continue
        base = session.base_catalog(tag).entries
        for key, entry in session.own_catalog(tag).entries.items():
            if not entry.is_empty:
                instead = _nearest(session.campaign.layers.bases) if key in base else ""
                yield LayerValue("translation", f"{tag} {key}", visible(entry.translation), HERE, instead)


def _name(layer: Layer) -> str:
    return layer.name or HERE


def _nearest(layers: Iterable[Layer]) -> str:
    return next((layer.name for layer in layers), "")


def _hexadecimal(srgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in srgb)
