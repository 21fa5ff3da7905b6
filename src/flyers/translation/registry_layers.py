"""The registry file, ``translations/languages.yaml``, of a campaign and its bases, as one document.

What is in it is not checked here: `registry` does that with the whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.layers import Layers
from flyers.content.schema.base import nearest
from flyers.content.starter import starter_folder
from flyers.errors import ContentError, raise_all
from flyers.files import exists
from flyers.process_cache import memoized_by_identity
from flyers.translation.defaults import REGISTRY_FILE, registry_document
from flyers.translation.language_data import tables


def registry_file(layers: Layers, own: yamlfile.Mapping | None) -> tuple[yamlfile.Mapping, tuple[str, ...]]:
    """Return the registry file of all layers as one, with the languages that they choose, and the tags of all others.

    *own* takes the place of the nearest layer's file.

    Raises:
        ContentError: a layer chooses a language that its base does not have.
    """
    whole: yamlfile.Mapping | None = None
    tags: dict[str, None] = {}
    for layer in reversed(layers.layers):
        if whole is not None and (chosen := layer.chosen_languages):
            whole = _choosing(whole, *map(sys.intern, chosen))
        mine = own if layer is layers.own else None
        if whole is None or mine is not None or exists(layer.folder / REGISTRY_FILE):
            found = layer.load(REGISTRY_FILE) if mine is None else mine
            whole = found if whole is None else _over(found, whole)
        listed = _languages(whole)
        tags |= dict.fromkeys(listed)
        raise_all(
            ContentError(
                f"The base has no language “{tag}”.",
                hint=_instead(tag, tuple(tags)),
                source=layer.keys.value_source("languages"),
            )
            for tag in layer.chosen_languages
            if tag not in listed
        )
    assert whole is not None
    return whole, tuple(tags)


def _instead(tag: str, known: tuple[str, ...]) -> str:
    """Return what to do about a *tag* that is not among those *known*: no command works while it is there."""
    if (right := tables().wrong_tags.get(tag)) in known:
        return f"Did you mean “{right}”?"
    near = nearest(tag, known)
    meant = f"Did you mean “{near}”? " if near else ""
    return f"{meant}To begin a language, take it out here, then run 'flyers translations init {tag}'."


def completed(document: yamlfile.Mapping, folder: Path) -> yamlfile.Mapping:
    """Return *document* with what the starter campaign knows of its languages where it says nothing."""
    return document if folder.resolve() == starter_folder() else _over_known(document, registry_document())


@memoized_by_identity(64)  # this and the two below: so that campaigns with the same files have the same languages
def _choosing(document: yamlfile.Mapping, *tags: str) -> yamlfile.Mapping:
    return _with(document, _languages(document).only(tags))


@memoized_by_identity(64)
def _over(nearer: yamlfile.Mapping, base: yamlfile.Mapping) -> yamlfile.Mapping:
    return nearer.over(base, 3)


@memoized_by_identity(64)
def _over_known(document: yamlfile.Mapping, starter: yamlfile.Mapping) -> yamlfile.Mapping:
    known, listed = _languages(starter), _languages(document)
    complete = listed.like()
    for tag, entry in listed.items():
        base = known.get(tag)
        complete[tag] = entry.over(base) if isinstance(entry, yamlfile.Mapping) and base is not None else entry
    return _with(document, complete)


def _languages(document: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return the unchecked entries; none if there is no such map."""
    listed = document.get("languages")
    return listed if isinstance(listed, yamlfile.Mapping) else yamlfile.Mapping(document.path, (0, 0))


def _with(document: yamlfile.Mapping, languages: yamlfile.Mapping) -> yamlfile.Mapping:
    twin = document.like()
    twin.update({**document, "languages": languages})
    return twin
