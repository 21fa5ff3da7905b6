"""Reads the files of catalogs; each is parsed once and then cached until it changes (`flyers.cache`).

Babel takes longer to load, and to read the three hundred texts of a language, than the program takes to check and merge
them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flyers import cache, limits
from flyers.content import message_key, yamlfile
from flyers.content.layers import Layers
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, Source, TranslationError
from flyers.files import exists, read_bytes
from flyers.translation import catalog as catalogs
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Language, Registry


def read_catalog(registry: Registry, language: Language) -> Catalog:
    """Return the catalog of *language*; an empty one (`Catalog.exists`) if there is no file.

    Raises:
        TranslationError: the file is too large or is not a PO file in UTF-8; with file and line.
        FileAccessError: it cannot be read.
    """
    path = registry.catalog_path(language)
    return read_file(path, yamlfile.display_path(path, registry.folder))


def read_file(path: Path, name: str) -> Catalog:
    """Return the catalog in the file *path*, which errors call *name*; see `read_catalog`."""
    if not exists(path):
        return Catalog(name, exists=False)
    try:
        data = read_bytes(path, name, limits.CATALOG_BYTES)
        key = cache.name_of("catalog", _program(), hashlib.sha256(data).hexdigest())
        if (kept := cache.read(key)) is not None:
            return _from_json(kept, name)
        text = yamlfile.decode(data, name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    from flyers.translation.po import read

    catalog = read(text, name)
    cache.keep(key, _to_json(catalog))
    return catalog


def read_bases(layers: Layers, language: Language) -> Catalog:
    """Return the catalogs of *language* in the bases as one, the nearest first; empty if there are none."""
    file = language.catalog_file
    whole = Catalog(file, exists=False)
    for layer in reversed(layers.bases):
        whole = read_file(layer.folder / file, layer.shown(file)).over(whole)
    return whole


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a key that differs if the code that reads a file has changed, without loading Babel."""
    found = find_spec("babel")
    babel = [str(Path(found.origin).parent / "messages" / "pofile.py")] if found and found.origin else []
    here = [__file__, catalogs.__file__, message_key.__file__, str(Path(__file__).with_name("po.py"))]
    return cache.code_of(*here, *babel)


def _to_json(catalog: Catalog) -> dict[str, Any]:
    """Return a catalog as JSON values, without the name of its file, which may differ."""
    return {
        "headers": dict(catalog.headers),
        "entries": list(map(_entry_to_json, catalog.entries.values())),
        "obsolete": list(map(_entry_to_json, catalog.obsolete)),
        "remarks": catalog.remarks,
        "fuzzy": catalog.fuzzy,
    }


def _from_json(value: dict[str, Any], name: str) -> Catalog:
    entries = [_entry_from_json(entry, name) for entry in value["entries"]]
    return Catalog(
        name,
        headers=value["headers"],
        entries={entry.context: entry for entry in entries},
        obsolete=tuple(_entry_from_json(entry, name) for entry in value["obsolete"]),
        remarks=value["remarks"],
        fuzzy=value["fuzzy"],
    )


def _entry_to_json(entry: Entry) -> list[Any]:
    return [
        str(entry.context),
        entry.english,
        entry.translation,
        entry.source.line,
        sorted(entry.flags),
        entry.former,
        entry.remarks,
        entry.notes,
        entry.places,
    ]


def _entry_from_json(value: list[Any], name: str) -> Entry:
    context, english, translation, line, flags, former, remarks, notes, places = value
    return Entry(
        MessageKey.parse(context),
        english,
        translation,
        Source(name, line),
        frozenset(flags),
        former,
        tuple(remarks),
        tuple(notes),
        tuple(places),
    )
