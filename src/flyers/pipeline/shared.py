"""Fonts, catalogs of bases and typesetters that the campaigns of one process share.

Each is cached by its files and the time of their last change, so another campaign on the same base finds it, and a
session that reads again after a change does not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flyers.content.layers import Layers
from flyers.file_states import states
from flyers.files import exists
from flyers.process_cache import ProcessCache

if TYPE_CHECKING:
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.catalog import Catalog
    from flyers.translation.registry import Language, LineBreakRules

MOST = 64
"""Entries of a generation of the cache. The starter campaign has 39 catalogs."""

_T = TypeVar("_T")
_kept: ProcessCache[Hashable, Any] = ProcessCache(MOST)


def base_catalog(layers: Layers, language: Language) -> Catalog:
    """Return the catalog of *language* in the bases of a campaign.

    Raises:
        TranslationError: one is broken.
    """
    from flyers.translation.catalog_files import read_bases

    files = [(layer.shown(""), *_state(layer.folder / language.catalog_file)) for layer in layers.bases]
    return _once(("catalog", *files), lambda: read_bases(layers, language))


def font_library(layers: Layers) -> FontLibrary:
    """Return the fonts of all layers.

    Raises:
        FontError: a fonts.yaml is wrong.
    """
    from flyers.text.fonts import FontLibrary

    having = [layer for layer in layers if exists(layer.folder / "fonts" / "fonts.yaml")]
    if not having:
        return FontLibrary.load(layers.own.folder / "fonts", layers.shown)
    library: FontLibrary | None = None
    key: tuple[Hashable, ...] = ("fonts",)
    for layer in reversed(having):
        folder = layer.folder / "fonts"
        load = partial(FontLibrary.load, folder, layers.shown, library)
        key = (*key, layer.shown(""), *sorted(states(folder.resolve(), depth=0).items()))  # with those of font files
        library = load() if layer is layers.own else _once(key, load)
    assert library is not None
    return library


def typesetter(library: FontLibrary, rules: Mapping[str, LineBreakRules]) -> Typesetter:
    """Return the typesetter of *library*, with what other campaigns have shaped if the library is shared."""
    from flyers.text.paragraph import Typesetter

    if not any(kept is library for kept in _kept.values()):
        return Typesetter(library, rules)
    return _once(
        ("type", library, *sorted(rules.items(), key=lambda pair: pair[0])), lambda: Typesetter(library, rules)
    )


def _state(file: Path) -> tuple[Hashable, ...]:
    """Return a key that differs if *file* has changed."""
    if not exists(file):
        return (str(file), None)
    state = file.stat()
    return (str(file.resolve()), state.st_mtime_ns, state.st_size)


def _once(key: Hashable, make: Callable[[], _T]) -> _T:
    found: _T | None = _kept.get(key)
    if found is None:
        found = _kept[key] = make()
    return found
