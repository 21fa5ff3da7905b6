"""A campaign opened for work: its files, each read once, when it is first needed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from flyers import process_cache
from flyers.errors import FlyersError
from flyers.files import exists, locked

if TYPE_CHECKING:
    from flyers.content import yamlfile
    from flyers.content.campaign import Campaign
    from flyers.content.layers import Layer
    from flyers.content.output_intent import PdfX
    from flyers.content.press import PressCondition
    from flyers.layout.cached_fit import CachedFit
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.pdf.editions import Edition
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.catalog import Catalog
    from flyers.translation.glossary import Glossary
    from flyers.translation.localization import Localization
    from flyers.translation.registry import Registry
    from flyers.translation.signoff import SignOff

_P = ParamSpec("_P")
_T = TypeVar("_T")

PLACES_OF_PARTS = (
    "content",
    "translations",
    "translations/*",
    "translations/*/manifests",
    "translations/*/LC_MESSAGES",
)
"""Folders in which commands write, and where one that was killed may have left a part."""

_OF_ONE_LANGUAGE = frozenset(
    {"catalog", "own_catalog", "base_catalog", "signoffs", "own_signoffs", "_alone", "_multilingual"}
)
"""The methods of `Session` whose results belong to one language."""

_STANDARDS: Mapping[str, PdfX | None] = {"": None, "4": "4", "1a": "1a"}
"""The values of PDF/X on the command line and in a report; "" for the print condition's own."""


def _once(read: Callable[Concatenate[Session, _P], _T]) -> Callable[Concatenate[Session, _P], _T]:
    """Cache the result, or the error, of a method of `Session` by its arguments."""

    @wraps(read)
    def recall(session: Session, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        key = (read.__name__, *args, *kwargs.items())
        if key not in session._results:
            try:
                session._results[key] = read(session, *args, **kwargs)
            except FlyersError as error:
                session._results[key] = error
        result: _T | FlyersError = session._results[key]
        if isinstance(result, FlyersError):
            raise copy.deepcopy(result)  # its catchers extend its trail
        return result

    return recall


class Session:
    """The campaign in *folder* as its files were when they were first needed.

    A process has one, so that files are read, fonts opened and text shaped once for all jobs. After writing into the
    folder call `reload`, or open another session. What is read may raise any `flyers.errors.FlyersError` of the layer
    concerned, and raises it again each time that it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._results: dict[tuple[object, ...], Any] = {}  # or the errors, of methods that run once
        self.kept: dict[object, Any] = {}
        """What other modules have derived from the files, forgotten with them. Each has `forget_languages` too."""

    @contextmanager
    def changing(self, write: bool = True) -> Iterator[None]:
        """Keep the campaign to this process from reading to writing, so that no other command's change is lost.

        Everything is read again first, since another command may have changed it. Without *write*, do nothing.

        Raises:
            FileAccessError: another command keeps the campaign for too long.
        """
        if not write:
            yield
            return
        if not exists(self.folder / "content"):  # a folder that is not a campaign is not locked, but reported
            self.campaign  # noqa: B018 - reading it raises the error
        with locked(self.folder, PLACES_OF_PARTS):
            self.reload()
            yield

    def reload(self) -> None:
        """Forget everything, so that it is read again when it is next needed."""
        self._results.clear()
        self.kept.clear()

    def forget_languages(self) -> None:
        """Forget what was read for single languages; what others need of it is read again."""
        for key in [key for key in self._results if key[0] in _OF_ONE_LANGUAGE]:
            del self._results[key]
        for one in self.kept.values():
            one.forget_languages()

    @property
    @_once
    def campaign(self) -> Campaign:
        from flyers.content.campaign import Campaign

        return Campaign.load(self.folder)

    @property
    @_once
    def registry(self) -> Registry:
        from flyers.translation.registry import Registry

        return Registry.load(self.campaign)

    @property
    @_once
    def glossary(self) -> Glossary:
        from flyers.translation.glossary import read_glossary

        return read_glossary(self.campaign, self.registry.tags)

    @property
    @_once
    def theme(self) -> Theme:
        from flyers.layout.theme import load_theme

        return load_theme(self.campaign, self.campaign.theme)

    @property
    @_once
    def library(self) -> FontLibrary:
        from flyers.pipeline.shared import font_library

        return font_library(self.campaign.layers)

    @property
    @_once
    def typesetter(self) -> Typesetter:
        from flyers.pipeline.shared import typesetter

        return typesetter(self.library, self.registry.line_break_rules)

    @property
    @_once
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
    @_once
    def products(self) -> list[str]:
        from flyers.layout.layout_files import products

        return products(self.campaign)

    @property
    @_once
    def usual_products(self) -> list[str]:
        """The products to make if none is named. A broken layout counts, so that making it reports what is wrong."""
        layouts = {product: self.readable_layout(product) for product in self.products}
        return [product for product, layout in layouts.items() if layout is None or not layout.on_request]

    def languages(self, named: Iterable[str] = ()) -> list[str]:
        """Return the tags of the languages *named*, once each, or of all languages if none is named."""
        return list(dict.fromkeys(self.registry.language(name).tag for name in named)) or list(self.registry.tags)

    @property
    @_once
    def usual_languages(self) -> list[str]:
        """The tags of the languages to make if none is named: those with translations."""
        return [tag for tag in self.registry.tags if self.has_translations(tag)]

    def has_translations(self, language: str) -> bool:
        """Whether the language has any translation.

        A catalog that cannot be read counts, so that a build of the language reports what is wrong.
        """
        try:
            return self.catalog(language).has_translations
        except FlyersError:
            return True

    @_once
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
        return own.over(self.base_catalog(language)) if self.campaign.layers.bases else own

    @_once
    def own_catalog(self, language: str) -> Catalog:
        """Return what the campaign's own file has, without the entries of a base; see `catalog`."""
        from flyers.translation.catalog_files import read_catalog

        return read_catalog(self.registry, self.registry.language(language))

    @_once
    def base_catalog(self, language: str) -> Catalog:
        """Return the catalog of the campaign's bases together; empty without a base."""
        from flyers.pipeline.shared import base_catalog

        return base_catalog(self.campaign.layers, self.registry.language(language))

    @_once
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

    @_once
    def own_signoffs(self, language: str) -> Sequence[SignOff]:
        """Return the sign-offs in the campaign's own file, the oldest first; see `signoffs`."""
        from flyers.translation.signoff import read_signoffs

        return read_signoffs(self.campaign, self.registry.language(language))

    def _products_of(self, layer: Layer) -> list[str]:
        """Return the products whose pages are those of *layer*, but for words and contacts."""
        from flyers.layout.layout_files import unchanged_products

        return unchanged_products(self.campaign, layer, self._layout_file)

    def layout(self, product: str, *, secondary: str = "") -> Layout:
        """Return the product's layout; with a *secondary* language, the layout with a second side for it.

        Raises:
            UsageError: the product has none for two languages, or is not made in this way.
        """
        layout = self._own_layout(product)
        if not secondary or layout.many_languages:
            return layout
        from flyers.layout.bilingual import with_second_language

        return with_second_language(layout, self.layout(layout.bilingual) if layout.bilingual else None)

    @_once
    def _own_layout(self, product: str) -> Layout:
        from flyers.layout.layout_files import load_layout

        return load_layout(self.campaign, product, self.theme, self.registry.known_tags, self._layout_file)

    @_once
    def _layout_file(self, path: Path) -> yamlfile.Mapping:  # several layouts may extend one
        return self.campaign.layers.load(path)

    def readable_layout(self, product: str) -> Layout | None:
        """Return the product's layout, or None if it is broken: making the product reports what is wrong."""
        try:
            return self.layout(product)
        except FlyersError:
            return None

    def edition(self, name: str, press: str = "", pdfx: str = "", bleed: float | None = None) -> Edition:
        """Return the edition called *name*; one for the press has the print condition *press*, or the campaign's."""
        from flyers.pdf.editions import EDITIONS

        edition = EDITIONS[name]
        return edition.on(self.condition(press, pdfx, bleed)) if edition.for_press else edition

    def condition(self, press: str = "", pdfx: str = "", bleed: float | None = None) -> PressCondition:
        """Return the print condition with that name or path, by default the campaign's.

        *pdfx* and *bleed*, in points, replace the condition's own.
        """
        return self._condition(press or self.campaign.press, pdfx, bleed)

    @_once
    def _condition(self, press: str, pdfx: str, bleed: float | None) -> PressCondition:
        from flyers.content.press import load_condition

        return load_condition(self.campaign, press, _STANDARDS[pdfx], bleed)

    def localized(self, language: str, *, secondary: str = "", allow_untranslated: bool = False) -> Localization:
        """Return the content in *language*, with the *secondary* language or all others.

        Among all languages, one without translations has only its names; a second language must be complete.
        """
        if secondary:
            return self._multilingual(language, secondary, allow_untranslated)
        return self._alone(language, allow_untranslated)

    @_once
    def _alone(self, tag: str, allow_untranslated: bool) -> Localization:
        from flyers.pipeline.checked_words import localize_checked

        language = self.registry.language(tag)
        self._check_english()
        try:
            catalog, signoffs = self.catalog(tag), self.signoffs(tag)
        except FlyersError as error:
            raise (error if tag == self.campaign.source_language else error.within(tag)) from None
        return localize_checked(self.campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)

    @_once
    def _check_english(self) -> None:
        from flyers.pipeline.checked_words import check_english

        check_english(self.campaign, self.registry)

    @_once
    def _multilingual(self, language: str, secondary: str, allow_untranslated: bool) -> Localization:
        from flyers.pipeline.plan import ALL
        from flyers.translation import multilingual

        own = self.localized(language, allow_untranslated=allow_untranslated)
        if secondary == ALL:
            others = [self.localized(tag, allow_untranslated=True) for tag in self.registry.tags]
        else:
            others = [self.localized(secondary, allow_untranslated=allow_untranslated)]
        return multilingual.with_others(own, others, secondary)

    def composed(self, localized: Localization, layout: Layout, kept: CachedFit | None = None) -> Document:
        """Return the pages of *layout* with the words of *localized*; see `flyers.layout.compose.compose`.

        Raises:
            OversetError: text does not fit.
        """
        from flyers.layout.compose import compose

        return compose(localized, layout, self.theme, self.typesetter, self.pictures, kept)


MOST_OPEN = 4
"""Campaigns that a process has open at a time."""

GENERATION = 32
"""Campaigns after which a new generation of caches begins (`flyers.process_cache`)."""

_opened = count(1)


@lru_cache(maxsize=MOST_OPEN)
def open_session(folder: Path) -> Session:
    """Return this process's session for *folder*."""
    process_cache.collect_garbage_rarely()
    number = next(_opened)
    if number == GENERATION // 2:
        process_cache.note_used()
    elif number % GENERATION == 0:
        process_cache.next_language()
    return Session(folder)
