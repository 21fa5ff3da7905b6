"""A campaign opened for work: its files, each read once, when it is first needed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flyers.errors import FlyersError, raise_all

if TYPE_CHECKING:
    from flyers.content import yamlfile
    from flyers.content.campaign import Campaign
    from flyers.content.press import PdfX, PressCondition
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.pdf.editions import Edition
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.catalog import Catalog
    from flyers.translation.glossary import Glossary
    from flyers.translation.localize import Localization
    from flyers.translation.registry import Registry
    from flyers.translation.signoff import SignOff

_T = TypeVar("_T")

_STANDARDS: Mapping[str, PdfX | None] = {"": None, "4": "4", "1a": "1a"}
"""What the command line and a file of ours may say of PDF/X; "" for what the print condition asks for."""


class Session:
    """The campaign in *folder* as its files were when they were first needed.

    One for each process: every file is read once, fonts are opened and text is shaped once for all jobs. After writing
    into the folder call `reload`, or open another session. What is read may raise any `flyers.errors.FlyersError` of
    the layer concerned, and raises it again each time that it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[tuple[object, ...], Any] = {}

    def reload(self) -> None:
        """Forget everything, so that it is read again when it is next needed."""
        folder = self.folder
        self.__dict__.clear()
        self.__init__(folder)  # type: ignore[misc]

    def _once(self, key: tuple[object, ...], read: Callable[[], _T]) -> _T:
        """Return what *read* returned under *key* the first time, or raise what it raised."""
        if key not in self._kept:
            try:
                self._kept[key] = read()
            except FlyersError as error:
                self._kept[key] = error
        kept = self._kept[key]
        if isinstance(kept, FlyersError):
            raise copy.deepcopy(kept)  # whoever catches it extends its trail
        result: _T = kept
        return result

    @cached_property
    def campaign(self) -> Campaign:
        from flyers.content.campaign import Campaign

        return Campaign.load(self.folder)

    @cached_property
    def registry(self) -> Registry:
        from flyers.translation.registry import Registry

        return Registry.load(self.campaign)

    @cached_property
    def glossary(self) -> Glossary:
        from flyers.translation.glossary import read_glossary

        return read_glossary(self.campaign, self.registry.tags)

    @cached_property
    def theme(self) -> Theme:
        from flyers.layout.theme import load_theme

        return load_theme(self.campaign, self.campaign.theme)

    @cached_property
    def library(self) -> FontLibrary:
        from flyers.text.fonts import FontLibrary

        return FontLibrary.load(self.campaign.fonts_folder, self.folder)

    @cached_property
    def typesetter(self) -> Typesetter:
        from flyers.text.paragraph import Typesetter

        return Typesetter(self.library, self.registry.line_break_rules)

    @cached_property
    def pictures(self) -> Pictures:
        from flyers.layout.pictures import Pictures

        return Pictures(self.campaign.icons_folder)

    @cached_property
    def products(self) -> list[str]:
        from flyers.layout.schema import products

        return products(self.campaign)

    @cached_property
    def usual_products(self) -> list[str]:
        """Those that are made when none is named; one whose layout is broken is among them, and fails by itself."""
        layouts = {product: self.readable_layout(product) for product in self.products}
        return [product for product, layout in layouts.items() if layout is None or not layout.on_request]

    def languages(self, asked: Iterable[str] = ()) -> list[str]:
        """The tags that *asked* means, once each, or all of the campaign's when nothing is asked."""
        return list(dict.fromkeys(self.registry.language(name).tag for name in asked)) or list(self.registry.tags)

    @cached_property
    def usual_languages(self) -> list[str]:
        """Those that are made when none is named: all but the ones that nobody has begun to translate."""
        return [tag for tag in self.registry.tags if self.begun(tag)]

    def begun(self, language: str) -> bool:
        """Whether the language has any translation.

        A catalog that cannot be read counts as begun, so that a build of the language reports what is wrong.
        """
        try:
            return self.catalog(language).begun
        except FlyersError:
            return True

    def catalog(self, language: str) -> Catalog:
        """The catalog of the language; for the language of the messages, the English itself.

        Raises:
            TranslationError: it is broken. (Where there is no file the catalog is empty: `Catalog.exists`.)
            FileAccessError: it cannot be read.
        """
        return self._once(("catalog", language), lambda: self._read_catalog(language))

    def _read_catalog(self, tag: str) -> Catalog:
        from flyers.translation.catalog import source_catalog

        if tag == self.campaign.source_language:
            return source_catalog(self.campaign)
        from flyers.translation.po import read_catalog  # Babel is not needed for English

        return read_catalog(self.registry, self.registry.language(tag))

    def signoffs(self, language: str) -> Sequence[SignOff]:
        """The records of the language, the oldest first.

        Raises:
            ContentError: the file is broken.
            FileAccessError: it cannot be read.
        """
        from flyers.translation.signoff import read_signoffs

        return self._once(
            ("signoffs", language), lambda: read_signoffs(self.campaign, self.registry.language(language))
        )

    def layout(self, product: str, *, secondary: str = "") -> Layout:
        """The product's layout; with a *secondary* language, the layout with a second side for it.

        Raises:
            UsageError: the product has none for two languages, or is not made in this way.
        """
        layout = self._once(("layout", product), lambda: self._read_layout(product))
        if not secondary or layout.many_languages:
            return layout
        from flyers.layout.bilingual import with_second_language

        return with_second_language(layout, self.layout(layout.bilingual) if layout.bilingual else None)

    def _read_layout(self, product: str) -> Layout:
        from flyers.layout.schema import load_layout, parse_layout

        def parse(name: str) -> yamlfile.Mapping:  # several layouts may extend one
            return self._once(("layout file", name), lambda: parse_layout(self.campaign, name))

        return load_layout(self.campaign, product, self.theme, self.registry.tags, parse)

    def readable_layout(self, product: str) -> Layout | None:
        """The product's layout, or None if it is broken: making the product reports what is wrong."""
        try:
            return self.layout(product)
        except FlyersError:
            return None

    def edition(self, name: str, press: str = "", pdfx: str = "") -> Edition:
        """The edition of that name; one for the press on the print condition *press*, or on the campaign's own."""
        from flyers.pdf.editions import EDITIONS

        edition = EDITIONS[name]
        return edition.on(self.condition(press, pdfx)) if edition.for_press else edition

    def condition(self, press: str = "", pdfx: str = "") -> PressCondition:
        """The print condition of that name or path, or the campaign's own."""
        from flyers.content.press import load_condition

        name = press or self.campaign.press
        return self._once(("condition", name, pdfx), lambda: load_condition(self.campaign, name, _STANDARDS[pdfx]))

    def localized(self, language: str, *, secondary: str = "", allow_untranslated: bool = False) -> Localization:
        """The content in *language*, with the *secondary* language or all others.

        Among all languages, one without translations has only its names; a second language must be complete.
        """
        make = self._together if secondary else self._alone
        key = ("localized", language, secondary, allow_untranslated)
        return self._once(key, lambda: make(language, secondary, allow_untranslated))

    def _alone(self, tag: str, _: str, allow_untranslated: bool) -> Localization:
        from flyers.translation.localize import localize

        language = self.registry.language(tag)
        self._once(("english",), self._check_english)
        try:
            catalog, signoffs = self.catalog(tag), self.signoffs(tag)
        except FlyersError as error:
            raise (error if tag == self.campaign.source_language else error.within(tag)) from None
        return localize(self.campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)

    def _check_english(self) -> None:
        from flyers.translation.localize import english_faults

        raise_all(english_faults(self.campaign, self.registry.languages.get(self.campaign.source_language)))

    def _together(self, language: str, secondary: str, allow_untranslated: bool) -> Localization:
        from flyers.pipeline.plan import ALL
        from flyers.translation import multilingual

        own = self.localized(language, allow_untranslated=allow_untranslated)
        if secondary == ALL:
            others = [self.localized(tag, allow_untranslated=True) for tag in self.registry.tags]
        else:
            others = [self.localized(secondary, allow_untranslated=allow_untranslated)]
        return multilingual.with_others(own, others, secondary)

    def composed(self, localized: Localization, layout: Layout) -> Document:
        """The pages of *layout* with the words of *localized*.

        Raises:
            OversetError: text does not fit; see `flyers.layout.compose.compose`.
        """
        from flyers.layout.compose import compose

        return compose(localized, layout, self.theme, self.typesetter, self.pictures)


@lru_cache(maxsize=4)
def open_session(folder: Path) -> Session:
    """Return this process's session for *folder*."""
    return Session(folder)
