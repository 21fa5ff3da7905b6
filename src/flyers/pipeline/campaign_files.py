"""The files of a campaign, each read once, when it is first needed; and what the campaigns of one process share.

Fonts, catalogs of bases and typesetters are cached by their files and the time of their last change, so another
campaign on the same base finds them, and a session that reads again after a change does not.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from flyers.errors import FlyersError
from flyers.file_states import states
from flyers.files import exists
from flyers.process_cache import ProcessCache

if TYPE_CHECKING:
    from flyers.content import yamlfile
    from flyers.content.campaign import Campaign
    from flyers.content.layers import Layer, Layers
    from flyers.content.press import PdfX, PressCondition
    from flyers.layout.model import Layout
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.pipeline.inputs import Inputs
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.catalog import Catalog
    from flyers.translation.glossary import Glossary
    from flyers.translation.registry import Language, LineBreakRules, Registry
    from flyers.translation.signoff import SignOff

MOST = 64
"""Entries of a generation of the cache. The starter campaign has 39 catalogs."""

_V = TypeVar("_V")
_shared: ProcessCache[Hashable, Any] = ProcessCache(MOST)


def base_catalog(layers: Layers, language: Language) -> Catalog:
    """Return the catalog of *language* in the bases of a campaign.

    Raises:
        TranslationError: one is broken.
    """
    from flyers.translation.catalog_files import read_bases

    files = [(layer.shown(""), *_state(layer.folder / language.catalog_file)) for layer in layers.bases]
    return _read_once(("catalog", *files), lambda: read_bases(layers, language))


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
        library = load() if layer is layers.own else _read_once(key, load)
    assert library is not None
    return library


def typesetter(library: FontLibrary, rules: Mapping[str, LineBreakRules]) -> Typesetter:
    """Return the typesetter of *library*, with what other campaigns have shaped if the library is shared."""
    from flyers.text.paragraph import Typesetter

    if not any(kept is library for kept in _shared.values()):
        return Typesetter(library, rules)
    return _read_once(
        ("type", library, *sorted(rules.items(), key=lambda pair: pair[0])), lambda: Typesetter(library, rules)
    )


def _state(file: Path) -> tuple[Hashable, ...]:
    """Return a key that differs if *file* has changed."""
    if not exists(file):
        return (str(file), None)
    state = file.stat()
    return (str(file.resolve()), state.st_mtime_ns, state.st_size)


def _read_once(key: Hashable, make: Callable[[], _V]) -> _V:
    found: _V | None = _shared.get(key)
    if found is None:
        found = _shared[key] = make()
    return found


_Files = TypeVar("_Files", bound="CampaignFiles")
_P = ParamSpec("_P")
_T = TypeVar("_T")

_STANDARDS: Mapping[str, PdfX | None] = {"": None, "4": "4", "1a": "1a"}
"""The values of PDF/X on the command line and in a report; "" for the print condition's own."""


def once(read: Callable[Concatenate[_Files, _P], _T]) -> Callable[Concatenate[_Files, _P], _T]:
    """Cache the result, or the error, of a method of `CampaignFiles` by its arguments."""
    return _kept(read, lambda files: files.results)


def once_per_language(read: Callable[Concatenate[_Files, _P], _T]) -> Callable[Concatenate[_Files, _P], _T]:
    """Cache the same way what belongs to one language, which `CampaignFiles.forget_languages` forgets."""
    return _kept(read, lambda files: files.results_of_languages)


def _kept(
    read: Callable[Concatenate[_Files, _P], _T], place: Callable[[_Files], dict[tuple[object, ...], Any]]
) -> Callable[Concatenate[_Files, _P], _T]:
    @wraps(read)
    def recall(files: _Files, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        results = place(files)
        key = (read.__name__, *args, *kwargs.items())
        if key not in results:
            try:
                results[key] = read(files, *args, **kwargs)
            except FlyersError as error:
                results[key] = error
        result: _T | FlyersError = results[key]
        if isinstance(result, FlyersError):
            raise copy.deepcopy(result)  # its catchers extend its trail
        return result

    return recall


class CampaignFiles:
    """What the files of the campaign in *folder* say, as they were when they were first needed.

    What is read may raise any `flyers.errors.FlyersError` of the layer concerned, and raises it again each time that it
    is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.results: dict[tuple[object, ...], Any] = {}
        """The results, or the errors, of methods that run once, by their names and arguments."""
        self.results_of_languages: dict[tuple[object, ...], Any] = {}
        """The same of methods whose results belong to one language."""
        self._began = time.time_ns()
        self._inputs: Inputs | None = None

    def reload(self) -> None:
        """Forget everything, so that it is read again when it is next needed."""
        self.results.clear()
        self.results_of_languages.clear()
        self._began = time.time_ns()
        self._inputs = None

    @property
    def inputs(self) -> Inputs:
        """The checksums of all files, none older than what is read from now on.

        What was read already is forgotten if a file may have changed meanwhile.

        Raises:
            FlyersError: the campaign's bases cannot be found.
        """
        if self._inputs is None:
            from flyers.pipeline.inputs import Inputs

            self.take(Inputs.of(self.folder))
            assert self._inputs is not None
        return self._inputs

    def take(self, inputs: Inputs) -> None:
        """Take *inputs*, which were read since this was made, for `inputs`."""
        if inputs.may_have_changed_since(self._began):
            self.reload()
        self._inputs = inputs

    def forget_languages(self) -> None:
        """Forget what was read for single languages; what others need of it is read again."""
        self.results_of_languages.clear()

    @property
    @once
    def campaign(self) -> Campaign:
        from flyers.content.campaign import Campaign

        return Campaign.load(self.folder)

    @property
    @once
    def registry(self) -> Registry:
        from flyers.translation.registry import Registry

        return Registry.load(self.campaign)

    @property
    @once
    def glossary(self) -> Glossary:
        from flyers.translation.glossary import read_glossary

        return read_glossary(self.campaign, self.registry.tags)

    @property
    @once
    def theme(self) -> Theme:
        from flyers.layout.theme import load_theme

        return load_theme(self.campaign, self.campaign.theme)

    @property
    @once
    def library(self) -> FontLibrary:
        return font_library(self.campaign.layers)

    @property
    @once
    def typesetter(self) -> Typesetter:
        return typesetter(self.library, self.registry.line_break_rules)

    @property
    @once
    def pictures(self) -> Pictures:
        from flyers.layout.images import Images
        from flyers.layout.pictures import Pictures

        layers = self.campaign.layers
        images = Images(self.campaign, self.theme)
        pictures: Pictures | None = None
        for file in reversed(list(layers.all("content/icons/icons.yaml"))):
            pictures = Pictures(file.parent, layers.shown, pictures, images)
        return pictures or Pictures(self.folder / "content" / "icons", layers.shown, images=images)

    @property
    @once
    def products(self) -> list[str]:
        from flyers.layout.layout_files import products

        return products(self.campaign)

    @once
    def product_of_format(self, name: str) -> str:
        """Return the product of which *name* is a format other than the first, as ``poster`` for ``poster-a4``; "" for
        any other name."""
        from flyers.layout.layout_files import product_of_format

        product = "" if name in self.products else product_of_format(self.campaign, name, self._layout_file)
        return product if product in self.products else ""

    def known_products(self, names: Iterable[str]) -> list[str]:
        """Return all products, each in its first format, and those of *names* that are products in another format.

        Only the layouts of *names* are read.
        """
        return [*self.products, *dict.fromkeys(name for name in names if self.product_of_format(name))]

    @once_per_language
    def catalog(self, language: str) -> Catalog:
        """Return the catalog of the language; for the language of the messages, the English itself.

        Raises:
            TranslationError: it is broken. (Where there is no file the catalog is empty: `Catalog.exists`.)
            FileAccessError: it cannot be read.
        """
        from flyers.translation.catalog import source_catalog

        if language == self.campaign.source_language:
            return source_catalog(self.campaign)
        own = self.own_catalog(language)
        whole = own.over(self.base_catalog(language)) if self.campaign.layers.bases else own
        return whole.without_former_names(self.campaign)

    @once_per_language
    def own_catalog(self, language: str) -> Catalog:
        """Return what the campaign's own file has, without the entries of a base; see `catalog`."""
        from flyers.translation.catalog_files import read_catalog

        return read_catalog(self.registry, self.registry.language(language))

    @once_per_language
    def base_catalog(self, language: str) -> Catalog:
        """Return the catalog of the campaign's bases together; empty without a base."""
        return base_catalog(self.campaign.layers, self.registry.language(language))

    @once_per_language
    def signoffs(self, language: str) -> Sequence[SignOff]:
        """Return the sign-offs of the language, the oldest first: of bases what concerns the campaign, then its own.

        Raises:
            ContentError: the file is broken.
            FileAccessError: it cannot be read.
        """
        from flyers.translation.signoff import inherited, read_signoffs

        found: list[SignOff] = []
        for layer in reversed(self.campaign.layers.bases):
            records = read_signoffs(self.campaign, self.registry.language(language), layer)
            found += inherited(records, self._products_of(layer)) if records else ()
        return (*found, *self.own_signoffs(language))

    @once_per_language
    def own_signoffs(self, language: str) -> Sequence[SignOff]:
        """Return the sign-offs in the campaign's own file, the oldest first; see `signoffs`."""
        from flyers.translation.signoff import read_signoffs

        return read_signoffs(self.campaign, self.registry.language(language))

    def _products_of(self, layer: Layer) -> list[str]:
        """Return the products whose pages are those of *layer*, but for words and contacts."""
        from flyers.layout.layout_files import unchanged_products

        return unchanged_products(self.campaign, layer, self._layout_file)

    @once
    def own_layout(self, product: str) -> Layout:
        """Return what the product's layout file says, without a side for a second language."""
        from flyers.layout.layout_files import load_layout

        return load_layout(self.campaign, product, self.theme, self.registry.known_tags, self._layout_file)

    @once
    def layout_names(self, product: str) -> list[str]:
        """Return the names of the layouts that decide how *product* looks, as far as they can be followed."""
        from flyers.layout.layout_files import related_layouts

        return related_layouts(self.campaign, product, self._layout_file)

    @once
    def _layout_file(self, path: Path) -> yamlfile.Mapping:  # several layouts may extend one
        return self.campaign.layers.load(path)

    @once
    def read_condition(self, press: str, pdfx: str, bleed: float | None) -> PressCondition:
        """Return the print condition with the name or path *press*; *bleed* in points, or None for its own."""
        from flyers.content.press import load_condition

        return load_condition(self.campaign, press, _STANDARDS[pdfx], bleed)
