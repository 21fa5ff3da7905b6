"""What a campaign has of its own and of its base: every value with its layer, and what has changed in the base since.

``content/base-record.yaml`` has a digest of every contact, of every message in each language of the campaign, and of
every file of the base. Builds do not depend on it: they read the base as it is. It shows what an update of the base has
changed, message by message, and which of the changes the campaign uses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from flyers import limits
from flyers.content import CAMPAIGN_FILE, schema, yamlfile
from flyers.content.campaign import CONTACTS_FILE
from flyers.content.layers import Layer, Layers
from flyers.content.markup import visible
from flyers.content.message_key import Form, MessageKey
from flyers.content.schema import MapOf, Record, Required, Text
from flyers.errors import UsageError
from flyers.files import exists, files_in, read_bytes
from flyers.layout.pictures import image_names, images_in
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.catalog import usable
from flyers.translation.language_data import REGISTRY_FILE
from flyers.translation.signoff import digest

HERE = "this campaign"


@dataclass(frozen=True, slots=True)
class LayerValue:
    """One value, and the layer that it comes from."""

    kind: str  # ``contact``, ``message`` …
    name: str
    value: str  # all of it on one line
    layer: str  # `HERE`, ``starter`` or the folder of a base
    instead_of: str = ""  # the nearest base that has one too, or ""


# Kinds of whole files, by folder, and of entries, by file and key.
FOLDERS = {"layout": "content/layouts", "sheet": "content/sheets", "condition": "content/press"}
ENTRIES = {
    "picture": ("content/icons/icons.yaml", "icons"),
    "font": ("fonts/fonts.yaml", "families"),
    "print job": ("content/print-jobs.yaml", "jobs"),
    "term": ("translations/glossary.yaml", "terms"),
}


def layer_values(session: Session) -> Iterator[LayerValue]:
    """Yield every value of the campaign, kind by kind, in the order of the files."""
    campaign, layers = session.campaign, session.campaign.layers
    document = layers.document(CAMPAIGN_FILE)
    assert document is not None
    keys: yamlfile.Mapping = document["campaign"]
    names = ("id", "name", "publisher", "source_language", "theme", "press", "issue")
    facts = {name: (str(getattr(campaign, name)), keys.value_source(name)) for name in names}
    if campaign.logo:
        facts["logo"] = campaign.logo[0].file, campaign.logo[1]
    for name, (value, place) in facts.items():
        layer = layers.layer_of(place)
        others = [base for base in layers.bases if base is not layer and name != "id" and name in base.keys]
        yield _value("campaign", name, value, [layer, *others])
    contacts = {name: contact.display for name, contact in campaign.contacts.items()}
    yield from _entries(layers, "contact", CONTACTS_FILE, "contacts", contacts)
    had: list[tuple[Layer, set[str]]] = []
    for base in layers.bases:
        files = files_in(base.folder / "content" / "messages", "*.yaml")
        listed = [base.load(file.relative_to(base.folder).as_posix()).get("messages") for file in files]
        had.append((base, {name for names in listed if isinstance(names, dict) for name in names}))
    for message in campaign.messages.values():
        layer = layers.layer_of(message.source)
        others = [base for base, ids in had if base is not layer and message.id in ids]
        text = " ".join(message.forms[Form.TEXT].text.split())
        yield _value("message", message.id, text, [layer, *others])
    languages = {language.tag: language.english for language in session.registry}
    languages |= {tag: "not chosen" for tag in session.registry.known_tags if tag not in languages}
    yield from _entries(layers, "language", REGISTRY_FILE, "languages", languages)
    yield from _translations(session)
    theme = f"content/themes/{campaign.theme}.yaml"
    colours = {name: colour.hexadecimal for name, colour in session.theme.colours.items()}
    yield from _entries(layers, "colour", theme, "colours", colours)
    yield from _entries(layers, "ground", theme, "grounds", dict.fromkeys(session.theme.grounds, ""))
    for kind, folder in FOLDERS.items():
        for name in layers.names(folder):
            owners = [layer for layer in layers.searched(folder) if exists(layer.folder / folder / f"{name}.yaml")]
            yield _value(kind, name, "", owners)
    for name in image_names(layers):
        owners = [layer for layer in layers if any(path.stem == name for path in images_in(layer.folder))]
        yield _value("image", name, "", owners)
    for kind, (path, key) in ENTRIES.items():
        if (document := layers.document(path)) is not None:
            yield from _entries(layers, kind, path, key, dict.fromkeys(document.get(key) or (), ""))


def _value(kind: str, name: str, value: str, owners: Sequence[Layer]) -> LayerValue:
    """Return a value of the first of *owners*, the layers that have one, the nearest first."""
    return LayerValue(kind, name, value, owners[0].name or HERE, owners[1].name if len(owners) > 1 else "")


def _entries(layers: Layers, kind: str, path: str, key: str, values: Mapping[str, str]) -> Iterator[LayerValue]:
    """Yield the entries of one file, each with its layer."""
    layers_with = [(layer, layer.load(path).get(key)) for layer in layers.searched(path) if exists(layer.folder / path)]
    for name, value in values.items():
        owners = [layer for layer, listed in layers_with if isinstance(listed, dict) and listed.get(name) is not None]
        if owners:
            yield _value(kind, name, value, owners)


def _translations(session: Session) -> Iterator[LayerValue]:
    """Yield the translations that the campaign itself has; all others are those of its bases."""
    bases = session.campaign.layers.bases
    for tag in session.registry.tags if bases else ():
        if tag != session.campaign.source_language:
            base = session.base_catalog(tag).entries
            for key, entry in session.own_catalog(tag).entries.items():
                if not entry.is_empty:
                    instead = bases[0].name if key in base else ""
                    yield LayerValue("translation", f"{tag} {key}", visible(entry.translation), HERE, instead)


RECORD_FILE = "content/base-record.yaml"


@dataclass(frozen=True, slots=True)
class BaseState:
    """Digests of a base: of contacts by id, of messages by key and language, of files by path."""

    contacts: Mapping[str, str]
    messages: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str]

    @property
    def digest(self) -> str:
        messages = [part for key, by_tag in self.messages.items() for part in (key, *by_tag, *by_tag.values())]
        return digest(*self.contacts, *self.contacts.values(), *messages, *self.files, *self.files.values())


@dataclass(frozen=True, slots=True)
class BaseChange:
    """A contact, message or file of the base that has changed, and whether the campaign has its *own*."""

    kind: str
    name: str
    change: str
    own: bool


_TEXT, _BY_ID = Required(Text()), MapOf(Text())
RECORD = Record({"base": _TEXT, "digest": _TEXT, "contacts": _BY_ID, "messages": MapOf(_BY_ID), "files": _BY_ID})


def base_session(session: Session) -> Session:
    """Return a session for the nearest base of the campaign; raises UsageError if it has none."""
    bases = session.campaign.layers.bases
    if not bases:
        hint = "Its campaign.yaml has no “base:”; see 'flyers docs new-campaign'."
        raise UsageError("This campaign is not built on another one.", hint=hint)
    return Session(bases[0].folder)


def state_of(base: Session, languages: tuple[str, ...]) -> BaseState:
    """Return the state of *base*, with its words in *languages*."""
    contacts = {}
    for contact in base.campaign.contacts.values():
        forms = [contact.kind, contact.name, contact.keyword]
        for usual, by_language in ((contact.display, contact.displays), (contact.target, contact.targets)):
            forms += [usual, *(f"{tag}={value}" for tag, value in by_language.items())]
        contacts[contact.id] = digest(*forms)
    source = base.campaign.source_language
    messages: dict[str, dict[str, str]] = {
        str(key): {source: digest(words.text)} for key, words in base.campaign.words()
    }
    for tag in languages:
        if tag != source and tag in base.registry.tags:
            for key, text in usable(base.campaign, base.catalog(tag)).items():
                messages[str(key)][tag] = digest(text)
    layers = base.campaign.layers
    paths = ["content/print-jobs.yaml", "translations/glossary.yaml", REGISTRY_FILE, "fonts/fonts.yaml"]
    for folder in (*FOLDERS.values(), "content/themes", "content/icons", "content/images"):
        for layer in layers:
            paths += [f"{folder}/{file.name}" for file in files_in(layer.folder / folder, "*.*")]
    files = {
        path: hashlib.sha256(read_bytes(file, most=limits.PROFILE_BYTES)).hexdigest()[:16]
        for path in dict.fromkeys(paths)
        if (file := layers.file(path)) is not None
    }
    return BaseState(contacts, messages, files)


def read_record(session: Session) -> BaseState | None:
    """Return the recorded state of the base; None if there is none."""
    layer = session.campaign.layers.own
    if not exists(layer.folder / RECORD_FILE):
        return None
    record = schema.check(layer.load(RECORD_FILE), RECORD)
    return BaseState(record.get("contacts", {}), record.get("messages", {}), record.get("files", {}))


HEAD = """\
# What the base said when you last looked. 'flyers campaign check' says what has changed since; with --accept it writes
# this file again.

"""


def record_text(base: str, state: BaseState) -> str:
    """Return the text of the file that `read_record` reads."""
    lines = [f"base: {yamlfile.quoted(base)}", f'digest: "{state.digest}"']
    lines += ["contacts:", *(f'  {name}: "{value}"' for name, value in state.contacts.items()), "messages:"]
    for key, by_tag in state.messages.items():
        lines.append(f"  {key}: {{{', '.join(f'{tag}: {yamlfile.quoted(value)}' for tag, value in by_tag.items())}}}")
    lines += ["files:", *(f'  {path}: "{value}"' for path, value in state.files.items())]
    return HEAD + "\n".join(lines) + "\n"


def changes(session: Session, before: BaseState, after: BaseState) -> Iterator[BaseChange]:
    """Yield what differs between two states of the base: contacts, messages, files."""
    campaign = session.campaign
    own = campaign.layers.own
    for name, change in _differences(before.contacts, after.contacts):
        mine = name in campaign.contacts and campaign.is_own(campaign.contacts[name].source)
        yield BaseChange("contact", name, change, mine)
    for name in dict.fromkeys((*before.messages, *after.messages)):
        key = MessageKey.parse(name)
        mine = key.id in campaign.messages and campaign.is_own(campaign.messages[key.id].source)
        old, new = before.messages.get(name), after.messages.get(name)
        if old is None or new is None:
            yield BaseChange("message", name, "new" if old is None else "gone", mine)
            continue
        for tag in session.registry.tags:
            # A language that was not recorded is not one that has changed.
            if tag in old and old[tag] != new.get(tag):
                what = "English" if tag == campaign.source_language else session.registry.language(tag).english
                verb = "no longer translated" if tag not in new else "changed"
                entry = None if tag == campaign.source_language else session.own_catalog(tag).entries.get(key)
                yield BaseChange("message", name, f"{what} {verb}", mine or bool(entry and not entry.is_empty))
    for path, change in _differences(before.files, after.files):
        yield BaseChange("file", path, change, exists(own.folder / path))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield name, "new" if name not in before else "gone" if name not in after else "changed"
