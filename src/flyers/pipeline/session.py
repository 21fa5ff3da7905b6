"""A campaign opened for work: everything that jobs share, loaded once, when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.press import PdfX, PressCondition
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.pdf.editions import Edition
    from flyers.text.fonts import FontLibrary
    from flyers.text.paragraph import Typesetter
    from flyers.translation.localize import Localization
    from flyers.translation.registry import Registry


_STANDARDS: Mapping[str, PdfX | None] = {"": None, "4": "4", "1a": "1a"}
"""What the command line and a file of ours may say of PDF/X; "" for what the print condition asks for."""


class Session:
    """The campaign in *folder*, with its languages, products, theme and fonts.

    One for each process: fonts are opened, text is shaped and catalogs are merged once for all its jobs. What it loads
    may raise any `flyers.errors.FlyersError` of the layer concerned.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._localized: dict[tuple[str, str, bool], Localization] = {}
        self._layouts: dict[str, Layout] = {}
        self._conditions: dict[tuple[str, str], PressCondition] = {}

    @cached_property
    def campaign(self) -> Campaign:
        from flyers.content.campaign import Campaign

        return Campaign.load(self.folder)

    @cached_property
    def registry(self) -> Registry:
        from flyers.translation.registry import Registry

        return Registry.load(self.campaign)

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
        """Whether the language has one translation at least.

        A catalog that cannot be read counts as one, so that whoever wants to build the language hears what is wrong.
        """
        from flyers.errors import FlyersError
        from flyers.translation.catalogs import read_catalog

        if language == self.campaign.source_language:
            return True
        try:
            found = read_catalog(self.campaign, self.registry, self.registry.language(language), may_be_missing=True)
        except FlyersError:
            return True
        return found.begun

    def layout(self, product: str, *, beside: str = "") -> Layout:
        """The product's layout, or the one for a second language *beside* the first.

        Raises:
            UsageError: the product has none for two languages, or is not made in this way.
        """
        if product not in self._layouts:
            from flyers.layout.schema import load_layout

            self._layouts[product] = load_layout(self.campaign, product, self.theme, self.registry.tags)
        layout = self._layouts[product]
        if not beside or layout.many_languages:
            return layout
        from flyers.layout.bilingual import with_second_language

        return with_second_language(layout, self.layout(layout.bilingual) if layout.bilingual else None)

    def readable_layout(self, product: str) -> Layout | None:
        """The product's layout, or None where it is broken: whoever makes the product hears what is wrong."""
        from flyers.errors import FlyersError

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
        key = (press or self.campaign.press, pdfx)
        if key not in self._conditions:
            from flyers.content.press import load_condition

            self._conditions[key] = load_condition(self.campaign, key[0], _STANDARDS[pdfx])
        return self._conditions[key]

    def localized(self, language: str, *, beside: str = "", allow_untranslated: bool = False) -> Localization:
        """The words of *language*, with those of the language *beside* it, or of all.

        Among all, languages without a translation have their names alone; that of two must be whole.
        """
        key = (language, beside, allow_untranslated)
        if key not in self._localized:
            make = self._alone if not beside else self._together
            self._localized[key] = make(language, beside, allow_untranslated)
        return self._localized[key]

    def _alone(self, language: str, _: str, allow_untranslated: bool) -> Localization:
        from flyers.translation.localize import localize

        return localize(
            self.campaign,
            self.registry.language(language),
            registry=self.registry,
            allow_untranslated=allow_untranslated,
        )

    def _together(self, language: str, beside: str, allow_untranslated: bool) -> Localization:
        from flyers.pipeline.plan import ALL
        from flyers.translation import multilingual

        own = self.localized(language, allow_untranslated=allow_untranslated)
        if beside == ALL:
            others = [self.localized(tag, allow_untranslated=True) for tag in self.registry.tags]
        else:
            others = [self.localized(beside, allow_untranslated=allow_untranslated)]
        return multilingual.beside(own, others, beside)

    def composed(self, localized: Localization, layout: Layout) -> Document:
        """The pages of *layout* with the words of *localized*.

        Raises:
            OversetError: text does not fit; see `flyers.layout.compose.compose`.
        """
        from flyers.layout.compose import compose

        return compose(localized, layout, self.theme, self.typesetter, self.pictures)


@lru_cache(maxsize=4)
def open_session(folder: Path) -> Session:
    """This process's workshop for *folder*."""
    return Session(folder)
