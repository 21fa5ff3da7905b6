"""The layers of a campaign: its own folder, the base that it names, the base of that, and so on.

``base: starter`` in campaign.yaml names the campaign that comes with the program, any other word a folder. A campaign
with a base has only what differs. Three rules say what that means, and every reader of campaign files uses them:

- `Layers.file`: of whole files (a layout, a sheet, a print condition) the nearest one counts;
- `Layers.document`: of files with entries (contacts, colours, pictograms) the entries count one by one, each whole;
- catalogs and sign-offs are read layer by layer (`flyers.translation`), with the nearest translation of a message.

Places in files of a base are named after it: ``starter:content/contacts.yaml:12``.

An entry is not merged with another: a number would otherwise be shown with the ``verified_on`` of a different number.
Only a message has from its base what it doesn't say itself, all but the wording, so new words can't drop a promise.

The starter campaign is that of this repository. A wheel has its folders inside the package
(``scripts/starter_in_wheel.py``); in a checkout they are read from the repository.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flyers import limits
from flyers.content import CAMPAIGN_FILE, STARTER, starter_folder, yamlfile
from flyers.content.schema import LANGUAGE_TAG, Each, Record, Text, check
from flyers.errors import ContentError, NoCampaignError, Source
from flyers.files import exists, files_in, read_known
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

_OF_EVERY_CAMPAIGN = ("content/press", "content/sheets", "content/themes")
"""Folders in which a campaign without a base has what the starter has, too: nothing there is of a topic or language."""

BASE = Text(re.compile(r"[^\x00-\x1f\x7f]{1,300}"), "`starter`, or the folder of a campaign")
LANGUAGES = Each(Text(re.compile(r"[A-Za-z]+(?:[ -][A-Za-z0-9]+)*"), LANGUAGE_TAG.says), least=1, unique=True)
"""Tags; a name (“somali”) passes here, since the registry of languages can say which tag it has."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One campaign folder."""

    folder: Path  # where it is
    name: str  # what the campaign calls it: ``starter``, or the folder from the campaign's own; "" for itself
    about: yamlfile.Mapping  # its campaign.yaml, unchecked

    @property
    def keys(self) -> yamlfile.Mapping:
        """The keys under ``campaign:``, unchecked; empty if there is no such map."""
        keys = self.about.get("campaign")
        return keys if isinstance(keys, yamlfile.Mapping) else self.about.like()

    @property
    def chosen_languages(self) -> tuple[str, ...]:
        """The tags of the languages of the base that it wants; none if it wants all."""
        chosen = check(self.keys.only(["languages"]), Record({"languages": LANGUAGES}))
        return tuple(chosen.get("languages", ()))

    def shown(self, path: str) -> str:
        """Return what *path*, from this folder, is called in errors."""
        if not self.name:
            return path
        return f"{self.name}:{path}" if self.name == STARTER else f"{self.name}/{path}"

    def load(self, path: str) -> yamlfile.Mapping:
        """Return the parsed file *path* of this layer.

        Raises:
            ContentError: it says nothing: all of it would silently be that of a base, another coalition's number too.
        """
        if path == CAMPAIGN_FILE:
            return self.about
        document = self._parsed(path)
        if not any(value is not None for value in document.values()):
            raise ContentError("This file says nothing.", hint="Restore it, or delete it.", source=document.source)
        return document

    def _parsed(self, path: str) -> yamlfile.Mapping:
        data = read_known(self.folder / path, self.shown(path), limits.YAML_BYTES)
        return yamlfile.parse(data, self.shown(path))


@dataclass(frozen=True)
class Layers:
    """The layers of a campaign, its own first."""

    layers: tuple[Layer, ...]

    @classmethod
    def of(cls, folder: Path) -> Layers:
        """Return the layers of the campaign in *folder*.

        Raises:
            NoCampaignError: *folder* is not a campaign folder.
            ContentError: a base is not a campaign, or is built on itself.
            FileAccessError: a campaign.yaml cannot be read.
        """
        if not exists(folder / CAMPAIGN_FILE):
            raise NoCampaignError(
                f"There is no campaign here: {folder.absolute()} has no {CAMPAIGN_FILE}.",
                hint="Change to a campaign's folder, name one with --project, or begin one: 'flyers new FOLDER'.",
            )
        layers = [Layer(folder, "", yamlfile.load(folder / CAMPAIGN_FILE, folder))]
        while (base := _base(layers[-1], folder)) is not None:
            source = layers[-1].keys.value_source("base")
            same = next((layer for layer in layers if layer.folder.resolve() == base.folder.resolve()), None)
            if same is not None:
                chain = " → ".join(layer.name or "this campaign" for layer in (*layers, same))
                raise ContentError(
                    f"This campaign is built on itself: {chain}.", hint="Name another base, or none.", source=source
                )
            if len(layers) > limits.BASES:
                raise ContentError(
                    f"More than {limits.BASES} campaigns are built on each other.",
                    hint="Name the first of them as the base.",
                    source=source,
                )
            layers.append(base)
        return cls(tuple(layers))

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    @property
    def own(self) -> Layer:
        """The campaign's own folder."""
        return self.layers[0]

    @property
    def bases(self) -> tuple[Layer, ...]:
        """All others, the nearest first."""
        return self.layers[1:]

    def file(self, path: str) -> Path | None:
        return next(self.all(path), None)

    def all(self, path: str) -> Iterator[Path]:
        """Yield the file *path* of each layer that has one, the nearest first."""
        return (layer.folder / path for layer in self.searched(path) if exists(layer.folder / path))

    def searched(self, path: str) -> tuple[Layer, ...]:
        """Return the layers that may have *path*, a file or a folder, with the starter if every campaign has it."""
        common = starter_folder()
        if not path.startswith(_OF_EVERY_CAMPAIGN) or any(layer.folder.resolve() == common for layer in self):
            return self.layers
        return (*self.layers, Layer(common, STARTER, self.own.about.like()))

    def names(self, folder: str) -> list[str]:
        """Return the names of the YAML files in *folder* of any layer, without their ending, sorted."""
        return sorted(
            {path.stem for layer in self.searched(folder) for path in files_in(layer.folder / folder, "*.yaml")}
        )

    def load(self, path: Path) -> yamlfile.Mapping:
        """Return the parsed file *path* of one of the layers."""
        name = self.shown(path)
        return yamlfile.parse(read_known(path, name, limits.YAML_BYTES), name)

    def shown(self, path: Path) -> str:
        """Return what *path* is called in errors: from the campaign's folder, or named after the base that has it."""
        for layer in self.searched(_OF_EVERY_CAMPAIGN[0]):
            if path.is_relative_to(layer.folder):
                return layer.shown(path.relative_to(layer.folder).as_posix())
        return path.as_posix()

    def layer_of(self, source: Source) -> Layer:
        """Return the layer that has *source*, a place that one of them has named."""
        named = [layer for layer in self.bases if source.path.startswith(layer.shown(""))]
        return max(named, key=lambda layer: len(layer.name), default=self.own)

    def place_of(self, key: str, value: str) -> Source | None:
        """Return where the nearest campaign.yaml that has *key* says that it is *value*; None if it is another one."""
        keys = next((layer.keys for layer in self if layer.keys.get(key) is not None), None)
        return keys.value_source(key) if keys is not None and keys[key] == value else None

    def document(self, path: str, depth: int = 2) -> yamlfile.Mapping | None:
        """Return the file *path* of all layers as one: entries *depth* levels down replace those of bases.

        None if no layer has it. Each entry knows its place.
        """
        whole: yamlfile.Mapping | None = None
        for layer in reversed(self.searched(path)):
            if path == CAMPAIGN_FILE or exists(layer.folder / path):
                nearer = layer.load(path)
                whole = nearer if whole is None else over(nearer, whole, depth)
        return whole


@memoized_by_identity(256)
def over(nearer: yamlfile.Mapping, base: yamlfile.Mapping, depth: int) -> yamlfile.Mapping:
    """Return what `Mapping.over` returns, the same map for the same files: campaigns may share bases."""
    return nearer.over(base, depth)


def _base(layer: Layer, folder: Path) -> Layer | None:
    """Return the base of *layer*, of the campaign in *folder*; None if it names none."""
    keys = layer.keys
    if keys.get("base") is None:
        return None
    word: str = check(keys.only(["base"]), Record({"base": BASE}))["base"]
    place = starter_folder() if word == STARTER else Path(os.path.normpath(layer.folder / word))
    if not exists(place / CAMPAIGN_FILE):
        raise ContentError(
            f"The base “{word}” is not a campaign: it has no {CAMPAIGN_FILE}.",
            hint="Write “starter” for the campaign that comes with the program, or a folder, from this campaign's own.",
            source=keys.value_source("base"),
        )
    name = word
    if word != STARTER:
        try:
            name = Path(os.path.relpath(place.resolve(), folder.resolve())).as_posix()
        except ValueError:  # on another drive of Windows
            name = place.as_posix()
    base = Layer(place, name, keys.like())
    return replace(base, about=base._parsed(CAMPAIGN_FILE))
