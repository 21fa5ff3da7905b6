"""A campaign opened for work: what its files say, each read once when it is first needed, and what follows from it.

Fonts, catalogs of bases and typesetters are shared by the campaigns of a process: they are cached by their files and
the time of their last change, so a session that reads again after a change does not find what was before.
"""

from __future__ import annotations

import copy
import datetime as dt
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, partial, wraps
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from flyers import process_cache
from flyers.errors import FlyersError, raise_all
from flyers.files import exists, locked, state, states
from flyers.pipeline.plan import ALL
from flyers.process_cache import ProcessCache

if TYPE_CHECKING:
    from flyers.content import yamlfile
    from flyers.content.campaign import Campaign
    from flyers.content.press import PdfX, PressCondition
    from flyers.layout.model import Layout
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.page.document import Document
    from flyers.page.editions import Edition
    from flyers.pipeline.inputs import Inputs
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.catalog import Catalog
    from flyers.translation.checks.style import Glossary
    from flyers.translation.localization import Localization
    from flyers.translation.registry import Registry
    from flyers.translation.signoff import SignOff


_P = ParamSpec("_P")
_T = TypeVar("_T")

_shared: ProcessCache[Hashable, Any] = ProcessCache(64)  # The starter campaign has 39 catalogs.


def _read_once(key: Hashable, read: Callable[[], _T]) -> _T:
    """Return what *read* returns, or returned for another campaign with an equal *key*."""
    value: _T | None = _shared.get(key)
    if value is None:
        value = _shared[key] = read()
    return value


_OF_A_LANGUAGE: set[str] = set()  # Names of the methods whose results belong to one language.


def once(read: Callable[Concatenate[Session, _P], _T]) -> Callable[Concatenate[Session, _P], _T]:
    """Cache the result, or the error, of a method of `Session` by its arguments."""

    @wraps(read)
    def recall(session: Session, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        key = (read.__name__, *args, *kwargs.items())
        if key not in session.results:
            try:
                session.results[key] = read(session, *args, **kwargs)
            except FlyersError as error:
                session.results[key] = error
        result: _T | FlyersError = session.results[key]
        if isinstance(result, FlyersError):
            raise copy.deepcopy(result)  # its catchers extend its trail
        return result

    return recall


def once_per_language(read: Callable[Concatenate[Session, _P], _T]) -> Callable[Concatenate[Session, _P], _T]:
    """Cache the same way what belongs to one language, which `Session.forget_languages` forgets."""
    _OF_A_LANGUAGE.add(read.__name__)
    return once(read)


class Session:
    """The campaign in *folder* as its files were when they were first needed.

    A process has one, so that files are read, fonts opened and text shaped once for all jobs. After writing into the
    folder call `reload`, or open another session.

    What is read may raise any FlyersError of the layer concerned, and does so again each time that it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The results, or the errors, of methods that run once, by their names and arguments.
        self.results: dict[tuple[object, ...], Any] = {}
        self._began = time.time_ns()
        self._inputs: Inputs | None = None

    def reload(self) -> None:
        """Forget everything, so that it is read again when it is next needed."""
        self.results.clear()
        self._began = time.time_ns()
        self._inputs = None

    @property
    def inputs(self) -> Inputs:
        """The checksums of all files, none older than what is read from now on: what may have changed is forgotten."""
        if self._inputs is None:
            from flyers.content.layers import Layers
            from flyers.pipeline.inputs import Inputs

            self.take(Inputs({layer.shown(""): layer.folder for layer in Layers.of(self.folder)}))
            assert self._inputs is not None
        return self._inputs

    def take(self, inputs: Inputs) -> None:
        """Take *inputs*, which were read since this was made, for `inputs`."""
        if inputs.may_have_changed_since(self._began):
            self.reload()
        self._inputs = inputs

    def forget_languages(self) -> None:
        """Forget what was read for single languages; what others need of it is read again."""
        self.results = {key: value for key, value in self.results.items() if key[0] not in _OF_A_LANGUAGE}

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
        from flyers.translation.checks.style import read_glossary

        return read_glossary(self.campaign, self.registry.tags)

    @property
    @once
    def theme(self) -> Theme:
        from flyers.layout.theme import load_theme

        return load_theme(self.campaign, self.campaign.theme)

    @property
    @once
    def library(self) -> FontLibrary:
        """The fonts of all layers."""
        from flyers.text.fonts import FontLibrary

        layers = self.campaign.layers
        library: FontLibrary | None = None
        key: tuple[Hashable, ...] = ("fonts",)
        for layer in reversed(list(layers)):
            folder = layer.folder / "fonts"
            if exists(folder / "fonts.yaml"):
                load = partial(FontLibrary.load, folder, layers.shown, library)
                key = (*key, layer.shown(""), *sorted(states(folder.resolve(), depth=0).items()))  # font files, too
                library = load() if layer is layers.own else _read_once(key, load)
        return library or FontLibrary.load(layers.own.folder / "fonts", layers.shown)

    @property
    @once
    def typesetter(self) -> Typesetter:
        """The typesetter, with what other campaigns have shaped if its fonts are theirs."""
        from flyers.text.paragraph import Typesetter

        library, rules = self.library, self.registry.line_break_rules
        make = partial(Typesetter, library, rules)
        shared = any(value is library for value in _shared.values())
        return _read_once(("type", library, *sorted(rules.items())), make) if shared else make()

    @property
    @once
    def pictures(self) -> Pictures:
        from flyers.layout.pictures import Images, Pictures

        layers, images = self.campaign.layers, Images(self.campaign, self.theme)
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
        """Return the product of which *name* is a format but the first, ``poster`` for ``poster-a4``; "" if none."""
        from flyers.layout.layout_files import product_of_format

        product = "" if name in self.products else product_of_format(self.campaign, name, self._layout_file)
        return product if product in self.products else ""

    def known_products(self, names: Iterable[str]) -> list[str]:
        """Return all products, and those of *names* in another format than their first; reads no more layouts."""
        return [*self.products, *dict.fromkeys(name for name in names if self.product_of_format(name))]

    @once_per_language
    def catalog(self, language: str) -> Catalog:
        """Return the catalog of the language, empty without a file; for that of the messages, the English itself."""
        from flyers.translation.catalog import source_catalog

        if language == self.campaign.source_language:
            return source_catalog(self.campaign)
        own = self.own_catalog(language)
        whole = own.over(self.base_catalog(language)) if self.campaign.layers.bases else own
        return whole.without_former_names(self.campaign)

    @once_per_language
    def own_catalog(self, language: str) -> Catalog:
        """Return the catalog of the campaign's own file, without the entries of a base."""
        from flyers.translation.po import read_catalog

        return read_catalog(self.registry, self.registry.language(language))

    @once_per_language
    def base_catalog(self, language: str) -> Catalog:
        """Return the catalog of the campaign's bases together; empty without a base."""
        from flyers.translation.po import read_bases

        layers, translated = self.campaign.layers, self.registry.language(language)
        files = {layer.shown(""): layer.folder / translated.catalog_file for layer in layers.bases}
        key = ("catalog", *((base, str(file.resolve()), state(file)) for base, file in files.items()))
        return _read_once(key, lambda: read_bases(layers, translated))

    @once_per_language
    def signoffs(self, language: str) -> Sequence[SignOff]:
        """Return the sign-offs of the language, the oldest first: of bases what concerns the campaign, then its own."""
        from flyers.translation.signoff import inherited, read_signoffs

        signoffs: list[SignOff] = []
        for layer in reversed(self.campaign.layers.bases):
            if records := read_signoffs(self.campaign, self.registry.language(language), layer):
                from flyers.layout.layout_files import unchanged_products

                signoffs += inherited(records, unchanged_products(self.campaign, layer, self._layout_file))
        return (*signoffs, *self.own_signoffs(language))

    @once_per_language
    def own_signoffs(self, language: str) -> Sequence[SignOff]:
        """Return the sign-offs in the campaign's own file, the oldest first."""
        from flyers.translation.signoff import read_signoffs

        return read_signoffs(self.campaign, self.registry.language(language))

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

    @contextmanager
    def changing(self, write: bool = True) -> Iterator[None]:
        """Keep the campaign to this process from reading to writing, so that no other command's change is lost.

        Everything is read again first, since another command may have changed it. Without *write*, do nothing. Raises
        FileAccessError if another command keeps the campaign for too long.
        """
        if not write:
            yield
            return
        if not exists(self.folder / "content"):  # a folder that is not a campaign is not locked, but reported
            self.reload()  # it may have been moved away
            self.campaign  # noqa: B018 - reading it raises the error
        # Folders in which commands write, and where one that was killed may have left a part.
        translations = ("translations", "translations/*", "translations/*/manifests", "translations/*/LC_MESSAGES")
        with locked(self.folder, ("content", *translations)):
            self.reload()
            yield

    @property
    @once
    def usual_products(self) -> list[str]:
        """The products to make if none is named. A broken layout counts, so that making it reports what is wrong."""
        layouts = {product: self.readable_layout(product) for product in self.products}
        return [product for product, layout in layouts.items() if layout is None or not layout.on_request]

    @property
    @once
    def products_in_all_formats(self) -> list[str]:
        """All products, each followed by itself in its other formats. Broken layouts have none."""
        names = []
        for product in self.products:
            layout = self.readable_layout(product)
            names += [product, *(f"{product}-{name}" for name in (layout.formats[1:] if layout else ()))]
        return [name for name in names if name in self.known_products([name])]

    def in_format(self, product: str, name: str) -> str:
        """Return what *product* is called in the format *name*: ``poster-a4``; "" if it has no such format."""
        formats = self.layout(product).formats
        return "" if name not in formats else product if name == formats[0] else f"{product}-{name}"

    def languages(self, named: Iterable[str] = ()) -> list[str]:
        """Return the tags of the languages *named*, once each, or of all languages if none is named."""
        return list(dict.fromkeys(self.registry.language(name).tag for name in named)) or list(self.registry.tags)

    @property
    @once
    def usual_languages(self) -> list[str]:
        """The tags of the languages to make if none is named: those with translations."""
        return [tag for tag in self.registry.tags if self.has_translations(tag)]

    def has_translations(self, language: str) -> bool:
        """Whether the language has any translation. A broken catalog counts, so that a build reports what is wrong."""
        with suppress(FlyersError):
            return self.catalog(language).has_translations
        return True

    def layout(self, product: str, *, secondary: str = "") -> Layout:
        """Return the product's layout, with a side for a *secondary* language; raises UsageError if it takes none."""
        layout = self.own_layout(product)
        if not secondary or layout.many_languages:
            return layout
        from flyers.layout.model import with_second_language

        return with_second_language(layout, self.layout(layout.bilingual) if layout.bilingual else None)

    def readable_layout(self, product: str) -> Layout | None:
        """Return the product's layout, or None if it is broken: making the product reports what is wrong."""
        with suppress(FlyersError):
            return self.layout(product)
        return None

    def is_image(self, product: str) -> bool:
        """Whether the product is an image for screens; False for one whose layout is broken."""
        return (layout := self.readable_layout(product)) is not None and layout.is_image

    def is_multilingual(self, product: str) -> bool:
        """Whether the product is in all languages at once; False for one whose layout is broken."""
        return (layout := self.readable_layout(product)) is not None and layout.many_languages

    def edition(self, name: str, press: str = "", pdfx: str = "", bleed: float | None = None) -> Edition:
        """Return the edition called *name*; one for the press has the print condition *press*, or the campaign's.

        *pdfx* and *bleed*, in points, replace the condition's own.
        """
        from flyers.page.editions import EDITIONS

        edition = EDITIONS[name]
        return edition.on(self.condition(press, pdfx, bleed)) if edition.for_press else edition

    @once
    def condition(self, press: str = "", pdfx: str = "", bleed: float | None = None) -> PressCondition:
        """Return the print condition with that name or path, by default the campaign's; see `edition`."""
        from flyers.content.press import load_condition

        standards: Mapping[str, PdfX | None] = {"": None, "4": "4", "1a": "1a"}  # "" for the condition's own
        return load_condition(self.campaign, press or self.campaign.press, standards[pdfx], bleed)

    def localized(self, language: str, *, secondary: str = "", allow_untranslated: bool = False) -> Localization:
        """Return the content in *language*, with the *secondary* language or all others.

        Among all languages, one without translations has only its names; a second language must be complete.
        """
        return self._localized(language, secondary, allow_untranslated)

    @once_per_language
    def _localized(self, tag: str, secondary: str, allow_untranslated: bool) -> Localization:
        from flyers.translation.localization import localize, with_others

        if secondary:
            own = self.localized(tag, allow_untranslated=allow_untranslated)
            tags, lenient = (self.registry.tags, True) if secondary == ALL else ([secondary], allow_untranslated)
            return with_others(own, [self.localized(other, allow_untranslated=lenient) for other in tags], secondary)
        language = self.registry.language(tag)
        self._check_english()
        try:
            catalog, signoffs = self.catalog(tag), self.signoffs(tag)
        except FlyersError as error:
            raise (error if tag == self.campaign.source_language else error.within(tag)) from None
        return localize(self.campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)

    @once
    def _check_english(self) -> None:
        from flyers.content.contacts import days_to_come
        from flyers.translation.localization import check_english

        language = self.registry.languages[self.campaign.source_language]
        check_english(self.campaign, language, self.registry.known_tags)
        raise_all(days_to_come(self.campaign.contacts.values(), dt.datetime.now(dt.UTC).date()))

    def composed(self, localized: Localization, layout: Layout, *, for_phones: bool = False) -> Document:
        """Return the pages of *layout* with the words of *localized*; raises OversetError or FontError."""
        from flyers.layout.compose import compose, compose_for_phones

        for words in (localized, *localized.others.values()):
            self.library.require(words.language.fonts, words.language.source)
        set_pages = compose_for_phones if for_phones else compose
        return set_pages(localized, layout, self.theme, self.typesetter, self.pictures)


MOST_OPEN = 4  # Campaigns that a process has open at a time.
_opened = count(1)


@lru_cache(maxsize=MOST_OPEN)
def open_session(folder: Path) -> Session:
    """Return this process's session for *folder*."""
    process_cache.collect_garbage_rarely()
    if next(_opened) % 32 == 0:  # or what has gone since then would stay in them
        process_cache.forget_all()
    return Session(folder)
