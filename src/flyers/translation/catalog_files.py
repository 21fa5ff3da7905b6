"""Reads the files of catalogs."""

from __future__ import annotations

from pathlib import Path

from flyers import limits
from flyers.content import yamlfile
from flyers.content.layers import Layers
from flyers.errors import ContentError, TranslationError
from flyers.files import exists, read_bytes
from flyers.translation.catalog import Catalog
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
        text = yamlfile.decode(data, name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    from flyers.translation.po import read

    return read(text, name)


def read_bases(layers: Layers, language: Language) -> Catalog:
    """Return the catalogs of *language* in the bases as one, the nearest first; empty if there are none."""
    file = language.catalog_file
    whole = Catalog(file, exists=False)
    for layer in reversed(layers.bases):
        whole = read_file(layer.folder / file, layer.shown(file)).over(whole)
    return whole
